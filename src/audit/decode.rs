//! A file as the texts that somebody can read out of it.
//!
//! In: its path and bytes. Out: its texts, handed to a [`Search`]. Tags are taken away, so that a sentence is found
//! across emphasis; the values of attributes are texts of their own. Entities, percent signs and escapes of JSON are
//! undone in every text. Files of the search are inflated and their words listed; packs are opened.

use super::needles::Search;
use crate::fingerprint::Fingerprint;
use crate::index::base64;
use crate::index::deflate::{gunzip, inflate};
use docent_search::format::{meta, shard::Shard, vocabulary};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Packs hold files, and nothing holds packs.
const DEPTH: usize = 3;

/// Files of the search that tell nothing, by their names and bytes. Each is published twice: as a file, and in a pack
/// for those who open the site from a folder.
pub type Clean = Mutex<HashSet<Fingerprint>>;

/// Reads the texts of a file.
pub fn texts(path: &str, bytes: &[u8], clean: &Clean, search: &mut Search<'_>) {
    inside(path, bytes, search, (DEPTH, clean));
}

fn inside(path: &str, bytes: &[u8], search: &mut Search<'_>, (depth, clean): (usize, &Clean)) {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit('.').next().unwrap_or_default();
    if depth == 0 {
        return;
    }
    match (extension, std::str::from_utf8(bytes)) {
        ("html" | "xml" | "svg", Ok(text)) => {
            markup(text, search);
            data_urls(text, search);
        }
        ("js", Ok(text)) => {
            search.read(decoded(text).as_bytes());
            packed(text, search, (depth, clean));
        }
        ("gz", _) => {
            if let Some(bytes) = gunzip(bytes) {
                inside(path.trim_end_matches(".gz"), &bytes, search, (depth - 1, clean));
            }
        }
        ("bin", _) => once(name, bytes, search, clean),
        (_, Ok(text)) => {
            search.read(decoded(text).as_bytes());
            data_urls(text, search);
        }
        (_, Err(_)) => search.read(bytes),
    }
}

/// A file of the search, if it was not read before.
fn once(name: &str, bytes: &[u8], search: &mut Search<'_>, clean: &Clean) {
    let key = Fingerprint::of(&(name, bytes));
    let known = || clean.lock().unwrap_or_else(PoisonError::into_inner);
    if known().contains(&key) {
        return;
    }
    let others = std::mem::take(&mut search.found);
    match inflate(bytes) {
        Some(inner) => index(name, &inner, search),
        None => search.read(bytes),
    }
    // What tells something is read again, to be told of each file that it is in.
    if search.found.is_empty() {
        known().insert(key);
    }
    search.found.extend(others);
}

/// A file of the search: its bytes, and the words that are written by what they share with others.
fn index(name: &str, bytes: &[u8], search: &mut Search<'_>) {
    search.read(bytes);
    let words: Vec<String> = match name.as_bytes().first() {
        Some(b'v') => {
            let piece = vocabulary::decode(bytes).unwrap_or_default();
            let mut forms = Vec::new();
            piece.forms(&mut forms);
            forms.iter().flat_map(|form| [form.form.to_owned(), form.stem.to_owned()]).collect()
        }
        Some(b'i') => {
            let shard = Shard::decode(bytes).unwrap_or_default();
            shard.all().map(|(stem, _)| stem.to_owned()).collect()
        }
        Some(b'm') => {
            let meta = meta::decode(bytes).unwrap_or_default();
            let firsts = meta.shards.firsts.into_iter().chain(meta.vocabulary.firsts);
            meta.tags.into_iter().chain(meta.kinds).chain(meta.synonyms.concat()).chain(firsts).collect()
        }
        _ => Vec::new(),
    };
    words.iter().for_each(|word| search.read(word.as_bytes()));
}

/// Elements inside of a sentence.
const INLINE: [&str; 16] =
    ["a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sup"];

/// The text between tags, and the values of attributes and comments.
fn markup(text: &str, search: &mut Search<'_>) {
    let (mut plain, mut values) = (String::with_capacity(text.len()), String::new());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = if rest.starts_with("!--") { rest.find("-->") } else { tag_end(rest) };
        let (tag, after) = rest.split_at(end.unwrap_or(rest.len()));
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !INLINE.contains(&name) {
            plain.push('\n');
        }
        attributes(tag, &mut values);
        rest = after.strip_prefix('>').unwrap_or(after);
    }
    plain.push_str(rest);
    search.read(decoded(&plain).as_bytes());
    search.read(decoded(&values).as_bytes());
}

