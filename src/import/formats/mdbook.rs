//! mdBook.
//!
//! In: `book.toml`, `src/SUMMARY.md`. Out: the pages, the contents of the book as navigation, its redirects, and the files
//! outside of `src/` that pages include.

use super::{Pages, as_folder, by_file, settings_of, summary, title};
use crate::import::old_urls::{self, Style};
use crate::import::settings::{at, text};
use crate::import::tree::{self, Tree};
use crate::import::{Kind, Plan};
use serde_json::Value;

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    by_file(tree, &["book.toml"])
}

/// A list of contents without settings.
pub(super) fn find_summary(tree: &Tree) -> Option<(String, String)> {
    by_file(tree, &["SUMMARY.md"])
        .map(|(folder, why)| (folder.strip_suffix("src/").map(str::to_owned).unwrap_or(folder), why))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let (name, value) = settings_of(tree, root, &["book.toml"]).unwrap_or_default();
    let mut plan = Plan::new(&text(&value, "book.title").unwrap_or_else(|| title(tree)));
    plan.description = text(&value, "book.description");
    plan.default_language = text(&value, "book.language");
    let site = text(&value, "output.html.site-url").unwrap_or_else(|| "/".to_owned());
    plan.base_url = site.contains("://").then(|| site.clone());
    plan.base_path = old_urls::base(&site);
    let src = as_folder(root, &text(&value, "book.src").unwrap_or_else(|| "src".to_owned()));
    let src = if tree.has_folder(&src) { src } else { root.to_owned() };
    let pages = Pages { folder: &src, to: "", base: "/", style: Style::Html, languages: None };
    pages.plan(tree, &mut plan, &|path| path == "SUMMARY.md" || (src == root && path == "book.toml"));
    plan.roots.push(src.clone());
    if let Some(list) = tree.text(&format!("{src}SUMMARY.md")) {
        plan.nav.insert(String::new(), summary::read(list, &src));
    }
    redirects(&mut plan, &src, at(&value, "output.html.redirect"));
    for (preprocessor, _) in value["preprocessor"].as_object().into_iter().flatten() {
        let what = format!("the preprocessor `{preprocessor}` is a program that docent does not run");
        plan.note(&name, 0, &what, "what it writes into pages is missing; write it as text");
    }
    Ok(plan)
}

/// `"old.html" = "new.html"`.
fn redirects(plan: &mut Plan, src: &str, map: &Value) {
    for (old, new) in map.as_object().into_iter().flatten() {
        let page = old_urls::key(new.as_str().unwrap_or_default().split('#').next().unwrap_or_default());
        let old = format!("/{}", old.trim_start_matches('/'));
        let same = |from: &str| old_urls::key(tree::stem(from.strip_prefix(src).unwrap_or(from))) == page;
        if let Some(file) = plan.files.iter_mut().find(|file| file.kind == Kind::Page && same(&file.from)) {
            file.old.push(old);
        }
    }
}
