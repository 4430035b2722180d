//! Numbers that file and folder names begin with: `01-first.md`, `2. Setup/`, `00 - Start.md`.
//!
//! In: the keys of all pages. Out: [`Numbers`]: which folders count their files, and with that the number of a name and
//! what is left of it. The number orders, and is no part of a title that is made from the name. Addresses keep it: they
//! do not change when docent learns to count.
//!
//! A number alone says little: `5-whys`, `404`, `3d-printing`. So a folder counts only if two of its names have one, and
//! they are most of its names, or begin at 0 or 1. A zero before the number says it alone. Dates (`2024-05-01-post`)
//! and versions (`2.0-release`) are no such numbers.

use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The folders whose files are counted, by their keys; that of the top is empty.
#[derive(Clone, Debug, Default)]
pub struct Numbers(HashSet<String>);

/// A name with a number before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered<'a> {
    /// The number.
    pub number: i64,
    /// What stands behind it.
    pub name: &'a str,
    /// There is a zero before it.
    padded: bool,
}

/// Digits of a number: more are a date or an id.
const MOST_DIGITS: usize = 4;

/// The number of a name, whatever stands beside it.
pub fn numbered(name: &str) -> Option<Numbered<'_>> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = name.split_at(digits);
    let separator = |c: char| matches!(c, '-' | '_' | '.' | ')' | ' ' | '–' | '—' | '\u{a0}');
    let name = rest.trim_start_matches(separator);
    // What follows a number and is one too belongs to it: a version, a date, `24-7`.
    let words = name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '`' | '"' | '«' | '(' | '['));
    let is_number = (1..=MOST_DIGITS).contains(&digits) && name.len() < rest.len() && words;
    let is_year = digits == MOST_DIGITS && !number.starts_with('0');
    let padded = digits > 1 && number.starts_with('0');
    let number: i64 = number.parse().ok().filter(|_| is_number && !is_year)?;
    Some(Numbered { number, name, padded })
}

impl Numbers {
    /// Of these pages, by their keys: languages count together.
    pub fn of<'a>(keys: impl Iterator<Item = &'a str>) -> Self {
        let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for key in keys {
            let mut path = key;
            while let Some((folder, name)) = split(path) {
                let is_new = folders.entry(folder).or_default().insert(name);
                if folder.is_empty() || !is_new {
                    break;
                }
                path = folder;
            }
        }
        Self(folders.into_iter().filter(|(_, names)| counts(names)).map(|(folder, _)| folder.to_owned()).collect())
    }

    /// The number of the page or folder with a key, if its folder counts.
    pub fn number<'a>(&self, key: &'a str) -> Option<Numbered<'a>> {
        let (folder, name) = split(key.strip_suffix("/index").unwrap_or(key))?;
        let found = numbered(name)?;
        self.0.contains(folder).then_some(found)
    }
}

/// The folder of a path, and the name in it.
fn split(path: &str) -> Option<(&str, &str)> {
    (!path.is_empty()).then(|| path.rsplit_once('/').unwrap_or(("", path)))
}

/// Whether the names of a folder are counted.
fn counts(names: &BTreeSet<&str>) -> bool {
    // A folder's own page is none of its parts.
    let names: Vec<&str> = names.iter().copied().filter(|name| *name != "index").collect();
    let found: Vec<Numbered<'_>> = names.iter().filter_map(|name| numbered(name)).collect();
    let from_the_start = found.iter().any(|found| found.number <= 1);
    found.iter().any(|found| found.padded) || (found.len() > 1 && (from_the_start || 2 * found.len() >= names.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_names() {
        for (name, expected) in [
            ("01-first", Some((1, "first"))),
            ("00 - Start", Some((0, "Start"))),
            ("1. Intro", Some((1, "Intro"))),
            ("2_setup", Some((2, "setup"))),
            ("10) Обзор", Some((10, "Обзор"))),
            ("0010.intro", Some((10, "intro"))),
            ("3 — Дом", Some((3, "Дом"))),
            ("2024-05-01-post", None),
            ("2024-review", None),
            ("20240501-post", None),
            ("2.0-release", None),
            ("1.2.3", None),
            ("3d-printing", None),
            ("404", None),
            ("24-7-support", None),
            ("1-", None),
            ("-1-a", None),
            ("first", None),
            ("", None),
        ] {
            let found = numbered(name).map(|found| (found.number, found.name));
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn a_folder_counts_if_its_names_do() {
        let number = |keys: &[&str], key: &str| Numbers::of(keys.iter().copied()).number(key).map(|found| found.number);
        assert_eq!(number(&["1-a", "2-b", "10-c"], "10-c"), Some(10));
        assert_eq!(number(&["5-whys"], "5-whys"), None);
        assert_eq!(number(&["5-whys", "brainstorming", "six-hats"], "5-whys"), None);
        assert_eq!(number(&["5-whys", "6-hats", "a", "b", "c"], "5-whys"), None);
        assert_eq!(number(&["5-whys", "6-hats", "a"], "5-whys"), Some(5));
        assert_eq!(number(&["index", "01-a"], "01-a"), Some(1));
        assert_eq!(number(&["1-a/index", "2-b/x"], "2-b/index"), Some(2));
        assert_eq!(number(&["g/1-a", "g/2-b", "3-c"], "3-c"), None);
        assert_eq!(number(&["g/1-a", "g/2-b", "3-c"], "g/2-b"), Some(2));
        assert_eq!(number(&["404", "1-a"], "1-a"), None);
    }
}