/// Where a tag ends: not inside of a value.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), byte) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    })
}

/// The values of a tag's attributes, a line each; all of what is not a tag.
fn attributes(tag: &str, values: &mut String) {
    if tag.starts_with(['!', '?']) {
        values.push_str(tag);
        values.push('\n');
        return;
    }
    for part in tag.split('=').skip(1) {
        let value = match part.as_bytes().first() {
            Some(b'"') => part[1..].split('"').next(),
            Some(b'\'') => part[1..].split('\'').next(),
            _ => part.split_whitespace().next(),
        };
        values.push_str(value.unwrap_or_default());
        // An address with `=` in it is cut there: its rest is a value too.
        values.push('\n');
    }
}

/// Entities, percent signs and escapes of JSON and JavaScript, undone.
fn decoded(text: &str) -> Cow<'_, str> {
    let coded = ['&', '%', '\\'];
    if !text.contains(coded) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(coded) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let read = match rest.as_bytes()[0] {
            b'&' => entity(rest, &mut out),
            b'%' => percent(rest, &mut out),
            _ => escape(rest, &mut out),
        };
        if read == 0 {
            out.push_str(&rest[..1]);
        }
        rest = &rest[read.max(1)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(text: &str, out: &mut String) -> usize {
    let Some(end) = text.bytes().take(12).position(|b| b == b';') else { return 0 };
    let name = &text[1..end];
    let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => n.parse().ok(),
    });
    let found = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => number.and_then(char::from_u32),
    };
    found.map_or(0, |c| {
        out.push(c);
        end + 1
    })
}

fn percent(text: &str, out: &mut String) -> usize {
    let codes = text.as_bytes().chunks_exact(3).take_while(|three| three[0] == b'%');
    let bytes: Vec<u8> = codes.map_while(|three| hex(&three[1..])).map(|n| n as u8).collect();
    let Ok(read) = std::str::from_utf8(&bytes) else { return 0 };
    out.push_str(read);
    3 * bytes.len()
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

fn escape(text: &str, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let code = |at: usize| bytes.get(at..at + 4).and_then(hex);
    match bytes.get(1) {
        Some(b'u') => {
            let Some(first) = code(2) else { return 0 };
            let second = (bytes.get(6..8) == Some(b"\\u")).then(|| code(8)).flatten();
            let pair = second.filter(|low| (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(low));
            let c = pair.map_or(first, |low| 0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00));
            out.push(char::from_u32(c).unwrap_or('\u{fffd}'));
            if pair.is_some() { 12 } else { 6 }
        }
        Some(b'n' | b'r' | b't') => {
            out.push('\n');
            2
        }
        _ => 0,
    }
}

/// Files in a script: `"name":"base64"`.
fn packed(script: &str, search: &mut Search<'_>, (depth, clean): (usize, &Clean)) {
    let mut before = "";
    for part in script.split('"').skip(1).step_by(2) {
        if let Some(bytes) = (part.len() >= 8).then(|| base64::decode(part)).flatten() {
            inside(before, &bytes, search, (depth - 1, clean));
        }
        before = part;
    }
}

/// Bytes inside of addresses: `data:image/png;base64,...`.
fn data_urls(text: &str, search: &mut Search<'_>) {
    for part in text.split("base64,").skip(1) {
        let end =
            part.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/' | '=')).unwrap_or(part.len());
        if let Some(bytes) = base64::decode(&part[..end]) {
            search.read(decoded(&String::from_utf8_lossy(&bytes)).as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_code_is_read() {
        let cases = [
            ("a&amp;b &#1089;&#x435;", "a&b се"),
            ("%D1%81%d0%b5 100% %zz", "се 100% %zz"),
            (r"\u0441\u0435 \ud83d\ude00 \/ \q", "се 😀 \\/ \\q"),
            ("&unknown; &", "&unknown; &"),
        ];
        cases.iter().for_each(|(coded, plain)| assert_eq!(decoded(coded), *plain, "{coded}"));
    }
}
