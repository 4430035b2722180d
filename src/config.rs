//! `docent.yaml`: one struct a table, unknown keys refused, closed choices as enums.
//!
//! In: the text of the file. Out: a [`Config`], or diagnostics. Command line options are laid over it by `cli`.

pub mod brand;
mod each;
pub mod embeds;
mod external;
pub mod hosts;
pub mod images;
mod languages;
pub mod nav;
mod outputs;
pub mod print;
mod schemes;
mod search;
mod shape;

pub use each::Each;
pub use external::ExternalLinks;
pub use languages::{Language, Languages};
pub use schemes::LinkSchemes;
pub use search::{Remote, RemoteEngine, Search};
pub use shape::keys;

use crate::content::{ContentDir, Folders};
use crate::date::{Date, Span};
use crate::diagnostic::{At, Diagnostic, Finding, Severity, closest};
use crate::dialects::Dialects;
use crate::document;
use crate::fingerprint::Fingerprint;
use crate::url::Slugs;
use crate::yaml;
use brand::Brand;
use images::Images;
use nav::Nav;
use print::Print;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Name of the file, looked for from the working folder upward.
pub const FILE: &str = "docent.yaml";

/// The whole configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Name of the site.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// The name under which browsers keep what readers tick and read on this site. Without it the title makes one.
    pub site_id: Option<String>,
    /// Where it will be published, `https://handbook.example.com/`. Needed for the sitemap, the feeds and canonical
    /// addresses; everything else works without it.
    pub base_url: Option<String>,
    /// The language of a site that has one, and the one shown first of several.
    pub default_language: String,
    /// The languages, by code; each has its folder in `content/`. Empty: one language, directly in `content/`.
    pub languages: Languages,
    /// A folder of `themes/`; without it the theme that is built in.
    pub theme: Option<String>,
    /// The team's own look: logo, colour, typeface.
    pub brand: Brand,
    /// The folder of the pages, relative to the root; `.` is the root itself.
    pub content_dir: ContentDir,
    /// Folders beside that of the pages whose files pages may include.
    pub include_dirs: Vec<String>,
    /// Where the site is written, relative to the root.
    pub output_dir: String,
    /// Which letters URLs keep.
    pub slugs: Slugs,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// What the navigation shows; without it, all pages.
    pub nav: Option<Nav>,
    /// What becomes of pictures.
    pub images: Images,
    /// The search in the reader's browser.
    pub search: Search,
    /// Mark the first mention of each term of the glossary.
    pub glossary: bool,
    /// Spellings to avoid, and what to write instead: `аккаунт менеджер: аккаунт-менеджер`.
    pub spelling: BTreeMap<String, String>,
    /// Severity by code of diagnostic: `orphan: ignore`.
    pub diagnostics: BTreeMap<String, Level>,
    /// What addresses from the top of the site begin with, if they were written for a site below another address: `/docs/`.
    pub link_base: Option<String>,
    /// Schemes that links may have besides `http`, `https`, `mailto` and `tel`: `slack`, `msteams` ...; some may
    /// be short for an address.
    pub link_schemes: LinkSchemes,
    /// Which links to other sites `check --external` asks for.
    pub external_links: ExternalLinks,
    /// Hosts that the site is for: their own files are made, their limits told.
    pub hosts: Vec<hosts::Host>,
    /// Services and hosts whose pages may be shown in a page: `youtube`, `video.example.com`.
    pub embeds: Vec<String>,
    /// A link shows a look at its page to whoever stays on it.
    pub link_previews: bool,
    /// Take "last updated" from git.
    pub git_dates: bool,
    /// Make the page of what changed, and mark what is new to a reader.
    pub changes: bool,
    /// Where a page's source can be edited; `{path}` is its path from the root.
    pub edit_url: Option<String>,
    /// Where readers tell what is wrong or missing: a web address or `mailto:`, with `{title}`, `{path}`, `{heading}` and
    /// `{quote}`.
    pub feedback: Option<String>,
    /// Whom pages can be for, by name.
    pub audiences: BTreeMap<String, Option<Audience>>,
    /// Who sees pages that do not say whom they are for.
    pub default_audience: Vec<String>,
    /// Files and folders of `content/` that a site for an audience has though no page leads to them: `CNAME`.
    pub include: Vec<String>,
    /// How long a review of a page holds: by type, and `default` for the others.
    pub review_in: BTreeMap<String, Span>,
    /// What is also published as one page, to be printed.
    pub print: Vec<Print>,
    /// Free keys for templates.
    pub extra: Map<String, Value>,
    /// Whom the site is built for; nobody in particular: everything is shown. Only from the command line.
    #[serde(skip)]
    pub audience: Option<String>,
    /// Build drafts too. Only from the command line.
    #[serde(skip)]
    pub drafts: bool,
    /// For the preview: blocks say on which line of their file they begin.
    #[serde(skip)]
    pub preview: bool,
    /// What day it is. Only from the command line, else from the clock at the edge; no day: nothing is overdue.
    #[serde(skip)]
    pub today: Option<Date>,
}

