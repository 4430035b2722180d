//! Pages that hold others whole, to be printed: a reading path, a section, everything.
//!
//! In: the context. Out: which of them there are and where they stand; which pages each holds, in reading order, and its
//! contents. Whoever reads them sees what the site shows: no drafts and no unlisted pages.

use crate::config::Config;
use crate::config::print::Print;
use crate::fingerprint::Fingerprint;
use crate::page::types::Behaviour;
use crate::render::context::RenderContext;
use crate::render::view::{Nav, PrintGroup, PrintLink, PrintView, Ref};
use crate::site::{Id, Site};
use crate::url::relative;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Its template.
pub const TEMPLATE: &str = "print.html";

/// Its stylesheet.
pub const STYLE: &str = "print.css";

/// Where it stands: `en/roles/index.html` is printed as `en/roles/print.html`, `en/paths/week.html` as
/// `en/paths/week/print.html`.
pub fn path(out: &str) -> String {
    match out.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/')) {
        Some(folder) => format!("{folder}print.html"),
        None => format!("{}/print.html", out.trim_end_matches(".html")),
    }
}

/// All of them: what it is, and the page that it is made from.
pub fn all(site: &Site, config: &Config) -> Vec<(Print, Id)> {
    if config.print.is_empty() {
        return Vec::new();
    }
    let of = |id: Id| Some((kind(site, config, id)?, id));
    (0..site.entries.len()).filter_map(of).collect()
}

/// What a page can be printed as.
fn kind(site: &Site, config: &Config, id: Id) -> Option<Print> {
    let entry = &site.entries[id];
    let outline = &entry.page.outline;
    let is_wanted = |kind: &Print| config.print.contains(kind);
    if !is_shown(site, id) {
        return None;
    }
    let kind = match site.tree.parent[id] {
        _ if outline.behaves == Some(Behaviour::Path) => Print::Paths,
        None => Print::All,
        Some(_) if site.tree.is_folder(id, entry) && !site.tree.children[id].is_empty() => Print::Sections,
        Some(_) => return None,
    };
    Some(kind).filter(is_wanted)
}

/// What nobody is led to is not printed either.
fn is_shown(site: &Site, id: Id) -> bool {
    let front = &site.entries[id].page.outline.front;
    !front.unlisted && !front.draft
}

/// What a printed page holds.
#[derive(Debug, Default)]
pub struct Plan {
    /// Its pages, the one that it is made from first.
    pub pages: Vec<Id>,
    /// Which of them stands where in the contents.
    pub groups: Vec<Group>,
}

/// A part of the contents, of pages that the plan has.
#[derive(Debug, Default)]
pub struct Group {
    title: Option<String>,
    own: Option<Id>,
    pages: Vec<Id>,
}

impl RenderContext<'_> {
    /// Where a page can be printed together with those that belong to it.
    pub(in crate::render) fn print_link(self, id: Id) -> Option<PrintLink> {
        let out = &self.entry(id).out;
        let kind = kind(self.site, self.config, id).filter(|_| !self.config.print.is_empty())?;
        Some(PrintLink { kind, url: relative(out, &path(out)) })
    }

    /// What is around a printed page, and whose it is; the rest is what its pages say.
    pub fn print_view(self, out: &str, kind: Print, id: Id) -> PrintView {
        let entry = self.entry(id);
        let mut frame = self.frame(out, &entry.lang, Some(id));
        frame.nav = Nav { html: "".into(), problem: None, fingerprint: Fingerprint::of_bytes(b"") };
        PrintView {
            frame,
            of: self.reference(out, id),
            lead: Some(self.outline(id))
                .filter(|outline| outline.front.description.is_some())
                .map(|it| it.description.clone()),
            kind,
            groups: Vec::new(),
            pages: 0,
            styles: Vec::new(),
        }
    }

    /// What a printed page holds.
    pub fn print_plan(self, kind: Print, id: Id) -> Plan {
        let groups = match kind {
            Print::Paths => self.stages(id),
            Print::Sections => vec![Group { pages: self.printed_below(id), ..Group::default() }],
            Print::All => self.chapters(id),
        };
        let mut pages = vec![id];
        let inside = groups.iter().flat_map(|group| group.own.iter().chain(&group.pages));
        let mut seen: HashSet<Id> = [id].into();
        pages.extend(inside.filter(|id| seen.insert(**id)));
        Plan { pages, groups }
    }

    /// The pages below a section, in reading order.
    fn printed_below(self, id: Id) -> Vec<Id> {
        let mut found = Vec::new();
        let mut left: Vec<Id> = self.site.tree.children[id].iter().rev().copied().collect();
        while let Some(id) = left.pop() {
            left.extend(self.site.tree.children[id].iter().rev());
            // A page that docent made for a folder says only what the contents say.
            if is_shown(self.site, id) && !self.entry(id).synthetic {
                found.push(id);
            }
        }
        found
    }

    /// The sections at the top, and the pages of each; pages without a section stand where they are read.
    fn chapters(self, front: Id) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for id in self.site.tree.children[front].iter().copied().filter(|id| is_shown(self.site, *id)) {
            let own = Some(id).filter(|id| !self.entry(*id).synthetic);
            if self.site.tree.children[id].is_empty() {
                match groups.last_mut().filter(|last| last.title.is_none()) {
                    Some(last) => last.pages.push(id),
                    None => groups.push(Group { pages: vec![id], ..Group::default() }),
                }
                continue;
            }
            groups.push(Group { title: Some(self.nav_title(id)), own, pages: self.printed_below(id) });
        }
        groups
    }

    /// The stages of a path. A step that is a section stands for its page, which is printed once.
    fn stages(self, path: Id) -> Vec<Group> {
        let steps = self.site.paths.steps.get(&path).map_or(&[][..], Vec::as_slice);
        let stages = self.outline(path).fields.get("stages").and_then(Value::as_array);
        let group = |(at, stage): (usize, &Value)| {
            let of = steps.iter().filter(|step| step.stage == at && step.page != path);
            let mut pages: Vec<Id> = of.map(|step| step.page).filter(|id| is_shown(self.site, *id)).collect();
            pages.dedup();
            Group { title: stage.get("title").and_then(Value::as_str).map(str::to_owned), own: None, pages }
        };
        stages.into_iter().flatten().enumerate().map(group).filter(|group| !group.pages.is_empty()).collect()
    }

    /// The contents of a printed page: what it has no room for leads to where it stands.
    pub fn print_groups(self, out: &str, groups: &[Group], numbers: &HashMap<Id, usize>) -> Vec<PrintGroup> {
        let lang = |id: Id| &self.outline(id).lang;
        let url = |id: Id| match numbers.get(&id) {
            Some(number) => format!("#p{number}"),
            None => relative(out, &self.entry(id).out),
        };
        let page = |id: &Id| Ref { url: url(*id), ..self.neighbour(out, *id) };
        let typeset = |title: &String| {
            let lang = groups.iter().flat_map(|group| &group.pages).next().map_or("", |id| lang(*id));
            crate::markdown::typeset(title, lang, self.config.markdown.typography)
        };
        let group = |group: &Group| PrintGroup {
            title: group.title.as_ref().map(typeset),
            url: group.own.map(url),
            pages: group.pages.iter().map(page).collect(),
        };
        groups.iter().map(group).collect()
    }
}
