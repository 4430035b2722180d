//! What readers keep marks of: checklists and reading paths, as templates are given them.

use super::Ref;
use crate::page::front_matter::Question;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the ticks of a page are kept by.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Checklist {
    /// The name of the page in the reader's browser: its path in the output.
    pub key: String,
    /// Names that it had before (`redirect_from`): ticks made there are taken over.
    pub former: Vec<String>,
    /// For the id of each item a fingerprint of what the item says.
    pub marks: BTreeMap<String, String>,
    /// How many tasks the text has.
    pub tasks: usize,
}

/// A reading path.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReadingPath {
    /// The name of the path in the reader's browser.
    pub key: String,
    /// Names that it had before.
    pub former: Vec<String>,
    /// The stages.
    pub stages: Vec<Stage>,
    /// How many steps there are to read.
    pub steps: usize,
    /// Minutes to read them all.
    pub minutes: usize,
}

/// A stage of a reading path.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Stage {
    /// Title: `Day 1`.
    pub title: String,
    /// The steps.
    pub steps: Vec<PathStep>,
}

/// A step of a reading path: a page, or a section of one.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct PathStep {
    /// Stable name.
    pub id: String,
    /// Its number in the path; nothing where the page is not there.
    pub number: Option<usize>,
    /// Title of the page.
    pub title: String,
    /// Heading of the section, if it is one.
    pub section: Option<String>,
    /// Relative URL; nothing where the page is not there.
    pub url: Option<String>,
    /// What the reader gets from it.
    pub purpose: String,
    /// Minutes to read it.
    pub minutes: usize,
    /// Fingerprint of what there is to read.
    pub content: Option<String>,
    /// The self-check of the page, `{q, a}`.
    pub questions: Vec<Question>,
}

/// A reading path that a page is a step of.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Membership {
    /// The name of the path in the reader's browser.
    pub key: String,
    /// Title of the path.
    pub title: String,
    /// Relative URL of the path.
    pub url: String,
    /// Id of the step.
    pub step: String,
    /// Its number in the path.
    pub number: usize,
    /// How many steps the path has.
    pub steps: usize,
    /// Title of its stage.
    pub stage: String,
    /// Fingerprint of what there is to read.
    pub content: String,
    /// The step before it.
    pub prev: Option<Ref>,
    /// The step after it.
    pub next: Option<Ref>,
}
