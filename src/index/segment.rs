//! A range of pages becomes one segment of tantivy's, and that becomes lists again. The only file that names tantivy.
//!
//! In: the words of the pages ([`Analysed`]). Out: a [`Run`]: for each stem where it stands and which words have it,
//! and the lengths of all fields as BM25 needs them.
//!
//! A segment is built by a writer that has no threads and merges nothing: `IndexWriter` merges in an order that
//! depends on random names. Runs are joined by [`super::merge`], in the order of the pages.

use super::analysis::{Analysed, Replay, with_head};
use docent_search::format::positions::encode_positions;
use docent_search::format::{FIELD_COUNT, FIELDS, Field, Posting, bases};
use docent_search::stem::Stems;
use docent_search::wire::{Reader, Writer};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tantivy::directory::RamDirectory;
use tantivy::index::SegmentReader;
use tantivy::postings::Postings as _;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{DocSet, Index, TERMINATED, TantivyDocument};

/// A range of pages, indexed.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// How many sections each page has, and the fieldnorm ids of its title and other names.
    pub pages: Vec<(u32, [u8; 2])>,
    /// The fieldnorm ids of headings and texts, a section each.
    pub norms: [Vec<u8>; 2],
    /// How many tokens each field has.
    pub tokens: [u64; FIELD_COUNT],
    /// The stems, sorted, one behind the other, and where each ends.
    stems: (String, Vec<u32>),
    /// What is known of each stem, one behind the other, and where each ends.
    entries: (Vec<u8>, Vec<u32>),
}

/// What a run knows of a stem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands, by field. Numbers count from the run's first page and slot.
    pub postings: [Vec<Posting>; FIELD_COUNT],
    /// The positions, encoded, by field.
    pub positions: [Vec<u8>; FIELD_COUNT],
    /// The words that have it, sorted, and in how many sections each stands.
    pub forms: Vec<(String, u32)>,
}

/// Names of the fields, in the order of [`FIELDS`].
pub const NAMES: [&str; FIELD_COUNT] = ["title", "aliases", "heading", "body", "links"];

/// The distinct words of some pages and their stems.
struct Lexicon<'a> {
    /// The words with the number of their stem and of the sections that they stand in.
    forms: Vec<(&'a str, u32, u32)>,
    stems: Vec<Box<str>>,
    /// For each page the number of the stem of each of its words.
    pages: Vec<Vec<u32>>,
}

impl<'a> Lexicon<'a> {
    fn new(pages: &[&'a Analysed], stems: &Stems) -> Self {
        let mut lexicon = Self { forms: Vec::new(), stems: Vec::new(), pages: Vec::new() };
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut known: BTreeMap<&str, HashMap<&'a str, u32>> = BTreeMap::new();
        for page in pages {
            let known = known.entry(&page.lang).or_default();
            let mut own = Vec::with_capacity(page.words.len());
            for (word, sections) in page.words.iter().zip(&page.sections_with) {
                let form = *known.entry(word).or_insert_with(|| lexicon.form(word, &page.lang, stems, &mut numbers));
                lexicon.forms[form as usize].2 += sections;
                own.push(lexicon.forms[form as usize].1);
            }
            lexicon.pages.push(own);
        }
        lexicon
    }

    /// A word that is new: it is stemmed once.
    fn form(&mut self, word: &'a str, lang: &str, stems: &Stems, numbers: &mut HashMap<Box<str>, u32>) -> u32 {
        let stem = stems.index(word, lang);
        let number = match numbers.get(&*stem) {
            Some(number) => *number,
            None => {
                numbers.insert((&*stem).into(), self.stems.len() as u32);
                self.stems.push((&*stem).into());
                self.stems.len() as u32 - 1
            }
        };
        self.forms.push((word, number, 0));
        self.forms.len() as u32 - 1
    }

    /// Stems in order, each with its forms in order.
    fn sorted(&self) -> BTreeMap<&str, Vec<(String, u32)>> {
        let mut all: BTreeMap<&str, Vec<(String, u32)>> = BTreeMap::new();
        for (form, stem, sections) in &self.forms {
            all.entry(&self.stems[*stem as usize]).or_default().push(((*form).to_owned(), *sections));
        }
        for forms in all.values_mut() {
            forms.sort();
            // Two languages may have one word.
            forms.dedup_by(|b, a| {
                a.0 == b.0 && {
                    a.1 += b.1;
                    true
                }
            });
        }
        all
    }
}

/// Hands tantivy the stems of a stream that stands behind the number of its page.
#[derive(Clone)]
struct Replayer {
    stems: Arc<Vec<Box<str>>>,
    pages: Arc<Vec<Vec<u32>>>,
}

struct Stream<'a> {
    replay: Replay<'a>,
    stems: &'a [Box<str>],
    words: &'a [u32],
    token: Token,
}

