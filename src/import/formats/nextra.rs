//! Nextra.
//!
//! In: `_meta.json` or `_meta.js` in the folders of `pages/` or `content/`, `public/`. Out: the pages, the navigation.

use super::folder_nav::{self, Entry, Order};
use super::{Pages, publish_folder, title};
use crate::import::Plan;
use crate::import::languages::Languages;
use crate::import::old_urls::Style;
use crate::import::settings;
use crate::import::tree::{self, Tree};

const NAMES: [&str; 6] = ["_meta.json", "_meta.js", "_meta.ts", "_meta.jsx", "_meta.tsx", "_meta.global.js"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let path = tree.find(&NAMES)?;
    let folder = tree::folder(path);
    let inner = ["pages/", "content/"].iter().find_map(|name| folder.find(name).map(|at| (at, at + name.len())));
    let root = inner.map_or("", |(_, end)| &folder[..end]);
    Some((root.to_owned(), format!("it has {path}")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    let languages = Languages::of(tree, root, None);
    let pages = Pages { folder: root, to: "", base: "/", style: Style::Bare, languages: languages.as_ref() };
    let is_program = |path: &str| {
        let ending = tree::ending(path);
        tree::name(path).starts_with('_') || ["js", "ts", "jsx", "tsx", "json", "css"].contains(&ending.as_str())
    };
    pages.plan(tree, &mut plan, &is_program);
    let above = ["pages/", "content/"].iter().find_map(|name| root.strip_suffix(name)).unwrap_or(root);
    publish_folder(tree, &mut plan, &format!("{above}public/"), "");
    match &languages {
        Some(languages) => {
            languages.tell(&mut plan);
            for code in &languages.codes {
                plan.nav.insert(code.clone(), folder_nav::items(tree, &format!("{root}{code}/"), &order));
            }
        }
        None => drop(plan.nav.insert(String::new(), folder_nav::items(tree, root, &order))),
    }
    Ok(plan)
}

/// `{"index": "Home", "guide": {"title": "Guide"}, "x": {"href": "https://x.y", "title": "X"}}`
fn order(tree: &Tree, folder: &str) -> Option<Order> {
    let path = NAMES.iter().map(|name| format!("{folder}{name}")).find(|path| tree.has(path))?;
    let value = settings::read(&path, tree.text(&path)?);
    let mut order = Order { all: true, ..Order::default() };
    for (name, value) in value.as_object()? {
        let label = value.as_str().or(value["title"].as_str()).filter(|label| !label.is_empty());
        match value["href"].as_str().filter(|url| url.contains("://")) {
            Some(url) => order.entries.push(Entry::Link(label.unwrap_or(name).to_owned(), url.to_owned())),
            None if value["type"] == "separator" || value["display"] == "hidden" => {}
            None => order.entries.push(Entry::Named(name.clone(), label.map(str::to_owned))),
        }
    }
    Some(order)
}
