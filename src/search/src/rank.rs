//! Scores of sections, as tantivy gives them (BM25 with k1 = 1.2 and b = 0.75, lengths rounded to 256 steps, in f32).
//!
//! In: a [`Plan`] and the files it needs. Out: for each section that has one of its words, a score and which words it
//! has. The score is that of the tantivy query: for each word the maximum (`DisjunctionMaxQuery`, no tie breaker) over
//! its alternatives of `weight * sum over terms of sum over fields of boost * BM25`; over words the sum.
//! Words that mean nearly the same as a typed one join it, but for a single word none of them gives as much as the typed
//! word itself gives anywhere ([`BELOW`]).
//! `tests/parity.rs` holds both against each other.

use crate::format::{FIELDS, Postings};
use crate::gather::{gather, sound};
use crate::loaded::{Loaded, Needs};
use crate::norms::{bm25, idf};
use crate::plan::{Alternative, Plan, Word};
use crate::scored::{Pad, Scored, both, either, sections, slots};
use crate::wire::Damaged;

/// How much a related word gives at most, of the least that the typed word gives: a page's beginning counts 1.3 times as
/// much as another section, and its other sections add a fifth.
const BELOW: f32 = 0.6;

/// The scores of each word of a plan, in its order.
pub fn words(plan: &Plan, loaded: &Loaded, needs: &mut Needs) -> Result<Vec<Scored>, Damaged> {
    let mut pad = Pad::new(loaded.page_of.len());
    sound(plan.words.iter().map(|asked| word(asked, loaded, &mut pad, needs)))
}

/// Sections that hold one of the excluded words.
pub fn excluded(plan: &Plan, loaded: &Loaded, needs: &mut Needs) -> Result<Vec<u32>, Damaged> {
    let mut pad = Pad::new(loaded.page_of.len());
    let mut all = Scored::new();
    for asked in &plan.excluded {
        all = either(all, &word(asked, loaded, &mut pad, needs)?);
    }
    Ok(gather(all.into_iter().map(|score| score.slot)))
}

fn word(asked: &Word, loaded: &Loaded, pad: &mut Pad, needs: &mut Needs) -> Result<Scored, Damaged> {
    let mut best = Scored::new();
    for choice in &asked.alternatives {
        let mut scored = alternative(choice, loaded, pad, needs)?;
        scored.iter_mut().for_each(|score| score.score *= choice.weight);
        best = either(best, &scored);
    }
    let mut related = Scored::new();
    let least = best.iter().map(|score| score.score).fold(f32::INFINITY, f32::min) * BELOW;
    for other in &asked.related {
        let mut scored = alternative(&other.way, loaded, pad, needs)?;
        let most = if other.of == 1 { least } else { f32::INFINITY };
        scored.iter_mut().for_each(|score| score.score = (score.score * other.way.weight).min(most));
        related = either(related, &scored);
    }
    Ok(either(best, &related))
}

fn alternative(choice: &Alternative, loaded: &Loaded, pad: &mut Pad, needs: &mut Needs) -> Result<Scored, Damaged> {
    if choice.phrase && choice.terms.len() > 1 {
        return crate::phrase::score(&choice.terms, loaded, pad, needs);
    }
    let mut all: Option<Scored> = None;
    for term in &choice.terms {
        let scored = match loaded.find(term, needs) {
            Some(found) => single(&loaded.postings(found)?, loaded, pad),
            None => Scored::new(),
        };
        all = Some(match all {
            Some(before) => both(&before, &scored),
            None => scored,
        });
    }
    Ok(all.unwrap_or_default())
}

/// The scores of one term: the sum over fields.
fn single(postings: &Postings, loaded: &Loaded, pad: &mut Pad) -> Scored {
    for (list, field) in postings.fields.iter().zip(FIELDS) {
        let idf = idf(sections(list, field, loaded), loaded.norms.docs);
        for posting in list {
            let score = bm25(idf, posting.tf, field, posting.doc, &loaded.norms);
            slots(posting.doc, field, loaded).for_each(|slot| pad.add(slot, score, field));
        }
    }
    pad.take()
}
