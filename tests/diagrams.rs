//! Diagrams in Mermaid: what is drawn, what is refused and why, and that a drawing is only a drawing.
//!
//! In: `tests/diagrams/*.mmd`, each of which is drawn, and `tests/diagrams/broken/*.mmd`, none of which is. Out: facts of each
//! beside them: how many shapes, lines and labels there are, and the labels; or the line and what is wrong with it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;
mod support;

use common::{Project, contents};

use docent::config::Markdown;
use docent::diagrams::{Drawing, PREFIX, draw};
use docent::markdown::html;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{input, words};

fn files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "mmd"));
    files.sort();
    let named = |file: &std::path::PathBuf| {
        (file.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(file).unwrap())
    };
    files.iter().map(named).collect()
}

fn snapshot(name: &str, told: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("diagrams");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, told));
}

fn facts(name: &str, drawing: &Drawing) -> String {
    let count = |what: &str| drawing.svg.matches(what).count();
    let shapes: usize = ["<rect", "<circle", "<polygon", "<ellipse"].iter().map(|shape| count(shape)).sum();
    let called = drawing.name.as_deref().map_or_else(String::new, |called| format!(" \"{called}\""));
    let counts = format!("{shapes} shapes, {} paths, {} lines", count("<path"), count("<line"));
    format!("{name}:{called} {counts}: {}\n", drawing.labels.join(" | "))
}

#[test]
fn each_is_drawn() {
    let drawn = files("tests/diagrams").into_iter().map(|(name, text)| match &*draw(&text) {
        Ok(drawing) => facts(&name, drawing),
        Err(refusal) => panic!("{name}: {refusal:?}"),
    });
    snapshot("drawn", &drawn.collect::<String>());
}

#[test]
fn what_cannot_be_read_is_told_at_its_line() {
    let told = files("tests/diagrams/broken").into_iter().map(|(name, text)| match &*draw(&text) {
        Ok(_) => panic!("{name} was drawn"),
        Err(refusal) => {
            let line = text[..refusal.place.start].matches('\n').count() + 1;
            format!("{name}:{line}: {}: {:?}\n", refusal.message, text.get(refusal.place.clone()).unwrap())
        }
    });
    snapshot("refused", &told.collect::<String>());
}

#[test]
fn a_drawing_is_only_a_drawing() {
    for (name, text) in files("tests/diagrams") {
        let drawn = draw(&text);
        let svg = &drawn.as_ref().as_ref().unwrap().svg;
        for foreign in [" style=", "<style", "<script", "foreignObject", "<a ", "http://e", "https:", "data:"] {
            assert!(!svg.contains(foreign), "{name}: {foreign}");
        }
        let handler = |rest: &str| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('=');
        assert!(!svg.split(" on").skip(1).any(handler), "{name}: {svg}");
        let ids: Vec<&str> = svg.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(ids.iter().all(|id| id.starts_with(PREFIX)), "{name}: {ids:?}");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}");
        for used in svg.split("url(#").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            assert!(ids.contains(&used), "{name}: {used:?}");
        }
    }
}

