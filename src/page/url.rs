//! Names in URLs: slugs of files and headings, output paths, relative links. Pure string functions.
//!
//! In: file names, heading texts, paths. Out: slugs, checked output paths, relative URLs.

use crate::config::Slugs;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text as part of a URL: lower case, words joined by `-`. Empty if the text has no letter or digit.
pub fn slug(text: &str, style: Slugs) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(|c| push(&mut out, &mut gap, c, style));
    } else {
        text.nfc().for_each(|c| push(&mut out, &mut gap, c, style));
    }
    // What was left out may have kept marks apart that belong in an order.
    if out.is_ascii() { out } else { out.nfc().collect() }
}

fn push(out: &mut String, gap: &mut bool, c: char, style: Slugs) {
    if is_russian(c) || c.is_alphanumeric() || c == '_' {
        let start = out.len();
        if *gap && start > 0 {
            out.push('-');
        }
        *gap = false;
        letters(out, c, style);
        // A soft or hard sign becomes nothing: the hyphen before it must not double.
        if out.ends_with('-') && out.len() == start + 1 {
            out.pop();
            *gap = true;
        }
    } else if !is_combining_mark(c) && c != '\u{ad}' && c != '\'' && c != '’' {
        *gap = true;
    }
}

/// The common case among the letters that are not ASCII, asked before the tables of Unicode are.
fn is_russian(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')
}

fn lower(c: char) -> char {
    match c {
        'А'..='Я' => char::from_u32(c as u32 + 0x20).unwrap_or(c),
        'Ё' => 'ё',
        other => other,
    }
}

fn letters(out: &mut String, c: char, style: Slugs) {
    if c.is_ascii() {
        return out.push(c.to_ascii_lowercase());
    }
    if is_russian(c) && style == Slugs::Ascii {
        return out.push_str(latin(lower(c)).unwrap_or_default());
    }
    // İ becomes i and a dot above it, which NFC cannot join: the mark goes.
    for lower in c.to_lowercase().filter(|lower| *lower == c || !is_combining_mark(*lower)) {
        let plain = base(lower);
        match (style, latin(lower).or_else(|| latin(plain))) {
            (Slugs::Unicode, _) => out.push(lower),
            (Slugs::Ascii, Some(latin)) => out.push_str(latin),
            (Slugs::Ascii, None) if plain.is_ascii_alphanumeric() => out.push(plain),
            // A letter of another script stays itself: か is not が.
            (Slugs::Ascii, None) => out.push(lower),
        }
    }
}

/// The letter below an accent: é -> e, ӳ -> у.
fn base(c: char) -> char {
    std::iter::once(c).nfd().next().unwrap_or(c)
}

/// Cyrillic to Latin as in passports and URLs (a simplified GOST 7.79 system B: no apostrophes), and the Latin
/// letters that have no decomposition. `None`: not in the table.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' => "j",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'э' => "e",
        'ю' => "yu",
        'я' => "ya",
        'є' => "ye",
        'ї' => "yi",
        'ј' => "j",
        'ђ' => "dj",
        'љ' => "lj",
        'њ' => "nj",
        'ћ' => "c",
        'џ' => "dz",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

/// How names are compared: NFC, lower case, ё as е. Two names that fold alike are one name to a reader.
pub fn fold(name: &str) -> String {
    let name = name.trim();
    if is_nfc_quick(name.chars()) == IsNormalized::Yes {
        return name.chars().flat_map(folded).collect();
    }
    name.nfc().flat_map(folded).collect()
}

/// Where a title stands in an alphabet: folded, without accents on Latin letters, from its first letter or digit on.
pub fn alphabetical(title: &str) -> String {
    let folded = fold(title);
    let first = folded.find(char::is_alphanumeric).unwrap_or(0);
    let plain = |c: char| Some(base(c)).filter(char::is_ascii).unwrap_or(c);
    folded[first..].chars().map(plain).collect()
}

fn folded(c: char) -> impl Iterator<Item = char> {
    let plain = c.is_ascii() || is_russian(c);
    let simple = plain.then(|| lower(c.to_ascii_lowercase())).map(|c| if c == 'ё' { 'е' } else { c });
    let full = (!plain).then(|| c.to_lowercase()).into_iter().flatten();
    simple.into_iter().chain(full)
}

/// A name as the snapshot has it.
pub fn nfc(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { name.nfc().collect() }
}

/// How output paths are compared: file systems that ignore case or Unicode form see one file.
pub fn collision_key(path: &str) -> String {
    // Lower case can leave marks in another order (İ is i and a dot above): normalised again behind it.
    if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfc().flat_map(char::to_lowercase).nfc().collect() }
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
        return Err(format!("the path in the output has {} bytes; it needs between 1 and {MAX_PATH}", path.len()));
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

/// Percent-encodes a path. Cyrillic stays readable: browsers encode it on the wire and show it as it is.
pub fn encode(path: &str) -> String {
    if plain(path) {
        return path.to_owned();
    }
    // A relative URL whose first segment holds a colon would be read as a scheme.
    let safe: String = utf8_percent_encode(path, PATH).collect();
    if safe.split('/').next().is_some_and(|s| s.contains(':')) { format!("./{safe}") } else { safe }
}

/// Undoes percent-encoding; invalid UTF-8 leaves the text as it was.
pub fn decode(url: &str) -> String {
    percent_decode_str(url).decode_utf8().map_or_else(|_| url.to_owned(), |s| s.into_owned())
}

/// Resolves `.` and `..` of `link` against the folder of `from`. `None` when it climbs above the root.
pub fn join(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
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
    fn slugs() {
        let cases = [
            ("Hello, World!", "hello-world"),
            ("Аккаунт-менеджер", "akkaunt-menedzher"),
            ("Объём и съезд", "obyom-i-sezd"),
            ("  --x--  ", "x"),
            ("Élan naïf", "elan-naif"),
            ("don’t", "dont"),
            ("B2B и B2C", "b2b-i-b2c"),
            ("й", "j"),
            ("и\u{306}", "j"),
            ("日本", "日本"),
            ("!!!", ""),
            ("a_b", "a_b"),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text, Slugs::Ascii), expected, "{text}");
        }
        assert_eq!(slug("Объём И Съезд", Slugs::Unicode), "объём-и-съезд");
    }

    #[test]
    fn the_alphabet_looks_past_quotes_and_accents() {
        for (title, expected) in
            [("«Ёлка»", "елка»"), ("Équipe", "equipe"), ("  …9 lives", "9 lives"), ("Йога", "йога"), ("?!", "?!")]
        {
            assert_eq!(alphabetical(title), expected, "{title}");
        }
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
