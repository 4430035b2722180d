//! Links and images, to what the site found behind them.
//!
//! In: the next resolved target. Out: an `<a>`, a `<span>` where a link must not lead anywhere, an `<img>`.

use super::Writer;
use crate::page::link::{Resolved, State};
use crate::page::markdown::{escape, escape_url, image};
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

impl<'a> Writer<'a> {
    fn resolved(&mut self) -> Option<&'a Resolved> {
        let links: &'a [Resolved] = self.world.links;
        self.link += 1;
        links.get(self.link - 1)
    }

    pub(super) fn start_link(&mut self, link_type: LinkType, written: &str, title: &str, at: usize) -> usize {
        self.in_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
        let target = self.open_link(link_type, written, title).and_then(|link| link.title.as_deref());
        let end = self.ends[at];
        let nothing =
            |(event, _): &(Event<'_>, Range<usize>)| matches!(event, Event::Text(text) if text.trim().is_empty());
        let empty = self.source[at + 1..end].iter().all(nothing);
        let text = match link_type {
            _ if empty && !self.options.commonmark => Some(target.unwrap_or(written).to_owned()),
            LinkType::WikiLink { has_pothole: false } => wiki_text(written, target),
            _ => None,
        };
        let Some(text) = text else { return at + 1 };
        self.text_event(&text.into());
        end
    }

    fn open_link(&mut self, link_type: LinkType, written: &str, title: &str) -> Option<&'a Resolved> {
        let Some(link) = self.resolved() else {
            self.written_link(link_type, written, title);
            return None;
        };
        let class = match link.state {
            State::External => " class=\"external\"",
            State::Broken => " class=\"broken\"",
            State::Inside => "",
            State::Text => {
                self.markup("<span>");
                self.open_links.push("</span>");
                return Some(link);
            }
        };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.markup(["<a href=\"", &escape_url(&link.url), "\"", &title, class, ">"].concat());
        self.open_links.push("</a>");
        Some(link)
    }

    /// Without a site around (the CommonMark tests): the destination as written, unless it is a script.
    fn written_link(&mut self, link_type: LinkType, written: &str, title: &str) {
        let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
        let url = if crate::page::url::scheme(written) == crate::page::url::Scheme::Script { "" } else { written };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.markup(format!("<a href=\"{mail}{}\"{title}>", escape_url(url)));
        self.open_links.push("</a>");
    }

    pub(super) fn image(&mut self, title: &str, at: usize) -> usize {
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
            (None, Event::Start(Tag::Image { dest_url, .. })) => image::written(dest_url, &alt, title),
            (None, _) => String::new(),
        };
        self.markup(html);
        end + 1
    }
}

/// What a wikilink without a text of its own shows: the target's title in place of a file's name, `Page: Heading` for
/// a heading. `None`: what is written.
pub fn wiki_text(written: &str, title: Option<&str>) -> Option<String> {
    let (name, heading) = written.split_once('#').map_or((written, None), |(name, heading)| (name, Some(heading)));
    let file = !name.contains(' ') && (name.contains(['/', '-', '_']) || name.ends_with(".md"));
    let name = title.filter(|_| file).unwrap_or(name);
    match heading.map(|h| h.rsplit('#').next().unwrap_or(h)) {
        Some(heading) if name.is_empty() => Some(heading.to_owned()),
        Some(heading) if !heading.is_empty() => Some(format!("{name}: {heading}")),
        _ => Some(name.to_owned()).filter(|_| file),
    }
}
