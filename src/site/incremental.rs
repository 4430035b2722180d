//! The stages of the site, each changing what it made last.
//!
//! In: pages, and the [`IncrementalSite`] of the last site. Out: the site and what is wrong with it. A first build is one in which
//! every page has changed and nothing was made before.
//!
//! 1. Pages for others are taken away ([`super::audience`]).
//! 2. If nothing differs but bodies of pages, they take their places in the structure; else it is made anew, and all
//!    that depends on it is made from nothing. Each stage below says what it reads ([`Revisions`]).
//! 3. Links of changed entries are read, and of those that looked at headings or blocks that changed.
//!    Pages whose links lead to what is not shown are read again without them ([`super::unlinked`]).
//! 4. Terms are looked for in the texts of changed entries.
//! 5. Relations, paths, embedding, and copied files are made again if what they read has changed.
//! 6. Problems of the pages concerned are told anew.

mod stage;

use super::audience::{self, Pruned};
use super::files::{Chosen, Copied, copied};
use super::link_graph::LinkGraph;
use super::link_graph::kept::Kept;
use super::links::{LinkInputs, index, resolve};
use super::names::Found;
use super::reading_paths::{self, Paths};
use super::relations::Relations;
use super::structure::{self, Structure};
use super::term_index::TermIndex;
use super::unlinked::Unlinked;
use super::{Entry, Id, Site, embeds, glossary};
use crate::chunked_vec::ChunkedVec;
use crate::config::{Config, Level};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::memo::Last;
use crate::page::Page;
use crate::page::inherited::FolderDefaults;
use crate::page::types::{Behaviour, Types};
use crate::problems::{Group, Problems, group};
use crate::source::Sources;
use stage::{Revisions, Stage};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a site depends on besides pages and files: rules of parsing, and the day.
type Key = (Fingerprint, Option<Date>);

/// The last site, with what its stages need to change it.
#[derive(Clone, Debug, Default)]
pub struct IncrementalSite {
    key: Key,
    pub(super) sources: Sources,
    /// All pages, and those that the site is made of.
    pages: ChunkedVec<Arc<Page>>,
    pub(super) pruned: Pruned,
    pub(super) structure: Structure,
    pub(super) linked: LinkGraph,
    /// Pages without links to what is not shown.
    pub(super) unlinked: Unlinked,
    now: Revisions,
    /// What fields say.
    related: Stage<u64, (Arc<Relations>, Arc<Paths>)>,
    /// How many entries have something to tick.
    ticked: usize,
    mentioned: Stage<[u64; 2], TermIndex>,
    /// What is wrong with the files of the glossaries.
    misread: Arc<[Diagnostic]>,
    embeds: Stage<u64, Arc<[Diagnostic]>>,
    copied: Stage<[u64; 3], Copied>,
    /// The files that drafts lead to.
    by_drafts: Stage<[u64; 2], Arc<BTreeSet<Arc<str>>>>,
    /// What is wrong with pages: what is advised on any of them is the glossary's.
    problems: Stage<[u64; 2], Problems>,
}

/// What the model is made with.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The types of pages.
    pub types: &'a Types,
    /// The snapshot.
    pub sources: &'a Sources,
    /// Of what pages were parsed with.
    pub rules: Fingerprint,
    /// What folders say for their pages.
    pub defaults: &'a FolderDefaults,
}

/// Builds the model.
pub fn build(pages: &ChunkedVec<Arc<Page>>, made: Inputs<'_>, last: &mut Last<IncrementalSite>) -> (Site, Problems) {
    let Inputs { config, sources, rules, .. } = made;
    let key = (rules, config.today);
    let before = last.get().filter(|last| last.key == key);
    let again = before.and_then(|last| last.pruned.edited(&last.pages, pages));
    let pruned = again.unwrap_or_else(|| audience::prune(pages, config, made.types));
    let edited = before.and_then(|last| last.edited(pages, &pruned, config, sources));
    let is_edited = edited.is_some();
    let (mut memory, mut edit) = edited.unwrap_or_else(|| IncrementalSite::new(pages.len(), &pruned, config, sources));
    let kept = before.filter(|_| !is_edited).and_then(|last| last.kept(&memory, &pruned, config, sources));
    (memory.key, memory.sources) = (key, sources.clone());
    (memory.pages, memory.pruned) = (pages.clone(), pruned);
    let read = memory.link(made, &mut edit, kept.as_ref());
    memory.relate();
    memory.mention(config, &edit, last.get());
    memory.embed();
    memory.copy(config);
    memory.tell(config, &edit, &read);
    let (site, problems) = (memory.site(), memory.all_problems());
    last.set(memory, read.entries.len());
    (site, problems)
}

