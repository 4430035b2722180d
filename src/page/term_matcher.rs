//! Words that are looked for in texts: the names of a glossary's terms, and spellings to avoid.
//!
//! In: names ([`Name`]); the text of a page and where it is running text. Out: [`Found`]: the first mention of each
//! term, and every spelling to avoid.
//!
//! 1. A name is a row of stems, by the same analysis as the search (`docent_search`): брифом is a mention of бриф.
//! 2. A text's stems lead from word to word through all names at once ([`trie`]). The longest name wins.
//! 3. What is written in capitals and has no more than three letters is found only as it is written: AM is no "am".

mod forms;
mod trie;

use super::texts::{MOST_TOLD, Placed, is_address, texts};
use super::{Outline, Page};
use crate::fingerprint::Fingerprint;
use crate::markdown::Run;
use crate::yaml::Step;
use docent_search::stem::Stems;
use docent_search::text::{Token, fold, row};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use trie::Trie;

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// A name of the n-th term. Of several terms of one name the one with the smallest rank has it; of two with
    /// the same rank nobody has.
    Term {
        /// Number of the term.
        term: u32,
        /// Title before abbreviation before alias.
        rank: u8,
    },
    /// The n-th spelling to avoid: spaces and hyphens count.
    Avoid(u32),
}

/// A name to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As it is written.
    pub text: String,
    /// What for.
    pub purpose: Use,
    /// Only in this form and these letters.
    pub as_written: bool,
}

/// What was found in one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The first mention of each term, in the order of the text: number of the term, range in the body.
    pub mentions: Vec<(u32, Range<u32>)>,
    /// Spellings to avoid: number, range in the body.
    pub avoided: Vec<(u32, Range<u32>)>,
    /// Spellings to avoid in the front matter: number, the way to the text, the words.
    pub avoided_above: Vec<(u32, Vec<Step>, String)>,
}

/// Names, ready to be looked for in texts of one language.
#[derive(Debug)]
pub struct TermMatcher {
    lang: String,
    stems: Stems,
    /// The longest first.
    phrases: Vec<Phrase>,
    /// Their numbers, by their stems.
    trie: Trie,
    beginnings: Beginnings,
    /// There are spellings to avoid.
    advises: bool,
    /// Latin letters are English on a page in this language.
    english: bool,
    /// Of the names and of how they are stemmed.
    pub fingerprint: Fingerprint,
}

#[derive(Clone, Debug)]
struct Phrase {
    /// The words, at least one.
    words: Vec<Word>,
    /// What stands between them, see [`gap`].
    gaps: Vec<String>,
    purpose: Use,
    /// The words have to be written as they are.
    exact: bool,
    /// An ending may follow what has to be written exactly.
    inflected: bool,
}

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    written: String,
    term: String,
    /// Its stem, and those of forms with a vowel more or less.
    stems: Vec<String>,
}

/// The longest name, in words: where a name may begin, as many words are looked at. [`is_too_long`] says so.
pub const MOST_WORDS: usize = 20;

/// Spellings to avoid that are told of one page: an imported wiki has thousands.
const MOST_AVOIDED: usize = 50;

impl TermMatcher {
    /// `codes`: the languages of the site, which decide on the stems.
    pub fn new(lang: &str, codes: &[&str], names: &[Name]) -> Self {
        let stems = Stems::new(codes);
        let fingerprint = Fingerprint::of(&(lang, codes, names, Stems::version()));
        let english = matches!(lang.split('-').next(), Some("en" | "ru"));
        let (lang, phrases, beginnings) = (lang.to_owned(), Vec::new(), Beginnings::default());
        let advises = names.iter().any(|name| matches!(name.purpose, Use::Avoid(_)));
        let mut matcher =
            Self { lang, stems, phrases, trie: Trie::default(), beginnings, advises, english, fingerprint };
        let mut all: BTreeMap<_, Phrase> = BTreeMap::new();
        for phrase in names.iter().filter_map(|name| matcher.phrase(name)) {
            let purpose = phrase.purpose;
            all.entry(phrase.place())
                .and_modify(|known| known.purpose = stronger(known.purpose, purpose))
                .or_insert(phrase);
        }
        let mut all: Vec<Phrase> = all.into_values().collect();
        all.retain(|phrase| !matches!(phrase.purpose, Use::Term { term: NOBODY, .. }));
        all.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        all.into_iter().for_each(|phrase| matcher.add(phrase));
        matcher.beginnings.all = !matcher.stems.are_common();
        matcher
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.trie.is_empty()
    }

