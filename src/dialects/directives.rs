//! `:::` of VitePress, Docusaurus, Starlight, Quarto: what is not docent's own form of it.
//!
//! `:::{note}` is MyST's.
//!
//! In: a line of colons and a name. Out: `::: code-group` as tabs, `::: {.callout-tip}` as `:::tip`, `::: raw` as nothing.
//! `:::note Title` and `:::note[Title]` are docent's own, and stay.

use super::engine::{Ends, Engine, Moves, Open, Role};
use super::shapes::{in_brackets, known_kind};
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool = Tool { dialect: Dialect::Directives, triggers: &[":::"], block: Some(block), ..NOTHING };

/// Blocks that say nothing themselves.
const PLAIN: [&str; 9] = ["raw", "v-pre", "mdx-code-block", "center", "left", "right", "columns", "column", "demo"];

fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    if let Some(title) = tab_title(line) {
        return tab(engine, title);
    }
    if !line.starts_with(':') {
        return false;
    }
    if is_option(line) && follows_head(engine) {
        engine.cut(engine.at..engine.line_end);
        return true;
    }
    let colons = line.bytes().take_while(|b| *b == b':').count();
    if colons < 3 {
        return false;
    }
    let text = line[colons..].trim();
    if text.is_empty() {
        return close(engine, colons);
    }
    let (name, rest) = text.split_once([' ', '\t']).map_or((text, ""), |(name, rest)| (name, rest.trim()));
    if is_dotted(text) {
        return program(engine);
    }
    if (name == "tabs" || name == "code-tabs") && tab_title(below(engine)).is_some() {
        return begin(engine, colons, ":::tabs", Role::Tabs);
    }
    if name == "code-group" || name == "code-tabs" {
        return begin(engine, colons, ":::tabs", Role::CodeTabs);
    }
    if matches!(text, "mermaid" | "{mermaid}")
        && let Some(end) = end_of_drawing(engine, colons)
    {
        return drawing(engine, colons, end);
    }
    if text.starts_with('{') {
        return attributes(engine, colons, text);
    }
    if PLAIN.contains(&name.split(['{', '[']).next().unwrap_or_default()) && !rest.ends_with(":::") {
        return begin(engine, colons, "", Role::Other);
    }
    // Ours: remembered, so that its end is not another's.
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.ends_with(":::") {
        let at = engine.line_end;
        push(engine, colons, "", Role::Other, true);
        engine.keep_to(at);
        return true;
    }
    false
}

/// The title in `@tab Title`, `@tab:active Title#id` of VuePress, and in `== Title` of VitePress' plugin.
fn tab_title(line: &str) -> Option<&str> {
    let vuepress =
        line.strip_prefix("@tab").filter(|rest| rest.starts_with([' ', ':'])).and_then(|rest| rest.split_once(' '));
    let title = vuepress.map(|(_, title)| title).or_else(|| line.strip_prefix("== "))?;
    Some(title.split('#').next().unwrap_or_default().trim())
}

/// The first line below that is not empty.
fn below<'a>(engine: &Engine<'a>) -> &'a str {
    let lines = engine.body[engine.next_line()..].lines().take(3);
    lines.map(|line| line.trim_start_matches([' ', '>'])).find(|line| !line.is_empty()).unwrap_or_default()
}

fn tab(engine: &mut Engine<'_>, title: &str) -> bool {
    let Some(group) = engine.open.iter().rposition(|open| open.role == Role::Tabs && open.name.starts_with(':')) else {
        return false;
    };
    engine.end_here(group + 1);
    engine.fresh_line();
    engine.put(&[":::tab", &in_brackets(title)].concat());
    let (name, ends, moves, close, prefix) = ("@tab".to_owned(), Ends::Mark, Moves::Never, ":::", engine.prefix());
    let (quotes, column, at, role) = (engine.quotes, engine.column, engine.at..engine.line_end, Role::Other);
    engine.at = engine.line_end;
    engine.begin_block(Open { name, ends, moves, close, prefix, quotes, column, at, role });
    true
}

/// `package.module.Class`
fn is_dotted(name: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    name.contains('.') && name.split('.').all(plain)
}

/// `::: package.module` of mkdocstrings: what a program says of itself, with settings indented below it.
fn program(engine: &mut Engine<'_>) -> bool {
    let (body, start, column) = (engine.body, engine.at, engine.column);
    let (mut at, mut end) = (engine.next_line(), engine.line_end);
    for line in body[at..].split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        match line.trim().is_empty() {
            true => {}
            false if indent >= column + 4 || line.starts_with('\t') => end = at + line.trim_end().len(),
            false => break,
        }
        at += line.len();
    }
    let message = "what `:::` with the name of a part of a program stands for is not shown (mkdocstrings)";
    engine.tell(start..engine.line_end, message, "publish the reference as a site of its own, and link to it");
    engine.cut(start..end);
    true
}

