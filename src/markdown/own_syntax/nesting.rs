//! Containers of the HTML blocks that stand for lines of colons: balanced, one within another, within items and quotes.
//!
//! In: the events of a [`Shadow`]. Out: events with the places of the body, in which a container is a quote with its title
//! as the first paragraph; or which lines are not what they seemed.
//!
//! A closing line closes the innermost container of its own item or quote that was opened with as many colons, else the
//! innermost with fewer. What is open when the item or quote ends is closed there. All that stands in a container stands in
//! a block: text of a tight list's item, which has no paragraph of its own, gets one.

use super::container_lines::{GUARD, MARK};
use super::shadow::{Put, Shadow};
use super::{Change, Fate, Found, Read, Told, What};
use crate::markdown::containers::{self, Kind};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Deepest nesting of containers: a line deeper than that is text.
const MAX_CONTAINERS: usize = 50;

/// A container that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// The line that opened it.
    change: usize,
    colons: usize,
    kind: Kind,
    /// Its first event.
    at: usize,
}

/// What stands in a block, in an inline element, or in the whole text.
#[derive(Debug, Default)]
struct Scope {
    containers: Vec<Open>,
    /// The paragraph that text without one got.
    paragraph: Option<usize>,
}

pub struct Nest<'a> {
    body: &'a str,
    shadow: &'a Shadow,
    changes: &'a [Change],
    seen: Vec<bool>,
    scopes: Vec<Scope>,
    /// Containers that ended with an item or a quote right here: a closing line below is theirs.
    ended: Vec<Open>,
    out: Read,
    fates: Vec<(usize, Fate)>,
}

impl<'a> Nest<'a> {
    pub fn new(body: &'a str, shadow: &'a Shadow, changes: &'a [Change]) -> Self {
        let scopes = vec![Scope::default()];
        let seen = changes.iter().map(|change| matches!(change.what, What::List(_))).collect();
        Self { body, shadow, changes, seen, scopes, ended: Vec::new(), out: Read::default(), fates: Vec::new() }
    }

    pub fn run(mut self, events: Vec<Found>) -> Result<Read, Vec<(usize, Fate)>> {
        self.out.events.reserve(events.len() + self.changes.len() * 4);
        let is_html = |(event, _): &&Found| matches!(event, Event::Start(Tag::HtmlBlock));
        let html: Vec<Range<usize>> = events.iter().filter(is_html).map(|(_, range)| range.clone()).collect();
        let mut at = 0;
        while at < events.len() {
            at = match self.mark_at(&events, at) {
                Some((change, next)) => self.line(change, &events, next),
                None => {
                    let (event, range) = &events[at];
                    self.pass(event.clone(), self.shadow.source(range));
                    at + 1
                }
            };
        }
        self.end_scope();
        self.forget_ended();
        let unseen = self.seen.iter().enumerate().filter(|(_, seen)| !**seen);
        let fates: Vec<_> = unseen.map(|(change, _)| (change, self.unseen(change, &html))).collect();
        self.fates.extend(fates);
        if self.fates.is_empty() { Ok(self.out) } else { Err(self.fates) }
    }

    /// What becomes of a line that is no block of its own. A block of HTML ends with an empty line, if not with a mark of
    /// its own.
    fn unseen(&self, change: usize, html: &[Range<usize>]) -> Fate {
        let at = self.shadow.starts[change];
        let before = html.partition_point(|range| range.start <= at);
        let inside = html[..before].last().is_some_and(|range| at < range.end);
        if inside && !self.changes[change].apart { Fate::Apart } else { Fate::Back }
    }

    /// The line for which the HTML block at a place stands, and the index behind the block.
    fn mark_at(&self, events: &[Found], at: usize) -> Option<(usize, usize)> {
        if !matches!(events[at].0, Event::Start(Tag::HtmlBlock)) {
            return None;
        }
        let end = at + events[at..].iter().position(|(event, _)| matches!(event, Event::End(TagEnd::HtmlBlock)))?;
        let html: String = events[at + 1..end].iter().filter_map(|(event, _)| html(event)).collect();
        if html.trim() != MARK {
            return None;
        }
        let (start, stop) = (events[at + 1].1.start, events[end - 1].1.end);
        let place = start + self.shadow.text.get(start..stop)?.find(MARK)?;
        let news = &self.shadow.news;
        // The mark may stand behind an indent or a line break of its own.
        let (from, change) = *news[..news.partition_point(|(from, _)| *from <= place)].last()?;
        let own = self.shadow.text.get(from..place)?;
        own.bytes().all(|byte| byte.is_ascii_whitespace() || byte == b'>').then_some((change, end + 1))
    }

