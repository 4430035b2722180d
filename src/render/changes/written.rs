//! Which words of a page are the work of which edit.
//!
//! In: the sections of a page as they are published, and the lines that commits wrote, the newest first. Out: for each
//! edit the sections that have words of it, with excerpts.
//!
//! 1. Both are read as words: letters and digits, in lower case. Markup is no word, so a line of Markdown and what readers
//!    see of it have the same words in the same order, but for addresses.
//! 2. A line is looked for as a whole, else the words in it that are new, if there are a few. What is not found was changed
//!    since, or was never seen by readers: it is not told.
//! 3. A word belongs to the newest edit that wrote it.

use super::sections::Section;
use crate::config::Markdown;
use crate::fingerprint::Fingerprint;
use crate::markdown::plain;
use crate::render::view::Words;
use crate::source::history::Line;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Words before and behind those that are new.
const AROUND: usize = 5;
/// Words of one excerpt.
const LONGEST: usize = 32;
/// Excerpts of one section, sections of one page.
const EXCERPTS: usize = 2;
const SECTIONS: usize = 6;
/// New words that are looked for without the line they stood in.
const FEW: usize = 3;
/// Places that are looked at for one page: a page of one repeated word ends here.
const STEPS: usize = 400_000;

/// The text of a page, as words.
pub(super) struct Text {
    sections: Vec<String>,
    words: Vec<Word>,
    /// Where each word stands.
    places: HashMap<u64, Vec<usize>>,
    steps: usize,
}

/// A word of the text.
struct Word {
    /// Of its letters.
    hash: u64,
    section: usize,
    range: Range<usize>,
    /// An edit has it.
    is_taken: bool,
}

impl Text {
    /// Reads the sections of a page.
    pub(super) fn of(sections: Vec<Section>) -> Self {
        // A heading is told by its own words too.
        let texts = sections.into_iter().map(|section| format!("{}\n{}", section.heading, section.text));
        let sections: Vec<String> = texts.collect();
        let mut words = Vec::new();
        for (section, text) in sections.iter().enumerate() {
            let of = |(hash, range)| Word { hash, section, range, is_taken: false };
            words.extend(words_of(text).into_iter().map(of));
        }
        let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
        words.iter().enumerate().for_each(|(at, word)| places.entry(word.hash).or_default().push(at));
        Self { sections, words, places, steps: STEPS }
    }

    /// Gives an edit the words that it wrote, and tells them by section.
    pub(super) fn take(&mut self, lines: &[&Line]) -> Vec<(usize, Vec<Vec<Words>>)> {
        let mut taken: Vec<usize> = lines.iter().flat_map(|line| self.find(&read(line))).collect();
        taken.sort_unstable();
        taken.dedup();
        taken.retain(|at| !self.words[*at].is_taken);
        taken.iter().for_each(|at| self.words[*at].is_taken = true);
        let mut by_section: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        taken.into_iter().for_each(|at| by_section.entry(self.words[at].section).or_default().push(at));
        by_section
            .into_iter()
            .take(SECTIONS)
            .map(|(section, words)| (section, self.excerpts(section, &words)))
            .collect()
    }

    /// The places of a line's new words.
    fn find(&mut self, line: &[(u64, bool)]) -> Vec<usize> {
        if let Some(from) = self.place(line) {
            let new = line.iter().enumerate().filter(|(_, (_, is_new))| *is_new);
            return new.map(|(at, _)| from + at).collect();
        }
        let runs = line.chunk_by(|a, b| a.1 == b.1).filter(|run| run[0].1 && run.len() >= FEW);
        runs.filter_map(|run| Some((self.place(run)?, run.len())))
            .flat_map(|(from, length)| from..from + length)
            .collect()
    }

