//! What is wrong with `docent.yaml` is told whole and in people's words, whichever key it is.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::Project;
use docent::config::{Config, FILE, keys};
use docent::diagnostic::{Colours, Diagnostic, human};
use std::fmt::Write as _;

fn problems(text: &str) -> Vec<Diagnostic> {
    Config::parse(FILE, text).err().unwrap_or_default()
}

/// A value of every wrong form for every key.
#[test]
fn wrong_types_of_every_key() {
    let mut told = String::new();
    for key in keys() {
        let mut refused = 0;
        for value in ["5", "some text", "true", "[1]", "{a: {b: 1}}", ""] {
            for problem in problems(&format!("{key}: {value}\n")) {
                refused += 1;
                let hint = problem.hint.as_deref().unwrap();
                let _ = writeln!(told, "{key}: {value}\n  {} // {hint}", problem.message);
            }
        }
        assert!(refused > 0, "{key}");
    }
    for word in ["struct", "variant", "invalid type", "expected", "…", "boolean", "integer", "sequence"] {
        assert!(!told.contains(word), "{word}: {told}");
    }
    insta::assert_snapshot!("types", told);
}

/// Values of the right form that mean nothing, with their place.
#[test]
fn wrong_values() {
    let cases = [
        "titel: x\nslugs: latin\nsearch: {enable: false}\n",
        "slugs: Ascii\n",
        "markdown: {raw_html: yes, typo: true}\n",
        "diagnostics: {orphan: silent, orphans: ignore}\n",
        "diagnostics: {orphans: ignore}\n",
        "review_in: {default: half, role: 6 moons}\n",
        "default_language: \"xx y\"\n",
        "languages: {\"bad code\": {name: x}}\ndefault_language: \"bad code\"\n",
        "languages: {en: {nam: x}}\n",
        "edit_url: https://git.example.com/edit/main/\n",
        "base_url: https://example.com/?v=1\n",
        "base_url: https://example.com/#top\n",
        "base_url: example.com\n",
        "audiences: {a: {base_url: \"https://example.com/?v\"}}\ndefault_audience: [a]\n",
        "link_schemes: [slack, javascript]\n",
        "theme: ../x\n",
        "embeds: [youtube, \"https://video.example.com/\"]\n",
    ];
    let mut told = String::new();
    for text in cases {
        let found = problems(text);
        assert!(!found.is_empty(), "{text}");
        found.iter().for_each(|problem| told.push_str(&human(problem, Colours::OFF)));
        told.push('\n');
    }
    insta::assert_snapshot!("values", told);
}

/// `check` refuses what `build` refuses, and a type that there is none of.
#[test]
fn check_refuses_what_build_refuses() {
    let project = Project::new();
    for folder in ["content", ".", "..", "/"] {
        project.write("docent.yaml", format!("title: Test\noutput_dir: {folder}\n"));
        let codes = ["check", "build"].map(|command| project.run(&[command]).code);
        assert_eq!(codes, [Some(2); 2], "{folder}");
    }
    project.write("docent.yaml", "title: Test\nreview_in: {default: 1 year, rolle: 1 year}\n");
    let run = project.run(&["check", "--format", "json"]);
    let found = run.of("docent.yaml");
    assert_eq!((run.code, found.len()), (Some(1), 1), "{}", run.stdout);
    assert_eq!((&found[0]["line"], &found[0]["hint"]), (&2.into(), &"did you mean `role`?".into()));
}
