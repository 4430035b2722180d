//! What is looked for: names, runs of words and rare words of all that is hidden, without what is said openly too.
//!
//! In: the site, its sources, the theme. Out: [`Needles`], and a [`Search`] for each file.
//!
//! A run of words is a number made of its words' hashes, rolled on with each word of the text; words that stand in no
//! needle end it, so most of a text costs one look into a table a word.

use super::words::{Reader, Token, tokens};
use crate::config::Config;
use crate::page::{Outline, Page};
use crate::site::Site;
use crate::site::glossary::file::{self, Listed};
use crate::site::links::Target;
use crate::source::{Content, File, Sources};
use crate::theme::Theme;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// What the needles are made from.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The model, with what is hidden from it.
    pub site: &'a Site,
    /// The configuration.
    pub config: &'a Config,
    /// The snapshot.
    pub sources: &'a Sources,
    /// The theme: its words stand on every page.
    pub theme: &'a Theme,
}

impl<'a> World<'a> {
    /// Whether a file of `content/` is a glossary whose terms the site shows, though not the file itself.
    pub fn shows_glossary(&self, path: &str) -> bool {
        file::is_one(path) && self.config.shows_default()
    }

    /// The files beside pages that the site shows, and those that it does not, by their paths below `content/`.
    pub fn files(self) -> (Vec<Beside<'a>>, Vec<Beside<'a>>) {
        let shown: HashSet<&str> = self.site.files.iter().map(String::as_str).collect();
        let all = self.sources.below("content/").filter(|(path, _)| !path.ends_with(".md"));
        all.partition(|(path, _)| shown.contains(path) || self.shows_glossary(path))
    }
}

/// A file beside pages: its path below `content/`, and what it holds.
pub type Beside<'a> = (&'a str, &'a File);

/// Words in a run.
const RUN: usize = 8;
/// Fewer words are said by chance; names are looked for whatever their length.
const LEAST: usize = 4;
/// A rare word shorter than this is an abbreviation that may come from anywhere.
const RARE: usize = 5;

/// What docent itself writes into its files.
const OWN: &str = "docent docentPack docentWords http https www w3 org 2005 1999 xhtml Atom sitemaps schemas sitemap 0 9 \
    User agent Allow Sitemap format stemmer meta engine index html feed xml tags search assets offline start entry js \
    css svg bin wasm txt md json self alternate stylesheet icon text application utf width device initial scale";

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
    /// Collects them.
    pub fn new(world: World<'_>) -> Self {
        let mut needles = Self::default();
        let hidden = &world.site.hidden;
        hidden.pages.iter().for_each(|page| needles.page(page));
        for entry in world.site.entries.iter().filter(|e| !e.fallback) {
            for cut in entry.page.cuts.iter().filter(|cut| !cut.text.is_empty()) {
                let source = needles.source(&entry.page.outline.source);
                needles.text(&cut.text, source);
            }
        }
        for (path, file) in world.files().1 {
            let source = needles.source(&format!("content/{path}"));
            match &file.content {
                Content::Text(text) if file::is_one(path) => needles.glossary(text, source),
                Content::Text(text) => needles.text(text, source),
                Content::Binary { .. } => {}
            }
            if !file::is_one(path) {
                needles.name(path.rsplit('/').next().unwrap_or_default(), source);
            }
        }
        needles.without_what_is_open(world);
        needles
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// A needle in words.
    pub fn told(&self, (what, source): Found) -> String {
        let of = self.sources.get(source as usize).map_or("", String::as_str);
        match what {
            What::Name => format!("a name of {of}"),
            What::Run => format!("words of {of}"),
            What::Word => format!("a word that only {of} has"),
        }
    }

    fn source(&mut self, name: &str) -> u32 {
        self.sources.push(name.to_owned());
        self.sources.len() as u32 - 1
    }

    fn page(&mut self, page: &Page) {
        let outline = &*page.outline;
        let source = self.source(&outline.source);
        for name in names(outline) {
            self.name(name, source);
        }
        for text in
            texts(outline).into_iter().chain([&page.text[page.body..]]).chain(page.cuts.iter().map(|c| &*c.text))
        {
            self.text(text, source);
        }
    }

    /// The terms of a glossary. Its keys are no secret; without terms it is a text like another.
    fn glossary(&mut self, text: &str, source: u32) {
        let (terms, _) = file::terms("", text);
        if terms.is_empty() {
            self.text(text, source);
        }
        for term in &terms {
            named(term).for_each(|name| self.name(name, source));
            self.text(&term.definition, source);
        }
    }

    /// A name as a whole, or in runs where it is long; its words too, as those of a text: the search knows them singly.
    fn name(&mut self, name: &str, source: u32) {
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

    fn text(&mut self, text: &str, source: u32) {
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

    /// Drops what shown pages, the theme and the configuration say.
    fn without_what_is_open(&mut self, world: World<'_>) {
        let mut search = self.search();
        let mut say = |text: &str| search.read(text.as_bytes());
        say(OWN);
        for entry in &world.site.entries {
            say(&entry.out);
            open(&entry.page, &entry.page.outline, &mut say);
        }
        for (entry, targets) in world.site.entries.iter().zip(&world.site.targets).filter(|(e, _)| !e.fallback) {
            body(&entry.page, targets, &mut say);
        }
        world.site.files.iter().for_each(|file| say(file));
        glossaries(world, &mut say);
        theme(world.theme, &mut say);
        config(world.config, &mut say);
        let open = search.numbers;
        self.all.retain(|number, _| !open.contains(number));
        self.too_short.sort_unstable();
        self.too_short.dedup();
    }

    /// Begins to look through a file.
    pub fn search(&self) -> Search<'_> {
        Search {
            needles: self,
            found: BTreeSet::new(),
            numbers: Numbers::default(),
            rolls: Vec::new(),
            reader: Reader::default(),
        }
    }
}

/// What a term of a glossary is called, well or badly.
fn named(term: &Listed) -> impl Iterator<Item = &str> {
    [&term.term].into_iter().chain(&term.aliases).chain(&term.avoid).map(String::as_str)
}

/// What the glossaries say that the site shows.
fn glossaries(world: World<'_>, say: &mut impl FnMut(&str)) {
    let texts = world.sources.below("content/").filter(|(path, _)| world.shows_glossary(path));
    for (path, _) in texts {
        let text = world.sources.text(&format!("content/{path}")).map_or("", |text| text);
        for term in &file::terms("", text).0 {
            named(term).chain([term.definition.as_str()]).for_each(&mut *say);
        }
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

/// What a page is called.
fn names(outline: &Outline) -> Vec<&str> {
    let front = &outline.front;
    let file = outline.source.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
    let mut all = vec![outline.title.as_str(), file];
    // A section's address is that of its folder.
    all.extend(outline.path.trim_end_matches("/index").rsplit('/').next());
    all.extend(front.aliases.iter().chain(&front.tags).chain(&front.redirect_from).map(String::as_str));
    all.extend(outline.headings.iter().flat_map(|heading| [heading.text.as_str(), &heading.id]));
    all.retain(|name| !["index", "_index", "README"].contains(name));
    all
}

/// What else a page says outside of its body.
fn texts(outline: &Outline) -> Vec<&str> {
    let front = &outline.front;
    let mut all = vec![outline.description.as_str()];
    all.extend(front.owner.iter().chain(&front.reviewed_by).map(String::as_str));
    all.extend(front.questions.iter().flat_map(|question| [question.q.as_str(), &question.a]));
    outline.fields.values().chain(front.extra.values()).for_each(|value| strings(value, &mut all));
    all
}

fn strings<'v>(value: &'v Value, out: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => out.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, out)),
        Value::Object(map) => map.iter().for_each(|(key, item)| {
            out.push(key);
            strings(item, out);
        }),
        _ => {}
    }
}

