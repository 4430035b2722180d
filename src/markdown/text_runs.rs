//! Where text stands in a body: words are looked for there later without reading the Markdown again.
//!
//! In: the events of the first reading. Out: [`Run`]s, in order: pieces of the body that a reader sees as written. Code,
//! addresses, formulas, raw HTML, alternative texts, and what is written with escapes or entities are in none.

use super::safe_html::is_verbatim;
use super::{Markdown, RawHtml, callout};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;
use std::sync::Arc;

/// A piece of text, in bytes of the body (at most [`super::MAX_BYTES`], so four bytes are enough).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Of a paragraph, a point or a cell. Else of a heading, a link, the head of a table, the title of a callout or a
    /// footnote: there nothing may be marked.
    pub is_running: bool,
}

impl Run {
    /// Its range in the body.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The pieces of a page as they are kept: two or three bytes each, since most begin where another ended and are short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs(Arc<[u8]>);

impl Runs {
    /// Packs them.
    pub fn of(runs: &[Run]) -> Self {
        let (mut bytes, mut done) = (Vec::new(), 0);
        for run in runs {
            push(&mut bytes, u64::from(run.start.wrapping_sub(done)));
            push(&mut bytes, u64::from(run.end.wrapping_sub(run.start)) << 1 | u64::from(run.is_running));
            done = run.end;
        }
        Self(bytes.into())
    }

    /// The pieces, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Run> {
        let (mut bytes, mut done) = (self.0.iter(), 0_u32);
        std::iter::from_fn(move || {
            let start = done.wrapping_add(next(&mut bytes)? as u32);
            let length = next(&mut bytes)?;
            done = start.wrapping_add((length >> 1) as u32);
            Some(Run { start, end: done, is_running: length & 1 == 1 })
        })
    }
}

/// Seven bits in a byte; the eighth says that more follow.
fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn next<'b>(bytes: &mut impl Iterator<Item = &'b u8>) -> Option<u64> {
    let mut number = 0;
    for place in 0.. {
        let byte = *bytes.next()?;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            break;
        }
    }
    Some(number)
}

/// Collects runs.
#[derive(Debug)]
pub(super) struct Running {
    pub runs: Vec<Run>,
    /// How deep inside of something whose text may not be marked, and of something whose text is not read at all.
    aside: usize,
    skipped: usize,
    /// The open link shows something else than what is written in it.
    link_skipped: bool,
    /// Elements of raw HTML that are open.
    html: usize,
    /// What is left of a callout's mark, in bytes, and whether its title is being read.
    mark: usize,
    in_title: bool,
    /// The next text continues the last run.
    joined: bool,
    raw: RawHtml,
}

impl Running {
    pub fn new(options: &Markdown) -> Self {
        let raw = options.raw_html;
        let (runs, link_skipped, in_title, joined) = (Vec::new(), false, false, false);
        Self { runs, aside: 0, skipped: 0, link_skipped, html: 0, mark: 0, in_title, joined, raw }
    }

    pub fn event(&mut self, event: &Event<'_>, range: &Range<usize>, body: &str) {
        match event {
            Event::Text(text) => return self.text(text, range.clone(), body),
            Event::SoftBreak => {
                self.in_title = false;
                return;
            }
            Event::HardBreak => self.in_title = false,
            Event::Start(tag) => self.start(tag, range, body),
            Event::End(tag) => self.end(*tag),
            Event::Html(html) | Event::InlineHtml(html) if self.raw == RawHtml::Allow => {
                self.html = (self.html + opened(html)).saturating_sub(closed(html));
            }
            Event::InlineHtml(html) if self.raw == RawHtml::Safe => self.html = marked(self.html, html),
            _ => {}
        }
        self.joined = false;
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, body: &str) {
        match tag {
            Tag::Heading { .. } | Tag::TableHead | Tag::FootnoteDefinition(_) => self.aside += 1,
            // Around Markdown an element changes nothing.
            Tag::HtmlBlock if self.raw == RawHtml::Safe => {}
            Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => self.skipped += 1,
            Tag::Link { link_type, .. } => {
                let written = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.link_skipped = written || matches!(link_type, LinkType::WikiLink { has_pothole: false });
                self.aside += 1;
                self.skipped += usize::from(self.link_skipped);
            }
            Tag::BlockQuote(_) => {
                let title = callout::title(&body[range.clone()]);
                (self.mark, self.in_title) = (title.unwrap_or(0), title.is_some());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::FootnoteDefinition => self.aside -= 1,
            TagEnd::HtmlBlock if self.raw == RawHtml::Safe => {}
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.skipped -= 1,
            TagEnd::Link => {
                self.aside -= 1;
                self.skipped -= usize::from(std::mem::take(&mut self.link_skipped));
            }
            TagEnd::Paragraph | TagEnd::BlockQuote(_) => self.in_title = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &CowStr<'_>, mut range: Range<usize>, body: &str) {
        let mark = std::mem::take(&mut self.mark);
        let cut = mark.min(text.len());
        self.mark = mark - cut;
        let joined = std::mem::replace(&mut self.joined, true);
        let behind = body.get(range.clone()).and_then(|written| written.strip_prefix(&**text));
        let written = behind.is_some_and(|behind| behind.is_empty() || behind.trim_start().starts_with('^'));
        if self.skipped > 0 || self.html > 0 || cut == text.len() || !written {
            self.joined = false;
            return;
        }
        // The mark of a block may stand behind it.
        range.end = range.start + text.len();
        range.start += cut;
        if body[range.clone()].trim().is_empty() {
            return;
        }
        let is_running = self.aside == 0 && !self.in_title;
        let (start, end) = (range.start as u32, range.end as u32);
        match self.runs.last_mut() {
            Some(last) if joined && last.is_running == is_running && is_gap(body, last.end as usize..range.start) => {
                last.end = end;
            }
            _ => self.runs.push(Run { start, end, is_running }),
        }
    }
}

/// What may stand between two lines of a paragraph: white space, and the marks of quotes.
fn is_gap(body: &str, range: Range<usize>) -> bool {
    body.as_bytes()[range].iter().all(|b| b.is_ascii_whitespace() || *b == b'>')
}

/// Elements that have no end.
const VOID: [&str; 8] = ["br", "hr", "img", "wbr", "input", "col", "source", "area"];

/// How many elements a piece of raw HTML opens. Not exact: where it errs, less text is marked.
fn opened(html: &str) -> usize {
    let tags = html.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    let name = |tag: &str| tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_lowercase();
    tags.filter(|tag| !VOID.contains(&&*name(tag)) && !tag.trim_end().ends_with("/>")).count()
}

/// How many elements are open behind a tag whose text may not be marked: code, and what folds.
fn marked(open: usize, tag: &str) -> usize {
    let name = |rest: &str| rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())].to_owned();
    let counts = |rest: &str| usize::from(is_verbatim(&name(rest)) || name(rest) == "summary");
    match tag.strip_prefix("</") {
        Some(rest) => open.saturating_sub(counts(rest)),
        None => open + tag.strip_prefix('<').map_or(0, counts),
    }
}

