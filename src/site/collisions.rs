//! No two things under one address, whatever the file system of the reader thinks of case and Unicode.
//!
//! In: the site. Out: an error for each address that is wanted twice, naming both.

use super::Site;
use crate::diagnostic::Diagnostic;
use crate::page::url::collision_key;
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

/// Looks for addresses that are taken twice: pages, files, tag pages, redirects, docent's own files.
pub fn find(site: &Site) -> Vec<Diagnostic> {
    let mut taken: HashMap<String, (String, String)> = HashMap::new();
    let mut diagnostics = Vec::new();
    for (path, owner) in claims(site) {
        match taken.entry(collision_key(&path)) {
            Slot::Vacant(slot) => drop(slot.insert((path, owner))),
            Slot::Occupied(slot) => {
                let (first_path, first) = slot.get();
                diagnostics.push(collision(&owner, &path, first, first_path));
            }
        }
    }
    diagnostics
}

/// Every address and the file that claims it, the strongest claim first.
fn claims(site: &Site) -> impl Iterator<Item = (String, String)> {
    let pages = site.entries.iter().map(|e| (e.out.clone(), e.page.outline.source.clone()));
    let copies = site.entries.iter().filter(|e| !e.fallback && !e.synthetic);
    let copies = copies.map(|e| (format!("{}.md", e.out.trim_end_matches(".html")), e.page.outline.source.clone()));
    let tags = site.tags.values().flat_map(|tags| tags.values());
    let tags = tags.map(|tag| (tag.out.clone(), site.entries[tag.pages[0]].page.outline.source.clone()));
    let indexes = site.tags.values().filter_map(|tags| tags.values().next());
    let indexes = indexes
        .filter_map(|tag| Some((format!("{}/index.html", tag.out.rsplit_once('/')?.0), "the list of tags".to_owned())));
    let files = site.files.iter().map(|f| (f.clone(), format!("content/{f}")));
    let redirects =
        site.redirects.iter().map(|(path, id)| (path.clone(), site.entries[*id].page.outline.source.clone()));
    let own = OWN.iter().map(|name| ((*name).to_owned(), "docent itself".to_owned()));
    own.chain(pages).chain(copies).chain(tags).chain(indexes).chain(files).chain(redirects)
}

/// Files that docent writes at the top of the output.
const OWN: [&str; 5] = ["404.html", "sitemap.xml", "robots.txt", "llms.txt", ".docent.json"];

fn collision(owner: &str, path: &str, first: &str, first_path: &str) -> Diagnostic {
    let message = if path == first_path {
        format!("the address `{path}` is already taken by {first}")
    } else {
        format!("the address `{path}` differs from `{first_path}` of {first} only by case or Unicode form")
    };
    let file = if owner.starts_with("content/") { owner } else { first };
    Diagnostic::error("collision", file, message).hint("rename one of the two, or give one a `slug`")
}
