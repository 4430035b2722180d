//! The part of a section that shows best why it was found.
//!
//! In: the text of a section and what is wanted of it. Out: a piece of it with marks.
//!
//! 1. White space is collapsed, and where sentences begin is kept (a line begins one: blocks stand on their own lines).
//! 2. The window is the one with the most different wanted words, close together, early.
//! 3. It is widened to the sentence's beginning if that is near, and filled up with what follows, by whole words.

use crate::gather::gather;
use crate::mark::{Finder, Wanted, add};
use crate::stem::Stems;
use crate::text;
use crate::wire::cut;
use std::cmp::Reverse;
use std::ops::Range;

/// A piece of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The piece, white space collapsed.
    pub text: String,
    /// The words that were asked for, in bytes.
    pub marks: Vec<Range<usize>>,
    /// Whether it begins inside a sentence.
    pub starts_inside: bool,
    /// Whether the text goes on behind it.
    pub ends_inside: bool,
}

/// The excerpt of at most `limit_chars` characters. Without a wanted word: the beginning.
pub fn excerpt(text: &str, wanted: &Wanted, stems: &Stems, lang: &str, limit_chars: usize) -> Excerpt {
    let flat = Flat::new(text);
    let hits = hits(&flat.text, &Finder::new(wanted, stems, lang));
    let core = densest(&hits, limit_chars).unwrap_or_default();
    let window = flat.window(core, limit_chars);
    let mut marks = Vec::new();
    for hit in hits.iter().filter(|hit| window.contains(&hit.range.start)) {
        add(&mut marks, hit.range.start - window.start..hit.range.end.min(window.end) - window.start);
    }
    Excerpt {
        starts_inside: window.start > 0 && flat.sentences.binary_search(&window.start).is_err(),
        ends_inside: window.end < flat.text.len(),
        text: flat.text.get(window).unwrap_or_default().to_owned(),
        marks,
    }
}

/// A wanted word.
struct Hit {
    range: Range<usize>,
    /// Where it stands in characters.
    chars: Range<usize>,
    /// Which of the wanted ones it is.
    number: usize,
}

fn hits(text: &str, finder: &Finder<'_>) -> Vec<Hit> {
    let (mut byte, mut chars) = (0, 0);
    let count = |range: Range<usize>| text.get(range).unwrap_or_default().chars().count();
    let with_chars = |(range, number): (Range<usize>, usize)| {
        chars += count(byte..range.start);
        byte = range.start;
        Hit { chars: chars..chars + count(range.clone()), range, number }
    };
    gather(finder.find(text).into_iter().map(with_chars))
}

/// The bytes from the first to the last hit of the best window.
fn densest(hits: &[Hit], limit: usize) -> Option<Range<usize>> {
    let from = |(index, first): (usize, &Hit)| {
        let mut seen = vec![first.number];
        let mut last = first;
        for hit in hits.iter().skip(index + 1).take_while(|hit| hit.chars.end <= first.chars.start + limit) {
            if !seen.contains(&hit.number) {
                seen.push(hit.number);
                last = hit;
            }
        }
        let span = last.chars.end.saturating_sub(first.chars.start);
        ((Reverse(seen.len()), span, index), first.range.start..last.range.end.max(first.range.end))
    };
    hits.iter().enumerate().map(from).min_by_key(|(rank, _)| *rank).map(|(_, range)| range)
}

/// A text without line breaks and double spaces.
struct Flat {
    text: String,
    /// Where sentences and blocks begin.
    sentences: Vec<usize>,
}

impl Flat {
    fn new(text: &str) -> Flat {
        let mut flat = Flat { text: String::with_capacity(text.len()), sentences: vec![0] };
        let mut rest = text;
        while !rest.is_empty() {
            let (line, behind) = cut(rest, b'\n').unwrap_or((rest, ""));
            rest = behind;
            flat.text.push_str(if flat.text.is_empty() { "" } else { " " });
            flat.begin();
            for word in line.split_whitespace() {
                if flat.ended(word) {
                    flat.begin();
                }
                flat.add(word);
            }
            flat.text.truncate(flat.text.trim_end().len());
        }
        flat
    }

