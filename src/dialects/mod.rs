//! The syntax of other tools, read as docent's own Markdown.
//!
//! In: a body as it was written, and which tools are read ([`Options`]). Out: the same body in docent's own Markdown
//! ([`Reading`]), with a way back from each byte to the author's ([`Edit`]), and what was not understood. A body that has
//! nothing of it is looked through once ([`may_hold`]).
//!
//! 1. [`engine`] goes through the lines: it knows blocks that are open, quotes, lists, code and formulas.
//! 2. At the beginning of each block, and at bytes that mean something, it asks the tools. Each has a file: a table of what
//!    its marks mean ([`shapes`]), and functions for what is not a mark. A new tool is a new file and a line in [`TOOLS`].
//! 3. What is written is `:::note[Title]`, `:::details`, `:::tabs`, `:::steps`, `:::cards`, links and pictures: what
//!    `markdown` reads.

mod abbreviations;
mod amsmath;
mod args;
mod comments;
mod cursor;
mod diplodoc;
mod directives;
mod docfx;
mod docsify;
mod emoji;
mod engine;
mod gitbook;
mod gitlab;
mod hugo;
mod inline;
mod jekyll;
mod lists;
mod logseq;
mod markdoc;
mod marks;
mod mdbook;
mod mdx;
mod mkdocs;
mod myst;
mod myst_roles;
mod obsidian;
mod out;
mod pymdown;
mod shapes;
mod unknown;

pub use out::{Edit, authored, joined};

use crate::byte_scan::Words;
use crate::diagnostic::Finding;
use args::{Family, args};
use engine::Engine;
use inline::Taken;
use serde::Deserialize;
use shapes::Row;
use std::ops::Range;
use std::sync::LazyLock;

/// A tool whose syntax is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Comments of all kinds.
    Comments,
    /// Obsidian.
    Obsidian,
    /// MkDocs with Material and PyMdown Extensions, Zensical.
    Mkdocs,
    /// Docusaurus, VitePress, Starlight and Quarto: `:::`.
    Directives,
    /// GitBook.
    Gitbook,
    /// Diplodoc, YFM.
    Diplodoc,
    /// DocFX, Microsoft Learn.
    Docfx,
    /// mdBook.
    Mdbook,
    /// Hugo and its themes.
    Hugo,
    /// Jekyll: Liquid and kramdown.
    Jekyll,
    /// MDX, and the components of Docusaurus, Starlight, Nextra and Mintlify.
    Mdx,
    /// Markdoc.
    Markdoc,
    /// GitLab's and Gollum's wikis, Azure DevOps.
    Gitlab,
    /// `:smile:`
    Emoji,
}

/// Which tools are read: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "Vec<Dialect>")]
pub struct Dialects(u32);

impl Default for Dialects {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl From<Vec<Dialect>> for Dialects {
    fn from(all: Vec<Dialect>) -> Self {
        Self(all.into_iter().fold(0, |set, dialect| set | 1 << dialect as u32))
    }
}

impl Dialects {
    /// Whether one is among them.
    pub fn has(self, dialect: Dialect) -> bool {
        self.0 & 1 << dialect as u32 != 0
    }
}

/// How a body is read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The tools.
    pub dialects: Dialects,
    /// `$` begins a formula.
    pub math: bool,
    /// The file is one of MDX.
    pub mdx: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { dialects: Dialects::default(), math: true, mdx: false }
    }
}

/// What a body says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// In docent's own Markdown; none where that is the body itself.
    pub text: Option<String>,
    /// Where the two differ.
    pub edits: Vec<Edit>,
    /// What is not read, at bytes of the body.
    pub findings: Vec<Finding>,
    /// Tags in the text: `#tag`.
    pub tags: Vec<String>,
    /// Where comments stand in the body.
    pub hidden: Vec<Range<usize>>,
}

type Block = fn(&mut Engine<'_>) -> bool;
type Inline = fn(&mut Engine<'_>, usize) -> Taken;

/// What a tool writes.
struct Tool {
    dialect: Dialect,
    /// A body without any of these has nothing of it.
    triggers: &'static [&'static str],
    /// What its marks mean.
    tags: &'static [(Family, &'static [Row])],
    /// Reads a block that begins here.
    block: Option<Block>,
    /// Reads what begins at one of these bytes of a text.
    inline: Option<(&'static [u8], Inline)>,
    /// Looks at what stands behind the fence of a block of code.
    fence: Option<fn(&mut Engine<'_>, &str)>,
}

const NOTHING: Tool =
    Tool { dialect: Dialect::Comments, triggers: &[], tags: &[], block: None, inline: None, fence: None };

/// All of them. Where two would read the same, the first does.
static TOOLS: [Tool; 21] = [
    comments::TOOL,
    obsidian::TOOL,
    logseq::TOOL,
    docsify::TOOL,
    mkdocs::TOOL,
    pymdown::TOOL,
    abbreviations::TOOL,
    docfx::TOOL,
    directives::TOOL,
    myst::TOOL,
    amsmath::TOOL,
    gitbook::TOOL,
    diplodoc::TOOL,
    jekyll::TOOL,
    markdoc::TOOL,
    hugo::TOOL,
    mdx::TOOL,
    mdbook::TOOL,
    gitlab::TOOL,
    emoji::TOOL,
    marks::TOOL,
];

static TRIGGERS: LazyLock<Words> = LazyLock::new(|| Words::new(TOOLS.iter().flat_map(|tool| tool.triggers).copied()));

/// Reads a body; none if it is docent's own Markdown as it stands, and nothing is to be told.
pub fn read(body: &str, options: Options) -> Option<Reading> {
    if options.dialects == Dialects(0) || !may_hold(body, options) {
        return None;
    }
    let reading = Engine::of(body, options).run();
    let Reading { edits, findings, tags, .. } = &reading;
    (!edits.is_empty() || !findings.is_empty() || !tags.is_empty()).then_some(reading)
}

/// Whether there may be something in a body.
fn may_hold(body: &str, options: Options) -> bool {
    options.mdx
        || TRIGGERS.stand_in(body)
        || mdx::may_hold(body)
        || emoji::may_hold(body)
        || diplodoc::may_hold(body)
        || obsidian::may_hold(body)
}

/// The names of the tools, as `docent.yaml` has them.
pub const NAMES: [&str; 14] = [
    "comments",
    "obsidian",
    "mkdocs",
    "directives",
    "gitbook",
    "diplodoc",
    "docfx",
    "mdbook",
    "hugo",
    "jekyll",
    "mdx",
    "markdoc",
    "gitlab",
    "emoji",
];
