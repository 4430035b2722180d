//! The language server: what docent knows of a project, told to editors over the Language Server Protocol 3.17. An edge,
//! and the only room that names lsp-server, lsp-types and crossbeam-channel.
//!
//! In: messages of a client on standard input, a project that is followed. Out: answers and diagnostics on standard output.
//! Nothing is written to the disk: what changes files is sent to the client as an edit.
//!
//! - [`input`]: messages as they come, past what is none; [`server`]: takes them one by one, and works on what is left when
//!   there are none;
//! - [`desk`]: the snapshot with unsaved texts laid over it, and its site; [`follow`] brings new snapshots;
//! - [`texts`]: places of docent as places of the protocol, names of files as addresses;
//! - [`told`]: problems by file; [`fixes`]: what mends them;
//! - [`cursor`]: what stands where the cursor is, [`asked`] what is being written there, [`called`] the names of pages; [`navigate`], [`outline`], [`complete`], [`rename`] answer for it.

pub mod asked;
pub mod called;
pub mod complete;
pub mod cursor;
pub mod desk;
pub mod fixes;
pub mod follow;
pub mod input;
pub mod navigate;
pub mod outline;
pub mod rename;
pub mod server;
pub mod texts;
pub mod told;

pub use server::run;
