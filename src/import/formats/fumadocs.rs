//! Fumadocs.
//!
//! In: `content/docs/` with `meta.json` in its folders, `public/`. Out: the pages, the navigation, addresses below `/docs/`.

use super::folder_nav::{self, Entry, Order};
use super::{Pages, publish_folder, title};
use crate::import::Plan;
use crate::import::old_urls::Style;
use crate::import::settings::{self, list, text};
use crate::import::tree::{self, Tree};

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let path = tree.paths().find(|path| tree::name(path) == "meta.json" && path.contains("content/docs/"))?;
    let at = path.find("content/docs/")?;
    Some((path[..at].to_owned(), format!("it has {path}")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    let folder = format!("{root}content/docs/");
    let pages = Pages { folder: &folder, to: "", base: "/docs/", style: Style::Bare, languages: None };
    pages.plan(tree, &mut plan, &|path| ["json", "ts", "tsx", "js"].contains(&tree::ending(path).as_str()));
    // Folders in brackets are not in addresses.
    plan.published(&|_| Vec::new());
    for file in &mut plan.files {
        let shown = |old: &String| old.split('/').filter(|part| !part.starts_with('(')).collect::<Vec<_>>().join("/");
        file.old = file.old.iter().map(shown).collect();
    }
    plan.link_base = Some("/docs/".to_owned());
    publish_folder(tree, &mut plan, &format!("{root}public/"), "");
    plan.nav.insert(String::new(), folder_nav::items(tree, &folder, &order));
    Ok(plan)
}

/// `{"title": "Guide", "pages": ["index", "---Words---", "...", "[X](https://x.y)", "!hidden"]}`
fn order(tree: &Tree, folder: &str) -> Option<Order> {
    let value = settings::read("meta.json", tree.text(&format!("{folder}meta.json"))?);
    let mut order = Order { title: text(&value, "title"), all: value["pages"].is_null(), ..Order::default() };
    for name in list(&value["pages"]) {
        let link = name.trim_start_matches(|c: char| c != '[').strip_prefix('[').and_then(|rest| rest.split_once("]("));
        match link {
            Some((label, url)) if url.contains("://") => {
                order.entries.push(Entry::Link(label.to_owned(), url.trim_end_matches(')').to_owned()));
            }
            _ if name == "..." || name == "z...a" => order.entries.push(Entry::Rest),
            _ if name.starts_with("---") || name.starts_with('!') => {}
            _ => {
                let name = name.trim_start_matches("...").trim_start_matches("./").trim_end_matches('/');
                order.entries.push(Entry::Named(name.to_owned(), None));
            }
        }
    }
    Some(order)
}
