//! The snapshot beside the disk: what has changed is decided by looking, never by what somebody tells.
//!
//! In: the root, and where to look. Out: [`Found`], what is different on disk; [`Disk::take`] makes it the snapshot.
//!
//! 1. The places are listed: everything, or some paths that an event named.
//! 2. A file whose size, times and number are those that were read is the same; any other is read.
//! 3. A file is changed when its bytes are. What is gone is gone.
//!
//! A file that was written just before it was read is read again next time ([`Stamp::calm_at`]).

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use crate::content::Folders;
use crate::diagnostic::Diagnostic;
use crate::source::fingerprints::Fingerprints;
use crate::source::scan::{self, Reader};
use crate::source::stamp::Stamp;
use crate::source::{Content, File, Sources, git};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The snapshot, and what the disk looked like when it was taken.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    skip: PathBuf,
    folders: Folders,
    /// The configuration's name and path.
    config: (String, PathBuf),
    /// Ask git for days.
    pub git_dates: bool,
    sources: Sources,
    known: BTreeMap<String, Known>,
    /// Problems of the listing: links, names that cannot be.
    listed: Vec<Diagnostic>,
    head: git::Head,
    /// What an earlier run knew, for the first look.
    earlier: Fingerprints,
}

/// What the configuration says of how the project is read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Where its pages are, and what they include.
    pub folders: Folders,
    /// Ask git for days.
    pub git_dates: bool,
}

/// A file as it was last seen.
#[derive(Clone, Debug)]
struct Known {
    stamp: Option<Stamp>,
    /// Why it could not be read.
    problem: Option<Diagnostic>,
}

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// At all files.
    Everywhere,
    /// At these and what is below them.
    At(BTreeSet<PathBuf>),
}

impl Where {
    /// Both.
    pub fn and(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Everywhere, _) => {}
            (_, Self::Everywhere) => *self = Self::Everywhere,
            (Self::At(all), Self::At(more)) => all.extend(more),
        }
    }
}

/// What is different on disk.
#[derive(Debug, Default)]
pub struct Found {
    /// Files with other bytes, by name; none for those that are gone.
    changed: BTreeMap<String, Option<File>>,
    /// All that was read, for the next look.
    seen: Vec<(String, Known)>,
    /// The problems of a listing of everything.
    listed: Option<Vec<Diagnostic>>,
    head: Option<git::Head>,
}

impl Found {
    /// Whether there is anything to build for.
    pub fn is_change(&self) -> bool {
        !self.changed.is_empty() || self.listed.is_some() || self.head.is_some()
    }

    /// The files that changed.
    pub fn names(&self) -> Vec<String> {
        self.changed.keys().cloned().collect()
    }

    /// Whether no file changed.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }

    /// Whether another look found the same.
    pub fn same(&self, other: &Self) -> bool {
        let prints = |found: &Self| -> Vec<_> {
            found.changed.iter().map(|(name, file)| (name.clone(), file.as_ref().map(|f| f.fingerprint))).collect()
        };
        prints(self) == prints(other)
    }
}

impl Disk {
    /// Reads the project. `skip` (the output) is never read; the configuration is `config`, a name and a path.
    pub fn read(root: &Path, skip: &Path, config: (String, PathBuf), reading: Reading, earlier: Fingerprints) -> Self {
        let (root, skip) = (root.to_owned(), skip.to_owned());
        let Reading { folders, git_dates } = reading;
        let (known, listed, sources) = (BTreeMap::new(), Vec::new(), Sources::default());
        let head = if git_dates { git::head(&root) } else { git::Head::default() };
        let mut disk = Self { root, skip, folders, config, git_dates, sources, known, listed, head, earlier };
        let found = disk.look(&Where::Everywhere);
        disk.take(found);
        std::mem::take(&mut disk.earlier).keep(&disk.sources);
        disk.ask_git();
        disk
    }

    /// The snapshot.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Reads other folders from now on, and says whether they are others.
    pub fn use_folders(&mut self, folders: &Folders) -> bool {
        if self.folders == *folders {
            return false;
        }
        self.folders = folders.clone();
        let found = self.look(&Where::Everywhere);
        self.take(found);
        self.ask_git();
        true
    }

