//! The search against its yardsticks: after edits the index of a cold build, tantivy's own ranking and automaton, and
//! the committed engine against the native one.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::site::Model;
use common::site::edit::any_edit;
use docent::config::{Config, FILE};
use docent::index::deflate::inflate;
use docent::index::{Index, analysis, documents, pages, segment};
use docent::pipeline::{self, Memo};
use docent::source::{Sources, scan};
use docent_search::engine::Engine;
use docent_search::format::name::File;
use docent_search::format::{FIELDS, vocabulary};
use docent_search::loaded::Needs;
use docent_search::plan::{Alternative, Plan, Word};
use docent_search::stem::Stems;
use docent_search::{norms, query, rank};
use proptest::prelude::*;
use proptest::test_runner::{Config as Cases, TestRunner};
use std::collections::BTreeMap;
use std::path::Path;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Score, Searcher, Term};

type Files = BTreeMap<String, Vec<u8>>;

/// The search files of a snapshot.
fn indexed(sources: &Sources, memo: &mut Memo) -> Files {
    let config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    let (output, _) = pipeline::build(&config, sources, memo);
    let output = output.unwrap();
    let index: &Index = output.search_index(&memo.render);
    assert_eq!(index.problem, None);
    index.names().map(|name| (name.to_owned(), index.bytes(name).unwrap().to_vec())).collect()
}

#[test]
fn after_edits_the_index_is_the_one_of_a_cold_build() {
    let edits = prop::collection::vec(any_edit(), 1..5);
    let mut runner = TestRunner::new(Cases { cases: 100, failure_persistence: None, ..Cases::default() });
    let result = runner.run(&edits, |edits| {
        let mut memo = Memo::keeping();
        let mut model = Model::default();
        indexed(&model.sources(), &mut memo);
        for edit in edits {
            model.edit(&edit);
            let warm = indexed(&model.sources(), &mut memo);
            let cold = indexed(&model.sources(), &mut Memo::forgetting());
            prop_assert_eq!(warm.keys().collect::<Vec<_>>(), cold.keys().collect::<Vec<_>>());
            prop_assert!(warm == cold, "differs after {edit:?}");
        }
        Ok(())
    });
    result.unwrap();
}

/// The project that is searched: this handbook, or the one in the folder that `DOCENT_CORPUS` names.
fn corpus() -> Sources {
    let root = std::env::var_os("DOCENT_CORPUS").map_or_else(|| ".".into(), std::path::PathBuf::from);
    let (mut sources, _) = scan::scan(&root, Path::new("public"));
    sources.insert_text(FILE, &std::fs::read_to_string(root.join(FILE)).unwrap());
    sources
}

/// The handbook, its engine with every file at hand, and tantivy's own index of the same sections.
struct Bench {
    engine: Engine,
    oracle: tantivy::Index,
    words: Vec<String>,
}

fn bench() -> Bench {
    let sources = corpus();
    let mut config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    // The oracle is asked what was typed: a word that is nowhere finds nothing.
    config.search.related_words = false;
    let memo = &mut Memo::forgetting();
    let (output, _) = pipeline::build(&config, &sources, memo);
    let output = output.unwrap();
    let (engine, words) = loaded(output.search_index(&memo.render));
    let stems = Stems::new(&engine.loaded.meta.langs);
    let found = pages::found(&output.site, &config);
    let analysed: Vec<_> =
        found.iter().map(|page| analysis::analyse(&documents::document(page, output.types(), &config))).collect();
    let oracle = segment::oracle(&analysed.iter().collect::<Vec<_>>(), &stems).unwrap();
    Bench { engine, oracle, words }
}

fn loaded(index: &Index) -> (Engine, Vec<String>) {
    let files: Files = index.names().map(|name| (name.to_owned(), index.bytes(name).unwrap().to_vec())).collect();
    let meta = files.iter().find(|(name, _)| name.starts_with("m-")).unwrap().1;
    let mut engine = Engine::new(&inflate(meta).unwrap()).unwrap();
    let mut words = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| File::parse(name).is_ok()) {
        let inflated = inflate(bytes).unwrap();
        if name.starts_with('v') {
            let piece = vocabulary::decode(&inflated).unwrap();
            let mut forms = Vec::new();
            piece.forms(&mut forms);
            words.extend(forms.into_iter().map(|form| form.form.to_owned()));
        }
        engine.add(name, &inflated).unwrap();
    }
    words.sort();
    (engine, words)
}

