//! What an author may have meant as a mark for an audience, though it is none: nobody is to find out from the published
//! page that it was misspelt.
//!
//! In: a comment, or a page's body. Out: whether it could be meant, and the lines that could.
//!
//! - A comment is meant when it begins with the word, spelt nearly right, perhaps behind `begin`, `end` and the like:
//!   `<!-- begin audience: internal -->`; when it says nothing but the names of audiences: `<!-- internal -->`; or when
//!   it holds a key of the front matter that hides: `<!-- draft: true -->`.
//! - A line of the text is meant when it says nothing but the word and names of audiences: `[audience: internal]`,
//!   `:::audience client`; or when it gives a part of the text the name of an audience without that word: [`by_name`].
//!   Lines of code are examples.

pub(in crate::page) mod by_name;

use crate::config::{Config, EVERYBODY};
use crate::diagnostic::closest;
use crate::markdown::code_lines::outside_of_code;
use crate::page::invisible::is_nothing;
use std::borrow::Cow;
use std::ops::Range;

/// Words that may stand before the mark's own: `end audience`, `if audience`.
pub(super) const BEFORE: [&str; 16] = [
    "begin",
    "start",
    "open",
    "end",
    "close",
    "stop",
    "if",
    "endif",
    "for",
    "only",
    "show",
    "hide",
    "div",
    "block",
    "начало",
    "конец",
];

/// The word in the languages of those who write.
const WORDS: [&str; 3] = ["audience", "аудитория", "audiences"];

/// Keys of the front matter that keep a page from readers, and what they are given.
const HIDING: [&str; 3] = ["draft", "unlisted", "audience"];

/// Words of a comment, and bytes, that are looked at: a mark is short, and a page full of openings is long.
const MOST: usize = 12;
const MAX_BYTES: usize = 240;

/// The key of a comment that looks like front matter: `<!-- draft: true -->`.
pub(super) fn hiding_key(comment: &str) -> Option<&'static str> {
    let (word, behind) = words(comment).next()?;
    let key = HIDING.into_iter().find(|key| *key == word)?;
    (key != "audience" && assigns(behind)).then_some(key)
}

/// Whether a comment, `<!--` and all, is a mark or could be meant as one.
pub(super) fn is_meant(comment: &str, config: &Config) -> bool {
    let inside = without_invisible(comment[..comment.floor_char_boundary(MAX_BYTES)].trim_start_matches("<!"));
    let words: Vec<(String, &str)> = words(&inside).take(MOST).collect();
    let at = words.iter().position(|(word, _)| !BEFORE.contains(&word.as_str()));
    let Some((word, behind)) = at.map(|at| &words[at]) else { return false };
    is_the_word(word) || names_only(&words, config) || (HIDING.contains(&word.as_str()) && assigns(behind))
}

/// Lines that imitate a mark, outside of code.
pub(super) fn lines(body: &str, config: &Config) -> Vec<Range<usize>> {
    if config.audiences.is_empty() {
        return Vec::new();
    }
    let meant = |range: &Range<usize>| {
        let line = &body[range.clone()];
        let worded = may_hold_the_word(line) && !line.contains("<!--") && is_line_meant(line, config);
        worded || by_name::is_meant(body, range, config)
    };
    outside_of_code(body).filter(meant).collect()
}

/// A line that says the word, and behind it nothing but names of audiences.
fn is_line_meant(line: &str, config: &Config) -> bool {
    let line = without_invisible(line);
    let words: Vec<(String, &str)> = words(&line).take(MOST).collect();
    let at = words.iter().position(|(word, _)| !BEFORE.contains(&word.as_str()));
    let Some((first, names)) = at.and_then(|at| words[at..].split_first()) else { return false };
    // `## Audience`, or `Our audience.`: a text. `/audience` and `{% endaudience %}` end what a mark would begin.
    let start = line.trim_start_matches(['>', ' ', '\t']);
    let bracketed = start.starts_with(['[', '{', ':', '<', '%', '@', '&', '!', '\\', '/']);
    // `audience: internal` alone; `| Audience | internal |` is a row of a brief.
    let bare = start.starts_with(|c: char| c.is_alphanumeric()) && start.contains(':');
    let named = names.iter().all(|(name, _)| is_name(name, config) || BEFORE.contains(&name.as_str()));
    is_the_word(&first.0) && named && (bracketed || (bare && !names.is_empty()))
}

/// A quick no: most lines do not hold the word in any form.
fn may_hold_the_word(line: &str) -> bool {
    line.len() < 200 && {
        let lower = without_invisible(line).to_lowercase();
        ["audi", "ауди", "udie"].iter().any(|part| lower.contains(part))
    }
}

/// Soft hyphens, joiners and the like stand in a word unseen.
fn without_invisible(text: &str) -> Cow<'_, str> {
    if text.contains(is_nothing) { text.replace(is_nothing, "").into() } else { text.into() }
}

/// The words of a text in lower case, each with what stands behind it.
pub(super) fn words(text: &str) -> impl Iterator<Item = (String, &str)> {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(is_letter)?;
        let end = rest[start..].find(|c| !is_letter(c)).map_or(rest.len(), |length| start + length);
        let word = rest[start..end].to_lowercase();
        rest = &rest[end..];
        Some((word, rest))
    })
}

pub(super) fn is_the_word(word: &str) -> bool {
    let bare = word.strip_prefix("end").unwrap_or(word);
    word.len() < 24 && (closest(word, WORDS).is_some() || closest(bare, WORDS).is_some())
}

fn is_name(word: &str, config: &Config) -> bool {
    word == EVERYBODY || config.audiences.keys().any(|name| words(name).any(|(part, _)| part == word))
}

/// `<!-- internal -->`, `<!-- /internal -->`, `<!-- internal only -->`.
fn names_only(words: &[(String, &str)], config: &Config) -> bool {
    let named = |(word, _): &&(String, &str)| !BEFORE.contains(&word.as_str());
    let is_name = |(word, _): &(String, &str)| word != EVERYBODY && is_name(word, config);
    words.iter().filter(named).all(is_name)
}

fn assigns(behind: &str) -> bool {
    behind.trim_start().starts_with([':', '='])
}
