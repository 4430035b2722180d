//! The place in a page that a link means: a heading or a block.
//!
//! In: the page and the fragment as it is written. Out: a [`Place`], or why there is none. Headings are found by their
//! ids, by their texts, and by the ids that GitHub and mdBook would give them; then what raw HTML calls so.

use super::{Fault, World, index};
use crate::diagnostic::closest;
use crate::page::Outline;
use crate::page::link::Place;
use crate::page::url::{decode, fold, slug};
use crate::site::{Entry, Id};

impl World<'_> {
    /// The heading that a fragment means: by its id, or (in wikilinks) by its text.
    pub(super) fn anchor(self, entry: &Entry, id: Id, fragment: Option<&str>) -> Result<Place, Fault> {
        let Some(fragment) = fragment.filter(|f| !f.is_empty()) else { return Ok(Place::Top) };
        self.asked.borrow_mut().push(index(id));
        let outline = &self.entries[id].page.outline;
        let decoded = decode(fragment);
        if let Some(block) = decoded.rsplit('#').next().unwrap_or_default().strip_prefix('^') {
            return self.block(entry, id, block);
        }
        // `#Part#Heading`, as Obsidian writes nested headings: the last counts.
        let wanted = decoded.rsplit('#').next().unwrap_or_default();
        let with = |id: &str| outline.headings.iter().position(|h| h.id == id);
        if let Some(at) = with(wanted) {
            return Ok(Place::Heading(index(at)));
        }
        let as_slug = slug(wanted, self.config.slugs);
        if let Some(at) = with(&as_slug).or_else(|| by_text(outline, wanted)).or_else(|| by_github_id(outline, wanted))
        {
            return Ok(Place::Heading(index(at)));
        }
        if let Some(at) = outline.anchors.iter().position(|id| id == wanted) {
            return Ok(Place::Html(index(at)));
        }
        // A translation shown elsewhere has other ids: its own language's page was checked.
        let top =
            wanted == "top" || as_slug == outline.title_id || wanted.starts_with("fn-") || wanted.starts_with("fnref-");
        // The heading may be one for others: the whole site tells whether there is none at all.
        let cut = !self.entries[id].page.cuts.is_empty();
        if top || cut || entry.fallback || self.entries[id].fallback {
            return Ok(Place::Top);
        }
        let near = closest(&as_slug, outline.headings.iter().map(|h| h.id.as_str()));
        let hint = near.map_or_else(
            || "link to the page, or give the heading an id: `## Heading {#id}`".to_owned(),
            |id| format!("did you mean `#{id}`?"),
        );
        Err(("broken-anchor", format!("{} has no heading `#{wanted}`", outline.source), hint))
    }

    /// The block of an id.
    fn block(self, entry: &Entry, id: Id, block: &str) -> Result<Place, Fault> {
        let outline = &self.entries[id].page.outline;
        if let Some(at) = outline.blocks.iter().position(|b| b.id == block) {
            return Ok(Place::Block(index(at)));
        }
        if entry.fallback || self.entries[id].fallback {
            return Ok(Place::Top);
        }
        let near = closest(block, outline.blocks.iter().map(|b| b.id.as_str()));
        let hint = near.map_or_else(
            || format!("write ` ^{block}` at the end of the paragraph or item that is meant"),
            |id| format!("did you mean `^{id}`?"),
        );
        Err(("broken-anchor", format!("{} has no block `^{block}`", outline.source), hint))
    }
}

fn by_text(outline: &Outline, wanted: &str) -> Option<usize> {
    // Only a wikilink names a heading by its text; what is written like an id is none.
    if wanted.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') && wanted.contains('-') {
        return None;
    }
    let wanted = fold(wanted);
    outline.headings.iter().position(|h| fold(&h.text) == wanted)
}

/// Ids as GitHub and mdBook make them drop punctuation where ours separate words: links written for them still work.
fn by_github_id(outline: &Outline, wanted: &str) -> Option<usize> {
    let (base, count) = match wanted.rsplit_once('-') {
        Some((base, count)) => (base, count.parse().unwrap_or(0)),
        None => (wanted, 0),
    };
    let find = |name: &str, nth: usize| {
        let named = outline.headings.iter().enumerate().filter(|(_, h)| github_id(&h.text).eq(name.chars()));
        named.map(|(at, _)| at).nth(nth)
    };
    find(wanted, 0).or_else(|| find(base, count))
}

/// The id of a heading on GitHub, character by character: most headings differ in the first.
fn github_id(text: &str) -> impl Iterator<Item = char> {
    let keep = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    text.chars().flat_map(char::to_lowercase).filter(keep).map(|c| if c == ' ' { '-' } else { c })
}
