//! Second reading: Markdown becomes HTML.
//!
//! In: the body, the heading ids that [`super::scan`] gave, the n-th link's resolved target, the language and its few
//! words. Out: [`Html`]: the title heading apart, the rest as one string, without inline styles or scripts.
//! pulldown-cmark's own writer writes what CommonMark defines; what docent adds is turned into finished HTML first.

use super::typography::{self, Context};
use super::{
    BYTES_AN_EVENT, MAX_GROWTH, Markdown, RawHtml, callout, code, escape, escape_url, events, image, is_title, math,
    raw_html, table,
};
use crate::page::link::{Resolved, State};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// What the Markdown stage needs to know of the rest of the world.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// Language of the text.
    pub lang: &'a str,
    /// Ids of the headings, in order.
    pub ids: &'a [&'a str],
    /// Targets of the links, in order.
    pub links: &'a [Resolved],
    /// Words that the HTML needs.
    pub words: &'a Words,
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
    /// Name of the way back from a footnote.
    pub back: String,
    /// Name of an empty box.
    pub to_do: String,
    /// Name of a ticked box.
    pub done: String,
    /// Titles of callouts by kind.
    pub callouts: BTreeMap<String, String>,
}

/// A page's HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// The inside of the level-1 heading that opened the page, if one did.
    pub title: Option<String>,
    /// Everything else.
    pub body: String,
    /// How many headings and links of the first reading were used: all of them, or the two readings disagree.
    pub headings: usize,
    /// See `headings`.
    pub links: usize,
    /// What went wrong: a message and the byte range in the body.
    pub problems: Vec<(String, Range<usize>)>,
}

/// Renders a body.
pub fn html(text: &str, world: World<'_>, options: &Markdown) -> Html {
    let mut source: Vec<(Event<'_>, Range<usize>)> = Vec::with_capacity(text.len() / BYTES_AN_EVENT);
    source.extend(events(text, options));
    let titled = source.first().is_some_and(|(event, _)| is_title(event, 0, options));
    let limit = text.len() * MAX_GROWTH + 64 * 1024;
    let mut writer = Writer { limit, ..Writer::new(text, &source, world, options) };
    let start = if titled { writer.title() } else { 0 };
    writer.run(start, source.len());
    writer.footnotes();
    let body = finish(std::mem::take(&mut writer.out), text.len(), options);
    let mut out = Html {
        title: writer.title_html.take(),
        body,
        headings: writer.heading,
        links: writer.link,
        problems: std::mem::take(&mut writer.problems),
    };
    if writer.written > limit || out.body.len() > limit {
        // Half a page with open tags would be worse than the whole page without any.
        out.body = format!("<pre>{}</pre>\n", escape(text));
        let message =
            format!("the page's HTML is more than {MAX_GROWTH} times as long as its Markdown: it is shown as text");
        out.problems.push((message, 0..0));
    }
    out
}

fn finish(events: Vec<Event<'_>>, capacity: usize, options: &Markdown) -> String {
    let mut out = String::with_capacity(capacity + capacity / 2);
    pulldown_cmark::html::push_html(&mut out, events.into_iter());
    if options.raw_html == RawHtml::Allow { raw_html::harmless(&out, options.commonmark) } else { out }
}

struct Writer<'a> {
    text: &'a str,
    source: &'a [(Event<'a>, Range<usize>)],
    world: World<'a>,
    options: &'a Markdown,
    limit: usize,
    /// Where the n-th event's block or span ends, if it starts one.
    ends: Vec<usize>,
    /// What goes to the writer, and roughly how long it is already.
    out: Vec<Event<'a>>,
    written: usize,
    heading: usize,
    link: usize,
    typography: Context,
    /// How to close the links that are open.
    open_links: Vec<&'static str>,
    /// How to close the quotes that are open.
    open_quotes: Vec<Option<&'static str>>,
    tables: table::Tables,
    notes: Notes,
    title_html: Option<String>,
    /// The first image is loaded at once, the others when they come near.
    had_image: bool,
    problems: Vec<(String, Range<usize>)>,
}

/// Footnotes: numbered in the order in which a reader meets them, written at the end of the page.
#[derive(Default)]
struct Notes {
    /// Name -> its number and how often it was referred to.
    numbers: BTreeMap<String, (usize, usize)>,
    /// Names by number.
    order: Vec<String>,
    /// Name -> where its definition starts, and how many headings and links stand before it.
    places: BTreeMap<String, (usize, usize, usize)>,
}