    /// Adds a word with a space behind it; in Chinese and Japanese it may be several sentences.
    fn add(&mut self, word: &str) {
        let start = self.text.len();
        if word.len() > 45 {
            let ends = word.match_indices(['。', '！', '？']).map(|(at, end)| start + at + end.len());
            self.sentences.extend(ends.filter(|&end| end < start + word.len()));
        }
        self.text.push_str(word);
        self.text.push(' ');
    }

    fn begin(&mut self) {
        if self.sentences.last() != Some(&self.text.len()) {
            self.sentences.push(self.text.len());
        }
    }

    /// Whether a sentence ended before `word`: "e.g. this" goes on, "the end. This" does not.
    fn ended(&self, word: &str) -> bool {
        let before = self.text.trim_end().trim_end_matches(['"', '»', '”', ')']);
        before.ends_with(['.', '!', '?', '…', '。', '！', '？']) && !word.starts_with(text::small)
    }

    /// At most `limit` characters around `core`.
    fn window(&self, core: Range<usize>, limit: usize) -> Range<usize> {
        let spare = limit.saturating_sub(self.chars(core.clone()));
        let start = self.start(core.start, spare);
        let end = self.end(start, limit);
        let unused = limit.saturating_sub(self.chars(start..end));
        if end < self.text.len() || unused == 0 {
            return start..end;
        }
        self.start_early(start, unused)..end
    }

    /// Where to begin: with the sentence if it begins in reach, else some words before.
    fn start(&self, core: usize, spare: usize) -> usize {
        let reach = self.back(core, spare * 3 / 5);
        let sentence = self.sentences.iter().rev().find(|&&at| at <= core).copied().unwrap_or(0);
        if sentence >= reach { sentence } else { self.word_behind(self.back(core, spare / 3), core) }
    }

    /// The end of the text is shown and there is room: begin with an earlier sentence, or an earlier word.
    fn start_early(&self, start: usize, unused: usize) -> usize {
        let reach = self.back(start, unused);
        let earlier = self.sentences.iter().find(|&&at| at >= reach && at <= start).copied();
        earlier.unwrap_or_else(|| self.word_behind(reach, start))
    }

    /// Where to end: with a whole word, if one ends near the limit.
    fn end(&self, start: usize, limit: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        let most = rest.char_indices().nth(limit).map_or(self.text.len(), |(at, _)| start + at);
        if most == self.text.len() {
            return most;
        }
        let shown = self.text.get(..=most).unwrap_or(self.text.get(..most).unwrap_or_default());
        let long_enough = |&at: &usize| self.chars(start..at) * 2 >= limit;
        let end = shown.bytes().rposition(|byte| byte == b' ').filter(long_enough).unwrap_or(most);
        let text = self.text.get(start..end).unwrap_or_default();
        start + text.trim_end_matches([' ', ',', ';', ':', '-', '–', '—', '(']).len()
    }

    /// The place `count` characters before `at`.
    fn back(&self, at: usize, count: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        if count == 0 {
            return at;
        }
        before.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at)
    }

    /// The first beginning of a word from `at` on; `latest` if there is none before.
    fn word_behind(&self, at: usize, latest: usize) -> usize {
        if at == 0 || self.text.get(..at).is_some_and(|before| before.ends_with(' ')) {
            return at;
        }
        let between = self.text.get(at..latest).unwrap_or_default();
        let dense = between.chars().next().is_some_and(text::dense);
        cut(between, b' ').map_or(if dense { at } else { latest }, |(word, _)| at + word.len() + 1)
    }

    fn chars(&self, range: Range<usize>) -> usize {
        self.text.get(range).unwrap_or_default().chars().count()
    }
}
