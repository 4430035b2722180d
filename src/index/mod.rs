//! The search index: what the pages say becomes the small files that the reader's browser searches.
//!
//! In: the site. Out: an [`Index`]: every file below `search/` by its name, in the order of the names, with its bytes.
//! The same bytes come from any number of threads, and from any memo.
//!
//! 1. [`pages`] chooses the pages that may be found, and what is shown of them in results.
//! 2. [`documents`] makes a page's text, section by section; [`analysis`] cuts it into words: both once a page.
//! 3. [`segment`] indexes a range of pages with tantivy, the only place that names it, and reads the lists out again:
//!    a [`segment::Run`].
//! 4. [`merge`] makes one of all runs, [`related`] finds what readers may type instead of its words, [`export`] writes it as files, [`offline`] packs them for sites without a server.
//!
//! [`bulk`] writes the same sections for search engines that run on servers.
//!
//! An edit makes its page's text and its range's run anew; what follows is copying.

pub mod analysis;
pub mod ask;
pub mod bulk;
pub mod deflate;
pub mod documents;
pub mod encoding;
pub mod export;
pub mod lexicon;
pub mod merge;
pub mod offline;
pub mod pages;
pub mod related;
pub mod segment;
pub mod stop_words;

use crate::config::Config;
use crate::fingerprint::Fingerprint;
use crate::memo::Table;
use crate::page::types::Types;
use crate::site::Site;
use analysis::Analysed;
use docent_search::format::FORMAT;
use docent_search::shipped::{ENGINE, ENGINE_ALL_LANGUAGES, Engine};
use docent_search::stem::Stems;
use documents::Document;
use export::{Deflater, Files, Parcel, Parts, Words};
use pages::{Found, names};
use rayon::prelude::*;
use related::Pieces;
use segment::Run;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use stop_words::stop_words;

/// The language of a code, without its region: `en` of `en-GB`.
fn language(code: &str) -> &str {
    code.split(['-', '_']).next().unwrap_or_default()
}

/// What is remembered from index to index.
#[derive(Debug)]
pub struct IndexCache {
    /// The fragments of a page.
    pub fragments: Table<Arc<Parts>>,
    /// The lists of a range of pages.
    pub runs: Table<Arc<Run>>,
    /// Deflated files, by what they hold.
    pub deflated: Table<Arc<Vec<u8>>>,
    /// Counts indexes, not builds: a build that nobody searches makes none.
    generation: AtomicU64,
}

impl IndexCache {
    /// Remembers.
    pub fn keeping() -> Self {
        let (fragments, runs, deflated) = (Table::keeping(), Table::keeping(), Table::keeping());
        Self { fragments, runs, deflated, generation: AtomicU64::new(0) }
    }

    /// Forgets at once.
    pub fn forgetting() -> Self {
        let (fragments, runs, deflated) = (Table::forgetting(), Table::forgetting(), Table::forgetting());
        Self { fragments, runs, deflated, generation: AtomicU64::new(0) }
    }

    fn begin(&self) -> u64 {
        let before = self.generation.fetch_add(1, Relaxed);
        self.fragments.drop_older_than(before);
        self.runs.drop_older_than(before);
        self.deflated.drop_older_than(before);
        before + 1
    }
}

/// What the index is made from.
#[derive(Clone, Copy, Debug)]
pub struct IndexInput<'a> {
    /// The model.
    pub site: &'a Site,
    /// The configuration.
    pub config: &'a Config,
    /// The types of pages.
    pub types: &'a Types,
}

/// The finished index.
#[derive(Debug, Default)]
pub struct Index {
    /// Every file but the packs, by its name below `search/`.
    pub files: Files,
    /// The packs, and which files each holds.
    pub packs: BTreeMap<String, Vec<String>>,
    /// Why there is no index.
    pub problem: Option<String>,
}

impl Index {
    /// Names of all files, without `search/`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().chain(self.packs.keys()).map(String::as_str)
    }

    /// The bytes of a file.
    pub fn bytes(&self, name: &str) -> Option<Arc<Vec<u8>>> {
        let pack = || self.packs.get(name).map(|names| offline::script(&self.files, names).into_bytes().into());
        self.files.get(name).cloned().or_else(pack)
    }
}

/// Makes the index.
pub fn build(world: IndexInput<'_>, memory: &IndexCache) -> Index {
    make(world, memory).unwrap_or_else(|problem| Index { problem: Some(problem), ..Index::default() })
}

fn make(world: IndexInput<'_>, memory: &IndexCache) -> Result<Index, String> {
    let generation = memory.begin();
    let codes = codes(world.config);
    let stems = Stems::new(&codes);
    let found = pages::found(world.site, world.config);
    let builder = Builder { world, memory, generation, stems: &stems, rules: rules(world) };
    let ranges = ranges(&found, memory.runs.keeps());
    let made: Vec<(Arc<Run>, Vec<Arc<Parts>>)> =
        ranges.par_iter().map(|range| builder.run(&found[range.clone()])).collect::<Result<_, _>>()?;
    let (runs, parts): (Vec<_>, Vec<_>) = made.into_iter().unzip();
    let merged = merge::merge(&runs);
    let synonyms = pages::synonyms(world.site);
    let related = if world.config.search.related_words { related::pieces(&merged, &codes) } else { Pieces::default() };
    let names =
        found.iter().flat_map(|found| std::iter::once(found.page.outline.title.as_str()).chain(names(found.page)));
    let stop = stop_words(&codes, names);
    let parts = parts.concat();
    let words = Words { stems: &merged, stemmers: &stems, synonyms, related, stop };
    let parcel = Parcel { found: &found, parts: &parts, runs: &runs, langs: codes, words };
    let (meta, mut files) = export::files(parcel, &Deflater { table: &memory.deflated, generation });
    files.extend(entry(&meta, &stems));
    let packs = if world.config.search.offline { offline::packs(&files) } else { BTreeMap::new() };
    Ok(Index { files, packs, problem: None })
}

