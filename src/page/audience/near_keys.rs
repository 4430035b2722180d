//! Keys of the front matter that were meant to keep a page from somebody, and do not: docent does not know them. A team
//! may have docent pass over keys that it does not know; these it does not pass over.
//!
//! In: the keys that are left to the page's type, the free ones under `extra`, the configuration. Out: problems.
//!
//! - A key whose value is the name of an audience, or several: `visibility: internal`, `access: {read: [client]}`; or
//!   whose own name is one or says the word: `internal: true`, `target-audience: managers`.
//! - A key by which other programs hide a page: `private: true`, `publish: false`.
//! - Keys under `extra` are the template's: only those that say whom the page is for are meant.

use super::near_marks::by_name::KEYS;
use super::near_marks::is_the_word;
use crate::config::Config;
use crate::diagnostic::{At, Finding};
use crate::page::front_matter::{Split, is_empty};
use crate::page::types::Types;
use crate::yaml::{Step, short};
use serde_json::{Map, Value};

/// What hides a page elsewhere when it is true.
pub(in crate::page) const HIDES: [&str; 7] =
    ["private", "hidden", "secret", "confidential", "restricted", "internal-only", "exclude"];
/// What hides a page elsewhere when it is false.
pub(in crate::page) const SHOWS: [&str; 6] = ["publish", "published", "public", "visible", "listed", "index"];

/// How deep values are looked through.
const DEPTH: usize = 4;

/// The keys that were meant so.
pub fn problems(split: &Split, types: &Types, config: &Config) -> Vec<Finding> {
    let declared = split.keys.kind.as_deref().and_then(|kind| types.all.get(kind));
    let known = |key: &str| declared.is_some_and(|declared| declared.fields().any(|field| field == key));
    let own = split.fields.iter().filter(|(key, value)| !known(key) && is_meant(key, value, config));
    let own = own.map(|(key, value)| problem(vec![Step::Name(key.clone())], key, value, config));
    let mut found: Vec<Finding> = own.collect();
    let way = vec![Step::Key("extra".into())];
    free(&split.keys.extra, &way, config, &mut found);
    found
}

/// The keys of a page's type, without those that were told of.
pub fn others(split: &Split, told: &[Finding]) -> Map<String, Value> {
    let mut fields = split.fields.clone();
    told.iter().for_each(|problem| {
        if let At::Field(steps) = &problem.at
            && let [Step::Name(key)] = steps.as_slice()
        {
            fields.shift_remove(key);
        }
    });
    fields
}

fn problem(steps: Vec<Step>, key: &str, value: &Value, config: &Config) -> Finding {
    let names =
        if config.audiences.is_empty() { "`draft: true` or `unlisted: true`" } else { "`audience: [internal]`" };
    let hides = matches!(value, Value::Bool(_)) && !config.audiences.contains_key(&plain(key));
    let hint = if hides {
        "write `draft: true`, `unlisted: true` or `search: false`, or remove the key".to_owned()
    } else {
        format!("write {names}, or call the key otherwise if it says something else")
    };
    Finding::error("audience", At::Field(steps), format!("`{}` keeps the page from nobody", short(key))).hint(hint)
}

/// A key that nobody reads.
fn is_meant(key: &str, value: &Value, config: &Config) -> bool {
    let (key, hidden) = (plain(key), matches!(value, Value::Bool(true)));
    let shown = matches!(value, Value::Bool(false));
    // Diplodoc shows the page to those whom it names.
    let restricted = key == "restricted-access" && !is_empty(value);
    let elsewhere = restricted || (hidden && HIDES.contains(&key.as_str())) || (shown && SHOWS.contains(&key.as_str()));
    let for_somebody = || says_word(&key) || (hidden && is_named(&key, config)) || names(value, config, DEPTH);
    elsewhere || (!config.audiences.is_empty() && for_somebody())
}

/// Keys under `extra`, those in maps too.
fn free(map: &Map<String, Value>, way: &[Step], config: &Config, found: &mut Vec<Finding>) {
    if config.audiences.is_empty() || way.len() > DEPTH {
        return;
    }
    for (key, value) in map {
        let step = |last: Step| [way, &[last]].concat();
        let key_of = plain(key);
        let says = key_of.split('-').any(|word| KEYS.contains(&word)) && names(value, config, DEPTH);
        if says_word(&key_of) || says {
            found.push(problem(step(Step::Name(key.clone())), key, value, config));
        } else if let Value::Object(inner) = value {
            free(inner, &step(Step::Key(key.clone())), config, found);
        }
    }
}

/// `targetAudience` and `Target_audience` as `target-audience`.
fn plain(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    let mut small = false;
    for c in key.chars() {
        if small && c.is_uppercase() {
            out.push('-');
        }
        small = c.is_lowercase();
        if c.is_alphanumeric() { out.extend(c.to_lowercase()) } else { out.push('-') }
    }
    out.trim_matches('-').to_owned()
}

fn says_word(key: &str) -> bool {
    key.split('-').any(is_the_word)
}

fn is_named(key: &str, config: &Config) -> bool {
    let bare = key.trim_start_matches("for-").trim_start_matches("is-").trim_end_matches("-only");
    config.audiences.contains_key(key) || config.audiences.contains_key(bare)
}

/// Whether a text in a value is the name of an audience, or several with commas.
fn names(value: &Value, config: &Config, depth: usize) -> bool {
    match value {
        Value::String(text) => text.split(',').all(|name| config.audiences.contains_key(&name.trim().to_lowercase())),
        Value::Array(items) if depth > 0 => items.iter().any(|item| names(item, config, depth - 1)),
        Value::Object(map) if depth > 0 => map.values().any(|item| names(item, config, depth - 1)),
        _ => false,
    }
}
