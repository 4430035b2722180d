//! The stages of the site, each changing what it made last.
//!
//! In: pages, and the [`Memory`] of the last site. Out: the site and what is wrong with it. A first build is one in which
//! every page has changed and nothing was made before.
//!
//! 1. If nothing differs but bodies of pages, they take their places in the structure; else it is made anew, and all
//!    that depends on it is made from nothing.
//! 2. Links of changed entries are read, and of those that looked at headings or blocks that changed.
//! 3. Relations, embedding, copied files and collisions are kept if what they depend on is.
//! 4. Problems of the pages concerned are told anew.

use super::files::{Copied, copied, file_of};
use super::linked::Linked;
use super::links::{Ground, Target, index};
use super::names::Found;
use super::relations::Relations;
use super::structure::{self, Structure};
use super::{Id, Site, collisions, embeds};
use crate::config::{Config, Level};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::memo::Last;
use crate::page::{Outline, Page, is_page};
use crate::pieces::Pieces;
use crate::problems::{Group, Problems, group};
use crate::source::Sources;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a site depends on besides pages and files: rules of parsing, and the day.
type Key = (Fingerprint, Option<Date>);

/// The last site, with what its stages need to change it.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    key: Key,
    sources: Sources,
    pages: Pieces<Arc<Page>>,
    structure: Structure,
    linked: Linked,
    relations: Option<Arc<Relations>>,
    embeds: Option<Arc<[Diagnostic]>>,
    copied: Option<Copied>,
    collisions: Option<Arc<[Diagnostic]>>,
    problems: Option<Problems>,
}

/// Builds the model. `rules` is the fingerprint of what pages were parsed with.
pub fn build(
    pages: &Pieces<Arc<Page>>,
    rules: Fingerprint,
    config: &Config,
    sources: &Sources,
    last: &mut Last<Memory>,
) -> (Site, Problems) {
    let key = (rules, config.today);
    let edited = last.get().filter(|last| last.key == key).and_then(|last| last.edited(pages, sources));
    let (mut memory, edit) = edited.unwrap_or_else(|| Memory::new(pages, config));
    (memory.key, memory.sources, memory.pages) = (key, sources.clone(), pages.clone());
    let read = memory.link(config, &edit);
    memory.relate();
    memory.embed();
    memory.copy();
    memory.tell(config, &edit, &read);
    let (site, problems) = (memory.site(), memory.all_problems());
    last.set(memory, read.entries.len());
    (site, problems)
}

/// What has changed since the last site.
#[derive(Debug, Default)]
struct Edit {
    /// Pages, by their place in the list.
    pages: Vec<usize>,
    /// Entries that show them.
    entries: Vec<Id>,
    /// Those whose headings or blocks are others.
    moved: BTreeSet<u32>,
}

/// Which entries' links were read, and which others they lead to or no longer lead to.
struct Read {
    entries: Vec<Id>,
    touched: Vec<Id>,
}

impl Memory {
    /// With a structure of its own, and all entries changed.
    fn new(pages: &Pieces<Arc<Page>>, config: &Config) -> (Self, Edit) {
        let structure = structure::build(pages, config);
        let count = structure.entries.len();
        let edit = Edit { pages: (0..pages.len()).collect(), entries: (0..count).collect(), moved: BTreeSet::new() };
        (Self { structure, linked: Linked::empty(count), ..Self::default() }, edit)
    }

    /// With the changed pages in their places, if nothing but their bodies has changed.
    fn edited(&self, pages: &Pieces<Arc<Page>>, sources: &Sources) -> Option<(Self, Edit)> {
        let changed = pages.changes(&self.pages, Arc::ptr_eq)?;
        let stays = |at: &usize| pages[*at].standing() == self.pages[*at].standing();
        let others = sources.files.changes(&self.sources.files);
        let mut others = others.iter().filter(|(path, _)| path.starts_with("content/") && !is_page(path));
        let there = |(path, file): &(&str, Option<&_>)| file.is_some() && self.sources.files.contains_key(path);
        if !changed.iter().all(stays) || !others.clone().all(there) {
            return None;
        }
        let mut memory = self.clone();
        let is_draft = |at: &usize| self.structure.drafts.contains(at);
        if others.next().is_some() || changed.iter().any(is_draft) {
            memory.copied = None;
        }
        let mut edit = Edit::default();
        for at in changed {
            let places = memory.structure.replace(&pages[at]);
            if !same_places(&pages[at].outline, &self.pages[at].outline) {
                edit.moved.extend(places.iter().map(|id| index(*id)));
            }
            edit.entries.extend(places);
            edit.pages.push(at);
        }
        Some((memory, edit))
    }

