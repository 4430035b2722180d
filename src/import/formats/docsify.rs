//! Docsify.
//!
//! In: `_sidebar.md` beside pages and an `index.html` that loads docsify. Out: the pages, the sidebar as navigation, old
//! addresses with `#`.

use super::{Pages, summary, title};
use crate::import::languages::Languages;
use crate::import::literal;
use crate::import::nav::Item;
use crate::import::old_urls::Style;
use crate::import::plan::{Body, Kind, Plan};
use crate::import::tree::{self, Tree};

/// What stands around the pages.
const FRAMES: [&str; 4] = ["_sidebar.md", "_navbar.md", "_coverpage.md", "_404.md"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let loads =
        |path: &&str| tree::name(path) == "index.html" && tree.text(path).is_some_and(|text| text.contains("docsify"));
    let page = tree.paths().filter(loads).min_by_key(|path| path.matches('/').count());
    let list = tree.find(&["_sidebar.md", "_coverpage.md"]);
    let path = page.or(list)?;
    Some((tree::folder(path).to_owned(), format!("it has {path}")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let settings = tree.text(&format!("{root}index.html")).unwrap_or_default();
    let mut plan = Plan::new(
        &literal::text_of(settings, "name").filter(|name| !name.contains('<')).unwrap_or_else(|| title(tree)),
    );
    let languages = Languages::of(tree, root, None);
    let pages = Pages { folder: root, to: "", base: "/", style: Style::Bare, languages: languages.as_ref() };
    pages.plan(tree, &mut plan, &|path| FRAMES.contains(&tree::name(path)) || path == "index.html");
    for file in &mut plan.files {
        // What stands behind `#` never reaches a server.
        file.old.clear();
        let text = tree.text(&file.from).filter(|text| file.kind == Kind::Page && text.contains("](#/"));
        file.body = text.map_or(Body::Copy, |text| Body::Text(plain_links(text)));
    }
    let codes = languages.as_ref().map_or(vec![String::new()], |languages| languages.codes.clone());
    for code in codes {
        let folder = if code.is_empty() { root.to_owned() } else { format!("{root}{code}/") };
        if let Some(text) = tree.text(&format!("{folder}_sidebar.md")) {
            let text = text.replace("](#/", "](/").replace("](/)", "](README.md)").replace("](/", "](");
            let items = rooted(tree, root, &folder, &summary::read(&text, ""));
            plan.nav.insert(code, items);
        }
    }
    languages.iter().for_each(|languages| languages.tell(&mut plan));
    Ok(plan)
}

/// `[x](#/page?id=part)` as `[x](/page#part)`.
fn plain_links(text: &str) -> String {
    let mut parts = text.split("](#/");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (target, behind) = part.split_once(')').unwrap_or((part, ""));
        let close = if target.len() < part.len() { ")" } else { "" };
        out.push_str(&format!("](/{}{close}{behind}", target.replacen("?id=", "#", 1)));
    }
    out
}

/// Targets are seen from the top of the site: `/guide`, `guide.md`, `#/guide`, `/`.
fn rooted(tree: &Tree, root: &str, folder: &str, items: &[Item]) -> Vec<Item> {
    let page = |target: &str| {
        let path = target.trim_start_matches("#/").trim_start_matches('/').split('?').next().unwrap_or_default();
        let names = |folder: &str| {
            let path = format!("{folder}{path}");
            let index = if path.is_empty() || path.ends_with('/') { path.clone() } else { format!("{path}/") };
            [path.clone(), format!("{path}.md"), format!("{index}README.md"), format!("{index}index.md")]
        };
        [root, folder].iter().flat_map(|folder| names(folder)).find(|path| tree.has(path))
    };
    let item = |item: &Item| match item {
        Item::Page { label, path } => page(path).map(|path| Item::page(label.as_deref(), &path)),
        Item::Link { .. } => Some(item.clone()),
        Item::Section { label, items } => {
            let inside = rooted(tree, root, folder, items);
            (!inside.is_empty()).then(|| Item::group(label, None, inside))
        }
    };
    items.iter().filter_map(item).collect()
}