fn closed(html: &str) -> usize {
    html.matches("</").count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::scan;
    use crate::url::Slugs;

    /// The runs of a text; those that may not be marked in brackets.
    fn runs_with(text: &str, options: &Markdown) -> Vec<String> {
        let told =
            |run: &Run| if run.is_running { text[run.range()].into() } else { format!("[{}]", &text[run.range()]) };
        scan(text, Slugs::Ascii, options).runs.iter().map(told).collect()
    }

    fn runs(text: &str) -> Vec<String> {
        runs_with(text, &Markdown::default())
    }

    #[test]
    fn packed_pieces_are_the_same() {
        let run = |start, end, is_running| Run { start, end, is_running };
        let odd =
            [run(0, 0, true), run(5, 200, false), run(200, 5_000_000, true), run(3, 4, true), run(90, 100, false)];
        for runs in [&odd[..], &odd[..1], &[]] {
            assert_eq!(Runs::of(runs).iter().collect::<Vec<_>>(), runs);
        }
    }

    #[test]
    fn text_is_told_from_what_may_not_be_marked() {
        let cases: [(&str, &[&str]); 13] = [
            ("# T\n\n## H\n\none *two* `code` three", &["[T]", "[H]", "one ", "two", " three"]),
            ("a [b](c.md) d <https://e.f> [[g]] [[h|i]] ![j](k.png)", &["a ", "[b]", " d ", "[i]"]),
            ("one\ntwo", &["one\ntwo"]),
            ("> one\n> two", &["one\n> two"]),
            ("> [!tip] Title\n> text", &["[ Title]", "text"]),
            ("> [!tip]\n> text", &["text"]),
            ("| a |\n|---|\n| b |", &["[a]", "b"]),
            ("x[^1]\n\n[^1]: note", &["x", "[note]"]),
            ("```\ncode\n```\n\n    code\n\n$x$ y", &[" y"]),
            ("a \\* b &amp; c", &["a ", "* b ", " c"]),
            ("- a\n- b", &["a", "b"]),
            ("a  \nb", &["a", "b"]),
            ("one\ntwo ^block", &["one\ntwo"]),
        ];
        for (text, expected) in cases {
            assert_eq!(runs(text), expected, "{text}");
        }
    }

    #[test]
    fn text_in_safe_html_is_text() {
        let text = "a <b>b</b> <kbd>c</kbd>\n\n<div>\nd\n\ne\n</div>\n\n<summary>f</summary> <T>g";
        assert_eq!(runs(text), ["a ", "b", "d", "e", "f", "g"]);
    }

    #[test]
    fn raw_html_that_is_passed_is_not_read() {
        let options = Markdown { raw_html: RawHtml::Allow, ..Markdown::default() };
        assert_eq!(runs_with("a <a href=\"x\">b</a> c<br>d", &options), ["a ", " c", "d"]);
        assert_eq!(runs_with("<div>\n\ninside\n\n</div>\n\noutside", &options), ["outside"]);
    }
}
