//! Addresses that stand in a text as they are, `See https://example.com.`: links, as on GitHub.
//!
//! In: the events of a body. Out: the same, a bare `http://` or `https://` address in running text as an autolink of its
//! own. What belongs to it is said by GitHub Flavored Markdown 0.29, 6.9 "Autolinks (extension)"; of the punctuation
//! behind it, the quotes and dots of typography are left out too. Nothing inside of links, images and code is looked at.
//!
//! E-mail addresses and phone numbers are links too ([`contacts`]).
//!
//! The parser cuts a text at every mark that could be one of emphasis (`/wiki/Rust_(language)`) and reads some as emphasis
//! (`/__init__.py`). An address that reaches the end of its text is followed through the source ([`Linkify::follow`]).

mod contacts;

use super::safe_html::is_verbatim;
use crate::byte_scan;
use crate::config::{Markdown, RawHtml};
use contacts::Contact;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

type Found<'a> = (Event<'a>, Range<usize>);

/// Where the reading is.
#[derive(Debug)]
pub(super) struct Linkify {
    raw_html: RawHtml,
    /// Links, images and blocks of code that are open.
    aside: usize,
}

impl Linkify {
    /// At the beginning of a body.
    pub fn new(options: &Markdown) -> Self {
        Self { raw_html: options.raw_html, aside: 0 }
    }

    /// Follows an event, and says whether it is a text with an address. Nearly none is.
    #[inline]
    pub fn meets(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Text(text) => return self.aside == 0 && may_address(text),
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => self.aside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => self.aside = self.aside.saturating_sub(1),
            // An element `a` that is passed on is a link too.
            Event::InlineHtml(tag) if self.raw_html == RawHtml::Allow => self.element(tag, |name| name == "a"),
            // Here it is one already, and every element has an end.
            Event::InlineHtml(tag) if self.raw_html == RawHtml::Safe => self.element(tag, is_verbatim),
            _ => {}
        }
        false
    }

    /// Whether an address of this text goes on behind it: where it begins in the text, and where it ends in the body.
    pub fn reaches(text: &str, range: &Range<usize>, body: &str) -> Option<(usize, usize)> {
        if !body[range.clone()].starts_with(text) {
            return None;
        }
        let start = last_address(text)?;
        let source = &body[range.start + start..];
        let from = source.find("://")? + "://".len();
        let most = source.floor_char_boundary(from + MAX_ADDRESS);
        let end = range.start + start + from + length(&source[from..most]);
        if end == range.start + start + most || !is_host(&source[from..]) {
            return None;
        }
        let written = &body[range.start + start..end];
        (end > range.end && !written.contains('\\')).then_some((start, end))
    }

    /// The link of an address that goes on through `rest`, the events that follow up to its end, with what stands before
    /// it; and what stands behind it. `None` if they hold more than text and marks that belong to the address.
    pub fn follow<'a>(
        (text, range): (&CowStr<'a>, &Range<usize>),
        (start, end): (usize, usize),
        rest: &[Found<'a>],
        body: &'a str,
    ) -> Option<(Vec<Found<'a>>, Option<Found<'a>>)> {
        let place = range.start + start..end;
        let (last, inner) = rest.split_last()?;
        let marks = inner
            .iter()
            .map(|(event, _)| depth(event))
            .try_fold(0, |depth, one| one.map(|one| depth + one).filter(|depth| *depth >= 0));
        if marks != Some(0) {
            return None;
        }
        let (before, at) = (part(text, 0..start), range.start..place.start);
        let mut found = cut(&before, &at, body);
        found.reverse();
        if found.is_empty() && start > 0 {
            found.push((Event::Text(before), at));
        }
        let address: CowStr<'a> = body[place.clone()].replace("&amp;", "&").into();
        found.extend(link(address, place.clone()));
        let Event::Text(behind) = &last.0 else { return None };
        if end == last.1.end {
            return Some((found, None));
        }
        let is_plain = body[last.1.clone()].starts_with(&**behind);
        let left = part(behind, is_plain.then_some(end - last.1.start..behind.len())?);
        Some((found, Some((Event::Text(left), end..last.1.end))))
    }

    fn element(&mut self, tag: &str, counts: impl Fn(&str) -> bool) {
        let name = |mark: &str| {
            let rest = tag.strip_prefix(mark).unwrap_or_default();
            counts(&rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())].to_ascii_lowercase())
        };
        self.aside += usize::from(name("<"));
        self.aside = self.aside.saturating_sub(usize::from(name("</")));
    }
}

