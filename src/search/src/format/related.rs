//! A piece of the related words: words that readers type, and words of the site that mean nearly the same.
//!
//! The first are words of the language in general, of which the site has none or hardly any: they are kept as numbers
//! ([`key`]), which take less space and say nothing that a reader did not type. The others are words of the site.
//!
//! Layout: the site's words, sorted and front-coded; the keys, as distances; how many words each leads to; for each of
//! these [`CLOSEST`] + 1 times its number, and how close it is.

use crate::gather::{gather, sound};
use crate::wire::{Damaged, Reader, Writer};

/// Closeness of words that mean the same.
pub const CLOSEST: u32 = 15;
/// How many bits a key has.
const BITS: u32 = 24;

/// The number of a word, or of several in a row, from their stems: 24 bits, so one in 2,000 of the words that have no
/// related ones is taken for one of a large site's that have.
pub fn key<S: AsRef<str>>(stems: &[S]) -> u32 {
    let mut hash = 0x811c_9dc5u32;
    for stem in stems {
        for byte in stem.as_ref().bytes().chain([b' ']) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    (hash ^ hash >> 15).wrapping_mul(0x2c1b_3c6d) >> (32 - BITS)
}

/// In which of so many pieces a key is.
pub fn piece_of(key: u32, pieces: usize) -> u32 {
    ((u64::from(key) * pieces as u64) >> BITS) as u32
}

/// The part of a key by which the meta file names rows and words of the site: see [`super::meta::Related`].
pub fn short(key: u32) -> u32 {
    key >> (BITS - 16)
}

/// Writes a piece: keys, sorted, each with words of the site and how close they are.
pub fn encode<'a>(keys: &[(u32, Vec<(&'a str, u32)>)]) -> Vec<u8> {
    let mut texts: Vec<&'a str> = keys.iter().flat_map(|(_, near)| near).map(|(text, _)| *text).collect();
    texts.sort_unstable();
    texts.dedup();
    let mut writer = Writer::default();
    writer.sorted(texts.iter().copied());
    writer.ascending(keys.iter().map(|(key, _)| key));
    keys.iter().for_each(|(_, near)| writer.count(near.len()));
    for (text, closeness) in keys.iter().flat_map(|(_, near)| near) {
        let number = texts.binary_search(text).unwrap_or_default();
        writer.number(number as u32 * (CLOSEST + 1) + closeness.min(&CLOSEST));
    }
    writer.bytes
}

/// A piece that has been read.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    texts: Vec<String>,
    keys: Vec<u32>,
    /// Where the words of each key begin; one more for the end.
    starts: Vec<usize>,
    near: Vec<u32>,
}

/// Reads a piece.
pub fn decode(bytes: &[u8]) -> Result<Piece, Damaged> {
    let mut reader = Reader::new(bytes);
    let texts = reader.sorted()?;
    let keys = reader.ascending()?;
    let mut end = 0usize;
    let mut starts = vec![0];
    for _ in &keys {
        end += reader.count()?;
        starts.push(end);
    }
    let near = sound((0..end).map(|_| reader.number()))?;
    if reader.is_empty() { Ok(Piece { texts, keys, starts, near }) } else { Err(Damaged) }
}

impl Piece {
    /// Words of the site that mean nearly the same as a key's, and how close they are; the closest first.
    pub fn find(&self, key: u32) -> Vec<(&str, u32)> {
        let Ok(at) = self.keys.binary_search(&key) else { return Vec::new() };
        let near = self.starts.get(at).zip(self.starts.get(at + 1)).and_then(|(from, to)| self.near.get(*from..*to));
        let text = |code: &u32| Some((self.texts.get((code / (CLOSEST + 1)) as usize)?.as_str(), code % (CLOSEST + 1)));
        gather(near.unwrap_or_default().iter().filter_map(text))
    }

    /// The words of the site.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_of_rows_are_not_those_of_their_words() {
        let keys = [key(&["burn"]), key(&["burn", "out"]), key(&["burnout"]), key(&["out", "burn"])];
        for (n, one) in keys.iter().enumerate() {
            assert!(*one < 1 << BITS && !keys[..n].contains(one), "{keys:?}");
        }
        assert_eq!((piece_of(0, 8), piece_of((1 << BITS) - 1, 8), piece_of(5, 1)), (0, 7, 0));
    }

    proptest! {
        #[test]
        fn reads_what_was_written(keys in prop::collection::btree_map(0..1u32 << BITS, prop::collection::vec(("[a-zа-я]{1,5}", 0..=CLOSEST), 0..4), 0..30)) {
            let given: Vec<(u32, Vec<(&str, u32)>)> =
                keys.iter().map(|(key, near)| (*key, near.iter().map(|(text, closeness)| (text.as_str(), *closeness)).collect())).collect();
            let piece = decode(&encode(&given)).unwrap();
            for (key, near) in given {
                prop_assert_eq!(piece.find(key), near);
            }
        }

        #[test]
        fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), key in 0..1u32 << BITS) {
            if let Ok(piece) = decode(&bytes) {
                piece.find(key);
                piece.keys.iter().for_each(|key| { piece.find(*key); });
            }
        }
    }
}