    /// Handles a line of colons, and says which event comes behind it.
    fn line(&mut self, change: usize, events: &[Found], next: usize) -> usize {
        match self.changes[change].what {
            What::Close { colons, moved } => {
                self.seen[change] = true;
                self.close(change, colons, moved);
                next
            }
            What::Open { colons, kind } => match self.title(change, events, next) {
                Some((title, behind)) if self.depth() < MAX_CONTAINERS => {
                    self.seen[change] = true;
                    self.open(Open { change, colons, kind, at: 0 }, title);
                    behind
                }
                // It is put back, and so is what was read of it.
                _ => next,
            },
            What::List(_) => next,
        }
    }

    /// How many containers are open.
    fn depth(&self) -> usize {
        self.scopes.iter().map(|scope| scope.containers.len()).sum()
    }

    /// The events of a title, which stand before the second mark, and the index behind that.
    fn title<'e>(&self, change: usize, events: &'e [Found], next: usize) -> Option<(&'e [Found], usize)> {
        let titled = self.changes[change].edit.put.iter().any(|put| matches!(put, Put::New(words) if words == GUARD));
        if !titled {
            return Some((&[], next));
        }
        // In a tight list the paragraph has no event of its own.
        let ends = |(event, _): &Found| is_block(event) && !is_paragraph(event);
        let end = next + events[next..].iter().position(ends)?;
        let (found, behind) = self.mark_at(events, end)?;
        let title = &events[next..end];
        (found == change).then_some((title, behind))
    }

    fn open(&mut self, open: Open, title: &[Found]) {
        self.end_paragraph();
        self.forget_ended();
        self.close_sibling(&open);
        let range = self.colons(open.change);
        let open = Open { at: self.out.events.len(), ..open };
        self.last().containers.push(open);
        self.out.events.push((Event::Start(Tag::BlockQuote(None)), range.clone()));
        self.write_title(range, title);
    }

    /// The title as a paragraph; that of a card is a link.
    fn write_title(&mut self, line: Range<usize>, title: &[Found]) {
        let Some(opening) = containers::open(&self.body[line.clone()]) else { return };
        if !opening.is_titled() {
            return;
        }
        let place =
            opening.title.clone().map_or(line.clone(), |title| line.start + title.start..line.start + title.end);
        self.out.events.push((Event::Start(Tag::Paragraph), place.clone()));
        let link = opening.href().map(|(href, range)| (link(href), line.start + range.start..line.start + range.end));
        // A link holds no other: then the card's stands behind its title.
        let around = !title.iter().any(|(event, _)| matches!(event, Event::Start(Tag::Link { .. })));
        let start = link.map(|(tag, range)| (Event::Start(tag), range));
        let end = start.as_ref().map(|(_, range)| (Event::End(TagEnd::Link), range.clone()));
        let (before, behind) = if around { (start, None) } else { (None, start) };
        self.out.events.extend(before);
        // The first is the guard.
        for (event, range) in title.iter().filter(|(event, _)| !is_paragraph(event)).skip(1) {
            self.out.events.push((event.clone(), self.shadow.source(range)));
        }
        self.out.events.extend(behind);
        self.out.events.extend(end);
        self.out.events.push((Event::End(TagEnd::Paragraph), place));
    }

    /// A tab ends the tab before it, if that is still open; so does a card.
    fn close_sibling(&mut self, open: &Open) {
        let innermost = self.last().containers.last().copied();
        let same = |before: &Open| before.kind == open.kind && before.colons == open.colons;
        if matches!(open.kind, Kind::Tab | Kind::Card) && innermost.is_some_and(|before| same(&before)) {
            let end = self.out.events.last().map_or(0, |(_, range)| range.end);
            self.end_container(end);
        }
    }

    fn close(&mut self, change: usize, colons: usize, moved: bool) {
        let fits = |open: &Open| open.colons <= colons;
        let line = self.changes[change].edit.range.clone();
        if let Some(at) = matching(&self.last().containers, colons) {
            self.end_paragraph();
            self.forget_ended();
            while self.last().containers.len() > at {
                self.end_container(line.end);
            }
        } else if self.ended.iter().any(fits) {
            self.ended.clear();
        } else {
            let outer = self.scopes.iter().rev().skip(1).flat_map(|scope| scope.containers.iter().rev());
            let outer = outer.filter(|open| fits(open) && !moved).map(|open| open.change).next();
            let fate = outer.map_or(Fate::Stray, |outer| Fate::To(self.changes[outer].indent.clone()));
            self.fates.push((change, fate));
        }
    }

    /// A line from its colons on.
    fn colons(&self, change: usize) -> Range<usize> {
        let range = &self.changes[change].edit.range;
        let lead = if self.changes[change].apart { self.body[range.clone()].find(":::").unwrap_or(0) } else { 0 };
        range.start + lead..range.end
    }

    /// Any other event.
    fn pass(&mut self, event: Event<'static>, range: Range<usize>) {
        if !matches!(event, Event::End(_)) {
            self.forget_ended();
            self.paragraph(&event, &range);
        }
        match event {
            Event::Start(_) => self.scopes.push(Scope::default()),
            Event::End(_) => self.end_scope(),
            _ => {}
        }
        self.out.events.push((event, range));
    }

    /// Text that stands in a container and in no block gets a paragraph.
    fn paragraph(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let begins = self.out.events.len();
        let scope = self.last();
        match (is_block(event), scope.paragraph) {
            (true, Some(_)) => self.end_paragraph(),
            (false, None) if !scope.containers.is_empty() => {
                scope.paragraph = Some(begins);
                self.out.events.push((Event::Start(Tag::Paragraph), range.clone()));
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(start) = self.last().paragraph.take() else { return };
        let end = self.out.events.last().map_or(0, |(_, range)| range.end);
        self.out.events[start].1.end = end;
        let range = self.out.events[start].1.clone();
        self.out.events.push((Event::End(TagEnd::Paragraph), range));
    }

    /// Closes all that is open in the innermost scope, and leaves it. The whole text is never left.
    fn end_scope(&mut self) {
        self.end_paragraph();
        let end = self.out.events.last().map_or(0, |(_, range)| range.end);
        while let Some(open) = self.last().containers.last().copied() {
            self.ended.push(open);
            self.end_container(end);
        }
        if self.scopes.len() > 1 {
            self.scopes.pop();
        }
    }

    fn end_container(&mut self, end: usize) {
        self.end_paragraph();
        let Some(open) = self.last().containers.pop() else { return };
        let (_, range) = &mut self.out.events[open.at];
        range.end = range.end.max(end);
        let range = range.clone();
        self.out.events.push((Event::End(TagEnd::BlockQuote(None)), range));
    }

    /// Nothing closes what ended by itself.
    fn forget_ended(&mut self) {
        for open in std::mem::take(&mut self.ended) {
            self.out.told.push(Told::Open(self.colons(open.change)));
        }
    }

    fn last(&mut self) -> &mut Scope {
        if self.scopes.is_empty() {
            self.scopes.push(Scope::default());
        }
        let last = self.scopes.len() - 1;
        &mut self.scopes[last]
    }
}

/// Which of the containers of a scope a line of colons closes.
fn matching(containers: &[Open], colons: usize) -> Option<usize> {
    let same = containers.iter().rposition(|open| open.colons == colons);
    same.or_else(|| containers.iter().rposition(|open| open.colons < colons))
}

fn html<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    if let Event::Html(html) = event { Some(html) } else { None }
}

