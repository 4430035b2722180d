//! What else docent writes in its own way: headings, code, tasks, tables, formulas, HTML shown as text.
//!
//! In: the event. Out: finished HTML for pulldown-cmark's writer, and for blocks the index behind them.

use super::{Problem, Writer};
use crate::markdown::safe_html::is_verbatim;
use crate::markdown::safe_html::marks::{self, Piece};
use crate::markdown::typography::{self, Context};
use crate::markdown::{RawHtml, code, escape, escape_url, images, math, raw_html, task};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

impl<'a> Writer<'a> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, at: usize) {
        self.typography = Context::default();
        let text = images::plain(&self.source[at + 1..self.ends[at]]);
        self.heading_text = typography::typeset(text.trim(), self.world.lang, self.options.typography);
        self.level = self.shifted(level);
        let align = self.aligned(at);
        if self.is_embedded() {
            return self.markup(format!("<h{}{align}>", self.level));
        }
        let id = self.world.ids.get(self.heading).copied().unwrap_or_default();
        self.markup(format!("<{level} id=\"{}\"{align}>", escape(id)));
    }

    /// Where the text of a heading that was HTML stands.
    fn aligned(&self, at: usize) -> String {
        let Event::Start(Tag::Heading { attrs, .. }) = &self.source[at].0 else { return String::new() };
        let value = attrs.iter().find(|(name, _)| &**name == "align").and_then(|(_, value)| value.as_deref());
        let known = ["left", "center", "right"].into_iter().find(|known| value == Some(known));
        known.map(|align| format!(" align=\"{align}\"")).unwrap_or_default()
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
        let id = self.world.ids.get(self.heading).copied().unwrap_or_default();
        self.heading += 1;
        if self.is_embedded() {
            return self.markup(format!("</h{}>\n", self.level));
        }
        // A link to nothing that can be named would be read aloud as "link to".
        if !self.options.heading_links || self.heading_text.is_empty() || self.is_in_link() {
            return self.markup(format!("</{level}>\n"));
        }
        let name = escape(&self.world.words.link_to_section.replace("{name}", &self.heading_text));
        self.markup(format!(
            " <a class=\"anchor\" href=\"#{}\" aria-label=\"{name}\">#</a></{level}>\n",
            escape_url(id)
        ));
    }

    pub(super) fn code_block(&mut self, range: &Range<usize>, at: usize) -> usize {
        let source: String = self.code_texts(at).map(|(text, _)| text).collect();
        let code::Code { html, plain } = code::html(&source, &self.fence_words(at), self.options.highlight);
        if let Some(plain) = plain {
            let place = self.place_of_code(at, &plain.place).unwrap_or_else(|| range.clone());
            self.problems.push(Problem { code: "code", message: plain.message, range: place });
        }
        self.markup(html);
        self.ends[at] + 1
    }

    /// The texts of a block of code, and where they stand in the body.
    pub(super) fn code_texts(&self, at: usize) -> impl Iterator<Item = (&str, &Range<usize>)> {
        let inside = self.source[at + 1..self.ends[at]].iter();
        inside.filter_map(|(e, range)| if let Event::Text(t) = e { Some((t.as_ref(), range)) } else { None })
    }

    /// The words behind a fence.
    pub(super) fn fence_words(&self, at: usize) -> String {
        match &self.source[at].0 {
            Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(info))) => info.to_string(),
            _ => String::new(),
        }
    }

    /// A part of a block's text as a part of the body.
    pub(super) fn place_of_code(&self, at: usize, part: &Range<usize>) -> Option<Range<usize>> {
        place(self.code_texts(at), part)
    }

    /// The HTML of a view, if it was made.
    pub(super) fn view(&mut self, range: &Range<usize>) -> bool {
        let made = self.world.views.at(range);
        if let Some(html) = made {
            self.markup(html);
        }
        made.is_some()
    }

    /// Headings of an embedded text stand below the place, as far down as there are levels.
    fn shifted(&self, level: HeadingLevel) -> u8 {
        (level as u8).saturating_add_signed(self.inside.shift).clamp(1, 6)
    }

    pub(super) fn is_embedded(&self) -> bool {
        !self.inside.number.is_empty()
    }

    /// The anchor of a block that begins here, if it has an id.
    pub(super) fn block_id(&self, range: &Range<usize>, item: bool) -> Option<String> {
        let block = self.blocks.get(&(range.start, range.end, item))?;
        Some(escape(&block.anchor()))
    }

    /// A paragraph, and its id if it has one.
    pub(super) fn start_paragraph(&mut self, range: &Range<usize>) {
        match self.block_id(range, false) {
            Some(id) => self.markup(format!("<p id=\"{id}\">")),
            None => self.push(Event::Start(Tag::Paragraph)),
        }
    }

    /// The id of a block that is written by something else stands before it.
    pub(super) fn block_anchor(&mut self, range: &Range<usize>) {
        if let Some(id) = self.block_id(range, false) {
            self.markup(format!("<span id=\"{id}\"></span>\n"));
        }
    }

    /// A list item; one that holds a task gets a class, for the mark that replaces the bullet, and the name under which
    /// the reader's browser keeps its tick.
    pub(super) fn start_item(&mut self, range: &Range<usize>, at: usize) {
        let ahead = self.source.iter().enumerate().skip(at + 1).take(2);
        let box_of = |(at, (event, _)): (usize, &(Event<'_>, Range<usize>))| match event {
            Event::TaskListMarker(done) => Some((at, *done)),
            _ => None,
        };
        let task = ahead.filter_map(box_of).next();
        self.typography = Context::default();
        let id = self.block_id(range, true).map_or_else(String::new, |id| format!(" id=\"{id}\""));
        match task {
            Some((at, done)) => self.start_task(&id, at, done),
            None if !id.is_empty() => self.markup(format!("<li{id}>")),
            None => self.push(Event::Start(Tag::Item)),
        }
    }

    fn start_task(&mut self, id: &str, at: usize, done: bool) {
        let name = task::name(&self.source[at + 1..], self.text, &mut self.tasks);
        let class = if done { "task done" } else { "task" };
        let content = name.content.map(|content| format!(" data-content=\"{content}\"")).unwrap_or_default();
        self.markup(format!("<li{id} class=\"{class}\" data-item=\"{}\"{content}>", escape(&name.id)));
    }

    /// A box that is read aloud. A checkbox that cannot be ticked would be a promise that the page does not keep.
    pub(super) fn task(&mut self, done: bool) {
        let name = if done { &self.world.words.done } else { &self.world.words.to_do };
        self.markup(format!("<span class=\"box\" role=\"img\" aria-label=\"{}\"></span> ", escape(name)));
    }

    pub(super) fn raw(&mut self, html: &CowStr<'a>) {
        match self.options.raw_html {
            RawHtml::Allow => self.push(Event::InlineHtml(html.clone())),
            RawHtml::Safe => self.safe(html),
            RawHtml::Escape => {
                let shown = raw_html::without_comments(html);
                self.push(Event::Text(shown.into()));
            }
        }
    }

    /// HTML that was made safe.
    fn safe(&mut self, html: &CowStr<'a>) {
        match marks::piece(html) {
            Piece::Comment => {}
            Piece::Literal(text) => self.push(Event::Text(text.to_owned().into())),
            Piece::Markup(markup) => {
                let end = markup.strip_prefix("</");
                let rest = end.or_else(|| markup.strip_prefix('<')).unwrap_or_default();
                let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
                if is_verbatim(name) {
                    self.typography.passed('x');
                    self.verbatim = if end.is_some() { self.verbatim.saturating_sub(1) } else { self.verbatim + 1 };
                }
                // Nothing separates the last candidate of a `srcset`.
                if markup == "\""
                    && let Some(Event::InlineHtml(last)) = self.out.last_mut()
                    && let Some(bare) = last.strip_suffix(", ")
                {
                    *last = bare.to_owned().into();
                }
                if marks::id_of(markup).is_none() {
                    return self.markup(html.clone());
                }
                let markup = self.with_own_id(markup);
                self.markup(markup);
            }
        }
    }

    /// Markup without its id, if something else on the page is called so.
    pub(super) fn with_own_id(&mut self, markup: &str) -> String {
        let Some(id) = marks::id_of(markup) else { return markup.to_owned() };
        if self.html_ids.is_empty() {
            self.html_ids.extend(self.world.ids.iter().map(|id| escape(id)));
        }
        let own = !self.is_embedded() && self.html_ids.insert(id.to_owned());
        if own { markup.to_owned() } else { marks::without(markup, "id") }
    }

    /// An element that stands around blocks begins. Gives the index behind its tag.
    pub(super) fn start_element(&mut self, at: usize) -> usize {
        self.typography = Context::default();
        match self.source.get(at + 1) {
            Some((Event::InlineHtml(html), _)) => {
                self.raw(html);
                at + 2
            }
            _ => at + 1,
        }
    }

    /// A block of HTML shown as text. Comments show nothing.
    pub(super) fn escaped_block(&mut self, at: usize) -> usize {
        let end = self.ends[at];
        let texts = self.source[at + 1..end].iter().filter_map(|(e, _)| match e {
            Event::Html(html) | Event::Text(html) => Some(html.as_ref()),
            _ => None,
        });
        let html: String = texts.collect();
        let shown = raw_html::shown(&html);
        if !shown.trim().is_empty() {
            self.push(Event::Start(Tag::Paragraph));
            self.push(Event::Text(shown.trim().to_owned().into()));
            self.push(Event::End(TagEnd::Paragraph));
        }
        end + 1
    }

    pub(super) fn math(&mut self, tex: &CowStr<'a>, block: bool) {
        self.typography.passed('x');
        match math::mathml(tex, block) {
            Ok(mathml) => self.markup(mathml),
            Err(_) => self.push(Event::Code(tex.clone())),
        }
    }

    pub(super) fn table_start(&mut self, tag: &Tag<'a>) {
        self.typography = Context::default();
        let html = self.tables.start(tag, self.out.len());
        self.markup(html);
    }

    /// The head of a column without words is no head, and a head without any is none: screen readers would announce them.
    pub(super) fn table_end(&mut self, tag: TagEnd) {
        if tag == TagEnd::TableCell && self.tables.is_empty_head(self.out.len()) {
            self.out.pop();
            let html = self.tables.unnamed();
            return self.markup(html);
        }
        if let Some(start) = self.tables.empty_row().filter(|_| tag == TagEnd::TableHead) {
            self.out.truncate(start);
            self.tables.end(tag);
            return self.markup("<tbody>\n");
        }
        let html = self.tables.end(tag);
        self.markup(html);
    }
}

/// Where a part of a block's text stands in the body: the line of its first byte. An editor's line may be many texts of
/// the parser, one for each line in a quote.
fn place<'t>(texts: impl Iterator<Item = (&'t str, &'t Range<usize>)>, part: &Range<usize>) -> Option<Range<usize>> {
    let mut before = 0;
    for (text, range) in texts {
        // A text that is shorter in the body than here is not written there as it is.
        if part.start < before + text.len() {
            let start = range.start + (part.start - before);
            return Some(start..(start + part.len()).min(range.end)).filter(|place| place.start <= place.end);
        }
        before += text.len();
    }
    None
}
