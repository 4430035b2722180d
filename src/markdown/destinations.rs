//! Where the destination of each link is written: for those who rename what it leads to.
//!
//! In: the body. Out: for the n-th link of the first reading the bytes of its destination, inside of the link or, for
//! a reference, inside of its definition. `None` where there is nothing to rewrite: an address in `<...>`.

use super::safe_html::marks::mark;
use super::{Markdown, events, is_attribute, own_syntax};
use pulldown_cmark::{Event, LinkType, Parser, Tag};
use std::ops::Range;

/// A destination in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Where it stands in the body, without brackets.
    pub range: Range<usize>,
    /// What stands around it.
    pub form: Form,
}

/// How a destination is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `(url)`, or behind `[label]:`.
    Bare,
    /// `<url>`: spaces may stand in it.
    Angle,
    /// `[[name]]`.
    Wiki,
}

/// The destinations of all links and images, in the order of the scan.
pub fn destinations(text: &str, options: &Markdown) -> Vec<Option<Destination>> {
    let shadow = own_syntax::shadow(text, options);
    let parser = Parser::new_ext(&shadow.text, options.parser_options());
    let definitions = parser.reference_definitions();
    let source: Vec<_> = events(text, options).collect();
    let mut all = Vec::new();
    for (at, (event, range)) in source.iter().enumerate() {
        let (Event::Start(Tag::Link { link_type, id, dest_url, .. })
        | Event::Start(Tag::Image { link_type, id, dest_url, .. })) = event
        else {
            continue;
        };
        if mark(*link_type, id).is_some() {
            // One that is written with entities is for a person to change.
            let written = text.get(range.clone()) == Some(dest_url);
            all.push(written.then(|| Destination { range: range.clone(), form: Form::Bare }));
            continue;
        }
        all.push(match link_type {
            _ if is_attribute(&text[range.clone()]) => attribute(text, range),
            LinkType::WikiLink { .. } => wiki(text, range),
            LinkType::Inline => inline(text, range, inner_end(&source, at)),
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                definitions.get(id).and_then(|definition| defined(text, &shadow.source(&definition.span)))
            }
            _ => None,
        });
    }
    all
}

/// Where the text of a link ends: with the last event inside of it.
fn inner_end(source: &[(Event<'_>, Range<usize>)], at: usize) -> usize {
    let link = &source[at].1;
    let inside = source[at + 1..].iter().take_while(|(_, range)| range.end <= link.end && range.start < link.end);
    let inner = inside.filter(|(event, range)| !matches!(event, Event::End(_)) && range.end < link.end);
    inner.map(|(_, range)| range.end).max().unwrap_or(link.start + 1)
}

/// The value of a card's `href`.
fn attribute(text: &str, range: &Range<usize>) -> Option<Destination> {
    let start = range.start + text[range.clone()].find('=')? + 1;
    let value = text[start..range.end].trim_matches(['"', '\'']);
    let start = start + text[start..range.end].find(value)?;
    let written = start..start + value.len();
    if value.starts_with("[[") { wiki(text, &written) } else { trimmed(text, written, Form::Bare) }
}

fn wiki(text: &str, range: &Range<usize>) -> Option<Destination> {
    let start = range.start + text[range.clone()].find("[[")? + 2;
    let inside = text[start..range.end].strip_suffix("]]")?;
    // In a table the `|` is written `\|`.
    let name = inside.split_once('|').map_or(inside, |(name, _)| name.trim_end_matches('\\'));
    trimmed(text, start..start + name.len(), Form::Wiki)
}

fn inline(text: &str, range: &Range<usize>, inner: usize) -> Option<Destination> {
    let start = inner + text[inner..range.end].find("](")? + 2;
    url(text, start, range.end - 1)
}

/// `[label]: url "title"`: behind the first colon that follows the label's bracket.
fn defined(text: &str, span: &Range<usize>) -> Option<Destination> {
    let start = span.start + text[span.clone()].find("]:")? + 2;
    url(text, start, span.end)
}

/// The destination that begins at the first character which is not white.
fn url(text: &str, from: usize, end: usize) -> Option<Destination> {
    let rest = text.get(from..end)?;
    let mut start = from + (rest.len() - rest.trim_start().len());
    // On a new line of a quote its mark stands first.
    if text[from..start].contains('\n') {
        start += text[start..end].len() - text[start..end].trim_start_matches(['>', ' ']).len();
    }
    if text[start..end].starts_with('<') {
        let close = start + text[start..end].find('>')?;
        return Some(Destination { range: start + 1..close, form: Form::Angle });
    }
    let length = text[start..end].find(char::is_whitespace).unwrap_or(end - start);
    trimmed(text, start..start + length, Form::Bare)
}

fn trimmed(text: &str, range: Range<usize>, form: Form) -> Option<Destination> {
    let written = &text[range.clone()];
    let start = range.start + (written.len() - written.trim_start().len());
    let end = start + written.trim().len();
    (start < end).then_some(Destination { range: start..end, form })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let all = destinations(text, &Markdown::default());
        all.into_iter().map(|d| d.map_or("-", |d| &text[d.range])).collect()
    }

    #[test]
    fn destinations_stand_where_they_are_written() {
        let cases: [(&str, &[&str]); 12] = [
            ("[a](b.md) ![c](d.png \"t\")", &["b.md", "d.png"]),
            ("[a]( <b c.md> 'x' ) [`](x)`](y)", &["b c.md", "y"]),
            ("[[B]] [[ B#c | d ]] ![[e.png|f]]", &["B", "B#c", "e.png"]),
            ("[a][r] [r] [r][]\n\n[r]: b.md 'title'\n", &["b.md", "b.md", "b.md"]),
            ("[R\\]]: <x y.md>\n\n[R\\]]", &["x y.md"]),
            ("<https://a.b> [a [b](c.md)", &["-", "c.md"]),
            ("[![i](p.png)](q(1).md)", &["q(1).md", "p.png"]),
            ("> [a](\n> b.md)\n", &["b.md"]),
            ("[](e.md) [*x*\n](f.md#g)", &["e.md", "f.md#g"]),
            ("> [a](b.md)\n> [c]\n>\n> [c]: d.md\n", &["b.md", "d.md"]),
            (
                ":::card[T]{href=b.md}\n[c]\n:::\n:::card{href=\"[[D e|f]]\"}\n:::\n\n[c]: g.md\n",
                &["b.md", "g.md", "D e"],
            ),
            ("> <a href='b.md'>x</a> <img src=c.png>\n\n> <div>\n> <a href=\"d.md\">\n", &["b.md", "c.png", "d.md"]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), expected, "{text:?}");
        }
    }
}
