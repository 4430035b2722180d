//! What may have been meant: the name that is nearest to one that does not exist.
//!
//! In: names, sorted once ([`Near`]), then words. Out: the nearest name each, if one is near enough. Of names that begin
//! alike the beginning is compared once, what is already too far is left with all that follows it, and a word that would
//! still need many looks gets no answer: ten thousand broken links on a site of ten thousand pages cost ten thousand
//! walks and not a hundred million comparisons.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many edits a name may be away from a word of so many characters.
fn limit(length: usize) -> usize {
    (length / 3).clamp(1, 3)
}

/// The closest of `candidates` to `word`, if it is close enough to be worth suggesting. For a few candidates; what is
/// asked for often is a [`Near`].
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = limit(length);
    let near = |c: &&str| c.chars().count().abs_diff(length) <= limit && unlike(word, c) <= limit;
    let measured = candidates.into_iter().filter(near).map(|c| (strsim::osa_distance(word, c), c));
    measured.filter(|(distance, _)| *distance <= limit).min().map(|(_, c)| c)
}

/// Whether a name is one edit away from another, a long one two: what a hand slips by, and no word of its own.
pub fn is_edit(word: &str, name: &str) -> bool {
    let length = word.chars().count().min(name.chars().count());
    let most = if length < 10 { 1 } else { 2 };
    word != name && unlike(word, name) <= most && strsim::osa_distance(word, name) <= most
}

/// "did you mean `x`?", or the list of what is known when nothing is near.
pub fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.collect();
    match closest(word, known.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if known.is_empty() => None,
        None => Some(format!("known keys: {}", known.join(", "))),
    }
}

/// "; did you mean `x`?", to stand behind a sentence, or nothing.
pub fn or_near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    closest(word, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// How many letters one text has and the other has not, at least: never more than their distance, which takes the
/// product of their lengths to find.
fn unlike(a: &str, b: &str) -> usize {
    let mut balance = [0_i32; 64];
    a.chars().for_each(|c| balance[c as usize % 64] += 1);
    b.chars().for_each(|c| balance[c as usize % 64] -= 1);
    let more = |sign: i32| balance.iter().map(|n| (n * sign).max(0)).sum::<i32>();
    more(1).max(more(-1)).unsigned_abs() as usize
}

/// Names that are asked for what is near: by how many characters they have, sorted.
#[derive(Clone, Debug, Default)]
pub struct Near(BTreeMap<usize, Vec<Box<str>>>);

/// Beginnings of names that are looked at for one word: more than a name of ordinary length among a few hundred that
/// are like it takes, and little beside reading a page.
const MOST: usize = 5_000;

/// A row of the table of distances: how far the beginning of a name is from each beginning of the word that is at most
/// [`BAND`] characters longer or shorter. What is farther away is too far for any limit.
type Row = [u8; 2 * BAND + 1];
const BAND: usize = 3;
const FAR: u8 = u8::MAX / 2;

impl Near {
    /// Of these names.
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut all = BTreeMap::<usize, Vec<Box<str>>>::new();
        names.for_each(|name| all.entry(name.chars().count()).or_default().push(name.into()));
        for names in all.values_mut() {
            names.sort_unstable();
            names.dedup();
        }
        Self(all)
    }

    /// The closest to `word`, the first in order of several, if it is close enough to be worth suggesting.
    pub fn closest(&self, word: &str) -> Option<&str> {
        let word: Vec<char> = word.chars().collect();
        let left = Cell::new(MOST);
        (0..=limit(word.len())).find_map(|most| {
            let lengths = self.0.range(word.len().saturating_sub(most)..=word.len() + most);
            let found = lengths.filter_map(|(length, names)| {
                Walk { names, length: *length, word: &word, most: most as u8, left: &left }.first()
            });
            found.min()
        })
    }
}

/// One look for a name at most so far away, among those of one length.
struct Walk<'a, 'w> {
    names: &'a [Box<str>],
    length: usize,
    word: &'w [char],
    most: u8,
    left: &'w Cell<usize>,
}

/// A beginning that names share.
#[derive(Clone, Copy)]
struct Beginning {
    bytes: usize,
    /// In characters.
    length: usize,
    last: Option<char>,
    row: Row,
    before: Row,
}

impl Beginning {
    /// The one of all names. The n-th beginning of the word is n away from it.
    fn none() -> Self {
        let row = std::array::from_fn(|at| if at < BAND { FAR } else { (at - BAND) as u8 });
        Self { bytes: 0, length: 0, last: None, row, before: [FAR; 2 * BAND + 1] }
    }
}

