//! First reading: what a page's Markdown says about itself, without making HTML.
//!
//! In: the body. Out: a [`Scan`] with headings and their ids, links with their places, the first paragraph, a word
//! count, and diagnostics. Byte ranges count from the start of the body.

mod containers;
mod headings;
mod html;
mod summary;

use super::block_embeds::Alone;
use super::blocks::{self, Block};
use super::containers::Kind;
use super::fence::{self, Fenced};
use super::ids::Ids;
use super::search_exclusion::{self, KeptOut};
use super::text_in_names::{Named, Span};
use super::text_runs::{Run, Running};
use super::{MAX_NESTING, Markdown, RawHtml, callout, is_title, lints, marked, math, task};
use crate::diagnostic::{At, Finding};
use crate::fingerprint::Fingerprint;
use crate::url::Slugs;
use headings::Before;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A heading of a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Anchor, unique in the page.
    pub id: String,
    /// Text without markup.
    pub text: String,
    /// Which parts of it are more than text.
    pub spans: Vec<(Range<usize>, Span)>,
    /// Where it stands in the body.
    pub range: Range<usize>,
    /// In no list and no quote: what stands below it can be read without what stands above.
    pub top: bool,
    /// Its author keeps it out of the search.
    pub kept_out: bool,
    /// Of its section's own text, up to the next heading: see [`section_content()`].
    pub content: Fingerprint,
}

/// How a link was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `[text](url)`, a reference or an autolink.
    Link,
    /// `[[Name]]`; whether it has its own text (`[[Name|text]]`).
    Wiki {
        /// `true` for `[[Name|text]]`.
        has_text: bool,
    },
    /// `![alt](url)`.
    Image,
    /// `<a href="url">`, or another address in safe HTML. Its range is that of the address.
    Html {
        /// It is loaded, and leads nowhere: `<img src="url">`.
        shown: bool,
    },
    /// `![[Name]]`.
    Embed {
        /// Nothing else stands in its paragraph or item.
        alone: bool,
    },
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// How it was written.
    pub kind: LinkKind,
    /// The destination as written, entities and escapes decoded.
    pub target: String,
    /// Where it stands in the body.
    pub range: Range<usize>,
}

/// What the first reading found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scan {
    /// The text of the heading that is the page's title.
    pub title: Option<String>,
    /// Its id, and where it stands in the body.
    pub title_id: String,
    /// See `title_id`.
    pub title_range: Option<Range<usize>>,
    /// All headings but that one, in order.
    pub headings: Vec<Heading>,
    /// All links and images, in order.
    pub links: Vec<Link>,
    /// What has a block id, in order.
    pub blocks: Vec<Block>,
    /// Ids in raw HTML that is passed on.
    pub anchors: Vec<String>,
    /// Addresses in raw HTML that is passed on, as they are written.
    pub html_links: Vec<Link>,
    /// The first paragraph, plain, at most [`SUMMARY`] characters.
    pub summary: String,
    /// The first paragraph, if links in it have no words of their own.
    pub named_summary: Option<Box<Named>>,
    /// Words of running text and code.
    pub words: usize,
    /// Of what stands before the first heading, if anything does.
    pub lead: Option<Fingerprint>,
    /// Where text stands, in order.
    pub runs: Vec<Run>,
    /// How many tasks there are: `- [ ] text`.
    pub tasks: usize,
    /// Blocks that show the site's data, in order.
    pub views: Vec<Fenced>,
    /// What is wrong, at ranges of the body.
    pub problems: Vec<Finding>,
}

/// Longest summary, in characters: what search engines show of a description.
pub const SUMMARY: usize = 160;

/// Reads the body of a page that says its title elsewhere, or a part of one.
pub fn scan(text: &str, slugs: Slugs, options: &Markdown) -> Scan {
    scan_page(text, slugs, options, false)
}

