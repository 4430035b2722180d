//! What stands before the drawing: the declaration of XML, and the type of the document.
//!
//! In: the text. Out: nothing, or what in them is not plain. Both decide how a browser reads the rest, so no more than
//! one form of each is taken: a declaration of UTF-8, a type that names the SVG of the W3C and defines nothing.

use super::harmful;
use crate::diagnostic::Finding;

/// Checks both.
pub(super) fn check(text: &str) -> Result<(), Finding> {
    declaration(text)?;
    doctype(text)
}

/// `<?xml version="1.0" encoding="UTF-8" standalone="no"?>`, or nothing.
fn declaration(text: &str) -> Result<(), Finding> {
    let body = text.trim_start_matches('\u{feff}');
    let start = text.len() - body.len();
    let Some(rest) = body.strip_prefix("<?xml ") else { return Ok(()) };
    let inside = rest.split("?>").next().unwrap_or_default();
    if inside.split_ascii_whitespace().all(is_plain) {
        return Ok(());
    }
    let message = "its first line declares more than XML 1.0 in UTF-8".to_owned();
    Err(harmful(start..start + inside.len() + 8, message))
}

fn is_plain(part: &str) -> bool {
    let part = part.replace('\'', "\"").to_ascii_lowercase();
    ["version=\"1.0\"", "encoding=\"utf-8\"", "standalone=\"no\"", "standalone=\"yes\""].contains(&part.as_str())
}

/// The types of the W3C, which editors write and browsers pass over.
const PUBLIC: [&str; 6] = [
    "-//W3C//DTD SVG 1.0//EN",
    "-//W3C//DTD SVG 1.1//EN",
    "-//W3C//DTD SVG 1.1 Basic//EN",
    "-//W3C//DTD SVG 1.1 Tiny//EN",
    "-//W3C//DTD SVG 1.2//EN",
    "-//W3C//DTD SVG 1.2 Tiny//EN",
];

/// At most one, and none that defines words of its own: what such a word stands for is not what the text says.
fn doctype(text: &str) -> Result<(), Finding> {
    let mut found = text.match_indices("<!DOCTYPE").map(|(at, _)| at);
    let Some(start) = found.next() else { return Ok(()) };
    let end = text[start..].find('>').map_or(text.len(), |end| start + end + 1);
    if found.next().is_none() && is_known(&text[start..end]) {
        return Ok(());
    }
    let message = "its document type is not one of the W3C's for SVG".to_owned();
    Err(harmful(start..end, message))
}

fn is_known(doctype: &str) -> bool {
    let inside = doctype.strip_prefix("<!DOCTYPE").and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
    let Some(rest) = inside.trim().strip_prefix("svg") else { return false };
    let rest = rest.trim();
    if rest.is_empty() {
        return true;
    }
    let Some(ids) = rest.strip_prefix("PUBLIC") else { return false };
    let parts: Vec<&str> = ids.split('"').map(str::trim).collect();
    matches!(parts[..], ["", public, "", system, ""] if PUBLIC.contains(&public) && is_of_the_w3c(system))
}

fn is_of_the_w3c(address: &str) -> bool {
    let path = address.strip_prefix("http://www.w3.org/").or_else(|| address.strip_prefix("https://www.w3.org/"));
    path.is_some_and(|path| path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-')))
}
