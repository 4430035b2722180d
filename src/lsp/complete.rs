//! What may be written at a place: pages, headings and files in links, keys and values in the front matter, names of
//! callouts and blocks.
//!
//! In: the line up to the cursor, as it is typed at this moment. Out: items, the likeliest first.
//!
//! 1. [`asked`] reads from the line what is being written. The page may be half written: nothing is parsed.
//! 2. Names that begin with what was typed come before names with a word that does, and these before names that hold it; of
//!    equals, those of the page's language come first ([`ranked`]).

use super::desk::Desk;
use super::texts;
use crate::markdown::callout_names;
use crate::page::keys::{self, Shape};
use crate::page::types::Type;
use crate::page::{Page, place};
use crate::site::names::{names, stem};
use crate::site::{Entry, Site};
use crate::url::{decode, fold, join, readable, relative};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, MarkupContent, MarkupKind,
    Position, TextEdit, Uri,
};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// Items of one answer. The client asks again as more is typed.
const MOST: usize = 100;

/// Names of blocks behind `:::`.
const BLOCKS: [&str; 6] = ["details", "tabs", "tab", "steps", "cards", "card"];

/// What is being written.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    /// `[[Na`: a page by its name.
    Wiki,
    /// `[[Name#He`: a heading of it; "" is this page.
    WikiHeading(String),
    /// `[text](pa`: a page or a file by its path.
    Path,
    /// `[text](path#he`
    Fragment(String),
    /// A key of the front matter.
    Key,
    /// `key: va`
    Value(String),
    /// `> [!no`
    Callout,
    /// `:::no`
    Block,
}

/// Answers.
pub fn at(desk: &Desk, uri: &Uri, position: Position) -> Option<CompletionList> {
    let file = desk.name(uri)?;
    let text = desk.text(&file)?;
    let at = texts::offset(text, position);
    let (asked, typed) = asked(text, at)?;
    let word = &text[typed.clone()];
    let mut items = desk.site().map_or_else(Vec::new, |site| found(desk, site, &file, text, &asked));
    ranked(&mut items, word);
    items.truncate(MOST);
    let range = texts::range(text, typed);
    let item = |(number, offer): (usize, Offer)| CompletionItem {
        label: offer.label,
        kind: Some(offer.kind),
        detail: offer.detail,
        documentation: offer
            .doc
            .map(|value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })),
        sort_text: Some(format!("{number:03}")),
        filter_text: Some(word.to_owned()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, offer.text))),
        ..CompletionItem::default()
    };
    Some(CompletionList { is_incomplete: true, items: items.into_iter().enumerate().map(item).collect() })
}

/// Something that may be written.
#[derive(Clone, Debug)]
struct Offer {
    /// What is shown and compared with what was typed.
    label: String,
    /// Other names to compare with.
    also: Vec<String>,
    /// What is written.
    text: String,
    detail: Option<String>,
    doc: Option<String>,
    kind: CompletionItemKind,
    /// Of the page's own language.
    near: bool,
}

impl Offer {
    fn new(label: &str, text: impl Into<String>, kind: CompletionItemKind) -> Self {
        let (detail, doc) = (None, None);
        Self { label: label.to_owned(), also: Vec::new(), text: text.into(), detail, doc, kind, near: true }
    }
}

