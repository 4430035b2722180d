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
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

const WORDNET: &[u8] = include_bytes!("lexicon/wordnet.bin");
/// Closeness of words that lists give as the same, and of those on the other side of a line: of everyday words another one is
/// hardly closer than the one that handbooks use.
const SAME: u32 = 13;
const OTHER: u32 = 12;

/// The words of a language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Words that others lead to, as stems; the words of a row stand with spaces between them. Behind each how docent's own
    /// lists write it, or "".
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
    match super::language(lang) {
        "en" => Some(&ENGLISH),
        "ru" => Some(&RUSSIAN),
        _ => None,
    }
}

/// Lists that are being read.
#[derive(Default)]
struct Lists {
    /// Words with the numbers of the words they lead to, and how close these are.
    words: BTreeMap<String, Vec<(u32, u32)>>,
    /// Words that others lead to, by their numbers. Each gets its number once: to look for 15,000 words again and again was
    /// most of what a small site's first index cost.
    ends: Vec<String>,
    numbers: HashMap<String, u32>,
    /// How ends are written.
    written: BTreeMap<String, String>,
}

impl Lexicon {
    fn new(lists: Lists) -> Self {
        let Lists { words, ends, written, .. } = lists;
        let mut lexicon = Self::default();
        for (word, mut near) in words {
            near.sort_by_key(|(number, _)| &ends[*number as usize]);
            lexicon.near.append(&mut near);
            lexicon.keys.push((word, lexicon.near.len()));
        }
        let text = |end: &String| written.get(end).cloned().unwrap_or_default();
        lexicon.ends = ends.into_iter().map(|end| (end.clone(), text(&end))).collect();
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
            let (number, closeness) = (self.number(end), if same { SAME } else { OTHER });
            let near = self.words.entry(word.to_owned()).or_default();
            match near.iter_mut().find(|(known, _)| *known == number) {
                Some((_, known)) => *known = (*known).max(closeness),
                None => near.push((number, closeness)),
            }
        }
    }

    /// The number of a word that others lead to.
    fn number(&mut self, end: &str) -> u32 {
        if let Some(number) = self.numbers.get(end) {
            return *number;
        }
        let number = self.ends.len() as u32;
        self.ends.push(end.to_owned());
        self.numbers.insert(end.to_owned(), number);
        number
    }

    /// Adds what WordNet says.
    fn wordnet(&mut self) -> Result<(), Damaged> {
        let bytes = inflate(WORDNET).ok_or(Damaged)?;
        let mut reader = Reader::new(&bytes);
        if reader.text()? != Stems::version() {
            return Err(Damaged);
        }
        let (ends, keys) = (reader.sorted()?, reader.sorted()?);
        let numbers: Vec<u32> = ends.iter().map(|end| self.number(end)).collect();
        for key in keys {
            let near = self.words.entry(key).or_default();
            for _ in 0..reader.count()? {
                let code = reader.number()?;
                let number = *numbers.get((code / 16) as usize).ok_or(Damaged)?;
                if !near.iter().any(|(known, _)| *known == number) {
                    near.push((number, code % 16));
                }
            }
        }
        if reader.is_empty() { Ok(()) } else { Err(Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn wordnet_is_read_and_fits_the_stemmer() {
        let mut lists = Lists::default();
        assert_eq!(lists.wordnet(), Ok(()), "run `cargo xtask lexicon`: the stemmer has changed");
        let wage = lists.numbers["wage"];
        assert!(lists.words["salari"].iter().any(|(end, _)| *end == wage) && lists.words.len() > 10_000);
    }

    #[test]
    fn lists_lead_both_ways_or_one() {
        let mut lists = Lists::default();
        lists.own("# comment\nangry, cross, pissed off ~ complaint, sick leave\nsalary > pay, money\n", "en");
        let of = |word: &str| {
            let near = lists.words.get(word)?;
            Some(near.iter().map(|(end, _)| lists.ends[*end as usize].as_str()).collect::<BTreeSet<_>>())
        };
        assert_eq!(of("angri"), Some(BTreeSet::from(["complaint", "cross", "sick leav"])));
        assert_eq!(of("piss off"), Some(BTreeSet::from(["angri", "complaint", "cross", "sick leav"])));
        assert_eq!(of("complaint"), Some(BTreeSet::from(["angri", "cross"])));
        assert_eq!(of("salari"), Some(BTreeSet::from(["money", "pay"])));
        assert_eq!(of("pay"), None);
    }
}
