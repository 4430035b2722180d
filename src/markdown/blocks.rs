//! Block ids, as in Obsidian: ` ^id` at the end of a paragraph or an item, or alone in a paragraph behind any block.
//!
//! In: the events of a body. Out: [`Block`]s with the range of what each names, and events without the marks: all
//! readings take them from here, so that they count alike and none of them shows a mark.

use super::{Markdown, callout, raw_events};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

/// A part of a page that has a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Block {
    /// As written, without `^`.
    pub id: String,
    /// What it names: a paragraph, an item, a quote, a table, a block of code.
    pub range: Range<usize>,
    /// It is an item of a list, whose range may be that of the whole list.
    pub item: bool,
    /// In no list and no quote: it can be read without what stands around it.
    pub top: bool,
    /// The mark, with the white space before it.
    mark: Range<usize>,
}

impl Block {
    /// The anchor: no heading's id can look like it.
    pub fn anchor(&self) -> String {
        format!("^{}", self.id)
    }

    /// Where the id stands in the body, without `^`.
    pub fn name(&self, body: &str) -> Range<usize> {
        let mark = body.get(self.mark.clone()).unwrap_or_default();
        let end = self.mark.start + mark.trim_end().len();
        end.saturating_sub(self.id.len())..end
    }
}

/// All blocks with ids; of two with one id the first counts.
pub fn find(text: &str, options: &Markdown) -> Vec<Block> {
    if options.commonmark || !has_marks(text) {
        return Vec::new();
    }
    let events: Vec<_> = raw_events(text, options).collect();
    let mut seen = BTreeSet::new();
    let mut blocks = Finder { text, open: vec![Level::default()], found: Vec::new() }.run(&events);
    blocks.retain(|block| seen.insert(block.id.clone()));
    blocks
}

/// Whether a line ends like a mark: nearly no page has one, and only such a page is read for them. Of each line only the
/// last `^` is asked: a line of 40,000 notes has as many, and each looked to the line's end (six minutes).
fn has_marks(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, line)) = rest.split_once('^') {
        let (line, below) = line.split_once(['\n', '\r']).unwrap_or((line, ""));
        if is_id(line.rsplit('^').next().unwrap_or(line).trim_end()) {
            return true;
        }
        rest = below;
    }
    false
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// The mark that a text ends with: where it begins, with the white space before it.
fn mark(text: &str) -> Option<usize> {
    let text = text.trim_end();
    let at = text.rfind('^').filter(|at| is_id(&text[at + 1..]))?;
    let before = text[..at].trim_end();
    (before.len() < at || at == 0).then_some(before.len())
}

/// What stands open at a place of the text.
#[derive(Clone, Debug, Default)]
struct Level {
    /// The block itself.
    range: Range<usize>,
    /// An item that has had nothing but inline text, or whose first child is open.
    item: bool,
    /// The block before, at this depth.
    previous: Option<Range<usize>>,
    /// Something stood in it.
    begun: bool,
}

struct Finder<'t> {
    text: &'t str,
    open: Vec<Level>,
    found: Vec<Block>,
}

