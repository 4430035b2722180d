//! Sections: who stands below whom, in which order, and what comes before and after.
//!
//! In: entries, and what `nav:` names. Out: a [`Tree`] of indices.
//!
//! 1. Folders say who stands below whom: a page below the page of its folder, in the order of `order:`, of the numbers
//!    that names begin with, of titles. What another language has alone comes after the language's own.
//! 2. [`layout`]: where a `nav:` names pages, it says so instead. Pages that it does not name stand in no navigation.
//! 3. What comes before and after, by one walk through each language.

mod layout;

use super::nav::Lists;
use super::numbers::Numbers;
use super::{Entry, Id};
use layout::Layout;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The relations between entries. `None` for what is not in a language's navigation: unlisted pages have no neighbours.
#[derive(Debug, Default)]
pub struct Tree {
    /// The section above each entry; none for a front page.
    pub parent: Vec<Option<Id>>,
    /// What stands directly below, in reading order, listed pages only.
    pub children: Vec<Vec<Id>>,
    /// The number of each entry among what stands beside it in the navigation.
    pub place: Vec<usize>,
    /// The entry read before.
    pub previous: Vec<Option<Id>>,
    /// The entry read after.
    pub next: Vec<Option<Id>>,
    /// How many listed pages stand below a section, at any depth.
    pub below: Vec<usize>,
    /// The front page of each language, in the order of the entries.
    pub fronts: Vec<Id>,
    /// Pages that stand for the folder beside them: `slack.md` for `slack/`.
    pub folders: BTreeSet<Id>,
    /// Groups of the navigation that have no page of their own.
    pub groups: Vec<Group>,
    /// Other sites in the navigation: label and address.
    pub links: Vec<(String, String)>,
    /// What stands below an entry in the navigation, where that is more than its children.
    menus: BTreeMap<Id, Vec<Item>>,
    /// The group that an entry stands in.
    group: HashMap<Id, usize>,
    /// What the navigation calls entries, if it has names of its own for them.
    labels: BTreeMap<Id, String>,
    /// Whether the navigation leads to an entry.
    shown: Vec<bool>,
}

/// What stands in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A page.
    Page(Id),
    /// A group without a page.
    Group(usize),
    /// Another site.
    Link(usize),
    /// A line.
    Line,
}

/// A label with entries below it.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The label.
    pub title: String,
    /// What stands in it.
    pub items: Vec<Item>,
    /// The group around it.
    pub above: Option<usize>,
}

/// Builds the tree.
pub fn build(entries: &[Entry], numbers: &Numbers, lists: Lists) -> Tree {
    let (sections, folders) = sections(entries);
    let parent: Vec<Option<Id>> = entries.iter().map(|entry| parent(entry, &sections)).collect();
    let mut children: Vec<Vec<Id>> = vec![Vec::new(); entries.len()];
    for (id, parent) in parent.iter().enumerate() {
        if let Some(parent) = parent
            && entries[id].page.outline.is_listed()
        {
            children[*parent].push(id);
        }
    }
    let foreign = foreign(entries, &parent, &children);
    let order = |id: &Id| order(&entries[*id], foreign[*id], numbers);
    children.iter_mut().for_each(|list| list.sort_by_cached_key(order));
    let fronts: Vec<Id> = (0..entries.len()).filter(|id| parent[*id].is_none()).collect();
    let mut tree = Layout::of(&fronts, parent, children, lists).tree();
    (tree.fronts, tree.folders) = (fronts, folders);
    tree.number(entries.len());
    tree
}

/// What an entry is sorted by.
type Order<'a> = (i64, bool, &'a str, &'a str);

/// Pages with an `order` or a number first, then those of the language, by title.
fn order<'e>(entry: &'e Entry, foreign: bool, numbers: &Numbers) -> Order<'e> {
    let outline = &entry.page.outline;
    let number = || numbers.number(&outline.key).map(|numbered| numbered.number);
    let place = outline.front.order.or_else(number).unwrap_or(i64::MAX);
    (place, foreign, outline.alphabetical(), &outline.path)
}

