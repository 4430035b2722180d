//! Quartz: a vault of Obsidian with a site around it.
//!
//! In: `quartz.config.ts`, `content/`. Out: the notes and their attachments; addresses as Quartz makes them.

use super::{Pages, by_file, title};
use crate::import::Plan;
use crate::import::languages::Languages;
use crate::import::literal;
use crate::import::old_urls::{self, Style};
use crate::import::plan::Kind;
use crate::import::tree::Tree;

const NAMES: [&str; 2] = ["quartz.config.ts", "quartz.config.js"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    by_file(tree, &NAMES)
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let config = NAMES.iter().find_map(|name| tree.text(&format!("{root}{name}"))).unwrap_or_default();
    let mut plan = Plan::new(&literal::text_of(config, "pageTitle").unwrap_or_else(|| title(tree)));
    plan.default_language = literal::text_of(config, "locale").map(|code| code.chars().take(2).collect());
    let host = literal::text_of(config, "baseUrl").filter(|host| host.contains('.'));
    plan.base_url = host.map(|host| format!("https://{}/", host.trim_end_matches('/')));
    plan.base_path = plan.base_url.as_deref().map_or_else(|| "/".to_owned(), old_urls::base);
    plan.math = config.contains("Latex");
    let folder = format!("{root}content/");
    let languages = Languages::of(tree, &folder, plan.default_language.as_deref());
    let pages = Pages { folder: &folder, to: "", base: "/", style: Style::Bare, languages: languages.as_ref() };
    pages.plan(tree, &mut plan, &|path| path.starts_with("private/") || path.starts_with("templates/"));
    languages.iter().for_each(|languages| languages.tell(&mut plan));
    // Spaces are dashes in its addresses.
    let spaced = |file: &&mut crate::import::plan::Planned| file.kind == Kind::Page;
    plan.files.iter_mut().filter(spaced).for_each(|file| {
        file.old = file.old.iter().map(|old| old.replace(' ', "-")).collect();
    });
    if tree.below(&folder).any(|path| path.ends_with(".canvas") || path.ends_with(".base")) {
        plan.note(
            &folder,
            0,
            "a drawing or a database of Obsidian has no page",
            "write what it shows as a page or a `view`",
        );
    }
    Ok(plan)
}
