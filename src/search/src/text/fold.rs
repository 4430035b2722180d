//! Terms from words: one spelling for what a reader takes for the same.
//!
//! In: a word as it is written. Out: its term: lower case, ё as е, one apostrophe and one hyphen, nothing of zero
//! width, no stress marks, letters of one script where those of another only look like them ([`alike`]), at most 64
//! characters.

use super::alike;
use super::chars::{LONGEST, folded, small};
use super::class::{self, CYRILLIC, DIGIT, FOLDS, LATIN};
use std::borrow::Cow;

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
