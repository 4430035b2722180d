//! The pages of a language that changed last, as an Atom feed (RFC 4287).

use super::machines::{absolute, escape_xml as escape, published, updated};
use crate::config::Config;
use crate::render::context::RenderContext;
use crate::site::Entry;
use crate::site::tags::prefix;
use std::fmt::Write as _;

/// Newest changes that a feed tells.
const FEED_ENTRIES: usize = 30;

/// Where the feed of a language stands: `en/feed.xml`.
pub fn path(lang: &str, config: &Config) -> String {
    format!("{}feed.xml", prefix(lang, config))
}

/// An Atom feed (RFC 4287) of the pages of a language that changed last; none without an address.
pub fn text(context: RenderContext<'_>, lang: &str) -> Option<String> {
    context.config.base()?;
    let mut entries: Vec<(String, &Entry)> =
        published(context).filter(|e| &*e.lang == lang).filter_map(|e| Some((updated(context, e)?, e))).collect();
    entries.sort_by(|a, b| (&b.0, &a.1.out).cmp(&(&a.0, &b.1.out)));
    let newest = entries.first().map_or("1970-01-01", |(day, _)| day);
    let own = absolute(context, &format!("{}feed.xml", prefix(lang, context.config)));
    let title = escape(context.config.titles(lang).0);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n\
         <title>{title}</title>\n<id>{own}</id>\n<link rel=\"self\" href=\"{own}\"/>\n<updated>{newest}T00:00:00Z</updated>\n<author><name>{title}</name></author>\n"
    );
    for (day, entry) in entries.iter().take(FEED_ENTRIES) {
        let outline = &entry.page.outline;
        let url = escape(&absolute(context, &entry.out));
        let _ = writeln!(
            out,
            "<entry><title>{}</title><id>{url}</id><link href=\"{url}\"/><updated>{day}T00:00:00Z</updated><summary>{}</summary></entry>",
            escape(&outline.title),
            escape(&outline.description)
        );
    }
    out.push_str("</feed>\n");
    Some(out)
}
