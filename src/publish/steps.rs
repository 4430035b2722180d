//! The moments at which publishing changes the disk.
//!
//! In: whoever wants to be asked before each of them. Out: the step is taken, or fails as they say. docent itself asks
//! nobody; the tests end the program at each step in turn, and let an exchange fail as some file systems do.

use super::{Wrapped, wrap};
use std::fmt;
use std::io;
use std::path::Path;

/// What is about to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A lease is written, or a folder that it names is made.
    Lease,
    /// A new file is written into the staging folder.
    Write,
    /// A file that stays is linked into the staging folder.
    Keep,
    /// What was written is sent to the disk.
    Sync,
    /// Two folders are exchanged in one step.
    Exchange,
    /// The old folder steps aside, or comes back.
    Aside,
    /// The new folder takes its name.
    Enter,
    /// The journal is written: from now on the next build finishes what this one began.
    Commit,
    /// A file goes to its name.
    Put,
    /// A file that the site no longer has is removed.
    Remove,
    /// What nobody needs any more is removed.
    Discard,
}

type Asked<'a> = dyn Fn(Step) -> io::Result<()> + Sync + 'a;

/// Who is asked before each step.
#[derive(Clone, Copy, Default)]
pub struct Steps<'a>(Option<&'a Asked<'a>>);

impl<'a> Steps<'a> {
    /// Asks this one.
    pub fn watched(asked: &'a Asked<'a>) -> Self {
        Self(Some(asked))
    }

    /// Before a step.
    pub fn before(self, step: Step) -> io::Result<()> {
        self.0.map_or(Ok(()), |asked| asked(step))
    }

    /// Before a step that concerns a path.
    pub fn at(self, step: Step, path: &Path) -> Result<(), Wrapped> {
        self.before(step).map_err(wrap(path))
    }
}

impl fmt::Debug for Steps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Steps(watched)" } else { "Steps" })
    }
}
