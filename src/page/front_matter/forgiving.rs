//! A front matter that is not what its format asks for, read line by line: `title: Foo: bar` is a title with a colon.
//!
//! In: the text between the fences. Out: what can be read of it ([`Reading`]); nothing, if something in it that may keep
//! the page from readers cannot be read with certainty.
//!
//! 1. A line that begins with a key begins an entry; lines below it that are indented, or are items of a list, belong to it.
//! 2. An entry that is right by itself is what it says. Of any other the value is the text behind the key, or a list of
//!    texts.
//! 3. Lines that belong to no entry are lost, which is told.
//! 4. TOML: lines that the parser stops at are left out, one by one.

use super::block::Format;
use super::hiding;
use crate::byte_scan::is_strange;
use crate::{toml_text, yaml};
use serde_json::{Map, Value};
use std::ops::Range;

/// Entries, and lines of TOML that are left out: of a text with more of them nobody knows what it is.
const MOST: usize = 200;
const MOST_LEFT_OUT: usize = 10;

/// What was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub map: Map<String, Value>,
    /// Lines that say nothing that can be read.
    pub lost: Vec<Range<usize>>,
}

/// Reads what can be read.
pub(super) fn read(format: Format, text: &str) -> Option<Reading> {
    match format {
        Format::Yaml => lines_of_yaml(text),
        Format::Toml => lines_of_toml(text),
        Format::Json => None,
    }
}

fn lines_of_yaml(text: &str) -> Option<Reading> {
    let mut reading = Reading::default();
    let entries = entries(text, &mut reading.lost);
    if entries.len() > MOST || reading.lost.iter().any(|line| hiding::may_stand_in(&text[line.clone()])) {
        return None;
    }
    for range in entries {
        let entry = &text[range];
        let (key, value) = whole(entry).or_else(|| if hides(entry) { None } else { Some(loose(entry)) })?;
        // Two of them contradict each other; of others the last one counts, as with most programs.
        if reading.map.insert(key.clone(), value).is_some() && hiding::is_one(&key) {
            return None;
        }
    }
    Some(reading)
}

/// Where the entries are. Lines before the first, and others that cannot belong to one, are lost.
fn entries(text: &str, lost: &mut Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut entries: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let belongs = line.starts_with([' ', '\t', '-', '#', ']', '}']) || line.trim().is_empty();
        match entries.last_mut() {
            _ if key(line).is_some() => entries.push(range),
            Some(entry) if belongs && entry.end == range.start => entry.end = range.end,
            _ if line.trim().is_empty() || line.starts_with('#') => {}
            _ => lost.push(range.start..range.start + line.trim_end().len()),
        }
    }
    entries
}

/// Whether a line begins with a key, of YAML or TOML.
pub(super) fn is_entry(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    let assigned = line.split_once('=').is_some_and(|(name, _)| !name.is_empty() && !name.trim().contains(' '));
    assigned || key(line).is_some()
}

/// The key that a line begins with, and where its value begins.
fn key(line: &str) -> Option<(&str, usize)> {
    let ends = |(at, _): &(usize, &str)| line[at + 1..].chars().next().is_none_or(char::is_whitespace);
    let (colon, _) = line.match_indices(':').find(ends)?;
    let name = line[..colon].trim_end();
    let bare = name.strip_prefix(['"', '\'']).map_or(name, |rest| rest.trim_end_matches(['"', '\'']));
    let usual = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/' | '$');
    let fits = bare.starts_with(|c: char| c.is_alphabetic() || c == '_') && bare.chars().all(usual) && bare.len() < 60;
    fits.then_some((bare, colon + 1))
}

/// An entry that is right by itself. Lines that are indented with tabs are read as if it were with spaces.
fn whole(entry: &str) -> Option<(String, Value)> {
    let read = yaml::parse(entry).or_else(|_| yaml::parse(&entry.replace('\t', "  "))).ok()?;
    let mut entries = read.into_iter();
    let (key, value) = entries.next()?;
    // A key below, or in the value, that would hide the page: nobody knows whether it is one of the page.
    let alone = entries.next().is_none();
    let below = entry.split_once('\n').map_or("", |(_, below)| below);
    (alone && (!hiding::may_stand_in(below) || hiding::is_one(&key))).then_some((key, value))
}

/// Whether an entry may say something that hides the page.
fn hides(entry: &str) -> bool {
    let (first, below) = entry.split_once('\n').unwrap_or((entry, ""));
    key(first).is_none_or(|(key, _)| hiding::is_one(key)) || hiding::may_stand_in(below)
}

/// The texts of an entry that is not right.
fn loose(entry: &str) -> (String, Value) {
    let (first, below) = entry.split_once('\n').unwrap_or((entry, ""));
    let (name, start) = key(first).unwrap_or((first, first.len()));
    let value = first[start..].trim();
    let below: Vec<&str> =
        below.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let value = if value.is_empty() && !below.is_empty() && below.iter().all(|line| line.starts_with('-')) {
        below.iter().map(|line| item(line[1..].trim())).collect()
    } else if let Some(items) = value.strip_prefix('[').filter(|items| below.is_empty() && is_list(items)) {
        items.trim_end_matches(']').split(',').map(str::trim).filter(|item| !item.is_empty()).map(item).collect()
    } else {
        let marks = [">", "|", ">-", "|-", ">+", "|+"];
        let first = Some(value).filter(|value| !value.is_empty() && !marks.contains(value));
        item(&first.into_iter().chain(below).collect::<Vec<_>>().join(" "))
    };
    (name.to_owned(), value)
}

