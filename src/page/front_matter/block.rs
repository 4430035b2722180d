//! Where the front matter of a page stands, and in which format it is.
//!
//! In: a page's text. Out: a [`Block`], if the page begins with one: YAML between lines of `---`, TOML between lines of
//! `+++` (Hugo, Zola), or an object of JSON (Hugo).

use super::foreign;
use crate::byte_scan::is_strange;
use crate::diagnostic::{Finding, Step};
use crate::page::keys::NAMES;
use crate::{toml_text, yaml};
use serde_json::{Deserializer, Map, Value};
use std::ops::Range;

/// The format of a front matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Between `---`.
    #[default]
    Yaml,
    /// Between `+++`.
    Toml,
    /// From `{` to `}`.
    Json,
}

/// Where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub format: Format,
    /// What stands between its fences; of JSON, with the braces.
    pub inner: Range<usize>,
    /// Where the body starts; nowhere, if the block is never closed.
    pub body: Option<usize>,
}

impl Format {
    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Toml => "TOML",
            Self::Json => "JSON",
        }
    }

    /// The line that opens and closes it.
    pub(super) fn fence(self) -> &'static str {
        match self {
            Self::Yaml => "---",
            Self::Toml => "+++",
            Self::Json => "{",
        }
    }

    /// Reads a front matter of this format.
    pub(super) fn parse(self, text: &str) -> Result<Map<String, Value>, Finding> {
        match self {
            Self::Yaml => yaml::parse(text),
            Self::Toml => toml_text::parse(text),
            Self::Json => json(text),
        }
    }

    /// What is written at the ends of ways, of values that are no texts.
    pub(super) fn spellings(self, text: &str, ways: &[Vec<Step>]) -> Vec<Option<String>> {
        match self {
            Self::Toml => toml_text::spellings(text, ways),
            Self::Yaml | Self::Json => yaml::spellings(text, ways),
        }
    }
}

/// An object of JSON. YAML knows what JSON passes over: a key that stands twice, characters that nobody can type.
fn json(text: &str) -> Result<Map<String, Value>, Finding> {
    let doubtful = yaml::parse(text).err().filter(|fault| fault.message.contains("duplicate key"));
    if let Some(fault) = doubtful {
        return Err(fault);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) if !has_strange(&map) => Ok(map),
        _ => yaml::parse(text),
    }
}

/// The block that the text begins with; empty lines above it are passed over, as Hugo does.
pub(super) fn find(text: &str, bom: usize) -> Option<Block> {
    at(text, bom).or_else(|| below_empty_lines(text, bom))
}

/// Bytes of the empty lines that a text begins with.
pub fn empty_lines(text: &str) -> usize {
    let empty = |line: &&str| line.trim_matches([' ', '\t', '\r', '\n']).is_empty();
    text.split_inclusive('\n').take_while(empty).map(str::len).sum()
}

/// A block below empty lines, if one of its keys is one that a page has: two rules may enclose anything.
fn below_empty_lines(text: &str, bom: usize) -> Option<Block> {
    let above = empty_lines(&text[bom..]);
    let block = at(text, bom + above).filter(|block| above > 0 && block.body.is_some())?;
    let keys = block.format.parse(&text[block.inner.clone()]).ok()?;
    keys.keys().any(|key| NAMES.contains(&key.as_str())).then_some(block)
}

fn at(text: &str, bom: usize) -> Option<Block> {
    let fenced = [Format::Yaml, Format::Toml].into_iter().find_map(|format| {
        let start = bom + opening(&text[bom..], format.fence())?;
        let closed = closing(text, start, format.fence());
        Some(Block { format, inner: start..closed.map_or(start, |(end, _)| end), body: closed.map(|(_, body)| body) })
    });
    fenced.or_else(|| object(text, bom))
}

/// The length of the opening line, if the text begins with one.
fn opening(text: &str, fence: &str) -> Option<usize> {
    let line = text.split_inclusive('\n').next()?;
    (line.trim_end() == fence && line.ends_with('\n')).then_some(line.len())
}

/// Where the block ends and where the body starts.
fn closing(text: &str, start: usize, fence: &str) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// An object of JSON above all text, with a key that says something of a page.
fn object(text: &str, bom: usize) -> Option<Block> {
    let rest = &text[bom..];
    if !rest.starts_with('{') {
        return None;
    }
    let mut values = Deserializer::from_str(rest).into_iter::<Value>();
    let Some(Ok(Value::Object(map))) = values.next() else { return None };
    let end = bom + values.byte_offset();
    let line = text[end..].split_inclusive('\n').next().unwrap_or_default();
    let known = |key: &String| NAMES.contains(&key.as_str()) || foreign::find(key).is_some();
    let meant = line.trim().is_empty() && map.keys().any(known);
    meant.then(|| Block { format: Format::Json, inner: bom..end, body: Some(end + line.len()) })
}

/// Whether a text in it holds characters that nobody can type.
fn has_strange(map: &Map<String, Value>) -> bool {
    map.iter().any(|(key, value)| key.contains(is_strange) || strange(value))
}

fn strange(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(is_strange),
        Value::Array(items) => items.iter().any(strange),
        Value::Object(map) => has_strange(map),
        _ => false,
    }
}
