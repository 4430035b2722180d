//! Fenced blocks: what each kind is to docent. Decided here, for all readings of a text.
//!
//! In: the start of a block. Out: its [`Kind`]; what reads a text matches all of them, so that none forgets a new one.

use super::Markdown;
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

/// What a block of code or of data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Code, with colours if its language is known.
    Code,
    /// YAML that says which of the site's data to show: a fence called `view`.
    View,
}

/// The kind of a block, by the first word behind its fence.
pub(super) fn kind(block: &CodeBlockKind<'_>, options: &Markdown) -> Kind {
    let name = match block {
        CodeBlockKind::Fenced(info) if !options.commonmark => info.split_whitespace().next(),
        CodeBlockKind::Fenced(_) | CodeBlockKind::Indented => None,
    };
    if name == Some("view") { Kind::View } else { Kind::Code }
}

/// A block of data: where it stands in a page's body, and what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fenced {
    /// Where the whole block stands in the body.
    pub range: Range<usize>,
    /// What is in it, without marks of quotes and lists around it.
    pub text: String,
    /// Where pieces of the text begin in it and in the body.
    pub pieces: Vec<(usize, usize)>,
}

impl Fenced {
    /// A place of the text as a place of the body.
    pub fn in_body(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        start..self.place(range.end).max(start)
    }

    fn place(&self, at: usize) -> usize {
        let piece = self.pieces.iter().rev().find(|(from, _)| *from <= at);
        piece.map_or(self.range.start, |(from, body)| body + at - from)
    }
}
