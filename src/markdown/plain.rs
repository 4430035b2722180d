//! Third reading: what a reader sees, as text, cut at the headings. For the search index.
//!
//! In: the body, and what its links lead to. Out: [`Part`]s: the text before the first heading, then that of each
//! heading. Markup, HTML and formulas are left out; link texts, code, tables, notes and
//! alternative texts are not.
//!
//! 1. Blocks and cells end with a line break, behind a dot if they have no full stop: words and points never run together.
//! 2. A footnote's text joins the part that refers to it first, as a reader would look it up there.
//! 3. What the author keeps from the search is left out ([`super::search_exclusion`]).

use super::html::wiki_text;
use super::safe_html::marks::{self, Piece};
use super::search_exclusion::KeptOut;
use super::{Markdown, callout, events, fence};
use crate::diagrams;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A piece of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Number of its heading in the scan; `None` before the first heading.
    pub heading: Option<usize>,
    /// The text.
    pub text: Text,
}

/// A text that is read, and which parts of it are links to other pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Lines as blocks end.
    pub text: String,
    /// Ranges of bytes, in order.
    pub links: Vec<Range<usize>>,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lead<'a> {
    /// Another page of the site.
    pub page: bool,
    /// The title that it shows if it has no text of its own.
    pub title: Option<&'a str>,
}

/// Reads the text of a body. `leads`: by the order of the links; `title`: where the heading stands that is the title.
pub fn plain(text: &str, leads: &[Lead<'_>], title: Option<usize>, options: &Markdown) -> Vec<Part> {
    let mut reader = Reader::new(text, leads, options);
    for (event, range) in events(text, options) {
        reader.is_title = title == Some(range.start);
        reader.event(event, range);
    }
    reader.join_notes();
    reader.parts.iter_mut().for_each(|part| part.text.finish());
    reader.parts
}

/// A line of front matter as words: other tools write Markdown and HTML there. What has none of it stays as it is.
pub fn words_of(line: &str) -> String {
    if !["](", "**", "</"].iter().any(|mark| line.contains(mark)) {
        return line.to_owned();
    }
    let parts = plain(line, &[], None, &Markdown::default());
    // One line, as it was: tags and references may have held line feeds.
    let text = parts.iter().flat_map(|part| part.text.text.split_whitespace()).collect::<Vec<_>>().join(" ");
    if text.is_empty() { line.to_owned() } else { text }
}

/// Where text goes at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Into {
    /// The last part.
    Part,
    /// A footnote.
    Note(String),
    /// Nowhere.
    Nothing,
}

struct Reader<'a> {
    text: &'a str,
    leads: &'a [Lead<'a>],
    options: &'a Markdown,
    parts: Vec<Part>,
    into: Into,
    /// Headings and links so far: numbers in the scan.
    headings: usize,
    links: usize,
    is_title: bool,
    in_heading: bool,
    kept_out: KeptOut,
    /// How deep inside of something whose text is not shown: an embedded file, the name in `[[name]]`.
    skipped: usize,
    /// Inside of a link to another page.
    linked: bool,
    /// What is left of a callout's mark, in bytes.
    mark: usize,
    html: String,
    /// The source of the diagram that is being read, and how many were drawn before it.
    diagram: Option<String>,
    drawn: usize,
    notes: BTreeMap<String, Note>,
    /// References in the text: part, name.
    references: Vec<(usize, String)>,
}

