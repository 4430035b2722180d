//! Hugo.
//!
//! In: `hugo.toml` (or `config.toml`, in a folder, as YAML or JSON), `content/`, `static/`. Out: the pages, languages by
//! folders or endings of names, `static/` at the root, old addresses. Weights in front matter are read by the builder.

use super::{Pages, as_folder, publish_folder, title};
use crate::import::languages::{By, Languages};
use crate::import::old_urls::{self, Style};
use crate::import::plan::{Kind, Plan};
use crate::import::settings::{self, text};
use crate::import::tree::{self, Tree};
use serde_json::Value;

const NAMES: [&str; 4] = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"];
const OLD: [&str; 4] = ["config.toml", "config.yaml", "config.yml", "config.json"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let own = |path: &str| tree::folder(path).trim_end_matches("config/_default/").to_owned();
    if let Some(path) = tree.find(&NAMES) {
        return Some((own(path), format!("it has {path}")));
    }
    let path = tree.find(&OLD)?;
    let root = own(path);
    let says = tree.text(path).is_some_and(|text| text.to_lowercase().contains("baseurl"));
    let folders =
        ["archetypes/", "layouts/", "themes/"].iter().any(|folder| tree.has_folder(&format!("{root}{folder}")));
    let content = tree.has_folder(&format!("{root}content/"));
    (content && (says || folders)).then(|| (root, format!("it has {path} and content/")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let value = merged(tree, root);
    let mut plan = Plan::new(&key(&value, "title").unwrap_or_else(|| title(tree)));
    plan.description = value["params"].as_object().and_then(|_| text(&value, "params.description"));
    plan.base_url = key(&value, "baseURL").filter(|url| url.starts_with("http"));
    plan.base_path = plan.base_url.as_deref().map_or_else(|| "/".to_owned(), old_urls::base);
    let code = key(&value, "languageCode").or_else(|| key(&value, "locale"));
    plan.default_language = key(&value, "defaultContentLanguage")
        .or_else(|| code.map(|code| code.chars().take_while(|c| *c != '-').collect()));
    let folders = content_folders(root, &value);
    let own = || as_folder(root, &key(&value, "contentDir").unwrap_or_else(|| "content".to_owned()));
    // One language with a folder of its own is published at the root.
    let content = match folders.as_slice() {
        [(_, only)] if tree.has_folder(only) => only.clone(),
        _ => own(),
    };
    let ugly = ["uglyURLs", "uglyurls"].iter().any(|name| value[*name] == true);
    let style = if ugly { Style::Html } else { Style::Folder };
    let default = plan.default_language.clone().unwrap_or_else(|| "en".to_owned());
    if folders.len() > 1 {
        by_content_folder(tree, &mut plan, &folders, &default, style);
    } else {
        let languages = languages(tree, &content, &value, &default);
        let pages = Pages { folder: &content, to: "", base: "/", style, languages: languages.as_ref() };
        pages.plan(tree, &mut plan, &|_| false);
        languages.iter().for_each(|languages| languages.tell(&mut plan));
    }
    addresses(tree, &mut plan);
    for folder in settings::list(&value["staticDir"]).iter().map(String::as_str).chain(["static"]) {
        publish_folder(tree, &mut plan, &as_folder(root, folder), "");
    }
    publish_folder(tree, &mut plan, &format!("{root}assets/"), "");
    Ok(plan)
}

/// Names of settings have no case.
fn key(value: &Value, name: &str) -> Option<String> {
    let (_, found) = value.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    found.as_str().map(str::to_owned).filter(|text| !text.is_empty())
}

/// One file, or a folder with a file for each table.
fn merged(tree: &Tree, root: &str) -> Value {
    let read = |path: &str| tree.text(path).map(|text| settings::read(path, text));
    let files =
        NAMES.iter().chain(&OLD).flat_map(|name| [format!("{root}{name}"), format!("{root}config/_default/{name}")]);
    let mut value = files
        .filter_map(|path| read(&path))
        .find(Value::is_object)
        .unwrap_or_else(|| Value::Object(Default::default()));
    for name in ["languages", "params", "menus"] {
        let files = ["toml", "yaml", "yml", "json"].map(|ending| format!("{root}config/_default/{name}.{ending}"));
        if let (Some(own), true) = (files.iter().find_map(|path| read(path)), value[name].is_null()) {
            value[name] = own;
        }
    }
    value
}

/// Languages with a folder of content each: `languages.ru.contentDir`.
fn content_folders(root: &str, value: &Value) -> Vec<(String, String)> {
    let all = value["languages"].as_object().into_iter().flatten();
    all.filter_map(|(code, own)| Some((code.clone(), as_folder(root, &key(own, "contentDir")?)))).collect()
}

fn by_content_folder(tree: &Tree, plan: &mut Plan, folders: &[(String, String)], default: &str, style: Style) {
    let codes: Vec<String> = folders.iter().map(|(code, _)| code.clone()).collect();
    for (code, folder) in folders {
        let base = if code == default { "/".to_owned() } else { format!("/{code}/") };
        let to = format!("{code}/");
        let pages = Pages { folder, to: &to, base: &base, style, languages: None };
        pages.plan(tree, plan, &|_| false);
    }
    Languages::named(default, &codes, By::Folder).iter().for_each(|languages| languages.tell(plan));
}

fn languages(tree: &Tree, content: &str, value: &Value, default: &str) -> Option<Languages> {
    let codes: Vec<String> =
        value["languages"].as_object().into_iter().flatten().map(|(code, _)| code.clone()).collect();
    let suffixed = tree.below(content).any(|path| {
        super::super::languages::suffix(path).is_some_and(|(_, code)| codes.iter().any(|known| known == code))
    });
    match codes.len() {
        0 => Languages::of(tree, content, Some(default)),
        _ => Languages::named(default, &codes, if suffixed { By::Suffix } else { By::Folder }),
    }
}

/// `url:` is the address, `slug:` its last part. Posts of old are found by their `aliases`, which the builder reads.
fn addresses(tree: &Tree, plan: &mut Plan) {
    for file in plan.files.iter_mut().filter(|file| file.kind == Kind::Page) {
        let front = settings::front_matter(tree.text(&file.from).unwrap_or_default());
        let named = |key: &str| front.get(key).and_then(Value::as_str).map(str::to_owned);
        if let Some(url) = named("url") {
            file.old = vec![format!("/{}", url.trim_start_matches('/'))];
        } else if let (Some(slug), Some(old)) = (named("slug"), file.old.first_mut()) {
            let folder = old.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
            *old = format!("{folder}/{slug}/");
        }
    }
}
