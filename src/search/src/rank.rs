//! Scores of sections, as tantivy gives them (BM25 with k1 = 1.2 and b = 0.75, lengths rounded to 256 steps, in f32).
//!
//! In: a [`Plan`] and the files it needs. Out: for each section that has one of its words, a score and which words it
//! has. The score is that of the tantivy query: for each word the maximum (`DisjunctionMaxQuery`, no tie breaker) over
//! its alternatives of `weight * sum over terms of sum over fields of boost * BM25`; over words the sum.
//! `tests/parity.rs` holds both against each other.

use crate::format::meta::Meta;
use crate::format::{FIELDS, Field, Posting, Postings};
use crate::loaded::{Loaded, Needs};
use crate::plan::{Alternative, Plan, Word};
use crate::wire::Damaged;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How much a match counts by field, in the order of [`FIELDS`].
pub const BOOSTS: [f32; 4] = [3.0, 2.0, 2.0, 1.0];

/// Lengths of fields, and what BM25 makes of them.
#[derive(Clone, Debug, Default)]
pub struct Norms {
    /// Number of sections.
    pub docs: u32,
    /// tantivy's fieldnorm ids by field: of pages, of pages, of slots, of slots.
    ids: [Vec<u8>; 4],
    /// `K1 * (1 - B + B * length / average)` by field and id.
    damping: [Vec<f32>; 4],
}

impl Norms {
    /// From the meta file; `bases` are the pages' first slots.
    pub fn new(meta: &Meta, bases: &[u32]) -> Self {
        let docs = meta.sections();
        let pages = |field: usize| meta.pages.iter().map(|page| page.norms[field]).collect();
        let ids = [pages(0), pages(1), spread(meta, bases, 0), spread(meta, bases, 1)];
        let damping = meta.tokens.map(|tokens| damping(tokens as f32 / docs as f32));
        Self { docs, ids, damping }
    }

    /// What divides the term frequency.
    fn damping(&self, field: Field, doc: u32) -> f32 {
        let id = self.ids[field as usize].get(doc as usize).copied().unwrap_or_default();
        self.damping[field as usize].get(usize::from(id)).copied().unwrap_or(1.0)
    }

    /// The length of a field in tokens, rounded as tantivy rounds it.
    pub fn length(&self, field: Field, doc: u32) -> u32 {
        length(self.ids[field as usize].get(doc as usize).copied().unwrap_or_default())
    }
}

/// A column of sections, with the free slots between pages.
fn spread(meta: &Meta, bases: &[u32], column: usize) -> Vec<u8> {
    let mut slots = vec![0; bases.last().copied().unwrap_or_default() as usize];
    let mut dense = meta.norms[column].iter();
    for (page, base) in meta.pages.iter().zip(bases) {
        for slot in slots.iter_mut().skip(*base as usize).take(page.sections as usize) {
            *slot = dense.next().copied().unwrap_or_default();
        }
    }
    slots
}

fn damping(average: f32) -> Vec<f32> {
    (0..=255).map(|id| K1 * (1.0 - B + B * length(id) as f32 / average)).collect()
}

/// The length that a fieldnorm id stands for (tantivy's table, written as the rule behind it: 40 exact lengths, then
/// numbers of three binary digits).
pub fn length(id: u8) -> u32 {
    let rest = u32::from(id).saturating_sub(24);
    if id < 40 {
        return u32::from(id);
    }
    let (digits, shift) = (rest & 7 | 8, (rest >> 3) - 1);
    24 + (digits << shift)
}

/// BM25's weight of a word that stands in `n` of `docs` sections.
pub fn idf(n: u32, docs: u32) -> f32 {
    let rest = (docs.saturating_sub(n)) as f32 + 0.5;
    (1.0 + rest / (n as f32 + 0.5)).ln()
}

/// What one word of the plan gives to sections: by slot, ascending.
pub type Scored = Vec<(u32, f32)>;

/// A scratch pad of one number a slot, with a list of those that were touched.
struct Pad {
    scores: Vec<f32>,
    touched: Vec<u32>,
}

impl Pad {
    fn new(slots: usize) -> Self {
        Self { scores: vec![0.0; slots], touched: Vec::new() }
    }

    fn add(&mut self, slot: u32, score: f32) {
        if let Some(cell) = self.scores.get_mut(slot as usize) {
            if *cell == 0.0 {
                self.touched.push(slot);
            }
            *cell += score;
        }
    }

    /// What was added, by slot; the pad is clean again.
    fn take(&mut self) -> Scored {
        self.touched.sort_unstable();
        let Self { scores, touched } = self;
        touched.drain(..).map(|slot| (slot, std::mem::take(&mut scores[slot as usize]))).collect()
    }
}

