//! Second reading: Markdown becomes HTML.
//!
//! In: the body, the heading ids that [`mod@super::scan`] gave, the n-th link's resolved target, the language and its few
//! words. Out: [`Html`]: the title heading apart, the rest as one string, without inline styles or scripts.
//! pulldown-cmark's own writer writes what CommonMark defines; what docent adds is turned into finished HTML first.
//!
//! 1. The events are walked once; [`links`], [`quotes`] and [`blocks`] write what is docent's own.
//! 2. [`notes`] writes the footnotes, which were passed over.
//! 3. The HTML is one string, or the text as it is when that would be too long.

mod alone;
mod blocks;
mod containers;
mod diagrams;
mod embeds;
mod lines;
pub use lines::{FirstLine, numbered};
mod links;
mod notes;
mod quotes;
mod terms;

use super::typography::{self, Context};
use super::{BYTES_AN_EVENT, Block, MAX_GROWTH, Markdown, RawHtml, escape, events, fence, raw_html, table};
use crate::markdown::link::{Embed, Resolved};
use embeds::Inside;
pub use links::wiki_text;
use notes::Notes;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
pub use terms::Mark;

/// What the Markdown stage needs to know of the rest of the world.
#[derive(Clone, Copy, Debug)]
pub struct HtmlInput<'a> {
    /// Language of the text.
    pub lang: &'a str,
    /// Where the heading stands that is the page's title.
    pub title: Option<usize>,
    /// Ids of the headings, in order.
    pub ids: &'a [&'a str],
    /// What has a block id.
    pub blocks: &'a [Block],
    /// Targets of the links, in order.
    pub links: &'a [Resolved],
    /// Mentions of terms, in order.
    pub terms: &'a [Mark],
    /// Pages that are shown in the place of a link, by its number.
    pub embeds: &'a [Embed],
    /// Words that the HTML needs.
    pub words: &'a Words,
    /// Finished HTML for blocks of the text.
    pub views: Views<'a>,
    /// In the preview, the number of the text's first line in its file: blocks say on which line they begin.
    pub first_line: Option<&'a FirstLine>,
}

/// What stands in the place of a block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The page's file.
    pub source: String,
    /// Where the block stands in its body.
    pub range: Range<usize>,
    /// Finished HTML.
    pub html: String,
}

/// The blocks of a page that have finished HTML, among those of all pages that are shown with it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Views<'a> {
    /// The page's file.
    pub source: &'a str,
    /// Where in its body the text begins that is read.
    pub from: usize,
    /// All blocks.
    pub all: &'a [Written],
}

impl<'a> Views<'a> {
    fn length(self) -> usize {
        self.all.iter().map(|made| made.html.len()).sum()
    }

    fn at(self, range: &Range<usize>) -> Option<&'a str> {
        let made =
            self.all.iter().find(|made| made.source == self.source && made.range.start == self.from + range.start);
        made.map(|made| made.html.as_str())
    }
}

/// The few words that Markdown's HTML holds, in the page's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words {
    /// Name of a heading's link, `{name}` is the heading.
    pub link_to_section: String,
    /// Name of a footnote's reference, `{name}` is its number.
    pub footnote: String,
    /// Heading of the footnotes.
    pub footnotes: String,
    /// Where an embedded text comes from, `{name}` is the link to its page.
    pub embedded_from: String,
    /// Name of the way back from a footnote.
    pub back: String,
    /// Name of an empty box.
    pub to_do: String,
    /// Name of a ticked box.
    pub done: String,
    /// Title of details that have none.
    pub details: String,
    /// Name of a diagram that has none.
    pub diagram: String,
    /// Title of a diagram's source.
    pub diagram_source: String,
    /// Titles of callouts by kind.
    pub callouts: BTreeMap<String, String>,
}

impl HtmlInput<'_> {
    /// What an embedded text shares with the page around it: the words, and nothing that counts in that page's text.
    fn elsewhere(self) -> Self {
        Self { title: None, ids: &[], blocks: &[], links: &[], embeds: &[], terms: &[], ..self }
    }
}

