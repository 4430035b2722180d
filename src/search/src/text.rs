//! Words of a text.
//!
//! In: a text (NFC). Out: its [`tokens`], the same for pages and for queries.
//!
//! 1. [`class`] says what a character is to a word.
//! 2. [`word`] finds where one ends: runs of letters and digits, and what `-`, `_`, `.` and apostrophes join.
//! 3. [`signs`] says which signs belong to it: C#, C++, .NET, #topic.
//! 4. [`compound`] adds the pieces of `may_hold`, `OAuth2` and `key-account`.
//! 5. [`fold()`] makes the term, [`mod@plain`] a second one of what is typed without its marks.

mod alike;
mod case;
mod chars;
mod class;
mod compound;
mod fold;
pub mod plain;
mod signs;
mod word;

pub use fold::fold;

use class::{CYRILLIC, DENSE, JOINER, PLAIN, WORD, look};
use std::borrow::Cow;
use std::ops::Range;
use word::{JOINED, PARTED, end_of_word};

/// A word, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Folded: see [`fold()`].
    pub term: Cow<'a, str>,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// Its number among the words. Runs that `-`, `_` or `.` join have one each, what stands inside a run has the run's.
    pub position: u32,
    /// What it is.
    pub part: Part,
}

/// What a token is. A page is found by all of them. A question is made of words and pieces (a [`Part::Whole`] may add
/// to its pieces); [`Part::Inner`] is for pages, and for questions whose word is not there. A phrase is the words and
/// pieces in a row: they stand at one position each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A run of letters and digits, or joined runs that mean nothing apart: e-mail, т.е, v1.2.
    Word,
    /// Joined runs: `key-account`. A piece of it at least follows.
    Whole,
    /// A run of the whole before it: `key`, `account`.
    Piece,
    /// What stands inside the word or piece before it, at its position: `git` and `hub` of `GitHub`, `mail` of e-mail.
    Inner,
    /// The plain form of the word or piece before it, marked by [`plain::TWIN`], at its position: `brulee!` of brûlée.
    Twin,
}

/// Whether a term is one of a sorted list, such as the words that say nothing beside others.
pub fn is_listed(term: &str, sorted: &[String]) -> bool {
    sorted.binary_search_by(|listed| listed.as_str().cmp(term)).is_ok()
}

/// The words of a text in their order: a compound before its pieces, a longer piece before those inside it.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, position: 0, paired: 0, pieces: Vec::new() }
}

/// The words and pieces of a text, one a position: what a question asks for and a phrase has in a row.
pub fn row(text: &str) -> impl Iterator<Item = Token<'_>> {
    tokens(text).filter(|token| matches!(token.part, Part::Word | Part::Piece))
}

/// See [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    position: u32,
    /// Where the last pair of [`DENSE`] characters ends: its second one is no word of its own.
    paired: usize,
    /// Of the last compound, the next one last.
    pieces: Vec<Token<'a>>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(piece) = self.pieces.pop() {
            return Some(piece);
        }
        loop {
            let (seen, length) = look(self.text, self.at);
            if length == 0 {
                return None;
            } else if let Some(word) = self.plain_word() {
                return Some(word);
            } else if seen & WORD == 0 {
                if signs::before(self.text, self.at) {
                    return self.word(1);
                }
                self.at += length;
            } else if seen & DENSE == 0 {
                return self.word(0);
            } else if let Some(pair) = self.pair(length) {
                return Some(pair);
            }
        }
    }
}

