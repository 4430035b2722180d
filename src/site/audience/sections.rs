//! Whom sections are for.
//!
//! In: all pages. Out: [`Sections`]: for a folder of a language, what the nearest section at or above it says. A section
//! that says nothing is for whom its twins in other languages are for: readers of one language are not to see what
//! those of another may not. A front page speaks for itself: what holds for the whole site is `default_audience`.

use crate::chunked_vec::ChunkedVec;
use crate::config::Config;
use crate::page::{self, Outline, Page};
use crate::url::slug;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names of audiences.
pub(super) type Names = Vec<String>;

/// What the sections say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sections {
    /// What pairs the sections of the languages, by language and folder, where it is not the folder's own path.
    pairs: BTreeMap<(String, String), String>,
    /// By what pairs them, then by language.
    said: BTreeMap<String, BTreeMap<String, Names>>,
}

impl Sections {
    /// Reads the sections that say something; without audiences nobody does.
    pub(super) fn collect(pages: &ChunkedVec<Arc<Page>>, config: &Config) -> Self {
        let mut sections = Self::default();
        if config.audiences.is_empty() {
            return sections;
        }
        for outline in pages.iter().map(|page| &*page.outline).filter(|outline| is_section(outline)) {
            // Folders of one address are one section, however their names are written.
            let (lang, folder) = (&outline.lang, folder(&outline.path).to_owned());
            let pair = outline.front.translation_key.as_deref().map_or(&*folder, section).to_owned();
            if folder != pair {
                sections.pairs.insert((lang.clone(), folder), pair.clone());
            }
            if !outline.front.audience.is_empty() {
                let said = sections.said.entry(pair).or_default();
                let own = said.entry(lang.clone()).or_insert_with(|| outline.front.audience.clone());
                own.retain(|name| outline.front.audience.contains(name));
            }
        }
        sections
    }

    /// What holds in a folder: each of the lists. Empty where no section says anything.
    fn nearest(&self, lang: &str, folder: &str) -> Vec<&Names> {
        if self.said.is_empty() {
            return Vec::new();
        }
        let above =
            std::iter::successors(Some(folder), |path| Some(self::folder(path)).filter(|path| !path.is_empty()));
        above.filter_map(|folder| self.at(lang, folder)).next().unwrap_or_default()
    }

    /// What the section of a folder says itself, else what its twins do.
    fn at(&self, lang: &str, folder: &str) -> Option<Vec<&Names>> {
        let pair = self.pairs.get(&(lang.to_owned(), folder.to_owned())).map_or(folder, String::as_str);
        let said = self.said.get(pair)?;
        Some(said.get(lang).map_or_else(|| said.values().collect(), |own| vec![own]))
    }

    /// What the section above a page says.
    pub(super) fn above(&self, outline: &Outline) -> Vec<&Names> {
        let own = folder(&outline.path);
        self.nearest(&outline.lang, if outline.is_section { folder(own) } else { own })
    }

    /// Whether a file of `content/` stands in a section that says it is not for an audience.
    pub(super) fn hides_file(&self, path: &str, audience: &str, config: &Config) -> bool {
        let (lang, inside) = page::place(path, config);
        let parts: Vec<String> = folder(&inside).split('/').map(|part| slug(part, config.slugs)).collect();
        self.nearest(&lang, &parts.join("/")).iter().any(|names| !names.iter().any(|name| name == audience))
    }
}

fn is_section(outline: &Outline) -> bool {
    outline.is_section && outline.key != "index"
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `roles/index` pairs the folder `roles`; a key that somebody chose pairs by its own name.
fn section(pair: &str) -> &str {
    pair.strip_suffix("/index").unwrap_or(pair)
}
