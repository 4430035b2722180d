//! The YAML of a view.
//!
//! In: a fence and the types. Out: a [`View`] and what is wrong with it, at places in the YAML.
//!
//! 1. A mapping of one key that says the kind, with keys below it (`matrix: {rows: role, columns: skill}`).
//! 2. Each key is taken out of its mapping by [`Keys`]; what is left over is unknown.
//! 3. Types and fields are looked up as they are met.

use super::filter::{self, Expr};
use super::names::{Names, wrong};
use super::{Axis, CODE, Column, Compare, Kind, Literal, Matrix, Named, Pages, Select, Sort, Subjects, View, Views};
use crate::diagnostic::{At, Finding};
use crate::markdown::Fenced;
use crate::page::types::{Behaviour, Types};
use crate::yaml::{self, Step, did_you_mean, found};
use serde_json::{Map, Value};
use std::ops::Range;

/// The kinds, for suggestions.
pub const KINDS: [&str; 5] = ["table", "list", "cards", "matrix", "compare"];

/// The keys below them, for editors.
pub const KEYS: [&str; 13] = [
    "type", "filter", "sort", "columns", "group", "limit", "title", "rows", "value", "label", "pages", "from",
    "subjects",
];

/// Reads a view; the pages that it names join those of the other views.
pub(super) fn view(fence: &Fenced, types: &Types, views: &mut Views) -> (Option<View>, Vec<Finding>) {
    let map = match yaml::parse(&fence.text) {
        Ok(map) => map,
        Err(fault) => return (None, vec![fault.of(CODE)]),
    };
    let mut reader = Reader { fence, types, views, problems: Vec::new() };
    let view = reader.view(map);
    (view, reader.problems)
}

struct Reader<'a> {
    fence: &'a Fenced,
    types: &'a Types,
    views: &'a mut Views,
    problems: Vec<Finding>,
}

/// The keys of a mapping that nobody took yet, and the way to it.
struct Keys {
    map: Map<String, Value>,
    at: Vec<Step>,
    known: Vec<&'static str>,
}

impl Keys {
    fn take(&mut self, key: &'static str) -> Option<(Value, Vec<Step>)> {
        self.known.push(key);
        let value = self.map.shift_remove(key).filter(|value| !value.is_null())?;
        Some((value, self.steps(key)))
    }

    fn steps(&self, key: &str) -> Vec<Step> {
        self.at.iter().cloned().chain([Step::Key(key.to_owned())]).collect()
    }
}

