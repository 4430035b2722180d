//! The place in a page that a link means: a heading or a block.
//!
//! In: the page and the fragment as it is written. Out: a [`Anchor`], or why there is none. Headings are found by their
//! ids, by their texts, and by the ids that GitHub and mdBook would give them; then what raw HTML calls so.

use super::{Resolver, fault, index};
use crate::diagnostic::Finding;
use crate::markdown::link::{Anchor, heading_of};
use crate::page::Outline;
use crate::page::places::Called;
use crate::site::{Entry, Id};
use crate::url::{Slugs, decode, fold, slug};

impl Resolver<'_> {
    /// The heading that a fragment means: by its id, or (in wikilinks) by its text.
    pub(super) fn anchor(self, entry: &Entry, id: Id, fragment: Option<&str>) -> Result<Anchor, Finding> {
        let Some(fragment) = fragment.filter(|f| !f.is_empty()) else { return Ok(Anchor::Top) };
        self.notes.asked.borrow_mut().push(index(id));
        let page = &self.entries[id].page;
        let outline = &page.outline;
        if let Some(place) = place(outline, fragment, self.config.slugs) {
            return Ok(place);
        }
        let decoded = decode(fragment);
        let wanted = heading_of(&decoded);
        let as_slug = slug(wanted, self.config.slugs);
        let top = wanted == "top"
            || [wanted, &as_slug].contains(&outline.title_id.as_str())
            || wanted.starts_with("fn-")
            || wanted.starts_with("fnref-");
        // A translation shown elsewhere has other ids: its own language's page was checked.
        if top || entry.fallback || self.is_cut(page, fragment) {
            return Ok(Anchor::Top);
        }
        if let Some(block) = wanted.strip_prefix('^') {
            return Err(no_block(outline, block, fragment));
        }
        let hint = "link to the page, or give the heading an id: `## Heading {#id}`";
        let error = fault("broken-anchor", format!("{} has no heading `#{wanted}`", outline.source), hint);
        Err(match outline.near(Called::Id, &as_slug) {
            Some(id) => error.hint(format!("did you mean `#{id}`?")).fix(&format!("#{fragment}"), format!("#{id}")),
            None => error,
        })
    }
}

/// The place that a fragment means in a page, if the page has it.
pub fn place(outline: &Outline, fragment: &str, slugs: Slugs) -> Option<Anchor> {
    let decoded = decode(fragment);
    let wanted = heading_of(&decoded);
    if let Some(block) = wanted.strip_prefix('^') {
        return outline.find(Called::Block, block, 0).map(|at| Anchor::Block(index(at)));
    }
    let with = |id: &str| outline.find(Called::Id, id, 0);
    let slugged = || with(&slug(wanted, slugs));
    // `C` is not `C++`, though their ids would be the same.
    let heading = with(wanted).or_else(|| by_text(outline, wanted)).or_else(slugged);
    let heading = heading.or_else(|| by_github_id(outline, wanted)).map(|at| Anchor::Heading(index(at)));
    let named = || outline.find(Called::Html, wanted, 0).map(|at| Anchor::Html(index(at)));
    heading.or_else(named)
}

fn no_block(outline: &Outline, block: &str, fragment: &str) -> Finding {
    let hint = format!("write ` ^{block}` at the end of the paragraph or item that you mean");
    let error = fault("broken-anchor", format!("{} has no block `^{block}`", outline.source), hint);
    match outline.near(Called::Block, block) {
        Some(id) => error.hint(format!("did you mean `^{id}`?")).fix(&format!("#{fragment}"), format!("#^{id}")),
        None => error,
    }
}

fn by_text(outline: &Outline, wanted: &str) -> Option<usize> {
    // Only a wikilink names a heading by its text; what is written like an id is none.
    if wanted.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') && wanted.contains('-') {
        return None;
    }
    outline.find(Called::Text, &fold(wanted), 0)
}

/// Ids as GitHub and mdBook make them drop punctuation where ours separate words: links written for them still work.
fn by_github_id(outline: &Outline, wanted: &str) -> Option<usize> {
    let (base, count) = match wanted.rsplit_once('-') {
        Some((base, count)) => (base, count.parse().unwrap_or(0)),
        None => (wanted, 0),
    };
    let find = |name: &str, nth: usize| outline.find(Called::GitHub, name, nth);
    find(wanted, 0).or_else(|| find(base, count))
}