/// Entries of which another language has the text, and sections with nothing but such entries.
fn foreign(entries: &[Entry], parent: &[Option<Id>], children: &[Vec<Id>]) -> Vec<bool> {
    let is_empty = |entry: &Entry, children: &[Id]| entry.synthetic && children.is_empty();
    let pages = entries.iter().zip(children);
    let mut foreign: Vec<bool> = pages.map(|(entry, below)| !entry.is_own() && !is_empty(entry, below)).collect();
    let listed = |entry: &Entry| entry.is_own() && entry.page.outline.is_listed();
    for own in entries.iter().enumerate().filter(|(_, entry)| listed(entry)).map(|(id, _)| id) {
        let mut above = parent[own];
        while let Some(id) = above.filter(|id| foreign[*id]) {
            foreign[id] = false;
            above = parent[id];
        }
    }
    foreign
}

/// Folder in the output -> its section; and the pages that are the section of the folder beside them.
fn sections(entries: &[Entry]) -> (HashMap<&str, Id>, BTreeSet<Id>) {
    let own = entries.iter().enumerate().filter(|(_, entry)| entry.page.outline.is_section);
    let mut sections: HashMap<&str, Id> = own.map(|(id, entry)| (folder(&entry.out), id)).collect();
    let mut beside = BTreeSet::new();
    let used: BTreeSet<&str> = entries.iter().flat_map(|entry| ancestors(folder(&entry.out))).collect();
    for (id, entry) in entries.iter().enumerate() {
        let stem = entry.out.trim_end_matches(".html");
        if !entry.page.outline.is_section && used.contains(stem) && !sections.contains_key(stem) {
            sections.insert(stem, id);
            beside.insert(id);
        }
    }
    (sections, beside)
}

/// A folder and those above it.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(above, _)| above))
}

fn folder(out: &str) -> &str {
    out.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn parent(entry: &Entry, sections: &HashMap<&str, Id>) -> Option<Id> {
    let own = folder(&entry.out);
    if !entry.page.outline.is_section {
        return sections.get(own).copied();
    }
    // A section's parent is the nearest folder above that has one; a front page has none.
    let above = ancestors(own).skip(1).find_map(|folder| sections.get(folder).copied());
    above.or_else(|| sections.get("").copied().filter(|_| !own.is_empty()))
}

impl Tree {
    /// Previous, next and counts, by one walk through each language.
    fn number(&mut self, count: usize) {
        self.previous = vec![None; count];
        self.next = vec![None; count];
        self.below = vec![0; count];
        for front in self.fronts.clone() {
            let mut order = Vec::new();
            self.walk(front, &mut order);
            for pair in order.windows(2) {
                self.next[pair[0]] = Some(pair[1]);
                self.previous[pair[1]] = Some(pair[0]);
            }
        }
        // What no navigation shows still has something below it.
        let top = |id: &Id| !self.shown[*id] && self.parent[*id].is_some_and(|above| self.shown[above]);
        let loose: Vec<Id> = (0..count).filter(top).collect();
        loose.into_iter().for_each(|id| self.walk(id, &mut Vec::new()));
    }

    fn walk(&mut self, id: Id, order: &mut Vec<Id>) {
        order.push(id);
        let before = order.len();
        for child in self.children[id].clone() {
            self.walk(child, order);
        }
        self.below[id] = order.len() - before;
    }

    /// The sections above an entry, the front page first.
    pub fn ancestors(&self, id: Id) -> Vec<Id> {
        let mut all: Vec<Id> = std::iter::successors(self.parent[id], |above| self.parent[*above]).collect();
        all.reverse();
        all
    }

    /// What stands below an entry in the navigation.
    pub fn items(&self, id: Id) -> Vec<Item> {
        let children = || self.children[id].iter().map(|id| Item::Page(*id)).collect();
        self.menus.get(&id).cloned().unwrap_or_else(children)
    }

    /// What the navigation calls an entry, if not by its title.
    pub fn label(&self, id: Id) -> Option<&str> {
        self.labels.get(&id).map(String::as_str)
    }

    /// The group that an entry stands in.
    pub fn group(&self, id: Id) -> Option<usize> {
        self.group.get(&id).copied()
    }

    /// Whether the navigation leads to an entry.
    pub fn is_shown(&self, id: Id) -> bool {
        self.shown[id]
    }

    /// Whether an entry is the page of a folder: `index.md`, or `slack.md` beside `slack/`.
    pub fn is_folder(&self, id: Id, entry: &Entry) -> bool {
        entry.page.outline.is_section || (self.folders.contains(&id) && !self.children[id].is_empty())
    }
}
