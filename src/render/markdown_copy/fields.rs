//! The fields of a page's type as Markdown, for its copy.
//!
//! In: the context and an address. Out: a table for a comparison, as on the page; everything else as lists, in which a
//! mapping begins with what it is about.

use crate::page::translated::SETTINGS;
use crate::page::types::{Behaviour, FieldStep};
use crate::render::context::RenderContext;
use crate::render::data_blocks::copy::{line, link, text};
use crate::render::labels::Labels;
use crate::site::Id;
use crate::site::links::Target;
use crate::url::relative;
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// Keys that say what a mapping is about, the likeliest first.
const LEADS: [&str; 7] = ["do", "title", "name", "q", "page", "skill", "term"];

impl RenderContext<'_> {
    /// The fields of a page.
    pub(super) fn fields_copied(&self, out: &mut String, id: Id) {
        let outline = &self.site.entries[id].page.outline;
        let table = self.comparison(id).filter(|_| outline.behaves == Some(Behaviour::Comparison));
        let in_table = |name: &str| table.is_some() && matches!(name, "subjects" | "criteria");
        let shown = |name: &str| !SETTINGS.contains(&name) && !in_table(name);
        if let Some(table) = &table {
            out.push_str(table);
            out.push('\n');
        }
        for (name, value) in outline.fields.iter().filter(|(name, _)| shown(name)) {
            field(out, name, value, 0);
        }
        if outline.fields.keys().any(|name| shown(name)) {
            out.push('\n');
        }
    }

    /// Subjects side by side.
    fn comparison(&self, id: Id) -> Option<String> {
        let outline = &self.site.entries[id].page.outline;
        let list = |name: &str| outline.fields.get(name)?.as_array().filter(|list| !list.is_empty());
        let (subjects, criteria) = (list("subjects")?, list("criteria")?);
        let labels = Labels { strings: self.templates.strings(&outline.lang), lang: &outline.lang };
        let said = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let head = |(at, subject): (usize, &Value)| link(&said(subject, "title"), self.subject(id, at).as_deref());
        let mut out = String::new();
        line(&mut out, std::iter::once(text(&labels.say("criterion"))).chain(subjects.iter().enumerate().map(head)));
        line(&mut out, std::iter::repeat_n("---".to_owned(), subjects.len() + 1));
        for row in criteria {
            let values = row.get("values").unwrap_or(&Value::Null);
            let cells = subjects.iter().map(|subject| text(&said(values, &said(subject, "id"))));
            line(&mut out, std::iter::once(text(&said(row, "name"))).chain(cells));
        }
        Some(out)
    }

    /// The copy of the page about a subject.
    fn subject(&self, id: Id, at: usize) -> Option<String> {
        use FieldStep::{Index, Key};
        let mut links = self.site.entries[id].page.outline.field_links.iter().zip(&self.site.field_targets[id]);
        let is_its = |path: &[FieldStep]| match path {
            [Key(list), Index(n), Key(page)] => list == "subjects" && *n == at && page == "page",
            _ => false,
        };
        let (_, target) = links.find(|(link, _)| is_its(&link.path))?;
        let Target::Page(to, _) = target else { return None };
        Some(relative(&self.site.entries[id].out, &super::path(&self.site.entries[*to as Id].out)))
    }
}

/// A field as a Markdown list.
fn field(out: &mut String, name: &str, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    let lead = if name.is_empty() { String::new() } else { format!("{name}: ") };
    match value {
        // Nothing is said, or nothing is left of it.
        Value::Array(items) if items.is_empty() => {}
        Value::Object(map) if map.is_empty() => {}
        Value::Array(items) => {
            let _ = writeln!(out, "{indent}- {name}:");
            items.iter().for_each(|item| field(out, "", item, depth + 1));
        }
        Value::Object(map) => {
            let about = about(map).filter(|_| name.is_empty());
            let heading = if name.is_empty() { "item" } else { name };
            let first = about.map_or_else(|| format!("{heading}:"), |(_, said)| said.to_owned());
            let _ = writeln!(out, "{indent}- {first}");
            let others = map.iter().filter(|(key, _)| about.is_none_or(|(own, _)| own != *key && *key != "id"));
            others.for_each(|(key, value)| field(out, key, value, depth + 1));
        }
        Value::String(text) => {
            let _ = writeln!(out, "{indent}- {lead}{text}");
        }
        other => {
            let _ = writeln!(out, "{indent}- {lead}{other}");
        }
    }
}

/// What a mapping is about. Ids are for machines.
fn about(map: &Map<String, Value>) -> Option<(&'static str, &str)> {
    LEADS.into_iter().find_map(|key| Some((key, map.get(key)?.as_str().filter(|said| !said.is_empty())?)))
}
