//! Only `: ` begins a definition. The parser takes any line that begins with a colon for one: `:warning: Mind` and
//! `:::tip` would turn the paragraph before them into a term.
//!
//! In: a body. Out: the body with another mark in the place of these colons, which the parser does not know, and events
//! with the colons again. No place of the text moves. Nearly no page has such a line: the others are read as they are.

use crate::byte_scan;
use pulldown_cmark::{CowStr, Event, Tag};

/// A body whose false colons are hidden from the parser.
pub struct Hidden {
    /// What is parsed.
    pub text: String,
    mark: char,
}

/// Hides the colons; `None` if there are none.
pub fn hide(text: &str) -> Option<Hidden> {
    let mut places = candidates(text.as_bytes());
    places.retain(|at| is_false(text, *at));
    if places.is_empty() {
        return None;
    }
    // A character that the text does not have, as long as a colon.
    let mark = ('\u{1}'..='\u{8}').find(|mark| !text.contains(*mark))?;
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for at in places {
        out.push_str(&text[done..at]);
        out.push(mark);
        done = at + 1;
    }
    out.push_str(&text[done..]);
    Some(Hidden { text: out, mark })
}

/// Colons at the beginning of a text, or behind what may stand before one that begins a line.
fn candidates(bytes: &[u8]) -> Vec<usize> {
    let may = |before: u8| before <= b' ' || matches!(before, b'>' | b'-' | b'*' | b'+');
    byte_scan::each(bytes, b':').filter(|at| *at == 0 || may(bytes[at - 1])).collect()
}

/// Whether a line begins here, behind marks of quotes and lists, with a colon that is none of a definition.
fn is_false(text: &str, at: usize) -> bool {
    let next = text.as_bytes().get(at + 1);
    if next.is_none_or(u8::is_ascii_whitespace) {
        return false;
    }
    let before = text[..at].trim_end_matches([' ', '\t', '>', '-', '*', '+']);
    let begins = before.is_empty() || before.ends_with(['\n', '\r']);
    begins && !is_alignment(text[at..].lines().next().unwrap_or_default())
}

/// `:--|--:`, a table's second line, which may begin without a `|`.
fn is_alignment(line: &str) -> bool {
    line.contains('-') && line.bytes().all(|b| matches!(b, b':' | b'-' | b'|' | b' ' | b'\t' | b'\r'))
}

impl Hidden {
    /// The event as it is in the author's text.
    pub fn shown(&self, event: Event<'_>) -> Event<'static> {
        match event.into_static() {
            Event::Text(text) => Event::Text(self.with_colons(text)),
            Event::Code(text) => Event::Code(self.with_colons(text)),
            Event::Html(text) => Event::Html(self.with_colons(text)),
            Event::InlineHtml(text) => Event::InlineHtml(self.with_colons(text)),
            Event::InlineMath(text) => Event::InlineMath(self.with_colons(text)),
            Event::DisplayMath(text) => Event::DisplayMath(self.with_colons(text)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (dest_url, title, id) = (self.with_colons(dest_url), self.with_colons(title), self.with_colons(id));
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (dest_url, title, id) = (self.with_colons(dest_url), self.with_colons(title), self.with_colons(id));
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            other => other,
        }
    }

    fn with_colons(&self, text: CowStr<'static>) -> CowStr<'static> {
        if text.contains(self.mark) { text.replace(self.mark, ":").into() } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colons_that_begin_no_definition_are_hidden() {
        let hidden = |text: &str| hide(text).map(|hidden| hidden.text.replace('\u{1}', "#"));
        assert_eq!(hidden("a\n:b:\n> :::c\n- :d\n").as_deref(), Some("a\n#b:\n> #::c\n- #d\n"));
        for text in ["a\n: b\n:\tc\n:\n", "at 12:30:40", "a | b\n:--|--:\n", "", ":", "x:y\n a:b"] {
            assert_eq!(hidden(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_text_with_every_mark_of_ours_stays_as_it_is() {
        let all: String = ('\u{1}'..='\u{8}').collect();
        assert!(hide(&format!("a\n:b{all}")).is_none());
    }
}
