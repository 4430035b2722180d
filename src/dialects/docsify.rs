//! Docsify and Retype: `!> Important words`, `?> A tip`; `!!!warning Title` up to a line of `!!!`.
//!
//! In: a line that begins so. Out: callouts.

use super::engine::{Ends, Engine, Moves, Open, Role};
use super::shapes::{in_brackets, known_kind};
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool =
    Tool { dialect: Dialect::Mkdocs, triggers: &["!> ", "?> ", "\n!!!\n", "\n!!!\r"], block: Some(block), ..NOTHING };

fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    match () {
        () if line.starts_with("!> ") => quote(engine, "important"),
        () if line.starts_with("?> ") => quote(engine, "tip"),
        () if line.starts_with("!!!") => fenced(engine),
        () => false,
    }
}

/// A paragraph as a callout.
fn quote(engine: &mut Engine<'_>, kind: &str) -> bool {
    engine.fresh_line();
    let line = ["> [!", kind, "]\n", &engine.prefix(), "> "].concat();
    engine.put(&line);
    engine.skip_to(engine.at + "!> ".len());
    true
}

/// `!!!warning Title`, `!!! Title`, and the line of `!!!` that ends it. What MkDocs writes so has its content indented.
fn fenced(engine: &mut Engine<'_>) -> bool {
    let text = engine.rest()[3..].trim_end();
    let range = engine.at..engine.line_end;
    let open = engine.open.iter().rposition(|open| open.name == "!!!").filter(|_| text.is_empty());
    if let Some(last) = open {
        if engine.end_here(last + 1) {
            let line = ["\n", &engine.prefix()].concat();
            engine.put(&line);
        }
        let close = engine.open.pop().map_or("", |open| open.close);
        super::myst::close_with(engine, close, range);
        return true;
    }
    let mut below = engine.body[engine.next_line()..].lines();
    let indented = below.clone().next().is_some_and(|line| line.starts_with("    ") || line.starts_with('\t'));
    if indented || text.starts_with('!') || !below.any(|line| line.trim_matches([' ', '>']) == "!!!") {
        return false;
    }
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let kind = known_kind(word).filter(|_| !text.starts_with(' '));
    let title = if kind.is_some() { rest } else { text };
    engine.fresh_line();
    engine.put(&[":::", kind.unwrap_or("note"), &in_brackets(title)].concat());
    let (name, ends, moves, close, prefix) = ("!!!".to_owned(), Ends::Mark, Moves::Never, ":::", engine.prefix());
    let (quotes, column, at, role) = (engine.quotes, engine.column, range, Role::Other);
    engine.at = engine.line_end;
    engine.begin_block(Open { name, ends, moves, close, prefix, quotes, column, at, role });
    true
}
