//! Jekyll, and Hexo: Liquid (`{% highlight ruby %}`, `{% raw %}`, `{{ site.baseurl }}`) and kramdown (`{:toc}`).
//!
//! In: a place in a text. Out: code blocks, paths from the top of the site, and nothing for what only a theme reads.

use super::args::Family;
use super::engine::Engine;
use super::shapes::Shape;
use super::{Dialect, NOTHING, Tool};
use std::ops::Range;

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Jekyll,
    triggers: &["{:toc", "{: toc", "{:.no_toc", "{: .no_toc"],
    tags: &[(
        Family::Liquid,
        &[
            ("highlight", Shape::Code("")),
            ("raw", Shape::Raw),
            ("verbatim", Shape::Raw),
            ("include", Shape::Left),
            ("include_relative", Shape::Left),
            ("include_cached", Shape::Left),
            ("gist", Shape::Link("https://gist.github.com/")),
            ("youtube", Shape::Link("https://www.youtube.com/watch?v=")),
            ("vimeo", Shape::Link("https://vimeo.com/")),
            ("asset_img", Shape::Picture),
            ("codeblock", Shape::Code("")),
            ("blockquote", Shape::Callout("quote")),
            ("pullquote", Shape::Callout("quote")),
            ("centerquote", Shape::Callout("quote")),
            ("iframe", Shape::Link("")),
            ("pdf", Shape::Link("")),
            ("image", Shape::Picture),
            ("img", Shape::Picture),
            ("figure", Shape::Picture),
            ("details", Shape::Details),
            ("alert", Shape::Callout("")),
            ("tip", Shape::Callout("tip")),
            ("warning", Shape::Callout("warning")),
            ("info", Shape::Callout("info")),
            ("important", Shape::Callout("important")),
            ("mermaid", Shape::Code("mermaid")),
            ("unless", Shape::Condition),
            ("case", Shape::Condition),
            ("when", Shape::Condition),
            ("for", Shape::Condition),
            ("assign", Shape::Dropped),
            ("capture", Shape::Plain),
            ("set", Shape::Dropped),
            ("meta", Shape::Nothing),
            ("seo", Shape::Nothing),
            ("feed_meta", Shape::Nothing),
            ("toc", Shape::Nothing),
        ],
    )],
    block: Some(block),
    ..NOTHING
};

/// What says that a list of the headings is to stand here, or that a heading is not in it.
const MARKS: [&str; 6] = ["{:toc}", "{: toc}", "{:.no_toc}", "{: .no_toc}", "{: .no_toc }", "{:.no_toc .text-delta}"];

/// `* TOC` with `{:toc}` below it: docent lists the headings itself.
fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    if line.starts_with('{') && MARKS.contains(&line.trim()) {
        engine.cut(engine.at..engine.line_end);
        return true;
    }
    if is_contents(engine) {
        let next = engine.next_line();
        let end = next + engine.body[next..].split('\n').next().unwrap_or_default().len();
        engine.cut(engine.at..end);
        return true;
    }
    false
}

/// Whether the next line says that this one is a table of contents.
pub(super) fn is_contents(engine: &Engine<'_>) -> bool {
    let below = engine.body[engine.next_line()..].trim_start_matches([' ', '\t']);
    (below.starts_with("{:toc") || below.starts_with("{: toc")) && engine.reads(Dialect::Jekyll)
}

/// A variable that stands for the top of the site, or for a path.
pub(super) fn variable(engine: &mut Engine<'_>, name: &str, range: Range<usize>) -> bool {
    if !engine.reads(Dialect::Jekyll) {
        return false;
    }
    let base = [
        "site.baseurl",
        "site.url",
        "site.base_url",
        "base_path",
        "baseurl",
        "base.baseurl",
        "base",
        "config.site_url",
        "site.github.url",
    ];
    let (value, filters) = name.split_once('|').map_or((name, ""), |(value, filters)| (value.trim(), filters));
    if base.contains(&value.trim()) {
        engine.keep_to(range.start);
        engine.skip_to(range.end);
        if !engine.body[range.end..].starts_with(['/', '{']) && range.start > 0 {
            engine.put("/");
        }
        return true;
    }
    let path = value.trim().strip_prefix(['"', '\'']).and_then(|text| text.strip_suffix(['"', '\'']));
    let Some(path) = path.filter(|_| ["url", "baseurl"].iter().any(|word| filters.contains(word))) else {
        return false;
    };
    let Some(at) = engine.body[range.clone()].find(path).filter(|_| !path.is_empty()) else { return false };
    engine.keep_to(range.start);
    if !path.starts_with('/') && !path.contains("://") {
        engine.put("/");
    }
    engine.keep_only(range.start + at..range.start + at + path.len());
    engine.skip_to(range.end);
    true
}
