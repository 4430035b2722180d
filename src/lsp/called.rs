//! What pages are called, folded once: what is typed is compared with the names of 50,000 pages at every key.
//!
//! In: the entries of a site. Out: the pages whose names fit what was typed, the likeliest first. It holds for all sites
//! that are laid out alike: an edit of a body changes no name.

use crate::site::names::{names, stem};
use crate::site::{Entry, Id, Site};
use crate::url::fold;
use std::collections::{HashMap, HashSet};

/// Items of one answer. The client asks again as more is typed.
pub const MOST: usize = 100;

/// Ranks of [`fits`].
const RANKS: usize = 3;

/// The names of all pages with a text of their own.
#[derive(Debug, Default)]
pub struct Called {
    pages: Vec<(Id, Box<[Box<str>]>)>,
    /// Names of files that several pages of a language have.
    shared: HashSet<(String, String)>,
}

impl Called {
    /// Collects them.
    pub fn of(site: &Site) -> Self {
        let mut pages_of: HashMap<(&str, &str), usize> = HashMap::new();
        let mut pages = Vec::new();
        for (id, entry) in site.own_entries() {
            *pages_of.entry((&entry.lang, stem(&entry.page.outline))).or_default() += 1;
            let mut folded: Vec<Box<str>> =
                names(&entry.page.outline).map(|name| fold(name).into_boxed_str()).collect();
            folded.dedup();
            pages.push((id, folded.into_boxed_slice()));
        }
        let shared = pages_of.into_iter().filter(|(_, pages)| *pages > 1);
        Self { pages, shared: shared.map(|((lang, stem), _)| (lang.to_owned(), stem.to_owned())).collect() }
    }

    /// Whether another page of the language has a file of this name.
    pub fn is_shared(&self, lang: &str, stem: &str) -> bool {
        self.shared.contains(&(lang.to_owned(), stem.to_owned()))
    }

    /// The page that a name means for a reader of a language.
    pub fn exactly(&self, site: &Site, name: &str, lang: &str) -> Option<Id> {
        let wanted = fold(name);
        let mut there =
            self.pages.iter().filter(|(_, names)| names.iter().any(|name| **name == *wanted)).map(|(id, _)| *id);
        let first = there.next()?;
        let is_own = |id: &Id| *site.entries[*id].lang == *lang;
        Some(if is_own(&first) { first } else { there.find(is_own).unwrap_or(first) })
    }

    /// Pages with a name that fits, those of the language first. `rank` may know better than the names.
    pub fn best(
        &self,
        site: &Site,
        typed: &str,
        lang: &str,
        rank: impl Fn(&Entry) -> Option<usize>,
        accept: impl Fn(&Entry) -> bool,
    ) -> Vec<Id> {
        let typed = fold(typed.trim());
        let mut found: [Vec<Id>; 2 * RANKS] = Default::default();
        for (id, names) in &self.pages {
            let entry = &site.entries[*id];
            let by_name = || names.iter().filter_map(|name| fits(name, &typed)).min();
            let Some(rank) = rank(entry).or_else(by_name) else { continue };
            let place = &mut found[if *entry.lang == *lang { rank } else { RANKS + rank }];
            if place.len() < MOST && accept(entry) {
                place.push(*id);
            }
        }
        found.into_iter().flatten().take(MOST).collect()
    }
}

/// How well a folded name fits: it begins so, a word of it does, it holds it.
pub fn fits(name: &str, typed: &str) -> Option<usize> {
    let at = name.find(typed)?;
    let begins = name[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    Some(if at == 0 { 0 } else { 1 + usize::from(!begins) })
}
