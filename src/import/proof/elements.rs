//! What of a page is no text, by lines: comments, programs, styles, and tags over several lines.
//!
//! In: the text of a page. Out: the same text, line for line, in which comments, `<style>`, `<script>` and (in MDX)
//! expressions in braces are empty, and each tag stands on one line. So a reader of lines finds only what is text.

use super::markdown::{closes, opens, unquoted};

/// Bytes that a tag or an expression may have.
const LONGEST: usize = 60_000;

/// Elements whose content is no text.
const PROGRAMS: [&str; 2] = ["script", "style"];

/// A page without what is no text; line ends stay.
pub fn without(text: &str, mdx: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut at, mut begins, mut fence) = (0, true, None::<String>);
    // Line ends inside of tags, which are written behind the line.
    let mut owed = 0;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = &text[at..end];
        let bare = unquoted(line);
        let was_open = fence.is_some();
        match &fence {
            Some(open) if closes(bare, open) => fence = None,
            None if begins => fence = opens(bare),
            _ => {}
        }
        let found = if was_open || fence.is_some() { None } else { first(&text[at..], line, mdx) };
        let Some((from, length, kept)) = found else {
            out.push_str(line);
            if line.ends_with('\n') {
                out.extend(std::iter::repeat_n('\n', std::mem::take(&mut owed)));
            }
            (at, begins) = (end, true);
            continue;
        };
        out.push_str(&line[..from]);
        let gone = &text[at + from..at + from + length];
        let lines = gone.matches('\n').count();
        match kept {
            true => {
                out.push_str(&gone.replace(['\n', '\r'], " "));
                owed += lines;
            }
            false => {
                out.push(' ');
                out.extend(std::iter::repeat_n('\n', lines));
            }
        }
        begins = gone.ends_with('\n');
        at += from + length;
    }
    out
}

/// What begins first in a line: where, how long it is, and whether it stays, on one line.
fn first(text: &str, line: &str, mdx: bool) -> Option<(usize, usize, bool)> {
    let comment = comment(line).map(|(from, open, close)| {
        let inside = from + open.len();
        let end = text.get(inside..).and_then(|rest| rest.find(close)).map(|end| inside + end + close.len());
        (from, end.unwrap_or(text.len()) - from, false)
    });
    let tags = line.match_indices('<').filter(|(at, _)| !is_in_code(line, *at)).find_map(|(at, _)| tag(text, line, at));
    let program = if mdx { expression(text, line) } else { None };
    [comment, tags, program].into_iter().flatten().min_by_key(|(from, ..)| *from)
}

/// Whether a place of a line stands in code.
fn is_in_code(line: &str, at: usize) -> bool {
    line[..at].matches('`').count() % 2 == 1 && line[at..].contains('`')
}

/// Where a comment begins in a line, outside code, and what opens and ends it.
fn comment(line: &str) -> Option<(usize, &'static str, &'static str)> {
    let bare = line.trim_start();
    if is_definition(bare) {
        return Some((0, "[", "\n"));
    }
    let marks = [
        ("<!--", "-->"),
        ("{/*", "*/}"),
        ("{# ", "#}"),
        ("{#-", "#}"),
        ("{% #", "%}"),
        ("{{< comment >}}", "{{< /comment >}}"),
        ("{{% comment %}}", "{{% /comment %}}"),
        ("{ /*", "}"),
        ("{% comment %}", "{% endcomment %}"),
        ("{::comment}", "{:/comment}"),
        ("%%", "%%"),
        ("{>>", "<<}"),
        ("<%#", "%>"),
        ("<%--", "--%>"),
        ("{{!", "}}"),
        ("{{- /*", "}}"),
        ("{{/*", "*/}}"),
        ("#+BEGIN_COMMENT", "#+END_COMMENT"),
        ("```{comment}", "```"),
        (":::{comment}", ":::"),
    ];
    let found = marks.into_iter().filter_map(|(open, close)| {
        let at = line.find(open)?;
        let in_code = line[..at].matches('`').count() % 2 == 1;
        (!in_code).then_some((at, open, close))
    });
    found.min()
}

