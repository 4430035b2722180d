//! MkDocs, Material for MkDocs, Zensical.
//!
//! In: `mkdocs.yml` or `zensical.toml`, `docs/`, `.pages` of awesome-pages. Out: the pages, the navigation, languages by
//! the plugin `i18n`, old addresses and those of the plugin `redirects`.

use super::{Pages, as_folder, by_file, settings_of, title};
use crate::import::languages::{By, Languages};
use crate::import::nav::{Item, humanised};
use crate::import::old_urls::{self, Style};
use crate::import::settings::{at, list, text};
use crate::import::tree::{self, Tree};
use crate::import::{Plan, settings};
use serde_json::Value;

const NAMES: [&str; 3] = ["mkdocs.yml", "mkdocs.yaml", "zensical.toml"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    by_file(tree, &NAMES)
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let (name, value) = settings_of(tree, root, &NAMES).unwrap_or_default();
    // Zensical's settings have a table around them.
    let value = if value["project"].is_object() { value["project"].clone() } else { value };
    let mut plan = Plan::new(&text(&value, "site_name").unwrap_or_else(|| title(tree)));
    plan.description = text(&value, "site_description");
    plan.base_url = text(&value, "site_url");
    plan.base_path = plan.base_url.as_deref().map_or_else(|| "/".to_owned(), old_urls::base);
    plan.default_language = text(&value, "theme.language");
    let docs = as_folder(root, &text(&value, "docs_dir").unwrap_or_else(|| "docs".to_owned()));
    let docs = if tree.has_folder(&docs) { docs } else { root.to_owned() };
    let languages = languages(tree, &docs, &value);
    let style = if value["use_directory_urls"] == false { Style::Html } else { Style::Folder };
    let pages = Pages { folder: &docs, to: "", base: "/", style, languages: languages.as_ref() };
    let theirs = theme_folder(&value);
    pages.plan(tree, &mut plan, &|path| tree::name(path) == ".pages" || theirs.iter().any(|own| path.starts_with(own)));
    plan.roots.push(docs.clone());
    if let Some(languages) = &languages {
        languages.tell(&mut plan);
    }
    redirects(&mut plan, &docs, &value, style);
    let items = match &value["nav"] {
        Value::Array(items) => items.iter().filter_map(|item| read(tree, &docs, item)).collect(),
        _ => awesome(tree, &docs, "", 0),
    };
    if !items.is_empty() {
        plan.nav.insert(String::new(), items);
    }
    for word in ["hooks", "macros"] {
        let uses = !at(&value, word).is_null() || names_plugin(&value, word).is_some();
        if uses {
            plan.note(&name, 0, &format!("`{word}` runs Python, which docent does not"), "write what it makes as text");
        }
    }
    Ok(plan)
}

/// `custom_dir` of the theme may lie in the folder of pages.
fn theme_folder(value: &Value) -> Vec<String> {
    let custom = text(value, "theme.custom_dir").unwrap_or_default();
    custom.strip_prefix("docs/").map(|inside| format!("{}/", inside.trim_end_matches('/'))).into_iter().collect()
}

/// A plugin by its name: its settings.
fn names_plugin<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match &value["plugins"] {
        Value::Array(plugins) => {
            plugins.iter().find_map(|plugin| if plugin == name { Some(plugin) } else { plugin.get(name) })
        }
        Value::Object(plugins) => plugins.get(name),
        _ => None,
    }
}

fn languages(tree: &Tree, docs: &str, value: &Value) -> Option<Languages> {
    let own = text(value, "theme.language");
    let Some(plugin) = names_plugin(value, "i18n") else { return Languages::of(tree, docs, own.as_deref()) };
    let listed = plugin["languages"].as_array().into_iter().flatten();
    let locale = |language: &Value| text(language, "locale");
    let default = listed.clone().find(|language| language["default"] == true).and_then(locale);
    let mut codes: Vec<String> = listed.filter_map(locale).collect();
    codes.extend(plugin["languages"].as_object().into_iter().flatten().map(|(code, _)| code.clone()));
    let by = if plugin["docs_structure"] == "folder" { By::Folder } else { By::Suffix };
    let default = default.or_else(|| text(plugin, "default_language")).or(own).unwrap_or_else(|| "en".to_owned());
    Languages::named(&default, &codes, by)
}

