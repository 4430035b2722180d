//! Pages side by side: one column a page, one row a field. A field that names pages gets a row for each page that any
//! of them names: so two roles are compared skill by skill.
//!
//! In: pages and fields, or a page of the type that compares subjects. Out: rows, each with whether it differs.

use super::Maker;
use super::view::{DataCell, DataColumn, DataGroup, DataItem, DataRow, DataView};
use crate::page::data_blocks::{Column, Compare, Subjects};
use crate::page::types::{FieldStep, names};
use crate::site::Id;
use crate::site::links::Target;
use crate::site::relations::Relation;
use serde_json::Value as Json;

impl<'a> Maker<'a> {
    pub(super) fn compare(self, compare: &'a Compare) -> DataView {
        let named = self.data.site.named_targets[self.id].get(compare.pages.clone()).unwrap_or_default();
        let pages: Vec<Id> = match &compare.select {
            Some(select) => self.data.select(select),
            None => named.iter().filter_map(page).collect(),
        };
        let kind = pages.first().and_then(|id| self.world.outline(*id).front.kind.as_deref());
        let fields = if compare.fields.is_empty() { self.all_fields(kind, &pages) } else { compare.fields.clone() };
        let mut groups: Vec<DataGroup> = Vec::new();
        for field in &fields {
            self.compared(field, kind, &pages, &mut groups);
        }
        let column = |id: &Id| DataColumn { title: self.title(*id), url: Some(self.url(*id)), field: String::new() };
        let columns: Vec<DataColumn> = pages.iter().map(column).collect();
        self.side_by_side(columns, groups)
    }

    /// The fields of the type of which any page says something.
    fn all_fields(self, kind: Option<&str>, pages: &[Id]) -> Vec<Column> {
        let declared = kind.and_then(|kind| self.world.types.all.get(kind));
        let fields = declared.into_iter().flat_map(|declared| declared.fields()).map(|name| vec![name.to_owned()]);
        let said = fields.filter(|field| pages.iter().any(|id| !self.data.value(*id, field).is_empty()));
        said.map(|field| Column { field, title: None }).collect()
    }

    fn compared(self, field: &Column, kind: Option<&str>, pages: &[Id], groups: &mut Vec<DataGroup>) {
        let title = self.column(field, kind).title;
        let rows = self.page_by_page(pages, &field.field);
        if !rows.is_empty() {
            return groups.push(DataGroup { title: Some(title), rows });
        }
        let cells = pages.iter().map(|id| self.cell(*id, &field.field)).collect();
        let row = differing(DataRow { title, cells, ..DataRow::default() });
        match groups.last_mut() {
            Some(DataGroup { title: None, rows }) => rows.push(row),
            _ => groups.push(DataGroup { title: None, rows: vec![row] }),
        }
    }

    /// A list of mappings that name pages: a row for each page that is named.
    fn page_by_page(self, pages: &[Id], field: &[String]) -> Vec<DataRow> {
        let mut rows: Vec<(Id, Vec<DataCell>)> = Vec::new();
        for (column, id) in pages.iter().enumerate() {
            for (to, item) in self.named_in(*id, field) {
                let at = rows.iter().position(|(known, _)| *known == to).unwrap_or_else(|| {
                    rows.push((to, vec![DataCell::default(); pages.len()]));
                    rows.len() - 1
                });
                let items = &mut rows[at].1[column].items;
                if !items.contains(&item) {
                    items.push(item);
                }
            }
        }
        let row = |(id, cells)| {
            differing(DataRow { title: self.title(id), url: Some(self.url(id)), cells, ..DataRow::default() })
        };
        rows.into_iter().map(row).collect()
    }

    fn named_in(self, id: Id, field: &[String]) -> Vec<(Id, DataItem)> {
        let links = self.world.outline(id).field_links.iter().enumerate().zip(&self.data.site.field_targets[id]);
        let inside = links.filter(|((_, link), _)| match link.path.as_slice() {
            [around @ .., FieldStep::Index(_), FieldStep::Key(_)] => names(around).eq(field.iter().map(String::as_str)),
            _ => false,
        });
        let tell = |((link, _), target): ((usize, _), &Target)| {
            let words = self.world.beside(self.labels, Relation { from: id, link }).into_iter().filter_map(|b| b.word);
            let words = words.collect::<Vec<_>>().join(", ");
            let text = if words.is_empty() { self.labels.say("view_yes") } else { words };
            let to = page(target).filter(|to| self.world.outline(*to).is_listed())?;
            Some((to, DataItem { text, ..DataItem::default() }))
        };
        inside.filter_map(tell).collect()
    }

    /// The table of a page that compares subjects (type `comparison`), or a part of its columns.
    pub(super) fn subjects(self, subjects: &Subjects) -> DataView {
        let target = self.data.site.named_targets[self.id].get(subjects.page).and_then(page);
        let Some(id) = target else { return self.side_by_side(Vec::new(), Vec::new()) };
        let fields = &self.world.outline(id).fields;
        let list = |key: &str| fields.get(key).and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let text = |value: &Json, key: &str| value.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let shown = |subject: &&Json| subjects.only.is_empty() || subjects.only.contains(&text(subject, "id"));
        let all = list("subjects").iter().enumerate().filter(|(_, subject)| shown(subject));
        let kept: Vec<(usize, String, String)> = all.map(|(n, s)| (n, text(s, "id"), text(s, "title"))).collect();
        let column = |(number, _, title): &(usize, String, String)| DataColumn {
            title: title.clone(),
            url: self.subject_page(id, *number).filter(|to| self.world.outline(*to).is_listed()).map(|to| self.url(to)),
            field: String::new(),
        };
        let row = |criterion: &Json| {
            let values = criterion.get("values");
            let cell = |(_, key, _): &(usize, String, String)| {
                let said = values.map(|values| text(values, key)).filter(|said| !said.is_empty());
                let items = said.map(|text| DataItem { text, ..DataItem::default() });
                DataCell { items: items.into_iter().collect(), sort: None }
            };
            differing(DataRow {
                title: text(criterion, "name"),
                cells: kept.iter().map(cell).collect(),
                ..DataRow::default()
            })
        };
        let rows = list("criteria").iter().map(row).collect();
        self.side_by_side(kept.iter().map(column).collect(), vec![DataGroup { title: None, rows }])
    }

    fn side_by_side(self, columns: Vec<DataColumn>, groups: Vec<DataGroup>) -> DataView {
        let caption = columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>().join(" · ");
        DataView {
            kind: "compare",
            head: self.labels.say("criterion"),
            caption,
            columns,
            groups,
            ..DataView::default()
        }
    }

    fn subject_page(self, id: Id, number: usize) -> Option<Id> {
        let path = [FieldStep::Key("subjects".into()), FieldStep::Index(number), FieldStep::Key("page".into())];
        let at = self.world.outline(id).field_links.iter().position(|link| link.path == path)?;
        page(&self.data.site.field_targets[id][at])
    }
}

fn page(target: &Target) -> Option<Id> {
    if let Target::Page(id, _) = target { Some(*id as Id) } else { None }
}

/// A row that knows whether its cells say the same.
fn differing(row: DataRow) -> DataRow {
    let same = row.cells.windows(2).all(|pair| pair[0].items == pair[1].items);
    DataRow { same, ..row }
}
