//! PyMdown Extensions, besides what Material for MkDocs shows of them: `/// note | Title`, `{--gone--}`, `{++new++}`, `^^new^^`,
//! `[=85% "85%"]`.
//!
//! In: a line that begins or ends a block of slashes, a mark in a text. Out: `:::note[Title]`, `:::details`, `:::tabs`; `<del>`,
//! `<ins>`; the words of a bar.

use super::cursor::first_line;
use super::engine::{Ends, Engine, Moves, Open, Role};
use super::inline::Taken;
use super::shapes::{in_brackets, known_kind};
use super::{Dialect, NOTHING, Tool};
use std::ops::Range;

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Mkdocs,
    triggers: &["/// ", "{--", "{++", "{~~", "{==", "^^", "[=", "^[", " markdown>", " markdown="],
    block: Some(block),
    inline: Some((b"{^[", inline)),
    ..NOTHING
};

/// Blocks that say nothing themselves; what stands behind the bar is no title.
const PLAIN: [&str; 8] =
    ["html", "caption", "figure-caption", "table-caption", "definition", "define", "fancylists", "columns"];

fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    if line.starts_with('<') || engine.open.iter().any(|open| open.name.starts_with("</")) {
        return element(engine);
    }
    let slashes = line.bytes().take_while(|b| *b == b'/').count();
    if slashes < 3 {
        return false;
    }
    let (mark, text) = line.split_at(slashes);
    if text.trim().is_empty() {
        return close(engine, mark);
    }
    let (name, title) = text.split_once('|').map_or((text.trim(), ""), |(name, title)| (name.trim(), title.trim()));
    let valid = text.starts_with(' ') && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    valid && is_closed(engine, mark) && open(engine, mark, name, title)
}

/// Whether a line of these marks alone comes later.
fn is_closed(engine: &mut Engine<'_>, mark: &str) -> bool {
    if engine.never.slashes.contains(&mark.len()) {
        return false;
    }
    let found = engine.body[engine.line_end..].lines().any(|line| line.trim_matches([' ', '\t', '>']) == mark);
    engine.never.slashes.extend((!found).then_some(mark.len()));
    found
}

/// The options of a block, indented right below it, and where they end.
fn options<'a>(engine: &Engine<'a>) -> (Vec<(&'a str, &'a str)>, usize) {
    let (mut found, mut end) = (Vec::new(), engine.line_end);
    let column = engine.column + 4;
    for line in engine.body[engine.next_line()..].split_inclusive('\n').take(50) {
        let text = line.trim_end_matches(['\r', '\n']);
        let bare = text.trim_start_matches(['>', ' ']);
        let Some(option) = bare.split_once(':').filter(|_| text.len() - bare.len() >= column) else { break };
        found.push((option.0, option.1.trim()));
        let start = line.as_ptr() as usize - engine.body.as_ptr() as usize;
        end = start + text.len();
    }
    (found, end)
}

fn open(engine: &mut Engine<'_>, mark: &str, name: &str, title: &str) -> bool {
    let (options, end) = options(engine);
    let option = |key: &str| options.iter().find(|(known, _)| *known == key).map(|(_, value)| *value);
    let is_on = |key: &str| option(key).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let kind = if name == "admonition" { option("type").unwrap_or("note") } else { name };
    let line = match name {
        "tab" => {
            group(engine, mark, is_on("new"));
            [":::tab", &in_brackets(title)].concat()
        }
        "details" => [":::details", &in_brackets(title), if is_on("open") { "{open}" } else { "" }].concat(),
        _ if PLAIN.contains(&name) => return plain(engine, mark, end),
        _ => match known_kind(kind) {
            Some(kind) => [":::", kind, &in_brackets(title)].concat(),
            None if !title.is_empty() => [":::note", &in_brackets(title)].concat(),
            None => {
                let message = format!("docent does not know `/// {name}`; what it holds is shown");
                engine.tell(engine.at..engine.line_end, message, "write what it shows as Markdown");
                return plain(engine, mark, end);
            }
        },
    };
    engine.fresh_line();
    engine.put(&line);
    begin(engine, mark.to_owned(), ":::", Role::Other);
    engine.skip_to(end);
    true
}

fn begin(engine: &mut Engine<'_>, name: String, close: &'static str, role: Role) {
    let prefix = if close.is_empty() { String::new() } else { engine.prefix() };
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    engine.begin_block(Open { name, ends: Ends::Mark, moves: Moves::Never, close, prefix, quotes, column, at, role });
}

