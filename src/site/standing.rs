//! What stands beside a page and changes what it is: other files of its folder.
//!
//! In: all pages that are shown. Out: [`Standing`], which gives a page the key and the title that it has among them:
//!
//! - `README.md` beside `index.md` is a page of its own, not its folder's (MkDocs has it so);
//! - a title that is made of the file's name has no number before it ([`super::numbers`]).
//!
//! A page that is hidden or a draft changes nothing: to the others it is not there.

use super::numbers::Numbers;
use crate::config::Config;
use crate::content::without_ending;
use crate::fingerprint::Fingerprint;
use crate::markdown;
use crate::page::{self, Outline, Page};
use crate::url::{Slugs, slug};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What pages are among each other.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Which folders count their files.
    pub numbers: Numbers,
    /// Files that would be their folder's page, if there were no other: with the keys that they have instead.
    beside: HashMap<String, String>,
    slugs: Slugs,
    typography: bool,
}

impl Standing {
    /// Of all pages that are shown.
    pub fn of(pages: &[Arc<Page>], config: &Config) -> Self {
        Self {
            // An unlisted page changes nothing that readers of lists see.
            numbers: Numbers::of(listed(pages).map(|outline| outline.key.as_str())),
            beside: beside(pages, config),
            slugs: config.slugs,
            typography: config.markdown.typography,
        }
    }

    /// A page as it is among the others.
    pub fn page(&self, page: &Arc<Page>) -> Arc<Page> {
        let outline = &*page.outline;
        let key = self.beside.get(&outline.source);
        let title = self.title(outline, key.unwrap_or(&outline.key));
        if key.is_none() && title.is_none() {
            return page.clone();
        }
        let mut new = outline.clone();
        if let Some(title) = title {
            new.title = markdown::typeset(&title, &outline.lang, self.typography);
        }
        if let Some(key) = key {
            let own = outline.front.slug.as_deref().filter(|own| slug(own, self.slugs) == *own);
            new.path = page::address(key, own, self.slugs);
            (new.key, new.is_section) = (key.clone(), false);
        }
        // What is remembered of the page is remembered of it as it stands here.
        let fingerprint = Fingerprint::of(&(page.fingerprint, &new.title, &new.key));
        Arc::new(Page { outline: Arc::new(new), fingerprint, ..Page::clone(page) })
    }

    /// The title of a page that has none, if it is not the one that was made without knowing the others.
    fn title(&self, outline: &Outline, key: &str) -> Option<String> {
        let own = || self.numbers.number(key).map(|numbered| numbered.name);
        let moved = || key.rsplit('/').next().filter(|_| key != outline.key);
        outline.is_untitled.then(|| own().or_else(moved)).flatten().map(page::spoken)
    }

    /// The title of a folder that has no page of its own.
    pub fn folder_title(&self, key: &str) -> Option<String> {
        let name = key.rsplit('/').nth(1)?;
        Some(page::spoken(self.numbers.number(key).map_or(name, |numbered| numbered.name)))
    }
}

fn listed(pages: &[Arc<Page>]) -> impl Iterator<Item = &Outline> {
    pages.iter().map(|page| &*page.outline).filter(|outline| outline.is_listed())
}

/// Each `README.md` whose folder has an `index.md` in the same language.
fn beside(pages: &[Arc<Page>], config: &Config) -> HashMap<String, String> {
    let stem = |outline: &Outline| {
        let (_, path) = page::place(&outline.source, config);
        without_ending(&path).to_owned()
    };
    let is_called =
        |stem: &str, name: &str| stem.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(name));
    let mut indexes = HashSet::new();
    let sections = || pages.iter().map(|page| &*page.outline).filter(|outline| outline.is_section);
    for outline in sections().filter(|outline| is_called(&stem(outline), "index")) {
        indexes.insert((outline.lang.as_str(), outline.key.as_str()));
    }
    let readmes = sections().map(|outline| (outline, stem(outline))).filter(|(_, stem)| is_called(stem, "readme"));
    let second = readmes.filter(|(outline, _)| indexes.contains(&(outline.lang.as_str(), outline.key.as_str())));
    second.map(|(outline, stem)| (outline.source.clone(), stem)).collect()
}
