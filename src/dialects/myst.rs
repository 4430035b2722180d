//! MyST, the Markdown of Sphinx and Jupyter Book: ```` ```{note} Title ````, `` {doc}`page` ``, `(label)=`, `% a comment`.
//!
//! In: a fence with a name in braces, a role, a label. Out: docent's callouts, tabs, cards, code, pictures and links. What is
//! written with colons (`:::{note}`) comes from [`super::directives`], which asks [`colons`]; roles are in [`super::myst_roles`].

use super::engine::{Ends, Engine, Fence, Moves, Open, Role};
use super::shapes::{in_brackets, known_kind, one_line};
use super::{Dialect, NOTHING, Tool};
use std::ops::Range;

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Directives,
    triggers: &["```{", "~~~{", "}`", ")=", "\n% "],
    block: Some(block),
    inline: Some((b"{", super::myst_roles::role)),
    ..NOTHING
};

/// Directives whose content is code, in the language that stands behind the name.
const CODE: [&str; 6] = ["code", "code-block", "code-cell", "sourcecode", "prompt", "parsed-literal"];

/// Directives that say something to the program alone.
const SILENT: [&str; 9] = [
    "contents",
    "tableofcontents",
    "index",
    "meta",
    "default-role",
    "highlight",
    "currentmodule",
    "sectionauthor",
    "tags",
];

/// Directives that say nothing themselves: what they hold is shown.
const PLAIN: [&str; 12] = [
    "div",
    "container",
    "only",
    "table",
    "list-table",
    "glossary",
    "epigraph",
    "pull-quote",
    "highlights",
    "compound",
    "grid-item",
    "blockquote",
];

/// Those whose argument is a caption.
const CAPTIONED: [&str; 2] = ["table", "list-table"];

/// Directives of mathematics and lessons: boxes that say what they are.
const NAMED: [&str; 10] = [
    "exercise",
    "solution",
    "proof",
    "theorem",
    "lemma",
    "definition",
    "corollary",
    "proposition",
    "axiom",
    "algorithm",
];

/// Directives that docent does not read: what they hold is shown as it is written.
const OTHERS: [&str; 10] = [
    "eval-rst",
    "literalinclude",
    "include",
    "csv-table",
    "bibliography",
    "automodule",
    "autoclass",
    "autofunction",
    "graphviz",
    "plot",
];

/// A directive that stands on its fence.
struct Directive<'a> {
    name: &'a str,
    argument: &'a str,
    fence: &'a str,
}

/// A fence of backticks or tildes with a name in braces.
fn directive<'a>(line: &'a str) -> Option<Directive<'a>> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~' | ':'))?;
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

/// Reads a directive that is written with colons; false if it is none of MyST's that is known.
pub(super) fn colons(engine: &mut Engine<'_>) -> bool {
    directive(engine.rest()).is_some_and(|directive| open(engine, &directive))
}

