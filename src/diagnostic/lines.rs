//! Where a byte of a text is, as people count: line, column, and the piece of the line to show.
//!
//! In: a text, once, then byte ranges of it. Out: a [`Place`] each, for a cost that does not depend on how long the text
//! or its lines are: a page with thousands of broken links, or one line of a megabyte, is counted through once.

use serde::Serialize;
use std::ops::Range;

/// A place in a file. Lines and columns count from 1, columns in characters, from the top of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// Line, from 1, front matter included.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// How many characters the caret underlines, at least 1, never past the end of the line.
    pub length: usize,
    /// The bytes in the file: all that is meant, line breaks too. None where the text was written again since it was read.
    pub range: Option<Range<usize>>,
    /// The text of that line, for the excerpt; of a long line what stands around the column.
    #[serde(skip)]
    pub excerpt: String,
    /// How many characters of the line stand before the excerpt.
    #[serde(skip)]
    pub skipped: usize,
}

/// Longest excerpt, in characters: a minified line must not flood the terminal, nor stand in memory for each of its
/// problems.
pub const EXCERPT: usize = 120;

/// How much of a long line is shown before the column.
const BEFORE: usize = 40;

/// How many characters of a line are left out before the excerpt, if so many stand before the column.
fn skipped(before: usize) -> usize {
    if before > EXCERPT - 30 { before - BEFORE } else { 0 }
}

impl Place {
    /// A place in a line of a text, told by its column and length in characters.
    pub fn in_line(text: &str, line: usize, column: usize, length: usize) -> Self {
        let before = column.saturating_sub(1);
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let shown = text[start..].lines().next().unwrap_or_default();
        let byte = |chars: usize| start + shown.char_indices().nth(chars).map_or(shown.len(), |(at, _)| at);
        let excerpt = shown.chars().skip(skipped(before)).take(EXCERPT + 1).collect();
        let range = Some(byte(before)..byte(before + length));
        Self { line, column, length, range, excerpt, skipped: skipped(before) }
    }

    /// Which of two places is told first. Bytes do not count: an edit above moves all of them.
    pub fn rank(&self) -> (usize, usize, usize, &str) {
        (self.line, self.column, self.length, &self.excerpt)
    }
}

/// Bytes after which characters are counted anew.
const STRIDE: usize = 2048;

/// Where the lines of a text end, and how many characters stand before some of its bytes.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Line feeds.
    feeds: Vec<usize>,
    /// Characters before every [`STRIDE`]th byte.
    counts: Vec<usize>,
    /// What was cut out of the text, in order.
    gaps: Vec<Gap>,
    /// Whether lines of the text are not as they are in the file.
    rewritten: bool,
}

/// Something that is in the file and was cut out of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Gap {
    /// Where the text goes on behind it.
    pub at: usize,
    /// How many lines are missing here and above.
    pub lines: isize,
    /// How many bytes.
    pub bytes: isize,
}

impl Lines {
    /// Counts through a text.
    pub fn of(text: &str) -> Self {
        let feeds = text.match_indices('\n').map(|(at, _)| at).collect();
        let mut before = 0;
        let count = |piece: &[u8]| {
            let here = before;
            before += begun(piece);
            here
        };
        Self { feeds, counts: text.as_bytes().chunks(STRIDE).map(count).collect(), gaps: Vec::new(), rewritten: false }
    }

    /// Of a text that has gaps: places are those of the whole.
    #[must_use]
    pub fn with_gaps(self, gaps: Vec<Gap>) -> Self {
        Self { gaps, ..self }
    }

    /// Of a text in which something was written again: its lines are those of the file, its bytes are not.
    #[must_use]
    pub fn rewritten(self, rewritten: bool) -> Self {
        Self { rewritten, ..self }
    }

    /// A range of the text as one of the file, if that is known.
    pub fn in_file(&self, range: Range<usize>) -> Option<Range<usize>> {
        if self.rewritten {
            return None;
        }
        let start = range.start.saturating_add_signed(self.missing(range.start).bytes);
        // What was cut behind the end is not meant.
        let last = range.end.saturating_sub(1).max(range.start);
        Some(start..range.end.saturating_add_signed(self.missing(last).bytes).max(start))
    }

