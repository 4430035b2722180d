//! Raw HTML that is shown as its author means it, and can do no harm: `raw_html: safe`.
//!
//! In: the events of a body. Out: the same, the raw HTML in them made anew: all readings take them from here, so that they
//! count alike. No byte of a tag is passed on: what is written is made of names from lists and of values that are escaped.
//!
//! 1. [`tags`] cuts the HTML, [`elements`] and [`attributes`] say what of it is known.
//! 2. What Markdown has too becomes its events: links, images, headings. So do all addresses, and pass the gate of links.
//! 3. What is open is kept beside the blocks of Markdown that are open. An element ends with the block that it stands in, a
//!    tag that ends nothing is dropped, and what HTML ends by itself is ended here (`<p>` before a block, `<li>` before
//!    the next). So what is written is balanced, and a browser reads it as it is written.
//! 4. What is left out is told ([`notes`]), and so is a tag that is no HTML: it is shown as text.

mod attributes;
mod blocks;
mod elements;
mod inline;
pub mod marks;
mod notes;
mod stack;
pub(crate) mod tags;

pub use elements::{WHOLE, is_verbatim};
pub use notes::Note;

use super::{Found, Markdown};
use marks::Mark;
use notes::Notes;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use stack::{Around, Open};
use std::collections::VecDeque;
use std::ops::Range;
use tags::Places;

/// An event and its place.
type Located<'a> = (Event<'a>, Range<usize>);

/// The events of a body, its HTML made safe.
pub(super) struct SafeHtml<'a> {
    inner: Found<'a>,
    /// An event that was read to see what a paragraph begins with.
    ahead: Option<Located<'a>>,
    text: &'a str,
    /// Services and hosts whose pages may be framed.
    embeds: Vec<String>,
    /// What stands open, blocks of Markdown and elements of HTML.
    stack: Vec<Open>,
    queue: VecDeque<Located<'a>>,
    /// The block of HTML that is being read.
    block: Option<Vec<(CowStr<'a>, Range<usize>)>>,
    /// A paragraph that a block of HTML stands in, or will begin where text stands beside blocks.
    broken: Option<Broken>,
    /// What stands before this place is left out.
    skip: usize,
    places: Places<'a>,
    notes: Notes,
}

/// A paragraph that is not open, though text may come that belongs in one.
#[derive(Clone, Debug)]
struct Broken {
    /// How much stands open around it.
    base: usize,
    /// Where its text ends.
    end: usize,
}

/// HTML that is being read.
struct Reading<'h> {
    html: &'h str,
    /// Where parts of it begin, in it and in the body.
    map: Vec<(usize, usize)>,
    whole: Range<usize>,
    /// Of a block: where its tags stand.
    places: Option<Places<'h>>,
}

impl Reading<'_> {
    /// A place of the HTML in the body; where that is not known, all of it.
    fn place(&self, at: &Range<usize>) -> Range<usize> {
        let carry = |at: usize| {
            let part = self.map.partition_point(|(from, _)| *from <= at).checked_sub(1)?;
            let (from, to) = self.map[part];
            Some(to + at - from)
        };
        match (carry(at.start), carry(at.end.saturating_sub(1))) {
            (Some(start), Some(last)) if at.end > at.start && start <= last => start..last + 1,
            (Some(start), _) if at.start == at.end => start..start,
            _ => self.whole.clone(),
        }
    }
}

impl<'a> SafeHtml<'a> {
    pub fn new(inner: Found<'a>, text: &'a str, options: &Markdown) -> Self {
        Self {
            inner,
            ahead: None,
            text,
            embeds: options.embeds.clone(),
            stack: Vec::new(),
            queue: VecDeque::new(),
            block: None,
            broken: None,
            skip: 0,
            places: Places::of(text),
            notes: Notes::default(),
        }
    }

    /// What is to be told of the HTML, once all events were taken.
    pub fn notes(self) -> Vec<Note> {
        self.notes.all
    }

