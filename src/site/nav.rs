//! What `nav:` names: the pages, other sites and lines of the navigation, as an author lists them.
//!
//! In: entries and their names; `nav` of `docent.yaml`, of a language, and of pages' front matter. Out: [`Lists`], in
//! which each path is a page; and what is wrong. [`super::tree`] lays them out.
//!
//! 1. `docent.yaml` has the say, per language or for all of them; else the front page's own list has; else a list of another
//!    tool, `SUMMARY.md`. Other pages say what stands below them.
//! 2. Each path is looked up, from the folder of the file that names it. Drafts and pages for others are left out, with
//!    their labels, as if their author had not written the line.
//! 3. A page stands in one place: the first one that names it.
//! 4. A group takes the page of its folder ([`super::nav::groups`]).

mod groups;

use super::links::{SCHEMES, is_at_hidden_address};
use super::names::{Found, Names};
use super::{Entry, Id};
use crate::config::nav::{Entry as Written, Nav, What};
use crate::config::{self, Config};
use crate::content::{is_page_name, without_ending};
use crate::diagnostic::{At, Diagnostic, Finding, Near, Severity};
use crate::document;
use crate::markdown::typeset;
use crate::page::{Page, SECTION_FILES, is_section_name};
use crate::source::Sources;
use crate::url::{Scheme, nfc, scheme, steps};
use crate::yaml::{Step, short};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// The code of what is wrong.
const CODE: &str = "nav";

/// An entry of a list.
#[derive(Clone, Debug)]
pub enum Item {
    /// A page, and what stands below it.
    Page(Id, Below),
    /// Entries below a label; without one they stand in its place.
    Group(String, Vec<Item>),
    /// Another site: label and address.
    Link(String, String),
    /// A line.
    Line,
    /// What no entry names.
    Rest,
}

/// What stands below a page.
#[derive(Clone, Debug)]
pub enum Below {
    /// What its own list names, if it has one.
    Own,
    /// What is in its folder.
    Folder,
    /// These.
    Items(Vec<Item>),
}

/// All lists.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// By the page that they stand below.
    pub below: HashMap<Id, Vec<Item>>,
    /// What the navigation calls pages.
    pub labels: BTreeMap<Id, String>,
    /// The pages that some list names.
    pub named: HashSet<Id>,
}

/// The lists, and what is wrong with them.
#[derive(Debug, Default)]
pub struct Resolved {
    /// See [`Lists`].
    pub lists: Lists,
    /// In `docent.yaml` and in pages.
    pub diagnostics: Vec<Diagnostic>,
}

impl Lists {
    /// Gives folders without a page of their own the names that the navigation has for them.
    pub fn name_folders(&self, entries: &mut [Entry]) {
        for (id, label) in &self.labels {
            if !entries[*id].synthetic {
                continue;
            }
            let outline = crate::page::Outline { title: label.clone(), ..(*entries[*id].page.outline).clone() };
            entries[*id].page = Arc::new(Page::of(outline));
        }
    }
}

/// Looks up what all lists name.
pub fn resolve(entries: &[Entry], names: &Names, books: &[Arc<Page>], config: &Config, sources: &Sources) -> Resolved {
    let mut resolved = Resolved::default();
    let mut told = Vec::new();
    for lang in config.codes() {
        let Some(front) = names.path(lang, "index") else { continue };
        let world = World { entries, names, config, sources, lang };
        if let Some((nav, way)) = config.nav(lang) {
            let mut reader = world.reader("", way, &mut resolved.lists);
            let items = reader.list(&nav.0);
            told.append(&mut reader.found);
            resolved.lists.below.insert(front, items);
        }
        world.books(front, books, &mut resolved);
        world.pages(front, &mut resolved);
    }
    told.dedup();
    let text = sources.text(config::FILE).map_or("", |text| text);
    resolved.diagnostics.extend(document::tell(config::FILE, text, told));
    resolved
}

#[derive(Clone, Copy)]
struct World<'a> {
    entries: &'a [Entry],
    names: &'a Names,
    config: &'a Config,
    sources: &'a Sources,
    lang: &'a str,
}

