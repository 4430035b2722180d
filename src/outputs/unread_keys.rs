//! Keys of front matters that nobody reads: each is told once for the site.
//!
//! In: the site. Out: a warning for each key, at the first page that has it, with how many have it.

use crate::diagnostic::{Diagnostic, Severity};
use crate::page::types::{self, Types, UNKNOWN_KEY};
use crate::site::{Entry, Site};
use crate::yaml::{Step, short};
use std::collections::BTreeMap;

/// The first page that has a key, and how many have it.
type Use<'s> = (&'s Entry, usize);

/// Warns of each key.
pub(super) fn find(site: &Site, types: &Types) -> Vec<Diagnostic> {
    let mut uses: BTreeMap<&str, Use<'_>> = BTreeMap::new();
    for entry in site.entries.iter().filter(|entry| !entry.fallback) {
        for key in &entry.page.outline.unread {
            let (first, count) = uses.entry(key).or_insert((entry, 0));
            *count += 1;
            if entry.page.outline.source < first.page.outline.source {
                *first = entry;
            }
        }
    }
    uses.into_iter().map(|(key, (first, count))| warning(first, key, count, types)).collect()
}

fn warning(first: &Entry, key: &str, count: usize, types: &Types) -> Diagnostic {
    let pages = if count == 1 { "1 page has it".to_owned() } else { format!("{count} pages have it") };
    let message = format!("`{}` is not a key that docent reads: {pages}", short(key));
    let told = first.page.at_field(UNKNOWN_KEY, &[Step::Name(key.to_owned())], message);
    Diagnostic { severity: Severity::Warning, ..told }.hint(types::advice(types, key))
}
