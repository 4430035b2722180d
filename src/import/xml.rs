//! XML of exports and documents, which nobody has checked.
//!
//! In: a text. Out: a tree. A document type, and with it every entity of the document's own, is refused: entities in
//! entities make gigabytes of a line. Entities of HTML are known.

use super::proof::markup::without_entities;
pub use roxmltree::Node;
use roxmltree::{Document, ParsingOptions};

/// Elements and texts of one document.
const MAX_NODES: u32 = 20_000_000;
/// Elements in elements.
const MAX_DEPTH: usize = 400;

/// Reads a document and hands its root to `read`.
///
/// # Errors
/// The text is no XML, or is refused.
pub fn with<T>(text: &str, read: impl FnOnce(Node<'_, '_>) -> T) -> Result<T, String> {
    if is_too_deep(text) {
        return Err(format!("elements are nested deeper than {MAX_DEPTH} levels"));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let plain = without_entities(text.trim_start_matches('\u{feff}'));
    let document =
        Document::parse_with_options(&plain, options).map_err(|error| format!("not readable as XML: {error}"))?;
    Ok(read(document.root_element()))
}

/// A piece of a wiki's storage format, which has no root and declares no prefixes.
///
/// # Errors
/// As [`with`].
pub fn with_storage<T>(text: &str, read: impl FnOnce(Node<'_, '_>) -> T) -> Result<T, String> {
    with(&format!("<docent xmlns:ac=\"ac\" xmlns:ri=\"ri\" xmlns:at=\"at\">{text}</docent>"), read)
}

fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(data) = rest.strip_prefix("![CDATA[") {
            rest = data.find("]]>").map_or("", |end| &data[end..]);
        } else if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !rest.starts_with(['!', '?']) && !rest[..rest.find('>').unwrap_or(0)].ends_with('/') {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest > MAX_DEPTH
}

/// The name of an element with its usual prefix: `ac:image`, `w:p`.
pub fn name(node: Node<'_, '_>) -> String {
    let local = node.tag_name().name();
    match node.tag_name().namespace() {
        Some(space @ ("ac" | "ri" | "at")) => format!("{space}:{local}"),
        _ => local.to_owned(),
    }
}

/// The value of an attribute by its local name.
pub fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// All text below a node.
pub fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(|inner| inner.is_text()).filter_map(|inner| inner.text()).collect()
}

/// The first child of a name.
pub fn child<'a, 'i>(node: Node<'a, 'i>, wanted: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|inner| inner.is_element() && name(*inner) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bombs_and_outsiders_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"xx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        let file = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
        for text in [bomb, file, &deep, "<a>", "", "<a>&own;</a><b/>"] {
            assert!(with(text, |_| ()).is_err());
        }
        let read = with_storage("<p>a&nbsp;b &amp; <ac:link><ri:page ri:content-title=\"T\"/></ac:link></p>", text);
        assert_eq!(read.as_deref(), Ok("a\u{a0}b & "));
    }
}
