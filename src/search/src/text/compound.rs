//! The pieces of a compound.
//!
//! In: the token of a whole word that has borders inside. Out: its pieces, in the order in which they begin, a longer
//! one first: the runs between joiners, and in each run what case and digits set apart.

use super::chars::{LONGEST, unseen};
use super::class::{self, CYRILLIC, DIGIT, JOINER, LOWER, MARK, UNSEEN, UPPER, WORD};
use super::plain::{TWIN, plain};
use super::{Part, Token, fold};
use std::borrow::Cow;
use std::ops::Range;

/// A run with more parts than this is no name but a hash or encoded data: it stays whole.
const MOST_PARTS: usize = 6;

/// Adds the pieces of `whole` and tells how many positions they take: a run each. With a run of one character
/// (e-mail, т.е, v1.2) the whole is one word at one position, and its pieces are inside it. Runs are looked into only
/// if case or digits may have `parted` something.
#[inline(never)]
pub(super) fn pieces<'a>(text: &'a str, whole: &Token<'a>, parted: bool, into: &mut Vec<Token<'a>>) -> u32 {
    let runs = runs(text, whole.range.clone());
    // Pieces begin at `known` that share the position: none comes twice, and none is a single character.
    let apart = runs.len() > 1 && !runs.iter().any(|run| single(&fold(text.get(run.clone()).unwrap_or_default())));
    let mut position = whole.position;
    let mut known = 0;
    for run in &runs {
        let mut add = |range, part| {
            let piece = Token { term: fold(text.get(Range::clone(&range)).unwrap_or_default()), range, position, part };
            let double = part == Part::Inner && piece.term == whole.term;
            if !single(&piece.term) && !double && !into.iter().skip(known).any(|token| token.term == piece.term) {
                let twin = if part == Part::Piece && !piece.term.is_ascii() { twin(&piece) } else { None };
                into.push(piece);
                into.extend(twin);
            }
        };
        if runs.len() > 1 {
            add(run.clone(), if apart { Part::Piece } else { Part::Inner });
        }
        if parted {
            inner(text, run, &mut |range| add(range, Part::Inner));
        }
        if apart {
            position += 1;
            known = into.len();
        }
    }
    (position - whole.position).max(1)
}

/// The plain form of a word or a piece of one.
pub(super) fn twin<'a>(token: &Token<'a>) -> Option<Token<'a>> {
    let mut term = plain(&token.term)?;
    term.push(TWIN);
    let fits = term.chars().nth(LONGEST).is_none();
    fits.then(|| Token { term: Cow::Owned(term), part: Part::Twin, ..token.clone() })
}

/// The words that apostrophes set apart: `équipe` of l’équipe, `brien` of O'Brien. Of client's and don't nothing: behind
/// the last apostrophe stands an ending.
pub(super) fn elided<'a>(text: &'a str, token: &Token<'a>) -> Vec<Token<'a>> {
    let mut pieces = Vec::new();
    let mut end = token.range.end;
    for run in text.get(token.range.clone()).unwrap_or_default().rsplit(['\'', '\u{2019}']) {
        let range = end - run.len()..end;
        if run.chars().nth(2).is_some() {
            pieces.push(Token { term: fold(run), range: range.clone(), part: Part::Inner, ..token.clone() });
        } else if range.end == token.range.end {
            break;
        }
        end = text.get(..range.start).map_or(0, |before| before.trim_end_matches(['\'', '\u{2019}']).len());
    }
    pieces.reverse();
    pieces
}

/// Whether there is at most one character.
fn single(run: &str) -> bool {
    run.chars().nth(1).is_none()
}

/// What joiners other than apostrophes part.
fn runs(text: &str, word: Range<usize>) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = word.start;
    let joins = |c: char| class::of(c) & JOINER != 0 && !matches!(c, '\'' | '\u{2019}');
    for run in text.get(word).unwrap_or_default().split_inclusive(joins) {
        let seen = run.trim_end_matches(joins);
        let from = start + seen.len() - seen.trim_start_matches(unseen).len();
        if from < start + seen.len() {
            runs.push(from..start + seen.len());
        }
        start += run.len();
    }
    runs
}

/// Hands over what stands inside a run: letters and digits apart, then what case sets apart in the letters.
fn inner(text: &str, run: &Range<usize>, add: &mut dyn FnMut(Range<usize>)) {
    let spells = spells(text, run);
    if spells.len() > MOST_PARTS || spells.len() > 1 && hex(text.get(run.clone()).unwrap_or_default()) {
        return;
    }
    for spell in &spells {
        let words = words(text, spell);
        let long = text.get(spell.clone()).is_some_and(|spell| spell.chars().nth(2).is_some());
        if spells.len() == 2 || spells.len() > 2 && long {
            add(spell.clone());
        }
        if words.len() > 1 && words.len() <= MOST_PARTS {
            words.into_iter().for_each(&mut *add);
        } else if plural(text.get(spell.clone()).unwrap_or_default()) {
            add(spell.start..spell.end - 1);
        }
    }
}

/// KPIs: two capitals or more and an s, which no stemmer takes off.
fn plural(spell: &str) -> bool {
    let acronym = spell.strip_suffix('s').unwrap_or_default();
    acronym.len() > 1 && acronym.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `a285`, of an address or an identifier: nothing of it is a word.
fn hex(run: &str) -> bool {
    run.len() >= 4 && run.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Letters and digits apart.
#[inline(never)]
fn spells(text: &str, run: &Range<usize>) -> Vec<Range<usize>> {
    let mut spells = Vec::new();
    let (mut start, mut last) = (run.start, 0);
    for (at, seen) in seen(text, run).filter(|(_, seen)| seen & WORD != 0) {
        if last & DIGIT != seen & DIGIT && last != 0 {
            spells.push(start..at);
            start = at;
        }
        last = seen;
    }
    spells.push(start..run.end);
    spells
}

/// `aB` and `ABcd` apart, but not КАМов, KPIs or IPsec.
#[inline(never)]
fn words(text: &str, spell: &Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let (mut start, mut last_at, mut last) = (spell.start, spell.start, 0);
    for (at, seen) in seen(text, spell) {
        if last & LOWER != 0 && seen & UPPER != 0 {
            words.push(start..at);
            start = at;
        } else if last & UPPER != 0 && seen & LOWER != 0 && seen & CYRILLIC == 0 && acronym(text, start..last_at, at) {
            words.push(start..last_at);
            start = last_at;
        }
        (last_at, last) = (at, seen);
    }
    words.push(start..spell.end);
    words
}

/// Whether an acronym of two letters or more ends there, and a word of three letters or more begins, whose second
/// stands at `second`.
fn acronym(text: &str, acronym: Range<usize>, second: usize) -> bool {
    let acronym = text.get(acronym).unwrap_or_default();
    let small = text.get(second..).unwrap_or_default().chars().take_while(|&c| class::of(c) & LOWER != 0);
    !single(acronym) && acronym.chars().all(|c| class::of(c) & UPPER != 0) && small.take(2).count() == 2
}

/// The characters of a part, with their flags; marks and what is not seen go with the character before them.
fn seen(text: &str, part: &Range<usize>) -> impl Iterator<Item = (usize, u16)> {
    let start = part.start;
    let chars = text.get(part.clone()).unwrap_or_default().char_indices();
    chars.map(move |(at, c)| (start + at, class::of(c))).filter(|(_, seen)| seen & (MARK | UNSEEN) == 0)
}
