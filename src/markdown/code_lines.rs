//! The lines of a body that are no code, told apart by their fences and indents: for questions that have to be asked of
//! every page, before the parser is asked.
//!
//! In: a body. Out: the ranges of its lines that stand outside of code, without their line ends. A fence that is left
//! open reaches to the end, as it does for the parser. Lines end where CommonMark ends them: a lone carriage return is
//! an end too.

use crate::byte_scan;
use std::ops::Range;

/// A text in which at most one empty line follows another outside of code: more of them would tell that something
/// stood there.
pub fn without_gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut done, mut empty) = (0, false);
    for line in outside_of_code(text) {
        let blank = is_blank(&text[line.clone()]);
        if blank && empty && line.start >= done {
            out.push_str(&text[done..line.start]);
            done = next_line(text, line.end);
        }
        empty = blank;
    }
    out.push_str(&text[done..]);
    out
}

fn next_line(text: &str, end: usize) -> usize {
    end + if text[end..].starts_with("\r\n") { 2 } else { usize::from(end < text.len()) }
}

/// Lines outside of code.
pub fn outside_of_code(body: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut fence: Option<&str> = None;
    lines(body).filter(move |range| {
        let line = &body[range.clone()];
        let mark = mark_of_fence(line);
        match (fence, mark) {
            (Some(open), Some(mark)) if closes(line, mark, open) => {
                fence = None;
                false
            }
            (Some(_), _) => false,
            (None, Some(mark)) => {
                fence = Some(mark);
                false
            }
            (None, None) => !line.starts_with("    ") && !line.starts_with('\t'),
        }
    })
}

fn is_blank(line: &str) -> bool {
    !line.as_bytes().first().is_some_and(u8::is_ascii_graphic) && line.trim().is_empty()
}

/// The ends are looked for word by word where there is no carriage return: to look at each letter of every page was a
/// twentieth of a build.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let returns = text.as_bytes().contains(&b'\r');
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let end = if returns { rest.find(['\n', '\r']) } else { byte_scan::find(rest, b'\n') }.unwrap_or(rest.len());
        let range = start..start + end;
        start += end + 1;
        Some(range)
    })
}

/// The row of backticks or tildes that begins a line.
fn mark_of_fence(line: &str) -> Option<&str> {
    let indent = line.bytes().take_while(|byte| *byte == b' ').count();
    let mark = line.as_bytes().get(indent).copied().filter(|byte| matches!(byte, b'`' | b'~')).map(char::from)?;
    let text = &line[indent..];
    let row = &text[..text.len() - text.trim_start_matches(mark).len()];
    // `` ```a``` `` is code in a line.
    let inline = mark == '`' && text[row.len()..].contains('`');
    (row.len() >= 3 && line.len() - text.len() < 4 && !inline).then_some(row)
}

fn closes(line: &str, mark: &str, open: &str) -> bool {
    mark.starts_with(open) && line.trim().len() == mark.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_closed() {
        let cases = [
            ("a\n\n\n\nb\n", "a\n\nb\n"),
            ("a\n\nb\n", "a\n\nb\n"),
            ("```\na\n\n\nb\n```\n\n\nc\n", "```\na\n\n\nb\n```\n\nc\n"),
            ("a\n\n \n\n", "a\n\n"),
        ];
        cases.iter().for_each(|(text, closed)| assert_eq!(without_gaps(text), *closed, "{text:?}"));
    }

    #[test]
    fn code_is_passed_over() {
        let text = "a\n```md\nb\n~~~\n```\nc\r    d\n~~~~\ne\n~~~\n~~~~\n```x``` f\n";
        let lines: Vec<&str> = outside_of_code(text).map(|range| &text[range]).collect();
        assert_eq!(lines, ["a", "c", "```x``` f"]);
    }
}