/// Reads the body of a page. `untitled`: its front matter says no title.
pub fn scan_page(text: &str, slugs: Slugs, options: &Markdown, untitled: bool) -> Scan {
    let mut scanner = Scanner::new(text, slugs, options);
    scanner.scan.blocks = blocks::find(text, options);
    let mut events = marked(text, options, scanner.scan.blocks.clone());
    scanner.own_syntax(std::mem::take(&mut events.told));
    for (index, (event, range)) in events.by_ref().enumerate() {
        scanner.title = scanner.title || is_title(&event, index, options);
        scanner.running.event(&event, &range, text);
        scanner.before.event(&event, scanner.images);
        for alone in scanner.alone.event(&event, scanner.scan.links.len()) {
            scanner.scan.links[alone].kind = LinkKind::Embed { alone: true };
        }
        scanner.event(event, range);
    }
    scanner.html_notes(events.notes());
    for range in search_exclusion::lines(text).into_iter().filter(|_| !options.commonmark) {
        scanner.search_mark(range);
    }
    scanner.unused_notes();
    scanner.choose_title(untitled);
    scanner.sections();
    scanner.summary();
    scanner.scan.runs = scanner.running.runs;
    scanner.scan.anchors.extend(scanner.container_ids);
    scanner.scan
}

struct Scanner<'a> {
    text: &'a str,
    options: &'a Markdown,
    slugs: Slugs,
    scan: Scan,
    running: Running,
    kept_out: KeptOut,
    alone: Alone,
    /// The heading being read, and the id that its author gave.
    heading: Option<(Heading, Option<String>)>,
    /// HTML in its text that is shown as text: its id is made without it, as in others' programs.
    literals: Vec<Range<usize>>,
    title: bool,
    before: Before,
    /// The link that is being read, if it may have no words of its own: its number, and where its text begins.
    unnamed: Option<(u32, usize)>,
    /// Names of links in the first paragraph.
    names: Vec<(Range<usize>, u32)>,
    depth: usize,
    /// The first paragraph, and whether it is being read or done.
    paragraph: String,
    in_paragraph: bool,
    paragraph_done: bool,
    /// How many images the text is in: what stands for one says little of the page.
    images: usize,
    ids: Ids,
    /// Raw HTML is told of once a page, and so are blocks of other programs.
    told_raw_html: bool,
    told_foreign: bool,
    in_code: bool,
    /// The quotes that are open: which of them are containers.
    containers: Vec<Option<Kind>>,
    container_ids: Vec<String>,
    /// The block of HTML that is being read.
    html_block: String,
    /// The view that is being read.
    view: Option<Fenced>,
    /// Footnotes: where each is defined, and which are referred to.
    notes: BTreeMap<String, Range<usize>>,
    notes_used: BTreeSet<String>,
    /// Ids that tasks were given.
    task_ids: BTreeSet<String>,
    /// Ids that HTML was given.
    html_ids: BTreeSet<String>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, slugs: Slugs, options: &'a Markdown) -> Self {
        Scanner {
            text,
            options,
            slugs,
            scan: Scan::default(),
            running: Running::new(options),
            kept_out: KeptOut::default(),
            alone: Alone::default(),
            heading: None,
            literals: Vec::new(),
            title: false,
            before: Before::default(),
            unnamed: None,
            names: Vec::new(),
            depth: 0,
            paragraph: String::new(),
            in_paragraph: false,
            paragraph_done: false,
            images: 0,
            ids: Ids::new(slugs),
            told_raw_html: false,
            told_foreign: false,
            in_code: false,
            containers: Vec::new(),
            container_ids: Vec::new(),
            html_block: String::new(),
            view: None,
            notes: BTreeMap::new(),
            notes_used: BTreeSet::new(),
            task_ids: BTreeSet::new(),
            html_ids: BTreeSet::new(),
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if self.view.is_some() => self.view_text(&text, range.start),
            Event::TaskListMarker(_) => self.scan.tasks += 1,
            Event::Text(text) => {
                self.lints(&text, &range);
                self.task_id(&text, range);
                self.text(&text);
            }
            Event::Code(text) => {
                self.scan.words += words(&text);
                self.span(&text, Span::Code);
            }
            Event::InlineMath(tex) => self.math(&tex, range),
            Event::DisplayMath(tex) => self.math(&tex, range),
            Event::SoftBreak | Event::HardBreak => self.collect(" "),
            Event::Html(html) => self.html_block.push_str(&html),
            Event::InlineHtml(html) if self.options.raw_html == RawHtml::Safe => self.safe_html(&html, range),
            Event::InlineHtml(html) => {
                self.search_marks(&html, &range);
                self.raw_html(&html, range);
            }
            Event::FootnoteReference(name) => drop(self.notes_used.insert(name.to_string())),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        self.depth += 1;
        if self.depth == MAX_NESTING {
            let message = format!("blocks are nested deeper than {MAX_NESTING} levels");
            self.problem(true, "nesting", range.clone(), message, "reduce the nesting");
        }
        match tag {
            Tag::Heading { level, id, classes, attrs } => {
                // Of `{ #id data-toc-label="Two words" }` the parser makes two attributes.
                if id.is_some() && attrs.iter().any(|(name, value)| value.is_none() && !name.contains('"')) {
                    let message = "the heading's id contains a space".to_owned();
                    self.problem(false, "heading-id", range.clone(), message, "join its words with `-`");
                }
                // The title is no section.
                if !self.title {
                    self.kept_out.heading(level, &classes);
                }
                if let Some(nearly) = search_exclusion::nearly_class(id.as_deref(), &classes) {
                    let message = format!("`{nearly}` looks like the class that excludes a section from search");
                    self.problem(true, "search-mark", range.clone(), message, "write `{.no-search}`");
                }
                self.start_heading(level, id.map(|id| id.to_string()), range);
            }
            Tag::Paragraph if self.depth == 1 && !self.paragraph_done => self.in_paragraph = true,
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                self.link(LinkKind::Link, &format!("mailto:{dest_url}"), range);
            }
            Tag::Link { link_type, dest_url, id, .. } => {
                let html = self.html_link(link_type, &id);
                self.unnamed = self.collected().map(|text| text.len()).map(|at| (self.link_number(), at));
                // HTML says itself what it shows.
                self.unnamed = self.unnamed.filter(|_| html.is_none());
                self.link(html.unwrap_or(link_kind(link_type, false)), &dest_url, range);
            }
            Tag::Image { link_type, dest_url, id, .. } => {
                self.images += 1;
                // A picture shows something.
                self.unnamed = None;
                let html = self.html_image(link_type, &id);
                self.link(html.unwrap_or(link_kind(link_type, true)), &dest_url, range);
            }
            Tag::BlockQuote(_) => self.container(range),
            Tag::FootnoteDefinition(name) => self.note(&name, range),
            Tag::CodeBlock(block) => match fence::kind(&block, self.options) {
                fence::Kind::Code | fence::Kind::Diagram => self.in_code = true,
                fence::Kind::View => self.view = Some(Fenced { range, ..Fenced::default() }),
            },
            Tag::TableCell => self.slip("not-a-link", lints::cell(self.text, &range)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.depth -= 1;
        match tag {
            // A comment can take several lines: a block of HTML is judged as a whole.
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html_block);
                self.search_marks(&html, &range);
                self.slip("open-comment", lints::comment(self.text, &range));
                self.raw_html(&html, range);
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Image => self.images -= 1,
            TagEnd::Link => self.end_link(),
            TagEnd::BlockQuote(_) => drop(self.containers.pop()),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.scan.views.extend(self.view.take());
            }
            TagEnd::Paragraph if self.depth == 0 && self.in_paragraph => {
                self.in_paragraph = false;
                self.paragraph_done = !self.paragraph.trim().is_empty();
            }
            _ => {}
        }
    }

    fn link(&mut self, kind: LinkKind, target: &str, range: Range<usize>) {
        self.scan.links.push(Link { kind, target: target.to_owned(), range });
    }

    fn text(&mut self, text: &str) {
        self.scan.words += words(text);
        self.collect(text);
    }

    /// A line of a view: not the page's own words.
    fn view_text(&mut self, text: &str, at: usize) {
        if let Some(view) = &mut self.view {
            view.pieces.push((view.text.len(), at));
            view.text.push_str(text);
        }
    }

    fn math(&mut self, tex: &str, range: Range<usize>) {
        if let Err(message) = math::mathml(tex, false) {
            let message = format!("this formula cannot be parsed: {message}");
            self.problem(false, "math", range, message, "correct it, or write \\$ if you mean a dollar sign");
        }
        // In the first paragraph as an excerpt: formulas that are no plain text are left out.
        let is_plain = self.heading.is_some() || !tex.contains(['\\', '^', '_', '{']);
        self.span(if is_plain { tex } else { "…" }, Span::Math);
    }

    /// Text that was meant as something else.
    fn lints(&mut self, text: &str, range: &Range<usize>) {
        if self.in_code || self.options.commonmark {
            return;
        }
        match text.as_bytes().first() {
            Some(b'(') => self.slip("not-a-link", lints::link(self.text, range.start)),
            Some(b':' | b'!' | b'?' | b'=') if !self.told_foreign => self.foreign(range),
            _ => {}
        }
    }

    fn foreign(&mut self, range: &Range<usize>) {
        let before = self.text[..range.start].trim_end_matches([' ', '>']);
        if !before.is_empty() && !before.ends_with('\n') {
            return;
        }
        let line = self.text[range.start..].lines().next().unwrap_or_default();
        if let Some((message, hint)) = lints::block(line) {
            self.told_foreign = true;
            self.problem(false, "foreign-syntax", range.start..range.start + line.len(), message, hint);
        }
    }

    /// The comments that turn the search off and on, and those that look like them.
    fn search_marks(&mut self, html: &str, range: &Range<usize>) {
        self.kept_out.comments(html);
        let Some(nearly) = search_exclusion::nearly(html) else { return };
        // The HTML of a quote or an item is not what the source has there: then all of it is meant.
        let whole = self.text.get(range.clone()).is_some_and(|source| source.trim_end() == html.trim_end());
        let place = if whole { range.start + nearly.start..range.start + nearly.end } else { range.clone() };
        self.search_mark(place);
    }

    /// What looks like a mark for the search and is none.
    fn search_mark(&mut self, place: Range<usize>) {
        let message = "this looks like a search marker but is not one".to_owned();
        let hint = "write `<!-- search: off -->`, and `<!-- search: on -->` where it ends";
        self.problem(true, "search-mark", place, message, hint);
    }

    fn slip(&mut self, code: &'static str, slip: Option<(Range<usize>, String, &'static str)>) {
        if let Some((range, message, hint)) = slip {
            self.problem(false, code, range, message, hint);
        }
    }

    /// A footnote's definition: the first of a name counts, and one that is never referred to is not shown.
    fn note(&mut self, name: &str, range: Range<usize>) {
        if self.notes.contains_key(name) {
            let message = format!("the footnote `{name}` is defined twice; this text is not shown");
            return self.problem(false, "footnote", range, message, "give one of them another name");
        }
        self.notes.insert(name.to_owned(), range);
    }

    /// The id of a task: two with one would share a reader's tick.
    fn task_id(&mut self, shown: &str, range: Range<usize>) {
        let written = &self.text[range.clone()];
        let Some(id) = (shown.len() < written.len()).then(|| task::id_of(shown, written)).flatten() else { return };
        if !self.task_ids.insert(id.to_owned()) {
            let place = range.end - id.len() - "{#}".len()..range.end;
            let message = format!("the id `{id}` is already used by another task on this page");
            self.problem(
                true,
                "task-id",
                place,
                message,
                "give this task another id: readers' ticks are stored under it",
            );
        }
    }

    fn unused_notes(&mut self) {
        for (name, range) in std::mem::take(&mut self.notes) {
            if !self.notes_used.contains(&name) {
                let message = format!("nothing refers to the footnote `{name}`; it is not shown");
                self.problem(false, "footnote", range, message, "refer to it with `[^name]`, or remove it");
            }
        }
    }

    /// Gives each section the fingerprint of its text.
    fn sections(&mut self) {
        let mut end = self.text.len();
        for heading in self.scan.headings.iter_mut().rev() {
            heading.content = section_content(self.text.get(heading.range.start..end).unwrap_or_default());
            end = heading.range.start;
        }
        let lead = self.text.get(..end).unwrap_or_default();
        self.scan.lead = (!lead.trim().is_empty()).then(|| section_content(lead));
    }

    fn check_callout(&mut self, range: Range<usize>) {
        let Some(unknown) = callout::parse(&self.text[range.clone()]).and_then(|c| c.unknown) else { return };
        let message = format!("`{unknown}` is not a kind of callout; it is shown as a note");
        let line = range.start..range.start + self.text[range].lines().next().map_or(0, str::len);
        self.problem(false, "callout", line, message, callout::KNOWN);
    }

    fn problem(&mut self, error: bool, code: &'static str, range: Range<usize>, message: String, hint: &'static str) {
        let told = if error { Finding::error } else { Finding::warning };
        self.scan.problems.push(told(code, At::Body(range), message).hint(hint));
    }
}

