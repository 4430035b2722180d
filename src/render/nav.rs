//! The navigation: the top level, and the branch that leads to a page's folder.
//!
//! In: the tree. Out: HTML, made once a folder (it was a third of a page's cost) and marked for each of its pages.

use super::context::RenderContext;
use super::view::Nav;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::site::Id;
use crate::url::{encode, relative};
use serde::Serialize;

/// What `nav.html` is rendered from.
#[derive(Clone, Debug, Serialize)]
struct NavView {
    lang: String,
    nav: Vec<NavItem>,
}

/// An entry in the navigation.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NavItem {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// Whether this is the current folder or one above it.
    pub open: bool,
    /// Whether it is a section with pages.
    pub is_section: bool,
    /// The entries below it, if it is open.
    pub children: Vec<NavItem>,
}

/// Deepest level of the navigation. Only the branch that leads to the page is open so far down: it costs little, and a
/// page that its own navigation does not show is lost; deeper than this there is no room for its title.
const NAV_DEPTH: usize = 8;

/// Most entries of one section in the navigation. A folder of 815 pages made 80 KB of navigation on each of them.
const NAV_WIDTH: usize = 60;

/// The part of a section that is shown, and whether some is left out: the part around the entry that is open, else
/// the part that was asked for.
fn window<'c>(children: &'c [Id], open: &[Id], part: usize) -> (&'c [Id], bool) {
    if children.len() <= NAV_WIDTH {
        return (children, false);
    }
    let part = children.iter().position(|id| open.contains(id)).map_or(part, |here| here / NAV_WIDTH);
    let start = (part * NAV_WIDTH).min(children.len() - NAV_WIDTH);
    (&children[start..start + NAV_WIDTH], true)
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
    /// The navigation of a page: its folder's, with the page's own entry marked.
    pub(super) fn nav(self, out: &str, lang: &str, current: Option<Id>) -> Nav {
        let Some(front) = self.front(lang) else { return Nav::of(Ok(Vec::new())) };
        let Some(id) = current else { return self.make_nav(out, lang, front, &[], 0) };
        let section = if self.outline(id).is_section { id } else { self.site.tree.parent[id].unwrap_or(front) };
        // A section's own page is none of its parts.
        let place = if section == id { 0 } else { self.site.tree.place[id] };
        let part = place / NAV_WIDTH;
        let known = self.navs.lock().get(&(section, part)).cloned();
        let nav = known.unwrap_or_else(|| {
            let mut open = self.site.tree.ancestors(section);
            open.push(section);
            let nav = self.make_nav(out, lang, front, &open, part);
            self.navs.lock().insert((section, part), nav.clone());
            nav
        });
        nav.marked(out)
    }

    pub(super) fn make_nav(self, out: &str, lang: &str, front: Id, open: &[Id], part: usize) -> Nav {
        let view = NavView { lang: lang.to_owned(), nav: self.nav_level(out, front, open, part, 1) };
        Nav::of(self.templates.render("nav.html", out, &view, &[]))
    }

    pub(super) fn nav_level(self, out: &str, above: Id, open: &[Id], part: usize, depth: usize) -> Vec<NavItem> {
        let item = |id: &Id| {
            let is_open = open.contains(id);
            let deeper = is_open && depth < NAV_DEPTH;
            NavItem {
                title: self.outline(*id).title.clone(),
                url: relative(out, &self.entry(*id).out),
                open: is_open,
                is_section: self.site.tree.below[*id] > 0,
                children: if deeper { self.nav_level(out, *id, open, part, depth + 1) } else { Vec::new() },
            }
        };
        let (children, cut) = window(&self.site.tree.children[above], open, part);
        let mut items: Vec<NavItem> = children.iter().map(item).collect();
        if cut {
            items.push(self.whole_section(out, above));
        }
        items
    }

    /// The last entry of a section that is shown in part: leads to the section's page, which lists all.
    pub(super) fn whole_section(self, out: &str, section: Id) -> NavItem {
        NavItem {
            title: "…".to_owned(),
            url: relative(out, &self.entry(section).out),
            open: false,
            is_section: false,
            children: Vec::new(),
        }
    }
}