impl<'a> Tokens<'a> {
    /// Most words: small English or Russian letters, and behind them white space or a comma.
    #[inline]
    fn plain_word(&mut self) -> Option<Token<'a>> {
        let end = class::end_of_small(self.text, self.at);
        let range = self.at..end;
        let simple = self.text.as_bytes().get(end).is_none_or(|byte| matches!(byte, b' ' | b',' | b'\n'));
        if range.is_empty() || range.len() > chars::LONGEST || !simple {
            return None;
        }
        self.at = end;
        self.position += 1;
        let term = Cow::Borrowed(self.text.get(range.clone())?);
        Some(Token { term, range, position: self.position - 1, part: Part::Word })
    }

    /// The word that starts here, behind so many bytes of signs; its pieces are kept for later.
    #[inline]
    fn word(&mut self, signs: usize) -> Option<Token<'a>> {
        let start = self.at + signs;
        let (end, seen) = end_of_word(self.text, start);
        let signed = self.at..end + signs::behind(self.text, start, end);
        self.at = signed.end;
        let term = fold::fold_known(self.text.get(start..end)?, seen);
        let mut token = Token { term, range: start..end, position: self.position, part: Part::Word };
        self.position += 1;
        if seen & (JOINED | PARTED) != 0 {
            self.position += compound::pieces(self.text, &token, seen & PARTED != 0, &mut self.pieces) - 1;
            self.pieces.reverse();
            let piece = self.pieces.last().filter(|token| token.part == Part::Piece);
            if piece.is_some_and(|piece| piece.term == token.term) {
                // Cut to the same beginning.
                return self.pieces.pop();
            }
            token.part = if piece.is_some() { Part::Whole } else { Part::Word };
        }
        if seen & JOINER != 0 && seen & (JOINED | CYRILLIC) == 0 {
            self.elided(&token);
        }
        if seen & (PLAIN | JOINER) != 0 {
            self.twin(&token);
        }
        if signed != token.range {
            self.sign(&mut token, signed);
        }
        Some(token)
    }

    /// Keeps the plain form of a word for later.
    #[inline(never)]
    fn twin(&mut self, token: &Token<'a>) {
        if let Some(twin) = compound::twin(token) {
            self.keep(token, twin);
        }
    }

    /// Keeps what apostrophes set apart for later, behind what case and digits set apart before it (n'tv1a).
    #[inline(never)]
    fn elided(&mut self, token: &Token<'a>) {
        for piece in compound::elided(self.text, token) {
            let place = self.pieces.partition_point(|kept| kept.range.start > piece.range.start);
            let twin = compound::twin(&piece);
            self.pieces.insert(place, piece);
            if let Some(twin) = twin {
                self.pieces.insert(place, twin);
            }
        }
    }

    /// Makes a word one with its signs; the bare one is kept for later.
    #[inline(never)]
    fn sign(&mut self, token: &mut Token<'a>, signed: Range<usize>) {
        let signs = |range| self.text.get(Range::<usize>::clone(&range)).unwrap_or_default();
        let (before, behind) = (signs(signed.start..token.range.start), signs(token.range.end..signed.end));
        let term = [before, &token.term, behind].concat();
        if term.chars().nth(chars::LONGEST).is_none() {
            self.keep(token, Token { part: Part::Inner, ..token.clone() });
            (token.term, token.range) = (Cow::Owned(term), signed);
        }
    }

    /// Behind a compound comes its first piece, then this; behind a word this.
    fn keep(&mut self, behind: &Token<'a>, token: Token<'a>) {
        let place = self.pieces.len() - usize::from(behind.part == Part::Whole);
        self.pieces.insert(place, token);
    }

    /// Characters of scripts without spaces: each with the next one, a lone one alone.
    fn pair(&mut self, length: usize) -> Option<Token<'a>> {
        let (start, second) = (self.at, self.at + length);
        self.at = second;
        let (seen, length) = look(self.text, second);
        let end = if seen & DENSE != 0 { second + length } else { second };
        if end == second && self.paired == second {
            return None;
        }
        self.paired = end;
        self.position += 1;
        let term = fold(self.text.get(start..end)?);
        Some(Token { term, range: start..end, position: self.position - 1, part: Part::Word })
    }
}

/// Whether a character is of a script without spaces, so that a text may be cut before it.
pub(crate) fn dense(c: char) -> bool {
    class::of(c) & DENSE != 0
}

/// Whether a sentence does not begin with it: a small letter of a script that has capitals.
pub(crate) fn small(c: char) -> bool {
    c < '\u{590}' && class::of(c) & class::LOWER != 0
}
