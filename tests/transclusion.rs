//! Pages in pages: what `![[Name]]` shows, where its links lead, what it may not do.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;
mod support;

use common::site::{Built, render_sources};
use docent::diagnostic::{Colours, human};
use docent::pipeline::Memo;
use docent::source::Sources;
use std::time::{Duration, Instant};
use support::html::ids;

const ONE: &str = "title: Test\ndiagnostics: {orphan: ignore}\nsearch: {enabled: false}\n";
const TWO: &str = "title: Test\ndefault_language: en\nlanguages: {en: {name: English}, ru: {name: Русский}}\ndiagnostics: {orphan: ignore}\nsearch: {enabled: false}\n";

fn build(config: &str, files: &[(&str, &str)]) -> Built {
    let mut sources = Sources::default();
    sources.insert_text("docent.yaml", config);
    for (path, text) in files {
        sources.insert_text(&format!("content/{path}"), text);
    }
    render_sources(&sources, &mut Memo::forgetting())
}

/// The article of a page.
fn article(built: &Built, path: &str) -> String {
    let html = String::from_utf8(built.files[path].clone()).unwrap();
    let start = html.find("<div class=\"prose\">").unwrap();
    html[start..html.find("</article>").unwrap()].to_owned()
}

fn told(built: &Built) -> String {
    built.diagnostics.iter().map(|d| human(d, Colours::OFF) + "\n").collect()
}

#[test]
fn a_page_is_shown_below_the_place_with_links_notes_and_source() {
    let built = build(
        ONE,
        &[
            ("index.md", "# Front\n"),
            ("a.md", "# A\n\nOwn.[^1]\n\n## Section\n\n![[guide/b]]\n\n### Behind\n\n[^1]: Note of A.\n"),
            (
                "guide/b.md",
                "# B\n\n## Top\n\nText[^1] and [c](c.md), [[#Low]], [here](#low), ![](i.png).\n\n#### Low\n\nEnd.\n\n[^1]: Note of B, see [c](c.md).\n",
            ),
            ("guide/c.md", "# C\n"),
            ("guide/i.png", "x"),
        ],
    );
    assert_eq!(told(&built), "");
    insta::assert_snapshot!("transclusion_page", article(&built, "a.html"));
    let ids = ids(&article(&built, "a.html"));
    assert_eq!(ids.len(), ids.iter().collect::<std::collections::BTreeSet<_>>().len(), "{ids:?}");
    let copy = String::from_utf8(built.files["a.md"].clone()).unwrap();
    assert!(copy.contains("[B](guide/b.md)"), "{copy}");
}

