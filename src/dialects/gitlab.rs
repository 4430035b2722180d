//! Wikis of GitLab, Gollum and Azure DevOps, and Confluence's Markdown: their tables of contents. docent lists the headings of a
//! page itself.

use super::engine::Engine;
use super::{Dialect, NOTHING, Tool};
use std::ops::Range;

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Gitlab,
    triggers: &[
        "[[_TOC_]]",
        "[[_toc_]]",
        "[[_TOSP_]]",
        "[[TOC]]",
        "[TOC]",
        "[toc]",
        "[[toc]]",
        "{{toc}}",
        "{{TOC}}",
        "{toc}",
        "{{>toc}}",
        "${toc}",
        "@[toc]",
        "__TOC__",
        "<!-- toc -->",
    ],
    block: Some(block),
    ..NOTHING
};

const CONTENTS: [&str; 13] = [
    "[[_toc_]]",
    "[[_tosp_]]",
    "[[toc]]",
    "[toc]",
    "{{toc}}",
    "{{>toc}}",
    "{toc}",
    "${toc}",
    "@[toc]",
    "__toc__",
    "[[__toc__]]",
    "{{ toc }}",
    "[_toc_]",
];

fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest().trim();
    if line.len() < 16 && CONTENTS.contains(&line.to_ascii_lowercase().as_str()) {
        engine.cut(engine.at..engine.line_end);
        return true;
    }
    false
}

/// `{{toc}}` in a line.
pub(super) fn variable(engine: &mut Engine<'_>, name: &str, range: Range<usize>) -> bool {
    let is_contents = name.eq_ignore_ascii_case("toc") && engine.reads(Dialect::Gitlab);
    if is_contents {
        engine.cut(range);
    }
    is_contents
}
