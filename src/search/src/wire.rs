//! Bytes of the index, written and read: varints, strings, columns. Every read is bounded and may fail, none panics.
//!
//! Varints are LEB128, at most five bytes for 32 bits.

use crate::gather::sound;

/// The bytes are not what this program wrote: cut off, altered, or another file's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

/// Bytes that are being written.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    /// What has been written.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// A number of up to 32 bits.
    pub fn number(&mut self, value: u32) {
        self.long(u64::from(value));
    }

    /// A number of up to 64 bits.
    pub fn long(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// A length or a count.
    pub fn count(&mut self, value: usize) {
        self.long(value as u64);
    }

    /// A text with its length before it.
    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Texts in order, each as what it shares with the one before it and the rest: half the size of sorted words.
    pub fn sorted<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) {
        self.count(texts.len());
        let mut before = "";
        for text in texts {
            let shared = shared_prefix(before, text);
            self.count(shared);
            self.text(&text[shared..]);
            before = text;
        }
    }

    /// Numbers that ascend, each as its distance from the one before it.
    pub fn ascending<'n>(&mut self, numbers: impl ExactSizeIterator<Item = &'n u32>) {
        self.count(numbers.len());
        let mut before = 0;
        for number in numbers {
            self.number(number - before);
            before = *number;
        }
    }

    /// Texts in any order.
    pub fn texts<S: AsRef<str>>(&mut self, texts: &[S]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.text(text.as_ref()));
    }
}

/// Length in bytes of what both begin with, on a border of characters.
pub fn shared_prefix(a: &str, b: &str) -> usize {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    same.map(|(a, _)| a.len_utf8()).sum()
}

/// A text before and behind the first such byte of ASCII. ([`str::split_once`] brings a fast search along: 1 KB.)
pub fn cut(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|b| b == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The number that a text spells.
pub fn spelled(text: &str, radix: u32) -> Result<u32, Damaged> {
    let add = |sum: u32, c: char| sum.checked_mul(radix)?.checked_add(c.to_digit(radix)?);
    if text.is_empty() { None } else { text.chars().try_fold(0, add) }.ok_or(Damaged)
}

/// Bytes that are being read.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads from the beginning.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether everything has been read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// One byte.
    pub fn byte(&mut self) -> Result<u8, Damaged> {
        let (first, rest) = self.rest.split_first().ok_or(Damaged)?;
        self.rest = rest;
        Ok(*first)
    }

    /// That many bytes.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Damaged)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number of up to 64 bits.
    pub fn long(&mut self) -> Result<u64, Damaged> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Damaged)
    }

    /// A number of up to 32 bits.
    pub fn number(&mut self) -> Result<u32, Damaged> {
        u32::try_from(self.long()?).map_err(|_| Damaged)
    }

    /// A count of things that take at least a byte each, so that a damaged count cannot ask for all memory.
    pub fn count(&mut self) -> Result<usize, Damaged> {
        let count = self.number()? as usize;
        if count > self.rest.len() { Err(Damaged) } else { Ok(count) }
    }

    /// A text.
    pub fn text(&mut self) -> Result<&'a str, Damaged> {
        let length = self.count()?;
        std::str::from_utf8(self.bytes(length)?).map_err(|_| Damaged)
    }

    /// What [`Writer::texts`] wrote.
    pub fn texts(&mut self) -> Result<Vec<String>, Damaged> {
        let count = self.count()?;
        sound((0..count).map(|_| self.text().map(str::to_owned)))
    }

    /// What [`Writer::ascending`] wrote.
    pub fn ascending(&mut self) -> Result<Vec<u32>, Damaged> {
        let mut number = 0u32;
        let mut numbers = Vec::new();
        for _ in 0..self.count()? {
            number = number.checked_add(self.number()?).ok_or(Damaged)?;
            numbers.push(number);
        }
        Ok(numbers)
    }

    /// What [`Writer::sorted`] wrote.
    pub fn sorted(&mut self) -> Result<Vec<String>, Damaged> {
        let count = self.count()?;
        let mut texts: Vec<String> = Vec::with_capacity(count);
        for _ in 0..count {
            let shared = self.number()? as usize;
            let before = texts.last().map_or("", String::as_str).get(..shared).ok_or(Damaged)?;
            texts.push([before, self.text()?].concat());
        }
        Ok(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_spelled_with_digits_only() {
        assert_eq!((spelled("4294967295", 10), spelled("fF", 16)), (Ok(u32::MAX), Ok(255)));
        for bad in ["", "4294967296", "99999999999", "+1", "-1", "1 ", "a", "١"] {
            assert_eq!(spelled(bad, 10), Err(Damaged), "{bad}");
        }
    }

    #[test]
    fn texts_are_cut_at_the_first_byte() {
        assert_eq!(cut("é-1-2", b'-'), Some(("é", "1-2")));
        assert_eq!((cut("-", b'-'), cut("", b'-')), (Some(("", "")), None));
    }

    proptest! {
        #[test]
        fn reads_what_was_written(numbers in prop::collection::vec(any::<u64>(), 0..20), mut texts in prop::collection::vec("\\PC{0,9}", 0..20)) {
            texts.sort();
            let mut writer = Writer::default();
            numbers.iter().for_each(|n| writer.long(*n));
            writer.texts(&texts);
            writer.sorted(texts.iter().map(String::as_str));
            let mut reader = Reader::new(&writer.bytes);
            for n in numbers {
                prop_assert_eq!(reader.long(), Ok(n));
            }
            prop_assert_eq!(reader.texts(), Ok(texts.clone()));
            prop_assert_eq!(reader.sorted(), Ok(texts));
            prop_assert!(reader.is_empty());
        }

        #[test]
        fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut reader = Reader::new(&bytes);
            while reader.sorted().is_ok() && !reader.is_empty() {}
            let mut reader = Reader::new(&bytes);
            while reader.texts().is_ok() && !reader.is_empty() {}
        }
    }
}
