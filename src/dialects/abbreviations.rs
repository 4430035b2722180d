//! Abbreviations of PHP Markdown Extra, MkDocs and kramdown: `*[HTML]: Hyper Text Markup Language` below the text.
//!
//! In: a body. Out: its definitions, which are left out of the text, and at each place where one stands as a word
//! `<abbr title="Hyper Text Markup Language">HTML</abbr>`. Headings, code, addresses and names are left as they are.

use super::engine::Engine;
use super::inline::Taken;
use super::{Dialect, NOTHING, Tool};
use std::collections::BTreeMap;

pub(super) const TOOL: Tool = Tool { dialect: Dialect::Mkdocs, triggers: &["*["], block: Some(block), ..NOTHING };

/// Bytes of a name.
const LONGEST: usize = 100;

/// What the abbreviations of a page mean.
#[derive(Default)]
pub(super) struct Abbreviations<'a> {
    meanings: BTreeMap<&'a str, &'a str>,
    /// The first bytes of their names, with the lengths that names which begin so have, the longest first.
    begin: BTreeMap<u8, Vec<usize>>,
    /// The line that was asked for last by its end, and whether words in it are marked.
    line: Option<(usize, bool)>,
}

impl<'a> Abbreviations<'a> {
    /// The definitions of a body; code is passed over.
    pub(super) fn of(body: &'a str) -> Self {
        let mut found = Self::default();
        if !body.starts_with("*[") && !body.contains("\n*[") && !body.contains(" *[") {
            return found;
        }
        let mut in_code = false;
        let lines = body.lines().filter(|line| {
            let is_fence = ["```", "~~~"].iter().any(|mark| line.trim_start().starts_with(mark));
            in_code ^= is_fence;
            !is_fence && !in_code && !line.starts_with(['\t']) && !line.starts_with("    ")
        });
        found.meanings = lines.filter_map(definition).filter(|(_, meaning)| !meaning.is_empty()).collect();
        for name in found.meanings.keys() {
            found.begin.entry(name.as_bytes()[0]).or_default().push(name.len());
        }
        for lengths in found.begin.values_mut() {
            lengths.sort_unstable_by_key(|length| usize::MAX - length);
            lengths.dedup();
        }
        found
    }

    pub(super) fn is_empty(&self) -> bool {
        self.meanings.is_empty()
    }

    /// The abbreviation that stands at a place as a word of its own: its length, and what it means.
    fn at(&self, body: &str, at: usize) -> Option<(usize, &'a str)> {
        let lengths = self.begin.get(&body.as_bytes()[at])?;
        let joined = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '-' | '@');
        if body[..at].chars().next_back().is_some_and(|c| joined(c) || matches!(c, '[' | '^' | '#' | '.' | '=' | '"')) {
            return None;
        }
        lengths.iter().find_map(|length| {
            let meaning = self.meanings.get(body.get(at..at + length)?)?;
            let mut behind = body[at + length..].chars();
            let next = behind.next();
            let in_name = next.is_some_and(joined)
                || (matches!(next, Some('.' | ':')) && behind.next().is_some_and(char::is_alphanumeric));
            (!in_name).then_some((*length, *meaning))
        })
    }
}

/// `*[HTML]: Hyper Text Markup Language`
fn definition(line: &str) -> Option<(&str, &str)> {
    let (name, meaning) = line.trim().strip_prefix("*[")?.split_once("]:")?;
    let is_name = !name.trim().is_empty() && name.len() <= LONGEST && !name.contains(['[', ']']) && name == name.trim();
    is_name.then_some((name, meaning.trim()))
}

/// A definition is no part of the text.
fn block(engine: &mut Engine<'_>) -> bool {
    if definition(engine.rest()).is_none() || !engine.reads(Dialect::Mkdocs) {
        return false;
    }
    engine.cut(engine.at..engine.line_end);
    true
}

/// Marks the abbreviation that begins at a place of a text.
pub(super) fn mark(engine: &mut Engine<'_>, at: usize) -> Taken {
    let Some((length, meaning)) = engine.abbreviations.at(engine.body, at) else { return Taken::No };
    if !is_text(engine, at) {
        return Taken::No;
    }
    let title = meaning.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    engine.keep_to(at);
    engine.put(&["<abbr title=\"", &title, "\">"].concat());
    engine.keep_to(at + length);
    engine.put("</abbr>");
    Taken::Text
}

/// Whether words of the line may be marked: not in headings, whose words are names of places, and not in what docent reads
/// as a title or an address.
fn is_text(engine: &mut Engine<'_>, at: usize) -> bool {
    if let Some((end, marked)) = engine.abbreviations.line.filter(|(end, _)| *end == engine.line_end) {
        return marked && end >= at;
    }
    let line = engine.before(at).trim_start_matches([' ', '\t', '>']);
    let address = line.starts_with('[') && line.contains("]:");
    let marked = !address && !["#", ":::", "!!!", "???", "==="].iter().any(|mark| line.starts_with(mark));
    engine.abbreviations.line = Some((engine.line_end, marked));
    marked
}
