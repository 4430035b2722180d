//! What a page in Markdown says, by a reader that knows lines and marks, and nothing of the builder.
//!
//! In: the text of a page, with any tool's syntax. Out: [`Facts`]. Dropped are: front matter, what [`elements`] says is no
//! text, names of blocks (`!!! note`, `:::tip`, `{% tab %}`), tags, destinations, attributes, imports and exports of MDX.
//! Titles in them are kept.

use super::inline::{self, Definitions};
use super::{Facts, Piece, elements};
use crate::import::front;
use std::collections::BTreeMap;

/// A line of the page that is left to read.
struct Line<'a> {
    number: usize,
    text: &'a str,
}

/// How a page is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct As {
    /// `$` begins a formula.
    pub math: bool,
    /// The page is one of MDX.
    pub mdx: bool,
}

/// Reads a page in which `$` begins a formula.
pub fn read(page: &str) -> Facts {
    read_as(page, As { math: true, mdx: false })
}

/// Reads a page.
pub fn read_as(page: &str, As { math, mdx }: As) -> Facts {
    let text = page.trim_start_matches('\u{feff}');
    let (_, body) = front::split(text).map_or(("", text), |(_, inside, rest)| (inside, rest));
    let skipped = text[..text.len() - body.len()].matches('\n').count();
    let body = super::myst::plain(body);
    let visible = elements::without(&body, mdx);
    let names = Definitions { targets: definitions(&visible), math };
    let mut facts = Facts::default();
    let mut fence: Option<(String, Piece)> = None;
    let mut paragraph: Vec<Line<'_>> = Vec::new();
    let (mut module, mut indents, mut after_blank, mut after_definition) = (false, false, true, false);
    let (mut in_deep, mut in_program, mut in_options, mut in_unshown) = (false, false, false, false);
    for (at, line) in visible.lines().enumerate() {
        let number = skipped + at + 1;
        let bare = unquoted(line);
        if let Some((open, code)) = &mut fence {
            if closes(bare, open) {
                let (_, code) = fence.take().unwrap_or_default();
                facts.codes.extend(Some(code).filter(|code| code.text.chars().any(char::is_alphanumeric)));
            } else if !is_include(bare) {
                code.text.push_str(bare);
                code.text.push('\n');
            }
            continue;
        }
        if let Some(open) = opens(bare) {
            flush(&mut paragraph, &names, &mut facts);
            fence = Some((open, Piece { line: number, text: String::new() }));
            continue;
        }
        // A footnote that nothing refers to is shown by no tool.
        let is_deep_or_empty = bare.is_empty() || line.starts_with("    ") || line.starts_with('\t');
        in_unshown = is_unreferenced(bare, &visible) || (in_unshown && is_deep_or_empty);
        if in_unshown {
            flush(&mut paragraph, &names, &mut facts);
            continue;
        }
        // The settings of mkdocstrings below `::: package.module`.
        in_program = bare.strip_prefix("::: ").is_some_and(is_dotted)
            || (in_program && (bare.is_empty() || line.starts_with("    ") || line.starts_with('\t')));
        if in_program {
            flush(&mut paragraph, &names, &mut facts);
            continue;
        }
        // The options of a block of PyMdown.
        in_options = slashes(bare).is_some() || (in_options && line.starts_with("    ") && bare.contains(':'));
        if in_options && slashes(bare).is_none() {
            continue;
        }
        // Indented code: below a blank line, and not below an item or a block whose content is indented.
        let is_deep = line.starts_with("    ") || line.starts_with('\t');
        if !bare.is_empty() && !is_deep {
            indents = opens_indented(line.trim_start()) || (indents && line.starts_with("  "));
        }
        in_deep = (in_deep && (is_deep || bare.is_empty())) || (is_deep && !indents && after_blank && !bare.is_empty());
        if in_deep && !bare.is_empty() {
            flush(&mut paragraph, &names, &mut facts);
            facts.runs.push(Piece { line: number, text: line.to_owned() });
            continue;
        }
        after_blank = bare.is_empty();
        // `import x from 'y'`, `export const x = {` ... `}`
        module = (module && !bare.is_empty()) || is_module(line);
        let defined = after_definition;
        after_definition =
            bare.starts_with('[') && bare.ends_with("]:") && !bare.starts_with("[^") && !bare.starts_with("[*");
        if module || bare.is_empty() || is_include(bare) || (defined && !bare.contains(' ')) {
            flush(&mut paragraph, &names, &mut facts);
            continue;
        }
        // An item is a paragraph of its own.
        if is_item(line) {
            flush(&mut paragraph, &names, &mut facts);
        }
        if !block(bare, number, &names, &mut paragraph, &mut facts) {
            paragraph.push(Line { number, text: bare });
        }
    }
    flush(&mut paragraph, &names, &mut facts);
    facts.codes.extend(fence.map(|(_, code)| code).filter(|code| !code.text.trim().is_empty()));
    facts
}

