//! Elasticsearch: an action line before each document, and the index's settings and mappings.
//!
//! One analyser serves all languages, as in our own search: stemmers leave words of other scripts alone, so a chain of
//! one stemmer a script stems each word by its own. Synonyms are the site's glossary and aliases; they are applied to
//! questions only, so that a new one needs no new index.

use crate::index::language;
use serde_json::{Value, json};

/// Language, what Elasticsearch calls its stemmer, and the script that it is for.
const STEMMERS: [(&str, &str, Script); 28] = [
    ("en", "english", Script::Latin),
    ("ru", "russian", Script::Cyrillic),
    ("ar", "arabic", Script::Arabic),
    ("bg", "bulgarian", Script::Cyrillic),
    ("ca", "catalan", Script::Latin),
    ("cs", "czech", Script::Latin),
    ("da", "danish", Script::Latin),
    ("de", "light_german", Script::Latin),
    ("el", "greek", Script::Greek),
    ("es", "light_spanish", Script::Latin),
    ("et", "estonian", Script::Latin),
    ("eu", "basque", Script::Latin),
    ("fi", "finnish", Script::Latin),
    ("fr", "light_french", Script::Latin),
    ("ga", "irish", Script::Latin),
    ("gl", "galician", Script::Latin),
    ("hi", "hindi", Script::Devanagari),
    ("hu", "hungarian", Script::Latin),
    ("hy", "armenian", Script::Armenian),
    ("id", "indonesian", Script::Latin),
    ("it", "light_italian", Script::Latin),
    ("lt", "lithuanian", Script::Latin),
    ("lv", "latvian", Script::Latin),
    ("nl", "dutch", Script::Latin),
    ("no", "norwegian", Script::Latin),
    ("pt", "light_portuguese", Script::Latin),
    ("ro", "romanian", Script::Latin),
    ("sv", "swedish", Script::Latin),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Arabic,
    Armenian,
    Cyrillic,
    Devanagari,
    Greek,
    Latin,
}

/// The line before a document. The index is named in the address: `POST /INDEX/_bulk`.
pub(super) fn action(id: &str) -> String {
    json!({"index": {"_id": id}}).to_string()
}

/// What `PUT /INDEX` takes. `codes`: the site's languages, the default one first.
pub(super) fn index(codes: &[String], synonyms: &[Vec<String>]) -> String {
    let stemmers = stemmers(codes);
    let mut filters = serde_json::Map::new();
    filters.extend(stemmers.iter().map(|name| (stemmer(name), json!({"type": "stemmer", "language": name}))));
    let rules: Vec<String> = synonyms.iter().map(|names| rule(names)).collect();
    filters.insert("docent_synonyms".into(), json!({"type": "synonym_graph", "lenient": true, "synonyms": rules}));
    let indexed: Vec<String> = ["lowercase".into()].into_iter().chain(stemmers.iter().map(|s| stemmer(s))).collect();
    let asked: Vec<String> = indexed.iter().cloned().chain(["docent_synonyms".into()]).collect();
    let analyzer =
        |filter| json!({"type": "custom", "char_filter": "docent_yo", "tokenizer": "standard", "filter": filter});
    let index = json!({
        "settings": {"analysis": {
            "char_filter": {"docent_yo": {"type": "mapping", "mappings": ["ё => е", "Ё => Е"]}},
            "filter": filters,
            "analyzer": {"docent": analyzer(indexed), "docent_question": analyzer(asked)},
        }},
        "mappings": {"dynamic": "strict", "properties": properties()},
    });
    format!("{index:#}\n")
}

fn properties() -> Value {
    let text = json!({"type": "text", "analyzer": "docent", "search_analyzer": "docent_question"});
    let keyword = json!({"type": "keyword"});
    // A keyword of more than 32,766 bytes would refuse its whole document.
    let address = json!({"type": "keyword", "ignore_above": 8191});
    json!({
        "id": keyword, "site": keyword, "url": address, "page": address, "lang": keyword, "type": keyword,
        "title": text, "heading": text, "aliases": text, "body": text,
        "tags": {"type": "keyword", "fields": {"text": text}},
    })
}

/// For each script the stemmer of the site's first language that is written in it; English and Russian where the site
/// has no language of their script, since every site quotes some.
fn stemmers(codes: &[String]) -> Vec<&'static str> {
    let own = codes.iter().map(|code| language(code));
    let mut chosen: Vec<(&str, Script)> = Vec::new();
    for code in own.chain(["en", "ru"]) {
        for (_, name, script) in STEMMERS.iter().filter(|(own, ..)| *own == code) {
            if !chosen.iter().any(|(_, taken)| taken == script) {
                chosen.push((*name, *script));
            }
        }
    }
    // `customer's` loses its ending before it is stemmed.
    let possessive = chosen.iter().any(|(name, _)| *name == "english").then_some("possessive_english");
    possessive.into_iter().chain(chosen.iter().map(|(name, _)| *name)).collect()
}

fn stemmer(name: &str) -> String {
    format!("docent_{name}")
}

/// Names that mean one thing, in Solr's format: a comma parts them, `=>` would make them one-way, `#` a comment.
fn rule(names: &[String]) -> String {
    names.iter().map(|name| escaped(name)).collect::<Vec<_>>().join(", ")
}

fn escaped(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().flat_map(|c| matches!(c, '\\' | ',' | '=' | '#').then_some('\\').into_iter().chain([c])).collect()
}
