//! The output: every file of the site by its path, made when it is asked for.
//!
//! In: the site and the compiled theme. Out: an [`Output`]: paths, and the bytes of each.
//!
//! - [`compiled_theme`]: what all files are rendered with.
//! - [`routes`]: which files there are, and what each is made from: the one list, for the output and for
//!   [`collisions`] (no two things under one address).
//! - [`mod@print`]: pages that hold others whole.
//! - [`render`]: a view and a template become bytes; [`checks`]: only to hear what is wrong.
//!
//! Rendering happens in [`Output::bytes`], behind a memo: all files for publishing, one for a preview. So 50,000 pages
//! never stand in memory as HTML, and a server can answer at once.

mod checks;
mod collisions;
pub mod compiled_theme;
mod pictures;
mod print;
mod render;
mod routes;
mod unread_keys;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fingerprint::Fingerprint;
use crate::index::export::Files;
use crate::index::{self, Index, bulk};
use crate::memo::{Last, Table};
use crate::output::Bytes;
use crate::page::types::Types;
use crate::render::context::{Navs, RenderContext};
use crate::render::special::{
    changes, feed, host_files, languages, llms, not_found, progress, redirect, robots, search, sitemap, tags,
};
use crate::render::templates::Templates;
use crate::render::view::View;
use crate::report;
use crate::site::{self, Id, Site};
use crate::source::open::OnDisk;
use crate::source::{Content, File, Place, Sources};
use crate::yaml::Step;
pub use checks::Checks;
use compiled_theme::CompiledTheme;
pub use pictures::SmallerPictures;
pub use render::Rendered;
use routes::Route;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Where the search index stands.
pub const SEARCH: &str = "search/";

/// What rendering remembers. A clone is a handle on the same tables, with the number of its own build, to render that
/// one's pages while the next is made.
#[derive(Clone, Debug)]
pub struct RenderMemo {
    /// Rendered files.
    pub files: Arc<Table<Rendered>>,
    /// What rendering found on files that nobody looks at.
    pub checks: Arc<Checks>,
    /// What the search index is made of. It counts its own generations.
    pub search: Arc<index::IndexCache>,
    generation: u64,
}

impl RenderMemo {
    /// Remembers from build to build.
    pub fn keeping() -> Self {
        let (files, checks, search) = (Table::keeping(), Checks::keeping(), index::IndexCache::keeping());
        Self { files: files.into(), checks: checks.into(), search: search.into(), generation: 0 }
    }

    /// Remembers nothing.
    pub fn forgetting() -> Self {
        let (files, checks, search) = (Table::forgetting(), Checks::forgetting(), index::IndexCache::forgetting());
        Self { files: files.into(), checks: checks.into(), search: search.into(), generation: 0 }
    }

    /// The number of the build.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Begins a build: what neither this one nor the one before touched is dropped.
    pub fn begin(&mut self) {
        self.files.drop_older_than(self.generation);
        self.generation += 1;
    }
}

/// The built site.
#[derive(Debug)]
pub struct Output {
    /// The model.
    pub site: Site,
    /// The templates, and what they render at the moment.
    pub templates: Arc<Templates>,
    config: Config,
    sources: Sources,
    theme: Arc<CompiledTheme>,
    layout: Arc<Layout>,
    /// Smaller sizes of pictures, once the edge has made them.
    smaller: OnceLock<SmallerPictures>,
    /// Made when a file of it is asked for first: no page waits for it.
    index: OnceLock<Index>,
    /// Of everything that any page may depend on besides its view.
    fingerprint: Fingerprint,
}

/// What a file is made of: a view that is rendered with a template, or bytes as they are.
enum Made {
    View(Box<View>, String),
    Ready(Bytes),
    /// With what is wrong with them.
    Told(Bytes, Vec<Diagnostic>),
}

/// What follows from addresses, titles and the theme, and stays while they do.
#[derive(Debug, Default)]
struct Layout {
    /// Every file but the search index.
    routes: BTreeMap<String, Route>,
    /// The navigation of each folder.
    navs: Navs,
    /// Addresses that are wanted twice; pages that name a template which does not exist.
    diagnostics: Vec<Diagnostic>,
}

/// A layout, and what it was made from.
#[derive(Clone, Debug)]
pub struct LastLayout {
    site: Site,
    fingerprint: Fingerprint,
    layout: Arc<Layout>,
}

impl Output {
    /// The output of a site, if the templates could be read; and what is wrong with its addresses.
    pub fn new(
        site: Site,
        config: &Config,
        sources: &Sources,
        theme: &Arc<CompiledTheme>,
        last: &mut Last<LastLayout>,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let fingerprint = Fingerprint::of(&(theme.fingerprint, config.fingerprint(), env!("CARGO_PKG_VERSION")));
        let same = |last: &&LastLayout| last.fingerprint == fingerprint && last.site.is_laid_out_like(&site);
        let kept = last.get().filter(same).map(|last| last.layout.clone());
        let layout = kept.unwrap_or_else(|| Arc::new(layout(&site, config, theme)));
        last.set(LastLayout { site: site.clone(), fingerprint, layout: layout.clone() }, 1);
        let diagnostics = layout.diagnostics.clone();
        let output = theme.templates.clone().map(|templates| Self {
            site,
            templates,
            config: config.clone(),
            sources: sources.clone(),
            theme: theme.clone(),
            layout,
            smaller: OnceLock::new(),
            index: OnceLock::new(),
            fingerprint,
        });
        (output, diagnostics)
    }

