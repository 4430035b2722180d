//! What stands around the text of a page, and the files that are no page of an author's: each file of `tests/pages/` is a
//! small site, and its snapshot the parts of the output that it asks for.
//!
//! `=== PATH` begins a file of the site; with `{1..9}` in its path it is as many files, and `{n}` is the number of each.
//! `=> PATH` shows a file of the output, `=> PATH <nav class="x"` those of its elements that begin so.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::site::render_sources;
use docent::config::FILE;
use docent::diagnostic::{Colours, human};
use docent::pipeline::Memo;
use docent::source::Sources;

const CONFIG: &str = "title: Site\nlanguages: {en: {}, ru: {}}\ndiagnostics: {orphan: ignore}\n";

/// The site of a case, and what it wants to see.
fn read(case: &str) -> (Sources, Vec<&str>) {
    let (files, shown) = case.split_once("\n=> ").unwrap();
    let mut sources = Sources::default();
    sources.insert_text(FILE, CONFIG);
    for file in files.split("\n=== ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        let Some((before, (numbers, after))) = path.split_once('{').map(|(a, b)| (a, b.split_once('}').unwrap()))
        else {
            sources.insert_text(path, &format!("{text}\n"));
            continue;
        };
        let (first, last) = numbers.split_once("..").unwrap();
        for n in first.parse::<usize>().unwrap()..=last.parse().unwrap() {
            sources.insert_text(&format!("{before}{n}{after}"), &format!("{}\n", text.replace("{n}", &n.to_string())));
        }
    }
    (sources, shown.split("\n=> ").map(str::trim_end).collect())
}

/// The elements that begin so, from their first byte to their last.
fn elements<'h>(html: &'h str, start: &str) -> Vec<&'h str> {
    let name: String = start[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    html.match_indices(start).map(|(at, _)| element(&html[at..], &name)).collect()
}

fn element<'h>(html: &'h str, name: &str) -> &'h str {
    let close = format!("</{name}>");
    let mut at = html.find('>').unwrap() + 1;
    let mut open = usize::from(!["link", "meta"].contains(&name));
    while open > 0 {
        let end = html[at..].find(&close).unwrap_or_else(|| panic!("a <{name}> has no end: {html}"));
        open += opened(&html[at..at + end], name);
        open -= 1;
        at += end + close.len();
    }
    &html[..at]
}

/// How many elements of this name begin.
fn opened(html: &str, name: &str) -> usize {
    let start = format!("<{name}");
    html.match_indices(&start).filter(|(at, _)| html[at + start.len()..].starts_with([' ', '>'])).count()
}

#[test]
fn parts() {
    insta::glob!("pages/*.txt", |path| {
        let case = std::fs::read_to_string(path).unwrap();
        let (sources, shown) = read(&case);
        let built = render_sources(&sources, &mut Memo::forgetting());
        let mut out: String = built.diagnostics.iter().map(|d| human(d, Colours::OFF) + "\n").collect();
        for wanted in shown {
            let (file, start) = wanted.split_once(' ').unwrap_or((wanted, ""));
            let known = || built.files.keys().cloned().collect::<Vec<_>>().join(" ");
            let bytes = built.files.get(file).unwrap_or_else(|| panic!("no {file} in {}", known()));
            let text = String::from_utf8_lossy(bytes);
            let parts = if start.is_empty() { vec![&*text] } else { elements(&text, start) };
            out += &format!("=> {wanted}\n{}\n\n", parts.join("\n").trim_end());
        }
        insta::with_settings!({snapshot_path => "pages", prepend_module_to_snapshot => false,
            snapshot_suffix => "", omit_expression => true}, {
            insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), out);
        });
    });
}
