//! A matrix: pages against pages, joined by a field in which the one names the other.
//!
//! In: both sides and the field. Out: a row for each page of the one, a cell for each of the other. Only the references
//! are walked: 200 roles with ten skills each are 2,000 steps, whatever the size of the table.

use super::Maker;
use super::view::{DataCell, DataColumn, DataGroup, DataItem, DataMark, DataRow, DataView};
use crate::page::data_blocks::{Axis, Matrix};
use crate::page::types::{self, items};
use crate::site::Id;
use serde_json::Value as Json;
use std::collections::{BTreeSet, HashMap};

/// Signs of a matrix, for fields that list so many values or fewer; others are written out.
const SIGNS: [&str; 4] = ["●", "○", "◐", "◌"];

impl<'a> Maker<'a> {
    pub(super) fn matrix(self, matrix: &'a Matrix) -> DataView {
        let (rows, columns) = (self.data.select(&matrix.rows.select), self.data.select(&matrix.columns.select));
        let mut cells = vec![vec![DataCell::default(); columns.len()]; rows.len()];
        let (owners, others) = if matrix.by_rows { (&rows, &columns) } else { (&columns, &rows) };
        let places: HashMap<Id, usize> = others.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        for (owner, id) in owners.iter().enumerate() {
            for (to, item) in self.named(*id, matrix) {
                let Some(other) = places.get(&to) else { continue };
                let (row, column) = if matrix.by_rows { (owner, *other) } else { (*other, owner) };
                let cell = &mut cells[row][column];
                // Named twice with the same value is said once.
                if !cell.items.contains(&item) {
                    cell.sort = cell.sort.take().or_else(|| item.mark.map(|mark| mark.to_string()));
                    cell.items.push(item);
                }
            }
        }
        let marks = self.marks(matrix, &cells);
        let rows = rows.into_iter().zip(cells).map(|(id, cells)| self.matrix_row(id, &matrix.rows, cells)).collect();
        DataView {
            kind: "matrix",
            head: self.head(matrix.rows.select.kind()),
            columns: columns.iter().map(|id| self.matrix_column(*id, &matrix.columns)).collect(),
            groups: vec![DataGroup { title: None, rows }],
            marks,
            caption: format!("{} × {}", self.many(matrix.rows.select.kind()), self.many(matrix.columns.select.kind())),
            ..DataView::default()
        }
    }

    fn matrix_row(self, id: Id, axis: &Axis, cells: Vec<DataCell>) -> DataRow {
        DataRow { title: self.name(id, axis), url: Some(self.url(id)), cells, ..DataRow::default() }
    }

    fn matrix_column(self, id: Id, axis: &Axis) -> DataColumn {
        DataColumn { title: self.name(id, axis), url: Some(self.url(id)), field: String::new() }
    }

    /// The page's name on its side of the table.
    fn name(self, id: Id, axis: &Axis) -> String {
        let label = axis.label.as_ref().and_then(|field| self.cell(id, field).items.into_iter().next());
        label.map_or_else(|| self.title(id), |item| item.text)
    }

    /// The pages that a page names in the field, each with what the cell says.
    fn named(self, id: Id, matrix: &'a Matrix) -> Vec<(Id, DataItem)> {
        let outline = self.world.outline(id);
        let tell = |(link, to): (usize, Id)| {
            let path = &outline.field_links[link].path;
            let around = &path[..path.len() - 1];
            let value =
                matrix.value.as_ref().map(|name| types::at(&outline.fields, around).and_then(|map| map.get(name)));
            (to, self.said(value, matrix))
        };
        self.data.named(id, &matrix.link).map(tell).collect()
    }

    /// What a cell says: a listed value by its mark, another as it is; without a value that there is a reference.
    fn said(self, value: Option<Option<&Json>>, matrix: &Matrix) -> DataItem {
        let Some(Some(value)) = value else {
            let text = self.labels.say("view_yes");
            // With a value to show, a reference that has none is the weakest mark.
            let mark = if value.is_none() { 1 } else { SIGNS.len() };
            return DataItem { text, mark: Some(mark), ..DataItem::default() };
        };
        let name = matrix.value.as_deref().unwrap_or_default();
        let written = crate::render::labels::plain(value);
        let listed = self.listed(matrix);
        let mark =
            listed.iter().position(|known| *known == written).map(|at| at + 1).filter(|_| listed.len() < SIGNS.len());
        DataItem { text: self.word(self.value_schema(matrix), name, &written), mark, ..DataItem::default() }
    }

    fn value_schema(self, matrix: &Matrix) -> Option<&'a Json> {
        let owner = if matrix.by_rows { &matrix.rows } else { &matrix.columns };
        let around = matrix.link.split_last()?.1.iter().map(String::as_str);
        let declared = self.world.types.all.get(owner.select.kind()?)?;
        declared.schema_at(around.chain(matrix.value.as_deref()))
    }

    fn listed(self, matrix: &Matrix) -> Vec<&'a str> {
        let listed = self.value_schema(matrix).and_then(|schema| items(schema).get("enum")).and_then(Json::as_array);
        listed.into_iter().flatten().filter_map(Json::as_str).collect()
    }

    /// The signs that stand in the table, and what each means.
    fn marks(self, matrix: &Matrix, cells: &[Vec<DataCell>]) -> Vec<DataMark> {
        let items = cells.iter().flatten().flat_map(|cell| &cell.items);
        let used: BTreeSet<usize> = items.filter_map(|item| item.mark).collect();
        let name = matrix.value.as_deref().unwrap_or_default();
        let listed = self.listed(matrix);
        let mut texts: Vec<(usize, String)> = Vec::new();
        if matrix.value.is_none() {
            texts.push((1, self.labels.say("view_yes")));
        } else {
            if listed.len() < SIGNS.len() {
                let word = |value: &&str| self.word(self.value_schema(matrix), name, value);
                texts.extend(listed.iter().map(word).enumerate().map(|(at, text)| (at + 1, text)));
            }
            texts.push((SIGNS.len(), self.labels.say("view_yes")));
        }
        texts
            .into_iter()
            .filter(|(number, _)| used.contains(number))
            .map(|(number, text)| DataMark { number, sign: SIGNS[number - 1], text })
            .collect()
    }
}
