//! Relations and views: each file of `tests/views/` is a small site, its snapshot the text of the pages that it marks
//! and what is wrong with them. Lines `=== PATH` begin a file of the site; `=== PATH *` shows it in the snapshot.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::site::{Built, render_sources};
use docent::config::FILE;
use docent::diagnostic::{Colours, human};
use docent::pipeline::Memo;
use docent::source::Sources;

const CONFIG: &str = "title: Site\nlanguages: {en: {}, ru: {}}\ndiagnostics: {orphan: ignore}\n";

/// The site of a case, and the output paths that it wants to see.
fn read(case: &str) -> (Sources, Vec<String>) {
    let (mut sources, mut shown) = (Sources::default(), Vec::new());
    sources.insert_text(FILE, CONFIG);
    for part in case.split("=== ").skip(1) {
        let (head, text) = part.split_once('\n').unwrap();
        let path = head.trim_end_matches(" *");
        sources.insert_text(path, text);
        if let Some(page) = path.strip_prefix("content/").filter(|_| head.ends_with(" *")) {
            shown.push(page.to_owned());
        }
    }
    (sources, shown)
}

/// What stands between the header and the footer of a page.
fn article(built: &Built, path: &str) -> String {
    let html = String::from_utf8_lossy(&built.files[path]).into_owned();
    let inside = html.split_once("<article").and_then(|(_, rest)| rest.split_once("</article>"));
    inside.unwrap_or_else(|| panic!("{path} has no text")).0.split_once('\n').unwrap().1.trim().to_owned()
}

#[test]
fn sites() {
    insta::glob!("views/*.txt", |path| {
        let (sources, shown) = read(&std::fs::read_to_string(path).unwrap());
        let built = render_sources(&sources, &mut Memo::forgetting());
        let mut out: String = built.diagnostics.iter().map(|d| human(d, Colours::OFF) + "\n").collect();
        for page in shown {
            let html = page.replace(".md", ".html");
            out += &format!("=== {html}\n{}\n\n=== {page}\n", article(&built, &html));
            out += &format!("{}\n", String::from_utf8_lossy(&built.files[&page]));
        }
        insta::with_settings!({snapshot_path => "views", prepend_module_to_snapshot => false,
            snapshot_suffix => "", omit_expression => true}, {
            insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), out);
        });
    });
}
