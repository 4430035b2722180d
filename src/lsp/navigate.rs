//! Ways through the project: where a link leads, who leads here, what it says there.
//!
//! In: a place in a file. Out: locations, links, and a text to hover.

use super::cursor::{What, anchored, in_file, leads, place, under};
use super::desk::Desk;
use super::texts;
use crate::markdown::link::Anchor;
use crate::page::front_matter::defaults::DEFAULTS;
use crate::page::keys;
use crate::refactor::labels;
use crate::site::glossary::{Home, Term, file};
use crate::site::links::Target;
use crate::site::{Entry, Id, Site};
use lsp_types::{DocumentLink, Hover, HoverContents, Location, MarkupContent, MarkupKind, Position, Uri};
use std::ops::Range;

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
    let site = desk.site()?;
    let place = match under(site, id, at).map(|under| under.what) {
        Some(What::Link(target)) => place(desk, &target),
        Some(_) => None,
        None => included(desk, id, at).map(|(file, _)| (file, 0..0)).or_else(|| of_mention(desk, site, id, at)),
    };
    let (file, range) = place?;
    desk.location(&file, range.start..range.start)
}

/// Who leads to what is under the cursor: to a heading, to the page that a link names, else to this page.
pub fn references(desk: &Desk, uri: &Uri, position: Position, itself: bool) -> Option<Vec<Location>> {
    let (id, at) = at(desk, uri, position)?;
    let site = desk.site()?;
    let (page, anchor) = match under(site, id, at).map(|under| under.what) {
        Some(What::Heading(number)) => (id, Some(Anchor::Heading(number as u32))),
        Some(What::Block(number)) => (id, Some(Anchor::Block(number as u32))),
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
pub fn led(site: &Site, page: Id, anchor: Option<Anchor>) -> impl Iterator<Item = (String, Range<usize>)> {
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
    let link = |(range, target): (Range<usize>, Target)| {
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
            What::Heading(_) | What::Block(_) | What::Title => return None,
        },
        None => {
            let file = || of_included(desk, id, at);
            of_term(site, id, at).or_else(file).or_else(|| of_key(desk, id, text, at))?
        }
    };
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: said });
    Some(Hover { contents, range: Some(texts::range(text, range)) })
}

fn of_target(desk: &Desk, site: &Site, target: &Target) -> Option<String> {
    match target {
        Target::Page(to, anchor) | Target::Embed(to, anchor) => {
            let entry = site.entries.get(*to as Id)?;
            Some(of_page(desk, *to as Id, entry, *anchor))
        }
        Target::File(path) => Some(format!("`{path}`")),
        _ => None,
    }
}

/// Title, type, owner, and the lead; of a section its beginning, of a block all of it.
fn of_page(desk: &Desk, id: Id, entry: &Entry, anchor: Anchor) -> String {
    let outline = &entry.page.outline;
    let kind = outline.front.kind.as_deref();
    let kind = kind.zip(desk.made.as_ref()).map(|(kind, made)| made.output.types().title(kind, &entry.lang).to_owned());
    let owner = desk.site().map(|site| site.owner(id)).filter(|owner| !owner.is_empty());
    let facts: Vec<String> = [kind, owner].into_iter().flatten().collect();
    let facts = if facts.is_empty() { String::new() } else { format!("\n\n*{}*", facts.join(" · ")) };
    let section = outline.heading(anchor).map(|heading| {
        let page = &entry.page;
        let start = in_file(page, &heading.range).start;
        let next = outline.headings.iter().map(|next| in_file(page, &next.range).start).find(|next| *next > start);
        let text = page.file_text();
        shortened(text.get(start..next.unwrap_or(text.len())).unwrap_or_default())
    });
    let block = match anchor {
        Anchor::Block(number) => outline.blocks.get(number as usize),
        _ => None,
    };
    let block = block.and_then(|block| {
        let text = entry.page.file_text().get(in_file(&entry.page, &block.range))?;
        Some(shortened(text.trim_end().trim_end_matches(&block.anchor())))
    });
    let lead = section.or(block).unwrap_or_else(|| outline.description.clone());
    format!("**{}**{facts}\n\n{lead}\n\n`{}`", outline.title, outline.source)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", text[..end].trim_end()),
        None => text.trim_end().to_owned(),
    }
}

