//! Which page is shown under which address.
//!
//! In: pages. Out: entries in the order of languages and paths: each page in its own language, a fallback in every
//! language that lacks it, and a page for each folder that has none. `slack.md` is the page of the folder `slack/` beside
//! it, if nothing in the folder is.

use super::standing::Standing;
use super::{Entry, Id, glossary};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::page::{Outline, Page};
use crate::source::Sources;
use crate::url::check_output_path;
use crate::yaml::Step;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Lists the addresses. Two files for one section are an error; the first stays.
pub fn entries(
    pages: Vec<Arc<Page>>,
    standing: &Standing,
    config: &Config,
    sources: &Sources,
) -> (Vec<Entry>, Vec<Diagnostic>) {
    let (same, mut diagnostics) = paired(&pages);
    let mut all = Vec::new();
    for code in config.codes() {
        let lang: Arc<str> = code.into();
        let mut own: Vec<Entry> = same.iter().filter_map(|same| shown(same, &lang, config)).collect();
        let missing = folders(&own, &lang, standing, config, sources);
        own.extend(missing);
        own.sort_by(|a, b| a.out.cmp(&b.out));
        all.extend(own);
    }
    diagnostics.extend(all.iter().filter(|e| e.is_own()).filter_map(unusable));
    (all, diagnostics)
}

/// Each page with those that are the same one in other languages, in the order of what pairs them; of two in one language
/// the first. Pages come in the order of their paths, which is nearly this one.
fn paired(pages: &[Arc<Page>]) -> (Vec<Vec<&Arc<Page>>>, Vec<Diagnostic>) {
    let mut keyed: Vec<(&str, &Arc<Page>)> = pages.iter().map(|page| (key(&page.outline), page)).collect();
    keyed.sort_by_key(|(key, _)| *key);
    let (mut all, mut diagnostics) = (Vec::new(), Vec::new());
    for pages in keyed.chunk_by(|a, b| a.0 == b.0) {
        let mut same: Vec<&Arc<Page>> = Vec::with_capacity(pages.len());
        for (_, page) in pages {
            match same.iter().find(|other| other.outline.lang == page.outline.lang) {
                Some(other) => diagnostics.push(twice(page, &other.outline.source)),
                None => same.push(page),
            }
        }
        all.push(same);
    }
    (all, diagnostics)
}

/// What pairs translations: the key that the front matter gives, else the path.
pub(super) fn key(outline: &Outline) -> &str {
    outline.front.translation_key.as_deref().unwrap_or(&outline.key)
}

fn twice(page: &Page, other: &str) -> Diagnostic {
    let message = format!("{other} is the same page in the same language");
    if page.outline.front.translation_key.is_some() {
        let steps = [Step::Key("translation_key".into())];
        return page.at_field("duplicate-page", &steps, message).hint("give each page of a language a key of its own");
    }
    Diagnostic::error("duplicate-page", &page.outline.source, message).hint("keep one of the two files, or rename one")
}

fn unusable(entry: &Entry) -> Option<Diagnostic> {
    let message = format!("the page cannot be written: {}", check_output_path(&entry.out).err()?);
    if entry.page.outline.front.slug.is_some() {
        let error = entry.page.at_field("path", &[Step::Key("slug".into())], message);
        return Some(error.hint("choose another slug"));
    }
    let error = Diagnostic::error("path", &entry.page.outline.source, message);
    Some(error.hint("rename the file or its folder, or give it a `slug`"))
}

/// The page in this language, else in the default one, else in the first that has it.
fn shown(same: &[&Arc<Page>], lang: &Arc<str>, config: &Config) -> Option<Entry> {
    let of = |code: &str| same.iter().copied().find(|page| page.outline.lang == code);
    let own = of(lang);
    let others = || config.codes().into_iter().find_map(of);
    let page = own.or_else(|| of(&config.default_language)).or_else(others)?;
    let out = address(&page.outline.path, lang, config);
    Some(Entry { page: page.clone(), lang: lang.clone(), out, fallback: own.is_none(), synthetic: false })
}

fn address(path: &str, lang: &str, config: &Config) -> String {
    if config.is_multilingual() { format!("{lang}/{path}.html") } else { format!("{path}.html") }
}

/// A page for every folder that has pages but none of its own, a front page, and one for the terms of `glossary.yaml`.
fn folders(own: &[Entry], lang: &Arc<str>, standing: &Standing, config: &Config, sources: &Sources) -> Vec<Entry> {
    let present: HashSet<&str> = own.iter().map(|e| e.page.outline.path.as_str()).collect();
    let mut wanted: BTreeMap<String, String> = BTreeMap::from([("index".into(), "index".into())]);
    // A glossary without pages needs a place where its terms stand.
    if config.shows_default() && sources.files.contains_key(&glossary::file::path(lang, config)) {
        wanted.insert(glossary::LIST.into(), glossary::LIST.into());
    }
    let mut known: HashSet<&str> = HashSet::new();
    for entry in own {
        let (mut path, mut key) = (entry.page.outline.path.as_str(), entry.page.outline.key.as_str());
        while let (Some((folder, _)), Some((key_folder, _))) = (path.rsplit_once('/'), key.rsplit_once('/')) {
            // Those above it are known too.
            if !known.insert(folder) {
                break;
            }
            wanted.entry(format!("{folder}/index")).or_insert_with(|| format!("{key_folder}/index"));
            (path, key) = (folder, key_folder);
        }
    }
    // `slack.md` beside `slack/`
    let beside = |path: &str| path.strip_suffix("/index").is_some_and(|folder| present.contains(folder));
    let missing = wanted.into_iter().filter(|(path, _)| !present.contains(path.as_str()) && !beside(path));
    missing.map(|(path, key)| synthetic(path, key, lang, standing, config)).collect()
}

fn synthetic(path: String, key: String, lang: &Arc<str>, standing: &Standing, config: &Config) -> Entry {
    let title = standing.folder_title(&key).unwrap_or_else(|| config.titles(lang).0.to_owned());
    let source = config.content_dir.path(&format!("{key}.md"));
    let outline = Outline { lang: lang.to_string(), path, key, source, is_section: true, title, ..Outline::default() };
    let out = address(&outline.path, lang, config);
    let page = Page::of(outline);
    Entry { page: Arc::new(page), lang: lang.clone(), out, fallback: false, synthetic: true }
}

/// For each entry, its twin in each configured language.
pub fn translations(entries: &[Entry], config: &Config) -> Vec<Vec<Option<Id>>> {
    let codes = config.codes();
    if codes.len() == 1 {
        return entries.iter().enumerate().map(|(id, _)| vec![Some(id)]).collect();
    }
    let of = |e: &Entry| key(&e.page.outline).to_owned();
    let by_key: HashMap<(&str, String), Id> =
        entries.iter().enumerate().map(|(id, e)| ((&*e.lang, of(e)), id)).collect();
    let twins = |e: &Entry| codes.iter().map(|code| by_key.get(&(*code, of(e))).copied()).collect();
    entries.iter().map(twins).collect()
}
