//! What the reader typed.
//!
//! In: the text of the search box. Out: a [`Query`]: words, "phrases", -exclusions, and filters such as `type:role`.
//! Whatever was typed is a query; what makes no sense is left out. What looks like a filter and is none is a word, and
//! is told.

use crate::text::{self, fold};
use crate::wire::cut;
use std::ops::Range;

/// More words are not looked at, nor is what is typed behind so many bytes.
const MOST_WORDS: usize = 32;
const MOST_BYTES: usize = 2048;

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words and phrases, in their order.
    pub words: Vec<Asked>,
    /// What pages must be, or must not.
    pub filters: Vec<Filter>,
    /// Names before a colon that are no filters: `status` of `status:draft`.
    pub unknown: Vec<String>,
}

/// A word or a phrase of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As it was typed, without quotes and `-`.
    pub text: String,
    /// Where that text stands, in bytes of the query.
    pub range: Range<usize>,
    /// Whether it was quoted.
    pub phrase: bool,
    /// Whether results must not have it.
    pub not: bool,
    /// Whether it is the last one and nothing stands behind it: it may still be being typed.
    pub last: bool,
}

/// `type:role`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// What of a page is looked at.
    pub key: Key,
    /// What it must be.
    pub value: String,
    /// Or must not.
    pub not: bool,
}

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The page's type.
    Type,
    /// One of its tags.
    Tag,
    /// Its language.
    Lang,
}

impl Key {
    /// Its name in a question.
    pub fn name(self) -> &'static str {
        match self {
            Key::Type => "type",
            Key::Tag => "tag",
            Key::Lang => "lang",
        }
    }

    /// The filter with a name; as the readers' languages call it.
    pub fn named(name: &str) -> Option<Key> {
        KEYS.into_iter().find(|(known, _)| fold(name) == *known).map(|(_, key)| key)
    }
}

/// Names of filters, folded: as the readers' languages call them.
const KEYS: [(&str, Key); 8] = [
    ("type", Key::Type),
    ("тип", Key::Type),
    ("tag", Key::Tag),
    ("тег", Key::Tag),
    ("метка", Key::Tag),
    ("lang", Key::Lang),
    ("language", Key::Lang),
    ("язык", Key::Lang),
];

/// Reads a question.
pub fn parse(text: &str) -> Query {
    let mut reader = Reader { text: text.get(..text.floor_char_boundary(MOST_BYTES)).unwrap_or_default(), at: 0 };
    let mut query = Query::default();
    while reader.space() && query.words.len() + query.filters.len() < MOST_WORDS {
        let not = reader.not();
        if let Some(key) = reader.key() {
            reader.space();
            let (range, _) = reader.value();
            query.filters.extend(reader.filled(range).map(|(value, _)| Filter { key, value, not }));
        } else {
            let (range, phrase) = reader.value();
            query.unknown.extend(reader.unknown(&range).filter(|_| !phrase));
            let filled = reader.filled(range).filter(|(text, _)| text::tokens(text).next().is_some());
            query.words.extend(filled.map(|(word, range)| {
                let last = range.end == text.len();
                Asked { text: word, range, phrase, not, last }
            }));
        }
    }
    query
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes over white space. Whether something comes behind it.
    fn space(&mut self) -> bool {
        self.at = self.text.len() - self.rest().trim_start().len();
        !self.rest().is_empty()
    }

    /// `-word`, but not `--option`, and `- ` is nothing.
    fn not(&mut self) -> bool {
        let not = self.rest().strip_prefix('-').is_some_and(|rest| !rest.starts_with('-'));
        self.at += usize::from(not);
        not
    }

    fn key(&mut self) -> Option<Key> {
        let (name, _) = cut(self.rest(), b':')?;
        let key = Key::named(name)?;
        self.at += name.len() + 1;
        Some(key)
    }

    /// What looks like the name of a filter: not `https://`, `12:30`, `std::vec` or `C:\\`.
    fn unknown(&self, range: &Range<usize>) -> Option<String> {
        let (name, value) = cut(self.text.get(range.clone())?, b':')?;
        let is_name = name.chars().all(char::is_alphabetic) && (3..=32).contains(&name.len());
        let begins = |c: char| c.is_alphabetic() || c == '"' || c == '«';
        (is_name && value.starts_with(begins)).then(|| name.to_owned())
    }

    /// Where the next word or quoted phrase stands, and whether it was quoted. An open quote goes to the end.
    fn value(&mut self) -> (Range<usize>, bool) {
        let rest = self.rest();
        let closing: &[char] = match rest.chars().next() {
            Some('"') => &['"'],
            Some('«') => &['»'],
            Some('“' | '„' | '”') => &['“', '”', '"'],
            _ => {
                let start = self.at;
                self.at += rest.find(char::is_whitespace).unwrap_or(rest.len());
                return (start..self.at, false);
            }
        };
        let opening = rest.chars().next().map_or(0, char::len_utf8);
        let start = self.at + opening;
        let inside = rest.get(opening..).unwrap_or_default();
        let end = start + inside.find(closing).unwrap_or(inside.len());
        let quote = self.text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.at = end + quote;
        (start..end, true)
    }

    /// The text at a place without white space around it, unless there is none.
    fn filled(&self, range: Range<usize>) -> Option<(String, Range<usize>)> {
        let text = self.text.get(range.clone())?;
        let start = range.start + (text.len() - text.trim_start().len());
        let text = text.trim();
        (!text.is_empty()).then(|| (text.to_owned(), start..start + text.len()))
    }
}
