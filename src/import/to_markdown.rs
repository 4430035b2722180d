//! HTML as docent's Markdown. The only file that names htmd and its tree.
//!
//! In: the HTML of a page, of a wiki's storage format or of a document, both as HTML by then. Out: Markdown. Callouts and
//! details become containers (`:::note[Title]`); tables stay tables, with `<br>` in cells of several lines; elements that
//! Markdown has no mark for stay HTML: `kbd`, `sub`, `sup`.

use crate::markdown;
use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, HrStyle, Options};
use htmd::{Element, HtmlToMarkdown};
use markup5ever_rcdom::{Node, NodeData};
use std::rc::Rc;

/// Characters that Markdown reads and htmd does not escape, and what stands for them meanwhile.
const GUARDED: [(&str, char, &str); 5] = [
    ("$", '\u{e000}', "\\$"),
    ("{{", '\u{e001}', "\\{\\{"),
    ("{%", '\u{e002}', "\\{%"),
    ("%%", '\u{e003}', "\\%\\%"),
    ("{#", '\u{e004}', "\\{#"),
];

/// Deepest nesting of elements: what is below is dropped before it can end the stack.
const MAX_DEPTH: usize = 200;

/// Converts the HTML of a page's content.
pub fn convert(html: &str) -> String {
    if is_too_deep(html) {
        return super::proof::markup::text(html);
    }
    let guarded =
        GUARDED.iter().fold(html.to_owned(), |text, (written, mark, _)| text.replace(written, &mark.to_string()));
    let markdown = converter().convert(&guarded).unwrap_or_default();
    let mut out = GUARDED.iter().fold(markdown, |text, (_, mark, escaped)| text.replace(*mark, escaped));
    out = collapsed(&out);
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn is_too_deep(html: &str) -> bool {
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in html.split('<').skip(1) {
        match part.bytes().next() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!') => {}
            _ if part.split('>').next().is_some_and(|tag| tag.ends_with('/')) => {}
            _ if ["br", "img", "hr", "input", "col", "p", "li", "td", "tr", "wbr", "meta", "link"]
                .contains(&part.split([' ', '>', '/']).next().unwrap_or_default()) => {}
            _ => depth += 1,
        }
        deepest = deepest.max(depth);
    }
    deepest > MAX_DEPTH
}

/// At most one blank line, outside code.
fn collapsed(text: &str) -> String {
    let (mut out, mut blank, mut fence) = (String::with_capacity(text.len()), 0, None::<String>);
    for line in text.lines() {
        let bare = line.trim();
        let ticks: String = bare.chars().take_while(|c| *c == '`').collect();
        if ticks.len() >= 3 {
            match &fence {
                None => fence = Some(ticks),
                Some(open) if *open == bare => fence = None,
                Some(_) => {}
            }
        }
        blank = if bare.is_empty() { blank + 1 } else { 0 };
        if blank < 2 || fence.is_some() {
            out.push_str(if bare.is_empty() { "" } else { line });
            out.push('\n');
        }
    }
    out.trim_matches('\n').to_owned()
}

fn converter() -> HtmlToMarkdown {
    let options = Options {
        hr_style: HrStyle::Dashes,
        br_style: BrStyle::Backslash,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    HtmlToMarkdown::builder()
        .options(options)
        .skip_tags(vec!["script", "style", "noscript", "template", "head", "button", "form", "select", "textarea"])
        .add_handler(vec!["pre"], code_block)
        .add_handler(vec!["code", "tt", "samp"], code_span)
        .add_handler(vec!["table"], table)
        .add_handler(vec!["details"], details)
        .add_handler(vec!["aside", "div", "section", "figure"], container)
        .add_handler(vec!["kbd", "sub", "sup", "u", "ins", "abbr"], kept)
        .add_handler(vec!["mark"], |handlers: &dyn Handlers, element: Element| wrapped(handlers, &element, "=="))
        .add_handler(vec!["del", "s", "strike"], |handlers: &dyn Handlers, element: Element| {
            wrapped(handlers, &element, "~~")
        })
        .add_handler(vec!["input"], checkbox)
        .add_handler(vec!["img"], picture)
        .add_handler(vec!["dt"], |handlers: &dyn Handlers, element: Element| {
            let text = handlers.walk_children(element.node).content;
            Some(format!("\n\n**{}**\n\n", text.trim()).into())
        })
        .add_handler(vec!["docent-note"], |_: &dyn Handlers, element: Element| {
            Some(format!("[^{}]", attribute(&element, "id").unwrap_or_default()).into())
        })
        .build()
}

fn attribute(element: &Element<'_>, name: &str) -> Option<String> {
    let found = element.attrs.iter().find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| attribute.value.to_string()).filter(|value| !value.is_empty())
}

