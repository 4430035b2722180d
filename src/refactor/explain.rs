//! What docent knows of one page: why it is there or not, its address, its template, who leads to whom.
//!
//! In: a built site (drafts included, so that they can be explained) and a path or an address. Out: an [`Explained`],
//! for people ([`human`]) or as JSON (serde).

use super::moves::Request;
use super::plan::{Refusal, plan};
use crate::config::Config;
use crate::diagnostic::or_near;
use crate::markdown::LinkKind;
use crate::outputs::Output;
use crate::page::front_matter::defaults::DEFAULTS;
use crate::page::inherited::Inherited;
use crate::page::{Outline, front_matter};
use crate::pipeline::{self, Memo};
use crate::site::links::Target;
use crate::site::{Entry, Id, Site};
use crate::source::Sources;
use crate::url::{decode, fold, nfc};
use crate::yaml::Step;
use serde::Serialize;
use serde_json::Value;
use std::fmt::Write as _;
use std::ops::Range;

/// All that is known of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    /// The file.
    pub source: String,
    /// The page's title.
    pub title: String,
    /// Whether readers can open it, find it in lists, and why (not): in sentences.
    pub state: Vec<String>,
    /// Path in the output.
    pub address: String,
    /// The whole address, on a site that has one.
    pub url: Option<String>,
    /// Its language.
    pub language: String,
    /// The same page in other languages.
    pub twins: Vec<Twin>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The template, and the file it is read from.
    pub template: Source,
    /// What its links and fields lead to.
    pub links: Vec<Lead>,
    /// Who links to it.
    pub backlinks: Vec<Lead>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Old addresses that lead here.
    pub redirects: Vec<String>,
    /// Keys that it has from the folders that it stands in.
    pub inherited: Vec<FromFolder>,
    /// Files that renaming it would change, and how many places in each.
    pub renaming: Vec<(String, usize)>,
}

/// A template and where it comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// `page.html`
    pub name: String,
    /// The file of the project, or the built-in theme.
    pub from: String,
}

/// The page in another language.
#[derive(Clone, Debug, Serialize)]
pub struct Twin {
    /// Code.
    pub language: String,
    /// Its file; empty for a folder's page that docent makes.
    pub source: String,
    /// There is no translation: this file is shown in its place.
    pub stand_in: bool,
}

/// A link from a place to a place.
#[derive(Clone, Debug, Serialize)]
pub struct Lead {
    /// Where it is written.
    pub file: String,
    /// Line there, from 1.
    pub line: usize,
    /// As written.
    pub written: String,
    /// The file or the address that it leads to; none if it leads nowhere.
    pub to: Option<String>,
    /// It names a draft: its words are shown, and lead nowhere.
    pub draft: bool,
    /// `link`, `image`, `embed`, `field` or `view`.
    pub kind: &'static str,
}

/// A key that a page inherits.
#[derive(Clone, Debug, Serialize)]
pub struct FromFolder {
    /// The key.
    pub key: String,
    /// What the folder's page says, as JSON.
    pub value: Value,
    /// The file of the folder's page.
    pub file: String,
    /// Line there, from 1.
    pub line: usize,
}

/// Explains a page; the message says what cannot be found.
pub fn explain(config: &Config, sources: &Sources, memo: &mut Memo, asked: &str) -> Result<Explained, String> {
    let drafts = Config { drafts: true, ..config.clone() };
    let (output, _) = pipeline::build(&drafts, sources, memo);
    let output = output.ok_or("the templates have errors; run `docent check` to see them")?;
    let site = &output.site;
    let id = find(site, config, asked)?;
    let entry = &site.entries[id];
    let outline = &*entry.page.outline;
    Ok(Explained {
        source: if entry.synthetic { String::new() } else { outline.source.clone() },
        title: outline.title.clone(),
        state: state(entry, config),
        address: entry.out.clone(),
        url: config.base().map(|base| format!("{base}/{}", entry.out)),
        language: entry.lang.to_string(),
        twins: twins(site, id, config),
        kind: outline.front.kind.clone(),
        template: template(&output, sources, config, id),
        links: leads(site, id),
        backlinks: (0..site.entries.len()).filter(|from| *from != id).flat_map(|from| to(site, from, id)).collect(),
        aliases: outline.front.aliases.clone(),
        redirects: outline.front.redirect_from.clone(),
        inherited: inherited(site, outline),
        renaming: if entry.synthetic { Vec::new() } else { renaming(config, sources, memo, outline) },
    })
}

