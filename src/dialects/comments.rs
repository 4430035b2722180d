//! Comments, which nobody but authors reads: `%% %%` of Obsidian, `{# #}` of Jinja, `{% comment %}` of Liquid,
//! `[//]: # (x)`, `{::comment}` of kramdown, `{/* */}` of MDX, `{>> <<}` of CriticMarkup, `<%# %>` of ERB and EJS,
//! `#+BEGIN_COMMENT` of Org and Logseq, `<!-- -->` where CommonMark would show it. MyST has its own in [`super::myst`].
//!
//! In: a place where one may begin. Out: the text without it. One that nothing ends hides the rest of the page.

use super::cursor::first_line;
use super::engine::Engine;
use super::inline::Taken;
use super::{Dialect, NOTHING, Tool};
use crate::byte_scan;

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Comments,
    triggers: &[
        "%%",
        "{# ",
        "{#-",
        "#}",
        "{{!",
        "{{/*",
        "]: #",
        "]: <",
        "]:#",
        "]:<",
        "<!--",
        "{::",
        "{/*",
        "{{- /*",
        "{>>",
        "<%",
        "#+BEGIN_COMMENT",
        "#+begin_comment",
    ],
    tags: &[
        (super::Family::Liquid, &[("comment", super::shapes::Shape::Gone), ("#", super::shapes::Shape::Nothing)]),
        (super::Family::Shortcode, &[("comment", super::shapes::Shape::Gone)]),
    ],
    block: Some(block),
    inline: Some((b"%{<", inline)),
    ..NOTHING
};

/// How long a program in a page may be.
const LONGEST: usize = 4000;

fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    if line.starts_with('[') && engine.column < 4 {
        return definition(engine);
    }
    if line.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("#+BEGIN_COMMENT")) {
        return org(engine);
    }
    false
}

/// `#+BEGIN_COMMENT ... #+END_COMMENT`
fn org(engine: &mut Engine<'_>) -> bool {
    const END: &str = "#+end_comment";
    let rest = engine.body[engine.at..].to_ascii_lowercase();
    let end = rest.find(END).map(|end| engine.at + end + END.len());
    engine.comment(engine.at..end.unwrap_or(engine.body.len()), end.is_some());
    true
}

/// `[//]: # (a comment)`: a definition that nobody refers to. With brackets in it, or below a paragraph, it would be text.
fn definition(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    let Some((label, behind)) = line[1..].split_once("]:") else { return false };
    let behind = behind.trim_start();
    let named =
        ["//", "comment", "_comment", "hidden", "#", "_", "%"].iter().any(|name| label.eq_ignore_ascii_case(name));
    let empty = ["#", "<>", "<#>"].iter().find_map(|nothing| behind.strip_prefix(nothing));
    let Some(words) = empty.or(Some(behind).filter(|_| named)) else { return false };
    let words = words.trim();
    let close = match words.bytes().next() {
        Some(b'(') => ')',
        Some(quote @ (b'"' | b'\'')) => char::from(quote),
        _ if named => '\0',
        _ => return false,
    };
    let (from, body) = (engine.at, engine.body);
    let mut end = engine.line_end;
    // It may go on, up to an empty line.
    while close != '\0' && !body[from..end].trim_end().ends_with(close) {
        let next = body[end..].find('\n').map_or(body.len(), |at| end + at + 1);
        let line = first_line(&body[next..]);
        if line.trim().is_empty() {
            break;
        }
        end = next + line.len();
    }
    engine.reading.hidden.push(from..end);
    engine.cut(from..end);
    true
}

fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    let body = engine.body;
    let text = &body[at..];
    match body.as_bytes()[at] {
        b'%' if text.starts_with("%%") && engine.reads(Dialect::Obsidian) => until(engine, at, 2, "%%"),
        b'<' if text.starts_with("<!--") => html(engine, at),
        b'<' if text.starts_with("<%--") => if_closed(engine, at, "--%>"),
        b'<' if text.starts_with("<%#") => if_closed(engine, at, "%>"),
        b'<' if text.starts_with("<%") => program(engine, at),
        b'{' if text.starts_with("{>>") => if_closed(engine, at, "<<}"),
        b'{' if text.starts_with("{{- /*") => if_closed(engine, at, "}}"),
        b'{' if text.starts_with("{#") => jinja(engine, at),
        b'{' if text.starts_with("{/*") => until(engine, at, 3, "*/}"),
        b'{' if text[1..].trim_start().starts_with("/*") => script(engine, at),
        b'{' if text.starts_with("{{/*") => until(engine, at, 4, "*/}}"),
        b'{' if text.starts_with("{{!--") => until(engine, at, 5, "--}}"),
        b'{' if text.starts_with("{{!") => if_closed(engine, at, "}}"),
        b'{' if text.starts_with("{%") && is_liquid(text) => until(engine, at, 2, "%}"),
        b'{' if text.starts_with("{::comment}") => kramdown(engine, at),
        b'{' if text.starts_with("{::") => setting(engine, at),
        _ => Taken::No,
    }
}

