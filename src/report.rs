//! Reports: questions about the whole site, answered as a table.
//!
//! In: the site and its configuration. Out: a [`Report`], written as text for people, as JSON, or as CSV. One file a
//! kind; [`KINDS`] names them.

pub mod asked;
mod gaps;
mod orphans;
mod owners;
mod stale;
mod translations;
mod write;

pub use stale::calendar;

use crate::config::Config;
use crate::page::types::Types;
use crate::site::{Entry, Id, Site};
use crate::yaml::did_you_mean;
use std::collections::BTreeMap;

/// What reports are made from.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// The model.
    pub site: &'a Site,
    /// The configuration.
    pub config: &'a Config,
    /// The types.
    pub types: &'a Types,
    /// Source path -> day of the last change.
    pub dates: &'a BTreeMap<String, String>,
}

/// A table of plain texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Names of the columns, for people and for programs: lower case, `_` between words.
    pub columns: Vec<&'static str>,
    /// As many texts a row as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// What makes a report.
pub type Kind = fn(ReportInput<'_>) -> Report;

/// Every kind: its name, what it tells, its function.
pub const KINDS: [(&str, &str, Kind); 6] = [
    ("dead-ends", "pages that link to no other page", orphans::dead_ends),
    ("gaps", "empty fields, comparison cells and matrix rows; pages that no field references", gaps::gaps),
    ("orphans", "pages that no other page links to", orphans::orphans),
    ("owners", "pages by owner, starting with those that have none", owners::owners),
    ("stale", "pages that should be reviewed; --format ics prints a calendar", stale::stale),
    (
        "translations",
        "pages to translate, and what has changed in the originals since they were translated",
        translations::translations,
    ),
];

/// The report of a kind.
///
/// # Errors
/// A sentence for people when there is no such kind.
pub fn kind(name: &str) -> Result<Kind, String> {
    let found = KINDS.iter().find(|(known, ..)| *known == name).map(|(.., make)| *make);
    found.ok_or_else(|| {
        let hint = did_you_mean(name, KINDS.iter().map(|(known, ..)| *known)).unwrap_or_default();
        format!("there is no report `{name}`: {hint}")
    })
}

impl<'a> ReportInput<'a> {
    /// Pages with a text of their own, by path.
    fn pages(self) -> impl Iterator<Item = (Id, &'a Entry)> {
        self.site.own_entries()
    }
}

/// What names a page in every report: its file and its title.
fn named(entry: &Entry) -> [String; 2] {
    [entry.page.outline.source.clone(), entry.page.outline.title.clone()]
}
