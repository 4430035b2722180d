//! Which folders may be replaced.
//!
//! In: the output folder, the project's root, the home folder. Out: nothing, or why not. mdBook once removed a whole
//! repository (rust-lang/mdBook#833), Zola its output on Ctrl-C (getzola/zola#1173): a folder that is not plainly ours
//! is not touched.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::MANIFEST;
use super::lease::Place;
use crate::content::{ContentDir, OWN_FOLDERS};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Checks an output folder before anything is written.
///
/// # Errors
/// A sentence for people, when the folder is the file system's root, a home folder, the project or a folder above it,
/// one of its source folders or inside one, a version-controlled folder, a link, a file, or holds files but no
/// manifest of docent.
pub fn guard(output: &Path, root: &Path, content: &ContentDir, home: Option<&Path>) -> Result<(), String> {
    let refuse = |why: &str| Err(format!("{} {why}; choose another folder with `--output-dir`", output.display()));
    if fs::symlink_metadata(output).is_ok_and(|m| m.file_type().is_symlink()) {
        return refuse("is a symbolic link");
    }
    let (output_real, root_real) = (resolve(output), resolve(root));
    if output_real.parent().is_none() {
        return refuse("is the root of the file system");
    }
    if home.map(resolve).is_some_and(|home| home.starts_with(&output_real)) {
        return refuse("is a home folder, or a folder above one");
    }
    if root_real.starts_with(&output_real) {
        return refuse("is the project, or a folder above it");
    }
    // A site may lie in the project's own folder, where all pages are: it is passed over when they are read.
    let content = Some(content.dir()).filter(|_| !content.is_root());
    let mut own = OWN_FOLDERS.into_iter().chain([".git", "src"]).chain(content);
    if own.any(|folder| overlaps(&output_real, &root_real.join(folder))) {
        return refuse("is one of the project's own folders");
    }
    if output_real.join(".git").exists() {
        return refuse("is a git repository");
    }
    if output_real.is_file() {
        return refuse("is a file");
    }
    let ours = output_real.join(MANIFEST).is_file() || Place::inside(&output_real).is_leased();
    if !ours && holds_something(&output_real) {
        return refuse("is not empty and was not made by docent");
    }
    Ok(())
}

/// Whether there is anything but what a file system keeps for itself at its top.
fn holds_something(folder: &Path) -> bool {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    names.map(|entry| entry.file_name()).any(|name| name != "lost+found")
}

/// Whether one of two folders is the other or lies in it.
pub fn overlap(one: &Path, other: &Path) -> bool {
    let (one, other) = (resolve(one), resolve(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// Whether a folder is another one, or lies in it.
pub fn is_in(folder: &Path, around: &Path) -> bool {
    resolve(folder).starts_with(resolve(around))
}

fn overlaps(output: &Path, folder: &Path) -> bool {
    output.starts_with(folder)
}

/// The real path of what exists, and the rest of it without `.` and `..`.
pub(super) fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => drop(clean.pop()),
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    let mut tail = Vec::new();
    let mut head = clean.clone();
    loop {
        if let Ok(real) = head.canonicalize() {
            return tail.iter().rev().fold(real, |path, part| path.join(part));
        }
        match (head.file_name().map(ToOwned::to_owned), head.parent().map(Path::to_owned)) {
            (Some(name), Some(parent)) => {
                tail.push(name);
                head = parent;
            }
            _ => return clean,
        }
    }
}
