//! Publishing into a folder that cannot be exchanged: a mount point, such as the volume of a container.
//!
//! In: the new files, in a folder of ours in the output. Out: the output is the new site.
//!
//! 1. All new files are in `new/`, on the disk. Nothing of the site has been touched.
//! 2. The journal is written. From now on the site becomes the new one, whatever happens: the next build finishes what
//!    was begun, before it does anything else.
//! 3. Each file is renamed to its name: new names first, then pages, the front pages, and the manifest. What stood
//!    there is linked into `old/`. Then what the site no longer has is removed.
//! 4. If the disk refuses, everything goes back; the journal says so first, so that the next build goes on with that.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::carry;
use super::lease::{Lease, Place, parent};
use super::manifest::{MANIFEST, Manifest};
use super::stage::Budget;
use super::steps::{Step, Steps};
use super::swap::is_there;
use super::{Failure, Wrapped, disk, wrap};
use crate::url::check_output_path;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is to be done.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Journal {
    /// Files that go to their names, in this order.
    puts: Vec<Put>,
    /// Files that the site no longer has.
    gone: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Put {
    name: String,
    /// There is no file at this name.
    fresh: bool,
}

/// Space for the lists of names that become longer.
const RESERVE: usize = 64 * 1024;

/// A publication into a folder.
#[derive(Clone, Copy)]
pub struct Into<'a> {
    /// The folder of ours in the output.
    pub work: &'a Path,
    /// The output.
    pub output: &'a Path,
    /// Who is asked before each step.
    pub steps: Steps<'a>,
}

/// Where new files are staged, in a folder of ours.
pub fn new(work: &Path) -> PathBuf {
    work.join("new")
}

