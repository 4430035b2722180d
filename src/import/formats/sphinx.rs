//! Sphinx with MyST, and Jupyter Book.
//!
//! In: `_toc.yml`, `myst.yml` or `conf.py`, pages in MyST. Out: the pages, the list of contents (or the `{toctree}` of each
//! page) as navigation. Pages in reStructuredText and notebooks are told.

use super::{Pages, by_file, title};
use crate::import::Plan;
use crate::import::nav::{Item, humanised};
use crate::import::old_urls::Style;
use crate::import::settings::{self, text};
use crate::import::tree::{self, Tree};
use serde_json::Value;

/// Lists in lists: deeper is a circle.
const MAX_DEPTH: usize = 20;

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let found = by_file(tree, &["_toc.yml", "_toc.yaml", "myst.yml", "myst.yaml"]);
    found.or_else(|| {
        let path = tree.find(&["conf.py"])?;
        let folder = tree::folder(path);
        let is_sphinx = tree.text(path).is_some_and(|text| text.contains("extensions") || text.contains("project ="));
        let has_pages = tree.below(folder).any(tree::is_page);
        (is_sphinx && has_pages).then(|| (folder.to_owned(), format!("it has {path}")))
    })
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let read = |names: [&str; 2]| super::settings_of(tree, root, &names).map(|(_, value)| value).unwrap_or_default();
    let (toc, myst, book) =
        (read(["_toc.yml", "_toc.yaml"]), read(["myst.yml", "myst.yaml"]), read(["_config.yml", "_config.yaml"]));
    let python = tree.text(&format!("{root}conf.py")).unwrap_or_default();
    let named =
        [text(&myst, "project.title"), text(&myst, "site.title"), text(&book, "title"), setting(python, "project")];
    let mut plan = Plan::new(&named.into_iter().flatten().next().unwrap_or_else(|| title(tree)));
    plan.description = text(&myst, "project.description");
    plan.default_language = setting(python, "language").map(|code| code.chars().take(2).collect());
    plan.math = true;
    let pages = Pages { folder: root, to: "", base: "/", style: Style::Html, languages: None };
    pages.plan(tree, &mut plan, &is_machinery);
    let items = match (&toc, &myst["project"]["toc"]) {
        (Value::Null, Value::Array(_)) => files(tree, root, &myst["project"]["toc"], 0),
        (Value::Null, _) => {
            let start = page(tree, root, "index");
            start.map(|start| toctrees(tree, root, &start, 0)).unwrap_or_default()
        }
        (toc, _) => book_items(tree, root, toc),
    };
    if !items.is_empty() {
        plan.nav.insert(String::new(), items);
    }
    for path in tree.below(root).filter(|path| path.ends_with(".rst") || path.ends_with(".ipynb")) {
        let what = if path.ends_with(".rst") { "a page in reStructuredText" } else { "a notebook" };
        plan.note(&format!("{root}{path}"), 0, &format!("{what} is not imported"), "write it as a page in Markdown");
    }
    Ok(plan)
}

fn is_machinery(path: &str) -> bool {
    let ending = tree::ending(path);
    let folders = ["_build/", "_static/css/", "_templates/", "_themes/"];
    folders.iter().any(|folder| path.starts_with(folder) || path.contains(&format!("/{folder}")))
        || ["py", "rst", "ipynb", "bib", "inv", "css", "js", "bat"].contains(&ending.as_str())
        || matches!(
            tree::name(path),
            "_toc.yml"
                | "_toc.yaml"
                | "myst.yml"
                | "_config.yml"
                | "_config.yaml"
                | "Makefile"
                | "requirements.txt"
                | "environment.yml"
        )
}

/// `project = "Name"` of `conf.py`.
fn setting(text: &str, key: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
    let quote = line.trim().chars().next().filter(|c| matches!(c, '"' | '\''))?;
    line.trim()[1..].split(quote).next().filter(|value| !value.is_empty()).map(str::to_owned)
}

/// The page of a document's name, which may have no ending.
fn page(tree: &Tree, folder: &str, name: &str) -> Option<String> {
    let path = tree::resolve(folder, name.trim_start_matches('/'))?;
    let named = tree::PAGES.iter().map(|ending| format!("{path}.{ending}"));
    std::iter::once(path.clone()).filter(|path| tree::is_page(path)).chain(named).find(|path| tree.has(path))
}

/// `_toc.yml`: a root, and chapters or parts.
fn book_items(tree: &Tree, root: &str, toc: &Value) -> Vec<Item> {
    let start = toc["root"].as_str().and_then(|name| page(tree, root, name)).map(|path| Item::page(None, &path));
    let mut items: Vec<Item> = start.into_iter().collect();
    items.extend(lists(tree, root, toc, 0));
    if let Value::Array(_) = toc {
        items.extend(files(tree, root, toc, 0));
    }
    items
}

