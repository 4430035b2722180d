//! Everything that a site does not show, as names and texts to look for.
//!
//! In: the input. Out: [`Needles`]. Nothing is picked by a list of keys: of a page that is not shown every value of the
//! front matter counts, its whole body, its path, and every address that leads to it; of a page that is shown in part
//! every block that was cut; of files their names and texts.

use super::needles::Needles;
use super::world::AuditInput;
use crate::config::Markdown;
use crate::content;
use crate::markdown;
use crate::page::{Page, front_matter, is_section_name};
use crate::site::glossary::file::{self, Listed};
use crate::source::Content;
use crate::url::{Slugs, slug};
use serde_json::Value;

/// A value with more words is a text, and looked for in runs.
const MAX_NAME: usize = 8;

/// Collects them.
pub(super) fn collect(world: AuditInput<'_>) -> Needles {
    let mut needles = Needles::default();
    for (path, text) in world.unshown() {
        page(&mut needles, path, text);
    }
    for page in &world.site.hidden.pages {
        addresses(&mut needles, page);
    }
    for (path, page) in world.shown() {
        for cut in page.cuts.iter().filter(|cut| !cut.text.is_empty()) {
            let source = needles.source(path);
            body(&mut needles, &cut.text, source);
        }
        for comment in page.comments.iter() {
            let source = needles.source(path);
            needles.text(comment, source);
        }
    }
    files(&mut needles, world);
    needles
}

/// The file of a page.
fn page(needles: &mut Needles, path: &str, text: &str) {
    let source = needles.source(path);
    let (split, _) = front_matter::split(text);
    match split.values(text) {
        Some(map) => map.values().for_each(|value| values(needles, value, source)),
        None => needles.text(&text[split.yaml.clone()], source),
    }
    let parts = content::without_ending(path).rsplit('/');
    if let Some(name) = parts.take(2).find(|name| !is_section_name(name)) {
        needles.name(name, source);
        needles.name(&slug(name, Slugs::Ascii), source);
    }
    body(needles, &text[split.body..], source);
}

/// A body: its text, and its headings as names.
fn body(needles: &mut Needles, text: &str, source: u32) {
    needles.text(text, source);
    for heading in markdown::scan(text, Slugs::default(), &Markdown::default()).headings {
        needles.name(&heading.text, source);
        needles.name(&heading.id, source);
    }
}

/// Every text of a value, those in lists and maps and their keys too.
fn values(needles: &mut Needles, value: &Value, source: u32) {
    match value {
        Value::String(text) if text.split_whitespace().count() <= MAX_NAME => needles.name(text, source),
        Value::String(text) => needles.text(text, source),
        Value::Array(items) => items.iter().for_each(|item| values(needles, item, source)),
        Value::Object(map) => map.iter().for_each(|(key, item)| {
            needles.text(key, source);
            values(needles, item, source);
        }),
        _ => {}
    }
}

/// The last part of a page's address: a section's is that of its folder.
fn addresses(needles: &mut Needles, page: &Page) {
    let source = needles.source(&page.outline.source);
    let path = page.outline.path.trim_end_matches("/index");
    path.rsplit('/').take(1).filter(|name| !is_section_name(name)).for_each(|name| needles.name(name, source));
    needles.name(&page.outline.title, source);
}

/// Files beside pages that are not published.
fn files(needles: &mut Needles, world: AuditInput<'_>) {
    for (path, file) in world.files().1 {
        let source = needles.source(&world.config.content_dir.path(path));
        match &file.content {
            Content::Text(text) if file::is_one(path) => glossary(needles, text, source),
            Content::Text(text) => needles.text(text, source),
            Content::Binary { .. } => {}
        }
        if !file::is_one(path) {
            needles.name(path.rsplit('/').next().unwrap_or_default(), source);
        }
    }
}

/// The terms of a glossary. Its keys are no secret; without terms it is a text like another.
fn glossary(needles: &mut Needles, text: &str, source: u32) {
    let (terms, _) = file::terms("", text);
    if terms.is_empty() {
        needles.text(text, source);
    }
    for term in &terms {
        named(term).for_each(|name| needles.name(name, source));
        needles.text(&term.definition, source);
    }
}

/// What a term of a glossary is called, well or badly.
pub(super) fn named(term: &Listed) -> impl Iterator<Item = &str> {
    [&term.term].into_iter().chain(&term.aliases).chain(&term.avoid).map(String::as_str)
}
