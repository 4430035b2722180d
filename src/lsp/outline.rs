//! What a page and a project consist of: headings as a tree, pages and sections by name.
//!
//! In: a file, or words. Out: symbols.

use super::cursor::{anchored, in_file};
use super::desk::Desk;
use super::texts;
use crate::index::ask::hits;
use crate::markdown::link::Anchor;
use crate::site::{Entry, Site};
use crate::url::fold;
use lsp_types::{DocumentSymbol, SymbolKind, Uri, WorkspaceSymbol};
use lsp_types::{Location, OneOf};

/// Symbols that are told of a project.
const MOST: usize = 100;

/// A site with more pages has no search index until somebody searches in the preview: it takes half a minute to make.
const INDEXED: usize = 4_000;

/// The headings of a file.
pub fn of_file(desk: &Desk, uri: &Uri) -> Option<Vec<DocumentSymbol>> {
    let file = desk.name(uri)?;
    let page = &desk.site()?.entries[desk.page(&file)?].page;
    let text = desk.text(&file)?;
    let headings = &page.outline.headings;
    let starts: Vec<(u8, usize)> = headings.iter().map(|h| (h.level, in_file(page, &h.range).start)).collect();
    let mut roots: Vec<DocumentSymbol> = Vec::new();
    let mut levels: Vec<u8> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let start = starts[at].1;
        let next = starts[at + 1..].iter().find(|(level, _)| *level <= heading.level).map(|(_, start)| *start);
        let line = anchored(page, Anchor::Heading(at as u32));
        #[allow(deprecated, reason = "the field has no other way to be left out")]
        let symbol = DocumentSymbol {
            name: Some(heading.text.clone()).filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "#".to_owned()),
            detail: None,
            kind: SymbolKind::STRING,
            tags: None,
            deprecated: None,
            range: texts::range(text, start..next.unwrap_or(text.len()).max(line.end)),
            selection_range: texts::range(text, line),
            children: None,
        };
        while levels.last().is_some_and(|level| *level >= heading.level) {
            levels.pop();
        }
        below(&mut roots, levels.len(), symbol);
        levels.push(heading.level);
    }
    Some(roots)
}

/// Puts a symbol below the last one of so many levels.
fn below(roots: &mut Vec<DocumentSymbol>, depth: usize, symbol: DocumentSymbol) {
    match roots.last_mut().filter(|_| depth > 0) {
        Some(last) => below(last.children.get_or_insert_default(), depth - 1, symbol),
        None => roots.push(symbol),
    }
}

/// Pages and sections that words mean: as the site's search finds them.
pub fn of_project(desk: &Desk, words: &str) -> Vec<WorkspaceSymbol> {
    let Some(site) = desk.site() else { return Vec::new() };
    let searched = desk.config.search.enabled && site.entries.len() <= INDEXED && !words.trim().is_empty();
    let found = if searched { searched_for(desk, words) } else { None };
    found.filter(|found| !found.is_empty()).unwrap_or_else(|| called(desk, site, words))
}

fn searched_for(desk: &Desk, words: &str) -> Option<Vec<WorkspaceSymbol>> {
    let made = desk.made.as_ref()?;
    let found = hits(made.output.search_index(&made.memo), words, &desk.config.default_language, MOST).ok()?;
    let mut symbols = Vec::new();
    for (path, sections) in found {
        let Some(id) = made.output.page_at(&path) else { continue };
        let entry = &made.output.site.entries[id];
        symbols.extend(symbol(desk, entry, &entry.page.outline.title, Anchor::Top));
        for (id, heading) in sections.iter().filter(|(id, _)| !id.is_empty()) {
            let at = entry.page.outline.headings.iter().position(|heading| heading.id == *id);
            let anchor = at.map(|at| Anchor::Heading(at as u32));
            symbols.extend(anchor.and_then(|anchor| symbol(desk, entry, heading, anchor)));
        }
    }
    symbols.truncate(MOST);
    Some(symbols)
}

/// Pages and sections whose names hold the words, pages first.
fn called(desk: &Desk, site: &Site, words: &str) -> Vec<WorkspaceSymbol> {
    let wanted = fold(words.trim());
    let is = |name: &str| fold(name).contains(&wanted);
    let own = || site.own_entries().map(|(_, entry)| entry);
    let pages = own().filter(|entry| is(&entry.page.outline.title));
    let pages = pages.filter_map(|entry| symbol(desk, entry, &entry.page.outline.title, Anchor::Top));
    let sections = own().flat_map(|entry| {
        let headings = entry.page.outline.headings.iter().enumerate().filter(|(_, heading)| is(&heading.text));
        headings.filter_map(|(at, heading)| symbol(desk, entry, &heading.text, Anchor::Heading(at as u32)))
    });
    pages.chain(sections).take(MOST).collect()
}

fn symbol(desk: &Desk, entry: &Entry, name: &str, anchor: Anchor) -> Option<WorkspaceSymbol> {
    if entry.synthetic {
        return None;
    }
    let outline = &entry.page.outline;
    let location: Location = desk.location(&outline.source, anchored(&entry.page, anchor))?;
    let is_page = anchor == Anchor::Top;
    Some(WorkspaceSymbol {
        name: name.to_owned(),
        kind: if is_page { SymbolKind::FILE } else { SymbolKind::STRING },
        tags: None,
        container_name: Some(if is_page { outline.key.clone() } else { outline.title.clone() }),
        location: OneOf::Left(location),
        data: None,
    })
}
