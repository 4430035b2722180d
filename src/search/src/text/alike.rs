//! Letters that only look like those of the other script.
//!
//! In: a word that mixes Latin with Cyrillic, or Cyrillic with digits. Out: its term.
//!
//! 1. "клиeнт" with a Latin e: a run that mixes the scripts, and all of whose letters of one look like the other's,
//!    becomes the other's. Where that goes for both, the script with more letters wins, Cyrillic a tie.
//! 2. В2В, 1С, А-320: with a digit, Cyrillic letters that all have a double become Latin, whatever their case (who
//!    types в2в means it too): first in each run, then in the whole.

use super::chars::{folded, small};
use super::class::{self, CYRILLIC, DIGIT, LATIN};

/// Letters that look the same in capitals; the last three are not Russian, so no Latin letter becomes them.
const CYRILLIC_DOUBLES: &str = "авекмнорстухіѕј";
const LATIN_DOUBLES: &str = "abekmhopctyxisj";

/// The term of a word.
#[inline(never)]
pub(super) fn term(word: &str) -> String {
    let mut term = String::with_capacity(word.len());
    for run in word.split_inclusive(['-', '_', '.', '\u{2010}', '\u{2011}']) {
        term.push_str(&latin_with_digits(small(&one_script(run))));
    }
    latin_with_digits(term)
}

fn one_script(run: &str) -> String {
    let count = |script| run.chars().filter(|&c| class::of(c) & script != 0).count();
    let (latin, cyrillic) = (count(LATIN), count(CYRILLIC));
    if latin == 0 || cyrillic == 0 {
        return run.to_owned();
    }
    match (turned(run, LATIN, true), turned(run, CYRILLIC, true)) {
        (Some(_), Some(in_latin)) if latin > cyrillic => in_latin,
        (in_cyrillic, in_latin) => in_cyrillic.or(in_latin).unwrap_or_else(|| run.to_owned()),
    }
}

fn latin_with_digits(term: String) -> String {
    let digits = term.chars().any(|c| class::of(c) & DIGIT != 0);
    if digits { turned(&term, CYRILLIC, false).unwrap_or(term) } else { term }
}

/// The text with the doubles of all letters of `script`, if they all have one; of `exact` doubles, if small letters
/// must look the same too.
#[inline(never)]
fn turned(text: &str, script: u16, exact: bool) -> Option<String> {
    let turn = |c| if class::of(c) & script == 0 { Some(c) } else { double(c, script, exact) };
    text.chars().map(turn).collect()
}

/// В looks like B, but в does not look like b.
fn double(c: char, script: u16, exact: bool) -> Option<char> {
    let small = folded(c)?;
    let to_cyrillic = script == LATIN;
    let (from, to) = if to_cyrillic { (LATIN_DOUBLES, CYRILLIC_DOUBLES) } else { (CYRILLIC_DOUBLES, LATIN_DOUBLES) };
    let place = from.chars().position(|double| double == small)?;
    let only_capitals = matches!(place, 1 | 3 | 4 | 5 | 9);
    let russian = place < 12;
    (!(exact && only_capitals && small == c) && (russian || !to_cyrillic)).then(|| to.chars().nth(place))?
}
