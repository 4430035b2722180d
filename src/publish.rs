//! Publishing: the output becomes a folder, all of it or nothing. An impure edge.
//!
//! In: a folder, the paths, a function that gives the bytes of each. Out: the folder, or an error and the folder as
//! it was.
//!
//! 1. [`guard`] refuses folders that are not ours to replace.
//! 2. One publisher at a time: the parent folder is locked, and what a killed build left behind is removed.
//! 3. Everything is written into a new folder beside the old one. A file whose bytes are those of the old one is
//!    linked, so it keeps its modification time; files that docent did not write are taken along.
//! 4. The two folders are exchanged in one step (`renameat2`, `RENAME_EXCHANGE`), and the old one is removed.
//!
//! A kill at any moment leaves the old site or the new one, never a mixture.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

mod guard;
mod swap;

pub use guard::{guard, overlap};

use crate::diagnostic::{self, Diagnostic};
use crate::fingerprint::Fingerprint;
use crate::output::Bytes;
use crate::source::open::CopyError;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What docent wrote into a folder: only these files are ever replaced or removed.
pub const MANIFEST: &str = ".docent.json";

#[derive(Debug, Default, Deserialize, Serialize)]
struct Manifest {
    /// Version of docent that wrote it.
    docent: String,
    /// Whom the site is for, if it is for somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    audience: Option<String>,
    /// Path -> fingerprint of its bytes.
    files: BTreeMap<String, String>,
}

/// On what terms a site is published.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms<'a> {
    /// A warning found while rendering fails too.
    pub strict: bool,
    /// Whom the site is for.
    pub audience: Option<&'a str>,
}

/// What publishing did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Published {
    /// Files whose bytes are new.
    pub written: usize,
    /// Files in all.
    pub files: usize,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum Failure {
    /// Rendering found errors.
    Content(Vec<Diagnostic>),
    /// The disk refused; the message names the path.
    Disk(String),
}

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

/// A folder that holds the site for an audience is not to hold more one day, because an option was forgotten.
///
/// # Errors
/// A sentence for people.
pub fn guard_audience(folder: &Path, audience: Option<&str>) -> Result<(), String> {
    match read_manifest(folder).audience {
        Some(before) if audience != Some(&before) => Err(format!(
            "{} holds the site for `{before}`: build with `--audience {before}`, or choose another folder with `--output-dir`",
            folder.display()
        )),
        _ => Ok(()),
    }
}

/// Files of a folder that docent did not write, by their names in it.
pub fn foreign(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let old = read_manifest(folder).files;
    let files = swap::foreign_paths(folder)?.into_iter().filter(|path| path.is_file());
    let named = files.map(|path| {
        let inside = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy();
        (inside.replace(std::path::MAIN_SEPARATOR, "/"), path)
    });
    Ok(named.filter(|(name, _)| name != MANIFEST && !old.contains_key(name)).collect())
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
    let parent = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(wrap(parent))?;
    let _lock = lock(parent)?;
    let staging = swap::staging(folder)?;
    let old = read_manifest(folder);
    let result = stage(&staging, folder, &old, paths, content, tick);
    match result {
        Ok((_, _, diagnostics))
            if diagnostic::errors(&diagnostics) > 0 || (terms.strict && !diagnostics.is_empty()) =>
        {
            swap::discard(&staging);
            Err(Failure::Content(diagnostics))
        }
        Ok((manifest, published, diagnostics)) => {
            let manifest = Manifest { audience: terms.audience.map(str::to_owned), ..manifest };
            if manifest.files == old.files && manifest.audience == old.audience && folder.is_dir() {
                swap::discard(&staging);
            } else {
                keep_foreign(folder, &staging, &old, &manifest)?;
                write_manifest(&staging, &manifest)?;
                swap::exchange(&staging, folder, &old.files, &manifest.files)?;
            }
            Ok((published, diagnostics))
        }
        Err(failure) => {
            swap::discard(&staging);
            Err(failure)
        }
    }
}

/// Holds other builds off until it is dropped; the system drops it too when we are killed.
fn lock(parent: &Path) -> Result<Option<File>, Failure> {
    // Some systems cannot lock a folder: there, two builds at once are the user's business.
    let Ok(handle) = File::open(parent) else { return Ok(None) };
    match handle.lock() {
        Ok(()) => Ok(Some(handle)),
        Err(_) => Ok(None),
    }
}

/// Path, fingerprint, whether its bytes are new, problems.
type Written = (String, Fingerprint, bool, Arc<[Diagnostic]>);
type Staged = (Manifest, Published, Vec<Diagnostic>);

