//! Jekyll with its themes (Just the Docs says its navigation in the pages), and Eleventy with Jekyll's folders.
//!
//! In: `_config.yml` or Jekyll's folders, pages, `_posts`, collections, `_data/navigation.yml`. Out: the pages, posts in
//! `posts/`, collections in folders of their names, the navigation, addresses by `permalink`.

use super::{by_file, title};
use crate::import::nav::Item;
use crate::import::old_urls::{self, Style};
use crate::import::plan::{Kind, Plan};
use crate::import::settings::{self, list, text};
use crate::import::tree::{self, Tree};
use serde_json::Value;

const NAMES: [&str; 2] = ["_config.yml", "_config.yaml"];
/// Folders of Jekyll that hold no pages.
const MACHINERY: [&str; 6] = ["_includes/", "_layouts/", "_data/", "_sass/", "_site/", "_plugins/"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    if let Some(found) = by_file(tree, &NAMES) {
        return Some(found);
    }
    let folders = ["_includes/", "_layouts/", "_posts/", "_data/"];
    let has = |folder: &&str| tree.has_folder(folder);
    let found: Vec<&str> = folders.into_iter().filter(|folder| has(folder)).collect();
    (found.len() > 1).then(|| (String::new(), format!("it has {}", found.join(" and "))))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let (_, value) = super::settings_of(tree, root, &NAMES).unwrap_or_default();
    let site = ["yml", "yaml"]
        .iter()
        .find_map(|ending| tree.text(&format!("{root}_data/site.{ending}")))
        .map(settings::yaml)
        .unwrap_or_default();
    let name = text(&value, "title").or_else(|| text(&site, "title")).or_else(|| text(&site, "name"));
    let mut plan = Plan::new(&name.unwrap_or_else(|| title(tree)));
    plan.description = text(&value, "description");
    plan.default_language = text(&value, "lang")
        .or_else(|| text(&value, "locale"))
        .map(|code| code.chars().take_while(|c| *c != '-').collect());
    plan.base_path = text(&value, "baseurl").map_or_else(|| "/".to_owned(), |base| old_urls::base(&base));
    plan.base_url = text(&value, "url")
        .filter(|url| url.starts_with("http"))
        .map(|url| format!("{}{}", url.trim_end_matches('/'), plan.base_path));
    let pretty = text(&value, "permalink").is_some_and(|style| style == "pretty" || style.ends_with("/:title/"));
    // Eleventy has its pages in a folder.
    let pages = ["pages/", "src/"].iter().map(|folder| format!("{root}{folder}"));
    let inner = pages.into_iter().find(|folder| {
        tree.has_folder(folder) && !tree.below(root).any(|path| !path.contains('/') && tree::is_page(path))
    });
    let eleventy = inner.is_some() && value.is_null();
    let folder = inner.filter(|_| eleventy).unwrap_or_else(|| root.to_owned());
    let excluded = list(&value["exclude"]);
    let skip = |path: &str| {
        MACHINERY.iter().any(|own| path.starts_with(own))
            || path.starts_with('_') && !path.starts_with("_posts/")
            || NAMES.contains(&path)
            || matches!(path, "Gemfile" | "Gemfile.lock" | "CNAME" | "package.json")
            || path.ends_with(".html")
            || path.ends_with(".njk")
            || path.ends_with(".scss")
            || path.ends_with(".liquid")
            || excluded.iter().any(|own| path == own || path.starts_with(&format!("{}/", own.trim_end_matches('/'))))
    };
    plan.add_below(tree, &folder, &|path| (!skip(path)).then(|| place(path)));
    if folder != root {
        plan.add_below(tree, root, &|path| picture(path).then(|| format!("content/{}", path.trim_start_matches('_'))));
    }
    collections(tree, &mut plan, root, &value);
    let style = if pretty || eleventy { Style::Folder } else { Style::Html };
    addresses(tree, &mut plan, &folder, style);
    plan.roots.push(root.to_owned());
    if let Some(items) = navigation(tree, &plan, root).or_else(|| super::parents::items(tree, &plan)) {
        plan.nav.insert(String::new(), items);
    }
    html_pages(tree, &mut plan, &folder);
    Ok(plan)
}

fn place(path: &str) -> String {
    format!("content/{}", path.replacen("_posts/", "posts/", 1))
}

