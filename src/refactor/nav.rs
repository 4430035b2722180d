//! The navigation in `docent.yaml` after a renaming.
//!
//! In: what moves. Out: the file with the new paths in its lists `nav`; nothing else in it changes. Entries are found by what
//! they name, line by line: a path stands between spaces, quotes, brackets and commas.

use super::moves::Moves;
use super::plan::{Edit, Told};
use crate::config::{Config, FILE};
use crate::content::{is_page_name, without_ending};
use crate::source::Sources;
use std::collections::BTreeMap;

/// The new text of `docent.yaml`, if its lists name what moves.
pub fn edit(config: &Config, sources: &Sources, moves: &Moves) -> Option<Edit> {
    let text = sources.text(FILE)?;
    let names = names(config, moves);
    let (mut out, mut told) = (String::with_capacity(text.len()), Vec::new());
    // The column of the key of the list that the lines stand in.
    let mut list: Option<usize> = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim();
        let column = line.len() - line.trim_start().len();
        let goes_on = |key: &usize| bare.is_empty() || column > *key || (column == *key && bare.starts_with('-'));
        list = list.filter(goes_on);
        if bare.starts_with("nav:") && list.is_none() {
            list = Some(column);
        }
        let new = if list.is_some() { renamed(line, &names, number + 1, &mut told) } else { line.to_owned() };
        out.push_str(&new);
    }
    (!told.is_empty()).then_some(Edit { text: out, told })
}

/// The configuration with the lists of a new text.
pub fn with(config: &Config, text: &str) -> Config {
    let mut config = config.clone();
    if let Ok(new) = Config::parse(FILE, text) {
        config.nav = new.nav;
        for (code, language) in &mut config.languages.0 {
            let own = new.languages.0.iter().find(|(own, _)| own == code);
            language.nav = own.and_then(|(_, own)| own.nav.clone());
        }
    }
    config
}

/// What lists call pages and folders that move, and what they shall call them.
fn names(config: &Config, moves: &Moves) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for prefix in config.codes().iter().map(|lang| config.content_of(lang)) {
        let inside = |path: &str| path.strip_prefix(prefix.as_str()).map(str::to_owned);
        for (old, new) in moves.files.iter().filter(|(old, _)| is_page_name(old)) {
            if let (Some(old), Some(new)) = (inside(old), inside(new)) {
                names.insert(without_ending(&old).to_owned(), without_ending(&new).to_owned());
                names.insert(old, new);
            }
        }
        for (old, new) in moves.steps.iter().filter(|(old, _)| !is_page_name(old)) {
            if let (Some(old), Some(new)) = (inside(old), inside(new)) {
                names.insert(format!("{old}/"), format!("{new}/"));
                names.entry(old).or_insert(new);
            }
        }
    }
    names
}

/// A line with the new names.
fn renamed(line: &str, names: &BTreeMap<String, String>, number: usize, told: &mut Vec<Told>) -> String {
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    while at < line.len() {
        let begins = at == 0 || line[..at].ends_with([' ', '"', '\'', '[', '{', ',']) || line[..at].ends_with(" ./");
        let found = names.iter().filter(|_| begins).filter(|(old, _)| is_here(line, at, old));
        if let Some((old, new)) = found.max_by_key(|(old, _)| old.len()) {
            out.push_str(new);
            told.push(Told { line: number, old: old.clone(), new: new.clone() });
            at += old.len();
        } else if let Some(c) = line[at..].chars().next() {
            out.push(c);
            at += c.len_utf8();
        }
    }
    out
}

/// Whether a name stands at a place, as a whole. What has no ending may be a label, unless it ends the entry.
fn is_here(line: &str, at: usize, name: &str) -> bool {
    let Some(behind) = line[at..].strip_prefix(name) else { return false };
    let ends = behind.trim_end().is_empty() || behind.starts_with(['"', '\'', ']', '}', ',']);
    let is_key = (is_page_name(name) || name.ends_with('/')) && behind.starts_with(':');
    let value = line[..at].trim_end_matches(['"', '\'', '.', '/']).trim_end();
    let is_value = value.ends_with(['-', ':', '[', ',']);
    is_value && (ends || is_key || behind.starts_with(" #"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_changes() {
        let names: BTreeMap<String, String> = [("a/b.md", "c.md"), ("a/b", "c"), ("x/", "y/"), ("x", "y")]
            .map(|(old, new)| (old.into(), new.into()))
            .into();
        for (line, expected) in [
            ("  - a/b.md\n", "  - c.md\n"),
            ("- B: a/b.md # a/b.md\n", "- B: c.md # a/b.md\n"),
            ("- \"a/b.md\"", "- \"c.md\""),
            ("- ./a/b.md", "- ./c.md"),
            ("- P: {page: a/b, nav: [a/b.md, 'a/b']}", "- P: {page: c, nav: [c.md, 'c']}"),
            ("- a/b.md: [x/]", "- c.md: [y/]"),
            ("- x: x/\n", "- x: y/\n"),
            ("- X: x\n", "- X: y\n"),
            ("- a/bb.md", "- a/bb.md"),
            ("- za/b.md", "- za/b.md"),
            ("- About a/b.md: z.md", "- About a/b.md: z.md"),
        ] {
            assert_eq!(renamed(line, &names, 1, &mut Vec::new()), expected);
        }
    }
}
