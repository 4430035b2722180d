//! Old addresses that lead to the new ones.
//!
//! In: a plan, and where the new site has each page. Out: the addresses that the new site lacks, by the page's file.

use super::plan::{Kind, Plan};
use crate::site::redirects::redirect_path;
use std::collections::{BTreeMap, BTreeSet};

/// The addresses that pages need in `redirect_from`, by their path in the new project. `there` are all paths of the new
/// site.
pub fn missing(plan: &Plan, there: &BTreeSet<&str>) -> BTreeMap<String, Vec<String>> {
    let mut taken: BTreeSet<String> = there.iter().map(|path| path.to_lowercase()).collect();
    let mut needed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in plan.files.iter().filter(|file| file.kind == Kind::Page) {
        for old in &file.old {
            let old = old.split(['#', '?']).next().unwrap_or_default();
            let Ok(path) = redirect_path(old) else { continue };
            // A redirect needs a free file; `/a` and `/a/` may be the same page on the old host.
            if taken.insert(path.to_lowercase()) {
                needed.entry(file.to.clone()).or_default().push(old.to_owned());
            }
        }
    }
    needed
}