/// An audience, and where its site goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Audience {
    /// Where its site is published, instead of `base_url` above.
    pub base_url: Option<String>,
    /// Where its site is written, instead of `output_dir` above.
    pub output_dir: Option<String>,
}

/// What ends a block that is for some: no audience can be called so.
pub const EVERYBODY: &str = "all";

/// What to do with HTML in Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// Show what is harmless, made anew from lists of elements and attributes. Content is not trusted.
    #[default]
    Safe,
    /// Show it as text. Content is not trusted.
    Escape,
    /// Pass it, without event handlers and script URLs.
    Allow,
}

/// The `markdown:` table of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Markdown {
    /// See [`RawHtml`].
    pub raw_html: RawHtml,
    /// Quotes, dashes and non-breaking spaces of the page's language.
    pub typography: bool,
    /// Colour code blocks at build time.
    pub highlight: bool,
    /// Draw code blocks in Mermaid.
    pub diagrams: bool,
    /// TeX between `$` and `$$`, as MathML.
    pub math: bool,
    /// A bare `https://` address is a link.
    pub linkify: bool,
    /// A link beside each heading.
    pub heading_links: bool,
    /// Other tools whose syntax is read.
    pub dialects: Dialects,
    /// Only what CommonMark says: no tables, footnotes, wikilinks, callouts, heading ids.
    pub commonmark: bool,
    /// [`Config::embeds`].
    #[serde(skip)]
    pub embeds: Vec<String>,
}

impl Default for Markdown {
    fn default() -> Self {
        Self {
            raw_html: RawHtml::Safe,
            typography: true,
            highlight: true,
            diagrams: true,
            math: true,
            linkify: true,
            heading_links: true,
            dialects: Dialects::default(),
            commonmark: false,
            embeds: Vec::new(),
        }
    }
}

/// Problems told at once: each place costs a reading of the whole file.
const MAX_PROBLEMS: usize = 20;

/// The code of everything that is wrong with the file.
const CODE: &str = "config";

/// A code is a folder name and a value of `lang`: BCP 47, its common part.
fn is_code(code: &str) -> bool {
    code.len() >= 2 && code.len() <= 12 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Whether addresses of pages can follow an address.
pub fn check_base_url(url: &str) -> Result<(), String> {
    match url {
        _ if !url.starts_with("https://") && !url.starts_with("http://") => {
            Err(format!("`{url}` is not a web address"))
        }
        _ if url.contains(['?', '#']) => Err(format!("`{url}` must not contain `?` or `#`")),
        _ => Ok(()),
    }
}

/// How serious a kind of diagnostic is to this team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Stops publishing.
    Error,
    /// Is told.
    Warning,
    /// Is not told.
    Ignore,
}

/// Codes whose severity may be set. The others say that a page or a setting could not be understood.
pub const ADJUSTABLE: [&str; 40] = [
    "include",
    "broken-link",
    "link-case",
    "heading-id",
    "embed",
    "redirect",
    "broken-anchor",
    "ambiguous-link",
    "broken-field",
    "unknown-key",
    "unknown-type",
    "unknown-template",
    "front-matter-value",
    "front-matter-syntax",
    "slug",
    "orphan",
    "raw-html",
    "not-a-link",
    "foreign-syntax",
    "open-comment",
    "callout",
    "container",
    "math",
    "code",
    "not-copied",
    "footnote",
    "spelling",
    "mixed-alphabets",
    "invisible",
    "symlink",
    "script-url",
    "link-scheme",
    "external-link",
    "draft-link",
    "unread-file",
    "nav",
    "contrast",
    "picture-metadata",
    "picture-damaged",
    "picture-size",
];

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Handbook".into(),
            description: String::new(),
            site_id: None,
            base_url: None,
            default_language: "en".into(),
            languages: Languages::default(),
            theme: None,
            brand: Brand::default(),
            content_dir: ContentDir::default(),
            include_dirs: Vec::new(),
            output_dir: "public".into(),
            slugs: Slugs::default(),
            markdown: Markdown::default(),
            nav: None,
            images: Images::default(),
            search: Search::default(),
            glossary: true,
            spelling: BTreeMap::new(),
            diagnostics: BTreeMap::new(),
            link_base: None,
            link_schemes: LinkSchemes::default(),
            external_links: ExternalLinks::default(),
            hosts: Vec::new(),
            embeds: Vec::new(),
            link_previews: true,
            git_dates: true,
            changes: true,
            edit_url: None,
            feedback: None,
            audiences: BTreeMap::new(),
            default_audience: Vec::new(),
            include: Vec::new(),
            review_in: BTreeMap::new(),
            print: Vec::new(),
            extra: Map::new(),
            audience: None,
            drafts: false,
            preview: false,
            today: None,
        }
    }
}

