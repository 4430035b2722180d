//! Runs become one: for each stem of the site where it stands.
//!
//! In: runs in the order of their pages. Out: the stems in order, each encoded as shards hold it. How the pages were
//! divided into runs leaves no trace.
//!
//! The stems are divided into spans that are merged side by side.

use super::segment::{Entry, Run};
use docent_search::format::Postings;
use docent_search::format::shard::encode_postings;
use rayon::prelude::*;
use std::sync::Arc;

/// A stem of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stem {
    /// The stem.
    pub stem: String,
    /// [`encode_postings`].
    pub postings: Vec<u8>,
    /// Their positions.
    pub positions: Vec<u8>,
    /// The words that have it, sorted, and in how many sections each stands.
    pub forms: Vec<(String, u32)>,
}

/// How many spans: enough for every core to be busy to the end.
const SPANS: usize = 32;

/// Merges.
pub fn merge(runs: &[Arc<Run>]) -> Vec<Stem> {
    let offsets = offsets(runs);
    let borders = borders(runs);
    let spans: Vec<Vec<Stem>> =
        (0..=borders.len()).into_par_iter().map(|n| span(runs, &offsets, &borders, n)).collect();
    spans.into_iter().flatten().collect()
}

/// The first page and slot of each run.
fn offsets(runs: &[Arc<Run>]) -> Vec<(u32, u32)> {
    let next = |at: &mut (u32, u32), run: &Arc<Run>| {
        let here = *at;
        *at = (at.0 + run.pages.len() as u32, at.1 + run.slots());
        Some(here)
    };
    runs.iter().scan((0, 0), next).collect()
}

/// Stems that divide the largest run evenly.
fn borders(runs: &[Arc<Run>]) -> Vec<&str> {
    let Some(largest) = runs.iter().max_by_key(|run| run.len()) else { return Vec::new() };
    let mut borders: Vec<&str> =
        (1..SPANS).map(|n| n * largest.len() / SPANS).filter(|n| *n > 0).map(|n| largest.stem(n)).collect();
    borders.dedup();
    borders
}

/// All stems from a border to the next.
fn span(runs: &[Arc<Run>], offsets: &[(u32, u32)], borders: &[&str], n: usize) -> Vec<Stem> {
    let from = n.checked_sub(1).map(|before| borders[before]);
    let mut found: Vec<(&str, usize, usize)> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        let start = from.map_or(0, |stem| position(run, stem));
        let end = borders.get(n).map_or(run.len(), |stem| position(run, stem));
        found.extend((start..end).map(|at| (run.stem(at), number, at)));
    }
    found.sort_unstable();
    let same = found.chunk_by(|a, b| a.0 == b.0);
    same.map(|all| one(runs, offsets, all)).collect()
}

/// The number of the first stem that is not before another.
fn position(run: &Run, stem: &str) -> usize {
    let (mut low, mut high) = (0, run.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if run.stem(middle) < stem { low = middle + 1 } else { high = middle }
    }
    low
}

fn one(runs: &[Arc<Run>], offsets: &[(u32, u32)], all: &[(&str, usize, usize)]) -> Stem {
    let mut entry = Entry::default();
    for (_, run, at) in all {
        runs[*run].add_to(*at, offsets[*run], &mut entry);
    }
    let stem = all.first().map(|(stem, _, _)| (*stem).to_owned()).unwrap_or_default();
    let Entry { postings, positions, forms } = entry;
    Stem { stem, postings: encode_postings(&Postings { fields: postings }), positions: positions.concat(), forms }
}
