//! Fenced blocks: what each kind is to docent. Decided here, for all readings of a text.
//!
//! In: the start of a block. Out: its [`Kind`]; what reads a text matches all of them, so that none forgets a new one.

use super::Markdown;
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

/// What a block of code or of data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Code, with colours if its language is known.
    Code,
    /// A diagram in Mermaid.
    Diagram,
    /// YAML that says which of the site's data to show: a fence called `view`.
    View,
}

/// The kind of a block, by the first word behind its fence.
pub(super) fn kind(block: &CodeBlockKind<'_>, options: &Markdown) -> Kind {
    let words = match block {
        CodeBlockKind::Fenced(words) if !options.commonmark => words,
        CodeBlockKind::Fenced(_) | CodeBlockKind::Indented => return Kind::Code,
    };
    match words.split_whitespace().next() {
        Some("view") => Kind::View,
        _ if options.diagrams && matches!(info(words).lang, "mermaid" | "mmd") => Kind::Diagram,
        _ => Kind::Code,
    }
}

/// What stands behind a fence of code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Info<'i> {
    /// The language; empty if there is none.
    pub lang: &'i str,
    /// What the code is called, such as its file.
    pub title: Option<&'i str>,
}

/// Reads the words behind a fence, as docent and other programs write them: ` ```js title="a.js" {1,3} `,
/// ` ```{.python .numberLines} `, ` ```rust,ignore `, ` ```ts [a.ts] `. What they say about lines is
/// [`super::code`]'s.
pub(super) fn info(words: &str) -> Info<'_> {
    let words = words.trim();
    let braces = words.strip_prefix('{').map(|inside| inside.trim_start_matches([':', ' ', '.', '%', '`']));
    let begins = braces.unwrap_or(words);
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':' | '=' | '[');
    let first = &begins[..begins.find(is_end).unwrap_or(begins.len())];
    // `title="a.js"` and `{1,3}` are no languages.
    let valued = begins[first.len()..].trim_start().starts_with('=');
    let counted = braces.is_some() && first.chars().all(|c| c.is_ascii_digit() || c == '-');
    let lang = if valued || counted { "" } else { first };
    let lang = ["language-", "lang-"].iter().find_map(|prefix| lang.strip_prefix(prefix)).unwrap_or(lang);
    Info { lang, title: title(words) }
}

/// `title="a.js"`, or the names that others give it; in VitePress `[a.js]`.
fn title(words: &str) -> Option<&str> {
    let named = ["title", "filename", "caption"].iter().find_map(|key| value(words, key));
    let bracket = || words.split_once(" [")?.1.strip_suffix(']');
    named.or_else(bracket).map(str::trim).filter(|title| !title.is_empty())
}

/// What stands behind `key=`: a word, or what is between quotes, brackets or braces.
pub(super) fn value<'w>(words: &'w str, key: &str) -> Option<&'w str> {
    let begins = |at: usize| words[..at].ends_with([' ', '\t', ',', '{', ':']) || at == 0;
    let rest = |at: usize| words[at + key.len()..].trim_start().strip_prefix('=');
    let found = words.match_indices(key).find_map(|(at, _)| rest(at).filter(|_| begins(at)))?.trim_start();
    match found.chars().next() {
        Some(quote @ ('"' | '\'')) => found[1..].split_once(quote).map(|(value, _)| value),
        Some('[') => found[1..].split_once(']').map(|(value, _)| value),
        Some('{') => found[1..].split_once('}').map(|(value, _)| value),
        _ => found.split([' ', '\t', '}', ',']).next(),
    }
}

/// A block of data: where it stands in a page's body, and what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fenced {
    /// Where the whole block stands in the body.
    pub range: Range<usize>,
    /// What is in it, without marks of quotes and lists around it.
    pub text: String,
    /// Where pieces of the text begin in it and in the body.
    pub pieces: Vec<(usize, usize)>,
}

impl Fenced {
    /// A place of the text as a place of the body.
    pub fn in_body(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        start..self.place(range.end).max(start)
    }

    fn place(&self, at: usize) -> usize {
        let piece = self.pieces.iter().rev().find(|(from, _)| *from <= at);
        piece.map_or(self.range.start, |(from, body)| body + at - from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_programs() {
        let cases = [
            ("", "", None),
            ("rust", "rust", None),
            ("rust,ignore,editable", "rust", None),
            ("js{1,3}", "js", None),
            ("js {1,3-5} showLineNumbers", "js", None),
            ("js title=\"a b.js\" {1}", "js", Some("a b.js")),
            ("title='a.js'", "", Some("a.js")),
            ("py hl_lines=\"1 2\" linenums=\"1\" title=a.py", "py", Some("a.py")),
            ("{.python}", "python", None),
            ("{.rust .numberLines startFrom=\"3\"}", "rust", None),
            ("{ .yaml .annotate title=\".github/x.yml\" }", "yaml", Some(".github/x.yml")),
            ("{: .language-sh}", "sh", None),
            ("{r, echo=FALSE}", "r", None),
            ("{python}", "python", None),
            ("{1,3}", "", None),
            ("ts:line-numbers {1}", "ts", None),
            ("ts [config.ts]", "ts", Some("config.ts")),
            ("language-js extra", "js", None),
            ("c++", "c++", None),
            ("c# title=\"\"", "c#", None),
            ("js subtitle=\"x\"", "js", None),
            ("sh filename=\"x.sh\"", "sh", Some("x.sh")),
            ("\"quote'&<", "\"quote'&<", None),
            ("objective-c", "objective-c", None),
        ];
        cases.iter().for_each(|(words, lang, title)| assert_eq!(info(words), Info { lang, title: *title }, "{words}"));
    }
}
