//! Phrases: words that stand one right behind the other in one field, scored as tantivy's `PhraseQuery` (slop 0).
//!
//! In: the stems in order. Out: sections with scores. The only reader of positions.

use crate::format::{FIELD_COUNT, FIELDS, Field, Postings};
use crate::loaded::{Loaded, Needs};
use crate::norms::{bm25, idf};
use crate::scored::{Pad, Scored, sections, slots};
use crate::wire::Damaged;

/// A term with where it stands.
struct Term {
    postings: Postings,
    positions: [Vec<Vec<u32>>; FIELD_COUNT],
}

/// The sections that hold the phrase; its words count as if they stood in at least `rarest` sections. Empty as long as a
/// file is missing.
pub fn score(
    stems: &[String],
    rarest: u32,
    loaded: &Loaded,
    pad: &mut Pad,
    needs: &mut Needs,
) -> Result<Scored, Damaged> {
    let mut terms = Vec::new();
    for stem in stems {
        let Some(found) = loaded.find(stem, needs) else { continue };
        let postings = loaded.postings(found)?;
        if let Some(positions) = loaded.positions(found, &postings, needs) {
            terms.push(Term { positions: positions?, postings });
        }
    }
    if terms.len() < stems.len() {
        return Ok(Scored::new());
    }
    FIELDS.into_iter().for_each(|field| in_field(&terms, field, rarest, loaded, pad));
    Ok(pad.take())
}

fn in_field(terms: &[Term], field: Field, rarest: u32, loaded: &Loaded, pad: &mut Pad) {
    let sections = |term: &Term| sections(&term.postings.fields[field as usize], field, loaded);
    let weigh = |term: &Term| idf(sections(term).max(rarest), loaded.norms.docs);
    let idf: f32 = terms.iter().map(weigh).sum();
    let Some((first, rest)) = terms.split_first() else { return };
    for (number, posting) in first.postings.fields[field as usize].iter().enumerate() {
        let others: Option<Vec<&[u32]>> = rest.iter().map(|term| of(term, field, posting.doc)).collect();
        let starts = first.positions[field as usize].get(number).map(Vec::as_slice);
        let count = starts.zip(others).map_or(0, |(starts, others)| count(starts, &others));
        if count > 0 {
            let score = bm25(idf, count, field, posting.doc, &loaded.norms);
            slots(posting.doc, field, loaded).for_each(|slot| pad.add(slot, score, field));
        }
    }
}

/// The positions of a term in a document.
fn of(term: &Term, field: Field, doc: u32) -> Option<&[u32]> {
    let number = term.postings.fields[field as usize].binary_search_by_key(&doc, |p| p.doc).ok()?;
    term.positions[field as usize].get(number).map(Vec::as_slice)
}

/// How often the second word stands one behind the first, the third two behind, and so on.
fn count(starts: &[u32], others: &[&[u32]]) -> u32 {
    let follows = |start: &&u32| {
        let mut others = others.iter().zip(1u32..);
        others.all(|(list, distance)| start.checked_add(distance).is_some_and(|p| list.binary_search(&p).is_ok()))
    };
    starts.iter().filter(follows).count() as u32
}
