//! From sections to pages: results are pages, each with its best sections.
//!
//! In: what each word gives to sections ([`crate::rank`]). Out: pages, best first.
//!
//! A page's score is that of its best section, and a little of the next ones, times how much of the question the page
//! covers: words weigh by their idf, so that a page with all but "the" has nearly all. No page is left out for lacking
//! a word: measured, the right page has all the words of a link to it in only two of three cases.

use crate::format::meta::PageMeta;
use crate::gather::gather;
use crate::loaded::Loaded;
use crate::norms::idf;
use crate::plan::Plan;
use crate::query::{Filter, Key};
use crate::scored::Scored;
use crate::text::fold;

/// How much the second best section of a page adds, and each further one of the one before it.
const NEXT: f32 = 0.2;
/// How much more the beginning of a page counts than its sections.
const LEAD: f32 = 1.3;
/// How much of a word a page has that has it only in links to other pages.
const LINKED: f32 = 0.3;
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
    /// Words that it has elsewhere than in links.
    own: u32,
}

/// A page of the results.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its number.
    pub page: u32,
    /// How good it is, comparable within one answer.
    pub score: f32,
    /// Its best sections, best first.
    pub sections: Vec<Section>,
    /// How many sections have been found in it.
    pub found: usize,
}

/// How many sections of a page are looked at: the fifth adds a thousandth.
const LOOKED_AT: usize = 5;

/// Sections with their scores: those of all words added up, in the order of the question.
pub fn sections(words: &[Scored], slots: usize) -> Vec<Section> {
    let mut all = gather((0..slots as u32).map(|slot| Section { slot, score: 0.0, words: 0, own: 0 }));
    for (number, scored) in words.iter().enumerate() {
        let bit = bit(number);
        for score in scored {
            if let Some(section) = all.get_mut(score.slot as usize) {
                section.score += score.score;
                section.words |= bit;
                section.own |= if score.own { bit } else { 0 };
            }
        }
    }
    all.retain(|section| section.words != 0);
    all
}

fn bit(number: usize) -> u32 {
    1u32.checked_shl(number as u32).unwrap_or_default()
}

/// What each word weighs in the coverage, as a share of all; what only adds weighs nothing.
fn weights(plan: &Plan, words: &[Scored], docs: u32) -> Vec<f32> {
    let weight = |(word, scored): (&crate::plan::Word, &Scored)| match word.required {
        true => idf(scored.len() as u32, docs),
        false => 0.0,
    };
    let weights = gather(plan.words.iter().zip(words).map(weight));
    let all: f32 = weights.iter().sum();
    gather(weights.into_iter().map(|weight| if all > 0.0 { weight / all } else { 0.0 }))
}

/// How much of the question has been covered, from 0 to 1.
fn coverage(weights: &[f32], words: u32, own: u32) -> f32 {
    let covered = weights.iter().enumerate().map(|(number, weight)| match bit(number) {
        bit if own & bit != 0 => *weight,
        bit if words & bit != 0 => weight * LINKED,
        _ => 0.0,
    });
    covered.sum()
}

/// The power of 5/8, from square roots, which every machine rounds alike. Anything from 0.5 to 0.8 does as well.
fn soften(share: f32) -> f32 {
    (share * share.sqrt().sqrt()).sqrt()
}

/// Pages from sections, in no order.
pub fn hits(sections: &[Section], plan: &Plan, words: &[Scored], loaded: &Loaded, lang: &str) -> Vec<Hit> {
    let weights = weights(plan, words, loaded.norms.docs);
    let own = loaded.meta.langs.iter().position(|code| code == lang);
    let page = |section: &Section| loaded.page_of.get(section.slot as usize).copied();
    let must = plan.words.iter().enumerate().fold(0, |all, (at, word)| if word.must { all | bit(at) } else { all });
    let mut hits = Vec::new();
    for group in sections.chunk_by(|a, b| page(a) == page(b)) {
        let Some(number) = group.first().and_then(page) else { continue };
        if group.iter().fold(0, |all, section| all | section.words) & must != must {
            continue;
        }
        let mut hit = hit(group, number, &weights, loaded);
        let foreign = own.is_some_and(|own| loaded.meta.pages[number as usize].lang as usize != own);
        hit.score *= if foreign { FOREIGN } else { 1.0 };
        hits.push(hit);
    }
    hits
}

