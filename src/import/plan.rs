//! What an import will write.
//!
//! In: what a tool's reader says of its files. Out: the files of the new project with their places, its settings, its
//! navigation, and notes about what was not understood.

use super::nav::Item;
use super::tree::{self, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// What a file of the new project is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page.
    Page,
    /// A part of pages: it is written, but has no page of its own.
    Part,
    /// A picture or any other file.
    Asset,
}

/// What a file of the new project holds.
#[derive(Clone, Debug)]
pub enum Body {
    /// The bytes of the source's file.
    Copy,
    /// A text that the import made or changed.
    Text(String),
    /// Bytes that were inside a document.
    Bytes(Vec<u8>),
}

/// A file of the new project.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its path in the source.
    pub from: String,
    /// Its path in the new project.
    pub to: String,
    /// What it is.
    pub kind: Kind,
    /// What it holds.
    pub body: Body,
    /// Where the other tool published it: `/guide/x/`.
    pub old: Vec<String>,
    /// What the proof looks for, if that is not the text of the source's file: text that was in a document.
    pub facts: Option<super::proof::Facts>,
}

/// Something that people should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file of the source.
    pub file: String,
    /// The line there, from 1; 0: the file as a whole.
    pub line: usize,
    /// What is so.
    pub what: String,
    /// What to do.
    pub advice: String,
    /// It is a construct of the other tool that stays as it is: a macro.
    pub is_macro: bool,
}

/// A language of the new project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its code, which is its folder.
    pub code: String,
    /// As its speakers call it.
    pub name: Option<String>,
}

/// All of an import.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The title of the site.
    pub title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Where the site was published.
    pub base_url: Option<String>,
    /// The language of a site that has one, or the first of several.
    pub default_language: Option<String>,
    /// The languages; none: one, directly in `content/`.
    pub languages: Vec<Language>,
    /// Files, by their path in the source, in order.
    pub files: Vec<Planned>,
    /// The navigation, by language; `""` on a site of one language. Paths are those of the source.
    pub nav: BTreeMap<String, Vec<Item>>,
    /// What links from the top of the site begin with, if that is not in the addresses of the new site: `/docs/`.
    pub link_base: Option<String>,
    /// `$` begins a formula in the source.
    pub math: bool,
    /// Lines for `docent.yaml` that only this tool needs.
    pub config: Vec<String>,
    /// Folders below the source whose files are what `/` in links means.
    pub roots: Vec<String>,
    /// What the site's own addresses begin with: `/handbook/`.
    pub base_path: String,
    /// What the other tool wrote instead of a link to a file: the old address of it.
    pub moved: BTreeMap<String, String>,
    /// Values of the other tool's variables.
    pub variables: BTreeMap<String, String>,
    /// What people should know.
    pub notes: Vec<Note>,
    taken: BTreeSet<String>,
    sources: BTreeSet<String>,
}

impl Plan {
    /// A plan with a title and nothing else.
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// Whether pages have formulas: a tool that shows `$` as it is would lose words to formulas that nobody wrote.
    pub fn has_math(&self, tree: &Tree) -> bool {
        let words = ["arithmatex", "katex", "mathjax", "remark-math", "rehype-math", "math: true", "math = true"];
        let is_setting = |path: &str| {
            let endings = ["yml", "yaml", "toml", "js", "ts", "mjs", "json"];
            endings.contains(&tree::ending(path).as_str()) && path.matches('/').count() < 3
        };
        let says = |path: &str| {
            let text = tree.text(path)?.to_lowercase();
            Some(words.iter().any(|word| text.contains(word)))
        };
        let mut dollars = crate::markdown::Dollars::default();
        tree.paths()
            .filter(|path| tree::is_page(path))
            .filter_map(|path| tree.text(path))
            .for_each(|text| dollars.add(text));
        tree.paths().filter(|path| is_setting(path)).any(|path| says(path).unwrap_or_default())
            || (dollars.display > 0 && dollars.are_formulas())
    }

    /// Adds a file, unless another one has its place: that is told.
    pub fn add(&mut self, from: &str, to: &str, kind: Kind, body: Body) -> Option<&mut Planned> {
        let place = crate::url::collision_key(to);
        if !self.taken.insert(place) {
            let advice = format!("rename one of the two; the other one is `{to}` now");
            self.note(from, 0, "not imported: another file of the source has its place", &advice);
            return None;
        }
        self.sources.insert(from.to_owned());
        let (from, to) = (from.to_owned(), to.to_owned());
        self.files.push(Planned { from, to, kind, body, old: Vec::new(), facts: None });
        self.files.last_mut()
    }

    /// Adds every file below a folder of the source that a rule has a place for.
    pub fn add_below(&mut self, tree: &Tree, folder: &str, place: &dyn Fn(&str) -> Option<String>) {
        let inside: Vec<String> = tree.below(folder).map(str::to_owned).collect();
        for path in inside.iter().filter(|path| !is_leftover(path)) {
            let from = format!("{folder}{path}");
            if self.has(&from) {
                continue;
            }
            let kind = if tree::is_page(path) { Kind::Page } else { Kind::Asset };
            if let Some(to) = place(path) {
                self.add(&from, &to, kind, Body::Copy);
            }
        }
    }

    /// Whether a file of the source is planned.
    pub fn has(&self, from: &str) -> bool {
        self.sources.contains(from)
    }

    /// Notes something.
    pub fn note(&mut self, file: &str, line: usize, what: &str, advice: &str) {
        let (file, what, advice) = (file.to_owned(), what.to_owned(), advice.to_owned());
        self.notes.push(Note { file, line, what, advice, is_macro: false });
    }

    /// Gives each page the addresses where the other tool published it.
    pub fn published(&mut self, old: &dyn Fn(&Planned) -> Vec<String>) {
        for file in self.files.iter_mut().filter(|file| file.kind == Kind::Page) {
            let more = old(file);
            file.old.extend(more);
        }
    }
}

/// What no tool publishes: what editors, systems, version control and package managers leave.
pub fn is_leftover(path: &str) -> bool {
    let hidden = |part: &str| part.starts_with('.') && !matches!(part, ".gitbook" | ".well-known" | ".attachments");
    let tools = ["node_modules", "__pycache__", "venv", "__MACOSX"];
    path.split('/').any(|part| hidden(part) || tools.contains(&part) || matches!(part, "Thumbs.db" | "desktop.ini"))
}
