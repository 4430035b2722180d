//! A view as Markdown, for the copies of pages: a table, or a list.
//!
//! In: a [`DataView`] whose links lead to copies. Out: Markdown.

use super::view::{DataCell, DataItem, DataRow, DataView};
use std::fmt::Write as _;

/// The view's Markdown, with a line break at its end.
pub fn markdown(view: &DataView) -> String {
    let mut out = String::new();
    if let Some(title) = &view.title {
        let _ = writeln!(out, "**{}**\n", text(title));
    }
    for (number, group) in view.groups.iter().enumerate() {
        if let Some(title) = &group.title {
            let _ = writeln!(out, "{}**{}**\n", if number > 0 { "\n" } else { "" }, text(title));
        } else if number > 0 {
            out.push('\n');
        }
        match view.kind {
            "list" | "cards" => group.rows.iter().for_each(|row| item(&mut out, view, row)),
            _ => table(&mut out, view, &group.rows),
        }
    }
    out
}

fn table(out: &mut String, view: &DataView, rows: &[DataRow]) {
    let heads = view.columns.iter().map(|column| link(&column.title, column.url.as_deref()));
    line(out, std::iter::once(text(&view.head)).chain(heads));
    line(out, std::iter::repeat_n("---".to_owned(), view.columns.len() + 1));
    for row in rows {
        line(out, std::iter::once(link(&row.title, row.url.as_deref())).chain(row.cells.iter().map(cell)));
    }
}

/// A row of a table.
pub(in crate::render) fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    let _ = writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "));
}

fn item(out: &mut String, view: &DataView, row: &DataRow) {
    let _ = write!(out, "- {}", link(&row.title, row.url.as_deref()));
    if !row.description.is_empty() {
        let _ = write!(out, ": {}", text(&row.description));
    }
    out.push('\n');
    for (column, said) in view.columns.iter().zip(&row.cells).filter(|(_, said)| !said.items.is_empty()) {
        let _ = writeln!(out, "  - {}: {}", text(&column.title), cell(said));
    }
}

fn cell(cell: &DataCell) -> String {
    let one = |item: &DataItem| {
        let note = item.note.as_ref().map_or(String::new(), |note| format!(" ({})", text(note)));
        format!("{}{note}", link(&item.text, item.url.as_deref()))
    };
    cell.items.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Words that lead somewhere, if they do.
pub(in crate::render) fn link(title: &str, url: Option<&str>) -> String {
    url.map_or_else(|| text(title), |url| format!("[{}]({url})", text(title)))
}

/// A text that is nothing but text in a cell: no mark of Markdown, no line break.
pub(in crate::render) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '|' | '[' | ']' | '*' | '_' | '`' | '<' | '>' | '#' | '~' | '$') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}
