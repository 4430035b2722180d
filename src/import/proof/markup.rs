//! What HTML shows: of a page of the new site, and of a source that is HTML itself. Names html5gum, whose reader is the
//! standard's, and asks nothing of the builder.
//!
//! In: HTML. Out: [`Shown`], or [`Facts`].

use super::{Facts, Piece, Reference, letters};
use html5gum::{Token, Tokenizer};

/// What a page of the site shows.
#[derive(Debug, Default)]
pub struct Shown {
    /// The document's title, folded.
    pub title: String,
    /// All letters and digits, in order, folded.
    pub letters: String,
    /// For each byte of them whether a word begins there.
    pub starts: Vec<bool>,
    /// For each byte of them whether it stands in a code block.
    pub in_code: Vec<bool>,
    /// Headings, folded.
    pub headings: Vec<String>,
    /// Cells of tables, folded.
    pub cells: Vec<String>,
    /// Links: their words, folded, and where they lead.
    pub links: Vec<(String, String)>,
    /// Where pictures are.
    pub pictures: Vec<String>,
    /// Syntax of other tools that readers see, and how often.
    pub macros: Vec<(String, usize)>,
}

/// Elements that have no end.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Elements whose text no reader sees.
const HIDDEN: [&str; 5] = ["script", "style", "template", "noscript", "head"];
/// Elements in which a word goes on.
const INLINE: [&str; 28] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strike", "strong", "tt", "u", "var", "wbr", "mi", "mn", "mo",
];

/// An element that is open.
struct Open {
    name: String,
    hidden: bool,
    code: bool,
    pre: bool,
    href: Option<String>,
    text: String,
    line: usize,
}

/// A walk through HTML that tells of elements as they end.
struct Walk<'a> {
    html: &'a str,
    open: Vec<Open>,
    main_only: bool,
    inside: usize,
}

/// Where a text stands.
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    code: bool,
    pre: bool,
}

/// What the walk tells.
trait Sink {
    fn text(&mut self, text: &str, place: Place);
    fn boundary(&mut self);
    fn ended(&mut self, element: &Closed<'_>);
    fn picture(&mut self, target: String, alt: String, line: usize);
}

/// An element that has ended.
struct Closed<'a> {
    name: &'a str,
    text: &'a str,
    href: Option<&'a str>,
    line: usize,
}