/// Remembers a block. Its name says how many colons end it, and whether these stay.
fn push(engine: &mut Engine<'_>, colons: usize, close: &'static str, role: Role, own: bool) {
    let prefix = if close.is_empty() { String::new() } else { engine.prefix() };
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    let name = format!("{}{}", ":".repeat(colons), if own { "own" } else { "" });
    let ends = if own { Ends::Colons } else { Ends::Mark };
    engine.begin_block(Open { name, ends, moves: Moves::Never, close, prefix, quotes, column, at, role });
}

fn begin(engine: &mut Engine<'_>, colons: usize, line: &str, role: Role) -> bool {
    let range = engine.at..engine.line_end;
    if line.is_empty() {
        push(engine, colons, "", role, false);
        engine.cut(range);
    } else {
        engine.fresh_line();
        engine.put(line);
        push(engine, colons, ":::", role, false);
        engine.at = engine.line_end;
    }
    true
}

/// `::: mermaid` of Azure DevOps: a fence. What stands in it is no Markdown.
fn drawing(engine: &mut Engine<'_>, colons: usize, end: usize) -> bool {
    engine.fresh_line();
    engine.put("```mermaid");
    push(engine, colons, "```", Role::Other, false);
    engine.guarded = engine.guarded.max(end);
    engine.at = engine.line_end;
    true
}

/// Where the line of colons begins that ends a drawing.
fn end_of_drawing(engine: &Engine<'_>, colons: usize) -> Option<usize> {
    let mut at = engine.line_end;
    for line in engine.body.get(at..)?.split_inclusive('\n') {
        let bare = line.trim();
        if bare.len() == colons && bare.bytes().all(|byte| byte == b':') {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// A bare line of colons ends the innermost block that was begun with as many.
fn close(engine: &mut Engine<'_>, colons: usize) -> bool {
    let mark = ":".repeat(colons);
    let last = engine.open.iter().rposition(|open| open.name.trim_end_matches("own") == mark);
    let Some(last) = last else { return false };
    let range = engine.at..engine.line_end;
    // What was begun in it and has its own end is ended before.
    if engine.end_here(last + 1) {
        let line = ["\n", &engine.prefix()].concat();
        engine.put(&line);
    }
    let Some(open) = engine.open.pop() else { return false };
    match open.ends {
        Ends::Colons => engine.keep_to(range.end),
        _ => super::myst::close_with(engine, open.close, range),
    }
    true
}

/// `:class: tip` below the head of a directive of MyST.
fn is_option(line: &str) -> bool {
    let name = line.strip_prefix(':').and_then(|rest| rest.split_once(':')).map_or("", |(name, _)| name);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

fn follows_head(engine: &Engine<'_>) -> bool {
    let above = engine.body[..engine.at].trim_end_matches([' ', '\t']).strip_suffix('\n').unwrap_or_default();
    let mut lines = above.rsplit('\n').map(str::trim).take(20);
    lines.find(|line| !is_option(line)).is_some_and(|line| line.starts_with(":::") && line.contains('{'))
}

/// `::: {.callout-note title="T" collapse="true"}` of Quarto and Pandoc.
fn attributes(engine: &mut Engine<'_>, colons: usize, text: &str) -> bool {
    if super::myst::colons(engine) {
        return true;
    }
    if text[1..].split('}').next().is_some_and(|name| !name.contains(['.', '#', '=', ' '])) {
        let name = text.split('}').next().unwrap_or_default();
        let message = format!("docent does not know `:::{name}}}`; what it holds is shown");
        engine.tell(engine.at..engine.line_end, message, "write what it shows as Markdown");
        return begin(engine, colons, "", Role::Other);
    }
    let inside = text.trim_start_matches('{').trim_end_matches('}').trim();
    let class = inside.split_whitespace().find_map(|word| word.strip_prefix('.')).unwrap_or_default();
    let value = |key: &str| inside.split_once(key).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
    let title = value("title=\"");
    let kind = class.strip_prefix("callout-").and_then(known_kind);
    match kind {
        Some(_) if value("collapse=\"") == "true" => {
            let title = if title.is_empty() { class.trim_start_matches("callout-") } else { title };
            begin(engine, colons, &[":::details", &in_brackets(title)].concat(), Role::Other)
        }
        Some(kind) => begin(engine, colons, &[":::", kind, &in_brackets(title)].concat(), Role::Other),
        None => begin(engine, colons, "", Role::Other),
    }
}
