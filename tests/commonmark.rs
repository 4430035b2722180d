//! CommonMark's own examples through the whole Markdown stage.
//!
//! In: `tests/commonmark/spec-0.31.2.json` (see the README beside it). Checked: with `raw_html: allow` all 652 come
//! out as the specification says; with `escape` only those differ that hold raw HTML.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod support;

use docent::config::{Markdown, RawHtml};
use docent::markdown::{Words, html};
use serde::Deserialize;
use support::html::normal;
use support::input;

#[derive(Deserialize)]
struct Example {
    example: usize,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let all: Vec<Example> = serde_json::from_str(include_str!("commonmark/spec-0.31.2.json")).unwrap();
    assert_eq!(all.len(), 652);
    all
}

fn options(raw_html: RawHtml) -> Markdown {
    Markdown { raw_html, commonmark: true, ..Markdown::default() }
}

fn render(text: &str, options: &Markdown) -> String {
    let html = html(text, input("en", &Words::default()), options);
    assert_eq!(html.title, None);
    html.body
}

#[test]
fn all_examples_with_raw_html_allowed() {
    let wrong = examples().into_iter().filter_map(|e| {
        let ours = render(&e.markdown, &options(RawHtml::Allow));
        (normal(&ours) != normal(&e.html)).then(|| format!("{}\n{}\n--- {}\n+++ {ours}", e.example, e.markdown, e.html))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of 652 differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// How many examples come out the same when HTML is shown as text.
const SAME_WHEN_ESCAPED: usize = 580;

#[test]
fn escaping_changes_only_examples_with_raw_html() {
    let escape = options(RawHtml::Escape);
    let differ: Vec<Example> =
        examples().into_iter().filter(|e| normal(&render(&e.markdown, &escape)) != normal(&e.html)).collect();
    for e in &differ {
        assert!(has_raw_html(&e.markdown), "{} differs without raw HTML: {}", e.example, e.markdown);
        let ours = render(&e.markdown, &escape);
        assert!(!raw_tag_survives(&ours, &e.markdown), "{}: {ours}", e.example);
    }
    assert_eq!(652 - differ.len(), SAME_WHEN_ESCAPED);
}

/// Whether CommonMark itself finds raw HTML: asked of the parser that knows nothing of docent.
fn has_raw_html(markdown: &str) -> bool {
    use pulldown_cmark::{Event, Parser};
    Parser::new(markdown).any(|e| matches!(e, Event::Html(_) | Event::InlineHtml(_)))
}

/// Whether a tag came through that Markdown does not make.
fn raw_tag_survives(html: &str, markdown: &str) -> bool {
    let own = "a blockquote br code em h1 h2 h3 h4 h5 h6 hr img li ol p pre strong ul";
    let names = support::html::tags(html);
    let strange = names.iter().any(|name| !own.split(' ').any(|o| o == name));
    strange || html.contains("<!") || (html.contains("<?") && markdown.contains("<?"))
}
