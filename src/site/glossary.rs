//! The glossary of each language: what its terms are called, what they mean, where they are explained.
//!
//! In: entries (pages of type `term`), `glossary.yaml` in the languages' folders, the configuration. Out: a
//! [`Glossary`] for each language that has one, or spellings to avoid; diagnostics.
//!
//! 1. Terms are collected, those of pages first ([`mod@file`] reads the others).
//! 2. Their names and the spellings to avoid become a [`TermMatcher`].
//! 3. [`super::term_index`] looks through every page with it, and tells [`Glossary::use_on`] who mentions what.

pub mod file;

use super::tree::Tree;
use super::{Entry, Id};
use crate::chunked_vec::ChunkedVec;
use crate::config::Config;
use crate::diagnostic::{At, Diagnostic, Finding};
use crate::markdown::shortened;
use crate::page::term_matcher::{Found, MOST_WORDS, Name, TermMatcher, Use, is_too_long, looks_equal};
use crate::page::types::Behaviour;
use crate::page::{Outline, Page};
use crate::source::Sources;
use crate::url::nfc;
use crate::yaml;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Longest definition that is shown beside a mention, in characters.
const MOST: usize = 300;

/// Where a term is explained.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Home {
    /// On its own page.
    Page(Id),
    /// In the list of terms, under this anchor.
    List(String),
}

/// A term.
#[derive(Clone, Debug)]
pub struct Term {
    /// As it is called.
    pub title: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it means, at most [`MOST`] characters.
    pub definition: String,
    /// Where it is explained.
    pub home: Home,
    /// Pages that mention it, by title.
    pub used_on: Vec<Id>,
}

/// A spelling to avoid, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Advice {
    /// What not to write.
    pub avoid: String,
    /// What to write.
    pub write: String,
}

impl Advice {
    /// What to write in the place of words, if they are the spelling itself: of another form nobody knows the ending.
    fn instead_of(&self, words: &str) -> Option<String> {
        let capital = |text: &str| {
            let mut chars = text.chars();
            chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>())
        };
        match words {
            _ if words == self.avoid => Some(self.write.clone()),
            _ if Some(words) == capital(&self.avoid).as_deref() => capital(&self.write),
            _ => None,
        }
    }
}

/// What a language's texts are looked through for.
#[derive(Clone, Debug)]
pub struct Glossary {
    /// The terms: those of pages by address, then those of the file in its order.
    pub terms: Vec<Term>,
    /// Spellings to avoid.
    pub advice: Vec<Advice>,
    /// All of it, ready to be looked for.
    pub matcher: Arc<TermMatcher>,
    /// The section that lists the terms.
    pub list: Option<Id>,
}

/// Path of the section that lists the terms, if there is one.
pub const LIST: &str = "glossary/index";

/// Reads the glossaries.
pub fn read(
    entries: &ChunkedVec<Entry>,
    tree: &Tree,
    config: &Config,
    sources: &Sources,
) -> (BTreeMap<Arc<str>, Glossary>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut all = BTreeMap::new();
    for code in config.codes() {
        let (listed, problems) = file::read(code, config, sources);
        diagnostics.extend(problems);
        let mut draft = Draft::new(entries, code, listed, config);
        diagnostics.append(&mut draft.problems);
        if draft.terms.is_empty() && draft.advice.is_empty() {
            continue;
        }
        let matcher = Arc::new(TermMatcher::new(code, &config.codes(), &draft.names));
        let list = list(entries, tree, code, &draft.terms);
        all.insert(code.into(), Glossary { terms: draft.terms, advice: draft.advice, matcher, list });
    }
    (all, diagnostics)
}

/// A glossary that is being collected.
#[derive(Default)]
struct Draft {
    terms: Vec<Term>,
    advice: Vec<Advice>,
    names: Vec<Name>,
    /// Where the names that are being collected are written.
    source: String,
    problems: Vec<Diagnostic>,
}

