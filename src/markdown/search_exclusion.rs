//! What an author keeps out of the search: sections, by a heading with `{.no-search}`, and blocks, between the comments
//! `<!-- search: off -->` and `<!-- search: on -->`.
//!
//! In: headings and comments as they come. Out: whether what stands there is kept out.

use crate::byte_scan;
use crate::diagnostic::closest;
use crate::markdown::code_lines::outside_of_code;
use pulldown_cmark::{CowStr, HeadingLevel};
use std::ops::Range;

/// Bytes of a comment that are looked at: a mark is short, and where none is closed a page full of openings is long.
const MOST: usize = 240;

/// Class of a heading that keeps its section out.
const CLASS: &str = "no-search";

/// Where the reading is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KeptOut {
    /// Between the two comments.
    pub off: bool,
    /// Level of the heading that keeps its section out.
    section: Option<HeadingLevel>,
}

impl KeptOut {
    /// Whether what stands here is kept out.
    pub fn here(self) -> bool {
        self.off || self.section.is_some()
    }

    /// A heading begins: it ends a section of its level or a deeper one.
    pub fn heading(&mut self, level: HeadingLevel, classes: &[CowStr<'_>]) {
        let own = classes.iter().any(|class| &**class == CLASS);
        self.section = self.section.filter(|above| level > *above).or(own.then_some(level));
    }

    /// Looks for the two comments in HTML; all else in it is passed over. Whether one was there.
    pub fn comments(&mut self, html: &str) -> bool {
        // Most HTML is one tag: to split it costs more than to ask.
        if !html.contains("<!--") {
            return false;
        }
        let mut found = false;
        for comment in html.split("<!--").skip(1) {
            let inside = comment.split("-->").next().unwrap_or_default();
            match inside.trim().strip_prefix("search:").map(str::trim) {
                Some("off") => self.off = true,
                Some("on") => self.off = false,
                _ => continue,
            }
            found = true;
        }
        found
    }
}

/// Lines that imitate one of the two in other brackets, outside of code: `[search: off]`.
pub(super) fn lines(body: &str) -> Vec<Range<usize>> {
    let meant = |range: &Range<usize>| {
        let line = body[range.clone()].trim();
        let bracketed = line.starts_with(['[', '{', ':', '<', '%', '\\', '/']) && !line.starts_with("<!--");
        bracketed && line.len() < 60 && is_switch(line)
    };
    // Nearly no page has such a line: only then it is asked which lines are code.
    let named = ["earch", "EARCH", "оиск"].iter().flat_map(|word| byte_scan::matches(body, word));
    if !named.map(|at| line_around(body, at)).any(|line| meant(&line)) {
        return Vec::new();
    }
    outside_of_code(body).filter(meant).collect()
}

/// The line that a place stands on.
fn line_around(body: &str, at: usize) -> Range<usize> {
    let is_end = |c: char| matches!(c, '\n' | '\r');
    let start = body[..at].rfind(is_end).map_or(0, |end| end + 1);
    start..body[at..].find(is_end).map_or(body.len(), |length| at + length)
}

/// Says nothing but that the search is off or on.
fn is_switch(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (named, others): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_word(word));
    named.len() == 1 && !others.is_empty() && others.iter().all(|word| SWITCHES.contains(word))
}

fn is_word(word: &str) -> bool {
    // `research` is another word.
    let near = |known: &str| closest(word, [known]).is_some() && word.chars().count() <= known.chars().count() + 1;
    near("search") || near("поиск")
}

const SWITCHES: [&str; 12] =
    ["off", "on", "no", "end", "begin", "false", "true", "none", "noindex", "выкл", "вкл", "stop"];

/// A class or an id that could be meant as the one that keeps a section out: `{.nosearch}`.
pub(super) fn nearly_class<'c>(id: Option<&'c str>, classes: &'c [CowStr<'_>]) -> Option<&'c str> {
    let near = |class: &str| {
        let bare = class.to_lowercase().replace(['-', '_'], "");
        (bare.starts_with("no") && closest(&bare, ["nosearch"]).is_some()) || bare == "noindex"
    };
    let classes = classes.iter().map(|class| &**class).filter(|class| *class != CLASS);
    classes.chain(id).find(|class| near(class))
}

/// A comment that could be meant as one of the two and is none, by its place in the HTML: `<!-- Search: Off -->`.
pub(super) fn nearly(html: &str) -> Option<Range<usize>> {
    let comments = html.match_indices("<!--").map(|(at, _)| {
        let inside = &html[at + 4..];
        let beginning = &inside[..inside.floor_char_boundary(MOST)];
        (at, beginning.split("-->").next().unwrap_or_default())
    });
    comments
        .filter(|(_, inside)| is_nearly(inside))
        .map(|(at, inside)| at..html.len().min(at + inside.len() + 7))
        .next()
}

/// Begins with the word, or says nothing but that something is off or on.
fn is_nearly(inside: &str) -> bool {
    let exact = inside.trim().strip_prefix("search:").map(str::trim);
    let lower = inside.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(5).collect();
    let named = |word: &&str| is_word(word);
    let switch = |word: &&str| SWITCHES.contains(word);
    let assigned = inside.trim_start_matches(['-', ' ']).to_lowercase().starts_with("search:");
    let begins = words.first().is_some_and(named) && (words.get(1).is_some_and(switch) || assigned);
    let turned = words.len() <= 3 && words.iter().any(named) && words.iter().any(switch);
    !matches!(exact, Some("off" | "on")) && (begins || turned || CLASS == inside.trim() || words == ["noindex"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_are_nearly_right_are_found() {
        let wrong = [
            "<!-- Search: Off -->",
            "<!--- search: off --->",
            "<!-- search off -->",
            "<!-- seach: off -->",
            "<!-- search=off -->",
            "<!-- no search -->",
            "<!-- search: false -->",
            "<!-- end search -->",
            "<!-- Поиск: выкл -->",
            "<!-- no-search -->",
            "<!-- search:off; -->",
            "<b>x</b> <!-- SEARCH: ON -->",
        ];
        wrong.iter().for_each(|text| assert!(nearly(text).is_some(), "{text}"));
        let right = [
            "<!-- search: off -->",
            "<!--search:on-->",
            "<!-- search for a better word -->",
            "<!-- TODO -->",
            "<!-- research off -->",
            "<b>search: off</b>",
        ];
        right.iter().for_each(|text| assert!(nearly(text).is_none(), "{text}"));
    }
}
