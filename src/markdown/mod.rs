//! Markdown: one text, read twice. The only folder that names pulldown-cmark.
//!
//! 1. [`mod@scan`] reads what other pages may know: headings, links, words, the first paragraph. No HTML yet.
//! 2. The site resolves the links.
//! 3. [`mod@html`] reads the text again and writes HTML, taking the n-th heading's id and the n-th link's target from
//!    what steps 1 and 2 found.
//! 4. [`mod@plain`] reads it once more where it is searched: what a reader sees, as text.
//!
//! Reading twice saves holding the HTML of every page while links are resolved: about the size of all Markdown again.
//! A parse is a sixth of a build's instructions.

mod attributes;
mod block_embeds;
mod blocks;
mod book;
mod callout;
mod code;
pub mod code_lines;
mod containers;
mod definitions;
mod destinations;
mod dollars;
mod fence;
mod html;
mod ids;
pub(crate) mod images;
pub mod link;
mod linkify;
mod lints;
mod math;
mod offers;
mod own_syntax;
mod plain;
pub mod raw_html;
pub mod safe_html;
mod scan;
mod search_exclusion;
mod table;
mod task;
mod text_in_names;
mod text_runs;
mod typography;
mod unlinked;
mod unshown;
mod written_code;

pub use blocks::Block;
pub use book::{book, is_book};
pub use callout::names as callout_names;
pub use code::shown as shown_code;
pub use destinations::{Destination, Form, destinations};
pub use dollars::Dollars;
pub use fence::Fenced;
pub use html::{FirstLine, Html, HtmlInput, Mark, Problem, Views, Words, Written, html, numbered};
pub use plain::{Lead, Part, Text, plain, words_of};
pub use scan::{Heading, Link, LinkKind, SUMMARY, Scan, plain_lines, scan, scan_page, section_content, shortened};
pub use text_in_names::{Named, Span};
pub use text_runs::{Run, Runs};
pub use typography::typeset;
pub use unlinked::{
    before, card_title, is_attribute, link_range, link_words, reference_words, unlinked, wiki_words, without_fragments,
};
pub use unshown::{tags, unshown};
pub use written_code::{code_block, code_span};

use crate::byte_scan;
use crate::config::{Markdown, RawHtml};
use linkify::{Linkify, cut};
use pulldown_cmark::{CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};
use safe_html::{Note, SafeHtml};
use std::collections::VecDeque;
use std::ops::Range;

impl Markdown {
    fn parser_options(&self) -> Options {
        if self.commonmark {
            return Options::empty();
        }
        let math = if self.math { Options::ENABLE_MATH } else { Options::empty() };
        math | Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_WIKILINKS
    }
}

/// Largest page that is read, in bytes.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// Deepest nesting of quotes and lists. The parser is quadratic in it (93 KB of `>` took 2.7 s).
const MAX_NESTING: usize = 200;

/// Largest HTML, as a multiple of the Markdown (plus a little for short pages): a table of 2,000 columns needs
/// only one short line a row to make 2,000 cells of it.
const MAX_GROWTH: usize = 50;

/// Bytes of text for one event, at least, in ordinary prose: what to make room for.
const BYTES_AN_EVENT: usize = 24;

/// What the parser finds. Both readings take it from here, so that they count alike.
fn events<'a>(text: &'a str, options: &Markdown) -> Events<'a> {
    marked(text, options, blocks::find(text, options))
}

/// The same, where the blocks with ids are known.
fn marked<'a>(text: &'a str, options: &Markdown, blocks: Vec<Block>) -> Events<'a> {
    let linkify = options.linkify && !options.commonmark;
    Events { blocks, linkify: linkify.then(|| Linkify::new(options)), ..raw_events(text, options) }
}

/// The same with the marks of block ids, which only [`blocks`] wants to see.
fn raw_events<'a>(text: &'a str, options: &Markdown) -> Events<'a> {
    let ((found, told), ids) = (Found::of(text, options), task::Ids::default());
    Events {
        text,
        told,
        plain: options.commonmark,
        found,
        ids,
        blocks: Vec::new(),
        linkify: None,
        pieces: Vec::new(),
        ahead: VecDeque::new(),
    }
}