    /// The paths of all files but the search index, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.layout.routes.keys().map(String::as_str).chain(self.smaller_files().map(|(path, _)| path))
    }

    /// The files that are only copied: how large they are is known before anything is rendered.
    pub fn copied(&self) -> impl Iterator<Item = (&str, &OnDisk)> {
        let routes = self.layout.routes.iter().filter_map(|(path, route)| match route {
            Route::Source(source) => Some((path.as_str(), self.sources.files.get(source)?)),
            Route::Asset(name) => Some((path.as_str(), self.theme.assets.get(name)?)),
            _ => None,
        });
        routes.chain(self.smaller_files()).filter_map(|(path, file)| match &file.content {
            Content::Binary { place: Place::Disk(file), .. } => Some((path, file)),
            _ => None,
        })
    }

    /// The paths of the search index: it is made for that, since names hold hashes.
    pub fn search_paths(&self, memo: &RenderMemo) -> Vec<String> {
        if !self.config.search.enabled {
            return Vec::new();
        }
        self.search_index(memo).names().map(|name| format!("{SEARCH}{name}")).collect()
    }

    /// Why there is no search index, though there should be one.
    pub fn search_problem(&self, memo: &RenderMemo) -> Option<String> {
        // An index that nobody wants is not made: it costs as much as half of the build.
        self.config.search.enabled.then(|| self.search_index(memo).problem.clone())?
    }

    /// The search index. Not to be asked for the first time by several threads of one pool at once: the first would
    /// wait for the others, and they for it.
    pub fn search_index(&self, memo: &RenderMemo) -> &Index {
        self.index.get_or_init(|| index::build(self.index_world(), &memo.search))
    }

    /// What may be found, for a search engine that an organisation runs itself.
    pub fn search_export(&self, engine: bulk::Engine) -> Files {
        bulk::files(self.index_world(), engine)
    }

    fn index_world(&self) -> index::IndexInput<'_> {
        let Self { site, config, theme, .. } = self;
        index::IndexInput { site, config, types: &theme.types }
    }

    /// What reports are made from.
    pub fn reported(&self) -> report::ReportInput<'_> {
        let Self { site, config, theme, sources, .. } = self;
        report::ReportInput { site, config, types: &theme.types, dates: &sources.dates }
    }

    /// What it was built with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The snapshot that it was built from.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The types of pages.
    pub fn types(&self) -> &Types {
        &self.theme.types
    }

    fn search_bytes(&self, name: &str, memo: &RenderMemo) -> Option<(Bytes, Arc<[Diagnostic]>)> {
        let bytes = self.config.search.enabled.then(|| self.search_index(memo).bytes(name))??;
        Some((Bytes::Memory(bytes), Arc::from([])))
    }

    /// Whether there is such a file, the search index left aside.
    pub fn has(&self, path: &str) -> bool {
        self.layout.routes.contains_key(path)
    }

    /// The entry that a path shows, if it is a page.
    pub fn page_at(&self, path: &str) -> Option<Id> {
        match self.layout.routes.get(path)? {
            Route::Page(id) => Some(*id),
            _ => None,
        }
    }

    /// The Markdown file that a path is made from.
    pub fn source_of(&self, path: &str) -> Option<&str> {
        Some(&self.site.entries[self.page_at(path)?].page.outline.source)
    }

    /// The codes of the site's languages, in order.
    pub fn codes(&self) -> Vec<String> {
        self.config.codes().into_iter().map(str::to_owned).collect()
    }

    /// How many pages with a text of their own there are.
    pub fn page_count(&self) -> usize {
        self.site.own_entries().count()
    }

    /// The languages of the site.
    pub fn languages(&self) -> usize {
        self.config.codes().len()
    }

    /// The bytes of a file; `None` if there is no such file.
    pub fn bytes(&self, path: &str, memo: &RenderMemo) -> Option<(Bytes, Arc<[Diagnostic]>)> {
        let Some(route) = self.layout.routes.get(path) else {
            let smaller = || Some((self.smaller_file(path)?, Arc::from([])));
            return smaller().or_else(|| self.search_bytes(path.strip_prefix(SEARCH)?, memo));
        };
        if let Route::Print(kind, id) = route {
            let Rendered { bytes, diagnostics } = self.printed(path, *kind, *id);
            return Some((Bytes::Memory(bytes), diagnostics));
        }
        Some(match self.made(path, route)? {
            Made::View(view, template) => {
                let rendered = self.view(path, *view, &template, memo);
                (Bytes::Memory(rendered.bytes), rendered.diagnostics)
            }
            Made::Ready(bytes) => (bytes, Arc::from([])),
            Made::Told(bytes, problems) => (bytes, self.config.adjust(problems).into()),
        })
    }

    /// What a file is made of.
    fn made(&self, path: &str, route: &Route) -> Option<Made> {
        let context = self.context();
        let text = |text: String| Made::Ready(Bytes::Memory(text.into_bytes().into()));
        let view = |view: View, template: &str| Made::View(Box::new(view), template.to_owned());
        Some(match route {
            Route::Page(id) => {
                let page = context.page(*id);
                let template = page.template.clone();
                Made::View(Box::new(View::Page(Box::new(page))), template)
            }
            Route::Copy(id) => text(context.markdown(*id)),
            Route::Tag(lang, slug) => view(View::Tag(tags::tag(context, lang, slug)?), tags::TAG_TEMPLATE),
            Route::Tags(lang) => view(View::Tags(tags::all(context, path, lang)), tags::TEMPLATE),
            Route::Search(lang) => view(View::Search(search::view(context, path, lang)), search::TEMPLATE),
            Route::Progress(lang) => view(View::Progress(progress::view(context, path, lang)), progress::TEMPLATE),
            Route::Changes(lang) => view(View::Changes(changes::view(context, path, lang)), changes::TEMPLATE),
            Route::Sections(lang) => text(changes::script(context, lang)),
            Route::Print(..) => return None,
            Route::Redirect(id) => view(View::Redirect(redirect::view(context, path, *id)), redirect::TEMPLATE),
            Route::NotFound(lang) => view(View::NotFound(not_found::view(context, lang)), not_found::TEMPLATE),
            Route::Languages => view(View::Languages(languages::view(context)), languages::TEMPLATE),
            Route::Source(source) => self.copied_file(source, self.sources.files.get(source)?),
            Route::Asset(name) => self.copied_file(name, self.theme.assets.get(name)?),
            Route::Sitemap => text(sitemap::text(context)?),
            Route::Robots => text(robots::text(context)),
            Route::Host(name) => text(self.host_file(name)),
            Route::Llms => text(llms::text(context)),
            Route::Feed(lang) => text(feed::text(context, lang)?),
        })
    }

    /// What hosts and servers are told of the site.
    pub fn hosted(&self) -> host_files::Hosted<'_> {
        let redirects = self.layout.routes.iter().filter_map(|(old, route)| match route {
            Route::Redirect(id) => Some((old.as_str(), self.site.entries[*id].out.as_str())),
            _ => None,
        });
        let lasting_assets = !self.site.files.iter().any(|file| file.starts_with("assets/"));
        host_files::Hosted { config: &self.config, redirects: redirects.collect(), lasting_assets }
    }

    fn host_file(&self, name: &str) -> String {
        match name {
            host_files::HEADERS => self.hosted().headers_file(),
            host_files::REDIRECTS => self.hosted().redirects_file(),
            // A mark: that it is there is all that it says.
            _ => String::new(),
        }
    }

    /// The template of a page.
    pub fn template(&self, id: Id) -> String {
        self.context().template(id)
    }

    fn context(&self) -> RenderContext<'_> {
        let Self { site, config, sources, layout, theme, templates, .. } = self;
        let (types, brand) = (&theme.types, theme.brand.as_ref());
        let smaller = self.smaller.get().map(SmallerPictures::by_picture);
        RenderContext { site, config, types, sources, templates, navs: &layout.navs, brand, smaller }
    }
}