impl Finder<'_> {
    fn run(mut self, events: &[(Event<'_>, Range<usize>)]) -> Vec<Block> {
        for (at, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Start(tag) if is_block(tag) => {
                    self.open.push(Level { range: range.clone(), item: *tag == Tag::Item, ..Level::default() });
                }
                Event::End(tag) if is_block_end(tag) => self.close(),
                Event::Text(text) => {
                    let last = matches!(
                        events.get(at + 1),
                        Some((Event::End(TagEnd::Paragraph | TagEnd::Item) | Event::Start(Tag::List(_)), _))
                    );
                    let line = at > 0 && matches!(events[at - 1].0, Event::SoftBreak);
                    if last {
                        self.text(text, range, line.then(|| events[at - 1].1.start));
                    }
                    self.begin();
                }
                _ => self.begin(),
            }
        }
        self.found
    }

    fn begin(&mut self) {
        if let Some(level) = self.open.last_mut() {
            level.begun = true;
        }
    }

    fn close(&mut self) {
        if let Some(level) = self.open.pop()
            && let Some(parent) = self.open.last_mut()
        {
            parent.previous = Some(level.range);
            parent.begun = true;
        }
    }

    /// The last text of a paragraph or an item. `line`: where the line break before it stands.
    fn text(&mut self, text: &str, range: &Range<usize>, line: Option<usize>) {
        let Some(cut) = mark(text).filter(|_| text.len() == range.len()) else { return };
        let id = text[cut..].trim().trim_start_matches('^').to_owned();
        // Behind a link or a word in bold the text begins with the space before its mark.
        let whole = cut == 0 && !text.starts_with(char::is_whitespace);
        let start = line.filter(|_| whole).unwrap_or(range.start + cut);
        let alone = whole && line.is_none() && self.open.last().is_some_and(|level| !level.begun && !level.item);
        // `[x](y)^2` is a text behind a link.
        if whole && line.is_none() && !alone {
            return;
        }
        let named = if alone { self.before().map(|range| (range, false)) } else { Some(self.named(range.start)) };
        let Some((named, item)) = named else { return };
        // At the top one block is open besides the text itself: the paragraph, which is named or stands below what is.
        let top = self.open.len() == 2 && !item;
        let mark =
            if alone { self.open.last().map_or(range.clone(), |level| level.range.clone()) } else { start..range.end };
        self.found.push(Block { id, range: named, item, top, mark });
    }

    /// The block before the paragraph that is open.
    fn before(&self) -> Option<Range<usize>> {
        self.open.iter().rev().nth(1)?.previous.clone()
    }

    /// The paragraph or item that is open; the item or callout, if the paragraph is its first; the quote, if the mark's
    /// own line does not stand in it.
    fn named(&self, at: usize) -> (Range<usize>, bool) {
        let mut open = self.open.iter().rev();
        let own = open.next().cloned().unwrap_or_default();
        let first_in = open.next().filter(|parent| !parent.begun);
        let parent =
            first_in.filter(|parent| parent.item || callout::parse(&self.text[parent.range.clone()]).is_some());
        let quote = self.open.iter().find(|level| self.text[level.range.clone()].starts_with('>'));
        let outside = self.text[..at].ends_with('\n');
        match (parent, quote.filter(|_| outside)) {
            (_, Some(quote)) => (quote.range.clone(), false),
            (Some(parent), _) => (parent.range.clone(), parent.item),
            _ => (own.range, own.item),
        }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}

fn is_block_end(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

/// The event without a mark; `None` if there is nothing else in it.
pub(super) fn unmarked<'a>(
    (event, range): (Event<'a>, Range<usize>),
    blocks: &[Block],
) -> Option<(Event<'a>, Range<usize>)> {
    // Marks stand in the order of the text, and none in another.
    let first = blocks.partition_point(|block| block.mark.end <= range.start);
    let Some(block) = blocks.get(first).filter(|block| block.mark.start < range.end) else {
        return Some((event, range));
    };
    let inside = block.mark.start <= range.start && range.end <= block.mark.end;
    match event {
        _ if inside => None,
        Event::Text(text) => {
            let kept = text.len().saturating_sub(range.end - block.mark.start);
            Some((Event::Text(text[..kept].to_owned().into()), range.start..block.mark.start))
        }
        other => Some((other, range)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(String, &str)> {
        find(text, &Markdown::default()).into_iter().map(|b| (b.id, text[b.range].trim_end())).collect()
    }

    #[test]
    fn ids_name_what_stands_before_them() {
        let cases: [(&str, &[(&str, &str)]); 14] = [
            ("See [x](y) ^a\n", &[("a", "See [x](y) ^a")]),
            ("- **x** ^a\n", &[("a", "- **x** ^a")]),
            ("One.\n\nTwo *b* c. ^a1\n", &[("a1", "Two *b* c. ^a1")]),
            ("Two\nlines\n^a\n", &[("a", "Two\nlines\n^a")]),
            ("- x\n- y ^b\n- z\n", &[("b", "- y ^b")]),
            ("- x\n\n- y ^b\n\n  more\n", &[("b", "- y ^b\n\n  more")]),
            ("- x ^b\n  - y\n", &[("b", "- x ^b\n  - y")]),
            ("| a |\n|---|\n| b |\n\n^t\n", &[("t", "| a |\n|---|\n| b |")]),
            ("> q\n> r\n\n^q\n", &[("q", "> q\n> r")]),
            ("> q\n^q\n", &[("q", "> q\n^q")]),
            ("```\nx ^no\n```\n\n^c\n", &[("c", "```\nx ^no\n```")]),
            ("- a\n- b\n\n^l\n", &[("l", "- a\n- b")]),
            ("x^2\n\n2 ^ 3\n\n`a ^b`\n\n# H ^h\n\n^\n", &[]),
            ("One. ^a\n\nTwo. ^a\n", &[("a", "One. ^a")]),
        ];
        for (text, expected) in cases {
            let expected: Vec<(String, &str)> = expected.iter().map(|(id, text)| ((*id).to_owned(), *text)).collect();
            assert_eq!(named(text), expected, "{text:?}");
        }
    }
}
