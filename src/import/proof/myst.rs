//! MyST in a page of the source, line for line as plain Markdown.
//!
//! In: the text of a page. Out: the same lines, in which the marks of directives, their options and labels are gone. Titles
//! and captions are text, pictures are pictures, and code is in fences. A page without directives stays as it is.

use super::markdown::unquoted;
use std::borrow::Cow;

/// Directives whose content is code.
const CODE: [&str; 7] = ["code", "code-block", "code-cell", "sourcecode", "prompt", "parsed-literal", "mermaid"];

/// Directives whose content is no text of the page: formulas, lists of pages, settings.
const NO_TEXT: [&str; 12] = [
    "comment",
    "math",
    "toctree",
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

/// Directives that hold text; all others are shown as code, as they are written.
const TEXT: &str = " note tip hint info important warning caution danger attention error seealso admonition topic sidebar margin \
    aside todo success question failure example abstract bug quote versionadded versionchanged deprecated dropdown tab-set tab-item \
    grid grid-item grid-item-card card card-carousel div container only table list-table glossary epigraph pull-quote highlights \
    compound blockquote rubric image figure iframe video youtube exercise solution proof theorem lemma definition corollary \
    proposition axiom algorithm ";

/// Directives whose argument is no title.
const UNTITLED: [&str; 9] = ["grid", "grid-item", "div", "container", "only", "glossary", "iframe", "video", "youtube"];

/// What becomes of the lines of a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    Text,
    Code,
    Gone,
}

/// A directive that is open, or code that is none.
struct Block {
    fence: String,
    lines: Lines,
    /// What is written where it is closed.
    close: String,
    /// Its options are not over.
    options: bool,
}

/// A page as plain Markdown.
pub fn plain(text: &str) -> Cow<'_, str> {
    let marks = ["```{", "~~~{", ":::{", "}`", ")=\n", ")=\r"];
    if !marks.iter().any(|mark| text.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let mut open: Vec<Block> = Vec::new();
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let words = unquoted(line);
        let lead = &line[..line.trim_end().len() - words.len()];
        match read(&mut open, words) {
            Some(read) => out.extend([lead, &read, if line.ends_with('\n') { "\n" } else { "" }]),
            None => out.push_str(line),
        }
    }
    Cow::Owned(out)
}

/// What stands in the place of a line; none if it stays.
fn read(open: &mut Vec<Block>, line: &str) -> Option<String> {
    if let Some(at) = open.iter().rposition(|block| closes(line, &block.fence)).filter(|at| is_innermost(open, *at)) {
        let close = open.remove(at).close;
        open.truncate(at);
        return Some(close);
    }
    if let Some(last) = open.last_mut() {
        last.options = last.options && is_option(line);
        if last.options {
            let (name, value) = line[1..].split_once(':').unwrap_or_default();
            let said = matches!(name, "header" | "footer") && last.lines == Lines::Text;
            return Some(if said { value.trim().to_owned() } else { String::new() });
        }
        match last.lines {
            Lines::Code => return None,
            Lines::Gone => return Some(String::new()),
            Lines::Text => {}
        }
    }
    if let Some(read) = begin(open, line) {
        return read;
    }
    let label = line.starts_with('(') && line.ends_with(")=");
    let gone = label || line == "+++" || line == "^^^" || line.starts_with("+++ {") || line.starts_with("% ");
    gone.then(String::new)
}

/// Whether nothing between a block and its end has an end of its own.
fn is_innermost(open: &[Block], at: usize) -> bool {
    open[at + 1..].iter().all(|block| block.lines == Lines::Text)
}

/// Begins a directive, or code that is none; the line that stands for it.
fn begin(open: &mut Vec<Block>, line: &str) -> Option<Option<String>> {
    let fence = fence(line)?;
    let mut block = Block { fence: fence.to_owned(), lines: Lines::Text, close: String::new(), options: true };
    let Some((name, argument)) = directive(&line[fence.len()..]) else {
        // Code as it is everywhere. What begins with colons has its own readers.
        if fence.starts_with(':') || (fence.starts_with('`') && line[fence.len()..].contains('`')) {
            return None;
        }
        block.lines = Lines::Code;
        (block.close, block.options) = (block.fence.clone(), false);
        open.push(block);
        return Some(None);
    };
    let is_text = TEXT.contains(&format!(" {} ", name.strip_prefix("prf:").unwrap_or(name)));
    let as_code = CODE.contains(&name) || (!is_text && !NO_TEXT.contains(&name) && !fence.starts_with(':'));
    let written = match name {
        _ if as_code => {
            let fence = if fence.starts_with(':') { "~~~~~~~~" } else { fence };
            (block.lines, block.close) = (Lines::Code, fence.to_owned());
            fence.to_owned()
        }
        _ if NO_TEXT.contains(&name) => {
            block.lines = Lines::Gone;
            String::new()
        }
        "image" | "figure" => format!("![]({argument})"),
        _ if UNTITLED.contains(&name) => String::new(),
        _ => argument.to_owned(),
    };
    open.push(block);
    Some(Some(written))
}

fn fence(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~' | ':'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    (length >= 3).then_some(&line[..length])
}

fn directive(text: &str) -> Option<(&str, &str)> {
    let (name, argument) = text.trim_start().strip_prefix('{')?.split_once('}')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    (!name.is_empty() && name.chars().all(plain)).then_some((name, argument.trim()))
}

fn closes(line: &str, fence: &str) -> bool {
    let more = if fence.starts_with(':') { line == fence } else { line.starts_with(fence) };
    more && line.trim_start_matches(&fence[..1]).is_empty()
}

fn is_option(line: &str) -> bool {
    let name = line.strip_prefix(':').and_then(|rest| rest.split_once(':')).map_or("", |(name, _)| name);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_lines_of_markdown() {
        for (source, expected) in [
            ("```{note} Title\n:class: dropdown\n\nText\n```\nb\n", "Title\n\n\nText\n\nb\n"),
            ("> :::{tip}\n> a\n> :::\n", "> \n> a\n> \n"),
            ("```{code} yaml\n:filename: x\na: 1\n```\n", "```\n\na: 1\n```\n"),
            (":::{code} yaml\n```\n:::\n", "~~~~~~~~\n```\n~~~~~~~~\n"),
            ("::::{grid} 1 2\n:::{card} A\n:footer: F\nb\n:::\n::::\n", "\nA\nF\nb\n\n\n"),
            (":::{figure} a.png\n:alt: x\n\nCaption\n:::\n", "![](a.png)\n\n\nCaption\n\n"),
            ("(a:b)=\n# H\n", "\n# H\n"),
            ("```{math}\nx^2\n```\n", "\n\n\n"),
            ("````{note}\n```py\n(x)=\n```\n````\n", "\n```py\n(x)=\n```\n\n"),
            ("plain ```{x}``` `y`\n:::note\na\n:::\n", "plain ```{x}``` `y`\n:::note\na\n:::\n"),
        ] {
            assert_eq!(plain(source), expected, "{source}");
        }
    }
}
