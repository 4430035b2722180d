//! A folder of Markdown that belongs to no tool.
//!
//! In: the files. Out: the same files, each in its place; languages by folders or endings of names.

use super::{Pages, title};
use crate::import::languages::Languages;
use crate::import::old_urls::Style;
use crate::import::tree::{self, Tree};
use crate::import::{Plan, plan};

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let page = tree.paths().find(|path| tree::is_page(path) && !plan::is_leftover(path))?;
    // A folder that holds nothing but one folder of pages is that folder.
    let root = ["docs/", "content/", "src/"].into_iter().find(|folder| {
        tree.paths().filter(|path| tree::is_page(path) && !plan::is_leftover(path)).all(|path| path.starts_with(folder))
    });
    let why = format!("it holds Markdown ({page}) and no settings of a tool that is known");
    Some((root.unwrap_or_default().to_owned(), why))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    let languages = Languages::of(tree, root, None);
    let pages = Pages { folder: root, to: "", base: "/", style: Style::Html, languages: languages.as_ref() };
    pages.plan(tree, &mut plan, &|_| false);
    if let Some(languages) = languages {
        languages.tell(&mut plan);
    }
    plan.files.iter_mut().for_each(|file| file.old.clear());
    Ok(plan)
}
