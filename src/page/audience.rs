//! Blocks that only some readers see: what stands between `<!-- audience: internal -->` and `<!-- audience: all -->`.
//!
//! In: a page's text, and whom the site is built for. Out: the text without what is for others ([`Cutting`]), before
//! anything is read from it, and what was cut. A mark that could be meant and is not understood is an error, and then
//! a site for somebody gets nothing of the body at all.
//!
//! 1. Comments that are a mark or nearly one are looked for in the bare text ([`candidates`]), and lines that imitate
//!    one in other brackets ([`near_marks`]). Keys of the front matter that do are told by [`near_keys`].
//! 2. The Markdown parser says which of them stand on lines of their own, outside of lists, quotes and code.
//! 3. Marks become blocks ([`blocks`]); each is cut with its marks, or its marks alone are.

pub mod near_keys;
pub(in crate::page) mod near_marks;

use crate::config::{Config, EVERYBODY};
use crate::diagnostic::{At, Finding, Gap};
use crate::markdown::lone_comments;
use std::ops::Range;
use std::sync::Arc;

/// A part of the text that is for others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cut {
    /// What is missing here and above: a line and a byte less than were cut, for an empty line took their place.
    pub gap: Gap,
    /// What it said; empty where only a mark was cut.
    pub text: Arc<str>,
}

/// The remaining text, and what is missing.
#[derive(Debug)]
pub struct Cutting {
    /// What the readers may see.
    pub text: Arc<str>,
    /// What was cut, in order.
    pub cuts: Vec<Cut>,
    /// What is wrong with the marks, in the body of the whole text.
    pub problems: Vec<Finding>,
}

/// A mark: where it stands in the body, and whom it names.
struct Mark {
    range: Range<usize>,
    names: Vec<String>,
}

/// A range of the body with its marks, and the range between them; without that, a mark alone.
struct Block {
    whole: Range<usize>,
    inside: Range<usize>,
}

/// Problems told of one page: each holds its line.
const MAX_PROBLEMS: usize = 20;

fn error(range: Range<usize>, message: impl Into<String>) -> Finding {
    Finding::error("audience", At::Body(range), message)
}

/// Cuts what the audience of the site does not see. `body`: where the body starts.
pub fn cut(text: &Arc<str>, body: usize, config: &Config) -> Cutting {
    let whole = || Cutting { text: text.clone(), cuts: Vec::new(), problems: Vec::new() };
    let (found, lines) = (candidates(&text[body..], config), near_marks::lines(&text[body..], config));
    if found.is_empty() && lines.is_empty() {
        return whole();
    }
    let (blocks, mut problems) = read(&text[body..], found, config);
    problems.extend(lines.into_iter().map(|range| error(range, NEARLY).hint(form())));
    problems.truncate(MAX_PROBLEMS);
    let Some(_) = &config.audience else { return Cutting { problems, ..whole() } };
    if problems.is_empty() {
        return Cutting { problems, ..without(text, body, &blocks) };
    }
    // Nobody knows what was meant: nothing is shown.
    let all = body..text.len();
    Cutting { problems, ..without(text, body, &[Block { whole: 0..all.len(), inside: 0..all.len() }]) }
}

/// Comments that are, or could be meant as, marks. The end of each is looked for from the end of the one before, so that
/// a page full of openings is read once.
fn candidates(body: &str, config: &Config) -> Vec<Range<usize>> {
    // Most pages have no comment, and to ask whether there is one is quicker than to look for the next.
    if !body.contains("<!--") {
        return Vec::new();
    }
    let mut closing = 0;
    let mut end = |at: usize| {
        if closing < at + 7 {
            closing = body[at..].find("-->").map_or(body.len(), |end| at + end + 3);
        }
        closing
    };
    let comments = body.match_indices("<!--").map(|(at, _)| at..end(at));
    comments.filter(|range| near_marks::is_meant(&body[range.clone()], config)).collect()
}

