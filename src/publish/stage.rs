//! Every file of the new site is made; those that the output does not hold already are written into a folder of ours.
//!
//! In: the paths, what makes their bytes, the output. Out: which files are new, which stay, and what rendering found.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::carry::{Refusal, alike, copy};
use super::manifest::Manifest;
use super::seen::Mark;
use super::steps::{Step, Steps};
use super::{Content, Failure, Published, Wrapped, disk, wrap};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::output::Bytes;
use crate::source::open::CopyError;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// From where to where.
pub struct Staging<'a> {
    /// The folder that new files are written into.
    pub root: &'a Path,
    /// The output as it is.
    pub output: &'a Path,
    /// What it holds, by its manifest.
    pub old: &'a Manifest,
    /// Nobody touched its files since they were written.
    pub trusted: bool,
    /// Space that may be taken, where it is asked for.
    pub budget: Option<Budget>,
    /// Who is asked before each step.
    pub steps: Steps<'a>,
}

/// A file of the new site.
pub struct Item {
    /// Its path.
    pub path: String,
    /// The output does not hold it: it was written.
    pub fresh: bool,
    /// The output should have held it.
    pub mended: bool,
    /// To know it again.
    pub mark: Option<Mark>,
}

/// What was made.
#[derive(Default)]
pub struct Staged {
    /// The manifest of the new site.
    pub manifest: Manifest,
    /// Its files.
    pub items: Vec<Item>,
    /// What rendering found.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of the output were not read: nobody touched them.
    pub trusted: bool,
}

impl Staged {
    /// What there is to say of it.
    pub fn published(&self) -> Published {
        let count = |is: fn(&Item) -> bool| self.items.iter().filter(|item| is(item)).count();
        let (written, mended) = (count(|item| item.fresh), count(|item| item.mended));
        Published { written, mended, files: self.items.len(), notes: Vec::new() }
    }

    /// Files that were written.
    pub fn fresh(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter(|item| item.fresh).map(|item| item.path.as_str())
    }
}

/// Space that may still be taken of a file system that others use too.
pub struct Budget {
    left: AtomicU64,
    block: u64,
}

impl Budget {
    /// What is free; none where the system does not say.
    pub fn of(folder: &Path) -> Option<Self> {
        disk::space(folder).map(|(free, block)| Self { left: AtomicU64::new(free), block })
    }

    /// Takes so many bytes before they are written.
    pub fn take(&self, bytes: u64, path: &Path) -> Result<(), Wrapped> {
        let need = bytes.div_ceil(self.block).saturating_mul(self.block);
        let taken = self.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(need));
        taken.map(drop).map_err(|left| full(path, "it needs", need, left))
    }

    /// Whether there is space for so many bytes; the largest file among them is named.
    pub fn has(&self, bytes: u64, largest: &Path) -> Result<(), Wrapped> {
        let left = self.left.load(Relaxed);
        if bytes <= left { Ok(()) } else { Err(full(largest, "files that are copied need", bytes, left)) }
    }
}

fn full(path: &Path, what: &str, need: u64, left: u64) -> Wrapped {
    let why = "no space left on the device";
    Wrapped(format!("{}: {why}: {what} {need} bytes, {left} are free", path.display()))
}

/// Path, fingerprint, file, problems.
type Made = (Fingerprint, Item, Arc<[Diagnostic]>);

