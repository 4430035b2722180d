//! Wikis that are repositories: GitHub (`Home.md`, `_Sidebar.md`), GitLab (`home.md`, `_sidebar.md`), Azure DevOps (`.order`).
//!
//! In: pages whose file names are their titles, with dashes for spaces. Out: the pages with their titles, the sidebar or the
//! order as navigation.

use super::folder_nav::{self, Entry, Order};
use super::{Pages, summary, title};
use crate::import::nav::Item;
use crate::import::old_urls::Style;
use crate::import::plan::{Body, Kind, Plan};
use crate::import::tree::{self, Tree};

const SIDEBARS: [&str; 3] = ["_Sidebar.md", "_sidebar.md", "_Sidebar.markdown"];

/// What stands around the pages of a wiki.
const FRAMES: [&str; 4] = ["_sidebar", "_footer", "_header", "_template"];

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    if let Some(path) = tree.find(&[".order"]) {
        return Some((tree::folder(path).to_owned(), format!("it has {path}")));
    }
    let home = tree.find(&["Home.md", "home.md"])?;
    let folder = tree::folder(home);
    let sidebar = SIDEBARS.iter().map(|name| format!("{folder}{name}")).find(|path| tree.has(path))?;
    Some((folder.to_owned(), format!("it has {home} and {sidebar}")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    let pages = Pages { folder: root, to: "", base: "/", style: Style::Bare, languages: None };
    let is_frame = |path: &str| FRAMES.contains(&tree::name(tree::stem(path)).to_ascii_lowercase().as_str());
    pages.plan(tree, &mut plan, &|path| is_frame(path) || tree::name(path) == ".order");
    let azure = tree.find(&[".order"]).is_some();
    for file in plan.files.iter_mut().filter(|file| file.kind == Kind::Page) {
        let text = tree.text(&file.from).unwrap_or_default();
        let name = crate::import::nav::scalar(&spoken(tree::name(tree::stem(&file.from)), azure));
        match has_title(text) {
            false => file.body = Body::Text(format!("---\ntitle: {name}\n---\n\n{text}")),
            // Wikilinks are to the name of the file.
            true if !text.starts_with("---") && file.from.contains('-') => {
                file.body = Body::Text(format!("---\naliases: [{name}]\n---\n\n{text}"));
            }
            true => {}
        }
        let home = file.from.strip_prefix(root).unwrap_or(&file.from);
        if home.eq_ignore_ascii_case("home.md") && !tree.has(&format!("{root}index.md")) {
            file.to = "content/index.md".to_owned();
        }
    }
    let sidebar = SIDEBARS.iter().find_map(|name| tree.text(&format!("{root}{name}")));
    let items = match sidebar {
        Some(text) => pages_of(tree, root, &summary::read(&links(text), "")),
        None if azure => folder_nav::items(tree, root, &order),
        None => Vec::new(),
    };
    if !items.is_empty() {
        plan.nav.insert(String::new(), items);
    }
    Ok(plan)
}

/// Whether a page has a title of its own.
fn has_title(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with("# ") || text.starts_with("---")
}

/// `Getting-Started` is `Getting Started`; Azure writes `%2D` for a dash.
fn spoken(name: &str, azure: bool) -> String {
    let words = name.replace('-', " ");
    if azure { crate::url::decode(&words) } else { words }
}

/// Wikilinks as links: `[[Words|Page]]`, `[[Page]]`.
fn links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (inside, behind))) =
        rest.split_once("[[").and_then(|(before, rest)| Some((before, rest.split_once("]]")?)))
    {
        let (label, target) = inside.split_once('|').unwrap_or((inside, inside));
        out.push_str(&format!("{before}[{label}](<{}>)", target.trim().replace(' ', "-")));
        rest = behind;
    }
    out + rest
}

/// Links to pages by their names.
fn pages_of(tree: &Tree, root: &str, items: &[Item]) -> Vec<Item> {
    let page = |path: &str| {
        let name = path.rsplit("/wiki/").next().unwrap_or(path).trim_start_matches("./").trim_start_matches('/');
        let name = tree::PAGES.iter().find_map(|ending| name.strip_suffix(&format!(".{ending}"))).unwrap_or(name);
        folder_nav::page(tree, &format!("{root}{name}")).or_else(|| {
            tree.below(root)
                .find(|path| tree::name(tree::stem(path)).eq_ignore_ascii_case(name))
                .map(|path| format!("{root}{path}"))
        })
    };
    let item = |item: &Item| match item {
        Item::Page { label, path } => page(path).map(|path| Item::page(label.as_deref(), &path)),
        Item::Link { label, url } => match page(url).filter(|_| url.contains("/wiki")) {
            Some(path) => Some(Item::page(Some(label), &path)),
            None => Some(item.clone()),
        },
        Item::Section { label, items } => {
            let inside = pages_of(tree, root, items);
            (!inside.is_empty()).then(|| Item::group(label, None, inside))
        }
    };
    items.iter().filter_map(item).collect()
}

/// `.order` of Azure: a name a line.
fn order(tree: &Tree, folder: &str) -> Option<Order> {
    let text = tree.text(&format!("{folder}.order"))?;
    let names = text.lines().map(str::trim).filter(|name| !name.is_empty());
    let entries = names.map(|name| Entry::Named(name.to_owned(), Some(spoken(name, true)))).collect();
    Some(Order { entries, all: true, ..Order::default() })
}
