//! Views: everything that one page's HTML depends on, as named fields.
//!
//! A [`PageView`] (or one of its plainer kin) is both the template's context (`cargo xtask docs` makes its page from the
//! comments here) and, hashed, the memo's key. What is not a field here cannot change a page's HTML.
//! [`super::context`] and its neighbours make them.

mod brand;
mod changes;
mod home;
mod owners;
mod print;
mod progress;
mod relations;

pub use brand::{BrandView, PictureView};
pub use changes::{ChangeDay, ChangedPage, ChangedSection, ChangesView, Words};
pub use home::{Change, HomeSection, HomeView, Start};
pub use owners::{Contact, OwnerView};
pub use print::{PrintGroup, PrintLink, PrintView};
pub use progress::{Checklist, Membership, PathStep, ReadingPath, Stage};
pub use relations::{Beside, Related, RelationGroup};

use super::data_blocks::view::DataView;
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

/// The data for the layout of every page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Frame {
    /// Language of the page around the text: `en`.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Path from the page to the site's root: `../../`; empty at the root.
    pub root: String,
    /// The site.
    pub site: SiteView,
    /// The navigation, as HTML: the top level, and below it the branch that leads to the page (see `nav.html`).
    #[serde(skip)]
    pub nav: Nav,
    /// The page's translation in each language of the site; empty on a site in one language.
    pub translations: Vec<Translation>,
    /// Relative URL of the feed of changed pages in this language, if the site has a `base_url`.
    pub feed_url: Option<String>,
    /// Relative URL of the progress page, `my-progress.html`, if the site has anything to tick.
    pub progress_url: Option<String>,
    /// Relative URL of the search page in this language, `search.html`, if search is on.
    pub search_url: Option<String>,
    /// Relative URL of the page of what changed, `changes.html`, unless docent.yaml says `changes: false` or a page of the
    /// site has this address.
    pub changes_url: Option<String>,
}

/// The site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteView {
    /// The name under which browsers store what readers tick: `site_id` in docent.yaml, or derived from the title.
    pub id: String,
    /// Title in the page's language.
    pub title: String,
    /// Description in the page's language.
    pub description: String,
    /// Address of the site, without a slash at the end.
    pub base_url: Option<String>,
    /// Relative URL of the front page in the page's language.
    pub front: String,
    /// `docent 0.1.0`.
    pub generator: &'static str,
    /// Whether links show a preview of their page.
    pub link_previews: bool,
    /// Whether what is new to a reader is marked.
    pub changes: bool,
    /// The team's own look, if docent.yaml has a `brand`.
    pub brand: Option<BrandView>,
    /// The keys under `extra` in `docent.yaml`.
    pub extra: Map<String, Value>,
}

/// A page's translation into one language.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Translation {
    /// Code of the language.
    pub lang: String,
    /// The language's own name for itself.
    pub name: String,
    /// Relative URL of the translation, or of the nearest page above it that exists.
    pub url: String,
    /// Absolute URL, if the site has a `base_url`.
    pub canonical: Option<String>,
    /// Whether this is the language of the page.
    pub current: bool,
    /// Whether the translation is missing.
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

/// A page in the list of a section or a tag.
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
    /// The type whose icon and tint stand for it, for `data-t`: its own, or that of most pages of a section.
    pub look: Option<String>,
    /// Whether it is a section with pages.
    pub is_section: bool,
    /// Number of pages in the section.
    pub pages: usize,
    /// Reading time in minutes.
    pub minutes: usize,
    /// The badge to show next to the title: `deprecated`, `due` (for a review), or null.
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
    /// Text of the heading, as HTML.
    pub title: String,
    /// Level: 2 or 3.
    pub level: u8,
    /// The level 3 headings below a level 2 heading.
    pub children: Vec<TocEntry>,
}

