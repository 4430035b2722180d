//! Two changes of one text as one: a merge of three, by block.
//!
//! In: the text as somebody read it, what they made of it, what it has become meanwhile. Out: a text with both changes; where
//! both are in one block, theirs beside ours. The only file that names similar.
//!
//! 1. Both are compared with the text that was read, line by line ([`hunks`]).
//! 2. A change is a change of its whole block: lines without an empty one between them. Two changes of one sentence that
//!    would fit together line by line may say nonsense.
//! 3. Changes of different blocks are made, each in its place. Of a block that both changed, the text has ours; the
//!    [`Clash`] has theirs.

use super::lines::{content, lines};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::borrow::Cow;
use std::ops::Range;

/// Lines that are others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// In the text that was read.
    pub old: Range<usize>,
    /// In the text that was made of it.
    pub new: Range<usize>,
}

/// A text with both changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The text.
    pub text: String,
    /// Where it has ours and not theirs.
    pub clashes: Vec<Clash>,
}

/// A part that both changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Lines of the merged text: ours.
    pub ours: Range<usize>,
    /// Lines of their text.
    pub theirs: Range<usize>,
}

/// Lines that are compared with as many others: above that, all that is between the first and the last difference counts as
/// one change. Counted, never timed.
const MOST: usize = 4_000;

/// What differs, in order; what is between two of them is the same.
pub fn hunks(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[start..], &new[start..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    if a.len() > MOST || b.len() > MOST || a.is_empty() || b.is_empty() {
        return vec![Hunk { old: start..start + a.len(), new: start..start + b.len() }];
    }
    between(start, a, b).unwrap_or_else(|| vec![Hunk { old: start..start + a.len(), new: start..start + b.len() }])
}

/// The hunks of two parts that begin on the same line. Only the lengths of what similar finds are taken: once its compaction
/// has moved an operation, the places that it names may be those from before.
fn between(start: usize, a: &[&str], b: &[&str]) -> Option<Vec<Hunk>> {
    let (mut old, mut new) = (0, 0);
    let mut found: Vec<Hunk> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        let (tag, removed, added) = op.as_tag_tuple();
        let (from, to) = (old + removed.len(), new + added.len());
        let is_same = tag == DiffTag::Equal && a.get(old..from)? == b.get(new..to)?;
        if !is_same {
            match found.last_mut() {
                Some(last) if last.old.end == start + old && last.new.end == start + new => {
                    (last.old.end, last.new.end) = (start + from, start + to);
                }
                _ => found.push(Hunk { old: start + old..start + from, new: start + new..start + to }),
            }
        }
        (old, new) = (from, to);
    }
    (old == a.len() && new == b.len()).then_some(found)
}

/// Merges.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Merged {
    let (base, ours, theirs) = (lines(base), lines(ours), lines(theirs));
    let own = by_block(&base, hunks(&base, &ours));
    let other = by_block(&base, hunks(&base, &theirs));
    let mut made = Making { base: &base, ours: &ours, theirs: &theirs, out: Vec::new(), clashes: Vec::new(), at: 0 };
    let (mut own, mut other) = (own.into_iter().peekable(), other.into_iter().peekable());
    loop {
        let (mut mine, mut yours): (Vec<Hunk>, Vec<Hunk>) = (Vec::new(), Vec::new());
        let first = match (own.peek(), other.peek()) {
            (None, None) => break,
            (Some(a), Some(b)) if starts_before(b, a) => other.next().map(|hunk| (hunk, false)),
            (Some(_), _) => own.next().map(|hunk| (hunk, true)),
            (None, Some(_)) => other.next().map(|hunk| (hunk, false)),
        };
        let Some((hunk, is_own)) = first else { break };
        let mut span = hunk.old.clone();
        if is_own {
            mine.push(hunk)
        } else {
            yours.push(hunk)
        }
        // Whatever touches it, and whatever touches that.
        loop {
            if let Some(hunk) = own.next_if(|hunk| touches(&span, &hunk.old)) {
                span.end = span.end.max(hunk.old.end);
                mine.push(hunk);
            } else if let Some(hunk) = other.next_if(|hunk| touches(&span, &hunk.old)) {
                span.end = span.end.max(hunk.old.end);
                yours.push(hunk);
            } else {
                break;
            }
        }
        made.part(span, &mine, &yours);
    }
    made.up_to(base.len());
    Merged { text: made.out.concat(), clashes: made.clashes }
}

impl Merged {
    /// Nothing else has changed.
    pub fn clean(text: &str) -> Self {
        Self { text: text.to_owned(), clashes: Vec::new() }
    }
}

/// The lines of whole blocks from the first difference of two texts to the last, in each of them.
pub fn changed_blocks(old: &str, new: &str) -> (Range<usize>, Range<usize>) {
    let (old, new) = (lines(old), lines(new));
    let all = by_block(&old, hunks(&old, &new));
    match (all.first(), all.last()) {
        (Some(first), Some(last)) => (first.old.start..last.old.end, first.new.start..last.new.end),
        _ => (0..0, 0..0),
    }
}

/// An insertion stands before the change of what follows it.
fn starts_before(a: &Hunk, b: &Hunk) -> bool {
    (a.old.start, a.old.end) < (b.old.start, b.old.end)
}

/// Whether two changes are of the same lines; two insertions at one place are.
fn touches(a: &Range<usize>, b: &Range<usize>) -> bool {
    if a.is_empty() && b.is_empty() { a.start == b.start } else { a.start < b.end && b.start < a.end }
}

