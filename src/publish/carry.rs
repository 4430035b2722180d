//! What stands in the output and docent did not write: a `CNAME`, a folder that another tool put there, a link.
//!
//! In: the old output and the new one beside it. Out: the new one has it all too, or the reason why it cannot. Nothing
//! is moved: until the two are exchanged, both have it.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::disk;
use super::lease::parent;
use super::manifest::{MANIFEST, Manifest};
use super::{Wrapped, wrap};
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// Why something was not taken along.
#[derive(Debug)]
pub enum Refusal {
    /// It cannot be in two folders at once: it is mounted there, or of a kind that cannot be copied.
    Fixed,
    /// Something else, in words.
    Told(Wrapped),
}

impl From<Wrapped> for Refusal {
    fn from(told: Wrapped) -> Self {
        Self::Told(told)
    }
}

/// Whether a folder in the output is the top of a file system of its own, or the output shows another place there.
fn is_fixed(output: &Path, folder: &Path) -> bool {
    disk::is_mounted(folder) || disk::device(folder) != disk::device(output)
}

/// Everything below a folder that has no children of its own to name it: files, links, empty folders; and all folders.
#[derive(Debug, Default)]
pub struct Found {
    /// Files, links, empty folders.
    pub leaves: Vec<PathBuf>,
    /// Folders.
    pub folders: Vec<PathBuf>,
}

/// Looks through a folder. Links are not followed.
pub fn look(folder: &Path) -> Result<Found, Wrapped> {
    let mut found = Found::default();
    walk(folder, folder, &mut found)?;
    Ok(found)
}

fn walk(top: &Path, folder: &Path, found: &mut Found) -> Result<(), Wrapped> {
    for entry in fs::read_dir(folder).map_err(wrap(folder))? {
        let entry = entry.map_err(wrap(folder))?;
        let path = entry.path();
        if !entry.file_type().map_err(wrap(&path))?.is_dir() {
            found.leaves.push(path);
            continue;
        }
        // What file systems keep for themselves at their top; only root may look into it.
        if folder == top && entry.file_name() == "lost+found" {
            continue;
        }
        let before = found.leaves.len();
        found.folders.push(path.clone());
        walk(top, &path, found)?;
        if found.leaves.len() == before {
            found.leaves.push(path);
        }
    }
    Ok(())
}

/// The name of a path in a folder, with slashes; none if it is not UTF-8.
pub fn name(folder: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.to_str().map(|name| name.replace(std::path::MAIN_SEPARATOR, "/"))
}

fn is_ours(name: Option<&String>, manifest: &Manifest) -> bool {
    name.is_some_and(|name| name == MANIFEST || manifest.files.contains_key(name))
}

/// Files of a folder that docent did not write, by their names in it. What a link to a folder shows is among them:
/// readers see it.
pub fn foreign(folder: &Path) -> Result<Vec<(String, PathBuf)>, Wrapped> {
    let Ok(real) = folder.canonicalize() else { return Ok(Vec::new()) };
    let old = Manifest::read(folder);
    let (mut all, mut entered) = (Vec::new(), BTreeSet::new());
    let mut pending = look(folder)?.leaves;
    while let Some(path) = pending.pop() {
        let inside = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy();
        let name = inside.replace(std::path::MAIN_SEPARATOR, "/");
        if is_ours(Some(&name), &old) {
            continue;
        }
        match path.canonicalize() {
            // What lies in the site itself is looked at under its own name.
            Ok(leads) if path.is_dir() && !leads.starts_with(&real) && entered.insert(leads.clone()) => {
                pending.extend(look(&path)?.leaves);
            }
            Ok(_) if path.is_file() => all.push((name, path)),
            _ => {}
        }
    }
    all.sort();
    Ok(all)
}

