//! Whom pages are for: what the readers of a site may not see is taken away before anything is derived from it.
//!
//! In: parsed pages, and whom the site is built for. Out: [`Pruned`]: the pages that are left, in which no field names
//! one that is not; and [`Hidden`]: what is gone. Nothing behind this stage sees a hidden page, so navigation, search,
//! backlinks, tags, feeds and copies have nothing to leave out.
//!
//! 1. A page says whom it is for, else the nearest section above does, else `default_audience`. A page may narrow what
//!    its section says, never widen it: that is an error.
//! 2. Translations are one page: what one of them says holds for all.
//! 3. Fields that name a hidden page are taken away, with the item of a list that makes no sense without them.
//!
//! Files belong to the pages and blocks that use them; what nobody uses belongs to its folder. `glossary.yaml` is for
//! the default audience ([`super::glossary::file`]).

use super::entries::key;
use super::names::straight;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::page::markdown;
use crate::page::types::{self, FieldLink, FieldStep, Type, Types};
use crate::page::url::{decode, fold, join};
use crate::page::{Outline, Page, SUPERSEDED};
use crate::pieces::Pieces;
use crate::yaml::Step;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Pages after the choice.
#[derive(Clone, Debug, Default)]
pub struct Pruned {
    /// What the site is made of.
    pub pages: Pieces<Arc<Page>>,
    /// What it may not show.
    pub hidden: Arc<Hidden>,
    /// What is wrong with what pages say.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// What a site for somebody may not show. Of a site for nobody in particular: nothing.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    /// Pages, without those that are hidden as drafts anyway.
    pub pages: Vec<Arc<Page>>,
    /// Folders of `content/` whose files belong to a section that is hidden: `content/en/internal`.
    pub folders: BTreeSet<String>,
    /// Files that hidden pages and blocks use, without `content/`.
    pub files: BTreeSet<String>,
    /// Whether files that no page uses are hidden too: they are for the default audience.
    pub unused: bool,
}

/// Takes away what the audience of the site does not see.
pub fn prune(pages: &Pieces<Arc<Page>>, config: &Config, types: &Types) -> Pruned {
    let mut diagnostics: Vec<Diagnostic> = pages.iter().flat_map(|page| unknown(page, config)).collect();
    let sections = if config.audiences.is_empty() { BTreeMap::new() } else { sections(pages) };
    diagnostics.extend(pages.iter().filter_map(|page| wider(page, &sections)));
    let diagnostics = diagnostics.into();
    let Some(audience) = config.audience.as_deref().filter(|_| !config.audiences.is_empty()) else {
        return Pruned { pages: pages.clone(), hidden: Arc::default(), diagnostics };
    };
    let narrowed = narrowed(pages, &sections);
    let sees = |names: &[String]| names.iter().any(|name| name == audience);
    let by_default = config.shows_default();
    let shown = |page: &Arc<Page>| {
        let own = said(page, &sections).map_or(by_default, sees);
        own && narrowed.get(key(&page.outline)).is_none_or(|all| all.iter().all(|names| sees(names)))
    };
    let (shown, gone): (Vec<_>, Vec<_>) = pages.iter().cloned().partition(shown);
    let folders = sections.iter().filter(|(_, names)| !sees(names)).map(|(folder, _)| (*folder).to_owned()).collect();
    let files = gone.iter().flat_map(|page| used(page)).chain(shown.iter().flat_map(|page| used_in_cuts(page)));
    let files = files.collect();
    let pages = if gone.is_empty() { shown } else { without_fields(shown, &gone, types) };
    let hidden = Arc::new(Hidden { pages: gone, folders, files, unused: !by_default });
    Pruned { pages: pages.into_iter().collect(), hidden, diagnostics }
}

impl Pruned {
    /// The same choice when nothing but bodies of pages that are shown whole has changed: what a body says does not
    /// decide who sees it.
    pub fn edited(&self, before: &Pieces<Arc<Page>>, pages: &Pieces<Arc<Page>>) -> Option<Self> {
        let mut pruned = self.clone();
        for at in pages.changes(before, Arc::ptr_eq)? {
            let (old, new) = (&before[at], &pages[at]);
            let place = self.pages.partition_point(|page| page.outline.source < new.outline.source);
            let shown = self.pages.get(place).filter(|page| page.outline.source == new.outline.source)?;
            if old.standing() != new.standing() || !old.cuts.is_empty() || !new.cuts.is_empty() {
                return None;
            }
            let own = Arc::ptr_eq(shown, old);
            let lost = || Arc::new(with_fields_of(new, &shown.outline));
            *pruned.pages.at_mut(place) = if own { new.clone() } else { lost() };
        }
        Some(pruned)
    }
}

