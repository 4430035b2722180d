//! Code that is bad for a highlighter: each block is done in a second, and what has no colours is told with its line.
//!
//! In: the files of `tests/highlight/`, whose extension is the language, and a line of 1 MB. Checked: the processor
//! time of a block on a small stack, that its text comes out whole, that colours end where the message says, and that the
//! bytes are the same whatever was read before and beside.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod support;

use docent::config::Markdown;
use docent::markdown::{Html, Words, html};
use std::path::Path;
use std::{fs, thread};
use support::{input, processor};

/// Seconds that one block may take; most of those here take a twentieth of it.
const BAR: f64 = 1.0;

fn render(language: &str, source: &str) -> Html {
    let text = format!("~~~~~~ {language}\n{source}\n~~~~~~\n");
    html(&text, input("en", &Words::default()), &Markdown::default())
}

/// Name, language and code of each file.
fn files() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/highlight");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 90);
    let words =
        |path: &Path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path.extension().unwrap().to_owned());
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    files.iter().map(|path| (words(path).0, words(path).1.into_string().unwrap(), read(path))).collect()
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

/// The code that stands behind the last colour.
fn lines_with_colours(html: &str) -> usize {
    let coloured = html
        .rsplit_once("</span></code>")
        .map_or_else(|| html.rsplit_once("</span>").map_or("", |(before, _)| before), |(before, _)| before);
    coloured.split_once("<code").map_or(0, |(_, code)| code.matches('\n').count() + 1)
}

/// The line that a message names.
fn named_line(message: &str) -> usize {
    message.split(' ').nth(1).and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{message}"))
}

fn check(name: &str, language: &str, source: &str) -> Option<String> {
    let (time, html) = measured(language, source);
    let message = html.problems.first().map(|problem| problem.message.clone());
    println!("{name:34} {:4.0} ms {}", time * 1000.0, message.as_deref().unwrap_or_default());
    assert_eq!(text_of(&html.body).trim_end(), source.trim_end(), "{name}");
    assert!(html.problems.len() < 2, "{name}");
    if let Some(message) = message {
        assert!(lines_with_colours(&html.body) <= named_line(&message), "{name}: {message}");
        let place = html.problems[0].range.clone();
        // The fence is the first line.
        let text = format!("~~~~~~ {language}\n{source}\n~~~~~~\n");
        assert_eq!(text[..place.start].matches('\n').count(), named_line(&message), "{name}: {message}");
    }
    (time > BAR).then(|| format!("{name}: {time:.2} s"))
}

#[test]
fn each_block_is_bounded() {
    let all = || files().iter().filter_map(|(name, language, source)| check(name, language, source)).collect();
    let slow: Vec<String> = thread::Builder::new().stack_size(1024 * 1024).spawn(all).unwrap().join().unwrap();
    assert!(slow.is_empty(), "{slow:?}");
}

/// As much of it as a block may have, in lines as long as they may be.
#[test]
fn each_block_is_bounded_when_it_is_as_long_as_it_may_be() {
    let mut slow = Vec::new();
    for (name, language, source) in files() {
        let line: String = source.lines().max_by_key(|line| line.len()).unwrap_or_default().chars().take(990).collect();
        let long = format!("{line}\n").repeat(64 * 1024 / (line.len() + 1));
        slow.extend(check(&name, &language, &long));
    }
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
fn what_was_read_before_and_beside_changes_no_byte() {
    let files = files();
    let bytes = |(_, language, source): &(String, String, String)| {
        let html = render(language, source);
        (html.body, html.problems)
    };
    let forwards: Vec<_> = files.iter().map(bytes).collect();
    let mut others = thread::scope(|scope| {
        let threads = [0, 1, 2, 3].map(|shift| {
            let files = &files;
            scope.spawn(move || {
                let order = (0..files.len()).map(|at| (files.len() - 1 - at + shift * 17) % files.len());
                order.map(|at| (at, bytes(&files[at]))).collect::<Vec<_>>()
            })
        });
        threads.map(|thread| thread.join().unwrap())
    });
    for (at, other) in others.iter_mut().flatten() {
        assert!(forwards[*at] == *other, "{}", files[*at].0);
    }
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

#[test]
fn the_place_is_that_of_the_line_in_a_list_and_in_a_quote() {
    let long = "x".repeat(1001);
    for (first, indent) in [("- ", "  "), ("> ", "> ")] {
        let text = format!("{first}~~~ js\n{indent}let a;\n{indent}{long}\n{indent}~~~\n");
        let html = html(&text, input("en", &Words::default()), &Markdown::default());
        let docent::markdown::Problem { message, range: place, .. } = &html.problems[0];
        assert!(message.starts_with("line 2 of this code block is longer than 1000 bytes"), "{message}");
        assert_eq!(text[place.clone()], long);
        assert!(html.body.contains("hl-t"), "the line before has its colours");
    }
}
