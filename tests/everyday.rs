//! Everyday questions: what stands first when readers ask in words of their own.
//!
//! In: small sites in `everyday/`, one file each: `=== PATH` begins a page, `? LANG: QUESTION` asks, `-> PATH ...` says
//! which pages stand first, in their order; `!> WORD ...` which words are told to be missing. Out: nothing, if they do.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

use docent::config::{Config, FILE};
use docent::index::ask::ask;
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use docent_search::engine::Request;

/// A question, and what is expected of the answer.
#[derive(Debug, Default)]
struct Case {
    lang: String,
    question: String,
    first: Vec<String>,
    missing: Vec<String>,
}

fn read(text: &str) -> (Sources, Vec<Case>) {
    let (mut pages, mut cases) = (vec![(FILE.to_owned(), String::new())], Vec::<Case>::new());
    for line in text.lines() {
        let words = |list: &str| list.split_whitespace().map(str::to_owned).collect();
        if let Some(path) = line.strip_prefix("=== ") {
            pages.push((path.to_owned(), String::new()));
        } else if let Some(asked) = line.strip_prefix("? ") {
            let (lang, question) = asked.split_once(": ").unwrap();
            cases.push(Case { lang: lang.to_owned(), question: question.to_owned(), ..Case::default() });
        } else if let Some(list) = line.strip_prefix("-> ") {
            cases.last_mut().unwrap().first = words(list);
        } else if let Some(list) = line.strip_prefix("!> ") {
            cases.last_mut().unwrap().missing = words(list);
        } else {
            pages.last_mut().unwrap().1 += &format!("{line}\n");
        }
    }
    let mut sources = Sources::default();
    pages.iter().for_each(|(path, text)| sources.insert_text(path, text));
    (sources, cases)
}

#[test]
fn the_right_pages_stand_first() {
    let mut files: Vec<_> = std::fs::read_dir("tests/everyday").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut asked = 0;
    for file in files {
        let (sources, cases) = read(&std::fs::read_to_string(&file).unwrap());
        let memo = &mut Memo::forgetting();
        let config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
        let output = pipeline::build(&config, &sources, memo).0.unwrap();
        for Case { lang, question, first, missing } in cases {
            let request = Request { query: &question, typing: false, lang: &lang, limit: first.len().max(1) };
            let results = ask(output.search_index(&memo.render), &request).unwrap();
            let pages: Vec<_> = results.pages.iter().map(|page| page.url.trim_end_matches(".html")).collect();
            asked += 1;
            if pages != first || results.missing != missing {
                wrong.push(format!("{}: {question}: {pages:?}, missing {:?}", file.display(), results.missing));
            }
        }
    }
    assert!(asked > 40, "{asked} questions");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
