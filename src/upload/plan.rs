//! What has to be sent, in which order, and what has to go.
//!
//! In: the files of a folder by its manifest, what the store has. Out: a [`Plan`].

use super::headers::is_lasting;
use super::state::State;
use crate::publish::Manifest;
use std::fs;
use std::path::Path;

/// A file to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its path in the site.
    pub path: String,
    /// Of its bytes.
    pub fingerprint: String,
    /// How many they are.
    pub bytes: u64,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In this order: files that nobody asks for yet, pages, entries.
    pub phases: [Vec<Item>; 3],
    /// Files that the site no longer has.
    pub remove: Vec<String>,
    /// How many files stay.
    pub same: usize,
}

impl Plan {
    /// Compares.
    pub(super) fn of(folder: &Path, ours: &Manifest, state: &State) -> Result<Self, String> {
        let mut plan = Self::default();
        let there = state.names();
        for (path, fingerprint) in &ours.files {
            if state.surely(path) == Some(fingerprint) {
                plan.same += 1;
                continue;
            }
            let file = folder.join(path);
            let bytes = fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?.len();
            let phase = phase(path, fingerprint, !there.contains(path.as_str()));
            plan.phases[phase].push(Item { path: path.clone(), fingerprint: fingerprint.clone(), bytes });
        }
        plan.remove =
            there.iter().filter(|path| !ours.files.contains_key(**path)).map(|path| (*path).to_owned()).collect();
        Ok(plan)
    }

    /// All files to be sent, in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.phases.iter().flatten()
    }

    /// The bytes of all of them.
    pub fn bytes(&self) -> u64 {
        self.items().map(|item| item.bytes).sum()
    }

    /// Nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.items().next().is_none() && self.remove.is_empty()
    }
}

/// When a file is sent.
fn phase(path: &str, fingerprint: &str, is_new: bool) -> usize {
    let is_page = [".html", ".md", ".xml", ".txt", ".json"].iter().any(|ending| path.ends_with(ending));
    let depth = path.matches('/').count();
    let leads_in = path == "search/entry.json"
        || (depth <= 1 && (path.ends_with("/index.html") || path == "index.html" || path.ends_with(".xml")));
    match () {
        () if leads_in => 2,
        () if is_lasting(path, fingerprint) || (is_new && !is_page) => 0,
        () => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asks_for_yet_goes_first_and_what_leads_in_last() {
        for (path, is_new, expected) in [
            ("assets/docent.12345678.css", true, 0),
            ("search/f0-0-49b1af0c.bin", true, 0),
            ("en/photo.jpg", true, 0),
            ("en/photo.jpg", false, 1),
            ("en/guides/first.html", true, 1),
            ("en/guides/first.md", false, 1),
            ("en/guides/index.html", false, 1),
            ("search/offline/start.js", false, 1),
            ("index.html", false, 2),
            ("en/index.html", true, 2),
            ("search/entry.json", false, 2),
            ("sitemap.xml", false, 2),
        ] {
            assert_eq!(phase(path, "1234567890", is_new), expected, "{path}");
        }
    }
}
