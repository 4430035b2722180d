//! What stands where the cursor is, in a page as it was last built.
//!
//! In: a file and a byte of it. Out: [`Under`]: a link and what it means, a field that names a page, a heading.

use super::desk::Desk;
use crate::markdown::link::Anchor;
use crate::page::Page;
use crate::page::types::steps;
use crate::site::links::{self, Target};
use crate::site::{Id, Site};
use std::ops::Range;

/// What is under the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Under {
    /// What it means.
    pub what: What,
    /// Where it stands in the file.
    pub range: Range<usize>,
}

/// See [`Under`].
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A link, a name of a page in a view or a field.
    Link(Target),
    /// The n-th heading of the page.
    Heading(usize),
    /// The n-th name of a block (`^name`).
    Block(usize),
    /// The title of the page.
    Title,
}

/// Looks at a place of a page.
pub fn under(site: &Site, id: Id, at: usize) -> Option<Under> {
    let page = &site.entries[id].page;
    let link = leads(site, id).find(|(range, _)| touches(range, at));
    if let Some((range, target)) = link {
        return Some(Under { what: What::Link(target), range });
    }
    let outline = &page.outline;
    for (number, block) in outline.blocks.iter().enumerate() {
        let range = in_file(page, &block.name(&page.text[page.body..]));
        // From the `^` on.
        if touches(&(range.start.saturating_sub(1)..range.end), at) {
            return Some(Under { what: What::Block(number), range });
        }
    }
    for (number, heading) in outline.headings.iter().enumerate() {
        let range = line_of(page, in_file(page, &heading.range));
        if touches(&range, at) {
            return Some(Under { what: What::Heading(number), range });
        }
    }
    let title = outline.title_at.map(|title| line_of(page, in_file(page, &(title..title))));
    title.filter(|range| touches(range, at)).map(|range| Under { what: What::Title, range })
}

/// All links of a page with their places in its file: those of the text, of fields, of views.
pub fn leads(site: &Site, id: Id) -> impl Iterator<Item = (Range<usize>, Target)> {
    let page = &site.entries[id].page;
    let outline = &page.outline;
    let written = outline.links.iter().zip(&site.targets[id]);
    let written = written.map(move |(link, to)| (in_file(page, &link.range), links::meant(page, id, &link.target, to)));
    let named = outline.named.iter().zip(&site.named_targets[id]);
    let named = named.map(|(named, to)| (in_file(page, &named.range), to.clone()));
    let field = |path: &[_]| page.at_field("", &steps(path), "").place.and_then(|place| place.range);
    let fields = outline.field_links.iter().zip(&site.field_targets[id]);
    let fields = fields.filter_map(move |(link, to)| Some((field(&link.path)?, to.clone())));
    written.chain(named).chain(fields)
}

/// A range of the body as one of the file.
pub fn in_file(page: &Page, range: &Range<usize>) -> Range<usize> {
    page.in_file(page.body + range.start..page.body + range.end)
}

/// The first line of a range.
fn line_of(page: &Page, range: Range<usize>) -> Range<usize> {
    let text = page.file_text();
    let end = text.get(range.start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| range.start + end);
    range.start..end
}

fn touches(range: &Range<usize>, at: usize) -> bool {
    range.start <= at && at <= range.end
}

/// Where a target is: its file, and the place in it.
pub fn place(desk: &Desk, target: &Target) -> Option<(String, Range<usize>)> {
    let site = desk.site()?;
    match target {
        Target::Page(to, anchor) | Target::Embed(to, anchor) => {
            let entry = site.entries.get(*to as Id).filter(|entry| !entry.synthetic)?;
            Some((entry.page.outline.source.clone(), anchored(&entry.page, *anchor)))
        }
        Target::File(path) => Some((desk.config.content_dir.path(path), 0..0)),
        Target::Written | Target::Broken | Target::Text => None,
    }
}

/// Where a part of a page begins.
pub fn anchored(page: &Page, anchor: Anchor) -> Range<usize> {
    let outline = &page.outline;
    let range = match anchor {
        Anchor::Heading(at) => outline.headings.get(at as usize).map(|heading| heading.range.clone()),
        Anchor::Block(at) => outline.blocks.get(at as usize).map(|block| block.range.clone()),
        Anchor::Top | Anchor::Html(_) => outline.title_at.map(|title| title..title),
    };
    range.map_or(0..0, |range| line_of(page, in_file(page, &range)))
}
