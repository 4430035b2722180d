//! The proof that nothing is lost: what the source says is looked for in the pages of the new site.
//!
//! In: a page of the source, read by a reader that knows nothing of the builder's ([`markdown`], [`markup`]), and the HTML
//! of its page on the site. Out: what is not there.
//!
//! 1. [`markdown::read`] drops the syntax that it knows and keeps everything else: a word that it takes for syntax by
//!    mistake would not be missed, so it drops little.
//! 2. [`markup::shown`] reads what the site shows in `<main>`, without navigation.
//! 3. [`compare::page`] finds each line of the source in the page. What is found is used up: a word that stands twice in
//!    the source must stand twice on the page.

pub mod compare;
pub mod elements;
pub mod inline;
pub mod markdown;
pub mod markup;
pub mod myst;

/// Something at a line of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The line, from 1.
    pub line: usize,
    /// The text.
    pub text: String,
}

/// A link or a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The line, from 1.
    pub line: usize,
    /// What it shows.
    pub text: String,
    /// Where it leads.
    pub target: String,
}

/// What a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The title that its front matter has.
    pub title: Option<Piece>,
    /// Runs of words outside code blocks.
    pub runs: Vec<Piece>,
    /// Code blocks.
    pub codes: Vec<Piece>,
    /// Headings.
    pub headings: Vec<Piece>,
    /// Cells of tables.
    pub cells: Vec<Piece>,
    /// Links.
    pub links: Vec<Reference>,
    /// Pictures.
    pub pictures: Vec<Reference>,
}

/// What can be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A word.
    Word,
    /// A code block.
    Code,
    /// A link.
    Link,
    /// A picture.
    Picture,
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
    /// A construct of the other tool that readers see as it was written.
    Macro,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Word, Self::Code, Self::Link, Self::Picture, Self::Heading, Self::Cell, Self::Macro];

    /// Its name in the report's data.
    pub fn key(self) -> &'static str {
        match self {
            Self::Word => "words",
            Self::Code => "code_blocks",
            Self::Link => "links",
            Self::Picture => "pictures",
            Self::Heading => "headings",
            Self::Cell => "cells",
            Self::Macro => "macros",
        }
    }
}

/// Something that is not on the new page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What it is.
    pub what: What,
    /// The file of the source.
    pub file: String,
    /// The line there, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
    /// How many: words of a run are lost together.
    pub count: usize,
    /// Where a link or a picture leads.
    pub target: String,
    /// A link or a picture that led nowhere in the source either.
    pub before: bool,
}

/// How much there was, and what is lost.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// Pages of the source.
    pub pages: usize,
    /// Pages on which syntax of the other tool is visible.
    pub pages_with_macros: usize,
    /// How many there were of each kind, as in [`What::ALL`].
    pub total: [usize; 7],
    /// What is not there.
    pub losses: Vec<Loss>,
}

impl Proof {
    /// How many of a kind are lost, that were there before.
    pub fn lost(&self, what: What) -> usize {
        self.count(what, false)
    }

    /// How many of a kind led nowhere before.
    pub fn broken_before(&self, what: What) -> usize {
        self.count(what, true)
    }

    fn count(&self, what: What, before: bool) -> usize {
        let wanted = self.losses.iter().filter(|loss| loss.what == what && loss.before == before);
        wanted.map(|loss| loss.count).sum()
    }

    /// How many of a kind there were.
    pub fn total(&self, what: What) -> usize {
        What::ALL.iter().position(|other| *other == what).map_or(0, |at| self.total[at])
    }

    /// Adds what was found on a page.
    pub fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.pages_with_macros += other.pages_with_macros;
        self.total.iter_mut().zip(other.total).for_each(|(sum, more)| *sum += more);
        self.losses.extend(other.losses);
    }
}

/// The letters and digits of a text, folded: what is compared. Accents are left out, whether they are letters of their own or
/// parts of others.
pub fn letters(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
