//! What asks for a file, in each tool's words.
//!
//! | written | by |
//! |---|---|
//! | `{{#include file:from:to}}`, `{{#include file:anchor}}`, `{{#rustdoc_include ...}}`, `{{#playground file}}` | mdBook; in code too |
//! | `--8<-- "file:from:to"`, `--8<-- "file:section"` | MkDocs (PyMdown Snippets); in code too |
//! | `[!INCLUDE [title](file)]`, `[!code-lang[title](file#L1-L9)]`, `:::code source="file" range="1-9":::` | DocFX |
//! | `{% include [title](file#section) %}` | Diplodoc |
//! | `{% include "file.md" %}`, `{% include file.md %}`, `{% include_relative file.md %}` | GitBook, Jekyll |
//! | `<!--@include: file-->`, `<<< @/file{from-to}` | VitePress |
//! | `@[code{1-9} lang](file)` | VuePress |
//! | a fence of `{include} file` or `{literalinclude} file` | MyST |
//! | `{{< include "file" >}}`, `{{% include "file" %}}`, `{{< readfile file="file" >}}` | Hugo, Quarto |
//! | `import Part from './_part.mdx'`, and `<Part />` alone on its line | MDX |
//!
//! In: a text. Out: where each stands, and what it asks for ([`Asked`]). With `\` before it, `{{#include` is only shown.

use super::parts::Part;
use crate::byte_scan::Words;
use std::ops::Range;
use std::sync::LazyLock;

/// What asks for a file, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    /// In the text.
    pub range: Range<usize>,
    /// What it asks for.
    pub form: Form,
}

/// What is to stand there.
#[derive(Debug, PartialEq, Eq)]
pub enum Form {
    /// A file, or a part of it.
    File {
        /// As it is written.
        path: String,
        /// Which part.
        part: Part,
        /// As a block of code in this language.
        code: Option<String>,
    },
    /// This text: what was only to be shown.
    Shown(String),
}

impl Form {
    /// The text that needs no file.
    pub fn text(&self) -> String {
        if let Self::Shown(text) = self { text.clone() } else { String::new() }
    }
}

/// Without any of these a text asks for nothing.
static MARKS: LazyLock<Words> = LazyLock::new(|| {
    Words::new([
        "{{#include",
        "{{#rustdoc_include",
        "{{#playground",
        "{{#playpen",
        "8<--",
        "[!INCLUDE",
        "[!include",
        "[!Include",
        "[!code",
        ":::code",
        "{% include",
        "{%- include",
        "@include:",
        "<<< ",
        "@[code",
        "{include}",
        "{literalinclude}",
        "{{< include",
        "{{% include",
        "{{< readfile",
        "{{% readfile",
        " from '.",
        " from \".",
        " from '@",
        " from \"@",
    ])
});

/// Whether a text may ask for a file.
pub fn asks(text: &str) -> bool {
    MARKS.stand_in(text)
}

/// All that a text asks for, in order.
pub fn all(text: &str) -> Vec<Asked> {
    let (mut found, mut fence, mut start) = (Vec::new(), None, 0);
    let imports = imports(text);
    let asks_in_fences = text.contains("{include}") || text.contains("{literalinclude}");
    let mut passed = 0;
    for line in text.split_inclusive('\n') {
        if start < passed {
            start += line.len();
            continue;
        }
        if let Some((length, form)) = (asks_in_fences && fence.is_none()).then(|| myst(&text[start..])).flatten() {
            found.push(Asked { range: start..start + length, form });
            (passed, start) = (start + length, start + line.len());
            continue;
        }
        let was = fence;
        fence = fence_after(fence, line);
        let of_mdx = if fence.is_some() || imports.is_empty() { None } else { partial(line, &imports) };
        if let Some((range, form)) = of_mdx {
            found.push(Asked { range: start + range.start..start + range.end, form });
        } else if was == fence {
            found.extend(in_line(line, fence.is_some()).into_iter().map(|asked| {
                let Asked { range, form } = asked;
                Asked { range: start + range.start..start + range.end, form }
            }));
        }
        start += line.len();
    }
    found
}

