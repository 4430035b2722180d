//! What was written, to be undone: across saves, for as long as the preview runs.
//!
//! In: changes of files, each with what was there before and behind. Out: the files as they were. What somebody else has
//! changed meanwhile stays: undoing is a change as well, and is merged like one.

use super::desk::{slot, unwritable};
use super::messages::Undone;
use super::{Refusal, World};
use crate::refactor::merge::merge;
use crate::serve::build::lock;
use crate::source::replace::{Replaced, Slot};
use axum::http::StatusCode;
use std::mem;
use std::path::Path;
use std::sync::Arc;

/// Bytes of texts that are kept to be undone.
const KEPT: usize = 64 * 1024 * 1024;

/// What was done, the last one last, and what was undone.
#[derive(Debug, Default)]
pub struct Journal {
    done: Vec<Vec<Change>>,
    undone: Vec<Vec<Change>>,
}

/// A change of a file; a file that is not there has no bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path.
    pub file: String,
    /// What it held.
    pub before: Option<Arc<[u8]>>,
    /// What it holds.
    pub after: Option<Arc<[u8]>>,
}

impl Change {
    /// Of texts.
    pub fn of(file: &str, before: Option<&str>, after: Option<&str>) -> Self {
        let bytes = |text: &str| text.as_bytes().into();
        Self { file: file.to_owned(), before: before.map(bytes), after: after.map(bytes) }
    }

    fn back(&self) -> Self {
        Self { file: self.file.clone(), before: self.after.clone(), after: self.before.clone() }
    }

    fn len(&self) -> usize {
        [&self.before, &self.after].into_iter().flatten().map(|bytes| bytes.len()).sum()
    }
}

impl Journal {
    /// Something was written.
    pub fn did(&mut self, changes: Vec<Change>) {
        self.undone.clear();
        self.done.push(changes);
        let mut sum: usize = self.done.iter().flatten().map(Change::len).sum();
        while sum > KEPT && self.done.len() > 1 {
            sum -= self.done.remove(0).iter().map(Change::len).sum::<usize>();
        }
    }
}

/// Answers `undo`.
pub fn undo(world: &World<'_>) -> Result<Undone, Refusal> {
    let mut journal = lock(&world.desk.journal);
    let last = journal.done.last().cloned().ok_or_else(|| nothing("there is nothing to undo"))?;
    let back: Vec<Change> = last.iter().rev().map(Change::back).collect();
    let done = write(world, &back)?;
    journal.done.pop();
    journal.undone.push(done.iter().rev().map(Change::back).collect());
    Ok(told(&journal, &back))
}

/// Answers `redo`.
pub fn redo(world: &World<'_>) -> Result<Undone, Refusal> {
    let mut journal = lock(&world.desk.journal);
    let last = journal.undone.last().cloned().ok_or_else(|| nothing("there is nothing to do again"))?;
    let done = write(world, &last)?;
    journal.undone.pop();
    journal.done.push(done);
    Ok(told(&journal, &last))
}

fn nothing(why: &str) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, why)
}

fn told(journal: &Journal, changes: &[Change]) -> Undone {
    let files = changes.iter().map(|change| change.file.clone()).collect();
    Undone { files, undo: journal.done.len(), redo: journal.undone.len() }
}

/// Writes changes, all or none; what was written.
pub fn write(world: &World<'_>, changes: &[Change]) -> Result<Vec<Change>, Refusal> {
    let mut done: Vec<(Slot, Change)> = Vec::new();
    for change in changes {
        match one(world, change) {
            Ok(written) => done.push(written),
            Err(refusal) => {
                for (slot, Change { before, after, .. }) in mem::take(&mut done).into_iter().rev() {
                    // What cannot be taken back stays, and the message of the first failure says where it began.
                    let _ = slot.replace(after.as_deref(), before.as_deref());
                }
                return Err(refusal);
            }
        }
    }
    Ok(done.into_iter().map(|(_, change)| change).collect())
}

fn one(world: &World<'_>, change: &Change) -> Result<(Slot, Change), Refusal> {
    let named = |error: std::io::Error| unwritable(&change.file, &error);
    let slot = match &change.before {
        Some(_) => slot(world, &change.file)?,
        None => Slot::open(&world.preview.root, Path::new(&change.file), true).map_err(named)?,
    };
    let (mut before, mut after) = (change.before.clone(), change.after.clone());
    for _ in 0..2 {
        match slot.replace(before.as_deref(), after.as_deref()).map_err(named)? {
            Replaced::Done => return Ok((slot, Change { file: change.file.clone(), before, after })),
            Replaced::Other(there) => {
                let merged = merged(change, there.as_deref()).ok_or_else(|| changed(change))?;
                (before, after) = (there.map(Into::into), Some(merged.into_bytes().into()));
            }
        }
    }
    Err(changed(change))
}

/// The change made to what the file has become, if both are texts and no block is in both.
fn merged(change: &Change, there: Option<&[u8]>) -> Option<String> {
    let text = |bytes: Option<&[u8]>| bytes.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
    let (base, ours) = (text(change.before.as_deref())?, text(change.after.as_deref())?);
    let merged = merge(&base, &ours, &text(there)?);
    merged.clashes.is_empty().then_some(merged.text)
}

fn changed(change: &Change) -> Refusal {
    let why = format!("{} was changed in the same place since: nothing was written; edit it by hand", change.file);
    Refusal::new(StatusCode::CONFLICT, why)
}