/// The page itself.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageInfo {
    /// Title, as plain text.
    pub title: String,
    /// The author's description, or the beginning of the text.
    pub description: String,
    /// The author's description, to show above the text; null if there is none, so that the beginning of the text does
    /// not appear twice.
    pub lead: Option<String>,
    /// Path in the output without `.html`: `en/roles/account-manager`.
    pub path: String,
    /// File name in the output.
    pub url: String,
    /// Absolute URL, if the site has a `base_url`.
    pub canonical: Option<String>,
    /// Name of the type: `role`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The type's name in the page's language.
    pub type_title: Option<String>,
    /// The type whose icon and tint stand for it, for `data-t`: its own, or that of most pages of a section.
    pub look: Option<String>,
    /// The type's fields. A field that references a page is `{title, url, type, description, missing}`.
    pub fields: Value,
    /// Tags.
    pub tags: Vec<TagRef>,
    /// Self-check questions, `{q, a}`.
    pub questions: Vec<Question>,
    /// The person or team responsible for the page.
    pub owner: Option<String>,
    /// The same, one by one, with the pages about them.
    pub owners: Vec<OwnerView>,
    /// How to reach the person or team that the page is about, if it has `mail`, `chat`, `phone` or `absence`.
    pub contact: Option<OwnerView>,
    /// Date when the page was written.
    pub date: Option<Date>,
    /// Date of the last change.
    pub updated: Option<Date>,
    /// Date of the last review.
    pub last_reviewed_on: Option<Date>,
    /// Number of words in the text and the fields.
    pub words: usize,
    /// Reading time in minutes.
    pub minutes: usize,
    /// Whether it is the page of a folder.
    pub is_section: bool,
    /// Whether it is the front page of its language.
    pub is_front: bool,
    /// Whether it is a draft, built only with `--drafts`.
    pub draft: bool,
    /// Whether it is left out of lists, navigation, feeds and the sitemap.
    pub unlisted: bool,
    /// Relative URL of the Markdown copy.
    pub markdown_url: Option<String>,
    /// Path of the source file, relative to the project folder.
    pub source: String,
    /// Address for editing the source file.
    pub source_url: Option<String>,
    /// Address for telling what is wrong on this page (`feedback` in `docent.yaml`).
    pub feedback_url: Option<String>,
    /// The same address with `{heading}` and `{quote}` left for the script to fill, if it contains one of them.
    pub feedback_template: Option<String>,
    /// `source_url` with `{line}` left for the script to fill, if `edit_url` in `docent.yaml` contains it.
    pub edit_template: Option<String>,
    /// With `edit_template`: the line on which each heading begins, as `12:its-id 40:another-id`.
    pub edit_lines: Option<String>,
    /// Language of the text, if it replaces a missing translation.
    pub fallback_lang: Option<String>,
    /// Direction of that text: `ltr` or `rtl`.
    pub fallback_dir: Option<&'static str>,
    /// The keys under `extra` in the front matter.
    pub extra: Map<String, Value>,
}

/// Whether the page is up to date. If none of this changes from one day to the next, neither does the page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StatusView {
    /// `deprecated`, `due`, `edited` (since its review), `checked`, `unchecked` (never reviewed, although its type
    /// requires it) or `none`.
    pub state: State,
    /// How long the review has been due: `{unit, n}` with `weeks`, `months` or `years`; null in the first week.
    pub ago: Option<Ago>,
    /// Whether the content has changed since its review.
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

/// A page. `content` (HTML of the text) and `heading` (HTML of the title) are added when the page is rendered, and
/// `media_script`: not empty if the text has pictures to enlarge or pages of other sites to show, which need `media.js`.
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
    /// Whether the page contains views and needs their script.
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
    /// Whether the page is up to date.
    pub status: StatusView,
    /// The table of contents.
    pub toc: Vec<TocEntry>,
    /// The sections above the page, starting with the front page.
    pub breadcrumbs: Vec<Ref>,
    /// The pages in a section.
    pub children: Vec<Child>,
    /// Those of them that the text of the section does not list in a view, a list or a table.
    pub cards: Vec<Child>,
    /// The previous page.
    pub prev: Option<Ref>,
    /// The next page.
    pub next: Option<Ref>,
    /// Pages that reference this page in a field, grouped by type and field.
    pub relations: Vec<RelationGroup>,
    /// Other pages that link to this page.
    pub backlinks: Vec<Ref>,
    /// What has changed in the original, if the translation is out of date.
    pub translation: Option<Behind>,
    /// The glossary terms that are linked in the text, `{title, url, definition}`.
    pub terms: Vec<Mark>,
    /// On the page of a term: the pages that mention it.
    pub used_on: Option<UsedOn>,
    /// On the glossary page: the terms of its language, sorted by title.
    pub glossary: Vec<GlossaryTerm>,
    /// What a reader can tick: the items of a checklist and the tasks in the text.
    pub checklist: Option<Checklist>,
    /// What a page leads to that behaves as `home`.
    pub home: Option<HomeView>,
    /// The reading path, if the page is one.
    pub path: Option<ReadingPath>,
    /// The reading paths that contain the page as a step.
    pub paths: Vec<Membership>,
    /// On the front page of a language: the pages that changed last, without small edits, at most 12.
    pub changes: Vec<ChangedPage>,
    /// Where the page can be printed together with those that belong to it, if `print` in `docent.yaml` says so.
    pub print: Option<PrintLink>,
}