    fn phrase(&self, name: &Name) -> Option<Phrase> {
        let text = &name.text;
        let tokens: Vec<Token<'_>> = row(text).collect();
        let words: Vec<Word> = tokens.iter().map(|token| self.word(text, token, name.as_written)).collect();
        let gaps = tokens.windows(2).map(|pair| gap(&text[pair[0].range.end..pair[1].range.start])).collect();
        let inflected = !name.as_written && is_short_acronym(text);
        let in_bounds = (1..=MOST_WORDS).contains(&words.len());
        let long_enough = in_bounds && text.chars().filter(|c| c.is_alphanumeric()).count() > 1;
        let phrase = Phrase { words, gaps, purpose: name.purpose, exact: name.as_written || inflected, inflected };
        Some(phrase).filter(|_| long_enough)
    }

    fn word(&self, text: &str, token: &Token<'_>, as_written: bool) -> Word {
        let mut stems = vec![self.stem(token)];
        stems.extend(forms::other_stems(&token.term).into_iter().filter(|_| !as_written));
        Word { written: text[token.range.clone()].to_owned(), term: token.term.clone().into_owned(), stems }
    }

    fn add(&mut self, phrase: Phrase) {
        phrase.words.iter().take(1).flat_map(|word| &word.stems).for_each(|stem| self.beginnings.add(stem));
        self.trie.add(phrase.words.iter().map(|word| word.stems.as_slice()), self.phrases.len());
        self.phrases.push(phrase);
    }

    fn stem(&self, token: &Token<'_>) -> String {
        self.stems.index(&token.term, &self.lang).into_owned()
    }

    /// Looks through a page: its body, and its front matter for spellings to avoid.
    pub fn look(&self, page: &Page) -> Found {
        let mut found = self.find(&page.text[page.body..], page.runs.iter());
        if self.advises {
            let Outline { front, fields, field_links, .. } = &*page.outline;
            self.find_above(texts(front, fields, field_links), &mut found);
        }
        found
    }

    /// Looks through the texts of a front matter, for spellings to avoid.
    fn find_above(&self, texts: Vec<Placed<'_>>, found: &mut Found) {
        for (way, text) in texts {
            let left = MOST_TOLD - found.avoided_above.len();
            let run = Run { start: 0, end: text.len() as u32, is_running: false };
            let avoided = self.find(text, [run]).avoided.into_iter();
            let told =
                avoided.map(|(number, at)| (number, way.clone(), text[at.start as usize..at.end as usize].to_owned()));
            found.avoided_above.extend(told.take(left));
        }
    }

    /// Looks through a body.
    pub fn find(&self, body: &str, runs: impl IntoIterator<Item = Run>) -> Found {
        let (mut found, mut mentioned) = (Found::default(), HashSet::new());
        for run in runs.into_iter().filter(|_| !self.is_empty()) {
            self.run(&body[run.range()], run, &mut found, &mut mentioned);
        }
        found
    }

    fn run(&self, text: &str, run: Run, found: &mut Found, mentioned: &mut HashSet<u32>) {
        let mut passed = 0;
        for token in row(text).filter(|token| self.beginnings.may_be(&token.term)) {
            if !self.trie.begins(&self.stems.index(&token.term, &self.lang)) || is_name(text, &token.range) {
                continue;
            }
            let start = token.range.start;
            let place = |end: usize| run.start + start as u32..run.start + end as u32;
            for (phrase, end) in self.phrases_at(text, token) {
                match phrase.purpose {
                    Use::Avoid(number) => found.avoid(number, place(end)),
                    Use::Term { term, .. } if run.is_running && start >= passed => {
                        passed = end;
                        // The first mention of each term counts.
                        if mentioned.insert(term) {
                            found.mentions.push((term, place(end)));
                        }
                    }
                    Use::Term { .. } => {}
                }
            }
        }
    }

    /// The names that stand at a word, and where they end, the longest first.
    fn phrases_at(&self, text: &str, token: Token<'_>) -> Vec<(&Phrase, usize)> {
        let behind = token.range.end;
        let ahead = row(&text[behind..])
            .map(|next| Token { range: next.range.start + behind..next.range.end + behind, ..next });
        let mut tokens = Vec::new();
        let stems = std::iter::once(token).chain(ahead).map(|token| {
            let stem = self.stem(&token);
            tokens.push(token);
            stem
        });
        let mut rows = self.trie.rows(stems);
        rows.sort_unstable();
        let phrases = rows.into_iter().map(|row| &self.phrases[row]);
        phrases.filter_map(|phrase| Some((phrase, self.end(text, &tokens, phrase)?))).collect()
    }

