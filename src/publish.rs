//! Publishing: the output becomes a folder, all of it or nothing. An impure edge.
//!
//! In: a folder, the paths, a function that gives the bytes of each. Out: the folder, or an error and the folder as
//! it was.
//!
//! 1. [`mod@guard`] refuses folders that are not ours to replace.
//! 2. One publisher at a time: the parent folder is locked. What a killed build left is put back, finished or removed
//!    ([`recover`]); a [`lease`] names every folder of ours before it is made.
//! 3. [`stage`] makes every file and compares it with what the output holds; [`seen`] knows whether that has to be read.
//!    What differs is written into a new folder beside the output. If nothing does, all is done.
//! 4. Files that stay are linked into the new folder, so that they keep their modification time; [`carry`] takes along
//!    what docent did not write. All is sent to the disk.
//! 5. [`swap`] exchanges the two folders in one step (`renameat2`, `RENAME_EXCHANGE`), and the old one is removed.
//!
//! An output that cannot be exchanged, a mount point for example, is published into by a [`journal`].
//!
//! A kill at any moment leaves the old site or the new one; with a journal the next build finishes what was begun.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

mod carry;
mod disk;
mod guard;
mod journal;
mod lease;
mod manifest;
mod seen;
mod stage;
pub mod steps;
mod swap;

pub use guard::{guard, is_in, overlap};
pub use manifest::{MANIFEST, Manifest, guard_audience};

use crate::diagnostic::{self, Diagnostic};
use crate::output::Bytes;
use crate::source::open::OnDisk;
use carry::Refusal;
use lease::{Lease, Place, parent};
use stage::{Budget, Staged, Staging};
use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use steps::{Step, Steps};

/// On what terms a site is published.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms<'a> {
    /// A warning found while rendering fails too.
    pub strict: bool,
    /// The bytes of all files in the output are compared, whatever their sizes and times say.
    pub verify: bool,
    /// Whom the site is for.
    pub audience: Option<&'a str>,
    /// Files that are only copied: space for them is asked for before anything is written.
    pub copied: &'a [(&'a str, &'a OnDisk)],
    /// Who is asked before each step.
    pub steps: Steps<'a>,
}

/// What publishing did.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// Files whose bytes are new.
    pub written: usize,
    /// Files among them that were not new: the output had lost or changed them.
    pub mended: usize,
    /// Files in all.
    pub files: usize,
    /// What the user should know, but for which nothing was left undone.
    pub notes: Vec<String>,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum Failure {
    /// Rendering found errors.
    Content(Vec<Diagnostic>),
    /// The disk refused; the message names the path. The folder is as it was.
    Disk(String),
    /// The disk refused while files went to their names, and again while they went back: the next build finishes it.
    Half(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Content(problems) => write!(f, "nothing was published: {} errors", diagnostic::errors(problems)),
            Self::Disk(message) | Self::Half(message) => f.write_str(message),
        }
    }
}

impl Error for Failure {}

impl From<Wrapped> for Failure {
    fn from(error: Wrapped) -> Self {
        Self::Disk(error.0)
    }
}

/// An I/O error that names its path.
#[derive(Debug)]
pub struct Wrapped(pub String);

/// Makes an I/O error name its path.
pub fn wrap(path: &Path) -> impl FnOnce(io::Error) -> Wrapped + '_ {
    move |error| {
        let advice = if error.kind() == io::ErrorKind::StorageFull { " (no space left on the device)" } else { "" };
        Wrapped(format!("{}: {error}{advice}", path.display()))
    }
}

/// The bytes of a file and the problems found while making them; the problems of all files are returned.
type Content<'a> = dyn Fn(&str) -> Option<(Bytes, Arc<[Diagnostic]>)> + Sync + 'a;

/// Files of a folder that docent did not write, by their names in it.
pub fn foreign(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    Ok(carry::foreign(folder)?)
}

/// What a build that was cut off left is put back, finished or removed: before anything else is done with a folder.
/// Says whether there was anything.
///
/// # Errors
/// A message that names the path.
pub fn recover(folder: &Path, steps: Steps<'_>) -> Result<bool, String> {
    let _locks = lock(folder);
    recovered(folder, steps).map_err(|error| error.0)
}

fn recovered(folder: &Path, steps: Steps<'_>) -> Result<bool, Wrapped> {
    let beside = swap::recover(folder, steps)?;
    Ok(journal::recover(folder, steps)? || beside)
}

/// Holds other builds off until it is dropped; the system drops it too when we are killed. The folder around the
/// output is locked, and the output: a volume may be mounted in two places.
fn lock(folder: &Path) -> [Option<File>; 2] {
    // Some systems cannot lock a folder: there, two builds at once are the user's business.
    let one = |path: &Path| File::open(path).ok().filter(|handle| handle.lock().is_ok());
    let around = one(parent(folder));
    [around, disk::is_mounted(folder).then(|| one(folder)).flatten()]
}

