//! `gaps`: what the schemas and the views of the site expect and nobody wrote.
//!
//! In: the site and the types. Out: a row for each gap, by page, with its kind:
//!
//! - `unused`: a type has pages that other types name in a field, and no page names this one;
//! - `empty`: a field of the type is there and says nothing, or is not there at all (`missing`) though the schema does
//!   not say `optional: true`;
//! - `cell`: a table in the front matter has no value for one of its columns (schema keyword `keys`);
//! - `row`: a page of a matrix in which nothing is marked.
//!
//! Nothing here knows a type by name: types of a project's own are asked in the same way.

use super::{Report, ReportInput, named};
use crate::page::data_blocks::{Kind, Matrix};
use crate::page::types::{Type, items};
use crate::site::query::Data;
use crate::site::relations::counts;
use crate::site::{Entry, Id};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Fields, cells, pages and rows that say nothing.
pub fn gaps(world: ReportInput<'_>) -> Report {
    let referred = referred(world);
    let mut rows = Vec::new();
    for (id, entry) in world.pages().filter(|(_, entry)| counts(entry)) {
        let mut tell = |gap: &str, what: String| rows.push([named(entry).as_slice(), &[gap.to_owned(), what]].concat());
        if let Some(declared) = entry.page.outline.front.kind.as_deref().and_then(|kind| world.types.all.get(kind)) {
            unused(world, id, declared, &referred, &mut tell);
            fields(declared, &entry.page.outline.fields, &mut tell);
        }
        empty_rows(world, id, entry, &mut tell);
    }
    Report { columns: vec!["page", "title", "gap", "what"], rows }
}

/// Types whose pages are named by a field that names pages of this type alone, each with such a field: `role.skills.skill`.
fn referred<'a>(world: ReportInput<'a>) -> Vec<(String, &'a str, Vec<String>)> {
    let of =
        |declared: &'a Type| declared.references().into_iter().map(move |r| (r.kind, declared.name.as_str(), r.path));
    world.types.all.values().flat_map(of).filter(|(kind, ..)| kind != "*").collect()
}

fn unused(
    world: ReportInput<'_>,
    id: Id,
    declared: &Type,
    referred: &[(String, &str, Vec<String>)],
    tell: &mut impl FnMut(&str, String),
) {
    let fields: Vec<String> = referred
        .iter()
        .filter(|(kind, ..)| *kind == declared.name)
        .map(|(_, owner, path)| format!("{owner}.{}", path.join(".")))
        .collect();
    let by = |from: Id| world.site.entries[from].page.outline.front.kind.as_deref().unwrap_or_default();
    let is_named = world
        .site
        .relations
        .to(id)
        .iter()
        .any(|r| referred.iter().any(|(kind, owner, _)| *kind == declared.name && *owner == by(r.from)));
    if !fields.is_empty() && !is_named {
        tell("unused", format!("not referenced by any {}", fields.join(", ")));
    }
}

fn fields(declared: &Type, fields: &Map<String, Value>, tell: &mut impl FnMut(&str, String)) {
    for name in declared.fields() {
        match fields.get(name) {
            None if declared.schema_at([name]).and_then(|s| s.get("optional")) == Some(&Value::Bool(true)) => {}
            None => tell("missing", name.to_owned()),
            Some(value) if is_empty(value) => tell("empty", name.to_owned()),
            Some(value) => {
                let schema = declared.schema_at([name]).unwrap_or(&Value::Null);
                cells(schema, value, name, fields, tell);
            }
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(map) => map.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Mappings whose keys are the ids of another list (`keys: subjects`): each id needs a value.
fn cells(schema: &Value, value: &Value, place: &str, fields: &Map<String, Value>, tell: &mut impl FnMut(&str, String)) {
    match value {
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                let name = item.get("name").or_else(|| item.get("id")).and_then(Value::as_str);
                let place = name.map_or_else(|| format!("{place}[{}]", index + 1), |name| format!("{place}: {name}"));
                cells(items(schema), item, &place, fields, tell);
            }
        }
        Value::Object(map) => {
            if let Some(list) = schema.get("keys").and_then(Value::as_str) {
                let missing = ids(fields.get(list)).filter(|id| map.get(*id).is_none_or(is_empty));
                missing.for_each(|id| tell("cell", format!("{place}: {id}")));
            }
            for (key, inner) in map {
                if let Some(schema) = schema.get("properties").and_then(|p| p.get(key)) {
                    cells(schema, inner, place, fields, tell);
                }
            }
        }
        _ => {}
    }
}

fn ids(list: Option<&Value>) -> impl Iterator<Item = &str> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item.get("id").and_then(Value::as_str))
}

/// Pages that stand in a matrix of this page and have no mark there.
fn empty_rows(world: ReportInput<'_>, id: Id, entry: &Entry, tell: &mut impl FnMut(&str, String)) {
    let data = Data { site: world.site, types: world.types, dates: world.dates, lang: &entry.page.outline.lang };
    for view in entry.page.views.all.iter().filter_map(|(_, view)| view.as_ref()) {
        if let Kind::Matrix(matrix) = &view.kind {
            for row in unmarked(data, matrix).into_iter().filter(|row| *row != id) {
                tell("row", world.site.entries[row].page.outline.title.clone());
            }
        }
    }
}

/// The rows of a matrix that are joined with none of its columns.
fn unmarked(data: Data<'_>, matrix: &Matrix) -> Vec<Id> {
    let (rows, columns) = (data.select(&matrix.rows.select), data.select(&matrix.columns.select));
    let all: BTreeSet<Id> = columns.iter().copied().collect();
    let marked: BTreeSet<Id> = if matrix.by_rows {
        rows.iter().copied().filter(|row| data.named(*row, &matrix.link).any(|(_, to)| all.contains(&to))).collect()
    } else {
        columns.iter().flat_map(|column| data.named(*column, &matrix.link).map(|(_, to)| to)).collect()
    };
    rows.into_iter().filter(|row| !marked.contains(row)).collect()
}
