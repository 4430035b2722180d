//! Which version of its original a translation was made from.
//!
//! In: the outline of an original; the stamp in a translation's front matter (`translated_from`). Out: a new stamp; what
//! has changed since.
//!
//! A stamp is a list: the language of the original, then an item for each part of it, `id:1a2b3c4d`. Parts are the sections
//! of the body by the ids of their headings, and, with a `+` before them, what stands in the front matter
//! (`+title`, `+mission`) and before the first heading (`+text`). An id cannot begin with a plus.

use super::Outline;
use crate::fingerprint::Fingerprint;
use crate::markdown::Heading;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Fields of a term that say how it is looked for: no reader sees them, and each language has its own.
pub const SETTINGS: [&str; 2] = ["mark", "avoid"];

/// A part of an original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// As stamps name it.
    pub id: String,
    /// Its heading, if it has one.
    pub heading: Option<&'a Heading>,
    /// Of what it says.
    pub content: Fingerprint,
}

/// What has changed in an original since it was translated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes<'a> {
    /// Parts that say something else, in the order of the original.
    pub changed: Vec<Part<'a>>,
    /// Parts that are new.
    pub added: Vec<Part<'a>>,
    /// Parts that are gone.
    pub removed: Vec<String>,
}

impl Changes<'_> {
    /// Whether the translation is of the present version.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.added.is_empty() && self.removed.is_empty()
    }
}

/// The parts of an original.
pub fn parts(outline: &Outline) -> Vec<Part<'_>> {
    let front = &outline.front;
    let part = |name: &str, text: String| {
        let content = Fingerprint::of_texts(&[&text]);
        Part { id: format!("+{name}"), heading: None, content }
    };
    let mut all = Vec::new();
    all.extend(front.title.clone().map(|title| part("title", title)));
    // What a folder says is not of this page.
    let description = front.description.clone().filter(|_| !outline.inherits("description"));
    all.extend(description.map(|text| part("description", text)));
    let own = |key: &str| !SETTINGS.contains(&key) && !outline.inherits(key);
    for (key, value) in outline.fields.iter().filter(|(key, _)| own(key)) {
        all.push(part(key, sorted(value)));
    }
    if !front.questions.is_empty() {
        let questions = front.questions.iter().flat_map(|question| [question.q.as_str(), &question.a]);
        all.push(part("questions", Value::from_iter(questions).to_string()));
    }
    all.extend(outline.lead.map(|content| Part { id: "+text".into(), heading: None, content }));
    for heading in &outline.headings {
        all.push(Part { id: heading.id.clone(), heading: Some(heading), content: heading.content });
    }
    all
}

fn sorted(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    value.to_string()
}

/// The stamp of an original as it is now.
pub fn stamp(original: &Outline) -> Vec<String> {
    let parts = parts(original);
    let items = parts.iter().map(|part| format!("{}:{}", part.id, part.content.short()));
    std::iter::once(original.lang.clone()).chain(items).collect()
}

/// The language of the original, if the page is stamped.
pub fn original_language(stamp: &[String]) -> Option<&str> {
    stamp.first().map(String::as_str)
}

/// Whether an item of a stamp, by its number, is one that can be read.
pub fn is_item(number: usize, item: &str) -> bool {
    let hash = |hash: &str| hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    if number == 0 {
        !item.contains(':')
    } else {
        item.rsplit_once(':').is_some_and(|(id, end)| !id.is_empty() && hash(end))
    }
}

/// What an original says now and did not say when the stamp was made.
pub fn changes<'a>(stamp: &[String], original: &'a Outline) -> Changes<'a> {
    let known: BTreeMap<&str, &str> = stamp.iter().skip(1).filter_map(|item| item.rsplit_once(':')).collect();
    let parts = parts(original);
    let now: BTreeSet<&str> = parts.iter().map(|part| part.id.as_str()).collect();
    let gone = stamp.iter().skip(1).filter_map(|item| item.rsplit_once(':')).map(|(id, _)| id);
    let removed = gone.filter(|id| !now.contains(id)).map(str::to_owned).collect();
    let mut found = Changes { removed, ..Changes::default() };
    for part in parts {
        match known.get(part.id.as_str()) {
            None => found.added.push(part),
            Some(hash) if *hash != part.content.short() => found.changed.push(part),
            Some(_) => {}
        }
    }
    found
}
