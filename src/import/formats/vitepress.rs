//! VitePress, and VuePress before it.
//!
//! In: `.vitepress/config.*`, the pages around it, `public/`. Out: the pages, languages in folders, the sidebar as
//! navigation. The configuration is read as a literal, and not run.

use super::{Pages, as_folder, publish_folder, title};
use crate::import::Plan;
use crate::import::languages::{By, Languages};
use crate::import::literal;
use crate::import::nav::{Item, humanised};
use crate::import::old_urls::{self, Style};
use crate::import::tree::{self, Tree};
use serde_json::Value;

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    [".vitepress/", ".vuepress/"].iter().find_map(|name| {
        let path = tree.paths().find(|path| path.starts_with(name) || path.contains(&format!("/{name}")))?;
        let root = &path[..path.find(name)?];
        Some((root.to_owned(), format!("it has {root}{}", name.trim_end_matches('/'))))
    })
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let is_config = |path: &&str| {
        let inside = path.strip_prefix(root).unwrap_or(path);
        let here = inside.starts_with(".vitepress/config") || inside.starts_with(".vuepress/config");
        here && !["json", "css"].contains(&tree::ending(path).as_str())
    };
    let files: Vec<&str> = tree.paths().filter(is_config).filter_map(|path| tree.text(path)).collect();
    let config = files.join("\n");
    let named = |key: &str| literal::text_of(&config, key);
    let mut plan = Plan::new(&named("title").unwrap_or_else(|| title(tree)));
    plan.description = named("description");
    plan.base_path = named("base").map_or_else(|| "/".to_owned(), |base| old_urls::base(&base));
    let host = named("hostname");
    plan.base_url = host
        .filter(|host| host.contains("://"))
        .map(|host| format!("{}{}", host.trim_end_matches('/'), plan.base_path));
    let folder = as_folder(root, &named("srcDir").unwrap_or_else(|| ".".to_owned()));
    let languages = languages(tree, &folder, &config);
    let style = if config.contains("cleanUrls: true") { Style::Bare } else { Style::Html };
    let pages = Pages { folder: &folder, to: "", base: "/", style, languages: languages.as_ref() };
    pages.plan(tree, &mut plan, &|path| is_program(path) || path.starts_with("public/"));
    publish_folder(tree, &mut plan, &format!("{folder}public/"), "");
    let default = match &languages {
        Some(languages) => {
            languages.tell(&mut plan);
            languages.default.clone()
        }
        None => {
            plan.default_language = named("lang").map(|lang| lang.chars().take_while(|c| *c != '-').collect());
            String::new()
        }
    };
    let items: Vec<Item> =
        literal::values_of(&config, "sidebar").iter().flat_map(|value| sidebar(tree, &folder, value)).collect();
    if !items.is_empty() {
        plan.nav.insert(default, items);
    }
    crate::import::landing::fronts(tree, &mut plan);
    Ok(plan)
}

fn is_program(path: &str) -> bool {
    let ending = tree::ending(path);
    ["vue", "ts", "mts", "js", "mjs", "cjs", "tsx", "jsx", "css", "scss", "lock"].contains(&ending.as_str())
        || matches!(tree::name(path), "package.json" | "tsconfig.json" | "pnpm-lock.yaml" | "package-lock.json")
}

fn languages(tree: &Tree, folder: &str, config: &str) -> Option<Languages> {
    let locales = literal::values_of(config, "locales").into_iter().find(Value::is_object).unwrap_or_default();
    let root = locales["root"]["lang"].as_str().map(|lang| lang.chars().take_while(|c| *c != '-').collect::<String>());
    let named = locales.as_object().into_iter().flatten().map(|(code, _)| code.trim_matches('/').to_owned());
    let codes: Vec<String> = named
        .filter(|code| tree.has_folder(&format!("{folder}{code}/")) && code != "root" && !code.is_empty())
        .collect();
    if codes.is_empty() {
        return Languages::of(tree, folder, root.as_deref());
    }
    Languages::named(&root.unwrap_or_else(|| "en".to_owned()), &codes, By::Folder)
}

/// `[...]`, or `{ '/guide/': [...] }`.
fn sidebar(tree: &Tree, folder: &str, value: &Value) -> Vec<Item> {
    match value {
        Value::Array(_) => entries(tree, folder, "", value, 0),
        Value::Object(map) => map
            .iter()
            .filter(|(path, _)| path.starts_with('/'))
            .flat_map(|(path, value)| {
                let base = value["base"].as_str().unwrap_or_default();
                let items = entries(tree, folder, base, if value.is_array() { value } else { &value["items"] }, 0);
                let name = humanised(path.trim_matches('/').rsplit('/').next().unwrap_or_default());
                match items.as_slice() {
                    [] => Vec::new(),
                    _ if name.is_empty() || map.len() == 1 => items,
                    _ => vec![Item::group(&name, None, items)],
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn entries(tree: &Tree, folder: &str, base: &str, value: &Value, depth: usize) -> Vec<Item> {
    let items = value.as_array().into_iter().flatten();
    items.filter(|_| depth < 20).filter_map(|item| entry(tree, folder, base, item, depth)).collect()
}

fn entry(tree: &Tree, folder: &str, base: &str, item: &Value, depth: usize) -> Option<Item> {
    // VuePress: a text, or a pair of a text and its name.
    if let Some(link) = item.as_str().or(item[0].as_str()) {
        return page(tree, folder, item[1].as_str(), &format!("{base}{link}"));
    }
    let label = item["text"].as_str().or(item["title"].as_str()).unwrap_or_default();
    let base = item["base"].as_str().unwrap_or(base);
    let link = item["link"].as_str().or(item["path"].as_str());
    let outside = |url: &str| Item::Link { label: label.to_owned(), url: url.to_owned() };
    let own = link.and_then(|link| match link.contains("://") {
        true => Some(outside(link)),
        false => page(tree, folder, Some(label), &format!("{base}{link}")),
    });
    let children = if item["items"].is_array() { &item["items"] } else { &item["children"] };
    let inside = entries(tree, folder, base, children, depth + 1);
    if inside.is_empty() { own } else { Some(Item::group(label, own, inside)) }
}

fn page(tree: &Tree, folder: &str, label: Option<&str>, link: &str) -> Option<Item> {
    let link = link.split(['#', '?']).next().unwrap_or_default();
    let path = tree::resolve(folder, link.trim_start_matches('/'))?;
    let path = path.trim_end_matches(".html").trim_end_matches(".md").to_owned();
    let folder_page = if path.is_empty() { String::new() } else { format!("{}/", path.trim_end_matches('/')) };
    let names = [format!("{path}.md"), format!("{folder_page}index.md"), format!("{folder_page}README.md")];
    names.iter().find(|path| tree.has(path)).map(|path| Item::page(label, path))
}
