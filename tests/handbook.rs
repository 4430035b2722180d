//! The handbook that comes with docent: what its outline promised is there, in both languages, and each page says what
//! no other does.
//!
//! In: `content/`, and `tests/handbook/`: the pages of the outline, and what pages may share.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

use docent::config::{Config, FILE};
use docent::diagnostic::Diagnostic;
use docent::outputs::Output;
use docent::pipeline::{self, Memo};
use docent::site::links::Target;
use docent::site::{Id, Site};
use docent::source::scan;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const LANGUAGES: [&str; 2] = ["en", "ru"];
/// Clicks from the front page to any page.
const CLICKS: usize = 3;
/// Words in a row that two pages of a language must not share.
const SHARED: usize = 6;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn built() -> (Output, Vec<Diagnostic>) {
    let config = Config::parse(FILE, &read(FILE)).unwrap();
    let (mut sources, mut diagnostics) = scan::scan(root(), &root().join("public"));
    sources.insert_text(FILE, &read(FILE));
    let mut memo = Memo::forgetting();
    let (output, problems) = pipeline::build(&config, &sources, &mut memo);
    let output = output.expect("the templates can be read");
    diagnostics.extend(problems);
    diagnostics.extend(output.check(&memo.render, &|| ()));
    (output, diagnostics)
}

#[test]
fn the_handbook_has_no_errors_and_no_warnings() {
    let (_, diagnostics) = built();
    let told: Vec<String> = diagnostics.iter().map(|d| format!("{}: {}", d.file, d.message)).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn every_page_of_the_outline_is_there_in_both_languages() {
    let missing = read("tests/handbook/pages.txt");
    let files = missing.lines().flat_map(|page| LANGUAGES.map(|lang| format!("content/{lang}/{page}.md")));
    let missing: Vec<String> = files.filter(|file| !root().join(file).is_file()).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn twins_are_of_one_type_and_have_the_same_ids() {
    let (output, _) = built();
    let site = &output.site;
    let mut wrong = Vec::new();
    for (id, entry) in site.entries.iter().enumerate().filter(|(_, e)| &*e.lang == "en") {
        let Some(twin) = site.twin(id, 1).map(|twin| &site.entries[twin]) else { continue };
        let (english, russian) = (&entry.page.outline, &twin.page.outline);
        if english.front.kind != russian.front.kind || ids(&english.fields) != ids(&russian.fields) {
            wrong.push(english.source.clone());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The stable names in a page's fields: a reader's ticks are kept under them.
fn ids(fields: &serde_json::Map<String, serde_json::Value>) -> Vec<String> {
    fn collect(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            serde_json::Value::Object(map) => {
                found.extend(map.get("id").and_then(|id| id.as_str()).map(str::to_owned));
                map.values().for_each(|value| collect(value, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    fields.values().for_each(|value| collect(value, &mut found));
    found
}

#[test]
fn every_page_is_three_clicks_from_the_front_page() {
    let (output, _) = built();
    let site = &output.site;
    let mut reached: BTreeSet<Id> = site.tree.fronts.iter().copied().collect();
    let mut edge: Vec<Id> = reached.iter().copied().collect();
    for _ in 0..CLICKS {
        edge = edge.iter().flat_map(|id| leads_to(site, *id)).filter(|id| reached.insert(*id)).collect();
    }
    let far: Vec<&str> =
        (0..site.entries.len()).filter(|id| !reached.contains(id)).map(|id| site.entries[id].out.as_str()).collect();
    assert!(far.is_empty(), "{far:#?}");
}

/// The pages that a page names: in its text, in its fields, and as a section's list.
fn leads_to(site: &Site, id: Id) -> Vec<Id> {
    let named = site.targets[id].iter().chain(&site.field_targets[id]);
    let named = named.filter_map(|target| match target {
        Target::Page(to, _) => Some(*to as Id),
        _ => None,
    });
    named.chain(site.tree.children[id].iter().copied()).collect()
}

#[test]
fn what_ages_says_when_it_was_checked() {
    let aging = [
        "concepts/admin-roles",
        "checklists/deleting-user-accounts",
        "guides/cloud-passwords",
        "concepts/federated-passwords",
        "comparisons/cloud-vs-federated-passwords",
    ];
    for (page, lang) in aging.iter().flat_map(|page| LANGUAGES.map(|lang| (page, lang))) {
        let text = read(&format!("content/{lang}/{page}.md"));
        assert!(text.contains("\nlast_reviewed_on: "), "{lang}/{page}");
    }
}

#[test]
fn no_two_pages_share_six_words_in_a_row() {
    let allowed = read("tests/handbook/shared-words.txt");
    let allowed: BTreeSet<&str> = allowed.lines().filter(|line| !line.starts_with('#')).collect();
    let (output, _) = built();
    let mut shared = Vec::new();
    for lang in LANGUAGES {
        let titles = titles(&output.site, lang);
        let mut first: BTreeMap<String, &str> = BTreeMap::new();
        for entry in output.site.entries.iter().filter(|e| &*e.lang == lang && !e.synthetic && !e.fallback) {
            let page = &*entry.page;
            let source = page.outline.source.as_str();
            for run in runs(&page.text[page.body..], &titles) {
                let other = *first.entry(run.clone()).or_insert(source);
                if other != source && !allowed.contains(run.as_str()) {
                    shared.push(format!("{run}: {other} and {source}"));
                }
            }
        }
    }
    assert!(shared.is_empty(), "{} runs of {SHARED} words: {shared:#?}", shared.len());
}

/// Titles of pages, longest first: they may stand anywhere.
fn titles(site: &Site, lang: &str) -> Vec<String> {
    let listed = site.entries.iter().filter(|e| &*e.lang == lang).map(|e| words(&e.page.outline.title).join(" "));
    let mut titles: Vec<String> = listed.filter(|title| title.contains(' ')).collect();
    titles.sort_by_key(|title| std::cmp::Reverse(title.len()));
    titles
}

/// Every run of six words of a text; a run does not go over the end of a paragraph, a table's cell or a sentence.
fn runs(text: &str, titles: &[String]) -> BTreeSet<String> {
    let prose = text.split("\n```").step_by(2).flat_map(|part| part.split("\n\n"));
    let sentences = prose.flat_map(|part| part.split(['|', '.', '!', '?', ':', ';', '(', ')', '*', '[', ']']));
    let mut found = BTreeSet::new();
    for sentence in sentences {
        let mut line = words(sentence).join(" ");
        for title in titles {
            line = line.replace(title.as_str(), "\n");
        }
        for part in line.split('\n') {
            let words: Vec<&str> = part.split_whitespace().collect();
            found.extend(words.windows(SHARED).map(|run| run.join(" ")));
        }
    }
    found
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    parts.filter(|word| !word.is_empty()).map(|word| word.to_lowercase().replace('ё', "е")).collect()
}
