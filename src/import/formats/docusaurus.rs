//! Docusaurus.
//!
//! In: `docusaurus.config.*`, `sidebars.*`, `docs/`, `blog/`, `i18n/`, `static/`. Out: the documents as the site, the blog
//! in a folder of its own, languages in folders, the sidebar as navigation. Nothing of it is run.

use super::{as_folder, by_file, publish_folder, title};
use crate::import::languages::{By, Languages};
use crate::import::literal;
use crate::import::nav::{Item, humanised};
use crate::import::old_urls::{self, Style, without_number};
use crate::import::plan::{Kind, Plan};
use crate::import::settings::{self, list, text};
use crate::import::tree::{self, Tree};
use serde_json::Value;
use std::collections::BTreeMap;

const CONFIG: [&str; 5] = [
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
    "docusaurus.config.cjs",
    "docusaurus.config.mts",
];
const SIDEBARS: [&str; 5] = ["sidebars.js", "sidebars.ts", "sidebars.json", "sidebars.mjs", "sidebars.cjs"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    by_file(tree, &CONFIG).or_else(|| by_file(tree, &SIDEBARS))
}

/// What the settings say.
struct Settings {
    root: String,
    docs: String,
    base: String,
    languages: Option<Languages>,
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let config =
        CONFIG.iter().map(|name| format!("{root}{name}")).find_map(|path| tree.text(&path)).unwrap_or_default();
    let named = |key: &str| literal::text_of(config, key);
    let mut plan = Plan::new(&named("title").unwrap_or_else(|| title(tree)));
    plan.description = named("tagline");
    let site_base = named("baseUrl").unwrap_or_else(|| "/".to_owned());
    plan.base_url = named("url").map(|url| format!("{}{}", url.trim_end_matches('/'), old_urls::base(&site_base)));
    plan.base_path = old_urls::base(&site_base);
    let settings = Settings::read(tree, root, config);
    plan.link_base = Some(settings.base.clone()).filter(|base| base != "/");
    let mut ids = BTreeMap::new();
    documents(tree, &mut plan, &settings, &settings.docs, None, &mut ids);
    others(tree, &mut plan, &settings);
    publish_folder(tree, &mut plan, &format!("{root}static/"), "");
    if let Some(languages) = &settings.languages {
        languages.tell(&mut plan);
    } else {
        plan.default_language = literal::text_of(config, "defaultLocale");
    }
    let items = sidebars(tree, &settings, &ids);
    if !items.is_empty() {
        let default = settings.languages.as_ref().map(|languages| languages.default.clone()).unwrap_or_default();
        plan.nav.insert(default, items);
    }
    Ok(plan)
}

impl Settings {
    fn read(tree: &Tree, root: &str, config: &str) -> Self {
        let docs_settings = literal::values_of(config, "docs").into_iter().find(Value::is_object).unwrap_or_default();
        let path = text(&docs_settings, "path").unwrap_or_else(|| "docs".to_owned());
        let docs = [as_folder(root, &path), as_folder(root, "../docs"), "docs/".to_owned()]
            .into_iter()
            .find(|folder| !folder.is_empty() && tree.has_folder(folder));
        let base = match docs_settings["routeBasePath"].as_str() {
            Some(base) => old_urls::base(base),
            None => "/docs/".to_owned(),
        };
        let i18n = literal::values_of(config, "i18n").into_iter().find(Value::is_object).unwrap_or_default();
        let default = text(&i18n, "defaultLocale").unwrap_or_else(|| "en".to_owned());
        let mut codes = list(&i18n["locales"]);
        for path in tree.below(&format!("{root}i18n/")) {
            let code = path.split('/').next().unwrap_or_default();
            if tree::is_page(path) && !codes.iter().any(|known| known == code) {
                codes.push(code.to_owned());
            }
        }
        codes.retain(|code| {
            *code == default || tree.has_folder(&format!("{root}i18n/{code}/docusaurus-plugin-content"))
        });
        let has_pages =
            |code: &String| *code == default || tree.below(&format!("{root}i18n/{code}/")).any(tree::is_page);
        codes.retain(has_pages);
        let languages = Languages::named(&default, &codes, By::Folder);
        Self { root: root.to_owned(), docs: docs.unwrap_or_else(|| root.to_owned()), base, languages }
    }

    /// Where the files of a language go.
    fn to(&self, code: Option<&str>, folder: &str) -> String {
        match &self.languages {
            Some(languages) => format!("content/{}/{folder}", code.unwrap_or(&languages.default)),
            None => format!("content/{folder}"),
        }
    }
}

