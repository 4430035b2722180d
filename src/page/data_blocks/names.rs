//! Whether types and fields that a view names are there.
//!
//! In: the types, and the type of the pages if it is known. Out: what is wrong, with the nearest name that is right.
//! Where the type is not known, a field of any type will do.

use super::filter::{Expr, Function, Kind, Op};
use super::{CODE, Means};
use crate::diagnostic::{At, Finding, Replacement};
use crate::page::keys;
use crate::page::types::{Reference, Type, Types, items};
use crate::yaml::short;
use serde_json::Value;
use std::ops::Range;

/// What is wrong with a name; whoever read it knows where it stands.
pub(super) fn wrong(message: String, hint: Option<String>) -> Finding {
    Finding::error(CODE, At::File, message).maybe_hint(hint)
}

/// The same at a part of a filter. A text stands there in quotes.
fn at(expr: &Expr, wrong: Finding) -> Finding {
    let Range { start, end } = expr.range;
    let wrong = wrong.placed(At::Bytes(start..end));
    if matches!(expr.kind, Kind::Text(_)) { wrong.fixed_at(At::Bytes(start + 1..end - 1)) } else { wrong }
}

/// A name of a path is written again with the others: the path is what is pointed at.
fn within(path: &[String], index: usize, wrong: Finding) -> Finding {
    let Some(Replacement { new, .. }) = wrong.fix.as_deref() else { return wrong };
    let mut written = path.to_vec();
    written[index].clone_from(new);
    wrong.fix(&path.join("."), written.join("."))
}

/// What names are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    types: &'a Types,
    kind: Option<&'a Type>,
}

