//! Goes through a body line by line, and knows in which blocks a line stands.
//!
//! In: a body, and which tools are read. Out: the same text in docent's own Markdown.
//!
//! 1. A line's quote marks and white space say which open blocks it is still in ([`Engine::enter`]). Blocks that end by
//!    indentation are ended here, above the empty lines before; their content is moved to the left.
//! 2. Code, formulas and raw texts are taken over as they are.
//! 3. Each tool is asked whether a block of its own begins here ([`super::Tool::block`]).
//! 4. What is left is text, and read byte by byte ([`super::inline`]).

use super::abbreviations::Abbreviations;
use super::cursor::{Cursor, Piece, REACH, is_lead, stays};
use super::out::Out;
use super::{Dialect, Options, Reading, TOOLS, Tool};
use crate::byte_scan;
use crate::diagnostic::{At, Finding};
use std::cell::OnceCell;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

/// A block that is open.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// What the mark that ends it is called.
    pub(super) name: String,
    pub(super) ends: Ends,
    /// How its content is moved to the left.
    pub(super) moves: Moves,
    /// What stands at its end in docent's Markdown.
    pub(super) close: &'static str,
    /// What inserted lines begin with.
    pub(super) prefix: String,
    /// In how many quotes it stands.
    pub(super) quotes: usize,
    /// The column in which it begins.
    pub(super) column: usize,
    /// Where it begins.
    pub(super) at: Range<usize>,
    pub(super) role: Role,
}

/// What ends a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// A line that is not indented by four columns more.
    Indent,
    /// A line that begins no other block of the group.
    Group,
    /// A mark.
    Mark,
    /// Colons of docent's own: nothing is written for it.
    Colons,
}

/// How a block's content is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moves {
    Never,
    /// By as many columns as its first line is indented, once that is known; unless these are more than so many.
    AsFirst(Option<usize>, usize),
}

/// What a block is for those that stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Other,
    Tabs,
    Cards,
    Steps,
    /// A list whose items are tabs or details: the column of its marks, whether one is open.
    Items {
        column: Option<usize>,
        open: bool,
        part: &'static str,
    },
    /// Each block of code is a tab, called as it says.
    CodeTabs,
}

/// A fenced block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fence {
    pub(super) mark: u8,
    pub(super) length: usize,
    /// Content of a list item: a line to the left of it ends the item and the code.
    pub(super) item: usize,
    /// It is a tab of its own.
    pub(super) tab: bool,
}

/// Where the engine is.
pub(super) struct Engine<'a> {
    pub(super) body: &'a str,
    pub(super) options: Options,
    pub(super) out: Out<'a>,
    /// The next byte of the body.
    pub(super) at: usize,
    /// Where the line ends, without its line feed.
    pub(super) line_end: usize,
    pub(super) open: Vec<Open>,
    pub(super) fence: Option<Fence>,
    /// Up to here all is taken over: code, formulas, raw texts.
    pub(super) guarded: usize,
    /// Up to here marks in braces are text.
    pub(super) raw: usize,
    /// Where the content of open list items begins.
    pub(super) items: Vec<usize>,
    /// Quotes, and the column of the text, of the present line.
    pub(super) quotes: usize,
    pub(super) column: usize,
    /// What stands before the text of the line, and is not written yet.
    pub(super) lead: Vec<Piece>,
    /// Empty lines that are not written yet.
    held: Option<Range<usize>>,
    pub(super) paragraph: bool,
    pub(super) indented: bool,
    /// For the next block of code.
    pub(super) title: Option<String>,
    /// Notes that stand in the text, for the end of the page.
    pub(super) notes: Vec<String>,
    /// Last words of blocks, by where their closing marks stand.
    pub(super) tails: BTreeMap<usize, String>,
    /// What the tabs are called that come next.
    pub(super) tab_names: VecDeque<String>,
    /// Up to here cells of a table stand, each on its own.
    pub(super) table: usize,
    /// The page is written in MDX.
    pub(super) mdx: bool,
    pub(super) reading: Reading,
    pub(super) abbreviations: Abbreviations<'a>,
    pub(super) never: super::inline::Never,
    /// Where marks are ended, by family, once that was asked.
    pub(super) ends: [OnceCell<Ended>; 3],
}

/// Where what begins at a place is ended.
type Ended = BTreeMap<usize, Range<usize>>;

/// Blocks in one another.
const MOST_OPEN: usize = 100;

/// Problems told of one page.
const MOST_TOLD: usize = 20;