/// The events of a text. Nearly all are passed on as the parser made them, and none is moved twice: an event has a
/// hundred bytes, and four adapters in a row were a twentieth of a build.
struct Events<'a> {
    text: &'a str,
    /// What is wrong with syntax of docent's own.
    told: Vec<own_syntax::Told>,
    plain: bool,
    found: Found<'a>,
    ids: task::Ids,
    blocks: Vec<Block>,
    linkify: Option<Linkify>,
    /// What is left of a text that holds addresses, the last first.
    pieces: Vec<(Event<'a>, Range<usize>)>,
    /// Events that were read to see where an address ends.
    ahead: VecDeque<(Event<'a>, Range<usize>)>,
}

impl<'a> Iterator for Events<'a> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(piece) = self.pieces.pop() {
            return Some(piece);
        }
        let found = match self.ahead.pop_front() {
            Some(found) => found,
            None => self.unmarked()?,
        };
        if self.linkify.as_mut().is_some_and(|linkify| linkify.meets(&found.0)) {
            return Some(self.linked(found));
        }
        Some(found)
    }
}

impl<'a> Events<'a> {
    /// What is to be told of raw HTML, once all events were taken.
    fn notes(self) -> Vec<Note> {
        match self.found {
            Found::Safe(events) => events.notes(),
            Found::Parsed(_) | Found::Shown(_) => Vec::new(),
        }
    }