/// Takes along what docent did not write, the modes and owners of folders included.
pub fn take_along(folder: &Path, staging: &Path, old: &Manifest, new: &Manifest) -> Result<(), Refusal> {
    let found = look(folder)?;
    if found.folders.iter().any(|inside| is_fixed(folder, inside)) {
        return Err(Refusal::Fixed);
    }
    for path in &found.leaves {
        let inside = path.strip_prefix(folder).unwrap_or(path);
        let name = name(folder, path);
        if is_ours(name.as_ref(), old) {
            continue;
        }
        let target = staging.join(inside);
        if in_the_way(staging, inside) || name.is_some_and(|name| new.files.contains_key(&name)) {
            return Err(taken(path).into());
        }
        take(path, &target)?;
    }
    // Last, and from the inside: a folder may forbid to write into it.
    for path in found.folders.iter().rev() {
        alike(path, &staging.join(path.strip_prefix(folder).unwrap_or(path)), 0);
    }
    alike(folder, staging, 0);
    Ok(())
}

/// Whether the new site has something else at this name, or a file where this needs a folder.
fn in_the_way(staging: &Path, inside: &Path) -> bool {
    let is_file = |path: &Path| fs::symlink_metadata(staging.join(path)).is_ok_and(|m| !m.is_dir());
    let own = fs::symlink_metadata(staging.join(inside)).is_ok();
    own || inside.ancestors().skip(1).any(is_file)
}

/// What is said of a file that is not ours and where one of ours has to go.
pub fn taken(path: &Path) -> Wrapped {
    Wrapped(format!(
        "{}: docent did not write this file and will not replace it; remove it, or choose another output folder",
        path.display()
    ))
}

fn take(from: &Path, to: &Path) -> Result<(), Refusal> {
    let folder = parent(to);
    fs::create_dir_all(folder).map_err(wrap(folder))?;
    let kind = fs::symlink_metadata(from).map_err(wrap(from))?;
    if kind.is_dir() {
        return fs::create_dir_all(to).map_err(wrap(to)).map_err(Refusal::from);
    }
    match fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        // Mounted over a file.
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Err(Refusal::Fixed),
        Err(_) if kind.is_file() => copy(from, to, &kind).map_err(wrap(from)).map_err(Refusal::from),
        Err(_) if kind.is_symlink() => link_again(from, to).map_err(wrap(from)).map_err(Refusal::from),
        // A socket, a pipe, a device.
        Err(_) => Err(Refusal::Fixed),
    }
}

/// A copy that is as old as the file.
pub fn copy(from: &Path, to: &Path, old: &Metadata) -> io::Result<()> {
    fs::copy(from, to)?;
    alike(from, to, 0);
    let time = old.modified()?;
    File::options().write(true).open(to).and_then(|file| file.set_modified(time)).or(Ok(()))
}

#[cfg(unix)]
fn link_again(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(windows)]
fn link_again(from: &Path, to: &Path) -> io::Result<()> {
    let leads = fs::read_link(from)?;
    match from.is_dir() {
        true => std::os::windows::fs::symlink_dir(leads, to),
        false => std::os::windows::fs::symlink_file(leads, to),
    }
}

/// Gives one folder or file the owner, group and mode of another, as far as we may; and these rights to its owner.
pub fn alike(from: &Path, to: &Path, rights: u32) {
    let (Ok(old), Ok(new)) = (fs::symlink_metadata(from), fs::symlink_metadata(to)) else { return };
    if old.is_dir() == new.is_dir() && !old.is_symlink() && !new.is_symlink() {
        disk::copy_attributes(from, to);
        owned(to, &old, &new, rights);
    }
}

#[cfg(unix)]
fn owned(path: &Path, old: &Metadata, new: &Metadata, rights: u32) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
        // Both, or the group alone: who is not root may give a file to a group of theirs.
        let _ = chown(path, Some(old.uid()), Some(old.gid())).or_else(|_| chown(path, None, Some(old.gid())));
    }
    let _ = fs::set_permissions(path, fs::Permissions::from_mode(old.mode() & 0o7777 | rights));
}

#[cfg(not(unix))]
fn owned(_: &Path, _: &Metadata, _: &Metadata, _: u32) {}