/// A page's HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// The inside of the heading that is the page's title, if one is.
    pub title: Option<String>,
    /// Everything else.
    pub body: String,
    /// How many headings and links of the first reading were used: all of them, or the two readings disagree.
    pub headings: usize,
    /// See `headings`.
    pub links: usize,
    /// The HTML would have been more than [`MAX_GROWTH`] times as long as its Markdown: the body is the text as it is.
    pub too_long: bool,
    /// What else went wrong.
    pub problems: Vec<Problem>,
    /// Pictures can be enlarged, or pages of other sites shown: a script does it.
    pub media_script: bool,
}

/// Something wrong with a block of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The code of the diagnostic.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where, in the body.
    pub range: Range<usize>,
}

/// Renders a body.
pub fn html(text: &str, world: HtmlInput<'_>, options: &Markdown) -> Html {
    let mut source: Vec<(Event<'_>, Range<usize>)> = Vec::with_capacity(text.len() / BYTES_AN_EVENT);
    source.extend(events(text, options));
    // What views show is not the page's own text: its length is the theme's business.
    let limit = text.len() * MAX_GROWTH + 64 * 1024 + world.views.length();
    let mut writer = Writer { limit, ..Writer::new(text, &source, world, options) };
    writer.run(0, source.len());
    writer.footnotes();
    let body = finish(writer.out.drain(..), text.len(), options);
    let body = if writer.lines.is_some() { lines::place(&body) } else { body };
    let mut out = Html {
        title: writer.title_html.take(),
        body,
        headings: writer.heading,
        links: writer.link,
        too_long: false,
        problems: std::mem::take(&mut writer.problems),
        media_script: writer.media_script,
    };
    let limit = writer.limit;
    if writer.written > limit || out.body.len() > limit {
        // Half a page with open tags would be worse than the whole page without any.
        out.body = format!("<pre>{}</pre>\n", escape(text));
        out.too_long = true;
    }
    out
}

fn finish<'a>(events: impl Iterator<Item = Event<'a>>, capacity: usize, options: &Markdown) -> String {
    let mut out = String::with_capacity(capacity + capacity / 2);
    pulldown_cmark::html::push_html(&mut out, events);
    match options.raw_html {
        // All of it was made here.
        RawHtml::Safe | RawHtml::Escape => out,
        RawHtml::Allow if options.commonmark => raw_html::harmless(&out, true),
        RawHtml::Allow => raw_html::harmless(&raw_html::without_notes(&out), false),
    }
}

struct Writer<'a> {
    text: &'a str,
    source: &'a [(Event<'a>, Range<usize>)],
    world: HtmlInput<'a>,
    options: &'a Markdown,
    limit: usize,
    /// Where the n-th event's block or span ends, if it starts one.
    ends: Vec<usize>,
    /// What goes to the writer, and roughly how long it is already.
    out: Vec<Event<'a>>,
    written: usize,
    heading: usize,
    link: usize,
    /// Level of the last heading: embedded texts go below it.
    level: u8,
    /// How many texts were embedded so far.
    embedded: usize,
    inside: Inside,
    typography: Context,
    /// How to close the links that are open.
    open_links: Vec<&'static str>,
    /// Inside of `<https://...>`: an address is shown as it is.
    in_address: bool,
    /// How to close the quotes that are open.
    open_quotes: Vec<Option<&'static str>>,
    /// For each of them its tabs, if it is a container of tabs.
    open_tabs: Vec<Option<containers::Tabs>>,
    /// How many containers of tabs there were, and which ids containers have.
    tabs: usize,
    container_ids: BTreeSet<String>,
    tables: table::Tables,
    notes: Notes,
    title_html: Option<String>,
    /// The first image is loaded at once, the others when they come near.
    had_image: bool,
    /// The text of the heading that is open.
    heading_text: String,
    problems: Vec<Problem>,
    media_script: bool,
    /// Whether there may be links that authors wrote as HTML and that are passed on unread. Asked once for a text: asked
    /// for each picture, 100 KB of pictures took ten times as long as 25 KB.
    has_unseen_links: bool,
    drawn: diagrams::Drawn,
    lines: Option<lines::Lines>,
    /// The blocks with ids, by where they stand and whether they are items; of two at one place the first.
    blocks: HashMap<(usize, usize, bool), &'a Block>,
    /// Names of tasks so far.
    tasks: BTreeMap<String, usize>,
    /// How many elements of HTML are open whose text is shown as it is written.
    verbatim: usize,
    /// Ids of HTML and headings, once one of HTML was met.
    html_ids: HashSet<String>,
}

