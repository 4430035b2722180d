//! Words that were meant: forms of the vocabulary within one or two edits of what was typed.
//!
//! An edit is a character added, dropped, changed, or swapped with its neighbour (optimal string alignment, as in
//! tantivy's `FuzzyTermQuery` with transpositions; the test holds both against each other).
//!
//! In: the word and the forms, best in sorted order. Out: numbers and distances. Forms that begin alike share the rows
//! of the table, and what begins hopelessly is passed over unread: 60,000 forms take a millisecond or two.

use crate::gather::gather;

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
    // A beginning after which nothing comes back within reach, and what all forms that have it are told.
    let mut settled: Option<(&str, Option<u8>)> = None;
    let mut found = Vec::new();
    for (number, form) in forms.enumerate() {
        let distance = match settled {
            Some((start, distance)) if form.starts_with(start) => distance,
            _ => {
                let read = table.read(form);
                let distance = table.distance(read == form.len(), beginning);
                settled = form.get(..read).filter(|_| table.is_hopeless()).map(|start| (start, distance));
                distance
            }
        };
        found.extend(distance.map(|distance| Near { number, distance }));
    }
    found
}

/// The table of edit distances: a row a character of the form, a column a character of the word. Only the columns that
/// are at most `most` beside the diagonal are filled; the others are out of reach, as is all that is farther than that.
struct Table {
    word: Vec<char>,
    most: u8,
    /// Characters of the form that have a row.
    form: Vec<char>,
    /// One row behind the other.
    cells: Vec<u8>,
    /// The least of each row.
    least: Vec<u8>,
}

impl Table {
    fn new(word: &str, most: u8) -> Self {
        let word = gather(word.chars());
        let cells = gather((0..=word.len()).map(|n| n.min(usize::from(most) + 1) as u8));
        Self { word, most, form: Vec::new(), cells, least: vec![0] }
    }

    /// Reads a form until it is clear that no distance can come back within reach: how many bytes of it. Rows of what
    /// it shares with the last one are kept.
    fn read(&mut self, form: &str) -> usize {
        let (mut bytes, mut count) = (0, 0);
        for char in form.chars() {
            if self.form.get(count) != Some(&char) {
                self.keep(count);
                if self.is_hopeless() {
                    return bytes;
                }
                self.add(char);
            }
            count += 1;
            bytes += char.len_utf8();
        }
        self.keep(count);
        bytes
    }

    /// Keeps the rows of the first characters only.
    fn keep(&mut self, characters: usize) {
        self.form.truncate(characters);
        self.least.truncate(characters + 1);
        self.cells.truncate((characters + 1) * (self.word.len() + 1));
    }

    fn is_hopeless(&self) -> bool {
        // A swap reaches back two rows, so two hopeless ones are needed.
        self.least.len() > 2 && self.least.iter().rev().take(2).all(|least| *least > self.most)
    }

    fn add(&mut self, char: char) {
        let (most, far) = (usize::from(self.most), self.most + 1);
        let number = self.form.len() + 1;
        let row = self.cells.len();
        let above = row - self.word.len() - 1;
        self.cells.resize(row + self.word.len() + 1, far);
        let mut least = far;
        for column in number.saturating_sub(most)..=(number + most).min(self.word.len()) {
            let distance = match column.checked_sub(1) {
                None => number as u8,
                Some(before) => {
                    let changed = self.cells[above + before] + u8::from(self.word[before] != char);
                    let distance = changed.min(self.cells[above + column] + 1).min(self.cells[row + before] + 1);
                    if self.swapped(before, char) {
                        distance.min(self.cells[above - self.word.len() - 1 + before - 1] + 1)
                    } else {
                        distance
                    }
                }
            };
            self.cells[row + column] = distance.min(far);
            least = least.min(distance);
        }
        self.least.push(least);
        self.form.push(char);
    }

    /// Whether the last two characters of the form are those of the word in the other order.
    fn swapped(&self, column: usize, char: char) -> bool {
        column > 0 && self.form.last() == Some(&self.word[column]) && self.word[column - 1] == char
    }

    /// The distance of a form, or of its nearest beginning.
    fn distance(&self, complete: bool, beginning: bool) -> Option<u8> {
        let mut last = self.cells.iter().skip(self.word.len()).step_by(self.word.len() + 1);
        let distance = if beginning { last.min() } else { last.next_back().filter(|_| complete) };
        distance.copied().filter(|distance| *distance <= self.most)
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