/// How many words a text has, counted by their beginnings. The count of 255 bytes fits a byte, so the compiler looks at
/// sixteen at once.
fn words(text: &str) -> usize {
    // As `u8::is_ascii_whitespace`, without its jump.
    let white = |b: u8| (b == b' ') | ((b.wrapping_sub(b'\t') < 5) & (b != 0x0b));
    let bytes = text.as_bytes();
    let Some((first, next)) = bytes.split_first() else { return 0 };
    let begins = |count: u8, (before, b): (&u8, &u8)| count + u8::from(white(*before) & !white(*b));
    let pairs = bytes.chunks(255).zip(next.chunks(255));
    let inside = pairs.map(|(before, bytes)| usize::from(before.iter().zip(bytes).fold(0, begins)));
    usize::from(!white(*first)) + inside.sum::<usize>()
}

/// Of what a text says: not of its line ends, nor of the white space around it. The same in every version of docent,
/// since translations keep it in their front matter.
pub fn section_content(text: &str) -> Fingerprint {
    Fingerprint::of_texts(&[plain_lines(text).trim()])
}

/// A text with the line ends of Unix: nearly every text as it is.
pub fn plain_lines(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() }
}

fn link_kind(link_type: LinkType, image: bool) -> LinkKind {
    match (link_type, image) {
        (LinkType::WikiLink { .. }, true) => LinkKind::Embed { alone: false },
        (LinkType::WikiLink { has_pothole }, false) => LinkKind::Wiki { has_text: has_pothole },
        (_, true) => LinkKind::Image,
        (_, false) => LinkKind::Link,
    }
}

