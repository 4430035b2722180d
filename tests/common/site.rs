//! A small site in two languages that can be edited and built in memory.

pub mod edit;

use docent::config::{Config, FILE};
use docent::date::Date;
use docent::diagnostic::Diagnostic;
use docent::output::Bytes;
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use std::collections::BTreeMap;

/// A page as an author thinks of it.
#[derive(Clone, Debug)]
pub struct PageModel {
    pub title: String,
    pub body: String,
    pub keys: BTreeMap<&'static str, String>,
}

/// The whole project.
#[derive(Clone, Debug)]
pub struct Model {
    pub pages: BTreeMap<String, PageModel>,
    pub images: BTreeMap<String, u8>,
    pub template: u8,
    pub config: u8,
    pub words: u8,
    /// What the navigation is said to show: nothing of the kind at first.
    pub nav: u8,
    /// Which `glossary.yaml` the English pages have; none at first.
    pub glossary: u8,
    /// The month in which it is built.
    pub today: u8,
    /// Whom the site is built for: nobody in particular, or one of two.
    pub audience: Option<&'static str>,
    /// Whether the search index is made: it takes longer than everything else of a site this small.
    pub search: bool,
}

/// A block of every kind that shows the site's data.
const VIEWS: [&str; 6] = [
    "```view\ntable: {filter: words > 1 and not (tags contains \"two\"), columns: [type, order, tags, minutes], sort: title}\n```",
    "```view\nmatrix: {rows: role, columns: skill, value: skills.level}\n```",
    "```view\ncards: {type: skill, columns: [description]}\n```",
    "```view\ncompare: {type: role, fields: [order, skills]}\n```",
    "```view\nlist: {filter: has(skills), group: skills.level, limit: 5}\n\n```\n\n```view\ncompare: {pages: [start, later], fields: [title, type]}\n```",
    "```view\ntable: {filter: 'skills.skill == \"listening\" or folder == \"roles\" or path.starts_with(\"guides/\")', columns: [owner, skills.skill.title]}\n```",
];

/// What `nav` says for the site, and for Russian.
const NAVS: [(&str, &str); 6] = [
    ("", ""),
    ("nav: [index.md, Guides: [guides/start.md, guides/later.md], ..., Out: https://example.com/]\n", ""),
    ("nav: [Roles: roles/, Mixed: [skills/map.md, guides/start.md, ---, paths/week.md], nowhere.md]\n", ""),
    ("", ", nav: [Навыки: {page: skills/map.md, nav: [skills/listening.md]}, roles/manager.md, ...]"),
    ("nav: [skills/]\n", ", nav: [guides/index.md, Роли: [roles/index.md, roles/manager.md]]"),
    ("nav: []\n", ""),
];

/// What a build gave.
pub struct Built {
    pub files: BTreeMap<String, Vec<u8>>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Default for Model {
    fn default() -> Self {
        let (pages, images) = (BTreeMap::new(), BTreeMap::new());
        let mut model = Self {
            pages,
            images,
            template: 0,
            config: 0,
            words: 0,
            nav: 0,
            glossary: 0,
            today: 0,
            audience: None,
            search: false,
        };
        let names = [
            "en/index",
            "en/guides/index",
            "en/guides/start",
            "en/guides/later",
            "en/roles/index",
            "en/roles/manager",
            "en/roles/deep/one",
            "en/skills/listening",
            "en/skills/map",
            "en/paths/week",
            "ru/index",
            "ru/guides/start",
            "ru/roles/manager",
            "ru/skills/map",
        ];
        names.iter().for_each(|name| model.add(name));
        model.page("en/guides/start").body = "See [[manager]], [later](later.md#part) and ![i](i.png).".into();
        model.page("en/guides/later").body = "## Part\n\nText with [[start|a link]].".into();
        model.page("en/roles/manager").keys.insert("type", "role".into());
        model.page("en/roles/manager").keys.insert("skills", "[{skill: listening, level: required}]".into());
        model.page("en/skills/listening").keys.insert("type", "skill".into());
        model.page("en/skills/map").body = VIEWS.join("\n\n");
        model.page("en/paths/week").keys.insert("type", "path".into());
        model.page("en/paths/week").keys.insert("stages", stages("listening", 0));
        model.images.insert("en/guides/i.png".into(), 1);
        model
    }
}

impl Model {
    /// Adds a page, or leaves the one of that name.
    pub fn add(&mut self, name: &str) {
        let title = name.rsplit('/').next().unwrap_or_default().to_owned();
        let page = PageModel { title: format!("The {title}"), body: "Text.".into(), keys: BTreeMap::new() };
        self.pages.entry(name.to_owned()).or_insert(page);
    }

    /// A page that exists.
    pub fn page(&mut self, name: &str) -> &mut PageModel {
        self.pages.get_mut(name).expect("the model has this page")
    }

    /// Stamps a page as the translation of its twin as it is now, if it has one.
    pub fn stamp(&mut self, name: &str) {
        let Some((lang, rest)) = name.split_once('/') else { return };
        let original = format!("content/{}/{rest}.md", if lang == "en" { "ru" } else { "en" });
        let sources = self.sources();
        let config = Config::parse(FILE, sources.text(FILE).expect("a configuration")).expect("a valid configuration");
        let (output, _) = pipeline::build(&config, &sources, &mut Memo::forgetting());
        let entries = output.map(|output| output.site.entries).unwrap_or_default();
        if let Some(entry) = entries.iter().find(|entry| !entry.fallback && entry.page.outline.source == original) {
            let items = docent::page::translated::stamp(&entry.page.outline);
            self.page(name).keys.insert("translated_from", format!("[{}]", items.join(", ")));
        }
    }

