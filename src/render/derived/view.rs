//! What the templates of views are given: the result of a view, ready to be written.
//!
//! It is part of the page's view and so of the memo's key: a page is rendered anew when what its views show changes.

use serde::Serialize;

/// What `views/table.html` and its kin are given.
#[derive(Clone, Debug, Serialize)]
pub struct DataPage<'a> {
    /// Language of the text around the view.
    pub lang: &'a str,
    /// From the page to the top of the output.
    pub root: &'a str,
    /// The view.
    pub view: &'a DataView,
}

/// A view of the site's data.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct DataView {
    /// `table`, `list`, `cards`, `matrix` or `compare`.
    pub kind: &'static str,
    /// The how manieth of the page, from 1: for ids.
    pub number: usize,
    /// Caption, if the author gave one.
    pub title: Option<String>,
    /// What it shows, for who cannot see it at a glance: the caption, else the types.
    pub caption: String,
    /// Title of the column that names the rows.
    pub head: String,
    /// The other columns.
    pub columns: Vec<DataColumn>,
    /// The rows, divided by the values of a field; one group without a title if they are not.
    pub groups: Vec<DataGroup>,
    /// What the marks of a matrix mean.
    pub marks: Vec<DataMark>,
    /// How many rows there are.
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
    /// What they have in common.
    pub title: Option<String>,
    /// The rows.
    pub rows: Vec<DataRow>,
}

/// A row, an item of a list, a card.
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
    /// All cells say the same (`compare`).
    pub same: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct DataCell {
    /// What it says; nothing, one thing or several.
    pub items: Vec<DataItem>,
    /// What it is sorted by, where that is not its text: a number, a day, a place in a list of values.
    pub sort: Option<String>,
}

/// One thing that a cell says.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct DataItem {
    /// Text.
    pub text: String,
    /// Relative URL, if it is a page.
    pub url: Option<String>,
    /// What stands beside it, in words: the level of a skill.
    pub note: Option<String>,
    /// Number of the mark that stands for it in a matrix, from 1.
    pub mark: Option<usize>,
}

/// A mark of a matrix.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct DataMark {
    /// Its number, from 1.
    pub number: usize,
    /// The character: `●`.
    pub sign: &'static str,
    /// What it means.
    pub text: String,
}
