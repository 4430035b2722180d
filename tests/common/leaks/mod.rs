//! A site as its authors think of it, before anything is written: pages, blocks, links by what they mean. From it come the
//! files with everything ([`write::sources`]), and the files that are left when an author has deleted by hand what one
//! audience may not see: this is a second opinion on what is hidden ([`hidden`]), made of the model alone.
//!
//! Every word is a canary: it says on which page and in which block it stands, so that whoever finds it in an output
//! knows whether it may be there.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod edit;
pub mod fields;
pub mod hidden;
pub mod write;

/// The languages; the third one is there only if the site says so.
pub const LANGUAGES: [&str; 3] = ["en", "ru", "de"];

/// Folders of each language, the top first.
pub const FOLDERS: [&str; 6] = ["", "guides", "in", "in/deep", "in/deep/er", "team"];

/// Whom something is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Internal,
    Client,
    Both,
}

impl Who {
    pub const ALL: [Self; 3] = [Self::Internal, Self::Client, Self::Both];

    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Internal => &["internal"],
            Self::Client => &["client"],
            Self::Both => &["internal", "client"],
        }
    }

    /// Those whom both name.
    pub fn and(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Both, who) | (who, Self::Both) => Some(who),
            (one, two) => (one == two).then_some(one),
        }
    }
}

/// What a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Plain,
    Role,
    Skill,
    Path,
    Comparison,
    Checklist,
    Term,
    Concept,
    Faq,
    Guide,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Plain,
        Self::Role,
        Self::Skill,
        Self::Path,
        Self::Comparison,
        Self::Checklist,
        Self::Term,
        Self::Concept,
        Self::Faq,
        Self::Guide,
    ];
}

/// How a link to a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    File,
    NoEnding,
    Html,
    Root,
    At,
    WikiPath,
    WikiStem,
    WikiTitle,
    WikiAlias,
    /// Without words of its own: only where the page is seen.
    Bare,
    Reference,
    RawHtml,
    Folder,
}

impl Form {
    pub const ALL: [Self; 13] = [
        Self::File,
        Self::NoEnding,
        Self::Html,
        Self::Root,
        Self::At,
        Self::WikiPath,
        Self::WikiStem,
        Self::WikiTitle,
        Self::WikiAlias,
        Self::Bare,
        Self::Reference,
        Self::RawHtml,
        Self::Folder,
    ];
}

/// A link to a page: by its number, and to a place in it, by a number too.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    pub to: u8,
    pub place: u8,
    pub form: Form,
}

/// How a file is led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    Image,
    Link,
    Fragment,
    Embed,
    EmbedCase,
    Reference,
    Root,
    Percent,
    Picture,
    Anchor,
}

impl FileForm {
    pub const ALL: [Self; 10] = [
        Self::Image,
        Self::Link,
        Self::Fragment,
        Self::Embed,
        Self::EmbedCase,
        Self::Reference,
        Self::Root,
        Self::Percent,
        Self::Picture,
        Self::Anchor,
    ];
}

/// A block of a page's text. Its number in the page makes its words.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub number: usize,
    pub what: What,
}

/// What a block is.
#[derive(Clone, Copy, Debug)]
pub enum What {
    Text,
    Heading {
        own_id: bool,
        no_search: bool,
    },
    Link(Link),
    File {
        file: u8,
        form: FileForm,
    },
    Embed(Link),
    Note(Link),
    /// A note whose text stands at the end of the page.
    OuterNote,
    /// A reference whose address stands at the end of the page.
    OuterReference,
    OrphanNote,
    Comment,
    UnusedReference,
    Task(Link),
    Table(Link),
    Code,
    View(u8),
    Html(u8),
    Tip,
    BlockId,
    Mention(u8),
    SearchOff,
}

/// Blocks for somebody, or for all who see the page.
#[derive(Clone, Debug, Default)]
pub struct Section {
    pub who: Option<Who>,
    pub blocks: Vec<Block>,
}

