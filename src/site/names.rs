//! What people call a page: how wikilinks, relative links and fields find it.
//!
//! In: entries and drafts. Out: [`Names`]: path, then file name, then title, then alias; the same language first.

mod loose;

use super::redirects::redirect_path;
use super::tags::prefix;
use super::{Entry, Id};
use crate::chunked_vec::ChunkedVec;
use crate::config::Config;
use crate::content;
use crate::diagnostic::Near;
use crate::page::{Outline, Page};
use crate::source::Sources;
use crate::url::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

pub use loose::Loose;

/// The names of a language's pages, by how binding they are.
#[derive(Debug, Default)]
struct Language {
    /// Path without extension; one page each.
    paths: HashMap<String, Id>,
    /// File names, titles, aliases; perhaps several pages each.
    others: [HashMap<String, Vec<Id>>; 3],
    /// File names and titles, for suggestions: made for the first broken link.
    near: OnceLock<Near>,
}

/// All names of the site.
#[derive(Debug, Default)]
pub struct Names {
    languages: HashMap<Arc<str>, Language>,
    /// Languages in the site's order, for those that have to be tried after the page's own.
    order: Vec<Arc<str>>,
    /// Source path -> its entry in its own language.
    sources: HashMap<String, Id>,
    /// Source paths and names of drafts and of pages for others, with the file of each: links to them become text.
    drafts: BTreeMap<String, Arc<str>>,
    /// Their addresses in the output, old ones too.
    addresses: HashSet<String>,
    /// Their headings, with the file of each.
    headings: HashMap<String, Arc<str>>,
    /// The paths of `sources` in order: made for the first link to a folder of drafts.
    sorted: OnceLock<BTreeSet<String>>,
    /// Files beside pages by their folded names; none where several have one. Made for the first one that is shown by
    /// its name.
    files: OnceLock<HashMap<String, Option<Arc<str>>>>,
    /// Other addresses of pages and files: made for the first link that leads nowhere as it is written.
    loose: OnceLock<Loose>,
}

/// Pages of one name that are told of: thousands would be told for each link to them.
pub const MOST: usize = 6;

/// The outcome of a search by name.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// One page.
    One(Id),
    /// Several that are equally good: the first [`MOST`] of them.
    Several(Vec<Id>),
    /// A page that is not published.
    Draft,
    /// Nothing.
    None,
}

impl Names {
    /// Collects the names. Wikilinks and fields need more of them than relative links do, and most sites have both.
    pub fn new<'a>(entries: impl Iterator<Item = &'a Entry>, drafts: &[Arc<Page>], config: &Config) -> Self {
        let mut names = Self::default();
        let pages = entries.size_hint().0;
        names.sources.reserve(pages);
        let each = pages / config.codes().len().max(1);
        for (id, entry) in entries.enumerate() {
            let language = names.languages.entry(entry.lang.clone()).or_insert_with(|| Language::of(each));
            if names.order.last() != Some(&entry.lang) {
                names.order.push(entry.lang.clone());
            }
            language.add(id, &entry.page.outline);
            if entry.is_own() {
                names.sources.insert(entry.page.outline.source.clone(), id);
            }
        }
        for draft in drafts {
            let source: Arc<str> = draft.outline.source.as_str().into();
            let called = self::names(&draft.outline).map(|name| (fold(&straight(name)), source.clone()));
            names.drafts.extend(called.chain([(source.to_string(), source.clone())]));
            names.addresses.extend(addresses(&draft.outline, config));
            let called = draft.outline.headings.iter().map(|heading| fold(&straight(&heading.text)));
            names.headings.extend(called.map(|heading| (heading, source.clone())));
        }
        names
    }

    /// The entry of a file, or whether it is a draft.
    pub fn source(&self, path: &str) -> Found {
        match self.sources.get(path) {
            Some(id) => Found::One(*id),
            None if self.drafts.contains_key(path) => Found::Draft,
            None => Found::None,
        }
    }

    /// Whether nothing but drafts and pages for others stands in a folder.
    pub fn is_draft_folder(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        let sorted = || self.sorted.get_or_init(|| self.sources.keys().cloned().collect());
        let begins = |path: Option<&String>| path.is_some_and(|path| path.starts_with(&folder));
        let draft = self.drafts.range(folder.clone()..).next().map(|(path, _)| path);
        begins(draft) && !begins(sorted().range(folder.clone()..).next())
    }

    /// The file beside pages that has a name, in whatever folder, if there is just one: its path below `content/`.
    pub fn file(&self, name: &str, config: &Config, sources: &Sources) -> Option<&Arc<str>> {
        self.files.get_or_init(|| files(config, sources)).get(&fold(name))?.as_ref()
    }

    /// What is found by addresses that are not paths of files.
    pub fn loose(&self, entries: &ChunkedVec<Entry>, config: &Config, sources: &Sources) -> &Loose {
        self.loose.get_or_init(|| {
            let hidden = self.drafts.iter().filter(|(name, source)| *name == &***source).map(|(name, _)| name.as_str());
            let hidden = hidden.chain(self.addresses.iter().map(String::as_str));
            Loose::new(entries.iter().enumerate(), hidden, &config.content_dir, sources)
        })
    }

    /// The entry of a path in a language.
    pub fn path(&self, lang: &str, key: &str) -> Option<Id> {
        self.folded(lang, &fold(key))
    }

    /// The entry of a folded path in a language.
    pub fn folded(&self, lang: &str, key: &str) -> Option<Id> {
        self.languages.get(lang)?.paths.get(key).copied()
    }

    /// Whether what is not shown is called as in an older site.
    pub fn hide_like(&self, other: &Self) -> bool {
        self.drafts == other.drafts && self.addresses == other.addresses && self.headings == other.headings
    }

    /// Everything under which an entry is found.
    pub fn keys(outline: &Outline) -> impl Iterator<Item = String> {
        let folder = outline.key.strip_suffix("/index").filter(|_| outline.is_section).unwrap_or(&outline.key);
        let names = [stem(outline), &outline.title].into_iter().chain(outline.front.aliases.iter().map(String::as_str));
        let paths = [fold(&outline.key), fold(folder), outline.source.clone()];
        paths.into_iter().chain(names.map(|name| fold(&straight(name))).collect::<Vec<_>>())
    }

    /// What [`Names::find`] looks for.
    pub fn sought(name: &str) -> String {
        straight(fold(content::without_ending(name).trim_start_matches('/')).trim_end_matches('/'))
    }

    /// The page that a name means for a reader of `lang`. `accept` says which pages count (a field wants a type).
    pub fn find(&self, lang: &str, name: &str, accept: impl Fn(Id) -> bool) -> Found {
        let name = fold(content::without_ending(name).trim_start_matches('/'));
        let own = self.order.iter().filter(|l| &***l == lang);
        for language in own.chain(self.order.iter().filter(|l| &***l != lang)) {
            match self.languages.get(language).map_or(Found::None, |l| l.find(&name, &accept)) {
                Found::None => {}
                found => return found,
            }
        }
        if self.drafts.contains_key(&straight(&name)) { Found::Draft } else { Found::None }
    }

    /// The file of the page that is not published and that words are just the name of, or of a heading in it.
    pub fn draft(&self, words: &str) -> Option<&str> {
        let called = fold(&straight(words.trim()));
        self.drafts.get(&called).or_else(|| self.headings.get(&called)).map(|source| &**source)
    }

    /// Whether a path in the output would be that of a page which is not published.
    pub fn is_draft_address(&self, out: &str) -> bool {
        self.addresses.contains(out)
    }

    /// A name of a language that may have been meant: a file's or a title.
    pub fn near(&self, lang: &str, name: &str) -> Option<&str> {
        let language = self.languages.get(lang)?;
        let all = || language.others[..2].iter().flat_map(HashMap::keys).map(String::as_str);
        language.near.get_or_init(|| Near::of(all())).closest(name)
    }
}

