//! A table as text, JSON or CSV.
//!
//! In: a [`Report`]. Out: texts that end with a line break. Content is not trusted: no cell can move a terminal's
//! cursor, and none is a formula to a spreadsheet.

use super::Report;
use crate::diagnostic::printable;
use serde_json::{Map, Value};

impl Report {
    /// Columns of equal width for people, or one line that says that there is nothing.
    pub fn text(&self) -> String {
        if self.rows.is_empty() {
            return "nothing to report\n".to_owned();
        }
        let heads = self.columns.iter().map(|name| name.replace('_', " ")).collect();
        let clean = |row: &Vec<String>| row.iter().map(|cell| printable(cell).replace('\n', " ")).collect();
        let lines: Vec<Vec<String>> = std::iter::once(heads).chain(self.rows.iter().map(clean)).collect();
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        lines.iter().map(|line| aligned(line, &widths)).collect()
    }

    /// A list of objects, one a row, with the names of the columns as keys.
    pub fn json(&self) -> String {
        let object = |row: &Vec<String>| {
            let pairs = self.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell.clone().into()));
            Value::Object(pairs.collect::<Map<String, Value>>())
        };
        let rows = Value::Array(self.rows.iter().map(object).collect());
        format!("{rows:#}\n")
    }

    /// CSV as RFC 4180 has it, with the names of the columns as the first line.
    pub fn csv(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = &str>| cells.map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
        let head = line(&mut self.columns.iter().copied());
        let rows = self.rows.iter().map(|row| line(&mut row.iter().map(String::as_str)));
        std::iter::once(head).chain(rows).collect()
    }
}

fn aligned(line: &[String], widths: &[usize]) -> String {
    let pad = |(cell, width): (&String, &usize)| format!("{cell}{}", " ".repeat(width - cell.chars().count()));
    let cells: Vec<String> = line.iter().zip(widths).map(pad).collect();
    format!("{}\n", cells.join("  ").trim_end())
}

/// A cell of CSV. What a spreadsheet would take for a formula gets a `'` before it (OWASP, "CSV Injection").
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{cell}") } else { cell.to_owned() };
    if text.contains([',', '"', '\r', '\n']) || text != text.trim() {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        Report {
            columns: vec!["page", "last_words"],
            rows: vec![row(["a.md", "=cmd|' /C calc'!A0"]), row(["б.md", "a \"b\", c\u{1b}[2J"])],
        }
    }

    #[test]
    fn text_is_aligned_and_harmless() {
        assert_eq!(report().text(), "page  last words\na.md  =cmd|' /C calc'!A0\nб.md  a \"b\", c\u{fffd}[2J\n");
        assert_eq!(Report::default().text(), "nothing to report\n");
    }

    #[test]
    fn csv_is_quoted_and_no_cell_is_a_formula() {
        assert_eq!(
            report().csv(),
            "page,last_words\r\na.md,'=cmd|' /C calc'!A0\r\nб.md,\"a \"\"b\"\", c\u{1b}[2J\"\r\n"
        );
    }

    #[test]
    fn json_names_the_columns() {
        let rows: Value = serde_json::from_str(&report().json()).unwrap();
        assert_eq!(rows[1]["last_words"], "a \"b\", c\u{1b}[2J");
    }
}
