//! Folding, character by character.
//!
//! In: a character, or a word. Out: what it becomes: lower case, ё as е, one apostrophe and one hyphen, nothing of zero
//! width, no stress marks.

use super::case;

/// Longer terms are cut: nobody types them, and a data URL must not become a word.
pub(super) const LONGEST: usize = 64;

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
        // As Chinese and Japanese keyboards write Latin letters.
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            char::from_u32(c as u32 - 0xFEE0).map(|c| c.to_ascii_lowercase())
        }
        'µ' => Some('μ'),
        'İ' => Some('i'),
        _ if stress(c) || unseen(c) => None,
        _ => Some(case::small(c)),
    }
}

/// Accents put on Russian vowels to show the stress; what they make part of a letter is composed already (NFC).
pub(super) fn stress(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}')
}

/// Soft hyphen, zero-width spaces and joiners, marks of direction, variation selectors.
pub fn unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}
