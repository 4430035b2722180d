//! Texts as parts of URLs.
//!
//! In: names of files, texts of headings. Out: slugs, in Latin letters or in the letters as they are.

use serde::Deserialize;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Which letters a slug keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Slugs {
    /// Latin letters only: Cyrillic is transliterated, accents are dropped.
    #[default]
    Ascii,
    /// Letters of any script are kept, lower-cased and in NFC.
    Unicode,
}

/// A text as part of a URL: lower case, words joined by `-`. Empty if the text has no letter or digit.
pub fn slug(text: &str, style: Slugs) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    if is_nfc(text) {
        text.chars().for_each(|c| push(&mut out, &mut gap, c, style));
    } else {
        text.nfc().for_each(|c| push(&mut out, &mut gap, c, style));
    }
    // What was left out may have kept marks apart that belong in an order.
    if out.is_ascii() { out } else { out.nfc().collect() }
}

fn push(out: &mut String, gap: &mut bool, c: char, style: Slugs) {
    if c.is_ascii_alphanumeric() {
        if *gap && !out.is_empty() {
            out.push('-');
        }
        *gap = false;
        out.push(c.to_ascii_lowercase());
    } else if is_russian(c) || c.is_alphanumeric() || c == '_' {
        let start = out.len();
        if *gap && start > 0 {
            out.push('-');
        }
        *gap = false;
        letters(out, c, style);
        // A soft or hard sign becomes nothing: the hyphen before it must not double.
        if out.ends_with('-') && out.len() == start + 1 {
            out.pop();
            *gap = true;
        }
    } else if !is_combining_mark(c) && c != '\u{ad}' && c != '\'' && c != '’' {
        *gap = true;
    }
}

/// The common case among the letters that are not ASCII, asked before the tables of Unicode are.
pub(super) fn is_russian(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')
}

/// Whether the text is surely in NFC; the tables of Unicode are asked only about what is not plain.
pub(super) fn is_nfc(text: &str) -> bool {
    text.chars().all(composed) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Characters that stand alone in NFC whatever is beside them: Latin, Cyrillic, quotes and dashes.
fn composed(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{400}'..='\u{482}' | '\u{2010}'..='\u{2027}')
}

pub(super) fn lower(c: char) -> char {
    match c {
        'А'..='Я' => char::from_u32(c as u32 + 0x20).unwrap_or(c),
        'Ё' => 'ё',
        other => other,
    }
}

fn letters(out: &mut String, c: char, style: Slugs) {
    if c.is_ascii() {
        return out.push(c.to_ascii_lowercase());
    }
    if is_russian(c) && style == Slugs::Ascii {
        return out.push_str(latin(lower(c)).unwrap_or_default());
    }
    // İ becomes i and a dot above it, which NFC cannot join: the mark goes.
    for lower in c.to_lowercase().filter(|lower| *lower == c || !is_combining_mark(*lower)) {
        let plain = base(lower);
        match (style, latin(lower).or_else(|| latin(plain))) {
            (Slugs::Unicode, _) => out.push(lower),
            (Slugs::Ascii, Some(latin)) => out.push_str(latin),
            (Slugs::Ascii, None) if plain.is_ascii_alphanumeric() => out.push(plain),
            // A letter of another script stays itself: か is not が.
            (Slugs::Ascii, None) => out.push(lower),
        }
    }
}

/// The letter below an accent: é -> e, ӳ -> у.
pub(super) fn base(c: char) -> char {
    std::iter::once(c).nfd().next().unwrap_or(c)
}

/// Cyrillic to Latin as in passports and URLs (a simplified GOST 7.79 system B: no apostrophes), and the Latin
/// letters that have no decomposition. `None`: not in the table.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' => "j",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'э' => "e",
        'ю' => "yu",
        'я' => "ya",
        'є' => "ye",
        'ї' => "yi",
        'ј' => "j",
        'ђ' => "dj",
        'љ' => "lj",
        'њ' => "nj",
        'ћ' => "c",
        'џ' => "dz",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        let cases = [
            ("Hello, World!", "hello-world"),
            ("Аккаунт-менеджер", "akkaunt-menedzher"),
            ("Объём и съезд", "obyom-i-sezd"),
            ("  --x--  ", "x"),
            ("Élan naïf", "elan-naif"),
            ("don’t", "dont"),
            ("B2B и B2C", "b2b-i-b2c"),
            ("й", "j"),
            ("и\u{306}", "j"),
            ("日本", "日本"),
            ("!!!", ""),
            ("a_b", "a_b"),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text, Slugs::Ascii), expected, "{text}");
        }
        assert_eq!(slug("Объём И Съезд", Slugs::Unicode), "объём-и-съезд");
    }

    #[test]
    fn what_is_taken_for_composed_is() {
        use unicode_normalization::char::canonical_combining_class;
        for c in ('\0'..=char::MAX).filter(|c| composed(*c)) {
            assert!(
                is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes && canonical_combining_class(c) == 0,
                "{c:?}"
            );
        }
        assert!(!is_nfc("и\u{306}"));
    }
}
