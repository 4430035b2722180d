//! Meta: what the engine must know before the first word is asked for.
//!
//! Layout: columns, since equal things side by side deflate well. Counts and lengths are what BM25 needs; the first
//! stems of shards say which shard a word is in; hashes make names.

use super::name::File;
use super::{FIELD_COUNT, FORMAT, bases};
use crate::gather::{gather, sound};
use crate::wire::{Damaged, Reader, Writer};

/// A range of files that are found by the first stem in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges {
    /// The first stem of each, sorted.
    pub firsts: Vec<String>,
    /// Of each file's content.
    pub hashes: Vec<u32>,
}

/// Words that mean nearly the same: files, and when they are asked for words that the site has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// Rows of words, and words that stand nearly nowhere, for which there is more: parts of their keys
    /// ([`super::related::short`]), sorted.
    pub rows: Vec<u32>,
    /// Of each file's content.
    pub hashes: Vec<u32>,
}

/// What is known of a page without its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMeta {
    /// How many sections it has, at least 1.
    pub sections: u32,
    /// Its language, a number in [`Meta::langs`].
    pub lang: u32,
    /// Its type, a number in [`Meta::kinds`]; 0 is none.
    pub kind: u32,
    /// Its tags, numbers in [`Meta::tags`].
    pub tags: Vec<u32>,
    /// tantivy's fieldnorm ids of title and aliases.
    pub norms: [u8; 2],
    /// How many different words the title has, without [`Meta::stop`].
    pub title_words: u32,
    /// How many pages before it the first of its translations stands; 0 if it is that page, or has none.
    pub twin: u32,
    /// Which section each part of its text begins with ([`super::fragment::parts`]).
    pub parts: Vec<u32>,
    /// Of its fragments' content.
    pub hash: u32,
}

/// Everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Codes of the site's languages, the default one first.
    pub langs: Vec<String>,
    /// Names of the types; the first is "".
    pub kinds: Vec<String>,
    /// Names of the tags.
    pub tags: Vec<String>,
    /// The pages, in order.
    pub pages: Vec<PageMeta>,
    /// tantivy's fieldnorm ids of headings and bodies, a section each, densely.
    pub norms: [Vec<u8>; 2],
    /// How many tokens each field has in all sections.
    pub tokens: [u64; FIELD_COUNT],
    /// Shards.
    pub shards: Ranges,
    /// Hashes of the files of positions, a shard each.
    pub positions: Vec<u32>,
    /// Vocabulary.
    pub vocabulary: Ranges,
    /// Things with several names: each a list of phrases, as written.
    pub synonyms: Vec<Vec<String>>,
    /// Related words.
    pub related: Related,
    /// Words that say nothing beside others, folded, sorted.
    pub stop: Vec<String>,
}

impl Meta {
    /// How many sections there are.
    pub fn sections(&self) -> u32 {
        self.norms[0].len() as u32
    }

    /// The first slot of every page, and the number of slots.
    pub fn bases(&self) -> Vec<u32> {
        bases(self.pages.iter().map(|page| page.sections))
    }

    /// The name of a file; `None` if there is no such file.
    pub fn name(&self, file: File) -> Option<String> {
        let hash = match file {
            File::Shard(n) => self.shards.hashes.get(n as usize),
            File::Positions(n) => self.positions.get(n as usize),
            File::Vocabulary(n) => self.vocabulary.hashes.get(n as usize),
            File::Related(n) => self.related.hashes.get(n as usize),
            File::Fragment(page, _) => self.pages.get(page as usize).map(|page| &page.hash),
        };
        hash.map(|hash| file.name(*hash))
    }
}

impl Ranges {
    /// The file that would hold a stem; `None` before the first.
    pub fn find(&self, stem: &str) -> Option<u32> {
        let after = self.firsts.partition_point(|first| first.as_str() <= stem);
        after.checked_sub(1).map(|n| n as u32)
    }

    fn is_sorted(&self) -> bool {
        self.firsts.windows(2).all(|pair| pair[0] <= pair[1])
    }

    fn encode(&self, writer: &mut Writer) {
        writer.sorted(self.firsts.iter().map(String::as_str));
        hashes(writer, &self.hashes);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let firsts = reader.sorted()?;
        let hashes = read_hashes(reader, firsts.len())?;
        Ok(Self { firsts, hashes })
    }
}

impl Related {
    fn encode(&self, writer: &mut Writer) {
        writer.ascending(self.rows.iter());
        writer.count(self.hashes.len());
        hashes(writer, &self.hashes);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let rows = reader.ascending()?;
        let count = reader.count()?;
        Ok(Self { rows, hashes: read_hashes(reader, count)? })
    }
}

fn hashes(writer: &mut Writer, hashes: &[u32]) {
    hashes.iter().for_each(|hash| writer.bytes.extend_from_slice(&hash.to_le_bytes()));
}

fn read_hashes(reader: &mut Reader<'_>, count: usize) -> Result<Vec<u32>, Damaged> {
    let bytes = reader.bytes(count.checked_mul(4).ok_or(Damaged)?)?;
    Ok(gather(bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))))
}

