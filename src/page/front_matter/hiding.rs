//! Keys that keep a page from readers: what says one of them is never read by guessing.
//!
//! In: a part of a front matter. Out: whether one of these keys may be meant in it.

use crate::page::audience::near_keys::{HIDES, SHOWS};
use crate::page::audience::near_marks::by_name::KEYS;

/// docent's own.
pub(super) const OWN: [&str; 4] = ["draft", "unlisted", "audience", "search"];

/// Of other programs, beside those that [`HIDES`], [`SHOWS`] and [`KEYS`] list.
const FOREIGN: [&str; 12] = [
    "drafts",
    "audiences",
    "status",
    "expirydate",
    "publishdate",
    "headless",
    "build",
    "navexclude",
    "searchexclude",
    "toc_hide",
    "render",
    "sidebar",
];

/// Whether a key is one of them, in whatever spelling.
pub(super) fn is_one(key: &str) -> bool {
    let plain: String = key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let lists = [&OWN[..], &FOREIGN, &HIDES, &SHOWS, &KEYS];
    !plain.is_empty() && lists.iter().flat_map(|list| list.iter()).any(|name| same(name, &plain))
}

fn same(name: &str, plain: &str) -> bool {
    name.chars().filter(|c| c.is_alphanumeric()).eq(plain.chars())
}

/// Whether a text has one of them before a colon or an equals sign.
pub(super) fn may_stand_in(text: &str) -> bool {
    let mut parts: Vec<&str> = text.split([':', '=', '：']).collect();
    // Behind the last sign stands a value.
    parts.pop();
    parts.into_iter().any(|part| {
        let part = part.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '?'));
        let word = part.rsplit(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).next();
        word.is_some_and(is_one)
    })
}