/// A plan as a query of tantivy's own making.
fn query_of(plan: &Plan, oracle: &Searcher) -> Box<dyn Query> {
    let words = plan.words.iter().map(|word| (Occur::Should, word_of(word, oracle)));
    let excluded = plan.excluded.iter().map(|word| (Occur::MustNot, word_of(word, oracle)));
    Box::new(BooleanQuery::new(words.chain(excluded).collect()))
}

/// An alternative counts as if it stood in as many sections as any before it, which tantivy counts for us.
fn word_of(word: &Word, oracle: &Searcher) -> Box<dyn Query> {
    let mut rarest = 0;
    let mut all: Vec<Box<dyn Query>> = Vec::new();
    for a in &word.alternatives {
        let query = alternative_of(a, rarest, oracle);
        rarest = rarest.max(oracle.search(&*query, &Count).unwrap());
        all.push(Box::new(BoostQuery::new(query, a.weight)));
    }
    Box::new(DisjunctionMaxQuery::new(all))
}

/// What turns tantivy's weight of some words in a field into that of words which stand in at least `rarest` sections.
fn less(terms: &[Term], rarest: usize, oracle: &Searcher) -> Score {
    let sections = |term: &Term| oracle.doc_freq(term).unwrap() as u32;
    let idf = |sections: u32| norms::idf(sections, oracle.num_docs() as u32);
    let own: Score = terms.iter().map(|term| idf(sections(term))).sum();
    terms.iter().map(|term| idf(sections(term).max(rarest as u32))).sum::<Score>() / own
}

fn alternative_of(alternative: &Alternative, rarest: usize, oracle: &Searcher) -> Box<dyn Query> {
    let each_field = |query: &dyn Fn(tantivy::schema::Field) -> Box<dyn Query>| -> Box<dyn Query> {
        let in_field = |field: usize| {
            let name = oracle.schema().get_field(segment::NAMES[field]).unwrap();
            (Occur::Should, Box::new(BoostQuery::new(query(name), norms::BOOSTS[field])) as Box<dyn Query>)
        };
        Box::new(BooleanQuery::new((0..FIELDS.len()).map(in_field).collect()))
    };
    if alternative.phrase && alternative.terms.len() > 1 {
        return each_field(&|field| {
            let terms: Vec<Term> = alternative.terms.iter().map(|term| Term::from_field_text(field, term)).collect();
            let less = less(&terms, rarest, oracle);
            Box::new(BoostQuery::new(Box::new(PhraseQuery::new(terms)), less))
        });
    }
    let term = |term: &String| {
        let query = |field| {
            let term = Term::from_field_text(field, term);
            let less = less(std::slice::from_ref(&term), rarest, oracle);
            let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            Box::new(BoostQuery::new(query, less)) as Box<dyn Query>
        };
        (Occur::Must, each_field(&query))
    };
    Box::new(BooleanQuery::new(alternative.terms.iter().map(term).collect()))
}

/// The ten best sections by our own scores, by their dense number.
fn ours(engine: &Engine, plan: &Plan) -> Vec<(u32, Score)> {
    let mut needs = Needs::default();
    let mut scores: BTreeMap<u32, Score> = BTreeMap::new();
    for word in rank::words(plan, &engine.loaded, &mut needs).unwrap() {
        word.scored.iter().for_each(|score| *scores.entry(score.slot).or_default() += score.score);
    }
    for slot in rank::excluded(plan, &engine.loaded, &mut needs).unwrap() {
        scores.remove(&slot);
    }
    assert!(needs.is_empty(), "{needs:?}");
    let mut dense: Vec<(u32, Score)> = scores.into_iter().map(|(slot, score)| (dense(engine, slot), score)).collect();
    dense.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    dense.truncate(10);
    dense
}

fn dense(engine: &Engine, slot: u32) -> u32 {
    let page = engine.loaded.page_of[slot as usize] as usize;
    let before: u32 = engine.loaded.meta.pages[..page].iter().map(|page| page.sections).sum();
    before + slot - engine.loaded.bases[page]
}