    /// The files that an author would have.
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        for (name, page) in &self.pages {
            let keys: String = page.keys.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
            let title = if page.title.is_empty() { String::new() } else { format!("title: {}\n", page.title) };
            let text = format!("---\n{title}{keys}---\n\n{}\n", page.body);
            sources.insert_text(&format!("content/{name}.md"), &text);
        }
        for (name, size) in &self.images {
            sources.insert_bytes(&format!("content/{name}"), &gif(*size));
        }
        sources.insert_text(FILE, &self.config_text());
        if self.glossary > 0 {
            let more = if self.glossary == 2 { ", aliases: [body]" } else { "" };
            let text = format!("- {{term: Text, definition: \"Meaning {}\"{more}, avoid: [title 2]}}\n", self.glossary);
            sources.insert_text("content/en/glossary.yaml", &text);
        }
        if self.template > 0 {
            let text = format!("{{% extends \"page.html\" %}}{{% block lead %}}v{}{{% endblock %}}", self.template);
            sources.insert_text("templates/section.html", &text);
        }
        sources
    }

    fn config_text(&self) -> String {
        let url = if self.config % 2 == 1 { "base_url: https://example.com/x/\n" } else { "" };
        let html = if self.config == 3 { "markdown: {raw_html: allow}\n" } else { "" };
        let print = if self.config == 2 { "print: [paths, sections, all]\n" } else { "" };
        let title = if self.config > 1 { "Other" } else { "Site" };
        let name = if self.words > 0 { "Inglese" } else { "English" };
        let (nav, own) = NAVS[usize::from(self.nav) % NAVS.len()];
        format!(
            "title: {title}\n{url}{html}{nav}{print}search: {{enabled: {}}}\nlanguages: {{en: {{name: {name}}}, ru: {{name: Русский{own}}}}}\n\
             review_in: {{default: 3 months, term: 2 weeks}}\n\
             audiences: {{internal: , client: }}\ndefault_audience: [internal, client]\n\
             diagnostics: {{broken-link: warning, broken-anchor: warning, ambiguous-link: warning, broken-field: warning}}\n",
            self.search
        )
    }
}

/// A reading path of two steps: a page, and a section that may be there.
fn stages(stem: &str, b: u8) -> String {
    let section = format!("{{id: section, page: '{stem}#heading-{}'}}", b % 4);
    format!("[{{title: Day {}, steps: [{{id: page, page: one, minutes: {}}}, {section}]}}]", b % 3, b % 7 + 1)
}

/// The header of a GIF of the given width.
fn gif(width: u8) -> Vec<u8> {
    [b"GIF89a".as_slice(), &[width, 0, 2, 0, 0, 0, 0, 0x3b]].concat()
}

/// Builds and renders every file.
pub fn render(model: &Model, memo: &mut Memo) -> Built {
    render_held(model, &model.sources(), memo)
}

/// Builds and renders every file of a snapshot of the model.
pub fn render_held(model: &Model, held: &Sources, memo: &mut Memo) -> Built {
    built(held, memo, |config| {
        config.audience = model.audience.map(str::to_owned);
        config.today = Date::parse(&format!("2026-{:02}-25", model.today % 12 + 1));
    })
}

/// Edits a snapshot until it is like another one, as a server does that keeps one: what is the same is shared.
pub fn follow(held: &mut Sources, fresh: &Sources) {
    let before = held.clone();
    for (path, file) in fresh.files.changes(&before.files) {
        match file {
            Some(file) => held.files.insert(path.to_owned(), file.clone()),
            None => drop(held.files.remove(path)),
        }
    }
}

/// Builds and renders every file of a snapshot that holds its configuration.
pub fn render_sources(sources: &Sources, memo: &mut Memo) -> Built {
    built(sources, memo, |_| {})
}

/// Builds and renders every file of a snapshot, with its configuration changed as the command line can.
pub fn built(sources: &Sources, memo: &mut Memo, options: impl Fn(&mut Config)) -> Built {
    let text = sources.text(FILE).expect("a configuration").clone();
    let mut config = Config::parse(FILE, &text).expect("a valid configuration");
    options(&mut config);
    let (output, problems) = pipeline::build(&config, sources, memo);
    let mut diagnostics = problems.to_vec();
    let mut files = BTreeMap::new();
    if let Some(output) = output {
        for path in output.paths().map(str::to_owned).chain(output.search_paths(&memo.render)) {
            let (bytes, problems) = output.bytes(&path, &memo.render).expect("a listed file has bytes");
            diagnostics.extend(problems.iter().cloned());
            files.insert(path, bytes_of(bytes));
        }
    }
    Built { files, diagnostics }
}

fn bytes_of(bytes: Bytes) -> Vec<u8> {
    match bytes {
        Bytes::Memory(bytes) => bytes.to_vec(),
        Bytes::Disk(file) => file.read().expect("a file of the project"),
    }
}
