//! The site: what all pages together say. Built from outlines only, never from texts.
//!
//! In: parsed pages, the configuration, the names of the other files in `content/`. Out: a [`Site`] and diagnostics.
//!
//! 0. [`audience`]: pages for others are gone before [`build`] is called.
//! 1. [`entries`]: which pages are shown under which address, in each language (translations that are missing are
//!    shown in another language; folders without a page of their own get one).
//! 2. [`tree`]: sections, children in order, previous and next.
//! 3. [`names`] and [`links`]: what every link means, and who links here; [`embeds`]: pages that are shown in pages.
//! 4. [`relations`]: which fields name a page, and the pages of each type; [`paths`]: which page is which step.
//!    [`query`] answers what views ask of the relations.
//! 5. [`tags`], redirects, and [`collisions`]: no two things under one address.

pub mod audience;
pub mod collisions;
pub mod embeds;
pub mod entries;
pub mod files;
pub mod freshness;
pub mod glossary;
pub mod links;
pub mod names;
pub mod paths;
pub mod query;
pub mod relations;
pub mod tags;
pub mod tree;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::page::Page;
use crate::page::lexicon::Found;
use crate::page::translated::original_language;
use crate::page::url::fold;
use crate::source::Sources;
use audience::Hidden;
use glossary::Glossary;
use links::Target;
use paths::Paths;
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

/// The model.
#[derive(Debug, Default)]
pub struct Site {
    /// All addresses, by language (in the configured order), then by path.
    pub entries: Vec<Entry>,
    /// Sections, order, neighbours.
    pub tree: Tree,
    /// For each entry, what its links mean, in their order.
    pub targets: Vec<Vec<Target>>,
    /// For each entry, what its fields that name pages mean.
    pub field_targets: Vec<Vec<Target>>,
    /// For each entry, the pages that its views name.
    pub named_targets: Vec<Vec<Target>>,
    /// For each entry, who links to it (same language, without itself), by title.
    pub backlinks: Vec<Vec<Id>>,
    /// The fields that name each page, and the pages of each type.
    pub relations: Relations,
    /// For each entry, the same page in each configured language (the entry itself in its own).
    pub translations: Vec<Vec<Option<Id>>>,
    /// Reading paths: their steps, and which pages are steps of which.
    pub paths: Paths,
    /// Whether there is anything to tick: a checklist, a reading path, a list of tasks.
    pub has_progress: bool,
    /// Tags by language, then by slug.
    pub tags: BTreeMap<Arc<str>, BTreeMap<String, Tag>>,
    /// Old address in the output -> the entry it leads to.
    pub redirects: BTreeMap<String, Id>,
    /// The glossary of each language.
    pub glossaries: BTreeMap<Arc<str>, Glossary>,
    /// For each entry, the terms that its text mentions, and where.
    pub mentions: Vec<Arc<Found>>,
    /// Files of `content/` that are copied, without `content/`.
    pub files: Vec<String>,
    /// What the readers of this site may not see: nothing of it is in any of the other fields.
    pub hidden: Hidden,
}

/// Builds the model.
pub fn build(pages: Vec<Arc<Page>>, hidden: Hidden, config: &Config, sources: &Sources) -> (Site, Vec<Diagnostic>) {
    let drafts = pages.iter().filter(|p| p.outline.front.draft && !config.drafts);
    // To those who read the site, a page for others is one that does not exist.
    let drafts: Vec<Arc<Page>> = drafts.chain(&hidden.pages).cloned().collect();
    let shown: Vec<Arc<Page>> = pages.into_iter().filter(|p| config.drafts || !p.outline.front.draft).collect();
    let (entries, mut diagnostics) = entries::entries(shown, config, sources);
    let tree = tree::build(&entries);
    let tags = tags::collect(&entries, config);
    let names = names::Names::new(&entries, &drafts);
    let linked = links::resolve(&entries, &names, config, sources);
    let (redirects, problems) = redirects(&entries);
    diagnostics.extend(problems);
    let files = files::files(sources, &drafts, &hidden, &linked);
    let backlinks = links::backlinks(&entries, &linked);
    diagnostics.extend(linked.iter().flat_map(|l| l.diagnostics.iter().cloned()));
    diagnostics.extend(links::orphans(&entries, &linked, config));
    let (files, problems) = files;
    diagnostics.extend(problems);
    let translations = entries::translations(&entries, config);
    let mut targets = Vec::with_capacity(linked.len());
    let mut field_targets = Vec::with_capacity(linked.len());
    let mut named_targets = Vec::with_capacity(linked.len());
    for links in linked {
        targets.push(links.targets);
        field_targets.push(links.fields);
        named_targets.push(links.named);
    }
    let (glossaries, problems) = glossary::read(&entries, &tree, config, sources);
    diagnostics.extend(problems);
    diagnostics.extend(embeds::check(&entries, &targets));
    let relations = Relations::new(&entries, &field_targets);
    let paths = paths::collect(&entries, &field_targets);
    let has_progress = entries.iter().any(is_ticked);
    let site = Site {
        entries,
        tree,
        targets,
        field_targets,
        named_targets,
        backlinks,
        relations,
        translations,
        paths,
        has_progress,
        tags,
        redirects,
        glossaries,
        mentions: Vec::new(),
        files,
        hidden,
    };
    diagnostics.extend(collisions::find(&site));
    (site, diagnostics)
}

