//! The disk, followed in a thread of its own: what a save, a checkout or another program changes.
//!
//! In: a project that is followed, and how its configuration is read. Out: a [`Snapshot`] at once, and one after each
//! change. Waiting for the end of a burst takes up to seconds, and no key that is typed meanwhile waits for it.

use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::workspace::rebuild::Configure;
use crate::workspace::watch::Follow;
use crossbeam_channel::Sender;

/// The project as the disk has it.
#[derive(Debug)]
pub struct Snapshot {
    /// Its files.
    pub sources: Sources,
    /// What could not be read.
    pub unreadable: Vec<Diagnostic>,
}

/// Sends snapshots until nobody takes them.
pub fn run(mut follow: Follow, configure: &Configure, to: &Sender<Snapshot>) {
    loop {
        if let Ok(config) = configure(follow.sources()) {
            follow.configured(&config);
        }
        let (sources, unreadable) = (follow.sources().clone(), follow.diagnostics());
        if to.send(Snapshot { sources, unreadable }).is_err() {
            return;
        }
        follow.next(None);
    }
}
