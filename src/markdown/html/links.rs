//! Links and images, to what the site found behind them.
//!
//! In: the next resolved target. Out: an `<a>`, its words alone where it must not lead anywhere, an `<img>`.

use super::Writer;
use crate::config::RawHtml;
use crate::markdown::images::Other;
use crate::markdown::link::{Resolved, State, heading_of};
use crate::markdown::safe_html::marks::{self, Mark};
use crate::markdown::{escape, escape_url, images, own_syntax};
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
        let html = match &self.source[at].0 {
            Event::Start(Tag::Link { id, .. }) => marks::mark(link_type, id),
            _ => None,
        };
        if let Some(mark) = html {
            self.html_link(mark, written, title);
            return at + 1;
        }
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
        // A link in a link would end it.
        let state = if self.options.raw_html == RawHtml::Safe && self.is_in_link() { State::Text } else { link.state };
        let class = match state {
            // Not another site; an address or a number is one word.
            State::External if is_contact(&link.url) && self.in_address => " class=\"contact\"",
            State::External if is_contact(&link.url) => "",
            State::External => " class=\"external\"",
            State::Broken => {
                self.markup("<span class=\"broken\">");
                self.open_links.push("</span>");
                return Some(link);
            }
            State::Inside => "",
            // Words like others: that there was a link is nobody's business.
            State::Text => {
                self.open_links.push("");
                return Some(link);
            }
        };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.markup(["<a href=\"", &escape_url(&link.url), "\"", &title, class, ">"].concat());
        self.open_links.push("</a>");
        Some(link)
    }

    /// Inside of an `<a>`.
    pub(super) fn is_in_link(&self) -> bool {
        self.open_links.contains(&"</a>")
    }

    /// A link that was written as HTML.
    fn html_link(&mut self, mark: Mark<'_>, written: &str, title: &str) {
        let markup = if let Mark::Element(markup) = mark { self.with_own_id(markup) } else { String::new() };
        let link = self.resolved().cloned().unwrap_or_else(|| Resolved::new(State::External, written));
        let script = crate::url::scheme(&link.url) == crate::url::Scheme::Script;
        let (open, close) = match link.state {
            State::Inside | State::External if !script && !self.is_in_link() => {
                let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
                let other = link.state == State::External && !is_contact(&link.url);
                let class = if other { with_class(&markup, "external") } else { markup };
                (format!("<a href=\"{}\"{title}{class}>", escape_url(&link.url)), "</a>")
            }
            State::Broken => (format!("<span{}>", with_class(&markup, "broken")), "</span>"),
            _ if markup.is_empty() => (String::new(), ""),
            _ => (format!("<span{markup}>"), "</span>"),
        };
        if !open.is_empty() {
            self.markup(open);
        }
        self.open_links.push(close);
    }

    /// An address of HTML that is part of a tag, or a frame.
    fn html_address(&mut self, mark: Mark<'_>, link: Option<&Resolved>, written: &str) {
        let url = match link {
            Some(link) if matches!(link.state, State::Inside | State::External) => link.url.as_str(),
            Some(_) => return,
            None => written,
        };
        if crate::url::scheme(url) == crate::url::Scheme::Script {
            return;
        }
        let url = escape_url(url);
        match mark {
            Mark::Attribute(name) => self.markup(format!(" {name}=\"{url}\"")),
            Mark::Candidate("") => self.markup(format!("{url}, ")),
            Mark::Candidate(said) => self.markup(format!("{url} {}, ", escape(said))),
            // What its host allows is known; no frame shows a page of ours.
            Mark::Frame(markup) if link.is_none_or(|link| link.state == State::External) => {
                let markup = self.with_own_id(markup);
                self.markup(format!("<iframe src=\"{url}\"{markup}{GUARDED}></iframe>"));
            }
            Mark::Frame(_) | Mark::Element(_) | Mark::Nothing => {}
        }
    }

    /// Without a site around (the CommonMark tests): the destination as written, unless it is a script.
    fn written_link(&mut self, link_type: LinkType, written: &str, title: &str) {
        let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
        let url = if crate::url::scheme(written) == crate::url::Scheme::Script { "" } else { written };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.markup(format!("<a href=\"{mail}{}\"{title}>", escape_url(url)));
        self.open_links.push("</a>");
    }

    pub(super) fn image(&mut self, title: &str, at: usize) -> usize {
        let end = self.ends[at];
        let link = self.resolved();
        if let Some((embed, link)) = self.embed_of(self.link - 1).zip(link) {
            self.embed(embed, link);
            self.link += self.links_inside(at);
            return end + 1;
        }
        let html = match &self.source[at].0 {
            Event::Start(Tag::Image { link_type, id, .. }) => marks::mark(*link_type, id),
            _ => None,
        };
        let markup = match (html, &self.source[at].0) {
            (Some(Mark::Element(markup)), _) => self.with_own_id(markup),
            (Some(mark), Event::Start(Tag::Image { dest_url, .. })) => {
                self.html_address(mark, link, dest_url);
                return end + 1;
            }
            _ => String::new(),
        };
        let alt = images::alt(&self.source[at + 1..end], &self.source[at].0);
        self.link += self.links_inside(at);
        self.typography.passed('x');
        let first = !std::mem::replace(&mut self.had_image, true);
        let html = match (link, &self.source[at].0) {
            (Some(link), Event::Start(Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. }))
                if link.title.is_some() || matches!(link.state, State::Broken | State::Text) =>
            {
                not_embedded(link, dest_url)
            }
            (Some(link), _) => self.picture(link, &alt, (title, &markup), at, first),
            (None, Event::Start(Tag::Image { dest_url, .. })) => images::written(dest_url, &alt, title),
            (None, _) => String::new(),
        };
        self.markup(html);
        end + 1
    }

    /// A picture of the site or of the web, a player, a link to a document.
    fn picture(&mut self, link: &Resolved, alt: &str, (title, markup): (&str, &str), at: usize, first: bool) -> String {
        let size = self.size_of(link, at, markup);
        let free = self.open_links.is_empty();
        match images::other(&link.url).filter(|_| link.state == State::Inside) {
            Some(what @ (Other::Film | Other::Sound)) if free => {
                return images::player(link, what, alt, &size, title, self.world.lang);
            }
            Some(_) => return images::file(link, alt, free),
            None => {}
        }
        let html = images::html(link, &size, alt, title, &images::unsized_markup(markup), first);
        let shrunk = link.state == State::Inside && link.size.is_some_and(|natural| size.hides(natural));
        // Without words the link would have no name.
        if !shrunk || !free || self.has_unseen_links || alt.trim().is_empty() {
            return html;
        }
        self.media_script = true;
        images::enlarged(link, &html)
    }

    /// The size of an image: that of the attributes behind it, or of its tag, counts, in the proportion of its file.
    fn size_of(&self, link: &Resolved, at: usize, markup: &str) -> images::Size {
        if !markup.is_empty() {
            return images::Size::of(link.size, |key| marks::value_of(markup, key));
        }
        let behind = if self.options.commonmark { None } else { own_syntax::behind(self.text, self.source[at].1.end) };
        images::Size::of(link.size, |key| behind.as_ref().and_then(|list| list.get(key)))
    }
}

