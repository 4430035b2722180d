//! What views are made from, and what all of them share: the frame around a text, references to other pages.
//!
//! In: the site, the configuration, the types, the snapshot. Out: parts of views.

use super::footer;
use super::special::{changes, feed, progress, search};
use super::templates::Templates;
use super::view::{BrandView, Child, Frame, Nav, Ref, SiteView, Translation};
use crate::config::{Config, Each};
use crate::i18n::direction;
use crate::markdown::{Heading, SUMMARY, shortened, typeset};
use crate::page::Outline;
use crate::page::types::Types;
use crate::site::{Entry, Id, Site, freshness};
use crate::source::Sources;
use crate::url::{encode, relative};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The navigation of each folder, made when the first of its pages is.
#[derive(Debug, Default)]
pub struct Navs(Mutex<HashMap<NavKey, Nav>>);

/// The entry whose parts are shown, the group that is open among them, which of very many, and the folder that addresses
/// begin in.
pub(super) type NavKey = (Id, Option<usize>, usize, String);

impl Navs {
    /// The folders known so far.
    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<NavKey, Nav>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What views are made from.
#[derive(Clone, Copy, Debug)]
pub struct RenderContext<'a> {
    /// The model.
    pub site: &'a Site,
    /// The configuration.
    pub config: &'a Config,
    /// The types.
    pub types: &'a Types,
    /// The snapshot, for dates of git and sizes of images.
    pub sources: &'a Sources,
    /// The templates, for the part of a page that a whole folder shares.
    pub templates: &'a Templates,
    /// That part, once made.
    pub navs: &'a Navs,
    /// The team's own look.
    pub brand: Option<&'a BrandView>,
    /// By picture, its smaller sizes: widths and paths in the output.
    pub smaller: Option<&'a BTreeMap<String, Vec<(u32, String)>>>,
}

/// Pages of a section that tell what most of them are.
const FIRST_PAGES: usize = 20;

const GENERATOR: &str = concat!("docent ", env!("CARGO_PKG_VERSION"));

