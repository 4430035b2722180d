//! Which words of a text the question asked for.
//!
//! In: a text and what is wanted of it. Out: the places of the words that are, in whatever form they stand there.

use crate::gather::gather;
use crate::stem::Stems;
use crate::text::{self, Token};
use std::ops::Range;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Stems of the words of the question, in any order.
    pub stems: Vec<String>,
    /// Stems of names and phrases of several words: one of them alone is not what was asked for.
    pub rows: Vec<Vec<String>>,
    /// The beginning of a word that is being typed.
    pub prefix: Option<String>,
}

/// The words of `text` that are wanted, in bytes and in order; they do not overlap. `lang` is the text's language; if
/// it is empty, a word may be of any language of the site.
pub fn marks(text: &str, wanted: &Wanted, stems: &Stems, lang: &str) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    for (range, _) in Finder::new(wanted, stems, lang).find(text) {
        add(&mut marks, range);
    }
    marks
}

/// Adds a place. One inside the last is in it already; pairs of characters that overlap become one.
pub(crate) fn add(marks: &mut Vec<Range<usize>>, range: Range<usize>) {
    match marks.last_mut() {
        Some(last) if range.start < last.end => last.end = last.end.max(range.end),
        _ => marks.push(range),
    }
}

/// Byte ranges of a text as pairs of UTF-16 offsets, which is how a browser counts.
pub fn utf16(text: &str, ranges: &[Range<usize>]) -> Vec<(u32, u32)> {
    let mut counter = Counter { text, byte: 0, unit: 0 };
    gather(ranges.iter().map(|range| (counter.unit_at(range.start), counter.unit_at(range.end))))
}

/// How far the text is counted.
struct Counter<'a> {
    text: &'a str,
    byte: usize,
    unit: usize,
}

impl Counter<'_> {
    fn unit_at(&mut self, byte: usize) -> u32 {
        let byte = self.text.floor_char_boundary(byte);
        if byte < self.byte {
            (self.byte, self.unit) = (0, 0);
        }
        let passed = self.text.get(self.byte..byte).unwrap_or_default();
        self.unit += passed.chars().map(char::len_utf16).sum::<usize>();
        self.byte = byte;
        u32::try_from(self.unit).unwrap_or(u32::MAX)
    }
}

/// Finds what is wanted.
pub(crate) struct Finder<'a> {
    stems: &'a Stems,
    lang: &'a str,
    /// Stems of single words, then those of rows.
    wanted: Vec<&'a str>,
    single: usize,
    /// Stems that must stand one behind the other.
    rows: &'a [Vec<String>],
    prefix: Option<String>,
    /// Only words that begin with one of these can have a wanted stem, if the stemmers keep first characters.
    first: Option<Vec<char>>,
}

impl<'a> Finder<'a> {
    /// For texts in `lang`.
    pub(crate) fn new(wanted: &'a Wanted, stems: &'a Stems, lang: &'a str) -> Self {
        let prefix = wanted.prefix.as_deref().map(|prefix| text::fold(prefix).into_owned());
        let single = wanted.stems.len();
        let rows = &wanted.rows;
        let mut all = Vec::new();
        for stem in [&wanted.stems].into_iter().chain(rows).flatten() {
            all.push(stem.as_str());
        }
        let wanted = all;
        let first = || gather(wanted.iter().filter_map(|stem| stem.chars().next()));
        let first = stems.keep_first().then(first);
        Finder { stems, lang, first, wanted, single, rows, prefix: prefix.filter(|prefix| !prefix.is_empty()) }
    }

    /// The places of wanted words with the number of what each is; a compound, then pieces of it.
    pub(crate) fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let hit = |token: Token<'_>| Some((self.wanted(&token)?, token.position, token.range));
        let hits = gather(text::tokens(text).filter_map(hit));
        let places = hits.iter().filter(|(number, position, _)| self.stands(*number, *position, &hits));
        gather(places.map(|(number, _, range)| (range.clone(), *number)))
    }

    /// Whether a word counts where it stands: on its own, or with the other words of its row around it.
    fn stands(&self, number: usize, position: u32, hits: &[(usize, u32, Range<usize>)]) -> bool {
        let is_at = |stem: &str, at: u32| hits.iter().any(|(n, position, _)| *position == at && self.is(*n, stem));
        let begins = |row: &[String], first: u32| row.iter().zip(first..).all(|(stem, at)| is_at(stem, at));
        let around = |row: &[String], place: usize| {
            self.is(number, &row[place]) && position.checked_sub(place as u32).is_some_and(|first| begins(row, first))
        };
        let in_row = |row: &[String]| (0..row.len()).any(|place| around(row, place));
        number < self.single || number == self.wanted.len() || self.rows.iter().any(|row| in_row(row))
    }

    fn is(&self, number: usize, stem: &str) -> bool {
        self.wanted.get(number).is_some_and(|wanted| *wanted == stem)
    }

    /// The number of the wanted stem that a token has; one more than all for the beginning.
    fn wanted(&self, token: &Token<'_>) -> Option<usize> {
        let begun = || self.prefix.as_ref().is_some_and(|prefix| token.term.starts_with(prefix));
        self.stem(&token.term).or_else(|| begun().then_some(self.wanted.len()))
    }

    fn stem(&self, term: &str) -> Option<usize> {
        if self.first.as_ref().is_some_and(|first| !term.chars().next().is_some_and(|c| first.contains(&c))) {
            return None;
        }
        let number = |stem: &str| self.wanted.iter().position(|wanted| *wanted == stem);
        match self.lang {
            "" => self.stems.query(term).iter().find_map(|stem| number(stem)),
            lang => number(&self.stems.index(term, lang)),
        }
    }
}
