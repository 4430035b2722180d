//! What the templates of views are given: the result of a view, ready to be written.
//!
//! It is part of the page's view and so of the memo's key: a page is rendered anew when what its views show changes.

use serde::Serialize;

/// The data for `views/table.html` and the other view templates.
#[derive(Clone, Debug, Serialize)]
pub struct DataPage<'a> {
    /// Language of the text around the view.
    pub lang: &'a str,
    /// Path from the page to the site's root.
    pub root: &'a str,
    /// The view.
    pub view: &'a DataView,
}

/// A view of the site's data.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct DataView {
    /// `table`, `list`, `cards`, `matrix` or `compare`.
    pub kind: &'static str,
    /// The number of the view on its page, starting from 1; use it in ids.
    pub number: usize,
    /// Caption, if the author gave one.
    pub title: Option<String>,
    /// Accessible name: the caption, or the types that the view shows.
    pub caption: String,
    /// Title of the column that names the rows.
    pub head: String,
    /// The other columns.
    pub columns: Vec<DataColumn>,
    /// The rows, grouped by the values of a field; without grouping, one group without a title.
    pub groups: Vec<DataGroup>,
    /// The legend of a matrix.
    pub marks: Vec<DataMark>,
    /// Number of rows.
    pub count: usize,
}

/// A column.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct DataColumn {
    /// Title.
    pub title: String,
    /// Relative URL, if the column is a page.
    pub url: Option<String>,
    /// The field: `skills.level`; empty if the column is a page.
    pub field: String,
}

/// Rows that belong together.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct DataGroup {
    /// The value that they have in common.
    pub title: Option<String>,
    /// The rows.
    pub rows: Vec<DataRow>,
}

/// A table row, list item or card.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct DataRow {
    /// Title of the page, or name of the field.
    pub title: String,
    /// Relative URL, if the row is a page.
    pub url: Option<String>,
    /// One sentence about the page (`list`, `cards`).
    pub description: String,
    /// One for each column.
    pub cells: Vec<DataCell>,
    /// Whether all cells are equal (`compare`).
    pub same: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct DataCell {
    /// The values in the cell: none, one or several.
    pub items: Vec<DataItem>,
    /// The sort key, if it is not the text: a number, a date, a position in a list of values.
    pub sort: Option<String>,
}

/// One value in a cell.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct DataItem {
    /// Text.
    pub text: String,
    /// Relative URL, if it is a page.
    pub url: Option<String>,
    /// The text next to it: the level of a skill.
    pub note: Option<String>,
    /// Number of the symbol that represents it in a matrix, starting from 1.
    pub mark: Option<usize>,
}

/// A symbol in a matrix.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct DataMark {
    /// Its number, starting from 1.
    pub number: usize,
    /// The character: `●`.
    pub sign: &'static str,
    /// Its meaning.
    pub text: String,
}
