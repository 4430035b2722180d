//! Raw HTML in pieces: tags, comments, and the text between them.
//!
//! In: a piece of HTML. Out: [`Token`]s with their places. Nothing of it is trusted: what is written to the page is made
//! anew from names and values, so a browser never sees the bytes that are read here.

use super::elements::{Kind, element};
use std::collections::BTreeMap;
use std::ops::Range;

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Text(Range<usize>),
    /// What is a note: `<!-- note -->`, or a declaration (`<?php ?>`).
    Note(Range<usize>),
    /// What looks like a tag and has no end, or is `<![CDATA[...]]>`.
    Open(Range<usize>),
    Start(Tag),
    End(Range<usize>, String),
}

/// A tag that begins an element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tag {
    pub place: Range<usize>,
    /// As written.
    pub written: String,
    /// In lower case, each with the place of its value.
    pub attributes: Vec<(String, Range<usize>)>,
    /// `<br/>`
    pub closed: bool,
}

impl Tag {
    pub fn name(&self) -> String {
        self.written.to_ascii_lowercase()
    }
}

/// Attributes of a tag that is read.
const MOST_ATTRIBUTES: usize = 200;

/// How often a text may be read again, because tags in it have no end.
const MAX_READING: usize = 20;

/// Reads a piece of HTML. `whole`: it is a block, in which elements are passed over whose text is none (`<script>`); one
/// that nothing ends there is shown as text.
pub(crate) fn tokens(html: &str, whole: bool) -> Vec<Token> {
    let (mut found, mut done, mut at) = (Vec::new(), 0, 0);
    let mut places = Places::of(html);
    let mut budget = html.len() * MAX_READING + 64 * 1024;
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        let Some(mut token) = token(html, open, &mut budget) else {
            at = open + 1;
            continue;
        };
        if done < open {
            found.push(Token::Text(done..open));
        }
        let place = match &token {
            Token::Text(place) | Token::Note(place) | Token::Open(place) | Token::End(place, _) => place,
            Token::Start(tag) => &tag.place,
        };
        (done, at) = (place.end, place.end);
        if let Token::Start(tag) = &token
            && whole
            && !tag.closed
            && is_passed_over(&tag.name())
        {
            match places.closer(&tag.name(), done..html.len()) {
                Some(closer) => (done, at) = (closer.end, closer.end),
                None => token = Token::Open(tag.place.clone()),
            }
        }
        found.push(token);
    }
    if done < html.len() {
        found.push(Token::Text(done..html.len()));
    }
    found
}

fn is_passed_over(name: &str) -> bool {
    matches!(element(name), Some((_, Kind::Whole | Kind::Frame)))
}

/// What begins at a `<`; nothing if it is text.
fn token(html: &str, at: usize, budget: &mut usize) -> Option<Token> {
    let rest = &html[at..];
    let to = |mark: &str, from: usize| rest[from..].find(mark).map_or(html.len(), |end| at + from + end + mark.len());
    // What is left open is hidden to the end, as a browser would.
    if rest.starts_with("<!--") {
        return Some(Token::Note(at..to("-->", 4)));
    }
    if rest.starts_with("<![CDATA[") {
        return Some(Token::Open(at..to("]]>", 9)));
    }
    if rest.starts_with("<?") || (rest.starts_with("<!") && rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic))
    {
        return Some(Token::Note(at..to(">", 2)));
    }
    let end = rest.starts_with("</");
    let name = &rest[1 + usize::from(end)..];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let from = html.len() - name.len();
    if *budget == 0 {
        return None;
    }
    match tag(html, from) {
        Some(tag) if end => Some(Token::End(at..tag.place.end, tag.name())),
        Some(tag) => Some(Token::Start(Tag { place: at..tag.place.end, ..tag })),
        None => {
            *budget = budget.saturating_sub(rest.len().min(64 * 1024));
            Some(Token::Open(at..from + name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())))
        }
    }
}

