//! Which pages mention which terms: kept from build to build.
//!
//! In: the glossaries when they may have changed, and which entries have other pages than before. Out: [`TermIndex`].
//!
//! 1. A text is looked through again when its page or the words of its language's matcher have changed. An unchanged page
//!    that stands elsewhere among the entries keeps what was found in it.
//! 2. The terms of the pages concerned learn who mentions them.

use super::glossary::Glossary;
use super::{Entry, Id};
use crate::chunked_vec::ChunkedVec;
use crate::page::Page;
use crate::page::term_matcher::Found;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The glossary of each language.
pub type Glossaries = BTreeMap<Arc<str>, Glossary>;

/// What is mentioned.
#[derive(Clone, Debug, Default)]
pub struct TermIndex {
    /// The glossaries, with the pages that mention each term.
    pub glossaries: Arc<Glossaries>,
    /// For each entry, what was found in its text.
    pub found: ChunkedVec<Arc<Found>>,
    /// How many texts were looked through.
    pub looked: usize,
}

/// What was found in a page that is still the same one, by where that stands in memory: both are held.
type Known<'a> = HashMap<usize, &'a Arc<Found>>;

impl TermIndex {
    /// Looks through all entries with new glossaries. `before` are the entries of the last site, and what was found there.
    pub fn new(
        glossaries: Glossaries,
        entries: &ChunkedVec<Entry>,
        ranks: &[u32],
        before: Option<(&ChunkedVec<Entry>, &Self)>,
    ) -> Self {
        let known = before.map(|(entries, before)| before.known(entries, &glossaries)).unwrap_or_default();
        let none = Arc::default();
        let look = |id: Id| match known.get(&place(&entries[id].page)) {
            Some(found) => (Arc::clone(found), false),
            None => look(&glossaries, &entries[id], &none),
        };
        let all: Vec<(Arc<Found>, bool)> = (0..entries.len()).into_par_iter().map(look).collect();
        let looked = all.iter().filter(|(_, looked)| *looked).count();
        let found = all.into_iter().map(|(found, _)| found).collect();
        let mut mentioned = Self { glossaries: glossaries.into(), found, looked };
        mentioned.note_all(entries, ranks);
        mentioned
    }

    /// Looks through entries that have other pages.
    pub fn look_again(&mut self, entries: &ChunkedVec<Entry>, ranks: &[u32], ids: &[Id]) {
        let none = Arc::default();
        self.looked = 0;
        for id in ids {
            let (found, looked) = look(&self.glossaries, &entries[*id], &none);
            self.looked += usize::from(looked);
            let (old, new) = (terms(&self.found[*id]), terms(&found));
            *self.found.at_mut(*id) = found;
            if old != new && counts(&entries[*id]) {
                self.note(*id, &entries[*id].lang, ranks, &old, &new);
            }
        }
    }

    /// What was found in pages whose language is looked through for the same words as before.
    fn known(&self, entries: &ChunkedVec<Entry>, now: &Glossaries) -> Known<'_> {
        let words = |all: &Glossaries, lang: &str| all.get(lang).map(|glossary| glossary.matcher.fingerprint);
        let same = |lang: &&Arc<str>| words(now, lang) == words(&self.glossaries, lang);
        let langs: BTreeSet<&str> = now.keys().filter(same).map(|lang| &**lang).collect();
        if langs.is_empty() {
            return Known::new();
        }
        let pairs = entries.iter().zip(self.found.iter());
        let kept = pairs.filter(|(entry, _)| langs.contains(entry.page.outline.lang.as_str()));
        kept.map(|(entry, found)| (place(&entry.page), found)).collect()
    }

    /// Tells each term of a new glossary who mentions it.
    fn note_all(&mut self, entries: &ChunkedVec<Entry>, ranks: &[u32]) {
        let glossaries = Arc::make_mut(&mut self.glossaries);
        for (id, (entry, found)) in entries.iter().zip(self.found.iter()).enumerate() {
            if let Some(glossary) = glossaries.get_mut(&entry.lang).filter(|_| counts(entry)) {
                glossary.use_on(id, found.mentions.iter().map(|(term, _)| *term));
            }
        }
        let terms = glossaries.values_mut().flat_map(|glossary| &mut glossary.terms);
        terms.for_each(|term| term.used_on.sort_by_key(|id| ranks[*id]));
    }

    /// Tells the terms that a page mentions now or mentioned before.
    fn note(&mut self, id: Id, lang: &Arc<str>, ranks: &[u32], old: &BTreeSet<u32>, new: &BTreeSet<u32>) {
        let Some(glossary) = Arc::make_mut(&mut self.glossaries).get_mut(lang) else { return };
        for term in old.difference(new) {
            glossary.terms[*term as usize].used_on.retain(|other| *other != id);
        }
        glossary.use_on(id, new.difference(old).copied());
        for term in new.difference(old) {
            glossary.terms[*term as usize].used_on.sort_by_key(|id| ranks[*id]);
        }
    }
}

fn place(page: &Arc<Page>) -> usize {
    Arc::as_ptr(page).addr()
}

/// What a text mentions, and whether it had to be looked through.
fn look(glossaries: &Glossaries, entry: &Entry, none: &Arc<Found>) -> (Arc<Found>, bool) {
    match glossaries.get(entry.page.outline.lang.as_str()) {
        Some(glossary) if !entry.synthetic => (Arc::new(glossary.matcher.look(&entry.page)), true),
        _ => (none.clone(), false),
    }
}

fn terms(found: &Found) -> BTreeSet<u32> {
    found.mentions.iter().map(|(term, _)| *term).collect()
}

/// Whether a page is one that a term can be said to be used on.
fn counts(entry: &Entry) -> bool {
    let front = &entry.page.outline.front;
    !entry.fallback && !front.unlisted && front.glossary
}