fn read(body: &str, candidates: Vec<Range<usize>>, config: &Config) -> (Vec<Block>, Vec<Finding>) {
    let lone = lone_comments(body, &config.markdown);
    let (mut marks, mut faults) = (Vec::new(), Vec::new());
    for place in candidates {
        let before = lone.partition_point(|comment| comment.start <= place.start);
        match lone[..before].last().filter(|comment| place.end <= comment.end) {
            Some(comment) => match names(&body[place.clone()], config) {
                Ok(names) => marks.push(Mark { range: comment.clone(), names }),
                Err(fault) => faults.push(in_body(&place, fault)),
            },
            // Without audiences nothing is hidden: what stands in code is an example.
            None if config.audiences.is_empty() => {}
            None => {
                let message = "an audience marker is inside a paragraph, a list, a quote or code";
                let hint = "put it on a line of its own, without indentation, with blank lines around it";
                faults.push(error(place, message).hint(hint));
            }
        }
    }
    let blocks = blocks(&marks, config, &mut faults);
    (blocks, faults)
}

/// What is told of a comment, where it stands.
fn in_body(place: &Range<usize>, fault: Finding) -> Finding {
    fault.moved(|at| match at {
        At::Body(range) => At::Body(place.start + range.start..place.start + range.end),
        other => other,
    })
}

/// What is told of a mark that is none.
const NEARLY: &str = "this looks like an audience marker but is not one";

fn form() -> String {
    "write `<!-- audience: internal -->`, and `<!-- audience: all -->` where it ends".to_owned()
}

/// Whom a mark names; nobody for the mark that ends a block.
fn names(comment: &str, config: &Config) -> Result<Vec<String>, Finding> {
    let all = || 0..comment.len();
    if let Some(key) = near_marks::hiding_key(comment) {
        let hint = format!("write `{key}` between the `---` lines at the top of the page");
        return Err(error(all(), format!("`{key}` in a comment has no effect")).hint(hint));
    }
    let inside = comment.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).map(str::trim);
    let list = inside.and_then(|text| text.strip_prefix("audience:"));
    let Some(list) = list else { return Err(error(all(), NEARLY).hint(form())) };
    let names: Vec<&str> = list.split(',').map(str::trim).collect();
    if names == [EVERYBODY] {
        return Ok(Vec::new());
    }
    match names.iter().copied().find(|name| !config.audiences.contains_key(*name)) {
        Some("") => Err(error(all(), "the marker does not name an audience").hint(form())),
        Some(unknown) => {
            let written = comment.rfind(unknown).unwrap_or_default();
            let fault = config.no_audience(At::Body(all()), unknown);
            Err(fault.fixed_at(At::Body(written..written + unknown.len())))
        }
        None => Ok(names.into_iter().map(str::to_owned).collect()),
    }
}

/// What is to be cut for the site's audience.
fn blocks(marks: &[Mark], config: &Config, faults: &mut Vec<Finding>) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<&Mark> = None;
    for mark in marks {
        match (open, mark.names.is_empty()) {
            (None, false) => open = Some(mark),
            (Some(start), true) => {
                found.extend(closed(start, mark, config));
                open = None;
            }
            (None, true) => faults.push(
                error(mark.range.clone(), "this marker closes a block that was never opened")
                    .hint("remove it, or open the block with `<!-- audience: internal -->`"),
            ),
            (Some(_), false) => faults.push(
                error(mark.range.clone(), "audience blocks cannot be nested")
                    .hint("close the one above first: `<!-- audience: all -->`"),
            ),
        }
    }
    if let Some(start) = open {
        let hint = "close it with `<!-- audience: all -->` on a line of its own";
        faults.push(error(start.range.clone(), "this audience block is not closed").hint(hint));
    }
    found
}

/// A block: as a whole if it is for others, else its marks.
fn closed(start: &Mark, end: &Mark, config: &Config) -> Vec<Block> {
    let shown = config.audience.as_ref().is_some_and(|audience| start.names.contains(audience));
    if !shown {
        return vec![Block { whole: start.range.start..end.range.end, inside: start.range.end..end.range.start }];
    }
    [start, end].map(|mark| Block { whole: mark.range.clone(), inside: 0..0 }).into()
}

