//! A heading gets another text, and the links to it follow.
//!
//! In: the configuration, the snapshot, a page and one of its headings, the new text. Out: [`Change`]s by file, or the reason
//! why it cannot be done.
//!
//! 1. The text of the heading changes; an id that it gives itself (`{#id}`) stays.
//! 2. The site is built with it: its new id is the one that the reader's page has.
//! 3. Links to it get the new id, wikilinks the new text.

use super::rewrite::{Change, change, changed};
use crate::config::Config;
use crate::markdown::link::Anchor;
use crate::markdown::{Form, destinations};
use crate::page::Page;
use crate::pipeline::{self, Memo};
use crate::site::links::{self, Target};
use crate::site::{Id, Site};
use crate::source::Sources;
use std::collections::BTreeMap;
use std::ops::Range;

/// Changes, by file.
pub type Changes = BTreeMap<String, Vec<Change>>;

/// The text of a heading in its file, without `##`, a closing `##` and `{#id}`.
pub fn text(page: &Page, heading: usize) -> Option<Range<usize>> {
    let range = &page.outline.headings.get(heading)?.range;
    let range = page.in_file(page.body + range.start..page.body + range.end);
    let line = page.file_text().get(range.clone())?.lines().next()?;
    let start = line.len() - line.trim_start_matches([' ', '#']).len();
    let written = line.split(" {").next().unwrap_or(line).trim_end().trim_end_matches('#').trim_end();
    (start <= written.len()).then(|| range.start + start..range.start + written.len())
}

/// Plans it.
///
/// # Errors
/// The heading is not written in Markdown, or a link to it is written in the syntax of another tool.
pub fn rename(
    site: &Site,
    config: &Config,
    sources: &Sources,
    memo: &mut Memo,
    (id, heading): (Id, usize),
    new: &str,
) -> Result<Changes, String> {
    let page = &site.entries[id].page;
    let range = text(page, heading).ok_or("this heading cannot be renamed: it is not written as `## Heading`")?;
    let old = page.file_text()[range.clone()].to_owned();
    let own = Change { range, old, new: new.trim().to_owned() };
    let mut renamed = sources.clone();
    renamed.insert_text(&page.outline.source, &changed(page, std::slice::from_ref(&own)));
    let (output, _) = pipeline::build(config, &renamed, memo);
    let output = output.ok_or("the templates have errors; run `docent check` to see them")?;
    let entries = &output.site.entries;
    let after = entries.iter().find(|entry| entry.is_own() && entry.page.outline.source == page.outline.source);
    let anchor = after.and_then(|entry| entry.page.outline.headings.get(heading)).map(|heading| heading.id.clone());
    let anchor = anchor.ok_or("this text makes no heading")?;
    let mut all = leads(site, config, (id, heading), &anchor, new.trim())?;
    let mine = all.entry(page.outline.source.clone()).or_default();
    mine.push(own);
    mine.sort_by_key(|change| change.range.start);
    Ok(all)
}

fn leads(
    site: &Site,
    config: &Config,
    (id, heading): (Id, usize),
    anchor: &str,
    text: &str,
) -> Result<Changes, String> {
    let meant = |target: &Target| target.place() == Some((id, Anchor::Heading(heading as u32)));
    let mut all = Changes::new();
    for (from, entry) in site.own_entries().filter(|(from, _)| *from == id || site.targets[*from].iter().any(meant)) {
        let page = &entry.page;
        let body = &page.text[page.body..];
        let places = destinations(body, &config.markdown);
        let targets = page.outline.links.iter().zip(&site.targets[from]).enumerate();
        let ours = targets.filter(|(_, (link, to))| meant(&links::meant(page, from, &link.target, to)));
        for place in ours.filter_map(|(at, _)| places.get(at)?.as_ref()) {
            let old = &body[place.range.clone()];
            let Some(mark) = old.rfind('#') else { continue };
            let name = if place.form == Form::Wiki { text } else { anchor };
            let fragment = place.range.start + mark + 1..place.range.end;
            let change =
                change(page, &fragment, &body[fragment.clone()], name.to_owned()).map_err(|told| told.message)?;
            all.entry(page.outline.source.clone()).or_default().push(change);
        }
    }
    for changes in all.values_mut() {
        changes.sort_by_key(|change| change.range.start);
        changes.dedup();
    }
    Ok(all)
}
