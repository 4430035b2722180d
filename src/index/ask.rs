//! A question to a finished index, by the engine that runs in browsers.
//!
//! In: an index and a question. Out: the results. What the engine asks for is inflated and handed over, as a browser
//! would fetch it.

use super::Index;
use super::deflate::inflate;
use docent_search::engine::{Answer, Engine, PageResult, Request, Results};
use docent_search::query::Key;

/// Rounds before we give up: an engine that is never content is broken.
const ROUNDS: usize = 12;

/// Answers.
///
/// # Errors
/// When the index cannot be read: a defect of docent.
pub fn ask(index: &Index, request: &Request<'_>) -> Result<Results, String> {
    ask_named(index, request, &[])
}

/// A page that was found: its path in the output, and its sections: their anchors and headings.
pub type Hit = (String, Vec<(String, String)>);

/// What a question finds, for those who need no excerpts.
///
/// # Errors
/// As [`ask`].
pub fn hits(index: &Index, query: &str, lang: &str, limit: usize) -> Result<Vec<Hit>, String> {
    let results = ask(index, &Request { query, typing: true, lang, limit })?;
    let sections = |page: PageResult| page.sections.into_iter().map(|s| (s.anchor, s.heading.0)).collect();
    Ok(results.pages.into_iter().map(|page| (page.url.clone(), sections(page))).collect())
}

/// What whole words find, for those who do not type.
///
/// # Errors
/// As [`ask`].
pub fn found(index: &Index, query: &str, lang: &str, limit: usize) -> Result<Results, String> {
    ask(index, &Request { query, typing: false, lang, limit })
}

/// Another name of a value of a filter: what readers call a type or a language.
pub type Label<'a> = (Key, &'a str, &'a str);

/// Answers a question whose filters may use these names, too.
///
/// # Errors
/// As [`ask`].
pub fn ask_named(index: &Index, request: &Request<'_>, labels: &[Label<'_>]) -> Result<Results, String> {
    if let Some(problem) = &index.problem {
        return Err(problem.clone());
    }
    let damaged = |name: &str| format!("{name}: the search index is damaged");
    let read = |name: &str| index.files.get(name).and_then(|bytes| inflate(bytes)).ok_or_else(|| damaged(name));
    let meta = index.files.keys().find(|name| name.starts_with("m-")).map_or("meta", String::as_str);
    let mut engine = Engine::new(&read(meta)?).map_err(|_| damaged(meta))?;
    labels.iter().for_each(|(key, name, label)| engine.label(*key, name, label));
    for _ in 0..ROUNDS {
        match engine.ask(request).map_err(|_| damaged(meta))? {
            Answer::Found(results) => return Ok(results),
            Answer::Needs(names) => {
                for name in names {
                    engine.add(&name, &read(&name)?).map_err(|_| damaged(&name))?;
                }
            }
        }
    }
    Err("the search engine requests too many files".to_owned())
}