/// Without marks of quotes, lists and indentation.
pub(super) fn unquoted(line: &str) -> &str {
    let mut rest = line.trim();
    loop {
        let next = rest.strip_prefix('>').map(str::trim_start).unwrap_or_else(|| without_item(rest));
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

/// Whether what stands below may be indented without being code: items, notes, blocks of other tools.
fn opens_indented(line: &str) -> bool {
    let blocks = ["!!!", "???", "===", ":::", "{%", "[^", "<", ": ", "/// "];
    without_item(line).len() < line.len() || blocks.iter().any(|mark| line.starts_with(mark))
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t']);
    without_item(line).len() < line.len()
}

/// `- `, `* `, `1. `, `- [x] `.
fn without_item(line: &str) -> &str {
    let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let after = match () {
        () if line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ") => &line[2..],
        () if digits > 0 && digits < 10 && (line[digits..].starts_with(". ") || line[digits..].starts_with(") ")) => {
            &line[digits + 2..]
        }
        () => return line,
    };
    let after = after.trim_start();
    let task = ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| after.strip_prefix(mark));
    task.unwrap_or(after)
}

/// Shortcodes whose content is code.
const CODE: [&str; 9] =
    ["highlight", "code", "code-block", "codeblock", "code-toggle", "output", "prism", "terminal", "command"];

/// What must end the code that begins on a line: a fence, or the closing mark of a shortcode.
pub(super) fn opens(line: &str) -> Option<String> {
    if let Some(name) = shortcode(line).filter(|name| CODE.contains(name)) {
        let alone = line.ends_with("/>}}") || line.contains(&format!("/{name}")) || line.contains(&format!("/ {name}"));
        return (!alone).then(|| format!("{{{name}"));
    }
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    let info = &line[length..];
    (length >= 3 && !(mark == '`' && info.contains('`'))).then(|| mark.to_string().repeat(length))
}

pub(super) fn closes(line: &str, open: &str) -> bool {
    if let Some(name) = open.strip_prefix('{') {
        return shortcode(line).is_some_and(|closing| closing.strip_prefix('/').map(str::trim) == Some(name));
    }
    let mark = open.chars().next().unwrap_or('`');
    line.len() >= open.len() && line.chars().all(|c| c == mark)
}

/// The name of a shortcode of Hugo that a line begins with, with the slash of one that closes.
fn shortcode(line: &str) -> Option<&str> {
    let inside = line.strip_prefix("{{<").or_else(|| line.strip_prefix("{{%"))?.trim_start();
    let slash = inside.len() - inside.trim_start_matches(['/', ' ']).len();
    let end = inside[slash..].find([' ', '>', '%']).map_or(inside.len(), |end| slash + end);
    Some(&inside[..end])
}

/// What stands for another file's text.
fn is_include(line: &str) -> bool {
    let marks = [
        "{{#",
        "--8<--",
        "-8<-",
        "[!INCLUDE",
        "[!include",
        "{% include",
        "<<< ",
        "[!code",
        ";--8<--",
        "@include",
        "@[code",
    ];
    marks.iter().any(|mark| line.starts_with(mark))
}

fn is_module(line: &str) -> bool {
    let import =
        line.starts_with("import ") && (line.contains(" from ") || line.contains('{') || line.contains(['\'', '"']));
    let names = ["export const ", "export default ", "export function ", "export let ", "export {"];
    import || names.iter().any(|name| line.starts_with(name))
}

/// A line that is a block by itself; false if it is part of a paragraph.
fn block(line: &str, number: usize, names: &Definitions, paragraph: &mut Vec<Line<'_>>, facts: &mut Facts) -> bool {
    // What a term of Diplodoc means is text.
    if let Some((_, meaning)) = line.strip_prefix("[*").and_then(|rest| rest.split_once("]:")) {
        flush(paragraph, names, facts);
        inline::read(meaning, number, names, facts);
        return true;
    }
    let hashes = line.len() - line.trim_start_matches('#').len();
    let is_heading = (1..=6).contains(&hashes) && line[hashes..].starts_with([' ', '\t']);
    match () {
        () if is_heading => {
            flush(paragraph, names, facts);
            heading(line[hashes..].trim().trim_end_matches('#'), number, names, facts);
        }
        () if !paragraph.is_empty() && is_underline(line) => {
            let last: Vec<Line<'_>> = paragraph.split_off(paragraph.len() - 1);
            flush(paragraph, names, facts);
            last.iter().for_each(|line| heading(line.text, line.number, names, facts));
        }
        () if is_row(line) => {
            flush(paragraph, names, facts);
            row(line, number, names, facts);
        }
        () if is_rule(line) => flush(paragraph, names, facts),
        () => match opening(line) {
            Some(titles) => {
                flush(paragraph, names, facts);
                titles.iter().for_each(|title| inline::read(title, number, names, facts));
            }
            // Its destination may stand on the next line.
            None if definition(line) || line.starts_with('[') && line.ends_with("]:") => flush(paragraph, names, facts),
            None => return false,
        },
    }
    true
}

fn heading(text: &str, number: usize, names: &Definitions, facts: &mut Facts) {
    let first = facts.runs.len();
    inline::read(text, number, names, facts);
    let words: Vec<&str> = facts.runs[first..].iter().map(|run| run.text.as_str()).collect();
    let text = words.join(" ");
    if !text.trim().is_empty() {
        facts.headings.push(Piece { line: number, text });
    }
}

fn is_underline(line: &str) -> bool {
    (line.len() > 1 || line == "=") && (line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-'))
}

fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '|' | ':' | '+' | ' '))
}