/// Questions of every kind, made of the handbook's words in a fixed way.
fn questions(words: &[String]) -> Vec<(String, bool)> {
    let mut state = 1usize;
    let mut next = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let mut all = Vec::new();
    for turn in 0..1_050 {
        let mut word = || words[next(words.len())].clone();
        let some: Vec<String> = (0..turn % 4 + 1).map(|_| word()).collect();
        let joined = some.join(" ");
        let cut: String = some[0].chars().take(some[0].chars().count().div_ceil(2)).collect();
        all.push(match turn / 150 {
            0 | 1 => (joined, false),
            2 => (format!("\"{joined}\""), false),
            3 => (format!("{joined} -{}", word()), false),
            4 => (format!("{joined} {cut}"), true),
            5 => (swapped(&some[0]), false),
            _ => (docent_search::layout::other(&joined).unwrap_or(joined), false),
        });
    }
    all
}

/// Two letters in the middle change places.
fn swapped(word: &str) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    let middle = chars.len() / 2;
    if middle > 0 {
        chars.swap(middle - 1, middle);
    }
    chars.into_iter().collect()
}

#[test]
fn a_thousand_questions_are_ranked_as_tantivy_ranks() {
    let bench = bench();
    let searcher = bench.oracle.reader().unwrap().searcher();
    let (mut found, mut phrases, mut largest) = (0, 0, 0.0_f32);
    for (question, typing) in questions(&bench.words) {
        let plan = bench.engine.plan(&query::parse(&question), &question, typing, &mut Needs::default());
        let ours = ours(&bench.engine, &plan);
        let theirs = searcher.search(&query_of(&plan, &searcher), &TopDocs::with_limit(10).order_by_score()).unwrap();
        let theirs: Vec<(u32, Score)> = theirs.into_iter().map(|(score, address)| (address.doc_id, score)).collect();
        assert_eq!(ours.len(), theirs.len(), "{question}");
        for (own, other) in ours.iter().zip(&theirs) {
            assert!((own.1 - other.1).abs() <= 1e-5 * other.1.abs(), "{question}: {ours:?} {theirs:?}");
            largest = largest.max((own.1 - other.1).abs() / other.1.abs());
            // Documents whose scores are equal but for rounding may change places.
            let tied = |list: &[(u32, Score)]| {
                list.iter().any(|(doc, score)| *doc == own.0 && (score - own.1).abs() <= 1e-5 * score.abs())
            };
            let at_the_end = ours.last().is_some_and(|last| (last.1 - own.1).abs() <= 1e-5 * last.1.abs());
            assert!(tied(&theirs) || at_the_end, "{question}: {ours:?} {theirs:?}");
        }
        found += usize::from(!ours.is_empty());
        phrases += usize::from(question.starts_with('"') && !ours.is_empty());
    }
    println!("{found} of 1,050 questions found something, {phrases} of them phrases; largest difference {largest:e}");
    assert!(found > 900, "{found} of 1,050 questions found something");
    assert!(phrases > 20, "{phrases} phrases stand somewhere");
}

/// A thousand misspelt words: the forms within reach are those of tantivy's own automaton.
#[test]
fn misspelt_words_reach_what_tantivys_automaton_reaches() {
    use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};
    let bench = bench();
    let builders = [1, 2].map(|most| LevenshteinAutomatonBuilder::new(most, true));
    let typed = bench.words.iter().filter(|word| word.chars().count() > 3).step_by(bench.words.len() / 1_100);
    let mut compared = 0;
    for word in typed.map(|word| swapped(word)) {
        for most in [1, 2] {
            let automaton = builders[usize::from(most == 2)].build_dfa(&word);
            let theirs =
                bench.words.iter().enumerate().filter(|(_, form)| matches!(automaton.eval(form), Distance::Exact(_)));
            let ours = docent_search::fuzzy::near(&word, bench.words.iter().map(String::as_str), most, false);
            assert!(ours.iter().map(|near| near.number).eq(theirs.map(|(number, _)| number)), "{word}, {most}");
        }
        compared += 1;
    }
    println!("{compared} misspelt words reach the same forms of {}", bench.words.len());
    assert!(compared >= 1_000, "{compared}");
}

