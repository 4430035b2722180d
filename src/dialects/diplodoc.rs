//! Diplodoc (YFM): `{% note info "Title" %}`, `{% list tabs %}`, `{% cut "Title" %}`, sizes of pictures,
//! tables of `#|`, `[term](*key)`.
//!
//! In: a place in a text. Out: callouts, tabs, details; `![](a.png =100x200)` as `![](a.png){width=100 height=200}`.

use super::args::Family;
use super::engine::Engine;
use super::inline::Taken;
use super::shapes::Shape;
use super::{Dialect, NOTHING, Tool};
use crate::byte_scan;

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Diplodoc,
    triggers: &["#|", "|#", "||", "](*", "[*", "[##", " ##", "(##"],
    tags: &[(
        Family::Liquid,
        &[
            ("note", Shape::Callout("")),
            ("list", Shape::Items),
            ("cut", Shape::Details),
            ("changelog", Shape::Plain),
            ("include", Shape::Left),
            ("if", Shape::Condition),
            ("else", Shape::Condition),
            ("elsif", Shape::Condition),
            ("elseif", Shape::Condition),
            ("elif", Shape::Condition),
        ],
    )],
    block: Some(block),
    inline: Some((b"][#", inline)),
    ..NOTHING
};

/// `[*key]: what it means` below the text, which is a note. What it means is read on.
fn definition(engine: &mut Engine<'_>) {
    let Some((key, _)) = engine.rest().strip_prefix("[*").and_then(|rest| rest.split_once("]:")) else { return };
    if key.is_empty() || key.contains(['[', ']']) || engine.column > 3 {
        return;
    }
    let (at, length) = (engine.at, key.len());
    engine.put("[^");
    engine.keep_only(at + 2..at + 2 + length);
    engine.put("]: ");
    engine.skip_to(at + 2 + length + 2);
    // It may begin on the next line.
    if engine.rest().trim().is_empty() && engine.line_end < engine.body.len() {
        engine.skip_to(engine.line_end + 1);
        engine.measure();
    }
    engine.skip_to(engine.line_end - engine.rest().trim_start().len());
}

/// `[term](*key)`: what it means is a note.
fn term(engine: &mut Engine<'_>, at: usize) -> Taken {
    let line = engine.near(at);
    let Some((words, rest)) = line[1..].split_once("](*") else { return Taken::No };
    let Some(key) = rest.split_once(')').map(|(key, _)| key) else { return Taken::No };
    if words.contains(['[', ']']) || words.is_empty() || !engine.body.contains(&format!("\n[*{key}]:")) {
        return Taken::No;
    }
    let (from, to) = (at + 1, at + 1 + words.len());
    engine.keep_to(at);
    engine.keep_only(from..to);
    engine.put("[^");
    engine.keep_only(to + 3..to + 3 + key.len());
    engine.put("]");
    engine.skip_to(to + 3 + key.len() + 1);
    Taken::Text
}

fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    match engine.body.as_bytes()[at] {
        b'[' => term(engine, at),
        b'#' => mono(engine, at),
        _ => size(engine, at),
    }
}

/// `##settings.yaml##`: letters of one width.
fn mono(engine: &mut Engine<'_>, at: usize) -> Taken {
    let before = engine.body[..at].chars().next_back();
    if !before.is_some_and(|c| matches!(c, ' ' | '[' | '(' | '|')) || engine.before(at).trim().is_empty() {
        return Taken::No;
    }
    let Some(inside) = engine.near(at).strip_prefix("##") else { return Taken::No };
    let Some(end) = inside.find("##").filter(|end| *end > 0) else { return Taken::No };
    let words = &inside[..end];
    if words.contains(['`', '#'])
        || words.starts_with(' ')
        || words.ends_with(' ')
        || inside[end + 2..].starts_with('#')
    {
        return Taken::No;
    }
    engine.wrap(at, at + 2..at + 2 + end, at + 2 + end + 2, ("`", "`"));
    Taken::Text
}

