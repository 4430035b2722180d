//! From sections to pages: results are pages, each with its best sections.
//!
//! In: what each word gives to sections ([`crate::rank`]). Out: pages, best first.
//!
//! A page's score is that of its best section, and a little of the next ones, times how much of the question the page
//! covers: words weigh by their idf, so that a page with all but "the" has nearly all. No page is left out for lacking
//! a word: measured, the right page has all the words of a link to it in only two of three cases.
//!
//! A page whose title was asked for counts more: the more of the title is in the question, and the more of the question
//! is the title. Of a page and its translations, the one in the reader's language stands first.

use crate::format::Field;
use crate::format::meta::PageMeta;
use crate::gather::gather;
use crate::loaded::Loaded;
use crate::norms::idf;
use crate::plan::Plan;
use crate::query::{Filter, Key};
use crate::rank::{Match, Named};
use crate::text::fold;

/// How much the second best section of a page adds, and each further one of the one before it.
const NEXT: f32 = 0.2;
/// How much more the beginning of a page counts than its sections.
const LEAD: f32 = 1.3;
/// How much of a word a page has that has it only in links to other pages.
const LINKED: f32 = 0.3;
/// What a page in another language than the reader's is worth.
const FOREIGN: f32 = 0.7;
/// And if its translation into the reader's language has been found, too: beside that one.
const TWIN: f32 = 0.5;
/// How much a page gains whose title is like the question.
const TITLE: f32 = 0.3;
/// And how much more if the title is the question.
const WHOLE: f32 = 1.0;
/// How much a section gains whose heading is like the question.
const HEADING: f32 = 0.1;

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
pub fn sections(words: &[Match], slots: usize) -> Vec<Section> {
    let mut all = gather((0..slots as u32).map(|slot| Section { slot, score: 0.0, words: 0, own: 0 }));
    for (number, matched) in words.iter().enumerate() {
        let bit = bit(number);
        for score in &matched.scored {
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
fn weights(plan: &Plan, words: &[Match], docs: u32) -> Vec<f32> {
    let weight = |(word, matched): (&crate::plan::Word, &Match)| match word.required {
        true => idf(matched.scored.len() as u32, docs),
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
pub fn hits(mut sections: Vec<Section>, plan: &Plan, words: &[Match], loaded: &Loaded, lang: &str) -> Vec<Hit> {
    let weights = weights(plan, words, loaded.norms.docs);
    let titles = titles(&weights, plan, words, loaded);
    let telling = telling(&weights, plan).sum();
    headings(&mut sections, &weights, words, loaded);
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
        hit.score *= titled(titles[number as usize], telling);
        hits.push(hit);
    }
    if let Some(own) = own {
        twins(&mut hits, own, loaded);
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

/// Of pages or sections: how much of the question is in the title, and how many words of the title.
fn asked<'a>(count: usize, weights: &[f32], words: impl Iterator<Item = &'a Vec<Named>>) -> Vec<(f32, u32)> {
    let mut all = vec![(0.0, 0); count];
    let mut best = all.clone();
    for (weight, named) in weights.iter().zip(words).filter(|(weight, _)| **weight > 0.0) {
        for Named { doc, nearness, words } in named {
            match best.get_mut(*doc as usize) {
                Some(best) if best.0 < *nearness => *best = (*nearness, *words),
                _ => {}
            }
        }
        for Named { doc, .. } in named {
            if let (Some(best), Some(all)) = (best.get_mut(*doc as usize), all.get_mut(*doc as usize)) {
                let (nearness, words) = std::mem::take(best);
                *all = (all.0 + weight * nearness, all.1 + words);
            }
        }
    }
    all
}

/// How much a title is what was asked for, from 0 to 1: how much of the question it holds, times the square of how much
/// of it the question holds.
fn likeness((asked, words): (f32, u32), of: u32) -> f32 {
    let share = words.min(of) as f32 / of.max(1) as f32;
    asked * share * share
}

/// How much a page gains by a title of such a likeness: much only by one that is the question, or all that tells in it.
fn titled(likeness: f32, telling: f32) -> f32 {
    let whole = if telling > 0.0 { likeness / telling } else { 0.0 };
    let half = whole * whole * whole * whole;
    1.0 + TITLE * likeness + WHOLE * half * half
}

/// The weights without those of words that say little.
fn telling<'a>(weights: &'a [f32], plan: &'a Plan) -> impl Iterator<Item = f32> + 'a {
    plan.words.iter().zip(weights).map(|(word, weight)| if word.little { 0.0 } else { *weight })
}

/// The likeness of each page's title, without words that say little.
fn titles(weights: &[f32], plan: &Plan, words: &[Match], loaded: &Loaded) -> Vec<f32> {
    let pages = &loaded.meta.pages;
    let telling = gather(telling(weights, plan));
    let asked = asked(pages.len(), &telling, words.iter().map(|matched| &matched.titles));
    gather(asked.into_iter().zip(pages).map(|(asked, page)| likeness(asked, page.title_words)))
}

/// Lets sections gain whose headings were asked for.
fn headings(sections: &mut [Section], weights: &[f32], words: &[Match], loaded: &Loaded) {
    let asked = asked(loaded.page_of.len(), weights, words.iter().map(|matched| &matched.headings));
    for section in sections {
        let length = loaded.norms.words(Field::Heading, section.slot);
        section.score *= 1.0 + HEADING * likeness(asked[section.slot as usize], length);
    }
}

/// Puts pages in the reader's language before their translations. A page is as good as its best translation.
fn twins(hits: &mut [Hit], own: usize, loaded: &Loaded) {
    let pages = &loaded.meta.pages;
    let first = |page: u32| page.saturating_sub(pages[page as usize].twin) as usize;
    let is_own = |hit: &Hit| pages[hit.page as usize].lang as usize == own;
    let mut of = vec![None; pages.len()];
    for (number, hit) in hits.iter().enumerate().filter(|(_, hit)| is_own(hit)) {
        of[first(hit.page)] = Some(number);
    }
    for number in 0..hits.len() {
        let Some(twin) = of[first(hits[number].page)].filter(|twin| *twin != number) else { continue };
        let score = hits[number].score.max(hits[twin].score);
        hits[twin].score = score;
        hits[number].score = hits[number].score.min(score * TWIN);
    }
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