impl Hidden {
    /// Whether the same is hidden, but for the bodies of hidden pages and the files that they use.
    pub fn is_like(&self, other: &Self) -> bool {
        let pages = || self.pages.iter().zip(&other.pages);
        let same = pages().all(|(a, b)| Arc::ptr_eq(a, b) || a.standing() == b.standing());
        same && self.pages.len() == other.pages.len() && self.folders == other.folders && self.unused == other.unused
    }
}

/// Names that no audience has.
fn unknown(page: &Page, config: &Config) -> Vec<Diagnostic> {
    let names = page.outline.front.audience.iter().enumerate();
    let unknown = names.filter(|(_, name)| !config.audiences.contains_key(*name));
    let tell = |(index, name): (usize, &String)| {
        let steps = [Step::Key("audience".into()), Step::Index(index)];
        let error = page.at_field("audience", &steps, format!("there is no audience `{}`", crate::yaml::short(name)));
        error.hint(config.known_audiences(name))
    };
    unknown.map(tell).collect()
}

/// What sections say, by their folders. A front page speaks for itself: what holds for the whole site is
/// `default_audience`.
fn sections(pages: &Pieces<Arc<Page>>) -> BTreeMap<&str, &[String]> {
    let section = |page: &&Arc<Page>| page.outline.is_section && page.outline.key != "index";
    let speaking = pages.iter().filter(section).filter(|page| !page.outline.front.audience.is_empty());
    speaking.map(|page| (folder(&page.outline.source), &*page.outline.front.audience)).collect()
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What the nearest section at or above a folder says.
fn nearest<'a>(from: &str, sections: &BTreeMap<&str, &'a [String]>) -> Option<&'a [String]> {
    let above = std::iter::successors(Some(from), |path| Some(folder(path)).filter(|path| !path.is_empty()));
    above.filter_map(|folder| sections.get(folder).copied()).next()
}

/// What the section above a page says.
fn above<'a>(outline: &Outline, sections: &BTreeMap<&str, &'a [String]>) -> Option<&'a [String]> {
    let own = folder(&outline.source);
    nearest(if outline.is_section { folder(own) } else { own }, sections)
}

/// Whom a page is for, if it or a section above says so.
fn said<'a>(page: &'a Page, sections: &BTreeMap<&str, &'a [String]>) -> Option<&'a [String]> {
    let own = &page.outline.front.audience;
    if own.is_empty() { above(&page.outline, sections) } else { Some(own) }
}

/// A page that names somebody whom its section does not name.
fn wider(page: &Page, sections: &BTreeMap<&str, &[String]>) -> Option<Diagnostic> {
    let above = above(&page.outline, sections)?;
    let (index, name) = page.outline.front.audience.iter().enumerate().find(|(_, name)| !above.contains(name))?;
    let steps = [Step::Key("audience".into()), Step::Index(index)];
    let message = format!("the page is for `{name}`, and the section that it stands in is not");
    let hint = format!("the section is for {}: move the page, or name `{name}` there too", above.join(", "));
    Some(page.at_field("audience", &steps, message).hint(hint))
}

/// What translations of a page say, by what pairs them.
fn narrowed<'a>(
    pages: &'a Pieces<Arc<Page>>,
    sections: &BTreeMap<&str, &'a [String]>,
) -> HashMap<&'a str, Vec<&'a [String]>> {
    let mut all: HashMap<&str, Vec<&[String]>> = HashMap::new();
    for page in pages.iter() {
        all.entry(key(&page.outline)).or_default().extend(said(page, sections));
    }
    all
}

/// Files that a page uses: links, images, and texts of fields that read like a path.
pub fn used(page: &Page) -> Vec<String> {
    let outline = &*page.outline;
    let mut names: Vec<&str> = outline.links.iter().map(|link| link.target.as_str()).collect();
    outline.fields.values().chain(outline.front.extra.values()).for_each(|value| texts(value, &mut names));
    let own = names.into_iter().filter_map(|name| beside(&outline.source, name));
    own.chain(used_in_cuts(page)).collect()
}

fn used_in_cuts(page: &Page) -> Vec<String> {
    let scan = |text: &str| markdown::scan(text, crate::config::Slugs::default(), &crate::config::Markdown::default());
    let links = page.cuts.iter().filter(|cut| !cut.text.is_empty()).flat_map(|cut| scan(&cut.text).links);
    links.filter_map(|link| beside(&page.outline.source, &link.target)).collect()
}

