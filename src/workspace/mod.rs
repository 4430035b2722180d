//! A project that stays open: its files are followed and its site is built again, for whoever works on it for long.
//!
//! In: a folder. Out: a snapshot after each change ([`watch`]), and the site of each ([`rebuild`]). The preview, `build
//! --watch` and whatever else stays open stand on it.
//!
//! - [`watch`]: the system says "look again"; [`disk`] looks, and compares contents.
//! - [`rebuild`]: one build after the other, with the memo kept.
//! - [`interrupt`]: what is not to be torn by Ctrl+C.

pub mod disk;
pub mod interrupt;
pub mod rebuild;
pub mod watch;
