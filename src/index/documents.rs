//! What a reader sees of a page, as text, section by section.
//!
//! In: a page, and the titles that its links show. Out: a [`Document`], in NFC. Nothing else of the site: so a page's
//! text is made anew only when the page or one of those titles changes.
//!
//! 1. Section 0 stands before the first heading: the description, the type's fields, the text.
//! 2. Each heading begins another ([`crate::markdown::plain`] leaves out what is kept from the search).
//! 3. The self-check is the last.

use super::pages::{Found, names};
use crate::config::Config;
use crate::markdown::{Text, plain};
use crate::page::Outline;
use crate::page::types::{FieldStep, Types};
use serde_json::Value;
use std::collections::BTreeMap;
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
    /// Its text, and which parts of it are links to other pages.
    pub text: Text,
}

/// Reads a page.
pub fn document(found: &Found<'_>, types: &Types, config: &Config) -> Document {
    let page = found.page;
    let outline = &*page.outline;
    let aliases = names(page).chain(found.tags.iter().copied()).map(nfc).chain(file_name(outline)).collect();
    let mut sections = vec![Section { text: head(found, types), ..Section::default() }];
    for part in plain(&page.text[page.body..], &found.links, outline.title_at, &config.markdown) {
        match part.heading.and_then(|heading| outline.headings.get(heading)) {
            Some(heading) => sections.push(Section {
                anchor: if config.markdown.commonmark { String::new() } else { heading.id.clone() },
                heading: nfc(&heading.shown(&outline.links, |link| found.links.get(link)?.title)),
                text: composed(part.text),
            }),
            None if part.text.text.is_empty() => {}
            None => sections[0].text.append(&composed(part.text)),
        }
    }
    Document { lang: outline.lang.clone(), title: nfc(&outline.title), aliases, sections }
}

/// The words of the file's name, for a folder's own page of the folder's: people remember them from addresses.
fn file_name(outline: &Outline) -> Option<String> {
    let key = outline.key.strip_suffix("index").filter(|_| outline.is_section).unwrap_or(&outline.key);
    let name = key.trim_end_matches('/').rsplit('/').next()?;
    (!name.is_empty()).then(|| nfc(&name.replace(['-', '_'], " ")))
}

/// What stands above the text: the description, unless it repeats the first paragraph, and the fields.
fn head(found: &Found<'_>, types: &Types) -> Text {
    let outline = &*found.page.outline;
    let mut text = Text::default();
    if outline.front.description.is_some() {
        add(&mut text, &outline.description, false);
    }
    let schema = outline.front.kind.as_deref().and_then(|kind| types.all.get(kind)).map(|t| &t.schema);
    let properties = schema.and_then(|schema| schema.get("properties"));
    let links = outline.field_links.iter().zip(&found.fields).map(|(link, title)| (link.path.as_slice(), *title));
    let mut fields = Fields { out: &mut text, links: links.collect(), path: Vec::new() };
    for (key, value) in &outline.fields {
        fields.inside(FieldStep::Key(key.clone()), properties.and_then(|p| p.get(key)), value);
    }
    for question in &outline.front.questions {
        add(&mut text, &question.q, false);
        add(&mut text, &question.a, false);
    }
    text.finish();
    text
}

/// Reads the texts of fields.
struct Fields<'a> {
    out: &'a mut Text,
    /// Fields that name pages, with the titles that are shown instead.
    links: BTreeMap<&'a [FieldStep], Option<&'a str>>,
    path: Vec<FieldStep>,
}

impl Fields<'_> {
    fn inside(&mut self, step: FieldStep, schema: Option<&Value>, value: &Value) {
        self.path.push(step);
        self.field(schema, value);
        self.path.pop();
    }

    /// Names for programs are left out: ids, and choices from a list, which the page translates.
    fn field(&mut self, schema: Option<&Value>, value: &Value) {
        let inside = |key: &str| schema.and_then(|schema| schema.get(key));
        match value {
            Value::String(text) if inside("enum").is_none() => match self.links.get(self.path.as_slice()) {
                Some(title) => add(self.out, title.unwrap_or(text), true),
                None => add(self.out, text, false),
            },
            Value::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    self.inside(FieldStep::Index(number), inside("items"), item);
                }
            }
            Value::Object(map) => {
                for (key, value) in map.iter().filter(|(key, _)| *key != "id") {
                    let own = inside("properties").and_then(|p| p.get(key)).or_else(|| inside("additionalProperties"));
                    self.inside(FieldStep::Key(key.clone()), own, value);
                }
            }
            _ => {}
        }
    }
}

/// Adds a block of text.
fn add(out: &mut Text, text: &str, linked: bool) {
    let text = nfc(text.trim());
    if !text.is_empty() {
        out.push("\n", false);
        out.push(&text, linked);
    }
}

/// [`nfc`] for a text with links: piece by piece, so that the links stay where they are.
fn composed(text: Text) -> Text {
    if is_nfc_quick(text.text.chars()) == IsNormalized::Yes {
        return text;
    }
    let mut out = Text::default();
    let mut done = 0;
    for link in &text.links {
        let range = |from: usize, to: usize| text.text.get(from..to).unwrap_or_default();
        out.text.push_str(&nfc(range(done, link.start)));
        let start = out.text.len();
        out.text.push_str(&nfc(range(link.start, link.end)));
        out.links.push(start..out.text.len());
        done = link.end;
    }
    out.text.push_str(&nfc(text.text.get(done..).unwrap_or_default()));
    out
}

/// Composed letters, as everywhere in the search.
fn nfc(text: &str) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}
