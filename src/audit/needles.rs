//! What is looked for: names, runs of words and rare words.
//!
//! In: names and texts of all that is hidden ([`super::secrets`]), then texts of what is said openly ([`super::openly`]).
//! Out: [`Needles`], and a [`Search`] for each file.
//!
//! A run of words is a number made of its words' hashes, rolled on with each word of the text; words that stand in no
//! needle end it, so most of a text costs one look into a table a word.

use super::words::{Reader, Token, tokens};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

/// Words in a run.
const RUN: usize = 8;
/// Fewer words are said by chance; names are looked for whatever their length.
const LEAST: usize = 4;
/// Words and names that are counted.
const MOST_NOTED: usize = 200;
/// Words and names that are quoted to the author.
const MOST_SAID: usize = 5;
/// A rare word shorter than this is an abbreviation that may come from anywhere.
const RARE: usize = 5;

/// What a needle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A title, an address, an alias, a heading, a tag, the name of a file.
    Name,
    /// Words that follow each other.
    Run,
    /// A word that no shown page has.
    Word,
}

/// A needle: what it is, and of which source.
pub type Found = (What, u32);

/// Everything that is looked for.
#[derive(Debug, Default)]
pub struct Needles {
    all: HashMap<u64, Found, Hashed>,
    /// Words that stand in needles.
    known: Numbers,
    sources: Vec<String>,
    /// Names that are not looked for.
    pub too_short: Vec<String>,
}

impl Needles {
    /// Drops what is said openly: `say` hands each text of it to a walk.
    pub(super) fn without(&mut self, open: impl FnOnce(&mut dyn FnMut(&str))) {
        let mut search = self.search();
        open(&mut |text| search.read(text.as_bytes()));
        let open = search.numbers;
        self.all.retain(|number, _| !open.contains(number));
        self.too_short.sort_unstable();
        self.too_short.dedup();
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// A needle in words: which ones were found, as the proof compares them.
    pub fn told(&self, (what, source): Found, said: &[String]) -> String {
        let of = self.sources.get(source as usize).map_or("", String::as_str);
        let several = said.len() > 1;
        let (which, most) = match (what, several) {
            (What::Name, false) => (format!("a name from {of}"), MOST_SAID),
            (What::Name, true) => (format!("names of {of}"), MOST_SAID),
            (What::Word, false) => (format!("a word that occurs only in {of}"), MOST_SAID),
            (What::Word, true) => (format!("words that only {of} has"), MOST_SAID),
            // The runs of one sentence overlap: the first says where it begins.
            (What::Run, _) => (format!("text from {of}"), 1),
        };
        let quoted: Vec<String> = said.iter().take(most).map(|words| format!("`{words}`")).collect();
        let more = said.len() - quoted.len();
        let more = if more > 0 && what != What::Run { format!(" and {more} more") } else { String::new() };
        format!("{which}: {}{more}", quoted.join(", "))
    }

    /// A file that needles are of.
    pub(super) fn source(&mut self, name: &str) -> u32 {
        self.sources.push(name.to_owned());
        self.sources.len() as u32 - 1
    }

    /// A name as a whole, or in runs where it is long; its words too, as those of a text: the search knows them singly.
    pub(super) fn name(&mut self, name: &str, source: u32) {
        for run in runs(name) {
            self.words(&run, source);
            let letters: usize = run.iter().map(|(_, length, _)| length).sum();
            let telling = run.iter().any(|(.., letter)| *letter) && letters >= if run.len() == 1 { 4 } else { 6 };
            if telling {
                self.windows(&run, What::Name, source);
            } else {
                self.too_short.push(name.to_owned());
            }
        }
    }

    /// Runs of words, and the words.
    pub(super) fn text(&mut self, text: &str, source: u32) {
        for run in runs(text) {
            if run.len() >= LEAST {
                self.windows(&run, What::Run, source);
            }
            self.words(&run, source);
        }
    }

    fn words(&mut self, run: &[Word], source: u32) {
        for (hash, length, letter) in run {
            if *letter && *length >= RARE {
                self.add(&[*hash], What::Word, source);
            }
        }
    }

    fn windows(&mut self, run: &[Word], what: What, source: u32) {
        let hashes: Vec<u64> = run.iter().map(|(hash, ..)| *hash).collect();
        hashes.windows(RUN.min(hashes.len())).for_each(|window| self.add(window, what, source));
    }

    fn add(&mut self, words: &[u64], what: What, source: u32) {
        let number = words.iter().fold(0, |number, word| rolled(number, *word));
        let found = self.all.entry(number).or_insert((what, source));
        *found = (*found).min((what, source));
        self.known.extend(words);
    }

    /// Begins to look through a file.
    pub fn search(&self) -> Search<'_> {
        Search {
            needles: self,
            found: BTreeSet::new(),
            numbers: Numbers::default(),
            rolls: Vec::new(),
            reader: Reader::default(),
            last: VecDeque::new(),
            said: BTreeMap::new(),
        }
    }

