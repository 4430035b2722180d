//! MDX, and the components of Docusaurus, Starlight, Nextra and Mintlify: `<Tabs>`, `<Steps>`, `<Card title="A">`.
//!
//! In: a place where an element begins, or a line of program. Out: docent's own blocks; imports and exports are left out.
//! What a component shows that nobody here knows cannot be shown: it is told, and what stands in it is kept.

use super::args::{self, Family, Tag, braced};
use super::engine::Engine;
use super::inline::Taken;
use super::shapes::Shape;
use super::{Dialect, NOTHING, Tool};
use crate::byte_scan;

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Mdx,
    triggers: &["\nimport ", "\nexport ", "className=", "</>", "<>"],
    tags: &[(
        Family::Component,
        &[
            ("Tabs", Shape::Tabs),
            ("TabItem", Shape::Tab),
            ("Tab", Shape::Tab),
            ("Tabs.Tab", Shape::Tab),
            ("CodeGroup", Shape::CodeTabs),
            ("CodeTabs", Shape::CodeTabs),
            ("Steps", Shape::Steps),
            ("Step", Shape::Step),
            ("Cards", Shape::Cards),
            ("CardGrid", Shape::Cards),
            ("CardGroup", Shape::Cards),
            ("Card", Shape::Card),
            ("Cards.Card", Shape::Card),
            ("LinkCard", Shape::Card),
            ("DocCard", Shape::Card),
            ("Aside", Shape::Callout("")),
            ("Callout", Shape::Callout("")),
            ("Admonition", Shape::Callout("")),
            ("Alert", Shape::Callout("")),
            ("Note", Shape::Callout("note")),
            ("Info", Shape::Callout("info")),
            ("Tip", Shape::Callout("tip")),
            ("Warning", Shape::Callout("warning")),
            ("Caution", Shape::Callout("caution")),
            ("Danger", Shape::Callout("danger")),
            ("Check", Shape::Callout("success")),
            ("Accordion", Shape::Details),
            ("Expandable", Shape::Details),
            ("Details", Shape::Details),
            ("AccordionGroup", Shape::Plain),
            ("Badge", Shape::Text),
            ("FileTree", Shape::Tree),
            ("Fragment", Shape::Plain),
            ("Frame", Shape::Plain),
            ("BrowserOnly", Shape::Plain),
            ("Columns", Shape::Plain),
            ("Column", Shape::Plain),
            ("Head", Shape::Nothing),
            ("Icon", Shape::Icon),
            ("LinkButton", Shape::Link("")),
            ("Link", Shape::Link("")),
            ("Image", Shape::Picture),
            ("Img", Shape::Picture),
            ("Code", Shape::Code("")),
            ("Listing", Shape::CodeTitle),
            ("YouTube", Shape::Link("https://www.youtube.com/watch?v=")),
        ],
    )],
    block: Some(block),
    inline: Some((b"<{", inline)),
    ..NOTHING
};

/// How long a piece of program may be.
const LONGEST: usize = 20_000;

/// Whether a body begins with a line of program.
fn begins_with_code(body: &str) -> bool {
    ["import ", "export "].iter().any(|word| body.trim_start().starts_with(word))
}

/// Whether a body begins with code, or may have a component.
pub(super) fn may_hold(body: &str) -> bool {
    let bytes = body.as_bytes();
    let named = |at: usize| bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase);
    begins_with_code(body) || byte_scan::each(bytes, b'<').any(named)
}

fn block(engine: &mut Engine<'_>) -> bool {
    if engine.column > 0 || engine.quotes > 0 {
        return false;
    }
    let text = &engine.body[engine.at..];
    let Some(length) = import(text).or_else(|| export(text)) else { return false };
    engine.mdx = true;
    let message = "imports and exports of MDX are left out";
    engine.tell(engine.at..engine.line_end, message, "remove them; write what they show as Markdown");
    engine.cut(engine.at..engine.at + length);
    true
}

/// The length of `import a from "b"`, which may have several lines.
fn import(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("import ")?;
    let mut stop = rest.len().min(LONGEST);
    while !rest.is_char_boundary(stop) {
        stop -= 1;
    }
    let statement = rest[..stop].split("\n\n").next().unwrap_or_default();
    let path = if statement.trim_start().starts_with(['"', '\'']) {
        statement.find(['"', '\''])?
    } else {
        let from =
            statement.find(" from ").or_else(|| statement.find("\nfrom ")).or_else(|| statement.find("} from"))?;
        let names = &statement[..from];
        let is_name =
            |c: char| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '{' | '}' | ',' | '*' | '_' | '$');
        if !names.chars().all(is_name) {
            return None;
        }
        from + statement[from..].find(['"', '\''])?
    };
    let quote = &statement[path..=path];
    let end = path + 1 + statement[path + 1..].find(quote)? + 1;
    let line = statement[end..].find('\n').unwrap_or(statement.len() - end);
    statement[end..end + line].trim().trim_end_matches(';').is_empty().then_some("import ".len() + end + line)
}

