//! Words that are not on the page: each file of `tests/related/` is a small site and questions to it.
//!
//! `=== PATH` begins a page, `=> QUESTION` asks. Behind the question stands what the answer must be: `= PAGE`, or `= nothing`;
//! and which words were searched besides those typed: `(unhappy, complaint)`, `()` for none, without brackets any.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::Project;
use docent::config::{Config, FILE};
use docent::index::Index;
use docent::index::ask::ask;
use docent::index::lexicon;
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use docent_search::engine::{Request, Results};
use docent_search::stem::Stems;
use std::collections::BTreeMap;
use std::fs;

const CONFIG: &str = "title: Site\nlanguages: {en: {}, ru: {}}\n";

fn indexed<T>(sources: &Sources, then: impl FnOnce(&Index) -> T) -> T {
    let config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    let mut memo = Memo::forgetting();
    let output = pipeline::build(&config, sources, &mut memo).0.unwrap();
    then(output.search_index(&memo.render))
}

fn asked(index: &Index, query: &str, lang: &str) -> Results {
    ask(index, &Request { query, typing: true, lang, limit: 10 }).unwrap()
}

fn first(results: &Results) -> &str {
    results.pages.first().map_or("nothing", |page| page.url.trim_end_matches(".html"))
}

#[test]
fn everyday_words_find_the_words_of_the_site() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir("tests/related").unwrap() {
        let path = entry.unwrap().path();
        let case = fs::read_to_string(&path).unwrap();
        let (files, questions) = case.split_once("\n=> ").unwrap();
        let mut sources = Sources::default();
        sources.insert_text(FILE, CONFIG);
        for file in files.split("\n=== ").skip(1) {
            let (path, text) = file.split_once('\n').unwrap();
            sources.insert_text(&format!("content/{path}"), text);
        }
        let lang = path.file_stem().unwrap().to_str().unwrap().split('-').next().unwrap().to_owned();
        indexed(&sources, |index| {
            for line in questions.lines().filter(|line| !line.is_empty()) {
                let (question, expected) = line.trim_start_matches("=> ").split_once(" = ").unwrap();
                let (page, also) = expected.split_once(" (").map_or((expected, None), |(a, b)| (a, Some(b)));
                let results = asked(index, question, &lang);
                let same = also.is_none_or(|also| also.trim_end_matches(')') == results.also.join(", "));
                if first(&results) != page || !same {
                    wrong.push(format!(
                        "{}: {question}: {} ({})",
                        path.display(),
                        first(&results),
                        results.also.join(", ")
                    ));
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Pairs of words from the lexicon, of which a site may use both.
fn pairs() -> Vec<(&'static str, &'static str)> {
    let english = lexicon::of("en").unwrap();
    // Words that are their own stems.
    let stems = Stems::new(&["en"]);
    let plain =
        |word: &str| word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase()) && stems.index(word, "en") == word;
    let pair = |(word, near): (&'static str, &[(u32, u32)])| {
        let (end, _) = near.iter().max_by_key(|(_, closeness)| *closeness)?;
        Some((word, english.ends[*end as usize].0.as_str()))
    };
    let pairs = english.words().filter_map(pair).filter(|(word, end)| plain(word) && plain(end));
    pairs.step_by(311).take(40).collect()
}

#[test]
fn what_was_typed_comes_before_what_means_nearly_the_same() {
    let mut also = 0;
    for (word, other) in pairs() {
        let mut sources = Sources::default();
        sources.insert_text(FILE, CONFIG);
        // The typed word once, in a long text; the other everywhere.
        let filler = "Plain filler text without a point. ".repeat(60);
        sources.insert_text("content/en/typed.md", &format!("# Plain\n\n{filler}{word} {filler}"));
        for n in 0..9 {
            let text = format!(
                "# {other} {n}\n\n{other} {other}\n\n## {other}\n\n{other} {other}.\n\n## More {other}\n\n{other}\n"
            );
            sources.insert_text(&format!("content/en/other-{n}.md"), &text);
        }
        indexed(&sources, |index| {
            // The space ends the word: it is not the beginning of a longer one.
            let results = asked(index, &format!("{word} "), "en");
            assert_eq!(first(&results), "en/typed", "{word}, {other}");
            also += usize::from(!results.also.is_empty());
        });
    }
    assert!(also >= 10, "{also} words had others");
}

#[test]
fn only_words_of_the_site_are_published() {
    let mut sources = Sources::default();
    sources.insert_text(FILE, CONFIG);
    sources.insert_text("content/en/a.md", "# Compensation\n\nYour wages.");
    let files = |sources: &Sources| indexed(sources, |index| index.files.clone());
    let pieces = |sources: &Sources| files(sources).into_iter().filter(|(name, _)| name.starts_with('r')).collect();
    let with: BTreeMap<_, _> = pieces(&sources);
    assert_eq!(with.len(), 1);
    for bytes in with.values() {
        let piece = docent::index::deflate::inflate(bytes).unwrap();
        let piece = docent_search::format::related::decode(&piece).unwrap();
        assert!(piece.texts().iter().all(|text| ["compensation", "wages"].contains(&text.as_str())), "{piece:?}");
    }
    // A page that nobody sees adds nothing, whatever it says.
    sources.insert_text("content/en/b.md", "---\ntitle: Salary\ndraft: true\n---\n\nUnhappy with a bonus?");
    assert_eq!(pieces(&sources), with);
    sources.insert_text(FILE, &format!("{CONFIG}search: {{related_words: false}}\n"));
    assert!(pieces(&sources).is_empty());
    let none = indexed(&sources, |index| asked(index, "salary", "en"));
    assert_eq!((first(&none), none.also.len()), ("nothing", 0));
}

#[test]
fn the_command_line_says_what_was_searched_besides() {
    let project = Project::new();
    project.write("content/a.md", "# Compensation\n\nWhat we offer.");
    let text = project.run(&["search", "salary"]).stdout;
    assert!(text.starts_with("also searched: compensation\n\na.html"), "{text}");
    let json = project.run(&["search", "salary", "--format", "json"]).stdout;
    assert!(json.contains("\"also\":[\"compensation\"]"), "{json}");
}
