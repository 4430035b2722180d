//! Scores of sections, as tantivy gives them (BM25 with k1 = 1.2 and b = 0.75, lengths rounded to 256 steps, in f32).
//!
//! In: a [`Plan`] and the files it needs. Out: for each word of the plan the sections that have it, with scores, and the
//! pages that have it in their titles. The score is that of the tantivy query: for each word the maximum
//! (`DisjunctionMaxQuery`, no tie breaker) over its alternatives of `weight * sum over terms of sum over fields of boost *
//! BM25`; over words the sum. `tests/search_parity.rs` holds both against each other.
//!
//! One thing is not as in tantivy: **no alternative is rarer than those before it**. What was typed stands first; BM25
//! alone would give a rare synonym more than the word itself.
//!
//! Words that mean nearly the same as a typed one join it, but for a single word none of them gives as much as the typed
//! word itself gives anywhere ([`BELOW`]).

use crate::format::{FIELDS, Field, Postings};
use crate::gather::{gather, sound};
use crate::loaded::{Loaded, Needs};
use crate::norms::{bm25, idf};
use crate::plan::{Alternative, Plan, Word};
use crate::scored::{Pad, Scored, both, either, sections, slots};
use crate::wire::Damaged;

/// How much a related word gives at most, of the least that the typed word gives: a page's beginning counts 1.3 times as
/// much as another section, and its other sections add a fifth.
const BELOW: f32 = 0.6;

/// What a word of the plan gives.
#[derive(Clone, Debug, Default)]
pub struct Match {
    /// Sections that have it.
    pub scored: Scored,
    /// Pages that have it in their titles; one that has several of its alternatives stands here several times.
    pub titles: Vec<Named>,
    /// The same for sections and their headings.
    pub headings: Vec<Named>,
}

/// A page or section whose title has an alternative of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// The page, or the slot of the section.
    pub doc: u32,
    /// How near to what was typed: 1 is that.
    pub nearness: f32,
    /// How many words of the title it is.
    pub words: u32,
}

/// What each word of a plan gives, in its order.
pub fn words(plan: &Plan, loaded: &Loaded, needs: &mut Needs) -> Result<Vec<Match>, Damaged> {
    let mut pad = Pad::new(loaded.page_of.len());
    sound(plan.words.iter().map(|asked| word(asked, loaded, &mut pad, needs)))
}

/// Sections that hold one of the excluded words.
pub fn excluded(plan: &Plan, loaded: &Loaded, needs: &mut Needs) -> Result<Vec<u32>, Damaged> {
    let mut pad = Pad::new(loaded.page_of.len());
    let mut all = Scored::new();
    for asked in &plan.excluded {
        all = either(all, &word(asked, loaded, &mut pad, needs)?.scored);
    }
    Ok(gather(all.into_iter().map(|score| score.slot)))
}

fn word(asked: &Word, loaded: &Loaded, pad: &mut Pad, needs: &mut Needs) -> Result<Match, Damaged> {
    let mut all = Match::default();
    let mut rarest = 0;
    for choice in &asked.alternatives {
        let Match { mut scored, mut titles, mut headings } = alternative(choice, rarest, loaded, pad, needs)?;
        rarest = rarest.max(scored.len() as u32);
        scored.iter_mut().for_each(|score| score.score *= choice.weight);
        all.scored = either(all.scored, &scored);
        all.titles.append(&mut titles);
        all.headings.append(&mut headings);
    }
    let mut related = Scored::new();
    let least = all.scored.iter().map(|score| score.score).fold(f32::INFINITY, f32::min) * BELOW;
    for other in &asked.related {
        let Match { mut scored, mut titles, mut headings } = alternative(&other.way, 0, loaded, pad, needs)?;
        let most = if other.of == 1 { least } else { f32::INFINITY };
        scored.iter_mut().for_each(|score| score.score = (score.score * other.way.weight).min(most));
        related = either(related, &scored);
        all.titles.append(&mut titles);
        all.headings.append(&mut headings);
    }
    all.scored = either(all.scored, &related);
    Ok(all)
}

/// Where an alternative stands; its terms count as if they stood in at least `rarest` sections.
fn alternative(
    choice: &Alternative,
    rarest: u32,
    loaded: &Loaded,
    pad: &mut Pad,
    needs: &mut Needs,
) -> Result<Match, Damaged> {
    let mut lists = Vec::new();
    for term in &choice.terms {
        lists.push(match loaded.find(term, needs) {
            Some(found) => loaded.postings(found)?,
            None => Postings::default(),
        });
    }
    let scored = match choice.phrase && lists.len() > 1 {
        true => crate::phrase::score(&choice.terms, rarest, loaded, pad, needs)?,
        false => together(&lists, rarest, loaded, pad),
    };
    let named = |field| named(&lists, field, choice.weight);
    Ok(Match { scored, titles: named(Field::Title), headings: named(Field::Heading) })
}

/// The sections that have all of some terms.
fn together(lists: &[Postings], rarest: u32, loaded: &Loaded, pad: &mut Pad) -> Scored {
    let Some((first, rest)) = lists.split_first() else { return Scored::new() };
    let scored = single(first, rarest, loaded, pad);
    rest.iter().fold(scored, |before, postings| both(&before, &single(postings, rarest, loaded, pad)))
}

/// The scores of one term: the sum over fields.
fn single(postings: &Postings, rarest: u32, loaded: &Loaded, pad: &mut Pad) -> Scored {
    for (list, field) in postings.fields.iter().zip(FIELDS) {
        let idf = idf(sections(list, field, loaded).max(rarest), loaded.norms.docs);
        for posting in list {
            let score = bm25(idf, posting.tf, field, posting.doc, &loaded.norms);
            slots(posting.doc, field, loaded).for_each(|slot| pad.add(slot, score, field));
        }
    }
    pad.take()
}

/// The pages or sections whose titles have all of some terms.
fn named(lists: &[Postings], field: Field, weight: f32) -> Vec<Named> {
    let Some((first, rest)) = lists.split_first() else { return Vec::new() };
    let has = |postings: &Postings, doc: u32| {
        postings.fields[field as usize].binary_search_by_key(&doc, |posting| posting.doc).is_ok()
    };
    let words = lists.len() as u32;
    // The weight of a name of several words is shared by its words.
    let nearness = (weight * words as f32).min(1.0);
    let docs = first.fields[field as usize].iter().map(|posting| posting.doc);
    let docs = docs.filter(|doc| rest.iter().all(|postings| has(postings, *doc)));
    gather(docs.map(|doc| Named { doc, nearness, words }))
}
