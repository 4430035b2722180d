//! Code that is bad for a highlighter: each block is done in half a second, or shown without colours and said so.
//!
//! In: the files of `tests/highlight/`, whose extension is the language, and a line of 1 MB. Checked: the processor
//! time of a block, that its text comes out whole, and that what is not coloured is told.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod support;

use docent::config::Markdown;
use docent::markdown::{Html, Words, html};
use std::fs;
use std::path::Path;
use support::{input, processor};

/// Seconds that one block may take.
const BAR: f64 = 0.5;

fn render(language: &str, source: &str) -> Html {
    let text = format!("~~~~~~ {language}\n{source}\n~~~~~~\n");
    html(&text, input("en", &Words::default()), &Markdown::default())
}

/// Seconds and HTML; tried again when it took too long, for noise only ever adds.
fn measured(language: &str, source: &str) -> (f64, Html) {
    let once = || {
        let before = processor::seconds();
        let html = render(language, source);
        (processor::seconds() - before, html)
    };
    (0..3).map(|_| once()).find(|(time, _)| *time < BAR).unwrap_or_else(once)
}

fn text_of(html: &str) -> String {
    let inside = html.split_once("<pre>").unwrap().1.split_once("</pre>").unwrap().0;
    let text = html5gum::Tokenizer::new(inside).filter_map(|Ok(token)| match token {
        html5gum::Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    });
    text.collect()
}

#[test]
fn each_block_is_bounded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/highlight");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 20);
    let mut slow = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let (time, html) = measured(file.extension().unwrap().to_str().unwrap(), &source);
        let name = file.file_name().unwrap().to_str().unwrap();
        println!("{name:30} {:4.0} ms {}", time * 1000.0, html.problems.first().map_or("", |p| &p.0));
        assert_eq!(text_of(&html.body).trim_end(), source.trim_end(), "{name}");
        let coloured = html.body.contains("<span class=\"hl-");
        assert!(!coloured || html.problems.is_empty(), "{name}: half coloured");
        if time > BAR {
            slow.push(format!("{name}: {time:.2} s"));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
fn a_line_of_a_megabyte_is_plain_and_told() {
    let source = "a = (b, ".repeat(128 * 1024);
    for language in ["js", "cpp", "rb", "yaml", "md"] {
        let (time, html) = measured(language, &source);
        println!("1 MB {language}: {:.0} ms", time * 1000.0);
        assert_eq!(html.problems.len(), 1, "{language}");
        assert!(!html.body.contains("hl-"), "{language}");
        assert!(time < BAR, "{language}: {time:.2} s");
    }
}
