//! A page's words: each distinct one once, and where they stand.
//!
//! In: a [`Document`]. Out: an [`Analysed`]. A field becomes a [`Stream`]: the numbers of its words in order, as a text
//! of small numbers, which is what tantivy is handed instead of the text.

use super::documents::Document;
use crate::markdown::Text;
use docent_search::text::tokens;
use std::collections::HashMap;

/// A page's words.
#[derive(Clone, Debug, Default)]
pub struct Analysed {
    /// Language of the page.
    pub lang: String,
    /// Distinct words, folded, in the order in which they first stand.
    pub words: Vec<Box<str>>,
    /// For each word, in how many sections it stands; in the title or another name alone counts as one.
    pub sections_with: Vec<u32>,
    /// The title.
    pub title: Stream,
    /// Other names and tags.
    pub aliases: Vec<Stream>,
    /// Heading, text, and links to other pages of each section. Text and links are counted as one, so that a phrase
    /// in either is found.
    pub sections: Vec<[Stream; 3]>,
}

/// Numbers of words and the distances between them. ASCII, so that it passes for a text.
pub type Stream = String;

/// Reads a document.
pub fn analyse(document: &Document) -> Analysed {
    let mut words = Words::default();
    let title = words.stream(&document.title);
    let aliases: Vec<Stream> = document.aliases.iter().map(|text| words.stream(text)).collect();
    let mut sections = Vec::with_capacity(document.sections.len());
    for (number, section) in document.sections.iter().enumerate() {
        words.section = number as u32 + 1;
        let [text, links] = words.streams(&section.text);
        sections.push([words.stream(&section.heading), text, links]);
    }
    let sections_with = words.seen.iter().map(|(count, _)| (*count).max(1)).collect();
    Analysed { lang: document.lang.clone(), words: words.list, sections_with, title, aliases, sections }
}

#[derive(Default)]
struct Words {
    numbers: HashMap<Box<str>, u32>,
    list: Vec<Box<str>>,
    /// For each word: in how many sections, and in which last.
    seen: Vec<(u32, u32)>,
    /// Counted from 1; 0 is none.
    section: u32,
}

impl Words {
    fn stream(&mut self, text: &str) -> Stream {
        let mut pen = Pen::default();
        for token in tokens(text) {
            pen.word(self.number(&token.term), token.position);
        }
        pen.finish()
    }

    /// The words outside of links, and those in links.
    fn streams(&mut self, text: &Text) -> [Stream; 2] {
        let mut pens = [Pen::default(), Pen::default()];
        let mut links = text.links.iter().peekable();
        for token in tokens(&text.text) {
            while links.next_if(|link| link.end <= token.range.start).is_some() {}
            let linked = links.peek().is_some_and(|link| link.contains(&token.range.start));
            pens[usize::from(linked)].word(self.number(&token.term), token.position);
        }
        pens.map(Pen::finish)
    }

    fn number(&mut self, word: &str) -> u64 {
        let number = match self.numbers.get(word) {
            Some(number) => *number as usize,
            None => {
                self.numbers.insert(word.into(), self.list.len() as u32);
                self.list.push(word.into());
                self.seen.push((0, 0));
                self.list.len() - 1
            }
        };
        let (count, last) = &mut self.seen[number];
        if *last != self.section {
            (*count, *last) = (*count + 1, self.section);
        }
        number as u64
    }
}

/// Writes a stream.
#[derive(Default)]
struct Pen {
    stream: Stream,
    position: u32,
}

impl Pen {
    fn word(&mut self, number: u64, position: u32) {
        let distance = position.saturating_sub(self.position);
        self.position = position;
        // Nearly every word stands right behind the one before it, or at its place.
        put(&mut self.stream, number * 4 + u64::from(distance.min(3)));
        if distance >= 3 {
            put(&mut self.stream, u64::from(distance));
        }
    }

    fn finish(mut self) -> Stream {
        self.stream.shrink_to_fit();
        self.stream
    }
}

/// Six bits a character, the seventh says that more follow.
fn put(out: &mut String, mut number: u64) {
    while number >= 64 {
        out.push(char::from((number & 63) as u8 | 64));
        number >>= 6;
    }
    out.push(char::from(number as u8));
}

/// Reads a stream: the number of each word, and its position.
#[derive(Clone, Debug)]
pub struct Replay<'a> {
    bytes: &'a [u8],
    position: u32,
}

impl<'a> Replay<'a> {
    /// From the beginning.
    pub fn new(stream: &'a str) -> Self {
        Self { bytes: stream.as_bytes(), position: 0 }
    }

    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(byte & 63) << shift;
            if *byte < 64 {
                return Some(number);
            }
            shift += 6;
        }
    }

    /// A number alone, such as the one that the caller has put in front.
    pub fn head(&mut self) -> Option<u64> {
        self.number()
    }
}

/// A stream with a number in front.
pub fn with_head(head: u64, stream: &str) -> Stream {
    let mut out = String::with_capacity(stream.len() + 4);
    put(&mut out, head);
    out.push_str(stream);
    out
}

impl Iterator for Replay<'_> {
    type Item = (usize, u32);

    fn next(&mut self) -> Option<Self::Item> {
        let code = self.number()?;
        let distance = if code % 4 == 3 { self.number()? as u32 } else { (code % 4) as u32 };
        self.position = self.position.saturating_add(distance);
        Some(((code / 4) as usize, self.position))
    }
}