/// For each start the index of its end: looked up often, and nesting must not make that slow.
fn ends(source: &[(Event<'_>, Range<usize>)]) -> Vec<usize> {
    let mut ends = vec![source.len().saturating_sub(1); source.len()];
    let mut open = Vec::new();
    for (at, (event, _)) in source.iter().enumerate() {
        match event {
            Event::Start(_) => open.push(at),
            Event::End(_) => {
                if let Some(start) = open.pop() {
                    ends[start] = at;
                }
            }
            _ => {}
        }
    }
    ends
}

fn placed(blocks: &[Block]) -> HashMap<(usize, usize, bool), &Block> {
    let place = |block: &Block| (block.range.start, block.range.end, block.item);
    // The last one that is put in stays.
    blocks.iter().rev().map(|block| (place(block), block)).collect()
}

impl<'a> Writer<'a> {
    fn new(
        text: &'a str,
        source: &'a [(Event<'a>, Range<usize>)],
        world: HtmlInput<'a>,
        options: &'a Markdown,
    ) -> Self {
        Self {
            text,
            source,
            world,
            options,
            limit: 0,
            ends: ends(source),
            out: Vec::with_capacity(source.len()),
            written: 0,
            heading: 0,
            link: 0,
            level: 1,
            embedded: 0,
            inside: Inside::default(),
            typography: Context::default(),
            open_links: Vec::new(),
            in_address: false,
            open_quotes: Vec::new(),
            open_tabs: Vec::new(),
            tabs: 0,
            container_ids: BTreeSet::new(),
            tables: table::Tables::default(),
            notes: Notes::of(source),
            title_html: None,
            had_image: false,
            heading_text: String::new(),
            problems: Vec::new(),
            media_script: false,
            has_unseen_links: options.raw_html == RawHtml::Allow && (text.contains("<a") || text.contains("<A")),
            drawn: diagrams::Drawn::default(),
            lines: world.first_line.map(|first| lines::Lines::from(first.clone(), text)),
            blocks: placed(world.blocks),
            tasks: BTreeMap::new(),
            verbatim: 0,
            html_ids: HashSet::new(),
        }
    }

    /// The heading that is the page's title: rendered apart. Returns the index behind it.
    fn title(&mut self, at: usize) -> usize {
        let end = self.ends[at];
        if self.is_embedded() {
            self.link += self.links_inside(at);
            return end + 1;
        }
        self.typography = Context::default();
        let before = self.out.len();
        self.run(at + 1, end);
        // Drained, not taken: the rest of the page needs the room.
        let html = finish(self.out.drain(before..), 64, self.options);
        let html = if self.lines.is_some() { lines::place(&html) } else { html };
        self.title_html = Some(html.trim().to_owned());
        end + 1
    }

    fn run(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end && self.written <= self.limit {
            at = self.step(at);
        }
    }

    /// Handles one event and says which comes next: an image or a code block takes several at once.
    fn step(&mut self, at: usize) -> usize {
        let (event, range) = &self.source[at];
        match event {
            Event::Start(tag) => {
                let written = self.out.len();
                let next = self.start(tag, range, at);
                self.number(tag, range.start, written);
                return next;
            }
            Event::End(tag) => self.end(*tag),
            Event::Text(text) if !self.marks(range).is_empty() => self.marked_text(text, range),
            Event::Text(text) => self.text_event(text),
            Event::Code(code) => {
                self.typography.passed('x');
                self.push(Event::Code(code.clone()));
            }
            // Nothing but comments.
            Event::Html(_) if self.options.raw_html == RawHtml::Safe => {}
            Event::Html(html) | Event::InlineHtml(html) => self.raw(html),
            Event::InlineMath(tex) => self.math(tex, false),
            Event::DisplayMath(tex) => self.math(tex, true),
            Event::FootnoteReference(name) => self.footnote_reference(name),
            Event::TaskListMarker(done) => self.task(*done),
            other => {
                self.typography.passed(' ');
                self.push(other.clone());
            }
        }
        at + 1
    }

    fn start(&mut self, tag: &Tag<'a>, range: &Range<usize>, at: usize) -> usize {
        if !self.world.blocks.is_empty() && !matches!(tag, Tag::Paragraph) {
            self.block_anchor(range);
        }
        match tag {
            Tag::Heading { .. } if self.world.title == Some(range.start) => return self.title(at),
            Tag::Heading { level, .. } if !self.options.commonmark => self.start_heading(*level, at),
            Tag::Link { link_type, dest_url, title, .. } => return self.start_link(*link_type, dest_url, title, at),
            Tag::Image { title, .. } => return self.image(title, at),
            Tag::CodeBlock(block) if !self.options.commonmark => match fence::kind(block, self.options) {
                fence::Kind::View if self.view(range) => return self.ends[at] + 1,
                // A view that could not be made is shown as its author wrote it.
                fence::Kind::Diagram => return self.diagram(range, at),
                fence::Kind::View | fence::Kind::Code => return self.code_block(range, at),
            },
            Tag::BlockQuote(_) => return self.start_quote(range, at),
            Tag::Item if !self.options.commonmark => self.start_item(range, at),
            Tag::Paragraph
                if !self.world.embeds.is_empty()
                    && let Some(next) = self.embeds_paragraph(at) =>
            {
                return next;
            }
            Tag::Paragraph
                if !self.options.commonmark
                    && let Some(next) = self.alone(range, at) =>
            {
                return next;
            }
            Tag::FootnoteDefinition(_) => return self.footnote_definition(at),
            Tag::HtmlBlock if self.options.raw_html == RawHtml::Escape => return self.escaped_block(at),
            Tag::HtmlBlock if self.options.raw_html == RawHtml::Safe => return self.start_element(at),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => self.table_start(tag),
            Tag::Paragraph => {
                self.typography = Context::default();
                self.start_paragraph(range);
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.typography = Context::default();
                self.push(Event::Start(tag.clone()));
            }
            // See own_syntax/marks.
            Tag::Subscript => self.markup("<mark>"),
            other => self.push(Event::Start(other.clone())),
        }
        at + 1
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) if !self.options.commonmark => self.end_heading(level),
            TagEnd::Link => {
                self.in_address = false;
                let close = self.open_links.pop().unwrap_or("</a>");
                self.markup(close);
            }
            TagEnd::BlockQuote(_) => {
                self.open_tabs.pop();
                match self.open_quotes.pop().flatten() {
                    Some(close) => self.markup(close),
                    None => self.push(Event::End(tag)),
                }
            }
            TagEnd::HtmlBlock if self.options.raw_html == RawHtml::Safe => {}
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                self.table_end(tag);
            }
            TagEnd::Subscript => self.markup("</mark>"),
            other => self.push(Event::End(other)),
        }
    }

    fn push(&mut self, event: Event<'a>) {
        self.written += match &event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => text.len() + 8,
            _ => 8,
        };
        self.out.push(event);
    }

    fn markup(&mut self, html: impl Into<CowStr<'a>>) {
        self.push(Event::InlineHtml(html.into()));
    }

    fn text_event(&mut self, text: &CowStr<'a>) {
        let as_written = self.in_address || self.verbatim > 0;
        if self.options.commonmark || !self.options.typography || as_written {
            return self.push(Event::Text(text.clone()));
        }
        let set = typography::set(text, self.world.lang, &mut self.typography);
        let event = match set {
            // Nothing to change: keep the slice of the source.
            std::borrow::Cow::Borrowed(_) => text.clone(),
            std::borrow::Cow::Owned(owned) => owned.into(),
        };
        self.push(Event::Text(event));
    }
}