impl<'a> Engine<'a> {
    pub(super) fn of(body: &'a str, options: Options) -> Self {
        Self {
            body,
            options,
            out: Out::of(body),
            at: 0,
            line_end: 0,
            open: Vec::new(),
            fence: None,
            guarded: 0,
            raw: 0,
            items: Vec::new(),
            quotes: 0,
            column: 0,
            lead: Vec::new(),
            held: None,
            paragraph: false,
            indented: false,
            title: None,
            tails: BTreeMap::new(),
            notes: Vec::new(),
            tab_names: VecDeque::new(),
            table: 0,
            mdx: options.mdx,
            reading: Reading::default(),
            abbreviations: Some(body)
                .filter(|_| options.dialects.has(Dialect::Mkdocs))
                .map(Abbreviations::of)
                .unwrap_or_default(),
            never: super::inline::Never::default(),
            ends: Default::default(),
        }
    }

    pub(super) fn run(mut self) -> Reading {
        while self.at < self.body.len() {
            self.line();
        }
        self.end();
        let (text, edits) = self.out.end();
        Reading { text, edits, ..self.reading }
    }

    fn end(&mut self) {
        for open in self.open.iter().filter(|open| open.ends == Ends::Mark).cloned().collect::<Vec<_>>() {
            let message = format!("`{}` is not closed", open.name);
            self.tell(open.at, message, "close it; docent closes it at the end of the page");
        }
        self.close_from(0);
        self.flush();
        for (number, note) in std::mem::take(&mut self.notes).iter().enumerate() {
            let feed = if self.out.begins_line() { "\n" } else { "\n\n" };
            self.out.put(&format!("{feed}[^inline-{}]: {note}\n", number + 1));
        }
    }