impl Reader<'_> {
    /// Tells what is wrong with a text: underlines it and nothing behind it.
    fn tell_text(&mut self, way: &[Step], text: &str, wrong: Finding) {
        let all = 0..text.trim_end().len();
        self.problems.push(wrong.placed(At::Text(way.to_vec(), text.to_owned(), all)));
    }

    fn tell(&mut self, at: &[Step], message: impl Into<String>, hint: Option<String>) {
        self.problems.push(Finding::at_field(CODE, at, message).maybe_hint(hint));
    }

    fn view(&mut self, map: Map<String, Value>) -> Option<View> {
        let (kind, value) = match map.iter().next() {
            Some((kind, value)) if map.len() == 1 => (kind.clone(), value.clone()),
            Some(_) if map.keys().all(|key| KINDS.contains(&key.as_str())) => {
                let second = map.keys().nth(1).cloned().unwrap_or_default();
                self.tell(
                    &[Step::Name(second)],
                    "a block can contain only one view",
                    Some("use one block for each".into()),
                );
                return None;
            }
            first => {
                let name = first.map_or(String::new(), |(name, _)| name.clone());
                let hint = format!("begin with the kind: {}", KINDS.join(", "));
                self.tell(&[Step::Name(name)], "the view has no kind", Some(hint));
                return None;
            }
        };
        let at = vec![Step::Key(kind.clone())];
        // `table: role` is short for `table: {type: role}`.
        let map = match value {
            Value::Object(map) => map,
            Value::String(text) if kind != "matrix" && kind != "compare" => {
                Map::from_iter([("type".to_owned(), Value::String(text))])
            }
            Value::Null if kind != "matrix" && kind != "compare" => Map::new(),
            other => {
                let hint = Some("write `key: value` on lines of their own, indented".to_owned());
                self.tell(&at, format!("{} where a mapping is expected", found(&other)), hint);
                return None;
            }
        };
        let mut keys = Keys { map, at, known: Vec::new() };
        let title = self.text(&mut keys, "title");
        let kind = match kind.as_str() {
            "table" => Kind::Table(self.pages(&mut keys, true)?),
            "list" => Kind::List(self.pages(&mut keys, true)?),
            "cards" => Kind::Cards(self.pages(&mut keys, true)?),
            "matrix" => Kind::Matrix(self.matrix(&mut keys)?),
            "compare" => self.compare(&mut keys)?,
            _ => {
                let message = format!("there is no view `{}`", yaml::short(&kind));
                let told = wrong(message, None).suggest(&kind, KINDS.into_iter());
                self.tell_text(&[Step::Name(kind.clone())], &kind, told);
                return None;
            }
        };
        self.nothing_left(keys);
        Some(View { kind, title })
    }

    fn nothing_left(&mut self, keys: Keys) {
        for name in keys.map.keys() {
            let at: Vec<Step> = keys.at.iter().cloned().chain([Step::Name(name.clone())]).collect();
            let told = wrong(format!("unknown key `{}`", yaml::short(name)), None);
            self.tell_text(&at, name, told.suggest(name, keys.known.iter().copied()));
        }
    }

    fn text(&mut self, keys: &mut Keys, key: &'static str) -> Option<String> {
        let (value, at) = keys.take(key)?;
        match value {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            other => {
                self.tell(&at, format!("{} where a string is expected", found(&other)), None);
                None
            }
        }
    }

    /// One or several values, each with the way to it.
    fn several(keys: &mut Keys, key: &'static str) -> Vec<(Value, Vec<Step>)> {
        let Some((value, at)) = keys.take(key) else { return Vec::new() };
        let Value::Array(items) = value else { return vec![(value, at)] };
        let step = |index| at.iter().cloned().chain([Step::Index(index)]).collect();
        items.into_iter().enumerate().map(|(index, item)| (item, step(index))).collect()
    }

    fn texts(&mut self, keys: &mut Keys, key: &'static str) -> Vec<(String, Vec<Step>)> {
        let mut texts = Vec::new();
        for (value, at) in Self::several(keys, key) {
            match value {
                Value::String(text) => texts.push((text, at)),
                other => self.tell(&at, format!("{} where a string is expected", found(&other)), None),
            }
        }
        texts
    }

    fn pages(&mut self, keys: &mut Keys, grouped: bool) -> Option<Pages> {
        let select = self.select(keys)?;
        let columns = self.columns(keys, "columns", select.kind());
        let group = if grouped { self.field(keys, "group", select.kind()) } else { None };
        Some(Pages { select, columns, group })
    }

    fn select(&mut self, keys: &mut Keys) -> Option<Select> {
        let mut kind = None;
        if let Some((Value::String(name), at)) = keys.take("type") {
            if !self.types.all.contains_key(&name) {
                let wrong = Names::of(self.types, None).no_type(&name);
                self.tell_text(&at, &name, wrong);
                return None;
            }
            kind = Some(name);
        }
        let filter = self.filter(keys, kind.as_deref());
        let kind = kind.or_else(|| filter.as_ref().and_then(only_type).map(str::to_owned));
        let sort = self.sort(keys, kind.as_deref());
        let limit = keys.take("limit").and_then(|(value, at)| {
            let limit = value.as_u64().and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0);
            if limit.is_none() {
                self.tell(&at, "`limit` must be an integer of at least 1", None);
            }
            limit
        });
        Some(Select { kind, filter, sort, limit })
    }

    fn filter(&mut self, keys: &mut Keys, kind: Option<&str>) -> Option<Expr> {
        let (value, at) = keys.take("filter")?;
        let Value::String(text) = value else {
            let hint = Some("write it as a string: filter: order > 1".to_owned());
            self.tell(&at, format!("{} where a filter is expected", found(&value)), hint);
            return None;
        };
        let found = filter::parse(&text);
        let names = |expr| Names::of(self.types, kind.or_else(|| only_type(expr)));
        let faults = match &found {
            Ok(expr) => names(expr).check(expr),
            Err(fault) => vec![fault.clone()],
        };
        let written = yaml::locate(&self.fence.text, &at);
        let place = |range: &Range<usize>| {
            let place = |offset| yaml::written(&self.fence.text, written.start, &text, offset);
            let start = place(range.start);
            // An end of its own: a place behind the last character is that of the character, and one more.
            let end = if range.end > range.start { place(range.end - 1) + 1 } else { start };
            start..end.max(start)
        };
        let in_text = |in_filter: At| match in_filter {
            At::Bytes(range) => At::Text(at.clone(), text.clone(), range),
            other => other,
        };
        self.problems.extend(faults.into_iter().map(|fault| fault.moved(in_text)));
        for (range, text, means) in found.iter().flat_map(|expr| names(expr).literals(expr)) {
            let range = self.fence.in_body(&place(range));
            self.views.literals.push(Literal { text: text.to_owned(), range, means });
        }
        found.ok()
    }

    fn sort(&mut self, keys: &mut Keys, kind: Option<&str>) -> Vec<Sort> {
        let mut all = Vec::new();
        for (text, at) in self.texts(keys, "sort") {
            let down = text.starts_with('-');
            let field = self.path(text.trim_start_matches('-'), &at, kind);
            all.extend(field.map(|field| Sort { field, down }));
        }
        all
    }

    fn columns(&mut self, keys: &mut Keys, key: &'static str, kind: Option<&str>) -> Vec<Column> {
        let mut all = Vec::new();
        for (value, at) in Self::several(keys, key) {
            let column = match value {
                Value::String(text) => self.path(&text, &at, kind).map(|field| Column { field, title: None }),
                Value::Object(map) => {
                    let mut keys = Keys { map, at: at.clone(), known: Vec::new() };
                    let field = self.field(&mut keys, "field", kind);
                    if field.is_none() && !keys.map.contains_key("field") && self.problems.is_empty() {
                        self.tell(&at, "the column has no `field`", None);
                    }
                    let title = self.text(&mut keys, "title");
                    self.nothing_left(keys);
                    field.map(|field| Column { field, title })
                }
                other => {
                    let hint = Some("write a field name, or {field: name, title: Title}".to_owned());
                    self.tell(&at, format!("{} where a field is expected", found(&other)), hint);
                    None
                }
            };
            all.extend(column);
        }
        all
    }

    fn field(&mut self, keys: &mut Keys, key: &'static str, kind: Option<&str>) -> Option<Vec<String>> {
        let at = keys.steps(key);
        let text = self.text(keys, key)?;
        self.path(&text, &at, kind)
    }

    /// A field's path, if there is such a field.
    fn path(&mut self, text: &str, at: &[Step], kind: Option<&str>) -> Option<Vec<String>> {
        let path: Vec<String> = text.trim().split('.').map(str::to_owned).collect();
        match Names::of(self.types, kind).field(&path) {
            Ok(()) => Some(path),
            Err(wrong) => {
                self.tell_text(at, text, wrong);
                None
            }
        }
    }

    fn axis(&mut self, keys: &mut Keys, key: &'static str) -> Option<Axis> {
        let Some((value, at)) = keys.take(key) else {
            let hint = Some("write the types of both: {rows: role, columns: skill}".to_owned());
            self.tell(&keys.at.clone(), format!("the matrix has no `{key}`"), hint);
            return None;
        };
        let map = match value {
            Value::Object(map) => map,
            other => Map::from_iter([("type".to_owned(), other)]),
        };
        // A short form has no `type` of its own to point at: the place of the value is found instead.
        let mut keys = Keys { map, at, known: Vec::new() };
        let select = self.select(&mut keys)?;
        if select.kind.is_none() {
            let hint = did_you_mean("", self.types.all.keys().map(String::as_str));
            self.tell(&keys.at.clone(), format!("`{key}` has no page type"), hint);
            return None;
        }
        let label = self.field(&mut keys, "label", select.kind());
        self.nothing_left(keys);
        Some(Axis { select, label })
    }

    fn matrix(&mut self, keys: &mut Keys) -> Option<Matrix> {
        let (rows, columns) = (self.axis(keys, "rows")?, self.axis(keys, "columns")?);
        let (value, at) = match keys.take("value") {
            Some((Value::String(text), at)) => (Some(text), at),
            Some((_, at)) => {
                self.tell(&at, "`value` must name a field, such as skills.level", None);
                return None;
            }
            None => (None, keys.at.clone()),
        };
        let names = Names::of(self.types, rows.select.kind());
        match names.relation(rows.select.kind(), columns.select.kind(), value.as_deref()) {
            Ok((by_rows, link, value)) => Some(Matrix { rows, columns, by_rows, link, value }),
            Err(wrong) => {
                match value {
                    Some(text) => self.tell_text(&at, &text, wrong),
                    None => self.problems.push(wrong.placed(At::Field(at))),
                }
                None
            }
        }
    }

    fn compare(&mut self, keys: &mut Keys) -> Option<Kind> {
        if let Some((Value::String(name), at)) = keys.take("from") {
            self.name(name, Some(Behaviour::Comparison), &at);
            let only = self.texts(keys, "subjects").into_iter().map(|(id, _)| id).collect();
            return Some(Kind::Subjects(Subjects { page: self.views.named.len() - 1, only }));
        }
        let first = self.views.named.len();
        for (name, at) in self.texts(keys, "pages") {
            self.name(name, None, &at);
        }
        let pages = first..self.views.named.len();
        let select = self.select(keys)?;
        if pages.len() == 1 || (pages.is_empty() && select == Select::default()) {
            let hint = "write `pages: [one, another]`, `type: role`, or `from:` a page with subjects".to_owned();
            self.tell(&keys.at.clone(), "a comparison needs at least two pages", Some(hint));
            return None;
        }
        let select = Some(select).filter(|_| pages.is_empty());
        let kind = select.as_ref().and_then(|select| select.kind().map(str::to_owned));
        let fields = self.columns(keys, "fields", kind.as_deref());
        Some(Kind::Compare(Compare { pages, select, fields }))
    }

    fn name(&mut self, name: String, behaves: Option<Behaviour>, at: &[Step]) {
        let text = &self.fence.text;
        let range = yaml::edit::extent(text, at, &name).unwrap_or_else(|| yaml::locate(text, at));
        let range = self.fence.in_body(&range);
        self.views.named.push(Named { name, behaves, range });
    }
}

impl Select {
    /// The type of the pages, if they have one in common.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }
}

/// The type that all pages of a filter have: `type == "role" and ...`.
fn only_type(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        filter::Kind::And(parts) => parts.iter().find_map(only_type),
        filter::Kind::Test(left, filter::Op::Equal, right) => match (&left.kind, &right.kind) {
            (filter::Kind::Field(path), filter::Kind::Text(kind)) if path == &["type"] => Some(kind),
            _ => None,
        },
        _ => None,
    }
}
