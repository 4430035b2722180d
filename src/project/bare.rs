//! A folder of Markdown without a `docent.yaml`: the settings that its files suggest. The only file that names whatlang.
//!
//! In: the folder. Out: the text of a `docent.yaml` ([`Guess::yaml`]): what `docent init` writes there, and what a command on
//! the bare folder reads instead of the file, so that both make the same site.
//!
//! 1. The pages are in `content/`, in the folder that a tool's settings name, in the only folder that holds pages, or in
//!    the folder itself ([`content_dir`]).
//! 2. Folders that are called as languages are, and hold pages, are languages; else the text says which it is.
//! 3. The title is the folder's name.
//! 4. What was written for another tool is published with its broken links, which are told: they were broken before.

use crate::content::{ContentDir, OWN_FOLDERS, is_page_name};
use crate::markdown::Dollars;
use crate::page::includes::asks;
use crate::page::spoken;
use crate::source::scan;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use whatlang::Lang;

/// Names of folders that hold the pages of a project, and say nothing of what it is about.
const USUAL: [&str; 8] = ["content", "docs", "doc", "documentation", "src", "pages", "site", "wiki"];

/// Texts at the top of a project that are about the project: they are no reason to publish all of it.
const ABOUT: [&str; 7] = ["readme", "changelog", "contributing", "license", "code_of_conduct", "security", "history"];

/// What a page shows: where these lie outside the folder of the pages, links to them would break.
const MEDIA: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "mp4"];

/// Settings and folders of other tools whose pages are in `content/` as well: Hugo, Zola, Quartz, Nuxt, Eleventy, Gatsby,
/// Pelican, Lume, Sphinx, Quarto.
const OTHERS: [&str; 33] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default",
    "archetypes",
    "layouts",
    "quartz.config.ts",
    "quartz.config.js",
    "nuxt.config.ts",
    "nuxt.config.js",
    "package.json",
    "eleventy.config.js",
    ".eleventy.js",
    "gatsby-config.js",
    "gatsby-config.ts",
    "pelicanconf.py",
    "_config.ts",
    "_config.yml",
    "mkdocs.yml",
    "book.toml",
    "velite.config.ts",
    "conf.py",
    "myst.yml",
    "_quarto.yml",
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "astro.config.mjs",
    ".obsidian",
];

/// Bytes of text that the language is guessed from.
const SAMPLE: usize = 64 * 1024;

/// What is told as an error in a site that was written for docent, and is only told here.
const SOFTENED: [&str; 8] = [
    "broken-link",
    "broken-anchor",
    "ambiguous-link",
    "broken-field",
    "link-scheme",
    "script-url",
    "redirect",
    "not-copied",
];

/// What the files of a folder suggest.
#[derive(Clone, Debug)]
pub struct Guess {
    /// A title made of the folder's name.
    pub title: String,
    /// The languages, the default one first.
    pub languages: Vec<String>,
    /// Where the pages are.
    pub content: ContentDir,
    /// Folders with files that pages include.
    pub include: Vec<String>,
    /// How many there are.
    pub pages: usize,
    /// `$` begins a formula.
    pub math: bool,
}

impl Guess {
    /// The settings, as a file.
    pub fn yaml(&self) -> String {
        let mut text = format!("title: {}\ndefault_language: {}\n", quoted(&self.title), self.languages[0]);
        if self.languages.len() > 1 {
            text.push_str("languages:\n");
            self.languages.iter().for_each(|code| text.push_str(&format!("  {code}:\n")));
        }
        if self.content != ContentDir::default() {
            text.push_str(&format!("content_dir: {}\n", quoted(self.content.dir())));
        }
        if !self.include.is_empty() {
            let dirs: Vec<String> = self.include.iter().map(|dir| quoted(dir)).collect();
            text.push_str(&format!("include_dirs: [{}]\n", dirs.join(", ")));
        }
        if !self.math {
            text.push_str("markdown:\n  math: false\n");
        }
        text.push_str(
            "# What was broken before the move does not stop a build. Once it is mended, remove these lines.\n",
        );
        text.push_str("diagnostics:\n");
        SOFTENED.iter().for_each(|code| text.push_str(&format!("  {code}: warning\n")));
        text
    }

    /// What was guessed, in a line.
    pub fn told(&self) -> String {
        let languages = if self.languages.len() == 1 { "language" } else { "languages" };
        let folder = if self.content.is_root() { "this folder".to_owned() } else { format!("{}/", self.content.dir()) };
        format!("title \"{}\", {languages} {}, pages from {folder}", self.title, self.languages.join(", "))
    }
}

