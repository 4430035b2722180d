//! Any bytes as a front matter: nothing panics, and every problem has a place inside the file.
#![no_main]

use docent::config::Config;
use docent::document::Document;
use docent::page::{front_matter, types};
use docent::source::Sources;
use docent::{theme, yaml};
use libfuzzer_sys::fuzz_target;
use std::sync::{LazyLock, OnceLock};

static TYPES: LazyLock<types::Types> =
    LazyLock::new(|| types::Types::read(&theme::load(&Config::default(), &Sources::default()).0).0);

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    check(&text);
    check(&format!("---\n{text}\n---\n"));
});

fn check(text: &str) {
    let (split, mut problems) = front_matter::split(text);
    assert!(text.is_char_boundary(split.body) && text.get(split.yaml.clone()).is_some());
    if problems.is_empty() {
        let kind = split.keys.kind.as_deref();
        problems = types::check(&TYPES, kind, &split.fields).problems;
        for link in types::field_links(&TYPES, kind, &split.fields).iter().take(3) {
            let source = &text[split.yaml.clone()];
            assert!(source.get(yaml::locate(source, &types::steps(&link.path))).is_some());
        }
    }
    let lines = text.matches('\n').count() + 1;
    let (yaml, body) = (split.yaml.clone(), split.body);
    let file = Document {
        file: "page.md",
        text,
        yaml,
        body,
        edits: &[],
        gaps: Vec::new(),
        rewritten: false,
        lines: &OnceLock::new(),
    };
    for problem in file.tell(problems) {
        let place = problem.place.expect("every problem of a front matter has a place");
        assert!(place.line <= lines && place.column <= place.excerpt.chars().count() + 1, "{place:?}");
        assert!(!problem.message.is_empty() && problem.message.len() < 1000, "{}", problem.message);
    }
}
