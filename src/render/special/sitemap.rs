//! The sitemap (sitemaps.org), for sites that know their address.

use super::machines::{absolute, escape_xml as escape, published, updated};
use crate::render::context::RenderContext;
use std::fmt::Write as _;

/// Where it stands.
pub const PATH: &str = "sitemap.xml";

/// `sitemap.xml` (sitemaps.org), for sites that know their address.
pub fn text(context: RenderContext<'_>) -> Option<String> {
    context.config.base()?;
    let mut out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
            .to_owned();
    for entry in published(context) {
        let day = updated(context, entry).map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>"));
        let _ = writeln!(out, "<url><loc>{}</loc>{day}</url>", escape(&absolute(context, &entry.out)));
    }
    out.push_str("</urlset>\n");
    Some(out)
}