fn is_row(line: &str) -> bool {
    line.starts_with('|') && line.len() > 1 && line.trim_end().ends_with('|')
}

fn row(line: &str, number: usize, names: &Definitions, facts: &mut Facts) {
    if is_rule(line) || line.starts_with("||") || line.starts_with("|#") {
        return;
    }
    let mut cell = String::new();
    let mut code = false;
    let mut before = '|';
    let mut cells = Vec::new();
    for c in line.trim().trim_start_matches('|').chars() {
        match c {
            '|' if before != '\\' && !code => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
        code ^= c == '`' && before != '\\';
        before = c;
    }
    for cell in cells {
        let first = facts.runs.len();
        inline::read(&cell, number, names, facts);
        let text = facts.runs[first..].iter().map(|run| run.text.as_str()).collect::<Vec<_>>().join("");
        facts
            .cells
            .extend(Some(Piece { line: number, text }).filter(|cell| cell.text.chars().any(char::is_alphanumeric)));
    }
}

/// `[name]: destination`, `*[HTML]: Hyper Text`; a footnote is text.
fn definition(line: &str) -> bool {
    let abbreviation = line.starts_with("*[") && line.contains("]:");
    let close = line.find("]:");
    let link = line.starts_with('[') && !line.starts_with("[^") && close.is_some_and(|at| !line[1..at].contains(']'));
    abbreviation || link
}

/// What names in brackets lead to; the destination may stand on the next line.
fn definitions(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut lines = text.lines().map(unquoted).peekable();
    while let Some(line) = lines.next() {
        let Some((name, rest)) = line.strip_prefix('[').and_then(|line| line.split_once("]:")) else { continue };
        let rest = if rest.trim().is_empty() { lines.peek().copied().unwrap_or_default() } else { rest };
        let target = rest.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
        if !name.starts_with('^') && !target.is_empty() {
            found.entry(inline::label(name)).or_insert_with(|| target.to_owned());
        }
    }
    found
}

/// The titles in a line that opens or closes another tool's block.
fn opening(line: &str) -> Option<Vec<&str>> {
    let word = line.split_whitespace().next()?;
    if matches!(word, "!!!" | "???" | "???+" | "===" | "===!" | "===+") && line.len() > word.len() {
        return Some(quoted(line));
    }
    if let Some(rest) = line.strip_prefix("@tab").filter(|rest| rest.starts_with([' ', ':'])) {
        return Some(vec![rest.split_once(' ').map_or("", |(_, title)| title)]);
    }
    // Logseq and Retype.
    if line.starts_with("#+BEGIN_") || line.starts_with("#+END_") || is_silent(line) {
        return Some(Vec::new());
    }
    if let Some(rest) = line.strip_prefix("!!!").filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase())) {
        return Some(vec![rest.split_once(' ').map_or("", |(_, title)| title)]);
    }
    if let Some(title) = slashes(line) {
        return Some(vec![title]);
    }
    if line.starts_with(":::") {
        let rest = line.trim_start_matches(':').trim_start();
        // `::: package.module` of mkdocstrings stands for what a program says.
        if is_dotted(rest) {
            return Some(Vec::new());
        }
        let name = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        let after = rest[name..].trim();
        let titled = after.strip_prefix('[').and_then(|after| after.split(']').next());
        let plain = after.split('{').next().filter(|plain| !plain.contains('=')).unwrap_or_default();
        return Some(vec![titled.unwrap_or(plain)]);
    }
    // `[!NOTE] Title`, `[!tip|right]- Title`: the marks of the quote are gone.
    if let Some(rest) = line.strip_prefix("[!") {
        let (kind, title) = rest.split_once(']')?;
        let simple = kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '|' | '_' | ' ' | '='));
        return simple.then(|| vec![title.trim_start_matches(['-', '+'])]);
    }
    if line.starts_with("{%") && line.ends_with("%}") && line.matches("{%").count() == 1 {
        return Some(quoted(line));
    }
    None
}