/// Most texts have none of these signs.
fn may_address(text: &str) -> bool {
    byte_scan::any_of(text.as_bytes(), *b":@+").any(|at| match text.as_bytes()[at] {
        b':' => text[at..].starts_with("://"),
        b'@' => at > 0,
        _ => text[at + 1..].starts_with(|c: char| c.is_ascii_digit()),
    })
}

/// A text in pieces, the last first. One that is not written as it is read (it holds an entity) has no places to give.
pub(super) fn cut<'a>(text: &CowStr<'a>, range: &Range<usize>, body: &str) -> Vec<Found<'a>> {
    let written = &body[range.clone()];
    if !written.starts_with(&**text) {
        return Vec::new();
    }
    let places = places(text, &body[..range.start], &body[range.start + text.len()..]);
    if places.is_empty() {
        return Vec::new();
    }
    let (mut pieces, mut done) = (Vec::new(), 0);
    let in_body = |place: Range<usize>| range.start + place.start..range.start + place.end;
    for (place, contact) in places {
        if done < place.start {
            pieces.push((Event::Text(part(text, done..place.start)), in_body(done..place.start)));
        }
        let (shown, at) = (part(text, place.clone()), in_body(place.clone()));
        pieces.extend(match contact {
            None => link(shown, at),
            Some(contact) => contact.link(shown, at),
        });
        done = place.end;
    }
    // What is written and not shown (the id of a task) belongs to the last piece, be it empty.
    if range.start + done < range.end {
        pieces.push((Event::Text(part(text, done..text.len())), range.start + done..range.end));
    }
    pieces.reverse();
    pieces
}

fn link(address: CowStr<'_>, at: Range<usize>) -> [Found<'_>; 3] {
    let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
    let link = Tag::Link { link_type: LinkType::Autolink, dest_url: address.clone(), title, id };
    [(Event::Start(link), at.clone()), (Event::Text(address), at.clone()), (Event::End(TagEnd::Link), at)]
}

/// Where addresses of any kind stand in a text, in order.
fn places(text: &str, before: &str, behind: &str) -> Vec<(Range<usize>, Option<Contact>)> {
    let mut all: Vec<(Range<usize>, Option<Contact>)> =
        addresses(text, behind).into_iter().map(|place| (place, None)).collect();
    let free = |place: &Range<usize>| all.iter().all(|(own, _)| place.end <= own.start || own.end <= place.start);
    let more: Vec<_> = contacts::find(text, before, behind).filter(|(place, _)| free(place)).collect();
    all.extend(more.into_iter().map(|(place, contact)| (place, Some(contact))));
    all.sort_by_key(|(place, _)| place.start);
    all
}

/// How much deeper an event leads into emphasis; nothing if it is something else than text and emphasis.
fn depth(event: &Event<'_>) -> Option<i32> {
    match event {
        Event::Text(_) => Some(0),
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => Some(1),
        Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => Some(-1),
        _ => None,
    }
}

/// Where the last address of a text begins, wherever it ends.
fn last_address(text: &str) -> Option<usize> {
    start_of(text, text.rfind("://")?)
}

/// Where the address begins whose `://` stands here, if it is one.
fn start_of(text: &str, colon: usize) -> Option<usize> {
    let scheme = ["https", "http"].iter().find(|scheme| text[..colon].ends_with(**scheme))?;
    let start = colon - scheme.len();
    begins(&text[..start]).then_some(start)
}

fn part<'a>(text: &CowStr<'a>, place: Range<usize>) -> CowStr<'a> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[place]),
        owned => owned[place].to_owned().into(),
    }
}

