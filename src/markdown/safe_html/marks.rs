//! How HTML that was read as Markdown tells what more its author wrote.
//!
//! In: an element with an address, which became a link or an image of the events; a piece of HTML that is shown as text.
//! Out: the same in a field that such events of Markdown leave empty, and back.
//!
//! 1. A link or an image: the id, which the parser gives to references alone.
//! 2. Raw HTML among the events: finished markup, a comment, or behind a NUL what is shown as text.

use pulldown_cmark::{CowStr, LinkType};

/// What a link or an image of the events was written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark<'m> {
    /// `<a>` and `<img>`, with their attributes as markup.
    Element(&'m str),
    /// The attribute of a tag that is written around it.
    Attribute(&'m str),
    /// The candidate of a `srcset`, and what is said of it.
    Candidate(&'m str),
    /// `<iframe>`, with its attributes.
    Frame(&'m str),
    /// It counts as a link, and nothing is written.
    Nothing,
}

impl Mark<'_> {
    /// As the id of a link or an image.
    pub(super) fn id<'a>(self) -> CowStr<'a> {
        let (kind, rest) = match self {
            Self::Element(rest) => ('e', rest),
            Self::Attribute(rest) => ('a', rest),
            Self::Candidate(rest) => ('c', rest),
            Self::Frame(rest) => ('f', rest),
            Self::Nothing => ('n', ""),
        };
        format!("{kind}{rest}").into()
    }
}

/// What a link or an image was, if it was HTML.
pub fn mark<'m>(link_type: LinkType, id: &'m str) -> Option<Mark<'m>> {
    if link_type != LinkType::Inline {
        return None;
    }
    let rest = id.get(1..)?;
    Some(match id.as_bytes()[0] {
        b'e' => Mark::Element(rest),
        b'a' => Mark::Attribute(rest),
        b'c' => Mark::Candidate(rest),
        b'f' => Mark::Frame(rest),
        _ => Mark::Nothing,
    })
}

/// A piece of HTML among the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'p> {
    /// Made of known names and escaped values.
    Markup(&'p str),
    /// Shown as text.
    Literal(&'p str),
    /// Not shown.
    Comment,
}

/// Begins a piece that is shown as text: a text has no NUL of its own here.
const LITERAL: char = '\0';

/// A piece that is shown as text.
pub(super) fn literal<'a>(text: &str) -> CowStr<'a> {
    format!("{LITERAL}{text}").into()
}

/// What a piece is.
pub fn piece(html: &str) -> Piece<'_> {
    match html.strip_prefix(LITERAL) {
        Some(text) => Piece::Literal(text),
        None if html.starts_with("<!") => Piece::Comment,
        None => Piece::Markup(html),
    }
}

/// The value of an attribute in markup, escaped: a quote cannot stand in it.
pub fn value_of<'m>(markup: &'m str, name: &str) -> Option<&'m str> {
    let written = format!(" {name}=\"");
    let start = markup.find(&written)? + written.len();
    Some(&markup[start..start + markup[start..].find('"')?])
}

/// The id in markup, escaped.
pub fn id_of(markup: &str) -> Option<&str> {
    value_of(markup, "id")
}

/// Markup without an attribute.
pub fn without(markup: &str, name: &str) -> String {
    match value_of(markup, name) {
        Some(value) => markup.replacen(&format!(" {name}=\"{value}\""), "", 1),
        None => markup.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_are_written() {
        for written in
            [Mark::Element(" a"), Mark::Attribute(""), Mark::Candidate("1x"), Mark::Frame("x"), Mark::Nothing]
        {
            assert_eq!(mark(LinkType::Inline, &written.id()), Some(written));
            assert_eq!(mark(LinkType::Shortcut, &written.id()), None);
        }
        assert_eq!(mark(LinkType::Inline, ""), None);
    }

    #[test]
    fn an_id_is_taken_out_of_markup() {
        assert_eq!(id_of("<p id=\"a&quot;b\" dir=\"ltr\">"), Some("a&quot;b"));
        assert_eq!(without("<p id=\"a\" dir=\"ltr\">", "id"), "<p dir=\"ltr\">");
        assert_eq!(without("<p>", "id"), "<p>");
    }
}