/// The scores of each word of a plan, in its order.
pub fn words(plan: &Plan, loaded: &Loaded, needs: &mut Needs) -> Result<Vec<Scored>, Damaged> {
    let mut pad = Pad::new(loaded.page_of.len());
    plan.words.iter().map(|asked| word(asked, loaded, &mut pad, needs)).collect()
}

/// Sections that hold one of the excluded words.
pub fn excluded(plan: &Plan, loaded: &Loaded, needs: &mut Needs) -> Result<Vec<u32>, Damaged> {
    let mut pad = Pad::new(loaded.page_of.len());
    let mut slots = Vec::new();
    for asked in &plan.excluded {
        slots.extend(word(asked, loaded, &mut pad, needs)?.into_iter().map(|(slot, _)| slot));
    }
    slots.sort_unstable();
    slots.dedup();
    Ok(slots)
}

fn word(asked: &Word, loaded: &Loaded, pad: &mut Pad, needs: &mut Needs) -> Result<Scored, Damaged> {
    let mut best = Scored::new();
    for choice in &asked.alternatives {
        let scored = alternative(choice, loaded, pad, needs)?;
        let weighted = scored.into_iter().map(|(slot, score)| (slot, score * choice.weight));
        best = maximum(best, weighted.collect());
    }
    Ok(best)
}

fn alternative(choice: &Alternative, loaded: &Loaded, pad: &mut Pad, needs: &mut Needs) -> Result<Scored, Damaged> {
    if choice.phrase && choice.terms.len() > 1 {
        return crate::phrase::score(&choice.terms, loaded, needs);
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
    for ((list, field), boost) in postings.fields.iter().zip(FIELDS).zip(BOOSTS) {
        let weight = idf(sections(list, field, loaded), loaded.norms.docs) * (1.0 + K1) * boost;
        for posting in list {
            let score = weight * tf_factor(posting.tf, loaded.norms.damping(field, posting.doc));
            slots(posting.doc, field, loaded).for_each(|slot| pad.add(slot, score));
        }
    }
    pad.take()
}

fn tf_factor(tf: u32, damping: f32) -> f32 {
    let tf = tf as f32;
    tf / (tf + damping)
}

/// BM25 of a term or phrase whose idf (or sum of idf) is known.
pub fn bm25(idf: f32, tf: u32, field: Field, doc: u32, norms: &Norms) -> f32 {
    idf * (1.0 + K1) * BOOSTS[field as usize] * tf_factor(tf, norms.damping(field, doc))
}

/// In how many sections the postings of a field lie.
pub fn sections(list: &[Posting], field: Field, loaded: &Loaded) -> u32 {
    if !field.of_page() {
        return list.len() as u32;
    }
    list.iter().map(|p| loaded.meta.pages.get(p.doc as usize).map_or(0, |page| page.sections)).sum()
}

/// The slots that a posting stands for: one, or all sections of a page.
pub fn slots(doc: u32, field: Field, loaded: &Loaded) -> std::ops::Range<u32> {
    if !field.of_page() {
        return doc..doc + 1;
    }
    let base = loaded.bases.get(doc as usize).copied().unwrap_or_default();
    base..base + loaded.meta.pages.get(doc as usize).map_or(0, |page| page.sections)
}

/// The greater score where both have one, the only one where one has.
fn maximum(a: Scored, b: Scored) -> Scored {
    if a.is_empty() {
        return b;
    }
    merge(a, b, f32::max)
}

/// Sums, wherever either has a score.
pub fn either(a: Scored, b: Scored) -> Scored {
    merge(a, b, |x, y| x + y)
}

fn merge(a: Scored, b: Scored, join: impl Fn(f32, f32) -> f32) -> Scored {
    let mut merged = Scored::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x.0 == y.0 => a.next().zip(b.next()).map(|(x, y)| (x.0, join(x.1, y.1))),
            (Some(x), Some(y)) if x.0 < y.0 => a.next(),
            (Some(_), None) => a.next(),
            _ => b.next(),
        };
        match next {
            Some(next) => merged.push(next),
            None => return merged,
        }
    }
}

/// Sums, where both have a score.
pub fn both(a: &Scored, b: &Scored) -> Scored {
    let mut b = b.iter().peekable();
    let mut joined = Scored::new();
    for (slot, score) in a {
        while b.next_if(|(other, _)| other < slot).is_some() {}
        joined.extend(b.next_if(|(other, _)| other == slot).map(|(_, more)| (*slot, score + more)));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_follow_the_table_of_tantivy() {
        let known = [
            (0, 0),
            (39, 39),
            (40, 40),
            (41, 42),
            (47, 54),
            (48, 56),
            (49, 60),
            (55, 84),
            (56, 88),
            (255, 2_013_265_944),
        ];
        for (id, expected) in known {
            assert_eq!(length(id), expected, "{id}");
        }
    }
}
