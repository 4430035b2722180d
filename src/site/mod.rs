//! The site: what all pages together say. Built from outlines only, never from texts.
//!
//! In: parsed pages, the configuration, the names of the other files in `content/`. Out: a [`Site`] and diagnostics.
//!
//! 0. [`audience`]: pages for others are gone before anything else is made.
//! 1. [`structure`]: what paths, front matter and titles decide.
//!    - [`entries`]: which pages are shown under which address, in each language (translations that are missing are
//!      shown in another language; folders without a page of their own get one).
//!    - [`standing`]: what a page is beside others ([`numbers`] of file names, `README.md` beside `index.md`).
//!    - [`nav`]: what `nav:` names.
//!    - [`tree`]: sections, children in order, previous and next.
//!    - [`names`], [`tags`], [`redirects`].
//! 2. [`link_graph`]: what every link means ([`links`]), and who links here; [`embeds`]: pages that are shown in pages.
//! 3. [`relations`]: which fields name a page, and the pages of each type; [`reading_paths`]: which page is which step.
//!    [`query`] answers what views ask of the relations.
//! 4. [`glossary`]: the terms, and who mentions them ([`term_index`]).
//! 5. [`files`] to copy.
//!
//! What was made last is the memo of all this ([`IncrementalSite`]): a page whose structural fingerprint is as before
//! ([`crate::page::Page::structural_fingerprint`]) takes the place of its older self, its links are read again, and so are links to
//! headings of its that changed. Everything else is shared. Any other difference makes the structure anew, and all
//! links with it.

pub mod audience;
pub mod embeds;
pub mod entries;
pub mod files;
pub mod freshness;
pub mod glossary;
mod incremental;
pub mod link_graph;
pub mod links;
pub mod names;
pub mod nav;
pub mod numbers;
pub mod query;
pub mod reading_paths;
pub mod redirects;
pub mod relations;
pub mod standing;
pub mod structure;
pub mod tags;
pub mod term_index;
pub mod tree;
mod unlinked;

use crate::chunked_vec::ChunkedVec;
use crate::config::Config;
use crate::page::Page;
use crate::page::term_matcher::Found;
use crate::page::translated::original_language;
use crate::page::types::{FieldStep, OWNER};
use audience::Hidden;
use glossary::Glossary;
pub use incremental::{IncrementalSite, Inputs, build};
use links::Target;
use reading_paths::Paths;
use relations::Relations;
use std::collections::BTreeMap;
use std::sync::Arc;
use tags::Tag;
use tree::Tree;

/// Index of an [`Entry`].
pub type Id = usize;

/// One address of the site and the page shown there.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The page whose text is shown.
    pub page: Arc<Page>,
    /// Language of the address, of the frame around the text.
    pub lang: Arc<str>,
    /// Path in the output, `en/roles/account-manager.html`.
    pub out: String,
    /// Shown in place of a missing translation.
    pub fallback: bool,
    /// Made by docent for a folder that has no page of its own.
    pub synthetic: bool,
}

impl Entry {
    /// Whether it has a text of its own in its language: neither shown in place of a missing translation nor made for a
    /// folder.
    pub fn is_own(&self) -> bool {
        !self.fallback && !self.synthetic
    }

    /// A page that has no address, to ask what its links mean.
    pub(crate) fn unpublished(page: &Arc<Page>) -> Self {
        let lang = page.outline.lang.as_str().into();
        Self { page: page.clone(), lang, out: String::new(), fallback: false, synthetic: false }
    }
}

