//! What is asked and answered. Lines are those of the file, from 0; the last one is not part of a range.

use super::Refusal;
use crate::fingerprint::Fingerprint;
use crate::lsp::complete::Written;
use crate::serve::protocol::Problem;
use crate::serve::request::typed;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

/// `read`: the Markdown of a block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Read {
    /// Path of the page in the output.
    pub page: String,
    /// What is wanted.
    pub what: What,
    /// The line on which a block begins, from 1.
    #[serde(default)]
    pub line: usize,
}

/// A part of a page.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The block that begins on a line.
    Block,
    /// The title, in the text or in the front matter.
    Title,
    /// All of it.
    Page,
}

/// Lines of a file, with what they held when they were read.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Path of the file.
    pub file: String,
    /// Fingerprint of all its bytes.
    pub base: String,
    /// First line.
    pub start: usize,
    /// Behind the last.
    pub end: usize,
    /// The lines, joined by LF.
    pub text: String,
}

/// `try`: how a page would look.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Try {
    /// The lines as they were read.
    pub unit: Unit,
    /// What shall stand there.
    pub text: String,
}

/// Its answer.
#[derive(Debug, Serialize)]
pub struct Tried {
    /// The page; none if it would not be shown.
    pub html: Option<String>,
    /// The first line of the block, from 1.
    pub first: usize,
    /// The last one.
    pub last: usize,
    /// What is wrong with the block, and what is newly wrong with the page.
    pub problems: Vec<Problem>,
}

/// `save`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Save {
    /// The lines as they were read.
    pub unit: Unit,
    /// What shall stand there.
    pub text: String,
}

/// Its answer.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Saved {
    /// The file holds it.
    Saved {
        /// Whether any byte of it changed.
        changed: bool,
    },
    /// Somebody else has changed the same block: both texts, and where theirs stands now.
    Conflict {
        /// Their lines.
        theirs: Unit,
        /// What would stand there.
        yours: String,
    },
}

/// `offers`: what may be written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offers {
    /// Path of the file.
    pub file: String,
    /// The text up to the cursor, from the beginning of the block.
    pub before: String,
}

/// Its answer.
#[derive(Debug, Serialize)]
pub struct Offered {
    /// The end of the text that is replaced.
    pub typed: String,
    /// The likeliest first.
    pub items: Vec<Written>,
}

/// What was undone or done again.
#[derive(Debug, Serialize)]
pub struct Undone {
    /// The files.
    pub files: Vec<String>,
    /// How much more can be undone.
    pub undo: usize,
    /// How much can be done again.
    pub redo: usize,
}

/// As JSON.
pub fn json(answer: &impl Serialize) -> Result<Response, Refusal> {
    let text = serde_json::to_string(answer);
    let text = text.map_err(|error| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok(typed(StatusCode::OK, "application/json", text))
}

impl Unit {
    /// The fingerprint.
    pub fn fingerprint(&self) -> Result<Fingerprint, Refusal> {
        let refuse = || Refusal::new(StatusCode::BAD_REQUEST, "`base` is no fingerprint");
        Fingerprint::parse(&self.base).ok_or_else(refuse)
    }
}