/// The documents of a language, below the folder `docs`.
fn documents(
    tree: &Tree,
    plan: &mut Plan,
    settings: &Settings,
    docs: &str,
    code: Option<&str>,
    ids: &mut BTreeMap<String, String>,
) {
    let to = settings.to(code, "");
    let first = plan.files.len();
    let skip = |path: &str| {
        matches!(path, "package.json" | "yarn.lock" | "package-lock.json" | "tsconfig.json")
            || tree::name(path).starts_with("_category_.")
            || path.starts_with("website/")
    };
    plan.add_below(tree, docs, &|path| (!skip(path)).then(|| format!("{to}{path}")));
    let base = code.map_or_else(|| settings.base.clone(), |code| format!("/{code}{}", settings.base));
    for file in plan.files[first..].iter_mut().filter(|file| file.kind == Kind::Page) {
        let inside = file.from.strip_prefix(docs).unwrap_or(&file.from);
        if tree::name(inside).starts_with('_') {
            file.kind = Kind::Part;
            continue;
        }
        let front = settings::front_matter(tree.text(&file.from).unwrap_or_default());
        let (folder, name) = (plain(tree::folder(inside)), without_number(tree::name(tree::stem(inside))));
        let id = front.get("id").and_then(Value::as_str).unwrap_or(name);
        if code.is_none() {
            ids.insert(format!("{folder}{id}"), file.from.clone());
            ids.insert(tree::stem(inside).to_owned(), file.from.clone());
        }
        file.old.push(address(&base, &folder, name, id, &front));
    }
}

/// Each folder without its number.
fn plain(folder: &str) -> String {
    folder.split_inclusive('/').map(|part| format!("{}/", without_number(part.trim_end_matches('/')))).collect()
}

fn address(base: &str, folder: &str, name: &str, id: &str, front: &serde_json::Map<String, Value>) -> String {
    match front.get("slug").and_then(Value::as_str) {
        Some(slug) if slug.starts_with('/') => format!("{}{slug}", base.trim_end_matches('/')),
        Some(slug) => format!("{base}{folder}{slug}"),
        // `a/a.md` stands for its folder, as `a/index.md` does.
        None if folder.trim_end_matches('/').rsplit('/').next() == Some(name) => {
            format!("{base}{}", folder.trim_end_matches('/'))
        }
        None if name == "index" || name == "README" => old_urls::of(base, &format!("{folder}{name}.md"), Style::Bare),
        None => format!("{base}{folder}{id}"),
    }
}

/// The blog, pages of their own, and other languages.
fn others(tree: &Tree, plan: &mut Plan, settings: &Settings) {
    let Settings { root, languages, .. } = settings;
    let blog = format!("{root}blog/");
    let to = settings.to(None, "blog/");
    plan.add_below(tree, &blog, &|path| {
        (!path.ends_with("authors.yml") && !path.ends_with("tags.yml")).then(|| format!("{to}{path}"))
    });
    let own = format!("{root}src/pages/");
    let to = settings.to(None, "");
    plan.add_below(tree, &own, &|path| tree::is_page(path).then(|| format!("{to}{path}")));
    for code in languages.iter().flat_map(|languages| languages.codes.iter().filter(|code| **code != languages.default))
    {
        let folder = format!("{root}i18n/{code}/docusaurus-plugin-content-docs/current/");
        documents(tree, plan, settings, &folder, Some(code), &mut BTreeMap::new());
        let folder = format!("{root}i18n/{code}/docusaurus-plugin-content-blog/");
        let to = settings.to(Some(code), "blog/");
        plan.add_below(tree, &folder, &|path| (!path.ends_with(".json")).then(|| format!("{to}{path}")));
    }
    for file in plan.files.iter_mut().filter(|file| file.kind == Kind::Page && file.from.starts_with(&blog)) {
        file.old
            .push(post(file.from.strip_prefix(&blog).unwrap_or_default(), tree.text(&file.from).unwrap_or_default()));
    }
    let versioned = format!("{root}versioned_docs/");
    if tree.has_folder(&versioned) {
        plan.note(
            &versioned,
            0,
            "the documents of older versions are not imported",
            "import a version on its own, from its tag in git",
        );
    }
}

/// `2024-05-01-name.md` is `/blog/2024/05/01/name`.
fn post(path: &str, page: &str) -> String {
    let front = settings::front_matter(page);
    let named = tree::stem(path).trim_end_matches("/index");
    let last = tree::name(named);
    match front.get("slug").and_then(Value::as_str) {
        Some(slug) => format!("/blog/{}", slug.trim_start_matches('/')),
        None if last.len() > 11 && crate::date::Date::parse(last.get(..10).unwrap_or_default()).is_some() => {
            format!("/blog/{}/{}", last[..10].replace('-', "/"), &last[11..])
        }
        None => format!("/blog/{named}"),
    }
}