#[test]
fn hostile_labels_are_text() {
    let texts = [
        "flowchart TD\n A[\"<img src=x onerror=alert(1)>\"] --> B[\"<script>alert(1)</script>\"]\n",
        "flowchart TD\n A[x] --> B\n click A \"javascript:alert(1)\"\n style A fill:url(https://evil.example/x)\n",
        "flowchart TD\n A[x] --> B\n classDef a fill:#fff;background:url(//evil.example)\n class A a\n",
        "%%{init: {\"themeCSS\": \"*{background:url(//evil.example)}\", \"securityLevel\": \"loose\"}}%%\nflowchart TD\n A --> B\n",
        "sequenceDiagram\n A->>B: <svg onload=alert(1)>\n link A: x @ javascript:alert(1)\n",
        "pie title <b onclick=x>\n \"</text><script>\" : 1\n",
        "gantt\n dateFormat YYYY-MM-DD\n section <i onmouseover=x>\n a :a1, 2026-01-01, 1d\n click a1 href \"javascript:x\"\n",
        "mindmap\n  root((<iframe src=//evil.example>))\n",
        "flowchart TD\n A@{ img: \"https://evil.example/x.png\", label: \"x\" }\n A --> B\n",
    ];
    for text in texts {
        let drawn = draw(text);
        let Ok(drawing) = drawn.as_ref() else { continue };
        let svg = drawing.svg.replace(PREFIX, "d");
        docent::svg::check(&svg).unwrap();
        for foreign in
            ["<img", "<script", "<iframe", "<image", "<a ", " style=", " onerror", " onclick=", "url(http", "url(//"]
        {
            assert!(!svg.contains(foreign), "{text}: {foreign}: {svg}");
        }
    }
}

#[test]
fn a_page_shows_it_twice_with_ids_of_their_own() {
    let words = words("en");
    let fence = "```mermaid\nflowchart LR\n  accTitle: The way\n  A --> B\n```\n\n";
    let text = format!("{fence}- {}\n", fence.replace('\n', "\n  "));
    let made = html(&text, input("en", &words), &Markdown::default());
    assert_eq!(made.body.matches("<figure class=\"diagram\">").count(), 2, "{}", made.body);
    assert_eq!(made.body.matches("<title id=").count(), 2);
    let ids = support::html::ids(&made.body);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert!(made.body.contains("<details><summary>Source of the diagram</summary>"), "{}", made.body);
}

#[test]
fn what_is_refused_stands_as_code_and_its_line_is_told() {
    let words = words("en");
    let text = "a\n\n> ```mermaid\n> flowchart TD\n>   A[Start --> B\n> ```\n";
    let made = html(text, input("en", &words), &Markdown::default());
    assert!(made.body.contains("A[Start --&gt; B"), "{}", made.body);
    let problem = &made.problems[0];
    assert_eq!(problem.code, "diagram");
    assert_eq!(text[..problem.range.start].matches('\n').count() + 1, 5, "{problem:?}");
    let off = Markdown { diagrams: false, ..Markdown::default() };
    let code = html("```mermaid\nflowchart TD\n  A --> B\n```\n", input("en", &words), &off);
    assert!(code.body.contains("language-mermaid") && !code.body.contains("<svg"), "{}", code.body);
}

#[test]
fn a_node_that_leads_elsewhere_stands_in_its_place() {
    let linked = draw("flowchart TD\n  A[Start] --> B\n  click A \"https://example.com\" \"Read it\"\n");
    let plain = draw("flowchart TD\n  A[Start] --> B\n");
    let (linked, plain) = (linked.as_ref().as_ref().unwrap(), plain.as_ref().as_ref().unwrap());
    assert_eq!(linked.svg.matches("<g transform").count(), plain.svg.matches("<g transform").count());
    assert_eq!(linked.labels, plain.labels);
}

#[test]
fn settings_of_an_author_cannot_make_a_drawing_without_end() {
    for text in [
        "%%{init: {\"sequence\": {\"actorMargin\": 1e300}}}%%\nsequenceDiagram\n A->>B: x\n",
        "%%{init: {\"gantt\": {\"useWidth\": 1e12}}}%%\ngantt\n dateFormat YYYY-MM-DD\n a :2026-01-01, 1d\n",
        &format!("flowchart TD\n A[\"{}\"]\n", "ж".repeat(20_000)),
        &format!("flowchart TD\n{}", (0..990).map(|i| format!(" A --> B{i}\n")).collect::<String>()),
        &format!("flowchart TD\n{}", (0..20_000).map(|i| format!("A-->B{i}\n")).collect::<String>()),
        &format!(
            "flowchart TD\n{} A-->B\n{}",
            (0..500).map(|i| format!(" subgraph s{i}\n")).collect::<String>(),
            " end\n".repeat(500)
        ),
    ] {
        let drawn = draw(text);
        let refusal = drawn.as_ref().as_ref().expect_err("it is drawn");
        assert!(!refusal.message.contains('_'), "{refusal:?}");
    }
}