/// What is being written at a place, and the part of it that was typed.
fn asked(text: &str, at: usize) -> Option<(Asked, Range<usize>)> {
    let start = text[..at].rfind('\n').map_or(0, |start| start + 1);
    let before = &text[start..at];
    let from = |offset: usize| start + offset..at;
    if let Some(asked) = in_front_matter(text, start, before) {
        let typed = before.rfind([' ', ':', '-', '[', ',']).map_or(0, |at| at + 1);
        return Some((asked, from(typed)));
    }
    if let Some(open) = before.rfind("[[").filter(|open| !before[*open..].contains("]]")) {
        let inside = &before[open + 2..];
        return Some(match inside.split_once('#') {
            Some((name, heading)) => (Asked::WikiHeading(name.to_owned()), from(before.len() - heading.len())),
            None => (Asked::Wiki, from(open + 2)),
        });
    }
    if let Some(open) = before.rfind("](").filter(|open| !before[*open..].contains(')')) {
        let inside = before[open + 2..].trim_start_matches('<');
        return Some(match inside.split_once('#') {
            Some((path, id)) => (Asked::Fragment(path.to_owned()), from(before.len() - id.len())),
            None => (Asked::Path, from(before.len() - inside.len())),
        });
    }
    let bare = before.trim_start_matches(['>', ' ']);
    if let Some(name) = bare.strip_prefix("[!").filter(|name| !name.contains(']') && before.contains('>')) {
        return Some((Asked::Callout, from(before.len() - name.len())));
    }
    let name = bare.trim_start_matches(':');
    let block = bare.starts_with(":::") && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    block.then(|| (Asked::Block, from(before.len() - name.len())))
}

/// A key or a value between the lines of `---` at the top.
fn in_front_matter(text: &str, start: usize, before: &str) -> Option<Asked> {
    let inside = text.starts_with("---\n") || text.starts_with("---\r\n");
    let closed = text[..start].lines().skip(1).any(|line| line.trim_end() == "---");
    if !inside || closed || start == 0 {
        return None;
    }
    let item = before.trim_start().starts_with('-');
    match before.split_once(':') {
        Some((key, _)) if !key.starts_with([' ', '-']) => Some(Asked::Value(key.to_owned())),
        None if !before.starts_with([' ', '-']) => Some(Asked::Key),
        // An item of the list that the last key begins.
        _ if item => {
            let mut above = text[..start].lines().rev();
            let key = above.find(|line| !line.starts_with([' ', '-']) && line.contains(':'))?;
            Some(Asked::Value(key.split(':').next()?.to_owned()))
        }
        _ => None,
    }
}

fn found(desk: &Desk, site: &Site, file: &str, text: &str, asked: &Asked) -> Vec<Offer> {
    let lang = place(file, &desk.config).0;
    match asked {
        Asked::Wiki => by_name(site, pages(site, &lang), &lang),
        Asked::WikiHeading(name) => headings(named(site, file, &lang, name), |heading| heading.text.clone()),
        Asked::Path => paths(desk, site, file, &lang),
        Asked::Fragment(path) => headings(linked(site, file, path), |heading| heading.id.clone()),
        Asked::Key => keys(desk, text),
        Asked::Value(key) => values(desk, site, text, key, &lang),
        Asked::Callout => callout_names().map(|kind| Offer::new(kind, kind, CompletionItemKind::KEYWORD)).collect(),
        Asked::Block => {
            let all = callout_names().chain(BLOCKS);
            all.map(|name| Offer::new(name, name, CompletionItemKind::KEYWORD)).collect()
        }
    }
}

/// Pages with a text of their own: those of the language first.
fn pages<'s>(site: &'s Site, lang: &'s str) -> impl Iterator<Item = &'s Entry> {
    let own = || site.own_entries().map(|(_, entry)| entry);
    own().filter(move |entry| *entry.lang == *lang).chain(own().filter(move |entry| *entry.lang != *lang))
}

/// Pages by the names of their files, or by their paths where another page of the language has the same name.
fn by_name<'s>(site: &'s Site, pages: impl Iterator<Item = &'s Entry>, lang: &str) -> Vec<Offer> {
    let mut pages_of: HashMap<(&str, &str), usize> = HashMap::new();
    site.own_entries()
        .for_each(|(_, entry)| *pages_of.entry((&entry.lang, stem(&entry.page.outline))).or_default() += 1);
    let offer = |entry: &Entry| {
        let (outline, stem) = (&entry.page.outline, stem(&entry.page.outline));
        let is_shared = pages_of.get(&(&entry.lang, stem)).is_some_and(|count| *count > 1);
        let text = if is_shared { outline.key.trim_end_matches("/index") } else { stem };
        Offer {
            also: outline.front.aliases.iter().cloned().chain([stem.to_owned()]).collect(),
            detail: Some(outline.key.clone()),
            doc: Some(outline.description.clone()).filter(|lead| !lead.is_empty()),
            near: *entry.lang == *lang,
            ..Offer::new(&outline.title, text, CompletionItemKind::FILE)
        }
    };
    pages.map(offer).collect()
}

