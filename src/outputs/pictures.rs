//! Pictures among the files that are copied: their metadata stays at home.
//!
//! In: a file that is copied. Out: its bytes, or those of the same picture without what cameras and programs wrote into
//! it ([`crate::pictures`]), and what is wrong with it.

use super::{Made, Output, source_bytes};
use crate::config::images::written;
use crate::diagnostic::Diagnostic;
use crate::output::Bytes;
use crate::pictures::{self, Cleaned, Fault};
use crate::source::{Content, File, Place};
use std::sync::Arc;

/// A larger file is not read into memory, and not cleaned.
const MAX_READ: u64 = 256 << 20;

impl Output {
    /// A file that is copied, by its path in the project or in the theme.
    pub(super) fn copied_file(&self, name: &str, file: &File) -> Made {
        let bytes = source_bytes(file);
        let Content::Binary { len, .. } = file.content else { return Made::Ready(bytes) };
        if !pictures::is_one(name) {
            return Made::Ready(bytes);
        }
        let mut problems = Vec::new();
        if len > self.config.images.max_size {
            problems.push(large(name, len, self.config.images.max_size));
        }
        if !self.config.images.strip_metadata {
            return Made::Told(bytes, problems);
        }
        let cleaned = read(file).map(|bytes| pictures::without_metadata(&bytes));
        let Cleaned { bytes: new, fault } = cleaned.unwrap_or(Cleaned { bytes: None, fault: unread(len) });
        problems.extend(fault.map(|fault| told(name, fault)));
        Made::Told(new.map_or(bytes, |new| Bytes::Memory(new.into())), problems)
    }
}

/// The bytes of a picture; none if it is too large, or cannot be read, which publishing tells.
fn read(file: &File) -> Option<Arc<Vec<u8>>> {
    match &file.content {
        Content::Binary { len, .. } if *len > MAX_READ => None,
        Content::Binary { place: Place::Disk(file), .. } => file.read().ok().map(Arc::new),
        Content::Binary { place: Place::Memory(bytes), .. } => Some(bytes.clone()),
        Content::Text(_) => None,
    }
}

fn unread(len: u64) -> Option<Fault> {
    (len > MAX_READ).then_some(Fault::Kept)
}

fn large(name: &str, len: u64, most: u64) -> Diagnostic {
    let message = format!("the picture has {}; pictures of more than {} are slow to load", written(len), written(most));
    let warning = Diagnostic::warning("picture-size", name, message);
    warning.hint("save it with fewer pixels or as JPEG, or raise `images: {max_size: ...}`")
}

fn told(name: &str, fault: Fault) -> Diagnostic {
    match fault {
        Fault::Damaged => {
            let warning = Diagnostic::warning("picture-damaged", name, "the picture is incomplete, or damaged");
            warning.hint("export it again")
        }
        Fault::Kept => {
            let message = "the picture holds metadata, perhaps where it was taken, that docent cannot remove";
            let warning = Diagnostic::warning("picture-metadata", name, message);
            warning.hint("export it without metadata, or as JPEG, PNG or WebP")
        }
    }
}