/// The page of a file, a path without ending, or an address.
fn find(site: &Site, config: &Config, asked: &str) -> Result<Id, String> {
    let base = config.base().unwrap_or_default();
    let bare = asked.strip_prefix(base).filter(|_| !base.is_empty()).unwrap_or(asked);
    let bare = nfc(&decode(bare.split(['#', '?']).next().unwrap_or_default()));
    let bare = bare.trim_start_matches("./").trim_start_matches('/');
    let at = |wanted: &dyn Fn(&Entry) -> bool| site.entries.iter().position(wanted);
    let source = |e: &Entry| {
        !e.fallback
            && !e.synthetic
            && ["", ".md", "/index.md"].iter().any(|end| {
                let source = e.page.outline.source.strip_suffix(end).unwrap_or_default();
                source == bare || config.content_dir.inside(source) == Some(bare)
            })
    };
    let address = |e: &Entry| {
        e.out == bare
            || e.out == format!("{bare}.html")
            || e.out == format!("{}/index.html", bare.trim_end_matches('/'))
            || (bare.is_empty() && e.out == "index.html")
    };
    let key = |e: &Entry| {
        *e.lang == *config.default_language
            && (e.page.outline.key == bare.trim_end_matches(".md")
                || e.page.outline.key == format!("{}/index", bare.trim_end_matches('/')))
    };
    let redirect = || site.redirects.get(bare).copied();
    let named = || by_name(site, config, bare.trim_end_matches(".md"));
    at(&source).or_else(|| at(&address)).or_else(|| at(&key)).or_else(redirect).or_else(named).ok_or_else(|| {
        let known = site
            .entries
            .iter()
            .flat_map(|e| [e.page.outline.source.as_str(), e.out.as_str(), e.page.outline.key.as_str()]);
        format!("there is no page `{asked}`{}", or_near(bare, known))
    })
}

/// The only page of the default language whose file or folder is called so, as a wikilink finds it.
fn by_name(site: &Site, config: &Config, name: &str) -> Option<Id> {
    let called = |e: &Entry| {
        let key = e.page.outline.key.strip_suffix("/index").unwrap_or(&e.page.outline.key);
        *e.lang == *config.default_language && key.rsplit('/').next().is_some_and(|last| fold(last) == fold(name))
    };
    let mut found = site.entries.iter().enumerate().filter(|(_, entry)| called(entry)).map(|(id, _)| id);
    found.next().filter(|_| found.next().is_none())
}

fn state(entry: &Entry, config: &Config) -> Vec<String> {
    let front = &entry.page.outline.front;
    let mut said = Vec::new();
    if crate::diagnostic::errors(&entry.page.diagnostics) > 0 {
        said.push("not published: it has errors; run `docent check` to see them".to_owned());
    } else if front.draft {
        said.push("a draft: built only with --drafts (`draft: true`)".to_owned());
    } else {
        said.push("published".to_owned());
    }
    if entry.fallback {
        said.push(format!("shown in place of a missing translation, in `{}`", entry.page.outline.lang));
    }
    if entry.synthetic {
        said.push("generated by docent: its folder has no index.md".to_owned());
    }
    if front.unlisted {
        said.push("in no list, feed, sitemap or search (`unlisted: true`)".to_owned());
    }
    if !front.search || !config.search.enabled {
        let why = if config.search.enabled { "`search: false`" } else { "`search: {enabled: false}` in docent.yaml" };
        said.push(format!("excluded from search ({why})"));
    }
    if !front.audience.is_empty() {
        said.push(format!("for {} (`audience`)", front.audience.join(", ")));
    }
    said
}