/// What a path leads to.
enum Found<'a> {
    /// A value with a schema.
    Schema(&'a Value),
    /// A value that every page has, or a free one.
    Plain,
    /// Another page, of a type that is known or not.
    Page(Option<&'a Type>),
}

impl<'a> Names<'a> {
    pub(super) fn of(types: &'a Types, kind: Option<&str>) -> Self {
        Self { types, kind: kind.and_then(|kind| types.all.get(kind)) }
    }

    pub(super) fn no_type(self, name: &str) -> Finding {
        let known = self.types.all.keys().map(String::as_str);
        wrong(format!("there is no type `{}`", short(name)), None).suggest(name, known)
    }

    /// Whether there is such a field.
    pub(super) fn field(self, path: &[String]) -> Result<(), Finding> {
        self.walk(path).map(|_| ())
    }

    fn walk(self, path: &[String]) -> Result<Found<'a>, Finding> {
        let mut here = Found::Page(self.kind);
        for (index, name) in path.iter().enumerate() {
            here = match here {
                Found::Page(_) if name == "extra" => return Ok(Found::Plain),
                Found::Page(_) if keys::fields().any(|field| field == name) => Found::Plain,
                Found::Page(kind) => self.own_field(kind, name).map_err(|wrong| within(path, index, wrong))?,
                Found::Plain => return Err(inside(&path[..index])),
                Found::Schema(schema) => {
                    below(schema, name, &path[..index]).map_err(|wrong| within(path, index, wrong))?
                }
            };
            if let Found::Schema(schema) = here
                && let Some(kind) = items(schema).get("page").and_then(Value::as_str)
            {
                here = Found::Page(self.types.all.get(kind));
            }
        }
        Ok(here)
    }

    fn own_field(self, kind: Option<&'a Type>, name: &str) -> Result<Found<'a>, Finding> {
        let kinds = || self.types.all.values().filter(move |t| kind.is_none_or(|kind| kind.name == t.name));
        if let Some(schema) = kinds().find_map(|t| t.schema_at([name])) {
            return Ok(Found::Schema(schema));
        }
        let known = kinds().flat_map(Type::fields).chain(keys::fields()).chain(["extra"]);
        let near = crate::diagnostic::closest(name, known);
        let of = kind.map_or("a page".to_owned(), |t| format!("a page of type `{}`", t.name));
        let fields = || kind.map(|t| format!("its fields: {}", t.fields().collect::<Vec<_>>().join(", ")));
        let hint = near.map(|near| format!("did you mean `{near}`?")).or_else(fields);
        let error = wrong(format!("`{}` is not a field of {of}", short(name)), hint);
        Err(if let Some(near) = near { error.fix(name, near) } else { error })
    }

    /// What is wrong with the names in a filter.
    pub(super) fn check(self, expr: &Expr) -> Vec<Finding> {
        match &expr.kind {
            Kind::Or(parts) | Kind::And(parts) | Kind::List(parts) | Kind::Call(_, parts) => {
                parts.iter().flat_map(|part| self.check(part)).collect()
            }
            Kind::Not(inner) => self.check(inner),
            Kind::Test(left, op, right) => {
                let mut found: Vec<Finding> = [left, right].into_iter().flat_map(|side| self.check(side)).collect();
                if matches!(op, Op::Equal | Op::Unequal | Op::Contains | Op::In) && found.is_empty() {
                    let (field, value) = if *op == Op::In { (right, left) } else { (left, right) };
                    found.extend(self.values(field, value));
                    found.extend(self.values(value, field));
                }
                found
            }
            Kind::Field(path) => self.field(path).err().map(|wrong| at(expr, wrong)).into_iter().collect(),
            Kind::Text(_) | Kind::Number(_) | Kind::Flag(_) => Vec::new(),
        }
    }

    /// The texts of a filter that are compared with what pages and folders are called.
    pub(super) fn literals(self, expr: &Expr) -> Vec<(&Range<usize>, &str, Means)> {
        match &expr.kind {
            Kind::Or(parts) | Kind::And(parts) | Kind::List(parts) => {
                parts.iter().flat_map(|part| self.literals(part)).collect()
            }
            Kind::Not(inner) => self.literals(inner),
            Kind::Test(left, Op::Equal | Op::Unequal | Op::Contains | Op::In, right) => {
                [(left, right), (right, left)].into_iter().flat_map(|(field, value)| self.named(field, value)).collect()
            }
            Kind::Call(Function::StartsWith, values) => match values.as_slice() {
                [field, value] => self.named(field, value),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The texts of a value, if the field that it is compared with holds names of pages or folders.
    fn named<'e>(self, field: &Expr, value: &'e Expr) -> Vec<(&'e Range<usize>, &'e str, Means)> {
        let Kind::Field(path) = &field.kind else { return Vec::new() };
        let Some(means) = self.means(path) else { return Vec::new() };
        texts(value).map(|(e, text)| (&e.range, text, means.clone())).collect()
    }

    fn means(self, path: &[String]) -> Option<Means> {
        let (last, before) = path.split_last()?;
        let of_page = || before.is_empty() || matches!(self.walk(before), Ok(Found::Page(_)));
        match (last.as_str(), self.walk(path).ok()?) {
            (_, Found::Page(kind)) => Some(Means::Page(kind.map(|kind| kind.name.clone()))),
            ("path", Found::Plain) => of_page().then_some(Means::Path),
            ("folder", Found::Plain) => of_page().then_some(Means::Folder),
            _ => None,
        }
    }

    /// Values that a field can never have.
    fn values(self, field: &Expr, value: &Expr) -> Vec<Finding> {
        let Kind::Field(path) = &field.kind else { return Vec::new() };
        texts(value).filter_map(|(e, text)| Some(at(e, self.never(path, text)?))).collect()
    }

    fn never(self, path: &[String], text: &str) -> Option<Finding> {
        if path == ["type"] {
            return (!self.types.all.contains_key(text)).then(|| self.no_type(text));
        }
        let Ok(Found::Schema(schema)) = self.walk(path) else { return None };
        let listed: Vec<&str> = items(schema).get("enum")?.as_array()?.iter().filter_map(Value::as_str).collect();
        let message = format!("`{}` can never be `{}`", path.join("."), short(text));
        (!listed.contains(&text)).then(|| wrong(message, None).suggest(text, listed.into_iter()))
    }

    /// The field by which pages of one type name pages of another: whose it is (the first's?), where it stands, and what
    /// is shown of it.
    pub(super) fn relation(
        self,
        rows: Option<&str>,
        columns: Option<&str>,
        value: Option<&str>,
    ) -> Result<Relation, Finding> {
        let (rows, columns) = (rows.unwrap_or_default(), columns.unwrap_or_default());
        let mut found: Vec<Relation> = Vec::new();
        for (by_rows, owner, other) in [(true, rows, columns), (false, columns, rows)] {
            let references = self.types.all.get(owner).map(Type::references).unwrap_or_default();
            for Reference { path, kind } in references.into_iter().filter(|r| r.kind == other || r.kind == "*") {
                let fits = value.is_none_or(|value| shown(&path, value).is_some()) && (kind != "*" || value.is_some());
                if fits {
                    let shown = value.and_then(|value| shown(&path, value)).flatten();
                    if let (Some(name), Some(declared)) = (&shown, self.types.all.get(owner)) {
                        beside(declared, &path, name)?;
                    }
                    found.push((by_rows, path, shown));
                }
            }
        }
        match (found.len(), found.pop()) {
            (1, Some(relation)) => Ok(relation),
            (0, _) => Err(self.no_relation(rows, columns, value)),
            (_, last) => {
                let names: Vec<String> = found.iter().chain(&last).map(|(_, path, _)| path.join(".")).collect();
                let message = format!("several fields join `{rows}` and `{columns}`: {}", names.join(", "));
                Err(wrong(message, Some("choose one with `value`".into())))
            }
        }
    }

    fn no_relation(self, rows: &str, columns: &str, value: Option<&str>) -> Finding {
        let all = [(rows, columns), (columns, rows)];
        let known: Vec<String> = all
            .into_iter()
            .flat_map(|(owner, other)| {
                let references = self.types.all.get(owner).map(Type::references).unwrap_or_default();
                references.into_iter().filter(move |r| r.kind == other).map(|r| r.path.join("."))
            })
            .collect();
        let message = match value {
            Some(value) => {
                format!("`{}` does not join pages of type `{rows}` with pages of type `{columns}`", short(value))
            }
            None => format!("no field of `{rows}` references pages of type `{columns}`, or vice versa"),
        };
        let hint = (!known.is_empty()).then(|| format!("this field does: {}", known.join(", ")));
        wrong(message, hint)
    }
}

/// A field that joins two types: the rows' own, its path, what is shown of what stands beside it.
pub(super) type Relation = (bool, Vec<String>, Option<String>);

/// The texts in a list, or the one text.
fn texts(value: &Expr) -> impl Iterator<Item = (&Expr, &str)> {
    let items = if let Kind::List(items) = &value.kind { items.as_slice() } else { std::slice::from_ref(value) };
    items.iter().filter_map(|e| if let Kind::Text(text) = &e.kind { Some((e, text.as_str())) } else { None })
}

/// Whether `skills.level`, `skills.skill` or `skills` is said of the reference `skills.skill`, and the name beside it.
fn shown(reference: &[String], value: &str) -> Option<Option<String>> {
    let around = reference.split_last().map_or(String::new(), |(_, around)| around.join("."));
    if value == reference.join(".") || value == around {
        return Some(None);
    }
    let name = value.strip_prefix(&around)?.trim_start_matches('.');
    (!around.is_empty() && !name.contains('.') && value.len() > around.len() + 1).then(|| Some(name.to_owned()))
}

/// Whether there is such a field beside a reference.
fn beside(declared: &Type, reference: &[String], name: &str) -> Result<(), Finding> {
    let around = reference.split_last().map_or(&[][..], |(_, around)| around);
    let schema = declared.schema_at(around.iter().map(String::as_str));
    let path = [around, &[name.to_owned()]].concat();
    let told = |wrong| within(&path, around.len(), wrong);
    schema.map_or(Ok(()), |schema| below(schema, name, around).map(|_| ()).map_err(told))
}

fn below<'a>(schema: &'a Value, name: &str, path: &[String]) -> Result<Found<'a>, Finding> {
    let inner = items(schema);
    let properties = inner.get("properties").and_then(Value::as_object);
    let free = inner.get("additionalProperties").filter(|free| free.is_object());
    if let Some(found) = properties.and_then(|p| p.get(name)).or(free) {
        return Ok(Found::Schema(found));
    }
    let Some(properties) = properties else { return Err(inside(path)) };
    let message = format!("`{}` is not a field of `{}`", short(name), path.join("."));
    Err(wrong(message, None).suggest(name, properties.keys().map(String::as_str)))
}

fn inside(path: &[String]) -> Finding {
    wrong(format!("`{}` has no fields below it", path.join(".")), None)
}
