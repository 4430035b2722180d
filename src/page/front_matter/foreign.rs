//! Keys of other programs, read as what they mean. Which there are is listed in [`table`].
//!
//! In: what is left of a front matter when docent's own keys and the fields of the page's type are taken out. Out: docent's
//! keys with what those said, where the page does not say it itself.
//!
//! A key is found however it is spelt: `lastUpdated`, `last_updated` and `Last-Updated` are one. So are docent's own.
//! What only says how another program draws the page is passed over; what is lost is told, once for the site.

mod table;

use table::plain;
pub use table::{FOREIGN, Foreign, Meaning, find};

use super::reader::{self, truth};
use super::{FrontMatter, Reader, Split, days, hiding, is_empty, limited_each};
use crate::date::Date;
use crate::diagnostic::{At, Finding, Step};
use crate::page::keys::{self, Shape};
use serde_json::{Map, Value};

/// Whether a key only says how another program shows the page.
pub fn is_passed_over(key: &str) -> bool {
    find(key).is_some_and(|row| !matches!(row.meaning, Meaning::Lost(_)))
}

/// Whether a key is read as one of docent's.
pub fn is_read(key: &str) -> bool {
    find(key).is_some_and(|row| !matches!(row.meaning, Meaning::Lost(_) | Meaning::Nothing))
}

/// What to do about a key that is lost.
pub fn advice(key: &str) -> Option<&'static str> {
    match find(key)?.meaning {
        Meaning::Lost(advice) => Some(advice),
        _ => None,
    }
}

/// docent's own key in another spelling, `Title`, `lastReviewedOn`, unless it may hide the page: `Draft` is told.
fn own(key: &str) -> Option<&'static str> {
    let name = keys::NAMES.into_iter().find(|name| plain(name).eq(plain(key)))?;
    (name != key && !hiding::OWN.contains(&name)).then_some(name)
}

/// Reads the keys of other programs. `declared` are the fields of the page's type: those are what the type says.
pub fn adopt(split: &mut Split, declared: &[&str], today: Option<Date>, text: &str) -> Vec<Finding> {
    let is_ours = |key: &String| !declared.contains(&key.as_str()) && (find(key).is_some() || own(key).is_some());
    let ours: Vec<String> = split.fields.keys().filter(|key| is_ours(key)).cloned().collect();
    if ours.is_empty() {
        return Vec::new();
    }
    spell(split, &ours, text);
    let mut problems = respell(split, &ours, text);
    let mut reader = Reader::new(std::mem::take(&mut split.fields));
    for row in &FOREIGN {
        for name in row.names {
            if let Some(key) = ours.iter().find(|key| plain(name).eq(plain(key))) {
                apply(row.meaning, key, &mut split.keys, &mut reader, today);
            }
        }
    }
    split.fields = reader.map;
    problems.extend(limited_each(reader.problems));
    problems
}

/// The texts that numbers and truths were written as, where texts are wanted.
fn spell(split: &mut Split, ours: &[String], text: &str) {
    let is_text = |key: &&String| match find(key).map(|row| row.meaning) {
        Some(meaning) => matches!(
            meaning,
            Meaning::Title
                | Meaning::Description
                | Meaning::Tags
                | Meaning::Taxonomies
                | Meaning::Owner
                | Meaning::Reviewer
                | Meaning::Aliases
        ),
        None => true,
    };
    let ours: Vec<&String> = ours.iter().filter(is_text).collect();
    reader::spell_below(&mut split.fields, &ours, split.format, &text[split.yaml.clone()]);
}

/// Reads docent's own keys in other spellings.
fn respell(split: &mut Split, ours: &[String], text: &str) -> Vec<Finding> {
    let spelt: Vec<(&String, &str)> = ours.iter().filter_map(|key| Some((key, own(key)?))).collect();
    if spelt.is_empty() {
        return Vec::new();
    }
    let written = split.values(text).unwrap_or_default();
    let mut reader = Reader::new(Map::new());
    for (key, name) in &spelt {
        let value = split.fields.shift_remove(*key).filter(|_| !written.contains_key(*name));
        reader.map.extend(value.map(|value| ((*name).to_owned(), value)));
    }
    let more = super::read_map(&mut reader);
    split.keys = merged(std::mem::take(&mut split.keys), more);
    let at = |problem: Finding| problem.moved(|at| as_written(at, &spelt));
    limited_each(reader.problems.into_iter().map(at).collect())
}

/// The place of a key as the page spells it.
fn as_written(at: At, spelt: &[(&String, &str)]) -> At {
    let At::Field(mut way) = at else { return at };
    let written = |step: &Step| match step {
        Step::Key(name) => spelt.iter().find(|(_, own)| own == name).map(|(key, _)| Step::Key((*key).clone())),
        _ => None,
    };
    if let Some(step) = way.first().and_then(written) {
        way[0] = step;
    }
    At::Field(way)
}

