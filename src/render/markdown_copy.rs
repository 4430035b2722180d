//! The Markdown copy of a page, for those who read with a program.
//!
//! In: the context and an address. Out: title, description, fields, then the text as its readers see it: links lead to
//! other copies and hold their addresses themselves, views are tables and lists, and what the page does not show
//! ([`unshown`]) is not there.

mod fields;

use super::context::RenderContext;
use super::data_blocks::view::DataView;
use super::data_blocks::{Links, copy};
use crate::content;
use crate::markdown::code_lines::without_gaps;
use crate::markdown::{
    Link, LinkKind, before, is_attribute, link_range, link_words, reference_words, unshown, wiki_words,
};
use crate::site::Id;
use crate::site::links::Target;
use crate::url::relative;
use std::fmt::Write as _;
use std::iter::Peekable;
use std::ops::Range;

/// Where the copy of a page stands: beside it.
pub fn path(out: &str) -> String {
    format!("{}.md", out.trim_end_matches(".html"))
}

impl RenderContext<'_> {
    /// The Markdown copy of a page: title, description, fields, then the text with links that lead to copies.
    pub fn markdown(&self, id: Id) -> String {
        let entry = &self.site.entries[id];
        let outline = &entry.page.outline;
        let mut out = String::with_capacity(entry.page.text.len() + outline.title.len() + 64);
        let _ = writeln!(out, "# {}\n", outline.title);
        if outline.front.description.is_some() {
            let _ = writeln!(out, "> {}\n", outline.description);
        }
        self.fields_copied(&mut out, id);
        self.body(&mut out, id);
        out
    }

    fn body(&self, out: &mut String, id: Id) {
        let page = &self.site.entries[id].page;
        let text = &page.text[page.body..];
        let mut edits: Vec<(Range<usize>, Edit<'_>)> = self.link_edits(id).chain(self.view_edits(id, text)).collect();
        edits.extend(unshown(text, &self.config.markdown).into_iter().map(|range| (range, Edit::Remove)));
        edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let whole = Copying { text, edits: edits.into_iter().peekable() }.part(0..text.len(), 0);
        out.push_str(&without_gaps(without_title(&whole, &page.outline.title_id)));
    }

    /// What a part of a page says, however its lines are broken: without comments and definitions.
    pub(super) fn said(&self, id: Id, range: Range<usize>) -> String {
        let page = &self.site.entries[id].page;
        let text = &page.text[page.body..];
        let unshown = unshown(text, &self.config.markdown).into_iter().map(|range| (range, Edit::Remove));
        let inside = unshown.filter(|(edit, _)| range.start <= edit.start && edit.end <= range.end);
        let said = Copying { text, edits: inside.peekable() }.part(range.clone(), 0);
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn link_edits(&self, id: Id) -> impl Iterator<Item = (Range<usize>, Edit<'_>)> {
        let entry = &self.site.entries[id];
        let links = entry.page.outline.links.iter().zip(&self.site.targets[id]);
        let text = &entry.page.text[entry.page.body..];
        links.map(|(link, target)| (link_range(text, link), Edit::Link(self.copied(&entry.out, link, target))))
    }

    /// Views as tables and lists, each line with the marks of the quote or item that it stands in.
    fn view_edits(&self, id: Id, text: &str) -> Vec<(Range<usize>, Edit<'_>)> {
        let views = &self.site.entries[id].page.views.all;
        if views.is_empty() {
            return Vec::new();
        }
        let made = views.iter().zip(self.derived(id, &self.site.entries[id].out, Links::Copies));
        let written = |((range, _), view): (&(Range<usize>, _), Option<DataView>)| {
            let markdown = prefixed(&copy::markdown(&view?), before(text, range.start));
            Some((range.clone(), Edit::View(markdown)))
        };
        made.filter_map(written).collect()
    }

    /// What a link leads to in the copy.
    fn copied<'l>(&self, out: &str, link: &'l Link, target: &Target) -> Copied<'l> {
        let title = match target {
            // The text is in the copy of its own page: who reads all copies reads it once.
            Target::Embed(to, _) => Some(self.site.entries[*to as Id].page.outline.title.clone()),
            _ => None,
        };
        let url = match target {
            Target::Page(to, place) | Target::Embed(to, place) => {
                let entry = &self.site.entries[*to as Id];
                let anchor = entry.page.outline.anchor(*place).map_or_else(String::new, |anchor| format!("#{anchor}"));
                Address::New(relative(out, &path(&entry.out)) + &anchor)
            }
            Target::File(path) => {
                let behind = link.target.find(['?', '#']).map_or("", |at| &link.target[at..]);
                Address::New(relative(out, &content::published(path)) + behind)
            }
            Target::Text => Address::None,
            Target::Written => self.config.link_schemes.address(&link.target).map_or(Address::Same, Address::New),
            Target::Broken if matches!(link.kind, LinkKind::Html { .. }) => Address::None,
            Target::Broken => Address::Same,
        };
        Copied { link, url, title }
    }
}

