//! A shard: a range of stems, and where each stands.
//!
//! Layout: the stems, sorted and front-coded; the length of each stem's postings; the postings. A stem's postings are
//! a byte with one bit a field, then for each field the number of documents and for each document
//! `2 * (distance from the one before) + (tf > 1)`, and `tf - 2` if that bit is set. Lists per field deflate 3 % better
//! than interleaved ones.

use super::{Posting, Postings};
use crate::wire::{Damaged, Reader, Writer};

/// About how many bytes a shard has before it is deflated.
pub const TARGET: usize = 6 * 1024;

/// Postings as bytes: what a shard is put together from, and what [`super::border`] weighs.
pub fn encode_postings(postings: &Postings) -> Vec<u8> {
    let mut writer = Writer::default();
    let present = postings.fields.iter().enumerate().filter(|(_, list)| !list.is_empty());
    writer.bytes.push(present.map(|(field, _)| 1 << field).sum());
    for list in postings.fields.iter().filter(|list| !list.is_empty()) {
        writer.count(list.len());
        let mut before = 0;
        for Posting { doc, tf } in list {
            writer.long(u64::from(doc - before) * 2 + u64::from(*tf > 1));
            if *tf > 1 {
                writer.number(tf - 2);
            }
            before = *doc;
        }
    }
    writer.bytes
}

/// A shard from its stems, sorted, with their [`encode_postings`].
pub fn encode<'a>(stems: impl ExactSizeIterator<Item = (&'a str, &'a [u8])> + Clone) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.sorted(stems.clone().map(|(stem, _)| stem));
    stems.clone().for_each(|(_, postings)| writer.count(postings.len()));
    stems.for_each(|(_, postings)| writer.bytes.extend_from_slice(postings));
    writer.bytes
}

/// A shard that has been read.
#[derive(Clone, Debug, Default)]
pub struct Shard {
    stems: Vec<String>,
    /// Where the postings of each begin; one more for the end.
    starts: Vec<usize>,
    postings: Vec<u8>,
}

impl Shard {
    /// Reads the directory; postings are decoded when they are asked for.
    pub fn decode(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut reader = Reader::new(bytes);
        let stems = reader.sorted()?;
        let mut starts = vec![0];
        let mut end = 0usize;
        for _ in &stems {
            end = end.checked_add(reader.number()? as usize).ok_or(Damaged)?;
            starts.push(end);
        }
        let postings = reader.bytes(end)?.to_vec();
        Ok(Self { stems, starts, postings })
    }

    /// Which number a stem has in this shard.
    pub fn find(&self, stem: &str) -> Option<usize> {
        self.stems.binary_search_by(|s| s.as_str().cmp(stem)).ok()
    }

    /// Where the stem of that number stands.
    pub fn postings(&self, number: usize) -> Result<Postings, Damaged> {
        let range = self.starts.get(number).zip(self.starts.get(number + 1)).ok_or(Damaged)?;
        let mut reader = Reader::new(self.postings.get(*range.0..*range.1).ok_or(Damaged)?);
        let present = reader.byte()?;
        let mut found = Postings::default();
        for (field, list) in found.fields.iter_mut().enumerate() {
            if present & (1 << field) != 0 {
                *list = decode_list(&mut reader)?;
            }
        }
        Ok(found)
    }

    /// All stems with their postings, for tests that look into an index.
    pub fn all(&self) -> impl Iterator<Item = (&str, Result<Postings, Damaged>)> {
        self.stems.iter().enumerate().map(|(number, stem)| (stem.as_str(), self.postings(number)))
    }
}

fn decode_list(reader: &mut Reader<'_>) -> Result<Vec<Posting>, Damaged> {
    let count = reader.count()?;
    let mut list = Vec::with_capacity(count);
    let mut doc = 0u32;
    for _ in 0..count {
        let code = reader.long()?;
        let distance = u32::try_from(code / 2).map_err(|_| Damaged)?;
        doc = doc.checked_add(distance).ok_or(Damaged)?;
        let tf = if code % 2 == 1 { reader.number()?.checked_add(2).ok_or(Damaged)? } else { 1 };
        list.push(Posting { doc, tf });
    }
    Ok(list)
}
