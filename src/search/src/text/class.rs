//! What a character is to a word.
//!
//! In: a text and a place in it. Out: [`look`]'s flags and the character's length. ASCII comes from a table and
//! Russian letters from two bytes; only the rest is decoded and asked of the standard library.

use super::chars::{folded, stress, unseen};

/// A letter.
pub const LETTER: u16 = 1;
/// A letter that is no capital, or has no case.
pub const LOWER: u16 = 1 << 1;
/// A capital.
pub const UPPER: u16 = 1 << 2;
/// A digit or another number.
pub const DIGIT: u16 = 1 << 3;
/// A combining mark: goes on with a word, never starts one.
pub const MARK: u16 = 1 << 4;
/// May stand between the runs of a compound.
pub const JOINER: u16 = 1 << 5;
/// Zero-width: a word goes on over it, a term does not keep it.
pub const UNSEEN: u16 = 1 << 6;
/// Of a script that puts no spaces between words.
pub const DENSE: u16 = 1 << 7;
/// Folding changes it.
pub const FOLDS: u16 = 1 << 8;
/// ASCII letter, or one that becomes one.
pub const LATIN: u16 = 1 << 9;
/// Cyrillic letter.
pub const CYRILLIC: u16 = 1 << 10;
/// It has a plain form: é, ß, ².
pub const PLAIN: u16 = 1 << 11;
/// What a word may start with.
pub const WORD: u16 = LETTER | DIGIT;

const ASCII: [u16; 128] = ascii();

const fn ascii() -> [u16; 128] {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' => LETTER | LOWER | LATIN,
            b'A'..=b'Z' => LETTER | UPPER | LATIN | FOLDS,
            b'0'..=b'9' => DIGIT,
            b'-' | b'_' | b'\'' | b'.' => JOINER,
            _ => 0,
        };
        byte += 1;
    }
    table
}

/// The flags and the length of the character at `at`; no flags and no length at the end.
#[inline(always)]
pub fn look(text: &str, at: usize) -> (u16, usize) {
    match text.as_bytes().get(at) {
        Some(&byte) if byte < 128 => (ASCII[byte as usize], 1),
        Some(&byte) if byte & 0xFE == 0xD0 => (cyrillic(byte, text.as_bytes().get(at + 1)), 2),
        Some(_) => text.get(at..).and_then(|rest| rest.chars().next()).map_or((0, 1), |c| (of(c), c.len_utf8())),
        None => (0, 0),
    }
}

/// U+0400 to U+047F, all letters, from their two bytes.
#[inline(always)]
fn cyrillic(lead: u8, second: Option<&u8>) -> u16 {
    const SMALL: u16 = LETTER | LOWER | CYRILLIC;
    const CAPITAL: u16 = LETTER | UPPER | CYRILLIC | FOLDS;
    match (lead, second) {
        (0xD0, Some(0x80..=0xAF)) => CAPITAL,
        (0xD1, Some(0x91)) => SMALL | FOLDS,
        (0xD1, Some(&second @ 0xA0..)) if second & 1 == 0 => CAPITAL,
        _ => SMALL,
    }
}

/// Where small letters end, English or Russian but not both, from `start` on.
#[inline(always)]
pub fn end_of_small(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while bytes.get(at).is_some_and(u8::is_ascii_lowercase) {
        at += 1;
    }
    if at > start {
        return at;
    }
    while let (Some(0xD0), Some(0xB0..=0xBF)) | (Some(0xD1), Some(0x80..=0x8F)) = (bytes.get(at), bytes.get(at + 1)) {
        at += 2;
    }
    at
}

/// The flags of a character.
#[inline(never)]
pub fn of(c: char) -> u16 {
    match c {
        '\0'..='\x7F' => ASCII[c as usize & 127],
        '\u{2010}' | '\u{2011}' | '\u{2019}' => JOINER | FOLDS,
        _ if unseen(c) => UNSEEN | FOLDS,

        '\u{2000}'..='\u{206F}' | '\u{80}'..='\u{A9}' | '\u{AB}' | '\u{BB}' => 0,
        _ if mark(c) => MARK | plain(c) | if stress(c) { FOLDS } else { 0 },
        _ if dense(c) => LETTER | LOWER | DENSE,
        _ if c.is_alphabetic() => letter(c),
        _ if c.is_numeric() => DIGIT | plain(c) | folds(c),
        _ => 0,
    }
}

fn letter(c: char) -> u16 {
    let case = if super::case::small(c) == c { LOWER } else { UPPER };
    let script = match folded(c) {
        Some('a'..='z') => LATIN,
        Some('\u{400}'..='\u{52F}') => CYRILLIC,
        _ => 0,
    };
    LETTER | case | script | plain(c) | folds(c)
}

fn folds(c: char) -> u16 {
    if folded(c) == Some(c) { 0 } else { FOLDS }
}

fn plain(c: char) -> u16 {
    if super::plain::has(c) { PLAIN } else { 0 }
}

/// Combining marks that the standard library does not call alphabetic, by block: the viramas and nuktas of the
/// scripts of India stand at the same place in each.
fn mark(c: char) -> bool {
    let code = c as u32;
    match code {
        0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x5BF | 0x5C1..=0x5C7 | 0x64B..=0x65F | 0x670 => true,
        0x900..=0xD7F => matches!(code & 0x7F, 0x3C | 0x4D),
        0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F => true,
        _ => false,
    }
}

/// Han, kana, hangul, Thai, Lao, Burmese, Khmer: letters and the marks on them.
fn dense(c: char) -> bool {
    let east = matches!(c as u32, 0x1100..=0x11FF | 0x3005..=0x3007 | 0x3041..=0x3096 | 0x3099..=0x309A)
        || matches!(c as u32, 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x3105..=0x318E)
        || matches!(c as u32, 0x31A0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA960..=0xA97C)
        || matches!(c as u32, 0xAC00..=0xD7FB | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x1AFF0..=0x1B16F)
        || matches!(c as u32, 0x20000..=0x3FFFD);
    let south = matches!(c as u32, 0xE01..=0xE3A | 0xE40..=0xE4E | 0xE81..=0xECD | 0x1000..=0x103F | 0x1780..=0x17D3);
    c as u32 > 0xE00 && (east || south)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn short_cuts_agree_with_the_long_way() {
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            let text = c.to_string();
            assert_eq!(look(&text, 0), (of(c), c.len_utf8()), "{c:?}");
            let folds = of(c) & WORD != 0 && of(c) & FOLDS != 0;
            assert!(of(c) & WORD == 0 || folds == (fold(&text) != text), "{c:?}");
            let small = end_of_small(&text, 0) > 0;
            assert!(!small || of(c) & !(LATIN | CYRILLIC) == LETTER | LOWER, "{c:?}");
        }
    }

    #[test]
    fn short_cuts_hide_no_letter() {
        for c in (0..=0x10FFFF).filter_map(char::from_u32).filter(|c| c.is_alphanumeric()) {
            assert_ne!(of(c) & (WORD | MARK), 0, "{c:?}");
        }
    }
}
