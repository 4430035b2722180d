//! How a page or a file is found by an address that is not its path: as another tool would publish it, or written with
//! other capitals.
//!
//! In: a path that a link means. Out: the page or file. Made for the first link that leads nowhere as it is written.
//!
//! All ways to write an address become one form ([`address`]): `Getting Started/01-First Step.md`,
//! `/getting-started/first-step/` and `getting-started/first-step/index.html` are the same page.

use super::Found;
use crate::content::{ContentDir, is_page_name};
use crate::site::redirects::redirect_path;
use crate::site::{Entry, Id};
use crate::source::Sources;
use crate::url::{Slugs, fold, slug};
use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is found by other addresses. What two pages or files share means neither.
#[derive(Debug, Default)]
pub struct Loose {
    pages: HashMap<String, Option<Id>>,
    drafts: HashSet<String>,
    files: HashMap<String, Option<Arc<str>>>,
}

impl Loose {
    /// `hidden`: paths and addresses of what is not shown.
    pub fn new<'a>(
        entries: impl Iterator<Item = (Id, &'a Entry)>,
        hidden: impl Iterator<Item = &'a str>,
        content: &ContentDir,
        sources: &Sources,
    ) -> Self {
        let mut loose = Self::default();
        // Where a translation is missing, another language's page is shown, and has an address; nobody wrote a link to it.
        for (id, entry) in entries.filter(|(_, entry)| !entry.fallback) {
            let outline = &entry.page.outline;
            let written = content.inside(&outline.source).filter(|_| entry.is_own());
            let old = outline.front.redirect_from.iter().filter(|_| entry.is_own());
            let old = old.filter_map(|old| redirect_path(old).ok()).map(|old| address(&old));
            let names: HashSet<String> = written.into_iter().chain([&*entry.out]).map(address).chain(old).collect();
            names.into_iter().for_each(|name| add(&mut loose.pages, name, id));
        }
        loose.drafts.extend(hidden.map(|path| address(content.inside(path).unwrap_or(path))));
        for (path, _) in sources.content(content).filter(|(path, _)| !is_page_name(path)) {
            add(&mut loose.files, fold(path), path.into());
        }
        loose
    }

    /// The page of an address below the folder of pages.
    pub fn page(&self, path: &str) -> Found {
        let address = address(path);
        match self.pages.get(&address) {
            Some(Some(id)) => Found::One(*id),
            _ if self.drafts.contains(&address) => Found::Draft,
            _ => Found::None,
        }
    }

    /// The file of a path that is written with other capitals.
    pub fn file(&self, path: &str) -> Option<&Arc<str>> {
        self.files.get(&fold(path))?.as_ref()
    }
}

/// Notes what a name means; nothing, once it means two things.
pub(super) fn add<T: PartialEq>(map: &mut HashMap<String, Option<T>>, name: String, value: T) {
    match map.entry(name) {
        Slot::Vacant(slot) => drop(slot.insert(Some(value))),
        Slot::Occupied(slot) if slot.get().as_ref() == Some(&value) => {}
        Slot::Occupied(mut slot) => drop(slot.insert(None)),
    }
}

/// The one form of the addresses of a page.
fn address(path: &str) -> String {
    let path = path.trim_matches('/');
    let stem = ENDINGS.iter().find_map(|ending| {
        let start = path.len().checked_sub(ending.len())?;
        path.get(start..)?.eq_ignore_ascii_case(ending).then(|| &path[..start])
    });
    let mut parts: Vec<String> = stem.unwrap_or(path).split('/').map(part).collect();
    if parts.last().is_some_and(|last| INDEX.contains(&last.as_str())) {
        parts.pop();
    }
    parts.join("/")
}

/// What the addresses of pages end with, in docent or another tool.
const ENDINGS: [&str; 6] = [".md", ".html", ".htm", ".mdx", ".markdown", ".qmd"];

/// Names of a folder's own page, as they are in addresses.
const INDEX: [&str; 2] = ["index", "readme"];

/// A folder or a file as most tools write it in an address: without the number that orders it, without capitals.
fn part(name: &str) -> String {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let named = rest.strip_prefix(['-', '_', '.', ' ']).map(|rest| rest.trim_start_matches(['-', ' ']));
    let is_number = rest.len() < name.len() && name.len() - rest.len() < 4;
    let name = named.filter(|rest| is_number && !rest.is_empty()).unwrap_or(name);
    match slug(&name.replace('_', " "), Slugs::Unicode) {
        // Of signs alone there is no slug.
        empty if empty.is_empty() => fold(name),
        slug => slug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_write_an_address_are_one() {
        let same = [
            "Getting Started/01-First Step.md",
            "/getting-started/first-step/",
            "getting-started/first-step/index.html",
            "getting-started/first-step.html",
            "getting_started/first_step/README.md",
            "1. Getting started/First step.mdx",
        ];
        same.iter().for_each(|path| assert_eq!(address(path), address(same[0]), "{path}"));
        let all = ["a", "a/b", "b", "2024-05-01-post", "", "10", "ёлка", "c"];
        let addresses: HashSet<String> = all.into_iter().map(address).collect();
        assert_eq!(addresses.len(), all.len());
        assert_eq!(address("README.md"), address("/"));
    }
}
