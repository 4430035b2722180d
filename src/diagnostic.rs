//! What is wrong, where, and what to do: problems as data beside a result, never a panic and never a log line.
//!
//! In: a file's name and text, a byte range, a message, a hint. Out: a [`Diagnostic`], printed by [`human`] with the
//! source line and a caret, or by [`json`] as one object a line for editors and CI. Who reads a part of a file says a
//! [`Finding`] instead: where that stands is found in one place (`document`).

mod finding;
mod lines;
mod near;

pub use finding::{At, Finding, Step};
pub use lines::{Gap, Lines, Place};
pub use near::{Near, closest};

use lines::EXCERPT;
use serde::Serialize;
use std::cmp::Ordering;
use std::fmt::Write as _;
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

    /// Adds the hint, if there is one.
    #[must_use]
    pub fn maybe_hint(self, hint: Option<String>) -> Self {
        Self { hint: hint.or(self.hint.clone()), ..self }
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
    (&a.file, &a.place, a.severity, &a.message).cmp(&(&b.file, &b.place, b.severity, &b.message))
}

/// How many are errors.
pub fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|d| d.severity == Severity::Error).count()
}

/// How a diagnostic is coloured; empty strings where colour is off.
#[derive(Clone, Copy, Debug, Default)]
pub struct Colours {
    on: bool,
}

impl Colours {
    /// Colours for a terminal.
    pub const ON: Self = Self { on: true };
    /// None, for pipes, `NO_COLOR` and tests.
    pub const OFF: Self = Self { on: false };

    fn paint(self, code: &str, text: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// One diagnostic as a person reads it: heading, place, source line with a caret, hint.
pub fn human(diagnostic: &Diagnostic, colours: Colours) -> String {
    let (word, code) = match diagnostic.severity {
        Severity::Error => ("error", "1;31"),
        Severity::Warning => ("warning", "1;33"),
    };
    let message = printable(&diagnostic.message);
    let mut out = format!("{}: {message} [{}]\n", colours.paint(code, word), diagnostic.code);
    write_place(&mut out, diagnostic, colours);
    if let Some(hint) = &diagnostic.hint {
        let _ = writeln!(out, "  {} {}", colours.paint("36", "help:"), printable(hint));
    }
    out
}

fn write_place(out: &mut String, diagnostic: &Diagnostic, colours: Colours) {
    let file = printable(&diagnostic.file);
    let arrow = colours.paint("34", "-->");
    let Some(place) = &diagnostic.place else {
        let _ = writeln!(out, "  {arrow} {file}");
        return;
    };
    let number = place.line.to_string();
    let (bar, pad) = (colours.paint("34", "|"), " ".repeat(number.len()));
    let (excerpt, indent) = window(place);
    let _ = writeln!(out, " {pad}{arrow} {file}:{}:{}", place.line, place.column);
    let _ = writeln!(out, " {pad} {bar}");
    let _ = writeln!(out, " {number} {bar} {excerpt}");
    let shown = excerpt.chars().count();
    let carets = "^".repeat(place.length.min(shown.saturating_sub(indent)).max(1));
    let _ = writeln!(out, " {pad} {bar} {}{}", " ".repeat(indent), colours.paint("1;31", &carets));
}

/// The part of the line that is shown, and how far the caret stands from its start. An ellipsis says where it is cut.
fn window(place: &Place) -> (String, usize) {
    let mut rest = place.excerpt.trim_end().chars().map(|c| if c == '\t' { ' ' } else { c });
    let mut shown: String = rest.by_ref().take(EXCERPT).collect();
    if place.skipped > 0 {
        shown = shown.chars().enumerate().map(|(at, c)| if at == 0 { '…' } else { c }).collect();
    }
    shown.extend(rest.next().map(|_| '…'));
    (printable(&shown), place.column - 1 - place.skipped)
}

/// Control characters of foreign text, and those that turn the direction of writing, must not reach the terminal (or move the caret in it).
pub fn printable(text: &str) -> String {
    let hidden =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if hidden(c) { '\u{fffd}' } else { c }).collect()
}

/// A diagnostic for programs: every key is always there.
#[derive(Serialize)]
struct Line<'a> {
    severity: Severity,
    code: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    length: Option<usize>,
    message: &'a str,
    hint: Option<&'a str>,
}

/// One JSON object, without a line feed. What has no place, or no hint, has `null` there; so has what is of no file.
pub fn json(diagnostic: &Diagnostic) -> String {
    let Diagnostic { severity, code, file, place, message, hint } = diagnostic;
    let line = Line {
        severity: *severity,
        code,
        file: Some(file.as_str()).filter(|file| !file.is_empty()),
        line: place.as_ref().map(|place| place.line),
        column: place.as_ref().map(|place| place.column),
        length: place.as_ref().map(|place| place.length),
        message,
        hint: hint.as_deref(),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_around_the_caret() {
        let text = format!("{}x{}", "a".repeat(500), "b".repeat(500));
        let shown = human(&Diagnostic::error("e", "f", "m").at(&text, 500..501), Colours::OFF);
        assert!(shown.lines().all(|l| l.chars().count() < 140), "{shown}");
        assert!(shown.contains("aaaxbbb") && shown.contains(" …aaa") && shown.contains("bbb…\n"), "{shown}");
    }

    #[test]
    fn a_program_finds_every_key() {
        let keys =
            |d: &Diagnostic| serde_json::from_str::<serde_json::Value>(&json(d)).unwrap().as_object().unwrap().len();
        assert_eq!(
            keys(&Diagnostic::warning("w", "f", "m")),
            keys(&Diagnostic::error("e", "f", "m").at("x", 0..1).hint("h"))
        );
    }
}