/// What becomes of a range of the text.
enum Edit<'l> {
    Remove,
    View(String),
    Link(Copied<'l>),
}

/// A link of the copy.
struct Copied<'l> {
    link: &'l Link,
    url: Address,
    /// Of the page that stands here.
    title: Option<String>,
}

/// Where a link of the copy leads.
enum Address {
    New(String),
    /// Where it was written to lead.
    Same,
    /// Nowhere: where it would have led is nobody's business.
    None,
}

/// Links in links are written one in another so many times; what is deeper is left out.
const MAX_DEPTH: usize = 16;

/// The way through the text.
struct Copying<'t, E: Iterator> {
    text: &'t str,
    edits: Peekable<E>,
}

impl<'l, E: Iterator<Item = (Range<usize>, Edit<'l>)>> Copying<'_, E> {
    /// Passes over what stands before a place.
    fn skip(&mut self, end: usize) -> String {
        while self.edits.next_if(|(next, _)| next.start < end).is_some() {}
        String::new()
    }

    /// A part with what becomes of it.
    fn part(&mut self, range: Range<usize>, depth: usize) -> String {
        let (mut out, mut done) = (String::with_capacity(range.len()), range.start);
        while let Some((inner, edit)) = self.edits.next_if(|(next, _)| next.start < range.end) {
            let within = if depth < MAX_DEPTH { self.part(inner.clone(), depth + 1) } else { self.skip(inner.end) };
            if inner.start < done {
                continue;
            }
            out.push_str(&self.text[done..inner.start]);
            match edit {
                Edit::Remove => {}
                Edit::View(markdown) => out.push_str(&markdown),
                Edit::Link(_) if depth >= MAX_DEPTH => {}
                Edit::Link(link) => out.push_str(&link.written(&within)),
            }
            done = inner.end;
        }
        out.push_str(&self.text[done.min(range.end)..range.end]);
        out
    }
}

impl Copied<'_> {
    /// The link as the copy has it; `source` is how the page has it, with what stands in it already changed.
    fn written(&self, source: &str) -> String {
        self.rewritten(source).unwrap_or_else(|| source.to_owned())
    }

    fn rewritten(&self, source: &str) -> Option<String> {
        let Self { link, url, title } = self;
        match (link.kind, url) {
            (_, Address::New(url)) if is_attribute(source) => Some(format!("href=\"{url}\"")),
            (_, Address::Same) if is_attribute(source) => None,
            (LinkKind::Wiki { .. }, Address::New(url)) => Some(format!("[{}]({url})", wiki_words(source)?)),
            // The range is that of the address: written with entities, it has no other to be compared with.
            (LinkKind::Html { .. }, Address::New(url)) => (source == link.target).then(|| url.clone()),
            (LinkKind::Html { .. }, Address::Same) => Some(source.to_owned()),
            (_, Address::None) => Some(link_words(source, link.kind)),
            (LinkKind::Wiki { .. }, Address::Same) => wiki_words(source).map(str::to_owned),
            (LinkKind::Embed { .. }, Address::New(url)) => {
                Some(title.as_ref().map_or_else(|| format!("![]({url})"), |title| format!("[{title}]({url})")))
            }
            (LinkKind::Embed { .. }, Address::Same) => Some(String::new()),
            // A definition of references is not in the copy.
            (LinkKind::Link | LinkKind::Image, Address::Same) => {
                let words = reference_words(source)?;
                Some(format!("{words}](<{}>)", link.target))
            }
            (LinkKind::Link | LinkKind::Image, Address::New(url)) => {
                if let Some(words) = reference_words(source) {
                    return Some(format!("{words}]({url})"));
                }
                let (words, rest) = source.rsplit_once("](")?;
                let title = rest.trim_start_matches('<').strip_prefix(link.target.as_str())?;
                Some(format!("{words}]({url}{}", title.trim_start_matches('>')))
            }
        }
    }
}

/// Lines that go on in the quote or item which the first one begins in.
fn prefixed(lines: &str, before: &str) -> String {
    let going_on: String = before.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
    if going_on.is_empty() {
        return lines.to_owned();
    }
    lines.trim_end().replace('\n', &format!("\n{going_on}")) + "\n"
}

/// The text without the heading that repeats the title.
fn without_title<'t>(text: &'t str, title_id: &str) -> &'t str {
    let trimmed = text.trim_start();
    if !title_id.is_empty() && trimmed.starts_with("# ") {
        return trimmed.split_once('\n').map_or("", |(_, rest)| rest.trim_start());
    }
    trimmed
}
