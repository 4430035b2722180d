//! The index as files: each kind is written and read in one place.
//!
//! | file | holds | is fetched |
//! |---|---|---|
//! | `entry.json` | versions, the names of the two next | at each visit, never cached |
//! | `m` [`meta`] | counts, lengths, what pages are, where shards begin, hashes | when the search opens |
//! | `i` [`shard`] | a range of stems with the places where they stand | one or two a word |
//! | `p` [`positions`] | where in those places, same ranges | for "phrases" |
//! | `v` [`vocabulary`] | a range of stems with their word forms | while a word is typed; all for a misspelt word |
//! | `r` [`related`] | words that the site does not use, with words of the site that mean nearly the same | for a word that is nowhere |
//! | `f` [`fragment`] | a page's titles and a part of its text | for results that are shown |
//!
//! All but the entry have a hash of their bytes in their names, so caches may keep them for ever; all are deflated.
//!
//! **Documents** are sections, numbered by *slots*: a page's slots begin at its base, and a few stay free behind its
//! last section ([`bases`]), so that a new section seldom moves the pages behind it.

pub mod fragment;
pub mod meta;
pub mod name;
pub mod positions;
pub mod related;
pub mod shard;
pub mod vocabulary;

/// Goes up with every change that an older engine could not read.
pub const FORMAT: u32 = 2;

/// The fields of a section, in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The page's title, the same for all its sections.
    Title,
    /// The page's other names, its tags and the words of its file's name, the same for all its sections.
    Aliases,
    /// The section's heading.
    Heading,
    /// The section's text.
    Body,
    /// Words of the section's text that are links to other pages: they speak of their target more than of this page.
    /// Lengths of this field are not kept: all count as 1.
    Links,
}

/// How many fields there are.
pub const FIELD_COUNT: usize = 5;

/// All fields.
pub const FIELDS: [Field; FIELD_COUNT] = [Field::Title, Field::Aliases, Field::Heading, Field::Body, Field::Links];

impl Field {
    /// Whether all sections of a page share it: such fields are stored once a page.
    pub fn of_page(self) -> bool {
        matches!(self, Self::Title | Self::Aliases)
    }
}

/// One place where a term stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The slot of the section; for fields of the page, the page.
    pub doc: u32,
    /// How often, at least 1.
    pub tf: u32,
}

/// Where a stem stands, by [`Field`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postings {
    /// In the order of [`FIELDS`], each sorted by document.
    pub fields: [Vec<Posting>; FIELD_COUNT],
}

/// The first slot of every page, and the number of slots: from the number of sections of each.
pub fn bases(sections: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let mut next = 0u32;
    let mut bases = vec![0];
    for count in sections {
        next = next.saturating_add((count / 4 + 1).saturating_mul(4));
        bases.push(next);
    }
    bases
}

/// Whether a shard that has grown to `size` of about `target` bytes ends before `stem`. The choice leans on the stem
/// itself, so the borders behind an edit fall where they fell before.
pub fn border(stem: &str, size: usize, target: usize) -> bool {
    size >= target * 2 || (size >= target / 2 && hash(stem.as_bytes()).is_multiple_of(16))
}

/// 32 bits of FNV-1a: for borders only, never for names.
fn hash(bytes: &[u8]) -> u32 {
    let step = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    let mixed = bytes.iter().fold(0x811c_9dc5, step);
    mixed ^ (mixed >> 15)
}