/// The pages that a page of MDX imports and shows as a whole, by what it calls them.
fn imports(text: &str) -> Vec<(&str, &str)> {
    let shown = |name: &str| text.lines().any(|line| shows(line, name));
    text.lines().filter_map(import).filter(|(name, _)| shown(name)).collect()
}

/// `import Part from './_part.mdx'`
fn import(line: &str) -> Option<(&str, &str)> {
    let (name, path) = line.strip_prefix("import ")?.split_once(" from ")?;
    let path = path.trim().trim_end_matches(';').trim_end();
    let path = path.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
    let is_page = [".md", ".mdx"].iter().any(|ending| path.ends_with(ending));
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(char::is_alphanumeric);
    (is_page && is_name).then_some((name, path))
}

/// Whether a line is `<Name />`, perhaps with attributes.
fn shows(line: &str, name: &str) -> bool {
    let inside = line.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix("/>"));
    let behind = inside.and_then(|inside| inside.strip_prefix(name));
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(char::is_whitespace) && !behind.contains('<'))
}

/// An import of a page, which says nothing itself, or the place where the page is shown.
fn partial(line: &str, imports: &[(&str, &str)]) -> Option<(Range<usize>, Form)> {
    let from = line.len() - line.trim_start().len();
    let range = from..line.trim_end().len();
    if import(line).is_some_and(|found| imports.contains(&found)) {
        return Some((range, Form::Shown(String::new())));
    }
    let (_, path) = imports.iter().find(|(name, _)| shows(line, name))?;
    let path = path.strip_prefix("@site/").map_or_else(|| (*path).to_owned(), |path| format!("/{path}"));
    Some((range, file(&path, Part::All, None)?))
}

/// The fence of the block of code that is open after a line: its sign and length.
fn fence_after(open: Option<(u8, usize)>, line: &str) -> Option<(u8, usize)> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let sign = line.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'));
    let length = line.bytes().take_while(|byte| Some(*byte) == sign).count();
    match open {
        None => sign.filter(|_| length > 2 && !line[length..].contains('`')).map(|sign| (sign, length)),
        Some((own, least)) => {
            let closes = sign == Some(own) && length >= least && line[length..].trim().is_empty();
            open.filter(|_| !closes)
        }
    }
}

type Reader = fn(&str) -> Option<(usize, Form)>;

/// What reads a form that begins at a place; in code only the first two do.
const READERS: [Reader; 9] = [mdbook, snippet, docfx, docfx_code, liquid, vitepress, vitepress_code, vuepress, hugo];

