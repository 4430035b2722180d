//! What a character is to a word.
//!
//! In: a text and a place in it. Out: [`look`]'s flags and the character's length. ASCII comes from a table and
//! Russian letters from two bytes; only the rest is decoded and asked of the standard library.

/// A letter.
pub const LETTER: u16 = 1;
/// A letter that is not a capital, or has no case.
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
/// ASCII letter.
pub const LATIN: u16 = 1 << 9;
/// Cyrillic letter.
pub const CYRILLIC: u16 = 1 << 10;
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

/// The flags of a character.
pub fn of(c: char) -> u16 {
    match c {
        '\0'..='\x7F' => ASCII[c as usize & 127],
        '\u{2010}' | '\u{2011}' | '\u{2019}' => JOINER | FOLDS,
        _ if unseen(c) => UNSEEN | FOLDS,
        _ if mark(c) => MARK | if super::fold::stress(c) { FOLDS } else { 0 },
        _ if dense(c) => LETTER | LOWER | DENSE,
        _ if c.is_alphabetic() => letter(c),
        _ if c.is_numeric() => DIGIT | folds(c),
        _ => 0,
    }
}

fn letter(c: char) -> u16 {
    let case = if c.is_uppercase() { UPPER } else { LOWER };
    let script = if matches!(c, '\u{400}'..='\u{52F}') { CYRILLIC } else { 0 };
    LETTER | case | script | folds(c)
}

fn folds(c: char) -> u16 {
    if super::fold::folded(c).eq([c]) { 0 } else { FOLDS }
}

/// Soft hyphen, zero-width spaces and joiners, marks of direction, variation selectors.
pub fn unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
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
    match c as u32 {
        0xE01..=0xE3A | 0xE40..=0xE4E | 0xE81..=0xECD | 0x1000..=0x103F | 0x1780..=0x17D3 => true,
        0x1100..=0x11FF | 0x3005..=0x3007 | 0x3041..=0x3096 | 0x3099..=0x309A | 0x309D..=0x309F => true,
        0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x3105..=0x318E | 0x31A0..=0x31FF => true,
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA960..=0xA97C | 0xAC00..=0xD7FB | 0xF900..=0xFAFF => true,
        0xFF66..=0xFF9F | 0x1AFF0..=0x1B16F | 0x20000..=0x3FFFD => true,
        _ => false,
    }
}
