//! Lines of a text with their ends, and a text that came back from a form.
//!
//! In: the lines of a file, and what somebody made of them in a field that knows only one end of lines. Out: lines with the
//! ends that they had: a line that nobody touched keeps every byte.

use super::merge::hunks;

/// The lines of a text with their ends. CR alone ends a line too, as in a page.
pub fn lines(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut all = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(['\n', '\r']).map_or(rest.len(), |at| at + end_at(&rest[at..]));
        let (line, behind) = rest.split_at(end);
        all.push(line);
        rest = behind;
    }
    all
}

fn end_at(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { 1 }
}

/// A line without its end.
pub fn content(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

fn end(line: &str) -> &str {
    &line[content(line).len()..]
}

/// Lines as a form shows them: joined by LF, without the end of the last.
pub fn shown(lines: &[&str]) -> String {
    lines.iter().map(|line| content(line)).collect::<Vec<_>>().join("\n")
}

/// What was typed, as it is written in place of `old`; `all` are the lines of the file. Nothing typed leaves nothing.
pub fn written(old: &[&str], typed: &str, all: &[&str]) -> String {
    let typed = typed.replace("\r\n", "\n").replace('\r', "\n");
    if typed.is_empty() {
        return String::new();
    }
    let typed: Vec<&str> = typed.split('\n').collect();
    let contents: Vec<&str> = old.iter().map(|line| content(line)).collect();
    let usual = usual_end(if old.iter().any(|line| !end(line).is_empty()) { old } else { all });
    let last = old.last().map_or(usual, |line| end(line));
    let mut ends: Vec<&str> = vec![usual; typed.len()];
    // Lines between two changes are lines that stayed.
    let (mut from, mut to) = (0, 0);
    for hunk in hunks(&contents, &typed) {
        keep(&mut ends, old, (from..hunk.old.start).zip(to..hunk.new.start), usual);
        (from, to) = (hunk.old.end, hunk.new.end);
    }
    keep(&mut ends, old, (from..old.len()).zip(to..typed.len()), usual);
    ends[typed.len() - 1] = last;
    typed.iter().zip(ends).flat_map(|(line, end)| [*line, end]).collect()
}

fn keep<'t>(ends: &mut [&'t str], old: &[&'t str], pairs: impl Iterator<Item = (usize, usize)>, usual: &'t str) {
    for (was, is) in pairs {
        let own = end(old[was]);
        // The last line of a file may have none.
        ends[is] = if own.is_empty() { usual } else { own };
    }
}

/// The end that most lines have.
fn usual_end<'t>(lines: &[&'t str]) -> &'t str {
    let count = |wanted: &str| lines.iter().filter(|line| end(line) == wanted).count();
    ["\n", "\r\n", "\r"].into_iter().rev().max_by_key(|wanted| count(wanted)).unwrap_or("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_the_text() {
        for text in ["", "a", "a\n", "a\r\nb", "\r\r\n\n", "a\rb\u{2028}c\n"] {
            assert_eq!(lines(text).concat(), text);
        }
        assert_eq!(lines("a\r\r\nb\n"), ["a\r", "\r\n", "b\n"]);
    }

    #[test]
    fn untouched_lines_keep_their_ends() {
        for (old, typed, new) in [
            ("a\r\nb\nc\r\n", "a\nB\nc", "a\r\nB\r\nc\r\n"),
            ("a\r\nb", "a\nb\nc", "a\r\nb\r\nc"),
            ("a  \r\n", "a  ", "a  \r\n"),
            ("a\rb\r", "a\nx\nb", "a\rx\rb\r"),
            ("a\n", "", ""),
            ("a", "a\n", "a\n"),
            ("", "a", "a\n"),
            ("a\nb\n", "b", "b\n"),
            ("a\n", "a\r\nb", "a\nb\n"),
        ] {
            let old = lines(old);
            assert_eq!(written(&old, typed, &old), new, "{old:?} {typed:?}");
        }
        assert_eq!(written(&["a"], "a\nb", &["x\r\n", "a"]), "a\r\nb");
    }

    #[test]
    fn what_is_shown_comes_back_as_it_was() {
        for text in ["a\r\n\r\n b \n\tc\r", "a", "\u{a0}\n\n", "x\n\n\n"] {
            let all = lines(text);
            let back = written(&all, &shown(&all), &all);
            assert!(back == text || shown(&all).is_empty(), "{text:?} {back:?}");
        }
    }
}