/// The length of `export const a = ...`, up to the line where its brackets are closed.
fn export(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("export ")?;
    let word = rest.split([' ', '{', '(', '*']).next().unwrap_or_default();
    let known = matches!(word, "const" | "let" | "var" | "function" | "async" | "class")
        || (word.is_empty() && rest.starts_with(['{', '*']));
    let default = word == "default"
        && rest.lines().next().is_some_and(|line| {
            line.contains(['(', '{', '<'])
                || line.trim_end().ends_with(';')
                || !line["default".len()..].trim().contains(' ')
        });
    if !known && !default {
        return None;
    }
    if known && matches!(word, "const" | "let" | "var") && !rest.lines().next().is_some_and(|line| line.contains('=')) {
        return None;
    }
    let (mut depth, mut quote, bytes) = (0i32, None, text.as_bytes());
    for (at, b) in bytes.iter().enumerate().take(LONGEST) {
        match (quote, b) {
            (None, b'{' | b'(' | b'[') => depth += 1,
            (None, b'}' | b')' | b']') => depth -= 1,
            (None, b'"' | b'`') => quote = Some(*b),
            (None, b'\'') if !bytes[at - 1].is_ascii_alphanumeric() => quote = Some(*b),
            (Some(open), b) if open == *b && bytes[at - 1] != b'\\' => quote = None,
            (Some(b'"' | b'\''), b'\n') => quote = None,
            (None, b'\n') if depth <= 0 && !text[..at].trim_end().ends_with(['=', ',', '>', '(']) => return Some(at),
            // An element may go on below.
            (None, b'\n') if depth <= 0 && text[at + 1..].starts_with('\n') => return Some(at),
            _ => {}
        }
    }
    (depth <= 0 && text.len() < LONGEST).then_some(text.len())
}

fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    match engine.body.as_bytes()[at] {
        b'{' => expression(engine, at),
        _ => element(engine, at),
    }
}

fn element(engine: &mut Engine<'_>, at: usize) -> Taken {
    let text = &engine.body[at..];
    if engine.mdx
        && let Some(empty) = ["<>", "</>"].into_iter().find(|empty| text.starts_with(empty))
    {
        engine.keep_to(at);
        engine.cut(at..at + empty.len());
        return Taken::Text;
    }
    let Some(tag) = args::element(engine.body, at) else { return Taken::No };
    if tag.name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return html(engine, &tag);
    }
    let known = engine.shape(&tag).is_some();
    let is_one = tag.alone || tag.closes || tag.args.iter().any(|arg| arg.quoted) || engine.end_of(&tag).is_some();
    if !(known || engine.mdx || is_one) {
        return Taken::No;
    }
    if tag.closes && !known && engine.open.iter().any(|open| open.name == tag.name) {
        return engine.mark(&tag);
    }
    let capitals = tag.name.chars().all(|c| c.is_ascii_uppercase() || c == '.');
    // A component has a line to itself, and an end: `<AppOnly>`.
    let on_line = || engine.before(at).trim().is_empty() && engine.near(tag.range.end).trim().is_empty();
    let is_component = || !tag.args.is_empty() || (on_line() && (tag.alone || engine.end_of(&tag).is_some()));
    if !known && !engine.mdx && (capitals || !is_component()) {
        // `<T>`, `<KEY>`, `<BR/>`: a placeholder, or HTML in capitals.
        return Taken::No;
    }
    engine.mark(&tag)
}

/// Attributes of HTML as JSX calls them.
fn html(engine: &mut Engine<'_>, tag: &Tag<'_>) -> Taken {
    let source = &engine.body[tag.range.clone()];
    let jsx = source.contains("className=") || source.contains("={") || source.contains("htmlFor=");
    if !jsx || tag.closes {
        return Taken::No;
    }
    engine.keep_to(tag.range.start);
    let mut out = format!("<{}", tag.name);
    for arg in &tag.args {
        let key = match arg.key {
            "className" => "class",
            "htmlFor" => "for",
            key => key,
        };
        let number = arg.text.bytes().all(|b| b.is_ascii_digit());
        if arg.program && !number {
            continue;
        }
        out += &match arg.text {
            "" if !arg.quoted => format!(" {key}"),
            text => format!(" {key}=\"{}\"", text.replace('"', "&quot;")),
        };
    }
    out += if tag.alone { " />" } else { ">" };
    engine.put(&out);
    engine.skip_to(tag.range.end);
    Taken::Text
}

/// `{' '}`, `{"text"}`; any other program is told, and left out where it stands alone.
fn expression(engine: &mut Engine<'_>, at: usize) -> Taken {
    if !engine.mdx
        || engine.body[at..].starts_with("{{")
        || engine.body[at..].starts_with("{%")
        || engine.body[at..].starts_with("{#")
    {
        return Taken::No;
    }
    let Some(length) = braced(&engine.body[at..]) else { return Taken::No };
    let inside = engine.body[at + 1..at + length - 1].trim();
    let literal = ['"', '\'', '`']
        .into_iter()
        .find(|quote| inside.len() > 1 && inside.starts_with(*quote) && inside.ends_with(*quote));
    if literal.is_some() {
        engine.keep_to(at);
        engine.put(&inside[1..inside.len() - 1].replace('\n', " "));
        engine.skip_to(at + length);
        return Taken::Text;
    }
    let alone = engine.is_unwritten() && engine.at == at;
    let program = inside.contains(['(', '=', '<']) || inside.contains(char::is_whitespace);
    let name = !inside.is_empty() && inside.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '$'));
    // Behind a heading it is an id.
    if !(name || alone && program) {
        return Taken::No;
    }
    let message =
        if alone { "an expression of MDX is left out" } else { "an expression of MDX is shown as it is written" };
    engine.tell(at..at + length, message, "write its value");
    if alone {
        engine.cut(at..at + length);
    } else {
        engine.pass(at + length);
    }
    Taken::Text
}
