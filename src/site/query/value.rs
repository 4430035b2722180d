//! What a field of a page says.
//!
//! In: a page, a path. Out: a [`Value`]. A path goes through mappings, through lists (it then gives a list), and through
//! a field that names a page on to that page's own fields: `skills.skill.title`.

use super::Data;
use crate::page::Outline;
use crate::page::types::{FieldStep, names};
use crate::site::Id;
use crate::site::links::Target;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// None.
    Nothing,
    /// True or false.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text or a day.
    Text(Cow<'a, str>),
    /// A page that a field names.
    Page(Id),
    /// Several.
    List(Vec<Value<'a>>),
    /// Keys with values.
    Map(&'a Map<String, Json>),
}

impl Value<'_> {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.iter().all(Self::is_empty),
            Self::Map(map) => map.is_empty(),
            Self::Flag(_) | Self::Number(_) | Self::Page(_) => false,
        }
    }
}

impl<'a> Data<'a> {
    /// What a field says.
    pub fn value(self, id: Id, path: &[String]) -> Value<'a> {
        let outline: &'a Outline = &self.site.entries[id].page.outline;
        let Some((name, rest)) = path.split_first() else { return Value::Page(id) };
        if let Some(value) = self.of_every_page(outline, name, rest) {
            return value;
        }
        if let Some(value) = self.through_links(id, outline, path) {
            return value;
        }
        outline.fields.get(name).map_or(Value::Nothing, |value| inside(value, rest))
    }

    /// The keys that every page may have.
    fn of_every_page(self, outline: &'a Outline, name: &str, rest: &[String]) -> Option<Value<'a>> {
        let front = &outline.front;
        let text = |text: &'a str| Value::Text(text.into());
        let maybe = |text: Option<String>| text.map_or(Value::Nothing, |text| Value::Text(text.into()));
        let list = |texts: &'a [String]| Value::List(texts.iter().map(|text| Value::Text(text.into())).collect());
        Some(match name {
            "title" => text(&outline.title),
            "description" => text(&outline.description),
            "type" => maybe(front.kind.clone()),
            "tags" => list(&front.tags),
            "audience" => list(&front.audience),
            "aliases" => list(&front.aliases),
            "order" => front.order.map_or(Value::Nothing, |n| Value::Number(n as f64)),
            // The pages about them, where there are some.
            "owner" if !front.owners.is_empty() => return None,
            "owner" => maybe(front.owner.clone()),
            "date" => maybe(front.date.map(|day| day.to_string())),
            "updated" => maybe(outline.updated(self.dates.get(&outline.source)).map(|day| day.to_string())),
            "last_reviewed_on" => maybe(front.last_reviewed_on.map(|day| day.to_string())),
            "words" => Value::Number(outline.words as f64),
            "minutes" => Value::Number(outline.minutes() as f64),
            "path" => text(&outline.key),
            "folder" => text(outline.key.rsplit_once('/').map_or("", |(folder, _)| folder)),
            "extra" => rest.split_first().map_or(Value::Map(&front.extra), |(key, rest)| {
                front.extra.get(key).map_or(Value::Nothing, |value| inside(value, rest))
            }),
            _ => return None,
        })
    }

    /// A path that ends at a field that names pages, or goes on through it.
    fn through_links(self, id: Id, outline: &'a Outline, path: &[String]) -> Option<Value<'a>> {
        let mut found = Vec::new();
        let mut several = false;
        for (link, target) in outline.field_links.iter().zip(&self.site.field_targets[id]) {
            let mut rest = path.iter();
            if !names(&link.path).all(|name| rest.next().is_some_and(|step| step == name)) {
                continue;
            }
            several |= link.path.iter().any(|step| matches!(step, FieldStep::Index(_)));
            // What is in no list is in none of these either.
            if target.page().is_some_and(|to| !self.site.entries[to].page.outline.is_listed()) {
                found.push(Value::Nothing);
                continue;
            }
            found.push(match target {
                Target::Page(to, _) => self.value(*to as Id, rest.as_slice()),
                _ if rest.as_slice().is_empty() => Value::Text(link.target.as_str().into()),
                _ => Value::Nothing,
            });
        }
        if several { Some(flat(found)) } else { found.pop() }
    }

    /// Whether a text means a page: its title, its path or its file's name.
    pub(super) fn is_called(self, id: Id, name: &str) -> bool {
        let outline = &self.site.entries[id].page.outline;
        let last = outline.key.rsplit('/').next().unwrap_or_default();
        [outline.title.as_str(), &outline.key, last].iter().any(|known| super::filter::same(known, name))
    }
}

/// What stands in a value of the front matter.
fn inside<'a>(value: &'a Json, path: &[String]) -> Value<'a> {
    match (value, path.split_first()) {
        (Json::Array(items), _) => flat(items.iter().map(|item| inside(item, path)).collect()),
        (Json::Object(map), Some((name, rest))) => map.get(name).map_or(Value::Nothing, |value| inside(value, rest)),
        (_, Some(_)) | (Json::Null, None) => Value::Nothing,
        (Json::Object(map), None) => Value::Map(map),
        (Json::String(text), None) => Value::Text(text.into()),
        (Json::Bool(flag), None) => Value::Flag(*flag),
        (Json::Number(number), None) => number.as_f64().map_or(Value::Nothing, Value::Number),
    }
}

/// Lists in lists are one list, and what is not there is not in it.
fn flat(values: Vec<Value<'_>>) -> Value<'_> {
    let inner = |value| match value {
        Value::List(items) => items,
        Value::Nothing => Vec::new(),
        other => vec![other],
    };
    Value::List(values.into_iter().flat_map(inner).collect())
}
