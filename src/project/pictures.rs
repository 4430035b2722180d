//! Smaller sizes of pictures, made once: kept in the user's cache folder by the content of the picture. An impure edge.
//!
//! In: the pictures of a site that are wider than their place. Out: their smaller sizes as files, made on all cores or found
//! again. Nothing in the folder is believed unless its bytes have the fingerprint that was noted; it may be removed at any
//! time. Without such a folder they are made each time, and held in memory.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use crate::fingerprint::Fingerprint;
use crate::outputs::{Output, SmallerPictures};
use crate::pictures::smaller::{self, Smaller};
use crate::source::fingerprints::private;
use crate::source::open::OnDisk;
use crate::source::{Content, File, Place};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, io, process};

/// How pictures are made smaller: another number, and all are made anew.
const RECIPE: &str = "1";

/// What nobody needed for so long is removed.
const OLD: Duration = Duration::from_secs(180 * 24 * 60 * 60);

/// What is noted of a picture: the sizes, each with the fingerprint of its file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Note {
    sizes: Vec<(u32, u32, String)>,
}

/// Makes the smaller sizes of a site's pictures, and hands them to the output.
pub(super) fn make(output: &Output, caches: Option<&Path>) {
    let wide = output.wide_pictures();
    if wide.is_empty() {
        return;
    }
    let folder = caches.map(|caches| caches.join(format!("pictures-{RECIPE}")));
    let folder = folder.filter(|folder| private(folder).is_ok());
    let made: Vec<_> = wide.par_iter().map(|(path, file)| (*path, sizes(file, folder.as_deref()))).collect();
    let mut all = SmallerPictures::default();
    made.into_iter().for_each(|(path, sizes)| all.add(path, sizes));
    output.show_smaller(all);
}

fn sizes(file: &File, folder: Option<&Path>) -> Vec<(u32, File)> {
    let kept = folder.and_then(|folder| found(folder, file.fingerprint));
    kept.unwrap_or_else(|| {
        let made = made(file);
        // What cannot be kept is held in memory, and made again next time.
        folder.and_then(|folder| keep(folder, file.fingerprint, &made).ok()).unwrap_or_else(|| held(made))
    })
}

/// Makes them. A decoder that fails on a damaged file has made none.
fn made(file: &File) -> Vec<Smaller> {
    file.binary().and_then(|bytes| catch_unwind(|| smaller::smaller(&bytes)).ok()).unwrap_or_default()
}

fn held(made: Vec<Smaller>) -> Vec<(u32, File)> {
    let file = |Smaller { width, height, bytes }: Smaller| {
        let (fingerprint, len) = (Fingerprint::of_bytes(&bytes), bytes.len() as u64);
        let place = Place::Memory(bytes.into());
        (width, File { fingerprint, content: Content::Binary { len, size: Some((width, height)), place } })
    };
    made.into_iter().map(file).collect()
}

fn note_of(picture: Fingerprint) -> String {
    format!("{picture}.json")
}

fn name_of(picture: Fingerprint, width: u32) -> String {
    format!("{picture}-{width}")
}

/// What an earlier build has kept, if it is whole.
fn found(folder: &Path, picture: Fingerprint) -> Option<Vec<(u32, File)>> {
    let note: Note = serde_json::from_slice(&fs::read(folder.join(note_of(picture))).ok()?).ok()?;
    let one = |(width, height, fingerprint): &(u32, u32, String)| {
        let inside = PathBuf::from(name_of(picture, *width));
        let bytes = fs::read(folder.join(&inside)).ok()?;
        let fingerprint = Fingerprint::parse(fingerprint).filter(|noted| *noted == Fingerprint::of_bytes(&bytes))?;
        Some((*width, kept(folder, inside, fingerprint, bytes.len() as u64, (*width, *height))))
    };
    note.sizes.iter().map(one).collect()
}

fn kept(folder: &Path, inside: PathBuf, fingerprint: Fingerprint, len: u64, size: (u32, u32)) -> File {
    let place = Place::Disk(OnDisk { root: folder.into(), inside, fingerprint, stamp: None });
    File { fingerprint, content: Content::Binary { len, size: Some(size), place } }
}

/// Keeps what was made: the note last, so that a build that was killed has kept nothing.
fn keep(folder: &Path, picture: Fingerprint, made: &[Smaller]) -> io::Result<Vec<(u32, File)>> {
    let (mut note, mut files) = (Note::default(), Vec::new());
    for Smaller { width, height, bytes } in made {
        let (inside, fingerprint) = (name_of(picture, *width), Fingerprint::of_bytes(bytes));
        write(folder, &inside, bytes)?;
        note.sizes.push((*width, *height, fingerprint.to_string()));
        files.push((*width, kept(folder, inside.into(), fingerprint, bytes.len() as u64, (*width, *height))));
    }
    write(folder, &note_of(picture), &serde_json::to_vec(&note)?)?;
    forget(folder);
    Ok(files)
}

/// Writes a file in one step: a build beside this one reads it whole.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let beside = folder.join(format!("{name}.{}.tmp", process::id()));
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, folder.join(name)));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Removes what nobody has needed for long, looked for once a day at most.
fn forget(folder: &Path) {
    let mark = folder.join("looked");
    let age = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok().and_then(|at| at.elapsed().ok());
    if age(&mark).is_some_and(|age| age < Duration::from_secs(24 * 60 * 60)) || fs::write(&mark, "").is_err() {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if age(&entry.path()).is_some_and(|age| age > OLD) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let _ = fs::File::options().write(true).open(&mark).and_then(|mark| mark.set_modified(SystemTime::now()));
}
