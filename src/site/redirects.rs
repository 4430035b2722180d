//! Old addresses that lead to where a page stands now.
//!
//! In: entries. Out: `redirect_from` of all pages as paths in the output; and the addresses of folders whose page stands
//! beside them: `slack/` leads to `slack.html`.

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
                    tell(index, message, "write the old path from the site's root, such as `/en/old/page.html`");
                }
            }
        }
        diagnostics.extend(entry.page.document().tell(found));
    }
    for id in &tree.folders {
        let folder = entries[*id].out.trim_end_matches(".html");
        all.entry(format!("{folder}/index.html")).or_insert(*id);
    }
    (all, diagnostics)
}

/// `/old/page/` is the file `old/page/index.html`, `/old/page` is `old/page.html`.
pub fn redirect_path(old: &str) -> Result<String, String> {
    let decoded = decode(old);
    let path = decoded.trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let path = match last {
        "" => format!("{path}index.html"),
        name if name.ends_with(".html") || name.ends_with(".htm") => path.to_owned(),
        _ => format!("{path}.html"),
    };
    check_output_path(&path)?;
    Ok(path)
}