/// The tag whose name begins here, as browsers read it; nothing if it has no end, or too many attributes.
fn tag(html: &str, from: usize) -> Option<Tag> {
    let bytes = html.as_bytes();
    let skip = |mut at: usize, is: &dyn Fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|b| is(*b)) {
            at += 1;
        }
        at
    };
    let white = |b: u8| b.is_ascii_whitespace();
    let in_name = |b: u8| !white(b) && b != b'/' && b != b'>';
    let mut at = skip(from, &in_name);
    let mut tag = Tag { written: html.get(from..at)?.to_owned(), ..Tag::default() };
    for _ in 0..MOST_ATTRIBUTES {
        let gap = at;
        at = skip(at, &|b| white(b) || b == b'/');
        if *bytes.get(at)? == b'>' {
            tag.closed = at > gap && bytes[at - 1] == b'/';
            tag.place = from..at + 1;
            return Some(tag);
        }
        // The first character of a name may be anything.
        let end = skip(at + 1, &|b| in_name(b) && b != b'=');
        let name = html.get(at..end)?.to_ascii_lowercase();
        let equals = skip(end, &white);
        if bytes.get(equals) != Some(&b'=') {
            at = end;
            put(&mut tag, name, end..end);
            continue;
        }
        let start = skip(equals + 1, &white);
        let value = match *bytes.get(start)? {
            quote @ (b'"' | b'\'') => {
                let length = html[start + 1..].find(char::from(quote))?;
                at = start + 1 + length + 1;
                start + 1..at - 1
            }
            _ => {
                at = skip(start, &|b| !white(b) && b != b'>');
                start..at
            }
        };
        put(&mut tag, name, value);
    }
    None
}

/// Of two attributes with one name the first counts.
fn put(tag: &mut Tag, name: String, value: Range<usize>) {
    if tag.attributes.iter().all(|(other, _)| *other != name) {
        tag.attributes.push((name, value));
    }
}

/// Where tags of a name stand in a text, counted when it is asked first.
#[derive(Debug)]
pub(super) struct Places<'t> {
    text: &'t str,
    found: BTreeMap<(bool, String), Vec<usize>>,
}

impl<'t> Places<'t> {
    pub fn of(text: &'t str) -> Self {
        Self { text, found: BTreeMap::new() }
    }

    /// The first tag that begins (`false`) or ends (`true`) an element in a part of the text.
    pub fn first(&mut self, end: bool, name: &str, part: Range<usize>) -> Option<usize> {
        let mark = if end { "</" } else { "<" };
        let text = self.text;
        let all = self.found.entry((end, name.to_owned())).or_insert_with(|| {
            let places = text.match_indices(mark).map(|(at, _)| at);
            places.filter(|at| is_named(&text[at + mark.len()..], name)).collect()
        });
        all.get(all.partition_point(|at| *at < part.start)).copied().filter(|at| *at < part.end)
    }

    /// Where an element is closed in a part of the text: its last tag.
    pub fn closer(&mut self, name: &str, part: Range<usize>) -> Option<Range<usize>> {
        let at = self.first(true, name, part)?;
        Some(at..self.text[at..].find('>').map_or(self.text.len(), |end| at + end + 1))
    }
}

/// Whether a tag's name begins a text.
fn is_named(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
        && !text[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> String {
        let one = |token: Token| match token {
            Token::Text(at) => format!("[{}]", &html[at]),
            Token::Note(at) => format!("({})", &html[at]),
            Token::Open(at) => format!("!{}!", &html[at]),
            Token::End(_, name) => format!("/{name}"),
            Token::Start(tag) => {
                let attributes: String =
                    tag.attributes.iter().map(|(name, at)| format!(" {name}={}", &html[at.clone()])).collect();
                format!("<{}{attributes}{}>", tag.name(), if tag.closed { "/" } else { "" })
            }
        };
        tokens(html, true).into_iter().map(one).collect()
    }

    #[test]
    fn html_is_read_as_browsers_do() {
        for (html, expected) in [
            ("a <B C=d e='f' g>h</b >", "[a ]<b c=d e=f g=>[h]/b"),
            ("<br/><br /><a b=c/>", "<br/><br/><a b=c/>"),
            ("<a b='>'>", "<a b=>>"),
            ("<a =b \"c\">", "<a =b= \"c\"=>"),
            ("<a b c=1 B=2>", "<a b= c=1>"),
            ("a < b <3 <- </ x", "[a < b <3 <- </ x]"),
            ("<!-- a > -- b -->c<!-- d", "(<!-- a > -- b -->)[c](<!-- d)"),
            ("<?a?><!DOCTYPE b><![CDATA[<c>]]>", "(<?a?>)(<!DOCTYPE b>)!<![CDATA[<c>]]>!"),
            ("<a b=\"c><d>", "!<a![ b=\"c>]<d>"),
            ("x <a b", "[x ]!<a![ b]"),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn a_tag_with_hundreds_of_attributes_is_none() {
        assert!(matches!(tokens(&format!("<b{}>", " a".repeat(300)), true)[0], Token::Open(_)));
        assert!(matches!(tokens(&format!("<b{}>", " a".repeat(30)), true)[0], Token::Start(_)));
    }

    #[test]
    fn closers_are_found_by_their_name() {
        assert_eq!(Places::of("<s></sub></S >x").closer("s", 0..15), Some(9..14));
        assert_eq!(Places::of("<s></sub></s>").closer("s", 0..9), None);
    }
}
