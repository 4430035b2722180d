//! A diagnostic as it is read: by a person at a terminal, or by a program.
//!
//! In: a [`Diagnostic`]. Out: heading, place, the source line with a caret, and what to do ([`human`]); or one object of
//! JSON ([`json`]).

use super::lines::EXCERPT;
use super::{Diagnostic, Fix, Place, Severity};
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::fmt::Write as _;
use std::ops::Range;
use unicode_width::UnicodeWidthStr as _;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const CYAN: Style = AnsiColor::Cyan.on_default();
const BLUE: Style = AnsiColor::Blue.on_default();

/// Whether a diagnostic is coloured.
#[derive(Clone, Copy, Debug, Default)]
pub struct Colours {
    on: bool,
}

impl Colours {
    /// Colours for a terminal.
    pub const ON: Self = Self { on: true };
    /// None, for pipes, `NO_COLOR` and tests.
    pub const OFF: Self = Self { on: false };

    fn paint(self, style: Style, text: &str) -> String {
        if self.on { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// One diagnostic as a person reads it: heading, place, source line with a caret, hint.
pub fn human(diagnostic: &Diagnostic, colours: Colours) -> String {
    let (word, style) = match diagnostic.severity {
        Severity::Error => ("error", RED),
        Severity::Warning => ("warning", YELLOW),
    };
    let message = printable(&diagnostic.message);
    let mut out = format!("{}: {message} [{}]\n", colours.paint(style, word), diagnostic.code);
    write_place(&mut out, diagnostic, colours);
    if let Some(hint) = &diagnostic.hint {
        let _ = writeln!(out, "  {} {}", colours.paint(CYAN, "help:"), printable(hint));
    }
    out
}

fn write_place(out: &mut String, diagnostic: &Diagnostic, colours: Colours) {
    let file = printable(&diagnostic.file);
    let arrow = colours.paint(BLUE, "-->");
    let Some(place) = &diagnostic.place else {
        let _ = writeln!(out, "  {arrow} {file}");
        return;
    };
    let number = place.line.to_string();
    let (bar, pad) = (colours.paint(BLUE, "|"), " ".repeat(number.len()));
    let (excerpt, indent) = window(place);
    let _ = writeln!(out, " {pad}{arrow} {file}:{}:{}", place.line, place.column);
    let _ = writeln!(out, " {pad} {bar}");
    let _ = writeln!(out, " {number} {bar} {excerpt}");
    let (before, meant) = columns(&excerpt, indent, place.length);
    let _ = writeln!(out, " {pad} {bar} {}{}", " ".repeat(before), colours.paint(RED, &"^".repeat(meant)));
}

/// How many columns of a terminal stand before some characters of a line, and how many they take: a character of
/// Chinese takes two, an accent none.
fn columns(line: &str, before: usize, length: usize) -> (usize, usize) {
    let byte = |characters: usize| line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at);
    let (start, end) = (byte(before), byte(before.saturating_add(length)));
    (line[..start].width(), line[start..end].width().max(1))
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
    range: Option<&'a Range<usize>>,
    message: &'a str,
    hint: Option<&'a str>,
    fix: Option<&'a Fix>,
}

/// One JSON object, without a line feed. What has no place, no hint, or no fix, has `null` there; so has what is of no file.
pub fn json(diagnostic: &Diagnostic) -> String {
    let Diagnostic { severity, code, file, place, message, hint, fix } = diagnostic;
    let line = Line {
        severity: *severity,
        code,
        file: Some(file.as_str()).filter(|file| !file.is_empty()),
        line: place.as_ref().map(|place| place.line),
        column: place.as_ref().map(|place| place.column),
        length: place.as_ref().map(|place| place.length),
        range: place.as_ref().and_then(|place| place.range.as_ref()),
        message,
        hint: hint.as_deref(),
        fix: fix.as_deref(),
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
    fn carets_stand_below_what_they_mean_however_wide_it_is() {
        for (text, meant) in [
            ("a b", "b"),
            ("漢字 x", "x"),
            ("x 漢字 y", "漢字"),
            ("ｆｕｌｌ z", "z"),
            ("한국어 글", "글"),
            ("🎉🎉 q", "q"),
            ("👩‍👩‍👧 q", "q"),
            ("🇫🇷 q", "q"),
            ("e\u{301}e\u{301} q", "q"),
            ("сло\u{301}во q", "q"),
            ("\t字 q", "q"),
            ("a\u{200b}b q", "q"),
        ] {
            let at = text.find(meant).unwrap();
            let shown = human(&Diagnostic::error("e", "f", "m").at(text, at..at + meant.len()), Colours::OFF);
            let lines: Vec<&str> = shown.lines().collect();
            let (line, carets) = (lines[3], lines[4]);
            let before = line.split(meant).next().unwrap().width();
            assert_eq!(carets.find('^'), Some(before), "{shown}");
            assert_eq!(carets.matches('^').count(), meant.width(), "{shown}");
        }
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
