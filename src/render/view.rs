//! Views: everything that one page's HTML depends on, as named fields.
//!
//! In: the site and an address. Out: a [`PageView`] (or one of its plainer kin), which is both the template's context
//! (documented in `docs/templates.md`, from the comments here) and, hashed, the memo's key. What is not a field here
//! cannot change a page's HTML.

use super::templates::Templates;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::page::front_matter::{Date, Question};
use crate::page::link::{Resolved, State};
use crate::page::types::{FieldStep, Types};
use crate::page::url::{encode, relative};
use crate::page::{Outline, Page};
use crate::site::links::Target;
use crate::site::tags::{prefix, tag_slug};
use crate::site::{Entry, Id, Site};
use crate::source::{Content, Sources};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What views are made from.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
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
}

/// The navigation of each folder, made when the first of its pages is.
#[derive(Debug, Default)]
pub struct Navs(Mutex<HashMap<(Id, usize), Nav>>);

/// The lists of the navigation as HTML, hashed by their fingerprint.
#[derive(Clone, Debug)]
pub struct Nav {
    /// The HTML; the page's own entry is marked.
    pub html: Arc<str>,
    /// Why it could not be made.
    pub problem: Option<Diagnostic>,
    fingerprint: Fingerprint,
}

impl Hash for Nav {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// What `nav.html` is rendered from.
#[derive(Clone, Debug, Serialize)]
struct NavView {
    lang: String,
    nav: Vec<NavItem>,
}

/// What every page has around its text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Frame {
    /// Language of the page around the text: `en`.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// From the page to the top of the output: `../../`, or nothing.
    pub root: String,
    /// The site.
    pub site: SiteView,
    /// The navigation, as HTML: the top level, and below it the branch that leads to the page (see `nav.html`).
    #[serde(skip)]
    pub nav: Nav,
    /// The page's twin in each language of the site; empty on a site of one language.
    pub translations: Vec<Translation>,
    /// The feed of changed pages in this language, if the site has an address.
    pub feed_url: Option<String>,
}

/// The site, as each page knows it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteView {
    /// Title in the page's language.
    pub title: String,
    /// Description in the page's language.
    pub description: String,
    /// Where it is published, without a slash at the end.
    pub base_url: Option<String>,
    /// The front page of the page's language.
    pub front: String,
    /// `docent 0.1.0`.
    pub generator: &'static str,
    /// Free keys of `docent.yaml`.
    pub extra: Map<String, Value>,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NavItem {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// The folder, or one above it.
    pub open: bool,
    /// Has pages below it.
    pub is_section: bool,
    /// What stands below it, if it is open.
    pub children: Vec<NavItem>,
}

/// A page's twin in a language.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Translation {
    /// Code of the language.
    pub lang: String,
    /// As its speakers call it.
    pub name: String,
    /// Relative URL of the twin, or of the nearest page above it that there is.
    pub url: String,
    /// Absolute URL, if the site has an address.
    pub canonical: Option<String>,
    /// The language of this page.
    pub current: bool,
    /// There is no translation.
    pub missing: bool,
}

/// A link to a page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Ref {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// The type's name in the page's language, if it has a type.
    pub type_title: Option<String>,
}

/// A page in the list of its section or of a tag.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Child {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// One sentence.
    pub description: String,
    /// Name of the type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The type's name in the page's language.
    pub type_title: Option<String>,
    /// Has pages below it.
    pub is_section: bool,
    /// How many.
    pub pages: usize,
    /// Minutes to read it.
    pub minutes: usize,
}

/// A tag of a page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TagRef {
    /// Name.
    pub name: String,
    /// Relative URL of its page.
    pub url: String,
}

/// A heading in the page's table of contents.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TocEntry {
    /// Anchor.
    pub id: String,
    /// Text, as HTML.
    pub title: String,
    /// 2 or 3.
    pub level: u8,
    /// Headings of level 3 below one of level 2.
    pub children: Vec<TocEntry>,
}

