//! What stands before the text of a line: quote marks, white space, marks of list items.
//!
//! In: a line, and the blocks that are open. Out: which of them the line is still in, and what of its beginning is kept.

use super::engine::{Ends, Moves, Open, Role};
use crate::byte_scan;
use std::ops::Range;

/// How far one looks around a place on its line.
pub(super) const REACH: usize = 2000;

/// The first line of a text, as far as one looks.
pub(super) fn first_line(text: &str) -> &str {
    let reached = &text[..text.floor_char_boundary(REACH.min(text.len()))];
    &reached[..byte_scan::find(reached, b'\n').unwrap_or(reached.len())]
}

/// Whether a line is still in a block; moves the cursor over what belongs to it.
pub(super) fn stays(open: &mut Open, cursor: &mut Cursor<'_>) -> bool {
    let indent = cursor.column + cursor.indent();
    let text = cursor.text();
    match open.ends {
        Ends::Indent if indent < open.column + 4 => return false,
        Ends::Indent => cursor.drop(4),
        Ends::Group if indent < open.column + 4 => return indent == open.column && super::mkdocs::is_next_tab(text),
        Ends::Group | Ends::Mark | Ends::Colons => {}
    }
    let base = match open.role {
        Role::Items { column, .. } => column.unwrap_or(open.column),
        _ => open.column,
    };
    if let Role::Items { column, .. } = open.role
        && list_marker(text).is_some()
        && column.is_none_or(|column| indent <= column + 1)
    {
        cursor.item = true;
        return true;
    }
    let settles = !text.starts_with(['<', '{']) && !matches!(open.role, Role::Items { .. });
    if let Moves::AsFirst(by, most) = &mut open.moves {
        let further = indent.saturating_sub(base);
        if further > 0 || settles {
            let by = *by.get_or_insert(if further > *most { 0 } else { further });
            cursor.drop(by.min(further));
        }
    }
    true
}

/// Goes through what stands before the text of a line.
pub(super) struct Cursor<'a> {
    pub(super) body: &'a str,
    pub(super) at: usize,
    pub(super) end: usize,
    /// Columns of white space that were kept, behind the last quote mark.
    pub(super) column: usize,
    pub(super) pieces: Vec<Piece>,
    pub(super) quotes: usize,
    /// The line is an item of a list of tabs.
    pub(super) item: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Piece {
    Keep(Range<usize>),
    /// What is left of a tab.
    Put(usize),
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.body.get(self.at..self.end).unwrap_or_default()
    }

    /// Bytes of white space.
    pub(super) fn width(&self) -> usize {
        self.rest().len() - self.text().len()
    }

    fn text(&self) -> &'a str {
        self.rest().trim_start_matches([' ', '\t'])
    }

    /// Columns of white space.
    pub(super) fn indent(&self) -> usize {
        self.rest()[..self.width()]
            .bytes()
            .fold(0, |column, b| if b == b'\t' { column / 4 * 4 + 4 } else { column + 1 })
    }

    /// Leaves columns of white space out.
    fn drop(&mut self, columns: usize) {
        let mut left = columns;
        while left > 0 {
            match self.rest().bytes().next() {
                Some(b' ') => left -= 1,
                Some(b'\t') if left >= 4 => left -= 4,
                Some(b'\t') => {
                    self.pieces.push(Piece::Put(4 - left));
                    self.column += 4 - left;
                    left = 0;
                }
                _ => return,
            }
            self.at += 1;
        }
    }

    /// Goes past quote marks, up to so many in all. Tells whether there are as many.
    pub(super) fn quotes_to(&mut self, most: usize, margin: usize) -> bool {
        while self.quotes < most && self.text().starts_with('>') && self.indent() <= margin + 3 {
            let mut end = self.at + self.width() + 1;
            end += usize::from(self.body[end..self.end].starts_with(' '));
            self.pieces.push(Piece::Keep(self.at..end));
            self.at = end;
            self.column = 0;
            self.quotes += 1;
        }
        self.quotes >= most || most == usize::MAX
    }
}

/// Whether a line has nothing but marks of quotes and items.
pub(super) fn is_lead(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '>']);
    text.is_empty() || list_marker(text).is_some_and(|width| is_lead(&text[width..]))
}

/// The width of the mark of a list item that a text begins with.
pub(super) fn list_marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let width = match text.as_bytes().get(digits) {
        Some(b'-' | b'+' | b'*') if digits == 0 => 1,
        Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    matches!(text.as_bytes().get(width), None | Some(b' ' | b'\t')).then_some(width)
}

/// A line across the page.
pub(super) fn is_rule(text: &str) -> bool {
    let first = text.bytes().next().unwrap_or_default();
    let marks = text.bytes().filter(|b| *b == first).count();
    marks >= 3 && text.bytes().all(|b| b == first || b == b' ' || b == b'\t')
}
