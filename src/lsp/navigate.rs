//! Ways through the project: where a link leads, who leads here, what it says there.
//!
//! In: a place in a file. Out: locations, links, and a text to hover.

use super::cursor::{What, anchored, in_file, leads, place, under};
use super::desk::Desk;
use super::texts;
use crate::markdown::link::Anchor;
use crate::page::keys;
use crate::site::links::Target;
use crate::site::{Entry, Id, Site};
use lsp_types::{DocumentLink, Hover, HoverContents, Location, MarkupContent, MarkupKind, Position, Uri};

/// Characters of a section that a hover shows.
const SHOWN: usize = 600;

/// A place of a page: the page, and the byte of its file.
fn at(desk: &Desk, uri: &Uri, position: Position) -> Option<(Id, usize)> {
    let file = desk.name(uri)?;
    Some((desk.page(&file)?, texts::offset(desk.text(&file)?, position)))
}

/// Where the link under the cursor leads.
pub fn definition(desk: &Desk, uri: &Uri, position: Position) -> Option<Location> {
    let (id, at) = at(desk, uri, position)?;
    let What::Link(target) = under(desk.site()?, id, at)?.what else { return None };
    let (file, range) = place(desk, &target)?;
    desk.location(&file, range.start..range.start)
}

/// Who leads to what is under the cursor: to a heading, to the page that a link names, else to this page.
pub fn references(desk: &Desk, uri: &Uri, position: Position, itself: bool) -> Option<Vec<Location>> {
    let (id, at) = at(desk, uri, position)?;
    let site = desk.site()?;
    let (page, anchor) = match under(site, id, at).map(|under| under.what) {
        Some(What::Heading(number)) => (id, Some(Anchor::Heading(number as u32))),
        Some(What::Link(target)) => {
            let (to, anchor) = target.place()?;
            (to, Some(anchor).filter(|anchor| *anchor != Anchor::Top))
        }
        Some(What::Title) | None => (id, None),
    };
    let mut found: Vec<Location> = Vec::new();
    if itself {
        let entry = &site.entries[page];
        found.extend(desk.location(&entry.page.outline.source, anchored(&entry.page, anchor.unwrap_or_default())));
    }
    for (file, range) in led(site, page, anchor) {
        found.extend(desk.location(&file, range));
    }
    Some(found)
}

/// The links to a page, or to a part of it, with their places.
pub fn led(site: &Site, page: Id, anchor: Option<Anchor>) -> impl Iterator<Item = (String, std::ops::Range<usize>)> {
    let there = move |(to, at): (Id, Anchor)| to == page && anchor.is_none_or(|anchor| anchor == at);
    let meant = move |target: &Target| target.place().is_some_and(there);
    let any = move |from: Id| {
        // Of links into the page itself the site does not know where they lead.
        from == page || site.targets_of(from).any(meant)
    };
    let own = (0..site.entries.len()).filter(move |from| site.entries[*from].is_own() && any(*from));
    own.flat_map(move |from| {
        let file = &site.entries[from].page.outline.source;
        leads(site, from).filter(move |(_, target)| meant(target)).map(move |(range, _)| (file.clone(), range))
    })
}

/// All links of a file that lead to files.
pub fn links(desk: &Desk, uri: &Uri) -> Option<Vec<DocumentLink>> {
    let file = desk.name(uri)?;
    let (id, text, site) = (desk.page(&file)?, desk.text(&file)?, desk.site()?);
    let link = |(range, target): (std::ops::Range<usize>, Target)| {
        let (to, _) = place(desk, &target)?;
        let (range, target) = (texts::range(text, range), desk.uri(&to));
        target.map(|target| DocumentLink { range, target: Some(target), tooltip: None, data: None })
    };
    Some(leads(site, id).filter_map(link).collect())
}

/// What is said of what is under the cursor.
pub fn hover(desk: &Desk, uri: &Uri, position: Position) -> Option<Hover> {
    let (id, at) = at(desk, uri, position)?;
    let site = desk.site()?;
    let file = &site.entries[id].page.outline.source;
    let text = desk.text(file)?;
    let (said, range) = match under(site, id, at) {
        Some(under) => match &under.what {
            What::Link(target) => (of_target(desk, site, target)?, under.range),
            What::Heading(_) | What::Title => return None,
        },
        None => of_term(site, id, at).or_else(|| of_key(desk, id, text, at))?,
    };
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: said });
    Some(Hover { contents, range: Some(texts::range(text, range)) })
}

fn of_target(desk: &Desk, site: &Site, target: &Target) -> Option<String> {
    match target {
        Target::Page(to, anchor) | Target::Embed(to, anchor) => {
            let entry = site.entries.get(*to as Id)?;
            Some(of_page(desk, entry, *anchor))
        }
        Target::File(path) => Some(format!("`{path}`")),
        _ => None,
    }
}

/// Title, type, owner, and the lead; of a section its beginning.
fn of_page(desk: &Desk, entry: &Entry, anchor: Anchor) -> String {
    let outline = &entry.page.outline;
    let kind = outline.front.kind.as_deref();
    let kind = kind.zip(desk.made.as_ref()).map(|(kind, made)| made.output.types().title(kind, &entry.lang).to_owned());
    let facts: Vec<String> = [kind, outline.front.owner.clone()].into_iter().flatten().collect();
    let facts = if facts.is_empty() { String::new() } else { format!("\n\n*{}*", facts.join(" · ")) };
    let section = outline.heading(anchor).map(|heading| {
        let page = &entry.page;
        let start = in_file(page, &heading.range).start;
        let next = outline.headings.iter().map(|next| in_file(page, &next.range).start).find(|next| *next > start);
        let text = page.file_text();
        shortened(text.get(start..next.unwrap_or(text.len())).unwrap_or_default())
    });
    let lead = section.unwrap_or_else(|| outline.description.clone());
    format!("**{}**{facts}\n\n{lead}\n\n`{}`", outline.title, outline.source)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", text[..end].trim_end()),
        None => text.trim_end().to_owned(),
    }
}

/// The definition of a term that the text mentions here.
fn of_term(site: &Site, id: Id, at: usize) -> Option<(String, std::ops::Range<usize>)> {
    let entry = &site.entries[id];
    let glossary = site.glossary(entry)?;
    let mention = site.mentions[id].mentions.iter().find_map(|(number, range)| {
        let range = in_file(&entry.page, &(range.start as usize..range.end as usize));
        (range.start <= at && at <= range.end).then_some((*number, range))
    });
    let (number, range) = mention?;
    let term = glossary.terms.get(number as usize)?;
    Some((format!("**{}**\n\n{}", term.title, term.definition), range))
}

/// What a key of the front matter means.
fn of_key(desk: &Desk, id: Id, text: &str, at: usize) -> Option<(String, std::ops::Range<usize>)> {
    let page = &desk.site()?.entries[id].page;
    if !page.yaml.contains(&at) {
        return None;
    }
    let start = text[..at].rfind('\n').map_or(0, |start| start + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let key = line.split(':').next().filter(|key| !key.is_empty() && !key.starts_with([' ', '-']))?;
    let common = keys::KEYS.iter().find(|known| known.name == key).map(|known| known.doc.to_owned());
    let types = desk.made.as_ref()?.output.types();
    let declared = page.outline.front.kind.as_ref().and_then(|kind| types.all.get(kind));
    let own = || declared?.schema_at([key])?.get("description")?.as_str().map(str::to_owned);
    Some((format!("`{key}`: {}", common.or_else(own)?), start..start + key.len()))
}
