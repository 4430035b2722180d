//! `glossary.yaml`: terms that need no page of their own.
//!
//! In: `content/glossary.yaml`, or `content/en/glossary.yaml` in the folder of each language. Out: its terms in their
//! order; an item that is wrong is told and left out. The file is for the default audience: for another one it has no
//! terms.

use crate::config::Config;
use crate::diagnostic::{At, Diagnostic, Finding};
use crate::document;
use crate::page::invisible;
use crate::source::Sources;
use crate::yaml::{self, Step};
use serde::Deserialize;
use serde_json::Value;

/// Name of the file.
pub const FILE: &str = "glossary.yaml";

/// A term of the file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// As it is called.
    pub term: String,
    /// What it means.
    pub definition: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Spellings to avoid.
    #[serde(default)]
    pub avoid: Vec<String>,
    /// `false`: not marked in texts; a list: the names that are.
    #[serde(default)]
    pub mark: Value,
}

/// Where a language's file stands.
pub fn path(lang: &str, config: &Config) -> String {
    config.content_of(lang) + FILE
}

/// Whether a file of `content/`, named without that, is such a file: of the site or of a language.
pub fn is_one(path: &str) -> bool {
    path.rsplit('/').next() == Some(FILE) && path.matches('/').count() < 2
}

/// Reads a language's file; none is no error. What is wrong is told to whoever builds, its terms only to its audience.
pub fn read(lang: &str, config: &Config, sources: &Sources) -> (Vec<Listed>, Vec<Diagnostic>) {
    let path = path(lang, config);
    let Some(text) = sources.text(&path) else { return (Vec::new(), Vec::new()) };
    let (terms, problems) = terms(&path, text);
    (if config.shows_default() { terms } else { Vec::new() }, problems)
}

/// The terms of a file, whoever sees them.
pub fn terms(path: &str, text: &str) -> (Vec<Listed>, Vec<Diagnostic>) {
    let items = match yaml::parse_list(text) {
        Ok(items) => items,
        Err(fault) => return (Vec::new(), vec![document::told(path, text, fault.of(CODE))]),
    };
    let (mut found, mut terms) = (Vec::new(), Vec::new());
    for (index, item) in items.into_iter().enumerate() {
        found.extend(unseen(&item).into_iter().map(|(mut way, message)| {
            way.insert(0, Step::Index(index));
            invisible::warning(At::Field(way), message)
        }));
        match term(index, item) {
            Ok(term) => terms.push(term),
            Err(fault) => found.push(fault),
        }
    }
    (terms, document::tell(path, text, found))
}

/// Characters in the texts of a term that nobody sees, the first of each text: the way to it, what is told.
fn unseen(item: &Value) -> Vec<(Vec<Step>, String)> {
    let key = |name: &str| Step::Key(name.to_owned());
    let mut found = Vec::new();
    for name in ["term", "definition"] {
        let told = item[name].as_str().and_then(|text| invisible::in_name(&format!("`{name}`"), text));
        found.extend(told.map(|message| (vec![key(name)], message)));
    }
    for (at, alias) in item["aliases"].as_array().into_iter().flatten().enumerate() {
        let told = alias.as_str().and_then(|text| invisible::in_name("`aliases`", text));
        found.extend(told.map(|message| (vec![key("aliases"), Step::Index(at)], message)));
    }
    found
}

/// The keys of a term.
const KEYS: [&str; 5] = ["term", "definition", "aliases", "avoid", "mark"];

/// The code of what is wrong with the file.
const CODE: &str = "glossary";

const FORM: &str = "write `term:` and `definition:`; `aliases:`, `avoid:` and `mark:` may follow";

fn term(index: usize, item: Value) -> Result<Listed, Finding> {
    let at = |step: Option<Step>, message: String| {
        let way: Vec<Step> = [Step::Index(index)].into_iter().chain(step).collect();
        Finding::at_field(CODE, &way, message).hint(FORM)
    };
    let Some(map) = item.as_object() else {
        return Err(at(None, format!("{} where a term is expected", yaml::found(&item))));
    };
    if let Some(key) = map.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let error = at(Some(Step::Name(key.clone())), format!("`{}` is not a key of a term", yaml::short(key)));
        return Err(error.suggest(key, KEYS.into_iter()));
    }
    for (key, value) in map {
        let wanted = match key.as_str() {
            "term" | "definition" if !value.is_string() => "a string",
            "aliases" | "avoid" if !is_texts(value) => "a list of strings",
            "mark" if !matches!(value, Value::Null | Value::Bool(_)) && !is_texts(value) => {
                "true, false or a list of names"
            }
            _ => continue,
        };
        let message = format!("`{key}` must be {wanted}, not {}", yaml::found(value));
        return Err(at(Some(Step::Key(key.clone())), message));
    }
    if let Some(key) = ["term", "definition"].into_iter().find(|key| !map.contains_key(*key)) {
        return Err(at(None, format!("the term has no `{key}`")));
    }
    let term: Listed = serde_json::from_value(item).map_err(|error| at(None, error.to_string()))?;
    match (term.term.trim(), term.definition.trim()) {
        ("", _) => Err(at(None, "`term` is empty".into())),
        (_, "") => Err(at(None, format!("the term `{}` has no definition", yaml::short(&term.term)))),
        _ => Ok(term),
    }
}

fn is_texts(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
}
