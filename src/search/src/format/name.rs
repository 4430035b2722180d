//! Names of index files: kind, number, hash of the content (`i12-1f3a9c04.bin`, `f7-0-1f3a9c04.bin`).

use crate::json;
use crate::wire::{Damaged, cut, spelled};

/// One file of the index besides entry, meta and engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// Postings of a range of stems.
    Shard(u32),
    /// Their positions.
    Positions(u32),
    /// Word forms of a range of stems.
    Vocabulary(u32),
    /// Related words, a range of keys.
    Related(u32),
    /// A part of a page's text: page, part.
    Fragment(u32, u32),
}

impl File {
    /// The name with the hash of its content (of the whole page's, for fragments).
    pub fn name(self, hash: u32) -> String {
        let (letter, numbers) = match self {
            Self::Shard(n) => ('i', [Some(n), None]),
            Self::Positions(n) => ('p', [Some(n), None]),
            Self::Vocabulary(n) => ('v', [Some(n), None]),
            Self::Related(n) => ('r', [Some(n), None]),
            Self::Fragment(page, part) => ('f', [Some(page), Some(part)]),
        };
        let mut name = String::from(letter);
        for number in numbers.into_iter().flatten() {
            json::number(&mut name, number);
            name.push('-');
        }
        json::hex(&mut name, hash, 8);
        name.push_str(".bin");
        name
    }

    /// Which file a name means, and its hash.
    pub fn parse(name: &str) -> Result<(Self, u32), Damaged> {
        let rest = name.strip_suffix(".bin").ok_or(Damaged)?;
        let (number, mut hash) = cut(rest.get(1..).ok_or(Damaged)?, b'-').ok_or(Damaged)?;
        let number = spelled(number, 10)?;
        let file = match name.as_bytes().first() {
            Some(b'i') => Self::Shard(number),
            Some(b'p') => Self::Positions(number),
            Some(b'v') => Self::Vocabulary(number),
            Some(b'r') => Self::Related(number),
            Some(b'f') => {
                let (part, behind) = cut(hash, b'-').ok_or(Damaged)?;
                hash = behind;
                Self::Fragment(number, spelled(part, 10)?)
            }
            _ => return Err(Damaged),
        };
        Ok((file, spelled(hash, 16)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_which_file_it_is() {
        let files = [File::Shard(3), File::Positions(0), File::Vocabulary(12), File::Related(1), File::Fragment(7, 2)];
        for file in files {
            assert_eq!(File::parse(&file.name(0x00ab_cdef)), Ok((file, 0x00ab_cdef)));
        }
        for bad in ["", "i", "x1-00000000.bin", "i1.bin", "f1-00000000.bin", "é-1.bin"] {
            assert_eq!(File::parse(bad), Err(Damaged), "{bad}");
        }
    }
}