/// What has changed since the last site.
#[derive(Debug, Default)]
struct Edit {
    /// Pages, by their place in the list of all.
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

impl IncrementalSite {
    /// With a structure of its own, and all entries changed.
    fn new(pages: usize, pruned: &Pruned, config: &Config, sources: &Sources) -> (Self, Edit) {
        let structure = structure::build(&pruned.pages, &pruned.hidden.pages, config, sources);
        let count = structure.entries.len();
        let ticked = structure.entries.iter().filter(|entry| is_ticked(entry)).count();
        let edit = Edit { pages: (0..pages).collect(), entries: (0..count).collect(), moved: BTreeSet::new() };
        (Self { structure, ticked, linked: LinkGraph::empty(count), ..Self::default() }, edit)
    }

    /// With the changed pages in their places, if nothing but their bodies has changed.
    fn edited(
        &self,
        pages: &ChunkedVec<Arc<Page>>,
        pruned: &Pruned,
        config: &Config,
        sources: &Sources,
    ) -> Option<(Self, Edit)> {
        let (shown, before) = (&pruned.pages, &self.pruned.pages);
        let mut edit = Edit { pages: pages.changes(&self.pages, Arc::ptr_eq)?, ..Edit::default() };
        let changed = shown.changes(before, Arc::ptr_eq)?;
        let is_draft = |at: &usize| self.structure.drafts.contains(at);
        let called = |at: &usize| !is_draft(at) || same_headings(&shown[*at], &before[*at]);
        let stays =
            |at: &usize| shown[*at].structural_fingerprint() == before[*at].structural_fingerprint() && called(at);
        if !changed.iter().all(stays) || !pruned.hidden.is_like(&self.pruned.hidden) {
            return None;
        }
        let mut memory = self.clone();
        let is_term = |at: &usize| glossary::is_term(&shown[*at].outline);
        memory.now.files += u64::from(self.files_changed(sources, config)?);
        memory.now.terms += u64::from(changed.iter().any(is_term));
        memory.now.drafts += u64::from(changed.iter().any(is_draft));
        for at in changed {
            let places = memory.replace(&shown[at]);
            if !same_places(&shown[at], &before[at]) {
                edit.moved.extend(places.iter().map(|id| index(*id)));
            }
            edit.entries.extend(places);
        }
        Some((memory, edit))
    }

