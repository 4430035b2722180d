//! Whether anybody touched the files of the output since they were written.
//!
//! In: the output and its manifest. Out: yes, if there is the least doubt.
//!
//! Size, times, and the file's number in its file system are looked at, for every file; the time of its last change
//! cannot be set by anybody, so that a file that was swapped for one with the same size and date is found too. One
//! number stands for all of that, the *seal*. It is kept in the fraction of a second of the manifest's own modification
//! time, which nobody else needs: the manifest's bytes must not depend on when and where a site is built, and a file of
//! its own would be published, or lie in the way. Where the seal does not fit, the bytes of all files are compared.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::manifest::{MANIFEST, Manifest};
use super::stage::Item;
use crate::fingerprint::Fingerprint;
use rayon::prelude::*;
use std::fs::{self, File, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What tells one file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    number: u64,
    size: u64,
    modified: (i64, i64),
}

impl Mark {
    /// Of a file; none where the system has no numbers for files.
    #[cfg(unix)]
    #[allow(clippy::unnecessary_wraps, reason = "other systems have none")]
    pub fn of(file: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self { number: file.ino(), size: file.size(), modified: (file.mtime(), file.mtime_nsec()) })
    }

    /// Of a file; none where the system has no numbers for files.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Self> {
        None
    }
}

/// When anything about a file was changed last, its names included.
#[cfg(unix)]
fn changed(file: &Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (file.ctime(), file.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> (i64, i64) {
    (0, 0)
}

/// Whether all files are as they were when the folder was sealed.
pub fn untouched(folder: &Path, manifest: &Manifest) -> bool {
    let Some(now) = all(folder, manifest.files.keys().map(|name| (name, None))) else { return false };
    kept(folder) == Some(now)
}

/// The seal that the manifest has, or what stands in its place.
fn kept(folder: &Path) -> Option<u32> {
    let time = fs::symlink_metadata(folder.join(MANIFEST)).and_then(|m| m.modified()).ok()?;
    time.duration_since(UNIX_EPOCH).ok().map(|time| time.subsec_nanos())
}

/// Seals the folder, if each file still is the one that was written or compared: its mark says so.
pub fn seal(folder: &Path, items: &[Item]) {
    let seal = all(folder, items.iter().map(|item| (&item.path, Some(item.mark))));
    if seal.is_some() && seal == kept(folder) {
        return;
    }
    // Without a seal the next build compares bytes; so nothing is lost if this fails.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    if let Some(seal) = seal
        && let Ok(file) = File::options().write(true).open(folder.join(MANIFEST))
    {
        let _ = file.set_modified(UNIX_EPOCH + Duration::new(now.saturating_sub(1), seal));
    }
}

/// One number for all files; none if one is missing, is no plain file, or is not the one that is asked for.
fn all<'a>(folder: &Path, names: impl Iterator<Item = (&'a String, Option<Option<Mark>>)>) -> Option<u32> {
    let names: Vec<_> = names.collect();
    let one = |(name, expected): &(&String, Option<Option<Mark>>)| {
        let file = fs::symlink_metadata(folder.join(name)).ok().filter(Metadata::is_file)?;
        let mark = Mark::of(&file)?;
        let is_it = expected.is_none_or(|expected| expected == Some(mark));
        is_it.then(|| Fingerprint::of(&(name, mark, changed(&file))).0)
    };
    // A sum does not care for the order. Some file systems count in steps of 100 ns.
    let sum = names.par_iter().map(one).try_reduce(|| 0, |a, b| Some(a.wrapping_add(b)))?;
    u32::try_from(sum % 10_000_000).ok().map(|seal| seal * 100)
}
