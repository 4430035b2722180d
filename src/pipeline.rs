//! The build on one screen: the only user of the memo.
//!
//! In: configuration and snapshot. Out: an [`Output`], which knows every file of the site by its path and makes its
//! bytes when asked, and the diagnostics.
//!
//! 1. The theme's layers, types, words and templates are read ([`crate::theme`]).
//! 2. Every page is parsed, on all cores, each behind the memo ([`crate::page`]).
//! 3. Outlines become the site ([`crate::site`]).
//! 4. Every address gets its recipe. Rendering happens in [`Output::bytes`], behind the memo again: all files for
//!    publishing, one for a preview. So 50,000 pages never stand in memory as HTML, and a server can answer at once.

mod parse;

use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fingerprint::Fingerprint;
use crate::i18n;
use crate::index::export::Files;
use crate::index::{self, Index, Memory, bulk};
use crate::markdown::link::Resolved;
use crate::markdown::{self, Views, Words};
use crate::memo::{Last, Table};
use crate::output::Bytes;
use crate::page::Page;
use crate::page::types::Types;
use crate::problems::Problems;
use crate::render::derived;
use crate::render::places::{copy_path, progress_path, search_path};
use crate::render::progress_view;
use crate::render::search_view::{words_asset, words_script};
use crate::render::templates::{self, Assets, Templates};
use crate::render::view::{Frame, PageView, View};
use crate::render::world::{Navs, World, escape};
use crate::report;
use crate::site::tags::prefix;
use crate::site::{self, Id, Site};
use crate::source::open::OnDisk;
use crate::source::{Content, File, Place, Sources};
use crate::theme;
use crate::yaml::{self, Step};
use parse::Parsed;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The only cache of a build: what each stage made last. A clone is a handle on the same tables, with the number of its
/// own build, to render that one's pages while the next is made; it does not know what is only made by a build.
#[derive(Debug)]
pub struct Memo {
    /// The theme, ready to use.
    pub grounds: Arc<Table<Arc<Ground>>>,
    /// Parsed pages.
    pub pages: Last<Parsed>,
    /// The model, and which links were read for it.
    pub site: Last<site::Memory>,
    /// Which files there are, and their navigation.
    layout: Last<LastLayout>,
    /// Rendered files.
    pub files: Arc<Table<Rendered>>,
    /// What the search index is made of. It counts its own generations.
    pub search: Arc<Memory>,
    generation: u64,
}

impl Memo {
    /// Remembers from build to build, for watching.
    pub fn keeping() -> Self {
        let (pages, site, layout) = (Last::keeping(), Last::keeping(), Last::keeping());
        let (grounds, files) = (Table::keeping().into(), Table::keeping().into());
        Self { grounds, pages, site, layout, files, search: Memory::keeping().into(), generation: 0 }
    }

    /// Remembers nothing, for a single build.
    pub fn forgetting() -> Self {
        let (pages, site, layout) = (Last::forgetting(), Last::forgetting(), Last::forgetting());
        let (grounds, files) = (Table::forgetting().into(), Table::forgetting().into());
        Self { grounds, pages, site, layout, files, search: Memory::forgetting().into(), generation: 0 }
    }

    /// Begins a build: what neither this one nor the one before touched is dropped.
    fn begin(&mut self) {
        self.grounds.drop_older_than(self.generation);
        self.files.drop_older_than(self.generation);
        self.generation += 1;
    }
}

impl Clone for Memo {
    fn clone(&self) -> Self {
        let Self { grounds, files, search, generation, .. } = self;
        let (grounds, files, search) = (grounds.clone(), files.clone(), search.clone());
        Self { grounds, files, search, generation: *generation, ..Self::forgetting() }
    }
}

/// Where the search index stands.
pub const SEARCH: &str = "search/";

/// A rendered file.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
    /// What went wrong on the way: an error means that the bytes are not to be published.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// How a file of the output is made.
#[derive(Clone, Debug)]
enum Recipe {
    Page(Id),
    Copy(Id),
    Tag(Arc<str>, String),
    Tags(Arc<str>),
    Search(Arc<str>),
    Progress(Arc<str>),
    Redirect(Id),
    NotFound,
    Languages,
    Source(String),
    Asset(String),
    Sitemap,
    Robots,
    Llms,
    Feed(Arc<str>),
}

