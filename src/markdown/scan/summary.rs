//! The first paragraph in short, and links in it and in headings that have no words of their own.
//!
//! In: the events of links. Out: the summary, and where the titles of pages stand in it.

use super::{LinkKind, SUMMARY, Scanner, shortened};
use crate::markdown::text_in_names::{Named, Span, file_name};

impl Scanner<'_> {
    /// Where text goes at the moment, if anywhere: a heading, or the first paragraph.
    pub(super) fn collected(&mut self) -> Option<&mut String> {
        let has_room = self.in_paragraph && self.images == 0 && self.paragraph.len() < SUMMARY * 8;
        match &mut self.heading {
            Some((heading, _)) => Some(&mut heading.text),
            None => has_room.then_some(&mut self.paragraph),
        }
    }

    pub(super) fn collect(&mut self, text: &str) {
        if let Some(collected) = self.collected() {
            collected.push_str(text);
        }
    }

    /// The number of the next link.
    pub(super) fn link_number(&self) -> u32 {
        u32::try_from(self.scan.links.len()).unwrap_or(u32::MAX)
    }

    /// Takes down where the name of a link stands that has no words of its own.
    pub(super) fn end_link(&mut self) {
        let Some((number, from)) = self.unnamed.take() else { return };
        let Some(link) = self.scan.links.get(number as usize) else { return };
        let (is_wiki, name) = (link.kind == LinkKind::Wiki { has_text: false }, file_name(&link.target));
        let Some(text) = self.collected() else { return };
        if !is_wiki && text.len() > from {
            return;
        }
        if text.len() <= from {
            text.push_str(&name);
        }
        let range = from..text.len();
        match &mut self.heading {
            Some((heading, _)) => heading.spans.push((range, Span::Name(number))),
            None => self.names.push((range, number)),
        }
    }

    pub(super) fn summary(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        if self.names.is_empty() {
            self.scan.summary = shortened(&text, SUMMARY);
            return;
        }
        let named = Named { text, names: std::mem::take(&mut self.names) };
        self.scan.summary = shortened(&named.shown(&self.scan.links, |_| None), SUMMARY);
        self.scan.named_summary = Some(Box::new(named));
    }
}