impl Config {
    /// Reads and checks the file.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let refuse = |findings: Vec<Finding>| document::tell(file, text, findings);
        let unread = |fault: Finding| refuse(vec![fault.of(CODE)]);
        let mut wrong = shape::problems(&yaml::parse(text).map_err(unread)?);
        if !wrong.is_empty() {
            wrong.truncate(MAX_PROBLEMS);
            return Err(refuse(wrong));
        }
        let mut config: Self = yaml::read(text).map_err(unread)?;
        config.markdown.embeds.clone_from(&config.embeds);
        let problems = config.problems();
        if problems.is_empty() { Ok(config) } else { Err(refuse(problems)) }
    }

    fn problems(&self) -> Vec<Finding> {
        let error = |path: &[&str], message: String, hint: &str| {
            let steps: Vec<yaml::Step> = path.iter().map(|s| yaml::Step::Key((*s).to_owned())).collect();
            Finding::at_field(CODE, &steps, message).hint(hint)
        };
        let mut found = Vec::new();
        if let Some((path, message, hint)) = self.audience_problem() {
            found.push(error(&path.iter().map(String::as_str).collect::<Vec<_>>(), message, &hint));
        }
        let own = self.audiences.iter().filter_map(|(name, own)| Some((name, own.as_ref()?.base_url.as_ref()?)));
        let own = own.map(|(name, url)| (vec!["audiences", name.as_str(), "base_url"], url));
        for (way, url) in self.base_url.iter().map(|url| (vec!["base_url"], url)).chain(own) {
            if let Err(message) = check_base_url(url) {
                found.push(error(&way, message, "write it as https://example.com/handbook/"));
            }
        }
        let is_none = |url: &&str| !["https://", "http://", "mailto:"].iter().any(|start| url.starts_with(start));
        if let Some(url) = self.feedback.as_deref().filter(is_none) {
            let message = format!("`{url}` is neither a web address nor a `mailto:` address");
            found.push(error(&["feedback"], message, "write it as mailto:docs@example.com?subject={title}"));
        }
        if let Some(url) = self.edit_url.as_deref().filter(|url| !url.contains("{path}")) {
            let message = format!("`{url}` has no placeholder for the page's path");
            found.push(error(&["edit_url"], message, "add {path}: https://git.example.com/edit/main/{path}"));
        }
        let language = [(vec!["default_language"], &self.default_language)].into_iter();
        let languages = self.languages.0.iter().map(|(code, _)| (vec!["languages", code.as_str()], code));
        if let Some((way, code)) = language.chain(languages).find(|(_, code)| !is_code(code)) {
            let message = format!("`{code}` is not the code of a language");
            found.push(error(&way, message, "write two or three Latin letters, such as `en` or `pt-BR`"));
        }
        let simple = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if let Some(id) = self.site_id.as_deref().filter(|id| id.is_empty() || !id.chars().all(simple)) {
            let message = format!("`{id}` is not a valid site id");
            found.push(error(
                &["site_id"],
                message,
                "use lower-case Latin letters, digits and `-`, such as `handbook`",
            ));
        }
        if !self.languages.0.is_empty() && self.language(&self.default_language).is_none() {
            let message = format!("the default language `{}` is not among the languages", self.default_language);
            found.push(error(&["default_language"], message, "add it to `languages`, or choose another"));
        }
        for code in self.diagnostics.keys().filter(|code| !ADJUSTABLE.contains(&code.as_str())) {
            let key = vec![yaml::Step::Key("diagnostics".into()), yaml::Step::Name(code.clone())];
            let message = format!("`{code}` is not a code whose severity can be changed");
            let error = error(&["diagnostics", code], message, "").suggest(code, ADJUSTABLE.iter().copied());
            found.push(error.fixed_at(At::Text(key, code.clone(), 0..code.len())));
        }
        if let Some(dir) = self.include_dirs.iter().find(|dir| ContentDir::of(dir).is_err()) {
            let message = format!("`{dir}` is not a folder of files to include");
            found.push(error(
                &["include_dirs"],
                message,
                "write the path of a folder in the project, such as `snippets`",
            ));
        }
        if let Some((key, message, hint)) = self.brand.problem() {
            found.push(error(&["brand", key], message, hint));
        }
        let known = |name: &&str| !self.codes().contains(name);
        if let Some(code) = self.brand.footer.names().find(known) {
            let message = format!("the site has no language `{code}`");
            found.push(error(&["brand", "footer", code], message, "write a code of `languages`, or one text for all"));
        }
        if let Some((name, message, hint)) = self.link_schemes.problem() {
            let way = if self.link_schemes.is_list() { vec!["link_schemes"] } else { vec!["link_schemes", name] };
            found.push(error(&way, message, hint));
        }
        if let Some((key, message, hint)) = self.external_links.problem() {
            found.push(error(&["external_links", key], message, hint));
        }
        if let Some((key, message, hint)) = self.search.remote.as_ref().and_then(Remote::problem) {
            found.push(error(&["search", "remote", key], message, hint));
        }
        let is_known =
            |name: &str| embeds::is_host(name) || embeds::SERVICES.iter().any(|(service, _)| *service == name);
        if let Some(name) = self.embeds.iter().find(|name| !is_known(name)) {
            let services: Vec<&str> = embeds::SERVICES.iter().map(|(service, _)| *service).collect();
            let message = format!("`{name}` is neither a service that docent knows nor a host");
            let hint = format!("write one of {}, or a host such as `video.example.com`", services.join(", "));
            found.push(error(&["embeds"], message, &hint));
        }
        if let Some(theme) =
            self.theme.as_deref().filter(|t| t.is_empty() || t.contains(['/', '\\']) || t.starts_with('.'))
        {
            found.push(error(
                &["theme"],
                format!("`{theme}` is not the name of a theme"),
                "write the name of a folder in themes/",
            ));
        }
        found
    }

    /// What is wrong with the audiences: where, what, what to do.
    fn audience_problem(&self) -> Option<Misfit> {
        let at = |path: &[&str]| path.iter().map(|step| (*step).to_owned()).collect();
        let named = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if let Some(name) = self.audiences.keys().find(|name| name.is_empty() || !named(name) || *name == EVERYBODY) {
            let hint = format!("use a-z, 0-9 and `-`; `{EVERYBODY}` is reserved: it ends a block");
            return Some((at(&["audiences", name]), format!("`{name}` cannot be the name of an audience"), hint));
        }
        if self.audiences.is_empty() != self.default_audience.is_empty() {
            let message = "`audiences` and `default_audience` belong together".to_owned();
            let hint = "define the audiences, and which of them see pages without one: `default_audience: [internal]`";
            return Some((at(&["audiences"]), message, hint.to_owned()));
        }
        if let Some(unknown) = self.default_audience.iter().find(|name| !self.audiences.contains_key(*name)) {
            let message = format!("there is no audience `{unknown}`");
            return Some((at(&["default_audience"]), message, self.known_audiences(unknown)));
        }
        self.nested_outputs()
    }

    /// What to write instead of the name of an audience that does not exist.
    pub fn known_audiences(&self, name: &str) -> String {
        let known = self.audiences.keys().map(String::as_str);
        yaml::did_you_mean(name, known).unwrap_or_else(|| "add it to `audiences:` in docent.yaml".to_owned())
    }

    /// An error about the name of an audience that does not exist, with what to write instead.
    pub fn no_audience(&self, at: At, name: &str) -> Finding {
        let error = Finding::error("audience", at, format!("there is no audience `{}`", yaml::short(name)));
        let error = error.hint(self.known_audiences(name));
        match closest(name, self.audiences.keys().map(String::as_str)) {
            Some(near) => error.fix(name, near),
            None => error,
        }
    }

    /// The settings of the audience that the site is built for.
    pub fn chosen_audience(&self) -> Option<&Audience> {
        self.audiences.get(self.audience.as_deref()?)?.as_ref()
    }

    /// Whether the site shows what does not say whom it is for: that is for the default audience.
    pub fn shows_default(&self) -> bool {
        let sees = |audience: &String| self.audiences.is_empty() || self.default_audience.contains(audience);
        self.audience.as_ref().is_none_or(sees)
    }

    /// The language's settings; `None` if the site does not have it.
    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.0.iter().find(|(c, _)| c == code).map(|(_, l)| l)
    }

    /// What of the project is read.
    pub fn folders(&self) -> Folders {
        let include = self.include_dirs.iter().cloned().chain(self.brand.reads()).collect();
        Folders { content: self.content_dir.clone(), include }
    }

    /// The folder of a language's pages, with `/` at the end.
    pub fn content_of(&self, lang: &str) -> String {
        if self.is_multilingual() { self.content_dir.path(lang) + "/" } else { self.content_dir.prefix().to_owned() }
    }

    /// The path of the published site on its host, without the first slash: `handbook` of `https://example.com/handbook`.
    pub fn base_path(&self) -> &str {
        let path = self.base().and_then(|url| url.split_once("://")?.1.split_once('/'));
        path.map_or("", |(_, path)| path)
    }

    /// What an address from the top of the site may have before a path in the folder of pages, without slashes around:
    /// what the settings say, the path of the published site, the folder's own name.
    pub fn link_bases(&self) -> impl Iterator<Item = &str> {
        let bases = [self.link_base.as_deref(), Some(self.base_path()), Some(self.content_dir.dir())];
        bases.into_iter().flatten().map(|base| base.trim_matches('/')).filter(|base| !matches!(*base, "" | "."))
    }

    /// Codes of the languages, the default one first if it is the only one.
    pub fn codes(&self) -> Vec<&str> {
        if self.languages.0.is_empty() {
            return vec![&self.default_language];
        }
        self.languages.0.iter().map(|(code, _)| code.as_str()).collect()
    }

    /// Whether each language has a folder of its own.
    pub fn is_multilingual(&self) -> bool {
        !self.languages.0.is_empty()
    }

    /// The site's title and description in a language.
    pub fn titles(&self, lang: &str) -> (&str, &str) {
        let own = self.language(lang);
        let title = own.and_then(|l| l.title.as_deref()).unwrap_or(&self.title);
        (title, own.and_then(|l| l.description.as_deref()).unwrap_or(&self.description))
    }

    /// What the navigation of a language shows, if the file says so, and the way to it.
    pub fn nav(&self, lang: &str) -> Option<(&Nav, Vec<yaml::Step>)> {
        let key = |key: &str| yaml::Step::Key(key.to_owned());
        let own = self.language(lang).and_then(|language| language.nav.as_ref());
        let own = own.map(|nav| (nav, vec![key("languages"), key(lang), key("nav")]));
        own.or_else(|| self.nav.as_ref().map(|nav| (nav, vec![key("nav")])))
    }

    /// The published address without a slash at the end.
    pub fn base(&self) -> Option<&str> {
        self.base_url.as_deref().map(|url| url.trim_end_matches('/'))
    }

    /// Whether a site for an audience has a file that no page leads to: it is listed, or a free key names it.
    pub fn includes(&self, path: &str) -> bool {
        let listed = |name: &String| {
            let rest = path.strip_prefix(name.trim_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.include.iter().any(listed) || self.extra.values().any(|value| names(value, path))
    }

    /// Of all settings but the day: what depends on the day reaches a page as a field of its view, so tomorrow only
    /// the pages whose state changed are made anew.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&Self { today: None, ..self.clone() })
    }

    /// Sets severities as the team wants them, and drops what it ignores.
    pub fn adjust(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let adjusted = diagnostics.into_iter().filter_map(|diagnostic| match self.diagnostics.get(diagnostic.code) {
            None => Some(diagnostic),
            Some(Level::Error) => Some(Diagnostic { severity: Severity::Error, ..diagnostic }),
            Some(Level::Warning) => Some(Diagnostic { severity: Severity::Warning, ..diagnostic }),
            Some(Level::Ignore) => None,
        });
        adjusted.collect()
    }
}

/// What does not fit: the way to it, what is wrong, what to do.
type Misfit = (Vec<String>, String, String);

/// Whether a value says the path of a file.
fn names(value: &Value, path: &str) -> bool {
    match value {
        Value::String(text) => text.trim_start_matches('/') == path,
        Value::Array(items) => items.iter().any(|item| names(item, path)),
        Value::Object(map) => map.values().any(|item| names(item, path)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_a_suggestion() {
        let problems = Config::parse(FILE, "title: x\nlangauges:\n  en: {}\n").unwrap_err();
        let place = problems[0].place.as_ref().unwrap();
        assert_eq!((place.line, problems[0].hint.as_deref()), (2, Some("did you mean `languages`?")));
    }

    #[test]
    fn languages_keep_their_order() {
        let config = Config::parse(FILE, "default_language: ru\nlanguages:\n  ru: {name: Русский}\n  en:\n").unwrap();
        assert_eq!(config.codes(), ["ru", "en"]);
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(Config::parse(FILE, "").unwrap(), Config::default());
    }
}