/// The committed engine as a browser runs it: no imports, one buffer, answers as text.
struct Browser {
    store: wasmi::Store<()>,
    instance: wasmi::Instance,
}

/// Enough for any answer about a few pages: a sound one takes a hundredth of it.
const FUEL: u64 = 500_000_000;

impl Browser {
    fn new() -> Self {
        Self::on(&wasmi::Engine::default(), None)
    }

    /// Traps when a call takes too long.
    fn with_fuel() -> Self {
        Self::on(&wasmi::Engine::new(wasmi::Config::default().consume_fuel(true)), Some(FUEL))
    }

    /// Takes a site's files in and answers; nothing, if it refuses one.
    fn answers(&mut self, site: &BTreeMap<&str, Vec<u8>>, question: &str) -> Option<String> {
        self.store.set_fuel(FUEL).unwrap();
        self.hand_over(site.iter().find(|(name, _)| name.starts_with("m-")).unwrap().1);
        if self.call("start", ()) != 0 {
            return None;
        }
        for (name, bytes) in site.iter().filter(|(name, _)| File::parse(name).is_ok()) {
            self.hand_over(&[name.as_bytes(), bytes].concat());
            if self.call("add", name.len() as u32) != 0 {
                return None;
            }
        }
        self.hand_over(format!("1\nen\n5\n{question}").as_bytes());
        (self.call("ask", ()) == 0).then(|| self.answer())
    }

    fn on(engine: &wasmi::Engine, fuel: Option<u64>) -> Self {
        let module = wasmi::Module::new(engine, docent_search::shipped::ENGINE).unwrap();
        assert_eq!(module.imports().len(), 0, "the engine asks its host for nothing");
        let mut store = wasmi::Store::new(engine, ());
        if let Some(fuel) = fuel {
            store.set_fuel(fuel).unwrap();
        }
        let instance = wasmi::Linker::new(engine).instantiate_and_start(&mut store, &module).unwrap();
        Self { store, instance }
    }

    fn call<P: wasmi::WasmParams>(&mut self, name: &str, parameters: P) -> u32 {
        let function = self.instance.get_typed_func::<P, u32>(&self.store, name).unwrap();
        function.call(&mut self.store, parameters).unwrap()
    }

    fn hand_over(&mut self, bytes: &[u8]) {
        let place = self.call("alloc", bytes.len() as u32) as usize;
        self.instance.get_memory(&self.store, "memory").unwrap().write(&mut self.store, place, bytes).unwrap();
    }

    fn answer(&mut self) -> String {
        let (place, length) = (self.call("answer", ()) as usize, self.call("answer_len", ()) as usize);
        let memory = self.instance.get_memory(&self.store, "memory").unwrap();
        String::from_utf8(memory.data(&self.store)[place..place + length].to_vec()).unwrap()
    }
}

#[test]
fn the_committed_engine_answers_as_the_native_one() {
    let sources = corpus();
    let config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    let memo = &mut Memo::forgetting();
    let (output, _) = pipeline::build(&config, &sources, memo);
    let output = output.unwrap();
    let index = output.search_index(&memo.render);
    let (native, words) = loaded(index);
    let mut browser = Browser::new();
    for name in index.names().filter(|name| name.ends_with(".bin")) {
        let inflated = inflate(&index.bytes(name).unwrap()).unwrap();
        if name.starts_with("m-") {
            browser.hand_over(&inflated);
            assert_eq!(browser.call("start", ()), 0);
        }
    }
    for name in index.names().filter(|name| File::parse(name).is_ok()) {
        browser.hand_over(&[name.as_bytes(), &inflate(&index.bytes(name).unwrap()).unwrap()].concat());
        assert_eq!(browser.call("add", name.len() as u32), 0, "{name}");
    }
    // Every fifth question does for a run of all tests; for a corpus all are asked.
    let step = if std::env::var_os("DOCENT_CORPUS").is_some() { 1 } else { 5 };
    for (question, typing) in questions(&words).into_iter().step_by(step) {
        browser.hand_over(format!("{}\nru\n10\n{question}", u8::from(typing)).as_bytes());
        assert_eq!(browser.call("ask", ()), 0, "{question}");
        let request = docent_search::engine::Request { query: &question, typing, lang: "ru", limit: 10 };
        assert_eq!(browser.answer(), docent_search::answer::json(&native.ask(&request).unwrap()), "{question}");
        browser.hand_over(format!("ru\n{question}\n{}", words[..40].join(" ")).as_bytes());
        assert_eq!(browser.call("mark", ()), 0, "{question}");
        let text = words[..40].join(" ");
        assert_eq!(
            browser.answer(),
            docent_search::answer::marks(&text, &native.mark(&question, &text, "ru")),
            "{question}"
        );
    }
}