/// The page itself.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageInfo {
    /// Title, plain.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Path in the output without `.html`: `en/roles/account-manager`.
    pub path: String,
    /// File name in the output.
    pub url: String,
    /// Absolute URL, if the site has an address.
    pub canonical: Option<String>,
    /// Name of the type: `role`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The type's name in the page's language.
    pub type_title: Option<String>,
    /// The type's fields. One that names a page is `{title, url, type, description, missing}`.
    pub fields: Value,
    /// Tags.
    pub tags: Vec<TagRef>,
    /// Self-check questions, `{q, a}`.
    pub questions: Vec<Question>,
    /// Who keeps the page true.
    pub owner: Option<String>,
    /// Day it was written.
    pub date: Option<Date>,
    /// Day of the last change.
    pub updated: Option<Date>,
    /// Day it was last read against reality.
    pub last_reviewed_on: Option<Date>,
    /// Words of the body.
    pub words: usize,
    /// Minutes to read it.
    pub minutes: usize,
    /// Stands for its folder.
    pub is_section: bool,
    /// The front page of its language.
    pub is_front: bool,
    /// Not published without `--drafts`.
    pub draft: bool,
    /// In no list.
    pub unlisted: bool,
    /// Relative URL of the Markdown copy.
    pub markdown_url: Option<String>,
    /// Path of the file from the root.
    pub source: String,
    /// Where the file can be edited.
    pub source_url: Option<String>,
    /// Language of the text where it is shown in place of a missing translation.
    pub fallback_lang: Option<String>,
    /// Free keys of the page.
    pub extra: Map<String, Value>,
}

/// A page's text: hashed by its fingerprint.
#[derive(Clone, Debug)]
pub struct Text(pub Arc<Page>);

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.0.outline.source, self.0.fingerprint).hash(state);
    }
}

/// A page. `content` (HTML of the text) and `heading` (HTML of the title) join it when it is rendered.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageView {
    /// Template that renders it.
    #[serde(skip)]
    pub template: String,
    /// Its Markdown.
    #[serde(skip)]
    pub text: Text,
    /// Its links, resolved.
    #[serde(skip)]
    pub links: Vec<Resolved>,
    /// What is around it.
    #[serde(flatten)]
    pub frame: Frame,
    /// The page itself.
    pub page: PageInfo,
    /// Headings.
    pub toc: Vec<TocEntry>,
    /// The sections above it, the front page first.
    pub breadcrumbs: Vec<Ref>,
    /// What stands below a section.
    pub children: Vec<Child>,
    /// The page before it.
    pub prev: Option<Ref>,
    /// The page after it.
    pub next: Option<Ref>,
    /// Pages that link to it.
    pub backlinks: Vec<Ref>,
}

/// A tag's page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TagView {
    /// What is around it.
    #[serde(flatten)]
    pub frame: Frame,
    /// The tag: `{name, url}`.
    pub tag: TagRef,
    /// Its pages.
    pub pages: Vec<Child>,
}

/// The list of all tags of a language.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TagsView {
    /// What is around it.
    #[serde(flatten)]
    pub frame: Frame,
    /// The tags, `{name, url, count}`.
    pub tags: Vec<CountedTag>,
}

/// A tag and how many pages have it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CountedTag {
    /// Name.
    pub name: String,
    /// Relative URL.
    pub url: String,
    /// Pages.
    pub count: usize,
}

/// The page for addresses that do not exist.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NotFoundView {
    /// What is around it, with URLs that work at any depth.
    #[serde(flatten)]
    pub frame: Frame,
    /// The sections of the default language.
    pub sections: Vec<Ref>,
}

/// An old address.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RedirectView {
    /// Language of the page that it leads to.
    pub lang: String,
    /// From here to the top of the output.
    pub root: String,
    /// Relative URL of the page.
    pub target: String,
    /// Its title.
    pub title: String,
}

/// The top of a site of several languages.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LanguagesView {
    /// The default language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Nothing: it is the top.
    pub root: String,
    /// The site.
    pub site: SiteView,
    /// The front page of the default language.
    pub target: String,
    /// The languages.
    pub languages: Vec<LanguageCard>,
}

/// A language to choose.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LanguageCard {
    /// Code.
    pub lang: String,
    /// As its speakers call it.
    pub name: String,
    /// Its front page.
    pub url: String,
    /// The site's title in it.
    pub title: String,
    /// The site's description in it.
    pub description: String,
}

/// Any of them.
#[derive(Clone, Debug, Hash)]
pub enum View {
    /// A page.
    Page(Box<PageView>),
    /// A tag.
    Tag(TagView),
    /// All tags.
    Tags(TagsView),
    /// The page for addresses that do not exist.
    NotFound(NotFoundView),
    /// An old address.
    Redirect(RedirectView),
    /// The choice of a language.
    Languages(LanguagesView),
}

