//! Quotes, and the callouts among them.
//!
//! In: the start of a quote. Out: for a callout its box and title, and the index of the event behind the title.

use super::Writer;
use crate::markdown::typography::Context;
use crate::markdown::{callout, containers};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

impl<'a> Writer<'a> {
    pub(super) fn start_quote(&mut self, range: &Range<usize>, at: usize) -> usize {
        let source = &self.text[range.clone()];
        let opening = if self.options.commonmark { None } else { containers::open(source) };
        if let Some(opening) = opening {
            return self.start_container(&opening, at);
        }
        // A mark that is a link, or that stands in a quote inside this one, is no mark.
        let marked =
            matches!(self.source.get(at + 1..at + 3), Some([(Event::Start(Tag::Paragraph), _), (Event::Text(_), _)]));
        let Some(callout) = callout::parse(source).filter(|_| marked && !self.options.commonmark) else {
            self.open_quotes.push(None);
            self.open_tabs.push(None);
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
        self.open_tabs.push(None);
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
        // The mark and the title may be one piece of text or several.
        if let Some((Event::Text(text), _)) = self.source.get(index)
            && text.starts_with(' ')
        {
            self.text_event(&text.trim_start().to_owned().into());
            index += 1;
        }
        if !callout.has_title {
            self.push(Event::Text(self.callout_word(callout.kind).into()));
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
}
