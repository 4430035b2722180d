//! Tables with proper headers and classes: pulldown-cmark aligns cells by inline styles, which a strict CSP refuses.
//!
//! In: the events of a table. Out: the HTML of each start and end.

use pulldown_cmark::{Alignment, Tag, TagEnd};

/// The table that is being written (tables do not nest).
#[derive(Debug, Default)]
pub struct Tables {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Where the head, and where its cell, began in what is written; whether any column has a name.
    head: usize,
    head_cell: usize,
    is_named: bool,
}

impl Tables {
    /// HTML for the start of a table, head, row or cell. `at`: how many pieces were written before it.
    pub fn start(&mut self, tag: &Tag<'_>, at: usize) -> &'static str {
        match tag {
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                "<div class=\"table\"><table>\n"
            }
            Tag::TableHead => {
                (self.in_head, self.column, self.head, self.is_named) = (true, 0, at, false);
                "<thead><tr>"
            }
            Tag::TableRow => {
                self.column = 0;
                "<tr>"
            }
            _ => {
                self.head_cell = at;
                self.cell()
            }
        }
    }

    /// Whether the cell of the head that ends here says nothing.
    pub fn is_empty_head(&mut self, at: usize) -> bool {
        let is_empty = at == self.head_cell + 1;
        self.is_named |= self.in_head && !is_empty;
        self.in_head && is_empty
    }

    /// HTML for a cell of the head that says nothing.
    pub fn unnamed(&mut self) -> String {
        self.column -= 1;
        self.in_head = false;
        let start = self.cell();
        self.in_head = true;
        format!("{start}</td>")
    }

    /// Where the head began, if none of its cells says anything.
    pub fn empty_row(&self) -> Option<usize> {
        (self.in_head && !self.is_named).then_some(self.head)
    }

    fn cell(&mut self) -> &'static str {
        let alignment = self.alignments.get(self.column).unwrap_or(&Alignment::None);
        self.column += 1;
        match (self.in_head, alignment) {
            (true, Alignment::Left) => "<th scope=\"col\" class=\"left\">",
            (true, Alignment::Center) => "<th scope=\"col\" class=\"center\">",
            (true, Alignment::Right) => "<th scope=\"col\" class=\"right\">",
            (true, Alignment::None) => "<th scope=\"col\">",
            (false, Alignment::Left) => "<td class=\"left\">",
            (false, Alignment::Center) => "<td class=\"center\">",
            (false, Alignment::Right) => "<td class=\"right\">",
            (false, Alignment::None) => "<td>",
        }
    }

    /// HTML for the end of a table, head, row or cell.
    pub fn end(&mut self, tag: TagEnd) -> &'static str {
        match tag {
            TagEnd::Table => "</tbody></table></div>\n",
            TagEnd::TableHead => {
                self.in_head = false;
                "</tr></thead><tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            _ if self.in_head => "</th>",
            _ => "</td>",
        }
    }
}
