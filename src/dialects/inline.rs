//! Text, byte by byte: what stands in code, formulas, addresses and HTML is passed over; the rest is shown to the tools.
//!
//! In: the engine at a place of a line. Out: the line up to its end, or up to where a block begins.

use super::engine::Engine;
use super::{Dialect, Inline, TOOLS, Tool, abbreviations, args};
use std::sync::LazyLock;

/// What a tool made of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// Nothing.
    No,
    /// Text: the line goes on behind it.
    Text,
    /// A block begins or ends here: what follows is a new line.
    Block,
}

/// What is not to be found behind this place, because it was looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Never {
    pub(super) html: bool,
    pub(super) jinja: bool,
    /// Ends of comments.
    pub(super) closed: Vec<&'static str>,
    /// Lines of so many slashes.
    pub(super) slashes: Vec<usize>,
    element: bool,
}

/// Who reads what begins at a byte, in the order of the tools.
static READERS: LazyLock<Vec<Vec<(Dialect, Inline)>>> = LazyLock::new(|| {
    let reads = |byte: u8, tool: &Tool| {
        tool.inline.filter(|(bytes, _)| bytes.contains(&byte)).map(|(_, read)| (tool.dialect, read))
    };
    (0..=u8::MAX).map(|byte| TOOLS.iter().filter_map(|tool| reads(byte, tool)).collect()).collect()
});

/// Longest code in a line that is looked for.
const LONGEST: usize = 20_000;

impl Engine<'_> {
    /// Reads text. Tells whether a new line begins where it stops.
    pub(super) fn inline(&mut self) -> bool {
        if self.at < self.guarded {
            self.keep_to(self.guarded.min(self.line_end));
        }
        let mut at = self.at;
        while at < self.line_end {
            let byte = self.body.as_bytes()[at];
            if !is_special(byte) {
                let marked = !self.abbreviations.is_empty() && abbreviations::mark(self, at) != Taken::No;
                at = if marked { self.at } else { at + 1 };
                continue;
            }
            let end = match self.special(at, byte) {
                Ok(end) => end,
                Err(Taken::Block) => return true,
                Err(_) if self.at > self.line_end => return false,
                Err(_) => self.at,
            };
            if end > self.line_end {
                self.guarded = end;
                self.keep_to(self.line_end);
                return false;
            }
            at = end.max(at);
        }
        self.keep_to(self.line_end);
        false
    }

    /// Where reading goes on; or what a tool made of it.
    fn special(&mut self, at: usize, byte: u8) -> Result<usize, Taken> {
        if byte == b'\\' {
            return Ok(at + 1 + self.body[at + 1..].chars().next().map_or(0, char::len_utf8));
        }
        if byte == b'`' {
            return Ok(code_span(self.body, at));
        }
        for (dialect, read) in &READERS[usize::from(byte)] {
            if self.reads(*dialect) {
                match read(self, at) {
                    Taken::No => {}
                    taken => return Err(taken),
                }
            }
        }
        Ok(match byte {
            b'$' => self.formula(at),
            b'!' if !self.abbreviations.is_empty() => at + alternative(self.near(at)),
            b'<' => self.html(at),
            b'[' if self.body[at..].starts_with("[[") => wikilink(self.body, at),
            b']' if self.body[at..].starts_with("](") => self.destination(at + 2),
            _ => at + 1,
        })
    }

    /// The end of a formula on this line.
    fn formula(&self, at: usize) -> usize {
        let line = self.near(at);
        let marks = if line.starts_with("$$") { 2 } else { 1 };
        let inside = &line[marks..];
        let end = inside.find(&line[..marks]).filter(|end| {
            let tex = &inside[..*end];
            let tight = marks == 2 || (!tex.starts_with(' ') && !tex.ends_with(' ') && !tex.is_empty());
            let price = inside[end + marks..].starts_with(|c: char| c.is_ascii_digit());
            tight && !price && !tex.contains("%%") && self.options.math
        });
        at + end.map_or(marks, |end| marks + end + marks)
    }

    /// The end of a link's address that a tool may not look into.
    fn destination(&self, at: usize) -> usize {
        let line = self.near(at);
        if line.trim_start_matches('<').starts_with('{') {
            return at;
        }
        let mut depth = 1;
        for (byte, b) in line.bytes().enumerate() {
            match b {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'{' => return at + byte,
                _ => {}
            }
            if depth == 0 {
                return at + byte;
            }
        }
        at
    }
}

