//! Words that mean nearly the same, in general: nothing of a site.
//!
//! In: the lists beside this file. Out: a [`Lexicon`] of each language that has one: words, as stems, and the words they
//! lead to, each with how close it is.
//!
//! - `en.txt` and `ru.txt` are docent's own: how people speak of their work, and how handbooks do. Their format is told at
//!   the top of each.
//! - `wordnet.bin` is made from WordNet 3.1 by `cargo xtask lexicon`, under the licence in `LICENSE-WordNet`.

use super::deflate::inflate;
use docent_search::format::related::CLOSEST;
use docent_search::stem::Stems;
use docent_search::text;
use docent_search::wire::{Damaged, Reader};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const WORDNET: &[u8] = include_bytes!("lexicon/wordnet.bin");
/// Closeness of words that lists give as the same, and of those on the other side of a line.
const SAME: u32 = CLOSEST;
const OTHER: u32 = 12;

/// The words of a language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Words that others lead to, sorted; the words of a row stand with spaces between them.
    pub ends: Vec<String>,
    /// Words, and rows of words, sorted; where the list of each ends.
    keys: Vec<(String, usize)>,
    /// Numbers of ends, and how close they are.
    near: Vec<(u32, u32)>,
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words = own(include_str!("lexicon/en.txt"), "en");
    // The file is docent's own, and a test reads it.
    let _ = wordnet(&mut words);
    Lexicon::new(words)
});
static RUSSIAN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(own(include_str!("lexicon/ru.txt"), "ru")));

/// The words of a language, if there are any.
pub fn of(lang: &str) -> Option<&'static Lexicon> {
    match lang.split(['-', '_']).next() {
        Some("en") => Some(&ENGLISH),
        Some("ru") => Some(&RUSSIAN),
        _ => None,
    }
}

/// Words with the words they lead to.
type Words = BTreeMap<String, BTreeMap<String, u32>>;

impl Lexicon {
    fn new(words: Words) -> Self {
        let mut ends: Vec<String> = words.values().flat_map(BTreeMap::keys).cloned().collect();
        ends.sort_unstable();
        ends.dedup();
        let mut lexicon = Self { ends, ..Self::default() };
        for (word, near) in words {
            let number = |end: &String| lexicon.ends.binary_search(end).unwrap_or_default() as u32;
            let numbered: Vec<(u32, u32)> = near.iter().map(|(end, closeness)| (number(end), *closeness)).collect();
            lexicon.near.extend(numbered);
            lexicon.keys.push((word, lexicon.near.len()));
        }
        lexicon
    }

    /// All words and rows of words, in order, with the numbers of the ends that they lead to and how close these are.
    pub fn words(&self) -> impl Iterator<Item = (&str, &[(u32, u32)])> {
        let starts = std::iter::once(0).chain(self.keys.iter().map(|(_, end)| *end));
        self.keys.iter().zip(starts).map(|((word, end), start)| (word.as_str(), &self.near[start..*end]))
    }
}

/// Reads a list of docent's own.
fn own(list: &str, lang: &str) -> Words {
    let stems = Stems::new(&[lang]);
    let stemmed = |name: &str| {
        let row: Vec<String> = text::row(name).map(|token| stems.index(&token.term, lang).into_owned()).collect();
        row.join(" ")
    };
    let mut words = Words::new();
    for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let both = line.contains(" ~ ");
        let sides: Vec<Vec<String>> =
            line.split([SIDE, ONE_WAY]).map(|side| side.split(',').map(stemmed).collect()).collect();
        for (number, side) in sides.iter().enumerate() {
            for word in side {
                if number == 0 {
                    add(&mut words, word, side, SAME);
                }
                let others = sides.iter().enumerate().filter(|(other, _)| *other != number && (number == 0 || both));
                others.for_each(|(_, other)| add(&mut words, word, other, OTHER));
            }
        }
    }
    words
}

/// Between words that lead to each other, and before words that lead to none.
const SIDE: char = '~';
const ONE_WAY: char = '>';

fn add(words: &mut Words, word: &str, ends: &[String], closeness: u32) {
    for end in ends.iter().filter(|end| *end != word) {
        let known = words.entry(word.to_owned()).or_default().entry(end.clone()).or_default();
        *known = (*known).max(closeness);
    }
}

/// Adds what WordNet says.
fn wordnet(words: &mut Words) -> Result<(), Damaged> {
    let bytes = inflate(WORDNET).ok_or(Damaged)?;
    let mut reader = Reader::new(&bytes);
    if reader.text()? != Stems::version() {
        return Err(Damaged);
    }
    let (ends, keys) = (reader.sorted()?, reader.sorted()?);
    for key in keys {
        let near = words.entry(key).or_default();
        for _ in 0..reader.count()? {
            let code = reader.number()?;
            let end = ends.get((code / 16) as usize).ok_or(Damaged)?;
            near.entry(end.clone()).or_insert(code % 16);
        }
    }
    if reader.is_empty() { Ok(()) } else { Err(Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordnet_is_read_and_fits_the_stemmer() {
        let mut words = Words::new();
        assert_eq!(wordnet(&mut words), Ok(()), "run `cargo xtask lexicon`: the stemmer has changed");
        assert!(words["salari"].contains_key("wage") && words.len() > 10_000);
    }

    #[test]
    fn lists_lead_both_ways_or_one() {
        let words = own("# comment\nangry, cross ~ complaint\nsalary > pay, money\n", "en");
        let of = |word: &str| words.get(word).map(|near| near.keys().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(of("angri"), Some(vec!["complaint", "cross"]));
        assert_eq!(of("complaint"), Some(vec!["angri", "cross"]));
        assert_eq!(of("salari"), Some(vec!["money", "pay"]));
        assert_eq!(of("pay"), None);
    }
}
