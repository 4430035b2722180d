//! Translations over the real program: stamp, change the original, ask, read what the reader is told.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::Project;
use serde_json::Value;
use std::fs;

const ORIGINAL: &str = "---\ntitle: План\ntype: concept\ndefinition: Что и когда.\n---\n\nВступление.\n\n## Цель\n\nЗачем это.\n\n## Сроки\n\nКогда.\n\n### Этапы\n\nПо порядку.\n";
const TRANSLATION: &str = "---\ntitle: Plan\ntype: concept # as there\ndefinition: What and when.\n---\n\nIntroduction.\n\n## Aim\n\nWhat for.\n";

fn project() -> Project {
    let project = Project::new();
    fs::remove_file(project.root().join("content/index.md")).unwrap();
    project.write(
        "docent.yaml",
        "title: Test\ndiagnostics: {orphan: ignore}\ngit_dates: false\nsearch: {enabled: false}\ndefault_language: ru\n\
         languages: {ru: {name: Русский}, en: {name: English}}\n",
    );
    for lang in ["ru", "en"] {
        project.write(format!("content/{lang}/index.md"), "---\ntitle: Front\n---\n\n[[plan]]\n");
    }
    project.write("content/ru/plan.md", ORIGINAL);
    project.write("content/en/plan.md", TRANSLATION);
    project
}

fn stamp(project: &Project, path: &str) {
    let run = project.run(&["translate", "stamp", path]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "stamped 1 page\n"), "{}", run.stderr);
}

fn text(project: &Project, path: &str) -> String {
    fs::read_to_string(project.root().join(path)).unwrap()
}

/// Status, change and section of each row about a page.
fn told(project: &Project, page: &str) -> Vec<[String; 3]> {
    let run = project.run(&["report", "translations", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let rows: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    let cell = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = rows.iter().filter(|row| row["page"] == page);
    rows.map(|row| ["status", "change", "section"].map(|name| cell(row, name))).collect()
}

fn row(status: &str, change: &str, section: &str) -> [String; 3] {
    [status, change, section].map(str::to_owned)
}

/// The notice above the text, if there is one.
fn notice(project: &Project) -> Option<String> {
    let run = project.build();
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let html = project.output("en/plan.html");
    let start = html.split_once("<aside class=\"notice\"")?.1;
    Some(start.split_once("</aside>").unwrap().0.to_owned())
}

#[test]
fn a_changed_heading_is_named_and_nothing_else() {
    let project = project();
    assert_eq!(told(&project, "content/en/plan.md"), [row("unstamped", "", "")]);
    assert_eq!(notice(&project), None);
    stamp(&project, "content/en/plan.md");
    assert_eq!(told(&project, "content/en/plan.md"), [row("current", "", "")]);
    assert_eq!(told(&project, "content/ru/plan.md"), Vec::<[String; 3]>::new(), "an original has no row");
    assert_eq!(notice(&project), None);
    project.write("content/ru/plan.md", ORIGINAL.replace("Когда.", "Когда? К маю."));
    assert_eq!(told(&project, "content/en/plan.md"), [row("behind", "changed", "Сроки")]);
    let notice = notice(&project).unwrap();
    assert!(notice.contains("The original (Русский) is newer in 1 section:"), "{notice}");
    assert!(notice.contains("<a href=\"../ru/plan.html#sroki\" hreflang=\"ru\" lang=\"ru\">Сроки</a>"), "{notice}");
    assert_eq!(notice.matches("<a ").count(), 1, "{notice}");
    stamp(&project, "content/en/plan.md");
    assert_eq!(told(&project, "content/en/plan.md"), [row("current", "", "")]);
}

#[test]
fn every_kind_of_change_is_told() {
    let project = project();
    stamp(&project, "content/en/plan.md");
    let changed = ORIGINAL.replace("Что и когда.", "Что, когда и кто.").replace("## Цель\n\nЗачем это.\n\n", "");
    project.write("content/ru/plan.md", format!("{changed}\n## Люди\n\nКто.\n"));
    let expected =
        [row("behind", "added", "Люди"), row("behind", "changed", "+definition"), row("behind", "removed", "tsel")];
    assert_eq!(told(&project, "content/en/plan.md"), expected);
    let notice = notice(&project).unwrap();
    assert!(notice.contains("newer in 2 sections:") && notice.contains(">The top of the page</a>"), "{notice}");
}

#[test]
fn a_stamp_changes_one_line_and_line_ends_change_nothing() {
    let project = project();
    stamp(&project, "content/en/plan.md");
    let after = text(&project, "content/en/plan.md");
    let added: Vec<&str> = after.lines().filter(|line| !TRANSLATION.lines().any(|old| old == *line)).collect();
    assert!(added.len() == 1 && added[0].starts_with("translated_from: [ru, +title:"), "{added:?}");
    assert_eq!(after.replace(&format!("{}\n", added[0]), ""), TRANSLATION);
    project.write("content/ru/plan.md", ORIGINAL.replace('\n', "\r\n"));
    assert_eq!(told(&project, "content/en/plan.md"), [row("current", "", "")]);
    stamp(&project, "content/en/plan.md");
    assert_eq!(text(&project, "content/en/plan.md"), after);
}

#[test]
fn folders_are_stamped_and_originals_in_them_are_not() {
    let project = project();
    project.write("content/ru/alone.md", "---\ntitle: Одна\n---\n");
    let run = project.run(&["translate", "stamp", "content"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "stamped 2 pages\n"), "{}", run.stderr);
    assert_eq!(text(&project, "content/ru/plan.md"), ORIGINAL);
    let run = project.run(&["report", "translations", "--format", "csv"]);
    assert!(run.stdout.contains(",en,missing,content/ru/alone.md,,"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_stamped_is_told() {
    let project = project();
    project.write("content/ru/alone.md", "---\ntitle: Одна\n---\n");
    stamp(&project, "content/en/plan.md");
    let cases: [(&[&str], &str); 4] = [
        (&["content/ru/alone.md"], "the page does not exist in another language"),
        (&["content/ru/plan.md"], "content/en/plan.md is marked as a translation of content/ru/plan.md"),
        (&["content/none.md"], "no such page"),
        (&["content/en/plan.md", "--from", "de"], "the site has no such language"),
    ];
    for (args, expected) in cases {
        let run = project.run(&[&["translate", "stamp"], args].concat());
        assert!(run.code == Some(2) && run.stderr.contains(expected), "{args:?}: {}", run.stderr);
    }
    assert_eq!(text(&project, "content/ru/plan.md"), ORIGINAL);
}

#[test]
fn a_stamp_that_cannot_be_read_is_an_error() {
    let project = project();
    project.write(
        "content/en/plan.md",
        TRANSLATION.replace("---\n\nIntro", "translated_from: [ru, \"aim:xyz\"]\n---\n\nIntro"),
    );
    let run = project.build();
    let problems = run.of("content/en/plan.md");
    assert_eq!((run.code, problems.len()), (Some(1), 1), "{}", run.stdout);
    assert_eq!(problems[0]["message"], "`aim:xyz` is not a valid part of a stamp");
}
