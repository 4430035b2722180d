//! Mintlify.
//!
//! In: `docs.json` or `mint.json` beside pages in MDX. Out: the pages, tabs and groups as navigation, redirects.

use super::folder_nav;
use super::{Pages, title};
use crate::import::nav::Item;
use crate::import::old_urls::Style;
use crate::import::plan::{Kind, Plan};
use crate::import::settings::{self, text};
use crate::import::tree::{self, Tree};
use serde_json::Value;

const NAMES: [&str; 2] = ["docs.json", "mint.json"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let path = tree.find(&NAMES)?;
    let value = settings::read(path, tree.text(path)?);
    (!value["navigation"].is_null()).then(|| (tree::folder(path).to_owned(), format!("{path} has `navigation`")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let (_, value) = super::settings_of(tree, root, &NAMES).unwrap_or_default();
    let mut plan = Plan::new(&text(&value, "name").unwrap_or_else(|| title(tree)));
    plan.description = text(&value, "description");
    let pages = Pages { folder: root, to: "", base: "/", style: Style::Bare, languages: None };
    let is_program = |path: &str| {
        NAMES.contains(&path)
            || path.starts_with("snippets/")
            || ["css", "js", "jsx"].contains(&tree::ending(path).as_str())
    };
    pages.plan(tree, &mut plan, &is_program);
    plan.roots.push(root.to_owned());
    let items = entries(tree, root, &value["navigation"], 0);
    if !items.is_empty() {
        plan.nav.insert(String::new(), items);
    }
    for redirect in value["redirects"].as_array().into_iter().flatten() {
        let (Some(from), Some(to)) = (redirect["source"].as_str(), redirect["destination"].as_str()) else { continue };
        let to = to.trim_matches('/');
        let target = plan
            .files
            .iter_mut()
            .find(|file| file.kind == Kind::Page && tree::stem(&file.from) == format!("{root}{to}"));
        if let Some(file) = target.filter(|_| !from.contains([':', '*'])) {
            file.old.push(format!("/{}", from.trim_start_matches('/')));
        }
    }
    Ok(plan)
}

/// What holds pages, in the order in which it may be nested.
const LISTS: [&str; 8] = ["languages", "versions", "tabs", "anchors", "dropdowns", "products", "groups", "pages"];

fn entries(tree: &Tree, root: &str, value: &Value, depth: usize) -> Vec<Item> {
    match value {
        _ if depth > 20 => Vec::new(),
        Value::Array(all) => all.iter().flat_map(|item| entry(tree, root, item, depth + 1)).collect(),
        Value::Object(_) => LISTS.iter().flat_map(|key| entries(tree, root, &value[*key], depth + 1)).collect(),
        _ => Vec::new(),
    }
}

fn entry(tree: &Tree, root: &str, item: &Value, depth: usize) -> Vec<Item> {
    if let Some(name) = item.as_str() {
        let path = folder_nav::page(tree, &format!("{root}{}", name.trim_matches('/')));
        return path.map(|path| Item::page(None, &path)).into_iter().collect();
    }
    let label = ["group", "tab", "anchor", "dropdown", "product", "version"].iter().find_map(|key| item[*key].as_str());
    let inside = entries(tree, root, item, depth);
    let outside = item["href"].as_str().or(item["url"].as_str()).filter(|url| url.contains("://"));
    match (label, outside) {
        (Some(label), Some(url)) if inside.is_empty() => {
            vec![Item::Link { label: label.to_owned(), url: url.to_owned() }]
        }
        (Some(label), _) if !inside.is_empty() => vec![Item::group(label, None, inside)],
        _ => inside,
    }
}
