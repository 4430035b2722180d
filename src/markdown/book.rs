//! `SUMMARY.md` of mdBook and GitBook, `_Sidebar.md` of wikis: a list of links that is a navigation.
//!
//! In: the body of such a page. Out: its entries as a [`Nav`], each with the bytes of the body that it stands in; nothing
//! if there is more than headings, lists, links and lines: then it is a page like others.
//!
//! - A heading but the first, or a line in bold, names a group: what follows it, up to the next. A list that is one group is
//!   what is in the group.
//! - An item without a link, or with an empty one (a chapter that is not written yet), is a group.

use super::{Markdown, events};
use crate::config::nav::{Entry, Nav, What, is_address};
use crate::url::decode;
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// Whether a page with this key may be a list of all pages, as other tools have it.
pub fn is_book(key: &str) -> bool {
    ["summary", "_sidebar"].iter().any(|name| key.eq_ignore_ascii_case(name))
}

/// Reads the list.
pub fn book(body: &str, options: &Markdown) -> Option<Nav> {
    let mut reader = Reader { lists: vec![Vec::new()], ..Reader::default() };
    for (event, range) in events(body, options) {
        reader.event(event, range)?;
    }
    reader.end_part();
    let mut all = reader.lists.pop()?;
    if let [Entry { what: What::Group(below), .. }] = &mut all[..] {
        all = std::mem::take(below);
    }
    (links(&all) > 1).then_some(Nav(all))
}

fn links(entries: &[Entry]) -> usize {
    let inside = |entry: &Entry| match &entry.what {
        What::Path(_) | What::Link(_) => 1,
        What::Page(_, below) => 1 + links(below),
        What::Group(below) => links(below),
        What::Line | What::Rest => 0,
    };
    entries.iter().map(inside).sum()
}

#[derive(Default)]
struct Reader {
    /// The lists that are open, from the top.
    lists: Vec<Vec<Entry>>,
    /// The items that are open.
    items: Vec<Item>,
    /// The part that is open: its heading, and where it stands.
    part: Option<(String, Range<usize>)>,
    /// The heading that is being read.
    heading: Option<String>,
    /// Any heading has come.
    headed: bool,
    /// The link that is being read: its address and its text.
    link: Option<(String, String)>,
    html: bool,
}

/// An item of a list.
#[derive(Default)]
struct Item {
    text: String,
    link: Option<String>,
    range: Range<usize>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Option<()> {
        match event {
            Event::Start(Tag::HtmlBlock) => self.html = true,
            Event::End(TagEnd::HtmlBlock) => self.html = false,
            Event::Html(_) | Event::InlineHtml(_) | Event::SoftBreak | Event::HardBreak => {}
            _ if self.html => {}
            Event::Start(Tag::Heading { level, .. }) if self.items.is_empty() => {
                self.end_part();
                let first = !std::mem::replace(&mut self.headed, true);
                self.part = (!first || level != HeadingLevel::H1).then(|| (String::new(), range));
                self.heading = Some(String::new());
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::Strong) if self.is_between() => {
                self.end_part();
                (self.part, self.heading) = (Some((String::new(), range)), Some(String::new()));
            }
            Event::End(TagEnd::Strong) if self.items.is_empty() && self.link.is_none() => self.end_heading(),
            Event::Start(Tag::List(_)) => self.start_list(),
            Event::End(TagEnd::List(_)) => self.end_list(),
            Event::Start(Tag::Item) => self.items.push(Item { range, ..Item::default() }),
            Event::End(TagEnd::Item) => self.end_item(),
            Event::Start(Tag::Link { dest_url, .. }) => self.link = Some((dest_url.to_string(), String::new())),
            Event::End(TagEnd::Link) => self.end_link(range),
            Event::Rule if self.items.is_empty() => self.push(None, What::Line, range),
            Event::Text(text) | Event::Code(text) => return self.text(&text),
            Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Strong) => {}
            Event::End(TagEnd::Paragraph | TagEnd::Emphasis | TagEnd::Strong) => {}
            _ => return None,
        }
        Some(())
    }

    /// Between lists, headings and links.
    fn is_between(&self) -> bool {
        self.items.is_empty() && self.link.is_none() && self.heading.is_none()
    }

    fn end_heading(&mut self) {
        let Some(text) = self.heading.take() else { return };
        if let Some((label, _)) = &mut self.part {
            *label = text.trim().to_owned();
            self.lists.push(Vec::new());
        }
    }

    fn text(&mut self, text: &str) -> Option<()> {
        let into = match (&mut self.link, &mut self.heading, self.items.last_mut()) {
            (Some((_, words)), ..) => words,
            (None, Some(heading), _) => heading,
            (None, None, Some(item)) => &mut item.text,
            // Prose between the lists.
            _ => return text.trim().is_empty().then_some(()),
        };
        into.push_str(text);
        Some(())
    }

    fn end_link(&mut self, range: Range<usize>) {
        let Some((target, words)) = self.link.take() else { return };
        match self.items.last_mut() {
            _ if self.heading.is_some() => self.heading = Some(words),
            Some(item) if item.link.is_none() => {
                (item.text, item.link, item.range) = (words, Some(target), range);
            }
            Some(_) => {}
            None => self.push(Some(words), what(&target, None), range),
        }
    }

    fn start_list(&mut self) {
        self.lists.push(Vec::new());
    }

    /// What stands in a list in an item is kept for the end of the item.
    fn end_list(&mut self) {
        if self.items.is_empty() {
            let list = self.lists.pop().unwrap_or_default();
            self.extend(list);
        }
    }

    fn end_item(&mut self) {
        let Some(Item { text, link, range }) = self.items.pop() else { return };
        // A list that ended in this item stands above the one that the item is in.
        let below = (self.lists.len() > self.depth()).then(|| self.lists.pop()).flatten();
        let link = link.filter(|link| !link.is_empty());
        let what = match link {
            Some(target) => what(&target, below),
            None => What::Group(below.unwrap_or_default()),
        };
        self.push(Some(text), what, range);
    }

    /// How many lists are open around the item that has ended.
    fn depth(&self) -> usize {
        1 + usize::from(self.part.is_some()) + self.items.len() + 1
    }

    fn push(&mut self, label: Option<String>, what: What, range: Range<usize>) {
        let label = label.map(|label| label.trim().to_owned()).filter(|label| !label.is_empty());
        self.extend(vec![Entry { label, what, way: Vec::new(), at: Some(range) }]);
    }

    fn extend(&mut self, entries: Vec<Entry>) {
        if let Some(list) = self.lists.last_mut() {
            list.extend(entries);
        }
    }

    fn end_part(&mut self) {
        let Some((label, range)) = self.part.take() else { return };
        let below = self.lists.pop().unwrap_or_default();
        if !below.is_empty() {
            self.push(Some(label), What::Group(below), range);
        }
    }
}

