//! DocFX, and the documentation of Microsoft that is written for it.
//!
//! In: `docfx.json`, `toc.yml`, articles. Out: the pages, the lists of contents as navigation, redirects.

use super::{Pages, title, toc};
use crate::import::landing;
use crate::import::old_urls::{self, Style};
use crate::import::plan::{Kind, Plan};
use crate::import::settings::{self, at, text};
use crate::import::tree::{self, Tree};

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    if let Some(found) = super::by_file(tree, &["docfx.json"]) {
        return Some(found);
    }
    let path = tree.find(&["toc.yml", "TOC.yml"])?;
    let items = tree.text(path).is_some_and(|text| text.contains("href:"));
    items.then(|| (tree::folder(path).to_owned(), format!("it has {path}")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let (_, value) = super::settings_of(tree, root, &["docfx.json"]).unwrap_or_default();
    let global = at(&value, "build.globalMetadata");
    let name = text(global, "_appTitle").or_else(|| text(global, "_appName"));
    let mut plan = Plan::new(&name.unwrap_or_else(|| title(tree)));
    plan.base_path = "/".to_owned();
    let skip = |path: &str| {
        let programs = ["style", "yml", "yaml", "json", "cs", "csproj", "dll", "xml", "sln"];
        programs.contains(&tree::ending(path).as_str()) || path.starts_with("_site/") || path.starts_with("obj/")
    };
    let pages = Pages { folder: root, to: "", base: "/", style: Style::Html, languages: None };
    pages.plan(tree, &mut plan, &skip);
    included(tree, &mut plan, root);
    for file in plan.files.iter_mut().filter(|file| is_include(&file.from)) {
        file.kind = if tree::is_page(&file.from) { Kind::Part } else { file.kind };
    }
    let items = ["toc.yml", "TOC.yml"]
        .iter()
        .map(|name| toc::read(tree, &format!("{root}{name}")))
        .find(|items| !items.is_empty());
    if let Some(items) = items {
        plan.nav.insert(String::new(), items);
    }
    redirects(tree, &mut plan, root);
    let pages: Vec<String> =
        tree.below(root).filter(|path| is_schema(tree, root, path)).map(|path| format!("{root}{path}")).collect();
    for path in pages {
        let to = format!("content/{}.md", tree::stem(path.strip_prefix(root).unwrap_or(&path)));
        landing::page(tree, &mut plan, &path, &to);
    }
    Ok(plan)
}

/// Parts that articles include may lie beside the folder of the contents.
fn included(tree: &Tree, plan: &mut Plan, root: &str) {
    let mut missing: Vec<(String, usize)> = Vec::new();
    for path in tree.below(root).filter(|path| tree::is_page(path)) {
        let from = format!("{root}{path}");
        let text = tree.text(&from).unwrap_or_default();
        for (at, _) in text.match_indices("[!INCLUDE") {
            let target = text[at..].split_once("](").and_then(|(_, rest)| rest.split([')', ' ']).next());
            let found = target.and_then(|target| tree::resolve(tree::folder(&from), target.trim_start_matches("~/")));
            missing.extend(found.filter(|path| tree.has(path)).map(|path| (path, 0)));
        }
    }
    for (from, _) in missing {
        if !plan.has(&from) {
            let to = from.strip_prefix(root).map_or_else(
                || format!("content/includes/{}", tree::name(&from)),
                |inside| format!("content/{inside}"),
            );
            plan.add(&from, &to, Kind::Part, crate::import::Body::Copy);
        }
    }
}

fn is_include(path: &str) -> bool {
    path.split('/').any(|part| part.eq_ignore_ascii_case("includes"))
}

/// `### YamlMime:Landing`.
fn is_schema(tree: &Tree, root: &str, path: &str) -> bool {
    let mime = || tree.text(&format!("{root}{path}")).is_some_and(|text| text.starts_with("### YamlMime:"));
    ["yml", "yaml"].contains(&tree::ending(path).as_str()) && !path.to_lowercase().ends_with("toc.yml") && mime()
}

/// `.openpublishing.redirection.json`.
fn redirects(tree: &Tree, plan: &mut Plan, root: &str) {
    let Some(text_of) = tree.text(&format!("{root}.openpublishing.redirection.json")) else { return };
    let value = settings::read("redirection.json", text_of);
    for one in value["redirections"].as_array().into_iter().flatten() {
        let (Some(old), Some(new)) = (text(one, "source_path"), text(one, "redirect_url")) else { continue };
        let old = old_urls::of("/", old.strip_prefix(root).unwrap_or(&old), Style::Html);
        let key = old_urls::key(&new);
        let found = plan.files.iter_mut().find(|file| file.old.first().is_some_and(|own| old_urls::key(own) == key));
        if let Some(file) = found {
            file.old.push(old);
        }
    }
}