/// What the files of a folder suggest; nothing if there is no page in it.
pub fn guess(root: &Path) -> Option<Guess> {
    let real = fs::canonicalize(root).ok()?;
    let (files, _) = scan::list(&real, Path::new(""), std::slice::from_ref(&real));
    let content = content_dir(&real, &files)?;
    let pages: BTreeMap<&str, &PathBuf> = files
        .iter()
        .filter_map(|(name, path)| Some((content.inside(name)?, path)))
        .filter(|(name, _)| is_page_name(name))
        .collect();
    if pages.is_empty() {
        return None;
    }
    // A page that cannot be read is told by the build.
    let texts: Vec<String> = pages.values().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let include = includes(&files, &content, &texts);
    let (title, languages, math) = (title(&real), languages(&pages), has_math(&texts));
    Some(Guess { title, languages, pages: pages.len(), content, include, math })
}

/// Whether the folder is a project of another tool that has its pages in `content/`, as docent does.
pub fn is_of_other_tool(root: &Path) -> bool {
    OTHERS.iter().any(|name| root.join(name).exists())
}

/// A text as YAML reads it, whatever is in it: JSON is YAML.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Where the pages are.
fn content_dir(root: &Path, files: &BTreeMap<String, PathBuf>) -> Option<ContentDir> {
    let below = |folder: &str| {
        let prefix = format!("{folder}/");
        files
            .range(prefix.clone()..)
            .take_while(|(name, _)| name.starts_with(&prefix))
            .any(|(name, _)| is_page_name(name))
    };
    let named = of_tool(root).filter(|folder| below(folder)).or_else(|| of_site(files).filter(|folder| below(folder)));
    let usual = below(USUAL[0]).then(|| USUAL[0].to_owned());
    let only = || only_folder(files);
    let folder = usual.or(named).or_else(only).unwrap_or_else(|| ".".to_owned());
    ContentDir::of(&only_language(files, &folder).unwrap_or(folder)).ok()
}

/// The only folder below that of the pages, if it is called as a language is and nothing lies beside it: Hugo publishes
/// what is in `content/en/` at the root, and links lead there.
fn only_language(files: &BTreeMap<String, PathBuf>, folder: &str) -> Option<String> {
    let inside = files.keys().filter_map(|name| name.strip_prefix(folder)?.strip_prefix('/'));
    let tops: BTreeSet<&str> = inside.map(|name| name.split('/').next().unwrap_or_default()).collect();
    let only = tops.first().filter(|top| tops.len() == 1 && is_language(top))?;
    Some(format!("{folder}/{only}"))
}

/// Folders beside that of the pages: those that a page names when it includes something.
fn includes(files: &BTreeMap<String, PathBuf>, content: &ContentDir, texts: &[String]) -> Vec<String> {
    if content.is_root() {
        return Vec::new();
    }
    let top = |name: &String| name.split_once('/').map(|(first, _)| first.to_owned());
    let beside: BTreeSet<String> = files.keys().filter(|name| !content.holds(name)).filter_map(top).collect();
    let texts: Vec<&String> = texts.iter().filter(|text| asks(text)).collect();
    let named = |folder: &String| texts.iter().any(|text| text.contains(&format!("{folder}/")));
    beside.into_iter().filter(|folder| !OWN_FOLDERS.contains(&folder.as_str())).filter(named).collect()
}

/// The folder that the settings of mdBook or MkDocs name, or mean.
fn of_tool(root: &Path) -> Option<String> {
    let read = |names: &[&str]| names.iter().find_map(|name| fs::read_to_string(root.join(name)).ok());
    let value = |text: &str, key: &str| {
        let line =
            text.lines().find_map(|line| line.trim_start().strip_prefix(key)?.trim_start().strip_prefix([':', '=']));
        line.map(|value| value.trim().trim_matches(['"', '\'', '/']).to_owned()).filter(|value| !value.is_empty())
    };
    if let Some(text) = read(&["book.toml"]) {
        return Some(value(&text, "src").unwrap_or_else(|| "src".to_owned()));
    }
    let text = read(&["mkdocs.yml", "mkdocs.yaml", "zensical.toml"])?;
    Some(value(&text, "docs_dir").unwrap_or_else(|| "docs".to_owned()))
}

/// Whether a text at the top is about the project.
fn is_about(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_ascii_lowercase();
    !name.contains('/') && (ABOUT.contains(&stem.as_str()) || stem == "index")
}

/// The folder in which Starlight and Docusaurus look for pages, wherever in the project their settings are.
fn of_site(files: &BTreeMap<String, PathBuf>) -> Option<String> {
    const STARLIGHT: &str = "src/content/docs/";
    let starlight = files.keys().filter(|name| is_page_name(name)).find_map(|name| {
        let at = name.find(STARLIGHT).filter(|at| *at == 0 || name[..*at].ends_with('/'))?;
        Some(name[..at + STARLIGHT.len() - 1].to_owned())
    });
    let settings =
        || files.keys().find(|name| name.rsplit('/').next().is_some_and(|file| file.starts_with("docusaurus.config.")));
    starlight.or_else(|| {
        let folder = settings()?.rsplit_once('/').map_or("", |(folder, _)| folder);
        let own = format!("{folder}/docs");
        let inside = files
            .keys()
            .any(|name| is_page_name(name) && name.starts_with(&format!("{}/", own.trim_start_matches('/'))));
        Some(if inside { own.trim_start_matches('/').to_owned() } else { "docs".to_owned() })
    })
}