impl Draft {
    fn new(entries: &ChunkedVec<Entry>, lang: &str, listed: Vec<file::Listed>, config: &Config) -> Self {
        let mut draft = Self { source: crate::config::FILE.to_owned(), ..Self::default() };
        for (avoid, write) in &config.spelling {
            draft.avoid(avoid, write);
        }
        let own = |entry: &Entry| &*entry.lang == lang && !entry.fallback && is_term(&entry.page.outline);
        for (id, entry) in entries.iter().enumerate().filter(|(_, entry)| own(entry)) {
            draft.source.clone_from(&entry.page.outline.source);
            draft.page(id, &entry.page.outline);
        }
        draft.source = file::path(lang, config);
        let mut anchors = BTreeMap::new();
        for term in listed {
            draft.listed(term, config, &mut anchors);
        }
        if !config.glossary {
            draft.names.retain(|name| matches!(name.purpose, Use::Avoid(_)));
        }
        draft
    }

    fn page(&mut self, id: Id, outline: &Outline) {
        let field = |key: &str| outline.fields.get(key);
        let abbr = field("abbr").and_then(Value::as_str);
        let marks = Marks::of(field("mark"));
        self.title(&outline.title, &marks);
        abbr.into_iter().for_each(|abbr| self.name(abbr, 1, &marks));
        outline.front.aliases.iter().for_each(|alias| self.name(alias, 2, &marks));
        texts(field("avoid")).for_each(|avoid| self.avoid(avoid, &as_inside(&outline.title, avoid)));
        let definition = field("definition").and_then(Value::as_str).unwrap_or(&outline.description);
        let other = |name: &&str| *name != outline.title;
        // An abbreviation often stands among the aliases, too.
        let aliases = outline.front.aliases.iter().map(String::as_str).filter(|alias| Some(*alias) != abbr);
        let aliases = abbr.into_iter().chain(aliases).filter(other);
        self.terms.push(Term {
            title: outline.title.clone(),
            aliases: aliases.map(str::to_owned).collect(),
            definition: shortened(definition, MOST),
            home: Home::Page(id),
            used_on: Vec::new(),
        });
    }

    fn listed(&mut self, term: file::Listed, config: &Config, anchors: &mut BTreeMap<String, usize>) {
        let marks = Marks::of(Some(&term.mark));
        self.title(&term.term, &marks);
        term.aliases.iter().for_each(|alias| self.name(alias, 2, &marks));
        term.avoid.iter().for_each(|avoid| self.avoid(avoid, &as_inside(&term.term, avoid)));
        let slug = format!("d-term-{}", crate::url::slug(&term.term, config.slugs));
        let anchor = free(slug, anchors);
        let (definition, home) = (shortened(&term.definition, MOST), Home::List(anchor));
        self.terms.push(Term { title: term.term, aliases: term.aliases, definition, home, used_on: Vec::new() });
    }

    /// What a title says in brackets tells its page from others: "Account (user)" is written as "account".
    fn title(&mut self, title: &str, marks: &Marks) {
        self.name(title, 0, marks);
        title.split_once(" (").into_iter().for_each(|(name, _)| self.name(name, 0, marks));
    }

    /// A name of the term that is collected next.
    fn name(&mut self, text: &str, rank: u8, marks: &Marks) {
        if marks.allow(text) {
            let purpose = Use::Term { term: self.terms.len() as u32, rank };
            self.push(Name { text: nfc(text), purpose, as_written: false });
        }
    }

    fn push(&mut self, name: Name) {
        if is_too_long(&name.text) {
            let message = format!(
                "the name `{}` has more than {MOST_WORDS} words and is not looked for in texts",
                yaml::short(&name.text)
            );
            self.problems.push(Diagnostic::warning("glossary", &self.source, message).hint("write a shorter name"));
        }
        self.names.push(name);
    }