/// `collapsed:: true` of Logseq.
fn is_silent(line: &str) -> bool {
    ["collapsed:: ", "id:: ", "icon:: ", "background-color:: "].iter().any(|key| line.starts_with(key))
}

/// `[^name]: words` where no `[^name]` stands.
fn is_unreferenced(line: &str, page: &str) -> bool {
    let Some((name, _)) = line.strip_prefix("[^").and_then(|rest| rest.split_once("]:")) else { return false };
    let mark = format!("[^{name}]");
    !name.is_empty() && page.match_indices(&mark).all(|(at, _)| page[at + mark.len()..].starts_with(':'))
}

/// The title of `/// note | Title` of PyMdown, or of the line that ends such a block.
fn slashes(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('/');
    let (name, title) = text.split_once('|').unwrap_or((text, ""));
    let valid = line.len() - text.len() >= 3 && (text.is_empty() || text.starts_with(' '));
    let is_name = name.trim().chars().all(|c| c.is_ascii_lowercase() || c == '-');
    // Behind captions their numbers stand.
    let untitled = ["html", "fancylists"].contains(&name.trim()) || name.trim().ends_with("caption");
    (valid && is_name).then_some(if untitled { "" } else { title.trim() })
}

fn is_dotted(name: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    name.contains('.') && name.split('.').all(plain)
}

/// What stands in double quotes; classes and addresses are no titles.
fn quoted(line: &str) -> Vec<&str> {
    let mut titles = Vec::new();
    let mut parts = line.split('"');
    let mut before = parts.next().unwrap_or_default();
    while let (Some(inside), Some(after)) = (parts.next(), parts.next()) {
        let named = before.trim_end().ends_with('=');
        let is_title = (!named && is_titled(line))
            || ["title=", "label=", "summary="].iter().any(|key| before.trim_end().ends_with(key));
        if is_title && !inside.contains("://") && !inside.ends_with(".md") {
            titles.push(inside);
        }
        before = after;
    }
    titles
}

/// Whether a text in quotes is a title by its place.
fn is_titled(line: &str) -> bool {
    let inside = line.trim_start_matches("{%").trim_start();
    let tags = ["note ", "cut ", "tab ", "list ", "details ", "hint ", "callout "];
    !line.starts_with("{%") || tags.iter().any(|tag| inside.starts_with(tag))
}

fn flush(paragraph: &mut Vec<Line<'_>>, names: &Definitions, facts: &mut Facts) {
    let Some(first) = paragraph.first().map(|line| line.number) else { return };
    let text: Vec<&str> = paragraph.iter().map(|line| line.text).collect();
    inline::read(&text.join("\n"), first, names, facts);
    paragraph.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<String> {
        read(text).runs.into_iter().map(|run| run.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn words_without_syntax() {
        for (source, expected) in [
            ("---\ntitle: no\n---\n# Yes {#id .c}\n", vec!["Yes"]),
            ("- [ ] one\n1. two **th**ree\n> four\n", vec!["one", "two three", "four"]),
            ("!!! note \"Title\"\n    Text.\n", vec!["Title", "Text."]),
            (":::tip[Title]{.c}\nText\n:::\n", vec!["Title", "Text"]),
            ("> [!NOTE] Title\n> Text\n", vec!["Title", "Text"]),
            ("{% hint style=\"info\" %}\nA\n{% tab title=\"B\" %}\n", vec!["A", "B"]),
            ("a <!-- no\n\nno --> b %%no%% c {# no #}\n[//]: # (no)\n", vec!["a", "b c"]),
            ("import X from 'y'\n\n<Card title=\"T\" href=\"/no\">in {/* no */}</Card>\n", vec!["T in"]),
            ("[t](no.md \"no\") ![no](x.png) `<b>` <kbd>k</kbd> &amp; [[a|b]]\n", vec!["t <b> k b"]),
            ("| a | b \\| c |\n|---|:-:|\n", vec!["a", "b \\| c"]),
            ("Title\n=====\n\n***\n\n[r]: http://x\n", vec!["Title"]),
        ] {
            let read: Vec<String> =
                runs(source).into_iter().map(|run| run.replace(" & ", " ").replace("*", "")).collect();
            let joined = |list: &[String]| super::super::letters(&list.join("|"));
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(joined(&read), joined(&expected), "{source}: {read:?}");
        }
    }

    #[test]
    fn code_is_apart() {
        let facts = read("> ```rust\n> let x;\n> ```\n\n~~~\n```\n~~~\n\n    indented\n");
        assert_eq!(facts.codes.iter().map(|code| code.text.trim()).collect::<Vec<_>>(), ["let x;"]);
        assert_eq!(facts.codes[0].line, 1);
    }
}
