//! The page for addresses that do not exist: one where servers look for it, in the default language, and one for each other
//! language. A script leads from the first to that of the address's language.

use crate::config::Config;
use crate::render::context::RenderContext;
use crate::render::view::{Nav, NotFoundView, Ref};
use crate::site::tags::prefix;

/// Where servers look for it.
pub const PATH: &str = "404.html";

/// Its template.
pub const TEMPLATE: &str = "404.html";

/// Where that of a language stands: `ru/404.html`.
pub fn path(lang: &str, config: &Config) -> String {
    format!("{}{PATH}", prefix(lang, config))
}

/// The page for addresses that do not exist: a server shows it at any depth, so its URLs begin at the host.
pub fn view(context: RenderContext<'_>, lang: &str) -> NotFoundView {
    let path = context.config.base_path();
    let root = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
    let mut frame = context.frame(PATH, lang, None);
    let absolute = |url: &mut String| url.insert_str(0, &root);
    absolute(&mut frame.site.front);
    let top = context.front(lang).map_or(&[][..], |front| &context.site.tree.children[front]);
    let mut sections: Vec<Ref> = top.iter().map(|id| context.reference(PATH, *id)).collect();
    sections.iter_mut().for_each(|section| absolute(&mut section.url));
    frame.nav = Nav::of(Ok(Vec::new()));
    frame.translations.iter_mut().for_each(|t| absolute(&mut t.url));
    frame.feed_url.iter_mut().for_each(absolute);
    frame.search_url.iter_mut().for_each(absolute);
    frame.root = root.clone();
    NotFoundView { frame, sections }
}