/// The model. A copy shares what it holds.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// All addresses, by language (in the configured order), then by path.
    pub entries: ChunkedVec<Entry>,
    /// Sections, order, neighbours.
    pub tree: Arc<Tree>,
    /// For each entry, what its links mean, in their order.
    pub targets: ChunkedVec<Vec<Target>>,
    /// For each entry, what its fields that name pages mean.
    pub field_targets: ChunkedVec<Vec<Target>>,
    /// For each entry, the pages that its views name.
    pub named_targets: ChunkedVec<Vec<Target>>,
    /// For each entry, who links to it (same language, without itself), by title.
    pub backlinks: ChunkedVec<Vec<Id>>,
    /// The fields that name each page, and the pages of each type.
    pub relations: Arc<Relations>,
    /// For each entry, the same page in each configured language (the entry itself in its own).
    pub translations: Arc<Vec<Vec<Option<Id>>>>,
    /// Reading paths: their steps, and which pages are steps of which.
    pub paths: Arc<Paths>,
    /// Whether there is anything to tick: a checklist, a reading path, a list of tasks.
    pub has_progress: bool,
    /// Tags by language, then by slug.
    pub tags: Arc<BTreeMap<Arc<str>, BTreeMap<String, Tag>>>,
    /// Old address in the output -> the entry it leads to.
    pub redirects: Arc<BTreeMap<String, Id>>,
    /// The glossary of each language.
    pub glossaries: Arc<BTreeMap<Arc<str>, Glossary>>,
    /// For each entry, the terms that its text mentions, and where.
    pub mentions: ChunkedVec<Arc<Found>>,
    /// Files of `content/` that are copied, without `content/`.
    pub files: Arc<Vec<String>>,
    /// What the readers of this site may not see: nothing of it is in any of the other fields.
    pub hidden: Arc<Hidden>,
}

impl Site {
    /// Entries with a text of their own, in order.
    pub fn own_entries(&self) -> impl Iterator<Item = (Id, &Entry)> {
        self.entries.iter().enumerate().filter(|(_, entry)| entry.is_own())
    }

    /// The entry with the text of a source file.
    pub fn own_entry(&self, source: &str) -> Option<(Id, &Entry)> {
        self.own_entries().find(|(_, entry)| entry.page.outline.source == source)
    }

    /// What everything in an entry means that may name a page: its links, its fields, its views.
    pub fn targets_of(&self, id: Id) -> impl Iterator<Item = &Target> {
        self.targets[id].iter().chain(&self.field_targets[id]).chain(&self.named_targets[id])
    }

    /// Who keeps a page true, by the titles of the pages about them; nothing if nobody does.
    pub fn owner(&self, id: Id) -> String {
        let outline = &self.entries[id].page.outline;
        let links = outline.field_links.iter().zip(&self.field_targets[id]);
        let own = links.filter(|(link, _)| link.path.first() == Some(&FieldStep::Key(OWNER.into())));
        let name = |target: &Target| target.page().map(|page| self.entries[page].page.outline.title.clone());
        let names: Vec<String> = own.map(|(link, to)| name(to).unwrap_or_else(|| link.target.clone())).collect();
        if names.is_empty() { outline.front.owner.clone().unwrap_or_default() } else { names.join(", ") }
    }

    /// The glossary that an entry's text is looked through with: that of the text's language.
    pub fn glossary(&self, entry: &Entry) -> Option<&Glossary> {
        self.glossaries.get(entry.page.outline.lang.as_str())
    }

    /// The page that a stamped translation was translated from, if it is still there.
    pub fn original(&self, id: Id, config: &Config) -> Option<Id> {
        let stamp = &self.entries[id].page.outline.front.translated_from;
        let lang = original_language(stamp)?;
        let language = config.codes().iter().position(|code| *code == lang)?;
        let own = |twin: &Id| *twin != id && self.entries[*twin].is_own();
        self.twin(id, language).filter(own)
    }

    /// The entry's language as a place among the configured ones.
    pub fn twin(&self, id: Id, language: usize) -> Option<Id> {
        self.translations[id].get(language).copied().flatten()
    }

    /// Whether another site has the same [`structure`], the same files and something to tick too: then they differ in what bodies say at most,
    /// and what is made from titles and addresses alone is the same.
    pub fn is_laid_out_like(&self, other: &Self) -> bool {
        let progress = self.has_progress == other.has_progress;
        progress && Arc::ptr_eq(&self.tree, &other.tree) && Arc::ptr_eq(&self.files, &other.files)
    }
}