/// `{% # a comment %}`
fn is_liquid(text: &str) -> bool {
    text[2..].trim_start_matches('-').trim_start().starts_with('#')
}

/// A comment up to a mark; without it, to the end of the page.
fn until(engine: &mut Engine<'_>, at: usize, open: usize, close: &str) -> Taken {
    let body = engine.body;
    let end = byte_scan::matches(&body[at + open..], close).next().map(|end| at + open + end + close.len());
    engine.comment(at..end.unwrap_or(body.len()), end.is_some());
    Taken::Text
}

/// A comment up to a mark; without it, no comment.
fn if_closed(engine: &mut Engine<'_>, at: usize, close: &'static str) -> Taken {
    if engine.never.closed.contains(&close) {
        return Taken::No;
    }
    if let Some(end) = engine.body[at..].find(close) {
        // A mark of CriticMarkup is one of a text: it does not reach into the next paragraph, or over another.
        let inside = &engine.body[at + 3..at + end];
        let reaches = close == "<<}" && (inside.contains("\n\n") || inside.contains("{>>"));
        return if reaches { Taken::No } else { until(engine, at, 3, close) };
    }
    engine.never.closed.push(close);
    Taken::No
}

/// `<% tp.file.title %>` of Templater, ERB and EJS: a program that nobody runs here. It does not reach far.
fn program(engine: &mut Engine<'_>, at: usize) -> Taken {
    let body = engine.body;
    let reach = body.floor_char_boundary(body.len().min(at + LONGEST));
    let Some(end) = body[at + 2..reach].find("%>").map(|end| at + 2 + end + 2) else { return Taken::No };
    let inside = &body[at + 2..end - 2];
    let reaches = inside.contains("```") || (inside.contains("\n\n") && !inside.starts_with(['*', '_']));
    if reaches || !inside.contains(char::is_alphanumeric) {
        return Taken::No;
    }
    engine.tell(at..end, "a program in `<% %>` is not run; it is left out", "write what it shows as text");
    engine.cut(at..end);
    Taken::Text
}

/// `{# a comment #}`; `{#id}` is none.
fn jinja(engine: &mut Engine<'_>, at: usize) -> Taken {
    let inside = &engine.body[at + 2..];
    let spaced = inside.starts_with([' ', '\n', '\r', '-', '\t']);
    let line = first_line(inside);
    let near = line.find("#}").is_some_and(|end| !line[..end].contains('}'));
    let closed = near || (spaced && !engine.never.jinja && inside.contains("#}"));
    engine.never.jinja |= spaced && !closed;
    if closed { until(engine, at, 2, "#}") } else { Taken::No }
}

/// `{ /* a comment */ }` of MDX and Astro, over several lines too.
fn script(engine: &mut Engine<'_>, at: usize) -> Taken {
    let text = &engine.body[at..];
    let end = text.find("*/").filter(|end| text[end + 2..].trim_start().starts_with('}'));
    let Some(end) = end.and_then(|end| Some(at + end + text[end..].find('}')? + 1)) else { return Taken::No };
    engine.comment(at..end, true);
    Taken::Text
}

/// `{::comment} ... {:/comment}`
fn kramdown(engine: &mut Engine<'_>, at: usize) -> Taken {
    let inside = &engine.body[at..];
    let close = if inside.contains("{:/comment}") { "{:/comment}" } else { "{:/}" };
    until(engine, at, "{::comment}".len(), close)
}

/// `{::options ... /}`, `{::nomarkdown}`, `{:/}`: nothing for readers.
fn setting(engine: &mut Engine<'_>, at: usize) -> Taken {
    let line = engine.near(at);
    let Some(end) = line.find('}') else { return Taken::No };
    engine.cut(at..at + end + 1);
    Taken::Text
}

/// `<!-- a comment -->` is one for CommonMark where it stands alone, or on one line. Elsewhere it would be shown.
fn html(engine: &mut Engine<'_>, at: usize) -> Taken {
    let body = engine.body;
    if engine.never.html {
        return Taken::No;
    }
    let ends = ["-->", "--!>"].map(|mark| byte_scan::matches(&body[at + 4..], mark).next().map(|end| end + mark.len()));
    let Some(end) = ends.into_iter().flatten().min().map(|end| at + 4 + end) else {
        engine.never.html = true;
        return Taken::No;
    };
    let begins = engine.is_unwritten() && engine.at == at;
    // Below a line of text or HTML, an empty line in it would end it.
    let above = body[..at].trim_end_matches([' ', '\t']).strip_suffix('\n').unwrap_or_default();
    let below_text = !above.rsplit('\n').next().unwrap_or_default().trim().is_empty();
    let nested = engine.quotes > 0 || engine.is_nested() || below_text;
    let unknown = body[at..end].ends_with("--!>");
    if unknown || (body[at..end].contains('\n') && (!begins || nested)) {
        engine.cut(at..end);
        return Taken::Text;
    }
    // The parser knows it. Nothing in it is anybody's.
    engine.pass(end);
    Taken::Text
}
