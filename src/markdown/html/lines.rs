//! Which line of the file a block comes from: `data-line`, in the preview only.
//!
//! In: a block's opening tag and its place. Out: the tag with one attribute more, and no other byte changed.
//!
//! pulldown-cmark's writer has no attributes for most blocks, and decides about line feeds by what was written last. So
//! a mark is written behind the opening tag, which changes none of these decisions, and [`place`] moves its number into
//! the tag when the HTML is one string. The marks are noncharacters of Unicode: no text has them by chance.

use super::Writer;
use crate::config::Markdown;
use crate::diagnostic::Gap;
use crate::markdown::events;
use pulldown_cmark::{CowStr, Event, Tag};
use std::ops::Range;

const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';

/// Where a text begins in its file.
#[derive(Clone, Debug, Default)]
pub struct FirstLine {
    /// The number of its first line.
    pub number: usize,
    /// Lines of the file that it lacks, or has more.
    pub gaps: Vec<Gap>,
}

/// The lines of a text. Notes are written at the end and stand anywhere, so it is not read from top to bottom.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    first: FirstLine,
    /// Where lines end.
    feeds: Vec<usize>,
}

impl Lines {
    pub(super) fn from(first: FirstLine, text: &str) -> Self {
        Self { first, feeds: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    fn of(&self, at: usize) -> usize {
        let above = self.first.gaps.partition_point(|gap| gap.at <= at);
        let missing = above.checked_sub(1).map_or(0, |last| self.first.gaps[last].lines);
        (self.first.number + self.feeds.partition_point(|feed| *feed < at)).saturating_add_signed(missing)
    }
}

/// Whether a block gets a number.
fn is_numbered(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::Item
            | Tag::Table(_)
            | Tag::HtmlBlock
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
    )
}

/// The blocks that get a number, the outer ones first: their line, and where they stand in the text.
pub fn numbered(text: &str, options: &Markdown, first: FirstLine) -> Vec<(usize, Range<usize>)> {
    let lines = Lines::from(first, text);
    let numbered = events(text, options).filter(|(event, _)| matches!(event, Event::Start(tag) if is_numbered(tag)));
    numbered.map(|(_, range)| (lines.of(range.start), range)).collect()
}

impl Writer<'_> {
    /// Marks the block whose opening was written at `at` of the output.
    pub(super) fn number(&mut self, tag: &Tag<'_>, start: usize, at: usize) {
        let Some(lines) = self.lines.as_ref().filter(|_| is_numbered(tag)) else { return };
        let mark = format!("{OPEN}{}{CLOSE}", lines.of(start));
        match self.out.get_mut(at) {
            // Its tag ends its line.
            Some(Event::Start(Tag::BlockQuote(_))) => self.out.insert(at + 1, html(mark + "\n")),
            Some(Event::Start(_)) => self.out.insert(at + 1, html(mark)),
            Some(Event::InlineHtml(opening)) => {
                let end = opening.find('>').map_or(0, |end| end + 1);
                *opening = format!("{}{mark}{}", &opening[..end], &opening[end..]).into();
            }
            _ => {}
        }
    }
}

fn html<'a>(mark: String) -> Event<'a> {
    Event::InlineHtml(CowStr::from(mark))
}

/// Moves the numbers of all marks into the tags before them.
pub(super) fn place(html: &str) -> String {
    let mut parts = html.split(OPEN);
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (number, rest) = part.split_once(CLOSE).unwrap_or(("", part));
        let (end, rest) = match out.strip_suffix(">\n") {
            Some(_) => (">\n", rest.strip_prefix('\n').unwrap_or(rest)),
            None => (">", rest),
        };
        if out.ends_with(end) && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            out.truncate(out.len() - end.len());
            out.push_str(&format!(" data-line=\"{number}\"{end}"));
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_move_into_the_tag_before_them() {
        assert_eq!(place("<p>\u{fdd0}7\u{fdd1}x</p>"), "<p data-line=\"7\">x</p>");
        assert_eq!(place("<b c>\n\u{fdd0}7\u{fdd1}\n<p>"), "<b c data-line=\"7\">\n<p>");
        // What an author could write changes no tag into another.
        assert_eq!(place("a\u{fdd0}7\u{fdd1}b <i>\u{fdd0}x=1\u{fdd1}"), "ab <i>");
    }
}