/// Publishes. `tick` is called after each file.
///
/// # Errors
/// [`Failure::Content`] with the problems that rendering found, [`Failure::Disk`] with a message that names the path;
/// in both cases the folder is as it was.
pub fn publish(
    folder: &Path,
    paths: &[&str],
    content: &Content<'_>,
    terms: Terms<'_>,
    tick: &(dyn Fn() + Sync),
) -> Result<(Published, Vec<Diagnostic>), Failure> {
    let around = parent(folder);
    fs::create_dir_all(around).map_err(wrap(around))?;
    let _locks = lock(folder);
    recovered(folder, terms.steps)?;
    let (lease, inside) = leased(folder, terms.steps)?;
    let publishing = Publishing { folder, lease, inside, old: Manifest::read(folder), terms };
    match publishing.staged(paths, content, tick) {
        Ok(staged) => publishing.enter(staged),
        Err(failure) => {
            publishing.give_up();
            Err(failure)
        }
    }
}

/// A folder of ours: beside the output, if that can be exchanged as far as we know, or in it.
fn leased(folder: &Path, steps: Steps<'_>) -> Result<(Lease, bool), Wrapped> {
    let there = folder.is_dir();
    let fixed = there && (disk::is_mounted(folder) || disk::device(folder) != disk::device(parent(folder)));
    let site = disk::number(folder);
    let inside = || Place::inside(folder).lease(site, steps).map(|lease| (lease, true));
    let made = if fixed { inside() } else { Place::beside(folder).lease(site, steps).map(|lease| (lease, false)) };
    made.or_else(|(path, error)| {
        let forbidden = matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem);
        let second = if there && !fixed && forbidden { inside().ok() } else { None };
        second.ok_or_else(|| wrap(&path)(error))
    })
}

struct Publishing<'a> {
    folder: &'a Path,
    lease: Lease,
    /// The lease is in the output.
    inside: bool,
    old: Manifest,
    terms: Terms<'a>,
}