    pub fn next(&mut self) -> Option<Located<'a>> {
        loop {
            if let Some(ready) = self.queue.pop_front() {
                return Some(ready);
            }
            let Some((event, range)) = self.ahead.take().or_else(|| self.inner.next()) else {
                self.close_to(0, self.text.len()..self.text.len());
                return self.queue.pop_front();
            };
            if let Some(passed) = self.take(event, range) {
                if self.queue.is_empty() {
                    return Some(passed);
                }
                self.queue.push_back(passed);
            }
        }
    }

    /// Follows an event. What is given back comes behind what was put into the queue.
    fn take(&mut self, event: Event<'a>, range: Range<usize>) -> Option<Located<'a>> {
        match event {
            Event::Start(Tag::HtmlBlock) => self.block = Some(Vec::new()),
            Event::End(TagEnd::HtmlBlock) => {
                let parts = self.block.take().unwrap_or_default();
                self.html_block(parts, range);
            }
            Event::Html(html) | Event::Text(html) if self.block.is_some() => {
                self.block.get_or_insert_default().push((html, range));
            }
            Event::InlineHtml(_) if self.is_skipped(&range) => {}
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::Start(Tag::Paragraph) if self.begins_with_html() => {
                self.end_paragraphs(range.start);
                self.broken = Some(Broken { base: self.stack.len(), end: range.end });
            }
            Event::Start(tag) => {
                self.begin(&tag, &range);
                return Some((Event::Start(tag), range));
            }
            Event::End(tag) => return self.end(tag, range),
            Event::Rule => {
                self.end_paragraphs(range.start);
                return Some((Event::Rule, range));
            }
            leaf => return self.leaf(leaf, range),
        }
        None
    }

    /// Whether a paragraph that begins here begins with HTML: perhaps nothing of it is shown.
    fn begins_with_html(&mut self) -> bool {
        self.ahead = self.inner.next();
        matches!(self.ahead, Some((Event::InlineHtml(_), _)))
    }

    /// Text, and what stands in it.
    fn leaf(&mut self, event: Event<'a>, range: Range<usize>) -> Option<Located<'a>> {
        if self.is_skipped(&range) {
            return None;
        }
        if self.is_between() {
            let blank = match &event {
                Event::Text(text) => text.trim().is_empty(),
                Event::SoftBreak | Event::HardBreak => true,
                _ => false,
            };
            if blank {
                return None;
            }
            self.reopen(range.start);
        }
        Some((event, range))
    }

    fn is_skipped(&self, range: &Range<usize>) -> bool {
        range.end <= self.skip
    }

    /// A block or a span of Markdown begins.
    fn begin(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let around = match tag {
            Tag::Paragraph => Around::Paragraph,
            Tag::Image { .. } => Around::Image,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Subscript | Tag::Superscript | Tag::Link { .. } => {
                Around::Span
            }
            Tag::Heading { .. } | Tag::DefinitionListTitle => Around::Line,
            _ => Around::Blocks,
        };
        match around {
            Around::Span | Around::Image => self.reopen(range.start),
            _ => self.end_paragraphs(range.start),
        }
        if matches!(tag, Tag::Heading { .. }) {
            self.end_headings(range.start);
        }
        self.stack.push(Open::Markdown { around, end: range.end });
    }

    /// A block or a span of Markdown ends, and with it all elements in it.
    fn end(&mut self, tag: TagEnd, range: Range<usize>) -> Option<Located<'a>> {
        if tag == TagEnd::Paragraph
            && let Some(broken) = self.broken.take()
        {
            self.end_broken(&broken, range.end);
            return None;
        }
        let own = self.markdown_around().unwrap_or(0);
        self.close_to(own + 1, range.end..range.end);
        self.stack.pop();
        Some((Event::End(tag), range))
    }

    /// Puts a finished piece of HTML among the events.
    fn markup(&mut self, html: impl Into<CowStr<'a>>, place: Range<usize>) {
        self.queue.push_back((Event::InlineHtml(html.into()), place));
    }

    /// Puts an address among the events, as an image that tells what it was written as.
    fn address(&mut self, mark: Mark<'_>, url: &str, place: &Range<usize>) {
        let (link_type, title) = (LinkType::Inline, CowStr::Borrowed(""));
        let image = Tag::Image { link_type, dest_url: url.to_owned().into(), title, id: mark.id() };
        self.queue.push_back((Event::Start(image), place.clone()));
        self.queue.push_back((Event::End(TagEnd::Image), place.clone()));
    }

    /// Shows HTML as text.
    fn literal(&mut self, html: &str, place: Range<usize>) {
        self.reopen(place.start);
        self.markup(marks::literal(html), place);
    }
}