/// Changes as changes of whole blocks.
fn by_block(base: &[&str], hunks: Vec<Hunk>) -> Vec<Hunk> {
    let is_empty = |line: usize| content(base[line]).trim().is_empty();
    let inside = |at: usize| at > 0 && at < base.len() && !is_empty(at - 1) && !is_empty(at);
    let mut all: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for mut hunk in hunks {
        while inside(hunk.old.start) {
            hunk.old.start -= 1;
            hunk.new.start -= 1;
            // Another change of the same block stands there.
            if let Some(last) = all.pop_if(|last| last.old.end > hunk.old.start) {
                (hunk.old.start, hunk.new.start) = (last.old.start, last.new.start);
            }
        }
        while inside(hunk.old.end) {
            hunk.old.end += 1;
            hunk.new.end += 1;
        }
        all.push(hunk);
    }
    all
}

struct Making<'t> {
    base: &'t [&'t str],
    ours: &'t [&'t str],
    theirs: &'t [&'t str],
    out: Vec<Cow<'t, str>>,
    clashes: Vec<Clash>,
    /// Lines of the base that are done.
    at: usize,
}

impl<'t> Making<'t> {
    fn up_to(&mut self, line: usize) {
        self.add(&self.base[self.at.min(line)..line]);
        self.at = self.at.max(line);
    }

    fn add(&mut self, lines: &'t [&'t str]) {
        // The last line of one side may have no end, and not be the last any more.
        if let (Some(last), false) = (self.out.last_mut(), lines.is_empty())
            && !last.ends_with(['\n', '\r'])
        {
            last.to_mut().push('\n');
        }
        self.out.extend(lines.iter().map(|line| Cow::Borrowed(*line)));
    }

    fn part(&mut self, span: Range<usize>, mine: &[Hunk], yours: &[Hunk]) {
        self.up_to(span.start);
        let (own, other) = (side(&span, mine), side(&span, yours));
        let start = self.out.len();
        match (own, other) {
            (Some(own), None) => self.add(&self.ours[own]),
            (None, Some(other)) => self.add(&self.theirs[other]),
            (Some(own), Some(other)) => {
                let same = self.ours[own.clone()] == self.theirs[other.clone()];
                self.add(&self.ours[own]);
                if !same {
                    self.clashes.push(Clash { ours: start..self.out.len(), theirs: other });
                }
            }
            (None, None) => {}
        }
        self.at = span.end;
    }
}

/// The lines of one side that stand for lines of the base.
fn side(span: &Range<usize>, hunks: &[Hunk]) -> Option<Range<usize>> {
    let (first, last) = (hunks.first()?, hunks.last()?);
    Some(first.new.start - (first.old.start - span.start)..last.new.end + (span.end - last.old.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, ours: &str, theirs: &str) -> (String, Vec<(String, String)>) {
        let merged = merge(base, ours, theirs);
        let (own, other) = (lines(&merged.text), lines(theirs));
        let told = merged.clashes.iter().map(|c| (own[c.ours.clone()].concat(), other[c.theirs.clone()].concat()));
        (merged.text.clone(), told.collect())
    }

    #[test]
    fn changes_of_different_blocks_are_both_made() {
        let base = "one\n\ntwo\nmore\n\nthree\n";
        for (ours, theirs, both) in [
            ("ONE\n\ntwo\nmore\n\nthree\n", "one\n\ntwo\nmore\n\nTHREE\n", "ONE\n\ntwo\nmore\n\nTHREE\n"),
            (
                "one\n\ntwo\nmore\n\nTHREE\n",
                "zero\n\none\n\ntwo\nmore\n\nthree\n",
                "zero\n\none\n\ntwo\nmore\n\nTHREE\n",
            ),
            ("one\n\nthree\n", "one\n\ntwo\nmore\n\nthree\n\nfour\n", "one\n\nthree\n\nfour\n"),
            (base, "other\n", "other\n"),
            ("other\n", base, "other\n"),
            ("one\n\nTWO\nmore\n\nthree\n", "one\n\nTWO\nmore\n\nthree\n", "one\n\nTWO\nmore\n\nthree\n"),
        ] {
            assert_eq!(merged(base, ours, theirs), (both.to_owned(), vec![]), "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn changes_of_one_block_are_shown_beside_each_other() {
        let base = "one\n\ntwo\nmore\n\nthree\n";
        for (ours, theirs, text, mine, yours) in [
            ("one\n\nTWO\nmore\n\nthree\n", "one\n\ntwo\nMORE\n\nthree\n", None, "TWO\nmore\n", "two\nMORE\n"),
            ("one\n\nTWO\nmore\n\nthree\n", "one\n\nthree\n", None, "TWO\nmore\n\n", ""),
            (
                "one\n\nTWO\nmore\n\nthree\n",
                "zero\n\none\n\n2\n\nthree\n",
                Some("zero\n\none\n\nTWO\nmore\n\nthree\n"),
                "TWO\nmore\n",
                "2\n",
            ),
        ] {
            let (merged, told) = merged(base, ours, theirs);
            assert_eq!(merged, text.unwrap_or(ours), "{theirs:?}");
            assert_eq!(told.len(), 1, "{theirs:?} {told:?}");
            assert!(told[0].0.starts_with(mine.trim_end()) && told[0].1.trim_end() == yours.trim_end(), "{told:?}");
        }
        // A last line without an end does not run into what the other side has written behind it.
        assert_eq!(merged("a\n\nb\n", "a\n\nb\n\nc\n", "a\n\nB"), ("a\n\nB\n\nc\n".to_owned(), vec![]));
        let (text, told) = merged("a\n", "a\n\nb\n", "a\n\nc\n");
        assert_eq!((text.as_str(), told.len()), ("a\n\nb\n", 1));
    }
}
