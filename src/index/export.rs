//! The merged lists as files.
//!
//! In: stems, the pages' fragments, what the site is called. Out: [`Files`]: everything below `search/` by name,
//! deflated. Names hold a hash of what is inside, so all but the entry may be kept by caches for ever.
//!
//! 1. [`parts`] makes the fragments of a page, once a page.
//! 2. [`ranges`] cuts the stems into shards and vocabulary pieces, at borders that the stems themselves give: an edit
//!    changes only the files of its words.
//! 3. The meta file is put together last, as it names all others.

use super::deflate::deflate;
use super::documents::Document;
use super::merge::Stem;
use super::pages::Found;
use super::related::Pieces;
use super::segment::Run;
use crate::fingerprint::Fingerprint;
use crate::memo::Table;
use docent_search::format::fragment::{self, Fragment};
use docent_search::format::meta::{Meta, PageMeta, Ranges, Related};
use docent_search::format::name::File;
use docent_search::format::vocabulary::Forms;
use docent_search::format::{FIELD_COUNT, border, meta, positions, shard, vocabulary};
use docent_search::stem::Stems;
use docent_search::text::{Token, is_listed, row};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Files by name, without `search/`.
pub type Files = BTreeMap<String, Arc<Vec<u8>>>;

/// The fragments of a page.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Which section each begins with.
    pub firsts: Vec<u32>,
    /// Of what they hold together.
    pub hash: u32,
    /// Deflated.
    pub files: Vec<Arc<Vec<u8>>>,
}

/// Makes the fragments of a page.
pub fn parts(document: &Document, found: &Found<'_>) -> Parts {
    let sections = &document.sections;
    let firsts = fragment::parts(sections.iter().map(|section| section.text.text.len()));
    let encode = |(n, first): (usize, &u32)| {
        let end = firsts.get(n + 1).map_or(sections.len(), |next| *next as usize);
        let outlined = fragment::outlined(sections.len() as u32, *first..end as u32);
        let outline = &sections[outlined.start as usize..outlined.end as usize];
        fragment::encode(&Fragment {
            url: found.url.clone(),
            title: document.title.clone(),
            crumbs: found.crumbs.iter().map(|crumb| (*crumb).to_owned()).collect(),
            outline_first: outlined.start,
            outline: outline.iter().map(|section| (section.anchor.clone(), section.heading.clone())).collect(),
            first: *first,
            texts: sections[*first as usize..end].iter().map(|section| section.text.text.clone()).collect(),
        })
    };
    let raw: Vec<Vec<u8>> = firsts.iter().enumerate().map(encode).collect();
    let hash = hash(Fingerprint::of(&raw));
    Parts { hash, files: raw.iter().map(|bytes| deflate(bytes).into()).collect(), firsts }
}

/// The four bytes that stand in a name.
fn hash(fingerprint: Fingerprint) -> u32 {
    (fingerprint.0 >> 96) as u32
}

/// What the files are made of.
pub struct Parcel<'a> {
    /// The pages.
    pub found: &'a [Found<'a>],
    /// Their fragments.
    pub parts: &'a [Arc<Parts>],
    /// Their lengths.
    pub runs: &'a [Arc<Run>],
    /// Codes of the site's languages, the default one first.
    pub langs: Vec<String>,
    /// Its words.
    pub words: Words<'a>,
}

/// The words of a site.
pub struct Words<'a> {
    /// Their stems.
    pub stems: &'a [Stem],
    /// What made those.
    pub stemmers: &'a Stems,
    /// Names that mean one thing.
    pub synonyms: Vec<Vec<String>>,
    /// Words that readers may type instead of the site's.
    pub related: Pieces,
    /// Words that say nothing beside others.
    pub stop: Vec<String>,
}

impl Words<'_> {
    /// How many different words a title has that say something; if none does, how many it has.
    fn in_title(&self, title: &str, lang: &str) -> u32 {
        let count = |all: bool| {
            let said = |token: &Token<'_>| all || !is_listed(&token.term, &self.stop);
            let stems = row(title).filter(said).map(|token| self.stemmers.index(&token.term, lang).into_owned());
            stems.collect::<BTreeSet<String>>().len() as u32
        };
        Some(count(false)).filter(|count| *count > 0).unwrap_or_else(|| count(true))
    }
}

/// Deflates, or remembers.
pub struct Deflater<'a> {
    /// Deflated files.
    pub table: &'a Table<Arc<Vec<u8>>>,
    /// The build.
    pub generation: u64,
}

impl Deflater<'_> {
    fn deflate(&self, bytes: &[u8]) -> (u32, Arc<Vec<u8>>) {
        let fingerprint = Fingerprint::of_bytes(bytes);
        (hash(fingerprint), self.table.get(self.generation, || fingerprint, || deflate(bytes).into()))
    }

    /// Makes and deflates files side by side: their names' hashes, and the files.
    fn all(
        &self,
        ranges: &[Range<usize>],
        encode: impl Fn(Range<usize>) -> Vec<u8> + Sync,
        name: impl Fn(u32) -> File,
        files: &mut Files,
    ) -> Vec<u32> {
        let made: Vec<_> = ranges.par_iter().map(|range| self.deflate(&encode(range.clone()))).collect();
        for (number, (hash, bytes)) in made.iter().enumerate() {
            files.insert(name(number as u32).name(*hash), bytes.clone());
        }
        made.iter().map(|(hash, _)| *hash).collect()
    }
}

