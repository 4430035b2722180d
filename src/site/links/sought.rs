//! What the links of an entry depend on: the names that were looked for while they were read.
//!
//! In: questions to [`Names`]. Out: the answers, and [`Sought`]: as long as nothing else is found under these names, the
//! links mean what they mean. An address that leads nowhere depends on every page that there is: a page that comes may be
//! the one that was meant.

use super::Notes;
use crate::chunked_vec::ChunkedVec;
use crate::config::Config;
use crate::fingerprint::Fingerprint;
use crate::site::names::{Found, Loose, Names};
use crate::site::{Entry, Id};
use crate::source::Sources;
use crate::url::fold;
use std::collections::HashSet;
use std::sync::Arc;

/// The names that an entry's links were looked for under, as [`key`]s; `None`: it may be any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought(Option<Vec<u32>>);

impl Default for Sought {
    fn default() -> Self {
        Self(Some(Vec::new()))
    }
}

/// A name in four bytes: two that share them are read once too often.
pub fn key(name: &str) -> u32 {
    Fingerprint::of_bytes(name.as_bytes()).0 as u32
}

impl Sought {
    /// Whether something else may be found now that other things are found under these names.
    pub fn is_among(&self, changed: &HashSet<u32>) -> bool {
        self.0.as_ref().is_none_or(|keys| !changed.is_empty() && keys.iter().any(|key| changed.contains(key)))
    }

    fn note(&mut self, name: &str) {
        let key = key(name);
        if let Some(keys) = self.0.as_mut().filter(|keys| keys.last() != Some(&key)) {
            keys.push(key);
        }
    }

    /// For keeping.
    pub fn packed(self) -> Self {
        let pack = |mut keys: Vec<u32>| {
            keys.sort_unstable();
            keys.dedup();
            keys.shrink_to_fit();
            keys
        };
        Self(self.0.map(pack))
    }
}

/// The names of the site, with notes of what they were asked.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub names: &'a Names,
    pub notes: &'a Notes,
}

impl<'a> Asking<'a> {
    fn note(self, name: &str) {
        self.notes.sought.borrow_mut().note(name);
    }

    /// For what depends on hidden pages alone.
    pub fn all(self) -> &'a Names {
        self.names
    }

    /// From now on any page counts.
    pub fn any(self) -> &'a Names {
        self.notes.sought.borrow_mut().0 = None;
        self.names
    }

    /// [`Names::source`].
    pub fn source(self, path: &str) -> Found {
        self.note(path);
        self.names.source(path)
    }

    /// [`Names::path`].
    pub fn path(self, lang: &str, key: &str) -> Option<Id> {
        let key = fold(key);
        self.note(&key);
        self.names.folded(lang, &key)
    }

    /// [`Names::find`].
    pub fn find(self, lang: &str, name: &str, accept: impl Fn(Id) -> bool) -> Found {
        self.note(&Names::sought(name));
        self.names.find(lang, name, accept)
    }

    /// [`Names::file`]: of files, not of pages.
    pub fn file(self, name: &str, config: &Config, sources: &Sources) -> Option<&'a Arc<str>> {
        self.names.file(name, config, sources)
    }

    /// [`Names::draft`].
    pub fn draft(self, words: &str) -> Option<&'a str> {
        self.names.draft(words)
    }

    /// [`Names::is_draft_folder`].
    pub fn is_draft_folder(self, path: &str) -> bool {
        self.any().is_draft_folder(path)
    }

    /// [`Names::loose`].
    pub fn loose(self, entries: &ChunkedVec<Entry>, config: &Config, sources: &Sources) -> &'a Loose {
        self.any().loose(entries, config, sources)
    }

    /// [`Names::near`].
    pub fn near(self, lang: &str, name: &str) -> Option<&'a str> {
        self.any().near(lang, name)
    }
}

impl std::fmt::Debug for Notes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notes").finish_non_exhaustive()
    }
}
