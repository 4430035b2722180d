//! Words as they are typed by somebody who has not got their letters: `brulee` for brûlée, `lodz` for Łódź, `strasse`
//! for Straße, `co2` for CO₂, `1.2.3` for v1.2.3, `email` for e-mail, `dont` for don't.
//!
//! In: a term. Out: its plain form, if it has one that differs. An index keeps it beside the word, marked by [`TWIN`],
//! so that what was typed exactly stands first.

use super::chars::folded;
use crate::wire::cut;

/// Stands behind the plain form of a term. No term has it elsewhere, and it sorts before all that a term may go on
/// with: both are in one file of the index.
pub const TWIN: char = '!';

const LATIN_1: &str = " aaaaaa ceeeeiiiidnooooo ouuuuy y";
const LATIN_A: &str = " a a a c c c c d d e e e e e g g g g h h i i i i i   j kk l l l l l n n nn n o o o   r r r s s s s t t t u u u u u u w y  z z zs";
const LATIN_B: &str =
    " a i o u u u u u  a a     g k o o  j    g   n a   o a a e e i i o o r r u u s t   h       a e o o o o y";
const LATIN_MORE: &str = " a b b b c d d d d d e e e e e f g h h h h h i i k k k l l l l m m m n n n n o o o o p p r r r r s s s s s t t t t u u u u u v v w w w w w x x y z z zhtwy       a a a a a a a a a a a a e e e e e e e e i i o o o o o o o o o o o o u u u u u u u y y y y      ";

/// What a character is without its mark; `None` if it has none.
#[inline(never)]
pub(super) fn letter(c: char) -> Option<&'static str> {
    let (table, first) = match c {
        'ß' => return Some("ss"),
        'æ' | 'ǣ' | 'ǽ' => return Some("ae"),
        'œ' => return Some("oe"),
        'þ' => return Some("th"),
        'ĳ' => return Some("ij"),
        'ﬀ' => return Some("ff"),
        'ﬁ' => return Some("fi"),
        'ﬂ' => return Some("fl"),
        'ﬃ' => return Some("ffi"),
        'ﬄ' => return Some("ffl"),
        'ơ' => return Some("o"),
        'ư' => return Some("u"),
        'ƀ' => return Some("b"),
        'ƶ' => return Some("z"),
        '\u{DF}'..='\u{FF}' => (LATIN_1, 0xDF),
        '\u{100}'..='\u{17F}' => (LATIN_A, 0x100),
        '\u{1CD}'..='\u{233}' => (LATIN_B, 0x1CD),
        '\u{1E00}'..='\u{1EFF}' => (LATIN_MORE, 0x1E00),
        _ => return other(c),
    };
    let at = c as usize - first;
    table.get(at..=at).filter(|plain| *plain != " ")
}

/// Greek letters, small digits, vowel points of Hebrew and Arabic, marks that stand alone.
fn other(c: char) -> Option<&'static str> {
    const DIGITS: &str = "0123456789";
    let digit = |at: u32| DIGITS.get(at as usize..=at as usize);
    let code = c as u32;
    match c {
        'ά' => Some("α"),
        'έ' => Some("ε"),
        'ή' => Some("η"),
        'ί' | 'ϊ' | 'ΐ' => Some("ι"),
        'ό' => Some("ο"),
        'ύ' | 'ϋ' | 'ΰ' => Some("υ"),
        'ώ' => Some("ω"),
        '¹' => Some("1"),
        '²' | '³' => digit(code - 0xB0),
        '⁰' | '⁴'..='⁹' => digit(code - 0x2070),
        '₀'..='₉' => digit(code - 0x2080),
        '\u{302}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C7}' => Some(""),
        '\u{64B}'..='\u{65F}' | '\u{670}' => Some(""),
        _ => None,
    }
}

/// The plain form of a term.
#[inline(never)]
pub fn plain(term: &str) -> Option<String> {
    // v1.2.3
    if let Some(number) = term.strip_prefix('v') {
        let digit = number.as_bytes().first().is_some_and(u8::is_ascii_digit);
        if digit && cut(number, b'.').is_some() {
            return Some(number.to_owned());
        }
    }
    let ascii = term.is_ascii();
    let joined = if term.ends_with("n't") { Some('\'') } else { short(term).then_some('-') };
    if ascii && joined.is_none() {
        return None;
    }
    let mut out = String::with_capacity(term.len());
    for c in term.chars() {
        match letter(c) {
            Some(plain) => out.push_str(plain),
            None if Some(c) != joined => out.push(c),
            None => {}
        }
    }
    if out == term || out.is_empty() {
        return None;
    }
    // Without its mark a letter may look like one of the other script.
    Some(super::fold(&out).into_owned()).filter(|out| out != term)
}

/// e-mail, x-ray, log-in, co-operate: two words of letters, one of them so short that many write both together.
fn short(term: &str) -> bool {
    let Some((first, second)) = cut(term, b'-') else { return false };
    let letters = |run: &str| run.chars().all(char::is_alphabetic);
    let (a, b) = (first.chars().take(3).count(), second.chars().take(3).count());
    let is_short = if a.min(b) == 1 { a != b } else { a.min(b) == 2 && term.is_ascii() };
    a.min(b) > 0 && is_short && letters(first) && letters(second)
}

/// What somebody may mean who types two letters for one: `mueller` for Müller, `aarhus` for Århus.
pub fn shorter(term: &str) -> Option<String> {
    let mut shorter = String::with_capacity(term.len());
    let mut last = ' ';
    for c in term.chars() {
        if !matches!((last, c), ('a' | 'o' | 'u', 'e') | ('a', 'a')) {
            shorter.push(c);
        }
        last = c;
    }
    (shorter.len() < term.len()).then_some(shorter)
}

/// Whether a character has a plain form, in whatever case it stands.
pub(super) fn has(c: char) -> bool {
    c >= '\u{80}' && folded(c).and_then(letter).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_as_long_as_their_blocks() {
        let lengths = [LATIN_1, LATIN_A, LATIN_B, LATIN_MORE].map(str::len);
        assert_eq!(lengths, [0x21, 0x80, 0x67, 0x100]);
    }

    #[test]
    fn letters_lose_their_marks() {
        let plain: String = "éàçñüöäåøłđßœæþšžčřěůťňőűśćżźąęșțğı".chars().filter_map(letter).collect();
        assert_eq!(plain, "eacnuoaaoldssoeaethszcreutnouscz".to_owned() + "zaestgi");
        let plain: String = "ếộữạ²₂³ﬁώ\u{308}".chars().filter_map(letter).collect();
        assert_eq!(plain, "eoua223fiω");
        assert!("abcйёіїa1".chars().all(|c| letter(c).is_none()));
    }

    #[test]
    fn terms_have_plain_forms() {
        for (term, expected) in [
            ("brûlée", "brulee"),
            ("v1.2.3", "1.2.3"),
            ("e-mail", "email"),
            ("re-use", "reuse"),
            ("log-in", "login"),
            ("don't", "dont"),
        ] {
            assert_eq!(plain(term).as_deref(), Some(expected));
        }
        for term in ["cafe", "v1", "key-account", "а-320", "e-", "it's", "node.js", "клиент"] {
            assert_eq!(plain(term), None, "{term}");
        }
        assert_eq!(shorter("mueller").as_deref(), Some("muller"));
    }
}
