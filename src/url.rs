//! Names in URLs: output paths, relative links, and how names are compared. Pure string functions.
//!
//! In: file names, heading texts, paths. Out: [`slug()`]s, checked output paths, relative URLs.

mod same;
mod slug;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
pub use same::{collision_key, is_same_but_for_case};
pub use slug::{Slugs, slug};
use slug::{base, is_nfc, is_russian, lower};
use unicode_normalization::UnicodeNormalization;

/// How names are compared: NFC, lower case, ё as е. Two names that fold alike are one name to a reader.
pub fn fold(name: &str) -> String {
    let name = name.trim();
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(name.len());
    if is_nfc(name) {
        name.chars().for_each(|c| push_folded(&mut out, c));
    } else {
        name.nfc().for_each(|c| push_folded(&mut out, c));
    }
    out
}

/// Where a title stands in an alphabet: folded, without accents on Latin letters, from its first letter or digit on.
/// Numbers stand by their size: `Step 10` behind `Step 2`.
pub fn alphabetical(title: &str) -> String {
    let folded = fold(title);
    let first = folded.find(char::is_alphanumeric).unwrap_or(0);
    let plain = |c: char| Some(base(c)).filter(char::is_ascii).unwrap_or(c);
    counted(&folded[first..].chars().map(plain).collect::<String>())
}

/// A text whose numbers have zeros before them.
fn counted(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(at);
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        out.push_str(before);
        out.push_str(&"0".repeat(NUMBER.saturating_sub(end)));
        out.push_str(&number[..end]);
        rest = &number[end..];
    }
    out + rest
}

/// Digits of a number in a title: with zeros before it, its place among texts is that of its size.
const NUMBER: usize = 12;

fn push_folded(out: &mut String, c: char) {
    if !c.is_ascii() && !is_russian(c) {
        return out.extend(c.to_lowercase());
    }
    out.push(match lower(c.to_ascii_lowercase()) {
        'ё' => 'е',
        c => c,
    });
}

/// A name as the snapshot has it.
pub fn nfc(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { name.nfc().collect() }
}

/// Longest output path, in bytes: Windows allows 260 characters for the whole of it.
const MAX_PATH: usize = 240;

/// Names that Windows reserves, with any extension.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Refuses an output path that would leave the output folder or that some system cannot store.
pub fn check_output_path(path: &str) -> Result<(), String> {
    if path.is_empty() || path.len() > MAX_PATH {
        return Err(format!(
            "the path in the output is {} bytes long; it must be between 1 and {MAX_PATH}",
            path.len()
        ));
    }
    path.split('/').try_for_each(check_segment)
}

fn check_segment(segment: &str) -> Result<(), String> {
    let stem = segment.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let bad = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    match segment {
        "" | "." | ".." => Err(format!("the path has an empty segment or {segment:?}")),
        s if s.starts_with('.') && s != ".well-known" => Err(format!("{s:?} begins with a dot")),
        s if s.ends_with(['.', ' ']) || s.starts_with(' ') => Err(format!("{s:?} begins or ends with a space or dot")),
        s if s.contains(bad) => Err(format!("{s:?} has a character that file systems refuse")),
        s if RESERVED.contains(&stem.as_str()) => Err(format!("{s:?} is a name that Windows reserves")),
        s if s.len() > 200 => Err("a file name is longer than 200 bytes".into()),
        _ => Ok(()),
    }
}

/// The URL of `to` as seen from the page `from`, both paths in the output: `../skills/index.html`.
pub fn relative(from: &str, to: &str) -> String {
    // The shared part ends with the last `/` up to which both are equal.
    let equal = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let shared = from.as_bytes()[..equal].iter().rposition(|b| *b == b'/').map_or(0, |slash| slash + 1);
    let up = from.as_bytes()[shared..].iter().filter(|b| **b == b'/').count();
    let down = &to[shared..];
    let mut out = String::with_capacity(3 * up + down.len());
    (0..up).for_each(|_| out.push_str("../"));
    if up > 0 && plain(down) {
        out.push_str(down)
    } else {
        out.push_str(&encode(down))
    }
    out
}

/// Nothing in the path needs encoding: the usual case, and worth asking, since a page has a hundred URLs.
fn plain(path: &str) -> bool {
    path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.'))
}

/// What must not stand raw in the path of a URL.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\');

/// Percent-encodes a path: what a browser shows as it is, and sends in ASCII.
pub fn encode(path: &str) -> String {
    if plain(path) { path.to_owned() } else { no_scheme(utf8_percent_encode(path, PATH).collect()) }
}

/// An address with its placeholders filled: `{title}` becomes the value of `title`, as a part of a query. Others stay.
pub fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let value = |(name, value): &(&str, &str)| {
        (format!("{{{name}}}"), utf8_percent_encode(value, NON_ALPHANUMERIC).to_string())
    };
    let values: Vec<_> = values.iter().map(value).collect();
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        match values.iter().find(|(name, _)| behind.starts_with(name.as_str())) {
            Some((name, value)) => {
                out.push_str(value);
                rest = &behind[name.len()..];
            }
            None => {
                out.push('{');
                rest = &behind[1..];
            }
        }
    }
    out + rest
}

/// The same for a person's eyes: other letters than ASCII's stay as they are.
pub fn readable(path: &str) -> String {
    let parts = path.split_inclusive(|c: char| !c.is_ascii()).map(|part| {
        let (ascii, letter) = part.split_at(part.find(|c: char| !c.is_ascii()).unwrap_or(part.len()));
        format!("{}{letter}", utf8_percent_encode(ascii, PATH))
    });
    no_scheme(parts.collect())
}