/// What a shown page says outside of its body.
fn open(page: &Page, outline: &Outline, say: &mut impl FnMut(&str)) {
    say(&page.outline.source);
    say(&outline.path);
    // A description that nobody wrote is the beginning of the body, links to what is hidden and all.
    let texts = texts(outline).into_iter().skip(usize::from(outline.front.description.is_none()));
    names(outline).into_iter().chain(texts).for_each(&mut *say);
    outline.fields.keys().for_each(|key| say(key));
    outline.front.kind.iter().for_each(|kind| say(kind));
}

/// A body, without the links that lead to what is hidden: that an author wrote them makes them no less a leak.
fn body(page: &Page, targets: &[Target], say: &mut impl FnMut(&str)) {
    let text = &page.text[page.body..];
    let mut done = 0;
    for (link, target) in page.outline.links.iter().zip(targets) {
        if *target == Target::Text && link.range.start >= done {
            say(&text[done..link.range.start]);
            done = link.range.end;
        }
    }
    say(&text[done..]);
}

fn theme(theme: &Theme, say: &mut impl FnMut(&str)) {
    theme.templates.values().chain(theme.types.values()).for_each(|origin| say(&origin.text));
    theme.strings.values().flatten().for_each(|origin| say(&origin.text));
    for file in theme.assets.values() {
        if let Content::Text(text) = &file.content {
            say(text);
        }
    }
}

fn config(config: &Config, say: &mut impl FnMut(&str)) {
    [&config.title, &config.description]
        .into_iter()
        .chain(&config.base_url)
        .chain(&config.edit_url)
        .for_each(|t| say(t));
    for (code, language) in &config.languages.0 {
        say(code);
        language.name.iter().chain(&language.title).chain(&language.description).for_each(|text| say(text));
    }
    let mut extra = Vec::new();
    config.extra.values().for_each(|value| strings(value, &mut extra));
    extra.into_iter().for_each(say);
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
}

impl Search<'_> {
    /// A text of its own: runs do not go on from the one before.
    pub fn read(&mut self, bytes: &[u8]) {
        let Self { needles, found, numbers, rolls, reader } = self;
        let mut out = |token| match token {
            Token::Word(word, ..) if needles.known.contains(&word) => {
                // Each run grows by the word, and one begins with it.
                rolls.insert(0, 0);
                rolls.truncate(RUN);
                for roll in rolls.iter_mut() {
                    *roll = rolled(*roll, word);
                    if let Some(needle) = needles.all.get(roll) {
                        found.insert(*needle);
                        numbers.insert(*roll);
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
