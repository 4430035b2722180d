//! MyST, the Markdown of Sphinx and Jupyter Book: ```` ```{note} Title ````, `` {doc}`page` ``, `(label)=`, `% a comment`.
//!
//! In: a fence with a name in braces, a role, a label. Out: docent's callouts, tabs, cards, code, pictures and links. What is
//! written with colons (`:::{note}`) comes from [`super::directives`], which asks [`head`] as well.

use super::cursor::first_line;
use super::engine::{Ends, Engine, Fence, Moves, Open, Role};
use super::inline::Taken;
use super::shapes::{in_brackets, known_kind, one_line};
use super::{Dialect, NOTHING, Tool};
use std::ops::Range;

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Directives,
    triggers: &["```{", "~~~{", "}`", ")=", "\n% "],
    block: Some(block),
    inline: Some((b"{", role)),
    ..NOTHING
};

/// Directives whose content is code, in the language that stands behind the name.
const CODE: [&str; 6] = ["code", "code-block", "code-cell", "sourcecode", "prompt", "parsed-literal"];

/// Directives that say something to the program alone.
const SILENT: [&str; 9] =
    ["contents", "tableofcontents", "index", "meta", "only", "highlight", "currentmodule", "sectionauthor", "tags"];

/// Directives that docent does not read: what they hold is shown as it is written.
const OTHERS: [&str; 16] = [
    "eval-rst",
    "literalinclude",
    "include",
    "list-table",
    "csv-table",
    "table",
    "glossary",
    "bibliography",
    "rubric",
    "automodule",
    "autoclass",
    "autofunction",
    "graphviz",
    "plot",
    "video",
    "iframe",
];

/// A directive that stands on its fence.
struct Directive<'a> {
    name: &'a str,
    argument: &'a str,
    fence: &'a str,
}

/// A fence of backticks or tildes with a name in braces.
fn directive<'a>(line: &'a str) -> Option<Directive<'a>> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    let (fence, rest) = line.split_at(length);
    let (name, argument) = rest.trim_start().strip_prefix('{')?.split_once('}')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    let read = length >= 3 && name.chars().all(plain) && !name.is_empty();
    read.then_some(Directive { name, argument: argument.trim(), fence })
}

/// Reads a fence that is a directive of MyST, or the end of one.
pub(super) fn fence(engine: &mut Engine<'_>) -> bool {
    if !engine.reads(Dialect::Directives) || !engine.rest().starts_with(['`', '~']) {
        return false;
    }
    close(engine) || directive(engine.rest()).is_some_and(|directive| open(engine, &directive))
}

fn open(engine: &mut Engine<'_>, directive: &Directive<'_>) -> bool {
    let inside = Inside::of(engine, directive.fence);
    match directive.name {
        "comment" => {
            engine.comment(engine.at..inside.end.unwrap_or(engine.body.len()), inside.end.is_some());
            true
        }
        "image" | "figure" => picture(engine, directive, &inside),
        "toctree" => pages(engine, &inside),
        "math" => formula(engine, &inside),
        "mermaid" => code(engine, directive, &inside, directive.name),
        name if CODE.contains(&name) => code(engine, directive, &inside, directive.argument),
        name if SILENT.contains(&name) => {
            engine.cut(engine.at..inside.end.unwrap_or(engine.line_end));
            true
        }
        name if OTHERS.contains(&name) => {
            let message = format!("docent does not know `{{{name}}}`; what it holds is shown as it is written");
            engine.tell(engine.at..engine.line_end, message, "write what it shows as Markdown");
            false
        }
        name => match head(name, directive.argument) {
            Some(line) => block_of(engine, directive, &inside, &line),
            None => false,
        },
    }
}

/// The lines below a directive: its options, and where it ends.
struct Inside<'a> {
    /// `:name: value` by name.
    options: Vec<(&'a str, &'a str)>,
    /// Where the options end.
    body: usize,
    /// Where the line that closes it begins.
    close: usize,
    /// Where that ends, if there is one.
    end: Option<usize>,
}

