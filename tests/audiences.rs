//! A site for somebody shows nothing of what is for others: a word that stands nowhere else is put into every place
//! that can carry one, and looked for in everything that the output holds, packed or not.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::{Project, Run, seen::seen};
use std::process::Command;

const CONFIG: &str = "title: Test\nbase_url: https://example.com/\nlanguages: {en: {name: English}, ru: {name: Русский}}\n\
    audiences: {internal: , client: }\ndefault_audience: [internal, client]\ndiagnostics: {orphan: ignore}\n";

/// A canary is `zq` and its place. Where it stands is known from its name.
const SECRET: &str = "---
title: The zqtitle page
description: About zqfolderescription.
type: concept
audience: [internal]
owner: zqowner
slug: zqslug
tags: [zqtag]
aliases: [zqalias]
redirect_from: [/old/zqredirect]
example: A zqfield.
extra: {row: A zqrow}
questions: [{q: zqquestion?, a: zqanswer}]
---

Text with zqbody and `zqcode`, [a link](zqfile.png) and ![zqalt](zqimage.jpg).

## A zqheading {#zqanchor}

| zqcell |
|--------|
| x      |

```
zqblock
```

<!-- zqcomment -->

A note[^1].

[^1]: zqnote
";

/// Where the internal site has them; those of git it has nowhere.
const CANARIES: [&str; 37] = [
    "zqtitle",
    "zqfolderescription",
    "zqowner",
    "zqslug",
    "zqtag",
    "zqalias",
    "zqredirect",
    "zqfield",
    "zqquestion",
    "zqanswer",
    "zqbody",
    "zqcode",
    "zqfile",
    "zqalt",
    "zqimage",
    "zqheading",
    "zqanchor",
    "zqcell",
    "zqblock",
    "zqcomment",
    "zqnote",
    "zqbytes",
    "zqexif",
    "zqfolder",
    "zqinside",
    "zqloose",
    "zqterm",
    "zqtwin",
    "zqpart",
    "zqparthead",
    "zqpartfile",
    "zqlinked",
    "zqsection",
    "zqunused",
    "zqstep",
    "zqclip",
    "zqrow",
];

fn project() -> Project {
    let project = Project::new();
    project.write("docent.yaml", CONFIG);
    project.write("content/index.md", "");
    std::fs::remove_file(project.root().join("content/index.md")).unwrap();
    project.write(
        "content/en/index.md",
        "---\ntitle: Front\n---\n\nSee [our words](plans.md) and [[plans|these]] and [a part](open.md#zqparthead).\n",
    );
    project.write("content/ru/index.md", "---\ntitle: Начало\n---\n\nПривет.\n");
    project.write("content/en/plans.md", SECRET);
    project.write("content/ru/plans.md", "---\ntitle: Планы zqtwin\n---\n\nТекст.\n");
    project.write("content/en/zqfile.png", "\u{89}PNG zqbytes");
    project.write("content/en/zqimage.jpg", "\u{ff}\u{d8} Exif zqexif");
    // A section hides what stands in it, files that nobody uses too.
    project.write("content/en/zqfolder/index.md", "---\ntitle: zqsection\naudience: internal\n---\n\nInside.\n");
    project.write("content/en/zqfolder/page.md", "---\ntitle: A page\n---\n\nIt says zqinside.\n");
    project.write("content/en/zqfolder/loose.txt", "zqloose zqunused");
    project
        .write("content/en/terms/clip.md", "---\ntitle: zqterm\ntype: term\naudience: [internal]\n---\n\nA zqclip.\n");
    project.write(
        "content/en/open.md",
        "---\ntitle: Open\ntype: path\nstages:\n  - title: Day 1\n    steps:\n      - {id: one, page: plans, purpose: zqstep}\n\
         \x20     - {id: two, page: other, purpose: To see}\n---\n\nOpen.\n\n<!-- audience: internal -->\n\nA zqpart, ![x](zqpartfile.png).\n\n\
         ## Parts {#zqparthead}\n\nTo [zqlinked](#zqparthead).\n\n<!-- audience: all -->\n\n<!-- audience: client -->\nFor you.\n<!-- audience: all -->\n\n\
         The end, [here](#zqparthead).\n",
    );
    project.write(
        "content/en/other.md",
        "---\ntitle: Other\n---\n\nText.\n\n![[zqalias#A zqheading]]\n\nMore.\n\n\
        ```view\ntable: {type: concept, columns: [title, extra.row]}\n```\n",
    );
    project.write("content/en/zqpartfile.png", "\u{89}PNG");
    git(&project);
    project
}