fn is_paragraph(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph))
}

/// Whether an event begins or is a block of its own.
fn is_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::Rule | Event::Html(_) => true,
        _ => false,
    }
}

/// The start of a card's link: `[[Page]]` or an address.
fn link(href: &str) -> Tag<'static> {
    let wiki = href.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    let (link_type, url) = match wiki {
        Some(name) => (LinkType::WikiLink { has_pothole: true }, name.split('|').next().unwrap_or(name)),
        None => (LinkType::Inline, href),
    };
    Tag::Link { link_type, dest_url: CowStr::from(url.to_owned()), title: "".into(), id: "".into() }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::config::Markdown;
    use pulldown_cmark::{Event, Tag, TagEnd};

    /// The shape of a text: containers by the first letters of their names, text, other blocks in brackets.
    fn shape(text: &str) -> String {
        let Some(read) = read(text, &Markdown::default()) else { return "-".to_owned() };
        let mut out = String::new();
        for (event, range) in &read.events {
            out += &match event {
                Event::Start(Tag::BlockQuote(_)) if text[range.start..].starts_with(':') => {
                    format!("{{{} ", text[range.start..].trim_start_matches([':', ' ']).get(..1).unwrap_or_default())
                }
                Event::End(TagEnd::BlockQuote(_)) if text[range.start..].starts_with(':') => "}".to_owned(),
                Event::Text(text) => text.to_string(),
                Event::Start(Tag::Paragraph) => "(".to_owned(),
                Event::End(TagEnd::Paragraph) => ")".to_owned(),
                Event::Start(_) => "[".to_owned(),
                Event::End(_) => "]".to_owned(),
                _ => "_".to_owned(),
            };
        }
        out + &"!".repeat(read.told.len())
    }

    #[test]
    fn containers_begin_and_end_where_their_lines_say() {
        let cases = [
            (":::note\nx\n:::\n", "{n (x)}"),
            ("a\n:::note[T *i*]\nx\n:::\nb\n", "(a){n (T [i])(x)}(b)"),
            ("- a\n:::note\n- b\n:::\n", "[[a]]{n [[b]]}"),
            ("- a\n  :::note\n  b\n\n  c\n  :::\n- d", "[[(a){n (b)(c)}][(d)]]"),
            ("- :::note\n  b *c*\n  :::\n", "[[{n (b [c])}]]"),
            ("> :::note\n> b\n> :::\n> c\n", "[{n (b)}(c)]"),
            (":::note\n> b\n:::\n", "{n [(b)]}"),
            (":::a\n:::b\n:::\n:::\n", "{a {b }}"),
            ("::::a\n:::b\nx\n::::\ny\n", "{a {b (x)}}(y)"),
            (":::a\n::::\nx", "{a }(x)"),
            (":::tabs\n:::tab[A]\na\n:::tab[B]\nb\n:::\n:::\n", "{t {t (A)(a)}{t (B)(b)}}"),
            (":::note\n  - x\n  :::\ny\n", "{n [[x]]}(y)"),
            ("- :::note\n  x\n:::\ny\n", "[[{n (x)}]](y)"),
            (":::note\nx", "{n (x)}!"),
            ("- :::note\n  x\n\ny\n", "[[{n (x)}]](y)!"),
            ("x\n:::\ny", "(x_:::_y)!"),
            ("::::\nx", "(::::_x)!"),
            ("```\n:::note\n```\n", "-"),
            ("- a\n\n  ```\n  :::note\n  ```\n", "-"),
            ("    :::note\n", "-"),
            ("<!--\n:::note\nx\n:::\n-->\n", "-"),
            (":::tab[1. A]\n:::\n", "{t (1. A)}"),
            (":::tab[# _A_ # {#x}]\n:::\n", "{t (# [A] # {#x})}"),
            (":::tab[`a` b]\n:::\n", "{t (_ b)}"),
            ("| a |\n|---|\n| b |\n:::note\nx\n:::\n", "[[[a]][[b]]]{n (x)}"),
            (":::note\n# T\n\n```\n:::\n```\n:::\n", "{n [T][:::\n]}"),
            (":::note\n<div>\nx\n</div>\n:::\ny\n", "{n [___]}(y)"),
            ("> <div>\n> :::tip[T]\n> x\n> :::\n", "[[_]{t (T)(x)}]"),
            ("<pre>\n\n:::note\n</pre>\n", "-"),
            ("x[^1]\n\n[^1]: y\n    :::note\n    z\n    :::\n", "(x_)[(y){n (z)}]"),
        ];
        for (text, expected) in cases {
            let found = shape(text);
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn places_are_those_of_the_body() {
        let text = "a\n\n> - :::card[The *title*]{href=b.md}\n>   x [y](z)\n>   :::\n> - d\n";
        let read = read(text, &Markdown::default()).unwrap();
        let of = |wanted: &dyn Fn(&Event<'_>) -> bool| {
            let found = read.events.iter().find(|(event, _)| wanted(event)).unwrap();
            &text[found.1.clone()]
        };
        assert_eq!(of(&|event| matches!(event, Event::Text(t) if &**t == "title")), "title");
        assert_eq!(of(&|event| matches!(event, Event::Start(Tag::Emphasis))), "*title*");
        assert_eq!(of(&|event| matches!(event, Event::Start(Tag::Link { .. }))), "href=b.md");
        assert_eq!(of(&|event| matches!(event, Event::Text(t) if &**t == "y")), "y");
        assert_eq!(of(&|event| matches!(event, Event::Text(t) if &**t == "d")), "d");
        assert!(of(&|event| matches!(event, Event::Start(Tag::BlockQuote(_)))).starts_with("> - :::card"));
    }
}
