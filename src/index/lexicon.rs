//! Words that mean nearly the same, in general: nothing of a site.
//!
//! In: the lists beside this file. Out: a [`Lexicon`] of each language that has one: words, as stems, and the words they
//! lead to, each with how close it is.
//!
//! - `en.txt` and `ru.txt` are docent's own: how people speak of their work, and how handbooks do. Their format is told at
//!   the top of each.
//! - `wordnet.bin` is made from WordNet 3.1 by `cargo xtask lexicon`, under the licence in `LICENSE-WordNet`.

use super::deflate::inflate;
use docent_search::stem::Stems;
use docent_search::text;
use docent_search::wire::{Damaged, Reader};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const WORDNET: &[u8] = include_bytes!("lexicon/wordnet.bin");
/// Closeness of words that lists give as the same, and of those on the other side of a line: of everyday words another one is
/// hardly closer than the one that handbooks use.
const SAME: u32 = 13;
const OTHER: u32 = 12;

/// The words of a language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Words that others lead to, as stems, sorted; the words of a row stand with spaces between them. Behind each how
    /// docent's own lists write it, or "".
    pub ends: Vec<(String, String)>,
    /// Words, and rows of words, sorted; where the list of each ends.
    keys: Vec<(String, usize)>,
    /// Numbers of ends, and how close they are.
    near: Vec<(u32, u32)>,
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lists = Lists::default();
    lists.own(include_str!("lexicon/en.txt"), "en");
    // The file is docent's own, and a test reads it.
    let _ = lists.wordnet();
    Lexicon::new(lists)
});
static RUSSIAN: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lists = Lists::default();
    lists.own(include_str!("lexicon/ru.txt"), "ru");
    Lexicon::new(lists)
});

/// The words of a language, if there are any.
pub fn of(lang: &str) -> Option<&'static Lexicon> {
    match lang.split(['-', '_']).next() {
        Some("en") => Some(&ENGLISH),
        Some("ru") => Some(&RUSSIAN),
        _ => None,
    }
}

/// Lists that are being read.
#[derive(Default)]
struct Lists {
    /// Words with the words they lead to, and how close these are.
    words: BTreeMap<String, BTreeMap<String, u32>>,
    /// How ends are written.
    written: BTreeMap<String, String>,
}

impl Lexicon {
    fn new(lists: Lists) -> Self {
        let Lists { words, written } = lists;
        let mut ends: Vec<&String> = words.values().flat_map(BTreeMap::keys).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut lexicon = Self::default();
        for (word, near) in &words {
            let number = |end: &String| ends.binary_search(&end).unwrap_or_default() as u32;
            lexicon.near.extend(near.iter().map(|(end, closeness)| (number(end), *closeness)));
            lexicon.keys.push((word.clone(), lexicon.near.len()));
        }
        let text = |end: &String| written.get(end).cloned().unwrap_or_default();
        lexicon.ends = ends.into_iter().map(|end| (end.clone(), text(end))).collect();
        lexicon
    }

    /// All words and rows of words, in order, with the numbers of the ends that they lead to and how close these are.
    pub fn words(&self) -> impl Iterator<Item = (&str, &[(u32, u32)])> {
        let starts = std::iter::once(0).chain(self.keys.iter().map(|(_, end)| *end));
        self.keys.iter().zip(starts).map(|((word, end), start)| (word.as_str(), &self.near[start..*end]))
    }
}

/// Between words that lead to each other, and before words that lead to none.
const SIDE: char = '~';
const ONE_WAY: char = '>';

impl Lists {
    /// Reads a list of docent's own.
    fn own(&mut self, list: &str, lang: &str) {
        let stems = Stems::new(&[lang]);
        for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let both = line.contains(SIDE);
            let sides: Vec<Vec<String>> = line
                .split([SIDE, ONE_WAY])
                .map(|side| side.split(',').map(|name| self.name(name, lang, &stems)).collect())
                .collect();
            for (number, side) in sides.iter().enumerate().filter(|(number, _)| *number == 0 || both) {
                for word in side {
                    for (other, ends) in sides.iter().enumerate().filter(|(other, _)| *other != number || number == 0) {
                        self.add(word, ends, other == number, other == 0);
                    }
                }
            }
        }
    }

    /// The stems of a name.
    fn name(&mut self, name: &str, lang: &str, stems: &Stems) -> String {
        let row: Vec<String> = text::row(name).map(|token| stems.index(&token.term, lang).into_owned()).collect();
        let row = row.join(" ");
        self.written.entry(row.clone()).or_insert_with(|| name.trim().to_owned());
        row
    }

    /// Rows of words that begin a line are how people speak: nothing leads to them.
    fn add(&mut self, word: &str, ends: &[String], same: bool, spoken: bool) {
        for end in ends.iter().filter(|end| *end != word && !(spoken && end.contains(' '))) {
            let known = self.words.entry(word.to_owned()).or_default().entry(end.clone()).or_default();
            *known = (*known).max(if same { SAME } else { OTHER });
        }
    }

    /// Adds what WordNet says.
    fn wordnet(&mut self) -> Result<(), Damaged> {
        let bytes = inflate(WORDNET).ok_or(Damaged)?;
        let mut reader = Reader::new(&bytes);
        if reader.text()? != Stems::version() {
            return Err(Damaged);
        }
        let (ends, keys) = (reader.sorted()?, reader.sorted()?);
        for key in keys {
            let near = self.words.entry(key).or_default();
            for _ in 0..reader.count()? {
                let code = reader.number()?;
                let end = ends.get((code / 16) as usize).ok_or(Damaged)?;
                near.entry(end.clone()).or_insert(code % 16);
            }
        }
        if reader.is_empty() { Ok(()) } else { Err(Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordnet_is_read_and_fits_the_stemmer() {
        let mut lists = Lists::default();
        assert_eq!(lists.wordnet(), Ok(()), "run `cargo xtask lexicon`: the stemmer has changed");
        assert!(lists.words["salari"].contains_key("wage") && lists.words.len() > 10_000);
    }

    #[test]
    fn lists_lead_both_ways_or_one() {
        let mut lists = Lists::default();
        lists.own("# comment\nangry, cross, pissed off ~ complaint, sick leave\nsalary > pay, money\n", "en");
        let of = |word: &str| lists.words.get(word).map(|near| near.keys().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(of("angri"), Some(vec!["complaint", "cross", "sick leav"]));
        assert_eq!(of("piss off"), Some(vec!["angri", "complaint", "cross", "sick leav"]));
        assert_eq!(of("complaint"), Some(vec!["angri", "cross"]));
        assert_eq!(of("salari"), Some(vec!["money", "pay"]));
        assert_eq!(of("pay"), None);
    }
}