/// Files beside pages, by their folded names.
fn files(config: &Config, sources: &Sources) -> HashMap<String, Option<Arc<str>>> {
    let mut files = HashMap::new();
    for path in sources.content(&config.content_dir).map(|(path, _)| path).filter(|path| !content::is_page_name(path)) {
        loose::add(&mut files, fold(path.rsplit('/').next().unwrap_or_default()), path.into());
    }
    files
}

impl Language {
    /// Without a page, and with room for so many.
    fn of(pages: usize) -> Self {
        let map = || HashMap::with_capacity(pages);
        Self { paths: HashMap::with_capacity(pages), others: [map(), map(), HashMap::new()], near: OnceLock::new() }
    }

    fn add(&mut self, id: Id, outline: &Outline) {
        self.paths.insert(fold(&outline.key), id);
        if outline.is_section {
            // `[[roles]]` and `[[roles/]]` mean the section.
            let folder = outline.key.strip_suffix("/index").unwrap_or(&outline.key);
            self.paths.entry(fold(folder)).or_insert(id);
        }
        self.name(0, stem(outline), id);
        self.name(1, &outline.title, id);
        for alias in &outline.front.aliases {
            self.name(2, alias, id);
        }
    }

    fn name(&mut self, rank: usize, name: &str, id: Id) {
        let ids = self.others[rank].entry(fold(&straight(name))).or_default();
        if ids.last() != Some(&id) {
            ids.push(id);
        }
    }

    fn find(&self, name: &str, accept: &impl Fn(Id) -> bool) -> Found {
        let name = straight(name.trim_end_matches('/'));
        if let Some(id) = self.paths.get(&name).filter(|id| accept(**id)) {
            return Found::One(*id);
        }
        for names in &self.others {
            let ids = names.get(&name).map_or(&[][..], Vec::as_slice);
            let good: Vec<Id> = ids.iter().copied().filter(|id| accept(*id)).take(MOST).collect();
            match good[..] {
                [] => {}
                [one] => return Found::One(one),
                _ => return Found::Several(good),
            }
        }
        Found::None
    }
}

/// The file's name, or the folder's for a section.
pub fn stem(outline: &Outline) -> &str {
    let folder = outline.key.strip_suffix("/index").filter(|_| outline.is_section);
    folder.unwrap_or(&outline.key).rsplit('/').next().unwrap_or_default()
}

/// Where a page would stand in the output, and from where one would be led to it.
fn addresses(outline: &Outline, config: &Config) -> impl Iterator<Item = String> {
    let old = outline.front.redirect_from.iter().filter_map(|old| redirect_path(old).ok());
    old.chain([format!("{}{}.html", prefix(&outline.lang, config), outline.path)])
}

/// Everything that a page is called: path, folder, file, title, aliases.
pub fn names(outline: &Outline) -> impl Iterator<Item = &str> {
    let folder = outline.key.strip_suffix("/index").filter(|_| outline.is_section);
    let others = outline.front.aliases.iter().map(String::as_str);
    [outline.key.as_str(), stem(outline), &outline.title].into_iter().chain(folder).chain(others)
}

/// Titles carry typographic quotes; what an author types in a link does not.
pub(super) fn straight(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    name.chars()
        .map(|c| {
            if matches!(c, '“' | '”' | '„' | '«' | '»') {
                '"'
            } else if matches!(c, '‘' | '’') {
                '\''
            } else if c == '\u{a0}' {
                ' '
            } else {
                c
            }
        })
        .collect()
}
