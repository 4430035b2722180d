//! WordNet's own files.
//!
//! In: a folder with `data.*` and `index.sense`. Out: meanings with their words and pointers, and how often each word was
//! met in each of its meanings. The format is described in WordNet's manual (wndb, senseidx).

use std::collections::{BTreeMap, HashMap};
use std::ops::Index;
use std::path::Path;

/// The number of a meaning.
pub type Id = usize;

/// A set of words that mean one thing.
#[derive(Debug, Default)]
pub struct Meaning {
    /// The number of its file: what kind of thing it is.
    pub kind: u8,
    /// Its words; names are left out, but keep their places.
    pub words: Vec<String>,
    /// Where it leads.
    pub pointers: Vec<Pointer>,
}

/// A relation.
#[derive(Debug)]
pub struct Pointer {
    /// Which.
    pub symbol: char,
    /// Another meaning.
    pub to: Id,
    /// From one of the words, or from all.
    pub from: Option<usize>,
    /// To one of the words, or to all.
    pub at: Option<usize>,
}

/// All of it.
#[derive(Debug, Default)]
pub struct WordNet {
    meanings: Vec<Meaning>,
    words: BTreeMap<String, Vec<Id>>,
    /// How often a word was met in a meaning.
    met: HashMap<(String, Id), u32>,
}

/// The letter, the file, and the number in the index of senses.
const PARTS: [(char, &str, &str); 4] =
    [('n', "data.noun", "1"), ('v', "data.verb", "2"), ('a', "data.adj", "3"), ('r', "data.adv", "4")];

impl Index<Id> for WordNet {
    type Output = Meaning;

    fn index(&self, id: Id) -> &Meaning {
        &self.meanings[id]
    }
}

impl WordNet {
    /// Reads the files.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        let mut texts = Vec::new();
        let mut ids: HashMap<(char, &str), Id> = HashMap::new();
        for (letter, name, _) in PARTS {
            texts.push((letter, read(name)?));
        }
        let lines = || texts.iter().flat_map(|(letter, text)| text.lines().map(move |line| (*letter, line)));
        let lines = || lines().filter(|(_, line)| line.starts_with(|c: char| c.is_ascii_digit()));
        for (id, (letter, line)) in lines().enumerate() {
            ids.insert((letter, line.split(' ').next().unwrap_or_default()), id);
        }
        let mut all = Self::default();
        for (_, line) in lines() {
            let meaning = meaning(line, &ids).ok_or_else(|| format!("not a line of WordNet: {line}"))?;
            all.add(meaning);
        }
        all.count(&read("index.sense")?, &ids);
        Ok(all)
    }

    fn add(&mut self, meaning: Meaning) {
        for word in meaning.words.iter().filter(|word| !word.is_empty()) {
            self.words.entry(word.clone()).or_default().push(self.meanings.len());
        }
        self.meanings.push(meaning);
    }

    fn count(&mut self, senses: &str, ids: &HashMap<(char, &str), Id>) {
        for line in senses.lines() {
            let mut fields = line.split(' ');
            let (Some(key), Some(offset), Some(met)) = (fields.next(), fields.next(), fields.nth(1)) else { continue };
            let Some((word, rest)) = key.split_once('%') else { continue };
            let number = if rest.starts_with('5') { "3" } else { &rest[..1] };
            let letter = PARTS.iter().find(|(.., known)| *known == number).map(|(letter, ..)| *letter);
            let id = letter.and_then(|letter| ids.get(&(letter, offset)));
            if let (Some(id), Ok(met)) = (id, met.parse()) {
                self.met.insert((word.replace('_', " "), *id), met);
            }
        }
    }

    /// All words, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// What a word means.
    pub fn meanings(&self, word: &str) -> &[Id] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    fn met_as(&self, word: &str, id: Id) -> u32 {
        self.met.get(&(word.to_owned(), id)).copied().unwrap_or_default()
    }

    /// How often a word was met.
    pub fn met(&self, word: &str) -> u32 {
        self.meanings(word).iter().map(|id| self.met_as(word, *id)).sum()
    }

    /// How often a word means this, from 0 to 1.
    pub fn share(&self, word: &str, id: Id) -> f64 {
        let of = |id: Id| f64::from(self.met_as(word, id)) + 0.5;
        of(id) / self.meanings(word).iter().map(|id| of(*id)).sum::<f64>()
    }
}

/// `00001740 03 n 01 entity 0 003 ~ 00001930 n 0000 ... | gloss`
fn meaning(line: &str, ids: &HashMap<(char, &str), Id>) -> Option<Meaning> {
    let mut fields = line.split(" | ").next()?.split(' ');
    let kind = fields.nth(1)?.parse().ok()?;
    let count = usize::from_str_radix(fields.nth(1)?, 16).ok()?;
    let mut words = Vec::new();
    for _ in 0..count {
        // `galore(ip)`: where an adjective stands.
        let word = fields.next()?.split('(').next()?.replace('_', " ");
        fields.next()?;
        words.push(if word.contains(char::is_uppercase) { String::new() } else { word });
    }
    let count: usize = fields.next()?.parse().ok()?;
    let mut pointers = Vec::new();
    for _ in 0..count {
        let (symbol, offset, letter, places) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let letter = if letter == "s" { 'a' } else { letter.chars().next()? };
        let place = |digits: &str| usize::from_str_radix(digits, 16).ok()?.checked_sub(1);
        let (from, at) = (place(places.get(..2)?), place(places.get(2..)?));
        pointers.push(Pointer { symbol: symbol.chars().next()?, to: *ids.get(&(letter, offset))?, from, at });
    }
    Some(Meaning { kind, words, pointers })
}