/// The page that a wikilink names.
fn named<'s>(site: &'s Site, file: &str, lang: &'s str, name: &str) -> Option<&'s Page> {
    let wanted = fold(name.trim());
    let is = |entry: &&Entry| names(&entry.page.outline).any(|name| fold(name) == wanted);
    if wanted.is_empty() { of_file(site, file) } else { pages(site, lang).find(is).map(|entry| &*entry.page) }
}

/// The page that a path leads to.
fn linked<'s>(site: &'s Site, file: &str, path: &str) -> Option<&'s Page> {
    let target = if path.is_empty() { Some(file.to_owned()) } else { join(file, path) };
    of_file(site, &target?)
}

fn of_file<'s>(site: &'s Site, file: &str) -> Option<&'s Page> {
    let mut own = site.own_entries().map(|(_, entry)| &*entry.page);
    own.find(|page| page.outline.source == file || page.outline.source.strip_suffix(".md") == Some(file))
}

fn headings(page: Option<&Page>, text: impl Fn(&crate::markdown::Heading) -> String) -> Vec<Offer> {
    let headings = page.into_iter().flat_map(|page| &page.outline.headings);
    headings.map(|heading| Offer::new(&heading.text, text(heading), CompletionItemKind::REFERENCE)).collect()
}

/// Pages and files, by the way to them from this one.
fn paths(desk: &Desk, site: &Site, file: &str, lang: &str) -> Vec<Offer> {
    let way = |to: &str| readable(&decode(&relative(file, to))).replace('(', "%28").replace(')', "%29");
    let page = |entry: &Entry| {
        let outline = &entry.page.outline;
        Offer {
            also: vec![outline.title.clone()],
            detail: Some(outline.title.clone()),
            near: *entry.lang == *lang,
            ..Offer::new(&way(&outline.source), way(&outline.source), CompletionItemKind::FILE)
        }
    };
    let content = &desk.config.content_dir;
    let files = desk.sources.content(content).filter(|(name, _)| !crate::content::is_page_name(name));
    let files = files.map(|(name, _)| way(&content.path(name)));
    let files = files.map(|way| Offer::new(&way, way.clone(), CompletionItemKind::FILE));
    pages(site, lang).map(page).chain(files).collect()
}

/// The type that the text names, whether or not it is built yet.
fn kind<'d>(desk: &'d Desk, text: &str) -> Option<&'d Type> {
    let line = text.lines().skip(1).take_while(|line| *line != "---").find_map(|line| line.strip_prefix("type:"))?;
    desk.made.as_ref()?.output.types().all.get(line.trim().trim_matches(['"', '\'']))
}

fn keys(desk: &Desk, text: &str) -> Vec<Offer> {
    let there: BTreeSet<&str> = text.lines().filter_map(|line| Some(line.split_once(':')?.0)).collect();
    let key = |name: &str, doc: Option<&str>| Offer {
        doc: doc.map(str::to_owned),
        ..Offer::new(name, format!("{name}: "), CompletionItemKind::FIELD)
    };
    let declared = kind(desk, text);
    let own = declared.into_iter().flat_map(|kind| {
        kind.fields().map(|name| key(name, kind.schema_at([name]).and_then(|schema| schema["description"].as_str())))
    });
    let common = keys::KEYS.iter().map(|known| key(known.name, Some(known.doc)));
    own.chain(common).filter(|offer| !there.contains(offer.label.as_str())).collect()
}

