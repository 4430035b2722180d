//! The pages of a language that changed last, as an Atom feed (RFC 4287).

use super::machines::{absolute, published, updated};
use super::xml::{self, Xml};
use crate::config::Config;
use crate::render::context::RenderContext;
use crate::site::tags::prefix;
use crate::site::{Entry, Id};
use std::io;

/// Newest changes that a feed tells.
const FEED_ENTRIES: usize = 30;

/// Where the feed of a language stands: `en/feed.xml`.
pub fn path(lang: &str, config: &Config) -> String {
    format!("{}feed.xml", prefix(lang, config))
}

/// An Atom feed (RFC 4287) of the pages of a language that changed last; none without an address.
pub fn text(context: RenderContext<'_>, lang: &str) -> Option<String> {
    context.config.base()?;
    let own = published(context).filter(|(_, entry)| &*entry.lang == lang);
    let mut entries: Vec<(String, (Id, &Entry))> =
        own.filter_map(|(id, entry)| Some((updated(context, entry)?, (id, entry)))).collect();
    entries.sort_by(|a, b| (&b.0, &a.1.1.out).cmp(&(&a.0, &b.1.1.out)));
    let newest = entries.first().map_or("1970-01-01", |(day, _)| day);
    xml::document(|xml| {
        let feed = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        feed.with_attribute(("xml:lang", lang)).write_inner_content(|xml| {
            head(xml, context, lang, newest)?;
            entries.iter().take(FEED_ENTRIES).try_for_each(|(day, changed)| entry(xml, context, day, *changed))
        })
    })
}

/// What the feed says of itself.
fn head(xml: &mut Xml, context: RenderContext<'_>, lang: &str, newest: &str) -> io::Result<()> {
    let own = absolute(context, &path(lang, context.config));
    let title = context.config.titles(lang).0;
    xml::line_end(xml)?;
    for (name, text) in [("title", title), ("id", &own)] {
        xml::element(xml, name, text)?;
        xml::line_end(xml)?;
    }
    xml.create_element("link").with_attributes([("rel", "self"), ("href", own.as_str())]).write_empty()?;
    xml::line_end(xml)?;
    xml::element(xml, "updated", &midnight(newest))?;
    xml::line_end(xml)?;
    xml.create_element("author").write_inner_content(|xml| xml::element(xml, "name", title))?;
    xml::line_end(xml)
}

fn entry(xml: &mut Xml, context: RenderContext<'_>, day: &str, (id, changed): (Id, &Entry)) -> io::Result<()> {
    let outline = &changed.page.outline;
    let url = absolute(context, &changed.out);
    xml.create_element("entry").write_inner_content(|xml| {
        xml::element(xml, "title", &outline.title)?;
        xml::element(xml, "id", &url)?;
        xml.create_element("link").with_attribute(("href", url.as_str())).write_empty()?;
        xml::element(xml, "updated", &midnight(day))?;
        xml::element(xml, "summary", &context.description(id))
    })?;
    xml::line_end(xml)
}

/// A day as RFC 3339 has moments.
fn midnight(day: &str) -> String {
    format!("{day}T00:00:00Z")
}