/// All pages, each with its beginning: what only filters are asked of. Those in the reader's language come first.
pub fn all(loaded: &Loaded, lang: &str) -> Vec<Hit> {
    let own = loaded.meta.langs.iter().position(|code| code == lang);
    let hit = |(page, (meta, slot)): (usize, (&PageMeta, &u32))| {
        let foreign = own.is_some_and(|own| meta.lang as usize != own);
        let lead = Section { slot: *slot, score: 0.0, words: 0, own: 0 };
        Hit { page: page as u32, score: if foreign { FOREIGN } else { 1.0 }, sections: vec![lead], found: 1 }
    };
    gather(loaded.meta.pages.iter().zip(&loaded.bases).enumerate().map(hit))
}

/// Leaves out pages that have one of the slots, which ascend.
pub fn leave_out(hits: &mut Vec<Hit>, slots: &[u32], loaded: &Loaded) {
    let pages = gather(slots.iter().filter_map(|slot| loaded.page_of.get(*slot as usize).copied()));
    hits.retain(|hit| pages.binary_search(&hit.page).is_err());
}

fn hit(group: &[Section], page: u32, weights: &[f32], loaded: &Loaded) -> Hit {
    let lead = loaded.bases.get(page as usize).copied();
    let mut sections = group.to_vec();
    for section in &mut sections {
        section.score *= soften(coverage(weights, section.words, section.own));
        section.score *= if Some(section.slot) == lead { LEAD } else { 1.0 };
    }
    best(&mut sections, LOOKED_AT, |a, b| (a.score, b.slot) > (b.score, a.slot));
    let score = sections.iter().rev().fold(0.0, |rest, section| section.score + NEXT * rest);
    let (words, own) = group.iter().fold((0, 0), |(words, own), s| (words | s.words, own | s.own));
    Hit { page, score: score * soften(coverage(weights, words, own)), sections, found: group.len() }
}

/// Keeps the `count` best, best first. A choice of few from many costs less than sorting them, and 4 KB less code.
pub fn best<T>(items: &mut Vec<T>, count: usize, better: impl Fn(&T, &T) -> bool) {
    let count = count.min(items.len());
    for place in 0..count {
        let mut chosen = place;
        for other in place + 1..items.len() {
            if better(&items[other], &items[chosen]) {
                chosen = other;
            }
        }
        items.swap(place, chosen);
    }
    items.truncate(count);
}

/// Whether a page passes the filters, but for those of one key.
pub fn passes(page: u32, filters: &[Filter], but: Option<Key>, loaded: &Loaded) -> bool {
    // A page has one type and one language: of several that are asked for it has one.
    let either = |filter: &Filter| {
        let mut same = filters.iter().filter(|other| other.key == filter.key && !other.not);
        same.any(|other| has(page, other, loaded))
    };
    let holds = |filter: &Filter| match filter {
        Filter { not: false, key: Key::Type | Key::Lang, .. } => either(filter),
        _ => has(page, filter, loaded) != filter.not,
    };
    filters.iter().filter(|f| Some(f.key) != but).all(holds)
}

fn has(page: u32, filter: &Filter, loaded: &Loaded) -> bool {
    let meta = &loaded.meta;
    let Some(page) = meta.pages.get(page as usize) else { return false };
    let same = |name: Option<&String>| name.is_some_and(|name| fold(name) == fold(&filter.value));
    match filter.key {
        Key::Type => same(meta.kinds.get(page.kind as usize)),
        Key::Lang => same(meta.langs.get(page.lang as usize)),
        Key::Tag => page.tags.iter().any(|tag| same(meta.tags.get(*tag as usize))),
    }
}