fn layout(site: &Site, config: &Config, theme: &CompiledTheme) -> Layout {
    let claims = routes::claims(site, config, &theme.hashed);
    let mut diagnostics = collisions::find(site, &claims);
    diagnostics.extend(theme.templates.iter().flat_map(|templates| unknown_templates(site, templates)));
    diagnostics.extend(unread_keys::find(site, &theme.types));
    Layout { routes: routes::table(claims), navs: Navs::default(), diagnostics }
}

/// Pages whose template does not exist, or is one that no page can have.
fn unknown_templates(site: &Site, templates: &Templates) -> Vec<Diagnostic> {
    let named = site.entries.iter().filter(|entry| !entry.fallback);
    let named = named.filter_map(|entry| Some((entry, entry.page.outline.front.template.as_ref()?)));
    named.filter_map(|(entry, template)| unknown_template(entry, template, templates)).collect()
}

fn unknown_template(entry: &site::Entry, template: &str, templates: &Templates) -> Option<Diagnostic> {
    let message = match templates.has(template) {
        true if templates.is_for_pages(template) => return None,
        true => format!("the template `{template}` is not one of a page: the page is shown without it"),
        false => format!("there is no template `{template}`: the page is shown without it"),
    };
    let steps = [Step::Key("template".into())];
    let told = entry.page.at_field("unknown-template", &steps, message);
    Some(
        Diagnostic { severity: Severity::Warning, ..told }
            .hint("put it in templates/, correct the name, or remove the key"),
    )
}

fn source_bytes(file: &File) -> Bytes {
    match &file.content {
        Content::Text(text) => Bytes::Memory(text.as_bytes().to_vec().into()),
        Content::Binary { place: Place::Memory(bytes), .. } => Bytes::Memory(bytes.clone()),
        Content::Binary { place: Place::Disk(file), .. } => Bytes::Disk(file.clone()),
    }
}
