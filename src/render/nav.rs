//! The navigation: the top level, and the branch that leads to a page's folder.
//!
//! In: the tree. Out: HTML, made once a folder (it was a third of a page's cost) and marked for each of its pages.

use super::context::RenderContext;
use super::view::Nav;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::site::Id;
use crate::site::tree::Item;
use crate::url::{encode, relative};
use serde::Serialize;
use std::ops::Range;

/// What `nav.html` is rendered from.
#[derive(Clone, Debug, Serialize)]
struct NavView {
    lang: String,
    nav: Vec<NavItem>,
}

/// An entry in the navigation.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct NavItem {
    /// Title. Empty for a line between entries.
    pub title: String,
    /// Relative URL; that of another site if it is `external`. Empty for a group that is open and has no page.
    pub url: String,
    /// Whether this is the current folder or one above it.
    pub open: bool,
    /// Whether it is a section with pages.
    pub is_section: bool,
    /// The type whose icon and tint stand for it, for `data-t`; null where it is that of the section around it.
    pub look: Option<String>,
    /// Whether it leads to another site.
    pub external: bool,
    /// Above a part of very many entries: how many there are before it. The URL is that of their section.
    pub earlier: usize,
    /// Below such a part: how many follow.
    pub later: usize,
    /// The entries below it, if it is open.
    pub children: Vec<NavItem>,
}

/// Levels at the top of the navigation, and at the bottom of its branch, that show all their entries. Between them stand
/// only those that lead to the page: its neighbours and its way are shown at any depth.
const NAV_TOP: usize = 3;
const NAV_BOTTOM: usize = 2;

/// Lists in lists, at most: what is between goes first.
const NAV_NESTING: usize = 8;

/// Most entries of one section in the navigation. A folder of 815 pages made 80 KB of navigation on each of them.
const NAV_WIDTH: usize = 60;

/// What is open: the entry whose parts are shown with those above it, and the groups around them; and which part of very
/// many entries is shown.
#[derive(Debug, Default)]
struct Open {
    pages: Vec<Id>,
    groups: Vec<usize>,
    part: usize,
}

impl Open {
    fn holds(&self, item: Item) -> bool {
        match item {
            Item::Page(id) => self.pages.contains(&id),
            Item::Group(group) => self.groups.contains(&group),
            Item::Link(_) | Item::Line => false,
        }
    }

    /// The part of a section that is shown: the part around the entry that is open, else the part that was asked for.
    fn window(&self, items: &[Item]) -> Range<usize> {
        if items.len() <= NAV_WIDTH {
            return 0..items.len();
        }
        let part = items.iter().position(|item| self.holds(*item)).map_or(self.part, |here| here / NAV_WIDTH);
        let start = (part * NAV_WIDTH).min(items.len() - NAV_WIDTH);
        start..start + NAV_WIDTH
    }

    /// Whether a level is far from the top and far from the page.
    fn is_between(&self, depth: usize) -> bool {
        depth > NAV_TOP && depth + NAV_BOTTOM <= self.pages.len() + self.groups.len()
    }
}

