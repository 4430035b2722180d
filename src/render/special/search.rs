//! The page of search, and the words of its dialog.
//!
//! In: the context; the words of a language. Out: the view of `search.html`, which lists every title in order for readers
//! without script; and the script that carries the dialog's words, so that no page has to.

use crate::config::Config;
use crate::i18n::Strings;
use crate::markdown::Heading;
use crate::page::types::Types;
use crate::render::context::RenderContext;
use crate::render::feedback::with_owner;
use crate::render::view::{Letter, Listed, Place, SearchView};
use crate::site::tags::prefix;
use crate::site::{Entry, Id};
use crate::url::{encode, relative};
use serde_json::{Map, Value, json};

/// Its template.
pub const TEMPLATE: &str = "search.html";

/// Where the page of a language stands: `en/search.html`.
pub fn path(lang: &str, config: &Config) -> String {
    format!("{}search.html", prefix(lang, config))
}

/// Most titles and headings in one list. Longer ones are lists of titles alone: ten megabytes of headings help nobody.
const MAX_ENTRIES: usize = 5_000;

/// Asset that holds the words of the dialog: `search-words.en.js`.
pub fn words_asset(lang: &str) -> String {
    format!("search-words.{lang}.js")
}

/// Asset that asks an engine of the organisation's. Fetched only where the configuration names one.
pub const REMOTE_ASSET: &str = "search-remote.js";

/// What the dialog is to know of that engine, and where the script is that asks it.
fn remote(config: &Config, script: Option<&str>) -> Option<Value> {
    let (remote, script) = (config.remote()?, script?);
    let Config { title, .. } = config;
    let base = config.base().unwrap_or_default();
    let engine = remote.engine.name();
    Some(json!({
        "script": script, "url": remote.url.trim_end_matches('/'), "index": remote.index, "engine": engine,
        "site": title, "base": base,
    }))
}

/// The script that tells the dialog its words, the names of types and of languages, and what else is asked.
/// `script`: the published path of [`REMOTE_ASSET`].
pub fn words_script(strings: &Strings, types: &Types, config: &Config, script: Option<&str>) -> String {
    let lang = strings.lang.as_str();
    let words: Map<String, Value> =
        strings.below("search_").map(|(key, word)| (key.to_owned(), word.clone())).collect();
    let both = |kind: &String| (kind.clone(), json!([types.title(kind, lang), types.plural(kind, lang)]));
    let types: Map<String, Value> = types.all.keys().map(both).collect();
    let name = |code: &str| config.language(code).and_then(|l| l.name.clone()).unwrap_or_else(|| code.to_owned());
    let langs: Map<String, Value> =
        config.codes().into_iter().map(|code| (code.to_owned(), name(code).into())).collect();
    let mut all = json!({"lang": lang, "words": words, "types": types, "langs": langs});
    // A question has no page, and so nobody who owns it.
    if let Some(feedback) = config.feedback.as_deref().and_then(|template| with_owner(template, None)) {
        all["feedback"] = feedback.into();
    }
    if let Some(remote) = remote(config, script) {
        all["remote"] = remote;
    }
    format!("docentWords({all});\n")
}

/// The page of search in a language.
pub fn view(context: RenderContext<'_>, out: &str, lang: &str) -> SearchView {
    let entries = context.site.entries.iter().enumerate();
    let shown: Vec<(Id, &Entry)> = entries.filter(|(_, e)| *e.lang == *lang && is_found(e)).collect();
    let headings: usize = shown.iter().map(|(_, entry)| headings(entry).count()).sum();
    let titles_only = shown.len() + headings > MAX_ENTRIES;
    let mut titles: Vec<(String, Listed)> = shown
        .iter()
        .map(|e| (e.1.page.outline.alphabetical().to_owned(), listed(context, out, *e, titles_only)))
        .collect();
    titles.sort_by(|a, b| (&a.0, &a.1.url).cmp(&(&b.0, &b.1.url)));
    let mut frame = context.frame(out, lang, None);
    for twin in &mut frame.translations {
        twin.url = relative(out, &path(&twin.lang, context.config));
    }
    SearchView { frame, pages: titles.len(), letters: letters(titles), titles_only }
}

fn listed(context: RenderContext<'_>, out: &str, (id, entry): (Id, &Entry), titles_only: bool) -> Listed {
    let url = relative(out, &entry.out);
    let place = |h: &Heading| Place { title: context.heading(id, h), url: format!("{url}#{}", encode(&h.id)) };
    let headings = if titles_only { Vec::new() } else { headings(entry).map(place).collect() };
    let outline = &entry.page.outline;
    let kind = outline.front.kind.as_deref();
    Listed {
        title: outline.title.clone(),
        lang: entry.fallback.then(|| outline.lang.clone()),
        type_title: kind.map(|kind| context.types.title(kind, &entry.lang).to_owned()),
        headings,
        url,
    }
}

fn headings(entry: &Entry) -> impl Iterator<Item = &Heading> {
    entry.page.outline.headings.iter().filter(|h| (2..=3).contains(&h.level) && !h.text.is_empty() && !h.kept_out)
}

/// What nobody is to find by searching is not listed here either. A page that is shown in another language is: this
/// list has no other way to it.
pub(in crate::render) fn is_found(entry: &Entry) -> bool {
    let front = &entry.page.outline.front;
    !entry.synthetic && !front.unlisted && !front.draft && front.search
}

fn letters(titles: Vec<(String, Listed)>) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for (key, page) in titles {
        let name = letter(&key);
        match letters.iter_mut().find(|letter| letter.name == name) {
            Some(letter) => letter.pages.push(page),
            None => letters.push(Letter { id: format!("d-az-{}", letters.len()), name, pages: vec![page] }),
        }
    }
    letters
}

/// The letter below which a title is listed.
pub(in crate::render) fn letter(key: &str) -> String {
    match key.chars().next() {
        Some(c) if c.is_numeric() => "0–9".to_owned(),
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "#".to_owned(),
    }
}