fn values(desk: &Desk, site: &Site, text: &str, key: &str, lang: &str) -> Vec<Offer> {
    let word = |text: &str| Offer::new(text, text, CompletionItemKind::VALUE);
    let pages_of = |kind: &str| {
        let of = |entry: &&Entry| kind == "*" || entry.page.outline.front.kind.as_deref() == Some(kind);
        by_name(site, pages(site, lang).filter(of), lang)
    };
    let types = desk.made.as_ref().map(|made| made.output.types());
    let used = |of: &dyn Fn(&Page) -> Vec<String>| {
        let all: BTreeSet<String> = site.own_entries().flat_map(|(_, entry)| of(&entry.page)).collect();
        all.iter().map(|text| word(text)).collect::<Vec<_>>()
    };
    let shape = keys::KEYS.iter().find(|known| known.name == key).map(|known| known.shape);
    match (key, shape) {
        ("type", _) => types.into_iter().flat_map(|types| types.all.keys()).map(|name| word(name)).collect(),
        ("status", _) => vec![word("deprecated")],
        ("audience", _) => desk.config.audiences.keys().map(|name| word(name)).collect(),
        ("tags", _) => used(&|page| page.outline.front.tags.clone()),
        ("owner", _) => used(&|page| page.outline.front.owner.iter().cloned().collect()),
        ("superseded_by", _) => pages_of("*"),
        (_, Some(Shape::Flag)) => vec![word("true"), word("false")],
        (_, Some(_)) => Vec::new(),
        (_, None) => field(kind(desk, text), key, word, pages_of),
    }
}

/// Values of a type's field: its enum, or pages.
fn field(
    kind: Option<&Type>,
    key: &str,
    word: impl Fn(&str) -> Offer,
    pages: impl Fn(&str) -> Vec<Offer>,
) -> Vec<Offer> {
    let Some(kind) = kind else { return Vec::new() };
    if let Some(reference) =
        kind.references().into_iter().find(|reference| reference.path.first().is_some_and(|first| first == key))
    {
        return pages(&reference.kind);
    }
    let Some(schema) = kind.schema_at([key]) else { return Vec::new() };
    let schema = crate::page::types::items(schema);
    let values = schema["enum"].as_array().into_iter().flatten().filter_map(|value| value.as_str());
    values.map(word).collect()
}

/// The likeliest first; what does not hold what was typed is gone.
fn ranked(offers: &mut Vec<Offer>, typed: &str) {
    let typed = fold(typed.trim());
    let rank = |offer: &Offer| {
        let names = std::iter::once(&offer.label).chain(&offer.also).map(|name| fold(name));
        names.filter_map(|name| fits(&name, &typed)).min()
    };
    let mut kept: Vec<(usize, Offer)> =
        std::mem::take(offers).into_iter().filter_map(|o| Some((rank(&o)?, o))).collect();
    kept.sort_by_key(|(rank, offer)| (!offer.near, *rank));
    offers.extend(kept.into_iter().map(|(_, offer)| offer));
}

/// How well a name fits: it begins so, a word of it does, it holds it.
fn fits(name: &str, typed: &str) -> Option<usize> {
    let at = name.find(typed)?;
    let begins = name[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    Some(if at == 0 { 0 } else { 1 + usize::from(!begins) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_being_written_is_seen_in_the_line() {
        let cases = [
            ("see [[Ro", Some((Asked::Wiki, "Ro"))),
            ("see [[Role#Da", Some((Asked::WikiHeading("Role".into()), "Da"))),
            ("[[a]] x", None),
            ("[x](../ro", Some((Asked::Path, "../ro"))),
            ("[x](a.md#p", Some((Asked::Fragment("a.md".into()), "p"))),
            ("[x](a.md) y", None),
            ("> [!no", Some((Asked::Callout, "no"))),
            (":::wa", Some((Asked::Block, "wa"))),
            ("---\nty", Some((Asked::Key, "ty"))),
            ("---\ntype: ro", Some((Asked::Value("type".into()), "ro"))),
            ("---\ntags:\n  - sa", Some((Asked::Value("tags".into()), "sa"))),
            ("---\ntags: [a, sa", Some((Asked::Value("tags".into()), "sa"))),
            ("---\ntitle: a\n---\nty", None),
        ];
        for (text, wanted) in cases {
            let found = asked(text, text.len()).map(|(asked, typed)| (asked, &text[typed]));
            assert_eq!(found, wanted, "{text}");
        }
    }
}
