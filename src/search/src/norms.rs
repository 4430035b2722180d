//! BM25: what a word in a field is worth, by the length of the field.
//!
//! In: the meta file. Out: [`Norms`], and with them a score, as tantivy counts it (k1 = 1.2, b = 0.75, lengths rounded to
//! 256 steps, in f32).

use crate::format::meta::Meta;
use crate::format::{FIELD_COUNT, Field};
use crate::gather::gather;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How much a match counts by field, in the order of [`crate::format::FIELDS`].
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
        let pages = |field: usize| gather(meta.pages.iter().map(|page| page.norms[field]));
        let ids = [pages(0), pages(1), spread(meta, bases, 0), spread(meta, bases, 1), Vec::new()];
        let damping = meta.tokens.map(|tokens| damping(tokens as f32 / docs as f32));
        Self { docs, ids, damping }
    }

    /// About how many words a field has; exact up to 40.
    pub fn words(&self, field: Field, doc: u32) -> u32 {
        self.ids[field as usize].get(doc as usize).map_or(0, |id| length(*id))
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
    gather((0..=255).map(|id| K1 * (1.0 - B + B * length(id) as f32 / average)))
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

fn tf_factor(tf: u32, damping: f32) -> f32 {
    let tf = tf as f32;
    tf / (tf + damping)
}

/// BM25 of a term or phrase whose idf (or sum of idf) is known.
pub fn bm25(idf: f32, tf: u32, field: Field, doc: u32, norms: &Norms) -> f32 {
    idf * (1.0 + K1) * BOOSTS[field as usize] * tf_factor(tf, norms.damping(field, doc))
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
