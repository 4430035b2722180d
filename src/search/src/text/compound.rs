//! The pieces of a compound.
//!
//! In: the token of a whole word that has borders inside. Out: its pieces, in the order in which they begin, a longer
//! one first: the runs between joiners, and in each run what case and digits set apart.

use super::class::{self, CYRILLIC, DIGIT, JOINER, LETTER, LOWER, MARK, UNSEEN, UPPER};
use super::{Part, Token, fold};
use std::collections::VecDeque;
use std::ops::Range;

/// A run with more borders than this is no name but a hash or encoded data: it stays whole.
const MOST_BORDERS: usize = 6;

/// Adds the pieces of `whole` and tells how many positions they take: a run each. With a run of one character
/// (e-mail, т.е, v1.2) the whole is one word at one position, and its pieces are inside it.
pub(super) fn pieces<'a>(text: &'a str, whole: &Token<'a>, into: &mut VecDeque<Token<'a>>) -> u32 {
    let runs = runs(text, whole.range.clone());
    let apart = runs.len() > 1 && !runs.iter().any(|run| single(text.get(run.clone()).unwrap_or_default()));
    let mut position = whole.position;
    let mut known = 0;
    for run in &runs {
        let part = if apart { Part::Piece } else { Part::Inner };
        if runs.len() > 1 {
            add(text, run.clone(), position, part, known, into);
        }
        let borders = borders(text, run.clone());
        if borders.len() <= MOST_BORDERS {
            inner(run, &borders, &mut |range| add(text, range, position, Part::Inner, known, into));
        }
        if apart {
            position += 1;
            known = into.len();
        }
    }
    (position - whole.position).max(1)
}

fn single(run: &str) -> bool {
    run.chars().nth(1).is_none()
}

/// Adds a piece, unless it is a single character or the same as one at its position, which begin at `known`.
fn add<'a>(
    text: &'a str,
    range: Range<usize>,
    position: u32,
    part: Part,
    known: usize,
    into: &mut VecDeque<Token<'a>>,
) {
    let term = fold(text.get(range.clone()).unwrap_or_default());
    if !single(&term) && !into.iter().skip(known).any(|token| token.term == term) {
        into.push_back(Token { term, range, position, part });
    }
}

/// What joiners other than apostrophes part.
fn runs(text: &str, word: Range<usize>) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = word.start;
    let joins = |c: char| class::of(c) & JOINER != 0 && !matches!(c, '\'' | '\u{2019}');
    for run in text.get(word).unwrap_or_default().split_inclusive(joins) {
        let length = run.trim_end_matches(joins).len();
        if length > 0 {
            runs.push(start..start + length);
        }
        start += run.len();
    }
    runs
}

/// A place where a piece may begin.
struct Border {
    at: usize,
    /// Between a letter and a digit; otherwise between letters.
    number: bool,
}

/// `b2`, `2b`, `aB` and `ABcd`. In Russian `КАМов` is an acronym with an ending, and so is `KPIs` in English.
fn borders(text: &str, run: Range<usize>) -> Vec<Border> {
    let mut borders = Vec::new();
    let (mut before, mut last, mut last_at) = (0, 0, run.start);
    let chars = text.get(run.clone()).unwrap_or_default().char_indices().map(|(at, c)| (run.start + at, class::of(c)));
    for (at, seen) in chars.filter(|(_, seen)| seen & (MARK | UNSEEN) == 0) {
        let number = last != 0 && (seen ^ last) & DIGIT != 0 && (seen | last) & LETTER != 0;
        let camel = last & LOWER != 0 && seen & UPPER != 0;
        let acronym = before & last & UPPER != 0 && seen & LOWER != 0 && seen & CYRILLIC == 0;
        if number || camel {
            borders.push(Border { at, number });
        } else if acronym && !plural(text.get(at..run.end)) {
            borders.push(Border { at: last_at, number: false });
        }
        (before, last, last_at) = (last, seen, at);
    }
    borders
}

fn plural(rest: Option<&str>) -> bool {
    let rest = rest.unwrap_or_default();
    rest.strip_prefix('s').is_some_and(|rest| !rest.starts_with(|c| class::of(c) & LETTER != 0))
}

/// Hands over what stands between the digits, each with what case sets apart in it.
fn inner(run: &Range<usize>, borders: &[Border], add: &mut dyn FnMut(Range<usize>)) {
    let mut start = run.start;
    let mut ends = Vec::new();
    for (at, number) in borders.iter().map(|border| (border.at, border.number)).chain([(run.end, true)]) {
        ends.push(at);
        if number {
            add_letters(start, &ends, at - start < run.len(), add);
            ends.clear();
            start = at;
        }
    }
}

fn add_letters(start: usize, ends: &[usize], part_of_run: bool, add: &mut dyn FnMut(Range<usize>)) {
    if let (true, Some(&end)) = (part_of_run, ends.last()) {
        add(start..end);
    }
    if ends.len() > 1 {
        let starts = [start].into_iter().chain(ends.iter().copied());
        starts.zip(ends).for_each(|(from, &to)| add(from..to));
    }
}
