//! Characters that Windows programs left in a text: U+0096 where a dash was meant. YAML allows none of them.
//!
//! In: a text. Out: the same text with each of them written as a character that YAML allows, and as long as it was, so
//! that offsets hold ([`masked`]); and, of what was read from that, the characters that were meant ([`unmask`]).

use serde_json::{Map, Value};
use std::borrow::Cow;

/// What windows-1252 means by the bytes 0x80 to 0x9f; by five of them nothing, and U+0085 ends a line.
const MEANT: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '\u{85}', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The first byte of such a character, and that of a letter of N'Ko, which stands for it.
const FIRST: u8 = 0xc2;
const MASK: u8 = 0xdf;

/// The text without such characters, as long as it was.
pub fn masked(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is = |at: usize, first: u8| bytes[at] == first && matches!(bytes.get(at + 1), Some(0x80..=0x9f));
    let meant = |at: &usize| is(*at, FIRST) && bytes[at + 1] != 0x85;
    let places: Vec<usize> = places_of(bytes, FIRST).filter(meant).collect();
    if places.is_empty() || places_of(bytes, MASK).any(|at| is(at, MASK)) {
        return text.into();
    }
    let mut written = bytes.to_vec();
    places.iter().for_each(|at| written[*at] = MASK);
    String::from_utf8(written).map_or_else(|_| text.into(), Cow::Owned)
}

fn places_of(bytes: &[u8], wanted: u8) -> impl Iterator<Item = usize> {
    bytes.iter().enumerate().filter(move |(_, byte)| **byte == wanted).map(|(at, _)| at)
}

/// What was read from a masked text, with the characters that were meant.
pub fn unmask(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(unmasked(&text)),
        Value::Array(items) => items.into_iter().map(unmask).collect(),
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (unmasked(&key), unmask(value))).collect::<Map<_, _>>())
        }
        other => other,
    }
}

fn unmasked(text: &str) -> String {
    let meant = |c: char| match c {
        '\u{7c0}'..='\u{7df}' => Some(MEANT[c as usize - 0x7c0]).filter(|c| *c != '\0'),
        c => Some(c),
    };
    text.chars().filter_map(meant).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{parse, written};
    use super::*;

    #[test]
    fn the_dash_of_windows_is_a_dash_and_nothing_moves() {
        let text = "a: x \u{96} y\u{92}s\nb: [\u{93}q\u{94}, \u{81}]\n";
        assert_eq!(masked(text).len(), text.len());
        let map = parse(text).unwrap();
        assert_eq!(
            (map["a"].as_str(), map["b"][0].as_str(), map["b"][1].as_str()),
            (Some("x – y’s"), Some("“q”"), Some(""))
        );
        assert_eq!(&text[super::super::locate(text, &[super::super::Step::Key("b".into())])][..1], "[");
        assert!(parse("a: \u{7c0}\n").unwrap()["a"] == "\u{7c0}", "N'Ko is N'Ko");
        assert!(parse("a: \u{7c0}\u{96}\n").is_err());
        assert_eq!(written("a: b", 3, "b", 0), 3);
    }
}
