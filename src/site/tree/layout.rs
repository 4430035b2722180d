//! Where pages stand: as lists say, else as folders do.
//!
//! In: sections by folders, and the lists. Out: a [`Tree`] without its numbers. A page is placed once; what no list names
//! keeps its folder as the section above it, and is in no navigation.

use super::{Group, Item, Tree};
use crate::site::Id;
use crate::site::nav::{self, Below, Lists};

/// A tree in the making.
pub(super) struct Layout<'a> {
    fronts: &'a [Id],
    /// By folders.
    natural: Vec<Vec<Id>>,
    lists: Lists,
    tree: Tree,
}

/// Below whom entries are placed.
#[derive(Clone, Copy)]
struct Spot {
    /// The page.
    above: Id,
    /// The group.
    group: Option<usize>,
    /// The page of the folder that `...` means.
    folder: Id,
}

impl<'a> Layout<'a> {
    pub(super) fn of(fronts: &'a [Id], parent: Vec<Option<Id>>, natural: Vec<Vec<Id>>, lists: Lists) -> Self {
        let count = parent.len();
        let tree = Tree {
            parent,
            children: vec![Vec::new(); count],
            place: vec![0; count],
            shown: vec![false; count],
            ..Tree::default()
        };
        Self { fronts, natural, lists, tree }
    }

    pub(super) fn tree(mut self) -> Tree {
        for front in self.fronts {
            self.tree.shown[*front] = true;
            self.fill(*front, None);
        }
        self.leftovers();
        self.places();
        self.tree.labels = std::mem::take(&mut self.lists.labels);
        self.tree
    }

    /// What stands below a page: what a list of its own says, else what is in its folder.
    fn fill(&mut self, id: Id, list: Option<Vec<nav::Item>>) {
        let Some(items) = list.or_else(|| self.lists.below.remove(&id)) else {
            return self.rest(Spot { above: id, group: None, folder: id }, &mut Vec::new());
        };
        let below = self.list(items, Spot { above: id, group: None, folder: id });
        let is_more = |item: &Item| !matches!(item, Item::Page(page) if !self.fronts.contains(page));
        if below.iter().any(is_more) {
            self.tree.menus.insert(id, below);
        }
    }

    fn list(&mut self, items: Vec<nav::Item>, spot: Spot) -> Vec<Item> {
        let mut out = Vec::new();
        for item in items {
            match item {
                nav::Item::Page(id, _) if self.fronts.contains(&id) => out.push(Item::Page(id)),
                nav::Item::Page(id, below) => {
                    if self.place(id, spot) {
                        out.push(Item::Page(id));
                        self.below(id, below);
                    }
                }
                nav::Item::Group(title, items) if title.is_empty() => out.extend(self.list(items, spot)),
                nav::Item::Group(title, items) => out.extend(self.group(title, items, spot)),
                nav::Item::Link(label, url) => {
                    self.tree.links.push((label, url));
                    out.push(Item::Link(self.tree.links.len() - 1));
                }
                nav::Item::Line => out.push(Item::Line),
                nav::Item::Rest => self.rest(spot, &mut out),
            }
        }
        between(out)
    }

    fn below(&mut self, id: Id, below: Below) {
        match below {
            Below::Items(items) => self.fill(id, Some(items)),
            Below::Folder => self.fill(id, None),
            // The page alone, unless it has something to say of it itself.
            Below::Own if self.lists.below.contains_key(&id) => self.fill(id, None),
            Below::Own => {}
        }
    }

    /// A group, unless nothing of it is shown.
    fn group(&mut self, title: String, items: Vec<nav::Item>, spot: Spot) -> Option<Item> {
        let number = self.tree.groups.len();
        self.tree.groups.push(Group { title, items: Vec::new(), above: spot.group });
        let items = self.list(items, Spot { group: Some(number), ..spot });
        let any = !items.is_empty();
        self.tree.groups[number].items = items;
        any.then_some(Item::Group(number))
    }

    /// What no list names of a folder, with all that is below.
    fn rest(&mut self, spot: Spot, out: &mut Vec<Item>) {
        for id in std::mem::take(&mut self.natural[spot.folder]) {
            if self.lists.named.contains(&id) {
                self.natural[spot.folder].push(id);
            } else if self.place(id, spot) {
                out.push(Item::Page(id));
                self.fill(id, None);
            }
        }
    }

    /// Places a page, unless it stands somewhere.
    fn place(&mut self, id: Id, spot: Spot) -> bool {
        let is_new = !std::mem::replace(&mut self.tree.shown[id], true);
        if is_new {
            self.tree.parent[id] = Some(spot.above);
            self.tree.children[spot.above].push(id);
            self.tree.group.extend(spot.group.map(|group| (id, group)));
        }
        is_new
    }

    /// Pages that the navigation does not show stand below the page of their folder, if that is not shown either.
    fn leftovers(&mut self) {
        for (id, natural) in self.natural.iter().enumerate().filter(|(id, _)| !self.tree.shown[*id]) {
            let left = natural.iter().copied().filter(|child| !self.tree.shown[*child]);
            self.tree.children[id].extend(left);
        }
    }

    /// The number of each entry among what stands beside it.
    fn places(&mut self) {
        let Tree { children, menus, groups, place, .. } = &mut self.tree;
        for list in children {
            list.iter().enumerate().for_each(|(number, id)| place[*id] = number);
        }
        for list in menus.values().chain(groups.iter().map(|group| &group.items)) {
            for (number, item) in list.iter().enumerate() {
                if let Item::Page(id) = item {
                    place[*id] = number;
                }
            }
        }
    }
}

/// Lines stand between entries only.
fn between(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in items {
        if item != Item::Line || out.last().is_some_and(|last| *last != Item::Line) {
            out.push(item);
        }
    }
    if out.last() == Some(&Item::Line) {
        out.pop();
    }
    out
}
