//! A text that is written anew from another, and where each byte of it stood.
//!
//! In: parts of the old text that are kept, in order, and texts that are put between them. Out: the new text, and an
//! [`Edit`] for each place where the two differ: all else is the author's, byte for byte.

use std::ops::Range;

/// A place where the new text is not the old one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// Where in the new text.
    pub at: usize,
    /// How long what was put there is.
    pub new_len: usize,
    /// What stood there in the old text.
    pub old: Range<usize>,
}

/// Where a range of the new text stands in the old one. What was put in counts as all that it took the place of.
pub fn authored(edits: &[Edit], range: &Range<usize>) -> Range<usize> {
    let start = place(edits, range.start, false);
    start..if range.is_empty() { start } else { place(edits, range.end, true).max(start) }
}

/// A byte that is kept has one place. Of those that were put in, a range begins where the old text begins, and ends where
/// it ends.
fn place(edits: &[Edit], at: usize, end: bool) -> usize {
    // An end belongs to what is before it, a start to what is behind it.
    let before = edits.partition_point(|edit| if end { edit.at < at } else { edit.at <= at });
    let Some(edit) = before.checked_sub(1).map(|last| &edits[last]) else { return at };
    match at.checked_sub(edit.at + edit.new_len) {
        Some(further) => edit.old.end + further,
        None if end => edit.old.end,
        None => edit.old.start,
    }
}

/// Two changes as one: what was changed first, then the text that it made. What touches becomes one edit.
pub fn joined(first: &[Edit], second: &[Edit]) -> Vec<Edit> {
    let between = first.iter().map(|edit| edit.at..edit.at + edit.new_len);
    let mut touched: Vec<Range<usize>> = between.chain(second.iter().map(|edit| edit.old.clone())).collect();
    touched.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in touched {
        match merged.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    let joined = merged.into_iter().map(|range| {
        let (at, end) = (later(second, range.start, false), later(second, range.end, true));
        let old = place(first, range.start, false)..place(first, range.end, true);
        Edit { at, new_len: end.saturating_sub(at), old: old.start..old.end.max(old.start) }
    });
    joined.collect()
}

/// Where a place of the old text, at the edge of an edit or in none, is in the new one.
fn later(edits: &[Edit], at: usize, end: bool) -> usize {
    let before = edits.partition_point(|edit| {
        if end { edit.old.start < at || edit.old.end <= at } else { edit.old.end <= at && edit.old.start < at }
    });
    let Some(edit) = before.checked_sub(1).map(|last| &edits[last]) else { return at };
    edit.at + edit.new_len + at.saturating_sub(edit.old.end)
}

/// Writes the new text.
#[derive(Debug)]
pub(super) struct Out<'a> {
    old: &'a str,
    text: String,
    edits: Vec<Edit>,
    /// Where the last part that was kept ends, in the old text and in the new.
    kept: (usize, usize),
    /// Where the last line begins.
    line: usize,
}

impl<'a> Out<'a> {
    pub(super) fn of(old: &'a str) -> Self {
        Self { old, text: String::with_capacity(old.len() + old.len() / 16), edits: Vec::new(), kept: (0, 0), line: 0 }
    }

    /// Takes a part of the old text over. It stands behind those that were taken over before.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.mark(range.start);
        self.put(&self.old[range.clone()]);
        self.kept = (range.end, self.text.len());
    }

    /// Writes something else.
    pub(super) fn put(&mut self, text: &str) {
        if let Some(feed) = text.rfind('\n') {
            self.line = self.text.len() + feed + 1;
        }
        self.text.push_str(text);
    }

    /// What was written of the last line.
    pub(super) fn line(&self) -> &str {
        &self.text[self.line..]
    }

    /// Whether nothing of a line was written.
    pub(super) fn begins_line(&self) -> bool {
        self.line == self.text.len()
    }

    /// The new text; none if it is the old one.
    pub(super) fn end(mut self) -> (Option<String>, Vec<Edit>) {
        self.mark(self.old.len());
        if self.edits.is_empty() { (None, self.edits) } else { (Some(self.text), self.edits) }
    }

    fn mark(&mut self, next: usize) {
        let (old, new) = self.kept;
        if old != next || new != self.text.len() {
            self.edits.push(Edit { at: new, new_len: self.text.len() - new, old: old..next });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_leads_back() {
        // 0123456789
        // ab--cd==ef  ->  abXcdef.
        let mut out = Out::of("ab--cd==ef");
        out.keep(0..2);
        out.put("X");
        out.keep(4..6);
        out.keep(8..10);
        out.put(".");
        let (text, edits) = out.end();
        assert_eq!(text.as_deref(), Some("abXcdef."));
        let cases = [
            (0..2, 0..2),
            (0..3, 0..4),
            (2..3, 2..4),
            (3..5, 4..6),
            (5..7, 8..10),
            (4..6, 5..9),
            (7..8, 10..10),
            (3..3, 4..4),
        ];
        for (new, old) in cases {
            assert_eq!(authored(&edits, &new), old, "{new:?}");
        }
    }

    #[test]
    fn what_is_kept_whole_is_no_edit() {
        let mut out = Out::of("abc");
        out.keep(0..1);
        out.keep(1..3);
        assert_eq!(out.end(), (None, Vec::new()));
    }
}