impl<'a> Inside<'a> {
    fn of(engine: &Engine<'a>, fence: &str) -> Self {
        let (start, text) = (engine.line_end, &engine.body[engine.line_end..]);
        let mut inside = Self { options: Vec::new(), body: start, close: engine.body.len(), end: None };
        let (mut at, mut in_options, mut in_yaml) = (start, true, false);
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let words = line.trim_matches([' ', '\t', '\r', '\n', '>']);
            if words.starts_with(fence) && words.trim_start_matches(&fence[..1]).is_empty() {
                (inside.close, inside.end) = (at, Some(at + line.trim_end_matches(['\r', '\n']).len()));
                break;
            }
            // Behind the first line, whose end this is.
            let rule = words == "---" && (number == 1 || in_yaml);
            in_options &= number == 0 || rule || in_yaml || option(words).is_some();
            in_yaml ^= rule;
            if in_options && number > 0 {
                inside.options.extend(option(words).or_else(|| words.split_once(": ").filter(|_| in_yaml)));
                inside.body = at + line.trim_end_matches(['\r', '\n']).len();
            }
            at += line.len();
        }
        inside.options_end(&engine.body[inside.body..inside.close]);
        inside
    }

    /// One empty line sets options apart from what follows.
    fn options_end(&mut self, text: &str) {
        let mut lines = text.split_inclusive('\n');
        let ending = lines.next().map_or(0, str::len);
        if !self.options.is_empty() && lines.next().is_some_and(|line| line.trim().is_empty()) {
            self.body += ending;
        }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.options.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

fn option(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    plain.then_some((name, value.trim()))
}

/// docent's line for a directive that holds Markdown; none if it is not known.
pub(super) fn head(name: &str, argument: &str) -> Option<String> {
    let known = match name {
        "dropdown" => ":::details",
        "tab-set" => ":::tabs",
        "tab-item" => ":::tab",
        "grid" | "card-carousel" => ":::cards",
        "card" | "grid-item-card" => ":::card",
        "attention" => ":::warning",
        "seealso" | "admonition" | "topic" | "sidebar" | "margin" | "versionadded" | "versionchanged" => ":::note",
        "deprecated" => ":::warning",
        "error" => ":::danger",
        other => match known_kind(other)? {
            "note" => ":::note",
            "tip" => ":::tip",
            "info" => ":::info",
            "important" => ":::important",
            "warning" => ":::warning",
            "caution" => ":::caution",
            "danger" => ":::danger",
            "todo" => ":::todo",
            "example" => ":::example",
            _ => return None,
        },
    };
    let argument = match name {
        // Columns, not a title.
        "grid" => String::new(),
        "versionadded" => format!("New in {argument}"),
        "versionchanged" => format!("Changed in {argument}"),
        "deprecated" => format!("Deprecated since {argument}"),
        "seealso" if argument.is_empty() => "See also".to_owned(),
        _ => argument.to_owned(),
    };
    Some([known, &in_brackets(&argument)].concat())
}

/// A block of docent's that holds Markdown.
fn block_of(engine: &mut Engine<'_>, directive: &Directive<'_>, inside: &Inside<'_>, line: &str) -> bool {
    engine.fresh_line();
    engine.put(line);
    let (name, prefix) = (directive.fence.to_owned(), engine.prefix());
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    let (ends, moves, close, role) = (Ends::Mark, Moves::Never, ":::", Role::Other);
    engine.begin_block(Open { name, ends, moves, close, prefix, quotes, column, at, role });
    engine.skip_to(inside.body);
    true
}

/// A line of marks ends the innermost directive that was begun with no more.
fn close(engine: &mut Engine<'_>) -> bool {
    let mark = engine.rest().trim();
    let ends = |open: &Open| open.name.starts_with(['`', '~']) && mark.starts_with(&open.name);
    let plain = mark.chars().all(|c| mark.starts_with(c));
    let Some(last) = engine.open.iter().rposition(ends).filter(|_| plain) else { return false };
    if engine.end_here(last + 1) {
        let line = ["\n", &engine.prefix()].concat();
        engine.put(&line);
    }
    engine.open.pop();
    engine.put(":::");
    engine.at = engine.line_end;
    true
}

/// A block of code.
fn code(engine: &mut Engine<'_>, directive: &Directive<'_>, inside: &Inside<'_>, lang: &str) -> bool {
    let title = inside.get("caption").map_or(String::new(), |title| format!(" title=\"{}\"", title.replace('"', "'")));
    let lang = if lang.is_empty() && !title.is_empty() { "text" } else { lang };
    let marks = directive.fence;
    let lines = inside.get("emphasize-lines").map_or(String::new(), |lines| format!(" {{{}}}", lines.replace(' ', "")));
    engine.put(&[marks, lang, &title, &lines].concat());
    let item = engine.items.last().copied().unwrap_or_default();
    engine.fence = Some(Fence { mark: marks.as_bytes()[0], length: marks.len(), item, tab: false });
    engine.skip_to(inside.body);
    true
}

/// A formula in lines of its own.
fn formula(engine: &mut Engine<'_>, inside: &Inside<'_>) -> bool {
    let Some(end) = inside.end else { return false };
    let (prefix, text) = (engine.prefix(), &engine.body[inside.body..inside.close]);
    let start = inside.body + text.len() - text.trim_start_matches(['\r', '\n']).len();
    engine.put(&["$$\n", &prefix].concat());
    engine.keep_only(start..start.max(inside.body + text.trim_end().len()));
    engine.put(&["\n", &prefix, "$$"].concat());
    engine.skip_to(end);
    true
}

/// A picture, and the words below it.
fn picture(engine: &mut Engine<'_>, directive: &Directive<'_>, inside: &Inside<'_>) -> bool {
    let (Some(end), false) = (inside.end, directive.argument.is_empty()) else { return false };
    let path = engine.at + engine.rest().rfind(directive.argument).unwrap_or_default();
    let alt = one_line(inside.get("alt").unwrap_or_default()).replace(['[', ']'], "");
    let size = |key: &str| {
        let value = inside.get(key)?.trim_end_matches("px");
        value.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{key}={value}"))
    };
    let sizes = [size("width"), size("height")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    engine.fresh_line();
    engine.put(&format!("![{alt}]("));
    engine.keep_only(path..path + directive.argument.len());
    engine.put(")");
    if !sizes.is_empty() {
        engine.put(&format!("{{{sizes}}}"));
    }
    let words = inside.body..inside.close;
    if !engine.body[words.clone()].trim().is_empty() {
        let line = ["\n", engine.prefix().trim_end(), "\n", &engine.prefix()].concat();
        engine.put(&line);
        let text = &engine.body[words.clone()];
        let start = words.start + text.len() - text.trim_start().len();
        engine.keep_only(start..words.start + text.trim_end().len());
    }
    engine.skip_to(end);
    true
}

/// A table of contents that readers see: links to its pages.
fn pages(engine: &mut Engine<'_>, inside: &Inside<'_>) -> bool {
    let Some(end) = inside.end else { return false };
    let hidden = inside.options.iter().any(|(name, _)| *name == "hidden");
    let text = &engine.body[inside.body..inside.close];
    let links: Vec<String> = text.lines().filter_map(|line| page(line.trim())).collect();
    if hidden || links.is_empty() {
        engine.cut(engine.at..end);
        return true;
    }
    let newline = ["\n", &engine.prefix()].concat();
    engine.fresh_line();
    engine.put(&links.join(&newline));
    engine.skip_to(end);
    true
}

fn page(line: &str) -> Option<String> {
    if line.is_empty() || line.starts_with([':', '#']) || line == "self" || line.contains('*') {
        return None;
    }
    let (title, target) = titled(line);
    Some(format!("- [{title}]({})", to_page(target)))
}

/// `Title <target>`; what has no title is the target alone.
fn titled(text: &str) -> (&str, &str) {
    let parts = text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<'));
    parts.map_or(("", text.trim()), |(title, target)| (title.trim(), target.trim()))
}

/// A page as Sphinx names it has no ending.
fn to_page(target: &str) -> String {
    let is_page = target.contains("://") || target.ends_with(".md") || target.ends_with(".html");
    if is_page { target.to_owned() } else { format!("{target}.md") }
}

/// `(label)=` above a heading, `% a comment` in a page that has more of MyST.
fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest().trim_end();
    if let Some(label) = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(")=")) {
        return anchor(engine, label);
    }
    if line == "+++" && is_myst(engine.body) {
        engine.cut(engine.at..engine.line_end);
        return true;
    }
    if !(line.starts_with("% ") || line == "%") || engine.paragraph || !is_myst(engine.body) {
        return false;
    }
    engine.reading.hidden.push(engine.at..engine.line_end);
    engine.cut(engine.at..engine.line_end);
    true
}