fn open(engine: &mut Engine<'_>, directive: &Directive<'_>) -> bool {
    let inside = Inside::of(engine, directive.fence);
    let in_group = engine.open.last().is_some_and(|open| matches!(open.role, Role::Cards | Role::Tabs));
    let name = inside.get("name").or_else(|| inside.get("label")).filter(|_| !in_group);
    let label = name.filter(|name| !name.is_empty() && name.chars().all(is_label));
    if let Some(label) = label.filter(|_| is_read(directive.name)) {
        engine.fresh_line();
        let empty = ["\n", engine.prefix().trim_end(), "\n", &engine.prefix()].concat();
        engine.put(&format!("<a id=\"{label}\"></a>{empty}"));
    }
    match directive.name {
        "comment" => {
            engine.comment(engine.at..inside.end.unwrap_or(engine.body.len()), inside.end.is_some());
            true
        }
        "image" | "figure" => picture(engine, directive, &inside),
        "iframe" | "video" | "youtube" => player(engine, directive, &inside),
        "rubric" if !directive.argument.is_empty() => line_of(engine, &inside, &format!("**{}**", directive.argument)),
        "card" | "grid-item-card" => card(engine, directive, &inside),
        name if PLAIN.contains(&name) => plain(engine, directive, &inside),
        "toctree" => pages(engine, &inside),
        "math" => formula(engine, &inside),
        "mermaid" => code(engine, directive, &inside, directive.name),
        name if CODE.contains(&name) => code(engine, directive, &inside, directive.argument),
        name if SILENT.contains(&name) => {
            engine.cut(engine.at..inside.end.unwrap_or(engine.line_end));
            true
        }
        name if OTHERS.contains(&name) && !directive.fence.starts_with(':') => {
            let message = format!("docent does not know `{{{name}}}`; what it holds is shown as it is written");
            engine.tell(engine.at..engine.line_end, message, "write what it shows as Markdown");
            false
        }
        name => match head(name, directive.argument) {
            Some(line) => {
                let folds = inside.get("class").is_some_and(|class| class.split_whitespace().any(|c| c == "dropdown"));
                let line = if folds { folded(name, directive.argument) } else { line };
                let opens = line.starts_with(":::details") && inside.get("open").is_some_and(|open| open != "false");
                block_of(engine, directive, &inside, &[line.as_str(), if opens { "{open}" } else { "" }].concat())
            }
            None => false,
        },
    }
}

/// Whether a directive is read at all.
fn is_read(name: &str) -> bool {
    let others = ["image", "figure", "iframe", "video", "youtube", "math", "mermaid", "card", "grid-item-card"];
    let known = others.contains(&name) || PLAIN.contains(&name) || CODE.contains(&name);
    known || (head(name, "").is_some() && !OTHERS.contains(&name))
}

/// A callout that is closed until its reader opens it.
fn folded(name: &str, argument: &str) -> String {
    let title = if argument.is_empty() { spoken(name) } else { argument.to_owned() };
    [":::details", &in_brackets(&title)].concat()
}

/// A name as a title: `prf:theorem` is `Theorem`.
fn spoken(name: &str) -> String {
    let mut letters = name.rsplit(':').next().unwrap_or_default().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
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
        "attention" => ":::warning",
        "seealso" | "admonition" | "topic" | "sidebar" | "margin" | "versionadded" | "versionchanged" => ":::note",
        "deprecated" => ":::warning",
        "error" => ":::danger",
        "aside" => ":::note",
        _ if is_named(name) => ":::note",
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
        _ if is_named(name) && argument.is_empty() => spoken(name),
        _ if is_named(name) => [&spoken(name), ": ", argument].concat(),
        _ => argument.to_owned(),
    };
    Some([known, &in_brackets(&argument)].concat())
}

fn is_named(name: &str) -> bool {
    NAMED.contains(&name.strip_prefix("prf:").unwrap_or(name))
}

/// A block of docent's that holds Markdown.
fn block_of(engine: &mut Engine<'_>, directive: &Directive<'_>, inside: &Inside<'_>, line: &str) -> bool {
    engine.fresh_line();
    engine.put(line);
    let (name, prefix) = (directive.fence.to_owned(), engine.prefix());
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    let role = match line {
        ":::tabs" => Role::Tabs,
        ":::cards" => Role::Cards,
        _ => Role::Other,
    };
    let (ends, moves, close) = (Ends::Mark, Moves::Never, ":::");
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
    let range = engine.at..engine.line_end;
    let Some(open) = engine.open.pop() else { return false };
    close_with(engine, open.close, range);
    true
}