impl<'a> World<'a> {
    fn reader<'l>(self, folder: &'a str, way: Vec<Step>, lists: &'l mut Lists) -> Reader<'a, 'l> {
        Reader { world: self, folder, way, lists, known: Vec::new(), found: Vec::new(), quiet: false, of_book: false }
    }

    /// Lists of other tools: one of them says what the front page and `docent.yaml` do not.
    fn books(self, front: Id, books: &[Arc<Page>], resolved: &mut Resolved) {
        for page in books.iter().filter(|page| page.outline.lang == self.lang) {
            let own = self.entries[front].page.outline.nav().is_some();
            let is_read = !own && !resolved.lists.below.contains_key(&front);
            let (message, hint) = if is_read {
                (
                    "this list is read as the navigation, and is not a page",
                    "to edit it in docent.yaml, write it there as `nav`",
                )
            } else {
                (
                    "this list is not a page, and another one is the navigation",
                    "remove the file, if nothing else needs it",
                )
            };
            let mut found = vec![Finding::warning(CODE, At::File, message).hint(hint)];
            if let Some(nav) = page.outline.book.as_ref().filter(|_| is_read) {
                let mut reader = Reader { of_book: true, ..self.reader("", Vec::new(), &mut resolved.lists) };
                let items = reader.list(&nav.0);
                found.append(&mut reader.found);
                resolved.lists.below.insert(front, items);
            }
            resolved.diagnostics.extend(page.document().tell(found));
        }
    }

    /// The lists of the pages of a language.
    fn pages(self, front: Id, resolved: &mut Resolved) {
        let known: Vec<Id> = resolved.lists.named.iter().copied().collect();
        let own = self.entries.iter().enumerate().filter(|(_, entry)| *entry.lang == *self.lang);
        for (id, entry) in own {
            let Some(Nav(list)) = entry.page.outline.nav() else { continue };
            if id == front && resolved.lists.below.contains_key(&front) {
                continue;
            }
            let folder = entry.page.outline.key.rsplit_once('/').map_or("", |(folder, _)| folder);
            let mut reader = self.reader(folder, vec![Step::Key("nav".into())], &mut resolved.lists);
            (reader.quiet, reader.known) = (entry.fallback, known.clone());
            let items = reader.list(list);
            let found = reader.found;
            resolved.diagnostics.extend(entry.page.document().tell(found));
            resolved.lists.below.insert(id, items);
        }
    }
}

/// Reads one list.
struct Reader<'a, 'l> {
    world: World<'a>,
    /// The folder that its paths begin in.
    folder: &'a str,
    /// The way to it in its file.
    way: Vec<Step>,
    lists: &'l mut Lists,
    /// Pages that a list with more say has named.
    known: Vec<Id>,
    found: Vec<Finding>,
    /// Its faults are told elsewhere.
    quiet: bool,
    /// It is a list of another tool: names of pages may be titles, and faults are warnings.
    of_book: bool,
}

/// What a path means.
enum Means {
    Page(Id),
    Folder(Id),
    /// Nothing that this site shows.
    Hidden,
}

impl Reader<'_, '_> {
    fn list(&mut self, entries: &[Written]) -> Vec<Item> {
        let mut items = self.items(entries);
        groups::adopt(self.world.entries, self.world.names, self.world.lang, self.lists, &mut items);
        items
    }

    fn items(&mut self, entries: &[Written]) -> Vec<Item> {
        entries.iter().filter_map(|entry| self.item(entry)).collect()
    }

    fn item(&mut self, entry: &Written) -> Option<Item> {
        match &entry.what {
            What::Line => Some(Item::Line),
            What::Rest => Some(Item::Rest),
            What::Link(url) => self.link(entry, url),
            What::Group(below) => Some(self.group(entry.label.as_deref().unwrap_or_default(), below)),
            What::Path(path) => {
                let (id, is_folder) = self.page(entry, path)?;
                Some(Item::Page(id, if is_folder { Below::Folder } else { Below::Own }))
            }
            What::Page(path, below) => {
                let page = self.page(entry, path);
                let items = self.items(below);
                // What stands below a page that is not shown is shown in its place: its label is the page's.
                Some(match page {
                    Some((id, _)) => Item::Page(id, Below::Items(items)),
                    None => Item::Group(String::new(), items),
                })
            }
        }
    }