impl Into<'_> {
    /// Publishes what is staged.
    ///
    /// # Errors
    /// [`Failure::Disk`] with the folder as it was, or [`Failure::Half`] if not even that could be done.
    pub fn run(self, old: &Manifest, manifest: &Manifest, fresh: &[&str]) -> Result<(), Failure> {
        let journal = self.plan(old, manifest, fresh)?;
        manifest.write(&new(self.work))?;
        self.prepare(&journal, fresh)?;
        self.steps.at(Step::Commit, self.work)?;
        self.write("journal.json", &journal)?;
        match self.put_all(&journal) {
            Ok(()) => self.remove_all(&journal).map_err(|error| Failure::Half(error.0)),
            Err(error) => match self.take_back(&journal) {
                Ok(()) => Err(Failure::Disk(error.0)),
                Err(second) => Err(Failure::Half(format!("{}, and {}", error.0, second.0))),
            },
        }
    }

    fn plan(self, old: &Manifest, manifest: &Manifest, fresh: &[&str]) -> Result<Journal, Wrapped> {
        let gone: BTreeSet<&String> = old.files.keys().filter(|name| !manifest.files.contains_key(*name)).collect();
        let mut puts = Vec::new();
        for name in fresh.iter().copied().chain([MANIFEST]) {
            if name != MANIFEST {
                self.free(name, old)?;
            }
            let found = fs::symlink_metadata(self.output.join(name));
            puts.push(Put { name: name.to_owned(), fresh: !found.is_ok_and(|found| !found.is_dir()) });
        }
        puts.sort_by_cached_key(|put| (order(put), put.name.clone()));
        // A manifest is a file like any other: a name in it that leads elsewhere is not believed.
        let gone = gone.into_iter().filter(|name| check_output_path(name).is_ok()).cloned().collect();
        Ok(Journal { puts, gone })
    }

    /// Whether a name may be taken: by nothing that is not ours, and through no link or mounted folder.
    fn free(self, name: &str, old: &Manifest) -> Result<(), Wrapped> {
        for above in above(name) {
            let folder = self.output.join(above);
            match fs::symlink_metadata(&folder) {
                Ok(found) if found.is_dir() && disk::device(&folder) != disk::device(self.output) => {
                    let why = "a file system is mounted here where the site has files; mount it elsewhere";
                    return Err(Wrapped(format!("{}: {why}", folder.display())));
                }
                Ok(found) if !found.is_dir() && !old.files.contains_key(above) => return Err(carry::taken(&folder)),
                _ => {}
            }
        }
        let path = self.output.join(name);
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_dir() => {
                let ours = |leaf: &PathBuf| {
                    let name = carry::name(self.output, leaf);
                    name.is_some_and(|name| old.files.contains_key(&name)) || leaf.is_dir()
                };
                carry::look(&path)?
                    .leaves
                    .iter()
                    .find(|leaf| !ours(leaf))
                    .map_or(Ok(()), |leaf| Err(carry::taken(leaf)))
            }
            Ok(_) if !old.files.contains_key(name) => Err(carry::taken(&path)),
            _ => Ok(()),
        }
    }

    /// All that needs space is done before the journal is written.
    fn prepare(self, journal: &Journal, fresh: &[&str]) -> Result<(), Failure> {
        let old = self.work.join("old");
        let saved = journal.puts.iter().filter(|put| !put.fresh).map(|put| parent(&old.join(&put.name)).to_owned());
        let folders: BTreeSet<PathBuf> = saved.chain([old.clone()]).collect();
        folders.iter().try_for_each(|folder| fs::create_dir_all(folder).map_err(wrap(folder)))?;
        let reserve = self.reserve();
        let size = RESERVE + 4096 * journal.puts.iter().filter(|put| put.fresh).count().min(256);
        if let Some(budget) = Budget::of(self.output) {
            budget.take(size as u64, &reserve)?;
        }
        fs::write(&reserve, vec![0; size]).map_err(wrap(&reserve))?;
        self.steps.at(Step::Sync, self.work)?;
        disk::sync(&new(self.work), fresh)?;
        disk::sync_one(&new(self.work).join(MANIFEST))?;
        Ok(())
    }

    fn reserve(self) -> PathBuf {
        self.work.join("reserve")
    }

    /// Writes a journal, whole.
    fn write(self, name: &str, journal: &Journal) -> Result<(), Wrapped> {
        let (path, aside) = (self.work.join(name), self.work.join("half"));
        let text = serde_json::to_vec(journal).map_err(|error| Wrapped(error.to_string()))?;
        let write = || -> io::Result<()> {
            let mut file = File::create(&aside)?;
            file.write_all(&text)?;
            file.sync_all()?;
            fs::rename(&aside, &path)
        };
        write().map_err(wrap(&path))?;
        disk::sync_one(self.work)
    }

    fn put_all(self, journal: &Journal) -> Result<(), Wrapped> {
        let _ = fs::remove_file(self.reserve());
        journal.puts.iter().try_for_each(|put| self.put(put, journal))
    }

    /// A file goes to its name; one that is not in `new/` any more has.
    fn put(self, put: &Put, journal: &Journal) -> Result<(), Wrapped> {
        let (new, target) = (new(self.work).join(&put.name), self.output.join(&put.name));
        if !is_there(&new) {
            return Ok(());
        }
        self.steps.at(Step::Put, &target)?;
        self.make_way(&put.name, journal)?;
        self.save(&put.name)?;
        fs::rename(&new, &target).map_err(wrap(&target))
    }

    /// Folders for a name, and nothing of the old site where they have to be.
    fn make_way(self, name: &str, journal: &Journal) -> Result<(), Wrapped> {
        for above in above(name) {
            let folder = self.output.join(above);
            if fs::symlink_metadata(&folder).is_ok_and(|found| !found.is_dir()) {
                if !journal.gone.iter().any(|gone| gone == above) {
                    return Err(carry::taken(&folder));
                }
                self.move_out(above)?;
            }
            if !is_there(&folder) {
                fs::create_dir(&folder).map_err(wrap(&folder))?;
            }
        }
        let target = self.output.join(name);
        if fs::symlink_metadata(&target).is_ok_and(|found| found.is_dir()) {
            let below = |gone: &&String| gone.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
            journal.gone.iter().filter(below).try_for_each(|gone| self.move_out(gone))?;
            let mut folders = carry::look(&target)?.folders;
            folders.sort();
            folders
                .iter()
                .rev()
                .chain([&target])
                .try_for_each(|folder| fs::remove_dir(folder).map_err(wrap(folder)))?;
        }
        Ok(())
    }

    /// A file of the old site that is in the way.
    fn move_out(self, name: &str) -> Result<(), Wrapped> {
        let (from, to) = (self.output.join(name), self.work.join("old").join(name));
        if is_there(&from) && self.is_reached(name) {
            let folder = parent(&to);
            fs::create_dir_all(folder).and_then(|()| fs::rename(&from, &to)).map_err(wrap(&from))?;
        }
        Ok(())
    }

    /// What stands at a name is kept until all is done.
    fn save(self, name: &str) -> Result<(), Wrapped> {
        let (target, saved) = (self.output.join(name), self.work.join("old").join(name));
        if !is_there(&target) || is_there(&saved) || fs::hard_link(&target, &saved).is_ok() {
            return Ok(());
        }
        // No links here: for a moment nothing has the name.
        fs::rename(&target, &saved).map_err(wrap(&target))
    }

    /// Whether a name leads to a place in the output, through folders alone.
    fn is_reached(self, name: &str) -> bool {
        above(name).all(|above| fs::symlink_metadata(self.output.join(above)).is_ok_and(|found| found.is_dir()))
    }

    fn remove_all(self, journal: &Journal) -> Result<(), Wrapped> {
        for name in &journal.gone {
            let path = self.output.join(name);
            if self.is_reached(name) && fs::symlink_metadata(&path).is_ok_and(|found| !found.is_dir()) {
                self.steps.at(Step::Remove, &path)?;
                fs::remove_file(&path).map_err(wrap(&path))?;
            }
        }
        journal.gone.iter().for_each(|name| self.remove_empty(name));
        self.done(journal, "journal.json")
    }

    /// Folders that nothing is left in.
    fn remove_empty(self, name: &str) {
        let above: Vec<&str> = above(name).collect();
        if self.is_reached(name) {
            let _ = above.iter().rev().try_for_each(|folder| fs::remove_dir(self.output.join(folder)));
        }
    }

    /// All is on the disk before the journal goes.
    fn done(self, journal: &Journal, name: &str) -> Result<(), Wrapped> {
        self.steps.at(Step::Sync, self.output)?;
        let there = |name: &&str| fs::symlink_metadata(self.output.join(name)).is_ok_and(|found| found.is_file());
        let names: Vec<&str> = journal.puts.iter().map(|put| put.name.as_str()).filter(there).collect();
        disk::sync(self.output, &names)?;
        // What was removed must not come back when power fails: no manifest would name it.
        let folders: BTreeSet<&Path> =
            journal.gone.iter().flat_map(|name| Path::new(name).ancestors().skip(1)).collect();
        let folders = folders.iter().map(|folder| self.output.join(folder)).filter(|folder| folder.is_dir());
        folders.into_iter().try_for_each(|folder| disk::sync_one(&folder))?;
        let path = self.work.join(name);
        self.steps.at(Step::Discard, &path)?;
        fs::remove_file(&path).map_err(wrap(&path))
    }

    fn take_back(self, journal: &Journal) -> Result<(), Wrapped> {
        self.write("undo.json", journal)?;
        self.undo(journal)
    }

    /// The old site again. What has gone back already is not touched a second time.
    fn undo(self, journal: &Journal) -> Result<(), Wrapped> {
        let committed = self.work.join("journal.json");
        if is_there(&committed) {
            fs::remove_file(&committed).map_err(wrap(&committed))?;
        }
        for put in journal.puts.iter().rev() {
            let was_put = !is_there(&new(self.work).join(&put.name));
            let target = self.output.join(&put.name);
            if put.fresh && was_put && is_there(&target) && self.is_reached(&put.name) {
                self.steps.at(Step::Remove, &target)?;
                fs::remove_file(&target).map_err(wrap(&target))?;
                self.remove_empty(&put.name);
            }
        }
        let saved = self.work.join("old");
        for path in carry::look(&saved)?.leaves.iter().filter(|path| !path.is_dir() || path.is_symlink()) {
            let target = self.output.join(path.strip_prefix(&saved).unwrap_or(path));
            self.steps.at(Step::Put, &target)?;
            let folder = parent(&target);
            fs::create_dir_all(folder).and_then(|()| fs::rename(path, &target)).map_err(wrap(&target))?;
        }
        self.done(journal, "undo.json")
    }
}

