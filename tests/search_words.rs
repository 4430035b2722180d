//! What readers type that is not words, and questions with filters, exclusions and quotes: each file in
//! `tests/search-words/` is a small site and questions to it.
//!
//! A line `name = text` is a page with that text; before the text, `type=`, `tag=` and `lang=` may stand, and `title=` up to
//! a `;`. A line `? question -> names` lists all pages of the answer in their order, `…` at its end stands for more. A
//! line `! kind text` says what was understood of the question before it, `! near
//! word` that this word was offered. `\u{AD}` is that character.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

use docent::config::{Config, FILE};
use docent::index::ask::ask_named;
use docent::outputs::Output;
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use docent_search::engine::{Request, Results, Understood};
use docent_search::query::Key;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

#[test]
fn questions_find_their_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search-words");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut wrong = String::new();
    let mut asked = 0;
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        asked += check(&name, &unescaped(&fs::read_to_string(&path).unwrap()), &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(asked > 60, "{asked}");
}

/// Asks the questions of a file; how many there are.
fn check(file: &str, text: &str, wrong: &mut String) -> usize {
    let mut memo = Memo::forgetting();
    let output = site(text, &mut memo);
    let mut told = Vec::new();
    let mut asked = 0;
    for line in text.lines() {
        if let Some((question, expected)) = line.strip_prefix("? ").and_then(|line| line.split_once(" ->")) {
            let last = ask(&output, &memo, question);
            told = last.understood.iter().map(shown).collect();
            told.extend(last.near.iter().map(|word| format!("near {word}")));
            let found: Vec<&str> = last.pages.iter().filter_map(|page| name_of(text, &page.url)).collect();
            let found = found.join(" ");
            let right = match expected.trim().strip_suffix('…') {
                Some(first) => !found.is_empty() && found.starts_with(first.trim()),
                None => found == expected.trim(),
            };
            if !right {
                writeln!(wrong, "{file}: {question:?}\n  expected {}\n  found    {found}", expected.trim()).unwrap();
            }
            asked += 1;
        } else if let Some(part) = line.strip_prefix("! ").filter(|part| !told.iter().any(|told| told == part)) {
            writeln!(wrong, "{file}: expected to be told {part:?}, was {told:?}").unwrap();
        }
    }
    asked
}

/// The pages of a case: their names and what stands behind.
fn pages(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.split_once(" = ")).filter(|(name, _)| !name.contains(' '))
}

/// The name of a page in the site: the words of file names are searched too, and these are none.
fn file(number: usize) -> String {
    let letter = |number: usize| char::from(b'a' + number as u8);
    format!("zq{}{}", letter(number / 26), letter(number % 26))
}

fn name_of<'a>(text: &'a str, url: &str) -> Option<&'a str> {
    let found = pages(text).enumerate().find(|(number, _)| url.ends_with(&format!("/{}.html", file(*number))));
    found.map(|(_, (name, _))| name)
}

fn shown(part: &Understood) -> String {
    let sign = |yes, sign| if yes { sign } else { "" };
    format!("{}{}{} {}", sign(part.not, "not "), sign(!part.known, "no "), part.kind, part.text)
}

fn ask(output: &Output, memo: &Memo, question: &str) -> Results {
    let question: String = question.nfc().collect();
    let request = Request { query: &question, typing: false, lang: "en", limit: 10 };
    let labels = [(Key::Type, "role", "Роль"), (Key::Type, "role", "Роли"), (Key::Lang, "ru", "Русский")];
    ask_named(output.search_index(&memo.render), &request, &labels).unwrap()
}

fn site(text: &str, memo: &mut Memo) -> Output {
    let mut sources = Sources::default();
    let config = "title: Site\nlanguages: {en: {name: English}, ru: {name: Русский}}\ndefault_language: en\n";
    sources.insert_text(FILE, config);
    for (number, (_, text)) in pages(text).enumerate() {
        let (mut front, mut lang, mut rest) = (String::new(), "en", text);
        let mut title = "Qzz";
        while let Some((option, behind)) = rest.split_once(' ') {
            match option.split_once('=') {
                Some(("type", value)) => writeln!(front, "type: {value}").unwrap(),
                Some(("tag", value)) => writeln!(front, "tags: [{value}]").unwrap(),
                Some(("lang", value)) => lang = value,
                Some(("title", _)) => {
                    let (value, behind) = rest["title=".len()..].split_once(';').unwrap();
                    (title, rest) = (value, behind.trim_start());
                    continue;
                }
                _ => break,
            }
            rest = behind;
        }
        let page = format!("---\ntitle: {title}\n{front}---\n\n{rest}\n");
        sources.insert_text(&format!("content/{lang}/{}.md", file(number)), &page);
    }
    let config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    pipeline::build(&config, &sources, memo).0.unwrap()
}

fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |done, part| {
        let (code, rest) = part.split_once('}').unwrap();
        format!("{done}{}{rest}", char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap())
    })
}