/// A relative URL whose first segment holds a colon would be read as a scheme.
fn no_scheme(path: String) -> String {
    if path.split('/').next().is_some_and(|s| s.contains(':')) { format!("./{path}") } else { path }
}

/// Undoes percent-encoding; invalid UTF-8 leaves the text as it was.
pub fn decode(url: &str) -> String {
    percent_decode_str(url).decode_utf8().map_or_else(|_| url.to_owned(), |s| s.into_owned())
}

/// Resolves `.` and `..` of `link` against the folder of `from`. `None` when it climbs above the root.
pub fn join(from: &str, link: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let steps = steps(folder.split('/').chain(link.split('/')));
    (steps.first() != Some(&"..")).then(|| steps.join("/"))
}

/// A path without `.`, and without `..` where a step before it can be taken back.
pub fn steps<'a>(path: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut steps = Vec::new();
    for step in path {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps
}

/// What a link's destination is, by its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme<'a> {
    /// No scheme: a path, a query or a fragment of this site.
    None,
    /// A scheme that cannot run anything: `https`, `mailto` ...
    Harmless(&'a str),
    /// A scheme that a browser executes or that reads local files.
    Script,
}

/// The scheme of a URL as a browser reads it: control characters and spaces before and inside are skipped
/// (WHATWG URL, "basic URL parser"), so `java\nscript:` is found too.
pub fn scheme(url: &str) -> Scheme<'_> {
    let trimmed = url.trim_start_matches(|c: char| c.is_control() || c == ' ');
    let Some(colon) = trimmed.find(':') else { return Scheme::None };
    if trimmed[..colon].contains(['/', '?', '#']) {
        return Scheme::None;
    }
    let name: String = trimmed[..colon].chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    match name.to_ascii_lowercase().as_str() {
        "javascript" | "vbscript" | "data" | "file" | "blob" | "filesystem" | "about" => Scheme::Script,
        other if other.starts_with(|c: char| c.is_ascii_alphabetic()) && other.chars().all(valid) => {
            Scheme::Harmless(&trimmed[..colon])
        }
        // `\u{0}javascript:` and the like: nothing that a person means.
        _ if name.chars().any(|c| c.is_control()) => Scheme::Script,
        _ => Scheme::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_looks_past_quotes_and_accents() {
        for (title, expected) in [
            ("«Ёлка»", "елка»"),
            ("Équipe", "equipe"),
            ("  …9 lives", "000000000009 lives"),
            ("Йога", "йога"),
            ("?!", "?!"),
        ] {
            assert_eq!(alphabetical(title), expected, "{title}");
        }
    }

    #[test]
    fn readable_paths_keep_their_letters() {
        for (path, expected) in [
            ("роли/арт директор.md", "роли/арт%20директор.md"),
            ("a#b%.md", "a%23b%25.md"),
            ("é: x/y", "./é:%20x/y"),
            ("plain/path.md", "plain/path.md"),
            ("", ""),
        ] {
            assert_eq!(readable(path), expected);
        }
    }

    #[test]
    fn numbers_stand_by_their_size() {
        let order =
            ["", "1", "01 x", "2", "2.9", "2.10", "10", "123456789012", "1234567890123", "Step 2", "Step 10", "Step x"];
        let mut sorted = order;
        sorted.reverse();
        sorted.sort_by_key(|title| alphabetical(title));
        assert_eq!(sorted, order);
    }

    #[test]
    fn relative_urls() {
        assert_eq!(relative("en/a/b.html", "en/a/c.html"), "c.html");
        assert_eq!(relative("en/a/b.html", "en/index.html"), "../index.html");
        assert_eq!(relative("index.html", "en/x.html"), "en/x.html");
        assert_eq!(relative("en/a/b.html", "ru/a/b.html"), "../../ru/a/b.html");
        assert_eq!(relative("a.html", "b c%.html"), "b%20c%25.html");
    }

    #[test]
    fn joins_do_not_climb_above_the_root() {
        assert_eq!(join("content/en/a.md", "../ru/b.md").as_deref(), Some("content/ru/b.md"));
        assert_eq!(join("a.md", "../b.md"), None);
    }

    #[test]
    fn script_schemes_are_seen_through_disguise() {
        for url in
            ["javascript:x", " JaVa\tScRiPt:x", "java\nscript:x", "\u{1}javascript:x", "data:text/html,x", "vbscript:x"]
        {
            assert_eq!(scheme(url), Scheme::Script, "{url:?}");
        }
        assert_eq!(scheme("https://a"), Scheme::Harmless("https"));
        for url in ["a/b:c", "#javascript:x", "?q=a:b", "page.md", "1:2"] {
            assert_eq!(scheme(url), Scheme::None, "{url:?}");
        }
    }

    #[test]
    fn hostile_output_paths_are_refused() {
        for path in
            ["", "..", "a/../b", "/a", "a//b", "a\\b", "C:x", "a\0b", ".git/x", "con", "aux.html", "x ", "a/./b"]
        {
            assert!(check_output_path(path).is_err(), "{path:?}");
        }
        assert!(check_output_path(".well-known/x").is_ok());
        assert!(check_output_path("en/роль.html").is_ok());
    }
}
