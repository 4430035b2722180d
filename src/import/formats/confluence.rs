//! Confluence: the export of a space, as HTML or as XML.
//!
//! In: `entities.xml` with `attachments/`, or `index.html` with a page a file. Out: a page each, in folders as their tree,
//! with attachments, and macros as blocks.

mod export;
mod storage;

use super::{html, title};
use crate::import::nav::Item;
use crate::import::plan::{Body, Kind, Plan, is_leftover};
use crate::import::proof::markup;
use crate::import::tree::{self, Tree};

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    if let Some(path) = tree.find(&["entities.xml"]) {
        return Some((tree::folder(path).to_owned(), format!("it has {path}, the export of a space as XML")));
    }
    let is_export = |path: &&str| {
        let text = || tree.text(path).unwrap_or_default();
        tree::name(path) == "index.html"
            && (text().contains("Space Details")
                || text().contains("com-atlassian-confluence")
                || text().contains("Available Pages"))
            || path.ends_with(".html") && text().contains("id=\"com-atlassian-confluence\"")
    };
    let path = tree.paths().find(is_export)?;
    Some((tree::folder(path).to_owned(), format!("{path} is a page of an export of Confluence")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let entities = format!("{root}entities.xml");
    if tree.has(&entities) {
        export::plan(tree, root, tree.text(&entities).unwrap_or_default())
    } else {
        pages(tree, root)
    }
}

/// An export as HTML.
fn pages(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    let index = tree.text(&format!("{root}index.html")).unwrap_or_default();
    let inside: Vec<String> = tree.below(root).filter(|path| !is_leftover(path)).map(str::to_owned).collect();
    for path in inside {
        let from = format!("{root}{path}");
        let ending = tree::ending(&path);
        if ending != "html" {
            let chrome =
                path.starts_with("styles/") || path.starts_with("images/icons/") || path.starts_with("images/border/");
            if !chrome && !["css", "js"].contains(&ending.as_str()) {
                plan.add(&from, &format!("content/{path}"), Kind::Asset, Body::Copy);
            }
            continue;
        }
        let text = tree.text(&from).unwrap_or_default();
        if path == "index.html" {
            plan.title = space(text).unwrap_or(plan.title);
            continue;
        }
        let content = main(text);
        // The window's title is `Space : Page`.
        let name = html::title_of(text, &path);
        let name = name.split_once(" : ").map_or(name.as_str(), |(_, page)| page).to_owned();
        html::page(&mut plan, &from, &format!("content/{}.md", tree::stem(&path)), name, content, "");
    }
    let items = listed(root, index);
    if !items.is_empty() {
        front(&mut plan, root, &items);
        plan.nav.insert(String::new(), items);
    }
    Ok(plan)
}

/// The text of a page, without what the export puts around it.
fn main(text: &str) -> &str {
    let at = ["id=\"main-content\"", "class=\"wiki-content", "id=\"content\""].iter().find_map(|mark| text.find(mark));
    let begins = at.and_then(|at| text[..at].rfind('<'));
    begins.map_or(text, |begins| markup::element(text, begins))
}

/// The space's name in the table of `index.html`.
fn space(text: &str) -> Option<String> {
    let at = text.find(">Name<")?;
    let cell = at + text[at..].find("<td")?;
    let name = markup::text(markup::element(text, cell));
    Some(name.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
}

/// The tree of pages in `index.html`: lists in lists.
fn listed(root: &str, index: &str) -> Vec<Item> {
    let Some(at) = index.find("Available Pages").and_then(|at| Some(at + index[at..].find("<ul")?)) else {
        return Vec::new();
    };
    items(root, markup::element(index, at), 0)
}

fn items(root: &str, list: &str, depth: usize) -> Vec<Item> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = list[from..].find("<li").map(|at| from + at).filter(|_| depth < 8) {
        let inside = markup::element(list, at);
        let end = (inside.as_ptr() as usize - list.as_ptr() as usize) + inside.len();
        let nested =
            inside.find("<ul").map(|at| items(root, markup::element(inside, at), depth + 1)).unwrap_or_default();
        if let Some(href) = inside.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            let link = inside.find("<a").map(|at| markup::text(markup::element(inside, at))).unwrap_or_default();
            let label = link.split_whitespace().collect::<Vec<_>>().join(" ");
            let page = Item::page(None, &format!("{root}{}", crate::url::decode(href)));
            found.push(if nested.is_empty() { page } else { Item::group(&label, Some(page), nested) });
        }
        from = end.max(at + 1);
    }
    found
}

/// The page at the top of the tree is the front page.
fn front(plan: &mut Plan, root: &str, items: &[Item]) {
    let first = match items {
        [Item::Page { path, .. }] => path,
        [Item::Section { items, .. }] => match items.first() {
            Some(Item::Page { path, .. }) => path,
            _ => return,
        },
        _ => return,
    };
    let has_index = plan.files.iter().any(|file| file.to == "content/index.md");
    if let Some(file) = plan.files.iter_mut().find(|file| file.from == *first && !has_index) {
        file.to = "content/index.md".to_owned();
    }
    let _ = root;
}