/// `redirect_maps: {'old.md': 'new.md'}`.
fn redirects(plan: &mut Plan, docs: &str, value: &Value, style: Style) {
    let Some(plugin) = names_plugin(value, "redirects") else { return };
    for (old, new) in plugin["redirect_maps"].as_object().into_iter().flatten() {
        let to = format!("{docs}{}", new.as_str().unwrap_or_default().split('#').next().unwrap_or_default());
        if let Some(file) = plan.files.iter_mut().find(|file| file.from == to) {
            file.old.push(old_urls::of("/", old, style));
        }
    }
}

fn read(tree: &Tree, docs: &str, item: &Value) -> Option<Item> {
    match item {
        Value::String(target) => leaf(tree, docs, None, target),
        Value::Object(map) => {
            let (label, value) = map.iter().next()?;
            match value {
                Value::String(target) => leaf(tree, docs, Some(label), target),
                Value::Array(items) => {
                    let items = items.iter().filter_map(|item| read(tree, docs, item)).collect();
                    Some(Item::group(label, None, items))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn leaf(tree: &Tree, docs: &str, label: Option<&str>, target: &str) -> Option<Item> {
    if target.contains("://") || target.starts_with("mailto:") {
        return Some(Item::Link { label: label.unwrap_or(target).to_owned(), url: target.to_owned() });
    }
    let path = format!("{docs}{}", target.trim_start_matches("./").trim_start_matches('/'));
    // A folder: all that is in it (literate-nav, awesome-pages).
    if target.ends_with('/') || (!tree.has(&path) && tree.has_folder(&format!("{path}/"))) {
        let folder = format!("{}/", target.trim_end_matches('/'));
        let items = awesome(tree, docs, &folder, 1);
        let name = humanised(tree::name(folder.trim_end_matches('/')));
        return Some(Item::group(label.unwrap_or(&name), None, items));
    }
    Some(Item::page(label, &path))
}

/// The navigation that `.pages` files make; nothing if there are none.
fn awesome(tree: &Tree, docs: &str, folder: &str, depth: usize) -> Vec<Item> {
    let here = format!("{docs}{folder}");
    let ordered = tree.below(&here).any(|path| tree::name(path) == ".pages");
    if depth > 20 || (!ordered && depth == 0) {
        return Vec::new();
    }
    let own = tree.text(&format!("{here}.pages")).map(settings::yaml).unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    for path in tree.below(&here) {
        let first = path.split_inclusive('/').next().unwrap_or_default();
        let wanted = first.ends_with('/') || tree::is_page(first);
        if wanted && !crate::import::plan::is_leftover(first) && !names.iter().any(|name| name == first) {
            names.push(first.to_owned());
        }
    }
    names.sort_by_key(|name| (tree::stem(name) != "index", name.clone()));
    let listed = own["nav"].as_array().or(own["arrange"].as_array()).cloned().unwrap_or_default();
    let plain = |item: &Value| list(item).concat();
    let mentioned: Vec<String> = listed.iter().map(plain).chain(listed.iter().filter_map(inner)).collect();
    let rest = |name: &String| !mentioned.iter().any(|other| other.trim_end_matches('/') == name.trim_end_matches('/'));
    let mut items = Vec::new();
    for item in &listed {
        match item.as_str() {
            Some("...") => items.extend(
                names.iter().filter(|name| rest(name)).filter_map(|name| entry(tree, docs, folder, None, name, depth)),
            ),
            Some(name) => items.extend(entry(tree, docs, folder, None, name, depth)),
            None => items.extend(item.as_object().into_iter().flatten().filter_map(|(label, value)| match value {
                Value::String(target) => entry(tree, docs, folder, Some(label), target, depth),
                _ => read(tree, &here, item),
            })),
        }
    }
    if listed.is_empty() {
        items.extend(names.iter().filter_map(|name| entry(tree, docs, folder, None, name, depth)));
    }
    items
}

fn inner(item: &Value) -> Option<String> {
    item.as_object()?.values().next()?.as_str().map(str::to_owned)
}

fn entry(tree: &Tree, docs: &str, folder: &str, label: Option<&str>, name: &str, depth: usize) -> Option<Item> {
    let path = format!("{folder}{name}");
    let inside = format!("{docs}{}/", path.trim_end_matches('/'));
    if !tree.has_folder(&inside) {
        return leaf(tree, docs, label, if name.contains("://") { name } else { &path });
    }
    let own = tree.text(&format!("{inside}.pages")).map(settings::yaml).unwrap_or_default();
    let title = label.map(str::to_owned).or_else(|| text(&own, "title"));
    let title = title.unwrap_or_else(|| humanised(name.trim_end_matches('/')));
    let items = awesome(tree, docs, &format!("{}/", path.trim_end_matches('/')), depth + 1);
    (!items.is_empty()).then(|| Item::group(&title, None, items))
}
