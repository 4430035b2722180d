//! Any text as a question, and any text as what is marked: the engine answers, what it shows is well formed, and marks
//! stand on borders of characters, in order and apart.
#![no_main]

use docent_fuzz::{Index, ask, index};
use docent_search::engine::{Engine, Request};
use docent_search::mark::utf16;
use docent_search::{layout, query};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static INDEX: LazyLock<(Index, Engine)> = LazyLock::new(|| {
    let index = index();
    let mut engine = Engine::new(&index.meta).expect("sound");
    index.files.iter().for_each(|(name, bytes)| engine.add(name, bytes).expect("sound"));
    (index, engine)
});

fuzz_target!(|input: (bool, u8, &str, &str)| {
    let (typing, limit, question, text) = input;
    let parsed = query::parse(question);
    for asked in &parsed.words {
        assert_eq!(question.get(asked.range.clone()), Some(&*asked.text), "{parsed:?}");
    }
    assert!(parsed.words.len() + parsed.filters.len() <= 32, "{parsed:?}");
    if let Some(other) = layout::other(question) {
        query::parse(&other);
    }
    let (index, engine) = &*INDEX;
    // Nothing is added any more: the engine has every file.
    let mut engine = engine.clone();
    for lang in ["en", "", "xx"] {
        let request = Request { query: question, typing, lang, limit: usize::from(limit % 12) };
        assert!(ask(&mut engine, &index.files, &request), "{question:?}");
    }
    let marks = engine.mark(question, text, "ru");
    assert!(marks.iter().all(|mark| text.get(mark.clone()).is_some_and(|marked| !marked.is_empty())), "{marks:?}");
    assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start), "{marks:?}");
    let units = text.encode_utf16().count() as u32;
    assert!(utf16(text, &marks).iter().all(|(from, to)| from < to && *to <= units));
});
