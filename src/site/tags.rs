//! Tags: topics that pages share, each with a page that lists them.
//!
//! In: entries. Out: language -> slug -> [`Tag`]. Two spellings with one slug are one tag, called as first met.

use super::{Entry, Id};
use crate::config::Config;
use crate::url::slug;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A tag of one language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tag {
    /// As its first page writes it.
    pub name: String,
    /// Path of its page in the output: `en/tags/sales.html`.
    pub out: String,
    /// Its pages, by title.
    pub pages: Vec<Id>,
}

/// Collects the tags of listed pages. A fallback does not count: its tags are another language's words.
pub fn collect(entries: &[Entry], config: &Config) -> BTreeMap<Arc<str>, BTreeMap<String, Tag>> {
    let mut all: BTreeMap<Arc<str>, BTreeMap<String, Tag>> = BTreeMap::new();
    for (id, entry) in entries.iter().enumerate().filter(|(_, e)| e.page.outline.is_listed() && !e.fallback) {
        for name in &entry.page.outline.front.tags {
            let slug = tag_slug(name, config);
            let out = format!("{}tags/{slug}.html", prefix(&entry.lang, config));
            let tags = all.entry(entry.lang.clone()).or_default();
            let tag = tags.entry(slug).or_insert_with(|| Tag { name: name.clone(), out, pages: Vec::new() });
            if tag.pages.last() != Some(&id) {
                tag.pages.push(id);
            }
        }
    }
    for tag in all.values_mut().flat_map(BTreeMap::values_mut) {
        tag.pages.sort_by_cached_key(|id| (crate::url::fold(&entries[*id].page.outline.title), *id));
    }
    all
}

/// The slug of a tag; a tag without letters keeps a piece of its fingerprint.
pub fn tag_slug(name: &str, config: &Config) -> String {
    let slug = slug(name, config.slugs);
    let free = !slug.is_empty() && slug != "index";
    if free { slug } else { format!("tag-{}", crate::fingerprint::Fingerprint::of_bytes(name.as_bytes()).short()) }
}

/// `en/` on a site of several languages.
pub fn prefix(lang: &str, config: &Config) -> String {
    if config.is_multilingual() { format!("{lang}/") } else { String::new() }
}
