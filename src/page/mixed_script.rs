//! Words in which a letter of another alphabet hides: cклад with a Latin c, B2B typed in Cyrillic. They look right, and
//! nobody finds them: not the search of another program, not the browser's.
//!
//! In: a text. Out: the mixed words, with what to write. Words that are mixed on purpose (CRMка, IT-отдел) are none: there
//! the letters of neither alphabet could all pass for the other's.

use super::texts::is_address;
use crate::byte_scan;
use crate::diagnostic::{At, Finding};
use std::ops::Range;

/// Letters that look alike: Latin, Cyrillic.
const ALIKE: [(char, char); 19] = [
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
];

/// Whether a text has a word of two alphabets at all: nearly none has, and then its parts need not be looked through.
pub fn may_mix(text: &str) -> bool {
    !byte_scan::places(text.as_bytes(), touch).is_empty()
}

/// The mixed words of a text: where each stands, and what is wrong with it.
pub fn mixed(text: &str) -> Vec<(Range<usize>, Finding)> {
    let mut found = Vec::new();
    let mut at = 0;
    for border in byte_scan::places(text.as_bytes(), touch) {
        if border < at {
            continue;
        }
        let range = word(text, border);
        at = range.end.max(border + 1);
        if !is_address(text, &range)
            && let Some(told) = judge(&text[range.clone()])
        {
            found.push((range, told));
        }
    }
    found
}

/// Whether an ASCII letter or digit touches a Cyrillic letter, which has two bytes, the first of which tells it. Most
/// texts have few such places.
fn touch(a: u8, b: u8, c: u8) -> bool {
    (is_plain(a) & is_lead(b)) | (is_lead(a) & is_plain(c))
}

/// The first byte of a letter from U+0400 to U+053F.
fn is_lead(byte: u8) -> bool {
    byte.wrapping_sub(0xd0) < 5
}

/// An ASCII letter or digit, told without a branch.
fn is_plain(byte: u8) -> bool {
    ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10)
}

/// The letters and digits around a place.
fn word(text: &str, at: usize) -> Range<usize> {
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let inside = |c: &char| c.is_alphanumeric();
    let before: usize = text[..at].chars().rev().take_while(inside).map(char::len_utf8).sum();
    let behind: usize = text[at..].chars().take_while(inside).map(char::len_utf8).sum();
    at - before..at + behind
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn to_cyrillic(c: char) -> Option<char> {
    ALIKE.iter().find(|(latin, _)| *latin == c).map(|(_, cyrillic)| *cyrillic)
}

fn to_latin(c: char) -> Option<char> {
    ALIKE.iter().find(|(_, cyrillic)| *cyrillic == c).map(|(latin, _)| *latin)
}

/// What is wrong with a word, and what to do.
fn judge(word: &str) -> Option<Finding> {
    let latin: Vec<char> = word.chars().filter(char::is_ascii_alphabetic).collect();
    let cyrillic: Vec<char> = word.chars().filter(|c| is_cyrillic(*c)).collect();
    if latin.is_empty() {
        return two(word).then(|| told(word, &cyrillic, "Cyrillic", "Latin", to_latin));
    }
    let (strange, own) =
        (latin.iter().all(|c| to_cyrillic(*c).is_some()), cyrillic.iter().all(|c| to_latin(*c).is_some()));
    match (strange, own) {
        _ if cyrillic.is_empty() || is_inflected(word) => None,
        (true, false) => Some(told(word, &latin, "Latin", "Cyrillic", to_cyrillic)),
        (false, true) => Some(told(word, &cyrillic, "Cyrillic", "Latin", to_latin)),
        (true, true) if cyrillic.len() >= latin.len() && !two(word) => {
            Some(told(word, &latin, "Latin", "Cyrillic", to_cyrillic))
        }
        (true, true) => Some(told(word, &cyrillic, "Cyrillic", "Latin", to_latin)),
        (false, false) => None,
    }
}

/// B2B and its like: capitals that exist in both alphabets around a 2.
fn two(word: &str) -> bool {
    let capital = |c: char| c.is_uppercase() && (to_latin(c).is_some() || to_cyrillic(c).is_some());
    word.split_once('2').is_some_and(|(before, behind)| {
        !before.is_empty() && !behind.is_empty() && before.chars().chain(behind.chars()).all(capital)
    })
}

/// An abbreviation in Latin capitals with a Russian ending: CRMу.
fn is_inflected(word: &str) -> bool {
    let end = word.find(|c: char| !c.is_ascii()).unwrap_or(word.len());
    let (stem, ending) = word.split_at(end);
    stem.len() >= 2
        && stem.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && ending.chars().count() <= 3
        && ending.chars().all(|c| is_cyrillic(c) && c.is_lowercase())
}

fn told(word: &str, letters: &[char], are: &str, of: &str, change: fn(char) -> Option<char>) -> Finding {
    let mut strange = letters.to_vec();
    strange.dedup();
    let names = strange.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
    let wanted: String = word.chars().map(|c| if letters.contains(&c) { change(c).unwrap_or(c) } else { c }).collect();
    let verb = if strange.len() == 1 { "is" } else { "are" };
    Finding::warning("mixed-alphabets", At::File, format!("in `{word}` {names} {verb} {are}"))
        .hint(format!("write `{wanted}`, using only {of} letters"))
        .fix(word, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Vec<String> {
        mixed(text).into_iter().map(|(_, told)| told.fix.unwrap().new).collect()
    }

    #[test]
    fn hidden_letters_are_found() {
        assert_eq!(wanted("на cкладе и в oфисе"), ["складе", "офисе"]);
        assert_eq!(wanted("В2В, В2С и B2С"), ["B2B", "B2C", "B2C"]);
        assert_eq!(wanted("Сlient и рortal"), ["Client", "portal"]);
        assert_eq!(wanted("СRM"), ["CRM"]);
    }

    #[test]
    fn what_is_meant_so_is_left() {
        for text in [
            "CRMка, IT-отдел, KPI и CRMу, PDFы, 1С, А4, М3, 2х, 3D-модель, Т34",
            "https://пример.рф/xабв почта@xабв.рф B2B plain ASCII",
            "SEOшник, git’ом, API-шка, 5G, 100₽, naïve, Zürich, x²",
        ] {
            assert_eq!(wanted(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn letters_and_digits_are_told_from_all_other_bytes() {
        assert!((0..=u8::MAX).all(|byte| is_plain(byte) == byte.is_ascii_alphanumeric()));
    }

    #[test]
    fn the_message_names_the_letters() {
        let (range, told) = mixed("на cкладе").remove(0);
        assert_eq!((told.message.as_str(), range), ("in `cкладе` `c` is Latin", 5..16));
    }
}
