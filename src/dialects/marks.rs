//! Marks in braces, whoever's they are: looked up in the tables of all tools; those that no table knows are told.
//!
//! In: a place where `{%`, `{{<` or `{{%` stands. Out: what the mark means, written down.

use super::args::{Family, Tag, braces};
use super::cursor::first_line;
use super::engine::Engine;
use super::inline::Taken;
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool =
    Tool { dialect: Dialect::Comments, triggers: &["{%", "{{"], inline: Some((b"{", inline)), ..NOTHING };

fn is_read(engine: &Engine<'_>, tag: &Tag<'_>) -> bool {
    match tag.family {
        Family::Shortcode => engine.reads(Dialect::Hugo),
        _ => [Dialect::Gitbook, Dialect::Diplodoc, Dialect::Jekyll, Dialect::Markdoc]
            .iter()
            .any(|tool| engine.reads(*tool)),
    }
}

fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    if at < engine.raw {
        return Taken::No;
    }
    match braces(engine.body, at).filter(|tag| is_read(engine, tag)) {
        Some(tag) if in_address(engine.body, at) => address(engine, &tag),
        Some(tag) => engine.mark(&tag),
        None => variable(engine, at),
    }
}

/// Whether the address of a link begins here, or an attribute of HTML.
fn in_address(body: &str, at: usize) -> bool {
    let before = &body[..at];
    let variable = before
        .strip_suffix("}}")
        .and_then(|before| before[before.floor_char_boundary(before.len().saturating_sub(100))..].rfind("{{"));
    match variable {
        Some(_) => in_address(body, before.rfind("{{").unwrap_or_default()),
        None => ["](", "](<", "](/", "](./", "=\""].iter().any(|mark| before.ends_with(mark)),
    }
}

/// The address that a mark stands for: the path that it is given.
fn address(engine: &mut Engine<'_>, tag: &Tag<'_>) -> Taken {
    let given = tag.get(&["path", "href", "url", "src"]).or_else(|| tag.quoted().next()).or_else(|| tag.words().next());
    let Some(path) = given.filter(|arg| !arg.text.is_empty()) else { return Taken::No };
    let (before, behind) = match tag.name {
        "link" => ("/", ""),
        "post_url" => ("/_posts/", ".md"),
        _ => ("", ""),
    };
    engine.keep_to(tag.range.start);
    let rooted = path.text.starts_with('/') || engine.body[..tag.range.start].ends_with('/');
    engine.put(if rooted { "" } else { before });
    engine.keep_only(path.at..path.at + path.text.len());
    engine.put(behind);
    engine.skip_to(tag.range.end);
    Taken::Text
}

/// `{{ site.baseurl }}`, and other variables.
fn variable(engine: &mut Engine<'_>, at: usize) -> Taken {
    let Some(inside) = engine.body[at..].strip_prefix("{{") else { return Taken::No };
    if inside.starts_with(['{', '#', '!', '>', '/']) || inside.starts_with("%") {
        return Taken::No;
    }
    let line = first_line(inside);
    let Some(end) = line.find("}}") else { return Taken::No };
    let (range, inner) = (at..at + 2 + end + 2, &line[..end]);
    let name = inner.trim().trim_matches('-').trim();
    if super::jekyll::variable(engine, name, range.clone()) || super::gitlab::variable(engine, name, range.clone()) {
        return Taken::Text;
    }
    if is_variable(name) && [Dialect::Jekyll, Dialect::Hugo, Dialect::Diplodoc].iter().any(|tool| engine.reads(*tool)) {
        let message = format!("docent does not know `{{{{ {name} }}}}`; it is shown as it is written");
        engine.tell(range.clone(), message, "write its value; text about such marks belongs in backquotes");
    }
    engine.keep_to(range.end);
    Taken::Text
}

/// A name, with filters behind it: no formula, no style of JSX.
fn is_variable(name: &str) -> bool {
    let first = name.split('|').next().unwrap_or_default().trim();
    let valid =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '[' | ']' | '"' | '\'' | '(' | ')');
    !first.is_empty()
        && first.starts_with(|c: char| c.is_alphabetic() || c == '.' || c == '$')
        && first.chars().all(valid)
}