/// What all pages stand on: the theme, read and compiled.
#[derive(Debug)]
pub struct Ground {
    types: Types,
    templates: Option<Arc<Templates>>,
    words: BTreeMap<String, Words>,
    assets: BTreeMap<String, File>,
    /// Asset -> its hashed path in the output.
    hashed: Assets,
    diagnostics: Vec<Diagnostic>,
    fingerprint: Fingerprint,
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
    ground: Arc<Ground>,
    layout: Arc<Layout>,
    /// Made when a file of it is asked for first: no page waits for it.
    index: OnceLock<Index>,
    /// Of everything that any page may depend on besides its view.
    world: Fingerprint,
}

/// What follows from addresses, titles and templates, and stays while they do.
#[derive(Debug, Default)]
struct Layout {
    /// Every file but the search index.
    files: BTreeMap<String, Recipe>,
    /// The navigation of each folder.
    navs: Navs,
    /// Pages that name a template which does not exist.
    diagnostics: Vec<Diagnostic>,
}

/// A layout, and what it was made from.
#[derive(Clone, Debug)]
struct LastLayout {
    site: Site,
    world: Fingerprint,
    layout: Arc<Layout>,
}

/// Builds the site. With templates that cannot be read there is no output.
pub fn build(config: &Config, sources: &Sources, memo: &mut Memo) -> (Option<Output>, Problems) {
    memo.begin();
    let key = || ground_key(config, sources);
    let ground = memo.grounds.get(memo.generation, key, || Arc::new(ground(config, sources)));
    let parsed = parse::parse(config, sources, &ground.types, &mut memo.pages);
    let made = site::Made { config, types: &ground.types, sources, rules: parsed.rules };
    let (site, problems) = site::build(&parsed.pages, made, &mut memo.site);
    let output = ground.templates.clone().map(|templates| {
        let world = Fingerprint::of(&(ground.fingerprint, config.fingerprint(), env!("CARGO_PKG_VERSION")));
        let (config, sources, ground) = (config.clone(), sources.clone(), ground.clone());
        let (layout, index) = (Arc::default(), OnceLock::new());
        Output { site, templates, config, sources, ground, layout, index, world }.laid_out(&mut memo.layout)
    });
    let unknown = output.iter().flat_map(|output| &output.layout.diagnostics);
    let unread = unknown_types(config, sources, &ground.types);
    let others = ground.diagnostics.iter().chain(problems.others()).chain(unknown).chain(&unread).cloned();
    let others = config.adjust(others.collect());
    (output, problems.with(others))
}

/// Types that `review_in` names and there are none of.
fn unknown_types(config: &Config, sources: &Sources, types: &Types) -> Vec<Diagnostic> {
    let unknown = config.review_in.keys().filter(|kind| *kind != "default" && !types.all.contains_key(*kind));
    let tell = |kind: &String| {
        let error = Diagnostic::error("config", config::FILE, format!("there is no type `{}`", yaml::short(kind)));
        let known = types.all.keys().map(String::as_str).chain(["default"]);
        let error = error.maybe_hint(yaml::did_you_mean(kind, known));
        let steps = [Step::Key("review_in".into()), Step::Name(kind.clone())];
        sources.text(config::FILE).map_or(error.clone(), |text| error.at(text, yaml::locate(text, &steps)))
    };
    unknown.map(tell).collect()
}

/// Of the files that a theme is read from, and of the settings that it is compiled with.
fn ground_key(config: &Config, sources: &Sources) -> Fingerprint {
    let of = |folder| sources.below(folder).map(|(path, file)| (path, file.fingerprint)).collect::<Vec<_>>();
    let settings = (&config.theme, config.codes(), &config.languages, config.markdown.typography);
    Fingerprint::of(&(of("templates/"), of("themes/"), settings))
}

