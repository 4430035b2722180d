//! A file as the texts that somebody can read out of it.
//!
//! In: its path and bytes. Out: its texts, handed to a [`Search`], and what could not be read. What a file is, its first
//! bytes say, and not its name: whoever packs or renames a file hides nothing.
//!
//! 1. [`containers`] opens what is packed; each file in it is read like one of its own, and its name too.
//! 2. A text is read as it is, with its escapes undone ([`super::escapes`]), and without its tags ([`super::markup`]).
//! 3. Pictures, sound, films and fonts are read for the texts that they carry beside. What is none of all that is not
//!    read, and then nothing proves that it tells nothing.

use super::containers::{self, Opened};
use super::escapes::{decoded, encoded, otherwise};
use super::markup::{markup, pieces};
use super::needles::Search;
use super::pdf;
use crate::fingerprint::Fingerprint;
use crate::index::deflate::inflate;
use crate::index::encoding::from_base64;
use docent_search::format::{meta, name::File, related, vocabulary};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Packs hold files, and those may be packs: a document in an archive in an archive.
const DEPTH: usize = 6;

/// Larger pictures and films are read as they are, and not once more for each alphabet.
const MAX_MEDIA: usize = 16 << 20;

/// Files of the search that tell nothing, by their names and bytes. Each is published twice: as a file, and in a pack
/// for those who open the site from a folder.
pub type Clean = Mutex<HashSet<Fingerprint>>;

/// What of a file could not be read: `a 7z archive`.
pub type Unread = String;

/// Reads the texts of a file.
pub fn texts(path: &str, bytes: &[u8], clean: &Clean, search: &mut Search<'_>) -> Result<(), Unread> {
    inside(path, bytes, search, (DEPTH, clean))
}

type Below<'a> = (usize, &'a Clean);

fn inside(path: &str, bytes: &[u8], search: &mut Search<'_>, (depth, clean): Below<'_>) -> Result<(), Unread> {
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.ends_with(".bin") && is_of_search(name) && once(name, bytes, search, clean) {
        return Ok(());
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !pdf::is_one(bytes)
    {
        if bytes.contains(&0) {
            media(bytes, search);
        }
        return plain(text, search, (depth, clean));
    }
    match containers::open(path, bytes) {
        Opened::Files(_) | Opened::Text(_) if depth == 0 => Err("an archive nested too deeply".to_owned()),
        Opened::Files(files) => files.iter().try_for_each(|(name, bytes)| {
            search.read(decoded(name).as_bytes());
            inside(name, bytes, search, (depth - 1, clean))
        }),
        Opened::Text(text) => plain(&text, search, (depth - 1, clean)),
        Opened::Media => {
            media(bytes, search);
            // An archive may stand behind a picture: readers of archives begin at the end.
            let behind = containers::behind(bytes).unwrap_or_default();
            behind.iter().try_for_each(|(name, bytes)| inside(name, bytes, search, (depth.saturating_sub(1), clean)))
        }
        Opened::Closed(what) => Err(what.to_owned()),
    }
}

/// A text: as it is, without its tags, and what is packed into it.
fn plain(text: &str, search: &mut Search<'_>, (depth, clean): Below<'_>) -> Result<(), Unread> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let tagged = start.starts_with('<');
    if tagged || text.contains("</") {
        markup(text, search);
        pieces(text, search);
    }
    if !tagged {
        search.read(decoded(text).as_bytes());
        otherwise(text).iter().for_each(|bytes| search.read(bytes));
    }
    if depth == 0 {
        return Ok(());
    }
    if start.starts_with("docentPack(") {
        return packed(text, search, (depth, clean));
    }
    let codes = if tagged { data_urls(text) } else { encoded(text) };
    // What only looks like base64 is no file, and nothing is missed in it.
    codes.iter().for_each(|bytes| drop(inside("", bytes, search, (depth - 1, clean))));
    Ok(())
}

/// Texts that stand beside what is seen or heard: names, places, comments, in one byte a letter or two.
fn media(bytes: &[u8], search: &mut Search<'_>) {
    search.read(bytes);
    if bytes.len() > MAX_MEDIA {
        return;
    }
    containers::chunks(bytes).iter().for_each(|text| search.read(text));
    for start in [0, 1] {
        let pairs = || bytes.get(start..).unwrap_or_default().chunks_exact(2);
        let units = |unit: fn([u8; 2]) -> u16| pairs().map(|pair| unit([pair[0], pair[1]])).collect::<Vec<u16>>();
        search.read(String::from_utf16_lossy(&units(u16::from_le_bytes)).as_bytes());
        search.read(String::from_utf16_lossy(&units(u16::from_be_bytes)).as_bytes());
    }
}

/// Whether the search names its files so.
fn is_of_search(name: &str) -> bool {
    File::parse(name).is_ok() || name.starts_with("m-")
}

/// A file of the search, if it was not read before. False if it is none.
fn once(name: &str, bytes: &[u8], search: &mut Search<'_>, clean: &Clean) -> bool {
    let key = Fingerprint::of(&(name, bytes));
    let known = || clean.lock().unwrap_or_else(PoisonError::into_inner);
    if known().contains(&key) {
        return true;
    }
    let Some(inner) = inflate(bytes) else { return false };
    let others = std::mem::take(&mut search.found);
    index(name, &inner, search);
    // What tells something is read again, to be told of each file that it is in.
    if search.found.is_empty() {
        known().insert(key);
    }
    search.found.extend(others);
    true
}

/// A file of the search. Stems are those of shown words: `budget` is no secret where `budgets` is shown, though a hidden
/// page says it; so of words their forms are read.
fn index(name: &str, bytes: &[u8], search: &mut Search<'_>) {
    let words: Vec<String> = match name.as_bytes().first() {
        Some(b'v') => {
            let piece = vocabulary::decode(bytes).unwrap_or_default();
            let mut forms = Vec::new();
            piece.forms(&mut forms);
            forms.iter().map(|form| form.form.to_owned()).collect()
        }
        Some(b'm') => {
            let meta = meta::decode(bytes).unwrap_or_default();
            meta.tags.into_iter().chain(meta.kinds).chain(meta.synonyms.concat()).collect()
        }
        Some(b'r') => related::decode(bytes).unwrap_or_default().texts().to_vec(),
        Some(b'i' | b'p') => Vec::new(),
        _ => return search.read(bytes),
    };
    words.iter().for_each(|word| search.read(word.as_bytes()));
}

/// Files in a script: `"name":"base64"`.
fn packed(script: &str, search: &mut Search<'_>, (depth, clean): Below<'_>) -> Result<(), Unread> {
    let mut before = "";
    for part in script.split('"').skip(1).step_by(2) {
        if let Some(bytes) = (part.len() >= 8).then(|| from_base64(part)).flatten() {
            inside(before, &bytes, search, (depth - 1, clean))?;
        }
        before = part;
    }
    Ok(())
}

/// Bytes inside of addresses: `data:image/png;base64,...`.
fn data_urls(text: &str) -> Vec<Vec<u8>> {
    let code = |part: &str| {
        part.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/' | '=')).unwrap_or(part.len())
    };
    text.split("base64,").skip(1).filter_map(|part| from_base64(&part[..code(part)])).collect()
}