impl Publishing<'_> {
    /// Where new files are written.
    fn root(&self) -> PathBuf {
        if self.inside { journal::new(&self.lease.folder) } else { self.lease.folder.clone() }
    }

    fn staged(&self, paths: &[&str], content: &Content<'_>, tick: &(dyn Fn() + Sync)) -> Result<Staged, Failure> {
        let root = self.root();
        if self.inside {
            private(&self.lease.folder);
        }
        fs::create_dir_all(&root).map_err(wrap(&root))?;
        let budget = if self.inside { Budget::of(self.folder) } else { None };
        if let Some(budget) = &budget {
            self.ask(budget)?;
        }
        let trusted = !self.terms.verify && seen::untouched(self.folder, &self.old);
        let (output, old, steps) = (self.folder, &self.old, self.terms.steps);
        let mut staged = Staging { root: &root, output, old, trusted, budget, steps }.run(paths, content, tick)?;
        staged.manifest.audience = self.terms.audience.map(str::to_owned);
        let problems = &staged.diagnostics;
        if diagnostic::errors(problems) > 0 || (self.terms.strict && !problems.is_empty()) {
            return Err(Failure::Content(staged.diagnostics));
        }
        Ok(staged)
    }

    /// Whether there is space for what is only copied and not there yet.
    fn ask(&self, budget: &Budget) -> Result<(), Wrapped> {
        let (mut need, mut largest) = (0, (0, ""));
        for (path, file) in self.terms.copied {
            let known = self.old.files.get(*path) == Some(&file.fingerprint.to_string());
            if !known || !swap::is_there(&self.folder.join(path)) {
                let size = file.open().and_then(|file| file.metadata()).map_or(0, |found| found.len());
                (need, largest) = (need + size, largest.max((size, *path)));
            }
        }
        budget.has(need, &self.folder.join(largest.1))
    }

    fn enter(mut self, mut staged: Staged) -> Result<(Published, Vec<Diagnostic>), Failure> {
        let mut published = staged.published();
        let same = staged.fresh().next().is_none() && staged.manifest.same_site(&self.old) && self.folder.is_dir();
        let entered = if same { Ok(()) } else { self.exchange(&mut staged) };
        if let Err(failure) = entered {
            if !matches!(failure, Failure::Half(_)) {
                self.give_up();
            }
            return Err(failure);
        }
        let (folder, steps) = (self.folder, self.terms.steps);
        let left = if self.inside { self.lease.end(steps) } else { swap::leave(self.lease, folder, steps) };
        if let Err(left) = left {
            published.notes.push(format!("{}: could not remove it; the next build will try again", left.0));
        }
        if !same || !staged.trusted {
            seen::seal(folder, &staged.items);
        }
        Ok((published, staged.diagnostics))
    }

    /// The new site takes the place of the old one, in one step or file by file.
    fn exchange(&mut self, staged: &mut Staged) -> Result<(), Failure> {
        if !self.inside {
            match self.whole(staged) {
                Ok(()) => return Ok(()),
                Err(Refusal::Told(error)) => return Err(error.into()),
                Err(Refusal::Fixed) => self.move_in(staged)?,
            }
        }
        let fresh: Vec<&str> = staged.fresh().collect();
        let into = journal::Into { work: &self.lease.folder, output: self.folder, steps: self.terms.steps };
        into.run(&self.old, &staged.manifest, &fresh)
    }

    fn whole(&self, staged: &mut Staged) -> Result<(), Refusal> {
        let (root, output, old, steps) = (&self.lease.folder, self.folder, &self.old, self.terms.steps);
        if output.is_dir() {
            Staging { root, output, old, trusted: false, budget: None, steps }.keep(staged)?;
        }
        staged.manifest.write(root)?;
        if output.is_dir() {
            carry::take_along(output, root, old, &staged.manifest)?;
        }
        steps.at(Step::Sync, root)?;
        let names: Vec<&str> = staged.fresh().chain([MANIFEST]).collect();
        disk::sync(root, &names)?;
        swap::enter(&self.lease, output, steps)
    }

    /// What was staged beside the output goes into it, to be published there.
    fn move_in(&mut self, staged: &mut Staged) -> Result<(), Failure> {
        let steps = self.terms.steps;
        let inside = Place::inside(self.folder).lease(0, steps).map_err(|(path, error)| wrap(&path)(error))?;
        let beside = std::mem::replace(&mut self.lease, inside);
        self.inside = true;
        private(&self.lease.folder);
        let (from, to) = (&beside.folder, self.root());
        let budget = Budget::of(self.folder);
        let size = |item: &&stage::Item| fs::symlink_metadata(from.join(&item.path)).map_or(0, |found| found.len());
        if let Some(budget) = budget {
            let mut fresh = staged.items.iter().filter(|item| item.fresh);
            fresh.try_for_each(|item| budget.take(size(&item), &self.folder.join(&item.path)))?;
        }
        for item in staged.items.iter_mut().filter(|item| item.fresh) {
            item.mark = moved(&from.join(&item.path), &to.join(&item.path))?;
        }
        Ok(beside.end(steps)?)
    }

    /// The folder is as it was; what is left of this publication goes.
    fn give_up(self) {
        // What cannot be removed keeps its lease: the next build tries again.
        let _ = self.lease.end(self.terms.steps);
    }
}

/// Nobody else reads what is not published yet.
fn private(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Moves a file to another file system.
fn moved(from: &Path, to: &Path) -> Result<Option<seen::Mark>, Wrapped> {
    let folder = parent(to);
    fs::create_dir_all(folder).map_err(wrap(folder))?;
    if fs::rename(from, to).is_err() {
        let found = fs::symlink_metadata(from).map_err(wrap(from))?;
        carry::copy(from, to, &found).map_err(wrap(to))?;
    }
    Ok(fs::symlink_metadata(to).ok().and_then(|found| seen::Mark::of(&found)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(_: &str) -> Option<(Bytes, Arc<[Diagnostic]>)> {
        Some((Bytes::Memory(b"text".to_vec().into()), [].into()))
    }

    /// Nobody can change a file and leave no trace in its times; `verify` does not rely on it all the same.
    #[test]
    fn verify_reads_what_looks_untouched() {
        let around = tempfile::tempdir().unwrap();
        let output = around.path().join("public");
        let publish = |verify| {
            let terms = Terms { verify, ..Terms::default() };
            publish(&output, &["a.html", "b/c.html"], &site, terms, &|| {}).unwrap().0
        };
        assert_eq!(publish(false).written, 2);
        fs::write(output.join("a.html"), "TEXT").unwrap();
        assert!(!seen::untouched(&output, &Manifest::read(&output)));
        let mark = |path: &str| fs::metadata(output.join(path)).ok().and_then(|found| seen::Mark::of(&found));
        let item = |path: &str| stage::Item { path: path.to_owned(), fresh: false, mended: false, mark: mark(path) };
        seen::seal(&output, &[item("a.html"), item("b/c.html")]);
        if cfg!(unix) {
            assert_eq!((publish(false).mended, publish(true).mended), (0, 1));
        }
        assert_eq!(fs::read(output.join("a.html")).unwrap(), b"text");
    }
}
