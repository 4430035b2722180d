//! One file a tool: how its project is known, and where its pages, pictures, languages, navigation and addresses are.
//!
//! In: the files of the source, the folder of the tool's project. Out: a [`Plan`]. To add a tool, add a file and a line
//! in [`TOOLS`].

mod confluence;
mod diplodoc;
mod docfx;
mod docsify;
mod docusaurus;
mod docx;
mod eleventy;
mod folder_nav;
mod fumadocs;
mod gitbook;
mod html;
mod hugo;
mod jekyll;
mod logseq;
mod mdbook;
mod mintlify;
mod mkdocs;
mod nextra;
mod notion;
mod obsidian;
mod parents;
mod plain;
mod quartz;
mod retype;
mod sphinx;
mod starlight;
mod summary;
mod toc;
mod vitepress;
mod wiki;
mod zola;

use super::languages::Languages;
use super::old_urls::{self, Style};
use super::plan::{Kind, Plan};
use super::tree::{self, Tree};

/// A tool.
#[derive(Debug)]
pub struct Tool {
    /// As `--from` names it.
    pub name: &'static str,
    /// As people name it.
    pub title: &'static str,
    /// The folder of its project, and what it is known by.
    pub find: fn(&Tree) -> Option<(String, String)>,
    /// The plan of a project in a folder.
    pub plan: fn(&Tree, &str) -> Result<Plan, String>,
}

macro_rules! tool {
    ($file:ident, $title:literal) => {
        Tool { name: stringify!($file), title: $title, find: $file::find, plan: $file::plan }
    };
}

/// All tools, what is certain before what is guessed.
pub const TOOLS: [Tool; 28] = [
    tool!(mkdocs, "MkDocs"),
    tool!(mdbook, "mdBook"),
    tool!(docusaurus, "Docusaurus"),
    tool!(starlight, "Starlight"),
    tool!(vitepress, "VitePress"),
    tool!(zola, "Zola"),
    tool!(hugo, "Hugo"),
    tool!(diplodoc, "Diplodoc"),
    tool!(docfx, "DocFX"),
    tool!(sphinx, "Sphinx or Jupyter Book"),
    tool!(mintlify, "Mintlify"),
    tool!(fumadocs, "Fumadocs"),
    tool!(nextra, "Nextra"),
    tool!(quartz, "Quartz"),
    tool!(retype, "Retype"),
    tool!(logseq, "Logseq"),
    tool!(eleventy, "Eleventy"),
    tool!(docsify, "Docsify"),
    tool!(gitbook, "GitBook"),
    tool!(jekyll, "Jekyll"),
    tool!(confluence, "Confluence"),
    tool!(notion, "Notion"),
    tool!(wiki, "a wiki"),
    tool!(obsidian, "Obsidian"),
    BOOK_WITHOUT_SETTINGS,
    tool!(docx, "Word documents"),
    tool!(html, "HTML pages"),
    tool!(plain, "Markdown"),
];

/// A `SUMMARY.md` without `book.toml` and without a word of GitBook: the list is read as mdBook's.
const BOOK_WITHOUT_SETTINGS: Tool =
    Tool { name: "summary", title: "a book with SUMMARY.md", find: mdbook::find_summary, plan: mdbook::plan };

/// Known by one of these files: the folder it lies in.
fn by_file(tree: &Tree, names: &[&str]) -> Option<(String, String)> {
    let path = tree.find(names)?;
    Some((tree::folder(path).to_owned(), format!("it has {path}")))
}

/// A folder of pages.
struct Pages<'a> {
    /// Where it is in the source, ending with `/` unless it is all of it.
    folder: &'a str,
    /// Where it goes below `content/`.
    to: &'a str,
    /// Where the other tool published it: `/`, `/docs/`.
    base: &'a str,
    /// How the tool makes addresses.
    style: Style,
    /// The languages.
    languages: Option<&'a Languages>,
}

impl Pages<'_> {
    /// Plans every file of the folder but those that a rule leaves out.
    fn plan(&self, tree: &Tree, plan: &mut Plan, skip: &dyn Fn(&str) -> bool) {
        let place = |path: &str| {
            let inside = match self.languages {
                Some(languages) => languages.place(path),
                None => path.to_owned(),
            };
            (!skip(path)).then(|| format!("content/{}{inside}", self.to))
        };
        let first = plan.files.len();
        plan.add_below(tree, self.folder, &place);
        let default = self.languages.map(|languages| languages.default.as_str());
        for file in plan.files[first..].iter_mut().filter(|file| file.kind == Kind::Page) {
            let inside = file.from.strip_prefix(self.folder).unwrap_or(&file.from);
            let address = match self.languages.map(|languages| languages.split(inside)) {
                Some((code, rest)) if Some(code.as_str()) == default => {
                    // A default language may have had its folder in the address.
                    let own = if inside == rest { rest } else { inside.to_owned() };
                    let own = if self.languages.is_some_and(|l| l.by == super::languages::By::Suffix) {
                        languages_rest(inside)
                    } else {
                        own
                    };
                    old_urls::of(self.base, &own, self.style)
                }
                Some((code, rest)) => old_urls::of(&format!("{}{code}/", self.base), &rest, self.style),
                None => old_urls::of(self.base, inside, self.style),
            };
            file.old.push(address);
        }
    }
}

fn languages_rest(path: &str) -> String {
    super::languages::suffix(path).map_or_else(|| path.to_owned(), |(rest, _)| rest)
}

/// Plans the files of a folder that is published as it is, such as `static/`.
fn publish_folder(tree: &Tree, plan: &mut Plan, folder: &str, to: &str) {
    let place = |path: &str| {
        let host = ["_redirects", "_headers", "CNAME", "robots.txt", "favicon.ico"].contains(&path);
        (!host).then(|| format!("content/{to}{path}"))
    };
    if tree.has_folder(folder) {
        plan.add_below(tree, folder, &place);
        plan.roots.push(folder.to_owned());
    }
}

/// The title of a site that has none in its settings.
fn title(tree: &Tree) -> String {
    super::nav::humanised(&tree.name)
}

/// The only file of settings that a folder has, of several possible names.
fn settings_of(tree: &Tree, root: &str, names: &[&str]) -> Option<(String, serde_json::Value)> {
    let path = names.iter().map(|name| format!("{root}{name}")).find(|path| tree.has(path))?;
    let value = super::settings::read(&path, tree.text(&path)?);
    Some((path, value))
}

/// The key of a folder as paths begin with it: `docs` is `docs/`, `.` is nothing.
fn as_folder(root: &str, path: &str) -> String {
    let joined = tree::resolve(root, path.trim_end_matches('/')).unwrap_or_default();
    if joined.is_empty() { joined } else { format!("{joined}/") }
}
