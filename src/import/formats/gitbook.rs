//! GitBook, synchronised with a repository.
//!
//! In: `.gitbook.yaml`, `SUMMARY.md`, `.gitbook/assets`. Out: the pages, the list of contents as navigation, redirects.

use super::{Pages, as_folder, by_file, settings_of, summary, title};
use crate::import::languages::Languages;
use crate::import::old_urls::Style;
use crate::import::settings::text;
use crate::import::tree::{self, Tree};
use crate::import::{Kind, Plan};

const NAMES: [&str; 3] = [".gitbook.yaml", ".gitbook.yml", "book.json"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    if let Some(found) = by_file(tree, &NAMES) {
        return Some(found);
    }
    let assets = tree.paths().find_map(|path| path.find(".gitbook/").map(|at| path[..at].to_owned()));
    let list = tree.find(&["SUMMARY.md"]);
    let says = |path: &&str| tree.text(path).is_some_and(|text| text.trim_start().starts_with("# Table of contents"));
    match (assets, list.filter(says)) {
        (Some(root), _) => Some((root.clone(), format!("it has {root}.gitbook"))),
        (None, Some(list)) => Some((tree::folder(list).to_owned(), format!("{list} begins as GitBook's"))),
        _ => None,
    }
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let (_, value) = settings_of(tree, root, &NAMES).unwrap_or_default();
    let mut plan = Plan::new(&text(&value, "title").unwrap_or_else(|| title(tree)));
    plan.description = text(&value, "description");
    plan.default_language = text(&value, "language");
    plan.base_path = "/".to_owned();
    let folder = as_folder(root, &text(&value, "root").unwrap_or_default());
    let list = text(&value, "structure.summary").unwrap_or_else(|| "SUMMARY.md".to_owned());
    let languages = Languages::of(tree, &folder, plan.default_language.as_deref());
    let pages = Pages { folder: &folder, to: "", base: "/", style: Style::Bare, languages: languages.as_ref() };
    pages.plan(tree, &mut plan, &|path| tree::name(path) == tree::name(&list) || path == "book.json");
    if let Some(languages) = &languages {
        languages.tell(&mut plan);
        for code in &languages.codes {
            let here = format!("{folder}{code}/");
            if let Some(text) = tree.text(&format!("{here}{list}")) {
                plan.nav.insert(code.clone(), summary::read(text, &here));
            }
        }
    } else if let Some(text) = tree.text(&format!("{folder}{list}")) {
        plan.nav.insert(String::new(), summary::read(text, &folder));
    }
    for (old, new) in value["redirects"].as_object().into_iter().flatten() {
        let to = tree::resolve(&folder, new.as_str().unwrap_or_default()).unwrap_or_default();
        if let Some(file) = plan.files.iter_mut().find(|file| file.kind == Kind::Page && file.from == to) {
            file.old.push(format!("/{}", old.trim_start_matches('/')));
        }
    }
    Ok(plan)
}