impl Nav {
    pub(super) fn of(rendered: Result<Vec<u8>, Diagnostic>) -> Self {
        let (html, problem) = match rendered {
            Ok(html) => (html, None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        let fingerprint = Fingerprint::of(&(&html, &problem));
        Self { html: String::from_utf8_lossy(&html).into(), problem, fingerprint }
    }

    /// Marks the entry of a page: the only one whose URL is the page's own file name.
    fn marked(self, out: &str) -> Self {
        let name = encode(out.rsplit('/').next().unwrap_or_default());
        let entry = format!("<a href=\"{name}\"");
        let fingerprint = Fingerprint::of(&(self.fingerprint, &name));
        let html = self.html.replacen(&entry, &format!("<a aria-current=\"page\" href=\"{name}\""), 1);
        Self { html: html.into(), fingerprint, ..self }
    }
}

impl RenderContext<'_> {
    /// The navigation of a page: that of the entry it stands below, with the page's own entry marked.
    pub(super) fn nav(self, out: &str, lang: &str, current: Option<Id>) -> Nav {
        let tree = &self.site.tree;
        let Some(front) = self.front(lang) else { return Nav::of(Ok(Vec::new())) };
        let Some(id) = current else { return self.make_nav(out, lang, front, &Open::default()) };
        let has_parts = self.outline(id).is_section || !tree.items(id).is_empty();
        let section = if has_parts { id } else { tree.parent[id].unwrap_or(front) };
        // A section's own page is none of its parts.
        let part = if section == id { 0 } else { tree.place[id] / NAV_WIDTH };
        let group = if section == id { None } else { tree.group(id) };
        let folder = out.rsplit_once('/').map_or("", |(folder, _)| folder);
        let key = (section, group, part, folder.to_owned());
        let known = self.navs.lock().get(&key).cloned();
        let nav = known.unwrap_or_else(|| {
            let nav = self.make_nav(out, lang, front, &self.open(section, group, part));
            self.navs.lock().insert(key, nav.clone());
            nav
        });
        nav.marked(out)
    }

    /// An entry and all above it, and the groups around them.
    fn open(self, section: Id, group: Option<usize>, part: usize) -> Open {
        let tree = &self.site.tree;
        let mut pages = tree.ancestors(section);
        pages.push(section);
        let inner = pages.iter().filter_map(|id| tree.group(*id)).chain(group);
        let around = |group| std::iter::successors(Some(group), |group: &usize| tree.groups[*group].above);
        Open { groups: inner.flat_map(around).collect(), pages, part }
    }

    fn make_nav(self, out: &str, lang: &str, front: Id, open: &Open) -> Nav {
        let items = self.site.tree.items(front);
        let view = NavView { lang: lang.to_owned(), nav: self.nav_level(out, (front, &items), open, 1) };
        Nav::of(self.templates.render("nav.html", out, &view, &[]))
    }

    /// The entries below a page, or in a group below it.
    fn nav_level(self, out: &str, (above, items): (Id, &[Item]), open: &Open, depth: usize) -> Vec<NavItem> {
        let entry = |item: &Item| self.nav_item(out, above, *item, open, depth);
        if open.is_between(depth) {
            let way = items.iter().find(|item| open.holds(**item));
            if depth > NAV_NESTING {
                return way.map(|item| self.below(out, above, *item, open, depth)).unwrap_or_default();
            }
            return way.map(entry).into_iter().collect();
        }
        let shown = open.window(items);
        let (earlier, later) = (shown.start, items.len() - shown.end);
        let url = || relative(out, &self.entry(above).out);
        let before = (earlier > 0).then(|| NavItem { url: url(), earlier, ..NavItem::default() });
        let after = (later > 0).then(|| NavItem { url: url(), later, ..NavItem::default() });
        before.into_iter().chain(items[shown].iter().map(entry)).chain(after).collect()
    }

    /// The level below an entry.
    fn below(self, out: &str, above: Id, item: Item, open: &Open, depth: usize) -> Vec<NavItem> {
        let tree = &self.site.tree;
        match item {
            Item::Page(id) => self.nav_level(out, (id, &tree.items(id)), open, depth + 1),
            Item::Group(group) => self.nav_level(out, (above, &tree.groups[group].items), open, depth + 1),
            Item::Link(_) | Item::Line => Vec::new(),
        }
    }

    fn nav_item(self, out: &str, above: Id, item: Item, open: &Open, depth: usize) -> NavItem {
        let tree = &self.site.tree;
        let deeper = open.holds(item);
        match item {
            // The front page, where it is named: all entries stand below it already.
            Item::Page(id) if tree.parent[id].is_none() => {
                NavItem { title: self.nav_title(id), url: relative(out, &self.entry(id).out), ..NavItem::default() }
            }
            Item::Page(id) => NavItem {
                title: self.nav_title(id),
                url: relative(out, &self.entry(id).out),
                open: open.holds(item),
                is_section: tree.below[id] > 0,
                look: self.look(id).filter(|look| self.look(above) != Some(look)).map(str::to_owned),
                children: if deeper { self.below(out, above, item, open, depth) } else { Vec::new() },
                ..NavItem::default()
            },
            Item::Group(group) => {
                let items = &tree.groups[group].items;
                // Without a page of its own it leads to its first.
                let first = if deeper { None } else { self.first_page(items) };
                NavItem {
                    title: tree.groups[group].title.clone(),
                    url: first.map(|id| relative(out, &self.entry(id).out)).unwrap_or_default(),
                    open: open.holds(item),
                    is_section: first.is_some(),
                    // What holds links alone is open always: there is no page on which it could be.
                    children: if deeper || first.is_none() {
                        self.below(out, above, item, open, depth)
                    } else {
                        Vec::new()
                    },
                    ..NavItem::default()
                }
            }
            Item::Link(link) => {
                let (title, url) = tree.links[link].clone();
                NavItem { title, url, external: true, ..NavItem::default() }
            }
            Item::Line => NavItem::default(),
        }
    }

    fn first_page(self, items: &[Item]) -> Option<Id> {
        items.iter().find_map(|item| match item {
            Item::Page(id) => Some(*id),
            Item::Group(group) => self.first_page(&self.site.tree.groups[*group].items),
            Item::Link(_) | Item::Line => None,
        })
    }
}
