//! Every extension of Markdown as the HTML that a reader gets.
//!
//! In: `tests/markdown/*.md`; `NAME.ru.md` is in Russian. Links to `broken...` lead nowhere, to `draft...` are text,
//! images are 640 by 480; the words are the default theme's. Out: snapshots of title, body and problems beside the files; besides, all HTML must be
//! balanced, its ids unique, and no paragraph empty.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod support;

use docent::config::Markdown;
use docent::diagnostic::Severity;
use docent::markdown::link::{Media, Resolved, State};
use docent::markdown::{HtmlInput, Link, LinkKind, html, scan};
use docent::url::Slugs;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::html::{balance, ids};
use support::{input, words};

#[test]
fn snapshots() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "md"));
    files.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("markdown");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let lang = name.split_once('.').map_or("en", |(_, lang)| lang);
        let told = render(&fs::read_to_string(&file).unwrap(), lang);
        settings.bind(|| insta::assert_snapshot!(name, told));
        sound(name, &told);
    }
}

/// Lines of which texts are made at random: containers, and what they may stand in or hold.
const LINES: [&str; 26] = [
    ":::note",
    ":::tip[A *b* [c](d.md)]",
    "::::tabs",
    ":::tab[A]",
    ":::tab",
    ":::",
    "::::",
    ":::::",
    ":::details[S]{open}",
    ":::cards",
    ":::card[T]{href=a.md}",
    ":::card{href=[[A b]]}",
    ":::steps",
    ":::other *x*",
    "text *a",
    "b* `c`",
    "## H",
    "",
    "",
    "1. x",
    "| a |",
    "|---|",
    "```",
    "<div>",
    "<!-- x",
    "[^1]: y[^1]",
];

/// What stands before a line.
const BEFORE: [&str; 8] = ["", "", "", "- ", "  ", "> ", "    ", "> - "];

#[test]
fn containers_are_balanced_in_any_order() {
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..if std::env::var_os("DOCENT_TEST_FULL").is_some() { 50_000 } else { 400 } {
        let mut text = String::new();
        for _ in 0..random(14) + 2 {
            text += &format!("{}{}\n", BEFORE[random(BEFORE.len())], LINES[random(LINES.len())]);
        }
        let told = render(&text, "en");
        let body = told.split_once("---\n").map_or(told.as_str(), |(_, body)| body);
        assert_eq!(balance(body), Vec::<String>::new(), "{text}\n{told}");
        let ids = ids(body);
        let different: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(different.len(), ids.len(), "{text}\n{ids:?}");
        assert!(!told.contains("<?d?>") && !told.contains("#8203"), "{text}\n{told}");
    }
}

fn render(text: &str, lang: &str) -> String {
    let options = Markdown::default();
    let scan = scan(text, Slugs::Ascii, &options);
    let ids: Vec<&str> = scan.headings.iter().map(|h| h.id.as_str()).collect();
    let links: Vec<Resolved> = scan.links.iter().map(resolve).collect();
    let words = words(lang);
    let alone = input(lang, &words);
    let title = scan.title_range.as_ref().map(|range| range.start);
    let out = html(text, HtmlInput { title, ids: &ids, links: &links, blocks: &scan.blocks, ..alone }, &options);
    assert_eq!((out.headings, out.links), (scan.headings.len(), scan.links.len()), "the two readings disagree");
    let title = out.title.map(|title| format!("title: {title}\n")).unwrap_or_default();
    let told = scan
        .problems
        .iter()
        .map(|p| format!("{}: {}\n", if p.severity == Severity::Error { "error" } else { "warning" }, p.message));
    let headings = scan.headings.iter().map(|h| format!("{} #{} {}\n", h.level, h.id, h.text));
    let parts = [title, headings.collect(), told.collect()].concat();
    if parts.is_empty() { out.body } else { format!("{parts}---\n{}", out.body) }
}

/// As a site would: what is named in the target decides.
fn resolve(link: &Link) -> Resolved {
    let target = link.target.as_str();
    let state = match target {
        t if t.starts_with("broken") => State::Broken,
        t if t.starts_with("draft") => State::Text,
        t if t.contains(':') || t.contains('@') => State::External,
        _ => State::Inside,
    };
    let wiki = matches!(link.kind, LinkKind::Wiki { has_text: false });
    let image = matches!(link.kind, LinkKind::Image | LinkKind::Embed { .. }) && state == State::Inside;
    Resolved {
        state,
        url: target.replace(".md", ".html"),
        title: wiki.then(|| format!("Title of {target}")),
        size: image.then_some((640, 480)),
        media: Media::default(),
    }
}

/// What holds for all HTML, whatever the snapshot says.
fn sound(name: &str, told: &str) {
    let body = told.split_once("---\n").map_or(told, |(_, body)| body);
    assert_eq!(balance(body), Vec::<String>::new(), "{name}");
    let ids = ids(body);
    let different: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "{name}: an id is used twice: {ids:?}");
    for empty in ["<p></p>", "<p>\n</p>", "<li></p>", "<p> </p>"] {
        assert!(!body.contains(empty), "{name} has {empty}");
    }
}
