//! The site: what all pages together say. Built from outlines only, never from texts.
//!
//! In: parsed pages, the configuration, the names of the other files in `content/`. Out: a [`Site`] and diagnostics.
//!
//! 1. [`entries`]: which pages are shown under which address, in each language (translations that are missing are
//!    shown in another language; folders without a page of their own get one).
//! 2. [`tree`]: sections, children in order, previous and next.
//! 3. [`names`] and [`links`]: what every link means, and who links here.
//! 4. [`relations`]: which fields name a page, and the pages of each type.
//! 5. [`tags`], redirects, and [`collisions`]: no two things under one address.

pub mod collisions;
pub mod entries;
pub mod links;
pub mod names;
pub mod relations;
pub mod tags;
pub mod tree;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::page::Page;
use crate::source::Sources;
use links::Target;
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
    /// For each entry, who links to it (same language, without itself), by title.
    pub backlinks: Vec<Vec<Id>>,
    /// The fields that name each page, and the pages of each type.
    pub relations: Relations,
    /// For each entry, the same page in each configured language (the entry itself in its own).
    pub translations: Vec<Vec<Option<Id>>>,
    /// Tags by language, then by slug.
    pub tags: BTreeMap<Arc<str>, BTreeMap<String, Tag>>,
    /// Old address in the output -> the entry it leads to.
    pub redirects: BTreeMap<String, Id>,
    /// Files of `content/` that are copied, without `content/`.
    pub files: Vec<String>,
}

/// Builds the model.
pub fn build(pages: Vec<Arc<Page>>, config: &Config, sources: &Sources) -> (Site, Vec<Diagnostic>) {
    let drafts: Vec<Arc<Page>> = pages.iter().filter(|p| p.outline.front.draft && !config.drafts).cloned().collect();
    let shown: Vec<Arc<Page>> = pages.into_iter().filter(|p| config.drafts || !p.outline.front.draft).collect();
    let (entries, mut diagnostics) = entries::entries(shown, config);
    let tree = tree::build(&entries);
    let tags = tags::collect(&entries, config);
    let names = names::Names::new(&entries, &drafts);
    let linked = links::resolve(&entries, &names, config, sources);
    let (redirects, problems) = redirects(&entries);
    diagnostics.extend(problems);
    let files = links::files(sources, &drafts, &linked);
    let backlinks = links::backlinks(&entries, &linked);
    diagnostics.extend(linked.iter().flat_map(|l| l.diagnostics.iter().cloned()));
    diagnostics.extend(links::orphans(&entries, &linked, config));
    let (files, problems) = files;
    diagnostics.extend(problems);
    let translations = entries::translations(&entries, config);
    let mut targets = Vec::with_capacity(linked.len());
    let mut field_targets = Vec::with_capacity(linked.len());
    for links in linked {
        targets.push(links.targets);
        field_targets.push(links.fields);
    }
    let relations = Relations::new(&entries, &field_targets);
    let site =
        Site { entries, tree, targets, field_targets, backlinks, relations, translations, tags, redirects, files };
    diagnostics.extend(collisions::find(&site));
    (site, diagnostics)
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
fn redirect_path(old: &str) -> Result<String, String> {
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
    /// The entry's language as a place among the configured ones.
    pub fn twin(&self, id: Id, language: usize) -> Option<Id> {
        self.translations[id].get(language).copied().flatten()
    }
}
