//! What stands open: blocks and spans of Markdown, and elements of HTML among them.
//!
//! In: where an element wants to stand. Out: the ends of all that must end before, and whether it may stand there.
//!
//! A paragraph of Markdown that a block of HTML begins in is ended before the block and begun again behind it.

use super::elements::{is_of_table, is_wall, parents};
use super::{Broken, SafeHtml};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// What may stand in a part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// Anything.
    Blocks,
    /// A line that a block can break.
    Paragraph,
    /// A line.
    Line,
    /// A part of a line.
    Span,
    /// Words of an image.
    Image,
}

/// Something that has begun and not ended.
#[derive(Debug)]
pub(super) enum Open {
    Markdown { around: Around, end: usize },
    Html(Element),
}

/// An element that has begun.
#[derive(Debug)]
pub(super) struct Element {
    /// In lower case, as its author wrote it.
    pub written: String,
    /// As it is written to the page.
    pub name: &'static str,
    pub close: Close,
    /// Where its beginning is in the queue.
    pub queued: usize,
}

/// How an element ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    Tag,
    /// As a block among the events.
    Block,
    Link,
    Heading(HeadingLevel),
}

/// Elements in each other. Browsers have a limit of their own, and the reading of Markdown too.
const MAX_DEPTH: usize = 60;

