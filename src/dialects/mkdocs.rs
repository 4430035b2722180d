//! MkDocs with Material and PyMdown Extensions: `!!! note "Title"`, `??? note`, `=== "Tab"`, `++ctrl+c++`, icons.
//!
//! In: a line that begins such a block; what is in it is indented by four columns. Out: `:::note[Title]`, `:::details`,
//! `:::tabs` and `:::tab`; the content stands four columns to the left.

use super::engine::{Ends, Engine, Moves, Open, Role};
use super::inline::Taken;
use super::shapes::{in_brackets, known_kind};
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Mkdocs,
    triggers: &[
        "!!! ",
        "??? ",
        "???+",
        "=== \"",
        "=== '",
        "===!",
        "===+",
        "++",
        "[TOC]",
        ":material-",
        ":octicons-",
        ":fontawesome-",
        ":simple-",
    ],
    block: Some(block),
    inline: Some((b"+:", inline)),
    ..NOTHING
};

fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    match line.as_bytes().first() {
        Some(b'!') => line.strip_prefix("!!! ").is_some_and(|head| admonition(engine, head, false)),
        Some(b'?') => {
            let head =
                line.strip_prefix("???+").or_else(|| line.strip_prefix("???")).filter(|head| head.starts_with(' '));
            head.is_some_and(|head| admonition(engine, head, true))
        }
        Some(b'=') => tab_title(line).is_some_and(|title| tab(engine, title)),
        Some(b'[') if line.trim() == "[TOC]" => {
            engine.cut(engine.at..engine.line_end);
            true
        }
        _ => false,
    }
}

/// The kind and the title of a block: `note inline end "Title"`.
fn head(text: &str) -> Option<(&str, Option<&str>)> {
    let text = text.trim();
    let kind =
        text.split([' ', '"', '\'']).next().filter(|kind| kind.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let valid = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '|'));
    let Some(open) = text.find(['"', '\'']) else { return valid(text).then_some((kind, None)) };
    let quote = &text[open..=open];
    let title = text[open + 1..].strip_suffix(quote)?;
    valid(&text[..open]).then_some((kind, Some(title)))
}

fn admonition(engine: &mut Engine<'_>, text: &str, folds: bool) -> bool {
    let Some((kind, title)) = head(text) else { return false };
    let known = known_kind(kind);
    let spoken = || {
        let mut letters = kind.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    let title = title.map(str::to_owned).or_else(|| (folds || known.is_none()).then(spoken)).unwrap_or_default();
    let opens = folds && engine.rest().starts_with("???+");
    let name = if folds { "details" } else { known.unwrap_or("note") };
    let open = if opens { "{open}" } else { "" };
    begin(engine, &[":::", name, &in_brackets(&title), open].concat(), Ends::Indent, Role::Other);
    engine.at = engine.line_end;
    true
}

fn begin(engine: &mut Engine<'_>, line: &str, ends: Ends, role: Role) {
    engine.fresh_line();
    let prefix = engine.prefix();
    engine.put(line);
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    let name = String::new();
    engine.begin_block(Open { name, ends, moves: Moves::Never, close: ":::", prefix, quotes, column, at, role });
}

/// The title of `=== "Tab"`.
fn tab_title(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("===")?.trim_start_matches(['!', '+']).strip_prefix(' ')?.trim();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].strip_suffix(quote)
}

/// Whether a line begins one more tab of the same group.
pub(super) fn is_next_tab(line: &str) -> bool {
    tab_title(line).is_some() && !line.starts_with("===!") && !line.starts_with("===+!")
}

fn tab(engine: &mut Engine<'_>, title: &str) -> bool {
    let column = engine.column;
    let goes_on = engine.open.last().is_some_and(|open| open.ends == Ends::Group && open.column == column);
    if !goes_on {
        begin(engine, ":::tabs", Ends::Group, Role::Tabs);
        let line = ["\n", &engine.prefix()].concat();
        engine.put(&line);
    }
    begin(engine, &[":::tab", &in_brackets(title)].concat(), Ends::Indent, Role::Other);
    engine.at = engine.line_end;
    true
}

fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    match engine.body.as_bytes()[at] {
        b'+' => keys(engine, at),
        _ => icon(engine, at),
    }
}

/// `++ctrl+alt+del++`
fn keys(engine: &mut Engine<'_>, at: usize) -> Taken {
    if !engine.body[at..].starts_with("++") {
        return Taken::No;
    }
    let line = engine.near(at);
    let Some(inside) = line.strip_prefix("++") else { return Taken::No };
    let Some(end) = inside.find("++").filter(|end| *end > 0) else { return Taken::No };
    let keys = &inside[..end];
    let before = engine.body[..at].chars().next_back();
    if before.is_some_and(char::is_alphanumeric)
        || !keys.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '_' | '"' | ' '))
        || keys.starts_with([' ', '+'])
        || keys.ends_with(' ')
        || keys.contains("  ")
    {
        return Taken::No;
    }
    engine.keep_to(at);
    let written =
        keys.split('+').map(|key| format!("<kbd>{}</kbd>", key_name(key.trim_matches('"')))).collect::<Vec<_>>();
    engine.put(&written.join("+"));
    engine.skip_to(at + 2 + end + 2);
    Taken::Text
}

/// A key as it is printed.
fn key_name(key: &str) -> String {
    match key {
        "ctrl" | "control" => "Ctrl".into(),
        "cmd" | "command" | "meta" => "Cmd".into(),
        "del" | "delete" => "Del".into(),
        "esc" | "escape" => "Esc".into(),
        "arrow-up" | "up" => "↑".into(),
        "arrow-down" | "down" => "↓".into(),
        "arrow-left" | "left" => "←".into(),
        "arrow-right" | "right" => "→".into(),
        key => {
            let mut letters = key.chars();
            let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
            [first.as_str(), &letters.as_str().replace('-', " ")].concat()
        }
    }
}

/// Whether a name is one of an icon set.
pub(super) fn is_icon(name: &str) -> bool {
    ["material-", "octicons-", "fontawesome-", "simple-"].iter().any(|set| name.starts_with(set))
}

/// `:material-account:{ .big }`: a picture of a set that docent does not have.
fn icon(engine: &mut Engine<'_>, at: usize) -> Taken {
    if !is_icon(&engine.body[at + 1..]) {
        return Taken::No;
    }
    let line = engine.near(at + 1);
    let length = line.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')).unwrap_or(line.len());
    if !line[length..].starts_with(':') {
        return Taken::No;
    }
    let mut end = at + 1 + length + 1;
    let behind = engine.near(end);
    if let Some(close) = behind.starts_with('{').then(|| behind.find('}')).flatten() {
        end += close + 1;
    }
    engine.tell(at..end, "icons of icon sets are not shown", "use an emoji, a picture, or remove it");
    engine.keep_to(at);
    engine.skip_to(end);
    // A space on one of its sides is enough.
    let spaced = engine.body[..at].ends_with([' ', '\n']) || at == 0;
    if spaced && engine.rest().starts_with(' ') {
        engine.skip_to(end + 1);
    }
    Taken::Text
}
