//! What is printed as one page, as templates are given it.

use super::{Frame, Ref};
use crate::config::print::Print;
use serde::Serialize;

/// A page that holds others whole, to be printed. `content` (their HTML) is added when it is rendered.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintView {
    /// What is around it; there is no navigation.
    #[serde(flatten)]
    pub frame: Frame,
    /// The page that it was made from: a reading path, the page of a section, or the front page.
    pub of: Ref,
    /// One sentence about it, if the author wrote one.
    pub lead: Option<String>,
    /// What it is: `paths`, `sections` or `all`.
    pub kind: Print,
    /// The contents.
    pub groups: Vec<PrintGroup>,
    /// Number of pages that it holds.
    pub pages: usize,
    /// Relative URLs of the stylesheets of its pages.
    pub styles: Vec<String>,
}

/// A part of the contents: a stage of a path, a section.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintGroup {
    /// Title; null for a list without parts.
    pub title: Option<String>,
    /// Where its own page begins, such as `#p3`, if it has one.
    pub url: Option<String>,
    /// The pages in it.
    pub pages: Vec<Ref>,
}

/// The page from which a page can be printed together with those that belong to it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintLink {
    /// What it holds: `paths`, `sections` or `all`.
    pub kind: Print,
    /// Relative URL.
    pub url: String,
}
