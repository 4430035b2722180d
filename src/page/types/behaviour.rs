//! What pages of a type do besides being shown: a type's file says `behaves: checklist`, so that a team can have a
//! checklist, a path, a term, a comparison or a front page of its own name, look and fields.
//!
//! In: the word in the file. Out: a [`Behaviour`], and the fields that it reads.

use serde::Serialize;

/// What a page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Behaviour {
    /// Readers tick its `items`.
    Checklist,
    /// Readers go through the steps of its `stages`.
    Path,
    /// Its title, `abbr` and aliases are marked in texts, with its `definition`.
    Term,
    /// Views show its `criteria` for each of its `subjects`.
    Comparison,
    /// It leads to the rest: `doors`, the sections below it, what changed.
    Home,
}

impl Behaviour {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Checklist, Self::Path, Self::Term, Self::Comparison, Self::Home];

    /// As files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Checklist => "checklist",
            Self::Path => "path",
            Self::Term => "term",
            Self::Comparison => "comparison",
            Self::Home => "home",
        }
    }

    /// The fields without which it would do nothing.
    pub(super) fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Checklist => &["items"],
            Self::Path => &["stages"],
            Self::Term => &["definition"],
            Self::Comparison => &["subjects", "criteria"],
            Self::Home => &["doors"],
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|behaviour| behaviour.name() == name)
    }
}
