//! What marks of other tools mean, and how docent writes it.
//!
//! In: a mark that was read ([`Tag`]), and what it means ([`Shape`]). Out: a block of docent's own Markdown that is begun
//! or ended, a link, a picture, or nothing. What nobody knows is told, and what it holds is kept.

use super::args::{self, Arg, Family, Tag};
use super::cursor::first_line;
use super::engine::{Ends, Engine, Moves, Open, Role};
use super::inline::Taken;
use crate::byte_scan;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A callout of this kind; an empty one is named by the mark.
    Callout(&'static str),
    Details,
    Tabs,
    Tab,
    /// A list: its items are tabs, or details.
    Items,
    /// Blocks of code, each of which is a tab.
    CodeTabs,
    Steps,
    Step,
    Cards,
    Card,
    /// A list of folders and files.
    Tree,
    /// What it holds is shown; it says nothing itself.
    Plain,
    /// A comment.
    Gone,
    /// A block of code, in a language that stands here or in the mark.
    Code(&'static str),
    /// A title for the block of code in it.
    CodeTitle,
    /// Marks in it are text.
    Raw,
    Picture,
    /// A link, to an address that begins so.
    Link(&'static str),
    /// The title of a page, as a link to it.
    Page,
    /// Words.
    Text,
    /// Nothing at all.
    Nothing,
    /// Nothing, which is told.
    Dropped,
    /// A path: a link to it.
    Path,
    /// What decides which of several texts is shown.
    Condition,
    /// A small picture of a set that docent does not have.
    Icon,
    /// Not touched: others read it.
    Left,
}

/// A name, and what it means.
pub(super) type Row = (&'static str, Shape);

impl Engine<'_> {
    /// What a mark means to the tools that are read.
    pub(super) fn shape(&self, tag: &Tag<'_>) -> Option<Shape> {
        let tables = self.tools().flat_map(|tool| tool.tags).filter(|(family, _)| *family == tag.family);
        let mut rows = tables.flat_map(|(_, rows)| rows.iter());
        rows.find(|(name, _)| *name == tag.name).map(|(_, shape)| *shape)
    }

    /// Reads a mark that stands here.
    pub(super) fn mark(&mut self, tag: &Tag<'_>) -> Taken {
        let shape = self.shape(tag);
        if shape == Some(Shape::Left) {
            return self.included(tag);
        }
        self.keep_to(tag.range.start);
        if tag.closes {
            return self.closing(tag);
        }
        match shape {
            Some(shape) => self.opening(tag, shape),
            None => self.unknown(tag),
        }
    }

    fn closing(&mut self, tag: &Tag<'_>) -> Taken {
        let last = self.open.iter().rposition(|open| open.ends == Ends::Mark && open.name == tag.name);
        let Some(last) = last else {
            return self.nothing(tag);
        };
        if !self.end_here(last) {
            return self.nothing(tag);
        }
        self.skip_to(tag.range.end);
        Taken::Block
    }

    /// Whether nothing else stands on the line.
    pub(super) fn stands_alone(&self, tag: &Tag<'_>) -> bool {
        self.is_unwritten() && self.rest_behind(tag).trim().is_empty()
    }

    fn rest_behind(&self, tag: &Tag<'_>) -> &str {
        first_line(&self.body[tag.range.end..])
    }

    /// Leaves a mark out; its line too, if nothing else stands there.
    pub(super) fn nothing(&mut self, tag: &Tag<'_>) -> Taken {
        self.cut(tag.range.clone());
        Taken::Text
    }

    fn opening(&mut self, tag: &Tag<'_>, shape: Shape) -> Taken {
        match shape {
            Shape::Callout(kind) => self.callout(tag, kind),
            Shape::Details => self.container(tag, ":::details", &in_brackets(&title_of(tag)), Role::Other),
            Shape::Tabs => self.tabs(tag),
            Shape::Tab => self.tab(tag),
            Shape::Items => self.items(tag),
            Shape::CodeTabs => self.container(tag, ":::tabs", "", Role::CodeTabs),
            Shape::Steps => self.container(tag, ":::steps", "", Role::Steps),
            Shape::Step => self.step(tag),
            Shape::Cards => self.container(tag, ":::cards", "", Role::Cards),
            Shape::Card => self.card(tag),
            Shape::Tree => self.container(tag, ":::tree", "", Role::Other),
            Shape::Plain => self.plain(tag),
            Shape::CodeTitle => {
                self.title = tag.get(&["title", "filename", "label", "file-name"]).map(|arg| arg.text.to_owned());
                self.caption(tag);
                self.plain(tag)
            }
            Shape::Gone => self.gone(tag),
            Shape::Raw => {
                self.raw = self.end_of(tag).map_or(self.body.len(), |end| end.start);
                self.nothing(tag)
            }
            Shape::Code(lang) => self.code_block(tag, lang),
            Shape::Picture => self.picture(tag),
            Shape::Link(base) => self.link(tag, base),
            Shape::Page => self.page(tag),
            Shape::Text => self.words(tag),
            Shape::Nothing => self.nothing(tag),
            Shape::Dropped => {
                let hint = "write what it shows as Markdown, or remove it";
                self.tell(tag.range.clone(), format!("`{}` is not shown", tag.shown()), hint);
                self.nothing(tag)
            }
            Shape::Path => self.path(tag),
            // A sentence about it.
            Shape::Condition if tag.args.is_empty() && tag.name != "else" && !self.stands_alone(tag) => {
                self.unknown(tag)
            }
            Shape::Condition => {
                let hint = "keep what is right for this site, and remove the rest";
                self.tell(tag.range.clone(), "conditions are not evaluated: what stands in them is always shown", hint);
                self.nothing(tag)
            }
            Shape::Icon => {
                self.tell(
                    tag.range.clone(),
                    "icons of icon sets are not shown",
                    "use an emoji, a picture, or remove it",
                );
                self.nothing(tag)
            }
            Shape::Left => Taken::No,
        }
    }

    /// Remembers that a block is open.
    fn push(&mut self, tag: &Tag<'_>, close: &'static str, role: Role) {
        let prefix = self.prefix();
        let moves = moves(tag.family, role);
        let (quotes, column) = (self.quotes, self.column);
        let (name, at) = (tag.name.to_owned(), tag.range.clone());
        self.begin_block(Open { name, ends: Ends::Mark, moves, close, prefix, quotes, column, at, role });
    }

    /// Begins a block of docent's own.
    fn container(&mut self, tag: &Tag<'_>, head: &str, title: &str, role: Role) -> Taken {
        self.fresh_line();
        let id = first_line(&self.body[tag.range.end..]).trim_start().strip_prefix("{#").and_then(|rest| {
            let (id, behind) = rest.split_once('}')?;
            let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
            (behind.trim().is_empty() && !id.is_empty() && id.chars().all(is_id)).then_some(id)
        });
        if let Some(id) = id {
            let line = ["\n", &self.prefix()].concat();
            self.put(&["<a id=\"", id, "\"></a>", &line, &line].concat());
        }
        self.put(&[head, title].concat());
        if tag.alone {
            let close = ["\n", &self.prefix(), ":::"].concat();
            self.put(&close);
        } else {
            self.push(tag, ":::", role);
        }
        self.skip_to(if id.is_some() { self.line_end.max(tag.range.end) } else { tag.range.end });
        Taken::Block
    }

    fn callout(&mut self, tag: &Tag<'_>, kind: &'static str) -> Taken {
        let given = tag.get(&["style", "type", "kind", "color", "variant", "intent"]).map(|arg| arg.text);
        let first = given.or_else(|| tag.words().map(|arg| arg.text).chain(tag.quoted().map(|arg| arg.text)).next());
        let kind = if kind.is_empty() { first.and_then(known_kind).unwrap_or("note") } else { kind };
        let named = tag.get(&["title", "header", "heading", "summary", "label"]).map(|arg| arg.text);
        let title = named.or_else(|| tag.quoted().map(|arg| arg.text).find(|text| known_kind(text) != Some(kind)));
        self.container(tag, &[":::", kind].concat(), &in_brackets(title.unwrap_or_default()), Role::Other)
    }

    /// Tabs. Some name them all at once.
    fn tabs(&mut self, tag: &Tag<'_>) -> Taken {
        let items = tag.args.iter().find(|arg| arg.key == "items").map_or("", |arg| arg.text);
        let names =
            items.trim_matches(['[', ']', ' ']).split(',').map(|name| name.trim().trim_matches(['"', '\'', '`']));
        self.tab_names = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
        self.container(tag, ":::tabs", "", Role::Tabs)
    }

    fn tab(&mut self, tag: &Tag<'_>) -> Taken {
        // One that nothing ended ends where the next begins.
        if self.open.last().is_some_and(|open| open.name == tag.name) {
            let last = self.open.len() - 1;
            self.end_here(last);
        }
        let next = self.tab_names.pop_front().unwrap_or_default();
        let title = Some(title_of(tag)).filter(|title| !title.is_empty()).unwrap_or(next);
        self.container(tag, ":::tab", &in_brackets(&title), Role::Other)
    }

    /// A path in a text, as a link that shows the title of its page.
    fn path(&mut self, tag: &Tag<'_>) -> Taken {
        let given = tag.get(&["path"]).or_else(|| tag.quoted().next()).or_else(|| tag.words().next());
        let Some(path) = given.filter(|arg| !arg.text.is_empty()) else { return self.unknown(tag) };
        self.put("[](");
        self.address(path);
        self.put(")");
        self.skip_to(tag.range.end);
        Taken::Text
    }

    /// A list whose items are tabs.
    fn items(&mut self, tag: &Tag<'_>) -> Taken {
        let tabs = !tag.words().any(|word| word.text == "accordion");
        let part = if tabs { ":::tab" } else { ":::details" };
        let (head, close) = if tabs { (":::tabs", ":::") } else { ("", "") };
        self.fresh_line();
        self.put(head);
        self.push(tag, close, Role::Items { column: None, open: false, part });
        self.skip_to(tag.range.end);
        Taken::Block
    }

    /// A step: its title is a heading.
    fn step(&mut self, tag: &Tag<'_>) -> Taken {
        let title = title_of(tag);
        if title.is_empty() {
            return self.plain(tag);
        }
        self.fresh_line();
        self.put(&["### ", &title].concat());
        self.push(tag, "", Role::Other);
        self.skip_to(tag.range.end);
        Taken::Block
    }

    /// A card; a grid around it, if there is none.
    fn card(&mut self, tag: &Tag<'_>) -> Taken {
        let in_grid = self.open.iter().any(|open| open.role == Role::Cards);
        self.fresh_line();
        let newline = ["\n", &self.prefix()].concat();
        let grid = if in_grid { String::new() } else { [":::cards", &newline].concat() };
        self.put(&[&grid, ":::card", &in_brackets(&title_of(tag))].concat());
        if let Some(href) = tag.get(&["href", "link", "url", "to"]).filter(|arg| !arg.text.is_empty()) {
            let quote = if href.text.contains([' ', '}']) { "\"" } else { "" };
            self.put(&["{href=", quote].concat());
            self.keep_only(href.at..href.at + href.text.len());
            self.put(&[quote, "}"].concat());
        }
        let close = if in_grid { ":::" } else { ":::\n:::" };
        let words = tag
            .get(&["description", "subtitle", "text", "caption"])
            .map(|arg| arg.text)
            .filter(|text| !text.is_empty());
        if let Some(words) = words {
            self.put(&[newline.as_str(), &one_line(words)].concat());
        }
        if tag.alone || self.end_of(tag).is_none() {
            self.put(&[newline.as_str(), &close.replace('\n', &newline)].concat());
        } else {
            self.push(tag, close, Role::Other);
        }
        self.skip_to(tag.range.end);
        Taken::Block
    }

    /// What it holds, and nothing of itself.
    pub(super) fn plain(&mut self, tag: &Tag<'_>) -> Taken {
        if !tag.alone && self.stands_alone(tag) && self.end_of(tag).is_some() {
            self.push_silently(tag, self.column);
        }
        self.nothing(tag)
    }

    pub(super) fn push_silently(&mut self, tag: &Tag<'_>, column: usize) {
        let moves = moves(tag.family, Role::Other);
        let (name, at, quotes) = (tag.name.to_owned(), tag.range.clone(), self.quotes);
        let role = Role::Other;
        self.begin_block(Open {
            name,
            ends: Ends::Mark,
            moves,
            close: "",
            prefix: String::new(),
            quotes,
            column,
            at,
            role,
        });
    }

    /// A comment, up to its end; without one, up to the end of the page.
    fn gone(&mut self, tag: &Tag<'_>) -> Taken {
        if tag.alone {
            return self.nothing(tag);
        }
        let end = self.end_of(tag).map(|end| end.end);
        self.comment(tag.range.start..end.unwrap_or(self.body.len()), end.is_some());
        Taken::Text
    }

    /// Leaves a comment out.
    pub(super) fn comment(&mut self, range: Range<usize>, is_closed: bool) {
        if !is_closed {
            let mark: String = self.body[range.start..].chars().take(2).collect();
            let message = "this comment is not closed: everything after it is hidden";
            let hint =
                if mark == "%%" { "close it with `%%`; where it is no comment, write `\\%%`" } else { "close it" };
            self.tell_as("open-comment", range.start..range.start + mark.len(), message, hint);
        }
        self.reading.hidden.push(range.clone());
        self.cut(range);
    }

    /// `Listing 1-2: what it shows` of mdBook, above the code.
    fn caption(&mut self, tag: &Tag<'_>) {
        let number = tag.get(&["number"]).map_or(String::new(), |arg| format!("{} {}", tag.name, arg.text));
        let words = tag.get(&["caption"]).map_or(String::new(), |arg| one_line(arg.text));
        let text = [number, words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
        if !text.is_empty() && !tag.closes {
            self.fresh_line();
            let empty = ["\n", self.prefix().trim_end(), "\n", &self.prefix()].concat();
            self.put(&[text.as_str(), &empty].concat());
        }
    }

    /// A block of code, up to the mark that ends it.
    fn code_block(&mut self, tag: &Tag<'_>, lang: &'static str) -> Taken {
        if let Some(code) = tag.get(&["code"]).filter(|arg| arg.quoted) {
            let lang = tag.get(&["lang"]).map_or("", |arg| arg.text);
            self.fresh_line();
            let newline = ["\n", &self.prefix()].concat();
            let lines = code.text.replace("\\n", "\n").replace('\n', &newline);
            self.put(&["```", lang, &newline, &lines, &newline, "```"].concat());
            self.skip_to(tag.range.end);
            return Taken::Block;
        }
        let Some(end) = self.end_of(tag).filter(|_| !tag.alone) else { return self.unknown(tag) };
        let given = tag.get(&["lang", "language"]).or_else(|| tag.words().next()).or_else(|| tag.quoted().next());
        let title = tag.get(&["file", "filename", "title", "name"]).map_or(String::new(), |arg| one_line(arg.text));
        let ending = title.rsplit_once('.').map_or("", |(_, ending)| ending);
        let lang =
            if lang.is_empty() { given.map_or(ending, |arg| arg.text.trim_start_matches("lang:")) } else { lang };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", title.replace('"', "'")) };
        self.fresh_line();
        self.put(&["```", if lang.is_empty() && !title.is_empty() { "text" } else { lang }, &title].concat());
        self.push(tag, "```", Role::Other);
        self.guarded = end.start;
        self.skip_to(tag.range.end);
        Taken::Block
    }

    pub(super) fn picture(&mut self, tag: &Tag<'_>) -> Taken {
        let file = || tag.args.iter().find(|arg| arg.key.is_empty() && arg.text.contains('.'));
        let source = tag.get(&["src", "source", "url", "href"]).or_else(file);
        let source = source.or_else(|| tag.quoted().next()).or_else(|| tag.words().next());
        let Some(source) = source.filter(|arg| !arg.text.is_empty()) else { return self.unknown(tag) };
        let alt =
            tag.get(&["alt", "alt-text", "caption", "title"]).or_else(|| tag.quoted().find(|arg| arg.at != source.at));
        let alt = alt.map_or(String::new(), |arg| one_line(arg.text).replace(['[', ']'], ""));
        self.put(&format!("![{alt}]("));
        self.address(source);
        let size = |key: &str| tag.get(&[key]).map(|arg| format!("{key}={}", arg.text)).filter(|text| is_size(text));
        let sizes: Vec<String> = ["width", "height"].into_iter().filter_map(size).collect();
        self.put(&if sizes.is_empty() { ")".to_owned() } else { format!("){{{}}}", sizes.join(" ")) });
        let caption = tag
            .get(&["caption", "title"])
            .filter(|arg| !arg.text.is_empty() && tag.get(&["alt"]).is_some_and(|alt| alt.text != arg.text));
        if let Some(caption) = caption {
            let line = ["\n", &self.prefix()].concat();
            self.put(&[&line, &line, "*", &one_line(caption.text), "*"].concat());
        }
        self.skip_to(tag.range.end);
        Taken::Text
    }

    /// An address as its author wrote it.
    fn address(&mut self, arg: &Arg<'_>) {
        let (open, close) = if arg.text.contains([' ', '(', ')']) { ("<", ">") } else { ("", "") };
        self.put(open);
        self.keep_only(arg.at..arg.at + arg.text.len());
        self.put(close);
    }

    fn link(&mut self, tag: &Tag<'_>, base: &str) -> Taken {
        let given = tag
            .get(&["url", "href", "src", "id", "link", "to", "page"])
            .or_else(|| tag.quoted().next())
            .or_else(|| tag.words().next());
        let Some(given) = given.filter(|arg| !arg.text.is_empty()) else { return self.unknown(tag) };
        let words =
            tag.get(&["title", "name", "text", "caption", "label"]).map(|arg| arg.text).filter(|text| !text.is_empty());
        let end = self.end_of(tag).filter(|_| !tag.alone);
        let inside = end
            .as_ref()
            .map(|end| self.body[tag.range.end..end.start].trim())
            .filter(|text| !text.is_empty() && !text.contains("\n\n"));
        let base = if given.text.contains("://") { "" } else { base };
        let name = given.text.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let shown = if base.is_empty() && !given.text.contains("://") && tag.name == "file" { name } else { "" };
        let words = inside.or(words).unwrap_or(if shown.is_empty() { "" } else { shown });
        let whole = [base, given.text].concat();
        let words = if words.is_empty() { whole.as_str() } else { words };
        self.put(&["[", &one_line(words), "](", base].concat());
        self.address(given);
        self.put(")");
        self.skip_to(end.map_or(tag.range.end, |end| end.end));
        Taken::Text
    }

    /// A link that shows the title of its page.
    fn page(&mut self, tag: &Tag<'_>) -> Taken {
        let Some(url) = tag.get(&["url", "page", "href"]).filter(|arg| !arg.text.is_empty()) else {
            return self.unknown(tag);
        };
        let outside = url.text.contains("://");
        self.put(&if outside { format!("[{}](", url.text) } else { "[](".to_owned() });
        self.address(url);
        self.put(")");
        let end = self.end_of(tag).filter(|end| self.body[tag.range.end..end.start].trim().lines().count() < 2);
        self.skip_to(end.map_or(tag.range.end, |end| end.end));
        Taken::Text
    }

    /// The words that a mark is given.
    fn words(&mut self, tag: &Tag<'_>) -> Taken {
        let given = tag.get(&["text", "title", "label", "name"]).or_else(|| tag.quoted().next());
        let Some(words) = given.filter(|arg| !arg.text.is_empty()) else { return self.nothing(tag) };
        self.keep_only(words.at..words.at + words.text.len());
        self.skip_to(tag.range.end);
        Taken::Text
    }

    /// Where the mark stands that ends what another begins.
    pub(super) fn end_of(&self, tag: &Tag<'_>) -> Option<Range<usize>> {
        let ends = self.ends[tag.family as usize].get_or_init(|| ends(self.body, tag.family));
        ends.get(&tag.range.start).cloned()
    }
}

/// Where what each mark begins is ended, by the places of the marks.
fn ends(body: &str, family: Family) -> BTreeMap<usize, Range<usize>> {
    let opening = match family {
        Family::Liquid => "{%",
        Family::Shortcode => "{{",
        Family::Component => "<",
    };
    let (mut open, mut found) = (BTreeMap::<&str, Vec<usize>>::new(), BTreeMap::new());
    for at in byte_scan::matches(body, opening) {
        let tag = if family == Family::Component { args::element(body, at) } else { args::braces(body, at) };
        let Some(tag) = tag.filter(|tag| !tag.alone) else { continue };
        let same = open.entry(tag.name).or_default();
        if !tag.closes {
            same.push(at);
        } else if let Some(start) = same.pop() {
            found.insert(start, tag.range);
        }
    }
    found
}

/// How the content of a block is moved. In Liquid four columns are code, as elsewhere.
fn moves(family: Family, role: Role) -> Moves {
    let is_list = matches!(role, Role::Items { .. });
    Moves::AsFirst(None, if family == Family::Liquid && !is_list { 3 } else { usize::MAX })
}

fn is_size(text: &str) -> bool {
    let value = text.split_once('=').map_or("", |(_, value)| value);
    let digits = value.trim_end_matches("px").trim_end_matches('%');
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// What a block is called, if its mark says so.
pub(super) fn title_of(tag: &Tag<'_>) -> String {
    let given = tag.get(&["title", "label", "header", "summary", "name", "tab", "heading", "value", "text"]);
    let given = given.or_else(|| tag.quoted().next()).map(|arg| arg.text);
    let words = || tag.words().map(|arg| arg.text).collect::<Vec<_>>().join(" ");
    let words = if tag.family == Family::Component { String::new() } else { words() };
    one_line(given.unwrap_or(&words))
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title in brackets; nothing without one.
pub(super) fn in_brackets(title: &str) -> String {
    let title = one_line(&super::emoji::in_title(title));
    let mut depth = 0i32;
    let balanced = title.bytes().all(|b| {
        depth += match b {
            b'[' => 1,
            b']' => -1,
            _ => 0,
        };
        depth >= 0
    });
    match title.is_empty() {
        true => title,
        false if balanced && depth == 0 => ["[", &title, "]"].concat(),
        false => ["[", &title.replace('[', "\\[").replace(']', "\\]"), "]"].concat(),
    }
}

/// What a block of code is called: `[app.js]`, `title="app.js"`, else its language.
pub(super) fn code_title(info: &str) -> String {
    let titled = info.split_once("title=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let titled = titled.and_then(|rest| rest.split(['"', '\'', '}']).next());
    let bracketed = info.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(name, _)| name);
    let mut words = info.split_whitespace();
    let lang = words.next().unwrap_or("code");
    let name = words.take_while(|word| !word.contains(['=', '{'])).collect::<Vec<_>>().join(" ");
    bracketed.or(titled).map_or(if name.is_empty() { lang.to_owned() } else { name }, str::to_owned)
}

/// Kinds of callouts, by what other tools call them.
const KINDS: [(&str, &[&str]); 15] = [
    ("note", &["default", "secondary", "primary", "neutral", "plain", "grey", "gray", "dark", "light", "comment"]),
    ("info", &["information", "blue", "working"]),
    ("tip", &["hint", "green", "idea"]),
    ("success", &["check", "done", "ok"]),
    ("warning", &["warn", "attention", "orange", "yellow"]),
    ("caution", &[]),
    ("danger", &["error", "alert", "critical", "red"]),
    ("important", &["accent", "purple"]),
    ("question", &["help", "faq"]),
    ("failure", &["fail", "missing"]),
    ("abstract", &["summary", "tldr"]),
    ("todo", &[]),
    ("bug", &[]),
    ("example", &[]),
    ("quote", &["cite"]),
];

/// The kind of callout that a word means.
pub(super) fn known_kind(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    KINDS.iter().find(|(kind, others)| *kind == lower || others.contains(&lower.as_str())).map(|(kind, _)| *kind)
}
