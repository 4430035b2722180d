//! A file that is written again from its own parts.
//!
//! In: the parts that stay, and that some do not. Out: [`Cleaned`]; nothing is copied where all parts stay.

use super::{Cleaned, Fault};
use std::borrow::Cow;

/// The parts so far.
#[derive(Debug, Default)]
pub(super) struct Parts<'b> {
    kept: Vec<Cow<'b, [u8]>>,
    changed: bool,
    fault: Option<Fault>,
}

impl<'b> Parts<'b> {
    /// A part stays.
    pub fn keep(&mut self, part: &'b [u8]) {
        self.kept.push(Cow::Borrowed(part));
    }

    /// A part goes; nothing of it is none.
    pub fn leave_out(&mut self, part: &[u8]) {
        self.changed |= !part.is_empty();
    }

    /// Another stands in the place of a part.
    pub fn replace(&mut self, part: &[u8], new: Vec<u8>) {
        self.changed |= part != new;
        self.kept.push(Cow::Owned(new));
    }

    /// The file ends too early, or goes on as none of its kind.
    pub fn damaged(&mut self) {
        self.fault = Some(Fault::Damaged);
    }

    /// The parts of another follow.
    pub fn append(&mut self, other: Self) {
        self.kept.extend(other.kept);
        self.changed |= other.changed;
        self.fault = self.fault.or(other.fault);
    }

    /// How many bytes stay.
    pub fn len(&self) -> usize {
        self.kept.iter().map(|part| part.len()).sum()
    }

    /// The file.
    pub fn finish(self) -> Cleaned {
        Cleaned { bytes: self.changed.then(|| self.kept.concat()), fault: self.fault }
    }
}

/// A number of two bytes, the higher first.
pub(super) fn two(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_be_bytes([two[0], two[1]])))
}

/// Four bytes.
pub(super) fn four(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok()
}