/// New names, other files, pages, front pages, the manifest.
fn order(put: &Put) -> u8 {
    let deep = put.name.matches('/').count();
    match put.name.as_str() {
        MANIFEST => 5,
        "index.html" => 4,
        _ if put.fresh => 0,
        name if deep == 1 && name.ends_with("/index.html") => 3,
        name if name.ends_with(".html") => 2,
        _ => 1,
    }
}

/// The folders above a name, from the outside: `a`, `a/b` of `a/b/c.html`.
fn above(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    name.match_indices('/').map(|(at, _)| &name[..at])
}

/// What a build that was cut off began in the output is finished, or taken back. Says whether the site had been touched.
pub fn recover(output: &Path, steps: Steps<'_>) -> Result<bool, Wrapped> {
    let Some(lease) = Place::inside(output).left()? else { return Ok(false) };
    let into = Into { work: &lease.folder, output, steps };
    let (undo, journal) = (read(&lease, "undo.json")?, read(&lease, "journal.json")?);
    let touched = undo.is_some() || journal.is_some();
    if let Some(undo) = undo {
        into.undo(&undo)?;
    } else if let Some(journal) = journal {
        into.put_all(&journal)?;
        into.remove_all(&journal)?;
    }
    lease.end(steps)?;
    Ok(touched)
}

fn read(lease: &Lease, name: &str) -> Result<Option<Journal>, Wrapped> {
    let path = lease.folder.join(name);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(wrap(&path)(error)),
    };
    let is_fine = |name: &String| name == MANIFEST || check_output_path(name).is_ok();
    let journal = serde_json::from_slice(&text)
        .ok()
        .filter(|journal: &Journal| journal.puts.iter().map(|put| &put.name).chain(&journal.gone).all(is_fine));
    journal.map(Some).ok_or_else(|| Wrapped(format!("{}: this is not a docent journal; remove it", path.display())))
}