    /// The tools that are read.
    pub(super) fn tools(&self) -> impl Iterator<Item = &'static Tool> + use<> {
        let dialects = self.options.dialects;
        TOOLS.iter().filter(move |tool| dialects.has(tool.dialect))
    }

    pub(super) fn reads(&self, dialect: Dialect) -> bool {
        self.options.dialects.has(dialect)
    }

    /// The rest of the line.
    pub(super) fn rest(&self) -> &'a str {
        self.body.get(self.at..self.line_end).unwrap_or_default()
    }

    /// What stands behind a place on its line, as far as one looks.
    pub(super) fn near(&self, at: usize) -> &'a str {
        let reach = self.body.floor_char_boundary(at + REACH);
        &self.body[at..self.line_end.clamp(at, reach)]
    }

    /// What stands before a place on its line, as far as one looks.
    pub(super) fn before(&self, at: usize) -> &'a str {
        let mut start = at.saturating_sub(REACH);
        while !self.body.is_char_boundary(start) {
            start += 1;
        }
        let before = &self.body[start..at];
        &before[before.rfind('\n').map_or(0, |feed| feed + 1)..]
    }

    /// Remembers a block that is open; too many in one another are forgotten.
    pub(super) fn begin_block(&mut self, open: Open) {
        if self.open.len() < MOST_OPEN {
            self.open.push(open);
        }
    }

    pub(super) fn keep_to(&mut self, to: usize) {
        if to > self.at {
            self.begin();
            self.out.keep(self.at..to);
            self.at = to;
        }
    }

    /// Leaves out what stands before a place, and takes a part over.
    pub(super) fn keep_only(&mut self, range: Range<usize>) {
        self.begin();
        self.out.keep(range.clone());
        self.at = range.end;
    }

    /// Takes over what stands before a place, and a part with other marks around it up to where its own end.
    pub(super) fn wrap(&mut self, at: usize, inside: Range<usize>, end: usize, (before, behind): (&str, &str)) {
        self.keep_to(at);
        self.put(before);
        self.keep_only(inside);
        self.put(behind);
        self.skip_to(end);
    }

    /// Takes over what stands before a place, on later lines too.
    pub(super) fn pass(&mut self, to: usize) {
        self.guarded = self.guarded.max(to);
        self.keep_to(to.min(self.line_end));
    }

    /// Whether the line stands in a list, or in a block of another tool.
    pub(super) fn is_nested(&self) -> bool {
        !self.items.is_empty() || !self.open.is_empty()
    }

    /// Leaves a comment out; the whole line, if nothing else stands there.
    pub(super) fn cut(&mut self, range: Range<usize>) {
        let before = self.body[self.at..range.start].trim_end_matches([' ', '\t']).len() + self.at;
        let behind = self.body[range.end..].bytes().find(|b| !matches!(b, b' ' | b'\t' | b'\r'));
        let blank = behind.is_none_or(|b| b == b'\n');
        let alone = blank && before == self.at && self.is_unwritten();
        self.keep_to(if blank { before } else { range.start });
        self.skip_to(range.end);
        if alone {
            self.drop_line();
        } else if blank {
            self.at = self.line_end;
        }
    }

    /// Leaves out what stands before a place.
    pub(super) fn skip_to(&mut self, to: usize) {
        self.at = to;
        if to > self.line_end {
            self.measure();
        }
    }

    pub(super) fn measure(&mut self) {
        let end = byte_scan::find(&self.body[self.at..], b'\n').map_or(self.body.len(), |feed| self.at + feed);
        self.line_end = if self.body[self.at..end].ends_with('\r') { end - 1 } else { end };
    }

    /// Where the next line begins.
    pub(super) fn next_line(&self) -> usize {
        let feed = byte_scan::find(&self.body[self.line_end..], b'\n');
        feed.map_or(self.body.len(), |feed| self.line_end + feed + 1)
    }

    /// Tells that something is not read.
    pub(super) fn tell(&mut self, at: Range<usize>, message: impl Into<String>, hint: &str) {
        self.tell_as("foreign-syntax", at, message, hint);
    }

    pub(super) fn tell_as(&mut self, code: &'static str, at: Range<usize>, message: impl Into<String>, hint: &str) {
        if self.reading.findings.len() < MOST_TOLD {
            self.reading.findings.push(Finding::warning(code, At::Bytes(at), message).hint(hint));
        }
    }

    fn line(&mut self) {
        self.measure();
        if self.at >= self.guarded && self.rest().trim_matches([' ', '\t', '>']).is_empty() {
            return self.hold();
        }
        let item = self.enter();
        let mut starts = false;
        if self.at < self.guarded {
            self.keep_to(self.guarded.min(self.line_end));
        } else if self.code() {
            return self.keep_line();
        } else if item {
            self.item_of_tabs();
        } else {
            self.markers();
            if super::myst::fence(self) {
                self.paragraph = false;
                return self.keep_line();
            }
            if self.fence_opens() {
                return self.keep_line();
            }
            starts = true;
        }
        self.text(starts);
    }

    /// Blocks and text, up to the end of the line or of a later one.
    fn text(&mut self, mut starts: bool) {
        while self.at < self.line_end {
            if starts && self.at >= self.guarded && self.block() {
                self.paragraph = false;
                if self.at > self.line_end {
                    return;
                }
                if !self.rest().trim().is_empty() {
                    self.fresh_line();
                    self.at = self.line_end - self.rest().trim_start().len();
                    continue;
                }
                self.at = self.line_end;
                break;
            }
            self.paragraph = true;
            starts = self.inline();
            if self.at > self.line_end {
                return;
            }
            if !starts {
                break;
            }
            self.paragraph = false;
            if !self.rest().trim().is_empty() {
                self.fresh_line();
                self.at = self.line_end - self.rest().trim_start().len();
            }
        }
        self.keep_line();
    }

    fn block(&mut self) -> bool {
        self.tools().any(|tool| tool.block.is_some_and(|block| block(self)))
    }

    /// Writes what stands before the text of the line, if that was not done yet.
    fn begin(&mut self) {
        for piece in std::mem::take(&mut self.lead) {
            match piece {
                Piece::Keep(range) => self.out.keep(range),
                Piece::Put(spaces) => self.out.put(&" ".repeat(spaces)),
            }
        }
    }

    /// Writes something.
    pub(super) fn put(&mut self, text: &str) {
        self.begin();
        self.out.put(text);
    }

    /// Whether nothing of the line was written.
    pub(super) fn is_unwritten(&self) -> bool {
        !self.lead.is_empty() || self.out.begins_line()
    }

    /// Takes the rest of a line over, with its end.
    fn keep_line(&mut self) {
        let feed = self.next_line();
        self.keep_to(feed);
    }

    /// Leaves a line out, with its end.
    pub(super) fn drop_line(&mut self) {
        let feed = self.next_line();
        self.at = feed;
        // Behind its end, so that nobody goes on with it.
        self.line_end = feed.saturating_sub(1);
        self.lead.clear();
    }

    /// An empty line: whether a block ends above it is not known yet.
    fn hold(&mut self) {
        let start = self.held.as_ref().map_or(self.at, |held| held.start);
        let feed = self.next_line();
        self.held = Some(start..feed);
        self.at = feed;
        self.paragraph = false;
    }

    fn flush(&mut self) {
        if let Some(held) = self.held.take() {
            self.out.keep(held);
        }
    }

    /// Ends blocks, the inner ones first.
    pub(super) fn close_from(&mut self, first: usize) {
        while self.open.len() > first {
            let Some(open) = self.open.pop() else { return };
            if let Role::Items { open: true, .. } = open.role {
                self.put_line(&open.prefix, ":::");
            }
            for line in open.close.split('\n').filter(|line| !line.is_empty()) {
                self.put_line(&open.prefix, line);
            }
        }
    }

    /// Ends blocks where something else stands on the line. Tells whether that wrote anything.
    pub(super) fn end_here(&mut self, first: usize) -> bool {
        let mut lines = Vec::new();
        while self.open.len() > first {
            let Some(open) = self.open.pop() else { break };
            lines.extend(matches!(open.role, Role::Items { open: true, .. }).then_some(":::"));
            lines.extend((!open.close.is_empty()).then_some(open.close));
        }
        if lines.is_empty() {
            return false;
        }
        self.fresh_line();
        let newline = ["\n", &self.prefix()].concat();
        let lines = lines.iter().flat_map(|line| line.split('\n')).collect::<Vec<_>>();
        self.put(&lines.join(&newline));
        true
    }

    /// Writes a line between two lines.
    pub(super) fn put_line(&mut self, prefix: &str, text: &str) {
        if !self.out.line().is_empty() {
            self.out.put("\n");
        }
        let line = [prefix, text, "\n"].concat();
        self.out.put(&line);
    }

    /// What a line that follows the present one begins with.
    pub(super) fn prefix(&mut self) -> String {
        self.begin();
        let line = self.out.line();
        let marks =
            if is_lead(line) { line } else { &line[..line.len() - line.trim_start_matches([' ', '\t', '>']).len()] };
        marks.chars().map(|c| if matches!(c, ' ' | '\t' | '>') { c } else { ' ' }).collect()
    }

    /// Begins a new line of the output, unless one has just begun.
    pub(super) fn fresh_line(&mut self) {
        self.begin();
        if is_lead(self.out.line()) {
            return;
        }
        let line = ["\n", &self.prefix()].concat();
        self.out.put(&line);
    }

    /// Reads what stands before the text of a line, and ends the blocks that it is not in. Tells whether it is a tab.
    fn enter(&mut self) -> bool {
        let (at, end) = (self.at, self.line_end);
        let mut cursor = Cursor { body: self.body, at, end, column: 0, pieces: Vec::new(), quotes: 0, item: false };
        let (mut first, deep) = (0, self.items.last().copied().unwrap_or_default());
        while first < self.open.len() && !cursor.item {
            let open = &mut self.open[first];
            if !cursor.quotes_to(open.quotes, deep) || !stays(open, &mut cursor) {
                break;
            }
            first += 1;
        }
        let item = cursor.item && at >= self.guarded;
        if at < self.guarded {
            first = self.open.len();
        } else if self.fence.is_some() {
            cursor.quotes_to(self.quotes, deep);
        } else if !item {
            cursor.quotes_to(usize::MAX, deep);
        }
        self.leave(first, &cursor);
        self.column = cursor.column + cursor.indent();
        let text = (cursor.at + cursor.width()).min(end);
        self.lead = cursor.pieces;
        self.lead.push(Piece::Keep(cursor.at..text));
        self.at = text;
        item
    }

    /// Code that nothing ends ends with the block that it stands in.
    fn end_code(&mut self, first: usize) {
        let Some((fence, open)) = self.fence.zip(self.open.last()).filter(|_| first < self.open.len()) else { return };
        let (prefix, mark) = (open.prefix.clone(), char::from(fence.mark).to_string());
        self.put_line(&prefix, &mark.repeat(fence.length));
    }

    fn leave(&mut self, first: usize, cursor: &Cursor<'_>) {
        if first < self.open.len() || cursor.quotes != self.quotes {
            self.end_code(first);
            self.fence = None;
            // Items that the blocks stand in go on.
            let column = self.open.get(first).filter(|_| cursor.quotes == self.quotes).map_or(0, |open| open.column);
            self.items.retain(|item| *item <= column);
        }
        self.close_from(first);
        self.flush();
        self.quotes = cursor.quotes;
    }
}
