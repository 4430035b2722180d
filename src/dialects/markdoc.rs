//! Markdoc, and Starlight's tags for it: `{% aside type="tip" %}`, `{% tabitem label="A" %}`, `{% card title="A" %}`.

use super::args::Family;
use super::shapes::Shape;
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Markdoc,
    tags: &[(
        Family::Liquid,
        &[
            ("aside", Shape::Callout("")),
            ("callout", Shape::Callout("")),
            ("admonition", Shape::Callout("")),
            ("tabitem", Shape::Tab),
            ("steps", Shape::Steps),
            ("cardgrid", Shape::Cards),
            ("cards", Shape::Cards),
            ("card", Shape::Card),
            ("linkcard", Shape::Card),
            ("quick-links", Shape::Cards),
            ("quick-link", Shape::Card),
            ("linkbutton", Shape::Link("")),
            ("button", Shape::Link("")),
            ("badge", Shape::Text),
            ("icon", Shape::Icon),
            ("filetree", Shape::Tree),
            ("accordion", Shape::Details),
            ("table", Shape::Plain),
            ("partial", Shape::Left),
        ],
    )],
    ..NOTHING
};
