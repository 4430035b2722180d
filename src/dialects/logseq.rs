//! Logseq: what an outline says to the program (`collapsed:: true`, `id:: ...`), and boxes of Org (`#+BEGIN_TIP`).
//!
//! In: a line of a block. Out: nothing, or a callout. Comments of Org are in [`super::comments`].

use super::engine::{Ends, Engine, Moves, Open, Role};
use super::shapes::known_kind;
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Obsidian,
    triggers: &["#+BEGIN_", "#+begin_", "collapsed:: ", " id:: ", "\nid:: ", "logseq."],
    block: Some(block),
    ..NOTHING
};

/// Properties that only the program reads.
const SILENT: [&str; 5] = ["collapsed", "id", "icon", "background-color", "ls-type"];

fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    if let Some((key, _)) = line.split_once(":: ") {
        let silent = SILENT.contains(&key) || key.strip_prefix("logseq.").is_some_and(|rest| !rest.contains(' '));
        if silent {
            engine.cut(engine.at..engine.line_end);
        }
        return silent;
    }
    let Some(mark) = line.strip_prefix("#+") else { return false };
    let (word, _) = mark.split_once(' ').unwrap_or((mark, ""));
    let (edge, name) = word.split_once('_').unwrap_or_default();
    match edge.to_ascii_uppercase().as_str() {
        "BEGIN" => begin(engine, &name.to_ascii_lowercase()),
        "END" => end(engine, &name.to_ascii_lowercase()),
        _ => false,
    }
}

fn begin(engine: &mut Engine<'_>, kind: &str) -> bool {
    let head = match known_kind(kind) {
        Some(kind) => [":::", kind].concat(),
        None if ["center", "pinned", "quote", "verse"].contains(&kind) => String::new(),
        None => return false,
    };
    let name = ["#+end_", kind].concat();
    let close = if head.is_empty() { "" } else { ":::" };
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    if head.is_empty() {
        let (ends, moves, prefix, role) = (Ends::Mark, Moves::Never, String::new(), Role::Other);
        engine.cut(at.clone());
        engine.begin_block(Open { name, ends, moves, close, prefix, quotes, column, at, role });
        return true;
    }
    engine.fresh_line();
    engine.put(&head);
    let (ends, moves, prefix, role) = (Ends::Mark, Moves::Never, engine.prefix(), Role::Other);
    engine.at = engine.line_end;
    engine.begin_block(Open { name, ends, moves, close, prefix, quotes, column, at, role });
    true
}

fn end(engine: &mut Engine<'_>, kind: &str) -> bool {
    let name = ["#+end_", kind].concat();
    let Some(last) = engine.open.iter().rposition(|open| open.name == name) else { return false };
    let range = engine.at..engine.line_end;
    if engine.end_here(last + 1) {
        let line = ["\n", &engine.prefix()].concat();
        engine.put(&line);
    }
    let Some(open) = engine.open.pop() else { return false };
    super::myst::close_with(engine, open.close, range);
    true
}