/// What a block holds, and nothing of itself.
fn plain(engine: &mut Engine<'_>, mark: &str, end: usize) -> bool {
    begin(engine, mark.to_owned(), "", Role::Other);
    engine.cut(engine.at..end);
    true
}

/// The group that a tab stands in: that of the tab above, or a new one.
fn group(engine: &mut Engine<'_>, mark: &str, is_new: bool) {
    let name = [mark, "tabs"].concat();
    let goes_on = engine.open.last().is_some_and(|open| open.name == name);
    if goes_on && is_new {
        let last = engine.open.len() - 1;
        engine.end_here(last);
    }
    engine.fresh_line();
    if !goes_on || is_new {
        engine.put(":::tabs");
        begin(engine, name, ":::", Role::Tabs);
        let line = ["\n", &engine.prefix()].concat();
        engine.put(&line);
    }
}

/// A line of slashes ends the innermost block that was begun with as many.
fn close(engine: &mut Engine<'_>, mark: &str) -> bool {
    let Some(last) = engine.open.iter().rposition(|open| open.name == mark) else { return false };
    let range = engine.at..engine.line_end;
    if engine.end_here(last + 1) {
        let line = ["\n", &engine.prefix()].concat();
        engine.put(&line);
    }
    let Some(open) = engine.open.pop() else { return false };
    let tabs = [mark, "tabs"].concat();
    let below = engine.body[range.end..].trim_start_matches([' ', '\t', '\r', '\n', '>']);
    let more = below.strip_prefix(mark).is_some_and(|rest| rest.trim_start().starts_with("tab"));
    let group = engine.open.last().is_some_and(|open| open.name == tabs) && !more;
    if group {
        engine.open.pop();
    }
    super::myst::close_with(engine, if group { ":::\n:::" } else { open.close }, range);
    true
}

/// `<figure markdown>`: what is in it is Markdown, which it is for the parser between empty lines.
fn element(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    if let Some(name) = with_markdown(line).filter(|_| !is_blank(engine.body, engine.next_line())) {
        let close = ["</", name].concat();
        if engine.body[engine.line_end..].contains(&close) {
            let prefix = engine.prefix();
            begin(engine, close, "", Role::Other);
            engine.keep_to(engine.line_end);
            engine.put(&["\n", prefix.trim_end()].concat());
            engine.open.iter_mut().rev().take(1).for_each(|open| {
                open.moves = Moves::AsFirst(None, 8);
                open.prefix.clone_from(&prefix);
            });
            return true;
        }
    }
    let Some(last) = engine.open.iter().rposition(|open| open.name.starts_with("</")) else { return false };
    let above = engine.body[..engine.at].trim_end_matches([' ', '\t', '>']).strip_suffix('\n').unwrap_or_default();
    let above = above.rsplit('\n').next().unwrap_or_default().trim_start_matches([' ', '\t', '>']).trim_end();
    let (name, prefix) = (engine.open[last].name.clone(), engine.open[last].prefix.clone());
    let ends = line.starts_with(&name);
    let changes = above.starts_with('<') != line.starts_with('<') && with_markdown(above).is_none();
    if !above.is_empty() && (changes || ends) && engine.is_unwritten() {
        engine.put_line(prefix.trim_end(), "");
    }
    if ends {
        engine.end_here(last);
        engine.keep_to(engine.line_end);
    }
    ends
}

/// The name of an element that stands alone on its line and whose content is Markdown.
fn with_markdown(line: &str) -> Option<&str> {
    let inside = line.trim_end().strip_prefix('<')?.strip_suffix('>')?;
    let name = inside.split_whitespace().next()?;
    let marked = |word: &str| word == "markdown" || word.starts_with("markdown=");
    let alone = !inside.contains(['<', '>']) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    (alone && inside.split_whitespace().skip(1).any(marked)).then_some(name)
}

fn is_blank(body: &str, at: usize) -> bool {
    first_line(&body[at..]).trim_matches([' ', '\t', '>', '\r']).is_empty()
}

fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    let text = &engine.body[at..];
    match engine.body.as_bytes()[at] {
        b'{' if text.starts_with("{--") => pair(engine, at, "--}", "<del>", "</del>"),
        b'{' if text.starts_with("{++") => pair(engine, at, "++}", "<ins>", "</ins>"),
        b'{' if text.starts_with("{==") => pair(engine, at, "==}", "==", "=="),
        b'{' if text.starts_with("{~~") => replaced(engine, at),
        b'^' if text.starts_with("^[") => note(engine, at),
        b'^' if text.starts_with("^^") => inserted(engine, at),
        b'[' if text.starts_with("[=") => bar(engine, at),
        _ => Taken::No,
    }
}

