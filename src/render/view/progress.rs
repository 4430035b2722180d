//! What readers keep marks of: checklists and reading paths, as templates are given them.

use super::Ref;
use crate::page::front_matter::Question;
use serde::Serialize;
use std::collections::BTreeMap;

/// The keys under which a page's ticks are stored.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Checklist {
    /// The name of the page in the browser's storage: its path in the output.
    pub key: String,
    /// Earlier names (`redirect_from`), whose ticks are carried over.
    pub former: Vec<String>,
    /// For each item's id, a fingerprint of its text.
    pub marks: BTreeMap<String, String>,
    /// Number of tasks in the text.
    pub tasks: usize,
}

/// A reading path.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReadingPath {
    /// The name of the path in the browser's storage.
    pub key: String,
    /// Earlier names.
    pub former: Vec<String>,
    /// The stages.
    pub stages: Vec<Stage>,
    /// Number of steps to read.
    pub steps: usize,
    /// Total reading time in minutes.
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
    /// Stable id.
    pub id: String,
    /// Its number in the path; null if the page does not exist.
    pub number: Option<usize>,
    /// Title of the page.
    pub title: String,
    /// Heading of the section, if the step is one.
    pub section: Option<String>,
    /// Relative URL; null if the page does not exist.
    pub url: Option<String>,
    /// What the reader gets from it.
    pub purpose: String,
    /// Reading time in minutes.
    pub minutes: usize,
    /// Fingerprint of the content to read.
    pub content: Option<String>,
    /// The page's self-check questions, `{q, a}`.
    pub questions: Vec<Question>,
}

/// A reading path that contains a page as a step.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Membership {
    /// The name of the path in the browser's storage.
    pub key: String,
    /// Title of the path.
    pub title: String,
    /// Relative URL of the path.
    pub url: String,
    /// Id of the step.
    pub step: String,
    /// Its number in the path.
    pub number: usize,
    /// Number of steps in the path.
    pub steps: usize,
    /// Title of its stage.
    pub stage: String,
    /// Fingerprint of the content to read.
    pub content: String,
    /// The previous step.
    pub prev: Option<Ref>,
    /// The next step.
    pub next: Option<Ref>,
}