fn in_line(line: &str, in_code: bool) -> Vec<Asked> {
    let readers = if in_code { &READERS[..2] } else { &READERS[..] };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < line.len() {
        let rest = &line[at..];
        let read = || readers.iter().find_map(|reader| reader(rest));
        match rest.starts_with(['{', '-', ';', '[', ':', '<', '@', '\\']).then(read).flatten() {
            Some((length, form)) => {
                found.push(Asked { range: at..at + length, form });
                at += length;
            }
            None if !in_code && rest.starts_with('`') => at += code_span(rest),
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The length of a code span, or of signs that begin none.
fn code_span(rest: &str) -> usize {
    let signs = rest.bytes().take_while(|byte| *byte == b'`').count();
    let closing = "`".repeat(signs);
    rest[signs..].find(&closing).map_or(signs, |at| signs + at + signs)
}

fn file(path: &str, part: Part, code: Option<&str>) -> Option<Form> {
    let path = path.trim().trim_matches(['"', '\'']).replace('\\', "/");
    (!path.is_empty() && !path.contains("://")).then(|| Form::File { path, part, code: code.map(str::to_owned) })
}

/// `file:from:to`, but for the colon of nothing else: no path of a project has one.
fn with_part(written: &str) -> (&str, Part) {
    written.trim().split_once(':').map_or((written.trim(), Part::All), |(path, part)| (path, Part::of(part)))
}

fn mdbook(rest: &str) -> Option<(usize, Form)> {
    if let Some(shown) = rest.strip_prefix('\\') {
        let is_one = ["{{#include", "{{#rustdoc_include", "{{#playground", "{{#title"]
            .iter()
            .any(|mark| shown.starts_with(mark));
        let end = shown.find("}}").filter(|_| is_one)? + 2;
        return Some((1 + end, Form::Shown(shown[..end].to_owned())));
    }
    let inside = rest.strip_prefix("{{#")?;
    let end = inside.find("}}")?;
    let (name, written) = inside[..end].split_once(' ')?;
    let (path, part) = with_part(written.split_whitespace().next()?);
    let code = match name {
        "include" | "rustdoc_include" => None,
        "playground" | "playpen" => Some("rust"),
        _ => return None,
    };
    Some((3 + end + 2, file(path, part, code)?))
}

fn snippet(rest: &str) -> Option<(usize, Form)> {
    if let Some(shown) = rest.strip_prefix(';') {
        let is_one = shown.starts_with('-') && shown.trim_start_matches('-').starts_with("8<-");
        let line = shown.trim_end_matches('\n');
        return is_one.then(|| (1 + line.len(), Form::Shown(line.to_owned())));
    }
    let mark = ["--8<-- ", "-8<- "].into_iter().find(|mark| rest.starts_with(mark))?;
    let quoted = rest[mark.len()..].trim_start();
    let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = quoted[1..].find(quote)?;
    let length = rest.len() - quoted.len() + 1 + end + 1;
    let (path, part) = with_part(&quoted[1..1 + end]);
    Some((length, file(path, part, None)?))
}

/// The destination of `[title](file)` and the length up to its end.
fn destination(text: &str) -> Option<(&str, usize)> {
    let open = text.find("](")?;
    let end = text[open..].find(')')? + open;
    let path = text[open + 2..end].split_whitespace().next()?;
    Some((path.trim_matches(['<', '>']), end + 1))
}

fn docfx(rest: &str) -> Option<(usize, Form)> {
    let inside = rest.get(..9).filter(|mark| mark.eq_ignore_ascii_case("[!include")).map(|_| &rest[9..])?;
    let (path, end) = destination(inside)?;
    let close = inside[end..].find(']')?;
    Some((9 + end + close + 1, file(path, Part::All, None)?))
}

fn docfx_code(rest: &str) -> Option<(usize, Form)> {
    if let Some(inside) = rest.strip_prefix(":::code ") {
        let end = inside.find(":::")?;
        let value = |key: &str| {
            let from = inside[..end].find(&format!("{key}=\""))? + key.len() + 2;
            inside[from..].split('"').next()
        };
        let part = value("range").or_else(|| value("id")).map_or(Part::All, Part::of);
        let language = value("language").unwrap_or_default();
        return Some((":::code ".len() + end + 3, file(value("source")?, part, Some(language))?));
    }
    let inside = rest.strip_prefix("[!code")?;
    let language = inside.strip_prefix('-').map_or("", |rest| rest.split('[').next().unwrap_or_default());
    let (path, end) = destination(inside)?;
    let close = inside[end..].find(']')?;
    let path = path.split('?').next().unwrap_or_default();
    let (path, part) =
        path.split_once('#').map_or((path, Part::All), |(path, part)| (path, Part::of(&part.replace('L', ""))));
    Some(("[!code".len() + end + close + 1, file(path, part, Some(language))?))
}

fn liquid(rest: &str) -> Option<(usize, Form)> {
    let inside = rest.strip_prefix("{%")?;
    let end = inside.find("%}")?;
    let words = inside[..end].trim_matches(['-', ' ']);
    let written = words.strip_prefix("include_relative ").or_else(|| words.strip_prefix("include "))?.trim();
    let written = written.strip_prefix("notitle ").map_or(written, str::trim_start);
    let length = 2 + end + 2;
    if written.starts_with('[') {
        let (path, _) = destination(written)?;
        let (path, part) =
            path.split_once('#').map_or((path, Part::All), |(path, part)| (path, Part::Named(part.to_owned())));
        return Some((length, file(path, part, None)?));
    }
    // What is no Markdown is a template of the tool, which nothing here runs.
    let path = written.split_whitespace().next()?.trim_matches(['"', '\'']);
    let is_text = [".md", ".markdown", ".txt", ".mdx", ".qmd"].iter().any(|ending| path.ends_with(ending));
    Some((length, file(path, Part::All, None).filter(|_| is_text)?))
}

/// `file{3,7}`, `file{3-}`, `file#region`.
fn vitepress_part(written: &str) -> (&str, Part) {
    if let Some((path, lines)) = written.split_once('{') {
        let lines = lines.split('}').next().unwrap_or_default().replace(',', ":");
        return (path, Part::of(lines.split_whitespace().next().unwrap_or_default()));
    }
    written.split_once('#').map_or((written, Part::All), |(path, name)| (path, Part::Named(name.to_owned())))
}

fn vitepress(rest: &str) -> Option<(usize, Form)> {
    let inside = rest.strip_prefix("<!--")?;
    let end = inside.find("-->")?;
    let (path, part) = vitepress_part(inside[..end].trim().strip_prefix("@include:")?.trim());
    Some((4 + end + 3, file(path, part, None)?))
}

fn vitepress_code(rest: &str) -> Option<(usize, Form)> {
    let line = rest.strip_prefix("<<< ")?.trim_end();
    // Lines in braces are marked there, not taken.
    let path = line.split(['{', ' ']).next()?;
    let (path, part) =
        path.split_once('#').map_or((path, Part::All), |(path, name)| (path, Part::Named(name.to_owned())));
    let language = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    Some(("<<< ".len() + line.len(), file(path, part, Some(language))?))
}

/// `@[code{1-9} lang](file)`
fn vuepress(rest: &str) -> Option<(usize, Form)> {
    let (head, _) = rest.strip_prefix("@[code")?.split_once(']')?;
    let (path, end) = destination(rest)?;
    let (lines, language) = match head.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((lines, language)) => (lines, language.trim()),
        None => ("", head.trim()),
    };
    let language = if language.is_empty() { path.rsplit_once('.').map_or("", |(_, ending)| ending) } else { language };
    let part = if lines.contains(',') { Part::All } else { Part::of(lines) };
    Some((end, file(path, part, Some(language))?))
}

/// A fence of MyST that stands for a file, with its options: its length, and what it asks for.
fn myst(text: &str) -> Option<(usize, Form)> {
    let indent = text.len() - text.trim_start_matches(' ').len();
    let mark = text[indent..].chars().next().filter(|c| matches!(c, '`' | '~' | ':'))?;
    let fence: String = text[indent..].chars().take_while(|c| *c == mark).collect();
    let first = text[indent + fence.len()..].split('\n').next().unwrap_or_default();
    let (name, path) = first.trim().strip_prefix('{')?.split_once('}')?;
    let is_code = match name {
        "include" => false,
        "literalinclude" => true,
        _ => return None,
    };
    let (mut length, mut options) = (0, Vec::new());
    for (number, line) in text.split_inclusive('\n').enumerate().take(20) {
        length += line.len();
        match line.trim() {
            _ if number == 0 => {}
            end if end == fence => {
                let value = |key: &str| options.iter().find_map(|line: &&str| line.strip_prefix(key)).map(str::trim);
                let lines = value(":lines:").filter(|lines| !lines.contains(',')).map_or(Part::All, Part::of);
                let ending = path.trim().rsplit_once('.').map_or("", |(_, ending)| ending);
                let language = is_code.then(|| value(":language:").unwrap_or(ending));
                let end = length - (line.len() - line.trim_end_matches(['\r', '\n']).len());
                return Some((end, file(path, lines, language)?));
            }
            option if option.starts_with(':') => options.push(option),
            "" => {}
            _ => return None,
        }
    }
    None
}

fn hugo(rest: &str) -> Option<(usize, Form)> {
    let (close, inside) =
        [("{{<", ">}}"), ("{{%", "%}}")].iter().find_map(|(open, close)| Some((close, rest.strip_prefix(open)?)))?;
    let end = inside.find(close)?;
    let words = inside[..end].trim().trim_end_matches('/').trim_end();
    let written = ["include ", "readfile "].iter().find_map(|name| words.strip_prefix(name))?.trim();
    let path = written.strip_prefix("file=").unwrap_or(written);
    let path = path.split_whitespace().next()?;
    Some((3 + end + 3, file(path, Part::All, None)?))
}
