//! Roles of MyST: `` {doc}`page` ``, `` {kbd}`Ctrl` ``, `` {ref}`words <label>` ``.
//!
//! In: a name in braces with code behind it. Out: links, marks, formulas; code where the name says nothing.

use super::cursor::first_line;
use super::engine::Engine;
use super::inline::Taken;
use super::myst::{is_here, titled, to_page};
use std::ops::Range;

/// `` {doc}`page` ``, `` {kbd}`Ctrl` ``.
pub(super) fn role(engine: &mut Engine<'_>, at: usize) -> Taken {
    let line = first_line(&engine.body[at..engine.line_end.max(at)]);
    let Some((name, rest)) = line[1..].split_once('}').filter(|(_, rest)| rest.starts_with('`')) else {
        return Taken::No;
    };
    let plain = |c: char| c.is_ascii_lowercase() || matches!(c, ':' | '-');
    if name.is_empty() || !name.chars().all(plain) {
        return Taken::No;
    }
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let Some(length) = rest[ticks..].find(&rest[..ticks]) else { return Taken::No };
    let start = at + 1 + name.len() + 1;
    let (inner, end) = (start + ticks..start + ticks + length, start + ticks + length + ticks);
    engine.keep_to(at);
    written(engine, name, inner, start..end);
    engine.skip_to(end);
    Taken::Text
}

/// Writes what a role means. `code`: its text with the backquotes.
fn written(engine: &mut Engine<'_>, name: &str, inner: Range<usize>, code: Range<usize>) {
    let body = engine.body;
    let (text, (title, target)) = (&body[inner.clone()], titled(&body[inner.clone()]));
    let tag = |engine: &mut Engine<'_>, open: &str, close: &str| {
        engine.put(open);
        engine.keep_only(inner.clone());
        engine.put(close);
    };
    match name {
        "doc" => engine.put(&format!("[{title}]({})", to_page(target))),
        "download" => engine.put(&format!("[{}]({target})", if title.is_empty() { target } else { title })),
        "ref" | "numref" | "eq" | "any" if is_here(body, target) => {
            engine.put(&format!("[{}](#{target})", if title.is_empty() { target } else { title }));
        }
        "ref" | "numref" | "eq" | "any" | "term" | "cite" | "cite:p" | "cite:t" | "footcite" => {
            if !title.is_empty() || name == "term" {
                engine.put(if title.is_empty() { text } else { title });
            } else {
                let message = format!("docent does not know `{{{name}}}`; its words are shown");
                engine.tell(
                    inner.start - name.len() - 3..inner.end + 1,
                    message,
                    "write a link to the page or section",
                );
                engine.keep_only(inner);
            }
        }
        "kbd" => tag(engine, "<kbd>", "</kbd>"),
        "del" | "strike" => tag(engine, "~~", "~~"),
        "u" | "underline" | "span" | "small" => engine.keep_only(inner),
        "octicon" | "fas" | "fab" | "far" | "material-regular" | "material-outlined" | "material-round" => {
            engine.tell(code, "icons of icon sets are not shown", "use an emoji, a picture, or remove it");
        }
        "sub" | "subscript" => tag(engine, "<sub>", "</sub>"),
        "sup" | "superscript" => tag(engine, "<sup>", "</sup>"),
        "guilabel" | "menuselection" | "strong" => tag(engine, "**", "**"),
        "emphasis" | "dfn" => tag(engine, "*", "*"),
        "math" => tag(engine, "$", "$"),
        "abbr" => engine.put(&abbreviation(text)),
        // `` {py:class}`Name <package.Name>` ``
        _ if !title.is_empty() => engine.put(&["`", title, "`"].concat()),
        _ => engine.keep_only(code),
    }
}

/// `HTML (Hyper Text)`
fn abbreviation(text: &str) -> String {
    match text.strip_suffix(')').and_then(|text| text.split_once(" (")) {
        Some((short, long)) => format!("<abbr title=\"{}\">{short}</abbr>", long.replace('"', "&quot;")),
        None => text.to_owned(),
    }
}