/// Writes it.
pub fn encode(meta: &Meta) -> Vec<u8> {
    let Meta { langs, kinds, tags, pages, norms, tokens, shards, positions, vocabulary, synonyms, related, stop } =
        meta;
    let mut writer = Writer::default();
    writer.number(FORMAT);
    writer.texts(langs);
    writer.texts(kinds);
    writer.texts(tags);
    encode_pages(&mut writer, pages);
    norms.iter().for_each(|column| writer.bytes.extend_from_slice(column));
    tokens.iter().for_each(|count| writer.long(*count));
    shards.encode(&mut writer);
    hashes(&mut writer, positions);
    vocabulary.encode(&mut writer);
    writer.count(synonyms.len());
    synonyms.iter().for_each(|names| writer.texts(names));
    related.encode(&mut writer);
    writer.sorted(stop.iter().map(String::as_str));
    writer.bytes
}

fn encode_pages(writer: &mut Writer, pages: &[PageMeta]) {
    writer.count(pages.len());
    pages.iter().for_each(|page| writer.number(page.sections));
    pages.iter().for_each(|page| writer.number(page.lang));
    pages.iter().for_each(|page| writer.number(page.kind));
    for page in pages {
        writer.count(page.tags.len());
        page.tags.iter().for_each(|tag| writer.number(*tag));
    }
    pages.iter().for_each(|page| writer.bytes.push(page.norms[0]));
    pages.iter().for_each(|page| writer.bytes.push(page.norms[1]));
    pages.iter().for_each(|page| writer.number(page.title_words));
    pages.iter().for_each(|page| writer.number(page.twin));
    pages.iter().for_each(|page| writer.ascending(page.parts.iter()));
    let all: Vec<u32> = pages.iter().map(|page| page.hash).collect();
    hashes(writer, &all);
}

/// Reads it. Checks that numbers lead somewhere, so that the engine need not.
pub fn decode(bytes: &[u8]) -> Result<Meta, Damaged> {
    let mut reader = Reader::new(bytes);
    let reader = &mut reader;
    if reader.number()? != FORMAT {
        return Err(Damaged);
    }
    let (langs, kinds, tags) = (reader.texts()?, reader.texts()?, reader.texts()?);
    let pages = decode_pages(reader)?;
    let sections = pages.iter().try_fold(0u32, |sum, page| sum.checked_add(page.sections)).ok_or(Damaged)?;
    let mut column = || reader.bytes(sections as usize).map(<[u8]>::to_vec);
    let norms = [column()?, column()?];
    let mut tokens = [0; FIELD_COUNT];
    for count in &mut tokens {
        *count = reader.long()?;
    }
    let shards = Ranges::decode(reader)?;
    let positions = read_hashes(reader, shards.firsts.len())?;
    let vocabulary = Ranges::decode(reader)?;
    let count = reader.count()?;
    let synonyms = sound((0..count).map(|_| reader.texts()))?;
    let related = Related::decode(reader)?;
    let stop = reader.sorted()?;
    let meta =
        Meta { langs, kinds, tags, pages, norms, tokens, shards, positions, vocabulary, synonyms, related, stop };
    if reader.is_empty() && meta.is_sound() { Ok(meta) } else { Err(Damaged) }
}

fn decode_pages(reader: &mut Reader<'_>) -> Result<Vec<PageMeta>, Damaged> {
    let count = reader.count()?;
    let mut pages = vec![PageMeta::default(); count];
    for page in &mut pages {
        page.sections = reader.number()?;
    }
    for page in &mut pages {
        page.lang = reader.number()?;
    }
    for page in &mut pages {
        page.kind = reader.number()?;
    }
    for page in &mut pages {
        let tags = reader.count()?;
        page.tags = sound((0..tags).map(|_| reader.number()))?;
    }
    for field in 0..2 {
        for page in &mut pages {
            page.norms[field] = reader.byte()?;
        }
    }
    for page in &mut pages {
        page.title_words = reader.number()?;
    }
    for page in &mut pages {
        page.twin = reader.number()?;
    }
    for page in &mut pages {
        page.parts = reader.ascending()?;
    }
    let hashes = read_hashes(reader, count)?;
    for (page, hash) in pages.iter_mut().zip(hashes) {
        page.hash = hash;
    }
    Ok(pages)
}

impl Meta {
    fn is_sound(&self) -> bool {
        let page = |page: &PageMeta| {
            (page.lang as usize) < self.langs.len()
                && (page.kind as usize) < self.kinds.len()
                && page.tags.iter().all(|tag| (*tag as usize) < self.tags.len())
                && page.sections > 0
                && page.parts.first() == Some(&0)
        };
        let leads = self.pages.iter().enumerate().all(|(number, page)| page.twin as usize <= number);
        leads && self.pages.iter().all(page) && self.shards.is_sorted() && self.vocabulary.is_sorted()
    }
}