impl View {
    /// The memo's key.
    pub fn fingerprint(&self, world: Fingerprint) -> Fingerprint {
        Fingerprint::of(&(self, world))
    }
}

const GENERATOR: &str = concat!("docent ", env!("CARGO_PKG_VERSION"));

/// Deepest level of the navigation.
const NAV_DEPTH: usize = 4;

/// Most entries of one section in the navigation. A folder of 815 pages made 80 KB of navigation on each of them.
const NAV_WIDTH: usize = 60;

/// The part of a section that is shown, and whether some is left out: the part around the entry that is open, else
/// the part that was asked for.
fn window<'c>(children: &'c [Id], open: &[Id], part: usize) -> (&'c [Id], bool) {
    if children.len() <= NAV_WIDTH {
        return (children, false);
    }
    let part = children.iter().position(|id| open.contains(id)).map_or(part, |here| here / NAV_WIDTH);
    let start = (part * NAV_WIDTH).min(children.len() - NAV_WIDTH);
    (&children[start..start + NAV_WIDTH], true)
}

impl Navs {
    fn lock(&self) -> MutexGuard<'_, HashMap<(Id, usize), Nav>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Nav {
    fn of(rendered: Result<Vec<u8>, Diagnostic>) -> Self {
        let (html, problem) = match rendered {
            Ok(html) => (html, None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        let fingerprint = Fingerprint::of(&(&html, &problem));
        Self { html: String::from_utf8_lossy(&html).into(), problem, fingerprint }
    }

    /// Marks the entry of a page: the only one whose URL is the page's own file name.
    fn marked(self, out: &str) -> Self {
        let name = encode(out.rsplit('/').next().unwrap_or_default());
        let entry = format!("<a href=\"{name}\"");
        let fingerprint = Fingerprint::of(&(self.fingerprint, &name));
        let html = self.html.replacen(&entry, &format!("<a aria-current=\"page\" href=\"{name}\""), 1);
        Self { html: html.into(), fingerprint, ..self }
    }
}

/// Languages written from right to left.
fn direction(lang: &str) -> &'static str {
    let base = lang.split('-').next().unwrap_or(lang);
    if ["ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv"].contains(&base) { "rtl" } else { "ltr" }
}

impl<'a> World<'a> {
    fn entry(self, id: Id) -> &'a Entry {
        &self.site.entries[id]
    }

