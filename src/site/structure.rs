//! What does not depend on what the bodies of pages say: addresses, sections, names, tags, redirects.
//!
//! In: all pages, and which files there are. Out: a [`Structure`]. It depends on nothing of a page but its standing
//! ([`Page::structural_fingerprint`]: path, front matter, title), so while that of every page stays, so does the structure, and an
//! edited body only puts its page in the place of the older one.
//!
//! What reads descriptions, headings, links or texts does not belong here.

use super::names::{Found, Names};
use super::standing::Standing;
use super::tags::{self, Tag};
use super::tree::{self, Tree};
use super::{Entry, Id, entries, nav, redirects};
use crate::chunked_vec::ChunkedVec;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::page::Page;
use crate::source::Sources;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that the standings of pages decide.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    /// All addresses.
    pub entries: ChunkedVec<Entry>,
    /// Sections, order, neighbours.
    pub tree: Arc<Tree>,
    /// Tags by language, then by slug.
    pub tags: Arc<BTreeMap<Arc<str>, BTreeMap<String, Tag>>>,
    /// Old addresses.
    pub redirects: Arc<BTreeMap<String, Id>>,
    /// For each entry, the same page in each configured language.
    pub translations: Arc<Vec<Vec<Option<Id>>>>,
    /// What pages are called.
    pub names: Arc<Names>,
    /// For each entry, its place among all by title.
    pub ranks: Arc<Vec<u32>>,
    /// What pages are among each other.
    pub standing: Arc<Standing>,
    /// Which of the pages are drafts.
    pub drafts: Arc<Vec<usize>>,
    /// What is wrong with all that.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// Builds it. To those who read the site, a page for others (`hidden`) is one that does not exist, like a draft.
pub fn build(pages: &ChunkedVec<Arc<Page>>, hidden: &[Arc<Page>], config: &Config, sources: &Sources) -> Structure {
    let is_draft = |page: &Page| page.outline.front.draft && !config.drafts;
    let drafts: Vec<usize> = pages.iter().enumerate().filter(|(_, page)| is_draft(page)).map(|(at, _)| at).collect();
    let unseen: Vec<Arc<Page>> = drafts.iter().map(|at| &pages[*at]).chain(hidden).cloned().collect();
    let shown = pages.iter().filter(|page| !is_draft(page)).cloned();
    let (books, shown): (Vec<Arc<Page>>, Vec<Arc<Page>>) = shown.partition(|page| page.outline.book.is_some());
    let standing = Standing::of(&shown, config);
    let shown = shown.iter().map(|page| standing.page(page)).collect();
    let (mut entries, mut diagnostics) = entries::entries(shown, &standing, config, sources);
    // All titles are compared in a moment: meanwhile they get their places in the alphabet.
    let alphabet = || {
        entries.par_iter().for_each(|entry| {
            let _ = entry.page.outline.alphabetical();
        })
    };
    let (names, ()) = rayon::join(|| Names::new(entries.iter(), &unseen, config), alphabet);
    let nav = nav::resolve(&entries, &names, &books, config, sources);
    diagnostics.extend(nav.diagnostics);
    nav.lists.name_folders(&mut entries);
    let tree = tree::build(&entries, &standing.numbers, nav.lists);
    let (redirects, problems) = redirects::collect(&entries, &tree);
    diagnostics.extend(problems);
    Structure {
        tree: tree.into(),
        tags: tags::collect(&entries, config).into(),
        redirects: redirects.into(),
        translations: entries::translations(&entries, config).into(),
        names: names.into(),
        ranks: ranks(&entries).into(),
        standing: standing.into(),
        drafts: drafts.into(),
        diagnostics: diagnostics.into(),
        entries: entries.into_iter().collect(),
    }
}

/// The order by title, for lists of pages.
fn ranks(entries: &[Entry]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..super::links::index(entries.len())).collect();
    order.par_sort_unstable_by_key(|id| (entries[*id as Id].page.outline.alphabetical(), *id));
    let mut ranks = vec![0; entries.len()];
    (0..).zip(order).for_each(|(rank, id)| ranks[id as Id] = rank);
    ranks
}

impl Structure {
    /// Where a page is shown: at its own address, and where it stands for a missing translation.
    pub fn places(&self, page: &Page) -> Vec<Id> {
        let Found::One(own) = self.names.source(&page.outline.source) else { return Vec::new() };
        let twins = self.translations[own].iter().flatten().copied();
        let shows = |id: &Id| self.entries[*id].page.outline.source == page.outline.source;
        let mut places: Vec<Id> = twins.filter(shows).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}
