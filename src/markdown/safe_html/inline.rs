//! A tag, in a block of HTML or in a line of Markdown.
//!
//! In: the tag. Out: events in the queue, and what is open then.

use super::attributes::{Attributes, attributes, candidates, put};
use super::elements::{Kind, element, is_missed};
use super::marks::Mark;
use super::stack::{Close, Element, Open};
use super::tags::{self, Token, tokens};
use super::{Reading, SafeHtml};
use crate::config::embeds;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::ops::Range;

/// How far it is looked whether an element holds blocks.
const REACH: usize = 4096;

impl<'a> SafeHtml<'a> {
    /// One tag or comment in a line of Markdown.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let exact = self.text.get(range.clone()) == Some(html);
        let map = if exact { vec![(0, range.start)] } else { Vec::new() };
        let mut reading = Reading { html, map, whole: range.clone(), places: None };
        match tokens(html, false).into_iter().next() {
            Some(Token::Note(at)) => self.note(&reading, &at),
            Some(Token::End(at, name)) => self.end_tag(&reading, &at, &name),
            Some(Token::Start(tag)) => self.start_tag(&mut reading, tag),
            _ => {
                self.notes.open(html.lines().next().unwrap_or_default(), range.clone());
                self.literal(html, range);
            }
        }
    }

    pub(super) fn end_tag(&mut self, reading: &Reading<'_>, at: &Range<usize>, name: &str) {
        let html = &reading.html[at.clone()];
        let place = reading.place(at);
        let written = html.get(2..2 + name.len()).unwrap_or_default();
        match element(name).filter(|_| !self.is_component(written, true, 0)) {
            None => {
                self.notes.foreign(written, place.clone());
                self.literal(html, place);
            }
            Some((_, Kind::Inline | Kind::Block | Kind::Heading(_) | Kind::Link | Kind::Player)) => {
                self.end_element(name, &place);
            }
            // Nothing of it is open.
            Some(_) => {}
        }
    }

    pub(super) fn start_tag(&mut self, reading: &mut Reading<'_>, tag: tags::Tag) {
        let place = reading.place(&tag.place);
        let known =
            element(&tag.name()).filter(|_| !self.is_component(&tag.written, !tag.attributes.is_empty(), place.end));
        let Some((name, kind)) = known else {
            self.notes.foreign(&tag.written, place.clone());
            return self.literal(&reading.html[tag.place.clone()], place);
        };
        if self.is_in_image() {
            return;
        }
        let read = attributes(reading.html, &tag, name, kind);
        for missed in &read.missed {
            self.notes.attribute(missed, place.clone());
        }
        let begun = Begun { tag: &tag, name, kind, read, place };
        match kind {
            Kind::Without => self.left_out(&begun),
            Kind::Whole => {
                if self.passes_over(reading, &begun) {
                    self.notes.left_out(&tag.name(), begun.place, true);
                }
            }
            Kind::Frame => {
                if self.passes_over(reading, &begun) {
                    self.frame(reading, &begun);
                }
            }
            Kind::Link | Kind::Inline | Kind::Player => self.inline(reading, begun),
            Kind::Image => self.image(reading, begun),
            // A line break that stands alone breaks no line.
            Kind::Void if reading.places.is_some() && self.is_between() => {}
            Kind::Void => {
                self.reopen(begun.place.start);
                self.markup(format!("<{name}{}>", begun.read.markup), begun.place);
            }
            Kind::Source => self.source(reading, begun),
            Kind::Block | Kind::Heading(_) | Kind::Rule => self.block_element(reading, begun),
        }
    }

    /// Whether a name is that of a component and not of an element: `<Link>`. One letter (`Vec<B>`) is an element if something
    /// ends it.
    fn is_component(&mut self, written: &str, sure: bool, at: usize) -> bool {
        let upper = written.starts_with(|c: char| c.is_ascii_uppercase());
        match written.len() {
            _ if !upper => false,
            1 => !sure && self.places.first(true, written, at..self.end_around()).is_none(),
            _ => written.contains(|c: char| c.is_ascii_lowercase()),
        }
    }

    /// An element of which only the text is shown.
    fn left_out(&mut self, begun: &Begun<'_>) {
        let name = begun.tag.name();
        let checkbox = name == "input" && begun.tag.attributes.iter().any(|(name, _)| name == "checked");
        if is_missed(&name) {
            self.notes.left_out(&name, begun.place.clone(), false);
        }
        if checkbox {
            self.reopen(begun.place.start);
            self.queue.push_back((Event::Text("☑ ".into()), begun.place.clone()));
        }
    }

    /// Passes over all that stands in an element. One that nothing ends is shown as text.
    fn passes_over(&mut self, reading: &Reading<'_>, begun: &Begun<'_>) -> bool {
        // In a block its text has been passed over, or it has none.
        if begun.tag.closed || reading.places.is_some() {
            return true;
        }
        let part = begun.place.end..self.end_around();
        match self.places.closer(&begun.tag.name(), part) {
            Some(closer) => {
                self.skip = self.skip.max(closer.end);
                true
            }
            None => {
                self.notes.open(&format!("<{}>", begun.tag.written), begun.place.clone());
                self.literal(&reading.html[begun.tag.place.clone()], begun.place.clone());
                false
            }
        }
    }

    /// A page of another site.
    fn frame(&mut self, reading: &Reading<'_>, begun: &Begun<'_>) {
        let Some((_, url, at)) = begun.read.addresses.first() else {
            return self.notes.left_out("iframe", begun.place.clone(), true);
        };
        let place = reading.place(at);
        self.reopen(begun.place.start);
        let host = embeds::host(url);
        let is_allowed = host.as_ref().is_some_and(|host| embeds::hosts(&self.embeds).contains(&host.as_str()));
        if is_allowed {
            let mut markup = begun.read.markup.clone();
            let title =
                if begun.read.title.is_empty() { host.as_deref().unwrap_or_default() } else { &begun.read.title };
            put(&mut markup, "title", title);
            return self.address(Mark::Frame(&markup), url, &place);
        }
        self.notes.framed(host.as_deref(), begun.place.clone());
        let words =
            if begun.read.title.is_empty() { host.unwrap_or_else(|| url.clone()) } else { begun.read.title.clone() };
        let markup = " class=\"framed\"";
        self.queue.push_back((self.link(url, "", markup), place.clone()));
        self.queue.push_back((Event::Text(words.into()), begun.place.clone()));
        self.queue.push_back((Event::End(TagEnd::Link), place));
    }

    fn link(&self, url: &str, title: &str, markup: &str) -> Event<'a> {
        Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: url.to_owned().into(),
            title: title.to_owned().into(),
            id: Mark::Element(markup).id(),
        })
    }

    /// An element that stands in a line.
    fn inline(&mut self, reading: &mut Reading<'_>, mut begun: Begun<'_>) {
        let address = begun.read.addresses.first().cloned().filter(|_| begun.kind == Kind::Link);
        if self.is_between() && self.is_in_line(reading, &begun) {
            self.reopen(begun.place.start);
        }
        if !self.fits(begun.name, begun.place.start) {
            return self.misplaced(reading, &begun);
        }
        if let Some((_, url, at)) = address {
            let place = reading.place(&at);
            let event = self.link(&url, &begun.read.title, &begun.read.markup);
            let queued = self.queue.len();
            self.queue.push_back((event, place));
            return self.opened(&begun, Close::Link, queued);
        }
        // Without an address it is no link, and may stand in one.
        if begun.kind == Kind::Link {
            begun.name = "span";
        }
        let queued = self.queue.len();
        self.opening(reading, &begun);
        self.opened(&begun, Close::Tag, queued);
    }

    /// Whether an element of a block of HTML is a part of a line: it has an end there, and no block in it.
    fn is_in_line(&self, reading: &mut Reading<'_>, begun: &Begun<'_>) -> bool {
        let (html, end) = (reading.html, begun.tag.place.end);
        let Some(places) = reading.places.as_mut().filter(|_| !begun.tag.closed) else { return true };
        let Some(closer) = places.closer(&begun.tag.name(), end..html.len()) else { return false };
        let inside = &html[end..closer.start.min(html.floor_char_boundary(end + REACH)).max(end)];
        let names = inside.split('<').skip(1);
        let mut names = names.map(|tag| tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default());
        let is_block = |name: &str| {
            matches!(element(&name.to_ascii_lowercase()), Some((_, Kind::Block | Kind::Heading(_) | Kind::Rule)))
        };
        !names.any(is_block)
    }

    /// The beginning of an element: its tag, with what leads somewhere between its parts.
    fn opening(&mut self, reading: &Reading<'_>, begun: &Begun<'_>) {
        let (name, read) = (begun.name, &begun.read);
        let mut markup = format!("<{name}{}", read.markup);
        if !read.title.is_empty() {
            put(&mut markup, "title", &read.title);
        }
        if read.addresses.is_empty() {
            return self.markup(markup + ">", begun.place.clone());
        }
        self.markup(markup, begun.place.clone());
        for (attribute, url, at) in &read.addresses {
            let place = reading.place(at);
            if *attribute == "srcset" {
                self.markup(" srcset=\"", begun.place.clone());
                for (url, said) in candidates(url) {
                    self.address(Mark::Candidate(&said), &url, &place);
                }
                self.markup("\"", begun.place.clone());
            } else {
                self.address(Mark::Attribute(attribute), url, &place);
            }
        }
        self.markup(">", begun.place.clone());
    }

    /// Keeps what has begun, or ends it at once: `<a id="x"/>`.
    fn opened(&mut self, begun: &Begun<'_>, close: Close, queued: usize) {
        self.stack.push(Open::Html(Element { written: begun.tag.name(), name: begun.name, close, queued }));
        if begun.tag.closed {
            self.close_to(self.stack.len() - 1, begun.place.clone());
        }
    }

    /// What cannot stand where it does. Its addresses count all the same: the reading of a part of the page, where it may
    /// stand, counts them too.
    fn misplaced(&mut self, reading: &Reading<'_>, begun: &Begun<'_>) {
        self.notes.misplaced(&begun.tag.name(), begun.place.clone());
        for (attribute, url, at) in &begun.read.addresses {
            let urls = if *attribute == "srcset" { candidates(url) } else { vec![(url.clone(), String::new())] };
            urls.iter().for_each(|(url, _)| self.address(Mark::Nothing, url, &reading.place(at)));
        }
    }

    fn image(&mut self, reading: &Reading<'_>, begun: Begun<'_>) {
        let Some((_, url, at)) = begun.read.addresses.first() else { return };
        self.reopen(begun.place.start);
        let (link_type, id) = (LinkType::Inline, Mark::Element(&begun.read.markup).id());
        let (dest_url, title) = (url.clone().into(), CowStr::from(begun.read.title));
        let place = reading.place(at);
        self.queue.push_back((Event::Start(Tag::Image { link_type, dest_url, title, id }), place.clone()));
        if !begun.read.alt.is_empty() {
            self.queue.push_back((Event::Text(begun.read.alt.into()), begun.place));
        }
        self.queue.push_back((Event::End(TagEnd::Image), place));
    }

    /// A file of a picture or a player.
    fn source(&mut self, reading: &Reading<'_>, begun: Begun<'_>) {
        if !self.fits(begun.name, begun.place.start) {
            return self.misplaced(reading, &begun);
        }
        self.opening(reading, &begun);
    }

    fn block_element(&mut self, reading: &Reading<'_>, begun: Begun<'_>) {
        let at = begun.place.start;
        if !self.fits(begun.name, at) || !self.makes_room(at) {
            return self.misplaced(reading, &begun);
        }
        if let Kind::Heading(level) = begun.kind {
            return self.heading(begun, level);
        }
        let queued = self.queue.len();
        if begun.kind == Kind::Rule {
            return self.opening(reading, &begun);
        }
        self.queue.push_back((Event::Start(Tag::HtmlBlock), begun.place.clone()));
        self.opening(reading, &begun);
        self.opened(&begun, Close::Block, queued);
    }

    /// As a heading of Markdown.
    fn heading(&mut self, begun: Begun<'_>, level: u8) {
        self.end_headings(begun.place.start);
        let level = HeadingLevel::try_from(usize::from(level)).unwrap_or(HeadingLevel::H6);
        let id = begun.read.id.clone().filter(|id| is_plain(id)).map(CowStr::from);
        let classes = begun.read.classes.iter().map(|class| class.clone().into()).collect();
        let align = begun.tag.attributes.iter().any(|(name, _)| name == "align");
        let aligned =
            ["left", "center", "right"].into_iter().find(|to| begun.read.markup.contains(&format!(" align=\"{to}\"")));
        let attrs = aligned.filter(|_| align).map(|to| (CowStr::Borrowed("align"), Some(CowStr::Borrowed(to))));
        let queued = self.queue.len();
        let heading = Tag::Heading { level, id, classes, attrs: attrs.into_iter().collect() };
        let end = self.places_end(&begun);
        self.queue.push_back((Event::Start(heading), begun.place.start..end));
        self.opened(&begun, Close::Heading(level), queued);
    }

    /// Where a heading ends, for those who name it by its place.
    fn places_end(&mut self, begun: &Begun<'_>) -> usize {
        let part = begun.place.end..self.end_of_parent().max(begun.place.end);
        self.places.closer(&begun.tag.name(), part).map_or(begun.place.end, |closer| closer.end)
    }
}

/// Whether an id can be that of a heading.
fn is_plain(id: &str) -> bool {
    id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

/// An element that begins.
struct Begun<'t> {
    tag: &'t tags::Tag,
    /// Under which it is written.
    name: &'static str,
    kind: Kind,
    read: Attributes,
    place: Range<usize>,
}
