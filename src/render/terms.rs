//! What a page shows of the glossary: the terms that its text mentions; on a term's page, who mentions it; on the
//! glossary's own page, all terms.
//!
//! In: the context and an address. Out: parts of a page's view.

use super::context::RenderContext;
use super::special::search::letter;
use super::view::{GlossaryTerm, Initial, UsedOn};
use crate::markdown::Mark;
use crate::site::glossary::{Glossary, Home, Term};
use crate::site::{Entry, Id};
use crate::url::{fold, relative};
use std::collections::BTreeSet;

/// Pages that a term's page names as its uses, and the list of terms for each of them.
const MOST: usize = 20;
const MOST_LISTED: usize = 3;

impl RenderContext<'_> {
    /// The mentions that are marked in an entry's text, in their order.
    pub(super) fn marks(self, id: Id) -> Vec<Mark> {
        let entry = self.entry(id);
        let (Some(glossary), Some(found)) = (self.site.glossary(entry), self.site.mentions.get(id)) else {
            return Vec::new();
        };
        let mark = |(term, range): &(u32, std::ops::Range<u32>)| {
            let term = glossary.terms.get(*term as usize).filter(|term| !self.is_own(entry, term))?;
            let url = self.term_url(&entry.out, glossary, term)?;
            let range = range.start as usize..range.end as usize;
            Some(Mark { range, title: term.title.clone(), url, definition: term.definition.clone() })
        };
        // Beside the list of all terms nothing has to be explained twice.
        let shown = entry.page.outline.front.glossary && glossary.list != Some(id);
        let mentions = found.mentions.iter().filter(|_| shown);
        let mut marks: Vec<Mark> = mentions.filter_map(mark).collect();
        marks.sort_by_key(|mark| mark.range.start);
        marks
    }

    /// Whether a page explains the term itself.
    fn is_own(self, entry: &Entry, term: &Term) -> bool {
        match term.home {
            Home::Page(id) => self.outline(id).source == entry.page.outline.source,
            Home::List(_) => false,
        }
    }

    fn term_url(self, out: &str, glossary: &Glossary, term: &Term) -> Option<String> {
        match &term.home {
            Home::Page(id) => Some(relative(out, &self.entry(*id).out)),
            Home::List(anchor) => Some(format!("{}#{anchor}", relative(out, &self.entry(glossary.list?).out))),
        }
    }

    /// Who mentions the term that a page explains; nothing on other pages.
    pub(super) fn used_on(self, id: Id) -> Option<UsedOn> {
        let entry = self.entry(id);
        let glossary = self.site.glossary(entry).filter(|_| !entry.fallback)?;
        // The terms of pages come first, by address.
        let before = |term: &Term| matches!(term.home, Home::Page(other) if other < id);
        let term = glossary.terms.get(glossary.terms.partition_point(before))?;
        if term.home != Home::Page(id) {
            return None;
        }
        Some(self.uses(&entry.out, term, MOST))
    }

    fn uses(self, out: &str, term: &Term, most: usize) -> UsedOn {
        let pages = term.used_on.iter().take(most).map(|id| self.reference(out, *id)).collect();
        UsedOn { pages, total: term.used_on.len() }
    }

    /// All terms of a language by title, if an entry is the place where they are listed.
    pub(super) fn glossary(self, id: Id) -> Vec<GlossaryTerm> {
        let entry = self.entry(id);
        let listed = |glossary: &&Glossary| glossary.list == Some(id);
        let Some(glossary) = self.site.glossaries.get(&entry.lang).filter(listed) else { return Vec::new() };
        let mut terms: Vec<&Term> = glossary.terms.iter().filter(|term| self.is_listed(term)).collect();
        terms.sort_by_cached_key(|term| fold(&term.title));
        let mut listed: Vec<GlossaryTerm> = terms.into_iter().map(|term| self.listed_term(&entry.out, term)).collect();
        let mut last = String::new();
        for (at, term) in listed.iter_mut().enumerate() {
            let name = letter(&fold(&term.title));
            if name != last {
                last.clone_from(&name);
                term.initial = Some(Initial { name, id: format!("d-az-{at}") });
            }
        }
        listed
    }

    fn is_listed(self, term: &Term) -> bool {
        match term.home {
            Home::Page(id) => self.outline(id).is_listed(),
            Home::List(_) => true,
        }
    }

    fn listed_term(self, out: &str, term: &Term) -> GlossaryTerm {
        let (url, id) = match &term.home {
            Home::Page(id) => (Some(relative(out, &self.entry(*id).out)), None),
            Home::List(anchor) => (None, Some(anchor.clone())),
        };
        let (title, definition) = (term.title.clone(), term.definition.clone());
        let aliases = term.aliases.iter().filter(|alias| is_readable(alias, [&title, &definition])).cloned().collect();
        GlossaryTerm { id, url, title, aliases, definition, initial: None, used_on: self.uses(out, term, MOST_LISTED) }
    }
}

/// Whether a name is written in an alphabet of these texts, or in Latin letters: names in others are for searching.
fn is_readable(name: &str, texts: [&str; 2]) -> bool {
    let alphabets = |text: &str| text.chars().filter(|c| c.is_alphabetic()).map(alphabet).collect::<BTreeSet<u32>>();
    let known: BTreeSet<u32> = texts.into_iter().flat_map(alphabets).chain([0]).collect();
    alphabets(name).is_subset(&known)
}

/// A number for the alphabet of a letter: 0 for Latin, else the first letter of its block; Chinese and Japanese are one.
fn alphabet(letter: char) -> u32 {
    match u32::from(letter) {
        0..=0x24f | 0x1e00..=0x1eff => 0,
        0x370..=0x3ff | 0x1f00..=0x1fff => 0x370,
        0x400..=0x52f => 0x400,
        code @ 0x530..=0x2fff => code & !0x7f,
        0x3000..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff => 0x3000,
        code => code & !0xfff,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_other_alphabets_are_not_shown() {
        for (name, title, definition, shown) in [
            ("Офис 365", "Office 365", "A suite of programs.", false),
            ("O365", "Office 365", "A suite of programs.", true),
            ("KAM", "Ключевой менеджер", "Ведёт клиента.", true),
            ("менеджер", "KAM", "Ведёт клиента.", true),
            ("naïve", "Simple", "Plain.", true),
            ("λ", "Lambda", "A function.", false),
            ("客户", "Client", "Who pays.", false),
            ("クライアント", "客户", "顧客", true),
            ("24/7", "Always", "At any time.", true),
            ("", "Always", "At any time.", true),
        ] {
            assert_eq!(is_readable(name, [title, definition]), shown, "{name} of {title}");
        }
    }
}