impl Walk<'_> {
    fn go(mut self, sink: &mut dyn Sink) {
        let mut line = 1;
        for token in Tokenizer::new(self.html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = lossy(&tag.name);
                    let attribute = |key: &str| {
                        let found = tag.attributes.iter().find(|(name, _)| name.as_slice() == key.as_bytes());
                        found.map(|(_, value)| lossy(value))
                    };
                    self.start(name, &attribute, tag.self_closing, line, sink);
                }
                Token::EndTag(tag) => self.end(&lossy(&tag.name), sink),
                Token::String(text) => {
                    let text = lossy(&text);
                    self.text(&text, line, sink);
                    line += text.matches('\n').count();
                }
                _ => {}
            }
        }
        while let Some(last) = self.open.last().map(|open| open.name.clone()) {
            self.end(&last, sink);
        }
    }

    fn start(
        &mut self,
        name: String,
        attribute: &dyn Fn(&str) -> Option<String>,
        closes: bool,
        line: usize,
        sink: &mut dyn Sink,
    ) {
        if !INLINE.contains(&name.as_str()) {
            sink.boundary();
        }
        let class = attribute("class").unwrap_or_default();
        let parent = self.open.last();
        let apart = self.main_only && (name == "nav" || class.split(' ').any(|class| class == "toc"));
        let hidden = parent.is_some_and(|open| open.hidden) || HIDDEN.contains(&name.as_str()) || apart;
        let code = parent.is_some_and(|open| open.code) || name == "pre" || name == "code";
        let pre = parent.is_some_and(|open| open.pre) || name == "pre";
        self.inside += usize::from(name == "main");
        let shown = !hidden && (!self.main_only || self.inside > 0);
        if shown && ["img", "video", "audio", "source", "embed", "object", "iframe", "image"].contains(&name.as_str()) {
            let target = ["src", "data", "href", "srcset", "data-src"].into_iter().find_map(attribute);
            if let Some(target) = target {
                sink.picture(target, attribute("alt").unwrap_or_default(), line);
            }
        }
        if !VOID.contains(&name.as_str()) && !closes {
            let href = attribute("href").filter(|_| name == "a");
            self.open.push(Open { name, hidden, code, pre, href, text: String::new(), line });
        }
    }

    fn end(&mut self, name: &str, sink: &mut dyn Sink) {
        if !INLINE.contains(&name) {
            sink.boundary();
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        for open in self.open.drain(at..).rev() {
            let shown = !open.hidden && (!self.main_only || self.inside > 0);
            if shown {
                let Open { name, text, href, line, .. } = &open;
                sink.ended(&Closed { name, text, href: href.as_deref(), line: *line });
            }
            self.inside -= usize::from(open.name == "main" && self.inside > 0);
        }
    }

    fn text(&mut self, text: &str, line: usize, sink: &mut dyn Sink) {
        let Some(last) = self.open.last() else {
            if !self.main_only {
                sink.text(text, Place { line, code: false, pre: false });
            }
            return;
        };
        if last.hidden || (self.main_only && self.inside == 0) {
            return;
        }
        let place = Place { line, code: last.code, pre: last.pre };
        sink.text(text, place);
        // What a heading, a cell or a link says is what all in it says.
        self.open.iter_mut().for_each(|open| open.text.push_str(text));
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn is_heading(name: &str) -> bool {
    matches!(
        name,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt" | "label" | "strong" | "figcaption" | "caption"
    )
}

/// What a page of the site shows in `<main>`.
pub fn shown(html: &str) -> Shown {
    let mut shown = Reading { shown: Shown::default(), boundary: true, prose: String::new() };
    Walk { html, open: Vec::new(), main_only: true, inside: 0 }.go(&mut shown);
    shown.shown.title = html.find("<title").map_or(String::new(), |at| letters(&decoded(element(html, at))));
    shown.shown.macros = macros(&shown.prose);
    shown.shown
}

struct Reading {
    shown: Shown,
    boundary: bool,
    prose: String,
}

impl Sink for Reading {
    fn text(&mut self, text: &str, place: Place) {
        if !place.code {
            self.prose.push_str(text);
        }
        let mut word = String::new();
        for c in text.chars() {
            let mut bytes = [0; 4];
            let folded = letters(c.encode_utf8(&mut bytes));
            if folded.is_empty() {
                // Soft hyphens, joiners and accents stand inside words.
                self.boundary |=
                    !matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{300}'..='\u{36f}');
                continue;
            }
            let before = self.shown.letters.len();
            word.push(c);
            self.shown.letters.push_str(&folded);
            self.shown.starts.resize(self.shown.letters.len(), false);
            self.shown.starts[before] = self.boundary;
            self.shown.in_code.resize(self.shown.letters.len(), place.pre);
            self.boundary = false;
        }
    }

    fn boundary(&mut self) {
        self.boundary = true;
        self.prose.push('\n');
    }

    fn ended(&mut self, element: &Closed<'_>) {
        let text = || letters(element.text);
        match element.name {
            name if is_heading(name) => self.shown.headings.push(text()),
            "td" | "th" => self.shown.cells.push(text()),
            "a" => self.shown.links.extend(element.href.map(|href| (text(), href.to_owned()))),
            _ => {}
        }
    }

    fn picture(&mut self, target: String, _: String, _: usize) {
        self.shown.pictures.push(target);
    }
}

/// What syntax of other tools begins and ends with.
const MARKS: [(&str, &str); 9] = [
    ("{{", "}}"),
    ("{%", "%}"),
    ("{#", "#}"),
    ("[!INCLUDE", ")"),
    ("--8<--", "\""),
    ("%%", "%%"),
    ("![[", "]]"),
    ("[[", "]]"),
    ("{: ", "}"),
];

/// Syntax that stands visibly in prose.
fn macros(prose: &str) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut add = |text: &str| match found.iter_mut().find(|(known, _)| known == text) {
        Some((_, count)) => *count += 1,
        None => found.push((text.to_owned(), 1)),
    };
    for line in prose.lines().map(str::trim) {
        let head = line.split_whitespace().next().unwrap_or_default();
        let block =
            head.starts_with(":::") || matches!(head, "!!!" | "???" | "???+" | "===") && line.len() > head.len();
        let component = line.starts_with('<') && line[1..].starts_with(|c: char| c.is_ascii_uppercase() || c == '/');
        if block || (component && line.contains('>')) {
            add(&line.chars().take(60).collect::<String>());
            continue;
        }
        let mut rest = line;
        while let Some((at, open, close)) =
            MARKS.iter().filter_map(|(open, close)| Some((rest.find(open)?, open, close))).min()
        {
            let inside = &rest[at + open.len()..];
            let Some(end) = inside.find(close) else { break };
            add(&rest[at..at + open.len() + end + close.len()].chars().take(60).collect::<String>());
            rest = &inside[end + close.len()..];
        }
    }
    found
}

/// What a source in HTML says.
pub fn facts(html: &str) -> Facts {
    let mut gathering = Gathering::default();
    Walk { html, open: Vec::new(), main_only: false, inside: 0 }.go(&mut gathering);
    gathering.boundary();
    gathering.facts
}

#[derive(Default)]
struct Gathering {
    facts: Facts,
    run: String,
    line: usize,
}

impl Sink for Gathering {
    fn text(&mut self, text: &str, place: Place) {
        // Code blocks are told as they end.
        if place.pre {
            return;
        }
        if self.run.trim().is_empty() {
            self.line = place.line;
        }
        self.run.push_str(text);
    }

    fn boundary(&mut self) {
        let text = std::mem::take(&mut self.run);
        if text.chars().any(char::is_alphanumeric) {
            self.facts.runs.push(Piece { line: self.line, text });
        }
    }

    fn ended(&mut self, element: &Closed<'_>) {
        let piece = || Piece { line: element.line, text: element.text.to_owned() };
        match element.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.facts.headings.push(piece()),
            "td" | "th" => self.facts.cells.push(piece()),
            "pre" => self.facts.codes.push(piece()),
            "a" => {
                let link = |href: &str| Reference {
                    line: element.line,
                    text: element.text.to_owned(),
                    target: href.to_owned(),
                };
                let leads =
                    |href: &&str| !href.is_empty() && !href.starts_with('#') && !href.starts_with("javascript:");
                self.facts.links.extend(element.href.filter(leads).map(link));
            }
            _ => {}
        }
    }

    fn picture(&mut self, target: String, alt: String, line: usize) {
        if !target.starts_with("data:") {
            self.facts.pictures.push(Reference { line, text: alt, target });
        }
    }
}