    /// The folders that are read.
    pub fn folders(&self) -> Vec<PathBuf> {
        scan::folders(&self.root, &self.folders)
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The configuration's path.
    pub fn config(&self) -> &Path {
        &self.config.1
    }

    /// What could not be read.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let unreadable = self.known.values().filter_map(|known| known.problem.clone());
        self.listed.iter().cloned().chain(unreadable).collect()
    }

    /// Whether a path can matter at all: not the output, nothing hidden, no backup of an editor.
    pub fn concerns(&self, path: &Path) -> bool {
        if path == self.config.1 {
            return true;
        }
        let Ok(inside) = path.strip_prefix(&self.root) else { return false };
        let read = self.folders().iter().any(|folder| path.starts_with(folder));
        // A folder that leads to one that is read may come or go.
        let leads = || self.folders().iter().any(|folder| folder.starts_with(path));
        (read || leads()) && !path.starts_with(&self.skip) && !inside.iter().any(scan::is_leftover)
    }

    /// What is different on disk.
    pub fn look(&self, at: &Where) -> Found {
        match at {
            Where::Everywhere => self.look_everywhere(),
            Where::At(paths) => self.look_at(paths),
        }
    }

    fn look_everywhere(&self) -> Found {
        let (mut paths, listed) = scan::list(&self.root, &self.skip, &self.folders());
        paths.insert(self.config.0.clone(), self.config.1.clone());
        let gone = self.known.keys().filter(|name| !paths.contains_key(*name)).cloned().collect();
        let mut found = self.compare(paths, gone);
        found.listed = (listed != self.listed).then_some(listed);
        let head = if self.git_dates { git::head(&self.root) } else { git::Head::default() };
        found.head = (head != self.head).then_some(head);
        found
    }

    fn look_at(&self, paths: &BTreeSet<PathBuf>) -> Found {
        let mut all = BTreeMap::new();
        let mut gone = Vec::new();
        for path in paths.iter().filter(|path| self.concerns(path)) {
            if *path == self.config.1 {
                all.insert(self.config.0.clone(), path.clone());
                continue;
            }
            let (listed, problems) = scan::list(&self.root, &self.skip, std::slice::from_ref(path));
            let Some(name) = self.name(path).filter(|_| problems.is_empty() && self.is_inside(path)) else {
                // Links, odd names, twins: only a listing of everything tells them as a build would.
                return self.look_everywhere();
            };
            let below = self.known.range(name.clone()..).take_while(|(other, _)| other.starts_with(&name));
            let below =
                below.filter(|(other, _)| other[name.len()..].is_empty() || other[name.len()..].starts_with('/'));
            gone.extend(below.map(|(other, _)| other.clone()).filter(|other| !listed.contains_key(other)));
            all.extend(listed);
        }
        self.compare(all, gone)
    }

    /// The name of a path that is spelt on disk as it is here.
    fn name(&self, path: &Path) -> Option<String> {
        let name = scan::name(&self.root, path).ok()?;
        (path.strip_prefix(&self.root).ok()? == Path::new(&name)).then_some(name)
    }

    /// Whether no folder on the way is a link: what lies behind one is not the project's.
    fn is_inside(&self, path: &Path) -> bool {
        let above = path.ancestors().skip(1).take_while(|folder| *folder != self.root);
        above.filter_map(|folder| fs::symlink_metadata(folder).ok()).all(|data| data.is_dir())
    }