fn ground(config: &Config, sources: &Sources) -> Ground {
    let (theme, mut diagnostics) = theme::load(config, sources);
    let (types, problems) = Types::read(&theme.types);
    diagnostics.extend(problems);
    let (strings, problems) = i18n::load(&theme.strings, &config.codes());
    diagnostics.extend(problems);
    let words = strings.iter().map(|(lang, strings)| (lang.clone(), words(strings))).collect();
    let mut assets = theme.assets.clone();
    for (lang, strings) in &strings {
        assets.entry(words_asset(lang)).or_insert_with(|| File::of(words_script(strings, &types, config)));
        let name = progress_view::words_asset(lang);
        assets.entry(name).or_insert_with(|| File::of(progress_view::words_script(strings)));
    }
    let hashed: Assets = Arc::new(assets.iter().map(|(name, file)| (name.clone(), hashed(name, file))).collect());
    let templates = match templates::load(&theme, &Arc::new(strings), &hashed, config.markdown.typography) {
        Ok(templates) => Some(Arc::new(templates)),
        Err(problems) => {
            diagnostics.extend(problems);
            None
        }
    };
    Ground { types, templates, words, assets, hashed, diagnostics, fingerprint: theme.fingerprint }
}

/// `docent.css` -> `assets/docent.1f3a9c04.css`: a new content has a new name, so caches may keep it for ever.
fn hashed(name: &str, file: &File) -> String {
    let hash = file.fingerprint.short();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{name}.{hash}"),
    }
}

/// The few words that Markdown's HTML holds.
fn words(strings: &i18n::Strings) -> Words {
    let callouts = strings.get("callouts").and_then(serde_json::Value::as_object).into_iter().flatten();
    let callouts = callouts.filter_map(|(kind, title)| Some((kind.clone(), title.as_str()?.to_owned())));
    Words {
        link_to_section: strings.word("link_to_section"),
        footnote: strings.word("footnote"),
        embedded_from: strings.word("embedded_from"),
        footnotes: strings.word("footnotes"),
        back: strings.word("footnote_back"),
        to_do: strings.word("to_do"),
        done: strings.word("done"),
        callouts: callouts.collect(),
    }
}

impl Output {
    /// With the layout of the last site, if it is that of this one.
    fn laid_out(mut self, last: &mut Last<LastLayout>) -> Self {
        let same = |last: &&LastLayout| last.world == self.world && last.site.is_laid_out_like(&self.site);
        self.layout = last.get().filter(same).map(|last| last.layout.clone()).unwrap_or_else(|| {
            let (files, diagnostics) = (self.recipes(), self.unknown_templates());
            Arc::new(Layout { files, navs: Navs::default(), diagnostics })
        });
        last.set(LastLayout { site: self.site.clone(), world: self.world, layout: self.layout.clone() }, 1);
        self
    }

    fn recipes(&self) -> BTreeMap<String, Recipe> {
        let mut files = BTreeMap::new();
        for (id, entry) in self.site.entries.iter().enumerate() {
            files.insert(entry.out.clone(), Recipe::Page(id));
            if !entry.fallback && !entry.synthetic {
                files.insert(copy_path(&entry.out), Recipe::Copy(id));
            }
        }
        files.extend(self.site.files.iter().map(|f| (f.clone(), Recipe::Source(format!("content/{f}")))));
        files.extend(self.site.redirects.iter().map(|(old, id)| (old.clone(), Recipe::Redirect(*id))));
        for (lang, tags) in self.site.tags.iter() {
            let folder = prefix(lang, &self.config);
            files.insert(format!("{folder}tags/index.html"), Recipe::Tags(lang.clone()));
            files.extend(tags.iter().map(|(slug, tag)| (tag.out.clone(), Recipe::Tag(lang.clone(), slug.clone()))));
        }
        files.extend(self.ground.hashed.iter().map(|(name, path)| (path.clone(), Recipe::Asset(name.clone()))));
        files.extend(self.own_files());
        files
    }

