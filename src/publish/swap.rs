//! The exchange of two folders, and the folders beside the output that come and go.
//!
//! In: the staging folder and the output. Out: the output is what was staged.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::{Failure, MANIFEST, Wrapped, wrap};
use crate::page::url::check_output_path;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A new, empty folder beside `folder`; those that killed builds left are removed first.
pub fn staging(folder: &Path) -> Result<PathBuf, Failure> {
    let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = folder.parent().unwrap_or(Path::new(""));
    let prefix = format!(".{name}.docent-");
    let beside = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    for entry in fs::read_dir(beside).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.strip_prefix(&prefix).is_some_and(is_ours) {
            discard(&entry.path());
        }
    }
    let staging = parent.join(format!("{prefix}{}", std::process::id()));
    fs::create_dir_all(&staging).map_err(wrap(&staging))?;
    Ok(staging)
}

/// A process number, and `-old` behind it for a site that stepped aside: `.public.docent-notes` is somebody else's.
fn is_ours(rest: &str) -> bool {
    let number = rest.strip_suffix("-old").unwrap_or(rest);
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// Removes a folder of ours; what cannot be removed is found by the next build.
pub fn discard(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
}

/// Puts the staged folder in the place of the output.
pub fn exchange(
    staging: &Path,
    folder: &Path,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Result<(), Failure> {
    if !folder.exists() {
        fs::rename(staging, folder).map_err(wrap(folder))?;
    } else if swap(staging, folder).is_ok() {
        discard(staging);
    } else if !by_two_renames(staging, folder) {
        // A mount point cannot be renamed: file by file, each whole.
        in_place(staging, folder, old, new)?;
        discard(staging);
    }
    Ok(())
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn swap(a: &Path, b: &Path) -> Result<(), rustix::io::Errno> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)
}

#[cfg(target_vendor = "apple")]
fn swap(a: &Path, b: &Path) -> Result<(), rustix::io::Errno> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap(_: &Path, _: &Path) -> Result<(), ()> {
    Err(())
}

/// Where folders cannot be exchanged: the old one steps aside. Between the two renames there is no site, for less
/// than a millisecond.
fn by_two_renames(staging: &Path, folder: &Path) -> bool {
    let mut aside = staging.as_os_str().to_owned();
    aside.push("-old");
    let aside = PathBuf::from(aside);
    if fs::rename(folder, &aside).is_err() {
        return false;
    }
    if fs::rename(staging, folder).is_err() {
        let _ = fs::rename(&aside, folder);
        return false;
    }
    discard(&aside);
    true
}

fn in_place(
    staging: &Path,
    folder: &Path,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Result<(), Wrapped> {
    for path in foreign_paths(staging)? {
        let inside = path.strip_prefix(staging).unwrap_or(&path);
        let target = folder.join(inside);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(wrap(parent))?;
        }
        if fs::rename(&path, &target).is_err() && !path.is_dir() {
            // Another file system is mounted here.
            let beside = target.with_extension("docent-new");
            fs::copy(&path, &beside).and_then(|_| fs::rename(&beside, &target)).map_err(wrap(&target))?;
        }
    }
    // A manifest is a file like any other: a name in it that leads elsewhere is not believed.
    let gone = old.keys().filter(|name| !new.contains_key(*name) && *name != MANIFEST);
    for name in gone.filter(|name| check_output_path(name).is_ok()) {
        let _ = fs::remove_file(folder.join(name));
    }
    Ok(())
}

/// Everything below a folder that has no children of its own to name it: files, links, empty folders.
pub fn foreign_paths(folder: &Path) -> Result<Vec<PathBuf>, Wrapped> {
    let mut found = Vec::new();
    walk(folder, &mut found)?;
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Wrapped> {
    for entry in fs::read_dir(folder).map_err(wrap(folder))? {
        let entry = entry.map_err(wrap(folder))?;
        let path = entry.path();
        if !entry.file_type().map_err(wrap(&path))?.is_dir() {
            found.push(path);
            continue;
        }
        let before = found.len();
        walk(&path, found)?;
        if found.len() == before {
            found.push(path);
        }
    }
    Ok(())
}