/// What a frame has besides its address and what its author wrote: it runs the scripts of its own site and nothing of ours.
const GUARDED: &str = " loading=\"lazy\" referrerpolicy=\"strict-origin-when-cross-origin\" \
    sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\" allow=\"fullscreen; picture-in-picture\"";

/// An e-mail address or a phone number.
fn is_contact(url: &str) -> bool {
    ["mailto:", "tel:"].iter().any(|scheme| url.get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme)))
}

/// Markup with one class more.
fn with_class(markup: &str, class: &str) -> String {
    match markup.contains(" class=\"") {
        true => markup.replacen(" class=\"", &format!(" class=\"{class} "), 1),
        false => format!("{markup} class=\"{class}\""),
    }
}

/// What stands in the place of an embedded page that cannot be shown: a link to it, or its name as written. In that of
/// a page that is not published: nothing.
fn not_embedded(link: &Resolved, written: &str) -> String {
    let name = wiki_text(written, link.title.as_deref());
    let name = escape(name.as_deref().unwrap_or(written));
    match link.state {
        State::Broken => format!("<span class=\"broken\">{name}</span>"),
        // A draft, or a page for others: that it is there is nobody's business.
        State::Text => String::new(),
        State::Inside | State::External => format!("<a href=\"{}\">{name}</a>", escape_url(&link.url)),
    }
}

impl Writer<'_> {
    /// How many links and images stand inside of what begins here.
    pub(super) fn links_inside(&self, at: usize) -> usize {
        let inner = self.source[at + 1..self.ends[at]].iter();
        inner.filter(|(event, _)| matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }))).count()
    }
}

/// What a wikilink without a text of its own shows: the target's title in place of a file's name, `Page: Heading` for
/// a heading. `None`: what is written.
pub fn wiki_text(written: &str, title: Option<&str>) -> Option<String> {
    let written = written.trim();
    let (name, heading) = written.split_once('#').map_or((written, None), |(name, heading)| (name, Some(heading)));
    // A block has an id, which says nothing to a reader.
    let block = title.is_some() && written.contains('^');
    let heading = heading.filter(|heading| !block || !heading.starts_with('^'));
    let name = name.split_once('^').filter(|_| block).map_or(name, |(name, _)| name);
    let file = !name.contains(' ') && (name.contains(['/', '-', '_']) || name.ends_with(".md"));
    let name = title.filter(|_| file || (block && name.is_empty())).unwrap_or(name);
    match heading.map(heading_of) {
        Some(heading) if name.is_empty() => Some(heading.to_owned()),
        Some(heading) if !heading.is_empty() => Some(format!("{name}: {heading}")),
        _ => Some(name.to_owned()).filter(|_| file || block),
    }
}
