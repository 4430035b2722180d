//! Starlight, on Astro.
//!
//! In: `astro.config.*`, `src/content/docs/`, `public/`. Out: the pages, each language in a folder, the sidebar as
//! navigation. The configuration is read as a literal, and not run.

use super::{Pages, as_folder, publish_folder, title};
use crate::import::languages::{By, Languages};
use crate::import::literal;
use crate::import::nav::{Item, humanised};
use crate::import::old_urls::{self, Style};
use crate::import::settings::text;
use crate::import::tree::{self, Tree};
use crate::import::{Plan, settings};
use serde_json::Value;

const CONFIG: [&str; 5] =
    ["astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.mts", "astro.config.cjs"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let pages = tree.paths().find(|path| path.contains("src/content/docs/") && tree::is_page(path))?;
    let root = &pages[..pages.find("src/content/docs/")?];
    let config = tree.find(&CONFIG).filter(|path| tree::folder(path) == root);
    let why = config.map_or_else(|| format!("it has {root}src/content/docs"), |config| format!("it has {config}"));
    Some((root.to_owned(), why))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let config =
        CONFIG.iter().map(|name| format!("{root}{name}")).find_map(|path| tree.text(&path)).unwrap_or_default();
    let exported = literal::exported(config);
    let listed = exported["integrations"].as_array().into_iter().flatten();
    let own = listed.clone().find(|one| !one["sidebar"].is_null() || !one["title"].is_null());
    let own = own.cloned().unwrap_or_default();
    let docs = as_folder(root, "src/content/docs");
    let name = match &own["title"] {
        Value::Object(titles) => titles.values().find_map(|title| title.as_str().map(str::to_owned)),
        _ => text(&own, "title"),
    };
    let mut plan = Plan::new(&name.or_else(|| literal::text_of(config, "title")).unwrap_or_else(|| title(tree)));
    plan.description = text(&own, "description");
    plan.base_path = text(&exported, "base").map_or_else(|| "/".to_owned(), |base| old_urls::base(&base));
    let site = text(&exported, "site").or_else(|| literal::text_of(config, "site"));
    plan.base_url = site.map(|site| format!("{}{}", site.trim_end_matches('/'), plan.base_path));
    let languages = languages(tree, &docs, &own);
    let pages = Pages { folder: &docs, to: "", base: "/", style: Style::Folder, languages: languages.as_ref() };
    pages.plan(tree, &mut plan, &|_| false);
    publish_folder(tree, &mut plan, &format!("{root}public/"), "");
    if let Some(languages) = &languages {
        languages.tell(&mut plan);
    } else {
        plan.default_language = text(&own, "locales.root.lang");
    }
    let default = languages.as_ref().map(|languages| languages.default.clone()).unwrap_or_default();
    let reader = Sidebar { tree, docs: &docs, folder: folder_of_default(tree, &docs, &default) };
    let items = reader.entries(&own["sidebar"], 0);
    if !items.is_empty() {
        plan.nav.insert(default, items);
    }
    crate::import::landing::fronts(tree, &mut plan);
    Ok(plan)
}

/// The default language has its pages in a folder or at the root.
fn folder_of_default(tree: &Tree, docs: &str, default: &str) -> String {
    let folder = format!("{default}/");
    if !default.is_empty() && tree.has_folder(&format!("{docs}{folder}")) { folder } else { String::new() }
}

fn languages(tree: &Tree, docs: &str, own: &Value) -> Option<Languages> {
    let Some(locales) = own["locales"].as_object() else { return Languages::of(tree, docs, None) };
    let root = text(&own["locales"], "root.lang");
    let default = root.or_else(|| text(own, "defaultLocale")).or_else(|| locales.keys().next().cloned())?;
    let codes: Vec<String> = locales.keys().filter(|code| *code != "root").cloned().collect();
    Languages::named(&default, &codes, By::Folder)
}

struct Sidebar<'a> {
    tree: &'a Tree,
    docs: &'a str,
    folder: String,
}

impl Sidebar<'_> {
    fn entries(&self, value: &Value, depth: usize) -> Vec<Item> {
        let items = value.as_array().into_iter().flatten();
        items.filter(|_| depth < 20).filter_map(|item| self.entry(item, depth)).collect()
    }

    fn entry(&self, item: &Value, depth: usize) -> Option<Item> {
        let label = item["label"].as_str();
        if let Some(slug) = item.as_str().or(item["slug"].as_str()) {
            return self.page(label, slug);
        }
        if let Some(link) = item["link"].as_str() {
            let outside = || Item::Link { label: label.unwrap_or(link).to_owned(), url: link.to_owned() };
            return if link.contains("://") { Some(outside()) } else { self.page(label, link) };
        }
        let generated =
            item["autogenerate"]["directory"].as_str().or(item["items"]["autogenerate"]["directory"].as_str());
        let mut inside = generated.map(|folder| self.generated(folder.trim_matches('/'))).unwrap_or_default();
        inside.extend(self.entries(&item["items"], depth + 1));
        (!inside.is_empty()).then(|| Item::group(label.unwrap_or("Pages"), None, inside))
    }

    fn page(&self, label: Option<&str>, slug: &str) -> Option<Item> {
        let slug = slug.trim_matches('/');
        let slug = if slug.is_empty() { "index" } else { slug };
        let here = |name: &str| format!("{}{}{name}", self.docs, self.folder);
        let names =
            ["md", "mdx"].iter().flat_map(|ending| [format!("{slug}.{ending}"), format!("{slug}/index.{ending}")]);
        names.map(|name| here(&name)).find(|path| self.tree.has(path)).map(|path| Item::page(label, &path))
    }

    /// All of a folder, by `sidebar: {order}` and name.
    fn generated(&self, folder: &str) -> Vec<Item> {
        let here = format!("{}{}{folder}/", self.docs, self.folder);
        let mut found: Vec<((f64, String), Item)> = Vec::new();
        let mut folders: Vec<&str> = Vec::new();
        for path in self.tree.below(&here) {
            match path.split_once('/') {
                Some((first, _)) if !folders.contains(&first) => {
                    folders.push(first);
                    let items = self.generated(&format!("{folder}/{first}"));
                    if !items.is_empty() {
                        found.push(((f64::MAX, first.to_owned()), Item::group(&humanised(first), None, items)));
                    }
                }
                None if tree::is_page(path) => {
                    let from = format!("{here}{path}");
                    let front = Value::Object(settings::front_matter(self.tree.text(&from).unwrap_or_default()));
                    let order = front["sidebar"]["order"].as_f64().unwrap_or(f64::MAX);
                    found.push((
                        (order, tree::stem(path).to_owned()),
                        Item::page(front["sidebar"]["label"].as_str(), &from),
                    ));
                }
                _ => {}
            }
        }
        found.sort_by(|(a, _), (b, _)| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        found.into_iter().map(|(_, item)| item).collect()
    }
}
