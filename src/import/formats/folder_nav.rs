//! Navigation that tools keep in a small file of each folder: `_meta.json`, `meta.json`, `.order`.
//!
//! In: the folder of the pages, and a reader of a folder's file. Out: the navigation, folder by folder; what the file does
//! not name stands behind what it names, by name.

use crate::import::nav::{Item, humanised};
use crate::import::tree::{self, Tree};

/// A folder in a folder: deeper is a mistake.
const MAX_DEPTH: usize = 20;

/// What a folder's file says.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// What the folder is called.
    pub(super) title: Option<String>,
    /// What stands in it.
    pub(super) entries: Vec<Entry>,
    /// What is not named stands in the navigation too.
    pub(super) all: bool,
}

/// An entry of a folder's file.
#[derive(Debug)]
pub(super) enum Entry {
    /// A page or a folder by its name, with what it is called.
    Named(String, Option<String>),
    /// A link to somewhere else.
    Link(String, String),
    /// What is not named stands here.
    Rest,
}

/// Reads the file of a folder, if it has one.
pub(super) type Read<'a> = &'a dyn Fn(&Tree, &str) -> Option<Order>;

/// The navigation of a folder.
pub(super) fn items(tree: &Tree, folder: &str, read: Read<'_>) -> Vec<Item> {
    inside(tree, folder, read, 0)
}

fn inside(tree: &Tree, folder: &str, read: Read<'_>, depth: usize) -> Vec<Item> {
    if depth > MAX_DEPTH {
        return Vec::new();
    }
    let order = read(tree, folder).unwrap_or_else(|| Order { all: true, ..Order::default() });
    let named_ones = order.entries.iter().filter_map(|entry| match entry {
        Entry::Named(name, _) => Some(name.clone()),
        _ => None,
    });
    let names: Vec<String> = named_ones.collect();
    let rest = || children(tree, folder).into_iter().filter(|name| !names.contains(name));
    let mut items = Vec::new();
    for entry in &order.entries {
        match entry {
            Entry::Rest => {
                items.extend(rest().filter_map(|name| named(tree, folder, &name, None, read, depth)));
            }
            Entry::Link(label, url) => items.push(Item::Link { label: label.clone(), url: url.clone() }),
            Entry::Named(name, label) => {
                items.extend(named(tree, folder, name, label.as_deref(), read, depth));
            }
        }
    }
    if order.all {
        items.extend(rest().filter_map(|name| named(tree, folder, &name, None, read, depth)));
    }
    items
}

/// The names of pages and folders in a folder: its own page first.
fn children(tree: &Tree, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for path in tree.below(folder).filter(|path| tree::is_page(path) && !crate::import::plan::is_leftover(path)) {
        let name = path.split_once('/').map_or_else(|| tree::stem(path), |(name, _)| name);
        if !name.starts_with(['_', '(']) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names.sort_by_key(|name| (!is_index(name), name.clone()));
    names
}

fn is_index(name: &str) -> bool {
    name.eq_ignore_ascii_case("index") || name.eq_ignore_ascii_case("readme")
}

/// A page, a folder, or a folder with the page that stands for it.
fn named(tree: &Tree, folder: &str, name: &str, label: Option<&str>, read: Read<'_>, depth: usize) -> Option<Item> {
    let own = page(tree, &format!("{folder}{name}"));
    let below = format!("{folder}{name}/");
    if !tree.has_folder(&below) {
        return own.map(|path| Item::page(label, &path));
    }
    let items = inside(tree, &below, read, depth + 1);
    if items.is_empty() {
        return own.map(|path| Item::page(label, &path));
    }
    let own = own.map(|path| Item::page(None, &path));
    let title = read(tree, &below).and_then(|order| order.title);
    let label = label.map(str::to_owned).or(title).unwrap_or_else(|| humanised(name));
    Some(Item::group(&label, own, items))
}

/// The page at a path without its ending.
pub(super) fn page(tree: &Tree, path: &str) -> Option<String> {
    tree::PAGES.iter().map(|ending| format!("{path}.{ending}")).find(|path| tree.has(path))
}