impl Notes {
    /// Where each note is defined; of two definitions the first counts.
    fn of(source: &[(Event<'_>, Range<usize>)]) -> Self {
        let mut notes = Self::default();
        let (mut headings, mut links) = (0, 0);
        for (at, (event, _)) in source.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    notes.places.entry(name.to_string()).or_insert((at, headings, links));
                }
                Event::End(TagEnd::Heading(_)) => headings += 1,
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
                _ => {}
            }
        }
        notes
    }
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

impl<'a> Writer<'a> {
    fn new(text: &'a str, source: &'a [(Event<'a>, Range<usize>)], world: World<'a>, options: &'a Markdown) -> Self {
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
            typography: Context::default(),
            open_links: Vec::new(),
            open_quotes: Vec::new(),
            tables: table::Tables::default(),
            notes: Notes::of(source),
            title_html: None,
            had_image: false,
            problems: Vec::new(),
        }
    }

    /// The heading that is the page's title: rendered apart. Returns the index behind it.
    fn title(&mut self) -> usize {
        let end = self.ends[0];
        self.run(1, end);
        let inside = std::mem::take(&mut self.out);
        let html = finish(inside, 64, self.options);
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
            Event::Start(tag) => return self.start(tag, range, at),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text_event(text),
            Event::Code(code) => {
                self.typography.passed('x');
                self.push(Event::Code(code.clone()));
            }
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
        match tag {
            Tag::Heading { level, .. } if !self.options.commonmark => self.start_heading(*level),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(*link_type, dest_url, title),
            Tag::Image { title, .. } => return self.image(title, at),
            Tag::CodeBlock(_) if !self.options.commonmark => return self.code_block(range, at),
            Tag::BlockQuote(_) => return self.start_quote(range, at),
            Tag::Item if !self.options.commonmark => self.start_item(at),
            Tag::FootnoteDefinition(_) => return self.footnote_definition(at),
            Tag::HtmlBlock if self.options.raw_html == RawHtml::Escape => return self.escaped_block(at),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => self.table_start(tag),
            Tag::Paragraph | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.typography = Context::default();
                self.push(Event::Start(tag.clone()));
            }
            other => self.push(Event::Start(other.clone())),
        }
        at + 1
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) if !self.options.commonmark => self.end_heading(level),
            TagEnd::Link => {
                let close = self.open_links.pop().unwrap_or("</a>");
                self.markup(close);
            }
            TagEnd::BlockQuote(_) => match self.open_quotes.pop().flatten() {
                Some(close) => self.markup(close),
                None => self.push(Event::End(tag)),
            },
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                let html = self.tables.end(tag);
                self.markup(html);
            }
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
        if self.options.commonmark || !self.options.typography {
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

    fn start_heading(&mut self, level: HeadingLevel) {
        self.typography = Context::default();
        let id = self.world.ids.get(self.heading).copied().unwrap_or_default();
        self.markup(format!("<{level} id=\"{}\">", escape(id)));
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let id = self.world.ids.get(self.heading).copied().unwrap_or_default();
        self.heading += 1;
        if !self.options.heading_links {
            return self.markup(format!("</{level}>\n"));
        }
        let text = self.plain_back_to_heading();
        let name = escape(&self.world.words.link_to_section.replace("{name}", &text));
        self.markup(format!(
            " <a class=\"anchor\" href=\"#{}\" aria-label=\"{name}\">#</a></{level}>\n",
            escape_url(id)
        ));
    }

    /// The text of the heading that was just written.
    fn plain_back_to_heading(&self) -> String {
        let open = |e: &&Event<'_>| !matches!(e, Event::InlineHtml(html) if html.starts_with("<h"));
        let events: Vec<&Event<'_>> = self.out.iter().rev().take_while(open).collect();
        let text = events.iter().rev().filter_map(|e| match e {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        });
        text.collect()
    }

    fn resolved(&mut self) -> Option<&'a Resolved> {
        let links: &'a [Resolved] = self.world.links;
        self.link += 1;
        links.get(self.link - 1)
    }

    fn start_link(&mut self, link_type: LinkType, written: &str, title: &str) {
        let Some(link) = self.resolved() else { return self.written_link(link_type, written, title) };
        let class = match link.state {
            State::External => " class=\"external\"",
            State::Broken => " class=\"broken\"",
            State::Inside => "",
            State::Text => {
                self.markup("<span>");
                return self.open_links.push("</span>");
            }
        };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.markup(format!("<a href=\"{}\"{title}{class}>", escape_url(&link.url)));
        self.open_links.push("</a>");
    }

    /// Without a site around (the CommonMark tests): the destination as written, unless it is a script.
    fn written_link(&mut self, link_type: LinkType, written: &str, title: &str) {
        let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
        let url = if crate::page::url::scheme(written) == crate::page::url::Scheme::Script { "" } else { written };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.markup(format!("<a href=\"{mail}{}\"{title}>", escape_url(url)));
        self.open_links.push("</a>");
    }

    fn image(&mut self, title: &str, at: usize) -> usize {
        let end = self.ends[at];
        let link = self.resolved();
        let alt = image::alt(&self.source[at + 1..end], &self.source[at].0);
        let inner_links = self.source[at + 1..end].iter();
        let inside =
            inner_links.filter(|(e, _)| matches!(e, Event::Start(Tag::Link { .. } | Tag::Image { .. }))).count();
        self.link += inside;
        self.typography.passed('x');
        let first = !std::mem::replace(&mut self.had_image, true);
        let html = match (link, &self.source[at].0) {
            (Some(link), _) => image::html(link, &alt, title, first),
            (None, Event::Start(Tag::Image { dest_url, .. })) => image::plain(dest_url, &alt, title),
            (None, _) => String::new(),
        };
        self.markup(html);
        end + 1
    }

    fn code_block(&mut self, range: &Range<usize>, at: usize) -> usize {
        let end = self.ends[at];
        let texts = self.source[at + 1..end]
            .iter()
            .filter_map(|(e, _)| if let Event::Text(t) = e { Some(t.as_ref()) } else { None });
        let source: String = texts.collect();
        let info = match &self.source[at].0 {
            Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(info))) => info.to_string(),
            _ => String::new(),
        };
        let (html, problem) = code::html(&source, &info, self.options.highlight);
        self.problems.extend(problem.map(|message| (message, range.clone())));
        self.markup(html);
        end + 1
    }

    fn start_quote(&mut self, range: &Range<usize>, at: usize) -> usize {
        let source = &self.text[range.clone()];
        let Some(callout) = callout::parse(source).filter(|_| !self.options.commonmark) else {
            self.open_quotes.push(None);
            self.push(self.source[at].0.clone());
            return at + 1;
        };
        let (open, title_tag, close): (String, &str, &'static str) = match callout.fold {
            None => (format!("<div class=\"callout {}\" role=\"note\">", callout.kind), "p", "</div>\n"),
            Some(open) => {
                let open = if open { " open" } else { "" };
                (format!("<details class=\"callout {}\"{open}>", callout.kind), "summary", "</details>\n")
            }
        };
        self.open_quotes.push(Some(close));
        self.markup(open);
        self.markup(format!("<{title_tag} class=\"callout-title\">"));
        let next = self.callout_title(&callout, at, callout::mark_length(source));
        self.markup(format!("</{title_tag}>\n"));
        self.rest_of_paragraph(next)
    }

    /// Writes the callout's title and returns the index of the event behind it.
    fn callout_title(&mut self, callout: &callout::Callout<'_>, at: usize, mark: usize) -> usize {
        // The quote's first paragraph: its events up to the first line break are the mark and the title.
        let mut left = mark;
        let mut index = at + 2;
        self.typography = Context::default();
        while left > 0
            && let Some((Event::Text(text), _)) = self.source.get(index)
        {
            let cut = left.min(text.len());
            left -= cut;
            index += 1;
            if left == 0 && cut < text.len() {
                let rest = text[cut..].trim_start().to_owned();
                self.text_event(&rest.into());
            }
        }
        if !callout.has_title {
            let title = self.world.words.callouts.get(callout.kind).cloned().unwrap_or_else(|| callout.kind.to_owned());
            self.push(Event::Text(title.into()));
        }
        while !matches!(
            self.source.get(index),
            None | Some((Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph), _))
        ) {
            index = self.step(index);
        }
        index
    }

    /// What follows the title in the same paragraph stays a paragraph; nothing must not become an empty one.
    fn rest_of_paragraph(&mut self, index: usize) -> usize {
        self.typography = Context::default();
        match self.source.get(index) {
            Some((Event::End(TagEnd::Paragraph), _)) => index + 1,
            Some(_) => {
                self.push(Event::Start(Tag::Paragraph));
                index + 1
            }
            None => index,
        }
    }

    /// A list item; one that holds a task gets a class, for the mark that replaces the bullet.
    fn start_item(&mut self, at: usize) {
        let ahead = self.source.iter().skip(at + 1).take(2);
        let task =
            ahead.filter_map(|(e, _)| if let Event::TaskListMarker(done) = e { Some(*done) } else { None }).next();
        self.typography = Context::default();
        match task {
            Some(done) => self.markup(if done { "<li class=\"task done\">" } else { "<li class=\"task\">" }),
            None => self.push(Event::Start(Tag::Item)),
        }
    }

    /// A box that is read aloud. A checkbox that cannot be ticked would be a promise that the page does not keep.
    fn task(&mut self, done: bool) {
        let name = if done { &self.world.words.done } else { &self.world.words.to_do };
        self.markup(format!("<span class=\"box\" role=\"img\" aria-label=\"{}\"></span> ", escape(name)));
    }

    fn raw(&mut self, html: &CowStr<'a>) {
        match self.options.raw_html {
            RawHtml::Allow => self.push(Event::InlineHtml(html.clone())),
            RawHtml::Escape if raw_html::is_comment(html) => {}
            RawHtml::Escape => self.push(Event::Text(html.clone())),
        }
    }

    /// A block of HTML shown as text. Comments show nothing.
    fn escaped_block(&mut self, at: usize) -> usize {
        let end = self.ends[at];
        let texts = self.source[at + 1..end].iter().filter_map(|(e, _)| match e {
            Event::Html(html) | Event::Text(html) => Some(html.as_ref()),
            _ => None,
        });
        let html: String = texts.collect();
        if !raw_html::is_comment(&html) {
            self.push(Event::Start(Tag::Paragraph));
            self.push(Event::Text(html.trim_end().to_owned().into()));
            self.push(Event::End(TagEnd::Paragraph));
        }
        end + 1
    }

    fn math(&mut self, tex: &CowStr<'a>, block: bool) {
        self.typography.passed('x');
        match math::mathml(tex, block) {
            Ok(mathml) => self.markup(mathml),
            Err(_) => self.push(Event::Code(tex.clone())),
        }
    }

    fn table_start(&mut self, tag: &Tag<'a>) {
        self.typography = Context::default();
        let html = self.tables.start(tag);
        self.markup(html);
    }

    fn footnote_reference(&mut self, name: &str) {
        let notes = &mut self.notes;
        if !notes.numbers.contains_key(name) {
            notes.order.push(name.to_owned());
        }
        let next = notes.order.len();
        let (number, uses) = notes.numbers.entry(name.to_owned()).or_insert((next, 0));
        *uses += 1;
        let number = *number;
        let id = note_id(number, *uses);
        let label = escape(&self.world.words.footnote.replace("{name}", &number.to_string()));
        self.typography.passed('x');
        self.markup(format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" aria-label=\"{label}\">{number}</a></sup>"
        ));
    }

    /// Passes over a definition: it is written when the text is done, with the headings and links that it has.
    fn footnote_definition(&mut self, at: usize) -> usize {
        let end = self.ends[at];
        for (event, _) in &self.source[at..end] {
            match event {
                Event::End(TagEnd::Heading(_)) => self.heading += 1,
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.link += 1,
                _ => {}
            }
        }
        end + 1
    }

    /// A note may refer to another: so until none is left.
    fn footnotes(&mut self) {
        if self.notes.order.is_empty() {
            return;
        }
        self.markup(format!(
            "<section class=\"footnotes\" aria-label=\"{}\">\n<ol>\n",
            escape(&self.world.words.footnotes)
        ));
        let counted = (self.heading, self.link);
        let mut number = 0;
        while let Some(name) = self.notes.order.get(number).cloned() {
            number += 1;
            self.footnote(number, &name);
        }
        (self.heading, self.link) = counted;
        self.markup("</ol>\n</section>\n");
    }

    fn footnote(&mut self, number: usize, name: &str) {
        self.markup(format!("<li id=\"fn-{number}\">\n"));
        if let Some((at, heading, link)) = self.notes.places.get(name).copied() {
            (self.heading, self.link) = (heading - usize::from(self.title_html.is_some()), link);
            self.run(at + 1, self.ends[at]);
        }
        let uses = self.notes.numbers.get(name).map_or(1, |(_, uses)| *uses);
        let paragraph = matches!(self.out.last(), Some(Event::End(TagEnd::Paragraph)));
        let close = paragraph.then(|| self.out.pop()).flatten();
        let back = escape(&self.world.words.back);
        for usage in 1..=uses {
            let id = note_id(number, usage);
            self.markup(format!(" <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"{back}\">↩</a>"));
        }
        self.out.extend(close);
        self.markup("</li>\n");
    }
}

/// The id of the n-th reference to a note.
fn note_id(number: usize, usage: usize) -> String {
    if usage == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{usage}") }
}
