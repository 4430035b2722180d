//! The glossary: which words are mentions of a term, where they are marked, which spellings are to be avoided.
//!
//! In: `tests/terms/mentions.*.txt`, forms of names; `tests/terms/pages/*.md`, each the page of a site whose glossary is
//! `glossary.yaml` beside it. Out: the forms that were not told rightly; the page's text and what is told of it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::site::render_sources;
use docent::config::FILE;
use docent::diagnostic::{Colours, human};
use docent::markdown::Run;
use docent::page::term_matcher::{Name, TermMatcher, Use};
use docent::pipeline::Memo;
use docent::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/terms")
}

/// What a lexicon of one name marks in a sentence around a form.
fn marked(lang: &str, name: &str, form: &str) -> Option<String> {
    let purpose = Use::Term { term: 0, rank: 0 };
    let lexicon = TermMatcher::new(lang, &["en", "ru"], &[Name { text: name.to_owned(), purpose, as_written: false }]);
    let text =
        if lang == "ru" { format!("Здесь {form}, и всё.") } else { format!("It says {form}, that is all.") };
    let runs = [Run { start: 0, end: text.len() as u32, is_running: true }];
    let found = lexicon.find(&text, runs.iter().copied());
    found.mentions.first().map(|(_, at)| text[at.start as usize..at.end as usize].to_owned())
}

#[test]
fn inflected_forms_are_mentions_and_other_words_are_not() {
    let (mut hits, mut others, mut wrong) = (0, 0, Vec::new());
    for lang in ["en", "ru"] {
        let text = fs::read_to_string(folder().join(format!("mentions.{lang}.txt"))).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (name, forms) = line.split_once(": ").unwrap();
            let (right, unlike) = forms.split_once('|').unwrap_or((forms, ""));
            let list = |text: &str| {
                text.split(", ").map(str::trim).filter(|f| !f.is_empty()).map(str::to_owned).collect::<Vec<_>>()
            };
            for form in list(right) {
                hits += 1;
                let found = marked(lang, name, &form);
                if found.as_deref() != Some(form.trim_end_matches(['.', '\'']))
                    && found.as_deref() != form.strip_suffix("-специалист").or(form.strip_suffix("-client"))
                {
                    wrong.push(format!("{lang} {name}: {form} gives {found:?}"));
                }
            }
            for form in list(unlike) {
                others += 1;
                wrong.extend(marked(lang, name, &form).map(|found| format!("{lang} {name}: {form} gives {found}")));
            }
        }
    }
    println!("{hits} mentions, {others} other words, {} told wrongly", wrong.len());
    assert!(hits >= 150 && others >= 50 && hits + others >= 200, "{hits} {others}");
    insta::assert_snapshot!("mentions", wrong.join("\n"));
}

#[test]
fn pages() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("terms/pages");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut files: Vec<_> = fs::read_dir(folder().join("pages")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "md"));
    files.sort();
    assert!(files.len() >= 5);
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let told = told(&fs::read_to_string(&file).unwrap());
        settings.bind(|| insta::assert_snapshot!(name, told));
    }
}

/// A page's problems and text.
fn told(page: &str) -> String {
    let mut sources = Sources::default();
    sources.insert_text(
        FILE,
        "default_language: ru\nspelling: {тест кейс: тест-кейс, Email: email, еще: ещё}\n\
        diagnostics: {orphan: ignore, raw-html: ignore, broken-link: ignore}\nsearch: {enabled: false}\n",
    );
    sources.insert_text("content/index.md", "[x](page.md)");
    sources.insert_text("content/glossary.yaml", &fs::read_to_string(folder().join("pages/glossary.yaml")).unwrap());
    sources.insert_text("content/page.md", page);
    let built = render_sources(&sources, &mut Memo::forgetting());
    let html = String::from_utf8(built.files["page.html"].clone()).unwrap();
    let text = html.split_once("<div class=\"prose\">").unwrap().1.split("</div>\n</article>").next().unwrap();
    let problems: String = built.diagnostics.iter().map(|d| human(d, Colours::OFF)).collect();
    format!("{problems}{}{}", if html.contains("terms.") { "" } else { "(no script)\n" }, text.trim())
}

#[test]
fn a_name_of_more_words_than_are_looked_for_is_told_of() {
    let of = |words: usize| {
        let mut sources = Sources::default();
        sources.insert_text(FILE, "title: x\n");
        sources.insert_text("content/index.md", &format!("Here is {}.", "plan ".repeat(words)));
        let glossary = format!("- {{term: {}, definition: It.}}\n", "plan ".repeat(words).trim());
        sources.insert_text("content/glossary.yaml", &glossary);
        let built = render_sources(&sources, &mut Memo::forgetting());
        let told: Vec<String> = built.diagnostics.iter().map(|d| d.message.clone()).collect();
        (told, String::from_utf8(built.files["index.html"].clone()).unwrap().contains("terms."))
    };
    assert_eq!(of(20), (vec![], true));
    let (told, marked) = of(21);
    assert!(told.len() == 1 && told[0].contains("more than 20 words") && !marked, "{told:?}");
}
