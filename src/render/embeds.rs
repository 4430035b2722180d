//! Embedded pages for a view: the texts, and their links as seen from the page that shows them.
//!
//! In: the site and a page. Out: [`Embed`]s by link, nested. What [`crate::site::embeds`] reports as endless, too deep or
//! too many is cut off here; so is text beyond [`MAX_BYTES`], which only the view knows.

use super::context::RenderContext;
use crate::markdown::link::{Anchor, Embed, EmbeddedPage};
use crate::page::Page;
use crate::site::Id;
use crate::site::embeds::{MAX_DEPTH, MAX_PARTS, Part, alone, inside, links_in, range};

/// Most Markdown that a page shows of others, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// What a page may still show.
struct Budget {
    parts: usize,
    bytes: usize,
    /// Text was cut off.
    cut: bool,
}

impl RenderContext<'_> {
    /// What a page shows of others, and whether something was cut off because it was too much.
    pub(super) fn embeds(self, id: Id) -> (Vec<Embed>, bool) {
        let mut budget = Budget { parts: MAX_PARTS, bytes: MAX_BYTES, cut: false };
        let mut open = vec![(id, Anchor::Top)];
        let embeds = self.parts(&self.entry(id).out, &mut open, &mut budget);
        (embeds, budget.cut)
    }

    /// The parts inside of the last one that is open.
    fn parts(self, out: &str, open: &mut Vec<Part>, budget: &mut Budget) -> Vec<Embed> {
        let Some(last) = open.last().copied().filter(|_| open.len() <= MAX_DEPTH) else { return Vec::new() };
        let mut embeds = Vec::new();
        for (link, part) in inside(&self.site.entries, &self.site.targets, last) {
            if open.contains(&part) || !self.afford(part, budget) {
                continue;
            }
            open.push(part);
            let nested = self.parts(out, open, budget);
            open.pop();
            embeds.push(self.embed(out, link, part, nested));
        }
        embeds
    }

    fn embed(self, out: &str, link: usize, (id, place): Part, mut embeds: Vec<Embed>) -> Embed {
        let own = &self.entry(id).page;
        let page = embedded(id, own);
        let Some(part) = alone(own, place) else {
            let (range, links) = (range(&own.outline, place), self.links_from(out, id));
            return Embed { link, range, alone: false, page, links, embeds };
        };
        let numbers = links_in(&own.outline, &part);
        embeds.iter_mut().for_each(|embed| embed.link -= numbers.start);
        let links = self.links_among(out, id, numbers);
        Embed { link, range: Some(part), alone: true, page, links, embeds }
    }

    fn afford(self, (id, place): Part, budget: &mut Budget) -> bool {
        let page = &self.entry(id).page;
        let body = page.text.len() - page.body;
        let bytes = range(&page.outline, place).map_or(body, |range| range.end.min(body).saturating_sub(range.start));
        let enough = budget.parts > 0 && budget.bytes >= bytes;
        budget.cut |= budget.bytes < bytes;
        if enough {
            budget.parts -= 1;
            budget.bytes -= bytes;
        }
        enough
    }
}

fn embedded(id: Id, page: &Page) -> EmbeddedPage {
    EmbeddedPage {
        id,
        source: page.outline.source.clone(),
        lang: page.outline.lang.clone(),
        text: page.text.clone(),
        body: page.body,
        title: page.outline.title_at,
        fingerprint: page.fingerprint,
    }
}
