//! Obsidian: a vault. Notes and attachments stay where they are.
//!
//! In: a folder with `.obsidian`, or with wikilinks in its notes. Out: the vault without Obsidian's own folders.

use super::title;
use crate::import::languages::Languages;
use crate::import::old_urls::Style;
use crate::import::tree::{self, Tree};
use crate::import::{Plan, plan};

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let settings = tree.paths().find_map(|path| path.find(".obsidian/").map(|at| &path[..at]));
    if let Some(root) = settings.filter(|root| root.is_empty() || root.ends_with('/')) {
        return Some((root.to_owned(), format!("it has {root}.obsidian")));
    }
    let notes = || tree.files().filter(|(path, _)| tree::is_page(path) && !plan::is_leftover(path));
    let linked = notes().filter(|(path, _)| tree.text(path).is_some_and(|text| text.contains("[[")));
    let (all, linked) = (notes().count(), linked.count());
    let canvas = tree.paths().any(|path| path.ends_with(".canvas") || path.ends_with(".base"));
    let is_vault = linked > 0 && (linked * 3 >= all || canvas);
    is_vault.then(|| (String::new(), format!("{linked} of {all} notes have wikilinks")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    let languages = Languages::of(tree, root, None);
    let is_tools = |path: &str| path.ends_with(".css") || path.starts_with(".trash/");
    let pages = super::Pages { folder: root, to: "", base: "/", style: Style::Bare, languages: languages.as_ref() };
    pages.plan(tree, &mut plan, &is_tools);
    plan.files.iter_mut().for_each(|file| file.old.clear());
    if let Some(languages) = languages {
        languages.tell(&mut plan);
    }
    for path in tree.paths().filter(|path| path.ends_with(".canvas") || path.ends_with(".base")) {
        plan.note(
            path,
            0,
            "a drawing or a database of Obsidian has no page",
            "write what it shows as a page or a `view`",
        );
    }
    Ok(plan)
}
