//! Footnotes: numbered in the order in which a reader meets them, written at the end of the page.
//!
//! In: references and definitions, wherever they stand. Out: a number for each reference, a section with the notes, and
//! in each note a way back to every reference.

use super::Writer;
use crate::markdown::escape;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// Footnotes: numbered in the order in which a reader meets them, written at the end of the page.
#[derive(Default)]
pub(super) struct Notes {
    /// Name -> its number and how often it was referred to.
    numbers: BTreeMap<String, (usize, usize)>,
    /// Names by number.
    order: Vec<String>,
    /// Name -> where its definition starts, and how many headings and links stand before it.
    places: BTreeMap<String, (usize, usize, usize)>,
}

impl Notes {
    /// Where each note is defined; of two definitions the first counts.
    pub(super) fn of(source: &[(Event<'_>, Range<usize>)]) -> Self {
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

impl<'a> Writer<'a> {
    pub(super) fn footnote_reference(&mut self, name: &str) {
        let prefix = self.note_prefix();
        let notes = &mut self.notes;
        if !notes.numbers.contains_key(name) {
            notes.order.push(name.to_owned());
        }
        let next = notes.order.len();
        let (number, uses) = notes.numbers.entry(name.to_owned()).or_insert((next, 0));
        *uses += 1;
        let number = *number;
        let id = note_id(&prefix, number, *uses);
        let label = escape(&self.world.words.footnote.replace("{name}", &number.to_string()));
        self.typography.passed('x');
        self.markup(format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{prefix}{number}\" id=\"{id}\" aria-label=\"{label}\">{number}</a></sup>"
        ));
    }

    /// Passes over a definition: it is written when the text is done, with the headings and links that it has.
    pub(super) fn footnote_definition(&mut self, at: usize) -> usize {
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
    pub(super) fn footnotes(&mut self) {
        if self.notes.order.is_empty() {
            return;
        }
        // A figure's notes are no landmark: a page has one of that name.
        let (open, close) = if self.is_embedded() {
            ("<div class=\"footnotes\">\n<ol>\n".to_owned(), "</ol>\n</div>\n")
        } else {
            let name = escape(&self.world.words.footnotes);
            (format!("<section class=\"footnotes\" aria-label=\"{name}\">\n<ol>\n"), "</ol>\n</section>\n")
        };
        self.markup(open);
        let counted = (self.heading, self.link);
        let mut number = 0;
        while let Some(name) = self.notes.order.get(number).cloned() {
            number += 1;
            self.footnote(number, &name);
        }
        (self.heading, self.link) = counted;
        self.markup(close);
    }

    fn footnote(&mut self, number: usize, name: &str) {
        let prefix = self.note_prefix();
        self.markup(format!("<li id=\"fn-{prefix}{number}\">\n"));
        if let Some((at, heading, link)) = self.notes.places.get(name).copied() {
            (self.heading, self.link) = (heading - usize::from(self.title_html.is_some()), link);
            self.run(at + 1, self.ends[at]);
        }
        let uses = self.notes.numbers.get(name).map_or(1, |(_, uses)| *uses);
        // The way back stands at the end of the last paragraph, or in one of its own.
        match self.out.last() {
            Some(Event::End(TagEnd::Paragraph)) => drop(self.out.pop()),
            _ => self.push(Event::Start(Tag::Paragraph)),
        }
        (1..=uses).for_each(|usage| self.way_back(number, usage));
        self.push(Event::End(TagEnd::Paragraph));
        self.markup("</li>\n");
    }

    fn way_back(&mut self, number: usize, usage: usize) {
        let id = note_id(&self.note_prefix(), number, usage);
        let back = escape(&self.world.words.back);
        let (name, mark) = match usage {
            1 => (back, String::new()),
            n => (format!("{back} ({n})"), format!("<sup>{n}</sup>")),
        };
        self.markup(format!(" <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"{name}\">↩{mark}</a>"));
    }
}

impl Writer<'_> {
    /// What the ids of an embedded text's notes have more than those of the page.
    fn note_prefix(&self) -> String {
        if self.is_embedded() { format!("e{}-", self.inside.number) } else { String::new() }
    }
}

/// The id of the n-th reference to a note.
fn note_id(prefix: &str, number: usize, usage: usize) -> String {
    if usage == 1 { format!("fnref-{prefix}{number}") } else { format!("fnref-{prefix}{number}-{usage}") }
}