/// Whether a reader can tick something of the page.
fn is_ticked(entry: &Entry) -> bool {
    let outline = &entry.page.outline;
    outline.tasks > 0 || matches!(outline.front.kind.as_deref(), Some("checklist" | paths::PATH))
}

/// `redirect_from` as paths in the output.
fn redirects(entries: &[Entry]) -> (BTreeMap<String, Id>, Vec<Diagnostic>) {
    let mut all = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (id, entry) in entries.iter().enumerate().filter(|(_, e)| !e.fallback) {
        for (index, old) in entry.page.outline.front.redirect_from.iter().enumerate() {
            match redirect_path(old) {
                Ok(path) if all.contains_key(&path) => {
                    let message = format!("two pages redirect from `{old}`");
                    diagnostics.push(at_redirect(&entry.page, index, message, "remove one of the two"));
                }
                Ok(path) => drop(all.insert(path, id)),
                Err(message) => {
                    let message = format!("`{old}` cannot be redirected: {message}");
                    diagnostics.push(at_redirect(
                        &entry.page,
                        index,
                        message,
                        "write the old path from the site's root, such as `/en/old/page.html`",
                    ));
                }
            }
        }
    }
    (all, diagnostics)
}

fn at_redirect(page: &Page, index: usize, message: String, hint: &str) -> Diagnostic {
    use crate::yaml::Step;
    let steps = [Step::Key("redirect_from".into()), Step::Index(index)];
    page.at_field("redirect", &steps, message).hint(hint)
}

/// `/old/page/` is the file `old/page/index.html`, `/old/page` is `old/page.html`.
pub fn redirect_path(old: &str) -> Result<String, String> {
    let decoded = crate::page::url::decode(old);
    let path = decoded.trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let path = match last {
        "" => format!("{path}index.html"),
        name if name.ends_with(".html") || name.ends_with(".htm") => path.to_owned(),
        _ => format!("{path}.html"),
    };
    crate::page::url::check_output_path(&path)?;
    Ok(path)
}

impl Site {
    /// The glossary that an entry's text is looked through with: that of the text's language.
    pub fn glossary(&self, entry: &Entry) -> Option<&Glossary> {
        self.glossaries.get(entry.page.outline.lang.as_str())
    }

    /// Takes what was found in each entry's text, and notes for each term who mentions it.
    pub fn mention(&mut self, found: Vec<Arc<Found>>) {
        for (id, (entry, found)) in self.entries.iter().zip(&found).enumerate() {
            let front = &entry.page.outline.front;
            let shown = !entry.fallback && !front.unlisted && front.glossary;
            if let Some(glossary) = self.glossaries.get_mut(&entry.lang).filter(|g| shown && g.list != Some(id)) {
                glossary.use_on(id, found.mentions.iter().map(|(term, _)| *term));
            }
        }
        let title = |id: &Id| (fold(&self.entries[*id].page.outline.title), *id);
        for glossary in self.glossaries.values_mut() {
            glossary.terms.iter_mut().for_each(|term| term.used_on.sort_by_cached_key(title));
        }
        self.mentions = found;
    }

    /// The page that a stamped translation was translated from, if it is still there.
    pub fn original(&self, id: Id, config: &Config) -> Option<Id> {
        let stamp = &self.entries[id].page.outline.front.translated_from;
        let lang = original_language(stamp)?;
        let language = config.codes().iter().position(|code| *code == lang)?;
        let own = |twin: &Id| *twin != id && !self.entries[*twin].fallback && !self.entries[*twin].synthetic;
        self.twin(id, language).filter(own)
    }

    /// The entry's language as a place among the configured ones.
    pub fn twin(&self, id: Id, language: usize) -> Option<Id> {
        self.translations[id].get(language).copied().flatten()
    }
}