/// `[//]: # (x)`, `[_comment]: <> (x)`
fn is_definition(line: &str) -> bool {
    let named = ["[//]:", "[comment]:", "[_comment]:", "[hidden]:"].iter().find_map(|name| line.strip_prefix(name));
    named.is_some_and(|rest| rest.trim_start().starts_with(['#', '<']))
}

/// A program or a style with all that is in it, or a tag that goes on below its line.
fn tag(text: &str, line: &str, at: usize) -> Option<(usize, usize, bool)> {
    let rest = &text[at..];
    let name: String = rest[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).collect();
    let behind = rest[1 + name.len()..].chars().next().unwrap_or('\n');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !(behind.is_whitespace() || matches!(behind, '>' | '/'))
    {
        return None;
    }
    let end = tag_end(rest)?;
    if let Some(program) = PROGRAMS.iter().find(|program| name.eq_ignore_ascii_case(program)) {
        let close = format!("</{program}");
        let inside = rest[end..].to_ascii_lowercase();
        let length = inside.find(&close).and_then(|from| Some(end + from + inside[from..].find('>')? + 1));
        return length.map(|length| (at, length, false));
    }
    // Only components have empty lines in a tag.
    let tag = &rest[..=end];
    let fits = name.starts_with(|c: char| c.is_ascii_uppercase()) || !has_empty_line(tag);
    (at + end >= line.trim_end_matches('\n').len() && fits).then_some((at, end + 1, true))
}

fn has_empty_line(text: &str) -> bool {
    text.lines().skip(1).any(|line| line.trim().is_empty())
}

/// Where a tag ends: `>` outside of quotes and braces.
pub fn tag_end(text: &str) -> Option<usize> {
    let (mut quote, mut depth, mut before) = (None, 0, ' ');
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < LONGEST) {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '`') => quote = Some(c),
            // An apostrophe is no quote.
            (None, '\'') if !before.is_alphanumeric() => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => depth -= 1,
            (None, '>') if depth <= 0 => return Some(at),
            _ => {}
        }
        before = c;
    }
    None
}

/// An expression of MDX that begins a line and stands there alone. A text in quotes is a text.
fn expression(text: &str, line: &str) -> Option<(usize, usize, bool)> {
    let from = line.len() - line.trim_start().len();
    let rest = &text[from..];
    let marked = ["{{", "{%", "{#", "{:"].iter().any(|mark| rest.starts_with(mark));
    if !rest.starts_with('{') || marked {
        return None;
    }
    let end = braces_end(rest)?;
    let inside = rest[1..end].trim();
    let literal = ['"', '\'', '`'].iter().any(|quote| inside.starts_with(*quote) && inside.ends_with(*quote));
    let alone = rest[end + 1..].lines().next().unwrap_or_default().trim().is_empty();
    (alone && !literal).then_some((from, end + 1, false))
}

fn braces_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < LONGEST) {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_empty_and_lines_stay() {
        for (source, expected) in [
            ("a <!-- x\n\ny --> b\n", "a  \n\n b\n"),
            ("<style>\ntd {a: b}\n</style>\nText\n", " \n\n\nText\n"),
            ("<Script type='x'>\nlet a;\n\nb\n</Script> c\n", " \n\n\n\n c\n"),
            ("<div\n  class=\"x\"\n>\ntext\n", "<div   class=\"x\" >\n\n\ntext\n"),
            ("a <b\nc> d <i\n>e\n", "a <b c> d <i >e\n\n\n"),
            ("<Card\n\n  title=\"A\"\n/>\nb\n", "<Card    title=\"A\" />\n\n\n\nb\n"),
            ("1 <2\n3> 4\n", "1 <2\n3> 4\n"),
            ("<p\n\nnot a tag>\n", "<p\n\nnot a tag>\n"),
            ("```\n<style>\n```\n`<style>` a\n", "```\n<style>\n```\n`<style>` a\n"),
            ("{list.map(x => (\n  <li>{x}</li>\n))}\nText {a}\n{'said'}\n", " \n\n\nText {a}\n{'said'}\n"),
        ] {
            assert_eq!(without(source, true), expected, "{source}");
        }
        assert_eq!(without("{no\nmdx}\n", false), "{no\nmdx}\n");
    }
}
