//! Notion: an export as Markdown and CSV, or as HTML.
//!
//! In: files whose names end with an id of 32 digits. Out: pages without ids in their names, properties at the top as front
//! matter or as a table, databases as tables.

use super::{html, title};
use crate::import::nav::scalar;
use crate::import::plan::{Body, Kind, Plan, is_leftover};
use crate::import::proof::{Piece, markdown};
use crate::import::tree::{self, Tree};

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let is_own = |path: &&str| ["md", "html", "csv"].contains(&tree::ending(path).as_str()) && !is_leftover(path);
    let pages: Vec<&str> = tree.paths().filter(is_own).collect();
    let named = pages.iter().filter(|path| id(tree::name(tree::stem(path))).is_some()).count();
    let most = named > 0 && named * 2 >= pages.len();
    most.then(|| (String::new(), format!("{named} of {} pages have an id of Notion in their names", pages.len())))
}

/// The name without its id, if it has one: `Team 0123...ef` is `Team`.
fn id(name: &str) -> Option<&str> {
    let name = name.strip_suffix("_all").unwrap_or(name);
    let (rest, id) = name.rsplit_once(' ')?;
    let plain = id.len() == 32 && id.chars().all(|c| c.is_ascii_hexdigit());
    (plain && !rest.trim().is_empty()).then_some(rest.trim())
}

/// A path with no ids.
fn clean(path: &str) -> String {
    let part = |part: &str| {
        let (stem, ending) = if tree::ending(part).is_empty() || tree::ending(part).contains(' ') {
            (part, "")
        } else {
            (tree::stem(part), &part[tree::stem(part).len()..])
        };
        let name =
            id(stem).map(|name| name.trim_end_matches(['.', ' '])).filter(|name| !name.is_empty()).unwrap_or(stem);
        format!("{}{ending}", name.trim())
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    // The export of one page is that page's folder.
    let paths: Vec<String> = tree.below(root).filter(|path| !is_leftover(path)).map(str::to_owned).collect();
    let roots: Vec<&String> =
        paths.iter().filter(|path| !path.contains('/') && (tree::is_page(path) || path.ends_with(".html"))).collect();
    if let [only] = roots.as_slice() {
        plan.title = clean(tree::stem(only));
    }
    for path in &paths {
        let from = format!("{root}{path}");
        let to = format!("content/{}", clean(path));
        match tree::ending(path).as_str() {
            "md" => page(tree, &mut plan, &from, &to),
            "html" => {
                let text = tree.text(&from).unwrap_or_default();
                let name = html::title_of(text, &to);
                let content = text.find("<article").map_or(text, |at| crate::import::proof::markup::element(text, at));
                html::page(&mut plan, &from, &format!("{}.md", tree::stem(&to)), name, content, "");
            }
            "csv" => database(tree, &mut plan, &from, &to),
            _ => drop(plan.add(&from, &to, Kind::Asset, Body::Copy)),
        }
    }
    if plan.title.is_empty() {
        plan.title = title(tree);
    }
    Ok(plan)
}

/// `# Title`, a block of `Name: value` lines, the text.
fn page(tree: &Tree, plan: &mut Plan, from: &str, to: &str) {
    let text = tree.text(from).unwrap_or_default().trim_start_matches('\u{feff}');
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let name = head.strip_prefix("# ").unwrap_or_default().trim();
    let (properties, body) = if name.is_empty() { (Vec::new(), text) } else { properties(rest) };
    let mut front = String::new();
    if !name.is_empty() {
        front.push_str(&format!("title: {}\n", scalar(name)));
    }
    let mut shown: Vec<(&str, &str)> = Vec::new();
    for (key, value) in properties {
        match known(key, value) {
            Some(line) => front.push_str(&line),
            None => shown.push((key, value)),
        }
    }
    let mut out = if front.is_empty() { String::new() } else { format!("---\n{front}---\n\n") };
    if !shown.is_empty() {
        out.push_str("| Property | Value |\n| --- | --- |\n");
        shown.iter().for_each(|(key, value)| out.push_str(&format!("| {} | {} |\n", cell(key), cell(value))));
        out.push('\n');
    }
    out.push_str(&callouts(body.trim_start()));
    let mut facts = markdown::read(text);
    // What became a key is shown beside the text, each in its own way.
    facts.runs.retain(|run| !is_key(&run.text));
    if let Some(file) = plan.add(from, to, Kind::Page, Body::Text(out)) {
        file.facts = Some(facts);
    }
}

/// The lines of properties, and what comes after them.
fn properties(text: &str) -> (Vec<(&str, &str)>, &str) {
    let trimmed = text.trim_start_matches(['\r', '\n']);
    let block = trimmed.split("\n\n").next().unwrap_or_default();
    let lines: Option<Vec<(&str, &str)>> = block
        .lines()
        .map(|line| {
            let (key, value) = line.split_once(": ").or_else(|| line.strip_suffix(':').map(|key| (key, "")))?;
            let plain = !key.is_empty()
                && key.len() < 40
                && key.chars().all(|c| c.is_alphanumeric() || " _-()/".contains(c))
                && key.starts_with(char::is_alphabetic);
            plain.then_some((key, value.trim()))
        })
        .collect();
    match lines {
        Some(lines) if !lines.is_empty() => (lines, &trimmed[block.len()..]),
        _ => (Vec::new(), text),
    }
}

/// Names of properties whose values docent has a key for.
const TAGS: [&str; 4] = ["tags", "tag", "теги", "метки"];
const OWNERS: [&str; 3] = ["owner", "author", "ответственный"];

/// A property that is a key of docent's front matter.
fn known(key: &str, value: &str) -> Option<String> {
    let name = key.to_lowercase();
    let items = || {
        value.split(',').map(|item| scalar(item.trim())).filter(|item| item != "\"\"").collect::<Vec<_>>().join(", ")
    };
    match () {
        () if value.is_empty() => Some(String::new()),
        () if TAGS.contains(&name.as_str()) => Some(format!("tags: [{}]\n", items())),
        () if OWNERS.contains(&name.as_str()) && !value.contains("](") => Some(format!("owner: {}\n", scalar(value))),
        () => None,
    }
}

fn is_key(run: &str) -> bool {
    run.split_once(':').is_some_and(|(key, value)| known(key.trim(), value.trim()).is_some() && !value.is_empty())
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// `<aside>` is a callout.
fn callouts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        fence ^= bare.starts_with("```");
        let indent = &line[..line.len() - line.trim_start().len()];
        match bare {
            "<aside>" if !fence => out.push_str(&format!("{indent}:::note\n\n")),
            "</aside>" if !fence => out.push_str(&format!("\n{indent}:::\n")),
            _ => out.push_str(line),
        }
    }
    out
}

