//! Retype.
//!
//! In: `retype.yml`, pages with `order`, `label` and `icon`, `index.yml` of folders. Out: the pages. Larger numbers stand first
//! there, so the navigation is written down.

use super::folder_nav::{self, Entry, Order};
use super::{Pages, as_folder, by_file, title};
use crate::import::Plan;
use crate::import::old_urls::Style;
use crate::import::settings::{self, text};
use crate::import::tree::{self, Tree};
use serde_json::Value;

const NAMES: [&str; 2] = ["retype.yml", "retype.json"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    by_file(tree, &NAMES)
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let (_, value) = super::settings_of(tree, root, &NAMES).unwrap_or_default();
    let mut plan = Plan::new(&text(&value, "branding.title").unwrap_or_else(|| title(tree)));
    plan.base_url = text(&value, "url").filter(|url| url.starts_with("http"));
    let folder = as_folder(root, &text(&value, "input").unwrap_or_default());
    let pages = Pages { folder: &folder, to: "", base: "/", style: Style::Folder, languages: None };
    let is_setting =
        |path: &str| ["yml", "yaml", "json"].contains(&tree::ending(path).as_str()) || path.starts_with("_includes/");
    pages.plan(tree, &mut plan, &is_setting);
    plan.nav.insert(String::new(), folder_nav::items(tree, &folder, &order));
    Ok(plan)
}

/// Pages and folders by their `order`, the largest first; then by name.
fn order(tree: &Tree, folder: &str) -> Option<Order> {
    let mut found: Vec<(f64, String, Option<String>)> = Vec::new();
    for path in tree.below(folder).filter(|path| tree::is_page(path) && !crate::import::plan::is_leftover(path)) {
        let (name, below) = path.split_once('/').map_or((tree::stem(path), false), |(name, _)| (name, true));
        if found.iter().any(|(_, known, _)| known == name) || name.starts_with('_') {
            continue;
        }
        let value = if below {
            of_folder(tree, &format!("{folder}{name}/"))
        } else {
            of_page(tree, &format!("{folder}{path}"))
        };
        let index = name.eq_ignore_ascii_case("index") || name.eq_ignore_ascii_case("readme");
        let number = value["order"].as_f64().unwrap_or(if index { 1e6 } else { 0.0 });
        found.push((number, name.to_owned(), text(&value, "label")));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let entries = found.into_iter().map(|(_, name, label)| Entry::Named(name, label)).collect();
    Some(Order { title: text(&of_folder(tree, folder), "label"), entries, all: false })
}

fn of_page(tree: &Tree, path: &str) -> Value {
    Value::Object(settings::front_matter(tree.text(path).unwrap_or_default()))
}

/// What `index.yml` of a folder says, or the page that stands for it.
fn of_folder(tree: &Tree, folder: &str) -> Value {
    let own = tree.text(&format!("{folder}index.yml")).map(settings::yaml);
    let pages = ["index.md", "readme.md", "README.md"].iter().map(|name| format!("{folder}{name}"));
    own.or_else(|| pages.into_iter().find(|path| tree.has(path)).map(|path| of_page(tree, &path))).unwrap_or_default()
}