impl<'a> RenderContext<'a> {
    pub(super) fn entry(self, id: Id) -> &'a Entry {
        &self.site.entries[id]
    }

    pub(super) fn outline(self, id: Id) -> &'a Outline {
        &self.site.entries[id].page.outline
    }

    /// The front page of a language.
    pub(super) fn front(self, lang: &str) -> Option<Id> {
        self.site.tree.fronts.iter().copied().find(|id| *self.entry(*id).lang == *lang)
    }

    pub(super) fn canonical(self, out: &str) -> Option<String> {
        let path = out.strip_suffix("index.html").filter(|p| p.is_empty() || p.ends_with('/')).unwrap_or(out);
        self.config.base().map(|base| format!("{base}/{}", encode(path)))
    }

    pub(super) fn frame(self, out: &str, lang: &str, current: Option<Id>) -> Frame {
        Frame {
            lang: lang.to_owned(),
            dir: direction(lang),
            root: "../".repeat(out.matches('/').count()),
            site: self.site_view(out, lang),
            nav: self.nav(out, lang, current),
            translations: self.translations(out, lang, current),
            feed_url: self.config.base().map(|_| relative(out, &feed::path(lang, self.config))),
            progress_url: self.site.has_progress.then(|| relative(out, &progress::path(lang, self.config))),
            search_url: self.config.search.enabled.then(|| relative(out, &search::path(lang, self.config))),
            changes_url: changes::is_made(self.site, self.config, lang)
                .then(|| relative(out, &changes::path(lang, self.config))),
        }
    }

    pub(super) fn site_view(self, out: &str, lang: &str) -> SiteView {
        let (title, description) = self.config.titles(lang);
        let front = self.front(lang).map_or_else(String::new, |id| relative(out, &self.entry(id).out));
        SiteView {
            id: self.site_id(),
            title: typeset(title, lang, self.config.markdown.typography),
            description: typeset(description, lang, self.config.markdown.typography),
            base_url: self.config.base().map(str::to_owned),
            front,
            generator: GENERATOR,
            link_previews: self.config.link_previews,
            changes: self.config.changes,
            brand: self.brand.map(|brand| self.brand_view(brand, lang)),
            extra: self.config.extra.clone(),
        }
    }

    fn brand_view(self, brand: &BrandView, lang: &str) -> BrandView {
        let footer = brand.footers.of(lang).map(|text| typeset(text, lang, self.config.markdown.typography));
        let footer = footer.map(|text| footer::parts(&text)).unwrap_or_default();
        BrandView { footer, footers: Each::default(), ..brand.clone() }
    }

    pub(super) fn translations(self, out: &str, lang: &str, current: Option<Id>) -> Vec<Translation> {
        if !self.config.is_multilingual() {
            return Vec::new();
        }
        let codes = self.config.codes().into_iter().enumerate();
        let twin = |(index, code): (usize, &str)| {
            let twin = current.and_then(|id| self.nearest(id, index));
            let target = twin.or_else(|| self.front(code))?;
            let exact =
                current.and_then(|id| self.site.twin(id, index)) == Some(target) && !self.entry(target).fallback;
            let name = self.config.language(code).and_then(|l| l.name.clone()).unwrap_or_else(|| code.to_owned());
            let url = relative(out, &self.entry(target).out);
            let canonical = self.canonical(&self.entry(target).out);
            Some(Translation {
                lang: code.to_owned(),
                name,
                url,
                canonical,
                current: code == lang,
                missing: current.is_some() && !exact,
            })
        };
        codes.filter_map(twin).collect()
    }

    /// The twin in a language, or that of the nearest section above that has one.
    pub(super) fn nearest(self, id: Id, language: usize) -> Option<Id> {
        let chain = std::iter::successors(Some(id), |id| self.site.tree.parent[*id]);
        chain.filter_map(|id| self.site.twin(id, language)).next()
    }

    pub(super) fn reference(self, out: &str, id: Id) -> Ref {
        let outline = self.outline(id);
        Ref { title: outline.title.clone(), url: relative(out, &self.entry(id).out), type_title: self.type_title(id) }
    }

    /// What a page is about: links that have no words of their own are the titles of their pages, as in its text.
    pub(super) fn description(self, id: Id) -> String {
        let outline = self.outline(id);
        let Some(summary) = &outline.summary else { return outline.description.clone() };
        let text = shortened(&summary.shown(&outline.links, |link| self.link_title(id, link)), SUMMARY);
        typeset(&text, &outline.lang, self.config.markdown.typography)
    }

    /// A heading, in the same way.
    pub(super) fn heading(self, id: Id, heading: &Heading) -> String {
        heading.shown(&self.outline(id).links, |link| self.link_title(id, link)).into_owned()
    }

    /// The title of the page that the n-th link of another leads to.
    pub(super) fn link_title(self, id: Id, link: usize) -> Option<&'a str> {
        let to = self.site.targets[id].get(link)?.page()?;
        Some(&self.outline(to).title)
    }

    /// A page by the name that it has in the navigation.
    pub(super) fn neighbour(self, out: &str, id: Id) -> Ref {
        Ref { title: self.nav_title(id), ..self.reference(out, id) }
    }

    /// What the navigation calls a page.
    pub(super) fn nav_title(self, id: Id) -> String {
        self.site.tree.label(id).unwrap_or(&self.outline(id).title).to_owned()
    }

    pub(super) fn type_title(self, id: Id) -> Option<String> {
        let kind = self.outline(id).front.kind.as_deref()?;
        Some(self.types.title(kind, &self.entry(id).lang).to_owned())
    }

    /// The type whose icon stands for a page: its own, or that of most pages of a section. The first pages tell: a menu
    /// asks this of each of its entries.
    pub(super) fn look(self, id: Id) -> Option<&'a str> {
        let of = |id: Id| self.types.with_icon(self.outline(id).front.kind.as_deref());
        of(id).or_else(|| {
            let first = &self.site.tree.children[id];
            let first = &first[..first.len().min(FIRST_PAGES)];
            let most = first.iter().filter_map(|id| of(*id)).max_by_key(|kind| {
                let same = first.iter().filter(|id| of(**id) == Some(*kind)).count();
                (same, Reverse(*kind))
            })?;
            let same = first.iter().filter(|id| of(**id) == Some(most)).count();
            (2 * same > first.len()).then_some(most)
        })
    }

    pub(super) fn child(self, out: &str, id: Id) -> Child {
        let outline = self.outline(id);
        Child {
            title: self.nav_title(id),
            url: relative(out, &self.entry(id).out),
            description: self.description(id),
            kind: outline.front.kind.clone(),
            type_title: self.type_title(id),
            look: self.look(id).map(str::to_owned),
            is_section: outline.is_section,
            pages: self.site.tree.below[id],
            minutes: outline.minutes(),
            badge: freshness::of(outline, self.config).state.badge(),
        }
    }
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    if !text.contains(['&', '<', '>', '"']) {
        return text.to_owned();
    }
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
