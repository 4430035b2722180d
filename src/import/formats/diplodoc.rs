//! Diplodoc (Yandex Flavored Markdown).
//!
//! In: `.yfm`, `toc.yaml`, `presets.yaml`, `redirects.yaml`. Out: the pages, a folder for each language, the lists of
//! contents as navigation, the values of variables in the text.

use super::{Pages, title, toc};
use crate::import::landing;
use crate::import::languages::{self, By, Languages};
use crate::import::old_urls::{self, Style};
use crate::import::plan::{Kind, Plan};
use crate::import::settings::{self, text};
use crate::import::tree::{self, Tree};
use serde_json::Value;

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    super::by_file(tree, &[".yfm", "toc.yaml"])
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let value = tree.text(&format!("{root}.yfm")).map(settings::yaml).unwrap_or_default();
    let toc_of = |folder: &str| format!("{root}{folder}toc.yaml");
    let mut folders: Vec<String> = Vec::new();
    for path in tree.below(root) {
        let first = path.split('/').next().unwrap_or_default();
        if languages::is_code(first)
            && tree.has(&toc_of(&format!("{first}/")))
            && !folders.iter().any(|known| known == first)
        {
            folders.push(first.to_owned());
        }
    }
    let default = text(&value, "lang").or_else(|| text(&value, "langs")).filter(|code| folders.contains(code));
    let default = default.or_else(|| folders.iter().find(|code| *code == "ru").cloned()).or(folders.first().cloned());
    let own = folders.first().map_or_else(String::new, |code| format!("{code}/"));
    let contents = tree.text(&toc_of(&own)).map(settings::yaml).unwrap_or_default();
    let mut plan = Plan::new(&text(&contents, "title").unwrap_or_else(|| title(tree)));
    plan.base_path = "/".to_owned();
    let languages = default.as_deref().and_then(|default| Languages::named(default, &folders, By::Folder));
    let skip = |path: &str| ["yaml", "yfm"].contains(&tree::ending(path).as_str()) || tree::name(path) == ".yfm";
    // The folder of each language is its own already, and what lies beside them is for all.
    let pages = Pages { folder: root, to: "", base: "/", style: Style::Html, languages: None };
    pages.plan(tree, &mut plan, &skip);
    for file in plan.files.iter_mut().filter(|file| file.from.split('/').any(|part| part == "_includes")) {
        file.kind = if tree::is_page(&file.from) { Kind::Part } else { file.kind };
    }
    match &languages {
        Some(languages) => {
            languages.tell(&mut plan);
            for code in &languages.codes {
                plan.nav.insert(code.clone(), toc::read(tree, &toc_of(&format!("{code}/"))));
            }
        }
        None => drop(plan.nav.insert(String::new(), toc::read(tree, &toc_of("")))),
    }
    variables(tree, &mut plan, root);
    redirects(tree, &mut plan, root);
    let is_page = |path: &&str| {
        let text = || tree.text(&format!("{root}{path}")).unwrap_or_default();
        path.ends_with(".yaml") && (text().contains("blocks:") || tree::name(path) == "index.yaml")
    };
    let pages: Vec<String> = tree.below(root).filter(is_page).map(|path| format!("{root}{path}")).collect();
    for path in &pages {
        let to = format!("content/{}.md", tree::stem(path.strip_prefix(root).unwrap_or(path)));
        landing::page(tree, &mut plan, path, &to);
    }
    Ok(plan)
}

/// The values of `presets.yaml`, for `{{ name }}` in the text.
fn variables(tree: &Tree, plan: &mut Plan, root: &str) {
    let files: Vec<String> = tree
        .below(root)
        .filter(|path| tree::name(path) == "presets.yaml")
        .map(|path| format!("{root}{path}"))
        .collect();
    for path in files {
        let value = tree.text(&path).map(settings::yaml).unwrap_or_default();
        for (name, value) in value["default"].as_object().into_iter().flatten() {
            let text = match value {
                Value::String(text) => text.trim().to_owned(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                _ => continue,
            };
            plan.variables.entry(name.clone()).or_insert(text);
        }
    }
}

/// `redirects.yaml`: a list for each language, and one for all.
fn redirects(tree: &Tree, plan: &mut Plan, root: &str) {
    let value = tree.text(&format!("{root}redirects.yaml")).map(settings::yaml).unwrap_or_default();
    let codes: Vec<String> = plan.languages.iter().map(|language| language.code.clone()).collect();
    for (group, list) in value.as_object().into_iter().flatten() {
        for one in list.as_array().into_iter().flatten() {
            let (Some(from), Some(to)) = (text(one, "from"), text(one, "to")) else { continue };
            let all = group == "common" && !codes.is_empty();
            let bases: Vec<String> =
                if all { codes.clone() } else { codes.iter().filter(|code| *code == group).cloned().collect() };
            let bases = if bases.is_empty() {
                vec![String::new()]
            } else {
                bases.iter().map(|code| format!("/{code}")).collect()
            };
            for base in bases {
                let key = old_urls::key(&format!("{base}/{}", to.trim_start_matches('/')));
                let same = |own: &String| old_urls::key(own) == key;
                if let Some(file) =
                    plan.files.iter_mut().find(|file| file.kind == Kind::Page && file.old.iter().any(same))
                {
                    file.old.push(format!("{base}/{}", from.trim_start_matches('/')));
                }
            }
        }
    }
}
