//! The part of the index that is here: files that came so far, and what is still needed.
//!
//! In: files by name. Out: look-ups that answer, or note in [`Needs`] which file would know.

use crate::format::fragment::{self, Fragment};
use crate::format::meta::{self, Meta};
use crate::format::name::File;
use crate::format::positions::Positions;
use crate::format::related;
use crate::format::shard::Shard;
use crate::format::vocabulary::{self, Form, Piece};
use crate::format::{FIELD_COUNT, FIELDS, Field, Postings};
use crate::gather::gather;
use crate::norms::Norms;
use crate::wire::Damaged;

/// How many pieces of the vocabulary the beginning of a word may cost: two letters begin a tenth of all words.
const MOST_PIECES: u32 = 4;

/// Files that must be fetched before the question can be answered, each once.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// Which.
    pub files: Vec<File>,
}

impl Needs {
    /// One more.
    pub fn add(&mut self, file: File) {
        if !self.files.contains(&file) {
            self.files.push(file);
        }
    }

    /// Whether everything is here.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// What is here.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The meta file.
    pub meta: Meta,
    /// First slot of each page, and the number of slots.
    pub bases: Vec<u32>,
    /// The page of each slot.
    pub page_of: Vec<u32>,
    /// Lengths of fields.
    pub norms: Norms,
    shards: Vec<Option<Shard>>,
    positions: Vec<Option<Positions>>,
    vocabulary: Vec<Option<Piece>>,
    related: Vec<Option<related::Piece>>,
    /// Of each page those parts that are here, with their numbers.
    fragments: Vec<Vec<(u32, Fragment)>>,
}

/// A stem that stands somewhere.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    shard: u32,
    number: usize,
    data: &'a Shard,
}

impl Loaded {
    /// From the bytes of the meta file.
    pub fn new(bytes: &[u8]) -> Result<Self, Damaged> {
        let meta = meta::decode(bytes)?;
        let bases = meta.bases();
        let pages = bases.windows(2).enumerate();
        let page_of = gather(pages.flat_map(|(page, w)| std::iter::repeat_n(page as u32, (w[1] - w[0]) as usize)));
        let norms = Norms::new(&meta, &bases);
        Ok(Self {
            shards: none(meta.shards.hashes.len()),
            positions: none(meta.positions.len()),
            vocabulary: none(meta.vocabulary.hashes.len()),
            related: none(meta.related.hashes.len()),
            fragments: vec![Vec::new(); meta.pages.len()],
            meta,
            bases,
            page_of,
            norms,
        })
    }

