//! Headings, and which of them is the page's title.
//!
//! In: the events of headings, and what stands before the first of them. Out: headings with ids, and the title.
//!
//! The title is a heading of level 1 that opens the page. Comments, HTML and pictures (badges) may stand before it. On a
//! page that says its title nowhere else, it may be of a lower level, if all others stand below it: else it is the first of
//! the page's sections. The page does not show it twice.

use super::{Heading, Scanner};
use crate::fingerprint::Fingerprint;
use crate::markdown::text_in_names::Span;
use crate::url::slug;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::ops::Range;

/// What stands before the first heading.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Something that a reader reads.
    text: bool,
    /// The first heading has come.
    done: bool,
    /// How deep inside of HTML.
    html: usize,
}

impl Before {
    /// Looks at what is no heading. `images`: how many pictures it stands in.
    pub(super) fn event(&mut self, event: &Event<'_>, images: usize) {
        if self.done || self.text {
            return;
        }
        match event {
            Event::Start(Tag::Heading { .. }) => self.done = true,
            Event::Start(Tag::HtmlBlock) => self.html += 1,
            Event::End(TagEnd::HtmlBlock) => self.html = self.html.saturating_sub(1),
            Event::Start(Tag::Paragraph | Tag::Link { .. }) | Event::End(_) | Event::SoftBreak | Event::HardBreak => {}
            Event::Start(Tag::Image { link_type, .. }) => self.text |= matches!(link_type, LinkType::WikiLink { .. }),
            Event::Html(_) | Event::InlineHtml(_) => {}
            Event::Text(text) => self.text |= images == 0 && self.html == 0 && !text.trim().is_empty(),
            _ => self.text |= images == 0,
        }
    }
}

/// A text without ranges of it, which are in order.
fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = text.to_owned();
    for range in ranges.iter().rev().filter(|range| range.end <= text.len()) {
        out.replace_range(range.clone(), "");
    }
    out
}

impl Scanner<'_> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, id: Option<String>, range: Range<usize>) {
        let heading = Heading {
            level: level as u8,
            id: String::new(),
            text: String::new(),
            spans: Vec::new(),
            range,
            top: self.depth == 1,
            kept_out: self.kept_out.here(),
            content: Fingerprint::default(),
        };
        self.heading = Some((heading, id));
    }

    pub(super) fn end_heading(&mut self) {
        let Some((mut heading, wanted)) = self.heading.take() else { return };
        let words = without(&heading.text, &std::mem::take(&mut self.literals));
        let start = heading.text.len() - heading.text.trim_start().len();
        heading.text = heading.text.trim().to_owned();
        for (range, _) in &mut heading.spans {
            *range = range.start.saturating_sub(start)..range.end.saturating_sub(start).min(heading.text.len());
        }
        if self.title && self.scan.title.is_none() && self.scan.headings.is_empty() {
            self.title = false;
            let id = wanted.unwrap_or_else(|| slug(&words, self.slugs));
            return self.take_title(&heading, id);
        }
        let (id, problem) = self.ids.of(wanted.as_deref(), words.trim());
        heading.id = id;
        if let Some((message, hint)) = problem {
            self.problem(false, "heading-id", heading.range.clone(), message, hint);
        }
        self.scan.headings.push(heading);
    }

    fn take_title(&mut self, heading: &Heading, id: String) {
        self.scan.title = Some(heading.shown(&self.scan.links, |_| None).into_owned());
        self.scan.title_id = id;
        self.scan.title_range = Some(heading.range.clone());
    }

    /// Makes the first heading the title, if it is one. `wanted`: the page says its title nowhere else.
    pub(super) fn choose_title(&mut self, wanted: bool) {
        let Some((first, others)) = self.scan.headings.split_first() else { return };
        if self.scan.title.is_some() || self.options.commonmark || !first.top || first.kept_out {
            return;
        }
        let opens = !self.before.text;
        let alone = others.iter().all(|other| other.level > first.level);
        let is_title = opens && (first.level == 1 || (wanted && alone));
        if is_title && !first.text.is_empty() {
            let title = self.scan.headings.remove(0);
            let id = title.id.clone();
            self.take_title(&title, id);
        }
    }

    /// Text in code or in a formula.
    pub(super) fn span(&mut self, text: &str, span: Span) {
        let from = self.heading.as_ref().map(|(heading, _)| heading.text.len());
        self.collect(text);
        if let (Some(from), Some((heading, _))) = (from, &mut self.heading) {
            heading.spans.push((from..heading.text.len(), span));
        }
    }
}
