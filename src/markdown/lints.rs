//! What was meant as Markdown and is shown as text: links that are none, and the blocks of other programs.
//!
//! In: a piece of text and its place in the body. Out: what is wrong and what to do, if it looks like such a slip. Code
//! and HTML are never asked. Few false alarms matter more than finding all.

use std::ops::Range;

/// Where, what is wrong, what to do.
type Slip = (Range<usize>, String, &'static str);

/// How far around a place is looked: a line without an end must not be read again for each of its brackets.
const REACH: usize = 300;

/// Files that an author links to.
const FILES: [&str; 22] = [
    "md", "html", "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "pdf", "doc", "docx", "xls", "xlsx", "ppt",
    "pptx", "odt", "zip", "csv", "txt", "mp4", "mp3",
];

/// `[text](my page.md)`, of which the parser made no link. `at`: where the text behind the `]` begins.
pub fn link(body: &str, at: usize) -> Option<Slip> {
    let behind = body.get(at..)?.strip_prefix('(').filter(|_| body[..at].ends_with(']'))?;
    let open = body.as_bytes()[at.saturating_sub(REACH)..at].iter().rposition(|b| *b == b'[')?;
    let start = at.saturating_sub(REACH) + open;
    let line = &behind[..cut(behind)];
    let end = line.find(')').unwrap_or(line.len());
    let place = start..at + 1 + line.len().min(end + 1);
    let target = line[..end].trim();
    if target.contains(' ') && !target.contains(['"', '<', '>']) && is_file(target) {
        let message = format!("this is no link, because `{target}` has a space in it; it is shown as text");
        return Some((place, message, "write `[text](<my page.md>)`, or `%20` for each space"));
    }
    let first = target.split_whitespace().next()?;
    is_file(first).then(|| {
        let message = "this link is not closed, or its title is not; it is shown as text".to_owned();
        (place, message, "write `[text](page.md)` or `[text](page.md \"title\")`")
    })
}

/// Where the line ends, or the reach.
fn cut(text: &str) -> usize {
    let mut end = text.bytes().take(REACH).position(|b| b == b'\n' || b == b'\r').unwrap_or(REACH.min(text.len()));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// Whether a target ends like a file's name: `page.md`, `page.md#part`.
fn is_file(target: &str) -> bool {
    let name = target.split('#').next().unwrap_or_default();
    name.rsplit_once('.')
        .is_some_and(|(name, ending)| !name.is_empty() && FILES.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// A cell that ends in the middle of `[[page|text]]`.
pub fn cell(body: &str, cell: &Range<usize>) -> Option<Slip> {
    // Asked before it is looked for: a table has thousands of cells, and nearly none has a bracket.
    let text = body.get(cell.clone()).filter(|text| text.contains('['))?;
    let open = cell.start + text.rfind("[[")?;
    let rest = &body[open..];
    let line = &rest[..cut(rest)];
    let close = open + line.find("]]")? + "]]".len();
    let inside = &body[open + "[[".len()..close - "]]".len()];
    (close > cell.end && inside.contains('|') && !inside.contains('`')).then(|| {
        let message = "the `|` in this link ends the table cell".to_owned();
        (open..close, message, "write `\\|` in a table: `[[page\\|text]]`")
    })
}

/// A line that begins a block of Docusaurus, VitePress, Starlight or MkDocs.
pub fn block(line: &str) -> Option<(String, &'static str)> {
    let named = |mark: &'static str| {
        let name = line.strip_prefix(mark)?.trim_start_matches(':').trim_start();
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(mark)
    };
    let mark = named(":::").or_else(|| named("!!! ")).or_else(|| named("??? ")).or_else(|| named("=== \""))?;
    let message = format!("`{}` is not supported; it is shown as text", mark.trim_end_matches([' ', '"']));
    let hint = match mark {
        "=== \"" => "write `::::tabs`, `:::tab[Title]`, the text, `:::` and `::::`",
        _ => "write `:::tip[Title]` on a line of its own, the text, and `:::` on a line below it",
    };
    Some((message, hint))
}

/// A comment that nothing ends: where it begins. `range`: a block of HTML.
pub fn comment(body: &str, range: &Range<usize>) -> Option<Slip> {
    let html = body.get(range.clone())?;
    let open = html.rfind("<!--").filter(|at| !html[at + "<!--".len()..].contains("-->"))?;
    let at = range.start + open;
    let message = "this comment is not closed: everything after it is hidden".to_owned();
    Some((at..at + "<!--".len(), message, "close it with `-->`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_link_is_told() {
        let told = |text: &str| link(text, text.find("](").unwrap() + 1).map(|(range, ..)| text[range].to_owned());
        for (text, expected) in [
            ("a [b](my page.md) c", Some("[b](my page.md)")),
            ("![b](роли/арт директор.png)", Some("[b](роли/арт директор.png)")),
            ("[b](my page.md#part 1)", Some("[b](my page.md#part 1)")),
            ("[b](a.md \"t)", Some("[b](a.md \"t)")),
            ("[b](a.md\nmore", Some("[b](a.md")),
            ("[b](see there)", None),
            ("[b](e.g. this)", None),
            ("b](my page.md)", None),
            ("[b](", None),
        ] {
            assert_eq!(told(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn foreign_blocks() {
        for line in [":::tip", "::: warning", "::::note", "!!! note \"T\"", "??? info", "=== \"Tab\""] {
            assert!(block(line).is_some(), "{line}");
        }
        for line in [":::", ":smile:", "!!!", "!!! 5", "=== x", "text"] {
            assert!(block(line).is_none(), "{line}");
        }
    }
}