/// A footnote.
#[derive(Debug, Default)]
struct Note {
    text: Text,
    references: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, leads: &'a [Lead<'a>], options: &'a Markdown) -> Self {
        Self {
            text,
            leads,
            options,
            parts: vec![Part::default()],
            into: Into::Part,
            headings: 0,
            links: 0,
            is_title: false,
            in_heading: false,
            kept_out: KeptOut::default(),
            skipped: 0,
            linked: false,
            mark: 0,
            html: String::new(),
            diagram: None,
            drawn: 0,
            notes: BTreeMap::new(),
            references: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.diagram {
                Some(source) => source.push_str(&text),
                None => self.marked(&text),
            },
            Event::Code(text) => self.say(&text),
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.comments(&html),
            Event::FootnoteReference(name) => self.refer(&name),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if self.skipped > 0 {
            self.links += usize::from(matches!(tag, Tag::Link { .. } | Tag::Image { .. }));
            self.skipped += 1;
            return;
        }
        match tag {
            Tag::Heading { level, classes, .. } => self.heading(level, &classes),
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url),
            Tag::Image { link_type, .. } => self.image(link_type),
            Tag::BlockQuote(_) if !self.options.commonmark => {
                self.mark = callout::title(&self.text[range]).unwrap_or(0);
            }
            Tag::FootnoteDefinition(name) => self.note(&name),
            Tag::CodeBlock(block) => match fence::kind(&block, self.options) {
                // What a view shows is other pages' words.
                fence::Kind::View => self.skipped = 1,
                // What is drawn, not how it is written: when the block ends.
                fence::Kind::Diagram => self.diagram = Some(String::new()),
                fence::Kind::Code => {
                    self.say("\n");
                    if let CodeBlockKind::Fenced(words) = &block
                        && let Some(title) = fence::info(words).title
                    {
                        self.say(title);
                        self.say("\n");
                    }
                }
            },
            // In a tight list the text above has no end of its own.
            Tag::List(_) | Tag::Paragraph | Tag::Table(_) => self.say("\n"),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match tag {
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.comments(&html);
            }
            TagEnd::Heading(_) => self.in_heading = false,
            TagEnd::CodeBlock => self.end_diagram(),
            TagEnd::FootnoteDefinition => self.into = self.place(),
            TagEnd::Link => return self.linked = false,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Subscript | TagEnd::Image => return,
            _ => {}
        }
        self.say("\n");
    }

    /// The labels of a diagram, or its code if it cannot be drawn.
    fn end_diagram(&mut self) {
        let Some(source) = self.diagram.take() else { return };
        self.say("\n");
        self.drawn += 1;
        if self.drawn > diagrams::MOST_ON_A_PAGE {
            return self.say(&source);
        }
        match &*diagrams::draw(&source) {
            Ok(drawing) => drawing.name.iter().chain(&drawing.labels).for_each(|label| {
                self.say(label);
                self.say("\n");
            }),
            Err(_) => self.say(&source),
        }
    }

    /// A heading begins a part, unless it stands in a footnote.
    fn heading(&mut self, level: HeadingLevel, classes: &[CowStr<'_>]) {
        if self.is_title {
            self.in_heading = true;
            return;
        }
        self.headings += 1;
        if matches!(self.into, Into::Note(_)) {
            return;
        }
        self.in_heading = true;
        self.kept_out.heading(level, classes);
        self.into = self.place();
        if self.into == Into::Part {
            self.parts.push(Part { heading: Some(self.headings - 1), ..Part::default() });
        }
    }

    /// Where the text of the page goes.
    fn place(&self) -> Into {
        if self.kept_out.here() { Into::Nothing } else { Into::Part }
    }

    fn link(&mut self, link_type: LinkType, written: &str) {
        let lead = self.leads.get(self.links).copied().unwrap_or_default();
        self.links += 1;
        self.linked = lead.page;
        let shown = match link_type {
            LinkType::WikiLink { has_pothole: false } => wiki_text(written, lead.title),
            _ => None,
        };
        if let Some(shown) = shown {
            self.say(&shown);
            self.skipped = 1;
            self.linked = false;
        }
    }

    fn image(&mut self, link_type: LinkType) {
        self.links += 1;
        self.skipped = usize::from(matches!(link_type, LinkType::WikiLink { has_pothole: false }));
    }

    /// Of two definitions the first counts.
    fn note(&mut self, name: &str) {
        let shown = self.place() == Into::Part && !self.notes.contains_key(name);
        self.into = if shown { Into::Note(name.to_owned()) } else { Into::Nothing };
        if shown {
            self.notes.insert(name.to_owned(), Note::default());
        }
    }

    fn refer(&mut self, name: &str) {
        match &self.into {
            Into::Part => self.references.push((self.parts.len() - 1, name.to_owned())),
            Into::Note(from) => {
                if let Some(note) = self.notes.get_mut(from) {
                    note.references.push(name.to_owned());
                }
            }
            Into::Nothing => {}
        }
    }

    /// Text behind what is left of a callout's mark.
    fn marked(&mut self, text: &str) {
        let cut = self.mark.min(text.len());
        self.mark -= cut;
        self.say(text.get(cut..).unwrap_or_default());
    }

    fn say(&mut self, said: &str) {
        if self.in_heading || self.skipped > 0 {
            return;
        }
        let text = match &self.into {
            Into::Part => self.parts.last_mut().map(|part| &mut part.text),
            Into::Note(name) => self.notes.get_mut(name).map(|note| &mut note.text),
            Into::Nothing => None,
        };
        if let Some(into) = text {
            into.push(said, self.linked);
        }
    }

    /// The comments that turn the search off and on.
    fn comments(&mut self, html: &str) {
        if let Piece::Literal(text) = marks::piece(html) {
            return self.say(text);
        }
        if self.kept_out.comments(html) && (!matches!(self.into, Into::Note(_)) || self.kept_out.off) {
            self.into = self.place();
        }
    }

    /// Adds each note to the part that refers to it first, and the notes that it refers to itself.
    fn join_notes(&mut self) {
        let mut done = BTreeSet::new();
        for (part, name) in std::mem::take(&mut self.references) {
            let mut open = vec![name];
            while let Some(name) = open.pop().filter(|name| done.insert(name.clone())) {
                let Some(note) = self.notes.get(&name) else { continue };
                self.parts[part].text.append(&note.text);
                open.extend(note.references.iter().rev().cloned());
            }
        }
    }
}

