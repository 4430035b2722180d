//! Terms from words: one spelling for what a reader takes for the same.
//!
//! In: a word as it is written. Out: its term: lower case, ё as е, one apostrophe and one hyphen, nothing of zero
//! width, no stress marks, letters of one script where those of another only look like them ([`alike`]), at most 64
//! characters.

use super::class::{self, CYRILLIC, DIGIT, FOLDS, LATIN};
use super::{alike, case};
use std::borrow::Cow;

/// Longer terms are cut: nobody types them, and a data URL must not become a word.
pub(super) const LONGEST: usize = 64;

/// The term of a word.
pub fn fold(word: &str) -> Cow<'_, str> {
    fold_known(word, word.chars().fold(0, |seen, c| seen | class::of(c)))
}

/// The term of a word whose characters have these flags together.
#[inline]
pub(super) fn fold_known(word: &str, seen: u16) -> Cow<'_, str> {
    let mixed = seen & CYRILLIC != 0 && seen & (LATIN | DIGIT) != 0;
    if seen & FOLDS == 0 && !mixed && word.len() <= LONGEST {
        return Cow::Borrowed(word);
    }
    // What is cut may hold the letter that decides what the others are.
    let whole = || word.chars().filter_map(folded).nth(LONGEST - 1).is_none();
    let term = if mixed && whole() { alike::term(word) } else { small(word) };
    if term == word { Cow::Borrowed(word) } else { Cow::Owned(term) }
}

/// Character by character.
#[inline(never)]
pub(super) fn small(word: &str) -> String {
    let mut term = String::with_capacity(word.len().min(4 * LONGEST));
    term.extend(word.chars().filter_map(folded).take(LONGEST));
    term
}

/// What a character becomes, if anything.
#[inline]
pub(super) fn folded(c: char) -> Option<char> {
    match c {
        '\0'..='\x7F' => Some(c.to_ascii_lowercase()),
        'А'..='Я' => char::from_u32(c as u32 + 32),
        'а'..='я' => Some(c),
        _ => rarely_folded(c),
    }
}

#[inline(never)]
fn rarely_folded(c: char) -> Option<char> {
    match c {
        'ё' | 'Ё' => Some('е'),
        '\u{2019}' | '\u{2BC}' => Some('\''),
        '\u{2010}' | '\u{2011}' => Some('-'),
        'ς' => Some('σ'),
        'İ' => Some('i'),
        _ if stress(c) || class::unseen(c) => None,
        _ => Some(case::small(c)),
    }
}

/// Accents put on Russian vowels to show the stress; what they make part of a letter is composed already (NFC).
pub(super) fn stress(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}')
}