/// The one folder at the top with a usual name that holds all pages, if nothing that pages show lies beside it.
fn only_folder(files: &BTreeMap<String, PathBuf>) -> Option<String> {
    let top = |name: &str| name.split_once('/').map(|(first, _)| first.to_owned());
    let pages: BTreeSet<Option<String>> =
        files.keys().filter(|name| is_page_name(name) && !is_about(name)).map(|name| top(name)).collect();
    let folder = match pages.into_iter().collect::<Vec<_>>().as_slice() {
        [Some(one)] if USUAL.contains(&one.as_str()) => one.clone(),
        _ => return None,
    };
    let is_media = |name: &String| name.rsplit_once('.').is_some_and(|(_, ending)| MEDIA.contains(&ending));
    let beside = files.keys().filter(|name| is_media(name)).any(|name| top(name).as_ref() != Some(&folder));
    (!beside).then_some(folder)
}

/// A title that the folder's name makes; of a folder that is only called `docs`, the name of the one around it.
fn title(root: &Path) -> String {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let own = name(root).filter(|name| !USUAL.contains(&name.to_lowercase().as_str()));
    let around = || root.parent().and_then(name);
    own.or_else(around).map_or_else(|| "Handbook".to_owned(), |name| spoken(&name))
}

/// Whether dollars are formulas, unless most of them are names of variables.
fn has_math(texts: &[String]) -> bool {
    let mut dollars = Dollars::default();
    texts.iter().for_each(|text| dollars.add(text));
    dollars.are_formulas()
}

/// The languages of folders that are called so, or the one of the text.
fn languages(pages: &BTreeMap<&str, &PathBuf>) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (folder, _) in pages.keys().filter_map(|name| name.split_once('/')) {
        *counts.entry(folder).or_default() += 1;
    }
    counts.retain(|folder, _| is_language(folder));
    if counts.len() < 2 {
        return vec![of_text(pages)];
    }
    let mut codes: Vec<(&str, usize)> = counts.into_iter().collect();
    // English first, as the language that most readers of a translated site share; else the one with most pages.
    codes.sort_by_key(|(code, count)| (*code != "en", usize::MAX - count));
    let mut codes: Vec<String> = codes.into_iter().map(|(code, _)| code.to_owned()).collect();
    // Pages beside these folders are the originals: Starlight and Docusaurus keep them there.
    let folder = |name: &str| name.split_once('/').map_or(String::new(), |(first, _)| first.to_owned());
    let own: BTreeMap<&str, &PathBuf> = pages
        .iter()
        .filter(|(name, _)| !codes.contains(&folder(name)) && !is_about(name))
        .map(|(n, p)| (*n, *p))
        .collect();
    if own.len() > 1 {
        let lang = of_text(&own);
        codes.retain(|code| *code != lang);
        codes.insert(0, lang);
    }
    codes
}

/// Codes by which folders of a translated site are commonly called. A folder `it/` or `hr/` of a company is none alone:
/// only two of them together are languages.
fn is_language(folder: &str) -> bool {
    const CODES: &str = "ar be bg bn cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk ko ky lt lv ms nb nl no \
                         pl pt ro ru sk sl sr sv th tr uk ur uz vi zh";
    let (base, region) = folder.split_once('-').map_or((folder, None), |(base, region)| (base, Some(region)));
    let is_region = |region: &str| (2..=4).contains(&region.len()) && region.bytes().all(|b| b.is_ascii_alphabetic());
    CODES.split(' ').any(|code| code == base) && region.is_none_or(is_region)
}

/// The language of the first texts.
fn of_text(pages: &BTreeMap<&str, &PathBuf>) -> String {
    let mut sample = String::new();
    for path in pages.values() {
        let mut bytes = Vec::new();
        let left = (SAMPLE - sample.len().min(SAMPLE)) as u64;
        // A page that cannot be read is told by the build.
        let _ = fs::File::open(path).and_then(|file| file.take(left).read_to_end(&mut bytes));
        sample.push_str(&prose(&String::from_utf8_lossy(&bytes)));
        if sample.len() >= SAMPLE {
            break;
        }
    }
    let found = whatlang::detect(&sample).filter(|found| found.is_reliable()).map(|found| found.lang());
    found.and_then(code).unwrap_or("en").to_owned()
}

/// The text without front matter, code and addresses, which are English in any language.
fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            in_code = !in_code;
        } else if !in_code && !line.contains("://") && !line.contains('`') {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The code of a language (ISO 639-1) that whatlang knows by three letters.
fn code(lang: Lang) -> Option<&'static str> {
    let two = match lang {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Tur => "tr",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Cmn => "zh",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Fin => "fi",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Srp => "sr",
        Lang::Ell => "el",
        Lang::Vie => "vi",
        Lang::Hin => "hi",
        Lang::Pes => "fa",
        _ => return None,
    };
    Some(two)
}
