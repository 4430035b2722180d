//! mdBook: `{{#title x}}`, `{{#playground file.rs}}`. `{{#include file}}` is read where files are known.

use super::engine::Engine;
use super::inline::Taken;
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Mdbook,
    triggers: &["{{#title", "{{#playground", "{{#playpen"],
    inline: Some((b"{", inline)),
    ..NOTHING
};

fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    let line = engine.near(at);
    let Some(inside) = line.strip_prefix("{{#") else { return Taken::No };
    let Some(end) = inside.find("}}") else { return Taken::No };
    let range = at..at + 3 + end + 2;
    let name = inside.split(' ').next().unwrap_or_default();
    if name == "title" {
        engine.cut(range);
        return Taken::Text;
    }
    if name == "playground" || name == "playpen" {
        let message = format!("`{{{{#{name}}}}}` is not shown");
        engine.tell(range.clone(), message, "show the program as a block of code");
        engine.cut(range);
        return Taken::Text;
    }
    Taken::No
}
