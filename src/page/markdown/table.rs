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
}

impl Tables {
    /// HTML for the start of a table, head, row or cell.
    pub fn start(&mut self, tag: &Tag<'_>) -> String {
        match tag {
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                "<div class=\"table\"><table>\n".to_owned()
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                "<thead><tr>".to_owned()
            }
            Tag::TableRow => {
                self.column = 0;
                "<tr>".to_owned()
            }
            _ => self.cell(),
        }
    }

    fn cell(&mut self) -> String {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        self.column += 1;
        if self.in_head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") }
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
