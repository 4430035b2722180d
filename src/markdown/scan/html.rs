//! Raw HTML in the first reading: where it leads, what can lead to it, and what is told of it.
//!
//! In: events of HTML, and links that were HTML. Out: links, anchors and problems of the scan.

use super::{Link, LinkKind, Scanner, lints};
use crate::config::RawHtml;
use crate::diagnostic::{At, Finding};
use crate::markdown::raw_html;
use crate::markdown::safe_html::Note;
use crate::markdown::safe_html::marks::{self, Mark, Piece};
use pulldown_cmark::LinkType;
use std::ops::Range;

impl Scanner<'_> {
    /// The kind of a link that was HTML; what it is called counts as an anchor.
    pub(super) fn html_link(&mut self, link_type: LinkType, id: &str) -> Option<LinkKind> {
        let mark = marks::mark(link_type, id)?;
        if let Mark::Element(markup) | Mark::Frame(markup) = mark {
            self.anchor(markup);
        }
        Some(LinkKind::Html { shown: false })
    }

    /// The id in markup.
    fn anchor(&mut self, markup: &str) {
        if let Some(id) = marks::id_of(markup) {
            let id = raw_html::attribute_value(id);
            if self.html_ids.insert(id.clone()) {
                self.scan.anchors.push(id);
            }
        }
    }

    /// Raw HTML that was made safe.
    pub(super) fn safe_html(&mut self, html: &str, range: Range<usize>) {
        match marks::piece(html) {
            Piece::Comment => {
                self.search_marks(html, &range);
                self.slip("open-comment", lints::comment(self.text, &range));
            }
            Piece::Markup(markup) => self.anchor(markup),
            Piece::Literal(text) => {
                let from = self.heading.as_ref().map(|(heading, _)| heading.text.len());
                self.text(text);
                self.literals.extend(from.map(|from| from..from + text.len()));
            }
        }
    }

    pub(super) fn html_notes(&mut self, notes: Vec<Note>) {
        let told = notes
            .into_iter()
            .map(|note| Finding::warning(note.code, At::Body(note.range), note.message).hint(note.hint));
        self.scan.problems.extend(told);
    }

    pub(super) fn raw_html(&mut self, html: &str, range: Range<usize>) {
        if self.options.raw_html == RawHtml::Safe {
            return;
        }
        // Shown as text, HTML leads nowhere; it still says where it would lead.
        self.passed_html(html, range.clone());
        if self.options.raw_html == RawHtml::Allow {
            return;
        }
        self.scan.anchors.clear();
        if !self.told_raw_html && !raw_html::shown(html).trim().is_empty() {
            self.told_raw_html = true;
            let message = "HTML in Markdown is shown as text".to_owned();
            let hint = "write it as Markdown, or set `markdown.raw_html: allow` in docent.yaml";
            self.problem(false, "raw-html", range, message, hint);
        }
    }

    /// HTML that readers get as it is. An address is looked for in the source behind the one before it; one that is not
    /// found there, since it is written with entities, stands for all of the HTML.
    fn passed_html(&mut self, html: &str, range: Range<usize>) {
        let named = raw_html::named(html);
        self.scan.anchors.extend(named.anchors);
        let mut rest = range.clone();
        for (image, target) in named.addresses {
            let kind = if image { LinkKind::Image } else { LinkKind::Link };
            let at = self.text[rest.clone()].find(&target).map(|at| rest.start + at);
            let place = at.map_or(range.clone(), |at| at..at + target.len());
            rest.start = at.map_or(rest.end, |_| place.end);
            self.scan.html_links.push(Link { kind, target, range: place });
        }
    }

    /// The same for what is among the events as an image.
    pub(super) fn html_image(&mut self, link_type: LinkType, id: &str) -> Option<LinkKind> {
        self.html_link(link_type, id).map(|_| LinkKind::Html { shown: is_loaded(link_type, id) })
    }
}

/// Whether an address in HTML is loaded with the page.
fn is_loaded(link_type: LinkType, id: &str) -> bool {
    !matches!(marks::mark(link_type, id), Some(Mark::Attribute("cite") | Mark::Frame(_) | Mark::Nothing))
}
