//! A small index that the search targets share: two languages, a glossary, tags, a page of several parts.

use docent::config::{Config, FILE};
use docent::index::deflate::inflate;
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use docent_search::engine::{Answer, Engine, Request};
use std::collections::BTreeMap;

/// The files of the index, inflated.
pub struct Index {
    /// The meta file.
    pub meta: Vec<u8>,
    /// The others, by name.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Questions that reach every part of an index: words, beginnings, phrases, exclusions, filters, typos, other names.
pub const QUESTIONS: [&str; 9] = [
    "account",
    "менедж",
    "\"the second part\"",
    "lamp -stone",
    "type:term kam",
    "tag:sales lang:ru ключ",
    "lmap",
    "ьфтфпук",
    "qqqqqqq",
];

/// Builds it.
pub fn index() -> Index {
    let mut sources = Sources::default();
    sources.insert_text(FILE, "title: Site\ndefault_language: en\nlanguages: {en: {}, ru: {}}\n");
    let long: String = (0..900).map(|n| format!("## Part {n} of lamps\n\nThe second part, stone {n}.\n\n")).collect();
    for (path, text) in [
        ("en/index", "---\ntitle: Front\ntags: [sales]\n---\n\nA lamp and a stone, the second part.\n"),
        ("ru/index", "---\ntitle: Начало\ntags: [sales]\n---\n\nМенеджер и ключи. Ёлки, may_hold, В2В.\n"),
        ("en/kam", "---\ntitle: Key account manager\ntype: term\nabbr: KAM\naliases: [account]\n---\n\nKeeps keys.\n"),
        ("ru/kam", "---\ntitle: КАМ\ntype: term\naliases: [менеджер по работе с клиентами]\n---\n\nХранит ключи.\n"),
        ("en/long", &format!("# Long\n\n{long}")),
    ] {
        sources.insert_text(&format!("content/{path}.md"), text);
    }
    let config = Config::parse(FILE, sources.text(FILE).expect("just put there")).expect("a sound configuration");
    let mut memo = Memo::forgetting();
    let (output, _) = pipeline::build(&config, &sources, &mut memo);
    let output = output.expect("the theme's own templates");
    let index = output.search_index(&memo.render);
    let read = |name: &str| inflate(&index.bytes(name).expect("a file of the index")).expect("deflated");
    let named = |wanted: bool| index.names().filter(move |n| n.ends_with(".bin") && n.starts_with("m-") == wanted);
    let meta = named(true).next().map(read).expect("a meta file");
    Index { meta, files: named(false).map(|name| (name.to_owned(), read(name))).collect() }
}

/// Asks everything; files that the engine needs come from `files`. Whether all was answered.
pub fn ask(engine: &mut Engine, files: &BTreeMap<String, Vec<u8>>, request: &Request<'_>) -> bool {
    for _ in 0..12 {
        match engine.ask(request) {
            Ok(Answer::Found(results)) => {
                let json = docent_search::answer::json(&Answer::Found(results));
                assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
                return true;
            }
            Ok(Answer::Needs(names)) => {
                assert!(!names.is_empty(), "asks for nothing");
                let given = names.iter().all(|name| files.get(name).is_some_and(|file| engine.add(name, file).is_ok()));
                if !given {
                    return false;
                }
            }
            Err(_) => return false,
        }
    }
    panic!("asks for ever: {request:?}");
}