fn git(project: &Project) {
    let run = |args: &[&str]| {
        let identity = ["-c", "user.name=zqauthor", "-c", "user.email=zqmail@example.com"];
        let status = Command::new("git").current_dir(project.root()).args(identity).args(args).output().unwrap();
        assert!(status.status.success(), "{status:?}");
    };
    run(&["init", "-q"]);
    run(&["add", "content"]);
    run(&["commit", "-qm", "zqmessage"]);
}

fn build(project: &Project, args: &[&str]) -> Run {
    let run = project.run(&[&["build", "--today", "2026-11-25"], args].concat());
    assert_eq!(run.code, Some(0), "{}\n{}", run.stdout, run.stderr);
    run
}

/// Those that a text holds. Packed files hold any two letters: only whole names count.
fn canaries(text: &str) -> Vec<&'static str> {
    CANARIES.into_iter().filter(|canary| text.contains(canary)).collect()
}

#[test]
fn a_site_for_somebody_shows_nothing_of_what_is_for_others() {
    let project = project();
    let folder = project.root().join("public");
    build(&project, &["--audience", "internal", "--output-dir", "internal"]);
    let internal = seen(&project.root().join("internal"));
    // A comment, and a file that nothing leads to, are in nobody's site.
    let nowhere = ["zqcomment", "zqloose", "zqunused"];
    let shown: Vec<&str> = CANARIES.into_iter().filter(|canary| !nowhere.contains(canary)).collect();
    assert_eq!(canaries(&internal), shown);
    for never in ["zqauthor", "zqmail", "zqmessage", "For you."] {
        assert!(!internal.contains(&never.to_lowercase()), "{never}");
    }
    // The same folder: what an earlier build left there must go.
    build(&project, &[]);
    build(&project, &["--audience", "client"]);
    let client = seen(&folder);
    assert_eq!(canaries(&client), Vec::<&str>::new());
    // What is left is whole: words of links stay, and steps that lead to pages.
    for kept in ["our words", "these", "for you.", "to see"] {
        assert!(client.contains(kept), "{kept}");
    }
    build(&project, &["-o", "whole"]);
    let whole = seen(&project.root().join("whole"));
    let shown: Vec<&str> = CANARIES.into_iter().filter(|canary| *canary != "zqcomment").collect();
    assert!(canaries(&whole) == shown && whole.contains("for you."));
}

#[test]
fn what_somebody_may_not_see_is_not_told_by_a_link() {
    let project = project();
    let told = |text: &str| {
        project.write("content/en/other.md", format!("---\ntitle: Other\n---\n\n{text}\n"));
        let run = project.run(&["check", "--audience", "client", "--format", "json"]);
        let found = run.of("content/en/other.md");
        // A name that reaches a file all the same is a leak.
        let leaks = run.problems().iter().any(|problem| problem["code"] == "leak");
        assert_eq!(run.code, Some(if leaks { 3 } else { i32::from(!found.is_empty()) }), "{}", run.stdout);
        assert!(!leaks || !found.is_empty(), "{}", run.stdout);
        found.iter().map(|p| format!("{} {}", p["code"].as_str().unwrap(), p["line"])).collect::<Vec<_>>().join(", ")
    };
    for text in [
        "[[plans]]",
        "[[zqalias]]",
        "[The *zqtitle* page](plans.md)",
        "[plans](plans.md)",
        "[The zqtitle page][1]\n\n[1]: plans.md",
    ] {
        assert_eq!(told(text), "audience 5", "{text}");
    }
    assert_eq!(told("[[plans|words]] [words](plans.md) [w](plans.md#zqanchor) [words][1]\n\n[1]: plans.md"), "");
    project.write("content/en/other.md", "---\ntitle: Other\n---\n\n[x](zqfolder/loose.txt)\n");
    let run = project.run(&["check", "--audience", "client", "--format", "json"]);
    assert_eq!((run.code, run.of("content/en/other.md").len()), (Some(1), 1), "{}", run.stdout);
}