fn picture(path: &str) -> bool {
    let kinds = ["png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "avif"];
    kinds.contains(&tree::ending(path).as_str())
}

/// Collections: `collections: {docs: {output: true}}` are in `_docs/`.
fn collections(tree: &Tree, plan: &mut Plan, root: &str, value: &Value) {
    let named: Vec<String> = match &value["collections"] {
        Value::Object(map) => map.keys().cloned().collect(),
        other => list(other),
    };
    let above = text(value, "collections_dir").map(|folder| format!("{folder}/")).unwrap_or_default();
    for name in named.iter().filter(|name| *name != "posts") {
        let folder = format!("{root}{above}_{name}/");
        let first = plan.files.len();
        plan.add_below(tree, &folder, &|path| Some(format!("content/{name}/{path}")));
        let link = text(&value["collections"][name], "permalink").unwrap_or_default();
        if link.ends_with('/') && !link.contains(":year") {
            for file in plan.files[first..].iter_mut().filter(|file| file.kind == Kind::Page) {
                let inside = tree::stem(file.from.strip_prefix(&folder).unwrap_or_default());
                let title = tree::name(inside);
                let made = [(":collection", name.as_str()), (":path", inside), (":title", title), (":name", title)];
                file.old.push(made.iter().fold(link.clone(), |link, (key, value)| link.replace(key, value)));
            }
        }
    }
}

fn addresses(tree: &Tree, plan: &mut Plan, folder: &str, style: Style) {
    for file in plan.files.iter_mut().filter(|file| file.kind == Kind::Page) {
        let front = settings::front_matter(tree.text(&file.from).unwrap_or_default());
        let inside = file.from.strip_prefix(folder).unwrap_or(&file.from);
        let own = front.get("permalink").and_then(Value::as_str).filter(|link| !link.contains([':', '{']));
        if own.is_none() && !file.old.is_empty() {
            continue;
        }
        file.old.push(match own {
            Some(link) => format!("/{}", link.trim_start_matches('/')),
            None if inside.contains("_posts/") => post(inside),
            None => old_urls::of("/", file.to.strip_prefix("content/").unwrap_or(inside), style),
        });
    }
}

/// `_posts/2024-05-01-name.md` is `/2024/05/01/name.html`.
fn post(path: &str) -> String {
    let name = tree::name(tree::stem(path));
    match name.get(..11).and_then(|date| date.strip_suffix('-')) {
        Some(date) => format!("/{}/{}.html", date.replace('-', "/"), &name[11..]),
        None => format!("/{name}.html"),
    }
}

/// `_data/navigation.yml`, in the forms of the common themes.
fn navigation(tree: &Tree, plan: &Plan, root: &str) -> Option<Vec<Item>> {
    let names = ["navigation", "nav", "toc", "sidebar"]
        .iter()
        .flat_map(|name| ["yml", "yaml"].map(|ending| format!("{root}_data/{name}.{ending}")));
    let value = names.filter_map(|path| tree.text(&path)).map(settings::yaml).next()?;
    let pages: std::collections::BTreeMap<String, &str> = plan
        .files
        .iter()
        .filter(|file| file.kind == Kind::Page)
        .flat_map(|file| file.old.iter().map(|old| (old_urls::key(old), file.from.as_str())))
        .collect();
    let items = match &value {
        Value::Array(_) => entries(&value, &pages, 0),
        Value::Object(map) => match map.values().filter(|value| value.is_array()).collect::<Vec<_>>().as_slice() {
            [only] => entries(only, &pages, 0),
            many => many.iter().flat_map(|value| entries(value, &pages, 0)).collect(),
        },
        _ => Vec::new(),
    };
    (!items.is_empty()).then_some(items)
}

fn entries(value: &Value, pages: &std::collections::BTreeMap<String, &str>, depth: usize) -> Vec<Item> {
    let items = value.as_array().into_iter().flatten();
    items.filter(|_| depth < 20).filter_map(|item| entry(item, pages, depth)).collect()
}

fn entry(item: &Value, pages: &std::collections::BTreeMap<String, &str>, depth: usize) -> Option<Item> {
    let named = |keys: &[&str]| keys.iter().find_map(|key| item[*key].as_str());
    let label = named(&["title", "text", "label", "name"]);
    let target = named(&["url", "main-file-path", "href", "link", "path", "permalink"]);
    let page = target.and_then(|target| pages.get(&old_urls::key(target)));
    let own = match (page, target) {
        (Some(path), _) => Some(Item::page(label, path)),
        (None, Some(url)) if url.contains("://") => {
            Some(Item::Link { label: label.unwrap_or(url).to_owned(), url: url.to_owned() })
        }
        _ => None,
    };
    let children = ["children", "items", "docs", "pages", "sublinks", "subfolderitems", "folderitems"];
    let inside = children.iter().flat_map(|key| entries(&item[*key], pages, depth + 1)).collect::<Vec<_>>();
    if inside.is_empty() { own } else { Some(Item::group(label.unwrap_or("Pages"), own, inside)) }
}

/// Pages that are templates cannot be imported.
fn html_pages(tree: &Tree, plan: &mut Plan, folder: &str) {
    let is_template = |path: &&str| {
        let own = MACHINERY.iter().any(|own| path.starts_with(own));
        path.ends_with(".html") && !own && !crate::import::plan::is_leftover(path)
    };
    let templates: Vec<String> = tree.below(folder).filter(is_template).map(|path| format!("{folder}{path}")).collect();
    for path in templates {
        plan.note(&path, 0, "a page in HTML and Liquid is not imported", "write it as a page in Markdown");
    }
}
