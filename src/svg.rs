//! Whether an SVG is only a drawing: nothing in it runs, asks another host, or becomes another document.
//!
//! In: the text of a file. Out: nothing, or the first thing in it that is not known to be harmless, with its place.
//! A browser that opens an SVG reads it as a document of the site, so content that is not trusted could run script by
//! it. What is looked for is not what is bad (which nobody can list) but what is known to be good:
//!
//! 1. [`prolog`]: UTF-8, XML 1.0, no definitions of its own.
//! 2. A real reader of XML makes a tree, with the namespaces that a browser would see. What it refuses is refused.
//! 3. Each element and attribute is one of [`names`]; each value leads nowhere but inside the file ([`values`]).
//!
//! The only file that names roxmltree.

mod names;
mod prolog;
mod values;

use crate::diagnostic::{At, Finding};
use names::Kind;
use roxmltree::{Attribute, Document, Node, ParsingOptions, TextPos};
use std::ops::Range;

/// What is not known to be harmless, at bytes of the text.
fn harmful(range: Range<usize>, message: String) -> Finding {
    Finding::error("not-copied", At::Bytes(range), message)
}

/// More than any drawing that a person made; the tree of a file with more would take memory for nothing.
const MAX_NODES: u32 = 2_000_000;

fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
}

/// How wide and high a drawing is, in pixels: what its first element says, or the shape of its view.
pub fn size(text: &str) -> Option<(u32, u32)> {
    let document = parse(text).ok()?;
    let root = document.root_element();
    let pixels = |name: &str| root.attribute(name)?.trim_end_matches("px").parse::<f32>().ok();
    let view: Vec<f32> =
        root.attribute("viewBox").unwrap_or_default().split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
    let (width, height) = pixels("width").zip(pixels("height")).or_else(|| Some((*view.get(2)?, *view.get(3)?)))?;
    let whole = |length: f32| (1.0..1e5).contains(&length).then_some(length.round() as u32);
    whole(width).zip(whole(height))
}

/// Answers whether a text is a harmless SVG.
pub fn check(text: &str) -> Result<(), Finding> {
    prolog::check(text)?;
    let document = parse(text).map_err(|error| unread(text, &error))?;
    let root = document.root_element();
    if !root.has_tag_name((names::SVG, "svg")) {
        return Err(fault(&root, "it is not an SVG: its first element is another".to_owned()));
    }
    document.descendants().try_for_each(|node| self::node(&node))
}

fn unread(text: &str, error: &roxmltree::Error) -> Finding {
    let at = offset(text, error.pos());
    harmful(at..at + 1, format!("it cannot be read as XML ({error})"))
}

/// The reader tells lines and characters of a line.
fn offset(text: &str, place: TextPos) -> usize {
    let line = text.split_inclusive('\n').take(place.row.saturating_sub(1) as usize).map(str::len).sum::<usize>();
    let rest = text.get(line..).unwrap_or_default();
    line + rest.char_indices().nth(place.col.saturating_sub(1) as usize).map_or(rest.len(), |(at, _)| at)
}

/// At the node's name: the node itself may be the whole file.
fn fault(node: &Node, message: String) -> Finding {
    let range = node.range();
    let length = if node.is_element() { 1 + node.tag_name().name().len() } else { range.len() };
    harmful(range.start..range.start + length, message)
}

fn node(node: &Node) -> Result<(), Finding> {
    if let Some(pi) = node.pi() {
        let known = names::INSTRUCTIONS.contains(&pi.target);
        return if known {
            Ok(())
        } else {
            Err(fault(node, format!("the instruction `<?{}` is not allowed", pi.target)))
        };
    }
    // Text and comments say nothing to a browser.
    if !node.is_element() { Ok(()) } else { element(node) }
}

fn element(node: &Node) -> Result<(), Finding> {
    let name = node.tag_name().name();
    match node.tag_name().namespace() {
        Some(names::SVG) if names::is_element(name) => {
            node.attributes().try_for_each(|one| attribute(node, &one))?;
            if name == "style" { styles(node) } else { Ok(()) }
        }
        Some(names::SVG) => Err(fault(node, format!("the element `{name}` is not known to be harmless"))),
        Some(space) if names::is_of_an_editor(space) => node.attributes().try_for_each(|one| foreign(&one)),
        space => {
            let of = space.unwrap_or("none");
            Err(fault(node, format!("`{name}` is not an SVG element (its namespace: {of})")))
        }
    }
}

/// An attribute of an SVG element.
fn attribute(node: &Node, attribute: &Attribute) -> Result<(), Finding> {
    let (name, value, element) = (attribute.name(), attribute.value(), node.tag_name().name());
    let checked = match (attribute.namespace(), names::kind(name)) {
        (None | Some(names::XLINK), _) if name == "href" => values::link(element, value),
        (None, Some(Kind::Free)) => Ok(()),
        (None, Some(Kind::Animated)) => values::animated(value),
        (None, Some(Kind::Style)) => values::style(value),
        (Some(names::XLINK), _) if names::LINK.contains(&name) => Ok(()),
        (Some(names::XML), _) if names::XML_OWN.contains(&name) => Ok(()),
        (Some(space), _) if names::is_of_an_editor(space) => Ok(()),
        _ => Err("is not known to be harmless".to_owned()),
    };
    checked.map_err(|why| at_attribute(attribute, &why))
}

/// An attribute of an element that an editor keeps for itself: browsers give it no meaning, but for these.
fn foreign(attribute: &Attribute) -> Result<(), Finding> {
    let harmless = match attribute.namespace() {
        None => !attribute.name().to_ascii_lowercase().starts_with("on"),
        Some(names::XML) => names::XML_OWN.contains(&attribute.name()),
        Some(space) => names::is_of_an_editor(space),
    };
    if harmless { Ok(()) } else { Err(at_attribute(attribute, "is not known to be harmless")) }
}

fn at_attribute(attribute: &Attribute, why: &str) -> Finding {
    harmful(attribute.range(), format!("the attribute `{}` {why}", attribute.name()))
}

/// A style sheet is text alone.
fn styles(node: &Node) -> Result<(), Finding> {
    if let Some(inside) = node.children().find(|child| !child.is_text() && !child.is_comment()) {
        return Err(fault(&inside, "a stylesheet contains more than text".to_owned()));
    }
    let sheet: String = node.children().filter_map(|child| child.text()).collect();
    values::style(&sheet).map_err(|why| fault(node, format!("the stylesheet {why}")))
}
