//! Which pages may be found, and what results show of them besides their text.
//!
//! In: the site. Out: a [`Found`] for each page, in the order of the site; the groups of names that mean one thing.
//! Drafts, unlisted pages, `search: false`, folders' own pages and stand-ins for translations are not here, and none of
//! their words: not even as a crumb, or as the title that a link shows.

use crate::config::Config;
use crate::markdown::{Heading, Lead, LinkKind};
use crate::page::Page;
use crate::page::types::Behaviour;
use crate::site::glossary::{Home, Term};
use crate::site::links::Target;
use crate::site::relations::counts;
use crate::site::tags::tag_slug;
use crate::site::{Entry, Id, Site};
use crate::url::{encode, fold};
use std::collections::{BTreeMap, BTreeSet};

/// A page that may be found.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// The page.
    pub page: &'a Page,
    /// From the site's root, as a URL.
    pub url: String,
    /// Titles of the sections above, from the top, without the front page.
    pub crumbs: Vec<&'a str>,
    /// Its tags, as the first page that has each writes it.
    pub tags: Vec<&'a str>,
    /// What its links lead to.
    pub links: Vec<Lead<'a>>,
    /// For the n-th field that names a page, that page's title.
    pub fields: Vec<Option<&'a str>>,
    /// How many found pages before it the first of its translations stands; 0 if it is that page, or has none.
    pub twin: u32,
}

/// All of them, in the order of their addresses.
pub fn found<'a>(site: &'a Site, config: &Config) -> Vec<Found<'a>> {
    let shown: Vec<bool> = site.entries.iter().map(is_found).collect();
    let pages: Vec<Id> = (0..site.entries.len()).filter(|id| shown[*id]).collect();
    let tags = spellings(site, &shown, config);
    let all = pages.iter().enumerate();
    all.map(|(number, id)| Found { twin: twin(site, number, &pages), ..of(site, *id, &shown, &tags, config) }).collect()
}

/// How many pages before the n-th the first of its translations stands.
fn twin(site: &Site, number: usize, pages: &[Id]) -> u32 {
    let twins = site.translations[pages[number]].iter().flatten();
    let first = twins.filter_map(|twin| pages.binary_search(twin).ok()).min();
    first.map_or(0, |first| number.saturating_sub(first) as u32)
}

/// Whether an address may be found.
pub fn is_found(entry: &Entry) -> bool {
    let front = &entry.page.outline.front;
    counts(entry) && front.search && !front.draft
}

fn of<'a>(site: &'a Site, id: Id, shown: &[bool], tags: &BTreeMap<String, &'a str>, config: &Config) -> Found<'a> {
    let entry = &site.entries[id];
    let outline = &entry.page.outline;
    let title = |target: &Target| match target {
        Target::Page(id, _) if shown[*id as Id] => Some(site.entries[*id as Id].page.outline.title.as_str()),
        _ => None,
    };
    // Most links have a text of their own: what they lead to must not be part of the memo's key.
    let wiki = |kind: LinkKind| kind == LinkKind::Wiki { has_text: false };
    let other = |target: &Target| matches!(target, Target::Page(to, _) if *to as Id != id);
    let links = outline.links.iter().zip(&site.targets[id]).enumerate();
    let in_headings: BTreeSet<usize> = outline.headings.iter().flat_map(Heading::names).collect();
    Found {
        page: &entry.page,
        url: encode(&entry.out),
        crumbs: crumbs(site, id, shown),
        tags: outline.front.tags.iter().filter_map(|tag| tags.get(&tag_slug(tag, config)).copied()).collect(),
        links: links
            .map(|(number, (link, target))| {
                let shown = wiki(link.kind) || in_headings.contains(&number);
                Lead { page: other(target), title: title(target).filter(|_| shown) }
            })
            .collect(),
        fields: site.field_targets[id].iter().map(title).collect(),
        twin: 0,
    }
}

fn crumbs<'a>(site: &'a Site, id: Id, shown: &[bool]) -> Vec<&'a str> {
    let above = site.tree.ancestors(id).into_iter();
    let named = above.filter(|id| site.tree.parent[*id].is_some() && (shown[*id] || site.entries[*id].synthetic));
    named.map(|id| site.entries[id].page.outline.title.as_str()).collect()
}

/// How a tag is written: as by the first page that has it.
fn spellings<'a>(site: &'a Site, shown: &[bool], config: &Config) -> BTreeMap<String, &'a str> {
    let mut all = BTreeMap::new();
    for (entry, _) in site.entries.iter().zip(shown).filter(|(_, shown)| **shown) {
        for tag in &entry.page.outline.front.tags {
            all.entry(tag_slug(tag, config)).or_insert(tag.as_str());
        }
    }
    all
}

/// The other names of a page: aliases, and the short form of a glossary entry.
pub fn names(page: &Page) -> impl Iterator<Item = &str> {
    let outline = &page.outline;
    let short = outline.fields.get("abbr").filter(|_| outline.behaves == Some(Behaviour::Term));
    outline.front.aliases.iter().map(String::as_str).chain(short.and_then(serde_json::Value::as_str))
}

/// Names that mean one thing: title and other names of a page, in all its languages, or of a term without a page.
pub fn synonyms(site: &Site) -> Vec<Vec<String>> {
    let mut groups = Vec::new();
    let mut done = BTreeSet::new();
    for (id, _) in site.entries.iter().enumerate().filter(|(_, entry)| is_found(entry)) {
        let twins = site.translations[id].iter().flatten().filter(|twin| is_found(&site.entries[**twin]));
        let twins: BTreeSet<Id> = twins.copied().chain([id]).collect();
        let pages = || twins.iter().map(|id| &*site.entries[*id].page);
        let term = pages().any(|page| page.outline.behaves == Some(Behaviour::Term));
        let named = term || pages().any(|page| names(page).next().is_some());
        if !named || !done.insert(twins.clone()) {
            continue;
        }
        let group = distinct(pages().flat_map(|page| std::iter::once(page.outline.title.as_str()).chain(names(page))));
        groups.extend(Some(group).filter(|group| group.len() > 1));
    }
    // Terms of `glossary.yaml` have no page.
    let listed = site.glossaries.values().flat_map(|glossary| &glossary.terms);
    let listed = listed.filter(|term| matches!(term.home, Home::List(_)));
    let names = |term: &Term| distinct(std::iter::once(&term.title).chain(&term.aliases).map(String::as_str));
    groups.extend(listed.map(names).filter(|group| group.len() > 1));
    groups
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.map(str::trim).filter(|name| !name.is_empty() && seen.insert(fold(name))).map(str::to_owned).collect()
}
