//! Embedded pages: another page's text in the place of `![[Name]]`.
//!
//! In: the event of the link, and what the site found for it. Out: a figure with the text and a link to its source.
//! Headings go below the place; nothing in the text has an id but its footnotes, which stand in the figure and are
//! numbered apart: so no id is there twice.

use super::{Writer, finish};
use crate::markdown::html::{HtmlInput, Views};
use crate::markdown::link::{Embed, Resolved};
use crate::markdown::{BYTES_AN_EVENT, MAX_GROWTH, events};
use crate::markdown::{escape, escape_url};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// What an embedded text has to know of the page around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Inside {
    /// Which embedded text of the page this is: `2`, and `2-1` for the first in it. Empty in the page itself.
    pub number: String,
    /// How many levels its headings go down (or up, when negative).
    pub shift: i8,
}

impl<'a> Writer<'a> {
    /// A paragraph that holds nothing but embedded texts is none. Gives the index behind it.
    pub(super) fn embeds_paragraph(&mut self, at: usize) -> Option<usize> {
        let end = self.ends[at];
        let mut link = self.link;
        let (mut next, mut any) = (at + 1, false);
        while next < end {
            match &self.source[next].0 {
                Event::Start(Tag::Image { .. }) => {
                    any |= self.embed_of(link).is_some();
                    link += 1;
                    next = self.ends[next] + 1;
                }
                Event::SoftBreak | Event::HardBreak => next += 1,
                Event::Text(text) if text.trim().is_empty() => next += 1,
                _ => return None,
            }
        }
        any.then(|| self.parts_of_paragraph(at + 1, end))
    }

    fn parts_of_paragraph(&mut self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end {
            let image = matches!(self.source[at].0, Event::Start(Tag::Image { .. }));
            let figure = self.embed_of(self.link).is_some();
            if image && !figure {
                self.push(Event::Start(Tag::Paragraph));
            }
            at = if image { self.step(at) } else { at + 1 };
            if image && !figure {
                self.push(Event::End(TagEnd::Paragraph));
            }
        }
        end + 1
    }

    pub(super) fn embed_of(&self, link: usize) -> Option<&'a Embed> {
        let embeds: &'a [Embed] = self.world.embeds;
        embeds.binary_search_by_key(&link, |embed| embed.link).ok().map(|at| &embeds[at])
    }

    /// The figure.
    pub(super) fn embed(&mut self, embed: &'a Embed, source: &Resolved) {
        self.embedded += 1;
        let own = self.embedded.to_string();
        let number = if self.inside.number.is_empty() { own } else { format!("{}-{own}", self.inside.number) };
        let body = self.embedded_text(embed, number);
        let other = embed.page.lang != self.world.lang;
        let lang = if other { format!(" lang=\"{}\"", escape(&embed.page.lang)) } else { String::new() };
        let title = escape(source.title.as_deref().unwrap_or_default());
        let link = format!("<a href=\"{}\"{lang}>{title}</a>", escape_url(&source.url));
        let from = escape(&self.world.words.embedded_from).replace("{name}", &link);
        self.markup(format!(
            "<figure class=\"embed\"><div class=\"embed-text\"{lang}>\n{body}</div>\n<figcaption>{from}</figcaption></figure>\n"
        ));
    }

    fn embedded_text(&mut self, embed: &'a Embed, number: String) -> String {
        let page = &embed.page;
        let body = &page.text[page.body..];
        let alone = embed.range.clone().filter(|_| embed.alone);
        let text = alone.clone().map_or(body, |part| &body[part]);
        let mut source: Vec<(Event<'_>, Range<usize>)> = Vec::with_capacity(text.len() / BYTES_AN_EVENT);
        source.extend(events(text, self.options));
        let all = (0, source.len());
        let (start, end) = if embed.alone { all } else { part(&source, embed.range.as_ref()) };
        let title = page.title.filter(|_| embed.range.is_none());
        let inside = Inside { number, shift: shift(&source[start..end], self.level, title) };
        let from = alone.map_or(0, |part| part.start);
        let views = Views { source: &page.source, from, ..self.world.views };
        let world = HtmlInput {
            lang: &page.lang,
            title,
            first_line: None,
            views,
            links: &embed.links,
            embeds: &embed.embeds,
            ..self.world.elsewhere()
        };
        let limit = text.len() * MAX_GROWTH + 64 * 1024 + self.world.views.length();
        let mut writer = Writer { limit, level: self.level, inside, ..Writer::new(text, &source, world, self.options) };
        writer.link = links(&source[..start]);
        writer.run(start, end);
        writer.footnotes();
        let limit = writer.limit;
        if writer.written > limit {
            return format!("<pre>{}</pre>\n", escape(text));
        }
        let html = finish(writer.out.drain(..), text.len(), self.options);
        self.media_script |= writer.media_script;
        self.limit += limit;
        html
    }
}

/// How many links and images there are.
fn links(source: &[(Event<'_>, Range<usize>)]) -> usize {
    source.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }))).count()
}

/// How far headings go down so that the highest of them stands one level below the place.
fn shift(source: &[(Event<'_>, Range<usize>)], level: u8, title: Option<usize>) -> i8 {
    let levels = source.iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::Heading { level, .. }) if title != Some(range.start) => Some(*level as u8),
        _ => None,
    });
    levels.min().map_or(0, |highest| (level + 1).cast_signed() - highest.cast_signed())
}

/// The events to be shown: all, or those of a section or a block.
fn part(source: &[(Event<'_>, Range<usize>)], range: Option<&Range<usize>>) -> (usize, usize) {
    let Some(range) = range else { return (0, source.len()) };
    let Some(start) = source
        .iter()
        .position(|(event, at)| matches!(event, Event::Start(_)) && at.start >= range.start && at.end <= range.end)
    else {
        return (0, 0);
    };
    // Of an item its text: there is no list around it.
    let start = start + usize::from(matches!(source[start].0, Event::Start(Tag::Item)));
    let mut depth = 0_usize;
    for (at, (event, place)) in source.iter().enumerate().skip(start) {
        match event {
            // What encloses the part ends here.
            Event::End(_) if depth == 0 => return (start, at),
            _ if depth == 0 && place.start >= range.end => return (start, at),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    (start, source.len())
}
