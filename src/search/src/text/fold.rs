//! Terms from words: one spelling for what a reader takes for the same.
//!
//! In: a word as it is written. Out: its term: lower case, ё as е, one apostrophe and one hyphen, nothing of zero
//! width, no stress marks, letters of one script where those of another only look like them, at most 64 characters.

use super::case;
use super::class::{self, CYRILLIC, DIGIT, FOLDS, LATIN};
use std::borrow::Cow;

/// Longer terms are cut: nobody types them, and a data URL must not become a word.
pub(super) const LONGEST: usize = 64;

/// Cyrillic letters that look like Latin ones in capitals, in pairs.
const PAIRS: &[(char, char)] = &[
    ('а', 'a'),
    ('в', 'b'),
    ('е', 'e'),
    ('к', 'k'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ѕ', 's'),
    ('ј', 'j'),
];

/// The term of a word.
pub fn fold(word: &str) -> Cow<'_, str> {
    fold_known(word, word.chars().fold(0, |seen, c| seen | class::of(c)))
}

/// The term of a word whose characters have these flags together.
#[inline]
pub(super) fn fold_known(word: &str, seen: u16) -> Cow<'_, str> {
    let alike = seen & CYRILLIC != 0 && seen & (LATIN | DIGIT) != 0;
    if seen & FOLDS == 0 && !alike && word.len() <= LONGEST {
        return Cow::Borrowed(word);
    }
    fold_slowly(word, alike)
}

#[inline(never)]
fn fold_slowly(word: &str, alike: bool) -> Cow<'_, str> {
    // What is cut may hold the letter that decides.
    let alike = alike && word.chars().filter_map(folded).nth(LONGEST - 1).is_none();
    let one_script = if alike { one_script(word) } else { Cow::Borrowed(word) };
    let mut term = String::with_capacity(word.len().min(4 * LONGEST));
    for c in one_script.chars() {
        term.extend(folded(c));
    }
    if let Some((end, _)) = term.char_indices().nth(LONGEST) {
        term.truncate(end);
    }
    if alike {
        term = latin_with_digits(&term);
    }
    if term == word { Cow::Borrowed(word) } else { Cow::Owned(term) }
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
        'İ' => Some('i'),
        _ if stress(c) || class::unseen(c) => None,
        _ => Some(case::small(c)),
    }
}

/// Accents put on Russian vowels to show the stress; what they make part of a letter is composed already (NFC).
pub(super) fn stress(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}')
}

/// "клиeнт" with a Latin e: in each run that mixes the scripts, the letters that only look like the other script's
/// become it. Where both could, the script with more letters wins, Cyrillic a tie.
#[inline(never)]
fn one_script(word: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(word.len() + 8);
    for run in word.split_inclusive(joins) {
        let (latin, cyrillic) = (letters(run, LATIN), letters(run, CYRILLIC));
        let to_cyrillic = latin.all_alike && (cyrillic.count >= latin.count || !cyrillic.all_alike);
        match latin.count > 0 && cyrillic.count > 0 && (to_cyrillic || cyrillic.all_alike) {
            true if to_cyrillic => out.extend(run.chars().map(|c| seen_as(c, LATIN).unwrap_or(c))),
            true => out.extend(run.chars().map(|c| seen_as(c, CYRILLIC).unwrap_or(c))),
            false => out.push_str(run),
        }
    }
    Cow::Owned(out)
}

fn joins(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | '\u{2010}' | '\u{2011}')
}

/// How many letters of a script there are, and whether all have a double in the other.
struct Letters {
    count: usize,
    all_alike: bool,
}

fn letters(run: &str, script: u16) -> Letters {
    let mut found = Letters { count: 0, all_alike: true };
    for c in run.chars().filter(|&c| class::of(c) & script != 0) {
        found.count += 1;
        found.all_alike &= seen_as(c, script).is_some();
    }
    found
}

/// The double of a letter of `script` in the other one, as it looks: В looks like B, в does not look like b.
#[inline(never)]
fn seen_as(c: char, script: u16) -> Option<char> {
    let small = folded(c)?;
    let &(cyrillic, latin) = PAIRS.iter().find(|&&(a, b)| if script == LATIN { b == small } else { a == small })?;
    let looks = small != c || !matches!(cyrillic, 'в' | 'к' | 'м' | 'н' | 'т');
    let russian = !matches!(cyrillic, 'і' | 'ѕ' | 'ј');
    match script {
        LATIN => (looks && russian).then_some(cyrillic),
        _ => looks.then_some(latin),
    }
}

/// В2В, 1С, А-320: with a digit, Cyrillic letters that all have a double become Latin, whatever their case (who
/// types в2в means it too): first in each run, then in the whole.
#[inline(never)]
fn latin_with_digits(term: &str) -> String {
    let runs: String = term.split_inclusive(joins).map(latin_run).collect();
    latin_run(&runs)
}

fn latin_run(run: &str) -> String {
    let doubles = || run.chars().map(|c| PAIRS.iter().find(|&&(a, _)| a == c).map_or(c, |&(_, b)| b));
    let whole = doubles().all(|c| class::of(c) & CYRILLIC == 0);
    let digits = run.chars().any(|c| class::of(c) & DIGIT != 0);
    if whole && digits { doubles().collect() } else { run.to_string() }
}
