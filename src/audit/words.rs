//! Texts as words, in one pass: what is a letter or a digit belongs to a word; case, marks over letters and invisible
//! characters do not count. Sentences and lines end runs of words.
//!
//! In: bytes, perhaps not all of them UTF-8. Out: for each word its hash and how many letters it has.

use crate::page::invisible::is_nothing;
use std::hash::Hasher;
use unicode_normalization::UnicodeNormalization;

/// A word, or the end of a run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// Hash, characters, whether a letter is among them.
    Word(u64, usize, bool),
    /// Nothing goes on behind it.
    Stop,
}

/// FNV-1a, over characters: the hashes are compared with each other only.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3);
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.add(char::from(*b)));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Reads words as characters come.
pub struct Reader {
    hash: Fnv,
    length: usize,
    letters: bool,
    /// A mark that ends a sentence if a space follows.
    full_stop: bool,
    /// The word as it is compared, where somebody wants to know it.
    spelt: Option<String>,
}

impl Default for Reader {
    fn default() -> Self {
        Self { hash: Fnv::new(), length: 0, letters: false, full_stop: false, spelt: None }
    }
}

impl Reader {
    /// One that tells words with their letters.
    pub fn spelling() -> Self {
        Self { spelt: Some(String::new()), ..Self::default() }
    }

    /// The next character; `out` gets what ends with it, and the letters of a word if they are wanted.
    pub fn push(&mut self, c: char, out: &mut impl FnMut(Token, &str)) {
        let spaced = std::mem::take(&mut self.full_stop) && c.is_whitespace();
        match c {
            'a'..='z' | 'а'..='и' | 'к'..='я' => self.letter(c, true),
            '0'..='9' => self.letter(c, false),
            'A'..='Z' => self.letter(c.to_ascii_lowercase(), true),
            // So are marks over letters.
            _ if is_nothing(c) || matches!(c, '\u{300}'..='\u{36f}') => {}
            _ if c.is_alphanumeric() => self.other(c),
            _ => {
                self.end(out);
                if spaced || matches!(c, '\n' | '\r' | '|' | '\0') {
                    out(Token::Stop, "");
                }
                self.full_stop = matches!(c, '.' | '!' | '?' | ':' | ';');
            }
        }
    }

    /// The word that is being read ends here.
    pub fn end(&mut self, out: &mut impl FnMut(Token, &str)) {
        if self.length > 0 {
            let done = std::mem::take(self);
            let word = Token::Word(done.hash.finish(), done.length, done.letters);
            out(word, done.spelt.as_deref().unwrap_or_default());
            self.spelt = done.spelt.map(|_| String::new());
        }
    }

    fn letter(&mut self, c: char, letter: bool) {
        self.hash.add(c);
        self.length += 1;
        self.letters |= letter;
        if let Some(spelt) = &mut self.spelt {
            spelt.push(c);
        }
    }

    /// A letter with a mark counts as the letter, in whichever form it came.
    fn other(&mut self, c: char) {
        // So does one that is wider, bolder or set in a circle (NFKD).
        for part in std::iter::once(c).nfkd().filter(|part| !matches!(part, '\u{300}'..='\u{36f}')) {
            part.to_lowercase().for_each(|small| self.letter(small, true));
        }
    }
}

/// The words of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let (mut reader, mut all) = (Reader::default(), Vec::new());
    let mut out = |token, _: &str| all.push(token);
    text.chars().for_each(|c| reader.push(c, &mut out));
    reader.end(&mut out);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_has_one_hash_in_every_form() {
        let same = [
            ("Ёлка", "елка"),
            ("СЕКРЕТ", "се\u{ad}крет"),
            ("йод", "и\u{306}од"),
            ("Café", "cafe\u{301}"),
            ("a-b", "A b"),
        ];
        same.iter().for_each(|(a, b)| assert_eq!(tokens(a), tokens(b), "{a} {b}"));
        assert_ne!(tokens("ab"), tokens("ba"));
    }

    #[test]
    fn runs_end_with_lines_and_sentences() {
        let stops = |text: &str| tokens(text).iter().filter(|t| **t == Token::Stop).count();
        assert_eq!(["a b", "a.b", "a. b", "a\nb", "a: b; c"].map(stops), [0, 0, 1, 1, 2]);
    }
}
