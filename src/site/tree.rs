//! Sections: who stands below whom, in which order, and what comes before and after.
//!
//! In: entries. Out: a [`Tree`] of indices.

use super::{Entry, Id};
use crate::url::alphabetical;
use std::collections::HashMap;

/// The relations between entries. `None` for what is not in a language's tree: unlisted pages have no neighbours.
#[derive(Debug, Default)]
pub struct Tree {
    /// The section above each entry; none for a front page.
    pub parent: Vec<Option<Id>>,
    /// What stands directly below, in reading order, listed pages only.
    pub children: Vec<Vec<Id>>,
    /// The number of each listed entry among those beside it.
    pub place: Vec<usize>,
    /// The entry read before.
    pub previous: Vec<Option<Id>>,
    /// The entry read after.
    pub next: Vec<Option<Id>>,
    /// How many listed pages stand below a section, at any depth.
    pub below: Vec<usize>,
    /// The front page of each language, in the order of the entries.
    pub fronts: Vec<Id>,
}

/// Builds the tree.
pub fn build(entries: &[Entry]) -> Tree {
    let sections: HashMap<&str, Id> = sections(entries);
    let parent: Vec<Option<Id>> = entries.iter().map(|entry| parent(entry, &sections)).collect();
    let mut children: Vec<Vec<Id>> = vec![Vec::new(); entries.len()];
    for (id, parent) in parent.iter().enumerate() {
        if let Some(parent) = parent
            && entries[id].page.outline.is_listed()
        {
            children[*parent].push(id);
        }
    }
    children.iter_mut().for_each(|list| list.sort_by_cached_key(|id| order(&entries[*id])));
    let fronts: Vec<Id> = (0..entries.len()).filter(|id| parent[*id].is_none()).collect();
    let mut place = vec![0; entries.len()];
    for list in &children {
        list.iter().enumerate().for_each(|(number, id)| place[*id] = number);
    }
    let mut tree = Tree { parent, children, fronts, place, ..Tree::default() };
    tree.number(entries.len());
    tree
}

/// Pages with an `order` first, then by title.
fn order(entry: &Entry) -> (i64, String, String) {
    let outline = &entry.page.outline;
    (outline.front.order.unwrap_or(i64::MAX), alphabetical(&outline.title), outline.path.clone())
}

/// Folder in the output -> its section.
fn sections(entries: &[Entry]) -> HashMap<&str, Id> {
    let of = |(id, entry): (Id, &'_ Entry)| folder(&entry.out).filter(|_| entry.page.outline.is_section).map(|_| id);
    let ids: Vec<Id> = entries.iter().enumerate().filter_map(of).collect();
    ids.into_iter().map(|id| (folder(&entries[id].out).unwrap_or_default(), id)).collect()
}

fn folder(out: &str) -> Option<&str> {
    Some(out.rsplit_once('/').map_or("", |(folder, _)| folder))
}

fn parent(entry: &Entry, sections: &HashMap<&str, Id>) -> Option<Id> {
    let own = folder(&entry.out)?;
    if !entry.page.outline.is_section {
        return sections.get(own).copied();
    }
    // A section's parent is the nearest folder above that has one; a front page has none.
    let mut above = own;
    while let Some((shorter, _)) = above.rsplit_once('/') {
        if let Some(id) = sections.get(shorter) {
            return Some(*id);
        }
        above = shorter;
    }
    if own.is_empty() { None } else { sections.get("").copied() }
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
}