    fn outline(self, id: Id) -> &'a Outline {
        &self.site.entries[id].page.outline
    }

    /// The front page of a language.
    fn front(self, lang: &str) -> Option<Id> {
        self.site.tree.fronts.iter().copied().find(|id| *self.entry(*id).lang == *lang)
    }

    fn canonical(self, out: &str) -> Option<String> {
        let path = out.strip_suffix("index.html").filter(|p| p.is_empty() || p.ends_with('/')).unwrap_or(out);
        self.config.base().map(|base| format!("{base}/{}", encode(path)))
    }

    fn frame(self, out: &str, lang: &str, current: Option<Id>) -> Frame {
        Frame {
            lang: lang.to_owned(),
            dir: direction(lang),
            root: "../".repeat(out.matches('/').count()),
            site: self.site_view(out, lang),
            nav: self.nav(out, lang, current),
            translations: self.translations(out, lang, current),
            feed_url: self.config.base().map(|_| relative(out, &format!("{}feed.xml", prefix(lang, self.config)))),
        }
    }

    fn site_view(self, out: &str, lang: &str) -> SiteView {
        let (title, description) = self.config.titles(lang);
        let front = self.front(lang).map_or_else(String::new, |id| relative(out, &self.entry(id).out));
        SiteView {
            title: title.to_owned(),
            description: description.to_owned(),
            base_url: self.config.base().map(str::to_owned),
            front,
            generator: GENERATOR,
            extra: self.config.extra.clone(),
        }
    }

    /// The navigation of a page: its folder's, with the page's own entry marked.
    fn nav(self, out: &str, lang: &str, current: Option<Id>) -> Nav {
        let Some(front) = self.front(lang) else { return Nav::of(Ok(Vec::new())) };
        let Some(id) = current else { return self.make_nav(out, lang, front, &[], 0) };
        let section = if self.outline(id).is_section { id } else { self.site.tree.parent[id].unwrap_or(front) };
        let place = self.site.tree.children[section].iter().position(|child| *child == id);
        let part = place.unwrap_or(0) / NAV_WIDTH;
        let known = self.navs.lock().get(&(section, part)).cloned();
        let nav = known.unwrap_or_else(|| {
            let mut open = self.site.tree.ancestors(section);
            open.push(section);
            let nav = self.make_nav(out, lang, front, &open, part);
            self.navs.lock().insert((section, part), nav.clone());
            nav
        });
        nav.marked(out)
    }

    fn make_nav(self, out: &str, lang: &str, front: Id, open: &[Id], part: usize) -> Nav {
        let view = NavView { lang: lang.to_owned(), nav: self.nav_level(out, front, open, part, 1) };
        Nav::of(self.templates.render("nav.html", out, &view, &[]))
    }

    fn nav_level(self, out: &str, above: Id, open: &[Id], part: usize, depth: usize) -> Vec<NavItem> {
        let item = |id: &Id| {
            let is_open = open.contains(id);
            let deeper = is_open && depth < NAV_DEPTH;
            NavItem {
                title: self.outline(*id).title.clone(),
                url: relative(out, &self.entry(*id).out),
                open: is_open,
                is_section: self.site.tree.below[*id] > 0,
                children: if deeper { self.nav_level(out, *id, open, part, depth + 1) } else { Vec::new() },
            }
        };
        let (children, cut) = window(&self.site.tree.children[above], open, part);
        let mut items: Vec<NavItem> = children.iter().map(item).collect();
        if cut {
            items.push(self.whole_section(out, above));
        }
        items
    }

    /// The last entry of a section that is shown in part: leads to the section's page, which lists all.
    fn whole_section(self, out: &str, section: Id) -> NavItem {
        NavItem {
            title: "…".to_owned(),
            url: relative(out, &self.entry(section).out),
            open: false,
            is_section: false,
            children: Vec::new(),
        }
    }

    fn translations(self, out: &str, lang: &str, current: Option<Id>) -> Vec<Translation> {
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
    fn nearest(self, id: Id, language: usize) -> Option<Id> {
        let chain = std::iter::successors(Some(id), |id| self.site.tree.parent[*id]);
        chain.filter_map(|id| self.site.twin(id, language)).next()
    }

    fn reference(self, out: &str, id: Id) -> Ref {
        let outline = self.outline(id);
        Ref { title: outline.title.clone(), url: relative(out, &self.entry(id).out), type_title: self.type_title(id) }
    }

    fn type_title(self, id: Id) -> Option<String> {
        let kind = self.outline(id).front.kind.as_deref()?;
        Some(self.types.title(kind, &self.entry(id).lang).to_owned())
    }

    fn child(self, out: &str, id: Id) -> Child {
        let outline = self.outline(id);
        Child {
            title: outline.title.clone(),
            url: relative(out, &self.entry(id).out),
            description: outline.description.clone(),
            kind: outline.front.kind.clone(),
            type_title: self.type_title(id),
            is_section: outline.is_section,
            pages: self.site.tree.below[id],
            minutes: outline.minutes(),
        }
    }

    /// The view of a page.
    pub fn page(self, id: Id) -> PageView {
        let entry = self.entry(id);
        let out = entry.out.as_str();
        let tree = &self.site.tree;
        let reference = |id: &Id| self.reference(out, *id);
        PageView {
            template: self.template(id),
            text: Text(entry.page.clone()),
            links: self.links(id),
            frame: self.frame(out, &entry.lang, Some(id)),
            page: self.page_info(id),
            toc: toc(&entry.page.outline),
            breadcrumbs: tree.ancestors(id).iter().map(reference).collect(),
            children: tree.children[id].iter().map(|id| self.child(out, *id)).collect(),
            prev: tree.previous[id].as_ref().map(reference),
            next: tree.next[id].as_ref().map(reference),
            backlinks: self.site.backlinks[id].iter().map(reference).collect(),
        }
    }

    fn template(self, id: Id) -> String {
        let outline = self.outline(id);
        let declared = outline.front.kind.as_deref().and_then(|kind| self.types.all.get(kind));
        let own = outline.front.template.clone().or_else(|| declared.map(|t| t.template.clone()));
        own.unwrap_or_else(|| match (self.site.tree.parent[id], outline.is_section) {
            (None, _) => "front.html".into(),
            (_, true) => "section.html".into(),
            _ => "page.html".into(),
        })
    }

    fn page_info(self, id: Id) -> PageInfo {
        let entry = self.entry(id);
        let outline = &*entry.page.outline;
        let front = &outline.front;
        let out = entry.out.as_str();
        let stem = out.trim_end_matches(".html");
        let name = stem.rsplit('/').next().unwrap_or_default();
        let own = !entry.fallback && !entry.synthetic;
        PageInfo {
            title: outline.title.clone(),
            description: outline.description.clone(),
            path: stem.to_owned(),
            url: encode(&format!("{name}.html")),
            canonical: self.canonical(&self.original(id).out),
            kind: front.kind.clone(),
            type_title: self.type_title(id),
            fields: self.fields(id),
            tags: self.tags(id),
            questions: front.questions.clone(),
            owner: front.owner.clone(),
            date: front.date,
            updated: outline.updated(self.sources.dates.get(&outline.source)),
            last_reviewed_on: front.last_reviewed_on,
            words: outline.words,
            minutes: outline.minutes(),
            is_section: outline.is_section,
            is_front: self.site.tree.parent[id].is_none(),
            draft: front.draft,
            unlisted: front.unlisted || entry.fallback,
            markdown_url: own.then(|| encode(&format!("{name}.md"))),
            source_url: self
                .config
                .edit_url
                .as_ref()
                .filter(|_| !entry.synthetic)
                .map(|url| url.replace("{path}", &encode(&outline.source))),
            source: outline.source.clone(),
            fallback_lang: entry.fallback.then(|| outline.lang.clone()),
            extra: front.extra.clone(),
        }
    }

    /// The entry whose text a fallback shows: it is the address to remember.
    fn original(self, id: Id) -> &'a Entry {
        let entry = self.entry(id);
        let codes = self.config.codes();
        let index = codes.iter().position(|code| *code == entry.page.outline.lang);
        let twin = index.filter(|_| entry.fallback).and_then(|index| self.site.twin(id, index));
        twin.map_or(entry, |id| self.entry(id))
    }

    fn tags(self, id: Id) -> Vec<TagRef> {
        let entry = self.entry(id);
        let tags = self.site.tags.get(&entry.lang);
        let found = entry.page.outline.front.tags.iter().filter_map(|name| tags?.get(&tag_slug(name, self.config)));
        found.map(|tag| TagRef { name: tag.name.clone(), url: relative(&entry.out, &tag.out) }).collect()
    }

    /// The type's fields, each that names a page replaced by what a template needs to show it.
    fn fields(self, id: Id) -> Value {
        let entry = self.entry(id);
        let mut fields = Value::Object(entry.page.outline.fields.clone());
        for (field, target) in entry.page.outline.field_links.iter().zip(&self.site.field_targets[id]) {
            let shown = match target {
                Target::Page(to, _) => self.field_page(&entry.out, *to as Id),
                _ => json!({"title": field.target, "url": null, "type": null, "description": "", "missing": true}),
            };
            if let Some(place) = at(&mut fields, &field.path) {
                *place = shown;
            }
        }
        fields
    }

    fn field_page(self, out: &str, id: Id) -> Value {
        let outline = self.outline(id);
        json!({
            "title": outline.title,
            "url": relative(out, &self.entry(id).out),
            "type": outline.front.kind,
            "description": outline.description,
            "minutes": outline.minutes(),
            "missing": false,
        })
    }

    /// The links of a page, as URLs relative to it.
    pub fn links(self, id: Id) -> Vec<Resolved> {
        let entry = self.entry(id);
        let links = entry.page.outline.links.iter().zip(&self.site.targets[id]);
        links.map(|(link, target)| self.link(&entry.out, &link.target, target)).collect()
    }

    fn link(self, out: &str, written: &str, target: &Target) -> Resolved {
        match target {
            Target::Page(to, heading) => self.link_to_page(out, *to as Id, *heading),
            Target::File(path) => self.link_to_file(out, path),
            Target::Written if written.starts_with('#') => Resolved::new(State::Inside, self.own_anchor(written)),
            Target::Written => Resolved::new(State::External, written),
            Target::Broken => Resolved::new(State::Broken, "#"),
            Target::Text => Resolved::new(State::Text, ""),
        }
    }

    fn own_anchor(self, written: &str) -> String {
        format!("#{}", encode(&crate::page::url::decode(&written[1..])))
    }

    fn link_to_page(self, out: &str, id: Id, heading: Option<u32>) -> Resolved {
        let mut url = relative(out, &self.entry(id).out);
        let outline = self.outline(id);
        if let Some(heading) = heading.and_then(|h| outline.headings.get(h as usize)) {
            url.push('#');
            url.push_str(&encode(&heading.id));
        }
        Resolved { title: Some(outline.title.clone()), ..Resolved::new(State::Inside, url) }
    }

    fn link_to_file(self, out: &str, path: &str) -> Resolved {
        let size = match self.sources.files.get(&format!("content/{path}")).map(|f| &f.content) {
            Some(Content::Binary { size, .. }) => *size,
            _ => None,
        };
        Resolved { size, ..Resolved::new(State::Inside, relative(out, path)) }
    }

    /// The view of a tag.
    pub fn tag(self, lang: &str, slug: &str) -> Option<TagView> {
        let tag = self.site.tags.get(lang)?.get(slug)?;
        let pages = tag.pages.iter().map(|id| self.child(&tag.out, *id)).collect();
        let own = TagRef { name: tag.name.clone(), url: relative(&tag.out, &tag.out) };
        Some(TagView { frame: self.frame(&tag.out, lang, None), tag: own, pages })
    }

    /// The view of all tags of a language.
    pub fn all_tags(self, out: &str, lang: &str) -> TagsView {
        let tags = self.site.tags.get(lang).into_iter().flat_map(|tags| tags.values());
        let tags =
            tags.map(|tag| CountedTag { name: tag.name.clone(), url: relative(out, &tag.out), count: tag.pages.len() });
        TagsView { frame: self.frame(out, lang, None), tags: tags.collect() }
    }

    /// The page for addresses that do not exist: a server shows it at any depth, so its URLs begin at the host.
    pub fn not_found(self) -> NotFoundView {
        let lang = self.config.default_language.as_str();
        let base =
            self.config.base().and_then(|base| base.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
        let root = base.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}/"));
        let mut frame = self.frame("404.html", lang, None);
        let absolute = |url: &mut String| url.insert_str(0, &root);
        absolute(&mut frame.site.front);
        let top = self.front(lang).map_or(&[][..], |front| &self.site.tree.children[front]);
        let mut sections: Vec<Ref> = top.iter().map(|id| self.reference("404.html", *id)).collect();
        sections.iter_mut().for_each(|section| absolute(&mut section.url));
        frame.nav = Nav::of(Ok(Vec::new()));
        frame.translations.iter_mut().for_each(|t| absolute(&mut t.url));
        frame.feed_url.iter_mut().for_each(absolute);
        frame.root = root.clone();
        NotFoundView { frame, sections }
    }

    /// The page at an old address.
    pub fn redirect(self, old: &str, id: Id) -> RedirectView {
        RedirectView {
            lang: self.entry(id).lang.to_string(),
            root: "../".repeat(old.matches('/').count()),
            target: relative(old, &self.entry(id).out),
            title: self.outline(id).title.clone(),
        }
    }

    /// The top of a site of several languages.
    pub fn languages(self) -> LanguagesView {
        let lang = self.config.default_language.as_str();
        let card = |code: &&str| {
            let front = self.front(code)?;
            let (title, description) = self.config.titles(code);
            let name = self.config.language(code).and_then(|l| l.name.clone()).unwrap_or_else(|| (*code).to_owned());
            let url = encode(&self.entry(front).out);
            Some(LanguageCard {
                lang: (*code).to_owned(),
                name,
                url,
                title: title.to_owned(),
                description: description.to_owned(),
            })
        };
        let site = self.site_view("index.html", lang);
        LanguagesView {
            lang: lang.to_owned(),
            dir: direction(lang),
            root: String::new(),
            target: site.front.clone(),
            site,
            languages: self.config.codes().iter().filter_map(card).collect(),
        }
    }
}

fn at<'v>(value: &'v mut Value, path: &[FieldStep]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        FieldStep::Key(key) => value.get_mut(key),
        FieldStep::Index(index) => value.get_mut(index),
    })
}

/// Headings of level 2, each with those of level 3 below it.
fn toc(outline: &Outline) -> Vec<TocEntry> {
    let mut toc: Vec<TocEntry> = Vec::new();
    for heading in outline.headings.iter().filter(|h| (2..=3).contains(&h.level)) {
        let title = escape(&heading.text);
        let entry = TocEntry { id: heading.id.clone(), title, level: heading.level, children: Vec::new() };
        match toc.last_mut() {
            Some(last) if heading.level == 3 && last.level == 2 => last.children.push(entry),
            _ => toc.push(entry),
        }
    }
    toc
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