/// Codes of the languages, the default one first.
fn codes(config: &Config) -> Vec<String> {
    let mut codes: Vec<String> = config.codes().into_iter().map(str::to_owned).collect();
    codes.sort_by_key(|code| *code != config.default_language);
    codes
}

/// What every page's text depends on besides the page.
fn rules(world: IndexInput<'_>) -> Fingerprint {
    let IndexInput { config, types, .. } = world;
    Fingerprint::of(&(&config.markdown, codes(config), types.fingerprint, Stems::version(), FORMAT))
}

/// The engine for English, Russian and languages without stems, and the one that stems all that it can.
/// They hold docent's own words, and nobody's.
pub const ENGINES: [Engine; 2] = [ENGINE, ENGINE_ALL_LANGUAGES];

/// The file that names the others, and the engine.
fn entry(meta: &str, stems: &Stems) -> [(String, Arc<Vec<u8>>); 2] {
    let engine = ENGINES[usize::from(!stems.are_common())];
    let name = format!("engine-{}.wasm", Fingerprint::of_bytes(engine).short());
    let entry = serde_json::json!({"format": FORMAT, "stemmer": Stems::version(), "meta": meta, "engine": name});
    [("entry.json".to_owned(), entry.to_string().into_bytes().into()), (name, engine.to_vec().into())]
}

/// Bytes of text in a run. Small runs are made anew quickly; large ones cost less in all.
const KEPT_RUN: usize = 512 * 1024;
const PASSING_RUN: usize = 4 * 1024 * 1024;

/// Divides the pages. The division leaves no trace in the index; it is kept steady so that runs are found again: a run
/// ends where a page's address says so.
fn ranges(found: &[Found<'_>], kept: bool) -> Vec<Range<usize>> {
    let most = if kept { KEPT_RUN } else { PASSING_RUN };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut size = 0;
    for (number, page) in found.iter().enumerate() {
        let border = kept && size > most / 4 && Fingerprint::of(&page.url).0.is_multiple_of(16);
        if number == 0 || border || size > most {
            ranges.push(number..number);
            size = 0;
        }
        size += page.page.text.len();
        if let Some(last) = ranges.last_mut() {
            last.end = number + 1;
        }
    }
    ranges
}

#[derive(Clone, Copy)]
struct Builder<'a> {
    world: IndexInput<'a>,
    memory: &'a IndexCache,
    generation: u64,
    stems: &'a Stems,
    rules: Fingerprint,
}

impl Builder<'_> {
    /// The run of some pages, and their fragments. The words of pages are as long as their texts: they are made anew
    /// with their run, and not kept.
    fn run(&self, found: &[Found<'_>]) -> Result<(Arc<Run>, Vec<Arc<Parts>>), String> {
        let keyed: Vec<Keyed<'_>> = found.par_iter().map(|found| (self.key(found), found)).collect();
        let (mut problem, mut parts) = (None, None);
        let make = || {
            let pages: Vec<_> = keyed.par_iter().map(|keyed| self.page(keyed)).collect();
            let (words, made): (Vec<Analysed>, Vec<_>) = pages.into_iter().unzip();
            parts = Some(made);
            let run = segment::run(&words.iter().collect::<Vec<_>>(), self.stems);
            Arc::new(run.unwrap_or_else(|error| {
                problem = Some(error);
                Run::default()
            }))
        };
        let key = || Fingerprint::of(&keyed.iter().map(|(key, _)| *key).collect::<Vec<_>>());
        let run = self.memory.runs.get(self.generation, key, make);
        let known = || keyed.par_iter().map(|keyed| self.parts(keyed, || self.document(keyed.1))).collect();
        problem.map_or_else(|| Ok((run, parts.unwrap_or_else(known))), Err)
    }

    /// What the words of a page depend on.
    fn key(&self, found: &Found<'_>) -> Fingerprint {
        let Found { page, tags, links, fields, .. } = found;
        let key = || Fingerprint::of(&(&page.outline.source, page.fingerprint, self.rules, tags, links, fields));
        if self.memory.runs.keeps() { key() } else { Fingerprint::default() }
    }

    fn document(&self, found: &Found<'_>) -> Document {
        documents::document(found, self.world.types, self.world.config)
    }

    /// The words and the fragments of a page.
    fn page(&self, keyed: &Keyed<'_>) -> (Analysed, Arc<Parts>) {
        let document = self.document(keyed.1);
        let words = analysis::analyse(&document);
        (words, self.parts(keyed, || document))
    }

    fn parts(&self, (key, found): &Keyed<'_>, document: impl FnOnce() -> Document) -> Arc<Parts> {
        let place = || Fingerprint::of(&(*key, &found.url, &found.crumbs));
        self.memory.fragments.get(self.generation, place, || Arc::new(export::parts(&document(), found)))
    }
}

/// A page with what its words depend on.
type Keyed<'a> = (Fingerprint, &'a Found<'a>);
