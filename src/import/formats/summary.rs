//! `SUMMARY.md` of mdBook and GitBook: a list of links as the contents of a book.
//!
//! In: the text. Out: its title and the navigation; chapters without a link are names of groups or are left out.

use crate::import::nav::Item;
use crate::import::tree;

/// A line of the list.
struct Line {
    indent: usize,
    label: String,
    target: String,
}

/// The navigation of a list that lies in `folder`.
pub(super) fn read(text: &str, folder: &str) -> Vec<Item> {
    let mut parts: Vec<(Option<String>, Vec<Line>)> = vec![(None, Vec::new())];
    let mut headings = 0;
    let mut comment = false;
    for line in text.lines() {
        let bare = line.trim();
        comment |= bare.starts_with("<!--");
        if comment {
            comment = !bare.contains("-->");
            continue;
        }
        if let Some(heading) = bare.strip_prefix('#') {
            headings += 1;
            let name = plain(heading.trim_start_matches('#').split("<a ").next().unwrap_or_default());
            // The first heading is the title of the list.
            if headings > 1 || parts.iter().any(|(_, lines)| !lines.is_empty()) {
                parts.push((Some(name), Vec::new()));
            }
        } else if bare.len() > 2 && bare.chars().all(|c| c == '-' || c == '*' || c == '_') {
            parts.push((None, Vec::new()));
        } else if let (Some(line), Some((_, lines))) = (entry(line), parts.last_mut()) {
            lines.push(line);
        }
    }
    let mut items = Vec::new();
    for (name, lines) in parts.iter().filter(|(_, lines)| !lines.is_empty()) {
        let inside = nest(lines, folder);
        match name.as_deref().filter(|name| !name.is_empty()) {
            Some(name) => items.push(Item::group(name, None, inside)),
            None => items.extend(inside),
        }
    }
    items
}

/// `  * [Label](target "title")`, `- Name of a group`, `[Prefix](target)`.
fn entry(line: &str) -> Option<Line> {
    let bare = line.trim_start();
    let indent = line[..line.len() - bare.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let item = ["* ", "- ", "+ "].iter().find_map(|mark| bare.strip_prefix(mark));
    let text = item.unwrap_or(bare).trim();
    let (label, target) = match text.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        Some((label, rest)) => {
            let target = match rest.strip_prefix('<') {
                Some(rest) => rest.split('>').next().unwrap_or_default(),
                None => rest.rfind(')').map_or(rest, |end| &rest[..end]).split(" \"").next().unwrap_or_default(),
            };
            (plain(label), crate::url::decode(target.trim()))
        }
        None if item.is_some() && !text.is_empty() => (plain(text), String::new()),
        None => return None,
    };
    Some(Line { indent, label, target })
}

fn plain(text: &str) -> String {
    text.replace(['`', '*'], "").replace("\\_", "_").trim().to_owned()
}

fn nest(lines: &[Line], folder: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        let inside = lines[at + 1..].iter().take_while(|other| other.indent > line.indent).count();
        let children = nest(&lines[at + 1..at + 1 + inside], folder);
        let leaf = leaf(line, folder);
        match (leaf, children.is_empty()) {
            (Some(leaf), true) => items.push(leaf),
            (leaf, false) => items.push(Item::group(&line.label, leaf.map(bare), children)),
            (None, true) => {}
        }
        at += 1 + inside;
    }
    items
}

/// The page of a group has the group's name.
fn bare(item: Item) -> Item {
    match item {
        Item::Page { path, .. } => Item::Page { label: None, path },
        other => other,
    }
}

fn leaf(line: &Line, folder: &str) -> Option<Item> {
    if line.target.contains("://") {
        return Some(Item::Link { label: line.label.clone(), url: line.target.clone() });
    }
    let path = line.target.split('#').next().filter(|path| !path.is_empty())?;
    Some(Item::page(Some(&line.label), &tree::resolve(folder, path)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::nav::yaml;

    #[test]
    fn a_book() {
        let text = "# Summary\n\n[Preface](preface.md)\n\n# Part `one`\n\n- [A](a.md)\n  - [B](./a/b%20c.md \"t\")\n- [Draft]()\n- Group\n    * [C](<c d.md>)\n\n---\n\n[End](https://x.y/)\n";
        let expected = "- Preface: s/preface.md\n- Part one:\n    - A:\n        - s/a.md\n        - B: s/a/b c.md\n    - Group:\n        - C: s/c d.md\n- End: \"https://x.y/\"\n";
        assert_eq!(yaml(&read(text, "s/"), 0), expected);
    }
}
