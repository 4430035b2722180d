//! A heading gets another text, or a block another name, and the links to it follow.
//!
//! In: the configuration, the snapshot, a page and one of its headings or blocks, the new text. Out: [`Change`]s by file, or
//! the reason why it cannot be done.
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
    let after = output.site.own_entry(&page.outline.source);
    let anchor =
        after.and_then(|(_, entry)| entry.page.outline.headings.get(heading)).map(|heading| heading.id.clone());
    let anchor = anchor.ok_or("this text makes no heading")?;
    let place = (id, Anchor::Heading(heading as u32));
    Ok(with(own, page, leads(site, config, place, &anchor, new.trim())?))
}

/// Plans another name of a block.
///
/// # Errors
/// The name is none, or another block of the page has it, or a link to it is written in the syntax of another tool.
pub fn rename_block(site: &Site, config: &Config, (id, block): (Id, usize), new: &str) -> Result<Changes, String> {
    let page = &site.entries[id].page;
    let new = new.trim().trim_start_matches('^');
    if new.is_empty() || !new.chars().all(|c| c.is_alphanumeric() || c == '-') {
        return Err("a block is named by letters, digits and hyphens".to_owned());
    }
    if page.outline.blocks.iter().any(|other| other.id == new) {
        return Err(format!("another block of this page is called `^{new}`"));
    }
    let named = page.outline.blocks.get(block).ok_or("there is no such block")?.name(&page.text[page.body..]);
    let old = page.text.get(page.body + named.start..page.body + named.end).unwrap_or_default();
    let own = change(page, &named, old, new.to_owned()).map_err(|told| told.message)?;
    let anchor = format!("^{new}");
    Ok(with(own, page, leads(site, config, (id, Anchor::Block(block as u32)), &anchor, &anchor)?))
}

/// With the change of the page itself.
fn with(own: Change, page: &Page, mut all: Changes) -> Changes {
    let mine = all.entry(page.outline.source.clone()).or_default();
    mine.push(own);
    mine.sort_by_key(|change| change.range.start);
    all
}

fn leads(site: &Site, config: &Config, (id, part): (Id, Anchor), anchor: &str, text: &str) -> Result<Changes, String> {
    let meant = |target: &Target| target.place() == Some((id, part));
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
