//! Sections with scores, and how they are joined.
//!
//! In: scores of slots, in any order. Out: [`Scored`]: by slot, ascending; of two the better, or the sum.

use crate::format::{Field, Posting};
use crate::loaded::Loaded;

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
    /// For so many slots.
    pub fn new(slots: usize) -> Self {
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

/// The better score where both have one, the only one where one has.
pub fn either(a: Scored, b: &Scored) -> Scored {
    let mut merged = Scored::with_capacity(a.len() + b.len());
    let mut next = 0;
    for mut left in a {
        while let Some(right) = b.get(next).filter(|right| right.slot <= left.slot) {
            next += 1;
            if right.slot == left.slot {
                left = Score { score: left.score.max(right.score), own: left.own || right.own, ..left };
            } else {
                merged.push(*right);
            }
        }
        merged.push(left);
    }
    merged.extend_from_slice(b.get(next..).unwrap_or_default());
    merged
}

/// Sums, where both have a score.
pub fn both(a: &Scored, b: &Scored) -> Scored {
    let mut joined = Scored::new();
    let mut next = 0;
    for left in a {
        while let Some(right) = b.get(next).filter(|right| right.slot <= left.slot) {
            next += 1;
            if right.slot == left.slot {
                joined.push(Score { score: left.score + right.score, own: left.own && right.own, ..*left });
            }
        }
    }
    joined
}
