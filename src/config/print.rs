//! What is also published as one page, to be printed.

use serde::{Deserialize, Serialize};

/// A kind of page that holds others whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Print {
    /// Each reading path with the pages of its steps.
    Paths,
    /// Each folder with the pages in it.
    Sections,
    /// The whole site, in each language.
    All,
}

/// Their names in `docent.yaml`.
pub const NAMES: [&str; 3] = ["paths", "sections", "all"];