fn wrapped(handlers: &dyn Handlers, element: &Element<'_>, mark: &str) -> Option<HandlerResult> {
    let text = handlers.walk_children(element.node).content;
    let bare = text.trim();
    Some(if bare.is_empty() { text.into() } else { text.replacen(bare, &format!("{mark}{bare}{mark}"), 1).into() })
}

fn kept(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let text = handlers.walk_children(element.node).content;
    let tag = element.tag;
    Some(if text.trim().is_empty() { text.into() } else { format!("<{tag}>{text}</{tag}>").into() })
}

fn checkbox(_: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    if attribute(&element, "type").as_deref() != Some("checkbox") {
        return None;
    }
    let ticked = element.attrs.iter().any(|attribute| &*attribute.name.local == "checked");
    Some((if ticked { "[x] " } else { "[ ] " }).into())
}

fn picture(_: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let source = attribute(&element, "src").or_else(|| attribute(&element, "data-src"))?;
    let alt = attribute(&element, "alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
    let width = attribute(&element, "width").filter(|width| width.chars().all(|c| c.is_ascii_digit()));
    let width = width.map(|width| format!("{{width={width}}}")).unwrap_or_default();
    Some(format!("![{}]({}){width}", alt.trim(), destination(&source)).into())
}

/// A destination that Markdown reads as one.
fn destination(target: &str) -> String {
    target.trim().replace(' ', "%20").replace('(', "%28").replace(')', "%29").replace(['\n', '<', '>'], "")
}

/// All text below a node, as it is.
fn text(node: &Rc<Node>, out: &mut String) {
    match &node.data {
        NodeData::Text { contents } => out.push_str(&contents.borrow()),
        NodeData::Element { name, .. } if &*name.local == "br" => out.push('\n'),
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| text(child, out));
}

/// What stands for guarded characters is those again: in code there are no escapes.
fn unguarded(text: &str) -> String {
    GUARDED.iter().fold(text.to_owned(), |text, (written, mark, _)| text.replace(*mark, written))
}

fn code_block(_: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let mut code = String::new();
    text(element.node, &mut code);
    let code = unguarded(&code);
    let code = code.strip_prefix('\n').unwrap_or(&code).trim_end();
    let language = language(&element).or_else(|| {
        let children = element.node.children.borrow();
        children.iter().find_map(|child| match &child.data {
            NodeData::Element { attrs, .. } => attrs.borrow().iter().find_map(|one| named(&one.name.local, &one.value)),
            _ => None,
        })
    });
    Some(format!("\n\n{}\n\n", markdown::code_block(code, &language.unwrap_or_default())).into())
}

fn language(element: &Element<'_>) -> Option<String> {
    element.attrs.iter().find_map(|one| named(&one.name.local, &one.value))
}

/// `class="language-x"`, `class="brush: x"`, `data-language="x"`, `data-syntaxhighlighter-params="brush: x; ..."`.
fn named(name: &str, value: &str) -> Option<String> {
    let plain = |text: &str| {
        Some(text.trim().to_lowercase())
            .filter(|text| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "+#-".contains(c)))
    };
    match name {
        "data-language" | "data-lang" => plain(value),
        "class" => value
            .split_whitespace()
            .find_map(|class| plain(class.strip_prefix("language-").or(class.strip_prefix("lang-"))?)),
        "data-syntaxhighlighter-params" => plain(value.split("brush:").nth(1)?.split(';').next()?),
        _ => None,
    }
}

