//! Questions as readers ask them, in their own words, and the pages that answer them: the search must not get worse.
//!
//! In: `questions/*.tsv`, one question a line: the question, the language of the site it is asked on, the page that
//! answers it, other pages that do (comma-separated), and the kind of question. Out: how often the right page stands
//! first, how often among the first three, and the mean reciprocal rank (MRR), by kind, held against floors.
//!
//! Whoever changes the search must not change these questions with it: they were written before it was tuned, from what
//! the pages say. To see the tables, or to ask your own questions on a site of yours:
//!
//! ```sh
//! cargo test --release --test questions -- --nocapture
//! DOCENT_QUESTIONS_SITE=../wiki DOCENT_QUESTIONS=wiki.tsv cargo test --release --test questions -- --nocapture
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, have a disk, and print their tables"
)]

use docent::config::{Config, FILE};
use docent::index::ask::ask;
use docent::pipeline::{self, Memo};
use docent::source::scan;
use docent::url::decode;
use docent_search::engine::Request;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Pages that are looked at: what is not among them counts as not found.
const LOOKED_AT: usize = 10;

/// What a set of questions must reach: a little less than it does.
struct Floor {
    first: usize,
    in_three: usize,
    mrr: f64,
}

/// One line of a set.
struct Question {
    text: String,
    lang: String,
    /// The page that answers it, and others that do.
    pages: Vec<String>,
    kind: String,
}

/// What came of the questions of one kind.
#[derive(Default)]
struct Tally {
    asked: usize,
    first: usize,
    in_three: usize,
    reciprocal: f64,
}

impl Tally {
    fn count(&mut self, rank: Option<usize>) {
        self.asked += 1;
        self.first += usize::from(rank == Some(1));
        self.in_three += usize::from(rank.is_some_and(|rank| rank <= 3));
        self.reciprocal += rank.map_or(0.0, |rank| 1.0 / rank as f64);
    }

    fn mrr(&self) -> f64 {
        self.reciprocal / self.asked.max(1) as f64
    }

    fn line(&self, kind: &str) -> String {
        let Self { asked, first, in_three, .. } = self;
        format!("{kind:<10} {asked:>5} {first:>5} {in_three:>8} {:>6.3}", self.mrr())
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn questions(file: &Path) -> Vec<Question> {
    read(file).lines().map(|line| question(line).unwrap_or_else(|| panic!("five columns, not `{line}`"))).collect()
}

fn question(line: &str) -> Option<Question> {
    let [text, lang, page, others, kind] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let pages = std::iter::once(page).chain(others.split(',').filter(|other| !other.is_empty()));
    Some(Question {
        text: text.to_owned(),
        lang: lang.to_owned(),
        pages: pages.map(str::to_owned).collect(),
        kind: kind.to_owned(),
    })
}

/// The file in `content` that a result leads to.
fn file_of(url: &str) -> String {
    let url = decode(url);
    format!("{}.md", url.strip_suffix(".html").unwrap_or(&url))
}

/// Builds the site in memory and puts the questions to its index, as the search box would. Tells those whose answer is
/// not first, then the table.
fn put(site: &Path, file: &Path) -> Tally {
    let text = fs::read_to_string(site.join(FILE)).unwrap_or_else(|_| "title: Site\n".to_owned());
    let config = Config::parse(FILE, &text).unwrap();
    let (mut sources, _) = scan::scan(site, &site.join("public"));
    sources.insert_text(FILE, &text);
    let mut memo = Memo::forgetting();
    let output = pipeline::build(&config, &sources, &mut memo).0.unwrap();
    let index = output.search_index(&memo.render);
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    let mut all = Tally::default();
    for Question { text, lang, pages, kind } in questions(file) {
        for page in &pages {
            assert!(site.join("content").join(page).exists(), "`{text}`: there is no page {page}");
        }
        let request = Request { query: &text, typing: true, lang: &lang, limit: LOOKED_AT };
        let found: Vec<String> = ask(index, &request).unwrap().pages.iter().map(|page| file_of(&page.url)).collect();
        let rank = found.iter().position(|page| pages.contains(page)).map(|place| place + 1);
        if rank != Some(1) {
            let place = rank.map_or("-".to_owned(), |rank| rank.to_string());
            println!("{place:>2}  {text}  [{}]  first: {}", pages[0], found.first().map_or("nothing", String::as_str));
        }
        kinds.entry(kind).or_default().count(rank);
        all.count(rank);
    }
    println!(
        "{:<10} {:>5} {:>5} {:>8} {:>6}",
        file.file_stem().unwrap().display(),
        "asked",
        "first",
        "in three",
        "MRR"
    );
    kinds.iter().for_each(|(kind, tally)| println!("{}", tally.line(kind)));
    println!("{}\n", all.line("all"));
    all
}

fn holds(site: &str, set: &str, floor: &Floor) {
    let tally = put(&root().join(site), &root().join("tests/questions").join(set));
    let reached = (tally.first, tally.in_three, tally.mrr());
    assert!(
        tally.first >= floor.first && tally.in_three >= floor.in_three && tally.mrr() >= floor.mrr,
        "{set}: fewer questions are answered than before (first, in three, MRR): {reached:?}; floors: {:?}",
        (floor.first, floor.in_three, floor.mrr)
    );
}

#[test]
fn the_handbook_answers_what_new_colleagues_ask() {
    holds("", "handbook.tsv", &Floor { first: 24, in_three: 32, mrr: 0.61 });
}

#[test]
fn the_documentation_answers_what_its_readers_ask() {
    holds("docs", "docs.tsv", &Floor { first: 23, in_three: 35, mrr: 0.6 });
}

/// Not a test of docent's own pages: a way to ask on others, see the top.
#[test]
fn another_site_is_asked_if_it_is_named() {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
    if let (Some(site), Some(file)) = (named("DOCENT_QUESTIONS_SITE"), named("DOCENT_QUESTIONS")) {
        put(&site, &file);
    }
}
