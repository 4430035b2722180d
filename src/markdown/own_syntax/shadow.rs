//! The text that the parser gets in the place of a body: with other words where the body has syntax that it does not know.
//!
//! In: a body and [`Edit`]s, in order and apart from each other. Out: a text, and the way back from its places to those
//! of the body: positions in messages and in the preview are the author's.

use std::ops::Range;

/// What takes the place of a range of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Of the body.
    pub range: Range<usize>,
    /// Nothing: the range is left out.
    pub put: Vec<Put>,
}

/// A part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// Words that the body has not.
    New(String),
    /// A range of the body, inside of that of the edit.
    Copy(Range<usize>),
}

/// The text, and where its pieces come from.
#[derive(Debug, Default)]
pub struct Shadow {
    /// What is parsed.
    pub text: String,
    pieces: Vec<Piece>,
    /// Where words of each edit begin that are new: the place, and the number of the edit.
    pub news: Vec<(usize, usize)>,
    /// Where each edit begins.
    pub starts: Vec<usize>,
}

#[derive(Debug)]
struct Piece {
    /// Where it begins.
    at: usize,
    /// Where in the body that is.
    source: usize,
    /// Copied byte by byte; else all of it stands for one place of the body, and its end for this one.
    new_end: Option<usize>,
}

impl Shadow {
    /// Writes the text.
    pub fn of<'e>(body: &str, edits: impl Iterator<Item = &'e Edit>) -> Self {
        let mut shadow = Self { text: String::with_capacity(body.len() * 9 / 8), ..Self::default() };
        let mut done = 0;
        for (number, edit) in edits.enumerate() {
            shadow.copy(body, done..edit.range.start);
            shadow.edit(body, number, edit);
            done = edit.range.end;
        }
        shadow.copy(body, done..body.len());
        shadow
    }

    fn copy(&mut self, body: &str, range: Range<usize>) {
        self.pieces.push(Piece { at: self.text.len(), source: range.start, new_end: None });
        self.text.push_str(&body[range]);
    }

    fn edit(&mut self, body: &str, number: usize, edit: &Edit) {
        let mut source = edit.range.start;
        self.starts.push(self.text.len());
        for (index, put) in edit.put.iter().enumerate() {
            match put {
                Put::Copy(range) => {
                    source = range.end;
                    self.copy(body, range.clone());
                }
                Put::New(words) => {
                    let last = index + 1 == edit.put.len();
                    let end = if last { edit.range.end } else { source };
                    self.news.push((self.text.len(), number));
                    self.pieces.push(Piece { at: self.text.len(), source, new_end: Some(end) });
                    self.text.push_str(words);
                }
            }
        }
    }

    /// A range of the text as one of the body.
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.piece(range.start + 1);
        let start = if start.new_end.is_some() { start.source } else { start.source + range.start - start.at };
        start..self.end(range.end).max(start)
    }

    /// The end of a range: that of what stands before it.
    fn end(&self, at: usize) -> usize {
        let piece = self.piece(at);
        piece.new_end.unwrap_or(piece.source + at.saturating_sub(piece.at))
    }

    /// The piece that holds the byte before a place.
    fn piece(&self, at: usize) -> &Piece {
        let behind = self.pieces.partition_point(|piece| piece.at < at);
        &self.pieces[behind.saturating_sub(1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_from_where_they_were() {
        let body = "one :::x[two] three";
        let put = vec![Put::New("<a>".to_owned()), Put::Copy(9..12), Put::New("<b>".to_owned())];
        let edits = [Edit { range: 4..13, put }, Edit { range: 13..14, put: Vec::new() }];
        let shadow = Shadow::of(body, edits.iter());
        assert_eq!(shadow.text, "one <a>two<b>three");
        let source = |from: &str| {
            let at = shadow.text.find(from).unwrap();
            &body[shadow.source(&(at..at + from.len()))]
        };
        assert_eq!((source("two"), source("one"), source("three"), source("wo<b>")), ("two", "one", "three", "wo]"));
        assert_eq!((source("<a>two<b>"), source("one <a>two<b>three")), (":::x[two]", body));
        assert_eq!(shadow.source(&(18..18)), 19..19);
    }
}
