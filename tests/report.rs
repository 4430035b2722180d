//! `docent report`: the same table as text, JSON and CSV, for every kind; what is asked wrongly is told.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::Project;
use serde_json::Value;

/// A front page that leads to two pages, one of which leads on; and one that stands alone.
fn project() -> Project {
    let project = Project::new();
    project.write("content/index.md", "---\ntitle: Front\nowner: Ann\n---\n\n[a](a.md) [b](b.md)\n");
    project.write("content/a.md", "---\ntitle: \"A, first\"\nowner: =Bob\n---\n\nTo [[b]].\n");
    project.write("content/b.md", "---\ntitle: B\n---\n\nThe end, see [B itself](b.md).\n");
    project.write("content/alone.md", "---\ntitle: Alone\nowner: Ann\n---\n\nTo [b](b.md).\n");
    project.write("content/hidden.md", "---\ntitle: Hidden\nunlisted: true\n---\n\nNothing.\n");
    project
}

fn rows(project: &Project, kind: &str) -> Vec<Value> {
    let run = project.run(&["report", kind, "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn pages(project: &Project, kind: &str) -> Vec<String> {
    rows(project, kind).iter().map(|row| row["page"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn pages_without_a_way_in_or_out() {
    let project = project();
    assert_eq!(pages(&project, "orphans"), ["content/alone.md"]);
    assert_eq!(pages(&project, "dead-ends"), ["content/b.md"]);
}

#[test]
fn owners_begin_with_the_pages_that_have_none() {
    let project = project();
    let found: Vec<_> =
        rows(&project, "owners").iter().map(|row| (row["owner"].clone(), row["page"].clone())).collect();
    let expected = [
        ("", "content/b.md"),
        ("", "content/hidden.md"),
        ("=Bob", "content/a.md"),
        ("Ann", "content/alone.md"),
        ("Ann", "content/index.md"),
    ];
    assert_eq!(found, expected.map(|(owner, page)| (owner.into(), page.into())));
}

#[test]
fn gaps_are_what_the_schemas_expect_and_nobody_wrote() {
    let project = Project::new();
    project.write(
        "templates/types/tool.yaml",
        "template: page.html\nschema: {type: object, properties: {use: {type: string}, price: {type: string}, maker: {type: string, optional: true}}}\n",
    );
    project.write(
        "templates/types/team.yaml",
        "template: page.html\nschema: {type: object, properties: {tools: {type: array, items: {type: string, page: tool}}}}\n",
    );
    project.write("content/saw.md", "---\ntitle: Saw\ntype: tool\nuse: \"\"\nprice: Low\n---\n");
    project.write("content/file.md", "---\ntitle: File\ntype: tool\nuse: Files\n---\n\n[[idle]]\n");
    project.write("content/one.md", "---\ntitle: One\ntype: team\ntools: [saw]\n---\n");
    project.write("content/idle.md", "---\ntitle: Idle\ntype: team\ntools: []\n---\n");
    project.write("content/secret.md", "---\ntitle: Secret\ntype: tool\nunlisted: true\n---\n");
    project.write("content/map.md", "---\ntitle: Map\n---\n\n```view\nmatrix: {rows: team, columns: tool}\n```\n");
    let table = "subjects: [{id: a, title: A}, {id: b, title: B}]\ncriteria: [{name: Pay, values: {a: Good}}]";
    project.write("content/two.md", format!("---\ntitle: Two\ntype: comparison\n{table}\nverdict: So.\n---\n"));
    let gap = |row: &Value| ["page", "gap", "what"].map(|key| row[key].as_str().unwrap().to_owned()).join(" | ");
    let found: Vec<String> = rows(&project, "gaps").iter().map(gap).collect();
    let expected = [
        "content/file.md | unused | not referenced by any team.tools",
        "content/file.md | missing | price",
        "content/idle.md | empty | tools",
        "content/map.md | row | Idle",
        "content/saw.md | empty | use",
        "content/two.md | cell | criteria: Pay: b",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_table_has_three_forms() {
    let project = project();
    let csv = project.run(&["report", "owners", "--format", "csv"]).stdout;
    assert!(csv.starts_with("owner,page,title\r\n,content/b.md,B\r\n"), "{csv}");
    assert!(csv.contains("'=Bob,content/a.md,\"A, first\"\r\n"), "{csv}");
    let text = project.run(&["report", "orphans", "--format", "text"]).stdout;
    assert_eq!(text, "page              title  owner\ncontent/alone.md  Alone  Ann\n");
}

#[test]
fn what_is_asked_wrongly_is_told() {
    let project = project();
    let run = project.run(&["report", "orphan"]);
    assert_eq!((run.code, run.stderr.contains("did you mean `orphans`?")), (Some(2), true), "{}", run.stderr);
    let run = project.run(&["build", "--format", "csv"]);
    assert_eq!((run.code, run.stderr.contains("docent report")), (Some(2), true), "{}", run.stderr);
    let run = project.run(&["build", "--today", "25.11.2026"]);
    assert_eq!((run.code, run.stderr.contains("2026-05-31")), (Some(2), true), "{}", run.stderr);
}

#[test]
fn what_readers_did_not_find_becomes_proposals() {
    let project = Project::new();
    project.write("docent.yaml", "title: T\nbase_url: https://example.com/kb/\n");
    project.write("content/index.md", "---\ntitle: Front\n---\n\nWelcome.\n");
    project.write("content/guides/onboarding.md", "---\ntitle: Onboarding\n---\n\nThe first month of a newcomer.\n");
    let log =
        |target: &str| format!("::1 - - [30/Nov/2026:10:00:00 +0000] \"GET {target} HTTP/1.1\" 404 1 \"-\" \"x\"\n");
    let lines =
        ["boardings\nnewcomer\nqqqqqq\nboardings\n", &log("/kb/guide/onboarding"), &log("/kb/guides/onboarding")];
    let asked = lines.concat() + &log("/kb/%0Ax") + &log("/../../etc/passwd");
    project.write("asked.log", &asked);
    let run = project.run(&["report", "searches", "asked.log"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    insta::assert_snapshot!(run.stdout);
    let run = project.run(&["report", "searches", "asked.log", "--format", "json"]);
    let rows: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(rows.len(), 5, "{rows:?}");
    assert_eq!(project.run(&["report", "searches"]).code, Some(2));
    assert_eq!(project.run(&["report", "owners", "asked.log"]).code, Some(2));
}
