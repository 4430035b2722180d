//! Changes one value of a YAML text in place.
//!
//! In: the text, the key, the new value. Out: the text with that value; every other byte is as it was. Two steps:
//!
//! 1. The key is found by the parser, the extent of its value by its form: quoted, plain, a block, a list.
//! 2. The result is parsed and compared with what was wanted. A form that this file does not know (an anchor, a tag)
//!    is refused there, never guessed.

use super::words::quoted;
use super::{Step, found, locate, parse};
use serde_json::{Map, Value};
use std::ops::Range;

/// Gives a key a text, a number or true or false. A key that is not there is added at the end.
pub fn set(yaml: &str, newline: &str, key: &str, value: &Value) -> Result<String, String> {
    let old = parse(yaml).map_err(|fault| fault.message)?;
    if let Some(list @ (Value::Array(_) | Value::Object(_))) = old.get(key) {
        return Err(format!("`{key}` is {}: only a single value can be replaced", found(list)));
    }
    let changed = match place(yaml, &old, key) {
        None => appended(yaml, newline, &old, &format!("{}: {}", written(&key.into(), false), written(value, false))),
        Some(place) => replaced(yaml, &place, &written(value, yaml[place.clone()].starts_with(['"', '\'']))),
    };
    let mut wanted = old;
    wanted.insert(key.to_owned(), value.clone());
    checked(changed, &wanted, key)
}

/// Gives a key a list of texts. A list of dashes stays one; else it stands in brackets.
pub fn set_list(yaml: &str, newline: &str, key: &str, items: &[String]) -> Result<String, String> {
    let old = parse(yaml).map_err(|fault| fault.message)?;
    let items: Vec<Value> = items.iter().map(|item| item.as_str().into()).collect();
    let texts: Vec<String> = items.iter().map(|item| written(item, false)).collect();
    let flow = format!("[{}]", texts.join(", "));
    let changed = match place(yaml, &old, key) {
        None => appended(yaml, newline, &old, &format!("{}: {flow}", written(&key.into(), false))),
        Some(place) if yaml[place.clone()].starts_with("- ") && !texts.is_empty() => {
            let indent = &yaml[line_start(yaml, place.start)..place.start];
            replaced(yaml, &place, &format!("- {}", texts.join(&format!("{newline}{indent}- "))))
        }
        Some(place) => replaced(yaml, &place, &flow),
    };
    let mut wanted = old;
    wanted.insert(key.to_owned(), items.into());
    checked(changed, &wanted, key)
}

/// Adds a text to a list, in the form that the list has. One that is in it already is not added again; a single text
/// becomes a list; a key that is not there is added at the end.
pub fn push(yaml: &str, newline: &str, key: &str, item: &str) -> Result<String, String> {
    let old = parse(yaml).map_err(|fault| fault.message)?;
    let mut items = match old.get(key) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => items.clone(),
        Some(text @ Value::String(_)) => vec![text.clone()],
        Some(other) => return Err(format!("`{key}` holds {}, not a list", found(other))),
    };
    let item = Value::from(item);
    if items.contains(&item) {
        return Ok(yaml.to_owned());
    }
    items.push(item.clone());
    let flow =
        |items: &[Value]| format!("[{}]", items.iter().map(|v| written(v, false)).collect::<Vec<_>>().join(", "));
    let changed = match place(yaml, &old, key) {
        None => appended(yaml, newline, &old, &format!("{}: {}", written(&key.into(), false), flow(&items))),
        Some(place) if yaml[place.clone()].starts_with('[') => into_flow(yaml, &place, &written(&item, false)),
        Some(place) if yaml[place.clone()].starts_with("- ") => {
            into_block(yaml, newline, &place, &written(&item, false))
        }
        Some(place) => replaced(yaml, &place, &flow(&items)),
    };
    let mut wanted = old;
    wanted.insert(key.to_owned(), items.into());
    checked(changed, &wanted, key)
}

/// Takes a text out of a list. An empty list is taken out with its key.
pub fn remove(yaml: &str, key: &str, item: &str) -> Result<String, String> {
    let old = parse(yaml).map_err(|fault| fault.message)?;
    let items = match old.get(key) {
        Some(Value::Array(items)) => items.clone(),
        Some(text @ Value::String(_)) => vec![text.clone()],
        _ => return Ok(yaml.to_owned()),
    };
    let Some(at) = items.iter().position(|value| value == item) else { return Ok(yaml.to_owned()) };
    let left: Vec<Value> = items.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, v)| v.clone()).collect();
    let place = place(yaml, &old, key).ok_or_else(|| format!("there is no `{key}`"))?;
    let changed = if left.is_empty() {
        without(yaml, line_start(yaml, key_start(yaml, key))..place.end)
    } else if yaml[place.clone()].starts_with("- ") {
        let start = |at: usize| line_start(yaml, locate(yaml, &[Step::Key(key.to_owned()), Step::Index(at)]).start);
        without(yaml, start(at)..if at + 1 < items.len() { start(at + 1) - 1 } else { place.end })
    } else {
        replaced(yaml, &place, &flow(&left))
    };
    let mut wanted = old;
    if left.is_empty() {
        drop(wanted.shift_remove(key))
    } else {
        drop(wanted.insert(key.to_owned(), left.into()))
    }
    checked(changed, &wanted, key)
}