/// A page. One that is gone keeps its place, so that numbers stay.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub gone: bool,
    pub lang: usize,
    pub folder: usize,
    /// `None`: the page of the folder.
    pub name: Option<u8>,
    pub title: u8,
    pub who: Option<Who>,
    pub draft: bool,
    pub unlisted: bool,
    pub no_search: bool,
    pub kind: Kind,
    pub order: Option<u8>,
    pub tags: u8,
    pub alias: bool,
    pub redirect: bool,
    pub description: bool,
    pub questions: bool,
    pub date: Option<u8>,
    pub updated: Option<u8>,
    pub git: Option<u8>,
    pub slug: bool,
    pub owner: bool,
    pub extra: bool,
    pub no_glossary: bool,
    pub reviewed: Option<u8>,
    pub stamp: bool,
    pub superseded: Option<Link>,
    pub fields: Vec<Link>,
    /// The page that it is a translation of, though their paths differ.
    pub pair: Option<u8>,
    pub body: Vec<Section>,
    /// Numbers given to blocks.
    pub count: usize,
}

/// A file beside pages.
#[derive(Clone, Debug)]
pub struct File {
    pub gone: bool,
    /// `None`: a folder of no language.
    pub lang: Option<usize>,
    pub folder: usize,
    pub ending: &'static str,
    pub space: bool,
    pub version: u8,
}

/// The site.
#[derive(Clone, Debug)]
pub struct Site {
    pub audience: Option<&'static str>,
    pub default_both: bool,
    pub base_url: bool,
    pub search: bool,
    pub html: bool,
    pub german: bool,
    pub month: u8,
    pub title: u8,
    /// Items of each language's `glossary.yaml`.
    pub terms: [u8; 3],
    pub pages: Vec<Page>,
    pub files: Vec<File>,
}

impl Default for Site {
    fn default() -> Self {
        let page = |lang, folder, name| Page { lang, folder, name, ..Page::default() };
        let mut pages = vec![page(0, 0, None), page(1, 0, None), page(2, 0, None)];
        pages.extend([(0, 1, None), (0, 1, Some(0)), (0, 2, None), (0, 2, Some(1))].map(|(l, f, n)| page(l, f, n)));
        pages.extend([(1, 1, Some(0)), (1, 2, Some(2)), (0, 5, Some(3))].map(|(l, f, n)| page(l, f, n)));
        pages[5].who = Some(Who::Internal);
        let mut site = Self {
            audience: Some("client"),
            default_both: true,
            base_url: false,
            search: false,
            html: false,
            german: false,
            month: 0,
            title: 0,
            terms: [0; 3],
            pages,
            files: Vec::new(),
        };
        for number in 0..site.pages.len() {
            site.pages[number].add(0, What::Text);
        }
        site
    }
}

impl Page {
    /// Adds a block to a section of the body; the first one is there always.
    pub fn add(&mut self, section: usize, what: What) {
        if self.body.is_empty() {
            self.body.push(Section::default());
        }
        let at = section % self.body.len();
        self.body[at].blocks.push(Block { number: self.count + FIRST, what });
        self.count += 1;
    }
}

/// Numbers of blocks begin here; smaller ones are names and fields.
const FIRST: usize = 60;

/// A word that says where it stands: the page, the section of its body (counted from 1), and a number.
pub fn canary(page: usize, section: usize, number: usize) -> String {
    format!("zq{}{}{}x", letters(page), letters(section), letters(number))
}

/// What a canary says.
pub fn read_canary(word: &str) -> Option<(usize, usize)> {
    let digits = word.strip_prefix("zq")?.as_bytes();
    let number = |at: usize| -> Option<usize> {
        let pair = digits.get(at..at + 2)?;
        pair.iter().all(u8::is_ascii_lowercase).then(|| pair.iter().fold(0, |n, b| n * 26 + usize::from(b - b'a')))
    };
    (digits.len() >= 7 && digits[6] == b'x').then(|| Some((number(0)?, number(2)?)))?
}

/// Whether a canary is text of a page's body: those of fields and names may stand nowhere.
pub fn is_text(word: &str) -> bool {
    read_canary(word).is_some_and(|(page, section)| page < hidden::GLOSSARY && section > 0)
}

fn letters(number: usize) -> String {
    [number / 26 % 26, number % 26].map(|n| char::from(b'a' + n as u8)).iter().collect()
}
