//! What may be written at a place: pages, headings and files in links, keys and values in the front matter and in views,
//! names of callouts, blocks and languages of code.
//!
//! In: the line up to the cursor, as it is typed at this moment. Out: items, the likeliest first.
//!
//! 1. [`asked`] reads from the line what is being written. The page may be half written: nothing is parsed.
//! 2. Names that begin with what was typed come before names with a word that does, and these before names that hold it; of
//!    equals, those of the page's language come first ([`ranked`], [`super::called`]).

use super::asked::{Asked, asked};
use super::called::{Called, MOST, fits};
use super::desk::Desk;
use super::texts;
use crate::config::Config;
use crate::markdown::callout_names;
use crate::outputs::Output;
use crate::page::data_blocks::{VIEW_KEYS, VIEW_KINDS};
use crate::page::front_matter::defaults::is_handed_down;
use crate::page::keys::{self, Shape};
use crate::page::types::{Type, Types};
use crate::page::{Page, place};
use crate::site::names::stem;
use crate::site::{Entry, Id, Site};
use crate::source::Sources;
use crate::url::{decode, fold, join, readable, relative};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, MarkupContent, MarkupKind,
    Position, TextEdit, Uri,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// Names of blocks behind `:::`.
const BLOCKS: [&str; 6] = ["details", "tabs", "tab", "steps", "cards", "card"];

/// Languages of code that handbooks have; docent colours many more.
const LANGUAGES: [&str; 28] = [
    "bash",
    "c",
    "console",
    "cpp",
    "csharp",
    "css",
    "diff",
    "dockerfile",
    "go",
    "html",
    "ini",
    "java",
    "javascript",
    "json",
    "kotlin",
    "lua",
    "markdown",
    "php",
    "powershell",
    "python",
    "ruby",
    "rust",
    "sql",
    "text",
    "toml",
    "typescript",
    "xml",
    "yaml",
];

/// Fences that are no code.
const FENCES: [&str; 2] = ["view", "mermaid"];

/// Fields of pages about somebody who can be written to.
const CONTACTS: [&str; 3] = ["mail", "chat", "phone"];

/// Answers.
pub fn at(desk: &Desk, uri: &Uri, position: Position) -> Option<CompletionList> {
    let file = desk.name(uri)?;
    let text = desk.text(&file)?;
    let at = texts::offset(text, position);
    let (asked, typed) = asked(text, at)?;
    let word = &text[typed.clone()];
    let mut items = desk.site().map_or_else(Vec::new, |site| {
        let lang = place(&file, &desk.config).0;
        let types = desk.made.as_ref().map(|made| made.output.types());
        let (config, sources, called) = (&desk.config, &desk.sources, desk.called(site));
        Asking { config, sources, types, site, called, file: &file, text, lang: &lang, word }.found(&asked)
    });
    // Ways to files were compared with where they lead.
    if asked != Asked::Path {
        ranked(&mut items, word);
    }
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

/// Something that may be written, for those who know no positions of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// What is shown.
    pub label: String,
    /// What is written.
    pub text: String,
    /// What is shown beside it.
    pub detail: Option<String>,
}

/// What may be written at the end of a text, and what was typed of it: the same answers, for the browser.
pub fn behind<'t>(output: &Output, called: &Called, file: &str, text: &'t str) -> Option<(&'t str, Vec<Written>)> {
    let (asked, typed) = asked(text, text.len())?;
    let (config, word) = (output.config(), &text[typed]);
    let lang = place(file, config).0;
    let (site, sources, types) = (&output.site, output.sources(), Some(output.types()));
    let mut items = Asking { config, sources, types, site, called, file, text, lang: &lang, word }.found(&asked);
    if asked != Asked::Path {
        ranked(&mut items, word);
    }
    items.truncate(MOST);
    let written = |Offer { label, text, detail, .. }| Written { label, text, detail };
    Some((word, items.into_iter().map(written).collect()))
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

    /// The name of a key.
    fn with_colon(self) -> Self {
        Self { text: format!("{}: ", self.text), kind: CompletionItemKind::FIELD, ..self }
    }
}

/// A question, with all that answers need.
#[derive(Clone, Copy)]
struct Asking<'a> {
    config: &'a Config,
    sources: &'a Sources,
    types: Option<&'a Types>,
    site: &'a Site,
    called: &'a Called,
    file: &'a str,
    text: &'a str,
    lang: &'a str,
    /// What was typed of the word.
    word: &'a str,
}

impl<'a> Asking<'a> {
    fn found(self, asked: &Asked) -> Vec<Offer> {
        match asked {
            Asked::Wiki => self.pages(|_| true),
            Asked::WikiHeading(name) => headings(self.named(name), |heading| heading.text.clone()),
            Asked::Path => self.paths(),
            Asked::Fragment(path) => headings(self.linked(path), |heading| heading.id.clone()),
            Asked::Key => self.keys(|_| true),
            Asked::Handed => self.keys(is_handed_down),
            Asked::Value(key) => self.values(key),
            Asked::Callout => words(callout_names()),
            Asked::Block => words(callout_names().chain(BLOCKS)),
            Asked::Fence => words(FENCES.into_iter().chain(LANGUAGES)),
            Asked::ViewKind => words(VIEW_KINDS.into_iter()).into_iter().map(Offer::with_colon).collect(),
            Asked::ViewKey => words(VIEW_KEYS.into_iter()).into_iter().map(Offer::with_colon).collect(),
            Asked::ViewValue { key, kind } => self.of_view(key, kind.as_deref()),
        }
    }