    /// Takes a file in. Its name must be one that this index has.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Damaged> {
        let (file, _) = File::parse(name)?;
        if self.meta.name(file).as_deref() != Some(name) {
            return Err(Damaged);
        }
        match file {
            File::Shard(n) => put(&mut self.shards, n, Shard::decode(bytes)?),
            File::Positions(n) => put(&mut self.positions, n, Positions::decode(bytes)?),
            File::Vocabulary(n) => put(&mut self.vocabulary, n, vocabulary::decode(bytes)?),
            File::Related(n) => put(&mut self.related, n, related::decode(bytes)?),
            File::Fragment(page, part) => {
                let fragment = fragment::decode(bytes)?;
                self.fragments.get_mut(page as usize).ok_or(Damaged)?.push((part, fragment));
            }
        }
        Ok(())
    }

    /// Where a stem is; `None` if it stands nowhere or its shard is not here yet (then it is needed).
    pub fn find(&self, stem: &str, needs: &mut Needs) -> Option<Found<'_>> {
        let shard = self.meta.shards.find(stem)?;
        let Some(data) = here(&self.shards, shard) else {
            needs.add(File::Shard(shard));
            return None;
        };
        data.find(stem).map(|number| Found { shard, number, data })
    }

    /// The sections in which a found stem stands.
    pub fn postings(&self, found: Found<'_>) -> Result<Postings, Damaged> {
        let postings = found.data.postings(found.number)?;
        for (list, field) in postings.fields.iter().zip(FIELDS) {
            // Sorted by construction (distances), so the last is the largest.
            if list.last().is_some_and(|p| p.doc as usize >= self.documents(field)) {
                return Err(Damaged);
            }
        }
        Ok(postings)
    }

    fn documents(&self, field: Field) -> usize {
        if field.of_page() { self.meta.pages.len() } else { self.page_of.len() }
    }

    /// Where in them; `None` if the file is not here yet.
    pub fn positions(
        &self,
        found: Found<'_>,
        postings: &Postings,
        needs: &mut Needs,
    ) -> Option<Result<[Vec<Vec<u32>>; FIELD_COUNT], Damaged>> {
        let Some(file) = here(&self.positions, found.shard) else {
            needs.add(File::Positions(found.shard));
            return None;
        };
        Some(file.of(found.number, postings))
    }

    /// The words of the pieces of the vocabulary that hold those with this beginning: their stems begin so too, or are themselves a
    /// beginning of what was typed (`менеджер` of `менеджеро`).
    pub fn vocabulary(&self, beginning: &str, needs: &mut Needs) -> Vec<Form<'_>> {
        let ranges = &self.meta.vocabulary;
        let shorter = beginning.char_indices().skip(2).filter_map(|(end, _)| ranges.find(beginning.get(..end)?));
        let from = ranges.find(beginning).unwrap_or(0);
        let until = ranges.firsts.partition_point(|first| first.as_str() <= beginning || first.starts_with(beginning));
        let longer = from..(until as u32).min(from + MOST_PIECES);
        let mut pieces = gather(shorter.chain(longer));
        // Both run upwards, and the first of the longer ones is the last of the shorter ones or comes behind it.
        pieces.dedup();
        self.pieces(pieces, needs)
    }

    /// All of the vocabulary.
    pub fn all_vocabulary(&self, needs: &mut Needs) -> Vec<Form<'_>> {
        self.pieces(0..self.meta.vocabulary.firsts.len() as u32, needs)
    }

    fn pieces(&self, numbers: impl IntoIterator<Item = u32>, needs: &mut Needs) -> Vec<Form<'_>> {
        let mut found = Vec::new();
        for n in numbers {
            match here(&self.vocabulary, n) {
                Some(piece) => piece.forms(&mut found),
                None => needs.add(File::Vocabulary(n)),
            }
        }
        found
    }

    /// Words of the site that mean nearly the same as those of a key ([`related::key`]), and how close they are.
    pub fn related(&self, key: u32, needs: &mut Needs) -> Vec<(&str, u32)> {
        if self.related.is_empty() {
            return Vec::new();
        }
        let piece = related::piece_of(key, self.related.len());
        match here(&self.related, piece) {
            Some(piece) => piece.find(key),
            None => {
                needs.add(File::Related(piece));
                Vec::new()
            }
        }
    }

    /// The fragment with the text of a page's section.
    pub fn fragment(&self, page: u32, section: u32, needs: &mut Needs) -> Option<&Fragment> {
        let parts = &self.meta.pages.get(page as usize)?.parts;
        let part = parts.partition_point(|first| *first <= section).checked_sub(1)? as u32;
        let parts = self.fragments.get(page as usize)?;
        let fragment = parts.iter().find(|(number, _)| *number == part).map(|(_, fragment)| fragment);
        if fragment.is_none() {
            needs.add(File::Fragment(page, part));
        }
        fragment
    }
}

fn none<T>(count: usize) -> Vec<Option<T>> {
    gather((0..count).map(|_| None))
}

fn put<T>(files: &mut [Option<T>], number: u32, file: T) {
    if let Some(place) = files.get_mut(number as usize) {
        *place = Some(file);
    }
}

fn here<T>(files: &[Option<T>], number: u32) -> Option<&T> {
    files.get(number as usize)?.as_ref()
}
