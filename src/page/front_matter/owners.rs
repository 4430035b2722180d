//! Who keeps a page true: a name, or the name of a page, or a list of such.
//!
//! In: the value of `owner`. Out: what readers are told where no page is known, and each name with its place
//! ([`OwnerName`]), for the site to look for pages of these names ([`crate::site::links`]).

use super::reader::wikilink;
use super::{FrontMatter, Reader};
use crate::page::types::OWNER;
use serde_json::Value;

/// Somebody who keeps a page true.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OwnerName {
    /// The name, without the brackets of a wikilink.
    pub name: String,
    /// Its place in the list, if it is one.
    pub item: Option<usize>,
}

impl OwnerName {
    fn of(written: &str, item: Option<usize>) -> Self {
        let inner = written.trim().strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
        let name = inner.map_or(written, |inner| inner.split('|').next().unwrap_or(inner));
        Self { name: name.trim().to_owned(), item }
    }
}

impl FrontMatter {
    /// Forgets some of its owners.
    pub fn drop_owners(&mut self, gone: impl Fn(&OwnerName) -> bool) {
        let before = self.owners.len();
        self.owners.retain(|owner| !gone(owner));
        if self.owners.len() < before {
            let names: Vec<&str> = self.owners.iter().map(|owner| owner.name.as_str()).collect();
            self.owner = Some(names.join(", ")).filter(|names| !names.is_empty());
        }
    }
}

/// Whether a name can be nothing but the name of a page: a path.
pub fn is_path(name: &str) -> bool {
    let is_plain = !name.contains(char::is_whitespace) && !name.contains(['@', ':', '&']);
    is_plain && (name.ends_with(".md") || name.trim_matches('/').contains('/'))
}

/// What is shown of a wikilink: its words.
fn label(link: &str) -> &str {
    let inner = link.trim().strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    inner.map_or(link, |inner| inner.rsplit('|').next().unwrap_or(inner)).trim()
}

impl Reader {
    /// The owner in words, and the names.
    pub(super) fn owners(&mut self) -> (Option<String>, Vec<OwnerName>) {
        let written = |(at, item): (usize, &Value)| {
            let text = wikilink(item).or_else(|| item.as_str().map(str::to_owned));
            text.filter(|text| !text.trim().is_empty()).map(|text| OwnerName::of(&text, Some(at)))
        };
        let names = match self.map.get(OWNER) {
            Some(value) if wikilink(value).is_some() => {
                wikilink(value).map(|link| OwnerName::of(&link, None)).into_iter().collect()
            }
            Some(Value::Array(items)) => items.iter().enumerate().filter_map(written).collect(),
            Some(Value::String(name)) => vec![OwnerName::of(name, None)],
            _ => Vec::new(),
        };
        let shown = self.people(OWNER).map(|shown| label(&shown).to_owned());
        let names = if shown.is_some() { names } else { Vec::new() };
        (shown, names)
    }

    /// One person, or several.
    pub(super) fn people(&mut self, key: &str) -> Option<String> {
        let name = |item: &Value| match item {
            Value::String(name) => Some(label(name).to_owned()),
            Value::Array(_) => wikilink(item).map(|link| label(&link).to_owned()),
            Value::Object(person) => {
                ["name", "title", "id"].iter().find_map(|key| Some(person.get(*key)?.as_str()?.to_owned()))
            }
            _ => None,
        };
        let named = match self.map.get(key) {
            Some(Value::Array(items)) if items.iter().all(|item| name(item).is_some()) => {
                items.iter().filter_map(name).collect::<Vec<_>>().join(", ")
            }
            Some(person @ Value::Object(_)) => name(person).unwrap_or_default(),
            _ => return self.line(key),
        };
        if named.is_empty() {
            return self.line(key);
        }
        self.map.shift_remove(key);
        Some(named)
    }
}
