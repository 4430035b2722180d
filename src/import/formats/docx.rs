//! Word documents: a page each.
//!
//! In: `.docx` files. Out: pages with headings, lists, tables, links, notes and pictures. Tracked changes are accepted;
//! comments are not published, which is told.

mod body;
mod parts;

use super::title;
use crate::import::archive;
use crate::import::nav::{humanised, scalar};
use crate::import::plan::{Body, Kind, Plan, is_leftover};
use crate::import::to_markdown;
use crate::import::tree::{self, Tree};
use parts::Parts;

pub(super) fn find(tree: &Tree) -> Option<(String, String)> {
    let document = tree.paths().find(|path| is_document(path))?;
    let others = tree.paths().any(|path| tree::is_page(path) && !is_leftover(path));
    (!others).then(|| (String::new(), format!("it holds Word documents ({document}) and no Markdown")))
}

fn is_document(path: &str) -> bool {
    tree::ending(path) == "docx" && !tree::name(path).starts_with("~$") && !is_leftover(path)
}

pub(super) fn plan(tree: &Tree, root: &str) -> Result<Plan, String> {
    let mut plan = Plan::new(&title(tree));
    let inside: Vec<String> = tree.below(root).map(str::to_owned).collect();
    let documents = inside.iter().filter(|path| is_document(path)).count();
    for path in &inside {
        let from = format!("{root}{path}");
        if !is_document(path) {
            if !is_leftover(path) && !tree::name(path).starts_with("~$") {
                plan.add(&from, &format!("content/{path}"), Kind::Asset, Body::Copy);
            }
            continue;
        }
        // The only document is the front page.
        let to = if documents == 1 && !path.contains('/') {
            "content/index.md".to_owned()
        } else {
            format!("content/{}.md", tree::stem(path))
        };
        match document(tree.bytes(&from).unwrap_or_default()) {
            Ok(read) => add(&mut plan, &from, &to, read),
            Err(why) => plan.note(&from, 0, &format!("not imported: {why}"), "open it in Word and save it again"),
        }
    }
    Ok(plan)
}

/// A document as it was read.
struct Document {
    title: Option<String>,
    html: String,
    notes: Vec<(String, String)>,
    pictures: Vec<(String, Vec<u8>)>,
    comments: usize,
    unseen: Vec<String>,
    facts: crate::import::proof::Facts,
}

fn document(bytes: &[u8]) -> Result<Document, String> {
    let parts = Parts::of(archive::unpack(bytes)?)?;
    body::read(&parts)
}

fn add(plan: &mut Plan, from: &str, to: &str, read: Document) {
    let name = read.title.clone().unwrap_or_else(|| humanised(tree::name(tree::stem(from))));
    let folder = format!("{}-files", tree::name(tree::stem(from)));
    let mut markdown = format!("---\ntitle: {}\n---\n\n{}", scalar(&name), to_markdown::convert(&read.html));
    for (number, html) in &read.notes {
        let text = to_markdown::convert(html);
        let text = text.trim().replace("\n\n", "\n\n    ");
        markdown.push_str(&format!("\n[^{number}]: {text}\n"));
    }
    let markdown = markdown.replace("docent-media/", &format!("{}/", crate::url::encode(&folder)));
    for (picture, bytes) in read.pictures {
        let place = format!("{}{folder}/{picture}", tree::folder(to));
        plan.add(&format!("{from}/{picture}"), &place, Kind::Asset, Body::Bytes(bytes));
    }
    if read.comments > 0 {
        let what = format!(
            "{} of reviewers are not published",
            if read.comments == 1 { "1 comment".to_owned() } else { format!("{} comments", read.comments) }
        );
        plan.note(from, 0, &what, "they stay in the document");
    }
    for what in read.unseen {
        plan.note(from, 0, &what, "replace it in Word, or add it to the page by hand");
    }
    if let Some(file) = plan.add(from, to, Kind::Page, Body::Text(markdown)) {
        file.facts = Some(read.facts);
    }
}