/// What the page says itself, and what else it says.
fn merged(keys: FrontMatter, more: FrontMatter) -> FrontMatter {
    let longer = |own: Vec<String>, more: Vec<String>| if own.is_empty() { more } else { own };
    FrontMatter {
        title: keys.title.or(more.title),
        description: keys.description.or(more.description),
        kind: keys.kind.or(more.kind),
        tags: longer(keys.tags, more.tags),
        order: keys.order.or(more.order),
        nav: keys.nav.or(more.nav),
        owners: if keys.owner.is_none() { more.owners } else { keys.owners },
        owner: keys.owner.or(more.owner),
        defaults: keys.defaults.or(more.defaults),
        date: keys.date.or(more.date),
        updated: keys.updated.or(more.updated),
        last_reviewed_on: keys.last_reviewed_on.or(more.last_reviewed_on),
        review_in: keys.review_in.or(more.review_in),
        reviewed_by: keys.reviewed_by.or(more.reviewed_by),
        status: keys.status.or(more.status),
        aliases: longer(keys.aliases, more.aliases),
        redirect_from: longer(keys.redirect_from, more.redirect_from),
        addresses: longer(keys.addresses, more.addresses),
        translation_key: keys.translation_key.or(more.translation_key),
        slug: keys.slug.or(more.slug),
        template: keys.template.or(more.template),
        glossary: keys.glossary && more.glossary,
        draft: keys.draft || more.draft,
        unlisted: keys.unlisted || more.unlisted,
        questions: if keys.questions.is_empty() { more.questions } else { keys.questions },
        extra: if keys.extra.is_empty() { more.extra } else { keys.extra },
        ..keys
    }
}

fn apply(meaning: Meaning, key: &str, keys: &mut FrontMatter, reader: &mut Reader, today: Option<Date>) {
    match meaning {
        Meaning::Title => keys.title = keys.title.take().or(reader.line(key)),
        Meaning::Description => keys.description = keys.description.take().or(reader.line(key)),
        Meaning::Hero => hero(key, keys, reader),
        Meaning::Tags => add(&mut keys.tags, reader.tags(key)),
        Meaning::Taxonomies => taxonomies(key, keys, reader),
        Meaning::Order => keys.order = keys.order.or(reader.number(key)),
        Meaning::Sidebar => sidebar(key, keys, reader),
        Meaning::Written => keys.date = keys.date.or(reader.day(key)),
        Meaning::Updated => keys.updated = keys.updated.or(day_or_truth(key, reader)),
        Meaning::UpdatedMonthFirst => keys.updated = keys.updated.or(reader.day_by(key, days::month_first)),
        Meaning::LastUpdate => last_update(key, keys, reader),
        Meaning::Owner => keys.owner = keys.owner.take().or(reader.people(key)),
        Meaning::Reviewed => keys.last_reviewed_on = keys.last_reviewed_on.or(reader.day(key)),
        Meaning::Reviewer => keys.reviewed_by = keys.reviewed_by.take().or(reader.people(key)),
        Meaning::Aliases => add(&mut keys.aliases, reader.names(key)),
        Meaning::Draft => keys.draft |= flag(key, reader) == Some(true),
        Meaning::Published => published(key, keys, reader),
        Meaning::Unlisted => keys.unlisted |= flag(key, reader) == Some(true),
        Meaning::Listed => keys.unlisted |= flag(key, reader) == Some(false),
        Meaning::Unsearched => keys.search &= flag(key, reader) != Some(true),
        Meaning::Searched => keys.search &= flag(key, reader) != Some(false),
        Meaning::From => from(key, keys, reader, today),
        Meaning::Until => keys.draft |= hiding_day(key, reader).zip(today).is_some_and(|(day, today)| day <= today),
        Meaning::Build => build(key, keys, reader),
        Meaning::Address => address(key, keys, reader),
        Meaning::Nothing | Meaning::Lost(_) => {}
    }
}

