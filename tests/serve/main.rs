//! The live preview, as a browser and as an attacker see it: the real program over real sockets.
//!
//! `DOCENT_TEST_FULL=1` runs the counts that take minutes.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

#[path = "../common/mod.rs"]
mod common;

mod edits;
mod hosts;
mod load;
mod pages;
mod paths;
mod ranges;
mod templates;
mod watching;

/// How often something is done: in full, or as often as a test run has time for.
fn times(full: usize, quick: usize) -> usize {
    if std::env::var_os("DOCENT_TEST_FULL").is_some() { full } else { quick }
}