impl Staging<'_> {
    /// Makes every file, side by side. `tick` is called after each.
    pub fn run(&self, paths: &[&str], content: &Content<'_>, tick: &(dyn Fn() + Sync)) -> Result<Staged, Failure> {
        self.make_folders(paths)?;
        let made = |path: &&str| -> Result<Made, Wrapped> {
            let made = content(path).ok_or_else(|| Wrapped(format!("{path}: no such file in the output")))?;
            let (fingerprint, item) = self.write(path, &made.0)?;
            tick();
            Ok((fingerprint, item, made.1))
        };
        let made: Vec<_> = paths.par_iter().map(made).collect::<Result<_, _>>()?;
        let mut staged = Staged { trusted: self.trusted, ..Staged::default() };
        staged.manifest.docent = env!("CARGO_PKG_VERSION").to_owned();
        for (fingerprint, item, problems) in made {
            staged.manifest.files.insert(item.path.clone(), fingerprint.to_string());
            staged.items.push(item);
            staged.diagnostics.extend(problems.iter().cloned());
        }
        Ok(staged)
    }

    /// Folders like those of the output: what is written into them belongs to their group.
    fn make_folders(&self, paths: &[&str]) -> Result<(), Wrapped> {
        let above = |path: &&'_ str| Path::new(*path).ancestors().skip(1).map(Path::to_owned).collect::<Vec<_>>();
        let folders: BTreeSet<_> = paths.iter().flat_map(above).collect();
        for folder in folders {
            let made = self.root.join(&folder);
            fs::create_dir_all(&made).map_err(wrap(&made))?;
            alike(&self.output.join(&folder), &made, 0o700);
        }
        Ok(())
    }

    /// Writes a file, unless the output holds it.
    fn write(&self, path: &str, bytes: &Bytes) -> Result<(Fingerprint, Item), Wrapped> {
        let fingerprint = match bytes {
            Bytes::Memory(bytes) => Fingerprint::of_bytes(bytes),
            Bytes::Disk(file) => file.fingerprint,
        };
        let known = self.old.files.get(path);
        let same = known == Some(&fingerprint.to_string());
        let (old, new) = (self.output.join(path), self.root.join(path));
        let found = fs::symlink_metadata(&old).ok().filter(is_readable);
        if let Some(found) = found.as_ref().filter(|found| same && self.holds(&old, found, bytes)) {
            let mark = Mark::of(found);
            return Ok((fingerprint, Item { path: path.to_owned(), fresh: false, mended: false, mark }));
        }
        self.create(&new, bytes)?;
        if found.is_some() && known.is_some() {
            alike(&old, &new, 0o400);
        }
        let mark = fs::symlink_metadata(&new).ok().and_then(|written| Mark::of(&written));
        Ok((fingerprint, Item { path: path.to_owned(), fresh: true, mended: same, mark }))
    }

    /// Whether a file of the output has these bytes. One that is only copied is compared in blocks.
    fn holds(&self, path: &Path, found: &Metadata, bytes: &Bytes) -> bool {
        match bytes {
            Bytes::Memory(bytes) if found.len() != bytes.len() as u64 => false,
            _ if self.trusted => true,
            Bytes::Memory(bytes) => fs::read(path).is_ok_and(|old| old == **bytes),
            Bytes::Disk(file) => {
                let old = File::open(path).and_then(|old| Fingerprint::of_blocks(old, |_| Ok(())));
                old.is_ok_and(|old| old == file.fingerprint)
            }
        }
    }

    fn create(&self, path: &Path, bytes: &Bytes) -> Result<(), Wrapped> {
        self.steps.at(Step::Write, path)?;
        if let Some(budget) = &self.budget {
            budget.take(length(bytes), path)?;
        }
        match bytes {
            Bytes::Memory(bytes) => fs::write(path, &**bytes).map_err(wrap(path)),
            Bytes::Disk(file) => file.copy(path).map_err(|error| match error {
                CopyError::Source(error) => wrap(&file.path())(error),
                CopyError::Target(error) => wrap(path)(error),
            }),
        }
    }

    /// The files that stay are in the new folder too: as links, so that they keep their time and take no space.
    pub fn keep(&self, staged: &mut Staged) -> Result<(), Refusal> {
        let keep = |item: &mut Item| -> Result<(), Refusal> {
            let (old, new) = (self.output.join(&item.path), self.root.join(&item.path));
            self.steps.at(Step::Keep, &new)?;
            match fs::hard_link(&old, &new) {
                Ok(()) => Ok(()),
                Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Err(Refusal::Fixed),
                // No links on this file system, or not for us: at least the time stays.
                Err(_) => {
                    let found = fs::symlink_metadata(&old).map_err(wrap(&old))?;
                    copy(&old, &new, &found).map_err(wrap(&old))?;
                    item.mark = fs::symlink_metadata(&new).ok().and_then(|copied| Mark::of(&copied));
                    Ok(())
                }
            }
        };
        staged.items.par_iter_mut().filter(|item| !item.fresh).try_for_each(keep)
    }
}

/// How much there is to write; nothing if it cannot be told, which the copy will say.
fn length(bytes: &Bytes) -> u64 {
    match bytes {
        Bytes::Memory(bytes) => bytes.len() as u64,
        Bytes::Disk(file) => file.open().and_then(|file| file.metadata()).map_or(0, |found| found.len()),
    }
}

/// A plain file that its owner may read.
fn is_readable(file: &Metadata) -> bool {
    #[cfg(unix)]
    let allowed = std::os::unix::fs::PermissionsExt::mode(&file.permissions()) & 0o400 != 0;
    #[cfg(not(unix))]
    let allowed = true;
    file.is_file() && allowed
}
