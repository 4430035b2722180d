//! Which paths are one path to some system.
//!
//! In: paths of the output. Out: a key that is equal where a file system, a host or a browser may take two for one:
//! because it ignores case (`STRASSE`, `straße`), the form of a letter (`ﬁ`, `fi`), or what nobody sees in a name. macOS
//! and Linux fold case fully, some volumes compare compatible forms, hosts lower-case what is typed.

use super::slug::{is_russian, lower};
use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// How output paths are compared: equal for two that some system sees as one.
pub fn collision_key(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    if path.chars().all(|c| c.is_ascii() || is_russian(c)) {
        return path.chars().map(|c| lower(c.to_ascii_lowercase())).collect();
    }
    // One folding may make what another form or folding changes again.
    let mut key = folded(path);
    for _ in 0..4 {
        let next = folded(&key);
        if next == key {
            break;
        }
        key = next;
    }
    key
}

/// Whether two paths differ in case or in the Unicode form of letters alone, as every system that ignores case has it.
pub fn is_same_but_for_case(one: &str, other: &str) -> bool {
    // Lower case can leave marks in another order (İ is i and a dot above): normalised again behind it.
    let plain = |path: &str| path.nfc().flat_map(char::to_lowercase).nfc().collect::<String>();
    plain(one) == plain(other)
}

/// Compatible forms, without what nobody sees, with case folded fully: `ß` is `ss`, `ς` is `σ`.
fn folded(path: &str) -> String {
    let seen: String = path.nfkc().filter(|c| !is_invisible(*c)).collect();
    UniCase::unicode(seen).to_folded_case().nfkc().collect()
}

/// Unicode's default ignorable code points, as far as they occur: joiners, marks of direction, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_some_system_takes_for_one() {
        for (one, other) in [
            ("Maße", "MASSE"),
            ("straße/a", "strasse/a"),
            ("ẞ", "ss"),
            ("λόγος", "λόγοσ"),
            ("ΛΌΓΟΣ", "λόγος"),
            ("ſich", "sich"),
            ("ﬁlm", "film"),
            ("eﬀekt", "effekt"),
            ("ﬆ", "st"),
            ("K", "k"),
            ("Å", "å"),
            ("İ", "i\u{307}"),
            ("ŉ", "ʼn"),
            ("co₂", "co2"),
            ("①", "1"),
            ("Ａ", "a"),
            ("ﻫ", "ه"),
            ("ｶﾞ", "ガ"),
            ("a\u{200d}b", "ab"),
            ("a\u{ad}b", "ab"),
            ("☺\u{fe0f}", "☺"),
            ("é", "e\u{301}"),
            ("Ж", "ж"),
            ("և", "եւ"),
            ("Ꭰ", "ꭰ"),
        ] {
            assert_eq!(collision_key(one), collision_key(other), "{one} {other}");
        }
    }

    #[test]
    fn names_that_are_two_everywhere() {
        for (one, other) in
            [("е", "ё"), ("ı", "i"), ("a", "а"), ("u", "ü"), ("o", "ø"), ("か", "が"), ("masse", "mase"), ("й", "и")]
        {
            assert_ne!(collision_key(one), collision_key(other), "{one} {other}");
        }
    }

    #[test]
    fn every_character_has_a_key_that_is_its_own() {
        // The ideographs in between have neither case nor other forms.
        for c in (0..=0x33ff_u32).chain(0xa000..=0xabff).chain(0xf900..=0x1_ffff).filter_map(char::from_u32) {
            let key = collision_key(&format!("a{c}b"));
            assert_eq!(collision_key(&key), key, "{c:?}");
        }
    }
}