/// A text on one line, cut after a word if it has more than so many characters.
pub fn shortened(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        length += word.chars().count() + 1;
        if length > most {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    fn read(text: &str) -> Scan {
        scan(text, Slugs::Ascii, &Markdown::default())
    }

    #[test]
    fn headings_get_ids_and_the_title_is_apart() {
        let scan = read("# Роль\n\n## План\n\n## План\n\n### Own {#x}\n\n## `code` *em*\n");
        let ids: Vec<&str> = scan.headings.iter().map(|h| h.id.as_str()).collect();
        assert_eq!(scan.title.as_deref(), Some("Роль"));
        assert_eq!(ids, ["plan", "plan-1", "x", "code-em"]);
    }

    #[test]
    fn an_own_id_that_is_taken_is_told() {
        let scan = read("## A {#x}\n\n## B {#x}\n");
        assert_eq!(scan.problems[0].severity, Severity::Warning);
        assert_eq!(scan.headings[1].id, "b");
    }

    #[test]
    fn tasks_are_counted_and_an_id_that_is_taken_is_an_error() {
        let text = "- [ ] one {#x}\n- [x] two {#x}\n  - [ ] three\n- no task {#x}\n";
        let scan = read(text);
        let at = text.rfind("{#x}\n  -").unwrap();
        let told = "the id `x` is already used by another task on this page";
        let problem = Finding::error("task-id", At::Body(at..at + 4), told)
            .hint("give this task another id: readers' ticks are stored under it");
        assert_eq!((scan.tasks, scan.problems), (3, vec![problem]));
    }

    #[test]
    fn links_of_all_forms_are_found_in_order() {
        let scan = read("[a](b.md) ![c](d.png) [[E#f|g]] [[H]] ![[i.png]] <https://j> [k][k]\n\n[k]: l.md\n");
        let found: Vec<(LinkKind, &str)> = scan.links.iter().map(|l| (l.kind, l.target.as_str())).collect();
        assert_eq!(
            found,
            [
                (LinkKind::Link, "b.md"),
                (LinkKind::Image, "d.png"),
                (LinkKind::Wiki { has_text: true }, "E#f"),
                (LinkKind::Wiki { has_text: false }, "H"),
                (LinkKind::Embed { alone: false }, "i.png"),
                (LinkKind::Link, "https://j"),
                (LinkKind::Link, "l.md"),
            ]
        );
    }

    #[test]
    fn words_are_counted_as_if_split() {
        let long = "ab c\t".repeat(500);
        for text in ["", " ", "a", " a ", "a b", "слово и\u{a0}дело", "a\n\tb\r", "a\x0bb", "a\x0cb", &long] {
            assert_eq!(words(text), text.split_ascii_whitespace().count(), "{text:?}");
        }
    }

    #[test]
    fn the_summary_is_the_first_paragraph() {
        assert_eq!(read("# T\n\n- item\n\nOne *two*\nthree.\n\nFour.").summary, "One two three.");
        assert_eq!(read("From $\\frac{a}{b}$ to $x + y$.").summary, "From … to x + y.");
        assert_eq!(read("![a picture](x.png)\n\n![[embedded]]\n\nText ![b](y.png) goes on.").summary, "Text goes on.");
        assert!(read(&"word ".repeat(100)).summary.chars().count() <= SUMMARY);
    }
}