fn sidebars(tree: &Tree, settings: &Settings, ids: &BTreeMap<String, String>) -> Vec<Item> {
    let file = SIDEBARS.iter().map(|name| format!("{}{name}", settings.root)).find(|path| tree.has(path));
    let Some(text) = file.as_deref().and_then(|path| tree.text(path)) else { return Vec::new() };
    let value = settings::read(file.as_deref().unwrap_or_default(), text);
    let all: Vec<(&String, &Value)> = value.as_object().into_iter().flatten().collect();
    let items = |value: &Value| entries(value, settings, ids, tree, 0);
    match all.as_slice() {
        [(_, only)] => items(only),
        _ => all.iter().map(|(name, value)| Item::group(&humanised(name), None, items(value))).collect(),
    }
}

fn entries(value: &Value, settings: &Settings, ids: &BTreeMap<String, String>, tree: &Tree, depth: usize) -> Vec<Item> {
    if depth > 20 {
        return Vec::new();
    }
    match value {
        Value::Array(items) => items.iter().flat_map(|item| entry(item, settings, ids, tree, depth)).collect(),
        // `Label: [...]`, a category in short.
        Value::Object(map) if map.get("type").is_none() => map
            .iter()
            .map(|(label, inside)| Item::group(label, None, entries(inside, settings, ids, tree, depth + 1)))
            .collect(),
        other => entry(other, settings, ids, tree, depth),
    }
}

fn entry(item: &Value, settings: &Settings, ids: &BTreeMap<String, String>, tree: &Tree, depth: usize) -> Vec<Item> {
    let page = |id: &str, label: Option<&str>| ids.get(id).map(|path| Item::page(label, path));
    let label = item["label"].as_str();
    match (item, item["type"].as_str()) {
        (Value::String(id), _) => page(id, None).into_iter().collect(),
        (_, Some("doc" | "ref")) => page(item["id"].as_str().unwrap_or_default(), label).into_iter().collect(),
        (_, Some("link")) => {
            let url = item["href"].as_str().unwrap_or_default().to_owned();
            let label = label.unwrap_or(&url).to_owned();
            vec![Item::Link { label, url }]
                .into_iter()
                .filter(|_| item["href"].as_str().is_some_and(|url| url.contains("://")))
                .collect()
        }
        (_, Some("category")) => {
            let own = item["link"]["id"].as_str().and_then(|id| page(id, None));
            let inside = entries(&item["items"], settings, ids, tree, depth + 1);
            vec![Item::group(label.unwrap_or("Pages"), own, inside)]
        }
        (_, Some("autogenerated")) => generated(item["dirName"].as_str().unwrap_or("."), settings, tree),
        (Value::Object(_), None) => entries(item, settings, ids, tree, depth + 1),
        _ => Vec::new(),
    }
}

/// All of a folder, in the order that the pages and folders say.
fn generated(folder: &str, settings: &Settings, tree: &Tree) -> Vec<Item> {
    let folder = if folder == "." { String::new() } else { format!("{}/", folder.trim_matches('/')) };
    let here = format!("{}{folder}", settings.docs);
    let mut found: Vec<((bool, i64, String), Item)> = Vec::new();
    let mut folders: Vec<&str> = Vec::new();
    for path in tree.below(&here) {
        match path.split_once('/') {
            Some((first, _)) if !folders.contains(&first) => {
                folders.push(first);
                let read = |ending: &str| tree.text(&format!("{here}{first}/_category_.{ending}"));
                let own = read("json").or(read("yml")).or(read("yaml")).map(settings::yaml).unwrap_or_default();
                let items = generated(&format!("{folder}{first}"), settings, tree);
                let label = text(&own, "label").unwrap_or_else(|| humanised(without_number(first)));
                if !items.is_empty() {
                    found.push((order(&own["position"], first), Item::group(&label, None, items)));
                }
            }
            None if tree::is_page(path) && !path.starts_with('_') => {
                let from = format!("{here}{path}");
                let front = settings::front_matter(tree.text(&from).unwrap_or_default());
                let position = front.get("sidebar_position").cloned().unwrap_or_default();
                let label = front.get("sidebar_label").and_then(Value::as_str);
                found.push((order(&position, path), Item::page(label, &from)));
            }
            _ => {}
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, item)| item).collect()
}

/// What has a position comes first; then numbers of names, then names.
fn order(position: &Value, name: &str) -> (bool, i64, String) {
    let number = position.as_f64().map(|number| (number * 1000.0) as i64);
    let own = name.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse::<i64>().ok());
    let counts = without_number(tree::stem(name)) != tree::stem(name);
    let own = own.filter(|_| counts).map(|number| number * 1000);
    let place = number.or(own);
    (place.is_none(), place.unwrap_or_default(), crate::url::alphabetical(name))
}