fn add(names: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

/// Something that is so or not, and may hide the page.
fn flag(key: &str, reader: &mut Reader) -> Option<bool> {
    let value = reader.value(key)?;
    let read = truth(&value);
    if read.is_none() {
        let told = format!("`{key}` is {}, not true or false", crate::yaml::found(&value));
        reader.hidden(&[Step::Key(key.into())], told, "write true or false, without quotes");
    }
    read
}

/// A day from or until which the page is shown.
fn hiding_day(key: &str, reader: &mut Reader) -> Option<Date> {
    let value = reader.value(key)?;
    let day = value.as_str().and_then(days::read);
    if day.is_none() {
        let told = format!("`{key}` is {}, not a date", crate::yaml::found(&value));
        reader.hidden(&[Step::Key(key.into())], told, "write a date such as 2026-05-31");
    }
    day
}

/// Starlight and VitePress have `false` there: do not show it.
fn day_or_truth(key: &str, reader: &mut Reader) -> Option<Date> {
    if reader.map.get(key).is_some_and(|value| truth(value).is_some()) {
        reader.map.shift_remove(key);
        return None;
    }
    reader.day(key)
}

fn published(key: &str, keys: &mut FrontMatter, reader: &mut Reader) {
    let day = reader.map.get(key).and_then(Value::as_str).and_then(days::read);
    if day.is_some() {
        keys.date = keys.date.or(day);
        reader.map.shift_remove(key);
    } else {
        keys.draft |= flag(key, reader) == Some(false);
    }
}

fn from(key: &str, keys: &mut FrontMatter, reader: &mut Reader, today: Option<Date>) {
    let day = hiding_day(key, reader);
    keys.draft |= day.zip(today).is_some_and(|(day, today)| day > today);
    keys.date = keys.date.or(day);
}

/// A map of what Hugo builds: `{render: never, list: never}`.
fn build(key: &str, keys: &mut FrontMatter, reader: &mut Reader) {
    let Some(Value::Object(map)) = reader.map.get(key) else { return };
    let never = |name: &str| map.get(name).is_some_and(|value| value == "never" || truth(value) == Some(false));
    keys.draft |= never("render");
    keys.unlisted |= never("list");
    reader.map.shift_remove(key);
}

fn sidebar(key: &str, keys: &mut FrontMatter, reader: &mut Reader) {
    let Some(Value::Object(map)) = reader.map.shift_remove(key) else { return };
    let hidden = map.get("hidden").and_then(truth) == Some(true);
    keys.unlisted |= hidden;
    keys.order = keys
        .order
        .or(map.get("order").and_then(|order| order.as_i64().or_else(|| order.as_f64().map(|n| n.floor() as i64))));
    let label = map.get("label").and_then(Value::as_str).map(str::to_owned);
    keys.title = keys.title.take().or(label);
}

fn hero(key: &str, keys: &mut FrontMatter, reader: &mut Reader) {
    let Some(Value::Object(map)) = reader.map.get(key) else { return };
    let text = |name: &str| map.get(name).and_then(Value::as_str).filter(|text| !text.contains('<')).map(str::to_owned);
    keys.description = keys.description.take().or_else(|| text("tagline").or_else(|| text("text")));
    keys.title = keys.title.take().or_else(|| text("title").or_else(|| text("name")));
}

fn taxonomies(key: &str, keys: &mut FrontMatter, reader: &mut Reader) {
    let Some(Value::Object(map)) = reader.map.shift_remove(key) else { return };
    let mut inner = Reader::new(map);
    let names: Vec<String> = inner.map.keys().cloned().collect();
    names.iter().for_each(|name| add(&mut keys.tags, inner.tags(name)));
}

fn last_update(key: &str, keys: &mut FrontMatter, reader: &mut Reader) {
    let Some(Value::Object(map)) = reader.map.get(key).cloned() else {
        keys.updated = keys.updated.or(reader.day(key));
        return;
    };
    reader.map.shift_remove(key);
    keys.updated = keys.updated.or(map.get("date").and_then(Value::as_str).and_then(days::read));
    keys.owner = keys.owner.take().or(Reader::new(map).people("author"));
}

/// An address of the page on the site it comes from. One with a placeholder is made of other things there.
fn address(key: &str, keys: &mut FrontMatter, reader: &mut Reader) {
    let Some(Value::String(address)) = reader.map.get(key) else { return };
    let is_path = !address.contains([':', '{', '?', '#', ' ']) && !address.trim_matches('/').is_empty();
    if is_path {
        add(&mut keys.addresses, vec![format!("/{}", address.trim_start_matches('/'))]);
    }
    reader.map.shift_remove(key);
}

/// The key that was meant with one that nobody reads: it is an edit away, and the value is what that key wants.
pub fn near<'a>(key: &str, value: &Value, fields: &[&'a str]) -> Option<&'a str> {
    if find(key).is_some() {
        return None;
    }
    let fits = |near: &&str| keys::KEYS.iter().find(|own| own.name == *near).is_none_or(|own| fits(own.shape, value));
    let known: Vec<&'a str> =
        fields.iter().copied().chain(keys::NAMES).filter(|name| crate::diagnostic::is_edit(key, name)).collect();
    crate::diagnostic::closest(key, known).filter(|near| fits(near))
}

fn fits(shape: Shape, value: &Value) -> bool {
    match shape {
        _ if is_empty(value) => true,
        Shape::Text | Shape::Type | Shape::Status | Shape::Span => !value.is_array() && !value.is_object(),
        Shape::Texts => !value.is_object(),
        Shape::Flag => truth(value).is_some(),
        Shape::Number => value.is_number(),
        Shape::Day => value.as_str().and_then(days::read).is_some(),
        Shape::Questions | Shape::Nav => value.is_array(),
        Shape::Map | Shape::Defaults => value.is_object(),
    }
}
