//! Mentions of terms: links with the definition beside them.
//!
//! In: a piece of text, and the mentions in it. Out: the text, typeset as a whole, with the links in it. A mention may
//! begin in one piece and end in another: lines of a paragraph are pieces of their own.

use super::Writer;
use crate::markdown::{escape, escape_url, typography};
use pulldown_cmark::{CowStr, Event};
use serde::Serialize;
use std::ops::Range;

/// A mention of a term that is linked on a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Mark {
    /// Where it stands in the body.
    #[serde(skip)]
    pub range: Range<usize>,
    /// The term.
    pub title: String,
    /// Relative URL of its explanation.
    pub url: String,
    /// The definition, at most 300 characters.
    pub definition: String,
}

impl<'a> Writer<'a> {
    /// The mentions that touch a piece of text.
    pub(super) fn marks(&self, range: &Range<usize>) -> &'a [Mark] {
        let all: &'a [Mark] = self.world.terms;
        let from = all.partition_point(|mark| mark.range.end <= range.start);
        let to = all.partition_point(|mark| mark.range.start < range.end);
        all.get(from..to).unwrap_or_default()
    }

    pub(super) fn marked_text(&mut self, text: &CowStr<'a>, range: &Range<usize>) {
        let set = match self.options.typography && !self.options.commonmark && self.verbatim == 0 {
            true => typography::set(text, self.world.lang, &mut self.typography).into_owned(),
            false => text.to_string(),
        };
        let mut done = 0;
        for mark in self.marks(range) {
            if mark.range.start >= range.start {
                let at = carry(text, mark.range.start - range.start, &set, false);
                self.push(Event::Text(set[done..at].to_owned().into()));
                self.markup(open(mark));
                done = at;
            }
            if mark.range.end <= range.end {
                let at = carry(text, mark.range.end - range.start, &set, true);
                self.push(Event::Text(set[done..at].to_owned().into()));
                self.markup("</a>");
                done = at;
            }
        }
        self.push(Event::Text(set[done..].to_owned().into()));
    }
}

fn open(mark: &Mark) -> String {
    let (url, title, definition) = (escape_url(&mark.url), escape(&mark.title), escape(&mark.definition));
    format!("<a class=\"term\" href=\"{url}\" data-term=\"{title}\" data-definition=\"{definition}\">")
}

/// Where a place of the text is after typography, which changes marks and spaces but no letter: before the next letter,
/// or behind the last one.
fn carry(text: &str, at: usize, set: &str, behind: bool) -> usize {
    if text == set {
        return at;
    }
    let letters = text[..at].chars().filter(|c| c.is_alphanumeric()).count();
    let mut all = set.char_indices().filter(|(_, c)| c.is_alphanumeric());
    match behind {
        true => all.nth(letters.saturating_sub(1)).map_or(set.len(), |(at, c)| at + c.len_utf8()),
        false => all.nth(letters).map_or(set.len(), |(at, _)| at),
    }
}
