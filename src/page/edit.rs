//! Changes the front matter of a page in place.
//!
//! In: the text of a file, a key, a value. Out: the text with the change, and every other byte as it was: comments, line
//! ends, a byte order mark, the form of every other value. A page without a front matter gets one. What cannot be
//! changed so is refused with a reason; the text is never half right.

use super::front_matter::{Format, MAX_BYTES, Split, split};
use crate::yaml::{Step, edit};
use serde_json::Value;

/// Gives a top-level key a single value: a text, a number, true or false. Adds the key at the end if it is not there.
pub fn set(text: &str, key: &str, value: impl Into<Value>) -> Result<String, String> {
    let value = value.into();
    changed(text, |yaml, newline| edit::set(yaml, newline, key, &value))
}

/// Gives a top-level key a list of texts, in the place and the form of the list that is there.
pub fn set_list(text: &str, key: &str, items: &[String]) -> Result<String, String> {
    changed(text, |yaml, newline| edit::set_list(yaml, newline, key, items))
}

/// Adds a text to a top-level list, in the form in which the list is written. What is in it already is not added twice.
pub fn push(text: &str, key: &str, item: &str) -> Result<String, String> {
    changed(text, |yaml, newline| edit::push(yaml, newline, key, item))
}

/// Takes a text out of a top-level list; the last one with its key.
pub fn remove(text: &str, key: &str, item: &str) -> Result<String, String> {
    changed(text, |yaml, _| edit::remove(yaml, key, item))
}

/// Gives a text anywhere in the front matter another one.
pub fn replace(text: &str, steps: &[Step], old: &str, new: &str) -> Result<String, String> {
    changed(text, |yaml, _| edit::replace(yaml, steps, old, new))
}

fn changed(text: &str, change: impl Fn(&str, &str) -> Result<String, String>) -> Result<String, String> {
    let split = readable(text)?;
    let newline = newline(text);
    let yaml = change(&text[split.yaml.clone()], newline)?;
    if yaml.len() > MAX_BYTES {
        return Err(format!("the front matter would be {} bytes long; the maximum is {MAX_BYTES}", yaml.len()));
    }
    let (before, after) = (&text[..split.yaml.start], &text[split.yaml.end..]);
    // Nothing but the body stands behind an absent front matter.
    let absent = split.yaml.end == split.body && !yaml.is_empty();
    let fence = if absent { format!("---{newline}") } else { String::new() };
    Ok([before, &fence, &yaml, &fence, after].concat())
}

/// Where the front matter stands, if it is one that can be read.
fn readable(text: &str) -> Result<Split, String> {
    let (split, problems) = split(text);
    if split.format != Format::Yaml {
        let format = split.format.name();
        return Err(format!("its front matter is {format}, and docent changes only YAML: change it by hand"));
    }
    if split.is_loose {
        return Err("its front matter is not valid YAML: correct it first".to_owned());
    }
    match problems.into_iter().next() {
        // A value of a wrong type is no obstacle: the others can be changed.
        Some(problem) if split.yaml.is_empty() => Err(problem.message),
        _ => Ok(split),
    }
}

/// How the file ends its lines.
fn newline(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}