    fn own_files(&self) -> Vec<(String, Recipe)> {
        let mut own = vec![
            ("404.html".to_owned(), Recipe::NotFound),
            ("robots.txt".to_owned(), Recipe::Robots),
            ("llms.txt".to_owned(), Recipe::Llms),
        ];
        let codes = self.config.codes().into_iter().filter(|_| self.config.search.enabled);
        own.extend(codes.map(|code| (search_path(code, &self.config), Recipe::Search(code.into()))));
        let codes = self.config.codes().into_iter().filter(|_| self.site.has_progress);
        own.extend(codes.map(|code| (progress_path(code, &self.config), Recipe::Progress(code.into()))));
        if self.config.is_multilingual() {
            own.push(("index.html".to_owned(), Recipe::Languages));
        }
        if self.config.base_url.is_some() {
            own.push(("sitemap.xml".to_owned(), Recipe::Sitemap));
            let feed = |code: &str| (format!("{}feed.xml", prefix(code, &self.config)), Recipe::Feed(code.into()));
            own.extend(self.config.codes().into_iter().map(feed));
        }
        own
    }

    /// Pages whose template does not exist.
    fn unknown_templates(&self) -> Vec<Diagnostic> {
        let named = self.site.entries.iter().filter(|e| !e.fallback);
        let missing = named.filter_map(|e| Some((e, e.page.outline.front.template.as_ref()?)));
        let missing = missing.filter(|(_, template)| !self.templates.has(template));
        let tell = |(entry, template): (&site::Entry, &String)| {
            let steps = [Step::Key("template".into())];
            let error = entry.page.at_field("template", &steps, format!("there is no template `{template}`"));
            error.hint("put it in templates/, or correct the name")
        };
        missing.map(tell).collect()
    }