    fn group(&mut self, label: &str, below: &[Written]) -> Item {
        let label = self.set(label);
        let (own, rest) = below.split_first().filter(|(first, _)| groups::may_be_own(first)).unzip();
        let own = own.and_then(|first| self.item(first));
        let items = self.items(rest.unwrap_or(below));
        match own {
            Some(Item::Page(id, Below::Own)) if groups::is_own(&self.world.entries[id]) => {
                self.lists.labels.insert(id, label);
                Item::Page(id, Below::Items(items))
            }
            first => Item::Group(label, first.into_iter().chain(items).collect()),
        }
    }

    fn set(&self, label: &str) -> String {
        typeset(label, self.world.lang, self.world.config.markdown.typography)
    }

    fn tell(&mut self, severity: Severity, entry: &Written, message: String, hint: &str) {
        if !self.quiet {
            let in_yaml = || At::Field([self.way.as_slice(), &entry.way].concat());
            let at = entry.at.clone().map_or_else(in_yaml, At::Body);
            let severity = if self.of_book { Severity::Warning } else { severity };
            self.found.push(Finding { severity, ..Finding::error(CODE, at, message).hint(hint) });
        }
    }

    fn link(&mut self, entry: &Written, url: &str) -> Option<Item> {
        let config = self.world.config;
        match scheme(url) {
            Scheme::Script => {
                let message = format!("`{}` could run a script or read a local file", short(url));
                self.tell(Severity::Error, entry, message, "name a page or a web address");
                return None;
            }
            Scheme::Harmless(name) => {
                let lower = name.to_ascii_lowercase();
                if !SCHEMES.contains(&lower.as_str()) && !config.link_schemes.allows(&lower) {
                    let message = format!("links with `{}:` are not allowed", short(name));
                    let hint =
                        format!("name a page or a web address, or add `{lower}` to `link_schemes` in docent.yaml");
                    self.tell(Severity::Error, entry, message, &hint);
                    return None;
                }
            }
            Scheme::None => {}
        }
        if is_at_hidden_address(self.world.names, config, url) {
            return None;
        }
        let bare = || url.trim_start_matches("https://").trim_start_matches("http://").trim_matches('/');
        let label = self.set(entry.label.as_deref().unwrap_or_else(|| bare()));
        Some(Item::Link(label, url.to_owned()))
    }

    /// The page of a path, if it is shown here, and whether its folder is meant.
    fn page(&mut self, entry: &Written, path: &str) -> Option<(Id, bool)> {
        // A wiki has the words of a link before its page: `[[words|page]]`.
        let words = entry.label.as_deref().filter(|_| self.of_book);
        let swapped = words.filter(|words| self.means(path).is_none() && self.means(words).is_some());
        let label = swapped.map_or(entry.label.as_deref(), |_| Some(path));
        let (id, is_folder) = match self.means(swapped.unwrap_or(path)) {
            Some(Means::Page(id)) => (id, false),
            Some(Means::Folder(id)) => (id, true),
            Some(Means::Hidden) => return None,
            None => {
                self.missing(entry, path);
                return None;
            }
        };
        let page = &self.world.entries[id].page;
        if page.outline.front.unlisted {
            let message = format!("`{}` is unlisted: the navigation does not show it", short(path));
            self.tell(Severity::Warning, entry, message, "remove this entry, or `unlisted: true` from the page");
            return None;
        }
        if !self.lists.named.insert(id) {
            if !self.known.contains(&id) {
                let message = format!("`{}` is in `nav` twice", short(path));
                self.tell(Severity::Warning, entry, message, "remove one of the two: the first is shown");
            }
            return None;
        }
        if let Some(label) = label.filter(|label| !label.is_empty()) {
            let label = self.set(label);
            self.lists.labels.insert(id, label);
        }
        Some((id, is_folder))
    }