/// Writes what ends a directive in the place of its closing marks: its last words, and docent's own mark.
pub(super) fn close_with(engine: &mut Engine<'_>, close: &str, marks: Range<usize>) {
    let newline = ["\n", &engine.prefix()].concat();
    let last = engine.tails.range(marks.start.saturating_sub(200)..=marks.end).next_back().map(|(at, _)| *at);
    let here = last.filter(|at| !engine.body[*at..marks.start.max(*at)].contains('\n'));
    let words = here.and_then(|at| engine.tails.remove(&at));
    if close.is_empty() && words.is_none() {
        return engine.cut(marks);
    }
    let close = close.replace('\n', &newline);
    let text = words.map_or(close.clone(), |words| [newline.as_str(), &words, &newline, &close].concat());
    engine.put(&text);
    engine.at = marks.end;
}

/// What a directive holds, and nothing of itself but a caption.
fn plain(engine: &mut Engine<'_>, directive: &Directive<'_>, inside: &Inside<'_>) -> bool {
    let captioned = CAPTIONED.contains(&directive.name) && !directive.argument.is_empty();
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    let (name, ends, moves, role) = (directive.fence.to_owned(), Ends::Mark, Moves::Never, Role::Other);
    if captioned {
        engine.fresh_line();
        let empty = ["\n", engine.prefix().trim_end()].concat();
        engine.put(&["**", directive.argument, "**", &empty].concat());
    }
    let prefix = String::new();
    engine.begin_block(Open { name, ends, moves, close: "", prefix, quotes, column, at, role });
    match captioned {
        true => engine.skip_to(inside.body),
        false => engine.cut(engine.at..inside.body),
    }
    true
}

/// A line in the place of a whole directive.
fn line_of(engine: &mut Engine<'_>, inside: &Inside<'_>, line: &str) -> bool {
    let Some(end) = inside.end else { return false };
    engine.fresh_line();
    engine.put(line);
    engine.skip_to(end);
    true
}

/// A film or another site's page.
fn player(engine: &mut Engine<'_>, directive: &Directive<'_>, inside: &Inside<'_>) -> bool {
    let address = directive.argument.replace('"', "%22");
    match directive.name {
        "youtube" => line_of(engine, inside, &format!("<https://www.youtube.com/watch?v={address}>")),
        _ if address.is_empty() => false,
        "video" => line_of(engine, inside, &format!("<video controls src=\"{address}\"></video>")),
        _ => line_of(engine, inside, &format!("<iframe src=\"{address}\"></iframe>")),
    }
}

/// A card; a grid around it, if there is none.
fn card(engine: &mut Engine<'_>, directive: &Directive<'_>, inside: &Inside<'_>) -> bool {
    let in_grid = engine.open.iter().any(|open| open.role == Role::Cards);
    engine.fresh_line();
    let (prefix, newline) = (engine.prefix(), ["\n", &engine.prefix()].concat());
    let header = inside.get("header").unwrap_or_default();
    let (title, second) = if header.is_empty() { (directive.argument, "") } else { (header, directive.argument) };
    let href =
        inside.get("link").and_then(|link| address(engine.body, link, inside.get("link-type").unwrap_or_default()));
    let grid = if in_grid { String::new() } else { [":::cards", &newline].concat() };
    let href = href.map_or(String::new(), |href| format!("{{href=\"{}\"}}", href.replace('"', "%22")));
    let second = if second.is_empty() {
        String::new()
    } else {
        [&newline, "**", second, "**", "\n", prefix.trim_end()].concat()
    };
    engine.put(&[&grid, ":::card", &in_brackets(title), &href, &second].concat());
    if let Some(footer) = inside.get("footer").filter(|footer| !footer.is_empty() && inside.end.is_some()) {
        engine.tails.insert(inside.close, footer.to_owned());
    }
    let (name, ends, moves, role) = (directive.fence.to_owned(), Ends::Mark, Moves::Never, Role::Other);
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    let close = if in_grid { ":::" } else { ":::\n:::" };
    engine.begin_block(Open { name, ends, moves, close, prefix, quotes, column, at, role });
    engine.skip_to(inside.body);
    true
}