impl Tokenizer for Replayer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let mut replay = Replay::new(text);
        let page = replay.head().unwrap_or_default() as usize;
        let words = self.pages.get(page).map_or(&[][..], Vec::as_slice);
        Stream { replay, stems: &self.stems, words, token: Token::default() }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some((word, position)) = self.replay.next() else { return false };
        self.token.position = position as usize;
        self.token.text.clear();
        self.token.text.push_str(&self.stems[self.words[word] as usize]);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// What is indexed: fields with frequencies, positions and, but for links, lengths. Nothing is stored.
fn schema() -> (Schema, [tantivy::schema::Field; FIELD_COUNT]) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer("docent");
    let indexing = indexing.set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let fields = NAMES.map(|name| {
        let indexing = indexing.clone().set_fieldnorms(name != "links");
        builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    });
    (builder.build(), fields)
}

fn index(pages: &[&Analysed], lexicon: &mut Lexicon<'_>) -> tantivy::Result<Index> {
    let (schema, [title, aliases, heading, body, links]) = schema();
    let tokenizers = TokenizerManager::default();
    let words = std::mem::take(&mut lexicon.pages);
    tokenizers.register("docent", Replayer { stems: Arc::new(lexicon.stems.clone()), pages: Arc::new(words) });
    // Only the size of the first table: this writer never flushes.
    let budget = (lexicon.stems.len() * 100).clamp(100_000, 15_000_000);
    let builder = Index::builder().schema(schema).tokenizers(tokenizers);
    let mut writer = builder.single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), budget)?;
    for (number, page) in pages.iter().enumerate() {
        let value = |stream: &str| with_head(number as u64, stream);
        for [own_heading, own_body, own_links] in &page.sections {
            let mut document = TantivyDocument::new();
            document.add_text(title, value(&page.title));
            page.aliases.iter().for_each(|name| document.add_text(aliases, value(name)));
            document.add_text(heading, value(own_heading));
            document.add_text(body, value(own_body));
            document.add_text(links, value(own_links));
            writer.add_document(document)?;
        }
    }
    writer.finalize()
}

/// All pages as one segment: what the ranking is compared with.
///
/// # Errors
/// What tantivy says.
pub fn oracle(pages: &[&Analysed], stems: &Stems) -> tantivy::Result<Index> {
    index(pages, &mut Lexicon::new(pages, stems))
}

/// Indexes a range of pages.
///
/// # Errors
/// What tantivy says; it works in memory, so nothing but a defect.
pub fn run(pages: &[&Analysed], stems: &Stems) -> Result<Run, String> {
    let mut lexicon = Lexicon::new(pages, stems);
    let index = index(pages, &mut lexicon).map_err(|error| error.to_string())?;
    read(&index, pages, &lexicon).map_err(|error| error.to_string())
}

fn read(index: &Index, pages: &[&Analysed], lexicon: &Lexicon<'_>) -> tantivy::Result<Run> {
    let (_, fields) = schema();
    let segments = index.searchable_segments()?;
    let Some(segment) = segments.first() else { return Ok(Run::default()) };
    let reader = SegmentReader::open(segment)?;
    let mut run = Run::default();
    let norms = lengths(&reader, fields)?;
    let mut doc = 0;
    for page in pages {
        run.pages.push((page.sections.len() as u32, [norms[0][doc], norms[1][doc]]));
        doc += page.sections.len();
    }
    let [_, _, heading, body] = norms;
    run.norms = [heading, body];
    for (tokens, field) in run.tokens.iter_mut().zip(fields) {
        *tokens = reader.inverted_index(field)?.total_num_tokens();
    }
    lists(&mut run, &reader, fields, lexicon)?;
    Ok(run)
}

/// The fieldnorm ids of each field but the links, a section each.
fn lengths(reader: &SegmentReader, fields: [tantivy::schema::Field; FIELD_COUNT]) -> tantivy::Result<[Vec<u8>; 4]> {
    let mut all: [Vec<u8>; 4] = Default::default();
    for (column, field) in all.iter_mut().zip(fields) {
        let norms = reader.get_fieldnorms_reader(field)?;
        column.extend((0..reader.max_doc()).map(|doc| norms.fieldnorm_id(doc)));
    }
    Ok(all)
}

/// The numbers of a document: its page, its slot, and whether it is the page's first.
struct Places(Vec<(u32, u32, bool)>);

impl Places {
    fn new(pages: &[(u32, [u8; 2])]) -> Self {
        let bases = bases(pages.iter().map(|(sections, _)| *sections));
        let of = |(page, ((sections, _), base)): (usize, (&(u32, [u8; 2]), &u32))| {
            let base = *base;
            (0..*sections).map(move |section| (page as u32, base + section, section == 0)).collect::<Vec<_>>()
        };
        Self(pages.iter().zip(&bases).enumerate().flat_map(of).collect())
    }

    /// Where a field's posting is noted; fields of the page are noted once.
    fn of(&self, doc: u32, field: Field) -> Option<u32> {
        let (page, slot, first) = *self.0.get(doc as usize)?;
        if field.of_page() { first.then_some(page) } else { Some(slot) }
    }
}