fn code_span(_: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let mut code = String::new();
    text(element.node, &mut code);
    let code = unguarded(&code).split_whitespace().collect::<Vec<_>>().join(" ");
    if code.is_empty() {
        return Some("".into());
    }
    Some(markdown::code_span(&code).into())
}

fn details(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let is_summary =
        |node: &Rc<Node>| matches!(&node.data, NodeData::Element { name, .. } if &*name.local == "summary");
    let children = element.node.children.borrow();
    let title = children.iter().find(|child| is_summary(child)).map(|child| handlers.walk_children(child).content);
    let mut body = String::new();
    for child in children.iter().filter(|child| !is_summary(child)) {
        body.extend(handlers.handle(child).map(|done| done.content));
    }
    Some(contained("details", title.as_deref(), &body).into())
}

/// `data-docent="note"` says what a `div` is; wikis have classes of their own for it, and an `aside` is a callout.
fn container(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let class = attribute(&element, "class").unwrap_or_default();
    for (name, mark) in [("checkbox-on", "[x] "), ("checkbox-off", "[ ] ")] {
        if class.split_whitespace().any(|one| one == name) {
            return Some(mark.into());
        }
    }
    let kind = attribute(&element, "data-docent").or_else(|| kind_of(&class).map(str::to_owned));
    let kind = kind.or_else(|| (element.tag == "aside").then(|| "note".to_owned()));
    let body = handlers.walk_children(element.node).content;
    let Some(kind) = kind else { return Some(format!("\n\n{}\n\n", body.trim_matches('\n')).into()) };
    Some(contained(&kind, attribute(&element, "data-title").as_deref(), &body).into())
}

fn kind_of(class: &str) -> Option<&'static str> {
    let has = |name: &str| class.split_whitespace().any(|one| one == name || one.starts_with(&format!("{name}-")));
    let kinds = [
        ("confluence-information-macro-note", "warning"),
        ("confluence-information-macro-warning", "danger"),
        ("confluence-information-macro-tip", "tip"),
        ("confluence-information-macro-information", "info"),
        ("callout", "note"),
        ("panel", "note"),
    ];
    kinds
        .into_iter()
        .find(|(name, _)| class.split_whitespace().any(|one| one == *name) && (*name != "panel" || has("panel")))
        .map(|(_, kind)| kind)
}

/// A container; one inside has fewer colons.
fn contained(kind: &str, title: Option<&str>, body: &str) -> String {
    let longest = body
        .lines()
        .map(|line| line.trim_start())
        .map(|line| line.len() - line.trim_start_matches(':').len())
        .max()
        .unwrap_or(0);
    let colons = ":".repeat((longest + 1).max(3));
    let title =
        title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty());
    let title = title.map(|title| format!("[{title}]")).unwrap_or_default();
    format!("\n\n{colons}{kind}{title}\n\n{}\n\n{colons}\n\n", body.trim())
}

/// A cell, and how many columns and rows it takes.
struct Cell {
    text: String,
    header: bool,
    columns: usize,
    rows: usize,
}

fn table(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    collect(handlers, element.node, &mut rows);
    rows.retain(|row| !row.is_empty());
    // A table of one cell is a box.
    if let [row] = rows.as_slice()
        && let [cell] = row.as_slice()
    {
        return Some(format!("\n\n{}\n\n", cell.text.trim()).into());
    }
    let is_head = rows.first().is_some_and(|row| row.iter().all(|cell| cell.header));
    let grid = grid(rows);
    let width = grid.iter().map(Vec::len).max()?;
    let mut lines = Vec::new();
    let line = |cells: &[String]| {
        let all = (0..width).map(|at| cells.get(at).map_or("", String::as_str));
        format!("| {} |", all.collect::<Vec<_>>().join(" | "))
    };
    let (head, body) = if is_head { grid.split_at(1) } else { grid.split_at(0) };
    lines.push(line(head.first().map_or(&[][..], Vec::as_slice)));
    lines.push(format!("|{}", " --- |".repeat(width)));
    lines.extend(body.iter().map(|row| line(row)));
    Some(format!("\n\n{}\n\n", lines.join("\n")).into())
}

