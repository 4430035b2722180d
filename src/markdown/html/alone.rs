//! A paragraph that holds one thing: a picture or a film with a title, the address of a video or a board.
//!
//! In: the paragraph. Out: a figure with its caption; a card that leads to the other site; or nothing, and the paragraph is
//! one like others.

use super::Writer;
use crate::markdown::link::State;
use crate::markdown::offers::{self, Offer};
use crate::markdown::safe_html::marks;
use crate::markdown::typography::typeset;
use crate::markdown::{escape, escape_url, images};
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

impl<'a> Writer<'a> {
    /// Writes a paragraph that holds one thing, and gives the index behind it.
    pub(super) fn alone(&mut self, range: &Range<usize>, at: usize) -> Option<usize> {
        let end = self.ends[at];
        let first = self.source.get(at + 1).filter(|_| at + 1 < end)?;
        let Event::Start(tag) = &first.0 else { return None };
        let behind = &self.source[self.ends[at + 1] + 1..end];
        if !behind.iter().all(|(event, _)| matches!(event, Event::Text(text) if text.trim().is_empty())) {
            return None;
        }
        match tag {
            Tag::Image { link_type, id, .. } if marks::mark(*link_type, id).is_some() => None,
            Tag::Image { title, .. } => {
                self.offer(range, at).or_else(|| (!title.trim().is_empty()).then(|| self.figure(title, range, at))?)
            }
            Tag::Link { link_type: LinkType::Autolink, .. } => self.offer(range, at),
            _ => None,
        }
    }

    /// A picture or a player with its title below it.
    fn figure(&mut self, title: &str, range: &Range<usize>, at: usize) -> Option<usize> {
        self.world.links.get(self.link).filter(|link| link.state == State::Inside || link.state == State::External)?;
        let id = self.id_of(range);
        self.markup(format!("<figure{id} class=\"picture\">"));
        self.image("", at + 1);
        let caption = escape(&typeset(title.trim(), self.world.lang, self.options.typography));
        self.markup(format!("<figcaption>{caption}</figcaption></figure>\n"));
        Some(self.ends[at] + 1)
    }

    /// A card for a page of another site that can be shown: nothing of it is loaded until a reader wants it.
    fn offer(&mut self, range: &Range<usize>, at: usize) -> Option<usize> {
        let link = self.world.links.get(self.link).filter(|link| link.state == State::External)?;
        let Offer { service, host, frame } = offers::of(&link.url, &self.options.embeds)?;
        let (start, inside) = (&self.source[at + 1].0, &self.source[at + 2..self.ends[at + 1]]);
        let said =
            if matches!(start, Event::Start(Tag::Image { .. })) { images::alt(inside, start) } else { String::new() };
        let title = if said.trim().is_empty() { service.to_owned() } else { said };
        self.link += 1 + self.links_inside(at + 1);
        self.media_script |= frame.is_some();
        let frame = frame.map_or_else(String::new, |frame| format!(" data-frame=\"{}\"", escape_url(&frame)));
        let (id, url) = (self.id_of(range), escape_url(&link.url));
        self.markup(format!(
            "<p{id} class=\"offer\"><a href=\"{url}\" class=\"external\"{frame}>{}</a> <small>{}</small></p>\n",
            escape(&title),
            escape(host)
        ));
        Some(self.ends[at] + 1)
    }

    fn id_of(&self, range: &Range<usize>) -> String {
        self.block_id(range, false).map_or_else(String::new, |id| format!(" id=\"{id}\""))
    }
}
