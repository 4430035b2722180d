//! Headings and first paragraphs as they are shown elsewhere: in contents, cards, search.
//!
//! In: their text, and which parts of it are code, formulas, or links without words of their own. Out: text or HTML, in
//! which such a link is the title of its page, as it is on the page itself.

use super::html::wiki_text;
use super::scan::{Heading, Link, LinkKind};
use super::{escape, math};
use crate::url::decode;
use std::borrow::Cow;
use std::ops::Range;

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// Code.
    Code,
    /// A formula.
    Math,
    /// The link of this number, which has no words of its own.
    Name(u32),
}

/// A paragraph in which links have no words of their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// Its text, with the names as they are written.
    pub text: String,
    /// Where the names stand, with the numbers of the links.
    pub names: Vec<(Range<usize>, u32)>,
}

impl Heading {
    /// The text, where `title` gives the title of the page that the n-th link leads to.
    pub fn shown<'h, 't>(&'h self, links: &[Link], title: impl Fn(usize) -> Option<&'t str>) -> Cow<'h, str> {
        let names = self.spans.iter().filter_map(|(range, span)| match span {
            Span::Name(link) => Some((range, *link)),
            Span::Code | Span::Math => None,
        });
        with_names(&self.text, names, links, title)
    }

    /// The same as HTML, with code as code.
    pub fn html<'t>(&self, links: &[Link], title: impl Fn(usize) -> Option<&'t str>) -> String {
        let (mut out, mut done) = (String::new(), 0);
        for (range, span) in &self.spans {
            let Some((before, part)) = self.text.get(done..range.start).zip(self.text.get(range.clone())) else {
                return escape(&self.text);
            };
            out += &escape(before);
            done = range.end;
            match span {
                Span::Code => out += &format!("<code>{}</code>", escape(part)),
                Span::Math => out += &math::mathml(part, false).unwrap_or_else(|_| escape(part)),
                Span::Name(link) => out += &escape(&name(part, *link, links, &title)),
            }
        }
        out + &escape(self.text.get(done..).unwrap_or_default())
    }

    /// The numbers of the links in it that have no words of their own.
    pub fn names(&self) -> impl Iterator<Item = usize> {
        self.spans.iter().filter_map(|(_, span)| if let Span::Name(link) = span { Some(*link as usize) } else { None })
    }
}

impl Named {
    /// The text, where `title` gives the title of the page that the n-th link leads to.
    pub fn shown<'t>(&self, links: &[Link], title: impl Fn(usize) -> Option<&'t str>) -> Cow<'_, str> {
        with_names(&self.text, self.names.iter().map(|(range, link)| (range, *link)), links, title)
    }
}

fn with_names<'h, 't, 'r>(
    text: &'h str,
    names: impl Iterator<Item = (&'r Range<usize>, u32)>,
    links: &[Link],
    title: impl Fn(usize) -> Option<&'t str>,
) -> Cow<'h, str> {
    let (mut out, mut done) = (String::new(), 0);
    for (range, link) in names {
        let Some((before, part)) = text.get(done..range.start).zip(text.get(range.clone())) else { return text.into() };
        out += before;
        out += &name(part, link, links, &title);
        done = range.end;
    }
    if done == 0 { text.into() } else { (out + text.get(done..).unwrap_or_default()).into() }
}

/// What a link without words shows.
fn name<'t>(written: &str, link: u32, links: &[Link], title: &impl Fn(usize) -> Option<&'t str>) -> String {
    let (number, known) = (link as usize, links.get(link as usize));
    let title = title(number);
    match known {
        Some(Link { kind: LinkKind::Wiki { .. }, target, .. }) => {
            wiki_text(target, title).unwrap_or_else(|| written.to_owned())
        }
        _ => title.unwrap_or(written).to_owned(),
    }
}

/// What stands for a link that has no words, before anybody knows what it leads to: the name of its file.
pub(super) fn file_name(target: &str) -> String {
    let path = target.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
    let name = decode(path.rsplit('/').next().unwrap_or_default());
    name.strip_suffix(".md").unwrap_or(&name).to_owned()
}