/// The entry of a link.
fn what(target: &str, below: Option<Vec<Entry>>) -> What {
    match below.filter(|below| !below.is_empty()) {
        None if is_address(target) => What::Link(target.to_owned()),
        None => What::Path(decode(target)),
        Some(below) if is_address(target) => What::Group(below),
        Some(below) => What::Page(decode(target), below),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entries: &[Entry]) -> String {
        let one = |entry: &Entry| {
            let label = entry.label.clone().unwrap_or_default();
            match &entry.what {
                What::Path(path) | What::Link(path) => format!("{label}={path}"),
                What::Page(path, below) => format!("{label}={path}({})", shown(below)),
                What::Group(below) => format!("{label}({})", shown(below)),
                What::Line => "---".to_owned(),
                What::Rest => "...".to_owned(),
            }
        };
        entries.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn books() {
        for (text, expected) in [
            (
                "# Summary\n\n[Intro](README.md)\n\n- [One](one.md)\n  - [A](one/a.md)\n  - [B](one/b.md)\n- [Two](two.md)\n",
                "Intro=README.md One=one.md(A=one/a.md B=one/b.md) Two=two.md",
            ),
            (
                "# Summary\n\n- [A](a.md)\n\n# Part `two`\n\n- [Draft]()\n    - [B](b%20c.md)\n\n---\n\n[End](end.md)\n",
                "A=a.md Part two(Draft(B=b c.md) --- End=end.md)",
            ),
            (
                "## Users\n\n* [[Home]]\n* [Site](https://x.y)\n* Group\n    * [C](C)\n      * [D](D)\n    * [E](E)\n",
                "Home=Home Site=https://x.y Group(C=C(D=D) E=E)",
            ),
            ("**One**\n\n- [A](a.md)\n\n**Two**\n\n- [B](b.md)\n", "One(A=a.md) Two(B=b.md)"),
            ("<!-- a comment -->\n- [A](a.md)\n- **[B](b.md)**\n", "A=a.md B=b.md"),
        ] {
            assert_eq!(book(text, &Markdown::default()).map(|nav| shown(&nav.0)).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", "# Summary\n\nA text about the book.\n\n- [A](a.md)\n- [B](b.md)\n", "- [A](a.md)\n", "| a |\n|---|\n"]
        {
            assert_eq!(book(text, &Markdown::default()), None, "{text}");
        }
    }
}