/// Writes every file into the staging folder, side by side.
fn stage(
    staging: &Path,
    folder: &Path,
    old: &Manifest,
    paths: &[&str],
    content: &Content<'_>,
    tick: &(dyn Fn() + Sync),
) -> Result<Staged, Failure> {
    make_folders(staging, paths)?;
    let write = |path: &&str| -> Result<Written, Wrapped> {
        let Some((bytes, diagnostics)) = content(path) else {
            return Err(Wrapped(format!("{path}: no such file in the output")));
        };
        let known = old.files.get(*path).map(String::as_str);
        let (fingerprint, fresh) = write(&bytes, &staging.join(path), &folder.join(path), known)?;
        tick();
        Ok(((*path).to_owned(), fingerprint, fresh, diagnostics))
    };
    let written: Vec<_> = paths.par_iter().map(write).collect::<Result<_, _>>()?;
    let mut manifest =
        Manifest { docent: env!("CARGO_PKG_VERSION").to_owned(), audience: None, files: BTreeMap::new() };
    let (mut published, mut diagnostics) = (Published { files: written.len(), written: 0 }, Vec::new());
    for (path, fingerprint, fresh, problems) in written {
        manifest.files.insert(path, fingerprint.to_string());
        published.written += usize::from(fresh);
        diagnostics.extend(problems.iter().cloned());
    }
    Ok((manifest, published, diagnostics))
}

fn make_folders(staging: &Path, paths: &[&str]) -> Result<(), Wrapped> {
    let folders: BTreeSet<&str> = paths.iter().filter_map(|p| p.rsplit_once('/')).map(|(folder, _)| folder).collect();
    for folder in folders {
        let folder = staging.join(folder);
        fs::create_dir_all(&folder).map_err(wrap(&folder))?;
    }
    Ok(())
}

/// Writes one file, or links the old one if it has the same bytes. Says whether the bytes are new.
fn write(bytes: &Bytes, target: &Path, old: &Path, known: Option<&str>) -> Result<(Fingerprint, bool), Wrapped> {
    let fingerprint = match bytes {
        Bytes::Memory(bytes) => Fingerprint::of_bytes(bytes),
        Bytes::Disk(file) => file.fingerprint,
    };
    // The manifest may be older than a change that somebody made by hand: look at the bytes themselves.
    let same = known == Some(&fingerprint.to_string()) && is_still(old, bytes);
    if same && fs::hard_link(old, target).is_ok() {
        return Ok((fingerprint, false));
    }
    match bytes {
        Bytes::Memory(bytes) => fs::write(target, &**bytes).map_err(wrap(target))?,
        Bytes::Disk(file) => file.copy(target).map_err(|error| match error {
            CopyError::Source(error) => wrap(&file.path())(error),
            CopyError::Target(error) => wrap(target)(error),
        })?,
    }
    if same && let Ok(time) = fs::metadata(old).and_then(|m| m.modified()) {
        // No links on this file system: at least the time stays.
        let _ = File::options().write(true).open(target).and_then(|file| file.set_modified(time));
    }
    Ok((fingerprint, !same))
}

/// Whether a file holds these bytes. One that is only copied is compared in blocks.
fn is_still(path: &Path, bytes: &Bytes) -> bool {
    match bytes {
        Bytes::Memory(bytes) => fs::read(path).is_ok_and(|old| old == **bytes),
        Bytes::Disk(file) => {
            let old = File::open(path).and_then(|old| Fingerprint::of_blocks(old, |_| Ok(())));
            old.is_ok_and(|old| old == file.fingerprint)
        }
    }
}

/// Takes along what docent did not write: a `CNAME`, a folder that another tool put there.
fn keep_foreign(folder: &Path, staging: &Path, old: &Manifest, new: &Manifest) -> Result<(), Failure> {
    if !folder.is_dir() {
        return Ok(());
    }
    for path in swap::foreign_paths(folder)? {
        let inside = path.strip_prefix(folder).unwrap_or(&path);
        let name = inside.to_str().map(|name| name.replace(std::path::MAIN_SEPARATOR, "/"));
        if name.as_ref().is_some_and(|name| name == MANIFEST || old.files.contains_key(name)) {
            continue;
        }
        if staging.join(inside).is_file() || name.is_some_and(|name| new.files.contains_key(&name)) {
            let message = format!(
                "{}: docent did not write this file and will not replace it; remove it, or choose another output folder",
                path.display()
            );
            swap::discard(staging);
            return Err(Failure::Disk(message));
        }
        take(&path, &staging.join(inside)).map_err(|e| Wrapped(format!("{}: {e}", path.display())))?;
    }
    Ok(())
}

fn take(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    if from.is_dir() {
        return fs::create_dir_all(to);
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

fn read_manifest(folder: &Path) -> Manifest {
    let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn write_manifest(staging: &Path, manifest: &Manifest) -> Result<(), Failure> {
    let path: PathBuf = staging.join(MANIFEST);
    let text = serde_json::to_string_pretty(manifest).map_err(|e| Failure::Disk(e.to_string()))?;
    fs::write(&path, text + "\n").map_err(wrap(&path))?;
    Ok(())
}