/// Whether brackets end where the value does, or not at all: `[Draft] The plan` is a text.
fn is_list(items: &str) -> bool {
    items.find(']').is_none_or(|end| end + 1 == items.len())
}

/// A text without its quotes, and without what nobody can type.
fn item(text: &str) -> Value {
    let inside = text.strip_prefix(['"', '\'']).unwrap_or(text);
    let inside = if inside.len() < text.len() { inside.trim_end_matches(['"', '\'']) } else { inside };
    inside.chars().filter(|c| !is_strange(*c)).collect::<String>().into()
}

fn lines_of_toml(text: &str) -> Option<Reading> {
    let mut rest = text.to_owned();
    let mut lost = Vec::new();
    for _ in 0..MOST_LEFT_OUT {
        let fault = match toml_text::parse(&rest) {
            Ok(map) => return Some(Reading { map, lost }),
            Err(fault) => fault,
        };
        let at = fault.at.bytes()?.start.min(rest.len().saturating_sub(1));
        let start = rest[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = rest[start..].find('\n').map_or(rest.len(), |length| start + length);
        let line = &rest[start..end];
        if line.trim().is_empty() || line.trim_start().starts_with('[') || hiding::may_stand_in(line) {
            return None;
        }
        lost.push(start..end);
        rest.replace_range(start..end, &" ".repeat(end - start));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(text: &str) -> Option<String> {
        read(Format::Yaml, text).map(|reading| Value::Object(reading.map).to_string())
    }

    #[test]
    fn common_slips_are_read_as_what_is_meant() {
        for (text, read) in [
            ("title: Foo: bar\norder: 3\n", r#"{"title":"Foo: bar","order":3}"#),
            ("title: @at\n", r#"{"title":"@at"}"#),
            ("title: {{ page.title }}\ntags: [a, b]\n", r#"{"title":"{{ page.title }}","tags":["a","b"]}"#),
            ("title: \"Open\norder: 1\n", r#"{"title":"Open","order":1}"#),
            ("title: 'It's'\n", r#"{"title":"It's"}"#),
            ("title: `code`\n", r#"{"title":"`code`"}"#),
            ("title: *bold*\n", r#"{"title":"*bold*"}"#),
            ("title: [Draft] The plan\n", r#"{"title":"[Draft] The plan"}"#),
            ("title: %x\n", r#"{"title":"%x"}"#),
            ("title: !important\n", r#"{"title":"!important"}"#),
            ("title: a\ntags:\n\t- x\n\t- y\n", r#"{"title":"a","tags":["x","y"]}"#),
            ("title: a\ntags:\n- @x\n- y: z: w\n", r#"{"title":"a","tags":["@x","y: z: w"]}"#),
            ("title: a\ntitle: b\n", r#"{"title":"b"}"#),
            ("title: a\ndescription: one: two\n  three\n", r#"{"title":"a","description":"one: two three"}"#),
            ("title: Private: a memo\n", r#"{"title":"Private: a memo"}"#),
            ("title: a: b\ndraft: true\n", r#"{"title":"a: b","draft":true}"#),
            ("title: a\u{7}b: c: d\n", r#"{"title":"ab: c: d"}"#),
        ] {
            assert_eq!(yaml(text).as_deref(), Some(read), "{text}");
        }
    }

    #[test]
    fn nothing_that_hides_a_page_is_guessed() {
        for text in [
            "title: a: b\ndraft: tr:ue: x\n",
            "title: a: b\n draft: true\n",
            "title: a: b\nextra:\n\tdraft: true\n",
            "title: \"a\ndraft: true\ndraft: false\n",
            "{title: a: b, draft: true}\n",
            "title: a: b\naudience: [internal\n",
            "title: a: b\naudience: [\n  internal,\n  client\n",
            "draft true: yes\ntitle: a: b\npublished: false: x\n",
            "title: a: b\n\"private\" : x: y\n",
            "title: a: b\n- draft: true\n",
        ] {
            assert_eq!(yaml(text), None, "{text}");
        }
    }

    #[test]
    fn lines_without_a_key_are_lost() {
        let reading = read(Format::Yaml, "title: a\nA line of text\norder: 1\n").unwrap();
        assert_eq!((reading.map.len(), reading.lost), (2, std::iter::once(9..23).collect()));
        let reading = read(Format::Toml, "title = \"a\"\nowner = Ann Lee\norder = 1\n").unwrap();
        assert_eq!((reading.map.len(), reading.lost.len()), (2, 1));
        assert_eq!(read(Format::Toml, "title = a b\ndraft = yes\n"), None);
    }
}
