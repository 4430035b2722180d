//! The values of a front matter, as its keys want them: read as what they say, in whatever form they are written.
//!
//! In: the map that a front matter is, and its text. Out: a text, a list, a day ... for a key, and what could not be read.
//!
//! - Nothing, `""` and `[]` are as if the key were not there; but for `audience`, which then says nothing of whom the page
//!   is for.
//! - A number, a truth or a day where a text is wanted is that text as it was written ([`spell`]).
//! - A text where a list is wanted is a list of one; with commas several, where other programs part names so.
//! - What cannot be read is told and left out. It is an error, which nothing softens, if it may keep the page from readers.

use super::block::Format;
use super::{CODE, days, hiding};
use crate::date::Date;
use crate::diagnostic::{Finding, Step};
use crate::page::keys::{KEYS, Shape};
use crate::yaml;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The code of a value that cannot be read, on a page that is shown without it.
pub(super) const VALUE: &str = "front-matter-value";

/// Keys in whose texts a comma stands between names: Obsidian and MkDocs write tags so, Obsidian aliases too.
const PARTED: [&str; 5] = ["tags", "tag", "categories", "aliases", "alias"];

/// Takes known keys out of the map, one problem for each value that cannot be read.
pub(super) struct Reader {
    pub map: Map<String, Value>,
    pub problems: Vec<Finding>,
}

/// The texts that numbers, truths and days were written as, where texts are wanted.
pub(super) fn spell(map: &mut Map<String, Value>, format: Format, text: &str) {
    let mut ways = Vec::new();
    for key in KEYS.iter().filter(|key| is_text(key.shape)) {
        if let Some(value) = map.get(key.name) {
            unwritten(value, &mut vec![Step::Key(key.name.into())], &mut ways);
        }
    }
    spell_at(map, &ways, format, text);
}

/// The same below some keys.
pub(super) fn spell_below(map: &mut Map<String, Value>, keys: &[&String], format: Format, text: &str) {
    let mut ways = Vec::new();
    for key in keys {
        if let Some(value) = map.get(key.as_str()) {
            unwritten(value, &mut vec![Step::Key((*key).clone())], &mut ways);
        }
    }
    spell_at(map, &ways, format, text);
}

/// The same at some ways.
pub(in crate::page) fn spell_at(map: &mut Map<String, Value>, ways: &[Vec<Step>], format: Format, text: &str) {
    if ways.is_empty() {
        return;
    }
    for (way, written) in ways.iter().zip(format.spellings(text, ways)) {
        if let Some(value) = at(map, way) {
            *value = written.unwrap_or_else(|| value.to_string()).into();
        }
    }
}

fn at<'v>(map: &'v mut Map<String, Value>, way: &[Step]) -> Option<&'v mut Value> {
    let (Step::Key(first), rest) = way.split_first()? else { return None };
    rest.iter().try_fold(map.get_mut(first)?, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
        Step::Name(_) => None,
    })
}

pub(super) fn is_text(shape: Shape) -> bool {
    match shape {
        Shape::Text | Shape::Texts | Shape::Type | Shape::Status | Shape::Span | Shape::Questions => true,
        Shape::Flag | Shape::Number | Shape::Day | Shape::Map | Shape::Nav | Shape::Defaults => false,
    }
}

/// Ways to values that are no texts.
pub(super) fn unwritten(value: &Value, way: &mut Vec<Step>, ways: &mut Vec<Vec<Step>>) {
    let mut below = |step: Step, value: &Value| {
        way.push(step);
        unwritten(value, way, ways);
        way.pop();
    };
    match value {
        Value::Number(_) | Value::Bool(_) => ways.push(way.clone()),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| below(Step::Index(index), item)),
        Value::Object(map) => map.iter().for_each(|(key, item)| below(Step::Key(key.clone()), item)),
        Value::Null | Value::String(_) => {}
    }
}

/// What a value says of something that is so or not.
pub(in crate::page) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Number(number) => number.as_u64().filter(|n| *n < 2).map(|n| n == 1),
        Value::String(text) => match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" | "y" | "1" => Some(true),
            "false" | "no" | "off" | "n" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a value says nothing.
pub(in crate::page) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        _ => false,
    }
}

/// A page's name between two pairs of brackets, which YAML takes for a list in a list.
pub(super) fn wikilink(value: &Value) -> Option<String> {
    let [Value::Array(inner)] = value.as_array()?.as_slice() else { return None };
    let words: Option<Vec<&str>> = inner.iter().map(Value::as_str).collect();
    words.filter(|words| !words.is_empty()).map(|words| format!("[[{}]]", words.join(", ")))
}

impl Reader {
    pub(super) fn new(map: Map<String, Value>) -> Self {
        Self { map, problems: Vec::new() }
    }

    /// A value that says something.
    pub(super) fn value(&mut self, key: &str) -> Option<Value> {
        self.map.shift_remove(key).filter(|value| !is_empty(value))
    }

