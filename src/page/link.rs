//! What a link of a page turned out to be, once the site was known.

use serde::Serialize;

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// To a page or a file of this site.
    Inside,
    /// To another site, by a scheme that runs nothing.
    External,
    /// Nowhere: reported, and marked on the page.
    Broken,
    /// Nowhere on purpose: to a draft, or a script URL. Shown as text.
    Text,
}

/// The target of one link or image.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resolved {
    /// Where it leads.
    pub state: State,
    /// URL relative to the page, or absolute for another site.
    pub url: String,
    /// The target's title, for `[[Name]]` without a text of its own.
    pub title: Option<String>,
    /// Width and height of an image of this site, in pixels.
    pub size: Option<(u32, u32)>,
}

impl Resolved {
    /// A link without title and size.
    pub fn new(state: State, url: impl Into<String>) -> Self {
        Self { state, url: url.into(), title: None, size: None }
    }
}
