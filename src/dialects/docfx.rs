//! DocFX and Microsoft Learn: `> [!div class="x"]`, `> [!VIDEO url]`, `:::image:::`, `:::zone`, `:::row:::`.
//!
//! In: such a line. Out: a picture, a link, or nothing: what stands in a zone is shown. `> [!NOTE]` is docent's own.

use super::args::{Family, Tag};
use super::engine::{Ends, Engine, Moves, Open, Role};
use super::inline::Taken;
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Docfx,
    triggers: &[
        "[!div", "[!VIDEO", "[!video", "[!Video", "[!DIV", "[!CODE", "[!code", "[!TAB", "[!tab", "<xref:", "xref:",
    ],
    block: Some(block),
    inline: Some((b":<", inline)),
    ..NOTHING
};

fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    if line.starts_with("[!") && engine.quotes > 0 {
        return quote(engine);
    }
    let name = line.trim_start_matches(':').trim_start();
    if !line.starts_with(":::") {
        return false;
    }
    let word = name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or_default();
    match word {
        "zone" | "zone-end" | "moniker" | "moniker-end" | "row" | "row-end" | "column" | "column-end" | "image-end" => {
            if !name.contains(":::") && matches!(word, "row" | "column") {
                return false;
            }
            match word.strip_suffix("-end") {
                Some(open) => leave(engine, open),
                None if matches!(word, "row" | "column") => enter(engine, word),
                None => {}
            }
            engine.cut(engine.at..engine.line_end);
            true
        }
        "image" | "code" | "no-loc" => one(engine, word),
        _ => false,
    }
}

/// Content of rows and columns is indented.
fn enter(engine: &mut Engine<'_>, word: &str) {
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    let (name, moves) = (format!(":::{word}"), Moves::AsFirst(None, usize::MAX));
    let (prefix, role) = (String::new(), Role::Other);
    engine.begin_block(Open { name, ends: Ends::Colons, moves, close: "", prefix, quotes, column, at, role });
}

fn leave(engine: &mut Engine<'_>, word: &str) {
    if let Some(last) = engine.open.iter().rposition(|open| open.name.strip_prefix(":::") == Some(word)) {
        engine.open.truncate(last);
    }
}

/// `> [!div class="nextstepaction"]` says how a link looks; `> [!VIDEO url]` is one.
fn quote(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    let Some((inside, behind)) = line[2..].split_once(']') else { return false };
    let (name, rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let range = engine.at..engine.line_end;
    if name.eq_ignore_ascii_case("div") && behind.trim().is_empty() {
        engine.cut(range);
        return true;
    }
    if name.eq_ignore_ascii_case("video") && !rest.is_empty() {
        let start = engine.at + line.find(rest).unwrap_or_default();
        engine.put("[");
        engine.put(rest.trim());
        engine.put("](");
        engine.keep_only(start..start + rest.trim_end().len());
        engine.put(")");
        engine.at = range.end;
        return true;
    }
    false
}

/// `:::image source="a.png" alt-text="b":::`, which may have several lines.
fn one(engine: &mut Engine<'_>, word: &str) -> bool {
    let (at, body) = (engine.at, engine.body);
    let colons = engine.rest().bytes().take_while(|b| *b == b':').count();
    let start = at + engine.rest().find(word).unwrap_or(colons) + word.len();
    let text = &body[start..];
    let end = text.find(":::").or_else(|| text.find('\n')).unwrap_or(text.len());
    if text[..end].contains("\n\n") {
        return false;
    }
    let range = at..(start + end + 3).min(body.len());
    let (args, name) = (super::args::args(&text[..end], start), word);
    let tag = Tag { family: Family::Component, name: "image", range: range.clone(), closes: false, alone: true, args };
    match name {
        "image" => engine.picture(&tag) != Taken::No,
        _ => {
            let message = format!("`:::{name}` is not shown");
            engine.tell(range.clone(), message, "write what it shows as Markdown, or remove it");
            engine.cut(range);
            true
        }
    }
}

/// `<xref:uid>`: a name of a program's part, and no address that docent knows.
fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    let line = engine.near(at);
    let Some(inside) = line.strip_prefix("<xref:") else { return Taken::No };
    let Some(end) = inside.find('>') else { return Taken::No };
    let name = inside[..end].split('?').next().unwrap_or_default();
    let start = at + "<xref:".len();
    engine.tell(
        at..start + end + 1,
        "a reference by `xref:` is shown as its name",
        "link to the page: `[words](page.md)`",
    );
    engine.wrap(at, start..start + name.len(), start + end + 1, ("`", "`"));
    Taken::Text
}
