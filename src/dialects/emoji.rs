//! `:smile:`: GitHub's names of emoji, and Unicode's.
//!
//! In: a name between colons. Out: the character. What no list knows stays as it is.

use super::engine::Engine;
use super::inline::Taken;
use super::{Dialect, NOTHING, Tool};
use crate::byte_scan;
use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) const TOOL: Tool = Tool { dialect: Dialect::Emoji, inline: Some((b":", inline)), ..NOTHING };

/// Names are no longer.
const LONGEST: usize = 40;

fn is_name(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'+')
}

/// The length of a name, if a colon ends it.
fn name(bytes: &[u8]) -> Option<usize> {
    let length = bytes.iter().take(LONGEST).take_while(|b| is_name(**b)).count();
    (length > 0 && bytes.get(length) == Some(&b':')).then_some(length)
}

/// Emoji by what Unicode calls them, with `_` between the words: other tools have these names (`man_raising_hand`).
static BY_NAME: LazyLock<HashMap<String, &emojis::Emoji>> = LazyLock::new(|| {
    let name = |emoji: &emojis::Emoji| emoji.name().to_lowercase().replace([' ', '-'], "_");
    emojis::iter().map(|emoji| (name(emoji), emoji)).filter(|(name, _)| name.contains('_')).collect()
});

fn emoji(name: &str) -> Option<&'static emojis::Emoji> {
    let by_name = || name.contains('_').then(|| BY_NAME.get(name).copied()).flatten();
    emojis::get_by_shortcode(name).or_else(by_name)
}

/// Whether a body may have such names.
pub(super) fn may_hold(body: &str) -> bool {
    let bytes = body.as_bytes();
    let known = |at: usize| {
        let length = name(&bytes[at + 1..])?;
        emoji(&body[at + 1..at + 1 + length])
    };
    byte_scan::each(bytes, b':').any(|at| known(at).is_some())
}

fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    let body = engine.body;
    let Some(length) = name(&body.as_bytes()[at + 1..]) else { return Taken::No };
    let before = body[..at].chars().next_back();
    let end = at + 1 + length + 1;
    let behind = body[end..].chars().next();
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '/');
    if joined(before) || joined(behind) {
        return Taken::No;
    }
    let Some(emoji) = emoji(&body[at + 1..end - 1]) else { return Taken::No };
    engine.keep_to(at);
    engine.put(emoji.as_str());
    engine.skip_to(end);
    Taken::Text
}

/// A title with characters for the names in it, and without icons of icon sets.
pub(super) fn in_title(title: &str) -> String {
    let (mut out, mut rest) = (String::new(), title);
    while let Some(at) = rest.find(':') {
        let length = name(&rest.as_bytes()[at + 1..]);
        let word = length.map_or("", |length| &rest[at + 1..at + 1 + length]);
        let emoji = emoji(word).map(emojis::Emoji::as_str);
        let icon = super::mkdocs::is_icon(word).then_some("");
        let Some(shown) = emoji.or(icon) else {
            out.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        out.push_str(&rest[..at]);
        out.push_str(shown);
        rest = &rest[at + 1 + word.len() + 1..];
    }
    out + rest
}