#[test]
fn parts_are_sections_and_blocks() {
    let b = "Lead.\n\n## One\n\nIn one.\n\n### Deeper\n\nIn deeper.\n\n## Two\n\nIn two. ^p\n\n- x\n- y ^item\n\n| t |\n|---|\n| v |\n\n^table\n";
    let show = |embed: &str| {
        let built = build(ONE, &[("index.md", &format!("{embed}\n")), ("b.md", b)]);
        assert_eq!(told(&built), "", "{embed}");
        let html = article(&built, "index.html");
        let text =
            html.split_once("<div class=\"embed-text\">\n").unwrap().1.split_once("</div>\n<figcaption>").unwrap().0;
        (text.to_owned(), html.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
    };
    let cases = [
        ("![[b#One]]", "<h2>One</h2>\n<p>In one.</p>\n<h3>Deeper</h3>\n<p>In deeper.</p>\n", "b.html#one"),
        ("![[b#Deeper]]", "<h2>Deeper</h2>\n<p>In deeper.</p>\n", "b.html#deeper"),
        ("![[b^p]]", "<p>In two.</p>\n", "b.html#^p"),
        ("![[b#^item]]", "y", "b.html#^item"),
        ("- ![[b^p]]", "<p>In two.</p>\n", "b.html#^p"),
    ];
    for (embed, text, url) in cases {
        assert_eq!(show(embed), (text.to_owned(), url.to_owned()), "{embed}");
    }
    assert!(show("![[b^table]]").0.contains("<table>"));
}

#[test]
fn blocks_can_be_linked_to() {
    let built = build(
        ONE,
        &[("index.md", "# Front\n\n[[b^p]], [[b#^p|text]], [x](b.md#^p), [[#^own]]. ^own\n"), ("b.md", "In two. ^p\n")],
    );
    assert_eq!(told(&built), "");
    let html = article(&built, "index.html");
    for link in [
        "<a href=\"b.html#^p\">b</a>",
        "<a href=\"b.html#^p\">text</a>",
        "<a href=\"b.html#^p\">x</a>",
        "<a href=\"#^own\">Front</a>",
    ] {
        assert!(html.contains(link), "{link}: {html}");
    }
    assert!(html.contains("<p id=\"^own\">") && !html.contains(". ^own"));
    assert!(article(&built, "b.html").contains("<p id=\"^p\">In two.</p>"));
}

#[test]
fn another_language_is_marked() {
    let built = build(
        TWO,
        &[("en/index.md", "![[б]]\n"), ("ru/index.md", "# Я\n"), ("ru/б.md", "# Б\n\n«Да», см. [я](index.md).\n")],
    );
    assert_eq!(told(&built), "");
    // The page has a stand-in among the English ones, in its own language.
    insta::assert_snapshot!("transclusion_language", article(&built, "en/index.html"));
}

#[test]
fn drafts_are_not_shown() {
    let built = build(
        ONE,
        &[
            ("index.md", "![[secret]]\n\n![[b]]\n"),
            ("b.md", "![[secret#Part]]\n"),
            ("secret.md", "---\ndraft: true\n---\n\nTop secret.\n\n## Part\n"),
        ],
    );
    assert_eq!(told(&built), "");
    assert!(built.files.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Top secret")));
    assert!(!String::from_utf8_lossy(&built.files["b.html"]).contains("secret"), "not even by its name");
}

#[test]
fn what_cannot_be_shown_is_told() {
    let built = build(
        ONE,
        &[
            (
                "index.md",
                "![[missing]]\n\n![[a#Nothing]]\n\n![[a^nothing]]\n\n![[no.png]]\n\nIn a ![[b]] text.\n\n| ![[b]] |\n|---|\n",
            ),
            ("a.md", "![[b]]\n\nX ^nothin\n"),
            ("b.md", "## Part\n\n![[c]]\n"),
            ("c.md", "![[b#Part]]\n\n![[#Own]]\n\n## Own\n\nText.\n"),
            ("self.md", "Me.\n\n![[self]]\n"),
        ],
    );
    insta::assert_snapshot!("transclusion_told", told(&built));
}

#[test]
fn a_broken_one_is_marked_where_it_is_only_warned_of() {
    let config = format!("{}\n", ONE.replace("ignore}", "ignore, broken-link: warning, broken-anchor: warning}"));
    let built =
        build(&config, &[("index.md", "![[missing]]\n\nSee [[gone]] and [x](gone.md), ![[index^x]] ![](no.png).\n")]);
    let html = article(&built, "index.html");
    assert_eq!(html.matches("class=\"broken\"").count(), 5, "{html}");
    assert!(html.contains("<span class=\"broken\">missing</span>"), "{html}");
}

/// Pages that each show the next one ten times: ten to the power of their number parts.
fn towers(levels: usize, text: &str) -> Vec<(String, String)> {
    let page = |n: usize| {
        (format!("p{n}.md"), if n + 1 == levels { text.to_owned() } else { format!("![[p{}]]\n\n", n + 1).repeat(10) })
    };
    (0..levels).map(page).chain([("index.md".to_owned(), "# Front\n".to_owned())]).collect()
}

fn built(pages: &[(String, String)]) -> (Built, Duration) {
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let started = Instant::now();
    (build(ONE, &pages), started.elapsed())
}

#[test]
fn a_million_parts_are_refused_at_once() {
    let (built, time) = built(&towers(7, "End.\n"));
    let codes: Vec<&str> = built.diagnostics.iter().map(|d| d.code).collect();
    assert!(codes.contains(&"embed") && built.diagnostics.len() <= 5, "{}", told(&built));
    assert!(built.files["p0.html"].len() < 4_000_000);
    // Unlimited it would be ten million figures: minutes and gigabytes.
    assert!(time < Duration::from_secs(20), "{time:?}");
}

#[test]
fn too_much_text_is_refused() {
    let (built, _) = built(&towers(3, &"word ".repeat(20_000)));
    assert!(built.diagnostics.iter().any(|d| d.code == "too-large" && d.file == "content/p0.md"), "{}", told(&built));
    assert!(built.files["p0.html"].len() < 3_000_000);
}

#[test]
fn a_long_chain_is_refused_and_no_stack_overflows() {
    let page = |n: usize| (format!("p{n}.md"), format!("![[p{}]]\n", n + 1));
    let pages: Vec<_> = (0..3_000)
        .map(page)
        .chain([("p3000.md".to_owned(), "End.\n".to_owned()), ("index.md".to_owned(), "# F\n".to_owned())])
        .collect();
    let (built, _) = built(&pages);
    let told = built.diagnostics.iter().filter(|d| d.message.contains("levels deep")).count();
    assert_eq!(told, 3_000 - 8);
}
