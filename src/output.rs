//! What a file of the output holds, as rendering hands it to publishing.

use crate::source::open::OnDisk;
use std::sync::Arc;

/// The bytes of a file.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// These.
    Memory(Arc<Vec<u8>>),
    /// Those of a file of the project. It may be larger than memory: who needs its bytes takes them in blocks.
    Disk(OnDisk),
}
