//! Scores of sections, as tantivy gives them (BM25 with k1 = 1.2 and b = 0.75, lengths rounded to 256 steps, in f32).
//!
//! In: a [`Plan`] and the files it needs. Out: for each section that has one of its words, a score and which words it
//! has. The score is that of the tantivy query: for each word the maximum (`DisjunctionMaxQuery`, no tie breaker) over
//! its alternatives of `weight * sum over terms of sum over fields of boost * BM25`; over words the sum.
//! `tests/parity.rs` holds both against each other.

use crate::format::meta::Meta;
use crate::format::{FIELD_COUNT, FIELDS, Field, Posting, Postings};
use crate::loaded::{Loaded, Needs};
use crate::plan::{Alternative, Plan, Word};
use crate::wire::Damaged;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How much a match counts by field, in the order of [`FIELDS`].
pub const BOOSTS: [f32; FIELD_COUNT] = [3.0, 2.0, 2.0, 1.0, 0.2];

/// Lengths of fields, and what BM25 makes of them.
#[derive(Clone, Debug, Default)]
pub struct Norms {
    /// Number of sections.
    pub docs: u32,
    /// tantivy's fieldnorm ids by field: of pages, of pages, of slots, of slots; of links none.
    ids: [Vec<u8>; FIELD_COUNT],
    /// `K1 * (1 - B + B * length / average)` by field and id.
    damping: [Vec<f32>; FIELD_COUNT],
}

impl Norms {
    /// From the meta file; `bases` are the pages' first slots.
    pub fn new(meta: &Meta, bases: &[u32]) -> Self {
        let docs = meta.sections();
        let pages = |field: usize| meta.pages.iter().map(|page| page.norms[field]).collect();
        let ids = [pages(0), pages(1), spread(meta, bases, 0), spread(meta, bases, 1), Vec::new()];
        let damping = meta.tokens.map(|tokens| damping(tokens as f32 / docs as f32));
        Self { docs, ids, damping }
    }

    /// What divides the term frequency.
    fn damping(&self, field: Field, doc: u32) -> f32 {
        let id = self.ids[field as usize].get(doc as usize).copied().unwrap_or(1);
        self.damping[field as usize].get(usize::from(id)).copied().unwrap_or(1.0)
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

/// A section that has a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Its slot.
    pub slot: u32,
    /// How well.
    pub score: f32,
    /// Whether it has the word elsewhere than in links to other pages.
    pub own: bool,
}

/// What one word of the plan gives to sections: by slot, ascending.
pub type Scored = Vec<Score>;

/// A scratch pad of one number a slot, with a bit for those that were touched: reading the bits gives them in order,
/// so nothing is sorted.
#[derive(Debug)]
pub struct Pad {
    scores: Vec<f32>,
    touched: Vec<u64>,
    own: Vec<u64>,
}

impl Pad {
    fn new(slots: usize) -> Self {
        let bits = vec![0; slots.div_ceil(64)];
        Self { scores: vec![0.0; slots], touched: bits.clone(), own: bits }
    }

    /// Adds to a slot's score.
    pub fn add(&mut self, slot: u32, score: f32, field: Field) {
        let (word, bit) = (slot as usize / 64, 1 << (slot % 64));
        if let (Some(cell), Some(touched), Some(own)) =
            (self.scores.get_mut(slot as usize), self.touched.get_mut(word), self.own.get_mut(word))
        {
            *cell += score;
            *touched |= bit;
            *own |= if field == Field::Links { 0 } else { bit };
        }
    }

    /// What was added, by slot; the pad is clean again.
    pub fn take(&mut self) -> Scored {
        let mut scored = Scored::new();
        for (word, (touched, own)) in self.touched.iter_mut().zip(&mut self.own).enumerate() {
            let (mut bits, owned) = (std::mem::take(touched), std::mem::take(own));
            while bits != 0 {
                let bit = bits.trailing_zeros();
                bits &= bits - 1;
                let slot = word as u32 * 64 + bit;
                let score = self.scores.get_mut(slot as usize).map(std::mem::take).unwrap_or_default();
                scored.push(Score { slot, score, own: owned >> bit & 1 == 1 });
            }
        }
        scored
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
    let mut all = Scored::new();
    for asked in &plan.excluded {
        all = either(all, word(asked, loaded, &mut pad, needs)?, f32::max);
    }
    Ok(all.into_iter().map(|score| score.slot).collect())
}

fn word(asked: &Word, loaded: &Loaded, pad: &mut Pad, needs: &mut Needs) -> Result<Scored, Damaged> {
    let mut best = Scored::new();
    for choice in &asked.alternatives {
        let mut scored = alternative(choice, loaded, pad, needs)?;
        scored.iter_mut().for_each(|score| score.score *= choice.weight);
        best = either(best, scored, f32::max);
    }
    Ok(best)
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
    for ((list, field), boost) in postings.fields.iter().zip(FIELDS).zip(BOOSTS) {
        let weight = idf(sections(list, field, loaded), loaded.norms.docs) * (1.0 + K1) * boost;
        for posting in list {
            let score = weight * tf_factor(posting.tf, loaded.norms.damping(field, posting.doc));
            slots(posting.doc, field, loaded).for_each(|slot| pad.add(slot, score, field));
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

/// Joined where both have a score, the only one where one has.
fn either(a: Scored, b: Scored, join: fn(f32, f32) -> f32) -> Scored {
    if a.is_empty() {
        return b;
    }
    let mut merged = Scored::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    while let Some(left) = a.peek() {
        if let Some(right) = b.next_if(|right| right.slot < left.slot) {
            merged.push(right);
            continue;
        }
        let mut left = *left;
        if let Some(right) = b.next_if(|right| right.slot == left.slot) {
            left = Score { score: join(left.score, right.score), own: left.own || right.own, ..left };
        }
        merged.push(left);
        a.next();
    }
    merged.extend(b);
    merged
}

/// Sums, where both have a score.
fn both(a: &Scored, b: &Scored) -> Scored {
    let mut b = b.iter().peekable();
    let mut joined = Scored::new();
    for left in a {
        while b.next_if(|right| right.slot < left.slot).is_some() {}
        if let Some(right) = b.next_if(|right| right.slot == left.slot) {
            joined.push(Score { score: left.score + right.score, own: left.own && right.own, ..*left });
        }
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