impl<'a> Walk<'a, '_> {
    fn first(&self) -> Option<&'a str> {
        self.below(&Beginning::none(), 0..self.names.len())
    }

    /// The first of these names that is near enough. They begin alike.
    fn below(&self, beginning: &Beginning, mut names: Range<usize>) -> Option<&'a str> {
        if beginning.length == self.length {
            return self.names.get(names.start).map(|name| &**name).filter(|_| self.least(&beginning.row) <= self.most);
        }
        while let Some(name) = self.names.get(names.clone())?.first() {
            let letter = name[beginning.bytes..].chars().next()?;
            let same = |name: &str| name[beginning.bytes..].starts_with(letter);
            let end = names.start + self.names[names.clone()].partition_point(|name| same(name));
            self.left.set(self.left.get().checked_sub(1)?);
            let longer = self.with(beginning, letter);
            if self.may_end_near(&longer) {
                let found = self.below(&longer, names.start..end);
                if found.is_some() {
                    return found;
                }
            }
            names.start = end;
        }
        None
    }

    /// A beginning with one character more. As everywhere in docent, two neighbours that have changed places are one
    /// edit.
    fn with(&self, beginning: &Beginning, letter: char) -> Beginning {
        let length = beginning.length + 1;
        let mut row = [FAR; 2 * BAND + 1];
        for at in 0..row.len() {
            // How many characters of the word: none before its beginning, none behind its end.
            let Some(taken) = (length + at).checked_sub(BAND).filter(|taken| *taken <= self.word.len()) else {
                continue;
            };
            let above = beginning.row.get(at + 1).map_or(FAR, |far| far + 1);
            let left = at.checked_sub(1).map_or(FAR, |at| row[at] + 1);
            row[at] = above.min(left).min(FAR);
            let Some(own) = taken.checked_sub(1).map(|last| self.word[last]) else { continue };
            row[at] = row[at].min(beginning.row[at] + u8::from(own != letter));
            let swapped = taken >= 2 && beginning.last == Some(own) && self.word[taken - 2] == letter;
            if swapped {
                row[at] = row[at].min(beginning.before[at] + 1);
            }
        }
        let bytes = beginning.bytes + letter.len_utf8();
        Beginning { bytes, length, last: Some(letter), row, before: beginning.row }
    }

    /// How far what goes on from a row is at least, in the end: what one of the two has more there, it has to lose.
    fn least(&self, row: &Row) -> u8 {
        let end = self.word.len() + BAND - self.length;
        let in_the_end = |(at, far): (usize, &u8)| far.saturating_add(at.abs_diff(end) as u8);
        row.iter().enumerate().map(in_the_end).min().unwrap_or(FAR)
    }

    /// Whether what goes on from here can be near enough. A change of places looks back one row more.
    fn may_end_near(&self, beginning: &Beginning) -> bool {
        self.least(&beginning.row) <= self.most || self.least(&beginning.before) < self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_never_less_alike_than_their_distance() {
        let words = ["", "title", "titel", "tilte", "роль", "роли", "role", "a-b-c", "b-a-c", "lorem ipsum"];
        for (a, b) in words.iter().flat_map(|a| words.iter().map(move |b| (a, b))) {
            assert!(unlike(a, b) <= strsim::osa_distance(a, b), "{a} {b}");
        }
        assert_eq!(unlike("title", "titel"), 0);
        assert_eq!(unlike("роль", "role"), 4);
    }

    #[test]
    fn suggestions_are_near_or_absent() {
        assert_eq!(closest("titel", ["title", "type"]), Some("title"));
        assert_eq!(closest("zzz", ["title", "type"]), None);
    }

    proptest! {
        #[test]
        fn a_walk_finds_what_all_comparisons_find(
            names in prop::collection::vec("[abж]{0,9}", 0..60),
            word in "[abж]{0,9}",
        ) {
            let near = Near::of(names.iter().map(String::as_str));
            prop_assert_eq!(near.closest(&word), closest(&word, names.iter().map(String::as_str)));
        }
    }

    #[test]
    fn a_walk_ends_however_many_names_are_alike() {
        let names: Vec<String> = (0..200_000).map(|n| format!("page {n:06} of the site")).collect();
        let near = Near::of(names.iter().map(String::as_str));
        let (word, left): (Vec<char>, _) = ("page 123456 of the sidd".chars().collect(), Cell::new(100));
        let names = &near.0[&word.len()];
        let walk = Walk { names, length: word.len(), word: &word, most: 3, left: &left };
        assert_eq!((walk.first(), left.get()), (None, 0));
        assert_eq!(near.closest("page 123456 of the sit"), Some("page 123456 of the site"));
    }
}
