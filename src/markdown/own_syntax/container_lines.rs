//! The lines of colons in a body, wherever they stand: [`super::nesting`] finds out which of them are in code.
//!
//! In: a body. Out: what takes the place of each line: HTML blocks, which end what stands above them, with the title as a
//! paragraph between two of them.

use super::shadow::{Edit, Put};
use super::{Change, What};
use crate::byte_scan;
use crate::markdown::containers;
use std::ops::Range;

/// Stands for a line of colons: HTML that begins a block wherever it stands and ends it on its line, and that ends no
/// comment of the author's. It is known by its place, not by what it says.
pub const MARK: &str = "<?d?>";

/// Stands before a title, so that it begins no list and no heading: a character that has an event of its own.
pub const GUARD: &str = "&#8203;";

/// All lines that open or close a container.
pub fn find(body: &str) -> Vec<Change> {
    let (mut found, mut done) = (Vec::new(), 0);
    for at in byte_scan::matches(body, ":::") {
        if at < done {
            continue;
        }
        let is_end = |c: char| matches!(c, '\n' | '\r');
        let start = body[done..at].rfind(is_end).map_or(done, |end| done + end + 1);
        done = body[at..].find(is_end).map_or(body.len(), |length| at + length);
        if let Some(before) = indent(&body[start..at]) {
            found.extend(change(body, start..done, at, before));
        }
    }
    found
}

/// What a line begins with, and what its next line would begin with in the same quote or item: spaces for its mark.
fn indent(before: &str) -> Option<String> {
    let (mut rest, mut out) = (before, String::with_capacity(before.len()));
    while let Some(first) = rest.chars().next() {
        let length = match first {
            ' ' | '\t' | '>' => 1,
            '[' => note(rest)?,
            _ => item(rest)?,
        };
        match first {
            ' ' | '\t' | '>' => out.push(first),
            '[' => out.push_str("    "),
            _ => out.extend(std::iter::repeat_n(' ', length)),
        }
        rest = &rest[length..];
    }
    Some(out)
}

/// How long the mark of an item is: `-`, `12.`.
fn item(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if digits == 0 { ['-', '*', '+'].as_slice() } else { ['.', ')'].as_slice() };
    let behind = text[digits..].strip_prefix(mark)?;
    (digits < 10 && behind.starts_with([' ', '\t'])).then_some(digits + 1)
}

/// How long the mark of a footnote's text is: `[^name]:`.
fn note(text: &str) -> Option<usize> {
    let name = text.strip_prefix("[^")?;
    let length = name.find(|c: char| c == ']' || c.is_whitespace()).filter(|length| *length > 0)?;
    name[length..].starts_with("]: ").then_some("[^]:".len() + length)
}

fn change(body: &str, line: Range<usize>, at: usize, indent: String) -> Option<Change> {
    let text = &body[at..line.end];
    let colons = containers::colons_at(text)?;
    if containers::is_closing(text) {
        let edit = Edit { range: at..line.end, put: vec![Put::New(MARK.to_owned())] };
        return Some(Change { edit, line, indent, apart: false, what: What::Close { colons, moved: false } });
    }
    let opening = containers::open(text)?;
    let what = What::Open { colons, kind: opening.kind };
    let title = opening.title.map(|title| at + title.start..at + title.end);
    let put = title.map_or_else(|| vec![Put::New(MARK.to_owned())], |title| titled(title, &indent));
    Some(Change { edit: Edit { range: at..line.end, put }, line, indent, apart: false, what })
}

fn titled(title: Range<usize>, indent: &str) -> Vec<Put> {
    vec![
        Put::New(format!("{MARK}\n{indent}")),
        Put::New(GUARD.to_owned()),
        Put::Copy(title),
        Put::New(format!("\n{indent}{MARK}")),
    ]
}

/// The line that closes a container, moved to where it was opened: it stands in an item that the container holds.
pub fn moved(change: &Change, indent: &str) -> Change {
    let What::Close { colons, .. } = change.what else { return change.clone() };
    let edit = Edit { range: change.line.clone(), put: vec![Put::New(format!("{indent}{MARK}"))] };
    Change { edit, indent: indent.to_owned(), what: What::Close { colons, moved: true }, ..change.clone() }
}

/// The same line with an empty one before it, in the quote that it stands in.
pub fn apart(change: Change) -> Change {
    let Change { edit, line, indent, what, .. } = change;
    let lead = match edit.range.start {
        at if at > line.start => vec![Put::New(format!("{}\n", indent.trim_end())), Put::Copy(line.start..at)],
        _ => vec![Put::New(format!("{}\n", indent.trim_end()))],
    };
    let edit = Edit { range: line.start..edit.range.end, put: [lead, edit.put].concat() };
    Change { edit, line, indent, apart: true, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_in_items_and_quotes() {
        let body = ":::note\nx ::: y\n:::\n> - :::tip[T]\n> 1) text\n\t::::\n12. ::: info\na- :::no\n:: ::: x\n:::5\n";
        let lines: Vec<&str> = find(body).iter().map(|change| &body[change.edit.range.clone()]).collect();
        assert_eq!(lines, [":::note", ":::", ":::tip[T]", "::::", "::: info"]);
        assert_eq!(find(body)[2].indent, ">   ");
        let long = ":::".repeat(100_000);
        assert_eq!(find(&long).len(), 1);
    }
}