/// The path below `content/` that a page means by a name.
fn beside(source: &str, name: &str) -> Option<String> {
    let name = name.split(['#', '?']).next().unwrap_or_default();
    let path = join(source, &decode(name))?;
    path.strip_prefix("content/").filter(|path| !path.ends_with(".md")).map(str::to_owned)
}

fn texts<'v>(value: &'v Value, out: &mut Vec<&'v str>) {
    match value {
        Value::String(text) if text.len() < 300 => out.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Value::Object(map) => map.values().for_each(|item| texts(item, out)),
        _ => {}
    }
}

/// How pages can be named: folded name -> types of the pages that have it.
#[derive(Default)]
struct Named<'a>(HashMap<String, HashSet<&'a str>>);

impl<'a> Named<'a> {
    fn of(pages: &'a [Arc<Page>]) -> Self {
        let mut all = Self::default();
        for page in pages {
            let kind = page.outline.front.kind.as_deref().unwrap_or_default();
            for name in super::names::names(&page.outline) {
                all.0.entry(fold(&straight(name))).or_default().insert(kind);
            }
        }
        all
    }

    fn has(&self, link: &FieldLink) -> bool {
        let name = link.target.strip_suffix(".md").unwrap_or(&link.target).trim_matches('/');
        let kinds = self.0.get(&fold(&straight(name)));
        kinds.is_some_and(|kinds| link.kind == "*" || kinds.contains(link.kind.as_str()))
    }
}

/// The pages without fields that name hidden ones.
fn without_fields(shown: Vec<Arc<Page>>, gone: &[Arc<Page>], types: &Types) -> Vec<Arc<Page>> {
    let (left, hidden) = (Named::of(&shown), Named::of(gone));
    let change = |page: &Arc<Page>| {
        let links = page.outline.field_links.iter();
        let lost: Vec<&FieldLink> = links.filter(|link| !left.has(link) && hidden.has(link)).collect();
        if lost.is_empty() { page.clone() } else { Arc::new(without(page, &lost, types)) }
    };
    shown.iter().map(change).collect()
}

fn without(page: &Page, lost: &[&FieldLink], types: &Types) -> Page {
    let mut outline = (*page.outline).clone();
    let declared = outline.front.kind.as_deref().and_then(|kind| types.all.get(kind));
    let places: BTreeSet<&[FieldStep]> = lost.iter().map(|link| senseless(&link.path, declared)).collect();
    // From the end: what stands before keeps its number.
    for place in places.iter().rev() {
        remove(&mut outline.fields, place);
    }
    if places.contains(&[FieldStep::Key(SUPERSEDED.into())].as_slice()) {
        outline.front.superseded_by = None;
    }
    outline.field_links = crate::page::field_links(types, &outline.front, &outline.fields);
    with_fields_of(page, &outline)
}

/// The page with the fields of another outline: those that were left to its older self.
fn with_fields_of(page: &Page, other: &Outline) -> Page {
    let Outline { fields, field_links, front, .. } = other.clone();
    let fingerprint = Fingerprint::of(&(page.fingerprint, &fields, &front));
    let outline = Outline { fields, field_links, front, ..(*page.outline).clone() };
    Page { outline: Arc::new(outline), fingerprint, ..page.clone() }
}

/// What makes no sense without the value at the end of a path: an item of a list, keys of which it is a required one.
fn senseless<'p>(path: &'p [FieldStep], declared: Option<&Type>) -> &'p [FieldStep] {
    let [rest @ .., FieldStep::Key(last)] = path else { return path };
    let schema = declared.and_then(|declared| declared.schema_at(types::names(rest))).map(types::items);
    let required = schema.and_then(|schema| schema.get("required")).and_then(Value::as_array);
    let needed = required.is_some_and(|names| names.iter().any(|name| name == last));
    if needed && !rest.is_empty() { senseless(rest, declared) } else { path }
}

fn remove(fields: &mut Map<String, Value>, path: &[FieldStep]) {
    let [FieldStep::Key(first), rest @ ..] = path else { return };
    let Some((last, between)) = rest.split_last() else {
        fields.shift_remove(first);
        return;
    };
    let into = |value: Option<&mut Value>| -> Option<()> {
        let holder = between.iter().try_fold(value?, |value, step| match step {
            FieldStep::Key(key) => value.get_mut(key),
            FieldStep::Index(index) => value.get_mut(index),
        })?;
        match (holder, last) {
            (Value::Array(items), FieldStep::Index(index)) if *index < items.len() => drop(items.remove(*index)),
            (Value::Object(map), FieldStep::Key(key)) => drop(map.shift_remove(key)),
            _ => {}
        }
        Some(())
    };
    into(fields.get_mut(first));
}