impl SafeHtml<'_> {
    /// The innermost block or span of Markdown.
    pub fn markdown_around(&self) -> Option<usize> {
        self.stack.iter().rposition(|open| matches!(open, Open::Markdown { .. }))
    }

    fn around(&self) -> (Around, Option<usize>) {
        let at = self.markdown_around();
        match at.map(|at| &self.stack[at]) {
            Some(Open::Markdown { around, .. }) => (*around, at),
            _ => (Around::Blocks, None),
        }
    }

    pub fn is_in_image(&self) -> bool {
        self.around().0 == Around::Image
    }

    /// Where the text of the block ends that the next block of Markdown would stand in.
    pub fn end_of_parent(&self) -> usize {
        let ends = self.stack.iter().rev().filter_map(|open| match open {
            Open::Markdown { around: Around::Blocks, end } => Some(*end),
            _ => None,
        });
        ends.into_iter().next().unwrap_or(self.text.len())
    }

    /// The same for the innermost block or span.
    pub fn end_around(&self) -> usize {
        match self.markdown_around().map(|at| &self.stack[at]) {
            Some(Open::Markdown { end, .. }) => *end,
            _ => self.text.len(),
        }
    }

    /// An element of one of these names, no further than Markdown and, for some, the cell.
    fn find(&self, within_cell: bool, is: impl Fn(&Element) -> bool) -> Option<usize> {
        for (at, open) in self.stack.iter().enumerate().rev() {
            match open {
                Open::Html(element) if is(element) => return Some(at),
                Open::Html(element) if within_cell && is_wall(element.name) => return None,
                Open::Html(_) => {}
                Open::Markdown { .. } => return None,
            }
        }
        None
    }

    /// Ends all that stands open above a height.
    pub fn close_to(&mut self, height: usize, place: Range<usize>) {
        while self.stack.len() > height {
            match self.stack.pop() {
                Some(Open::Html(element)) => self.close(&element, &place),
                // Only one that was begun here.
                Some(Open::Markdown { .. }) => {
                    self.end_line();
                    self.queue.push_back((Event::End(TagEnd::Paragraph), place.clone()));
                }
                None => {}
            }
        }
    }

    /// A line break at the end of a block is none.
    fn end_line(&mut self) {
        if matches!(self.queue.back(), Some((Event::SoftBreak, _))) {
            self.queue.pop_back();
        }
    }

    /// Takes a paragraph back that has begun and holds nothing.
    fn is_empty(&mut self, element: &Element) -> bool {
        let last = matches!(self.queue.back(), Some((Event::InlineHtml(html), _)) if html.starts_with("<p") && !html.contains(" id="));
        let empty = element.name == "p" && last && self.queue.len() > 1;
        if empty {
            self.queue.truncate(self.queue.len() - 2);
        }
        empty
    }

    fn close(&mut self, element: &Element, place: &Range<usize>) {
        if element.close != Close::Tag && element.close != Close::Link {
            self.end_line();
        }
        if element.close == Close::Block && self.is_empty(element) {
            return;
        }
        let tag = || Event::InlineHtml(format!("</{}>", element.name).into());
        match element.close {
            Close::Tag => self.queue.push_back((tag(), place.clone())),
            Close::Block => {
                self.queue.push_back((tag(), place.clone()));
                self.queue.push_back((Event::End(TagEnd::HtmlBlock), place.clone()));
            }
            Close::Link => self.queue.push_back((Event::End(TagEnd::Link), place.clone())),
            Close::Heading(level) => self.queue.push_back((Event::End(TagEnd::Heading(level)), place.clone())),
        }
    }

    /// Ends the `<p>` that a block would stand in.
    pub fn end_paragraphs(&mut self, at: usize) {
        if let Some(open) = self.find(true, |element| element.name == "p") {
            self.close_to(open, at..at);
        }
    }

    /// Ends the heading that a heading would stand in.
    pub fn end_headings(&mut self, at: usize) {
        if let Some(open) = self.find(true, |element| matches!(element.close, Close::Heading(_))) {
            self.close_to(open, at..at);
        }
    }

    /// Whether a block of HTML may begin here; makes room for it.
    pub fn makes_room(&mut self, at: usize) -> bool {
        match self.around() {
            (Around::Blocks, _) => {}
            (Around::Paragraph, Some(own)) if own + 1 == self.stack.len() => self.break_paragraph(own, at),
            _ => return false,
        }
        self.end_paragraphs(at);
        true
    }

    /// Ends a paragraph of Markdown, with what stands in it, before its text ends.
    pub fn break_paragraph(&mut self, own: usize, at: usize) {
        let Open::Markdown { end, .. } = self.stack[own] else { return };
        self.close_to(own + 1, at..at);
        self.stack.pop();
        self.queue.push_back((Event::End(TagEnd::Paragraph), at..at));
        self.broken = Some(Broken { base: own, end });
    }

    /// Whether an element may stand here, by what is open around it; ends what must end before it.
    pub fn fits(&mut self, name: &str, at: usize) -> bool {
        let elements = self.stack.iter().filter(|open| matches!(open, Open::Html(_))).count();
        if elements >= MAX_DEPTH {
            return false;
        }
        let Some(parents) = parents(name) else { return true };
        let Some(parent) = self.find(!is_of_table(name), |element| parents.contains(&element.name)) else {
            return false;
        };
        if ["summary", "source", "track"].contains(&name) {
            return parent + 1 == self.stack.len();
        }
        self.close_to(parent + 1, at..at);
        true
    }

    /// A tag ends an element: the innermost of that name that is open here.
    pub fn end_element(&mut self, name: &str, place: &Range<usize>) {
        let heading = matches!(super::elements::element(name), Some((_, super::elements::Kind::Heading(_))));
        let is = |element: &Element| element.written == name || (heading && matches!(element.close, Close::Heading(_)));
        let mut own = None;
        for (at, open) in self.stack.iter().enumerate().rev() {
            match open {
                Open::Html(element) if is(element) => {
                    if let Some(own) = own {
                        self.break_paragraph(own, place.start);
                    }
                    return self.end_to(at, place.clone());
                }
                Open::Html(element) if is_wall(element.name) && !is_of_table(name) => return,
                Open::Html(_) => {}
                // Text before the end of a block is no part of what comes behind it.
                Open::Markdown { around: Around::Paragraph, .. } if own.is_none() => own = Some(at),
                Open::Markdown { .. } => return,
            }
        }
    }

    fn end_to(&mut self, height: usize, place: Range<usize>) {
        self.close_to(height, place);
        if let Some(broken) = &mut self.broken {
            broken.base = broken.base.min(self.stack.len());
        }
    }

    /// Whether text would stand between blocks here.
    pub fn is_between(&self) -> bool {
        self.broken.as_ref().is_some_and(|broken| broken.base == self.stack.len())
    }

    /// Begins a paragraph for what stands between blocks.
    pub fn reopen(&mut self, at: usize) {
        if !self.is_between() {
            return;
        }
        let end = self.broken.as_ref().map_or(at, |broken| broken.end).max(at);
        self.queue.push_back((Event::Start(Tag::Paragraph), at..end));
        self.stack.push(Open::Markdown { around: Around::Paragraph, end });
    }

    /// Ends the paragraph that was begun again, if it was, and elements that nothing behind it ends.
    pub(super) fn end_broken(&mut self, broken: &Broken, at: usize) {
        if let Some(own) = self.markdown_around().filter(|own| *own >= broken.base) {
            self.close_to(own, at..at);
        }
        let parent = self.end_of_parent();
        for height in broken.base..self.stack.len() {
            let Some(Open::Html(element)) = self.stack.get(height) else { continue };
            let name = element.written.clone();
            if !self.is_closed_behind(&name, at..parent) {
                return self.close_to(height, at..at);
            }
        }
    }

    /// Whether a tag behind a place ends an element that is open there. A `<p>` and a heading are ended by the next one, too.
    pub fn is_closed_behind(&mut self, name: &str, part: Range<usize>) -> bool {
        let Some(end) = self.places.first(true, name, part.clone()) else { return false };
        let line =
            name == "p" || matches!(super::elements::element(name), Some((_, super::elements::Kind::Heading(_))));
        !line || self.places.first(false, name, part).is_none_or(|next| end < next)
    }
}
