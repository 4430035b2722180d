//! Words that are not on the page: what a reader types in everyday words is looked for in the words of the site too.
//!
//! In: words of a question, and the pieces of the related words that are here ([`crate::format::related`]). Out: more ways
//! to match them ([`Word::related`]), which count less than anything that was typed, and how they are written.
//!
//! 1. A word that the site does not have leads to words that mean nearly the same ([`word`]). So it is not taken for a
//!    misspelt one.
//! 2. Several words in a row may mean something together (`day off`), and the site may have a word in one place only: the
//!    meta file says for which rows and words there is more ([`rows`]).

use crate::format::related::{CLOSEST, key, short};
use crate::gather::gather;
use crate::loaded::{Loaded, Needs};
use crate::plan::{Alternative, RELATED, Related, Word};
use crate::stem::Stems;
use crate::text;

/// How many words in a row are looked up.
const LONGEST: usize = 3;

/// Ways to match one word that the site does not have.
pub fn word(term: &str, stems: &Stems, loaded: &Loaded, needs: &mut Needs) -> Vec<Related> {
    let mut found = Vec::new();
    for stem in stems.query(term) {
        add(&[stem], stems, loaded, needs, &mut found);
    }
    found
}

/// Adds what the words mean together, and what those mean that stand nearly nowhere.
pub fn rows(words: &mut [Word], stems: &Stems, loaded: &Loaded, needs: &mut Needs) {
    if loaded.meta.related.rows.is_empty() {
        return;
    }
    let asked = gather((0..words.len()).filter(|n| words[*n].required && !words[*n].typed.is_empty()));
    let typed = gather(asked.iter().map(|n| stems.query(&words[*n].typed)));
    for length in 1..=LONGEST.min(asked.len()) {
        for (places, row) in asked.windows(length).zip(typed.windows(length)) {
            if length == 1 && words[places[0]].alternatives.is_empty() {
                continue;
            }
            let mut found = Vec::new();
            // A row is of one language: the first stems together, the second ones.
            for language in 0..row.iter().map(Vec::len).max().unwrap_or_default() {
                let row = gather(row.iter().filter_map(|stems| stems.get(language).or(stems.first())));
                if loaded.meta.related.rows.binary_search(&short(key(&row))).is_ok() {
                    add(&row, stems, loaded, needs, &mut found);
                }
            }
            for place in places {
                words[*place].related.extend_from_slice(&found);
            }
        }
    }
}

fn add<S: AsRef<str>>(row: &[S], stems: &Stems, loaded: &Loaded, needs: &mut Needs, found: &mut Vec<Related>) {
    for (text, closeness) in loaded.related(key(row), needs) {
        let terms = gather(text::row(text).filter_map(|token| {
            let mut stems = stems.query(&token.term).into_iter();
            stems.find(|stem| loaded.find(stem, needs).is_some())
        }));
        if terms.len() == text::row(text).count() && !found.iter().any(|known: &Related| known.way.terms == terms) {
            let weight = RELATED * (CLOSEST + closeness) as f32 / (2 * CLOSEST * terms.len() as u32) as f32;
            let way = Alternative { weight, terms, phrase: false };
            found.push(Related { text: text.to_owned(), way, of: row.len() });
        }
    }
}
