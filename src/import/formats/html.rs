//! A folder of HTML pages: a site that somebody saved or wrote by hand.
//!
//! In: pages, with pictures beside them. Out: a page in Markdown for each, made of its `<main>` or `<article>`, or of its
//! body without navigation; old addresses.

use super::title;
use crate::import::nav::scalar;
use crate::import::plan::{Body, Kind, Plan, is_leftover};
use crate::import::proof::markup;
use crate::import::to_markdown;
use crate::import::tree::{self, Tree};

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let page = tree.paths().find(|path| is_html(path) && !is_leftover(path))?;
    let markdown = tree.paths().any(|path| tree::is_page(path) && !is_leftover(path));
    (!markdown).then(|| (String::new(), format!("it holds HTML pages ({page}) and no Markdown")))
}

fn is_html(path: &str) -> bool {
    ["html", "htm", "xhtml"].contains(&tree::ending(path).as_str())
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    let inside: Vec<String> = tree.below(root).filter(|path| !is_leftover(path)).map(str::to_owned).collect();
    for path in inside {
        let from = format!("{root}{path}");
        let Some(html) = tree.text(&from).filter(|_| is_html(&path)) else {
            let programs = ["css", "js", "map", "php", "scss", "ts", "woff", "woff2", "ttf", "eot"];
            if !programs.contains(&tree::ending(&path).as_str()) && !is_html(&path) {
                plan.add(&from, &format!("content/{path}"), Kind::Asset, Body::Copy);
            }
            continue;
        };
        let content = content(html);
        page(&mut plan, &from, &format!("content/{}.md", tree::stem(&path)), title_of(html, &path), content, "");
        if let Some(file) = plan.files.last_mut().filter(|file| file.from == from) {
            file.old.push(format!("/{path}"));
        }
    }
    if let Some(front) = plan.files.iter().find(|file| file.to == "content/index.md") {
        plan.title = tree.text(&front.from).map(|html| title_of(html, "index")).unwrap_or_default();
    }
    Ok(plan)
}

/// Plans a page that is made of HTML; `keys` are more lines of front matter.
pub(super) fn page(plan: &mut Plan, from: &str, to: &str, title: String, html: &str, keys: &str) {
    let body = to_markdown::convert(html);
    let head = body.lines().find(|line| !line.is_empty()).and_then(|line| line.strip_prefix("# "));
    let own = head.is_some_and(|head| crate::import::proof::letters(head) == crate::import::proof::letters(&title));
    let name =
        if own && keys.is_empty() { String::new() } else { format!("---\ntitle: {}\n{keys}---\n\n", scalar(&title)) };
    let mut facts = markup::facts(html);
    if !own {
        facts.headings.insert(0, crate::import::proof::Piece { line: 1, text: title });
    }
    if let Some(file) = plan.add(from, to, Kind::Page, Body::Text(format!("{name}{body}"))) {
        file.facts = Some(facts);
    }
}

/// The part of a page that is its content.
fn content(html: &str) -> &str {
    let lower = html.to_ascii_lowercase();
    for name in ["main", "article", "body"] {
        let begins = lower
            .match_indices(&format!("<{name}"))
            .find(|(at, mark)| !lower[at + mark.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-'));
        if let Some((at, _)) = begins {
            return markup::element(html, at);
        }
    }
    html
}

/// The title of a page: its heading, else what the window is called.
pub(super) fn title_of(html: &str, path: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let of = |name: &str| {
        let at = lower.find(&format!("<{name}"))?;
        let text = markup::text(markup::element(html, at));
        Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
    };
    of("h1").or_else(|| of("title")).unwrap_or_else(|| crate::import::nav::humanised(tree::name(tree::stem(path))))
}