impl Text {
    /// Adds text, and no second space or line break behind one.
    pub fn push(&mut self, text: &str, linked: bool) {
        let blank = text == " " || text == "\n";
        let after = &self.text;
        if blank && (after.is_empty() || after.ends_with('\n') || (text == " " && after.ends_with(' '))) {
            return;
        }
        if text == "\n" {
            self.end_block();
        }
        let start = self.text.len();
        self.text.push_str(text);
        if linked {
            self.links.push(start..self.text.len());
        }
    }

    /// Adds a block.
    pub fn append(&mut self, block: &Text) {
        self.push("\n", false);
        let moved = self.text.len();
        self.text.push_str(&block.text);
        self.links.extend(block.links.iter().map(|link| link.start + moved..link.end + moved));
    }

    /// Ends a block that has no full stop with a dot: where text is shown in one line, points of a list would run
    /// together.
    fn end_block(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        if self.text.ends_with(|c: char| c.is_alphanumeric() || c == ')') {
            self.text.push_str(" ·");
        }
    }

    /// Nothing follows the last block.
    pub fn finish(&mut self) {
        self.text.truncate(self.text.trim_end().trim_end_matches(" ·").len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(Option<usize>, String)> {
        let all = plain(
            text,
            &[Lead { page: true, title: Some("The page") }],
            text.starts_with("# ").then_some(0),
            &Markdown::default(),
        );
        all.into_iter()
            .map(|part| (part.heading, part.text.text.trim().replace(" ·\n", "/").replace('\n', "/")))
            .collect()
    }

    fn one(text: &str) -> String {
        parts(text).iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_a_reader_sees_is_there_and_markup_is_not() {
        let cases = [
            ("# Title\n\nOne *two* `three`\nfour.", "One two three four."),
            ("[text](a.md \"t\") ![alt](b.png) <https://c.d>", "text alt https://c.d"),
            ("[[some-page]] [[other|shown]] ![[file.png]]", "The page shown"),
            ("- a\n- b\n  - c", "a/b/c"),
            ("| a | b |\n|---|---|\n| c | d |", "a/b/c/d"),
            ("```rust\nlet a;\n```", "let a;"),
            ("$x^2$ and <b>bold</b> <!-- note -->", " and bold"),
            ("<div>\nhtml\n</div>\n\nText", "html/Text"),
            ("<table><tr><td>a</td><td>b</td></tr></table>\n\nx<br>y <T> <script>z</script>", "a/b/x y <T> "),
            ("> [!tip] Own title\n> inside", "Own title inside"),
            ("> [!tip]\n> inside", "inside"),
            ("a[^1] b\n\n[^1]: note[^2]\n[^2]: deep\n[^3]: unused", "a b/note/deep"),
            ("a  \nb ~~c~~ ==d *e* f== ![g](h.png){width=3}", "a b c d e f g"),
            (":::tip[A *t*]\nb\n:::\n:::tabs\n:::tab[c]\nd\n:::\n:::", "A t/b/c/d"),
        ];
        for (text, expected) in cases {
            assert_eq!(one(text).trim(), expected.trim(), "{text}");
        }
    }

    #[test]
    fn links_to_pages_are_told() {
        let leads = [Lead { page: true, title: Some("The page") }, Lead::default(), Lead { page: true, title: None }];
        let text = "a [[some-page]] [out](b) c[^1]\n\n[^1]: [*d* e](f.md)";
        let part = plain(text, &leads, None, &Markdown::default()).remove(0).text;
        let linked: Vec<&str> = part.links.iter().map(|link| &part.text[link.clone()]).collect();
        assert_eq!(linked, ["The page", "d", " e"]);
    }

    #[test]
    fn headings_cut() {
        let found = parts("lead\n\n## A\n\none\n\n### B\n\ntwo[^n]\n\n## C\n\n[^n]: note");
        let found: Vec<_> = found.iter().map(|(heading, text)| (*heading, text.as_str())).collect();
        assert_eq!(found, [(None, "lead"), (Some(0), "one"), (Some(1), "two/note"), (Some(2), "")]);
    }

    #[test]
    fn what_is_kept_from_the_search_is_left_out() {
        let text = "a\n\n## B {.no-search}\n\nhidden\n\n### C\n\nhidden\n\n## D\n\nd\n\n<!-- search: off -->\n\nhidden[^1]\n\n## hidden\n\nx <!-- search: on --> e\n\n[^1]: hidden";
        let found = parts(text);
        assert_eq!(found.iter().map(|(h, _)| *h).collect::<Vec<_>>(), [None, Some(2)]);
        assert!(!format!("{found:?}").contains("hidden"), "{found:?}");
        assert!(found[1].1.ends_with('e'), "{found:?}");
    }
}
