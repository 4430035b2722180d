//! `toc.yml` of DocFX and `toc.yaml` of Diplodoc: a list of pages with names.
//!
//! In: the file, and what other such files it leads to. Out: the navigation.

use crate::import::nav::Item;
use crate::import::settings;
use crate::import::tree::{self, Tree};
use serde_json::Value;

/// Lists in lists: deeper is a circle.
const MAX_DEPTH: usize = 20;

/// The navigation of a list at `path`.
pub(super) fn read(tree: &Tree, path: &str) -> Vec<Item> {
    list(tree, path, 0)
}

fn list(tree: &Tree, path: &str, depth: usize) -> Vec<Item> {
    let Some(text) = tree.text(path).filter(|_| depth < MAX_DEPTH) else { return Vec::new() };
    let value = settings::yaml(text);
    let items = if value.is_array() { &value } else { &value["items"] };
    entries(tree, tree::folder(path), items, depth)
}

fn entries(tree: &Tree, folder: &str, value: &Value, depth: usize) -> Vec<Item> {
    let items = value.as_array().into_iter().flatten();
    items.filter(|_| depth < MAX_DEPTH).flat_map(|item| entry(tree, folder, item, depth)).collect()
}

fn entry(tree: &Tree, folder: &str, item: &Value, depth: usize) -> Vec<Item> {
    if item["hidden"] == true {
        return Vec::new();
    }
    let label = item["name"].as_str().or(item["displayName"].as_str());
    let own = ["href", "topicHref", "homepage"].iter().find_map(|key| item[*key].as_str());
    let mut inside = entries(tree, folder, &item["items"], depth + 1);
    let included = item["include"]["path"].as_str().or(item["tocHref"].as_str());
    let nested = own.filter(|path| is_toc(path)).or(included.filter(|path| is_toc(path)));
    if let Some(path) = nested.and_then(|path| toc_path(tree, folder, path)) {
        inside.extend(list(tree, &path, depth + 1));
    }
    let page = own.filter(|path| !is_toc(path)).and_then(|path| leaf(folder, label, path));
    match (label, inside.is_empty()) {
        (_, true) => page.into_iter().collect(),
        // An included list without a name stands in the list that includes it.
        (None, false) => page.into_iter().chain(inside).collect(),
        (Some(label), false) => {
            let page = page.map(|page| match page {
                Item::Page { path, .. } => Item::Page { label: None, path },
                other => other,
            });
            vec![Item::group(label, page, inside)]
        }
    }
}

fn is_toc(path: &str) -> bool {
    path.ends_with('/') || ["toc.yml", "toc.yaml"].contains(&tree::name(path).to_lowercase().as_str())
}

fn toc_path(tree: &Tree, folder: &str, path: &str) -> Option<String> {
    let path = tree::resolve(folder, path.trim_end_matches('/'))?;
    let names = [path.clone(), format!("{path}/toc.yml"), format!("{path}/toc.yaml"), format!("{path}/TOC.yml")];
    names.into_iter().find(|path| tree.has(path))
}

fn leaf(folder: &str, label: Option<&str>, target: &str) -> Option<Item> {
    if target.contains("://") {
        return Some(Item::Link { label: label.unwrap_or(target).to_owned(), url: target.to_owned() });
    }
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let path = crate::url::decode(path.trim_start_matches("~/"));
    let path = if path.ends_with(".html") { format!("{}.md", tree::stem(&path)) } else { path };
    Some(Item::page(label, &tree::resolve(folder, &path)?))
}