/// The text of HTML, a line a block.
pub fn text(html: &str) -> String {
    facts(html).runs.into_iter().map(|run| run.text.trim().to_owned() + "\n\n").collect()
}

/// What stands between the tags of an element that begins at `at`, and what comes before its end tag.
pub fn element(html: &str, at: usize) -> &str {
    let name: &str = html[at + 1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let Some(open) = html[at..].find('>').map(|end| at + end + 1) else { return "" };
    let lower = html[open..].to_ascii_lowercase();
    let (start, end) = (format!("<{}", name.to_ascii_lowercase()), format!("</{}", name.to_ascii_lowercase()));
    let (mut depth, mut from) = (1, 0);
    while let Some(next) = lower[from..].find('<').map(|next| from + next) {
        if lower[next..].starts_with(&end) {
            depth -= 1;
            if depth == 0 {
                return &html[open..open + next];
            }
        } else if lower[next..].starts_with(&start)
            && !lower[next + start.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
        {
            depth += 1;
        } else if lower[next..].starts_with("<!--") {
            from = lower[next..].find("-->").map_or(lower.len(), |close| next + close);
            continue;
        }
        from = next + 1;
    }
    &html[open..]
}

/// What an entity shows: `&eacute;`, `&#169;`.
pub fn decoded(entity: &str) -> String {
    let texts = Tokenizer::new(entity).filter_map(|Ok(token)| match token {
        Token::String(text) => Some(lossy(&text)),
        _ => None,
    });
    texts.collect()
}

/// A text without the entities that XML does not know.
pub fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 40);
        let name = end.map(|end| &rest[1..end]).filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric()));
        match name.filter(|name| !["amp", "lt", "gt", "quot", "apos"].contains(name)) {
            Some(name) => {
                let written = &rest[..name.len() + 2];
                out.push_str(&decoded(written).replace('&', "&amp;"));
                rest = &rest[written.len()..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}