/// The text without some lines.
fn without(yaml: &str, lines: Range<usize>) -> String {
    let end = yaml[lines.end..].find('\n').map_or(yaml.len(), |n| lines.end + n + 1);
    [&yaml[..lines.start], &yaml[end..]].concat()
}

/// Gives a text anywhere in the YAML another one.
pub fn replace(yaml: &str, steps: &[Step], old: &str, new: &str) -> Result<String, String> {
    let map = parse(yaml).map_err(|fault| fault.message)?;
    let refused = || format!("`{old}` is written in a form that cannot be changed alone");
    let place = extent(yaml, steps, old).ok_or_else(refused)?;
    let changed = replaced(yaml, &place, &as_written(&yaml[place.clone()], new));
    let mut wanted = Value::Object(map);
    let value = steps.iter().try_fold(&mut wanted, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        // A single text stands for a list of one.
        Step::Index(0) if value.is_string() => Some(value),
        Step::Index(index) => value.get_mut(index),
        Step::Name(_) => None,
    });
    *value.ok_or_else(refused)? = new.into();
    match parse(&changed) {
        Ok(map) if Value::Object(map.clone()) == wanted => Ok(changed),
        _ => Err(refused()),
    }
}

/// Where a text stands, with its quotes. `None`: it is written as a block, or folded into lines.
pub fn extent(yaml: &str, steps: &[Step], text: &str) -> Option<Range<usize>> {
    let start = locate(yaml, steps).start;
    let rest = &yaml[start..];
    if rest.starts_with(['"', '\'']) {
        return Some(start..start + quoted_length(rest));
    }
    rest.starts_with(text).then_some(start..start + text.len())
}

/// A text in the place of another one: in quotes if that was, or if it needs them.
pub fn as_written(old: &str, new: &str) -> String {
    written(&new.into(), old.starts_with(['"', '\'']))
}

fn flow(items: &[Value]) -> String {
    format!("[{}]", items.iter().map(|value| written(value, false)).collect::<Vec<_>>().join(", "))
}

/// The text, if it now says what is wanted and nothing else.
fn checked(changed: String, wanted: &Map<String, Value>, key: &str) -> Result<String, String> {
    match parse(&changed) {
        Ok(map) if map == *wanted => Ok(changed),
        _ => Err(format!("`{key}` is written in a form that cannot be changed without rewriting what is around it")),
    }
}

/// Whether a text can stand in YAML as it is, in a list in brackets and outside of one.
pub fn is_plain(text: &str) -> bool {
    !text.is_empty() && written(&text.into(), false) == text
}

/// A value as YAML that means the same in a list in brackets and outside of one.
fn written(value: &Value, quoted: bool) -> String {
    let Value::String(text) = value else { return value.to_string() };
    let same = |yaml: &str, read: Value| parse(yaml).is_ok_and(|map| map.get("k") == Some(&read));
    let plain = !quoted
        && !text.contains(['\n', '\r'])
        && same(&format!("k: {text}\n"), value.clone())
        && same(&format!("k: [{text}, x]\n"), vec![value.clone(), "x".into()].into());
    if plain { text.clone() } else { in_quotes(text) }
}

/// JSON's quotes are YAML's, but for the characters that YAML takes for line breaks or does not print.
fn in_quotes(text: &str) -> String {
    let mut out = String::new();
    for c in Value::from(text).to_string().chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out
}

/// A new line at the end, indented like the first key.
fn appended(yaml: &str, newline: &str, map: &Map<String, Value>, line: &str) -> String {
    let first = map.keys().next().map_or(0, |key| key_start(yaml, key));
    let indent = &yaml[line_start(yaml, first)..first];
    let indent = if indent.trim().is_empty() { indent } else { "" };
    let open = if yaml.is_empty() || yaml.ends_with('\n') { "" } else { newline };
    format!("{yaml}{open}{indent}{line}{newline}")
}

/// A value in the place of another. Where there was none, a space parts it from the colon.
fn replaced(yaml: &str, place: &Range<usize>, value: &str) -> String {
    let gap = if yaml[..place.start].ends_with(':') { " " } else { "" };
    [&yaml[..place.start], gap, value, &yaml[place.end..]].concat()
}

