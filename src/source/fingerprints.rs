//! The fingerprints of files that are only copied, from one run of docent to the next: a gigabyte of videos that nobody
//! has touched is not read again.
//!
//! In: a file in the user's cache folder, one for each project. Out: the fingerprint of a file whose [`Stamp`] is the one
//! that it had when it was read. The file may be removed at any time, is never believed when it cannot be read as a
//! whole, and is not the output's: what a file was known by (its number, its times) is different on every machine, and a
//! site is the same bytes from any.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::stamp::Stamp;
use super::{Content, Place, Sources};
use crate::fingerprint::Fingerprint;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, DirBuilder};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{io, process};

/// Smaller files are read sooner than they are looked up.
const LEAST: u64 = 64 * 1024;

/// A site with less of them in all is read sooner than this is worth a file on the user's disk.
const WORTH: u64 = 16 * 1024 * 1024;

/// What was known of projects that nobody has built for so long is removed.
const OLD: Duration = Duration::from_secs(180 * 24 * 60 * 60);

/// What is known of the files of one project.
#[derive(Debug, Default)]
pub struct Fingerprints {
    /// Where it is kept; nowhere, if the user has no such folder.
    place: Option<PathBuf>,
    known: Known,
}

/// The file.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
struct Known {
    /// Another version may read the size of an image otherwise.
    docent: String,
    files: BTreeMap<String, One>,
}

/// Width and height, if it is an image.
type Size = Option<(u32, u32)>;

/// What is known of one file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
struct One {
    stamp: Stamp,
    fingerprint: String,
    size: Size,
}

impl Fingerprints {
    /// What is known of a project; `caches` is the folder of all projects.
    pub fn read(caches: Option<&Path>, root: &Path) -> Self {
        let Some(caches) = caches else { return Self::default() };
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let name = Fingerprint::of_bytes(root.as_os_str().as_encoded_bytes());
        let place = caches.join(format!("{name}.json"));
        let text = fs::read_to_string(&place).unwrap_or_default();
        let known: Known = serde_json::from_str(&text).unwrap_or_default();
        let known = if known.docent == version() { known } else { Known::default() };
        Self { place: Some(place), known }
    }

    /// The fingerprint of a file that is as it was, and its size if it is an image.
    pub fn of(&self, name: &str, stamp: Option<Stamp>) -> Option<(Fingerprint, Size)> {
        let one = self.known.files.get(name).filter(|one| Some(one.stamp) == stamp)?;
        Some((Fingerprint::parse(&one.fingerprint)?, one.size))
    }

    /// Keeps what a snapshot knows. What cannot be written is read again next time: nobody needs to hear of it.
    pub fn keep(self, sources: &Sources) {
        let known = Known { docent: version(), files: files(sources) };
        let Some(place) = self.place.filter(|_| known != self.known) else { return };
        let total: u64 = sources.files.iter().filter_map(|(_, file)| copied(&file.content)).map(|(len, ..)| len).sum();
        if total >= WORTH || place.exists() {
            let _ = write(&place, &known);
        }
    }
}

fn version() -> String {
    // The number counts how sizes are read.
    concat!(env!("CARGO_PKG_VERSION"), "+2").to_owned()
}

fn files(sources: &Sources) -> BTreeMap<String, One> {
    let one = |(name, file): (&String, &super::File)| {
        let (_, stamp, size) = copied(&file.content)?;
        Some((name.clone(), One { stamp, fingerprint: file.fingerprint.to_string(), size }))
    };
    sources.files.iter().filter_map(one).collect()
}

/// Length, stamp and size of a file that is only copied, if it is worth knowing.
fn copied(content: &Content) -> Option<(u64, Stamp, Size)> {
    match content {
        Content::Binary { len, size, place: Place::Disk(file) } if *len >= LEAST => Some((*len, file.stamp?, *size)),
        _ => None,
    }
}

/// Writes the file in one step: a run beside this one reads it whole.
fn write(place: &Path, known: &Known) -> io::Result<()> {
    let Some(folder) = place.parent() else { return Ok(()) };
    private(folder)?;
    forget(folder);
    let beside = place.with_extension(format!("{}.tmp", process::id()));
    let written = fs::write(&beside, serde_json::to_vec(known)?).and_then(|()| fs::rename(&beside, place));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Makes a folder for its user alone: the names of hidden files stand in it.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Removes what nobody has needed for long.
fn forget(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = name.split_once('.').is_some_and(|(stem, _)| Fingerprint::parse(stem).is_some());
        let age = entry.metadata().and_then(|data| data.modified()).ok().and_then(|at| at.elapsed().ok());
        if ours && age.is_some_and(|age| age > OLD) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
