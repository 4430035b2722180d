//! The pages of a snapshot, each parsed when its file has changed.
//!
//! In: the snapshot, the configuration, the types; what was parsed last. Out: the pages, in the order of their paths.
//!
//! 1. Which files differ from those that were parsed last ([`crate::source::files::Files::changes`]).
//! 2. Where a folder's page says something else for the pages of the folder, those are too ([`inherited`]).
//! 3. They are parsed, on all cores.
//! 4. They replace their older selves in the list; a list with a page more or less is put together anew.

use crate::chunked_vec::ChunkedVec;
use crate::config::Config;
use crate::fingerprint::Fingerprint;
use crate::memo::Last;
use crate::page::front_matter::defaults::DEFAULTS;
use crate::page::inherited::{self, FolderDefaults};
use crate::page::types::Types;
use crate::page::{self, Page, Rules};
use crate::source::files::{Change, Files};
use crate::source::{Content, File, Sources};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// What was parsed.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// All pages, in the order of their paths.
    pub pages: ChunkedVec<Arc<Page>>,
    /// Of what they depend on besides their files.
    pub rules: Fingerprint,
    files: Files,
    /// What folders say for their pages.
    pub defaults: Arc<FolderDefaults>,
    /// Pages that ask for files, with these: all of them are looked through after each edit.
    asking: Arc<BTreeMap<String, Arc<[String]>>>,
}

/// A path and the page that stands there now, if there is one.
type Edit<'a> = (&'a str, Option<Arc<Page>>);

/// Parses what has changed.
pub fn parse(config: &Config, sources: &Sources, types: &Types, last: &mut Last<Parsed>) -> Parsed {
    let key = Fingerprint::of(&(config.fingerprint(), types.fingerprint));
    let before = last.get().filter(|parsed| parsed.rules == key).cloned().unwrap_or_default();
    let changes: Vec<Change> = sources.files.changes(&before.files);
    let again = including(&before.asking, &changes, sources);
    let mut changes: Vec<Change> = changes.into_iter().filter(|(path, _)| config.content_dir.is_page(path)).collect();
    changes.extend(again);
    let alone = Rules { config, types, sources: Some(sources), defaults: None };
    let (defaults, below) = defaults(&before.defaults, &changes, alone);
    changes.extend(pages_below(&below, config, sources));
    changes.sort_by_key(|(path, _)| *path);
    changes.dedup_by_key(|(path, _)| *path);
    let rules = Rules { defaults: Some(&defaults), ..alone };
    let edits: Vec<Edit> = changes.into_par_iter().map(|(path, file)| (path, read(path, file, rules))).collect();
    let made = edits.iter().filter(|(_, page)| page.is_some()).count();
    let asking = asking(&before.asking, &edits);
    let pages = edited(&before.pages, edits);
    let parsed = Parsed { pages, rules: key, files: sources.files.clone(), defaults, asking };
    last.set(parsed.clone(), made);
    parsed
}

/// What folders say for their pages after edits, and the folders that say something else now.
fn defaults<'a>(
    before: &Arc<FolderDefaults>,
    changes: &[Change<'a>],
    rules: Rules<'_>,
) -> (Arc<FolderDefaults>, BTreeSet<&'a str>) {
    let mut now = before.clone();
    let mut below = BTreeSet::new();
    for (path, file) in changes {
        let Some((folder, _)) = inherited::section(path) else { continue };
        let text = file.and_then(|file| match &file.content {
            Content::Text(text) => Some(&**text),
            Content::Binary { .. } => None,
        });
        // Most folders say nothing, before and after.
        if now.is_empty() && text.is_none_or(|text| !text.to_lowercase().contains(DEFAULTS)) {
            continue;
        }
        if Arc::make_mut(&mut now).read(path, text, rules) {
            below.insert(folder);
        }
    }
    (now, below)
}

/// The pages in folders and their subfolders.
fn pages_below<'a>(folders: &BTreeSet<&str>, config: &Config, sources: &'a Sources) -> Vec<Change<'a>> {
    let mut pages = Vec::new();
    for folder in folders {
        let start = format!("{folder}/");
        let from = sources.files.from(&start).take_while(|(path, _)| path.starts_with(&start));
        let inside = from.filter(|(path, _)| config.content_dir.is_page(path));
        pages.extend(inside.map(|(path, _)| path.clone()));
    }
    pages.iter().filter_map(|path| sources.files.key(path)).map(|path| (path, sources.files.get(path))).collect()
}

/// The pages that ask for a file which changed.
fn including<'a>(
    asking: &BTreeMap<String, Arc<[String]>>,
    changes: &[Change<'_>],
    sources: &'a Sources,
) -> Vec<Change<'a>> {
    if asking.is_empty() {
        return Vec::new();
    }
    let changed: HashSet<&str> = changes.iter().map(|(path, _)| *path).collect();
    let asks = asking.iter().filter(|(_, files)| files.iter().any(|path| changed.contains(path.as_str())));
    let again = asks.filter_map(|(source, _)| sources.files.key(source));
    again.map(|path| (path, sources.files.get(path))).collect()
}

/// The pages that ask for files, after edits.
fn asking(before: &Arc<BTreeMap<String, Arc<[String]>>>, edits: &[Edit<'_>]) -> Arc<BTreeMap<String, Arc<[String]>>> {
    let mut asking = before.clone();
    for (path, page) in edits {
        match page.as_ref().map(|page| &page.looked_at).filter(|files| !files.is_empty()) {
            Some(files) => drop(Arc::make_mut(&mut asking).insert((*path).to_owned(), files.clone())),
            None if asking.contains_key(*path) => drop(Arc::make_mut(&mut asking).remove(*path)),
            None => {}
        }
    }
    asking
}

fn read(path: &str, file: Option<&File>, rules: Rules<'_>) -> Option<Arc<Page>> {
    let file = file?;
    match &file.content {
        Content::Text(text) => Some(Arc::new(page::parse(path, text, file.fingerprint, rules))),
        Content::Binary { .. } => None,
    }
}

fn edited(pages: &ChunkedVec<Arc<Page>>, edits: Vec<Edit<'_>>) -> ChunkedVec<Arc<Page>> {
    let mut pages = pages.clone();
    let mut others = Vec::new();
    for (path, page) in edits {
        let at = pages.partition_point(|page| page.outline.source.as_str() < path);
        let known = pages.get(at).is_some_and(|page| page.outline.source == path);
        match page {
            Some(page) if known => *pages.at_mut(at) = page,
            None if !known => {}
            page => others.push((path, page)),
        }
    }
    if others.is_empty() { pages } else { put_together(&pages, others) }
}

/// With pages that were added, without those that were removed.
fn put_together(pages: &ChunkedVec<Arc<Page>>, edits: Vec<Edit<'_>>) -> ChunkedVec<Arc<Page>> {
    let paths: BTreeSet<&str> = edits.iter().map(|(path, _)| *path).collect();
    let kept = pages.iter().filter(|page| !paths.contains(page.outline.source.as_str())).cloned();
    let mut all: Vec<Arc<Page>> = kept.chain(edits.into_iter().filter_map(|(_, page)| page)).collect();
    // Two runs that are in order already: merged, not sorted.
    all.sort_by(|a, b| a.outline.source.cmp(&b.outline.source));
    all.into_iter().collect()
}
