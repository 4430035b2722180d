//! Who is who before and after a renaming.
//!
//! In: an entry of the site before, and the moves; or one of the site after. Out: an [`Identity`]: equal if a reader
//! would call it the same page under a new name.

use super::moves::Moves;
use crate::config::Config;
use crate::markdown::link::Anchor;
use crate::site::links::Target;
use crate::site::{Entry, Id, Site};
use std::collections::BTreeMap;

/// A page at an address of a language: its file as it is called afterwards, or the folder whose page docent makes.
pub type Identity = (String, String);

/// What a link means, whatever pages are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A place in a page; whether the page is shown there.
    Page(Identity, Anchor, bool),
    /// A file, by its path afterwards.
    File(String),
    /// What no renaming changes.
    Other,
}

/// A site, and what its files will be called.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The site.
    pub site: &'a Site,
    /// The moves that it has not seen; none afterwards.
    pub moves: &'a Moves,
    /// The configuration.
    pub config: &'a Config,
}

impl View<'_> {
    /// The identity of an entry.
    pub fn of(self, entry: &Entry) -> Identity {
        let outline = &entry.page.outline;
        let name = if entry.synthetic {
            self.moves.key(&entry.lang, &outline.key, self.config)
        } else {
            self.moves.path(&outline.source).to_owned()
        };
        (entry.lang.to_string(), name)
    }

    /// All entries.
    pub fn all(self) -> BTreeMap<Identity, Id> {
        self.site.entries.iter().enumerate().map(|(id, entry)| (self.of(entry), id)).collect()
    }

    /// What a link means.
    pub fn meaning(self, target: &Target) -> Meaning {
        match target {
            Target::Page(to, place) => Meaning::Page(self.of(&self.site.entries[*to as Id]), *place, false),
            Target::Embed(to, place) => Meaning::Page(self.of(&self.site.entries[*to as Id]), *place, true),
            Target::File(path) => Meaning::File(self.moves.path(&self.config.content_dir.path(path)).to_owned()),
            Target::Written | Target::Broken | Target::Text => Meaning::Other,
        }
    }
}
