//! A part of a file: lines by their numbers, or what stands between marks.
//!
//! In: a text, and which part. Out: that part, without marks: lines that name parts are for programs.

use std::fmt;

/// Which part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    All,
    /// From one line to another, both counted from 1 and both in it.
    Lines(usize, usize),
    /// What stands between marks of this name: `ANCHOR: x`, `--8<-- [start:x]`, `#region x`, `<x>`.
    Named(String),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("text"),
            Self::Lines(from, _) => write!(f, "line {from}"),
            Self::Named(name) => write!(f, "part `{name}`"),
        }
    }
}

impl Part {
    /// What stands behind a path: `3:7`, `3:`, `:7`, `3`, or a name.
    pub fn of(written: &str) -> Self {
        let number = |text: &str| text.trim().parse::<usize>().ok();
        let (from, to) = written.split_once([':', '-']).map_or((written, None), |(from, to)| (from, Some(to)));
        match (number(from), to.map(|to| (to, number(to)))) {
            _ if written.is_empty() => Self::All,
            (Some(line), None) => Self::Lines(line, line),
            (Some(from), Some(("", _))) => Self::Lines(from, usize::MAX),
            (Some(from), Some((_, Some(to)))) => Self::Lines(from, to),
            (None, Some((_, Some(to)))) if from.is_empty() => Self::Lines(1, to),
            _ => Self::Named(written.to_owned()),
        }
    }
}

/// The part of a text; none if it has no such part.
pub fn take(text: &str, part: &Part) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let taken = match part {
        Part::All => &lines[..],
        Part::Lines(from, to) => {
            let from = from.saturating_sub(1);
            lines.get(from..lines.len().min(*to)).filter(|lines| !lines.is_empty())?
        }
        Part::Named(name) => named(&lines, name).or_else(|| section(&lines, name))?,
    };
    let kept: Vec<&str> = taken.iter().filter(|line| !is_mark(line)).copied().collect();
    Some(dedented(&kept, matches!(part, Part::Named(_))))
}

/// What stands between the marks of a name.
fn named<'t, 'l>(lines: &'t [&'l str], name: &str) -> Option<&'t [&'l str]> {
    let start = lines.iter().position(|line| opens(line, name))?;
    let length = lines[start + 1..].iter().position(|line| closes(line, name))?;
    Some(&lines[start + 1..start + 1 + length])
}

/// The section below a heading, by its id or its text.
fn section<'t, 'l>(lines: &'t [&'l str], name: &str) -> Option<&'t [&'l str]> {
    let level = |line: &str| Some(line.bytes().take_while(|b| *b == b'#').count()).filter(|n| (1..=6).contains(n));
    let same = |line: &str| {
        let text = line.trim_start_matches('#').trim();
        let id = text.rsplit_once("{#").map(|(_, id)| id.trim_end_matches('}'));
        id == Some(name) || crate::url::slug(text, crate::url::Slugs::Unicode) == name
    };
    let start = lines.iter().position(|line| level(line).is_some() && same(line))?;
    let own = level(lines[start])?;
    let end = lines[start + 1..].iter().position(|line| level(line).is_some_and(|other| other <= own));
    Some(&lines[start..end.map_or(lines.len(), |end| start + 1 + end)])
}

/// The word behind a mark on a line of code: behind `ANCHOR:` in `// ANCHOR: main`.
fn word_behind<'l>(line: &'l str, mark: &str) -> Option<&'l str> {
    let rest = &line[line.find(mark)? + mark.len()..];
    rest.trim_start().split(|c: char| c.is_whitespace() || c == ']').next()
}

fn opens(line: &str, name: &str) -> bool {
    let behind = |mark| word_behind(line, mark) == Some(name);
    behind("ANCHOR:") || behind("-8<-- [start:") || behind("#region") || in_tag(line, name)
}

fn closes(line: &str, name: &str) -> bool {
    let behind = |mark| word_behind(line, mark) == Some(name);
    let region = line.contains("#endregion") && (behind("#endregion") || word_behind(line, "#endregion") == Some(""));
    behind("ANCHOR_END:") || behind("-8<-- [end:") || region || in_tag(line, &format!("/{name}"))
}

/// `// <name>`: a mark of DocFX, alone in its comment.
fn in_tag(line: &str, name: &str) -> bool {
    let bare = line.trim().trim_start_matches(['/', '#', '-', '\'', '*', ' ']);
    bare.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).is_some_and(|tag| tag.eq_ignore_ascii_case(name))
}

/// Whether a line only marks where a part begins or ends.
fn is_mark(line: &str) -> bool {
    ["ANCHOR:", "ANCHOR_END:", "-8<-- [start:", "-8<-- [end:"].iter().any(|mark| line.contains(mark))
}

/// Lines without the indentation that they share.
fn dedented(lines: &[&str], shared: bool) -> String {
    let indent = |line: &&&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(&line)).min().unwrap_or_default();
    let cut = if shared { least } else { 0 };
    lines.iter().map(|line| line.get(cut..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}