    /// Reads links again.
    fn link(&mut self, config: &Config, edit: &Edit) -> Read {
        let asking = self.linked.askers(&edit.moved);
        let entries: BTreeSet<Id> = edit.entries.iter().copied().chain(asking).collect();
        let entries: Vec<Id> = entries.into_iter().collect();
        let (before, embedding) = (self.linked.targets.clone(), self.linked.embedding.clone());
        let Structure { entries: all, names, ranks, .. } = &self.structure;
        let ground = Ground { entries: all, names, config, sources: &self.sources };
        let touched = self.linked.read(ground, ranks, &entries);
        let files = |targets: &Pieces<Vec<Target>>, id: Id| -> BTreeSet<String> {
            targets[id].iter().filter_map(file_of).map(str::to_owned).collect()
        };
        if self.copied.is_some() && entries.iter().any(|id| files(&before, *id) != files(&self.linked.targets, *id)) {
            self.copied = None;
        }
        if entries.iter().any(|id| embedding.contains(id) || self.linked.embedding.contains(id)) {
            self.embeds = None;
        }
        Read { entries, touched }
    }

    fn relate(&mut self) {
        let make = || Arc::new(Relations::new(&self.structure.entries, &self.linked.fields));
        self.relations = Some(self.relations.take().unwrap_or_else(make));
    }

    /// Which pages show which, and whether that ends: only those that show others have a say in it.
    fn embed(&mut self) {
        let Linked { targets, embedding, .. } = &self.linked;
        let make = || embeds::check(&self.structure.entries, targets, embedding).into();
        self.embeds = Some(self.embeds.take().unwrap_or_else(make));
    }

    /// Files, and who else wants their addresses.
    fn copy(&mut self) {
        if self.copied.is_some() && self.collisions.is_some() {
            return;
        }
        let drafts = self.structure.drafts.iter().map(|at| &self.pages[*at]);
        let found = copied(&self.sources, drafts, &self.linked.targets);
        self.copied = Some(found);
        self.collisions = Some(collisions::find(&self.site()).into());
    }

    /// Tells anew what is wrong with pages that changed, whose links were read, or that have other links to them.
    fn tell(&mut self, config: &Config, edit: &Edit, read: &Read) {
        let Some(mut problems) = self.problems.take() else {
            let groups = (0..self.pages.len()).map(|at| self.wrong_with(at, config));
            self.problems = Some(Problems::of_pages(groups.collect()));
            return;
        };
        let concerned = read.entries.iter().chain(&read.touched).map(|id| &*self.structure.entries[*id].page);
        let places = concerned.filter_map(|page| self.place(page));
        let places: BTreeSet<usize> = places.chain(edit.pages.iter().copied()).collect();
        places.into_iter().for_each(|at| problems.set_page(at, self.wrong_with(at, config)));
        self.problems = Some(problems);
    }

    /// The place of a page in the list, unless docent made it.
    fn place(&self, page: &Page) -> Option<usize> {
        let source = &page.outline.source;
        let at = self.pages.partition_point(|page| page.outline.source < *source);
        self.pages.get(at).filter(|page| page.outline.source == *source).map(|_| at)
    }

    fn wrong_with(&self, at: usize, config: &Config) -> Group {
        let page = &self.pages[at];
        let mut all = page.diagnostics.to_vec();
        if let Found::One(id) = self.structure.names.source(&page.outline.source) {
            all.extend(self.linked.faults[id].iter().cloned());
            all.extend(self.orphan(id, config));
        }
        group(config.adjust(all))
    }

    /// A page that no other page's text or field leads to.
    fn orphan(&self, id: Id, config: &Config) -> Option<Diagnostic> {
        let outline = &self.structure.entries[id].page.outline;
        let quiet = config.diagnostics.get("orphan") == Some(&Level::Ignore);
        let lonely = self.linked.incoming[id] == 0 && !outline.is_section && outline.is_listed();
        let warning = Diagnostic::warning("orphan", &outline.source, "no page links to this page");
        let advice = "link to it from a page that its readers see, or set `unlisted: true`";
        (lonely && !quiet).then(|| warning.hint(advice))
    }

    fn site(&self) -> Site {
        let Structure { entries, tree, tags, redirects, translations, .. } = self.structure.clone();
        let Linked { targets, fields, backlinks, .. } = self.linked.clone();
        let files = self.copied.clone().unwrap_or_default().files;
        let relations = self.relations.clone().unwrap_or_default();
        Site {
            entries,
            tree,
            targets,
            field_targets: fields,
            backlinks,
            relations,
            translations,
            tags,
            redirects,
            files,
        }
    }

    fn all_problems(&self) -> Problems {
        let parts = [
            Some(&self.structure.diagnostics),
            self.copied.as_ref().map(|c| &c.diagnostics),
            self.collisions.as_ref(),
            self.embeds.as_ref(),
        ];
        let others = parts.into_iter().flatten().flat_map(|part| part.iter().cloned()).collect();
        self.problems.clone().unwrap_or_default().with(others)
    }
}

/// Whether links to headings and blocks mean the same as before.
fn same_places(new: &Outline, old: &Outline) -> bool {
    let headings =
        |outline: &Outline| outline.headings.iter().map(|h| (h.id.clone(), h.text.clone())).collect::<Vec<_>>();
    let blocks = |outline: &Outline| outline.blocks.iter().map(|block| block.id.clone()).collect::<Vec<_>>();
    new.title_id == old.title_id && headings(new) == headings(old) && blocks(new) == blocks(old)
}
