//! Questions to the site's data: which pages fit a view, in which order, and what their fields say.
//!
//! In: the site, the types, a language, a [`Select`]. Out: pages. Only listed pages of the language count.
//!
//! 1. The type gives the candidates: a view of roles never looks at the other 50,000 pages.
//! 2. [`filter`] keeps those for which the filter holds; [`value`] reads the fields.
//! 3. They are sorted by the fields that are named, then as in their sections, so the order is always the same.

mod filter;
mod value;

pub use value::Value;

use super::relations::counts;
use super::{Id, Site};
use crate::page::data_blocks::{Select, Sort};
use crate::page::types::{Types, names};
use crate::url::{alphabetical, fold};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What questions are put to.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// The model.
    pub site: &'a Site,
    /// The types: fields that list their values are sorted in that order.
    pub types: &'a Types,
    /// Source path -> day of the last change.
    pub dates: &'a BTreeMap<String, String>,
    /// The language of the pages.
    pub lang: &'a str,
}

/// What a value is sorted by. Numbers come before texts, nothing comes last.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Key {
    /// A number, or a place in a list of values.
    Number(f64),
    /// A text, as in an alphabet.
    Text(String),
    /// No value.
    Nothing,
}

impl<'a> Data<'a> {
    /// The pages that fit.
    pub fn select(self, select: &'a Select) -> Vec<Id> {
        let fits = |id: &Id| select.filter.as_ref().is_none_or(|filter| self.holds(*id, filter));
        let mut found: Vec<Id> = match select.kind() {
            Some(kind) => self.site.relations.of_type(self.lang, kind).iter().copied().filter(fits).collect(),
            None => self.all().filter(fits).collect(),
        };
        self.sort(&mut found, &select.sort);
        found.truncate(select.limit.unwrap_or(usize::MAX));
        found
    }

    /// The pages that a page names in a field, each with the number of the reference among all of the page.
    pub fn named(self, id: Id, field: &[String]) -> impl Iterator<Item = (usize, Id)> {
        let links = self.site.entries[id].page.outline.field_links.iter().zip(&self.site.field_targets[id]).enumerate();
        let of_field = links.filter(|(_, (link, _))| names(&link.path).eq(field.iter().map(String::as_str)));
        let named = of_field.filter_map(|(number, (_, target))| Some((number, target.page()?)));
        named.filter(move |(_, to)| self.site.entries[*to].page.outline.is_listed())
    }

    fn all(self) -> impl Iterator<Item = Id> {
        let entries = self.site.entries.iter().enumerate();
        entries.filter(move |(_, entry)| *entry.lang == *self.lang && counts(entry)).map(|(id, _)| id)
    }

    fn sort(self, pages: &mut [Id], sorts: &[Sort]) {
        // The order of sections first; sorting is stable.
        pages.sort_by_cached_key(|id| {
            let outline = &self.site.entries[*id].page.outline;
            (outline.front.order.unwrap_or(i64::MAX), fold(&outline.title), *id)
        });
        for sort in sorts.iter().rev() {
            let mut keyed: Vec<(Key, Id)> = pages.iter().map(|id| (self.key(*id, &sort.field), *id)).collect();
            keyed.sort_by(|(a, _), (b, _)| directed(a, b, sort.down));
            pages.iter_mut().zip(keyed).for_each(|(place, (_, id))| *place = id);
        }
    }

    /// What a field of a page is sorted by.
    pub fn key(self, id: Id, field: &[String]) -> Key {
        self.key_of(&self.value(id, field), self.listed(id, field))
    }

    /// What a value is sorted by; `listed`: the values that its field may have.
    pub fn key_of(self, value: &Value<'_>, listed: Option<&serde_json::Value>) -> Key {
        match value {
            Value::Number(number) => Key::Number(*number),
            Value::Flag(flag) => Key::Number(f64::from(u8::from(*flag))),
            Value::Text(text) => match place(text, listed) {
                Some(place) => Key::Number(place as f64),
                None => Key::Text(alphabetical(text)),
            },
            Value::Page(id) => Key::Text(self.site.entries[*id].page.outline.alphabetical().to_owned()),
            Value::List(items) => items.first().map_or(Key::Nothing, |item| self.key_of(item, listed)),
            Value::Nothing | Value::Map(_) => Key::Nothing,
        }
    }

    /// The values that the schema lists for a field.
    fn listed(self, id: Id, field: &[String]) -> Option<&'a serde_json::Value> {
        let kind = self.site.entries[id].page.outline.front.kind.as_deref()?;
        let schema = self.types.all.get(kind)?.schema_at(field.iter().map(String::as_str))?;
        crate::page::types::items(schema).get("enum")
    }
}

/// Where a value stands among those that are listed.
pub fn place(text: &str, listed: Option<&serde_json::Value>) -> Option<usize> {
    listed?.as_array()?.iter().position(|known| known.as_str() == Some(text))
}

/// Pages without a value come last, whichever way the others are sorted.
fn directed(a: &Key, b: &Key, down: bool) -> Ordering {
    let order = a.partial_cmp(b).unwrap_or(Ordering::Equal);
    if down && *a != Key::Nothing && *b != Key::Nothing { order.reverse() } else { order }
}
