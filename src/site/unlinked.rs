//! Pages whose links lead to what the site does not show: each is read again as its author would have written it without
//! them. So nothing behind this stage can tell that there was a link: not the page, its copies, the search, the terms
//! that it mentions, nor what readers' marks are compared with.
//!
//! In: entries and what their links mean. Out: entries whose pages have no such links, and what was there before: when
//! their links are read again, they are read from that.

use super::incremental::{IncrementalSite, Inputs};
use super::links::{LinkInputs, Target, shortened};
use super::{Id, audience};
use crate::fingerprint::Fingerprint;
use crate::markdown;
use crate::page::places::Asked;
use crate::page::{self, Outline, Page, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A page with its links, and the same without them.
pub type Unlinked = BTreeMap<Id, (Arc<Page>, Arc<Page>)>;

impl IncrementalSite {
    /// Puts pages with their links back, unless they have been edited since. Tells which.
    pub(super) fn relink(&mut self, entries: &[Id]) -> Vec<Id> {
        let mut back = Vec::new();
        for id in entries {
            let Some((with, without)) = self.unlinked.remove(id) else { continue };
            if Arc::ptr_eq(&self.structure.entries[*id].page, &without) {
                self.structure.entries.at_mut(*id).page = with;
                back.push(*id);
            }
        }
        back
    }

    /// The links of an entry that lead to a part of a page which is not shown, and so to the page; by their numbers.
    fn leads_to_hidden_parts(&self, id: Id, made: Inputs<'_>) -> BTreeSet<usize> {
        let ground = LinkInputs::of(&self.structure, made.config, &self.sources, &self.pruned.hidden);
        shortened(ground, &self.structure.entries[id], &self.linked.targets[id])
    }

    /// Takes the links away. What is wrong with them has been told of the page with them. Tells from which.
    pub(super) fn unlink(&mut self, made: Inputs<'_>, entries: &[Id]) -> Vec<Id> {
        let mut ids = Vec::new();
        for id in entries {
            let targets = &self.linked.targets[*id];
            let shortened = self.leads_to_hidden_parts(*id, made);
            if shortened.is_empty() && !targets.contains(&Target::Text) {
                continue;
            }
            ids.push(*id);
            let with = self.structure.entries[*id].page.clone();
            let without = self.structure.standing.page(&Arc::new(without(&with, targets, &shortened, made)));
            self.structure.entries.at_mut(*id).page = without.clone();
            self.unlinked.insert(*id, (with, without));
        }
        let ground = LinkInputs::of(&self.structure, made.config, &self.sources, &self.pruned.hidden);
        self.linked.read_on(ground, &self.structure.ranks, &ids);
        ids
    }
}

/// The page without the links that lead nowhere, and without the fragments of those that lead to hidden parts.
fn without(page: &Page, targets: &[Target], shortened: &BTreeSet<usize>, made: Inputs<'_>) -> Page {
    let again = |page: &Page, body: &str| {
        let text: Arc<str> = format!("{}{body}", &page.text[..page.body]).into();
        let rules = Rules { config: made.config, types: made.types, sources: None, defaults: Some(made.defaults) };
        page::parse_again(&page.outline.source, &text, Fingerprint::of_bytes(text.as_bytes()), rules)
    };
    let body = &page.text[page.body..];
    let whole = (!shortened.is_empty())
        .then(|| again(page, &markdown::without_fragments(body, shortened, &made.config.markdown)));
    let whole = whole.as_ref().unwrap_or(page);
    let links = whole.outline.links.iter().zip(targets).filter(|(_, target)| **target == Target::Text);
    let body = markdown::unlinked(&whole.text[whole.body..], links.map(|(link, _)| link), &made.config.markdown);
    let read = again(whole, &body);
    let (old, new) = (&*page.outline, (*read.outline).clone());
    let mut outline = Outline { partial: old.partial, edited: false, unlinked: true, ..new };
    outline.front.tags.clone_from(&old.front.tags);
    let (whole, diagnostics) = (page.whole.clone(), page.diagnostics.clone());
    let cuts = match page.authored {
        Some(_) => page::audience::at_gaps(&page.cuts, page.gaps_of(&read.text)),
        None => page::audience::moved(&page.cuts, &page.text, &read.text),
    };
    let (lines, comments) = (Asked::default(), page.comments.clone());
    audience::with_fields_of(&Page { outline: outline.into(), cuts, comments, whole, diagnostics, lines, ..read }, old)
}