    /// Where words stand one behind the other in one section: rather where no edit has them yet.
    fn place(&mut self, line: &[(u64, bool)]) -> Option<usize> {
        let (first, _) = line.first()?;
        let mut found = None;
        for from in self.places.get(first)? {
            self.steps = self.steps.checked_sub(line.len().min(8))?;
            let Some(here) = self.words.get(*from..from + line.len()) else { continue };
            if here.iter().zip(line).all(|(word, (hash, _))| word.hash == *hash && word.section == here[0].section) {
                if here.iter().any(|word| !word.is_taken) {
                    return Some(*from);
                }
                found = Some(*from);
            }
        }
        found
    }

    /// Excerpts of a section around some of its words. The words of its heading are told by the link to it.
    fn excerpts(&self, section: usize, taken: &[usize]) -> Vec<Vec<Words>> {
        let heading = if section == 0 { 0 } else { self.sections[section].find('\n').unwrap_or_default() };
        let taken = &taken[taken.partition_point(|at| self.words[*at].range.start < heading)..];
        let near = taken.chunk_by(|a, b| b - a <= 2 * AROUND && self.is_line(*a, *b));
        near.take(EXCERPTS).map(|run| self.excerpt(run)).collect()
    }

    /// Whether two words stand in one line.
    fn is_line(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.words[a], &self.words[b]);
        !self.sections[a.section][a.range.end..b.range.start].contains('\n')
    }

    fn excerpt(&self, run: &[usize]) -> Vec<Words> {
        let (first, section) = (run[0], self.words[run[0]].section);
        let last = run.iter().copied().take_while(|at| at - first < LONGEST).last().unwrap_or(first);
        let near = |at: &usize| self.words.get(*at).is_some_and(|word| word.section == section);
        let before = (first.saturating_sub(AROUND)..first).rev();
        let from = before.take_while(|at| near(at) && self.is_line(*at, first)).last().unwrap_or(first);
        let behind = last + 1..=last + AROUND;
        let to = behind.take_while(|at| near(at) && self.is_line(last, *at)).last().unwrap_or(last);
        let text = &self.sections[section];
        let mut all = Excerpt(Vec::new());
        all.add(opening(text, self.words[from].range.start), false);
        let mut done = self.words[from].range.start;
        for at in from..=to {
            let (range, is_new) = (&self.words[at].range, run.binary_search(&at).is_ok());
            // What stands between is new only inside of what is new.
            let inside = is_new && at > from && run.binary_search(&(at - 1)).is_ok();
            all.add(&text[done..range.start], inside);
            all.add(&text[range.clone()], is_new);
            done = range.end;
        }
        all.add(&closing(text, done), false);
        all.0
    }
}

/// Words that join those before them if they are as new.
struct Excerpt(Vec<Words>);

impl Excerpt {
    fn add(&mut self, text: &str, is_new: bool) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(words) if words.is_new == is_new => words.text.push_str(text),
            _ => self.0.push(Words { text: text.to_owned(), is_new }),
        }
    }
}

/// What stands before an excerpt: signs at the beginning of its line, or that the line begins earlier.
fn opening(text: &str, at: usize) -> &str {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let signs = &text[line..at];
    if signs.chars().any(char::is_alphanumeric) { "… " } else { signs.trim_start() }
}

/// What stands behind it.
fn closing(text: &str, at: usize) -> String {
    let line = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let signs = &text[at..line];
    if signs.chars().any(char::is_alphanumeric) {
        " …".to_owned()
    } else {
        signs.trim_end().trim_end_matches('·').trim_end().to_owned()
    }
}

/// The words of a line, as readers see them, and which of them are new.
fn read(line: &Line) -> Vec<(u64, bool)> {
    let whole: String = line.iter().map(|piece| piece.text.as_str()).collect();
    // In a front matter a key stands before the words: `mission: Keep clients`.
    let key = key(&whole);
    let mut end = 0;
    let ends: Vec<(usize, bool)> = line.iter().map(|piece| (end_of(&mut end, &piece.text), piece.is_new)).collect();
    let is_new = |word: &Range<usize>| {
        let first = ends.partition_point(|(end, _)| *end <= word.start);
        // A word may be new in a part of it.
        let last = ends.partition_point(|(end, _)| *end < word.end);
        ends[first..].iter().take(last + 1 - first.min(last)).any(|(_, is_new)| *is_new)
    };
    let written = words_of(&whole).into_iter().filter(|(_, word)| word.start >= key);
    let written = written.map(|(hash, word)| (hash, is_new(&word))).collect();
    shown(&whole[key..], written)
}