/// Reads the dictionaries side by side.
fn lists(
    run: &mut Run,
    reader: &SegmentReader,
    fields: [tantivy::schema::Field; FIELD_COUNT],
    lexicon: &Lexicon<'_>,
) -> tantivy::Result<()> {
    let inverted: Vec<_> = fields.iter().map(|field| reader.inverted_index(*field)).collect::<tantivy::Result<_>>()?;
    let mut streams = Vec::with_capacity(FIELD_COUNT);
    for index in &inverted {
        let mut stream = index.terms().stream()?;
        let more = stream.advance();
        streams.push((stream, more));
    }
    let places = Places::new(&run.pages);
    for (stem, forms) in lexicon.sorted() {
        let mut entry = Entry { forms, ..Entry::default() };
        for (at, field) in FIELDS.into_iter().enumerate() {
            let (stream, more) = &mut streams[at];
            if !*more || stream.key() != stem.as_bytes() {
                continue;
            }
            let info = stream.value().clone();
            let found = inverted[at].read_postings_from_terminfo(&info, IndexRecordOption::WithFreqsAndPositions)?;
            (entry.postings[at], entry.positions[at]) = postings(found, field, &places);
            *more = stream.advance();
        }
        run.push(stem, &entry);
    }
    Ok(())
}

fn postings(mut found: tantivy::postings::SegmentPostings, field: Field, places: &Places) -> (Vec<Posting>, Vec<u8>) {
    let (mut list, mut encoded, mut positions) = (Vec::new(), Vec::new(), Vec::new());
    let mut doc = found.doc();
    while doc != TERMINATED {
        if let Some(doc) = places.of(doc, field) {
            found.positions(&mut positions);
            list.push(Posting { doc, tf: found.term_freq() });
            encoded.extend(encode_positions(std::iter::once(&positions[..])));
        }
        doc = found.advance();
    }
    (list, encoded)
}

impl Run {
    /// How many slots its pages take.
    pub fn slots(&self) -> u32 {
        bases(self.pages.iter().map(|(sections, _)| *sections)).last().copied().unwrap_or_default()
    }

    /// How many stems it has.
    pub fn len(&self) -> usize {
        self.stems.1.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.stems.1.is_empty()
    }

    /// The n-th stem.
    pub fn stem(&self, n: usize) -> &str {
        let (texts, ends) = &self.stems;
        let start = n.checked_sub(1).map_or(0, |before| ends[before]);
        &texts[start as usize..ends[n] as usize]
    }

    fn push(&mut self, stem: &str, entry: &Entry) {
        self.stems.0.push_str(stem);
        self.stems.1.push(self.stems.0.len() as u32);
        let mut writer = Writer { bytes: std::mem::take(&mut self.entries.0) };
        for (postings, positions) in entry.postings.iter().zip(&entry.positions) {
            writer.count(postings.len());
            let mut before = 0;
            for Posting { doc, tf } in postings {
                writer.number(doc - before);
                writer.number(*tf);
                before = *doc;
            }
            if !postings.is_empty() {
                writer.count(positions.len());
                writer.bytes.extend_from_slice(positions);
            }
        }
        writer.count(entry.forms.len());
        for (form, sections) in &entry.forms {
            writer.text(form);
            writer.number(*sections);
        }
        self.entries.0 = writer.bytes;
        self.entries.1.push(self.entries.0.len() as u32);
    }

    /// Adds what it knows of the n-th stem to what earlier runs know, `page` and `slot` being its first.
    pub fn add_to(&self, n: usize, (page, slot): (u32, u32), entry: &mut Entry) {
        let (bytes, ends) = &self.entries;
        let start = n.checked_sub(1).map_or(0, |before| ends[before]);
        let mut reader = Reader::new(&bytes[start as usize..ends[n] as usize]);
        // What this process wrote can be read; if it could not, the list would end here.
        let _ = add(&mut reader, (page, slot), entry);
    }
}

fn add(
    reader: &mut Reader<'_>,
    (page, slot): (u32, u32),
    entry: &mut Entry,
) -> Result<(), docent_search::wire::Damaged> {
    for (at, field) in FIELDS.into_iter().enumerate() {
        let count = reader.number()?;
        let mut doc = if field.of_page() { page } else { slot };
        for _ in 0..count {
            doc += reader.number()?;
            entry.postings[at].push(Posting { doc, tf: reader.number()? });
        }
        if count > 0 {
            let length = reader.count()?;
            entry.positions[at].extend_from_slice(reader.bytes(length)?);
        }
    }
    for _ in 0..reader.number()? {
        let form = reader.text()?;
        let sections = reader.number()?;
        match entry.forms.binary_search_by(|(known, _)| known.as_str().cmp(form)) {
            Ok(at) => entry.forms[at].1 += sections,
            Err(at) => entry.forms.insert(at, (form.to_owned(), sections)),
        }
    }
    Ok(())
}