/// Where addresses stand in a text. `behind`: what follows it in the source.
fn addresses(text: &str, behind: &str) -> Vec<Range<usize>> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(colon) = text[from..].find("://").map(|at| from + at) {
        from = colon + "://".len();
        // The host first: to look for an end behind each of a million `(http://` would take a second.
        let Some(start) = start_of(text, colon).filter(|_| is_host(&text[from..])) else { continue };
        let end = from + length(&text[from..]);
        if is_whole(text, end, behind) {
            found.push(start..end);
            from = end;
        }
    }
    found
}

/// Whether an address can begin behind this: `git+https://` and `url=https://` are names of their own.
fn begins(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '/' | '=' | '@' | '&' | '%' | '#'))
}

/// How much of what follows `://` is part of the address.
fn length(rest: &str) -> usize {
    let end = rest.find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '`' | '"' | '|'));
    let mut address = &rest[..end.unwrap_or(rest.len())];
    // How many brackets of each kind are closed and were not opened: counted once, for a row of them can be long.
    let closed = |open: char, close: char| address.matches(close).count().saturating_sub(address.matches(open).count());
    let (mut round, mut square) = (closed('(', ')'), closed('[', ']'));
    while let Some(last) = address.chars().next_back() {
        let goes = match last {
            ')' => round > 0,
            ']' => square > 0,
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '…' => true,
            '»' | '«' | '”' | '“' | '„' | '’' | '‘' | '—' | '–' => true,
            _ => false,
        };
        if !goes {
            break;
        }
        round -= usize::from(last == ')');
        square -= usize::from(last == ']');
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
}

/// Names with dots between them, or one name: `http://wiki/page` is a link within a company.
fn is_host(rest: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let end =
        rest.char_indices().take(MAX_HOST).find(|(_, c)| !part(*c)).map_or(rest.len().min(MAX_HOST), |(at, _)| at);
    let host = rest.get(..end).unwrap_or_default().trim_end_matches('.');
    // `https://https://` is a slip.
    let is_scheme = rest[host.len()..].starts_with("://");
    !is_scheme && host.split('.').all(|name| !name.is_empty())
}

/// Longest address that is followed through several texts, in bytes: where many fail, each costs so much.
const MAX_ADDRESS: usize = 4096;

/// Longest name of a host, in characters of its own alphabet (RFC 1035, 2.3.4).
const MAX_HOST: usize = 255;

/// Whether the address ends in this text: the parser cuts a text at its marks, and half an address leads nowhere. Marks of
/// emphasis end one only if nothing goes on behind them.
fn is_whole(text: &str, end: usize, behind: &str) -> bool {
    let mut next = behind.trim_start_matches(['*', '_', '~']).chars();
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '<' | '|' | '!' | ')' | ']' | '.' | ',' | ';' | ':' | '?' | '»');
    end < text.len() || next.next().is_none_or(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_a_person_would_end_it() {
        for (text, expected) in [
            ("See https://example.com.", &["https://example.com"][..]),
            ("(https://a.b/c_(d)), http://a.b?q=1&r=2!", &["https://a.b/c_(d)", "http://a.b?q=1&r=2"]),
            ("«https://пример.рф/путь» — да", &["https://пример.рф/путь"]),
            ("https://a.b/x; https://a.b/…", &["https://a.b/x", "https://a.b/"]),
            ("HTTPS://a.b xhttps://a.b ftp://a.b https://a..b https:// https://.", &[]),
            ("http://localhost:80 or http://wiki/page", &["http://localhost:80", "http://wiki/page"]),
            ("git+https://a.b/c url=https://a.b", &[]),
            ("https://a.b:8080/#x", &["https://a.b:8080/#x"]),
            ("https://https://a.b", &[]),
        ] {
            let found: Vec<&str> = addresses(text, "").into_iter().map(|place| &text[place]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn half_an_address_is_none() {
        for (behind, whole) in
            [("", true), (" x", true), ("**\n", true), ("~user", false), ("&amp;x", false), ("_x", false), ("*.", true)]
        {
            assert_eq!(addresses("https://a.b/c", behind).len(), usize::from(whole), "{behind:?}");
        }
    }
}
