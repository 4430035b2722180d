//! Eleventy.
//!
//! In: `.eleventy.js` or `eleventy.config.js`, pages with `permalink` and `eleventyNavigation`. Out: the pages, the navigation,
//! addresses.

use super::{Pages, as_folder, by_file, parents, title};
use crate::import::Plan;
use crate::import::literal;
use crate::import::old_urls::Style;
use crate::import::plan::Kind;
use crate::import::settings;
use crate::import::tree::{self, Tree};

const NAMES: [&str; 5] =
    [".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts"];

/// Folders that hold no pages.
const MACHINERY: [&str; 5] = ["_includes/", "_layouts/", "_data/", "_site/", "node_modules/"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    by_file(tree, &NAMES)
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let config = NAMES.iter().find_map(|name| tree.text(&format!("{root}{name}"))).unwrap_or_default();
    let metadata = ["_data/metadata.json", "_data/site.json", "_data/metadata.js", "src/_data/site.json"];
    let site = metadata
        .iter()
        .map(|name| format!("{root}{name}"))
        .find_map(|path| Some(settings::read(&path, tree.text(&path)?)));
    let named = site.as_ref().and_then(|site| settings::text(site, "title").or_else(|| settings::text(site, "name")));
    let mut plan = Plan::new(&named.unwrap_or_else(|| title(tree)));
    let input = literal::text_of(config, "input").filter(|input| tree.has_folder(&as_folder(root, input)));
    let folder = as_folder(root, &input.unwrap_or_default());
    let pages = Pages { folder: &folder, to: "", base: "/", style: Style::Folder, languages: None };
    let is_program = |path: &str| {
        let machinery = MACHINERY.iter().any(|own| path.starts_with(own) || path.contains(&format!("/{own}")));
        let endings =
            ["njk", "liquid", "js", "cjs", "mjs", "ts", "css", "scss", "json", "html", "webc", "lock", "toml"];
        machinery || endings.contains(&tree::ending(path).as_str())
    };
    pages.plan(tree, &mut plan, &is_program);
    for file in plan.files.iter_mut().filter(|file| file.kind == Kind::Page) {
        let front = settings::front_matter(tree.text(&file.from).unwrap_or_default());
        let own = front.get("permalink").and_then(serde_json::Value::as_str).filter(|link| !link.contains('{'));
        if let Some(link) = own {
            file.old = vec![format!("/{}", link.trim_start_matches('/').trim_end_matches("index.html"))];
        }
    }
    plan.roots.push(folder);
    if let Some(items) = parents::items(tree, &plan) {
        plan.nav.insert(String::new(), items);
    }
    Ok(plan)
}
