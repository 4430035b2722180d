//! Words that readers type and the site does not have, with words of the site that mean nearly the same.
//!
//! In: the stems of the site, its languages, and the [`lexicon`]. Out: [`Pieces`], which the engine reads
//! ([`docent_search::related`]).
//!
//! 1. Of the words that a word of the lexicon leads to, those that the site has are kept, the [`MOST`] closest ones; what is in
//!    a title or a heading counts as closer ([`TOPIC`]).
//! 2. A word that the site has itself leads nowhere, unless it stands in hardly any section and a close one in many.
//! 3. Words become numbers, so that the files say only what the site says; and these are cut into equal ranges.
//!
//! So all of it follows from which stems the site has, their forms, and roughly how many sections: from nothing hidden.

use super::lexicon::{self, Lexicon};
use super::merge::Stem;
use docent_search::format::Field;
use docent_search::format::related::{CLOSEST, encode, key, piece_of, short};
use docent_search::text::row;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many words of the site stand in for one: each may cost a file.
const MOST: usize = 3;
/// How close they must be.
const NEAR: u32 = 4;
/// How much closer a word is that pages are about.
const TOPIC: u32 = 1;
/// About how many words a piece has: two or three kilobytes.
const IN_A_PIECE: usize = 400;
/// A word in so few sections leads to others that are as close as this and in so many times as many sections.
const RARE: u32 = 2;
const CLOSE: u32 = 9;
const MORE: u32 = 4;

/// The related words of a site.
#[derive(Debug, Default)]
pub struct Pieces {
    /// Rows of words, and words of the site, for which there is more: [`short`] keys.
    pub rows: Vec<u32>,
    /// Pieces, encoded.
    pub pieces: Vec<Vec<u8>>,
}

/// Keys with words of the site, and how close they are.
type Keys = BTreeMap<u32, Vec<(String, u32)>>;

/// A word of the site, and how close it is.
type Near<'a> = (&'a str, u32);

/// Makes them.
pub fn pieces(stems: &[Stem], langs: &[String]) -> Pieces {
    let (mut keys, mut rows) = (Keys::new(), BTreeSet::new());
    let mut done: Vec<*const Lexicon> = Vec::new();
    for lexicon in langs.iter().filter_map(|lang| lexicon::of(lang)) {
        // `en` and `en-GB` have the same one.
        if !done.contains(&std::ptr::from_ref(lexicon)) {
            done.push(lexicon);
            add(lexicon, stems, &mut keys, &mut rows);
        }
    }
    let count = if keys.is_empty() { 0 } else { keys.len().div_ceil(IN_A_PIECE).next_power_of_two() };
    let mut pieces: Vec<Vec<(u32, Vec<Near<'_>>)>> = vec![Vec::new(); count];
    for (key, near) in &keys {
        let near = near.iter().map(|(text, closeness)| (text.as_str(), *closeness)).collect();
        pieces[piece_of(*key, count) as usize].push((*key, near));
    }
    Pieces { rows: rows.into_iter().collect(), pieces: pieces.iter().map(|keys| encode(keys)).collect() }
}

/// Adds the words of one language.
fn add(lexicon: &Lexicon, stems: &[Stem], keys: &mut Keys, rows: &mut BTreeSet<u32>) {
    let ends = ends(lexicon, stems);
    for (word, near) in lexicon.words() {
        let near = near.iter().filter_map(|(end, closeness)| Some((ends[*end as usize].as_ref()?, *closeness)));
        let mut near = near.peekable();
        // Most words lead to nothing that the site has.
        if near.peek().is_none() {
            continue;
        }
        let words: Vec<String> = word.split(' ').map(str::to_owned).collect();
        let own = if words.len() == 1 { find(word, stems).map(sections) } else { None };
        if own.is_some_and(|own| own > RARE) {
            continue;
        }
        let near = nearest(near.filter(|(end, _)| !end.is_of(&words)), own);
        let key = key(&words);
        if !near.is_empty() && (words.len() > 1 || own.is_some()) {
            rows.insert(short(key));
        }
        if !near.is_empty() {
            keys.entry(key).or_insert(near);
        }
    }
}

/// The words that are chosen to stand in for one that so many sections have.
fn nearest<'a>(near: impl Iterator<Item = (&'a End<'a>, u32)>, own: Option<u32>) -> Vec<(String, u32)> {
    let much = |end: &End, closeness: u32| own.is_none_or(|own| closeness >= CLOSE && end.sections >= own * MORE);
    let near = near.filter(|(end, closeness)| *closeness >= NEAR && much(end, *closeness));
    let mut near: Vec<_> = near.map(|(end, closeness)| ((closeness + end.topic).min(CLOSEST), end)).collect();
    near.sort_by_key(|(closeness, end)| (Reverse(*closeness), end.stems));
    near.into_iter().take(MOST).map(|(closeness, end)| (end.text.clone(), closeness)).collect()
}

/// A word of the lexicon that the site has.
struct End<'a> {
    stems: &'a str,
    /// As the site writes it.
    text: String,
    /// About how many sections have it.
    sections: u32,
    /// [`TOPIC`], or nothing.
    topic: u32,
}

impl End<'_> {
    /// Whether these words say it already.
    fn is_of(&self, words: &[String]) -> bool {
        self.stems.split(' ').all(|stem| words.iter().any(|word| word == stem))
    }
}

/// Those ends that the site has, by their numbers.
fn ends<'a>(lexicon: &'a Lexicon, stems: &[Stem]) -> Vec<Option<End<'a>>> {
    let end = |(end, text): &'a (String, String)| {
        let parts: Vec<&Stem> = end.split(' ').map(|stem| find(stem, stems)).collect::<Option<_>>()?;
        let sections = parts.iter().map(|stem| sections(stem)).min().unwrap_or_default();
        let topic = if parts.iter().all(|stem| is_topic(stem)) { TOPIC } else { 0 };
        Some(End { stems: end, text: written(text, &parts)?, sections, topic })
    };
    lexicon.ends.iter().map(end).collect()
}

/// Whether it stands in a title, in another name or in a heading: the first byte of its postings says so.
fn is_topic(stem: &Stem) -> bool {
    let fields = [Field::Title, Field::Aliases, Field::Heading];
    stem.postings.first().is_some_and(|present| fields.iter().any(|field| present & (1 << *field as u8) != 0))
}

/// How a word is shown: as the lexicon writes it if the site does too; else as the site does, by the shortest of its forms, which
/// no edit of another one changes. A row of words that the site never writes so is none of its own.
fn written(text: &str, parts: &[&Stem]) -> Option<String> {
    let words: Vec<_> = row(text).map(|token| token.term).collect();
    let says = |(word, stem): (&Cow<'_, str>, &&Stem)| stem.forms.iter().any(|(form, _)| form == word);
    match parts {
        _ if words.len() == parts.len() && words.iter().zip(parts).all(says) => Some(words.join(" ")),
        [one] => one.forms.iter().map(|(form, _)| form).min_by_key(|form| (form.chars().count(), *form)).cloned(),
        _ => None,
    }
}

fn find<'a>(stem: &str, stems: &'a [Stem]) -> Option<&'a Stem> {
    stems.binary_search_by(|known| known.stem.as_str().cmp(stem)).ok().map(|at| &stems[at])
}

fn sections(stem: &Stem) -> u32 {
    stem.forms.iter().map(|(_, sections)| sections).sum()
}