    fn compare(&self, paths: BTreeMap<String, PathBuf>, gone: Vec<String>) -> Found {
        let paths: Vec<(String, PathBuf)> = paths.into_iter().collect();
        let reader = Reader::new(&self.root, &self.earlier);
        let read: Vec<_> = paths.into_par_iter().filter_map(|(name, path)| self.reread(&reader, name, &path)).collect();
        let mut found = Found::default();
        found.changed.extend(gone.into_iter().map(|name| (name, None)));
        for (name, known, file) in read {
            let before = self.sources.files.get(&name);
            let told = self.known.get(&name).and_then(|known| known.problem.as_ref());
            let same = match (&file, before) {
                (Some(new), Some(old)) => new.fingerprint == old.fingerprint,
                (None, None) => told == known.problem.as_ref(),
                _ => false,
            };
            if !same {
                found.changed.insert(name.clone(), file);
            }
            found.seen.push((name, known));
        }
        found
    }

    /// Reads a file unless it is known to be the same.
    fn reread(&self, reader: &Reader<'_>, name: String, path: &Path) -> Option<(String, Known, Option<File>)> {
        let stamp = fs::symlink_metadata(path).ok().as_ref().and_then(Stamp::of);
        let known = self.known.get(&name);
        if known.is_some_and(|known| known.stamp.is_some() && known.stamp == stamp) {
            return None;
        }
        // The time of the look, not of the reading: what is written in between counts as too young.
        let calm = stamp.and_then(|stamp| stamp.calm_at(SystemTime::now()));
        if stamp.is_none() && *path == *self.config.1 {
            // A project can do without a configuration.
            return Some((name, Known { stamp: None, problem: None }, Some(File::of(String::new()))));
        }
        let chosen = *path == *self.config.1;
        match if chosen { scan::read_chosen(&name, path) } else { reader.read(&name, path) } {
            Ok(file) => Some((name, Known { stamp: calm, problem: None }, Some(file))),
            Err(problem) => Some((name, Known { stamp: calm, problem: Some(problem) }, None)),
        }
    }

    /// Whether what was found may be half of a longer change: files that came, went or were emptied. Editors save by
    /// writing beside a file and renaming, or empty a file before they fill it.
    pub fn may_be_half(&self, found: &Found) -> Half {
        let mut half = Half::No;
        for (name, file) in &found.changed {
            half = half.max(match (file, self.sources.files.get(name)) {
                (None, _) => Half::Missing,
                (Some(new), Some(old)) if is_empty(new) && !is_empty(old) => Half::Missing,
                (Some(_), Some(_)) => Half::No,
                (Some(_), None) => Half::New,
            });
        }
        half
    }

    /// Makes what was found the snapshot.
    pub fn take(&mut self, found: Found) {
        let refuses = |known: &Known| known.problem.is_some();
        let differ = found.seen.iter().any(|(name, seen)| refuses(seen) || self.known.get(name).is_some_and(refuses))
            || found.changed.iter().any(|(name, _)| self.sources.refused.contains(name));
        self.known.extend(found.seen);
        for (name, file) in found.changed {
            match file {
                Some(file) => self.sources.files.insert(name, file),
                None => {
                    self.sources.files.remove(&name);
                    if self.known.get(&name).is_some_and(|known| known.problem.is_none()) {
                        self.known.remove(&name);
                    }
                }
            }
        }
        // Nearly no edit has to do with them, and a look at all files would be one more thing that each edit costs.
        if differ {
            let refused = self.known.iter().filter(|(_, known)| refuses(known)).map(|(name, _)| name.clone());
            self.sources.refused = Arc::new(refused.collect());
        }
        self.listed = found.listed.unwrap_or_else(|| std::mem::take(&mut self.listed));
        if let Some(head) = found.head {
            self.head = head;
            self.ask_git();
        }
    }

    fn ask_git(&mut self) {
        let (root, content) = (&self.root, &self.folders.content);
        (self.sources.dates, self.sources.history) = match self.git_dates {
            true => (git::dates(root, content).into(), git::history(root, content).into()),
            false => Default::default(),
        };
    }
}

/// How far a change may be from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Half {
    /// It is whole.
    No,
    /// A file is new: it may be renamed over another one in a moment.
    New,
    /// A file is gone or empty: it may come back in a moment.
    Missing,
}

fn is_empty(file: &File) -> bool {
    match &file.content {
        Content::Text(text) => text.is_empty(),
        Content::Binary { len, .. } => *len == 0,
    }
}
