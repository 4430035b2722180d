//! What a reader sees of a page, as text, section by section.
//!
//! In: a page, and the titles that its links show. Out: a [`Document`], in NFC. Nothing else of the site: so a page's
//! text is made anew only when the page or one of those titles changes.
//!
//! 1. Section 0 stands before the first heading: the description, the type's fields, the text.
//! 2. Each heading begins another ([`crate::page::markdown::plain`] leaves out what is kept from the search).
//! 3. The self-check is the last.

use super::pages::{Found, names};
use crate::config::Config;
use crate::page::Outline;
use crate::page::markdown::{end_block, plain};
use crate::page::types::{FieldStep, Types};
use serde_json::Value;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A page as the search sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Language of the text.
    pub lang: String,
    /// Title.
    pub title: String,
    /// Other names, then tags.
    pub aliases: Vec<String>,
    /// At least one.
    pub sections: Vec<Section>,
}

/// A piece of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Where it stands in the page; empty: at the top.
    pub anchor: String,
    /// Its heading; empty in the first section.
    pub heading: String,
    /// Its text.
    pub text: String,
}

/// Reads a page.
pub fn document(found: &Found<'_>, types: &Types, config: &Config) -> Document {
    let page = found.page;
    let outline = &*page.outline;
    let aliases = names(page).chain(found.tags.iter().copied()).map(nfc).collect();
    let mut sections = vec![Section { text: head(found, types), ..Section::default() }];
    for part in plain(&page.text[page.body..], &found.links, &config.markdown) {
        let text = part.text.trim();
        match part.heading.and_then(|heading| outline.headings.get(heading)) {
            Some(heading) => sections.push(Section {
                anchor: if config.markdown.commonmark { String::new() } else { heading.id.clone() },
                heading: nfc(&heading.text),
                text: nfc(text),
            }),
            None => add(&mut sections[0].text, text),
        }
    }
    Document { lang: outline.lang.clone(), title: nfc(&outline.title), aliases, sections }
}

/// What stands above the text: the description, unless it repeats the first paragraph, and the fields.
fn head(found: &Found<'_>, types: &Types) -> String {
    let outline = &*found.page.outline;
    let mut text = String::new();
    if outline.front.description.is_some() {
        add(&mut text, &outline.description);
    }
    let schema = outline.front.kind.as_deref().and_then(|kind| types.all.get(kind)).map(|t| &t.schema);
    let properties = schema.and_then(|schema| schema.get("properties"));
    for (key, value) in &fields(outline, found) {
        field(&mut text, properties.and_then(|p| p.get(key)), value);
    }
    for question in &outline.front.questions {
        add(&mut text, &question.q);
        add(&mut text, &question.a);
    }
    text
}

/// The fields, each that names a page replaced by that page's title.
fn fields(outline: &Outline, found: &Found<'_>) -> serde_json::Map<String, Value> {
    let mut all = Value::Object(outline.fields.clone());
    for (link, title) in outline.field_links.iter().zip(&found.fields) {
        let place = link.path.iter().try_fold(&mut all, |value, step| match step {
            FieldStep::Key(key) => value.get_mut(key),
            FieldStep::Index(index) => value.get_mut(index),
        });
        if let Some((place, title)) = place.zip(*title) {
            *place = title.into();
        }
    }
    if let Value::Object(map) = all { map } else { serde_json::Map::new() }
}

/// The texts of a field. Names for programs are left out: ids, and choices from a list, which the page translates.
fn field(out: &mut String, schema: Option<&Value>, value: &Value) {
    let inside = |key: &str| schema.and_then(|schema| schema.get(key));
    match value {
        Value::String(text) if inside("enum").is_none() => add(out, text),
        Value::Array(items) => items.iter().for_each(|item| field(out, inside("items"), item)),
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| *key != "id") {
                let own = inside("properties").and_then(|p| p.get(key)).or_else(|| inside("additionalProperties"));
                field(out, own, value);
            }
        }
        _ => {}
    }
}

/// Adds a block of text.
fn add(out: &mut String, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    if !out.is_empty() {
        end_block(out);
        out.push('\n');
    }
    out.push_str(&nfc(text));
}

/// Composed letters, as everywhere in the search.
fn nfc(text: &str) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}
