//! Tables, lists and cards: one row a page.
//!
//! In: which pages and what of them. Out: rows in order, divided by the values of a field if the view says so.

use super::Maker;
use super::view::{DataGroup, DataRow, DataView};
use crate::page::data_blocks::{Column, Pages};
use crate::site::Id;
use crate::site::query::{Key, Value};

impl<'a> Maker<'a> {
    pub(super) fn pages(self, kind: &'static str, pages: &'a Pages) -> DataView {
        let found = self.data.select(&pages.select);
        let type_name = pages.select.kind();
        let mut columns: Vec<&Column> = pages.columns.iter().collect();
        // Every row is named by its page; a title of its own names the column of names.
        let title = columns.iter().position(|column| column.field == ["title"]).map(|at| columns.remove(at));
        let head = title.and_then(|column| column.title.clone()).unwrap_or_else(|| self.head(type_name));
        let row = |id: &Id| DataRow {
            description: if kind == "table" { String::new() } else { self.world.description(*id) },
            ..self.row(*id, &columns)
        };
        DataView {
            kind,
            caption: self.many(type_name),
            head,
            columns: columns.iter().map(|column| self.column(column, type_name)).collect(),
            groups: match &pages.group {
                None => vec![DataGroup { title: None, rows: found.iter().map(row).collect() }],
                Some(field) => {
                    let group = |(title, ids): (Option<String>, Vec<Id>)| DataGroup {
                        title,
                        rows: ids.iter().map(row).collect(),
                    };
                    self.groups(&found, field).into_iter().map(group).collect()
                }
            },
            ..DataView::default()
        }
    }

    /// What the pages are, for the column of their names.
    pub(super) fn head(self, kind: Option<&str>) -> String {
        kind.map_or_else(
            || self.labels.field(None, "title"),
            |kind| self.world.types.title(kind, self.labels.lang).to_owned(),
        )
    }

    /// What many of them are.
    pub(super) fn many(self, kind: Option<&str>) -> String {
        kind.map_or_else(
            || self.labels.say("view_pages"),
            |kind| self.world.types.plural(kind, self.labels.lang).to_owned(),
        )
    }

    fn row(self, id: Id, columns: &[&Column]) -> DataRow {
        DataRow {
            title: self.title(id),
            url: Some(self.url(id)),
            description: String::new(),
            cells: columns.iter().map(|column| self.cell(id, &column.field)).collect(),
            same: false,
        }
    }

    /// Pages by the values of a field, in the order of the values; those without one come last. A page with several
    /// values stands in several groups.
    fn groups(self, pages: &[Id], field: &[String]) -> Vec<(Option<String>, Vec<Id>)> {
        let name = field.last().map_or("", String::as_str);
        let mut groups: Vec<(Key, Option<String>, Vec<Id>)> = Vec::new();
        for id in pages {
            let schema = self.schema(*id, field);
            let listed = schema.and_then(|schema| crate::page::types::items(schema).get("enum"));
            let values = match self.data.value(*id, field) {
                Value::List(values) if !values.is_empty() => values,
                Value::List(_) => vec![Value::Nothing],
                one => vec![one],
            };
            for value in values {
                let key = self.data.key_of(&value, listed);
                let title = self.items(&value, schema, name).into_iter().next().map(|item| item.text);
                match groups.iter_mut().find(|(_, known, _)| *known == title) {
                    Some((_, _, ids)) if ids.last() != Some(id) => ids.push(*id),
                    Some(_) => {}
                    None => groups.push((key, title, vec![*id])),
                }
            }
        }
        groups.sort_by(|(a, x, _), (b, y, _)| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal).then(x.cmp(y)));
        let named = |title: Option<String>| title.or_else(|| Some(self.labels.say("view_none")));
        groups.into_iter().map(|(_, title, ids)| (named(title), ids)).collect()
    }
}