fn is_special(byte: u8) -> bool {
    matches!(
        byte,
        b'\\' | b'`' | b'$' | b'<' | b'[' | b']' | b'{' | b'%' | b'!' | b':' | b'#' | b'(' | b'|' | b'^' | b'*' | b'+'
    )
}

/// Where code in a line ends: behind as many backticks in a row. Without them these are text.
pub(super) fn code_span(body: &str, at: usize) -> usize {
    let bytes = body.as_bytes();
    let run = |at: usize| bytes[at..].iter().take_while(|b| **b == b'`').count();
    let length = run(at);
    let stop = bytes.len().min(at + LONGEST);
    let mut next = at + length;
    while next < stop {
        match bytes[next] {
            b'`' => {
                let other = run(next);
                if other == length {
                    return next + length;
                }
                next += other;
            }
            b'\n' if ends_paragraph(&body[next + 1..]) => break,
            _ => next += 1,
        }
    }
    at + length
}

/// Whether the line that a text begins with is not one more of the paragraph above it.
fn ends_paragraph(text: &str) -> bool {
    let line = super::cursor::first_line(text).trim();
    let line = line.trim_start_matches(['>', ' ']);
    let rule = line.len() > 2 && line.bytes().all(|b| b == b'-' || b == b'=');
    line.is_empty()
        || rule
        || super::cursor::list_marker(line).is_some_and(|width| width == 1 || line.starts_with("1"))
        || ["#", "```", "~~~", "{%", ":::", "!!! ", "??? ", "|"].iter().any(|mark| line.starts_with(mark))
}

impl Engine<'_> {
    /// The end of a tag, an address in brackets, or an element whose content is no Markdown.
    fn html(&mut self, at: usize) -> usize {
        let body = self.body;
        if let Some(tag) = args::element(body, at) {
            let verbatim =
                ["pre", "script", "style", "textarea"].iter().any(|name| tag.name.eq_ignore_ascii_case(name));
            if !verbatim || tag.closes || tag.alone {
                // Marks in its attributes are read.
                return if body[tag.range.clone()].contains(['{', '%']) { at + 1 } else { tag.range.end };
            }
            let close = ["</", tag.name].concat();
            let end = if self.never.element { None } else { body[tag.range.end..].find(&close) };
            self.never.element = end.is_none();
            return end.map_or(tag.range.end, |end| tag.range.end + end);
        }
        let address = &body[at + 1..body.len()];
        let end = address.bytes().take(2000).position(|b| b == b'>' || b.is_ascii_whitespace() || b == b'<');
        match end {
            Some(end) if address.as_bytes()[end] == b'>' && address[..end].contains([':', '@']) => at + end + 2,
            _ => at + 1,
        }
    }
}

/// The length of `![words of a picture`, which are no place for marks.
fn alternative(text: &str) -> usize {
    let end = text.strip_prefix("![").and_then(|words| words.find(']'));
    end.map_or(1, |end| 2 + end)
}

/// The end of `[[page#part]]`.
fn wikilink(body: &str, at: usize) -> usize {
    let inside = &body[at + 2..];
    let end = inside.bytes().take(1000).position(|b| b == b']' || b == b'\n').unwrap_or_default();
    if inside[end..].starts_with("]]") { at + 2 + end + 2 } else { at + 2 }
}
