//! HTML, XML and SVG as texts.
//!
//! In: a text. Out: the text between tags as one, so that a sentence is found across emphasis, and the values of
//! attributes and comments as another.

use super::escapes::decoded;
use super::needles::Search;

/// Elements inside of a sentence.
const INLINE: [&str; 16] =
    ["a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sup"];

/// The text between tags, and the values of attributes and comments.
pub(super) fn markup(text: &str, search: &mut Search<'_>) {
    let mut values = String::new();
    let plain = untagged(text, |tag| {
        attributes(tag, &mut values);
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if INLINE.contains(&name) { "" } else { "\n" }
    });
    search.read(decoded(&plain).as_bytes());
    search.read(decoded(&values).as_bytes());
}

/// Elements of XML that end a text; between all others a word may go on: `<tspan>mar</tspan><tspan>mot</tspan>`.
const ENDING: [&str; 22] = [
    "text", "p", "si", "row", "title", "desc", "li", "tr", "td", "loc", "url", "lastmod", "entry", "item", "id", "h",
    "h1", "h2", "h3", "link", "summary", "updated",
];

/// The text of XML that is no page: texts of drawings and office documents are divided into pieces wherever their format
/// changes, within a word and between words.
pub(super) fn pieces(text: &str, search: &mut Search<'_>) {
    let head = text[..text.floor_char_boundary(text.len().min(1024))].to_ascii_lowercase();
    if (head.contains("<html") || head.contains("<!doctype html")) && !text.contains("<tspan") {
        return;
    }
    for between in ["", " "] {
        search.read(decoded(&joined(text, between)).as_bytes());
    }
}

fn joined(text: &str, between: &'static str) -> String {
    untagged(text, |tag| {
        let name =
            tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        if ENDING.contains(&name) { "\n" } else { between }
    })
}

/// A text with something else in the place of each tag and comment.
fn untagged<'t>(text: &'t str, mut instead: impl FnMut(&'t str) -> &'static str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = if rest.starts_with("!--") { rest.find("-->") } else { tag_end(rest) };
        let (tag, after) = rest.split_at(end.unwrap_or(rest.len()));
        plain.push_str(instead(tag));
        rest = after.trim_start_matches("--").strip_prefix('>').unwrap_or(after);
    }
    plain + rest
}

/// Where a tag ends: not inside of a value.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), byte) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    })
}

/// The names and values of a tag's attributes, a line each; all of what is not a tag. A name without a value can say
/// something too.
fn attributes(tag: &str, values: &mut String) {
    if tag.starts_with(['!', '?']) {
        values.push_str(tag);
        values.push('\n');
        return;
    }
    let mut rest = tag.trim_start_matches(|c: char| !c.is_whitespace());
    while !rest.is_empty() {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '/'));
        let (value, behind) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
            _ => rest.split_at(rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len())),
        };
        values.push_str(value);
        values.push('\n');
        rest = behind;
    }
}
