//! The page of a tag, and the list of all tags of a language.

use crate::config::Config;
use crate::render::context::RenderContext;
use crate::render::view::{CountedTag, TagRef, TagView, TagsView};
use crate::site::tags::prefix;
use crate::url::relative;

/// The template of a tag.
pub const TAG_TEMPLATE: &str = "tag.html";

/// The template of the list.
pub const TEMPLATE: &str = "tags.html";

/// Where the list stands: `en/tags/index.html`.
pub fn path(lang: &str, config: &Config) -> String {
    format!("{}tags/index.html", prefix(lang, config))
}

/// The view of a tag.
pub fn tag(context: RenderContext<'_>, lang: &str, slug: &str) -> Option<TagView> {
    let tag = context.site.tags.get(lang)?.get(slug)?;
    let pages = tag.pages.iter().map(|id| context.child(&tag.out, *id)).collect();
    let own = TagRef { name: tag.name.clone(), url: relative(&tag.out, &tag.out) };
    Some(TagView { frame: context.frame(&tag.out, lang, None), tag: own, pages })
}

/// The view of all tags of a language.
pub fn all(context: RenderContext<'_>, out: &str, lang: &str) -> TagsView {
    let tags = context.site.tags.get(lang).into_iter().flat_map(|tags| tags.values());
    let tags =
        tags.map(|tag| CountedTag { name: tag.name.clone(), url: relative(out, &tag.out), count: tag.pages.len() });
    TagsView { frame: context.frame(out, lang, None), tags: tags.collect() }
}
