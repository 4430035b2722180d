//! Views: everything that one page's HTML depends on, as named fields.
//!
//! A [`PageView`] (or one of its plainer kin) is both the template's context (`cargo xtask docs` makes its page from the
//! comments here) and, hashed, the memo's key. What is not a field here cannot change a page's HTML.
//! [`super::world`] makes them.

mod progress;

pub use progress::{Checklist, Membership, PathStep, ReadingPath, Stage};

use super::derived::view::DataView;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::markdown::Mark;
use crate::markdown::link::{Embed, Resolved};
use crate::page::Page;
use crate::page::front_matter::Question;
use crate::site::freshness::{Ago, State};
use serde::Serialize;
use serde_json::{Map, Value};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The lists of the navigation as HTML, hashed by their fingerprint.
#[derive(Clone, Debug)]
pub struct Nav {
    /// The HTML; the page's own entry is marked.
    pub html: Arc<str>,
    /// Why it could not be made.
    pub problem: Option<Diagnostic>,
    /// Of the HTML.
    pub fingerprint: Fingerprint,
}

impl Hash for Nav {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
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
    /// The page of the reader's progress, `my-progress.html`, if the site has anything to tick.
    pub progress_url: Option<String>,
    /// The page of search in this language, `search.html`, if the site has search.
    pub search_url: Option<String>,
}

/// The site, as each page knows it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteView {
    /// The name under which browsers keep what readers tick: `site_id` of the configuration, else made of the title.
    pub id: String,
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
    /// Links show a look at their page.
    pub link_previews: bool,
    /// Free keys of `docent.yaml`.
    pub extra: Map<String, Value>,
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
    /// What to show beside the title: `deprecated`, `due` (its review), or nothing.
    pub badge: Option<&'static str>,
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
    /// One sentence: the author's, else the beginning of the text.
    pub description: String,
    /// The author's own description, to stand above the text; a made one would say twice what follows.
    pub lead: Option<String>,
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
    /// Words of the body and of the fields.
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

/// Whether the page is still true. On a day on which none of it changes, the page does not.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StatusView {
    /// `deprecated`, `due`, `edited` (since its review), `checked`, `unchecked` (never, though its type asks for it) or
    /// `none`.
    pub state: State,
    /// Since when its review is due, `{unit, n}` with `weeks`, `months` or `years`; nothing in the first week.
    pub ago: Option<Ago>,
    /// Says something else than when it was reviewed.
    pub edited: bool,
    /// Who reviewed it.
    pub by: Option<String>,
    /// The page to read instead of a deprecated one.
    pub successor: Option<Ref>,
}

/// A page's text: hashed by its fingerprint.
#[derive(Clone, Debug)]
pub struct Text(pub Arc<Page>);

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.0.outline.source, self.0.fingerprint).hash(state);
    }
}

/// Pages of one type that name this page in one of their fields.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RelationGroup {
    /// Name of their type: `role`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The field: `skills.skill`.
    pub field: String,
    /// What the list is called in the page's language: the schema's `inverse`, else the type's plural.
    pub title: String,
    /// The pages, by title.
    pub pages: Vec<Related>,
}

/// A page that names this page in a field.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Related {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// One sentence.
    pub description: String,
    /// What stands beside the reference, such as the level and a note.
    pub beside: Vec<Beside>,
}

/// A field that stands beside a reference.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Beside {
    /// Its name: `level`.
    pub name: String,
    /// As written: `required`.
    pub value: String,
    /// One of the schema's words in the page's language; null for a text of the author's.
    pub word: Option<String>,
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
    /// What its views show, and those of the pages that it embeds: each with the page that declares them.
    #[serde(skip)]
    pub views: Vec<(Text, Vec<Option<DataView>>)>,
    /// It shows views, so it needs their script.
    pub has_views: bool,
    /// Pages that it shows in the place of a link, by its number, with all that they show themselves.
    #[serde(skip)]
    pub embeds: Vec<Embed>,
    /// They would be too long together: some are shown as links.
    #[serde(skip)]
    pub embeds_cut: bool,
    /// What is around it.
    #[serde(flatten)]
    pub frame: Frame,
    /// The page itself.
    pub page: PageInfo,
    /// Whether it is still true.
    pub status: StatusView,
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
    /// Pages that name it in a field, by type and field.
    pub relations: Vec<RelationGroup>,
    /// Other pages that link to it.
    pub backlinks: Vec<Ref>,
    /// How far a translation is behind its original, if it is.
    pub translation: Option<Behind>,
    /// Terms of the glossary that are marked in its text, `{title, url, definition}`.
    pub terms: Vec<Mark>,
    /// On a term's page: who mentions the term.
    pub used_on: Option<UsedOn>,
    /// On the page that lists the terms of its language: the terms, by title.
    pub glossary: Vec<GlossaryTerm>,
    /// What a reader can tick: the items of a checklist, the tasks of the text.
    pub checklist: Option<Checklist>,
    /// The page as a reading path, if it is one.
    pub path: Option<ReadingPath>,
    /// The reading paths that the page is a step of.
    pub paths: Vec<Membership>,
}

/// The original of a translation says something newer.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Behind {
    /// Code of the original's language.
    pub lang: String,
    /// That language, as its speakers call it.
    pub name: String,
    /// Relative URL of the original.
    pub url: String,
    /// The first sections that are newer there; one without a title is what stands before the first heading.
    pub sections: Vec<Place>,
    /// How many there are in all; 0 when sections have only been removed.
    pub total: usize,
}

/// Pages that mention a term.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct UsedOn {
    /// The first ones, by title.
    pub pages: Vec<Ref>,
    /// How many there are in all.
    pub total: usize,
}

/// A term in the list of all terms.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GlossaryTerm {
    /// Anchor of a term that has no page of its own.
    pub id: Option<String>,
    /// Relative URL of its page.
    pub url: Option<String>,
    /// As it is called.
    pub title: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it means, at most 300 characters.
    pub definition: String,
    /// Who mentions it.
    pub used_on: UsedOn,
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

/// The page of search: without script every title of a language in order, with script the results too.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchView {
    /// What is around it.
    #[serde(flatten)]
    pub frame: Frame,
    /// Titles by their first letter.
    pub letters: Vec<Letter>,
    /// How many pages are listed.
    pub pages: usize,
    /// There are so many pages that their headings are left out.
    pub titles_only: bool,
}

/// The page of what the reader has ticked and read. All of it comes out of the reader's browser.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ProgressView {
    /// What is around it.
    #[serde(flatten)]
    pub frame: Frame,
    /// The reading paths of the language.
    pub paths: Vec<Ref>,
    /// The pages with something to tick.
    pub checklists: Vec<Ref>,
}

/// A letter of the alphabet and the pages whose titles begin with it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Letter {
    /// `A`; `0–9` for digits, `#` for the rest.
    pub name: String,
    /// Anchor.
    pub id: String,
    /// The pages, by title.
    pub pages: Vec<Listed>,
}

/// A page in the list of all titles.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Listed {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// Language of the title, where it is not that of the list.
    pub lang: Option<String>,
    /// The type's name in the page's language.
    pub type_title: Option<String>,
    /// Its headings of level 2 and 3.
    pub headings: Vec<Place>,
}

/// A heading of a page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Place {
    /// Text.
    pub title: String,
    /// Relative URL, with the anchor.
    pub url: String,
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
    /// The page of search.
    Search(SearchView),
    /// The page of the reader's progress.
    Progress(ProgressView),
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