    /// What the links of a new structure can keep of these.
    fn kept<'s>(&'s self, new: &Self, pruned: &Pruned, config: &Config, sources: &Sources) -> Option<Kept<'s>> {
        let (before, now) = (&self.structure, &new.structure);
        let hidden = pruned.hidden.is_like(&self.pruned.hidden) && now.names.hide_like(&before.names);
        let files = self.files_changed(sources, config).is_some();
        (hidden && files).then(|| Kept::of(&self.linked, before, now))
    }

    /// Whether files beside pages have other bytes; `None` if there are other files than before.
    fn files_changed(&self, sources: &Sources, config: &Config) -> Option<bool> {
        let content = &config.content_dir;
        let changes = sources.files.changes(&self.sources.files);
        let mut beside = changes.iter().filter(|(path, _)| content.holds(path) && !content.is_page(path));
        let stays = |(path, file): &(&str, Option<&_>)| file.is_some() && self.sources.files.contains_key(path);
        beside.clone().all(stays).then(|| beside.next().is_some())
    }

    fn replace(&mut self, page: &Arc<Page>) -> Vec<Id> {
        let ticked =
            |memory: &Self, ids: &[Id]| ids.iter().filter(|id| is_ticked(&memory.structure.entries[**id])).count();
        let places = self.structure.places(page);
        let page = self.structure.standing.page(page);
        let before = ticked(self, &places);
        places.iter().for_each(|id| self.structure.entries.at_mut(*id).page = page.clone());
        self.ticked = self.ticked - before + ticked(self, &places);
        places
    }

    /// Reads links again.
    fn link(&mut self, made: Inputs<'_>, edit: &mut Edit, kept: Option<&Kept<'_>>) -> Read {
        let config = made.config;
        let asking = self.linked.askers(&edit.moved);
        let entries: BTreeSet<Id> = edit.entries.iter().copied().chain(asking).collect();
        let entries: Vec<Id> = entries.into_iter().collect();
        let back = self.relink(&entries);
        let before = self.linked.clone();
        let ground = LinkInputs::of(&self.structure, config, &self.sources, &self.pruned.hidden);
        let touched = self.linked.read(ground, &self.structure.ranks, &entries, kept);
        let now = &self.linked;
        let any = |differs: &dyn Fn(Id) -> bool| u64::from(entries.iter().any(|id| differs(*id)));
        self.now.linked_files += any(&|id| before.files[id] != now.files[id]);
        self.now.fields += any(&|id| before.fields[id] != now.fields[id]);
        self.now.embeds += any(&|id| before.embedding.contains(&id) || now.embedding.contains(&id));
        // Their texts are others than before: terms are looked for in them again.
        let unlinked = self.unlink(made, &entries);
        let again: BTreeSet<Id> = edit.entries.iter().copied().chain(back).chain(unlinked).collect();
        edit.entries = again.into_iter().collect();
        Read { entries, touched }
    }

    /// What fields say of pages, in both directions.
    fn relate(&mut self) {
        let (entries, fields) = (&self.structure.entries, &self.linked.fields);
        let make = || (Relations::new(entries, fields).into(), reading_paths::collect(entries, fields).into());
        self.related.renew(self.now.fields, make);
    }

    /// Who mentions which term. Glossaries are read again when a page of a term or a file has changed.
    fn mention(&mut self, config: &Config, edit: &Edit, before: Option<&Self>) {
        let Structure { entries, tree, ranks, .. } = &self.structure;
        let key = self.now.of_glossary();
        if let Some(mentioned) = self.mentioned.current(&key) {
            mentioned.look_again(entries, ranks, &edit.entries);
            return;
        }
        let (glossaries, misread) = glossary::read(entries, tree, config, &self.sources);
        let before = before.and_then(|before| Some((&before.structure.entries, before.mentioned.value()?)));
        self.mentioned.set(key, TermIndex::new(glossaries, entries, ranks, before));
        self.misread = misread.into();
    }

    /// Which pages show which, and whether that ends: only those that show others have a say in it.
    fn embed(&mut self) {
        let LinkGraph { targets, embedding, .. } = &self.linked;
        let make = || embeds::check(&self.structure.entries, targets, embedding).into();
        self.embeds.renew(self.now.embeds, make);
    }

    /// Files to copy.
    fn copy(&mut self, config: &Config) {
        let mut by_drafts = std::mem::take(&mut self.by_drafts);
        let files = by_drafts.renew(self.now.of_drafts(), || self.drafts_lead_to(config).into());
        let (sources, hidden, used) = (&self.sources, &*self.pruned.hidden, &self.linked.files);
        let make = || copied(Chosen { sources, config, hidden, used, by_drafts: files });
        self.copied.renew(self.now.of_copied(), make);
        self.by_drafts = by_drafts;
    }

    /// The files that drafts lead to. A site for an audience does not ask: it publishes what something shown leads to.
    fn drafts_lead_to(&self, config: &Config) -> BTreeSet<Arc<str>> {
        if config.audience.is_some() {
            return BTreeSet::new();
        }
        let ground = LinkInputs::of(&self.structure, config, &self.sources, &self.pruned.hidden);
        let files = |at: &usize| resolve(ground, &Entry::unpublished(&self.pruned.pages[*at])).files;
        self.structure.drafts.iter().flat_map(files).collect()
    }

    /// Tells anew what is wrong with pages that changed, whose links were read, or that have other links to them.
    fn tell(&mut self, config: &Config, edit: &Edit, read: &Read) {
        let key = self.now.of_glossary();
        let Some(mut problems) = self.problems.current(&key).map(std::mem::take) else {
            let groups = (0..self.pages.len()).map(|at| self.wrong_with(at, config));
            self.problems.set(key, Problems::of_pages(groups.collect()));
            return;
        };
        let concerned = read.entries.iter().chain(&read.touched).map(|id| &*self.structure.entries[*id].page);
        let places = concerned.filter_map(|page| self.place(page));
        let places: BTreeSet<usize> = places.chain(edit.pages.iter().copied()).collect();
        places.into_iter().for_each(|at| problems.set_page(at, self.wrong_with(at, config)));
        self.problems.set(key, problems);
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
            all.extend(self.advice(id));
        }
        group(config.adjust(all))
    }

    /// A page that neither the navigation nor another page's text or field leads to.
    fn orphan(&self, id: Id, config: &Config) -> Option<Diagnostic> {
        let outline = &self.structure.entries[id].page.outline;
        let quiet = config.diagnostics.get("orphan") == Some(&Level::Ignore);
        let alone = self.linked.incoming[id] == 0 && !self.structure.tree.is_shown(id);
        let lonely = alone && !outline.is_section && outline.is_listed();
        let message = "neither the navigation nor a link leads to this page";
        let warning = Diagnostic::warning("orphan", &outline.source, message);
        let advice = "name it in `nav`, link to it from a page that its readers see, or set `unlisted: true`";
        (lonely && !quiet).then(|| warning.hint(advice))
    }

    /// Spellings to avoid.
    fn advice(&self, id: Id) -> Vec<Diagnostic> {
        let page = &self.structure.entries[id].page;
        let advise = |mentioned: &TermIndex| {
            let glossary = mentioned.glossaries.get(page.outline.lang.as_str())?;
            Some(glossary.advise(page, &mentioned.found[id]))
        };
        self.mentioned.value().and_then(advise).unwrap_or_default()
    }

    /// How many texts were looked through for the terms of the glossaries.
    pub fn looked_through(&self) -> usize {
        self.mentioned.value().map_or(0, |mentioned| mentioned.looked)
    }

    fn site(&self) -> Site {
        let Structure { entries, tree, tags, redirects, translations, .. } = self.structure.clone();
        let LinkGraph { targets, fields, named, backlinks, .. } = self.linked.clone();
        let (relations, paths) = self.related.value().cloned().unwrap_or_default();
        let TermIndex { glossaries, found: mentions, .. } = self.mentioned.value().cloned().unwrap_or_default();
        Site {
            entries,
            tree,
            targets,
            field_targets: fields,
            named_targets: named,
            backlinks,
            relations,
            translations,
            paths,
            has_progress: self.ticked > 0,
            tags,
            redirects,
            glossaries,
            mentions,
            files: self.copied.value().cloned().unwrap_or_default().files,
            hidden: self.pruned.hidden.clone(),
        }
    }

    fn all_problems(&self) -> Problems {
        let parts = [
            Some(&self.pruned.diagnostics),
            Some(&self.structure.diagnostics),
            self.copied.value().map(|copied| &copied.diagnostics),
            self.embeds.value(),
            Some(&self.misread),
        ];
        let others = parts.into_iter().flatten().flat_map(|part| part.iter().cloned()).collect();
        self.problems.value().cloned().unwrap_or_default().with(others)
    }
}

/// Whether a reader can tick something of the page.
fn is_ticked(entry: &Entry) -> bool {
    let outline = &entry.page.outline;
    outline.tasks > 0 || matches!(outline.behaves, Some(Behaviour::Checklist | Behaviour::Path))
}

/// Whether the headings are called as before: those of what is not shown are names that no link may show.
pub(super) fn same_headings(new: &Page, old: &Page) -> bool {
    let texts = |page: &Page| page.outline.headings.iter().map(|heading| heading.text.clone()).collect::<Vec<_>>();
    texts(new) == texts(old)
}

/// Whether links to headings and blocks mean the same as before.
fn same_places(new: &Page, old: &Page) -> bool {
    let headings =
        |page: &Page| page.outline.headings.iter().map(|h| (h.id.clone(), h.text.clone())).collect::<Vec<_>>();
    let blocks = |page: &Page| page.outline.blocks.iter().map(|block| block.id.clone()).collect::<Vec<_>>();
    let anchors = new.outline.anchors == old.outline.anchors;
    // A heading that is missed may have been cut out.
    let others = |page: &Page| (page.outline.title_id.clone(), page.cuts.clone());
    headings(new) == headings(old) && blocks(new) == blocks(old) && anchors && others(new) == others(old)
}