/// Whether a page has what only MyST means: a line that begins with `%` may be anything elsewhere.
fn is_myst(body: &str) -> bool {
    ["```{", ":::{", "{ref}`", "{doc}`", ")=\n"].iter().any(|mark| body.contains(mark))
}

fn anchor(engine: &mut Engine<'_>, label: &str) -> bool {
    if label.is_empty() || !label.chars().all(is_label) {
        return false;
    }
    let (range, empty) = (engine.at..engine.line_end, ["\n", engine.prefix().trim_end()].concat());
    engine.put(&format!("<a id=\"{label}\"></a>{empty}"));
    engine.at = range.end;
    true
}

fn is_label(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')
}

/// `` {doc}`page` ``, `` {kbd}`Ctrl` ``.
fn role(engine: &mut Engine<'_>, at: usize) -> Taken {
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
        "sub" | "subscript" => tag(engine, "<sub>", "</sub>"),
        "sup" | "superscript" => tag(engine, "<sup>", "</sup>"),
        "guilabel" | "menuselection" | "strong" => tag(engine, "**", "**"),
        "emphasis" | "dfn" => tag(engine, "*", "*"),
        "math" => tag(engine, "$", "$"),
        "abbr" => engine.put(&abbreviation(text)),
        _ => engine.keep_only(code),
    }
}

fn is_here(body: &str, label: &str) -> bool {
    !label.is_empty() && label.chars().all(is_label) && body.contains(&format!("({label})="))
}

/// `HTML (Hyper Text)`
fn abbreviation(text: &str) -> String {
    match text.strip_suffix(')').and_then(|text| text.split_once(" (")) {
        Some((short, long)) => format!("<abbr title=\"{}\">{short}</abbr>", long.replace('"', "&quot;")),
        None => text.to_owned(),
    }
}
