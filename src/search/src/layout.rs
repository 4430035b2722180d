//! The other keyboard layout: what was typed with Russian letters switched off, or on.
//!
//! In: a word as it was typed, before it is cut into tokens, for ж, э, х, ъ, б, ю and ё are punctuation on an English
//! keyboard. Out: what the same keys give on the other one.

/// Keys of the English and the Russian layout, in the same order, without and with shift.
const KEYS: [(&str, &str); 2] = [
    ("qwertyuiop[]asdfghjkl;'zxcvbnm,./`", "йцукенгшщзхъфывапролджэячсмитьбю.ё"),
    ("QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?~", "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,Ё"),
];

/// The word on the other layout, if it has letters of one of the two and only of one.
pub fn other(word: &str) -> Option<String> {
    let cyrillic = word.chars().any(|c| matches!(c, 'А'..='я' | 'Ё' | 'ё'));
    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
    if cyrillic == latin {
        return None;
    }
    Some(word.chars().map(|c| key(c, latin)).collect())
}

fn key(c: char, from_latin: bool) -> char {
    let turned = |(latin, cyrillic)| if from_latin { (latin, cyrillic) } else { (cyrillic, latin) };
    let found = KEYS.into_iter().map(turned).find_map(|(from, to): (&str, &str)| {
        let place = from.chars().position(|key| key == c)?;
        to.chars().nth(place)
    });
    found.unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        for (latin, cyrillic) in [
            ("vtytl;th", "менеджер"),
            ("Ghbdtn", "Привет"),
            ("[jxe", "хочу"),
            ("'kbnf", "элита"),
            ("j,]`v", "объём"),
            ("rk.x", "ключ"),
            ("key-account", "лун-фссщгте"),
            ("can't", "сфтэе"),
            ("node.js", "тщвуюоы"),
            ("{AR", "ХФК"),
        ] {
            assert_eq!(other(latin).as_deref(), Some(cyrillic));
            assert_eq!(other(cyrillic).as_deref(), Some(latin));
        }
    }

    #[test]
    fn nothing_to_change() {
        for word in ["", "123", "[];'", "日本", "b2b-клиент"] {
            assert_eq!(other(word), None, "{word}");
        }
    }
}
