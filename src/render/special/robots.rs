//! What search engines may look at: everything that is published.

use super::sitemap;
use crate::render::context::RenderContext;

/// Where they look for it.
pub const PATH: &str = "robots.txt";

/// `robots.txt`.
pub fn text(context: RenderContext<'_>) -> String {
    let sitemap = context.config.base().map_or_else(String::new, |base| format!("Sitemap: {base}/{}\n", sitemap::PATH));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}