/// The text without the blocks: an empty line stands for each, so that what was apart stays apart.
fn without(text: &Arc<str>, body: usize, blocks: &[Block]) -> Cutting {
    let breaks = |text: &str| text.bytes().filter(|b| *b == b'\n').count();
    let (mut out, mut cuts) = (String::with_capacity(text.len()), Vec::new());
    let (mut done, mut gap) = (0, Gap::default());
    for block in blocks {
        let kept = &text[done..body + block.whole.start];
        done = body + block.whole.end;
        out.push_str(kept);
        out.push('\n');
        gap.at = out.len();
        gap.lines += breaks(&text[body + block.whole.start..done]) as isize - 1;
        gap.bytes += block.whole.len() as isize - 1;
        cuts.push(Cut { gap, text: text[body + block.inside.start..body + block.inside.end].into() });
    }
    out.push_str(&text[done..]);
    Cutting { text: out.into(), cuts, problems: Vec::new() }
}

/// The same cuts in a text of which lines were written again: each stands behind the same line.
pub fn moved(cuts: &[Cut], old: &str, new: &str) -> Arc<[Cut]> {
    if cuts.is_empty() {
        return [].into();
    }
    let starts = |text: &str| -> Vec<usize> { text.match_indices('\n').map(|(feed, _)| feed + 1).collect() };
    let (old, lines) = (starts(old), starts(new));
    let moved = |cut: &Cut| {
        let line = old.partition_point(|start| *start < cut.gap.at);
        let at = lines.get(line).copied().unwrap_or(new.len());
        Cut { gap: Gap { at, ..cut.gap }, text: cut.text.clone() }
    };
    cuts.iter().map(moved).collect()
}

