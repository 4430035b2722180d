//! Lines of code and list items, as the engine meets them.
//!
//! In: the engine where the text of a line begins. Out: whether the line is code; list items that it begins; a block of code
//! with the title that a mark around it gave.

use super::cursor::{is_rule, list_marker};
use super::engine::{Engine, Fence, Moves, Role};

impl Engine<'_> {
    /// Whether the line is code.
    pub(super) fn code(&mut self) -> bool {
        let Some(fence) = self.fence else { return self.is_indented() };
        let text = self.rest();
        if self.column < fence.item && !text.is_empty() {
            self.fence = None;
            return self.is_indented();
        }
        let marks = text.bytes().take_while(|b| *b == fence.mark).count();
        if marks >= fence.length && self.column < fence.item + 4 && text[marks..].trim().is_empty() {
            self.fence = None;
            self.indented = false;
            if fence.tab {
                self.keep_to(self.line_end);
                let line = ["\n", &self.prefix(), ":::"].concat();
                self.out.put(&line);
            }
        }
        true
    }

    fn is_indented(&mut self) -> bool {
        let margin = self.margin();
        self.indented = !self.mdx && !self.paragraph && self.column >= margin + 4 && !self.rest().is_empty();
        self.indented
    }

    /// Where the text of the innermost list item begins that the line is in.
    fn margin(&mut self) -> usize {
        let lazy = self.paragraph && list_marker(self.rest()).is_none();
        while !lazy && self.items.last().is_some_and(|item| self.column < *item) {
            self.items.pop();
        }
        self.items.last().copied().unwrap_or_default()
    }

    /// Goes past the marks of list items.
    pub(super) fn markers(&mut self) {
        while let Some(width) = list_marker(self.rest()) {
            if is_rule(self.rest()) || super::jekyll::is_contents(self) {
                return;
            }
            let column = self.column;
            while self.items.last().is_some_and(|item| column < *item) {
                self.items.pop();
            }
            let rest = self.rest();
            let spaces = rest[width..].len() - rest[width..].trim_start_matches([' ', '\t']).len();
            let text = rest.len() > width + spaces;
            self.keep_to((self.at + width + spaces).min(self.line_end));
            self.column += width + if text && (1..=4).contains(&spaces) { spaces } else { 1 };
            self.items.push(self.column);
            self.paragraph = false;
        }
        // The text of a footnote may go on below it, indented.
        if self.rest().starts_with("[^") && self.rest().contains("]:") && self.column < 4 {
            self.items.clear();
            self.items.push(self.column + 4);
        }
    }

    /// An item that is a tab.
    pub(super) fn item_of_tabs(&mut self) {
        let (rest, column) = (self.rest(), self.column);
        let Some((width, open)) = list_marker(rest).zip(self.open.last_mut()) else { return };
        let Role::Items { column: marks, open: was_open, part } = &mut open.role else { return };
        *marks = marks.or(Some(column));
        let title = super::shapes::in_brackets(rest[width..].trim().split(" {").next().unwrap_or_default());
        let close = if std::mem::replace(was_open, true) { [&open.prefix, ":::\n"].concat() } else { String::new() };
        let line = [&close, &open.prefix, *part, &title].concat();
        open.moves = Moves::AsFirst(None, usize::MAX);
        self.lead.clear();
        self.out.put(&line);
        self.at = self.line_end;
        self.items.clear();
    }

    /// Whether code begins.
    pub(super) fn fence_opens(&mut self) -> bool {
        let text = self.rest();
        let Some(mark) = text.bytes().next().filter(|b| matches!(b, b'`' | b'~')) else { return false };
        let length = text.bytes().take_while(|b| *b == mark).count();
        let info = &text[length..];
        if length < 3 || (mark == b'`' && info.contains('`')) {
            return false;
        }
        let tab = self.code_tab(info);
        self.fence = Some(Fence { mark, length, item: self.items.last().copied().unwrap_or_default(), tab });
        self.paragraph = false;
        if let Some(title) = self.title.take().filter(|_| !info.contains("title=")) {
            let (end, lang) = (self.line_end, if info.trim().is_empty() { "text" } else { "" });
            self.keep_to(end);
            self.out.put(&format!("{lang} title=\"{}\"", title.replace('"', "'")));
        }
        for tool in self.tools() {
            if let Some(fence) = tool.fence {
                fence(self, info);
            }
        }
        true
    }

    /// Begins a tab for a block of code, if each is one here.
    fn code_tab(&mut self, info: &str) -> bool {
        if self.open.last().is_none_or(|open| open.role != Role::CodeTabs) {
            return false;
        }
        let title = super::shapes::code_title(info);
        let prefix = self.prefix();
        self.out.put(&[":::tab", &super::shapes::in_brackets(&title), "\n", &prefix].concat());
        true
    }
}