    pub(super) fn take<T: DeserializeOwned>(&mut self, key: &str, expected: &str, hint: &str) -> Option<T> {
        let value = self.value(key)?;
        let read = serde_json::from_value(value.clone()).ok();
        if read.is_none() {
            self.unread(key, &value, expected, hint);
        }
        read
    }

    /// The value is not what the key wants.
    pub(super) fn unread(&mut self, key: &str, value: &Value, expected: &str, hint: &str) {
        self.tell(&[Step::Key(key.into())], format!("`{key}` is {}, not {expected}", yaml::found(value)), hint);
    }

    /// A text on one line.
    pub(super) fn line(&mut self, key: &str) -> Option<String> {
        let value = self.value(key)?;
        let hint = match &value {
            Value::String(text) => return Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Value::Number(_) | Value::Bool(_) => return Some(value.to_string()),
            Value::Array(items) => match (items.as_slice(), wikilink(&value)) {
                (_, Some(link)) => return Some(link),
                ([Value::String(one)], None) => return Some(one.trim().to_owned()),
                _ => "write a single value, without brackets or dashes",
            },
            _ => "quote a value that contains `: `",
        };
        self.unread(key, &value, "a string", hint);
        None
    }

    /// True or false. What cannot be read is an error where it may hide the page.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        let read = truth(&value);
        if read.is_none() {
            self.unread(key, &value, "true or false", "write true or false, without quotes");
        }
        read
    }

    pub(super) fn day(&mut self, key: &str) -> Option<Date> {
        self.day_by(key, days::read)
    }

    pub(super) fn day_by(&mut self, key: &str, read: fn(&str) -> Option<Date>) -> Option<Date> {
        let value = self.value(key)?;
        let day = value.as_str().and_then(read);
        if day.is_none() {
            self.unread(key, &value, "a date", "write a date such as 2026-05-31");
        }
        day
    }

    /// A place among others.
    pub(super) fn number(&mut self, key: &str) -> Option<i64> {
        let value = self.value(key)?;
        let text = |text: &str| text.trim().parse().ok();
        let read = value.as_i64().or_else(|| value.as_str().and_then(text));
        let hint = "write an integer, such as `order: 3`";
        if read.is_none() {
            self.unread(key, &value, "an integer", hint);
        }
        // `2.5` stands behind 2: with its title, as of all that share a place.
        read.or_else(|| value.as_f64().filter(|n| n.abs() < 1e15).map(|n| n.floor() as i64))
    }

    /// A list of names; a single name stands for a list of one.
    pub(super) fn names(&mut self, key: &str) -> Vec<String> {
        let items = match self.map.shift_remove(key) {
            None => return Vec::new(),
            Some(value) if wikilink(&value).is_some() => return wikilink(&value).into_iter().collect(),
            Some(Value::Array(items)) => items,
            Some(Value::String(text)) if PARTED.contains(&key) => {
                text.split([',', '\n']).map(|name| Value::String(name.trim().to_owned())).collect()
            }
            Some(one @ (Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null)) => vec![one],
            Some(other) => {
                self.unread(key, &other, "a list of strings", "write a list such as [one, two], or remove the key");
                return Vec::new();
            }
        };
        items.into_iter().enumerate().filter_map(|(index, item)| self.name(key, index, item)).collect()
    }

    fn name(&mut self, key: &str, index: usize, item: Value) -> Option<String> {
        match item {
            Value::String(text) if !text.trim().is_empty() => return Some(text),
            Value::Number(_) | Value::Bool(_) => return Some(item.to_string()),
            // Whom nobody is named for, everybody would see.
            _ if is_empty(&item) && key != "audience" => return None,
            _ => {}
        }
        if let Some(link) = wikilink(&item) {
            return Some(link);
        }
        let wanted = if item.is_string() { "" } else { ", not a string" };
        let told = format!("`{key}` contains {}{wanted}", yaml::found(&item));
        let hint =
            if item.is_object() { "quote a value that contains `: `" } else { "write a string, or remove the item" };
        self.tell(&[Step::Key(key.into()), Step::Index(index)], told, hint);
        None
    }

    pub(super) fn tell(&mut self, steps: &[Step], message: String, hint: &str) {
        let key = steps.first().map_or("", |step| match step {
            Step::Key(key) | Step::Name(key) => key,
            Step::Index(_) => "",
        });
        let hides = hiding::is_one(key) && key != "status";
        let found = if hides { Finding::at_field(CODE, steps, message) } else { unread(steps, message) };
        self.problems.push(found.hint(hint));
    }

    /// An error that a team may soften: docent alone knows the key, so its author meant what docent says of it.
    pub(super) fn refuse(&mut self, steps: &[Step], message: String, hint: &str) {
        self.problems.push(Finding::at_field(VALUE, steps, message).hint(hint));
    }

    /// An error that nothing softens.
    pub(super) fn hidden(&mut self, steps: &[Step], message: String, hint: &str) {
        self.problems.push(Finding::at_field(CODE, steps, message).hint(hint));
    }
}

fn unread(steps: &[Step], message: String) -> Finding {
    Finding { severity: crate::diagnostic::Severity::Warning, ..Finding::at_field(VALUE, steps, message) }
}
