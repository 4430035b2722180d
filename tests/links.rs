//! What links and images mean on a whole site: what is told of them, and what a reader gets.
//!
//! In: `tests/links/*.txt`, a site each. A line `=== path` begins a file: below `content/`, or `docent.yaml`, whose lines
//! are added to a few. Out: snapshots beside them: all that is told, then the text of each page.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::site::{Built, render_sources};
use docent::diagnostic::{Colours, human};
use docent::pipeline::Memo;
use docent::source::Sources;
use std::fs;
use std::path::Path;

const CONFIG: &str = "title: Test\ndiagnostics: {orphan: ignore}\nsearch: {enabled: false}\n";

#[test]
fn snapshots() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "txt"));
    files.sort();
    assert!(!files.is_empty());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("links");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let built = build(&fs::read_to_string(&file).unwrap());
        settings.bind(|| insta::assert_snapshot!(name, told(&built)));
    }
}

fn build(case: &str) -> Built {
    let mut sources = Sources::default();
    let mut config = CONFIG.to_owned();
    for part in case.split("=== ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        match path {
            "docent.yaml" => config.push_str(text),
            _ => sources.insert_text(&format!("content/{path}"), text),
        }
    }
    sources.insert_text("docent.yaml", &config);
    render_sources(&sources, &mut Memo::forgetting())
}

fn told(built: &Built) -> String {
    let mut out: String = built.diagnostics.iter().map(|d| human(d, Colours::OFF) + "\n").collect();
    for (path, bytes) in &built.files {
        let html = String::from_utf8_lossy(bytes);
        let prose = html.split_once("<div class=\"prose\">").and_then(|(_, rest)| rest.split_once("</article>"));
        if let Some((prose, _)) = prose.filter(|_| path.ends_with(".html")) {
            let prose = prose.trim_end().strip_suffix("</div>").unwrap_or(prose);
            out.push_str(&format!("--- {path}\n{}\n", prose.trim()));
        }
    }
    out
}
