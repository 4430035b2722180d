//! Everything that is wrong with a site, by file: a list that copies share.
//!
//! In: the problems of each page, in the order of the pages' files, and those of other files. Out: [`Problems`], read in
//! the order of files and lines. A real corpus of 50,000 pages has 67,000 problems: copying and sorting them took
//! 100 ms after each edit.

use crate::chunked_vec::ChunkedVec;
use crate::diagnostic::{self, Diagnostic, Severity};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ptr;
use std::sync::Arc;

/// What is wrong with one page; most have nothing.
pub type Group = Option<Arc<[Diagnostic]>>;

/// Makes a group.
pub fn group(mut diagnostics: Vec<Diagnostic>) -> Group {
    diagnostic::sort(&mut diagnostics);
    Some(diagnostics).filter(|all| !all.is_empty()).map(Into::into)
}

/// All problems.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    /// By page, in the order of their files.
    pages: ChunkedVec<Group>,
    /// What is wrong with pages: errors, and everything.
    counts: (usize, usize),
    /// Those of the site as a whole, of the theme, and what else is not of one page.
    others: Arc<[Diagnostic]>,
}

impl Problems {
    /// The problems of pages, which stand in the order of their files.
    pub fn of_pages(pages: ChunkedVec<Group>) -> Self {
        let mut counts = (0, 0);
        pages.iter().for_each(|group| add(&mut counts, group, usize::wrapping_add));
        Self { pages, counts, others: Arc::default() }
    }

    /// What is wrong with a page now.
    pub fn set_page(&mut self, at: usize, group: Group) {
        if self.pages[at] != group {
            add(&mut self.counts, &self.pages[at], usize::wrapping_sub);
            add(&mut self.counts, &group, usize::wrapping_add);
            *self.pages.at_mut(at) = group;
        }
    }

    /// With these besides those of pages.
    #[must_use]
    pub fn with(&self, mut others: Vec<Diagnostic>) -> Self {
        diagnostic::sort(&mut others);
        Self { others: others.into(), ..self.clone() }
    }

    /// With these too.
    #[must_use]
    pub fn and(&self, more: Vec<Diagnostic>) -> Self {
        self.with(self.others.iter().cloned().chain(more).collect())
    }

    /// What was not wrong before, and all errors. Both are in order, and what is shared is equal without a look.
    pub fn since(&self, before: &Self) -> Vec<Diagnostic> {
        let mut old = before.iter().peekable();
        let is_new = |problem: &&Diagnostic| {
            while old.next_if(|old| order(old, problem).is_lt()).is_some() {}
            problem.severity == Severity::Error || old.peek().is_none_or(|old| order(old, problem).is_ne())
        };
        self.iter().filter(is_new).cloned().collect()
    }

    /// The files of which something else is wrong than before. What copies share is equal without a look.
    pub fn changed_files(&self, before: &Self) -> BTreeSet<String> {
        let (mut new, mut old) = (self.iter().peekable(), before.iter().peekable());
        let mut changed = BTreeSet::new();
        loop {
            let which = match (new.peek(), old.peek()) {
                (None, None) => return changed,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(new), Some(old)) => order(new, old),
            };
            let (is, was) =
                (if which.is_le() { new.next() } else { None }, if which.is_ge() { old.next() } else { None });
            // Bytes do not count for the order: an edit above moves them, and editors count by them.
            let same = is.zip(was).is_some_and(|(is, was)| ptr::eq(is, was) || is == was);
            if !same {
                changed.extend(is.into_iter().chain(was).map(|problem| problem.file.clone()));
            }
        }
    }

    /// Those that are not of one page.
    pub fn others(&self) -> &[Diagnostic] {
        &self.others
    }

    /// All, in the order of files and lines.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut pages = self.pages.iter().flatten().flat_map(|group| group.iter()).peekable();
        let mut others = self.others.iter().peekable();
        std::iter::from_fn(move || match (pages.peek(), others.peek()) {
            (Some(page), Some(other)) if diagnostic::order(page, other).is_le() => pages.next(),
            (_, Some(_)) => others.next(),
            (_, None) => pages.next(),
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.counts.1 + self.others.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many are errors.
    pub fn errors(&self) -> usize {
        self.counts.0 + diagnostic::errors(&self.others)
    }

    /// Those of one file.
    pub fn of<'a>(&'a self, file: &'a str) -> impl Iterator<Item = &'a Diagnostic> {
        let name = |group: &'a Group| group.as_ref().and_then(|group| group.first()).map(|first| first.file.as_str());
        let found = self.pages.iter().filter(move |group| name(group) == Some(file)).flatten();
        found.flat_map(|group| group.iter()).chain(self.others.iter().filter(move |other| other.file == file))
    }

    /// A copy of all, in the order of files and lines.
    pub fn to_vec(&self) -> Vec<Diagnostic> {
        self.iter().cloned().collect()
    }
}

/// Which of two is told first; what copies share is equal without a look.
fn order(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    if ptr::eq(a, b) { Ordering::Equal } else { diagnostic::order(a, b) }
}

fn add(counts: &mut (usize, usize), group: &Group, change: fn(usize, usize) -> usize) {
    let group = group.as_deref().unwrap_or_default();
    let errors = group.iter().filter(|d| d.severity == Severity::Error).count();
    *counts = (change(counts.0, errors), change(counts.1, group.len()));
}

impl IntoIterator for Problems {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.to_vec().into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(file: &str, message: &str) -> Diagnostic {
        Diagnostic::error("e", file, message)
    }

    #[test]
    fn they_come_in_the_order_of_files_and_are_counted() {
        let page =
            |file: &str| group(vec![problem(file, "b"), Diagnostic::warning("w", file, "a"), problem(file, "b")]);
        let pages: ChunkedVec<Group> = [page("a.md"), None, page("c.md")].into_iter().collect();
        let mut all = Problems::of_pages(pages).with(vec![problem("docent.yaml", "x"), problem("b.md", "y")]);
        let told =
            |all: &Problems| all.iter().map(|d| format!("{}{}", d.file, d.message)).collect::<Vec<_>>().join(" ");
        assert_eq!(told(&all), "a.mdb a.mda b.mdy c.mdb c.mda docent.yamlx");
        assert_eq!((all.len(), all.errors()), (6, 4));
        let before = all.clone();
        all.set_page(0, None);
        all.set_page(1, group(vec![problem("b.md", "z")]));
        assert_eq!(told(&all), "b.mdy b.mdz c.mdb c.mda docent.yamlx");
        assert_eq!((all.len(), all.errors(), before.len()), (5, 4, 6));
        assert_eq!(all.of("b.md").count(), 2);
        assert_eq!(all.since(&before).len(), 4, "all errors");
        let calm = Problems::default()
            .with(vec![Diagnostic::warning("w", "a.md", "a"), Diagnostic::warning("w", "b.md", "c")]);
        let more = calm.and(vec![Diagnostic::warning("w", "b.md", "b")]);
        assert_eq!(more.since(&calm).iter().map(|d| d.message.as_str()).collect::<Vec<_>>(), ["b"]);
        assert!(calm.since(&calm).is_empty() && calm.since(&more).is_empty());
    }
}
