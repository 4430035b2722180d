//! What files for machines share: feeds, sitemap, robots.txt, llms.txt. None of them names anything that the pages do
//! not.

use crate::render::context::RenderContext;
use crate::site::relations::counts;
use crate::site::{Entry, Id};
use crate::url::encode;

/// Listed pages with a text of their own.
pub(in crate::render) fn published(context: RenderContext<'_>) -> impl Iterator<Item = (Id, &Entry)> {
    context.site.entries.iter().enumerate().filter(|(_, entry)| counts(entry))
}

/// The day of a page's last change.
pub(super) fn updated(context: RenderContext<'_>, entry: &Entry) -> Option<String> {
    let outline = &entry.page.outline;
    outline.updated(context.sources.dates.get(&outline.source)).map(|day| day.to_string())
}

/// A path of the output as an address of the web.
pub(super) fn absolute(context: RenderContext<'_>, out: &str) -> String {
    format!("{}/{}", context.config.base().unwrap_or_default(), encode(out))
}
