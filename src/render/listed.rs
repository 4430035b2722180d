//! The pages of a section that its own text does not list already, so that none is listed twice.
//!
//! In: the context, an address, what its views show. Out: the children that are left for cards. A text lists a page in a
//! view, or by a link in an item of a list or in a row of a table; a link in a sentence is no list.

use super::context::RenderContext;
use super::data_blocks::view::DataView;
use super::view::Child;
use crate::site::Id;
use std::collections::HashSet;

impl RenderContext<'_> {
    /// The children that the page's own text does not list.
    pub(super) fn left_for_cards<'v>(
        self,
        id: Id,
        children: &[Child],
        views: impl Iterator<Item = &'v DataView>,
    ) -> Vec<Child> {
        if children.is_empty() {
            return Vec::new();
        }
        let rows = views.flat_map(|view| &view.groups).flat_map(|group| &group.rows);
        let shown: HashSet<&str> = rows.filter_map(|row| row.url.as_deref()).collect();
        let linked = self.linked_in_lists(id);
        let below = self.site.tree.children[id].iter().zip(children);
        let left = below.filter(|(id, child)| !shown.contains(child.url.as_str()) && !linked.contains(id));
        left.map(|(_, child)| child.clone()).collect()
    }

    fn linked_in_lists(self, id: Id) -> HashSet<Id> {
        let page = &self.entry(id).page;
        let text = &page.text[page.body..];
        let links = page.outline.links.iter().zip(&self.site.targets[id]);
        links.filter(|(link, _)| is_in_list(text, link.range.start)).filter_map(|(_, target)| target.page()).collect()
    }
}

/// Whether a place stands in a line that begins an item of a list, or a row of a table.
fn is_in_list(text: &str, at: usize) -> bool {
    let line = text.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or_default().trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with('|')
        || line.starts_with("- ")
        || line.starts_with("* ")
        || line.starts_with("+ ")
        || number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_in_a_list_or_a_table_is_one_of_a_list() {
        for (text, listed) in [
            ("- [", true),
            ("Text.\n  * see [", true),
            ("12. **[", true),
            ("3) [", true),
            ("| a | [", true),
            ("See [", false),
            ("-[", false),
            ("2026 [", false),
            ("- an item\n\nA sentence with [", false),
            ("", false),
        ] {
            assert_eq!(is_in_list(text, text.len()), listed, "{text}");
        }
    }
}