    /// The paths of all files but the search index, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.layout.files.keys().map(String::as_str)
    }

    /// The files that are only copied: how large they are is known before anything is rendered.
    pub fn copied(&self) -> impl Iterator<Item = (&str, &OnDisk)> {
        self.layout.files.iter().filter_map(|(path, recipe)| {
            let file = match recipe {
                Recipe::Source(source) => self.sources.files.get(source)?,
                Recipe::Asset(name) => self.ground.assets.get(name)?,
                _ => return None,
            };
            match &file.content {
                Content::Binary { place: Place::Disk(file), .. } => Some((path.as_str(), file)),
                _ => None,
            }
        })
    }

    /// The paths of the search index: it is made for that, since names hold hashes.
    pub fn search_paths(&self, memo: &Memo) -> Vec<String> {
        if !self.config.search.enabled {
            return Vec::new();
        }
        self.search_index(memo).names().map(|name| format!("{SEARCH}{name}")).collect()
    }

    /// Why there is no search index, though there should be one.
    pub fn search_problem(&self, memo: &Memo) -> Option<String> {
        // An index that nobody wants is not made: it costs as much as half of the build.
        self.config.search.enabled.then(|| self.search_index(memo).problem.clone())?
    }

    /// The search index. Not to be asked for the first time by several threads of one pool at once: the first would
    /// wait for the others, and they for it.
    pub fn search_index(&self, memo: &Memo) -> &Index {
        self.index.get_or_init(|| index::build(self.index_world(), &memo.search))
    }

    /// What may be found, for a search engine that an organisation runs itself.
    pub fn search_export(&self, engine: bulk::Engine) -> Files {
        bulk::files(self.index_world(), engine)
    }

    fn index_world(&self) -> index::World<'_> {
        let Self { site, config, ground, .. } = self;
        index::World { site, config, types: &ground.types }
    }

    /// What reports are made from.
    pub fn reported(&self) -> report::World<'_> {
        let Self { site, config, ground, sources, .. } = self;
        report::World { site, config, types: &ground.types, dates: &sources.dates }
    }

    /// The snapshot that it was built from.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The types of pages.
    pub fn types(&self) -> &Types {
        &self.ground.types
    }

    fn search_bytes(&self, name: &str, memo: &Memo) -> Option<(Bytes, Arc<[Diagnostic]>)> {
        let bytes = self.config.search.enabled.then(|| self.search_index(memo).bytes(name))??;
        Some((Bytes::Memory(bytes), Arc::from([])))
    }

    /// Whether there is such a file, the search index left aside.
    pub fn has(&self, path: &str) -> bool {
        self.layout.files.contains_key(path)
    }

    /// The entry that a path shows, if it is a page.
    pub fn page_at(&self, path: &str) -> Option<Id> {
        match self.layout.files.get(path)? {
            Recipe::Page(id) => Some(*id),
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
        self.site.entries.iter().filter(|e| !e.fallback && !e.synthetic).count()
    }

    /// The languages of the site.
    pub fn languages(&self) -> usize {
        self.config.codes().len()
    }

    /// The bytes of a file; `None` if there is no such file.
    pub fn bytes(&self, path: &str, memo: &Memo) -> Option<(Bytes, Arc<[Diagnostic]>)> {
        if let Some(name) = path.strip_prefix(SEARCH).filter(|_| !self.layout.files.contains_key(path)) {
            return self.search_bytes(name, memo);
        }
        let world = self.world();
        let none = || Arc::from([]);
        let text = |text: String| (Bytes::Memory(text.into_bytes().into()), none());
        let viewed = |view: View, template: &str| {
            let rendered = self.view(path, view, template, memo);
            (Bytes::Memory(rendered.bytes), rendered.diagnostics)
        };
        Some(match self.layout.files.get(path)? {
            Recipe::Page(id) => {
                let view = world.page(*id);
                let template = view.template.clone();
                viewed(View::Page(Box::new(view)), &template)
            }
            Recipe::Copy(id) => text(world.markdown(*id)),
            Recipe::Tag(lang, slug) => viewed(View::Tag(world.tag(lang, slug)?), "tag.html"),
            Recipe::Tags(lang) => viewed(View::Tags(world.all_tags(path, lang)), "tags.html"),
            Recipe::Search(lang) => viewed(View::Search(world.search_page(path, lang)), "search.html"),
            Recipe::Progress(lang) => viewed(View::Progress(world.progress_page(path, lang)), "progress.html"),
            Recipe::Redirect(id) => viewed(View::Redirect(world.redirect(path, *id)), "redirect.html"),
            Recipe::NotFound => viewed(View::NotFound(world.not_found()), "404.html"),
            Recipe::Languages => viewed(View::Languages(world.languages()), "languages.html"),
            Recipe::Source(path) => (source_bytes(self.sources.files.get(path)?), none()),
            Recipe::Asset(name) => (source_bytes(self.ground.assets.get(name)?), none()),
            Recipe::Sitemap => text(world.sitemap()?),
            Recipe::Robots => text(world.robots()),
            Recipe::Llms => text(world.llms()),
            Recipe::Feed(lang) => text(world.feed(lang)?),
        })
    }

    /// Renders everything and keeps nothing: what `docent check` does. `tick` is called after each file.
    pub fn check(&self, memo: &Memo, tick: &(dyn Fn() + Sync)) -> Vec<Diagnostic> {
        let paths: Vec<&str> = self.paths().collect();
        let render = |path: &&str| {
            let problems = self.bytes(path, memo).map(|(_, problems)| problems);
            tick();
            problems
        };
        let found: Vec<_> = paths.par_iter().filter_map(render).collect();
        found.iter().flat_map(|problems| problems.iter().cloned()).collect()
    }

    /// The template of a page.
    pub fn template(&self, id: Id) -> String {
        self.world().template(id)
    }

    fn world(&self) -> World<'_> {
        let Self { site, config, sources, layout, ground, templates, .. } = self;
        World { site, config, types: &ground.types, sources, templates, navs: &layout.navs }
    }

    fn view(&self, path: &str, view: View, template: &str, memo: &Memo) -> Rendered {
        let key = || view.fingerprint(self.world);
        memo.files.get(memo.generation, key, || {
            let (result, mut diagnostics) = match &view {
                View::Page(page) => self.page(page, template),
                View::Tag(view) => self.framed(path, template, view, &view.frame),
                View::Tags(view) => self.framed(path, template, view, &view.frame),
                View::Search(view) => self.framed(path, template, view, &view.frame),
                View::Progress(view) => self.framed(path, template, view, &view.frame),
                View::NotFound(view) => self.framed(path, template, view, &view.frame),
                View::Redirect(view) => (self.templates.render(template, path, view, &[]), Vec::new()),
                View::Languages(view) => (self.templates.render(template, path, view, &[]), Vec::new()),
            };
            let mut html = result.unwrap_or_else(|problem| {
                diagnostics.push(problem);
                Vec::new()
            });
            // Kept for long where pages are previewed.
            html.shrink_to_fit();
            Rendered { bytes: html.into(), diagnostics: self.config.adjust(diagnostics).into() }
        })
    }

    fn page(&self, view: &PageView, template: &str) -> (Result<Vec<u8>, Diagnostic>, Vec<Diagnostic>) {
        let page = &*view.text.0;
        let outline = &page.outline;
        let ids: Vec<&str> = outline.headings.iter().map(|h| h.id.as_str()).collect();
        let links: &[Resolved] = &view.links;
        let no_words = Words::default();
        let words = self.ground.words.get(&view.frame.lang).unwrap_or(&no_words);
        let first_line = self.config.preview.then(|| page.text[..page.body].matches('\n').count() + 1);
        let (made, view_problems) = derived::html(view, &self.templates);
        let views = Views { source: &outline.source, from: 0, all: &made };
        let (blocks, embeds) = (&outline.blocks[..], &view.embeds[..]);
        let terms = &view.terms[..];
        let world =
            markdown::World { lang: &outline.lang, ids: &ids, blocks, links, embeds, terms, words, views, first_line };
        let html = markdown::html(&page.text[page.body..], world, &self.config.markdown);
        let tell = |(message, range): (String, std::ops::Range<usize>)| Diagnostic {
            severity: Severity::Warning,
            ..page.at_body("code", &range, message)
        };
        let too_long = html.too_long.then(|| {
            let message = "the page's HTML is more than 50 times as long as its Markdown";
            Diagnostic::error("too-large", &outline.source, message).hint("make its tables narrower, or split the page")
        });
        let cut = view.embeds_cut.then(|| {
            let message = "the pages that are embedded in this page are too long together: at most 1 MB is shown";
            Diagnostic::error("too-large", &outline.source, message).hint("link to them instead: [[...]]")
        });
        let problems = html
            .problems
            .into_iter()
            .map(tell)
            .chain(too_long)
            .chain(cut)
            .chain(view.frame.nav.problem.clone())
            .chain(view_problems)
            .collect();
        let heading = html.title.unwrap_or_else(|| escape(&outline.title));
        let trusted = [("content", html.body.as_str()), ("heading", heading.as_str()), ("nav", &*view.frame.nav.html)];
        let render = |template: &str| self.templates.render(template, &outline.source, view, &trusted);
        // A type's template may trip over what was refused in the page's own file: that is told there.
        let result = render(template).or_else(|problem| if self.is_told(page) { render(PLAIN) } else { Err(problem) });
        (result, problems)
    }

    /// Whether what its template would tell is told of the page's own file: fields that were refused, or a template that
    /// does not exist.
    fn is_told(&self, page: &Page) -> bool {
        let lost = page.outline.front.template.as_ref().is_some_and(|template| !self.templates.has(template));
        lost || page.diagnostics.iter().any(|problem| ["field", "front-matter"].contains(&problem.code))
    }

    /// A page that has a frame but no text of its own.
    fn framed(&self, path: &str, template: &str, view: &impl Serialize, frame: &Frame) -> Framed {
        let problems = frame.nav.problem.clone().into_iter().collect();
        (self.templates.render(template, path, view, &[("nav", &*frame.nav.html)]), problems)
    }
}

/// The template of a page without a type.
const PLAIN: &str = "page.html";

type Framed = (Result<Vec<u8>, Diagnostic>, Vec<Diagnostic>);

fn source_bytes(file: &File) -> Bytes {
    match &file.content {
        Content::Text(text) => Bytes::Memory(text.as_bytes().to_vec().into()),
        Content::Binary { place: Place::Memory(bytes), .. } => Bytes::Memory(bytes.clone()),
        Content::Binary { place: Place::Disk(file), .. } => Bytes::Disk(file.clone()),
    }
}