/// What has changed in the original of a translation.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Behind {
    /// Code of the original's language.
    pub lang: String,
    /// The language's own name for itself.
    pub name: String,
    /// Relative URL of the original.
    pub url: String,
    /// The first sections that are newer in the original; one without a title is the text before the first heading.
    pub sections: Vec<Place>,
    /// The total number of such sections; 0 if sections have only been removed.
    pub total: usize,
}

/// Pages that mention a term.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct UsedOn {
    /// The first of them, sorted by title.
    pub pages: Vec<Ref>,
    /// The total number of pages.
    pub total: usize,
}

/// A term in the list of all terms.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GlossaryTerm {
    /// Anchor of the term, if it has no page of its own.
    pub id: Option<String>,
    /// Relative URL of its page.
    pub url: Option<String>,
    /// The term.
    pub title: String,
    /// Other names; none in an alphabet in which neither the term nor its definition is written, Latin apart.
    pub aliases: Vec<String>,
    /// Its first letter, if it is the first term with that letter.
    pub initial: Option<Initial>,
    /// The definition, at most 300 characters.
    pub definition: String,
    /// The pages that mention it.
    pub used_on: UsedOn,
}

/// A letter to jump to.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Initial {
    /// `A`; `0–9` for digits, `#` for all others.
    pub name: String,
    /// Anchor.
    pub id: String,
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
    /// Number of pages.
    pub count: usize,
}

/// The search page: all titles of a language in order and, with JavaScript, the results.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchView {
    /// What is around it.
    #[serde(flatten)]
    pub frame: Frame,
    /// Titles, grouped by first letter.
    pub letters: Vec<Letter>,
    /// Number of pages in the list.
    pub pages: usize,
    /// Whether headings are left out because there are too many pages.
    pub titles_only: bool,
}

/// The progress page: what the reader has ticked and read. All data comes from the reader's browser.
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
    /// `A`; `0–9` for digits, `#` for all others.
    pub name: String,
    /// Anchor.
    pub id: String,
    /// The pages, sorted by title.
    pub pages: Vec<Listed>,
}

/// A page in the list of all titles.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Listed {
    /// Title.
    pub title: String,
    /// Relative URL.
    pub url: String,
    /// Language of the title, if it differs from that of the list.
    pub lang: Option<String>,
    /// The type's name in the page's language.
    pub type_title: Option<String>,
    /// Its headings of levels 2 and 3.
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

/// The page for unknown addresses.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NotFoundView {
    /// What is around it, with URLs that work at any depth.
    #[serde(flatten)]
    pub frame: Frame,
    /// The sections of its language.
    pub sections: Vec<Ref>,
}

/// A redirect from an old address.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RedirectView {
    /// Language of the page that it redirects to.
    pub lang: String,
    /// Path from here to the site's root.
    pub root: String,
    /// Relative URL of the page.
    pub target: String,
    /// Its title.
    pub title: String,
}

/// The root of a site in several languages.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LanguagesView {
    /// The default language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Always empty: this is the root.
    pub root: String,
    /// The site.
    pub site: SiteView,
    /// Relative URL of the front page in the default language.
    pub target: String,
    /// The languages.
    pub languages: Vec<LanguageCard>,
}

/// A language in the language chooser.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LanguageCard {
    /// Code of the language.
    pub lang: String,
    /// The language's own name for itself.
    pub name: String,
    /// Relative URL of its front page.
    pub url: String,
    /// The site's title in this language.
    pub title: String,
    /// The site's description in this language.
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
    /// The page of what changed.
    Changes(ChangesView),
    /// The page for addresses that do not exist.
    NotFound(NotFoundView),
    /// An old address.
    Redirect(RedirectView),
    /// The choice of a language.
    Languages(LanguagesView),
}

impl View {
    /// Path from the file to the site's root.
    pub fn root(&self) -> &str {
        match self {
            Self::Page(view) => &view.frame.root,
            Self::Tag(view) => &view.frame.root,
            Self::Tags(view) => &view.frame.root,
            Self::Search(view) => &view.frame.root,
            Self::Progress(view) => &view.frame.root,
            Self::Changes(view) => &view.frame.root,
            Self::NotFound(view) => &view.frame.root,
            Self::Redirect(view) => &view.root,
            Self::Languages(view) => &view.root,
        }
    }

    /// The memo's key.
    pub fn fingerprint(&self, world: Fingerprint) -> Fingerprint {
        Fingerprint::of(&(self, world))
    }
}
