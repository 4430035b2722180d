//! What a front page leads to besides its own fields: the sections below it, and what changed last.

use super::Ref;
use crate::date::Date;
use serde::Serialize;

/// What a page leads to that behaves as `home`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeView {
    /// Where readers start.
    pub start: Option<Start>,
    /// The pages below it, with the first pages of each.
    pub sections: Vec<HomeSection>,
    /// The pages of the language that changed last.
    pub changes: Vec<Change>,
}

/// Where readers start: the page that the field `start` names.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Start {
    /// Title of the page.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// The name under which progress is stored, if it is a reading path.
    pub key: Option<String>,
}

/// A page below a front page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeSection {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// The type whose icon and tint stand for it, for `data-t`.
    pub look: Option<String>,
    /// One sentence.
    pub description: String,
    /// Number of pages in the section; 0 if it is a page.
    pub pages: usize,
    /// The first pages in it.
    pub first: Vec<Ref>,
}

/// A page that changed.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Change {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// The type whose icon and tint stand for it, for `data-t`.
    pub look: Option<String>,
    /// The type's name in the page's language.
    pub type_title: Option<String>,
    /// Date of the change.
    pub date: Date,
}
