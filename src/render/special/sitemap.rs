//! The sitemap (sitemaps.org), for sites that know their address.

use super::machines::{absolute, published, updated};
use super::xml::{self, Xml};
use crate::render::context::RenderContext;
use crate::site::Entry;
use std::io;

/// Where it stands.
pub const PATH: &str = "sitemap.xml";

/// `sitemap.xml` (sitemaps.org), for sites that know their address.
pub fn text(context: RenderContext<'_>) -> Option<String> {
    context.config.base()?;
    xml::document(|xml| {
        let set = xml.create_element("urlset").with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
        set.write_inner_content(|xml| {
            xml::line_end(xml)?;
            published(context).try_for_each(|(_, entry)| url(xml, context, entry))
        })
    })
}

fn url(xml: &mut Xml, context: RenderContext<'_>, entry: &Entry) -> io::Result<()> {
    xml.create_element("url").write_inner_content(|xml| {
        xml::element(xml, "loc", &absolute(context, &entry.out))?;
        updated(context, entry).map_or(Ok(()), |day| xml::element(xml, "lastmod", &day))
    })?;
    xml::line_end(xml)
}