    /// A spelling that differs only in capitals or in ё is found only as it is written: all forms look alike.
    fn avoid(&mut self, avoid: &str, write: &str) {
        let purpose = Use::Avoid(self.advice.len() as u32);
        let as_written = looks_equal(avoid, write);
        self.push(Name { text: nfc(avoid), purpose, as_written });
        self.advice.push(Advice { avoid: avoid.to_owned(), write: write.to_owned() });
    }
}

/// A term's title begins with a capital; what is to be written in its place in a text does not, if what stands there
/// does not.
fn as_inside(write: &str, avoid: &str) -> String {
    let mut chars = write.chars();
    let word = |c: char| avoid.starts_with(char::is_lowercase) && c.is_uppercase() && !looks_equal(write, avoid);
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if word(first) && second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => write.to_owned(),
    }
}

/// Which names of a term are marked in texts: `mark: false`, or a list.
enum Marks {
    All,
    These(BTreeSet<String>),
}

impl Marks {
    fn of(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Bool(false)) => Self::These(BTreeSet::new()),
            Some(Value::Array(_)) => Self::These(texts(value).map(str::to_owned).collect()),
            _ => Self::All,
        }
    }

    fn allow(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(names) => names.contains(name),
        }
    }
}

/// An anchor that no term has yet; `anchors` counts how often each was wanted.
fn free(slug: String, anchors: &mut BTreeMap<String, usize>) -> String {
    let mut anchor = slug.clone();
    while anchors.contains_key(&anchor) {
        let count = anchors.entry(slug.clone()).or_insert(1);
        *count += 1;
        anchor = format!("{slug}-{count}");
    }
    anchors.insert(anchor.clone(), 1);
    anchor
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Whether a page explains a term.
pub fn is_term(outline: &Outline) -> bool {
    outline.behaves == Some(Behaviour::Term)
}

/// The section that lists a language's terms: `glossary/`, else the one that the first term's page stands in.
fn list(entries: &ChunkedVec<Entry>, tree: &Tree, lang: &str, terms: &[Term]) -> Option<Id> {
    let named = |entry: &Entry| &*entry.lang == lang && entry.page.outline.path == LIST;
    let above = || terms.iter().find_map(|term| if let Home::Page(id) = term.home { tree.parent[id] } else { None });
    entries.iter().position(named).or_else(above)
}

impl Glossary {
    /// Notes which of a page's terms are mentioned there. Not on the term's own page.
    pub fn use_on(&mut self, id: Id, mentioned: impl Iterator<Item = u32>) {
        // The list names every term, and uses none.
        if self.list == Some(id) {
            return;
        }
        for term in mentioned {
            if let Some(term) = self.terms.get_mut(term as usize).filter(|term| term.home != Home::Page(id)) {
                term.used_on.push(id);
            }
        }
    }

    /// The warnings about a page's spelling.
    pub fn advise(&self, page: &Page, found: &Found) -> Vec<Diagnostic> {
        let body = &page.text[page.body..];
        let below = found.avoided.iter().filter_map(|(number, range)| {
            let range = range.start as usize..range.end as usize;
            Some((number, body.get(range.clone())?, At::Body(range)))
        });
        let above = found.avoided_above.iter();
        let above = above.map(|(number, way, words)| (number, words.as_str(), At::Words(way.clone(), words.clone())));
        let tell = |(number, words, at): (&u32, &str, At)| {
            let advice = self.advice.get(*number as usize)?;
            let shown = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let message = format!("`{shown}` is a spelling to avoid");
            let warning = Finding::warning("spelling", at, message).hint(format!("write `{}`", advice.write));
            Some(match advice.instead_of(words) {
                Some(new) => warning.fix(words, new),
                None => warning,
            })
        };
        page.document().tell(above.chain(below).filter_map(tell).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_definition_is_cut_after_a_word() {
        let cut = shortened(&"слово ".repeat(100), MOST);
        assert!(cut.chars().count() <= MOST && cut.ends_with("слово…"), "{cut}");
        assert_eq!(shortened("one\n two", MOST), "one two");
    }
}
