//! Positions: for each stem of a shard, where in its sections it stands, counted in words. Only phrases need them.
//!
//! Layout: the number of stems; the length of each stem's positions; the positions: for each posting of the shard, in
//! its order, the distances between them.

use super::{FIELD_COUNT, Postings};
use crate::wire::{Damaged, Reader, Writer};

/// Positions of one stem as bytes: the positions of each posting, field after field.
pub fn encode_positions<'a>(postings: impl Iterator<Item = &'a [u32]>) -> Vec<u8> {
    let mut writer = Writer::default();
    for positions in postings {
        let mut before = 0;
        for position in positions {
            writer.number(position - before);
            before = *position;
        }
    }
    writer.bytes
}

/// A file from its stems' [`encode_positions`], in the order of the shard.
pub fn encode<'a>(stems: impl ExactSizeIterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.count(stems.len());
    stems.clone().for_each(|positions| writer.count(positions.len()));
    stems.for_each(|positions| writer.bytes.extend_from_slice(positions));
    writer.bytes
}

/// A file that has been read.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    starts: Vec<usize>,
    bytes: Vec<u8>,
}

impl Positions {
    /// Reads the directory.
    pub fn decode(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut reader = Reader::new(bytes);
        let count = reader.count()?;
        let mut starts = vec![0];
        let mut end = 0usize;
        for _ in 0..count {
            end = end.checked_add(reader.number()? as usize).ok_or(Damaged)?;
            starts.push(end);
        }
        Ok(Self { starts, bytes: reader.bytes(end)?.to_vec() })
    }

    /// The positions of the stem of that number: one list for each of its postings, by field.
    pub fn of(&self, number: usize, postings: &Postings) -> Result<[Vec<Vec<u32>>; FIELD_COUNT], Damaged> {
        let range = self.starts.get(number).zip(self.starts.get(number + 1)).ok_or(Damaged)?;
        let mut reader = Reader::new(self.bytes.get(*range.0..*range.1).ok_or(Damaged)?);
        let mut found: [Vec<Vec<u32>>; FIELD_COUNT] = Default::default();
        for (lists, postings) in found.iter_mut().zip(&postings.fields) {
            for posting in postings {
                lists.push(decode_list(&mut reader, posting.tf)?);
            }
        }
        Ok(found)
    }
}

fn decode_list(reader: &mut Reader<'_>, count: u32) -> Result<Vec<u32>, Damaged> {
    let mut position = 0u32;
    let mut list = Vec::new();
    for _ in 0..count {
        position = position.checked_add(reader.number()?).ok_or(Damaged)?;
        list.push(position);
    }
    Ok(list)
}