    /// Where a name ends whose stems the tokens have, if its words and what stands between them are right too.
    fn end(&self, text: &str, tokens: &[Token<'_>], phrase: &Phrase) -> Option<usize> {
        let tokens = tokens.get(..phrase.words.len())?;
        let are_right = tokens.iter().zip(&phrase.words).all(|(token, word)| self.is_right(phrase, word, token, text));
        let mut gaps = tokens.windows(2).map(|pair| gap(&text[pair[0].range.end..pair[1].range.start]));
        let are_joined = phrase.gaps.iter().all(|wanted| gaps.next().is_some_and(|gap| phrase.allows(&gap, wanted)));
        tokens.last().filter(|_| are_right && are_joined).map(|token| token.range.end)
    }

    /// Whether a word of the text is one of the name, given that it has the same stem.
    fn is_right(&self, phrase: &Phrase, word: &Word, token: &Token<'_>, text: &str) -> bool {
        match text[token.range.clone()].strip_prefix(&*word.written) {
            _ if !phrase.exact => forms::is_form(&token.term, &word.term, self.english),
            Some("") => true,
            Some(ending) => phrase.inflected && ending.chars().all(char::is_lowercase),
            None => false,
        }
    }
}

impl Found {
    fn avoid(&mut self, number: u32, place: Range<u32>) {
        if self.avoided.len() < MOST_AVOIDED {
            self.avoided.push((number, place));
        }
    }
}

/// Who has a name that two terms have.
const NOBODY: u32 = u32::MAX;

/// Who has a name that two want.
fn stronger(one: Use, other: Use) -> Use {
    match (one, other) {
        (Use::Term { term: a, rank: x }, Use::Term { term: b, rank: y }) if a != b && x == y => {
            // The rank stays, so that a third with a better one may have it.
            Use::Term { term: NOBODY, rank: x }
        }
        (Use::Term { rank: x, .. }, Use::Term { rank: y, .. }) if y < x => other,
        _ => one,
    }
}

impl Phrase {
    /// What two names of terms that are found at the same places have in common; spellings to avoid are all different.
    fn place(&self) -> (bool, Option<u32>, Vec<String>) {
        let number = if let Use::Avoid(number) = self.purpose { Some(number) } else { None };
        (self.exact, number, self.words.iter().map(|word| word.stems[0].clone()).collect())
    }

    /// Whether its words may be parted by this. Names of terms are found with a space for a hyphen and the reverse.
    fn allows(&self, gap: &str, wanted: &str) -> bool {
        let loose = !self.exact && matches!(self.purpose, Use::Term { .. });
        gap == wanted || (loose && matches!(gap, " " | "-"))
    }
}

/// Two or three letters, all capitals: AM, КП, KPI, R&D.
fn is_short_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() <= 3 && letters.clone().all(char::is_uppercase) && !name.chars().any(char::is_numeric)
}

/// What stands between two words: any white space is one space, all hyphens are one.
fn gap(between: &str) -> String {
    let c = |c: char| if matches!(c, '\u{2010}' | '\u{2011}') { '-' } else { c };
    if !between.is_empty() && between.chars().all(|c| c.is_whitespace() || c == '>') {
        return " ".to_owned();
    }
    between.chars().map(c).collect()
}

/// Whether a word is a part of an address or of a name of a program: https://x/brief, brief.md, my_brief.
fn is_name(text: &str, word: &Range<usize>) -> bool {
    let (before, behind) = (&text[..word.start], &text[word.end..]);
    let joins = |c: char| matches!(c, '_' | '\\');
    let dotted = behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    before.ends_with(joins) || behind.starts_with(joins) || dotted || is_address(text, word)
}

/// How names begin, so that most words need not be stemmed: a stem keeps the first two letters of its word, but for y in
/// short English ones (dying, die).
#[derive(Debug, Default)]
struct Beginnings {
    /// The site has a language of which that is not known.
    all: bool,
    bits: Vec<u64>,
}

const BITS: u32 = 4096;

