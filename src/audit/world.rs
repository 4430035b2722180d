//! What the proof is made from.
//!
//! In: the built site and its sources. Out: [`AuditInput`], and which of the sources the site shows.

use crate::config::Config;
use crate::content::is_page_name;
use crate::page::Page;
use crate::site::Site;
use crate::site::glossary::file;
use crate::source::{File, Sources};
use crate::theme::Theme;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What the needles are made from.
#[derive(Clone, Copy, Debug)]
pub struct AuditInput<'a> {
    /// The model, with what is hidden from it.
    pub site: &'a Site,
    /// The configuration.
    pub config: &'a Config,
    /// The snapshot.
    pub sources: &'a Sources,
    /// The theme: its words stand on every page.
    pub theme: &'a Theme,
}

impl<'a> AuditInput<'a> {
    /// Whether a file of `content/` is a glossary whose terms the site shows, though not the file itself.
    pub fn shows_glossary(&self, path: &str) -> bool {
        file::is_one(path) && self.config.shows_default()
    }

    /// The files beside pages that the site shows, and those that it does not, by their paths below `content/`.
    pub fn files(self) -> (Vec<Beside<'a>>, Vec<Beside<'a>>) {
        let shown: HashSet<&str> = self.site.files.iter().map(String::as_str).collect();
        let all = self.sources.content(&self.config.content_dir).filter(|(path, _)| !is_page_name(path));
        all.partition(|(path, _)| shown.contains(path) || self.shows_glossary(path))
    }
}

/// A file beside pages: its path below `content/`, and what it holds.
pub type Beside<'a> = (&'a str, &'a File);

impl<'a> AuditInput<'a> {
    /// The pages that the site shows, by their files.
    pub fn shown(self) -> BTreeMap<&'a str, &'a Arc<Page>> {
        self.site.own_entries().map(|(_, entry)| (entry.page.outline.source.as_str(), &entry.page)).collect()
    }

    /// The files of pages that the site does not show: drafts too.
    pub fn unshown(self) -> impl Iterator<Item = (&'a str, &'a Arc<str>)> {
        let shown = self.shown();
        let paths = self.sources.files.keys().map(String::as_str).filter(|path| self.config.content_dir.is_page(path));
        let unshown = paths.filter(move |path| !shown.contains_key(path));
        unshown.filter_map(move |path| Some((path, self.sources.text(path)?)))
    }
}