    /// What is missing above a byte.
    fn missing(&self, at: usize) -> Gap {
        let above = self.gaps.partition_point(|gap| gap.at <= at);
        above.checked_sub(1).map_or(Gap::default(), |last| self.gaps[last])
    }

    /// Turns a byte range of the same text into line, column and excerpt. Offsets past the end or inside a character are
    /// moved back.
    pub fn place(&self, text: &str, range: Range<usize>) -> Place {
        let start = floor(text, range.start);
        let end = floor(text, range.end).max(start);
        let above = self.feeds.partition_point(|feed| *feed < start);
        let line_start = above.checked_sub(1).map_or(0, |last| self.feeds[last] + 1);
        let line_end = self.feeds.get(above).copied().unwrap_or(text.len());
        // The lexer's byte order mark is not a column that an editor counts.
        let marks = text[line_start..start].chars().take_while(|c| *c == '\u{feff}').count();
        let before = self.before(text, start) - self.before(text, line_start) - marks;
        let underlined = text[start..end.min(line_end).max(start)].split('\r').next().unwrap_or_default();
        Place {
            line: (above + 1).saturating_add_signed(self.missing(start).lines),
            column: before + 1,
            range: self.in_file(start..end),
            length: (self.before(text, start + underlined.len()) - self.before(text, start)).max(1),
            excerpt: excerpt(&text[line_start..start], &text[start..line_end], before),
            skipped: skipped(before),
        }
    }

    /// How many characters begin before a byte.
    fn before(&self, text: &str, at: usize) -> usize {
        let stride = (at / STRIDE).min(self.counts.len().saturating_sub(1));
        self.counts.get(stride).map_or(0, |count| count + begun(&text.as_bytes()[stride * STRIDE..at]))
    }
}

/// How many characters begin in bytes of a text. The count of 255 bytes fits a byte, so the compiler looks at sixteen at
/// once.
fn begun(bytes: &[u8]) -> usize {
    let begins = |chunk: &[u8]| chunk.iter().fold(0, |count, b| count + u8::from(b & 0xc0 != 0x80));
    bytes.chunks(255).map(|chunk| usize::from(begins(chunk))).sum()
}

/// What is shown of a line, given what stands in it before and behind the column.
fn excerpt(before: &str, behind: &str, column: usize) -> String {
    let shown = column - skipped(column);
    let start = before.char_indices().rev().take(shown).last().map_or(before.len(), |(at, _)| at);
    let behind = behind.chars().take_while(|c| *c != '\r');
    before[start..].chars().chain(behind).take(EXCERPT + 1).collect()
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, range: Range<usize>) -> Place {
        Lines::of(text).place(text, range)
    }

    #[test]
    fn places_count_characters_from_the_top_of_the_file() {
        let text = "---\ntitle: Роль\n---\nСм. [роль](x.md)\r\n";
        let at = text.find("x.md").unwrap();
        let place = place(text, at..at + 4);
        assert_eq!((place.line, place.column, place.length), (4, 12, 4));
        assert_eq!(place.excerpt, "См. [роль](x.md)");
    }

    #[test]
    fn a_wild_range_is_moved_back_into_the_text() {
        assert_eq!(place("é", 1..99).column, 1);
        assert_eq!(place("", 5..9).line, 1);
    }

    #[test]
    fn every_place_of_a_text_is_counted_as_if_alone() {
        let text = format!("\u{feff}аб\r\nx\ry{}\n\n{}ё\n", "ж".repeat(3 * STRIDE), "z".repeat(STRIDE));
        let lines = Lines::of(&text);
        for (at, _) in text.char_indices().step_by(97).chain(text.char_indices().take(20)) {
            let place = lines.place(&text, at..at + 400);
            let above = &text[..at];
            let (line, start) = (above.matches('\n').count(), above.rfind('\n').map_or(0, |feed| feed + 1));
            let before = text[start..at].trim_start_matches('\u{feff}').chars().count();
            let shown: String = place.excerpt.chars().skip(before - place.skipped).collect();
            assert_eq!((place.line, place.column), (line + 1, before + 1), "{at}");
            assert!(text[at..].starts_with(&shown), "{at}: {shown}");
            assert!(place.excerpt.chars().count() <= EXCERPT + 1);
        }
    }
}
