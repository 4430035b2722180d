//! What is wrong, where, and what to do: problems as data beside a result, never a panic and never a log line.
//!
//! In: a file's name and text, a byte range, a message, a hint. Out: a [`Diagnostic`], printed by [`human`] with the
//! source line and a caret, or by [`json`] as one object a line for editors and CI. Who reads a part of a file says a
//! [`Finding`] instead: where that stands is found in one place (`document`).

mod finding;
mod lines;
mod near;
mod print;

pub use finding::{At, Finding, Replacement, Step};
pub use lines::{Gap, Lines, Place};
pub use near::{Near, closest, did_you_mean, is_edit, or_near};
pub use print::{Colours, human, json, printable};

use serde::Serialize;
use std::cmp::Ordering;
use std::ops::Range;

/// How bad it is: an error stops publishing, a warning does not (unless `--strict`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published and the exit code is 1.
    Error,
    /// Published all the same.
    Warning,
}

/// One problem in one file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Diagnostic {
    /// See [`Severity`].
    pub severity: Severity,
    /// A stable name to search for or to configure: `broken-link`.
    pub code: &'static str,
    /// Path relative to the project's root, with `/`.
    pub file: String,
    /// Where in the file; none when the file as a whole is meant.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// What is wrong, lower case, without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// What an editor may write in its place; none where that is for a person to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Box<Fix>>,
}

/// A text in the place of some bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Fix {
    /// The bytes.
    pub range: Range<usize>,
    /// The text.
    pub text: String,
}

impl Diagnostic {
    /// An error about a whole file.
    pub fn error(code: &'static str, file: &str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            file: file.to_owned(),
            place: None,
            message: message.into(),
            hint: None,
            fix: None,
        }
    }

    /// A warning about a whole file.
    pub fn warning(code: &'static str, file: &str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, file, message) }
    }

    /// Points at a byte range of the file's text. What may be wrong many times in a text is a [`Finding`].
    #[must_use]
    pub fn at(self, text: &str, range: Range<usize>) -> Self {
        self.on(Lines::of(text).place(text, range))
    }

    /// Points at a place.
    #[must_use]
    pub fn on(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// Reports come in the order of files and lines, whichever thread found them first.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(order);
    diagnostics.dedup();
}

/// All of both once, in order.
pub fn merged(mut diagnostics: Vec<Diagnostic>, more: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.extend(more);
    sort(&mut diagnostics);
    diagnostics
}

/// Which of two is told first.
pub fn order(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    let places = || a.place.as_ref().map(Place::rank).cmp(&b.place.as_ref().map(Place::rank));
    a.file.cmp(&b.file).then_with(places).then(a.severity.cmp(&b.severity)).then_with(|| a.message.cmp(&b.message))
}

/// How many are errors.
pub fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|d| d.severity == Severity::Error).count()
}
