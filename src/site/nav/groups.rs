//! Which page a group stands for: so that its label leads somewhere, and its pages have a page above them.
//!
//! In: the entries of a group. Out: the page, if there is one:
//!
//! - its first entry, if that is a folder's own page without a label (`guides/index.md`), as in Material for MkDocs;
//! - else the page of the folder that all its pages are in, if no other entry names a page of that folder. docent makes
//!   such a page where there is none, and the label is its title then.

use super::{Below, Item, Lists};
use crate::config::nav::{Entry as Written, What};
use crate::content::without_ending;
use crate::page::is_section_name;
use crate::site::names::Names;
use crate::site::{Entry, Id};
use std::collections::HashSet;

/// Whether the first entry of a group names a folder's own page, without a label.
pub(super) fn may_be_own(first: &Written) -> bool {
    let (None, What::Path(path)) = (&first.label, &first.what) else { return false };
    is_section_name(without_ending(path).rsplit('/').next().unwrap_or_default())
}

/// Whether it is one indeed. The front page stands above all groups.
pub(super) fn is_own(entry: &Entry) -> bool {
    entry.page.outline.is_section && entry.page.outline.key != "index"
}

/// Gives groups the pages of their folders.
pub(super) fn adopt(entries: &[Entry], names: &Names, lang: &str, lists: &mut Lists, items: &mut [Item]) {
    for item in items {
        if let Item::Group(label, below) = item
            && !label.is_empty()
            && let Some(id) = folder_page(entries, names, lang, lists, below)
        {
            lists.named.insert(id);
            lists.labels.insert(id, std::mem::take(label));
            *item = Item::Page(id, Below::Items(std::mem::take(below)));
        }
        if let Item::Group(_, below) | Item::Page(_, Below::Items(below)) = item {
            adopt(entries, names, lang, lists, below);
        }
    }
}

/// The page of the folder that all pages of a group are in, and that nobody else names a page of.
fn folder_page(entries: &[Entry], names: &Names, lang: &str, lists: &Lists, items: &[Item]) -> Option<Id> {
    let mut pages = HashSet::new();
    collect(items, &mut pages);
    let key = |id: &Id| entries[*id].page.outline.key.as_str();
    let mut keys = pages.iter().map(key);
    let first = folder(keys.next()?);
    let common = keys.fold(first, |common, key| shared(common, folder(key)));
    let id =
        names.path(lang, &format!("{common}/index")).filter(|id| !common.is_empty() && !lists.named.contains(id))?;
    let inside = |id: &&Id| {
        let below = key(id).strip_prefix(common).is_some_and(|rest| rest.starts_with('/'));
        *entries[**id].lang == *lang && below
    };
    let all = lists.named.iter().filter(inside).all(|id| pages.contains(id));
    (all && !entries[id].page.outline.front.unlisted).then_some(id)
}

fn folder(key: &str) -> &str {
    key.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folder that both paths are in.
fn shared<'a>(a: &'a str, b: &str) -> &'a str {
    let within = |folder: &str| b == folder || b.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let mut common = a;
    while !common.is_empty() && !within(common) {
        common = folder(common);
    }
    common
}

fn collect(items: &[Item], pages: &mut HashSet<Id>) {
    for item in items {
        if let Item::Page(id, _) = item {
            pages.insert(*id);
        }
        if let Item::Group(_, below) | Item::Page(_, Below::Items(below)) = item {
            collect(below, pages);
        }
    }
}