    /// The first of what a text with addresses becomes; the others come next.
    #[cold]
    fn linked(&mut self, found: (Event<'a>, Range<usize>)) -> (Event<'a>, Range<usize>) {
        let (Event::Text(text), range) = &found else { return found };
        let followed = Linkify::reaches(text, range, self.text).and_then(|reach| self.followed((text, range), reach));
        self.pieces = followed.unwrap_or_else(|| cut(text, range, self.text));
        self.pieces.pop().unwrap_or(found)
    }

    /// A text with an address that goes on behind it, the last piece first. What stands behind the address is looked at as
    /// any event is.
    fn followed(
        &mut self,
        text: (&CowStr<'a>, &Range<usize>),
        reach: (usize, usize),
    ) -> Option<Vec<(Event<'a>, Range<usize>)>> {
        let mut rest = Vec::new();
        while rest.last().is_none_or(|(_, range): &(_, Range<usize>)| range.end < reach.1)
            && let Some(next) = self.ahead.pop_front().or_else(|| self.unmarked_again())
        {
            rest.push(next);
        }
        let Some((mut pieces, behind)) = Linkify::follow(text, reach, &rest, self.text) else {
            rest.into_iter().rev().for_each(|event| self.ahead.push_front(event));
            return None;
        };
        behind.into_iter().for_each(|event| self.ahead.push_front(event));
        pieces.reverse();
        Some(pieces)
    }

    /// So that the other call is the only one, and stands in the loop.
    #[inline(never)]
    fn unmarked_again(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        self.unmarked()
    }

    /// The next event, without the marks of block ids.
    #[inline]
    fn unmarked(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        loop {
            let mut found = self.found.next()?;
            if !self.plain
                && let Some(other) = self.changed(&found.0, &found.1)
            {
                found.0 = other;
            }
            if self.blocks.is_empty() {
                return Some(found);
            }
            if let Some(left) = blocks::unmarked(found, &self.blocks) {
                return Some(left);
            }
        }
    }

    /// What docent reads otherwise than the parser: prices, line breaks, the names of wikilinks in tables, ids of tasks.
    #[inline]
    fn changed(&mut self, event: &Event<'a>, range: &Range<usize>) -> Option<Event<'a>> {
        let end = range.end;
        match event {
            // A line ends once, whatever signs that takes.
            Event::Code(code) if code.contains("  ") && self.text[range.clone()].contains("\r\n") => {
                Some(Event::Code(code.replace("  ", " ").into()))
            }
            Event::InlineMath(tex) if is_price(tex, &self.text[end..]) => Some(Event::Text(format!("${tex}$").into())),
            // There is no other way to break a line in a cell.
            Event::InlineHtml(html) if raw_html::is_break(html) => Some(Event::HardBreak),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (link_type, dest_url) = (*link_type, unescaped(*link_type, dest_url)?);
                Some(Event::Start(Tag::Link { link_type, dest_url, title: title.clone(), id: id.clone() }))
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (link_type, dest_url) = (*link_type, unescaped(*link_type, dest_url)?);
                Some(Event::Start(Tag::Image { link_type, dest_url, title: title.clone(), id: id.clone() }))
            }
            other => self.ids.taken(other, self.text, end),
        }
    }
}

/// What the parser finds, but for definitions that are none.
enum Found<'a> {
    /// One after another.
    Parsed(Box<OffsetIter<'a>>),
    /// All at once: the text that they were found in is another.
    Shown(std::vec::IntoIter<(Event<'a>, Range<usize>)>),
    /// With the raw HTML among them made safe.
    Safe(Box<SafeHtml<'a>>),
}

impl<'a> Found<'a> {
    fn of(text: &'a str, options: &Markdown) -> (Self, Vec<own_syntax::Told>) {
        let (found, told) = Self::as_written(text, options);
        let has_html = options.raw_html == RawHtml::Safe && byte_scan::find(text, b'<').is_some();
        (if has_html { Self::Safe(SafeHtml::new(found, text, options).into()) } else { found }, told)
    }

    /// With the raw HTML as it is written.
    fn as_written(text: &'a str, options: &Markdown) -> (Self, Vec<own_syntax::Told>) {
        if let Some(read) = own_syntax::read(text, options) {
            return (Self::Shown(read.events.into_iter()), read.told);
        }
        (Self::without_own_syntax(text, options), Vec::new())
    }

    fn without_own_syntax(text: &'a str, options: &Markdown) -> Self {
        let hidden = if options.commonmark { None } else { definitions::hide(text) };
        let Some(hidden) = hidden else {
            return Self::Parsed(Parser::new_ext(text, options.parser_options()).into_offset_iter().into());
        };
        let events = Parser::new_ext(&hidden.text, options.parser_options()).into_offset_iter();
        let all: Vec<_> = events.map(|(event, range)| (hidden.shown(event), range)).collect();
        Self::Shown(all.into_iter())
    }

    #[inline]
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        match self {
            Self::Parsed(events) => events.next(),
            Self::Shown(events) => events.next(),
            Self::Safe(events) => events.next(),
        }
    }
}

/// In a table `[[page\|text]]` is written, since `|` would end the cell. The parser leaves the `\` to the name.
fn unescaped<'a>(link_type: LinkType, name: &CowStr<'a>) -> Option<CowStr<'a>> {
    let in_cell = matches!(link_type, LinkType::WikiLink { has_pothole: true });
    name.strip_suffix('\\').filter(|_| in_cell).map(|rest| rest.to_owned().into())
}

/// Comments that stand alone on their lines, outside of lists, quotes and code: whole lines of the text.
pub fn lone_comments(text: &str, options: &Markdown) -> Vec<Range<usize>> {
    let (mut depth, mut found) = (0, Vec::new());
    let (mut events, _) = Found::as_written(text, options);
    while let Some((event, range)) = events.next() {
        match event {
            // A container is no other place than the page.
            Event::Start(Tag::BlockQuote(_)) if text[range.clone()].starts_with(":::") => {}
            Event::End(TagEnd::BlockQuote(_)) if text[range.clone()].starts_with(":::") => {}
            Event::Start(Tag::HtmlBlock) if depth == 0 && is_comment(&text[range.clone()]) => {
                found.push(range);
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    found
}

/// One comment, and nothing beside it.
fn is_comment(html: &str) -> bool {
    let inside = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    inside.is_some_and(|inside| !inside.contains("-->"))
}

/// `$1,000-$2,000` is a range of prices: a `$` that a digit follows ends no formula (as in Pandoc). Nor is `10, US` one
/// in `$5 and $10, US$ 20`: a number with words behind it, and nothing that belongs to a formula.
fn is_price(tex: &str, behind: &str) -> bool {
    let number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    if number(behind) || !number(tex) || tex.contains(['\\', '^', '_', '=', '+', '*', '/', '<', '>', '{', '(', '|']) {
        return number(behind);
    }
    let words: Vec<&str> = tex.split(' ').filter(|word| word.chars().all(char::is_alphabetic)).collect();
    let long = words.iter().any(|word| word.chars().count() > 1);
    long && (words.len() > 1 || tex.contains(", "))
}

/// Whether the page begins with its title as a heading of level 1, which the template shows itself.
fn is_title(event: &Event<'_>, index: usize, options: &Markdown) -> bool {
    let first = matches!(event, Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }));
    first && index == 0 && !options.commonmark
}

/// The place of the first mark that nests too deep, before the parser sees it.
pub fn too_deep(text: &str) -> Option<Range<usize>> {
    if !has_many_marks(text.as_bytes()) {
        return None;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if marks(line) > MAX_NESTING {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

/// Whether so many marks stand in a row at all. They would cover one of every [`MAX_NESTING`] bytes: only those are
/// looked at, and what is around them.
fn has_many_marks(bytes: &[u8]) -> bool {
    let row = |at: usize| {
        let before = bytes[..at].iter().rev().take_while(|b| is_mark(**b)).count();
        before + bytes[at..].iter().take_while(|b| is_mark(**b)).count()
    };
    (0..bytes.len()).step_by(MAX_NESTING).any(|at| is_mark(bytes[at]) && row(at) > MAX_NESTING)
}

/// How many quote and list marks begin a line.
fn marks(line: &str) -> usize {
    let prefix = line.bytes().take_while(|b| is_mark(*b));
    prefix.filter(|b| matches!(b, b'>' | b'-' | b'*' | b'+' | b'.' | b')')).count()
}

/// What stands before the text of a quote or an item.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'>' | b'-' | b'*' | b'+' | b' ' | b'\t' | b'.' | b')' | b'0'..=b'9')
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing into a String cannot fail.
    let _ = pulldown_cmark_escape::escape_html(&mut out, text);
    out
}

fn escape_url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let _ = pulldown_cmark_escape::escape_href(&mut out, url);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_address_is_a_link_unless_that_is_switched_off() {
        let links = |options: Markdown| {
            let is_link = |(event, _): &(Event<'_>, Range<usize>)| {
                matches!(event, Event::Start(Tag::Link { link_type: LinkType::Autolink, .. }))
            };
            events("See https://example.com/x, <A HREF=x>https://a.b</A> <abbr>x</abbr>", &options)
                .filter(is_link)
                .count()
        };
        assert_eq!(links(Markdown::default()), 1);
        assert_eq!(links(Markdown { raw_html: RawHtml::Escape, ..Markdown::default() }), 2);
        assert_eq!(links(Markdown { raw_html: RawHtml::Allow, ..Markdown::default() }), 1);
        assert_eq!(links(Markdown { linkify: false, ..Markdown::default() }), 0);
        assert_eq!(links(Markdown { commonmark: true, ..Markdown::default() }), 0);
    }

    #[test]
    fn a_mark_too_many_is_found_wherever_it_stands() {
        for before in 0..2 * MAX_NESTING + 2 {
            let text = |marks: usize| format!("{}\n{}x\n", "x".repeat(before), ">".repeat(marks));
            assert_eq!(too_deep(&text(MAX_NESTING)), None, "{before}");
            let line = before + 1..before + 1 + MAX_NESTING + 2;
            assert_eq!(too_deep(&text(MAX_NESTING + 1)), Some(line), "{before}");
        }
        assert_eq!(too_deep(&" ".repeat(1000)), None);
    }
}
