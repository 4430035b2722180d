//! What is wrong, where, and what to do: problems as data beside a result, never a panic and never a log line.
//!
//! In: a file's name and text, a byte range, a message, a hint. Out: a [`Diagnostic`], printed by [`human`] with the
//! source line and a caret, or by [`json`] as one object a line for editors and CI.

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

/// A place in a file. Lines and columns count from 1, columns in characters, from the top of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// Line, from 1, front matter included.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// How many characters the caret underlines, at least 1, never past the end of the line.
    pub length: usize,
    /// The text of that line, for the excerpt.
    #[serde(skip)]
    pub excerpt: String,
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

    /// Points at a byte range of the file's text.
    #[must_use]
    pub fn at(self, text: &str, range: Range<usize>) -> Self {
        Self { place: Some(place(text, range)), ..self }
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

/// Turns a byte range into line, column and excerpt. Offsets past the end or inside a character are moved back.
pub fn place(text: &str, range: Range<usize>) -> Place {
    let start = floor(text, range.start);
    let end = floor(text, range.end).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |i| start + i);
    // The lexer's byte order mark is not a column that an editor counts.
    let before = text[line_start..start].trim_start_matches('\u{feff}');
    Place {
        line: lines(&text.as_bytes()[..start]) + 1,
        column: before.chars().count() + 1,
        length: text[start..end.min(line_end).max(start)].chars().count().max(1),
        excerpt: text[line_start..line_end.max(line_start)].trim_start_matches('\u{feff}').to_owned(),
    }
}

/// How many lines end in a text. The count of 255 bytes fits a byte, so the compiler looks at sixteen at once: a site with
/// thousands of broken links counts its way to each.
fn lines(bytes: &[u8]) -> usize {
    let ends = |chunk: &[u8]| chunk.iter().fold(0, |count, b| count + u8::from(*b == b'\n'));
    bytes.chunks(255).map(|chunk| usize::from(ends(chunk))).sum()
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
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

/// Longest excerpt printed, in characters: a minified line must not flood the terminal.
const EXCERPT: usize = 120;

/// The part of the line that is shown, and how far the caret stands from its start. An ellipsis says where it is cut.
fn window(place: &Place) -> (String, usize) {
    let before = place.column - 1;
    let skip = if before > EXCERPT - 30 { before - 40 } else { 0 };
    let mut rest = place.excerpt.trim_end().chars().skip(skip).map(|c| if c == '\t' { ' ' } else { c });
    let mut shown: String = rest.by_ref().take(EXCERPT).collect();
    if skip > 0 {
        shown = shown.chars().enumerate().map(|(at, c)| if at == 0 { '…' } else { c }).collect();
    }
    shown.extend(rest.next().map(|_| '…'));
    (printable(&shown), before - skip)
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

/// The closest of `candidates` to `word`, if it is close enough to be worth suggesting.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = (length / 3).clamp(1, 3);
    let near = |c: &&str| c.chars().count().abs_diff(length) <= limit && unlike(word, c) <= limit;
    let measured = candidates.into_iter().filter(near).map(|c| (strsim::osa_distance(word, c), c));
    measured.filter(|(distance, _)| *distance <= limit).min().map(|(_, c)| c)
}

/// How many letters one text has and the other has not, at least: never more than their distance, which takes the
/// product of their lengths to find.
fn unlike(a: &str, b: &str) -> usize {
    let mut balance = [0_i32; 64];
    a.chars().for_each(|c| balance[c as usize % 64] += 1);
    b.chars().for_each(|c| balance[c as usize % 64] -= 1);
    let more = |sign: i32| balance.iter().map(|n| (n * sign).max(0)).sum::<i32>();
    more(1).max(more(-1)).unsigned_abs() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_never_less_alike_than_their_distance() {
        let words = ["", "title", "titel", "tilte", "роль", "роли", "role", "a-b-c", "b-a-c", "lorem ipsum"];
        for (a, b) in words.iter().flat_map(|a| words.iter().map(move |b| (a, b))) {
            assert!(unlike(a, b) <= strsim::osa_distance(a, b), "{a} {b}");
        }
        assert_eq!(unlike("title", "titel"), 0);
        assert_eq!(unlike("роль", "role"), 4);
    }

    #[test]
    fn places_count_characters_from_the_top_of_the_file() {
        let text = "---\ntitle: Роль\n---\nСм. [роль](x.md)\r\n";
        let at = text.find("x.md").unwrap();
        let place = place(text, at..at + 4);
        assert_eq!((place.line, place.column, place.length), (4, 12, 4));
        assert_eq!(place.excerpt, "См. [роль](x.md)");
    }

    #[test]
    fn a_wild_range_is_moved_back_into_the_text() {
        assert_eq!(place("é", 1..99).column, 1);
        assert_eq!(place("", 5..9).line, 1);
    }

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

    #[test]
    fn suggestions_are_near_or_absent() {
        assert_eq!(closest("titel", ["title", "type"]), Some("title"));
        assert_eq!(closest("zzz", ["title", "type"]), None);
    }
}