impl Beginnings {
    fn bit(first: char, second: Option<char>) -> (usize, u64) {
        let number = (first as u32).wrapping_mul(131).wrapping_add(second.map_or(0, |c| c as u32)) % BITS;
        (number as usize / 64, 1 << (number % 64))
    }

    fn add(&mut self, stem: &str) {
        self.bits.resize(BITS as usize / 64, 0);
        let mut chars = stem.chars();
        let Some(first) = chars.next() else { return };
        let (word, bit) = Self::bit(first, chars.next());
        self.bits[word] |= bit;
    }

    fn may_be(&self, term: &str) -> bool {
        let mut chars = term.chars();
        let Some(first) = chars.next().filter(|_| !self.bits.is_empty()) else { return false };
        let second = chars.next();
        let has = |second| {
            let (word, bit) = Self::bit(first, second);
            self.bits[word] & bit != 0
        };
        self.all || second == Some('y') || has(second) || has(None)
    }
}

/// Whether a name has more words than are looked for.
pub fn is_too_long(name: &str) -> bool {
    row(name).nth(MOST_WORDS).is_some()
}

/// Whether two spellings differ in nothing that the analysis sees: capitals, ё, the form of a hyphen.
pub fn looks_equal(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(lang: &str, names: &[&str]) -> TermMatcher {
        let name = |(term, text): (usize, &&str)| Name {
            text: (*text).to_owned(),
            purpose: Use::Term { term: term as u32, rank: 0 },
            as_written: false,
        };
        let names: Vec<Name> = names.iter().enumerate().map(name).collect();
        TermMatcher::new(lang, &["en", "ru"], &names)
    }

    fn found(matcher: &TermMatcher, text: &str) -> Vec<(u32, String)> {
        let runs = [Run { start: 0, end: text.len() as u32, is_running: true }];
        let all = matcher.find(text, runs).mentions.into_iter();
        all.map(|(term, at)| (term, text[at.start as usize..at.end as usize].to_owned())).collect()
    }

    #[test]
    fn the_longest_name_wins_and_each_term_is_found_once() {
        let matcher = matcher("ru", &["клиент", "ключевой клиент", "бриф"]);
        let text = "Ключевым клиентам нужен бриф; о брифе помнят и клиенты.";
        let expected = [(1, "Ключевым клиентам"), (2, "бриф"), (0, "клиенты")];
        assert_eq!(found(&matcher, text), expected.map(|(term, text)| (term, text.to_owned())));
    }

    #[test]
    fn a_name_of_two_terms_is_nobodys_unless_one_has_a_better_right_to_it() {
        let name = |term, rank| Name { text: "account".into(), purpose: Use::Term { term, rank }, as_written: false };
        let told = |names: &[Name]| found(&TermMatcher::new("en", &["en"], names), "an account");
        assert_eq!(told(&[name(0, 2), name(1, 2)]), []);
        assert_eq!(told(&[name(0, 2), name(1, 0)]), [(1, "account".to_owned())]);
        assert_eq!(told(&[name(0, 2), name(1, 2), name(2, 1)]), [(2, "account".to_owned())]);
    }

    #[test]
    fn short_acronyms_are_found_as_they_are_written() {
        let matcher = matcher("ru", &["AM", "КАМ", "R&D"]);
        assert_eq!(found(&matcher, "I am here, кам, r&d, R D"), []);
        let text = "AMs, от КАМа, R&D";
        assert_eq!(
            found(&matcher, text).iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(),
            ["AMs", "КАМа", "R&D"]
        );
    }

    #[test]
    fn addresses_are_no_mentions() {
        let matcher = matcher("en", &["brief"]);
        for text in ["https://x.org/brief", "brief@x.org", "brief.md", "my_brief", "c:\\brief", "a,brief.b"] {
            assert_eq!(found(&matcher, text), [], "{text}");
        }
        for text in ["brief.", "(brief)", "pre-brief", "brief/plan", "«brief»"] {
            assert_eq!(found(&matcher, text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_stem_begins_as_its_words_do() {
        let stems = Stems::new(&["en", "ru"]);
        let words = "using icing aging owed tied ties dies dying lying tying skies skis idly gently ugly only singly cry \
                     cries crying sky flying ied by говорил ёж её елка юность шёл идут всеми ими яйцо";
        for word in words.split_whitespace().map(fold) {
            for lang in ["en", "ru"] {
                let mut beginnings = Beginnings::default();
                beginnings.add(&stems.index(&word, lang));
                assert!(beginnings.may_be(&word), "{word}");
            }
        }
    }
}
