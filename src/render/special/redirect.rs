//! The page at an old address: it leads on to the new one.

use crate::render::context::RenderContext;
use crate::render::view::RedirectView;
use crate::site::Id;
use crate::url::relative;

/// Its template.
pub const TEMPLATE: &str = "redirect.html";

/// The page at an old address.
pub fn view(context: RenderContext<'_>, old: &str, id: Id) -> RedirectView {
    RedirectView {
        lang: context.entry(id).lang.to_string(),
        root: "../".repeat(old.matches('/').count()),
        target: relative(old, &context.entry(id).out),
        title: context.outline(id).title.clone(),
    }
}
