//! Old addresses that lead to where a page stands now.
//!
//! In: entries. Out: `redirect_from` of all pages as paths in the output; and the addresses of folders whose page stands
//! beside them (`slack/` leads to `slack.html`), and those that other programs gave the pages, where nobody asks for them.

use super::tree::Tree;
use super::{Entry, Id};
use crate::diagnostic::{Diagnostic, Finding};
use crate::url::{check_output_path, decode};
use crate::yaml::Step;
use std::collections::BTreeMap;

/// Old addresses as paths in the output.
pub fn collect(entries: &[Entry], tree: &Tree) -> (BTreeMap<String, Id>, Vec<Diagnostic>) {
    let mut all = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (id, entry) in entries.iter().enumerate().filter(|(_, e)| !e.fallback) {
        let mut found = Vec::new();
        let mut tell = |index: usize, message: String, hint: &str| {
            let steps = [Step::Key("redirect_from".into()), Step::Index(index)];
            found.push(Finding::at_field("redirect", &steps, message).hint(hint));
        };
        for (index, old) in entry.page.outline.front.redirect_from.iter().enumerate() {
            match redirect_path(old) {
                Ok(path) if all.contains_key(&path) => {
                    let message = format!("two pages redirect from `{old}`");
                    tell(index, message, "remove one of the two");
                }
                Ok(path) => drop(all.insert(path, id)),
                Err(message) => {
                    let message = format!("`{old}` cannot be redirected: {message}");
                    let hint = if is_file(old) {
                        "let the web server redirect it, and remove it here"
                    } else {
                        "write the old path from the site's root, such as `/en/old/page.html`"
                    };
                    tell(index, message, hint);
                }
            }
        }
        diagnostics.extend(entry.page.document().tell(found));
    }
    for id in &tree.folders {
        let folder = entries[*id].out.trim_end_matches(".html");
        all.entry(format!("{folder}/index.html")).or_insert(*id);
    }
    add_addresses(entries, &mut all);
    (all, diagnostics)
}

/// The path of an address: without its host, and without what the server never hears or a file cannot answer to.
fn path_of(old: &str) -> &str {
    let path = old.split_once("://").map_or(old, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    path.split(['#', '?']).next().unwrap_or_default()
}

/// Whether a browser that asks for this name expects no page: `old.pdf`, and not `v1.2` or `release.notes`.
fn is_file(name: &str) -> bool {
    const ENDINGS: &str = "pdf doc docx xls xlsx ppt pptx odt png jpg jpeg gif svg webp mp3 mp4 zip gz txt csv json xml \
                           php aspx asp jsp";
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.split(' ').any(|known| known == ending))
}

/// Addresses on the site that a page comes from. They ask for no place that anybody else has.
fn add_addresses(entries: &[Entry], all: &mut BTreeMap<String, Id>) {
    let own = entries.iter().enumerate().filter(|(_, entry)| !entry.fallback);
    for (id, entry) in own {
        for path in entry.page.outline.front.addresses.iter().filter_map(|address| redirect_path(address).ok()) {
            if path != entry.out {
                all.entry(path).or_insert(id);
            }
        }
    }
}

/// Whether a page says an old address itself.
pub fn is_asked_for(entry: &Entry, path: &str) -> bool {
    entry.page.outline.front.redirect_from.iter().any(|old| redirect_path(old).is_ok_and(|old| old == path))
}

/// `/old/page/` is the file `old/page/index.html`, `/old/page` is `old/page.html`.
pub fn redirect_path(old: &str) -> Result<String, String> {
    let decoded = decode(path_of(old));
    let path = decoded.trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let path = match last {
        "" => format!("{path}index.html"),
        name if name.ends_with(".html") || name.ends_with(".htm") => path.to_owned(),
        name if name.ends_with(".md") => format!("{}.html", path.trim_end_matches(".md")),
        name if is_file(name) => return Err("it is the address of a file, and a page cannot answer there".to_owned()),
        _ => format!("{path}.html"),
    };
    check_output_path(&path)?;
    Ok(path)
}
