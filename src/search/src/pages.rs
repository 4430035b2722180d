//! From sections to pages: results are pages, each with its best sections.
//!
//! In: what each word gives to sections ([`crate::rank`]). Out: pages, best first: those that have all words before
//! those that have only some, then by score.

use crate::loaded::Loaded;
use crate::plan::Plan;
use crate::query::{Filter, Key};
use crate::rank::Scored;

/// How much the second best section of a page adds, and each further one of the one before it.
const NEXT: f32 = 0.2;
/// How much more the beginning of a page counts than its sections.
const LEAD: f32 = 1.3;
/// What a page in another language than the reader's is worth.
const FOREIGN: f32 = 0.7;

/// A section with its score, and which of the words it has, a bit each.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its slot.
    pub slot: u32,
    /// The sum over the words.
    pub score: f32,
    words: u32,
}

/// A page of the results.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its number.
    pub page: u32,
    /// How good it is, comparable within one answer.
    pub score: f32,
    /// Its sections that have a word, best first.
    pub sections: Vec<Section>,
    complete: bool,
}

/// Sections with their scores: those of all words added up.
pub fn sections(words: &[Scored], excluded: &[u32]) -> Vec<Section> {
    let mut all: Vec<Section> = Vec::new();
    for (number, scored) in words.iter().enumerate() {
        let bit = 1u32.checked_shl(number as u32).unwrap_or_default();
        all.extend(scored.iter().map(|(slot, score)| Section { slot: *slot, score: *score, words: bit }));
    }
    // Stable, so that the words of a section are added in the order of the question.
    all.sort_by_key(|section| section.slot);
    all.dedup_by(|next, kept| {
        let same = next.slot == kept.slot;
        if same {
            kept.score += next.score;
            kept.words |= next.words;
        }
        same
    });
    all.retain(|section| excluded.binary_search(&section.slot).is_err());
    all
}

/// Pages from sections, best first.
pub fn rank(sections: &[Section], plan: &Plan, loaded: &Loaded, lang: &str) -> Vec<Hit> {
    let required = plan.words.iter().enumerate().filter(|(_, w)| w.required);
    let required: u32 = required.map(|(number, _)| 1u32.checked_shl(number as u32).unwrap_or_default()).sum();
    let page = |section: &Section| loaded.page_of.get(section.slot as usize);
    let grouped = sections.chunk_by(|a, b| page(a) == page(b));
    let mut hits: Vec<Hit> = grouped.filter_map(|group| hit(group, *page(group.first()?)?, required, loaded)).collect();
    if hits.iter().any(|hit| hit.complete) {
        hits.retain(|hit| hit.complete);
    }
    let own = loaded.meta.langs.iter().position(|code| code == lang);
    for hit in &mut hits {
        if own.is_some_and(|own| loaded.meta.pages[hit.page as usize].lang as usize != own) {
            hit.score *= FOREIGN;
        }
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.page.cmp(&b.page)));
    hits
}

fn hit(group: &[Section], page: u32, required: u32, loaded: &Loaded) -> Option<Hit> {
    let words = group.iter().fold(0, |words, section| words | section.words);
    if words & required == 0 {
        return None;
    }
    let lead = loaded.bases.get(page as usize).copied();
    let mut sections = group.to_vec();
    sections.iter_mut().filter(|s| Some(s.slot) == lead).for_each(|s| s.score *= LEAD);
    sections.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.slot.cmp(&b.slot)));
    let score = sections.iter().rev().fold(0.0, |rest, section| section.score + NEXT * rest);
    Some(Hit { page, score, sections, complete: words & required == required })
}

/// Whether a page passes the filters, but for those of one key.
pub fn passes(page: u32, filters: &[Filter], but: Option<Key>, loaded: &Loaded) -> bool {
    let holds = |filter: &Filter| has(page, filter, loaded) != filter.not;
    filters.iter().filter(|f| Some(f.key) != but).all(holds)
}

fn has(page: u32, filter: &Filter, loaded: &Loaded) -> bool {
    let meta = &loaded.meta;
    let Some(page) = meta.pages.get(page as usize) else { return false };
    let same = |name: Option<&String>| name.is_some_and(|name| name.to_lowercase() == filter.value.to_lowercase());
    match filter.key {
        Key::Type => same(meta.kinds.get(page.kind as usize)),
        Key::Lang => same(meta.langs.get(page.lang as usize)),
        Key::Tag => page.tags.iter().any(|tag| same(meta.tags.get(*tag as usize))),
    }
}
