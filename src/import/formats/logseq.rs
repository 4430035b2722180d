//! Logseq: a graph of pages and journals.
//!
//! In: `logseq/config.edn`, `pages/`, `journals/`, `assets/`. Out: pages at the top, journals in `journals/`; `___` and `%2F` in
//! names are folders.

use super::title;
use crate::import::plan::{Body, Kind, Plan};
use crate::import::tree::{self, Tree};

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let path = tree.paths().find(|path| *path == "logseq/config.edn" || path.ends_with("/logseq/config.edn"))?;
    Some((path.trim_end_matches("logseq/config.edn").to_owned(), format!("it has {path}")))
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    for folder in ["pages/", "journals/", "assets/"] {
        let to = |path: &str| match folder {
            "pages/" => Some(format!("content/{}", path.replace("___", "/").replace("%2F", "/"))),
            "assets/" if path.ends_with(".edn") => None,
            folder => Some(format!("content/{folder}{path}")),
        };
        plan.add_below(tree, &format!("{root}{folder}"), &to);
    }
    for file in plan.files.iter_mut().filter(|file| file.kind == Kind::Page) {
        let text = tree.text(&file.from).unwrap_or_default();
        let name = tree::name(tree::stem(&file.from)).replace("___", "/");
        let name = crate::url::decode(name.rsplit('/').next().unwrap_or_default());
        let written = page(text, &name.replace('_', if file.to.contains("/journals/") { "-" } else { "_" }));
        file.facts = Some(crate::import::proof::markdown::read(&written));
        file.body = Body::Text(written);
    }
    Ok(plan)
}

/// The properties at the top of a page as its front matter; the title of its name, if it has none.
fn page(text: &str, name: &str) -> String {
    let mut lines = text.lines().peekable();
    let mut front: Vec<(String, String)> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    while let Some((line, (key, value))) = lines.peek().and_then(|line| Some((*line, property(line)?))) {
        let value = value.replace("[[", "").replace("]]", "");
        match key {
            "title" | "tags" | "description" => front.push((key.to_owned(), value)),
            "alias" => front.push(("aliases".to_owned(), value)),
            "public" if value.trim() == "false" => front.push(("draft".to_owned(), "true".to_owned())),
            "public" | "icon" | "id" | "collapsed" | "filters" | "exclude-from-graph-view" => {}
            _ => others.push(line),
        }
        lines.next();
    }
    let body: Vec<&str> = others.into_iter().chain(lines).collect();
    if !front.iter().any(|(key, _)| key == "title") && !body.iter().any(|line| line.starts_with("# ")) {
        front.insert(0, ("title".to_owned(), name.to_owned()));
    }
    let list = |value: &str| {
        let words: Vec<&str> =
            value.split(',').map(|word| word.trim().trim_start_matches('#')).filter(|word| !word.is_empty()).collect();
        serde_json::to_string(&words).unwrap_or_default()
    };
    let line = |(key, value): &(String, String)| match key.as_str() {
        "tags" | "aliases" => format!("{key}: {}\n", list(value)),
        "draft" => format!("{key}: {value}\n"),
        _ => format!("{key}: {}\n", crate::import::nav::scalar(value)),
    };
    let front: String = front.iter().map(line).collect();
    let front = if front.is_empty() { front } else { format!("---\n{front}---\n\n") };
    format!("{front}{}\n", body.join("\n").trim_matches('\n'))
}

/// `key:: value`
fn property(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim_start_matches("- ").split_once("::")?;
    let plain = |c: char| c.is_ascii_lowercase() || matches!(c, '-' | '_');
    (!key.is_empty() && key.chars().all(plain)).then_some((key, value.trim()))
}
