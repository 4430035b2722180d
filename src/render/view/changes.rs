//! What changed lately, as templates are given it.

use super::Frame;
use crate::date::Date;
use serde::Serialize;

/// The page of what changed lately, `changes.html`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChangesView {
    /// What is around it.
    #[serde(flatten)]
    pub frame: Frame,
    /// Relative URL of the feed of changed pages in this language.
    pub feed: String,
    /// Days with changes, the newest first.
    pub days: Vec<ChangeDay>,
    /// Whether older changes are left out.
    pub cut: bool,
}

/// A day with changes.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChangeDay {
    /// The day.
    pub date: Date,
    /// The pages that changed, by title.
    pub pages: Vec<ChangedPage>,
    /// Pages in which only small things changed: their authors say so, or none of the words that are on the page today are
    /// of that day.
    pub minor: Vec<ChangedPage>,
    /// Number of further pages that changed that day.
    pub more: usize,
}

/// A page that changed on a day.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChangedPage {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// The day.
    pub date: Date,
    /// Name of the type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The type's name in the page's language.
    pub type_title: Option<String>,
    /// Title of the section at the top of the site that the page is in.
    pub section: Option<String>,
    /// One sentence, for a new page.
    pub description: String,
    /// Whether the page was new that day.
    pub is_new: bool,
    /// The first lines of the commits, if nothing they touched is hidden from readers.
    pub reasons: Vec<String>,
    /// The sections that changed, with the words that were written.
    pub sections: Vec<ChangedSection>,
}

/// A section that changed.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChangedSection {
    /// Its heading; empty for what stands before the first one.
    pub title: String,
    /// Relative URL, with the anchor.
    pub url: String,
    /// Pieces of its text, each a list of words that are new and words around them.
    pub excerpts: Vec<Vec<Words>>,
}

/// Some words of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Whether they were written that day.
    pub is_new: bool,
}