    /// The path in the language's folder, without its ending.
    fn key(&self, path: &str) -> Option<String> {
        let path = nfc(path.split(['#', '?']).next().unwrap_or_default());
        let from_top = path.strip_prefix("@/").or_else(|| path.strip_prefix('/'));
        let parts = match from_top {
            Some(rest) => steps(rest.split('/')),
            None => steps(self.folder.split('/').chain(path.split('/'))),
        };
        let key = parts.join("/");
        (parts.first() != Some(&"..")).then(|| without_ending(&key).to_owned())
    }

    fn means(&self, path: &str) -> Option<Means> {
        let World { names, lang, config, .. } = self.world;
        let key = self.key(path)?;
        let (folder, name) = key.rsplit_once('/').unwrap_or(("", &key));
        if let Some(id) = names.path(lang, &key).filter(|_| !key.is_empty()) {
            let outline = &self.world.entries[id].page.outline;
            let whole = path.ends_with('/') || (outline.is_section && !is_section_name(name) && !is_page_name(path));
            return Some(if whole { Means::Folder(id) } else { Means::Page(id) });
        }
        if key.is_empty() {
            return names.path(lang, "index").map(Means::Page);
        }
        if is_section_name(name) {
            let own = names.path(lang, format!("{folder}/index").trim_start_matches('/'));
            if let Some(id) = own.filter(|id| !self.world.entries[*id].synthetic) {
                return Some(Means::Page(id));
            }
        }
        if self.of_book
            && let Found::One(id) = names.find(lang, path, |_| true)
        {
            return Some(Means::Page(id));
        }
        // Of a list for all languages one may have what another has not.
        let elsewhere = || config.codes().iter().any(|code| names.path(code, &key).is_some());
        (self.is_hidden(&key) || elsewhere()).then_some(Means::Hidden)
    }

    /// Whether there is a file or a folder that this site does not show.
    fn is_hidden(&self, key: &str) -> bool {
        let World { names, config, sources, .. } = self.world;
        let there = |path: &str| names.source(path) == Found::Draft || sources.files.contains_key(path);
        let hidden = |code: &&str| {
            let path = config.content_of(code) + key;
            [".md", ".mdx", ".markdown", ".qmd"].iter().any(|ending| there(&format!("{path}{ending}")))
                || names.is_draft_folder(&path)
                || SECTION_FILES.iter().any(|file| there(&format!("{path}{file}")))
        };
        config.codes().iter().any(hidden)
    }

    fn missing(&mut self, entry: &Written, path: &str) {
        let message = format!("`nav` names `{}`, and there is no such page", short(path));
        self.tell(Severity::Error, entry, message, "write the path of a page from its folder: `guides/first.md`");
        let Some(near) = self.near(path).filter(|_| !self.quiet) else { return };
        let told = self.found.pop().map(|found| found.hint(format!("did you mean `{near}`?")).fix(path, near));
        self.found.extend(told);
    }

    /// The path that may have been meant.
    fn near(&self, path: &str) -> Option<String> {
        let own = self.world.entries.iter().filter(|entry| *entry.lang == *self.world.lang && !entry.synthetic);
        let root = self.world.config.content_of(self.world.lang);
        let within =
            if self.folder.is_empty() || path.starts_with('/') { String::new() } else { format!("{}/", self.folder) };
        let source = |entry: &Entry| {
            let inside = entry.page.outline.source.strip_prefix(&root)?.strip_prefix(&within)?;
            Some(inside.to_owned())
        };
        let paths: Vec<String> = own.filter_map(source).collect();
        let all = Near::of(paths.iter().map(String::as_str));
        let slash = if path.starts_with('/') { "/" } else { "" };
        let bare = path.trim_start_matches('/');
        let near = all.closest(bare).map(str::to_owned).or_else(|| namesake(&paths, bare))?;
        Some(format!("{slash}{near}"))
    }
}

/// The only file of that name, in whatever folder.
fn namesake(paths: &[String], path: &str) -> Option<String> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let mut same = paths.iter().filter(|known| name(known) == name(path));
    same.next().filter(|_| same.next().is_none()).cloned()
}