/// What stands between a mark of three letters and its end, in the same paragraph.
fn inside(engine: &Engine<'_>, at: usize, close: &str) -> Option<Range<usize>> {
    let start = at + 3;
    let text = &engine.body[start..engine.body.floor_char_boundary((start + 4000).min(engine.body.len()))];
    let end = text.find(close).filter(|end| *end > 0)?;
    let text = &text[..end];
    (!text.contains("\n\n") && !text.contains(&engine.body[at..start])).then_some(start..start + end)
}

/// `{--gone--}`, `{++new++}`, `{==marked==}` of CriticMarkup.
fn pair(engine: &mut Engine<'_>, at: usize, close: &str, before: &str, behind: &str) -> Taken {
    let Some(inside) = inside(engine, at, close) else { return Taken::No };
    if engine.body[inside.clone()].contains('\n') {
        return Taken::No;
    }
    engine.wrap(at, inside.clone(), inside.end + 3, (before, behind));
    Taken::Text
}

/// `{~~old~>new~~}`
fn replaced(engine: &mut Engine<'_>, at: usize) -> Taken {
    let Some(inside) = inside(engine, at, "~~}") else { return Taken::No };
    let text = &engine.body[inside.clone()];
    let Some((old, _)) = text.split_once("~>").filter(|_| !text.contains('\n')) else { return Taken::No };
    let middle = inside.start + old.len();
    engine.keep_to(at);
    engine.put("<del>");
    engine.keep_only(inside.start..middle);
    engine.put("</del><ins>");
    engine.keep_only(middle + 2..inside.end);
    engine.put("</ins>");
    engine.skip_to(inside.end + 3);
    Taken::Text
}

/// `^[a note]` of Pandoc and Obsidian: a footnote whose words stand in the text. `^[a-z]` is none.
fn note(engine: &mut Engine<'_>, at: usize) -> Taken {
    let line = engine.near(at + 2);
    let mut depth = 1;
    let end = line.bytes().position(|b| {
        depth += i32::from(b == b'[') - i32::from(b == b']');
        depth == 0
    });
    let behind_word = engine.body[..at].ends_with(|c: char| c.is_alphanumeric() || ".,;:!?)»\"'*_".contains(c));
    let Some(end) = end.filter(|end| behind_word && line[..*end].trim().contains(' ')) else { return Taken::No };
    engine.keep_to(at);
    engine.notes.push(line[..end].trim().to_owned());
    engine.put(&format!("[^inline-{}]", engine.notes.len()));
    engine.skip_to(at + 2 + end + 1);
    Taken::Text
}

/// `^^new^^`
fn inserted(engine: &mut Engine<'_>, at: usize) -> Taken {
    let line = engine.near(at + 2);
    let end = line.find("^^").filter(|end| *end > 0 && !line[..*end].contains(['^', '`']));
    let Some(end) = end.filter(|end| !line.starts_with(' ') && !line[..*end].ends_with(' ')) else { return Taken::No };
    engine.wrap(at, at + 2..at + 2 + end, at + 2 + end + 2, ("<ins>", "</ins>"));
    Taken::Text
}

/// `[=85% "85%"]`, `[=3/4]`: a bar that docent does not draw. Its words stay.
fn bar(engine: &mut Engine<'_>, at: usize) -> Taken {
    let line = first_line(&engine.body[at + 2..]);
    let Some(end) = line.find(']') else { return Taken::No };
    let (value, words) = line[..end].split_once(' ').unwrap_or((&line[..end], ""));
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let share = value.strip_suffix('%').is_some_and(number);
    let part = value.split_once('/').is_some_and(|(part, all)| number(part) && number(all));
    if !share && !part {
        return Taken::No;
    }
    let words = words.trim().trim_matches(['"', '\'']);
    engine.keep_to(at);
    engine.put(if words.is_empty() { value } else { words });
    let mut behind = at + 2 + end + 1;
    let list = first_line(&engine.body[behind..]);
    behind += list.find('}').filter(|_| list.starts_with("{:") || list.starts_with("{ .")).map_or(0, |end| end + 1);
    engine.skip_to(behind);
    Taken::Text
}
