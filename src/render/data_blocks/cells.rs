//! What a field of a page says, in words.
//!
//! In: a page, a field. Out: a [`DataCell`]: texts, links to the pages that are named, days and listed values in the
//! page's language, and what to sort by.

use super::Maker;
use super::view::{DataCell, DataColumn, DataItem};
use crate::page::data_blocks::Column;
use crate::page::types::{FieldStep, items, names};
use crate::site::Id;
use crate::site::links::Target;
use crate::site::query::{Value, place};
use crate::site::relations::Relation;
use serde_json::Value as Json;

/// Fields of every page that hold a day.
const DAYS: [&str; 3] = ["date", "updated", "last_reviewed_on"];

impl<'a> Maker<'a> {
    /// The schema of a field of a page's own type.
    pub(super) fn schema(self, id: Id, field: &[String]) -> Option<&'a Json> {
        let kind = self.world.outline(id).front.kind.as_deref()?;
        self.world.types.all.get(kind)?.schema_at(field.iter().map(String::as_str))
    }

    /// A column's title: its own, else what the field is called in the type of the pages.
    pub(super) fn column(self, column: &Column, kind: Option<&str>) -> DataColumn {
        let schema = kind.and_then(|kind| self.world.types.all.get(kind));
        let schema = schema.and_then(|declared| declared.schema_at(column.field.iter().map(String::as_str)));
        let name = column.field.last().map_or("", String::as_str);
        let title = column.title.clone().unwrap_or_else(|| self.labels.field(schema, name));
        DataColumn { title, url: None, field: column.field.join(".") }
    }

    /// What a field of a page says.
    pub(super) fn cell(self, id: Id, field: &[String]) -> DataCell {
        if let Some(related) = self.related(id, field) {
            return DataCell { items: related, sort: None };
        }
        let value = self.data.value(id, field);
        let schema = self.schema(id, field);
        let name = field.last().map_or("", String::as_str);
        let sort = self.sort(&value, schema, DAYS.contains(&name));
        DataCell { items: self.items(&value, schema, name), sort }
    }

    /// A list of mappings that name pages (`skills`): each page with what stands beside its name, but for those that are
    /// in no list.
    fn related(self, id: Id, field: &[String]) -> Option<Vec<DataItem>> {
        let outline = self.world.outline(id);
        let links = outline.field_links.iter().enumerate().zip(&self.data.site.field_targets[id]);
        let below = links.filter(|((_, link), _)| {
            let Some((FieldStep::Key(_), around)) = link.path.split_last() else { return false };
            !around.is_empty() && names(around).eq(field.iter().map(String::as_str))
        });
        let mut below = below.peekable();
        below.peek()?;
        let listed = below.filter(|(_, target)| target.page().is_none_or(|to| self.world.outline(to).is_listed()));
        let told =
            listed.map(|((link, named), target)| self.reference(Relation { from: id, link }, &named.target, target));
        Some(told.collect())
    }

    fn reference(self, relation: Relation, written: &str, target: &Target) -> DataItem {
        let words = self.world.beside(self.labels, relation).into_iter().filter_map(|beside| beside.word);
        let note = words.collect::<Vec<_>>().join(", ");
        let note = Some(note).filter(|note| !note.is_empty());
        match target {
            Target::Page(to, _) => DataItem { note, ..self.page_item(*to as Id) },
            _ => DataItem { text: written.to_owned(), note, ..DataItem::default() },
        }
    }

    pub(super) fn page_item(self, id: Id) -> DataItem {
        DataItem { text: self.title(id), url: Some(self.url(id)), ..DataItem::default() }
    }

    pub(super) fn items(self, value: &Value<'_>, schema: Option<&Json>, name: &str) -> Vec<DataItem> {
        let text = |text: String| vec![DataItem { text, ..DataItem::default() }];
        match value {
            Value::Nothing => Vec::new(),
            Value::List(values) => values.iter().flat_map(|value| self.items(value, schema, name)).collect(),
            Value::Page(id) => vec![self.page_item(*id)],
            Value::Flag(flag) => text(self.labels.say(if *flag { "view_yes" } else { "view_no" })),
            Value::Number(number) => text(number.to_string()),
            Value::Text(empty) if empty.is_empty() => Vec::new(),
            Value::Text(day) if DAYS.contains(&name) => text(self.labels.day(day)),
            Value::Text(kind) if name == "type" => text(self.world.types.title(kind, self.labels.lang).to_owned()),
            Value::Text(written) => text(self.word(schema, name, written)),
            Value::Map(map) => {
                let plain = map.values().filter(|value| !value.is_object() && !value.is_array());
                text(plain.map(crate::render::labels::plain).collect::<Vec<_>>().join(" — "))
            }
        }
    }

    /// A text of the author's, or a listed value in words.
    pub(super) fn word(self, schema: Option<&Json>, name: &str, written: &str) -> String {
        let schema = schema.map(items);
        self.labels.word(schema, name, &Json::String(written.to_owned())).unwrap_or_else(|| written.to_owned())
    }

    fn sort(self, value: &Value<'_>, schema: Option<&Json>, day: bool) -> Option<String> {
        match value {
            Value::Number(number) => Some(number.to_string()),
            Value::Text(text) if day => Some(text.to_string()),
            Value::Text(text) => place(text, schema.and_then(|s| items(s).get("enum"))).map(|n| n.to_string()),
            _ => None,
        }
    }
}