/// A table of `#|`, `||` and `|#`: it is told, and its cells are shown.
fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    if line.starts_with("[*") {
        definition(engine);
        return false;
    }
    if !line.starts_with(['#', '|']) {
        return false;
    }
    let line = line.trim();
    if line == "#|" && engine.body[engine.line_end..].contains("|#") {
        return table(engine);
    }
    if engine.at >= engine.table {
        return false;
    }
    // Marks of a table whose cells stand each on its own.
    let marks = ["|#", "||", "|"].into_iter().find(|marks| line.starts_with(marks));
    let Some(marks) = marks.filter(|_| engine.rest().starts_with('|')) else { return false };
    engine.skip_to(engine.at + marks.len());
    true
}

/// Rows of cells, each of which may hold anything: as a table of HTML, if no cell has a block of its own; else its cells.
fn table(engine: &mut Engine<'_>) -> bool {
    let (start, body) = (engine.at, engine.body);
    let Some(length) = body[start..].find("\n|#").or_else(|| body[start..].find("|#")) else { return false };
    let end = start + length + if body[start + length..].starts_with('\n') { 3 } else { 2 };
    let inner = &body[start + 2..end - 2];
    let rows: Vec<Vec<String>> = inner.split("||").map(str::trim).filter(|row| !row.is_empty()).map(cells).collect();
    let simple = rows.iter().flatten().all(|cell| !cell.contains('\n')) && rows.len() > 1 && !inner.contains("#|");
    if !simple {
        let message = "a table of `#|` whose cells hold blocks is shown as its cells, one below the other";
        engine.tell(start..start + 2, message, "write a table of Markdown, or headings");
        return spread(engine, end);
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let line = |row: &[String]| {
        let cells = (0..width).map(|at| row.get(at).map_or("", String::as_str));
        format!("|{}", cells.map(|cell| format!(" {cell} |")).collect::<String>())
    };
    let newline = ["\n", &engine.prefix()].concat();
    let mut lines = vec![line(&rows[0]), format!("|{}", " --- |".repeat(width))];
    lines.extend(rows[1..].iter().map(|row| line(row)));
    engine.put(&lines.join(&newline));
    engine.skip_to(end);
    true
}

/// Cells of a row, without spans, on one line where they are one paragraph.
fn cells(row: &str) -> Vec<String> {
    let clean = |cell: &str| {
        let text = cell.trim();
        let paragraphs = text.contains("\n\n")
            || text
                .lines()
                .any(|line| super::cursor::list_marker(line.trim()).is_some() || line.trim().starts_with("```"));
        if paragraphs { text.to_owned() } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
    };
    row.split('|').map(clean).collect()
}

/// Leaves the marks of a table out, line by line.
fn spread(engine: &mut Engine<'_>, end: usize) -> bool {
    engine.table = engine.table.max(end);
    engine.cut(engine.at..engine.line_end);
    true
}

/// Whether a body may have sizes of pictures.
pub(super) fn may_hold(body: &str) -> bool {
    let sized = |at: usize| body.as_bytes().get(at + 2).is_some_and(|b| b.is_ascii_digit() || *b == b'x');
    byte_scan::matches(body, " =").any(sized)
}

/// `](a.png =100x200)`
fn size(engine: &mut Engine<'_>, at: usize) -> Taken {
    if !engine.body[at..].starts_with("](") {
        return Taken::No;
    }
    let inside = &engine.near(at)[2..];
    let Some(end) = super::obsidian::address_end(inside) else { return Taken::No };
    let Some((address, size)) = inside[..end - 1].rsplit_once(" =") else { return Taken::No };
    let Some((width, height)) = size.trim().split_once('x') else { return Taken::No };
    let number = |text: &str| text.len() < 6 && text.trim_end_matches('%').bytes().all(|b| b.is_ascii_digit());
    if address.is_empty() || !number(width) || !number(height) || (width.is_empty() && height.is_empty()) {
        return Taken::No;
    }
    let all = [("width", width), ("height", height)].into_iter().filter(|(_, value)| !value.is_empty());
    let sizes: Vec<String> = all.map(|(key, value)| format!("{key}={value}")).collect();
    engine.keep_to(at + 2 + address.trim_end().len());
    engine.skip_to(at + 2 + end - 1);
    engine.keep_to(at + 2 + end);
    engine.put(&format!("{{{}}}", sizes.join(" ")));
    Taken::Text
}