    /// Looks through a file once more, to say which words were found.
    pub fn telling(&self) -> Search<'_> {
        Search { reader: Reader::spelling(), ..self.search() }
    }
}

/// Hash, characters, whether there is a letter.
type Word = (u64, usize, bool);

/// The words of a text between the ends of lines and sentences.
fn runs(text: &str) -> Vec<Vec<Word>> {
    let mut all = vec![Vec::new()];
    for token in tokens(text) {
        match token {
            Token::Word(hash, length, letter) => {
                all.last_mut().into_iter().for_each(|run| run.push((hash, length, letter)))
            }
            Token::Stop => all.push(Vec::new()),
        }
    }
    all.retain(|run| !run.is_empty());
    all
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

fn rolled(number: u64, word: u64) -> u64 {
    number.wrapping_mul(BASE).wrapping_add(word | 1)
}

/// A walk through a file.
pub struct Search<'a> {
    needles: &'a Needles,
    /// The needles that stand in it.
    pub found: BTreeSet<Found>,
    numbers: Numbers,
    /// The numbers of the runs that end with the last word, the shortest first.
    rolls: Vec<u64>,
    reader: Reader,
    /// The words of the run that is being read, if they are wanted.
    last: VecDeque<String>,
    /// Which words each needle was, if they are wanted.
    pub said: BTreeMap<Found, Vec<String>>,
}

impl Search<'_> {
    /// A text of its own: runs do not go on from the one before.
    pub fn read(&mut self, bytes: &[u8]) {
        let Self { needles, found, numbers, rolls, reader, last, said } = self;
        let mut out = |token, spelt: &str| match token {
            Token::Word(word, ..) if needles.known.contains(&word) => {
                // Each run grows by the word, and one begins with it.
                rolls.insert(0, 0);
                rolls.truncate(RUN);
                if !spelt.is_empty() {
                    last.push_front(spelt.to_owned());
                    last.truncate(RUN);
                }
                for (before, roll) in rolls.iter_mut().enumerate() {
                    *roll = rolled(*roll, word);
                    if let Some(needle) = needles.all.get(roll) {
                        found.insert(*needle);
                        numbers.insert(*roll);
                        if !spelt.is_empty() {
                            note(said.entry(*needle).or_default(), last, before);
                        }
                    }
                }
            }
            Token::Word(..) | Token::Stop => rolls.clear(),
        };
        for chunk in bytes.utf8_chunks() {
            chunk.valid().chars().for_each(|c| reader.push(c, &mut out));
            if !chunk.invalid().is_empty() {
                reader.push('\0', &mut out);
            }
        }
        reader.push('\0', &mut out);
    }
}

/// The last words as one text, the number before the last included.
fn note(said: &mut Vec<String>, last: &VecDeque<String>, before: usize) {
    let words: Vec<&str> = last.iter().take(before + 1).rev().map(String::as_str).collect();
    let words = words.join(" ");
    if !said.contains(&words) && said.len() < MOST_NOTED {
        said.push(words);
    }
}

/// Numbers that are hashes are not hashed with care once more: every word of the output is looked up.
type Numbers = HashSet<u64, Hashed>;
type Hashed = BuildHasherDefault<Mixed>;

/// The number itself, its bits mixed.
#[derive(Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = rolled(self.0, number).rotate_left(26);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