fn twins(site: &Site, id: Id, config: &Config) -> Vec<Twin> {
    let codes = config.codes();
    let others = site.translations[id].iter().zip(codes).filter(|(twin, _)| twin.is_some_and(|twin| twin != id));
    let twin = |(twin, code): (&Option<Id>, &str)| {
        let entry = &site.entries[(*twin)?];
        let source = if entry.synthetic { String::new() } else { entry.page.outline.source.clone() };
        Some(Twin { language: code.to_owned(), source, stand_in: entry.fallback })
    };
    others.filter_map(twin).collect()
}

fn template(output: &Output, sources: &Sources, config: &Config, id: Id) -> Source {
    let name = output.template(id);
    let theme = config.theme.as_ref().map(|theme| format!("themes/{theme}/templates/{name}"));
    let own =
        [Some(format!("templates/{name}")), theme].into_iter().flatten().find(|path| sources.files.contains_key(path));
    Source { name, from: own.unwrap_or_else(|| "the built-in theme".to_owned()) }
}

/// What a page has from the folders that it stands in.
fn inherited(site: &Site, outline: &Outline) -> Vec<FromFolder> {
    outline.inherited.iter().filter_map(|from| handed_down(site, from, &[Step::Key(from.key.clone())])).collect()
}

/// A value in the `defaults` of a folder, and where it stands.
fn handed_down(site: &Site, Inherited { key, source }: &Inherited, way: &[Step]) -> Option<FromFolder> {
    let mut pages = site.entries.iter().map(|entry| &entry.page);
    let page = pages.find(|page| page.outline.source == *source)?;
    let text = page.file_text();
    let values = front_matter::split(text).0.values(text).unwrap_or_default();
    let value = values.get(DEFAULTS).and_then(|map| map.get(key)).cloned().unwrap_or_default();
    let steps = [&[Step::Key(DEFAULTS.into())], way].concat();
    let line = page.at_field("", &steps, "").place.map_or(1, |place| place.line);
    Some(FromFolder { key: key.clone(), value, file: source.clone(), line })
}

/// What an entry's links and fields lead to.
fn leads(site: &Site, id: Id) -> Vec<Lead> {
    let page = &site.entries[id].page;
    let outline = &page.outline;
    let in_body = |range: &Range<usize>| page.place(page.body + range.start..page.body + range.end).line;
    let lead = |line, written: &str, target, kind| Lead {
        file: outline.source.clone(),
        line,
        written: written.to_owned(),
        to: target_name(site, target, written),
        draft: is_draft(site, target),
        kind,
    };
    let links = outline.links.iter().zip(&site.targets[id]).map(|(link, target)| {
        let kind = match (link.kind, target) {
            (_, Target::Embed(..)) => "embed",
            (LinkKind::Image | LinkKind::Embed { .. } | LinkKind::Html { shown: true }, _) => "image",
            _ => "link",
        };
        lead(in_body(&link.range), &link.target, target, kind)
    });
    let fields = outline.field_links.iter().zip(&site.field_targets[id]).map(|(field, target)| {
        let steps = crate::page::types::steps(&field.path);
        let from = outline.inherited.iter().find(|from| steps.first() == Some(&Step::Key(from.key.clone())));
        if let Some(place) = from.and_then(|from| handed_down(site, from, &steps)) {
            return Lead { file: place.file, ..lead(place.line, &field.target, target, "field") };
        }
        let found = page.at_field("", &steps, "");
        lead(found.place.map_or(1, |place| place.line), &field.target, target, "field")
    });
    let named = outline.named.iter().zip(&site.named_targets[id]);
    let named = named.map(|(named, target)| lead(in_body(&named.range), &named.name, target, "view"));
    links.chain(fields).chain(named).collect()
}

fn is_draft(site: &Site, target: &Target) -> bool {
    target.page().is_some_and(|id| site.entries[id].page.outline.front.draft)
}