fn collect(handlers: &dyn Handlers, node: &Rc<Node>, rows: &mut Vec<Vec<Cell>>) {
    for child in node.children.borrow().iter() {
        let NodeData::Element { name, attrs, .. } = &child.data else { continue };
        match &*name.local {
            "tr" => {
                rows.push(Vec::new());
                collect(handlers, child, rows);
            }
            "td" | "th" => {
                let number = |key: &str| {
                    let found = attrs
                        .borrow()
                        .iter()
                        .find(|one| &*one.name.local == key)
                        .and_then(|one| one.value.parse().ok());
                    found.unwrap_or(1_usize).clamp(1, 50)
                };
                let (columns, rows_taken) = (number("colspan"), number("rowspan"));
                let cell = Cell {
                    text: handlers.walk_children(child).content,
                    header: &*name.local == "th",
                    columns,
                    rows: rows_taken,
                };
                if let Some(row) = rows.last_mut() {
                    row.push(cell);
                }
            }
            "table" => {}
            _ => collect(handlers, child, rows),
        }
    }
}

/// Cells in their columns: what reaches over several has its text in the first.
fn grid(rows: Vec<Vec<Cell>>) -> Vec<Vec<String>> {
    let mut grid: Vec<Vec<String>> = Vec::new();
    let mut reaching: Vec<usize> = Vec::new();
    for row in rows {
        let mut line = Vec::new();
        for cell in row {
            while reaching.get(line.len()).is_some_and(|left| *left > 0) {
                reaching[line.len()] -= 1;
                line.push(String::new());
            }
            for column in 0..cell.columns {
                let at = line.len();
                line.push(if column == 0 { in_cell(&cell.text) } else { String::new() });
                reaching.resize(reaching.len().max(at + 1), 0);
                reaching[at] = cell.rows - 1;
            }
        }
        grid.push(line);
    }
    grid
}

/// Blocks in a cell are lines with breaks between them; code is code in its line.
fn in_cell(text: &str) -> String {
    let (mut lines, mut fence) = (Vec::new(), false);
    for line in text.lines().map(str::trim) {
        if line.starts_with("```") {
            fence = !fence;
        } else if line.chars().all(|c| c == ':') || line.is_empty() {
            // A blank line, the end of a container.
        } else if fence {
            lines.push(format!("`{}`", line.replace('`', "'")));
        } else {
            let title = line.trim_start_matches(':');
            lines.push(if title.len() + 3 <= line.len() {
                title.to_owned()
            } else {
                line.trim_end_matches('\\').to_owned()
            });
        }
    }
    let joined = lines.join("<br>");
    let mut out = String::new();
    let mut before = ' ';
    for c in joined.chars() {
        if c == '|' && before != '\\' {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_wikis() {
        for (html, expected) in [
            ("<h2>A</h2><p>b <b>c</b> $5</p>", "## A\n\nb **c** \\$5\n"),
            ("<pre><code class=\"language-js\">a `b`\n$c</code></pre>", "```js\na `b`\n$c\n```\n"),
            ("<div data-docent=note data-title=T><p>x</p></div>", ":::note[T]\n\nx\n\n:::\n"),
            (
                "<details><summary>S</summary><aside>x</aside></details>",
                "::::details[S]\n\n:::note\n\nx\n\n:::\n\n::::\n",
            ),
            (
                "<table><tr><th>a</th><th>b</th></tr><tr><td colspan=2><p>c|d</p><p>e</p></td></tr></table>",
                "| a | b |\n| --- | --- |\n| c\\|d<br>e |  |\n",
            ),
            (
                "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "|  |  |\n| --- | --- |\n| a | b |\n|  | c |\n",
            ),
            ("<ul><li><input type=checkbox checked>x</li><li>y<ol><li>z</li></ol></li></ul>", "- [x] x\n- y\n  1. z\n"),
            (
                "<p><img src='a b.png' alt='x' width=30> <kbd>K</kbd> <mark>m</mark> <del>d</del></p>",
                "![x](a%20b.png){width=30} <kbd>K</kbd> ==m== ~~d~~\n",
            ),
        ] {
            assert_eq!(convert(html), expected, "{html}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}word{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert!(convert(&deep).contains("word"));
    }
}
