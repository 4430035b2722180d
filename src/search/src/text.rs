//! Words of a text.
//!
//! In: a text (NFC). Out: its [`tokens`], the same for pages and for queries.
//!
//! 1. [`class`] says what a character is to a word.
//! 2. [`tokens`] finds the words: runs of letters and digits, and what `-`, `_`, `.` and apostrophes join.
//! 3. [`compound`] adds the pieces of `may_hold`, `OAuth2` and `key-account`.
//! 4. [`fold()`] makes the term.

mod class;
mod compound;
mod fold;

pub use fold::fold;

use class::{DENSE, DIGIT, JOINER, LETTER, LOWER, MARK, UNSEEN, UPPER, WORD, look};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

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
}

/// The words of a text in their order: a compound before its pieces, a longer piece before those inside it.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, position: 0, paired: 0, pieces: VecDeque::new() }
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
    pieces: VecDeque<Token<'a>>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    #[inline]
    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(piece) = self.pieces.pop_front() {
            return Some(piece);
        }
        loop {
            let (seen, length) = look(self.text, self.at);
            if length == 0 {
                return None;
            } else if seen & WORD == 0 {
                self.at += length;
            } else if seen & DENSE == 0 {
                return self.word();
            } else if let Some(pair) = self.pair(length) {
                return Some(pair);
            }
        }
    }
}

impl<'a> Tokens<'a> {
    /// The word that starts here; its pieces are kept for later.
    #[inline]
    fn word(&mut self) -> Option<Token<'a>> {
        let (end, seen) = end_of_word(self.text, self.at);
        let range = self.at..end;
        self.at = end;
        let term = fold::fold_known(self.text.get(range.clone())?, seen);
        let mut token = Token { term, range, position: self.position, part: Part::Word };
        self.position += 1;
        if seen & BORDERS != 0 {
            self.position = token.position + compound::pieces(self.text, &token, &mut self.pieces);
            let pieces = self.pieces.iter().any(|token| token.part == Part::Piece);
            token.part = if pieces { Part::Whole } else { Part::Word };
        }
        Some(token)
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

/// Set beside the flags of the characters: runs are joined, or a capital, a digit or a letter stands inside.
const BORDERS: u16 = 1 << 15;

/// Where the word ends that starts at `start`, and the flags of its characters together.
#[inline]
fn end_of_word(text: &str, start: usize) -> (usize, u16) {
    let (mut at, mut end, mut all, mut inner, mut last) = (start, start, 0, 0, 0);
    loop {
        let (seen, length) = look(text, at);
        if seen & (WORD | MARK) != 0 && seen & DENSE == 0 {
            inner |= if at == start { 0 } else { seen };
            all |= seen;
            last = if seen & MARK == 0 { seen } else { last };
            end = at + length;
        } else if seen & JOINER != 0 && joins(text, at, last) {
            all |= seen | if apostrophe(text, at) { 0 } else { BORDERS };
        } else if seen & UNSEEN != 0 {
            all |= seen;
        } else {
            let camel = inner & UPPER != 0 && all & LOWER != 0;
            let number = all & DIGIT != 0 && all & LETTER != 0;
            return (end, if camel || number { all | BORDERS } else { all });
        }
        at += length;
    }
}

/// Whether the joiner at `at` joins what stands before it, `last`, to what comes behind.
fn joins(text: &str, at: usize, last: u16) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    let joiner = rest.next();
    let mut behind = rest.map(|c| (c, class::of(c))).filter(|(_, seen)| seen & UNSEEN == 0);
    let mut behind =
        || behind.next().map_or((' ', 0), |(c, seen)| if seen & DENSE == 0 { (c, seen) } else { (' ', 0) });
    let (mut c, mut next) = behind();
    match joiner {
        Some('_') => {
            while c == '_' {
                (c, next) = behind();
            }
            next & WORD != 0
        }
        Some('\'' | '\u{2019}') => last & next & LETTER != 0,
        // "A sentence.And the next" lacks a space; `Node.js`, `2.5` and т.е. do not.
        Some('.') => next & WORD != 0 && (next & UPPER == 0 || behind().1 & LOWER == 0),
        _ => next & WORD != 0,
    }
}

fn apostrophe(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(['\'', '\u{2019}']))
}