    /// Pages by the names of their files, or by their paths where another page of the language has the same name.
    fn pages(self, accept: impl Fn(&Entry) -> bool) -> Vec<Offer> {
        let best = self.called.best(self.site, self.word, self.lang, |_| None, accept);
        best.into_iter().map(|id| self.page(id)).collect()
    }

    fn page(self, id: Id) -> Offer {
        let entry = &self.site.entries[id];
        let (outline, stem) = (&entry.page.outline, stem(&entry.page.outline));
        let is_shared = self.called.is_shared(&entry.lang, stem);
        let text = if is_shared { outline.key.trim_end_matches("/index") } else { stem };
        Offer {
            also: outline.front.aliases.iter().cloned().chain([stem.to_owned(), outline.key.clone()]).collect(),
            detail: Some(outline.key.clone()),
            doc: Some(outline.description.clone()).filter(|lead| !lead.is_empty()),
            near: *entry.lang == *self.lang,
            ..Offer::new(&outline.title, text, CompletionItemKind::FILE)
        }
    }

    /// The page that a wikilink names.
    fn named(self, name: &str) -> Option<&'a Page> {
        if name.trim().is_empty() {
            return self.of_file(self.file);
        }
        let id = self.called.exactly(self.site, name, self.lang)?;
        Some(&*self.site.entries[id].page)
    }

    /// The page that a path leads to.
    fn linked(self, path: &str) -> Option<&'a Page> {
        let target = if path.is_empty() { Some(self.file.to_owned()) } else { join(self.file, path) };
        self.of_file(&target?)
    }

    fn of_file(self, file: &str) -> Option<&'a Page> {
        let mut own = self.site.own_entries().map(|(_, entry)| &*entry.page);
        own.find(|page| page.outline.source == file || page.outline.source.strip_suffix(".md") == Some(file))
    }

    /// Pages and files, by the way to them from this one: those where the way that was typed leads, then those that are
    /// called so.
    fn paths(self) -> Vec<Offer> {
        let way = |to: &str| readable(&decode(&relative(self.file, to))).replace('(', "%28").replace(')', "%29");
        let leads = self.leads_to();
        let is_there = |source: &str| leads.as_ref().is_some_and(|leads| fold(source).starts_with(leads.as_str()));
        let rank = |entry: &Entry| is_there(&entry.page.outline.source).then_some(0);
        let name = self.word.rsplit('/').next().unwrap_or_default();
        let page = |id: Id| {
            let outline = &self.site.entries[id].page.outline;
            let label = way(&outline.source);
            Offer { detail: Some(outline.title.clone()), ..Offer::new(&label, label.clone(), CompletionItemKind::FILE) }
        };
        let content = &self.config.content_dir;
        let (mut there, mut called) = (Vec::new(), Vec::new());
        let wanted = fold(name);
        let files = self.sources.content(content).filter(|(name, _)| !crate::content::is_page_name(name));
        for path in files.map(|(name, _)| content.path(name)) {
            let place = if is_there(&path) { &mut there } else { &mut called };
            if place.len() < MOST && fold(&path).contains(&wanted) {
                let label = way(&path);
                place.push(Offer::new(&label, label.clone(), CompletionItemKind::FILE));
            }
        }
        let pages = self.called.best(self.site, name, self.lang, rank, |_| true);
        let led = pages.iter().take_while(|id| is_there(&self.site.entries[**id].page.outline.source)).count();
        let led: Vec<Offer> = pages[..led].iter().map(|id| page(*id)).collect();
        let rest = pages[led.len()..].iter().map(|id| page(*id));
        led.into_iter().chain(there).chain(rest).chain(called).collect()
    }

    /// The beginning of the paths to which what was typed may lead.
    fn leads_to(self) -> Option<String> {
        let (folder, name) = self.word.rsplit_once('/').map_or(("", self.word), |(folder, name)| (folder, name));
        let here = match (folder, self.word.starts_with('/')) {
            (_, true) => format!("{}{}", self.config.content_of(self.lang), self.word.trim_start_matches('/')),
            ("", false) => format!(
                "{}{name}",
                self.file.rsplit_once('/').map_or("", |(_, last)| { &self.file[..self.file.len() - last.len()] })
            ),
            // Of a folder itself nobody knows the end: a name in it is joined, and taken off again.
            _ => join(self.file, &format!("{}/x", decode(folder)))?.strip_suffix('x')?.to_owned() + name,
        };
        Some(fold(&decode(&here)))
    }

    /// The type that the text names, whether or not it is built yet.
    fn kind(self) -> Option<&'a Type> {
        let lines = self.text.lines().skip(1).take_while(|line| *line != "---");
        let line = lines.filter_map(|line| line.strip_prefix("type:")).next()?;
        self.kind_called(line.trim().trim_matches(['"', '\'']))
    }

    fn kind_called(self, name: &str) -> Option<&'a Type> {
        self.types?.all.get(name)
    }

    fn keys(self, may: impl Fn(&str) -> bool) -> Vec<Offer> {
        let there: BTreeSet<&str> = self.text.lines().filter_map(|line| Some(line.split_once(':')?.0)).collect();
        let key = |name: &str, doc: Option<&str>| Offer {
            doc: doc.map(str::to_owned),
            ..Offer::new(name, format!("{name}: "), CompletionItemKind::FIELD)
        };
        let own = self.kind().into_iter().flat_map(|kind| {
            let doc = |name: &str| kind.schema_at([name]).and_then(|schema| schema["description"].as_str());
            kind.fields().map(|name| key(name, doc(name))).collect::<Vec<_>>()
        });
        let common = keys::KEYS.iter().map(|known| key(known.name, Some(known.doc)));
        own.chain(common).filter(|offer| may(&offer.label) && !there.contains(offer.label.as_str())).collect()
    }

    fn values(self, key: &str) -> Vec<Offer> {
        let shape = keys::KEYS.iter().find(|known| known.name == key).map(|known| known.shape);
        match (key, shape) {
            ("type", _) => self.types(),
            ("status", _) => words(["deprecated"].into_iter()),
            ("audience", _) => words(self.config.audiences.keys().map(String::as_str)),
            ("tags", _) => self.used(|page| page.outline.front.tags.iter().map(String::as_str).collect()),
            ("owner", _) => {
                let used = self.used(|page| page.outline.front.owner.as_deref().into_iter().collect());
                let contact = |entry: &Entry| CONTACTS.iter().any(|key| entry.page.outline.fields.contains_key(*key));
                let known: BTreeSet<String> = used.iter().map(|offer| fold(&offer.text)).collect();
                let pages = self.pages(contact).into_iter().filter(|page| !known.contains(&fold(&page.text)));
                used.into_iter().chain(pages).collect()
            }
            ("superseded_by", _) => self.pages(|_| true),
            (_, Some(Shape::Flag)) => words(["true", "false"].into_iter()),
            (_, Some(_)) => Vec::new(),
            (_, None) => self.field(key),
        }
    }

    fn types(self) -> Vec<Offer> {
        words(self.types.into_iter().flat_map(|types| types.all.keys()).map(String::as_str))
    }

    /// What other pages say, each once: what is half typed here is no proposal.
    fn used(self, of: impl Fn(&'a Page) -> Vec<&'a str>) -> Vec<Offer> {
        let pages = self.site.own_entries().map(|(_, entry)| &*entry.page);
        let others = pages.filter(|page| page.outline.source != self.file);
        let all: BTreeSet<&str> = others.flat_map(of).collect();
        words(all.into_iter())
    }

    /// Values of a type's field: its enum, or pages.
    fn field(self, key: &str) -> Vec<Offer> {
        let Some(kind) = self.kind() else { return Vec::new() };
        let is_meant = |path: &[String]| path.first().is_some_and(|first| first == key);
        if let Some(reference) = kind.references().into_iter().find(|reference| is_meant(&reference.path)) {
            let wanted = &reference.kind;
            return self.pages(|e| wanted == "*" || e.page.outline.front.kind.as_ref() == Some(wanted));
        }
        let Some(schema) = kind.schema_at([key]) else { return Vec::new() };
        let values = crate::page::types::items(schema)["enum"].as_array();
        words(values.into_iter().flatten().filter_map(|value| value.as_str()))
    }

    /// Values in a view: types, and fields of the type or of any.
    fn of_view(self, key: &str, kind: Option<&str>) -> Vec<Offer> {
        match key {
            "type" | "table" | "list" | "cards" => self.types(),
            "columns" | "group" | "sort" | "filter" | "by" | "rows" | "fields" | "field" => {
                let types = self.types.map(|types| &types.all);
                let all = types.into_iter().flat_map(|types| types.values());
                let meant = all.filter(|one| kind.is_none_or(|kind| kind == one.name));
                let own: BTreeSet<&str> = meant.flat_map(Type::fields).collect();
                words(own.into_iter().chain(keys::fields()))
            }
            "pages" => self.pages(|_| true),
            _ => Vec::new(),
        }
    }
}

fn words<'w>(all: impl Iterator<Item = &'w str>) -> Vec<Offer> {
    all.map(|text| Offer::new(text, text, CompletionItemKind::VALUE)).collect()
}

fn headings(page: Option<&Page>, text: impl Fn(&crate::markdown::Heading) -> String) -> Vec<Offer> {
    let headings = page.into_iter().flat_map(|page| &page.outline.headings);
    headings.map(|heading| Offer::new(&heading.text, text(heading), CompletionItemKind::REFERENCE)).collect()
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