/// A database is a table; its rows may be pages.
fn database(tree: &Tree, plan: &mut Plan, from: &str, to: &str) {
    let stem = tree::stem(from);
    // The full table stands beside the one that a view showed.
    let full = format!("{stem}_all.csv");
    if tree.has(&full) {
        return;
    }
    let rows = records(tree.text(from).unwrap_or_default());
    let Some((head, body)) = rows.split_first() else { return };
    let name = tree::name(tree::stem(to)).to_owned();
    let mut out = format!("---\ntitle: {}\n---\n\n", scalar(&name));
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(head.iter().map(|text| in_cell(text)).collect()));
    out.push_str(&format!("|{}\n", " --- |".repeat(head.len())));
    let folder = format!("{}/", tree::stem(to));
    let pages: Vec<String> =
        tree.paths().filter(|path| tree::is_page(path)).map(|path| format!("content/{}", clean(path))).collect();
    for row in body {
        let cells = (0..head.len()).map(|at| {
            let text = in_cell(row.get(at).map_or("", String::as_str));
            let page = format!("{folder}{}.md", text.replace('/', " "));
            if at == 0 && pages.contains(&page) {
                format!("[{text}]({})", crate::url::relative(to, &page))
            } else {
                text
            }
        });
        out.push_str(&line(cells.collect()));
    }
    let mut facts = crate::import::proof::Facts::default();
    for (at, text) in rows
        .iter()
        .flat_map(|row| row.iter().enumerate())
        .filter(|(at, text)| *at < head.len() && text.chars().any(char::is_alphanumeric))
    {
        let piece = Piece { line: at + 1, text: text.clone() };
        facts.cells.push(piece.clone());
        facts.runs.push(piece);
    }
    if let Some(file) = plan.add(from, &format!("{}.md", tree::stem(to)), Kind::Page, Body::Text(out)) {
        file.facts = Some(facts);
    }
}

fn in_cell(text: &str) -> String {
    text.trim().replace('|', "\\|").replace('<', "&lt;").replace("\r\n", "<br>").replace('\n', "<br>")
}

/// The records of a CSV file (RFC 4180).
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => field.push(c),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_ids() {
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(clean(&format!("Team {id}/Page v1.2 {id}.md")), "Team/Page v1.2.md");
        assert_eq!(clean(&format!("a/Rows {id}_all.csv")), "a/Rows.csv");
        assert_eq!(clean("a/image 1.png"), "a/image 1.png");
    }

    #[test]
    fn tables_in_csv() {
        assert_eq!(records("a,\"b \"\"c\"\", d\ne\"\r\nf,\n"), [vec!["a", "b \"c\", d\ne"], vec!["f", ""]]);
    }
}