fn target_name(site: &Site, target: &Target, written: &str) -> Option<String> {
    match target {
        _ if is_draft(site, target) => None,
        Target::Page(to, place) | Target::Embed(to, place) => {
            let entry = &site.entries[*to as Id];
            let anchor = entry.page.outline.anchor(*place).map_or_else(String::new, |anchor| format!("#{anchor}"));
            Some(entry.out.clone() + &anchor)
        }
        Target::File(path) => Some(path.to_string()),
        Target::Written => Some(written.to_owned()),
        Target::Broken | Target::Text => None,
    }
}

/// The links of a page to another one.
fn to(site: &Site, from: Id, id: Id) -> Vec<Lead> {
    let leads_there = || site.targets_of(from).map(|target| target.page() == Some(id));
    if site.entries[from].fallback || !leads_there().any(|there| there) {
        return Vec::new();
    }
    leads(site, from).into_iter().zip(leads_there()).filter(|(_, there)| *there).map(|(lead, _)| lead).collect()
}

/// What a new name would touch: found by planning one.
fn renaming(config: &Config, sources: &Sources, memo: &mut Memo, outline: &Outline) -> Vec<(String, usize)> {
    let new = format!("{}-renamed.md", outline.source.trim_end_matches(".md"));
    let request = Request { old: &outline.source, new: &new, only: None };
    match plan(config, sources, memo, request) {
        Ok(plan) => plan.edits.into_iter().map(|(file, edit)| (file, edit.told.len())).collect(),
        Err(Refusal::Usage(_) | Refusal::Content(_)) => Vec::new(),
    }
}

/// For people.
pub fn human(page: &Explained) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "{name:<12}{}", clean(value));
        }
    };
    line("page", &page.source);
    line("title", &page.title);
    page.state.iter().enumerate().for_each(|(at, said)| line(if at == 0 { "state" } else { "" }, said));
    line("address", page.url.as_deref().unwrap_or(&page.address));
    line("language", &page.language);
    for twin in &page.twins {
        line(
            "twin",
            &format!(
                "{}: {}{}",
                twin.language,
                if twin.source.is_empty() { "generated by docent: its folder has no index.md" } else { &twin.source },
                if twin.stand_in { " (fallback: not translated)" } else { "" }
            ),
        );
    }
    line("type", page.kind.as_deref().unwrap_or("none"));
    line("template", &format!("{}, from {}", page.template.name, page.template.from));
    line("aliases", &page.aliases.join(", "));
    line("redirects", &page.redirects.join(", "));
    if !page.inherited.is_empty() {
        table(&mut out, &page.inherited);
    }
    list(&mut out, "leads to", &page.links, |lead| {
        format!(
            "{}:{} {} `{}` -> {}",
            lead.file,
            lead.line,
            lead.kind,
            lead.written,
            lead.to.as_deref().unwrap_or(if lead.draft { "a draft: shown as text" } else { "nowhere" })
        )
    });
    list(&mut out, "linked from", &page.backlinks, |lead| {
        format!("{}:{} {} `{}`", lead.file, lead.line, lead.kind, lead.written)
    });
    list(&mut out, "renaming would change", &page.renaming, |(file, places)| format!("{file}: {places}"));
    out
}

/// What is inherited: key, value, and where it stands.
fn table(out: &mut String, inherited: &[FromFolder]) {
    let value = |from: &FromFolder| from.value.as_str().map_or_else(|| from.value.to_string(), str::to_owned);
    let rows: Vec<[String; 3]> = inherited
        .iter()
        .map(|from| [from.key.clone(), clean(&value(from)), format!("{}:{}", from.file, from.line)])
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (keys, values) = (width(0), width(1).min(60));
    let _ = writeln!(out, "\ninherits ({})", rows.len());
    for [key, value, place] in &rows {
        let _ = writeln!(out, "  {key:keys$}  {value:values$}  {place}");
    }
}

fn list<T>(out: &mut String, name: &str, items: &[T], show: impl Fn(&T) -> String) {
    let _ = writeln!(out, "\n{name} ({})", items.len());
    for item in items {
        let _ = writeln!(out, "  {}", clean(&show(item)));
    }
}

/// Content may hold characters that move a terminal's cursor.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