/// Where the words of a line begin that has the form of a key and a value.
fn key(line: &str) -> usize {
    let text = line.trim_start_matches([' ', '-']);
    let name = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or_default();
    if name > 0 && text[name..].starts_with(": ") { line.len() - text.len() + name + 1 } else { 0 }
}

fn end_of(end: &mut usize, text: &str) -> usize {
    *end += text.len();
    *end
}

/// Leaves out what readers do not see of a line: addresses of links, attributes.
fn shown(line: &str, written: Vec<(u64, bool)>) -> Vec<(u64, bool)> {
    if !line.contains(['(', '<', '{', '[']) {
        return written;
    }
    let mut seen = Vec::new();
    let mut rest = written.iter();
    for part in plain(line.trim_start_matches(['#', ' ']), &[], None, &Markdown::default()) {
        for (hash, _) in words_of(&part.text.text) {
            let before = rest.clone();
            match rest.find(|(of, _)| *of == hash) {
                Some(found) => seen.push(*found),
                None => rest = before,
            }
        }
    }
    if seen.is_empty() { written } else { seen }
}

/// Words: letters and digits; each with a hash of what it is in lower case.
fn words_of(text: &str) -> Vec<(u64, Range<usize>)> {
    let mut all = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let hash = Fingerprint::of_bytes(text[from..at].to_lowercase().as_bytes());
                all.push((hash.0 as u64, from..at));
                start = None;
            }
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::history::Piece;

    fn text(sections: &[(&str, &str)]) -> Text {
        let section = |(heading, text): &(&str, &str)| Section {
            heading: (*heading).to_owned(),
            text: (*text).to_owned(),
            is_told: true,
        };
        Text::of(sections.iter().map(section).collect())
    }

    /// `+word` is new; `[+a b]` would be two pieces.
    fn line(pieces: &[(&str, bool)]) -> Line {
        pieces.iter().map(|(text, is_new)| Piece { text: (*text).to_owned(), is_new: *is_new }).collect()
    }

    fn told(found: &[(usize, Vec<Vec<Words>>)]) -> Vec<(usize, Vec<String>)> {
        let words = |words: &Words| if words.is_new { format!("[{}]", words.text) } else { words.text.clone() };
        let excerpt = |excerpt: &Vec<Words>| excerpt.iter().map(words).collect::<String>();
        found.iter().map(|(at, all)| (*at, all.iter().map(excerpt).collect())).collect()
    }

    #[test]
    fn words_are_found_in_their_section_and_told_with_those_around() {
        let mut page = text(&[("Title", "Lead."), ("Payment", "Pay within fourteen days of the invoice.")]);
        let edit = line(&[("Pay **within** ", false), ("fourteen", true), (" [days](days.md) of the", false)]);
        let found = page.take(&[&edit]);
        assert_eq!(told(&found), [(1, vec!["Pay within [fourteen] days of the invoice.".to_owned()])]);
        assert!(page.take(&[&edit]).is_empty(), "the newest edit has them");
    }

    #[test]
    fn what_is_not_on_the_page_is_not_told() {
        let mut page = text(&[("Title", "Salaries are paid monthly.")]);
        for words in ["Bonuses are secret", "paid weekly or so"] {
            assert!(page.take(&[&line(&[(words, true)])]).is_empty(), "{words}");
        }
        // A few words in a row are, though their line has changed since.
        let found = page.take(&[&line(&[("All ", false), ("salaries are paid", true), (" late", false)])]);
        assert_eq!(told(&found), [(0, vec!["[Salaries are paid] monthly.".to_owned()])]);
    }
}