/// An item behind the last one in brackets, wherever comments and line breaks stand.
fn into_flow(yaml: &str, place: &Range<usize>, item: &str) -> String {
    let last = place.start + last_of_flow(&yaml[place.clone()]);
    let comma = match yaml.as_bytes()[last] {
        b'[' => "",
        b',' => " ",
        _ => ", ",
    };
    [&yaml[..=last], comma, item, &yaml[last + 1..]].concat()
}

/// The last byte before the closing bracket that is neither white nor a comment.
fn last_of_flow(flow: &str) -> usize {
    let inside = pieces(flow).take_while(|piece| piece.end < flow.len());
    inside.last().map_or(0, |piece| piece.end - 1)
}

/// The pieces of a text in brackets: a quoted text each, or one byte; no white space and no comments.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut before = b'[';
    std::iter::from_fn(move || {
        loop {
            let white = at > 0 && bytes[at - 1].is_ascii_whitespace();
            match *bytes.get(at)? {
                b'#' if white => at = text[at..].find('\n').map_or(text.len(), |n| at + n),
                byte if byte.is_ascii_whitespace() => at += 1,
                // In the middle of a plain text a quote is a letter.
                b'"' | b'\'' if matches!(before, b'[' | b'{' | b',' | b':') => {
                    let start = at;
                    at += quoted_length(&text[at..]);
                    before = b'"';
                    return Some(start..at);
                }
                byte => {
                    before = byte;
                    at += 1;
                    return Some(at - 1..at);
                }
            }
        }
    })
}

/// A line behind the last item of a list of dashes.
fn into_block(yaml: &str, newline: &str, place: &Range<usize>, item: &str) -> String {
    let indent = &yaml[line_start(yaml, place.start)..place.start];
    [&yaml[..place.end], newline, indent, "- ", item, &yaml[place.end..]].concat()
}

/// Where the value of a key stands; empty behind the colon of a key without one. `None`: there is no such key.
fn place(yaml: &str, map: &Map<String, Value>, key: &str) -> Option<Range<usize>> {
    let at = map.keys().position(|k| k == key)?;
    let start = key_start(yaml, key);
    let end = map.keys().nth(at + 1).map_or(yaml.len(), |next| line_start(yaml, key_start(yaml, next)).max(start));
    let colon = start + colon(&yaml[start..end])?;
    let value = first_value(&yaml[..end], colon);
    Some(value.map_or(colon..colon, |value| value..value + length(&yaml[value..end])))
}

fn key_start(yaml: &str, key: &str) -> usize {
    locate(yaml, &[Step::Name(key.to_owned())]).start
}

fn line_start(yaml: &str, at: usize) -> usize {
    yaml[..at].rfind('\n').map_or(0, |n| n + 1)
}

/// Behind the colon of the key that the text begins with.
fn colon(text: &str) -> Option<usize> {
    let name = if text.starts_with(['"', '\'']) { quoted_length(text) } else { 0 };
    let ends = |(at, _): &(usize, &str)| text[name + at + 1..].chars().next().is_none_or(char::is_whitespace);
    text[name..].match_indices(':').find(ends).map(|(at, _)| name + at + 1)
}

/// The first character behind `at` that is neither white nor a comment.
fn first_value(yaml: &str, mut at: usize) -> Option<usize> {
    loop {
        let rest = &yaml[at..];
        at += rest.len() - rest.trim_start().len();
        match yaml[at..].chars().next()? {
            '#' => at += yaml[at..].find('\n')?,
            _ => return Some(at),
        }
    }
}

/// How long a value is, by the form in which it begins.
fn length(text: &str) -> usize {
    match text.as_bytes()[0] {
        b'"' | b'\'' => quoted_length(text),
        b'[' => flow_length(text),
        b'|' | b'>' => text.trim_end().len(),
        b'-' if text[1..].starts_with(char::is_whitespace) => block_length(text),
        _ => plain_length(text),
    }
}

fn quoted_length(text: &str) -> usize {
    quoted(text).unwrap_or(text.len())
}

fn flow_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for piece in pieces(text) {
        match text.as_bytes()[piece.start] {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return piece.end;
        }
    }
    text.len()
}

/// A list of dashes ends with its last line that is neither empty nor a comment.
fn block_length(text: &str) -> usize {
    let (mut end, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
            end = at + line.trim_end().len();
        }
        at += line.len();
    }
    end
}

/// A plain text ends before a comment, else with the last of its lines.
fn plain_length(text: &str) -> usize {
    let comment = text.match_indices('#').map(|(at, _)| at).find(|at| text[..*at].ends_with(char::is_whitespace));
    text[..comment.unwrap_or(text.len())].trim_end().len()
}