/// A small site in two languages; its index has files of every kind.
fn small() -> Sources {
    let mut sources = Sources::default();
    sources.insert_text(FILE, "title: Site\n");
    for page in 0..12 {
        let text = format!(
            "---\ntitle: Page {page}\ntags: [t{page}]\naliases: [name {page}]\n---\n\nA lamp and a stone {page}.\n\n## Раздел\n\nМенеджер и ключи, may_hold.\n"
        );
        sources.insert_text(&format!("content/p{page}.md"), &text);
    }
    sources
}

/// The n-th damage to a file: a byte changed, cut off, left out or put in; a run of zeros; the file of another's.
fn damaged(bytes: &[u8], other: &[u8], n: usize) -> Vec<u8> {
    let at = n.wrapping_mul(7919) % bytes.len().max(1);
    let (before, behind) = (&bytes[..at], &bytes[(at + 1).min(bytes.len())..]);
    match n % 7 {
        0 | 1 => [before, &[(n.wrapping_mul(104_729) >> 3) as u8], behind].concat(),
        2 => before.to_vec(),
        3 => [before, behind].concat(),
        4 => [before, &[255; 9], &bytes[at..]].concat(),
        5 => [before, &vec![0; bytes.len() - at]].concat(),
        _ => other.to_vec(),
    }
}

/// 1,000 damaged files: the native engine and the committed one refuse them or answer alike; none traps, none goes on
/// for ever (an instruction is a unit of fuel).
#[test]
fn a_thousand_damaged_files_neither_kill_nor_hang_the_engine() {
    let sources = small();
    let config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    let memo = &mut Memo::forgetting();
    let (output, _) = pipeline::build(&config, &sources, memo);
    let output = output.unwrap();
    let index = output.search_index(&memo.render);
    let names: Vec<&str> = index.names().filter(|name| name.ends_with(".bin")).collect();
    let files: BTreeMap<&str, Vec<u8>> =
        names.iter().map(|name| (*name, inflate(&index.bytes(name).unwrap()).unwrap())).collect();
    let questions = ["lamp", "менедж", "\"a stone\"", "name 3 -ключи", "tag:t4 lamp", "lmap"];
    let mut browser = Browser::with_fuel();
    let (mut refused, mut answered) = (0, 0);
    for n in 0..1_000 {
        let name = names[n % names.len()];
        let other = &files[names[(n / names.len() + n + 1) % names.len()]];
        let mut site: BTreeMap<&str, Vec<u8>> = files.clone();
        site.insert(name, damaged(&files[name], other, n));
        let question = questions[n % questions.len()];
        let native = natively(&site, question);
        assert_eq!(browser.answers(&site, question), native, "{name}, damage {n}");
        *(if native.is_some() { &mut answered } else { &mut refused }) += 1;
    }
    println!("1,000 damaged files: {refused} refused, {answered} answered");
    assert!(refused > 300 && answered > 50, "{refused} refused, {answered} answered");
}

fn natively(site: &BTreeMap<&str, Vec<u8>>, question: &str) -> Option<String> {
    let meta = site.iter().find(|(name, _)| name.starts_with("m-")).unwrap().1;
    let mut engine = Engine::new(meta).ok()?;
    for (name, bytes) in site.iter().filter(|(name, _)| File::parse(name).is_ok()) {
        engine.add(name, bytes).ok()?;
    }
    let request = docent_search::engine::Request { query: question, typing: true, lang: "en", limit: 5 };
    engine.ask(&request).ok().map(|answer| docent_search::answer::json(&answer))
}