#[test]
fn a_page_has_no_more_diagrams_than_it_can_carry() {
    let words = words("en");
    let made =
        html(&"```mermaid\nflowchart LR\n  A --> B\n```\n\n".repeat(300), input("en", &words), &Markdown::default());
    assert_eq!(made.body.matches("<figure class=\"diagram\">").count(), 200);
    assert_eq!(made.problems.len(), 100);
}

/// Over the real program: in all places that hold Markdown, in three languages, embedded and printed.
#[test]
fn a_site_shows_them_everywhere_and_nothing_hidden() {
    let fence = "```mermaid\nflowchart LR\n  accTitle: The way\n  A[Start] --> B[Way]\n```\n";
    let inside = |prefix: &str| fence.lines().map(|line| format!("{prefix}{line}\n")).collect::<String>();
    let hidden = |word: &str| format!("```mermaid\nflowchart LR\n  A[{word}] --> B\n```\n");
    let all = format!(
        "# All\n\n{fence}\n{}\n- item\n\n{}\n:::tabs\n\n## One\n\n{fence}\n## Two\n\n{fence}\n:::\n\nA note[^1].\n\n[^1]: Note\n\n{}\n\
         ```mermaid title=\"Shares <b>\"\npie\n  \"Яблоки\" : 3\n```\n\n<!-- audience: internal -->\n\n{}\n<!-- audience: all -->\n",
        inside("> "),
        inside("  "),
        inside("    "),
        hidden("zqblock"),
    );
    let project = Project::new();
    for (path, text) in [
        ("docent.yaml", "title: Diagrams\ngit_dates: false\nprint: [all]\naudiences: {internal: , client: }\ndefault_audience: [internal, client]\ndiagnostics: {orphan: ignore}\n".to_owned()),
        ("content/index.md", "# Front\n\nTo [[all]].\n".to_owned()),
        ("content/all.md", all),
        ("content/embedding.md", "# Embedding\n\n![[all]]\n\n![[all#All]]\n".to_owned()),
        ("content/draft.md", format!("---\ntitle: Draft\ndraft: true\n---\n\n{}", hidden("zqdraft"))),
        ("content/inside.md", format!("---\ntitle: Inside\naudience: [internal]\n---\n\n{}", hidden("zqpage"))),
        ("content/quiet.md", format!("---\ntitle: Quiet\nsearch: false\n---\n\n{}", hidden("zqquiet"))),
    ] {
        project.write(path, &text);
    }
    let run = project.run(&["build", "--audience", "client"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for (path, bytes) in contents(&project.root().join("public")) {
        let (path, text) = (path.to_string_lossy().into_owned(), String::from_utf8_lossy(&bytes).into_owned());
        assert!(!["zqblock", "zqdraft", "zqpage"].iter().any(|word| text.contains(word)), "{path}");
        assert!(!(path.starts_with("search") && text.contains("zqquiet")), "{path}");
        if path.ends_with(".html") {
            let ids = support::html::ids(&text);
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: {ids:?}");
            let ends = text.split("url(#").skip(1).map(|rest| rest.split(')').next().unwrap());
            ends.for_each(|end| assert!(ids.iter().any(|id| id == end), "{path}: {end}"));
        }
    }
    let page = project.output("all.html");
    assert_eq!(page.matches("<figure class=\"diagram\">").count(), 7);
    assert!(page.contains("<figcaption>Shares &lt;b&gt;</figcaption>") && page.contains(">Яблоки<"), "{page}");
    assert!(project.output("all.md").contains("```mermaid\nflowchart LR"));
    assert_eq!(project.output("embedding.html").matches("<figure class=\"diagram\">").count(), 14);
}
