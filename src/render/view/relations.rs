//! Pages that name this one in a field, as a page's template is given them.
//!
//! In: what `relation_views` finds. Out: groups by field, pages, and what stands beside the name.

use crate::page::types::Behaviour;
use serde::Serialize;

/// Pages of one type that reference this page in one of their fields.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RelationGroup {
    /// Name of their type: `role`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The behavior of that type.
    pub behaves: Option<Behaviour>,
    /// The field: `skills.skill`.
    pub field: String,
    /// Title of the list in the page's language: the schema's `inverse`, or the plural of the type.
    pub title: String,
    /// The pages, sorted by title.
    pub pages: Vec<Related>,
}

/// A page that references this page in a field.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Related {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// One sentence.
    pub description: String,
    /// The fields next to the reference, such as the level and a note.
    pub beside: Vec<Beside>,
}

/// A field next to a reference.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Beside {
    /// Name: `level`.
    pub name: String,
    /// Value as written: `required`.
    pub value: String,
    /// The value in the page's language if the schema lists it; null for the author's own text.
    pub word: Option<String>,
}
