//! Words that were meant: forms of the vocabulary within one or two edits of what was typed.
//!
//! An edit is a character added, dropped, changed, or swapped with its neighbour (optimal string alignment, as in
//! tantivy's `FuzzyTermQuery` with transpositions; the test holds both against each other).
//!
//! In: the word and the forms, best in sorted order. Out: numbers and distances. Forms that begin alike share the rows
//! of the table, so 60,000 forms take a few milliseconds.

use crate::gather::gather;
use crate::wire::shared_prefix;

/// How many edits a word of so many characters may be off: short words have too many neighbours.
pub fn allowed(characters: usize) -> u8 {
    match characters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// A form within reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// Which of the forms.
    pub number: usize,
    /// How many edits away.
    pub distance: u8,
}

/// The forms within `most` edits of `word`. With `beginning`, forms whose beginning is within reach: the rest has not
/// been typed yet.
pub fn near<'a>(word: &str, forms: impl Iterator<Item = &'a str>, most: u8, beginning: bool) -> Vec<Near> {
    let mut table = Table::new(word, most);
    let mut before = "";
    let mut found = Vec::new();
    for (number, form) in forms.enumerate() {
        table.keep(form.get(..shared_prefix(before, form)).unwrap_or_default().chars().count());
        table.add(form);
        before = form;
        found.extend(table.distance(form, beginning).map(|distance| Near { number, distance }));
    }
    found
}

/// The table of edit distances: a row a character of the form, a column a character of the word.
struct Table {
    word: Vec<char>,
    most: u8,
    /// Characters of the form that have a row.
    form: Vec<char>,
    rows: Vec<Vec<u8>>,
}

impl Table {
    fn new(word: &str, most: u8) -> Self {
        let word = gather(word.chars());
        let first = gather((0..=word.len()).map(|n| n.min(250) as u8));
        Self { word, most, form: Vec::new(), rows: vec![first] }
    }

    /// Keeps the rows of the first characters only.
    fn keep(&mut self, characters: usize) {
        self.form.truncate(characters);
        self.rows.truncate(self.form.len() + 1);
    }

    /// Adds rows for the rest of the form, until it is clear that no distance can come back within reach.
    fn add(&mut self, form: &str) {
        for char in form.chars().skip(self.form.len()) {
            if self.is_hopeless() {
                return;
            }
            let row = self.row(char);
            self.form.push(char);
            self.rows.push(row);
        }
    }

    fn is_hopeless(&self) -> bool {
        // A swap reaches back two rows, so two hopeless ones are needed.
        let far = |row: &Vec<u8>| row.iter().all(|d| *d > self.most);
        self.rows.len() > 2 && self.rows.iter().rev().take(2).all(far)
    }

    fn row(&self, char: char) -> Vec<u8> {
        let above = &self.rows[self.rows.len() - 1];
        let mut row = Vec::with_capacity(above.len());
        row.push(above[0].saturating_add(1));
        for (column, wanted) in self.word.iter().enumerate() {
            let changed = above[column].saturating_add(u8::from(*wanted != char));
            let mut least = changed.min(above[column + 1].saturating_add(1)).min(row[column].saturating_add(1));
            if column > 0 && self.swapped(column, char) {
                least = least.min(self.rows[self.rows.len() - 2][column - 1].saturating_add(1));
            }
            row.push(least);
        }
        row
    }

    /// Whether the last two characters of the form are those of the word in the other order.
    fn swapped(&self, column: usize, char: char) -> bool {
        self.form.last() == Some(&self.word[column]) && self.word[column - 1] == char
    }

    fn distance(&self, form: &str, beginning: bool) -> Option<u8> {
        let last = |row: &Vec<u8>| row.last().copied().unwrap_or(u8::MAX);
        let complete = self.form.len() == form.chars().count();
        let distance = match beginning {
            true => self.rows.iter().map(last).min(),
            false => complete.then(|| self.rows.last().map(last)).flatten(),
        };
        distance.filter(|d| *d <= self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, written as the definition has it.
    fn plain(a: &[char], b: &[char]) -> u8 {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len() as u8,
            ([x @ .., p], [y @ .., q]) => {
                let mut least = plain(x, y) + u8::from(p != q);
                least = least.min(plain(x, b) + 1).min(plain(a, y) + 1);
                if let ([x2 @ .., p2], [y2 @ .., q2]) = (x, y)
                    && p == q2
                    && p2 == q
                {
                    least = least.min(plain(x2, y2) + 1);
                }
                least
            }
        }
    }

    proptest! {
        #[test]
        fn finds_what_the_definition_finds(word in "[abc]{1,5}", forms in prop::collection::btree_set("[abc]{1,6}", 0..30), most in 0u8..3) {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            let expected: Vec<_> = forms.iter().enumerate()
                .map(|(number, form)| Near { number, distance: plain(&chars(&word), &chars(form)) })
                .filter(|n| n.distance <= most).collect();
            prop_assert_eq!(near(&word, forms.iter().map(String::as_str), most, false), expected);
            let begins: Vec<_> = forms.iter().enumerate().filter_map(|(number, form)| {
                let form = chars(form);
                let distance = (0..=form.len()).map(|n| plain(&chars(&word), &form[..n])).min()?;
                (distance <= most).then_some(Near { number, distance })
            }).collect();
            prop_assert_eq!(near(&word, forms.iter().map(String::as_str), most, true), begins);
        }
    }
}