/// The same cuts where only what is missing is known, and not where each stood.
pub fn at_gaps(cuts: &[Cut], gaps: Vec<Gap>) -> Arc<[Cut]> {
    let last = gaps.last().copied().unwrap_or_default();
    let nothing = gaps.into_iter().map(|gap| Cut { gap, text: "".into() });
    nothing.chain(cuts.iter().map(|cut| Cut { gap: last, text: cut.text.clone() })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FILE;
    use crate::diagnostic::Lines;
    use crate::document::tell;

    fn read(text: &str, audience: Option<&str>) -> Cutting {
        let yaml = "audiences: {internal: , client: }\ndefault_audience: [internal]\n";
        let config = Config { audience: audience.map(str::to_owned), ..Config::parse(FILE, yaml).unwrap() };
        cut(&text.into(), 0, &config)
    }

    fn told_of(text: &str) -> Vec<(usize, String)> {
        // What is wrong is wrong for everybody, and nothing is shown then.
        let cutting = read(text, Some("client"));
        assert_eq!(cutting.problems.is_empty(), !cutting.text.trim().is_empty(), "{}", cutting.text);
        let whole = read(text, None);
        assert_eq!(whole.problems, cutting.problems);
        tell("a.md", text, whole.problems).into_iter().map(|d| (d.place.unwrap().line, d.message)).collect()
    }

    const BLOCK: &str = "One.\n<!-- audience: internal -->\nSecret.\n\n- list\n<!-- audience: all -->\nTwo.\n";

    #[test]
    fn a_block_is_cut_with_its_marks() {
        assert_eq!(&*read(BLOCK, Some("client")).text, "One.\n\nTwo.\n");
        assert_eq!(&*read(BLOCK, Some("internal")).text, "One.\n\nSecret.\n\n- list\n\nTwo.\n");
        assert_eq!(&*read(BLOCK, None).text, BLOCK);
        let both = BLOCK.replace("internal", "internal, client");
        assert!(read(&both, Some("client")).text.contains("Secret"));
        let crlf = BLOCK.replace('\n', "\r\n");
        assert_eq!(&*read(&crlf, Some("client")).text, "One.\r\n\nTwo.\r\n");
        assert_eq!(&*read(BLOCK, Some("client")).cuts[0].text, "Secret.\n\n- list\n");
    }

    #[test]
    fn places_are_those_of_the_file() {
        for audience in ["client", "internal"] {
            let Cutting { text, cuts, .. } = read(&format!("{BLOCK}\n{BLOCK}Three."), Some(audience));
            let lines = [("One.", 1), ("Two.", 7), ("Three.", 16)];
            for (word, line) in lines {
                let at = text.find(word).unwrap();
                let gaps = cuts.iter().map(|cut| cut.gap).collect();
                let place = Lines::of(&text).with_gaps(gaps).place(&text, at..at + 1);
                assert_eq!(place.line, line, "{word} {audience}");
            }
        }
    }

    #[test]
    fn what_could_be_meant_and_is_not_understood_is_an_error() {
        let wrong = [
            ("<!-- audience: internal -->\nSecret.\n", "is not closed"),
            ("Text.\n\n<!-- audience: all -->\n", "never opened"),
            (
                "<!-- audience: internal -->\n\n<!-- audience: client -->\n\n<!-- audience: all -->\n",
                "cannot be nested",
            ),
            ("<!-- audience: intern -->\nSecret.\n\n<!-- audience: all -->\n", "no audience `intern`"),
            ("<!-- audience: -->\n\n<!-- audience: all -->\n", "does not name an audience"),
            ("<!-- audience: internal, -->\n\n<!-- audience: all -->\n", "does not name an audience"),
            ("<!-- audience internal -->\n", "looks like an audience marker"),
            ("<!-- Audience: internal -->\n", "looks like an audience marker"),
            ("<!-- audince: internal -->\n", "looks like an audience marker"),
            ("Text <!-- audience: internal --> secret.\n", "inside a paragraph, a list"),
            ("- a\n\n  <!-- audience: internal -->\n", "inside a paragraph, a list"),
            ("> <!-- audience: internal -->\n", "inside a paragraph, a list"),
            ("```\n<!-- audience: internal -->\nsecret\n<!-- audience: all -->\n```\n", "inside a paragraph, a list"),
            ("    <!-- audience: internal -->\n", "inside a paragraph, a list"),
            ("<div>\n<!-- audience: internal -->\n</div>\n", "inside a paragraph, a list"),
            ("<!-- audience: internal --> and more\n", "inside a paragraph, a list"),
            ("<!-- audience: internal\n\nSecret.\n", "inside a paragraph, a list"),
            ("<!-- audience: internal -->\n```\nopen\n<!-- audience: all -->\n\nText.\n", "inside a paragraph, a list"),
        ];
        for (text, message) in wrong {
            let found = told_of(text);
            assert!(found.iter().any(|(_, told)| told.contains(message)), "{text}: {found:?}");
        }
    }

    #[test]
    fn other_comments_are_nobodys_business() {
        for text in ["<!-- TODO: ask -->\n", "a <!-- search: off --> b\n", "<!--\n", "<!---->\n", "`<!-- note -->`\n"] {
            assert_eq!((told_of(text), &*read(text, Some("client")).text), (vec![], text));
        }
        assert!(cut(&"```\n<!-- audience: internal -->\n```\n".into(), 0, &Config::default()).problems.is_empty());
        let undeclared = cut(&"<!-- audience: internal -->\n".into(), 0, &Config::default());
        assert!(undeclared.problems[0].message.contains("no audience `internal`"));
    }

    #[test]
    fn hostile_texts_are_read_once() {
        let openings = "<!-- audience: internal ".repeat(100_000);
        assert!(!read(&openings, Some("client")).problems.is_empty());
        let marks = "<!-- audience: internal -->\nx\n<!-- audience: all -->\n\n".repeat(50_000);
        assert!(read(&marks, Some("client")).problems.is_empty());
    }
}
