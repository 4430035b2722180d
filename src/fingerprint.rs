//! Content fingerprints: 128 bits of XXH3, used as memo keys and to tell whether a file changed.
//!
//! In: anything that is `Hash`, or bytes. Out: a [`Fingerprint`]. The only file that names twox-hash.
//! They live inside one process (and name assets), so a change of algorithm costs nothing, but for
//! [`Fingerprint::of_texts`], which is kept in front matter. They are not cryptographic, and nothing here relies on an
//! adversary not finding a collision.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{self, Read};
use twox_hash::XxHash3_128;

/// Bytes that are read at once: memory does not grow with a file.
pub const BLOCK: usize = 1024 * 1024;

/// 128 bits that stand for some content. Two different contents collide with probability 2^-128.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of a value, through its `Hash`: derived, so that a new field cannot be forgotten.
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        let mut hasher = Wide(XxHash3_128::new());
        value.hash(&mut hasher);
        Self(hasher.0.finish_128())
    }

    /// The fingerprint of raw bytes, as used for files.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }

    /// The same of bytes that come in blocks; each of them is handed on.
    ///
    /// # Errors
    /// When the bytes cannot be read, or `each` says so.
    pub fn of_blocks(mut bytes: impl Read, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<Self> {
        let mut hasher = XxHash3_128::new();
        let mut block = Vec::new();
        loop {
            block.clear();
            if bytes.by_ref().take(BLOCK as u64).read_to_end(&mut block)? == 0 {
                return Ok(Self(hasher.finish_128()));
            }
            hasher.write(&block);
            each(&block)?;
        }
    }

    /// What [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok().map(Self))?
    }

    /// The fingerprint of several texts, each with its length before it, so that none runs into the next. It is the
    /// same in every version and on every machine: it may be written down.
    pub fn of_texts(texts: &[&str]) -> Self {
        let mut hasher = XxHash3_128::new();
        for text in texts {
            hasher.write(&(text.len() as u64).to_le_bytes());
            hasher.write(text.as_bytes());
        }
        Self(hasher.finish_128())
    }

    /// The first 12 hexadecimal digits, for front matter: by chance one edit in 281 million million looks like none.
    pub fn written(self) -> String {
        format!("{:032x}", self.0)[..12].to_owned()
    }

    /// The first 8 hexadecimal digits, for the names of assets (`docent.1f3a9c04.css`).
    pub fn short(self) -> String {
        format!("{:032x}", self.0)[..8].to_owned()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Lets `Hash` implementations write into the 128-bit hasher.
struct Wide(XxHash3_128);

impl Hasher for Wide {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    fn finish(&self) -> u64 {
        // The low half; only the 128-bit result is used here.
        self.0.finish_128() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_content_has_equal_fingerprints_and_unequal_has_not() {
        assert_eq!(Fingerprint::of(&("a", 1)), Fingerprint::of(&("a", 1)));
        assert_ne!(Fingerprint::of(&("a", "bc")), Fingerprint::of(&("ab", "c")));
        assert_eq!(Fingerprint::of_bytes(b"x").short().len(), 8);
    }

    #[test]
    fn bytes_in_blocks_are_the_same_bytes() {
        for len in [0, 1, 240, 241, 5000, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7] {
            let bytes: Vec<u8> = (0..len).map(|n| (n * 31 % 251) as u8).collect();
            let mut handed = Vec::new();
            let each = |block: &[u8]| {
                handed.extend_from_slice(block);
                Ok(())
            };
            let fingerprint = Fingerprint::of_blocks(&bytes[..], each).unwrap();
            assert!(fingerprint == Fingerprint::of_bytes(&bytes) && handed == bytes, "{len}");
            assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
        }
        assert_eq!(Fingerprint::parse("1"), None);
    }

    #[test]
    fn what_is_written_down_stays_the_same() {
        assert_eq!(Fingerprint::of_texts(&["роль", "", "text"]).written(), "c8258f1080ed");
        assert_ne!(Fingerprint::of_texts(&["ab", "c"]), Fingerprint::of_texts(&["a", "bc"]));
    }
}
