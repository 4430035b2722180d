//! Words that readers type and the site does not have, with words of the site that mean nearly the same.
//!
//! In: the stems of the site, its languages, and the [`lexicon`](super::lexicon). Out: [`Pieces`], which the engine reads
//! ([`docent_search::related`]).
//!
//! 1. Of the words that a word of the lexicon leads to, those that the site has are kept, the [`MOST`] closest ones.
//! 2. A word that the site has itself leads nowhere, unless it stands in hardly any section and a close one in many.
//! 3. Words become numbers, so that the files say only what the site says; and these are cut into equal ranges.
//!
//! So all of it follows from which stems the site has, their forms, and roughly how many sections: from nothing hidden.

use super::lexicon::{self, Lexicon};
use super::merge::Stem;
use docent_search::format::related::{encode, key, piece_of, short};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many words of the site stand in for one: each may cost a file.
const MOST: usize = 3;
/// How close they must be.
const NEAR: u32 = 4;
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
        let row: Vec<&str> = word.split(' ').collect();
        let own = if row.len() == 1 { find(word, stems).map(sections) } else { None };
        if own.is_some_and(|own| own > RARE) {
            continue;
        }
        let said = |end: &End| !end.stems.split(' ').all(|stem| row.contains(&stem));
        let much = |end: &End, closeness: u32| own.is_none_or(|own| closeness >= CLOSE && end.sections >= own * MORE);
        let near = near.iter().filter_map(|(end, closeness)| Some((ends[*end as usize].as_ref()?, *closeness)));
        let mut near: Vec<_> = near.filter(|(end, n)| *n >= NEAR && said(end) && much(end, *n)).collect();
        near.sort_by_key(|(end, closeness)| (Reverse(*closeness), end.stems));
        near.truncate(MOST);
        if near.is_empty() {
            continue;
        }
        let key = key(&row);
        if row.len() > 1 || own.is_some() {
            rows.insert(short(key));
        }
        keys.entry(key).or_insert_with(|| near.iter().map(|(end, closeness)| (end.text.clone(), *closeness)).collect());
    }
}

/// A word of the lexicon that the site has.
struct End<'a> {
    stems: &'a str,
    /// As the site writes it.
    text: String,
    /// About how many sections have it.
    sections: u32,
}

/// Those ends that the site has, by their numbers.
fn ends<'a>(lexicon: &'a Lexicon, stems: &[Stem]) -> Vec<Option<End<'a>>> {
    let end = |end: &'a String| {
        let parts: Vec<&Stem> = end.split(' ').map(|stem| find(stem, stems)).collect::<Option<_>>()?;
        let text: Vec<&str> = parts.iter().filter_map(|stem| written(stem)).collect();
        let sections = parts.iter().map(|stem| sections(stem)).min().unwrap_or_default();
        Some(End { stems: end, text: text.join(" "), sections })
    };
    lexicon.ends.iter().map(end).collect()
}

fn find<'a>(stem: &str, stems: &'a [Stem]) -> Option<&'a Stem> {
    stems.binary_search_by(|known| known.stem.as_str().cmp(stem)).ok().map(|at| &stems[at])
}

fn sections(stem: &Stem) -> u32 {
    stem.forms.iter().map(|(_, sections)| sections).sum()
}

/// How the site writes a stem: the shortest of its words, which no edit of another one changes.
fn written(stem: &Stem) -> Option<&str> {
    stem.forms.iter().map(|(form, _)| form.as_str()).min_by_key(|form| (form.chars().count(), *form))
}
