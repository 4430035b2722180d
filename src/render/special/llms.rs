//! What the site holds, for language models (llmstxt.org): with links to the Markdown copies.

use super::machines::published;
use crate::render::context::RenderContext;
use crate::render::markdown_copy;
use crate::url::encode;
use std::fmt::Write as _;

/// Where they look for it.
pub const PATH: &str = "llms.txt";

/// `llms.txt` (llmstxt.org): what the site holds, with links to the Markdown copies.
pub fn text(context: RenderContext<'_>) -> String {
    let mut out = format!("# {}\n\n", context.config.title);
    if !context.config.description.is_empty() {
        let _ = writeln!(out, "> {}\n", context.config.description);
    }
    for front in &context.site.tree.fronts {
        let entry = &context.site.entries[*front];
        let name = context.config.language(&entry.lang).and_then(|l| l.name.as_deref()).unwrap_or(&entry.lang);
        let _ = writeln!(out, "## {name}\n");
        let inside = published(context).filter(|(_, e)| e.lang == entry.lang);
        for (id, entry) in inside {
            let outline = &entry.page.outline;
            let url = encode(&markdown_copy::path(&entry.out));
            let url = context.config.base().map_or(url.clone(), |base| format!("{base}/{url}"));
            let about = context.description(id);
            let about = if about.is_empty() { String::new() } else { format!(": {about}") };
            let _ = writeln!(out, "- [{}]({url}){about}", outline.title.replace(['[', ']'], ""));
        }
        out.push('\n');
    }
    out
}
