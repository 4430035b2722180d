//! Any text as a filter and as the YAML of a view: nothing panics, every problem has a place inside, and a filter that
//! is printed is read as the same.
#![no_main]

use docent::config::Config;
use docent::document;
use docent::markdown::Fenced;
use docent::page::data_blocks::{self, filter};
use docent::page::types;
use docent::source::Sources;
use docent::theme;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static TYPES: LazyLock<types::Types> =
    LazyLock::new(|| types::Types::read(&theme::load(&Config::default(), &Sources::default()).0).0);

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    match filter::parse(&text) {
        Ok(expr) => assert_eq!(filter::parse(&expr.to_string()), Ok(expr)),
        Err(fault) => assert!(fault.at.bytes().is_some_and(|range| text.get(range.clone()).is_some())),
    }
    read(&text);
    // The same text where a filter is written: its faults are placed through the YAML.
    read(&format!("table:\n  type: role\n  filter: >\n    {}\n", text.replace('\n', "\n    ")));
});

fn read(yaml: &str) {
    let fence = Fenced { range: 0..yaml.len(), text: yaml.to_owned(), pieces: vec![(0, 0)] };
    let (read, problems) = data_blocks::read(&[fence], &TYPES);
    assert!(read.named.iter().all(|named| yaml.get(named.range.clone()).is_some()));
    assert_eq!(read.all[0].1.is_none(), !problems.is_empty(), "{problems:?}");
    let lines = yaml.matches('\n').count() + 1;
    for problem in document::tell("page.md", yaml, problems) {
        let place = problem.place.expect("every problem of a view has a place");
        assert!(place.line <= lines && place.column <= place.excerpt.chars().count() + 1, "{place:?}");
    }
}