#[test]
fn what_is_said_of_audiences_is_checked() {
    let project = project();
    let told = |key: &str, file: &str| {
        project.write(file, format!("---\ntitle: X\n{key}\n---\n\nText.\n"));
        let run = project.run(&["check", "--format", "json"]);
        let found = run.of(file);
        std::fs::remove_file(project.root().join(file)).unwrap();
        found
            .iter()
            .map(|p| format!("{} ({})", p["message"].as_str().unwrap(), p["hint"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    let expected = [
        ("audience: [intern]", "there is no audience `intern` (did you mean `internal`?)"),
        ("audience: clint", "there is no audience `clint` (did you mean `client`?)"),
        ("audience: []", "`audience` is empty (name an audience, or remove the key)"),
        ("audience: true", "there is no audience `true` (known keys: client, internal)"),
        ("audience: [1]", "item 1 of `audience`"),
    ];
    for (key, message) in &expected[..4] {
        assert_eq!(told(key, "content/en/x.md"), [*message]);
    }
    assert_eq!(told(expected[4].0, "content/en/x.md").len(), 1);
    assert_eq!(
        told("audience: [client]", "content/en/zqfolder/x.md"),
        [
            "the page is for `client`, but its section is not (the section is for internal: move the page, or add `client` to the section)"
        ]
    );
    let run = project.run(&["build", "--audience", "clients"]);
    assert_eq!((run.code, run.stderr.contains("did you mean `client`?")), (Some(2), true), "{}", run.stderr);
}

/// A site of one language, and what a build of it for somebody tells.
fn small(audience: &str, pages: &[(&str, &str)]) -> (Run, String) {
    let project = Project::new();
    project.write(
        "docent.yaml",
        "title: Test\naudiences: {internal: , client: }\ndefault_audience: [internal]\ndiagnostics: {orphan: ignore}\n",
    );
    pages.iter().for_each(|(path, text)| project.write(path, text));
    let run = project.run(&["build", "--format", "json", "--audience", audience]);
    let seen = if run.code == Some(0) { seen(&project.root().join("public")) } else { String::new() };
    (run, seen)
}

const BOTH: &str = "---\naudience: [internal, client]\n---\n";
const TERMS: &str = "- term: Zqbrief\n  definition: A zqform of definition.\n  aliases: [zqpaper]\n";

#[test]
fn a_glossary_file_is_for_the_default_audience() {
    let front = |text: &str| format!("{BOTH}# Home\n\n{text}\n");
    let build = |audience: &str, text: &str, settings: &str| {
        let pages = [("content/index.md", front(text)), ("content/glossary.yaml", TERMS.to_owned())];
        let project = Project::new();
        let audiences =
            "audiences: {internal: , client: }\ndefault_audience: [internal]\ndiagnostics: {orphan: ignore}\n";
        project.write("docent.yaml", format!("title: Test\n{audiences}{settings}"));
        pages.iter().for_each(|(path, text)| project.write(path, text));
        let run = project.run(&["build", "--audience", audience]);
        let seen = if run.code == Some(0) { seen(&project.root().join("public")) } else { String::new() };
        (run.code, ["zqbrief", "zqform", "zqpaper"].map(|word| seen.contains(word)))
    };
    for settings in ["", "glossary: false\n"] {
        assert_eq!(build("internal", "A zqbrief is here.", settings), (Some(0), [true; 3]), "{settings}");
        assert_eq!(build("client", "Nothing.", settings), (Some(0), [false; 3]), "{settings}");
        assert_eq!(build("client", "A zqbrief is here.", settings).0, Some(0), "a page that is shown says it openly");
    }
}

#[test]
fn an_embedded_page_for_others_leaves_no_trace() {
    let secret = ("content/zqsecret.md", "# A zqpage\n\nText.\n");
    let front = format!("{BOTH}# Home\n\n![[zqsecret]]\n\nText.\n");
    let (run, seen) = small("client", &[("content/index.md", &front), secret]);
    let told = seen.contains("zqsecret") || seen.contains("zqpage");
    assert_eq!((run.code, told), (Some(0), false), "{}", run.stdout);
}

#[test]
fn a_folder_for_others_is_not_linked() {
    let pages = |link: &str| {
        let front = format!("{BOTH}# Home\n\nSee [our words]({link}).\n");
        small("client", &[("content/index.md", &front), ("content/zqfolder/x.md", "# X\n"), ("content/open.md", BOTH)])
    };
    for link in ["zqfolder/", "zqfolder", "zqfolder/x.md"] {
        let (run, seen) = pages(link);
        assert_eq!(run.code, Some(0), "{link}: {}", run.stdout);
        assert!(seen.contains("our words") && !seen.contains("zqfolder"), "{link}");
    }
    assert_eq!(pages("nowhere/").0.code, Some(1));
}

#[test]
fn nothing_goes_into_a_folder_that_is_somebody_elses() {
    let project = Project::new();
    project.write("docent.yaml", CONFIG);
    std::fs::remove_file(project.root().join("content/index.md")).unwrap();
    project.write("content/en/index.md", "---\ntitle: Front\n---\n\nHello.\n");
    project.write("content/ru/index.md", "---\ntitle: Начало\n---\n\nПривет.\n");
    let export = "--search-export quickwit --search-export-dir";
    let run = |args: &str| project.run(&args.split(' ').collect::<Vec<_>>());
    let made = [
        "build --audience client -o pc".to_owned(),
        format!("build --audience client -o deep/pc {export} deep/found"),
        "build --audience internal -o around".to_owned(),
    ];
    made.iter().for_each(|args| assert_eq!(run(args).code, Some(0), "{args}"));
    assert_eq!(run("build --audience client -o around-2/pc").code, Some(0));
    std::fs::rename(project.root().join("around-2/pc"), project.root().join("around/pc")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(project.root().join("pc/en"), project.root().join("way")).unwrap();
    let refused = [
        "build -o pc/full".to_owned(),
        "build -o pc/en/a/b".to_owned(),
        "build -o pc/../deep/./pc/full".to_owned(),
        "build --audience internal -o pc/full".to_owned(),
        "build --audience internal -o pc".to_owned(),
        "build --audience internal -o deep/found".to_owned(),
        "build -o deep/found/more".to_owned(),
        "build --audience internal -o around".to_owned(),
        format!("build {export} pc/data"),
        format!("build --audience internal -o other {export} pc/data"),
        format!("build --audience internal -o other {export} deep/found"),
        format!("build -o other {export} deep/found"),
    ];
    let ways = if cfg!(unix) { vec!["build -o way/full".to_owned()] } else { Vec::new() };
    for args in refused.iter().chain(&ways) {
        let ended = run(args);
        assert!(
            ended.code == Some(2) && ended.stderr.contains("`client`"),
            "{args}: {:?} {}",
            ended.code,
            ended.stderr
        );
    }
    // Its own folder, and one beside it.
    for args in [made[1].as_str(), "build --audience client -o pc", "build -o beside"] {
        assert_eq!(run(args).code, Some(0), "{args}");
    }
}
