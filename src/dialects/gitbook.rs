//! GitBook: `{% hint style="info" %}`, `{% tabs %}`, `{% content-ref url="x.md" %}`, `{% embed url="x" %}`.

use super::args::Family;
use super::shapes::Shape;
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Gitbook,
    tags: &[(
        Family::Liquid,
        &[
            ("hint", Shape::Callout("")),
            ("tabs", Shape::Tabs),
            ("tab", Shape::Tab),
            ("code-tabs", Shape::Tabs),
            ("code-tabs-item", Shape::Tab),
            ("content-ref", Shape::Page),
            ("page-ref", Shape::Page),
            ("embed", Shape::Link("")),
            ("file", Shape::Link("")),
            ("code", Shape::CodeTitle),
            ("stepper", Shape::Steps),
            ("step", Shape::Step),
            ("columns", Shape::Plain),
            ("column", Shape::Plain),
            ("details", Shape::Details),
            ("expandable", Shape::Details),
            ("updates", Shape::Plain),
            ("update", Shape::Step),
            ("api-method", Shape::Plain),
            ("api-method-summary", Shape::Plain),
            ("api-method-description", Shape::Plain),
            ("api-method-spec", Shape::Plain),
            ("swagger", Shape::Dropped),
            ("openapi", Shape::Dropped),
            ("openapi-operation", Shape::Dropped),
            ("include", Shape::Left),
        ],
    )],
    ..NOTHING
};
