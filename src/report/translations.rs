//! `translations`: what has to be translated, and what has to be translated anew.
//!
//! In: the site. Out: rows for each page and language: missing, unstamped (nobody knows which version it was translated
//! from), behind (a row for each part of the original that has changed), current. Originals have no rows.

use super::{Report, ReportInput};
use crate::page::translated::{Part, changes, original_language};
use crate::site::{Entry, Id};

const COLUMNS: [&str; 6] = ["page", "language", "status", "original", "change", "section"];

/// Translations by page.
pub fn translations(world: ReportInput<'_>) -> Report {
    let entries = world.site.entries.iter().enumerate().filter(|(_, entry)| !entry.synthetic);
    let mut rows: Vec<Vec<String>> = entries.flat_map(|(id, entry)| rows(world, id, entry)).collect();
    rows.sort();
    Report { columns: COLUMNS.to_vec(), rows }
}

fn rows(world: ReportInput<'_>, id: Id, entry: &Entry) -> Vec<Vec<String>> {
    let outline = &entry.page.outline;
    let row = |status: &str, original: &str, change: &str, section: &str| {
        let page = if entry.fallback { "" } else { &outline.source };
        [page, &entry.lang, status, original, change, section].map(str::to_owned).to_vec()
    };
    if entry.fallback {
        return vec![row("missing", &outline.source, "", "")];
    }
    let stamp = &outline.front.translated_from;
    if original_language(stamp).is_none() {
        return unstamped(world, id, entry).map(|original| row("unstamped", original, "", "")).into_iter().collect();
    }
    let Some(original) = world.site.original(id, world.config) else {
        return vec![row("no original", "", "", "")];
    };
    let original = &world.site.entries[original].page.outline;
    let changes = changes(stamp, original);
    let told = |change: &'static str| move |part: &Part<'_>| (change, section(part));
    let parts = changes.changed.iter().map(told("changed")).chain(changes.added.iter().map(told("added")));
    let all = parts.chain(changes.removed.iter().map(|id| ("removed", id.clone())));
    let rows: Vec<_> = all.map(|(change, section)| row("behind", &original.source, change, &section)).collect();
    if rows.is_empty() { vec![row("current", &original.source, "", "")] } else { rows }
}

/// A heading as a reader sees it; else the name of the part.
fn section(part: &Part<'_>) -> String {
    part.heading.map_or_else(|| part.id.clone(), |heading| heading.text.clone())
}

/// The page that an unstamped one is most likely a translation of: nobody is, if another page says that it was translated
/// from this one.
fn unstamped<'a>(world: ReportInput<'a>, id: Id, entry: &Entry) -> Option<&'a str> {
    let config = world.config;
    let own = |id: &Id| world.site.entries[*id].is_own();
    let twins = || world.site.translations[id].iter().flatten().copied().filter(own).filter(|twin| *twin != id);
    let stamp = |id: Id| original_language(&world.site.entries[id].page.outline.front.translated_from);
    if twins().any(|twin| stamp(twin) == Some(&entry.lang)) || *entry.lang == *config.default_language {
        return None;
    }
    let source = |id: Id| world.site.entries[id].page.outline.source.as_str();
    let default = twins().find(|twin| *world.site.entries[*twin].lang == *config.default_language);
    default.or_else(|| twins().next()).map(source)
}
