//! What is on the desk: texts as they were read, and what was saved.
//!
//! In: lines of a text that was read, what shall stand there. Out: the file with them, or both texts where somebody else has
//! changed the same block.
//!
//! 1. A text that is read is remembered by the fingerprint of its bytes: it is what a change is a change of.
//! 2. What the file holds when the change is saved may be another text: both changes are made ([`merge`]).
//! 3. The file is replaced if it still holds what was looked at ([`Slot::replace`]); else the change is merged again.
//! 4. What was replaced is kept ([`super::journal`]).

use super::journal::{Change, Journal};
use super::messages::{Save, Saved, Unit};
use super::unit::unit;
use super::{Refusal, World, gate};
use crate::fingerprint::Fingerprint;
use crate::markdown;
use crate::refactor::lines::{lines, shown, written};
use crate::refactor::merge::{Merged, changed_blocks, merge};
use crate::serve::build::lock;
use crate::source::replace::{Replaced, Slot};
use axum::http::StatusCode;
use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Bytes of texts that are remembered; the newest one is, however long it is.
const REMEMBERED: usize = 64 * 1024 * 1024;

/// How often a change is merged again while somebody else saves the same file.
const TIMES: usize = 16;

/// All of it.
#[derive(Debug, Default)]
pub struct Desk {
    read: Mutex<VecDeque<Text>>,
    /// Held while something is written.
    pub journal: Mutex<Journal>,
}

/// A text as it was read.
#[derive(Clone, Debug)]
pub struct Text {
    /// Of its bytes.
    pub fingerprint: Fingerprint,
    /// All of it, with a mark of the byte order if it has one.
    pub text: Arc<str>,
}

impl Text {
    fn of(text: &str) -> Self {
        Self { fingerprint: Fingerprint::of_bytes(text.as_bytes()), text: text.into() }
    }

    /// Without the mark of the byte order.
    pub fn body(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }

    /// The whole text with other lines.
    pub fn with(&self, range: Range<usize>, typed: &str) -> Result<String, Refusal> {
        let body = self.body();
        let all = lines(body);
        let Some(old) = all.get(range.clone()) else {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "there are no such lines"));
        };
        let mark = &self.text[..self.text.len() - body.len()];
        let (before, after) = (all[..range.start].concat(), all[range.end..].concat());
        let mut new = written(old, typed, &all);
        if !after.is_empty() && !new.is_empty() && !new.ends_with(['\n', '\r']) {
            new.push('\n');
        }
        let text = [mark, &before, &new, &after].concat();
        if text.len() > markdown::MAX_BYTES {
            let why = format!("the page would have {} bytes; the maximum is {}", text.len(), markdown::MAX_BYTES);
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, why));
        }
        Ok(text)
    }
}

impl Desk {
    fn remember(&self, text: &Text) {
        let mut read = lock(&self.read);
        read.retain(|known| known.fingerprint != text.fingerprint);
        read.push_back(text.clone());
        let mut sum: usize = read.iter().map(|known| known.text.len()).sum();
        while sum > REMEMBERED && read.len() > 1 {
            sum -= read.pop_front().map_or(0, |gone| gone.text.len());
        }
    }
}

/// What a file on the disk holds, remembered.
pub fn read(world: &World<'_>, file: &str) -> Result<Text, Refusal> {
    let slot = slot(world, file)?;
    let text = Text::of(&text_of(file, slot.read().map_err(|error| unwritable(file, &error))?)?);
    world.desk.remember(&text);
    Ok(text)
}

/// The text that lines were read from. One that nobody remembers (the preview was started anew) is the file's own, if the
/// lines stand there as they did.
pub fn known(world: &World<'_>, unit: &Unit) -> Result<Text, Refusal> {
    let wanted = unit.fingerprint()?;
    if let Some(text) = lock(&world.desk.read).iter().find(|text| text.fingerprint == wanted) {
        return Ok(text.clone());
    }
    let text = read(world, &unit.file)?;
    let same = || lines(text.body()).get(unit.start..unit.end).is_some_and(|lines| shown(lines) == unit.text);
    if text.fingerprint == wanted || same() {
        return Ok(text);
    }
    let why =
        "the page was changed while the preview was not running: copy your text, open the block again and paste it";
    Err(Refusal::new(StatusCode::CONFLICT, why))
}

/// A place on the disk.
pub fn slot(world: &World<'_>, file: &str) -> Result<Slot, Refusal> {
    Slot::open(&world.preview.root, Path::new(file), false).map_err(|error| unwritable(file, &error))
}

/// A page's bytes as a text.
pub fn text_of(file: &str, bytes: Option<Vec<u8>>) -> Result<String, Refusal> {
    let gone = || Refusal::new(StatusCode::GONE, format!("{file} is not there any more"));
    String::from_utf8(bytes.ok_or_else(gone)?).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        let why = format!("{file}:{line}: the text is not UTF-8 from here on: save the file in UTF-8 first");
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, why)
    })
}

/// Why a file cannot be read or written.
pub fn unwritable(file: &str, error: &io::Error) -> Refusal {
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, format!("{file}: {error}"))
}

/// Answers `save`.
pub fn save(world: &World<'_>, asked: &Save) -> Result<Saved, Refusal> {
    let unit = &asked.unit;
    gate::page(world, &unit.file)?;
    let base = known(world, unit)?;
    let ours = base.with(unit.start..unit.end, &asked.text)?;
    let slot = slot(world, &unit.file)?;
    let mut journal = lock(&world.desk.journal);
    let mut theirs = text_of(&unit.file, slot.read().map_err(|error| unwritable(&unit.file, &error))?)?;
    for _ in 0..TIMES {
        let merged = if *theirs == *base.text { Merged::clean(&ours) } else { merge(&base.text, &ours, &theirs) };
        if !merged.clashes.is_empty() {
            return Ok(conflict(world, &unit.file, &theirs, &merged.text));
        }
        if merged.text == theirs {
            return Ok(Saved::Saved { changed: false });
        }
        let put = slot.replace(Some(theirs.as_bytes()), Some(merged.text.as_bytes()));
        match put.map_err(|error| unwritable(&unit.file, &error))? {
            Replaced::Done => {
                journal.did(vec![Change::of(&unit.file, Some(&theirs), Some(&merged.text))]);
                return Ok(Saved::Saved { changed: true });
            }
            Replaced::Other(bytes) => theirs = text_of(&unit.file, bytes)?,
        }
    }
    Err(Refusal::new(StatusCode::CONFLICT, "another program writes this file all the time: try again in a moment"))
}

/// Both texts of the blocks in which they differ.
fn conflict(world: &World<'_>, file: &str, theirs: &str, yours: &str) -> Saved {
    let (text, own) = (Text::of(theirs), Text::of(yours));
    world.desk.remember(&text);
    let (there, here) = changed_blocks(text.body(), own.body());
    Saved::Conflict { theirs: unit(file, &text, there), yours: shown(&lines(own.body())[here]) }
}