/// Where a card leads.
fn address(body: &str, link: &str, kind: &str) -> Option<String> {
    match kind {
        _ if link.is_empty() => None,
        "doc" => Some(to_page(link)),
        "ref" | "any" => is_here(body, link).then(|| format!("#{link}")),
        _ => Some(link.to_owned()),
    }
}

/// A block of code.
fn code(engine: &mut Engine<'_>, directive: &Directive<'_>, inside: &Inside<'_>, lang: &str) -> bool {
    let title = inside.get("caption").or_else(|| inside.get("filename"));
    let title = title.map_or(String::new(), |title| format!(" title=\"{}\"", title.replace('"', "'").replace('`', "")));
    let lang = if lang.is_empty() && !title.is_empty() { "text" } else { lang };
    let lang = if lang.starts_with("ipython") { "python" } else { lang };
    let marks = directive.fence;
    let lines = inside.get("emphasize-lines").map_or(String::new(), |lines| format!(" {{{}}}", lines.replace(' ', "")));
    if marks.starts_with(':') {
        return code_in_colons(engine, inside, &[lang, &title, &lines].concat());
    }
    engine.put(&[marks, lang, &title, &lines].concat());
    let item = engine.items.last().copied().unwrap_or_default();
    engine.fence = Some(Fence { mark: marks.as_bytes()[0], length: marks.len(), item, tab: false });
    engine.skip_to(inside.body);
    true
}

/// A block of code whose marks are colons, which are no fence elsewhere.
fn code_in_colons(engine: &mut Engine<'_>, inside: &Inside<'_>, info: &str) -> bool {
    let Some(end) = inside.end else { return false };
    let text = &engine.body[inside.body..inside.close];
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let first = text.find('\n').map_or(text.len(), |feed| feed + 1);
    let last = text.rfind('\n').map_or(0, |feed| feed).max(first);
    engine.fresh_line();
    let prefix = engine.prefix();
    engine.put(&[&fence, info, "\n"].concat());
    engine.keep_only(inside.body + first..inside.body + last);
    engine.put(&["\n", &prefix, &fence].concat());
    engine.skip_to(end);
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
    let text = &engine.body[inside.body..inside.close];
    if text.trim().is_empty() {
        engine.skip_to(end);
        return true;
    }
    // The words below it are a paragraph of their own.
    let below = text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n')).unwrap_or(text);
    if !below.lines().next().unwrap_or_default().trim_matches([' ', '>']).is_empty() {
        let empty = ["\n", engine.prefix().trim_end()].concat();
        engine.put(&empty);
    }
    let (name, ends, moves, role) = (directive.fence.to_owned(), Ends::Mark, Moves::Never, Role::Other);
    let (quotes, column, at) = (engine.quotes, engine.column, engine.at..engine.line_end);
    engine.begin_block(Open { name, ends, moves, close: "", prefix: String::new(), quotes, column, at, role });
    engine.skip_to(inside.body);
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
pub(super) fn titled(text: &str) -> (&str, &str) {
    let parts = text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<'));
    parts.map_or(("", text.trim()), |(title, target)| (title.trim(), target.trim()))
}

/// A page as Sphinx names it has no ending.
pub(super) fn to_page(target: &str) -> String {
    let is_page = target.contains("://") || target.ends_with(".md") || target.ends_with(".html");
    if is_page { target.to_owned() } else { format!("{target}.md") }
}

/// `(label)=` above a heading, `% a comment` in a page that has more of MyST.
fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest().trim_end();
    if let Some(label) = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(")=")) {
        return anchor(engine, label);
    }
    // Between the parts of a card, or the cells of a notebook.
    if (line == "+++" || line == "^^^" || line.starts_with("+++ {")) && is_myst(engine.body) {
        engine.put("");
        engine.at = engine.line_end;
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

pub(super) fn is_here(body: &str, label: &str) -> bool {
    let given = ["({})=", ":name: {}\n", ":label: {}\n"].map(|form| form.replace("{}", label));
    !label.is_empty() && label.chars().all(is_label) && given.iter().any(|form| body.contains(form))
}