/// Writes everything but the entry and the engine; says how the meta file is called.
pub fn files(parcel: Parcel<'_>, deflater: &Deflater<'_>) -> (String, Files) {
    let mut files = Files::new();
    let stems = parcel.words.stems;
    let shards = ranges(stems, |stem| stem.postings.len() + stem.stem.len(), shard::TARGET);
    let pieces = ranges(stems, |_| 1, vocabulary::TARGET);
    let firsts = |ranges: &[Range<usize>]| ranges.iter().map(|range| stems[range.start].stem.clone()).collect();
    let encode = |range: Range<usize>| {
        shard::encode(stems[range].iter().map(|stem| (stem.stem.as_str(), stem.postings.as_slice())))
    };
    let hashes = deflater.all(&shards, encode, File::Shard, &mut files);
    let encode = |range: Range<usize>| positions::encode(stems[range].iter().map(|stem| stem.positions.as_slice()));
    let positions = deflater.all(&shards, encode, File::Positions, &mut files);
    let forms = |stem: &Stem| Forms { stem: stem.stem.clone(), forms: stem.forms.clone() };
    let encode = |range: Range<usize>| vocabulary::encode(&stems[range].iter().map(forms).collect::<Vec<_>>());
    let words = deflater.all(&pieces, encode, File::Vocabulary, &mut files);
    let related = related(&parcel.words.related, deflater, &mut files);
    fragments(&parcel, &mut files);
    let shards = Ranges { firsts: firsts(&shards), hashes };
    let vocabulary = Ranges { firsts: firsts(&pieces), hashes: words };
    let meta = meta::encode(&Meta { shards, positions, vocabulary, related, ..of_pages(parcel) });
    let (hash, bytes) = deflater.deflate(&meta);
    let name = format!("m-{hash:08x}.bin");
    files.insert(name.clone(), bytes);
    (name, files)
}

/// Cuts the stems. A frequent stem, which half fills a shard by itself, has one of its own: whoever asks for it pays for
/// no neighbour, and no neighbour pays for it. (Most questions hold one.)
fn ranges(stems: &[Stem], size: impl Fn(&Stem) -> usize, target: usize) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let (mut grown, mut alone) = (0, false);
    for (number, stem) in stems.iter().enumerate() {
        let was_alone = std::mem::replace(&mut alone, size(stem) >= target / 2);
        if number == 0 || was_alone || alone || border(&stem.stem, grown, target) {
            ranges.push(number..number);
            grown = 0;
        }
        grown += size(stem);
        if let Some(last) = ranges.last_mut() {
            last.end = number + 1;
        }
    }
    ranges
}

fn related(related: &Pieces, deflater: &Deflater<'_>, files: &mut Files) -> Related {
    let Pieces { rows, pieces } = related;
    let numbers: Vec<Range<usize>> = (0..pieces.len()).map(|n| n..n + 1).collect();
    let hashes = deflater.all(&numbers, |range| pieces[range].concat(), File::Related, files);
    Related { rows: rows.clone(), hashes }
}

fn fragments(parcel: &Parcel<'_>, files: &mut Files) {
    for (page, parts) in parcel.parts.iter().enumerate() {
        for (part, bytes) in parts.files.iter().enumerate() {
            files.insert(File::Fragment(page as u32, part as u32).name(parts.hash), bytes.clone());
        }
    }
}

/// What meta says of the pages.
fn of_pages(parcel: Parcel<'_>) -> Meta {
    let Parcel { found, parts, runs, langs, words } = parcel;
    let (mut kinds, mut tags) = (Names::of([""]), Names::default());
    let norms = runs.iter().flat_map(|run| &run.pages);
    let mut page = |found: &Found<'_>, parts: &Parts, (sections, norms): &(u32, [u8; 2])| {
        let outline = &found.page.outline;
        PageMeta {
            sections: *sections,
            lang: langs.iter().position(|lang| *lang == outline.lang).unwrap_or_default() as u32,
            kind: kinds.number(outline.front.kind.as_deref().unwrap_or_default()),
            tags: found.tags.iter().map(|tag| tags.number(tag)).collect(),
            norms: *norms,
            title_words: words.in_title(&outline.title, &outline.lang),
            twin: found.twin,
            parts: parts.firsts.clone(),
            hash: parts.hash,
        }
    };
    let pages = found.iter().zip(parts).zip(norms).map(|((found, parts), norms)| page(found, parts, norms)).collect();
    let norms = [0, 1].map(|field| runs.iter().flat_map(|run| run.norms[field].iter().copied()).collect());
    let mut tokens = [0; FIELD_COUNT];
    runs.iter().for_each(|run| tokens.iter_mut().zip(run.tokens).for_each(|(sum, more)| *sum += more));
    let Words { synonyms, stop, .. } = words;
    Meta { langs, kinds: kinds.0, tags: tags.0, pages, norms, tokens, synonyms, stop, ..Meta::default() }
}

/// Names numbered as they come.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn of<const N: usize>(names: [&str; N]) -> Self {
        Self(names.map(str::to_owned).into())
    }

    fn number(&mut self, name: &str) -> u32 {
        let known = self.0.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        }) as u32
    }
}
