//! Zola.
//!
//! In: `config.toml` with `base_url`, `content/`, `static/`. Out: the pages, languages by endings of names, old addresses.

use super::{Pages, publish_folder, title};
use crate::import::languages::{By, Languages};
use crate::import::old_urls::{self, Style};
use crate::import::plan::{Kind, Plan};
use crate::import::settings::{self, list, text};
use crate::import::tree::{self, Tree};

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let path = tree.find(&["config.toml", "zola.toml"])?;
    let root = tree::folder(path);
    let says = |line: &str| line.trim_start().starts_with("base_url");
    let is_zola = tree.text(path).is_some_and(|text| text.lines().any(says));
    (is_zola && tree.has_folder(&format!("{root}content/")))
        .then(|| (root.to_owned(), format!("{path} has `base_url`")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let (_, value) = super::settings_of(tree, root, &["config.toml", "zola.toml"]).unwrap_or_default();
    let mut plan = Plan::new(&text(&value, "title").unwrap_or_else(|| title(tree)));
    plan.description = text(&value, "description");
    plan.base_url = text(&value, "base_url").filter(|url| url.starts_with("http"));
    plan.base_path = plan.base_url.as_deref().map_or_else(|| "/".to_owned(), old_urls::base);
    plan.default_language = text(&value, "default_language");
    let codes: Vec<String> =
        value["languages"].as_object().into_iter().flatten().map(|(code, _)| code.clone()).collect();
    let default = plan.default_language.clone().unwrap_or_else(|| "en".to_owned());
    let languages = Languages::named(&default, &codes, By::Suffix);
    let folder = format!("{root}content/");
    let pages = Pages { folder: &folder, to: "", base: "/", style: Style::Folder, languages: languages.as_ref() };
    pages.plan(tree, &mut plan, &|_| false);
    languages.iter().for_each(|languages| languages.tell(&mut plan));
    for file in plan.files.iter_mut().filter(|file| file.kind == Kind::Page) {
        let front = serde_json::Value::Object(settings::front_matter(tree.text(&file.from).unwrap_or_default()));
        let own = text(&front, "path").map(|path| format!("/{}/", path.trim_matches('/')));
        let slug = text(&front, "slug").zip(file.old.first()).map(|(slug, old)| {
            let folder = old.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{slug}/")
        });
        if let Some(address) = own.or(slug) {
            file.old = vec![address];
        }
        // `aliases` of Zola are old addresses.
        file.old.extend(list(&front["aliases"]).iter().map(|alias| format!("/{}", alias.trim_start_matches('/'))));
    }
    publish_folder(tree, &mut plan, &format!("{root}static/"), "");
    Ok(plan)
}