/// The term that the text mentions here, and where it does.
pub fn mentioned(site: &Site, id: Id, at: usize) -> Option<(&Term, Range<usize>)> {
    let entry = &site.entries[id];
    let glossary = site.glossary(entry)?;
    let mention = site.mentions[id].mentions.iter().find_map(|(number, range)| {
        let range = in_file(&entry.page, &(range.start as usize..range.end as usize));
        (range.start <= at && at <= range.end).then_some((*number, range))
    });
    let (number, range) = mention?;
    Some((glossary.terms.get(number as usize)?, range))
}

/// The definition of a term that the text mentions here.
fn of_term(site: &Site, id: Id, at: usize) -> Option<(String, Range<usize>)> {
    let (term, range) = mentioned(site, id, at)?;
    Some((format!("**{}**\n\n{}", term.title, term.definition), range))
}

/// Where a term that the text mentions is defined.
fn of_mention(desk: &Desk, site: &Site, id: Id, at: usize) -> Option<(String, Range<usize>)> {
    let (term, _) = mentioned(site, id, at)?;
    match &term.home {
        Home::Page(home) => {
            let page = &site.entries[*home].page;
            Some((page.outline.source.clone(), anchored(page, Anchor::Top)))
        }
        Home::List(_) => {
            let path = file::path(&site.entries[id].page.outline.lang, &desk.config);
            let listed = labels::listed(&path, desk.text(&path)?);
            listed.into_iter().find(|one| one.name == term.title).map(|one| (path, one.range))
        }
    }
}

/// The file that the line under the cursor includes, and where its name stands.
fn included(desk: &Desk, id: Id, at: usize) -> Option<(String, Range<usize>)> {
    let page = &desk.site()?.entries[id].page;
    let text = page.file_text();
    let start = text.get(..at)?.rfind('\n').map_or(0, |start| start + 1);
    let line = text[start..].lines().next()?;
    let there = page.looked_at.iter().filter(|file| desk.text(file).is_some());
    let named = there.filter_map(|file| Some((file, line.find(file.rsplit('/').next()?)?)));
    let (file, place) = named.max_by_key(|(file, _)| file.len())?;
    let begin = line[..place].rfind([' ', '"', '\'', '(', '<', '[']).map_or(0, |open| open + 1);
    let end = place + file.rsplit('/').next()?.len();
    Some((file.clone(), start + begin..start + end))
}

/// The beginning of a file that the text includes here.
fn of_included(desk: &Desk, id: Id, at: usize) -> Option<(String, Range<usize>)> {
    let (file, range) = included(desk, id, at)?;
    let text = desk.text(&file)?;
    let body = crate::page::front_matter::split(text).0.body;
    Some((format!("{}\n\n`{file}`", shortened(text.get(body..)?.trim_start())), range))
}

/// What a key of the front matter means.
fn of_key(desk: &Desk, id: Id, text: &str, at: usize) -> Option<(String, Range<usize>)> {
    let page = &desk.site()?.entries[id].page;
    if !page.yaml.contains(&at) {
        return None;
    }
    let start = text[..at].rfind('\n').map_or(0, |start| start + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    // What a folder says for its pages are keys, too.
    let key = line.split(':').next()?;
    let indent = key.len() - key.trim_start().len();
    let (start, key) = (start + indent, &key[indent..]);
    let above = || text[page.yaml.start..start].lines().rev().find(|line| !line.starts_with([' ', '-']));
    let is_key = indent == 0 || above().is_some_and(|line| line.trim_end().strip_suffix(':') == Some(DEFAULTS));
    if key.is_empty() || key.starts_with('-') || !is_key {
        return None;
    }
    let common = keys::KEYS.iter().find(|known| known.name == key).map(|known| known.doc.to_owned());
    let types = desk.made.as_ref()?.output.types();
    let declared = page.outline.front.kind.as_ref().and_then(|kind| types.all.get(kind));
    let own = || declared?.schema_at([key])?.get("description")?.as_str().map(str::to_owned);
    Some((format!("`{key}`: {}", common.or_else(own)?), start..start + key.len()))
}