/// Chapters, and parts with chapters.
fn lists(tree: &Tree, root: &str, value: &Value, depth: usize) -> Vec<Item> {
    if depth > MAX_DEPTH {
        return Vec::new();
    }
    let mut items: Vec<Item> = ["chapters", "sections", "entries", "items"]
        .iter()
        .flat_map(|key| files(tree, root, &value[*key], depth))
        .collect();
    for part in ["parts", "subtrees"].iter().flat_map(|key| value[*key].as_array().into_iter().flatten()) {
        let inside = lists(tree, root, part, depth + 1);
        match part["caption"].as_str().filter(|_| !inside.is_empty()) {
            Some(caption) => items.push(Item::group(caption, None, inside)),
            None => items.extend(inside),
        }
    }
    items
}

/// `- file: a`, `- url: https://x.y`, `- title: Group` with `children:`.
fn files(tree: &Tree, root: &str, value: &Value, depth: usize) -> Vec<Item> {
    let entries = value.as_array().into_iter().flatten().filter(|_| depth < MAX_DEPTH);
    let item = |entry: &Value| {
        let label = entry["title"].as_str();
        let name = entry["file"].as_str().or_else(|| entry.as_str());
        let url = entry["url"].as_str();
        let own = match (name, url) {
            (Some(name), _) => page(tree, root, name).map(|path| Item::page(label, &path)),
            (None, Some(url)) => Some(Item::Link { label: label.unwrap_or(url).to_owned(), url: url.to_owned() }),
            _ => None,
        };
        let mut inside = files(tree, root, &entry["children"], depth + 1);
        inside.extend(lists(tree, root, entry, depth + 1));
        let called = label.map(str::to_owned).or_else(|| name.map(|name| heading(tree, root, name)));
        if inside.is_empty() { own } else { Some(Item::group(&called.unwrap_or_default(), own, inside)) }
    };
    entries.filter_map(item).collect()
}

/// The title of a page, or its name as one.
fn heading(tree: &Tree, root: &str, name: &str) -> String {
    let text = page(tree, root, name).and_then(|path| tree.text(&path)).unwrap_or_default();
    let front = settings::front_matter(text).get("title").and_then(Value::as_str).map(str::to_owned);
    let first = text.lines().find_map(|line| line.strip_prefix("# ")).map(|title| title.trim().to_owned());
    front.or(first).unwrap_or_else(|| humanised(tree::name(tree::stem(name))))
}

/// The pages that a page's `{toctree}` names, with theirs.
fn toctrees(tree: &Tree, root: &str, path: &str, depth: usize) -> Vec<Item> {
    let text = tree.text(path).filter(|_| depth < MAX_DEPTH).unwrap_or_default();
    let mut items = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mark = line.trim_start_matches(['`', '~', ':']);
        if mark.len() + 3 > line.len() || !mark.starts_with("{toctree}") {
            continue;
        }
        let mut caption = None;
        let mut inside = Vec::new();
        for line in lines.by_ref().map(str::trim) {
            match line {
                _ if ["```", "~~~", ":::"].iter().any(|mark| line.starts_with(mark)) => break,
                _ if line.starts_with(':') => {
                    caption = line.strip_prefix(":caption:").map(|name| name.trim().to_owned()).or(caption)
                }
                "" | "self" => {}
                _ => inside.extend(toctree_entry(tree, root, tree::folder(path), line, depth)),
            }
        }
        match caption.filter(|_| !inside.is_empty()) {
            Some(caption) => items.push(Item::group(&caption, None, inside)),
            None => items.extend(inside),
        }
    }
    items
}

/// `page`, `Title <page>`, `Title <https://x.y>`, `/from/the/top`
fn toctree_entry(tree: &Tree, root: &str, folder: &str, line: &str, depth: usize) -> Option<Item> {
    let titled = line.strip_suffix('>').and_then(|line| line.rsplit_once('<'));
    let (label, target) = titled.map_or((None, line), |(label, target)| (Some(label.trim()), target.trim()));
    if target.contains("://") {
        return Some(Item::Link { label: label.unwrap_or(target).to_owned(), url: target.to_owned() });
    }
    let from = if target.starts_with('/') { root } else { folder };
    let path = page(tree, from, target)?;
    let inside = toctrees(tree, root, &path, depth + 1);
    let called = label.map_or_else(|| heading(tree, "", &path), str::to_owned);
    let own = Item::page(label, &path);
    Some(if inside.is_empty() { own } else { Item::group(&called, Some(Item::page(None, &path)), inside) })
}
