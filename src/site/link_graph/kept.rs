//! Links that mean what they meant although the structure is another: most of them, when a page comes or a title changes.
//!
//! In: the last structure and its links, and the new structure. Out: [`Kept`], which gives an entry the links that it had.
//!
//! 1. Entries of both structures are paired: those with the same address, shown for the same file.
//! 2. What is found under a name may be something else if a page that is or was called so came, went or is another than
//!    before. Links that were looked for under such a name are read again ([`Sought`](crate::site::links::sought::Sought)).
//! 3. So are those of another page, and those that lead to another page than before or looked at its headings.

use super::LinkGraph;
use crate::chunked_vec::ChunkedVec;
use crate::page::Page;
use crate::site::links::sought::key;
use crate::site::links::{Links, Target, index};
use crate::site::names::Names;
use crate::site::structure::Structure;
use crate::site::{Entry, Id};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What can be taken from the last links.
pub struct Kept<'a> {
    linked: &'a LinkGraph,
    /// For each new entry, the old one, if both show the same page.
    old: Vec<Option<u32>>,
    /// For each old entry, the new one, in the same way.
    new: Vec<Option<u32>>,
    /// Names under which something else may be found.
    changed: HashSet<u32>,
}

impl<'a> Kept<'a> {
    /// Compares. Files beside pages and what is hidden have to be as they were.
    pub fn of(linked: &'a LinkGraph, before: &Structure, now: &Structure) -> Self {
        let (old_entries, entries) = (&before.entries, &now.entries);
        let (mut old, mut new) = (vec![None; entries.len()], vec![None; old_entries.len()]);
        let mut changed = HashSet::new();
        let mut differs = |page: &Page| changed.extend(Names::keys(&page.outline).map(|name| key(&name)));
        for (was, is) in pairs(old_entries, entries) {
            match (was, is) {
                (Some(was), Some(is)) if is_same(&old_entries[was], &entries[is]) => {
                    (new[was], old[is]) = (Some(index(is)), Some(index(was)));
                }
                (was, is) => {
                    was.into_iter().for_each(|was| differs(&old_entries[was].page));
                    is.into_iter().for_each(|is| differs(&entries[is].page));
                }
            }
        }
        Self { linked, old, new, changed }
    }

    /// The links of an entry, if they mean what they meant.
    pub fn links(&self, id: Id) -> Option<Links> {
        let (old, linked) = (self.old[id]? as Id, self.linked);
        if linked.sought[old].is_among(&self.changed) {
            return None;
        }
        let targets = |list: &[Target]| list.iter().map(|target| self.target(target)).collect::<Option<Vec<_>>>();
        Some(Links {
            targets: targets(&linked.targets[old])?,
            fields: targets(&linked.fields[old])?,
            named: targets(&linked.named[old])?,
            asked: linked.asked[old].iter().map(|id| self.new[*id as Id]).collect::<Option<_>>()?,
            sought: linked.sought[old].clone(),
            files: linked.files[old].clone(),
            diagnostics: linked.faults[old].clone(),
        })
    }

    fn target(&self, target: &Target) -> Option<Target> {
        Some(match target {
            Target::Page(to, place) => Target::Page(self.new[*to as Id]?, *place),
            Target::Embed(to, place) => Target::Embed(self.new[*to as Id]?, *place),
            other => other.clone(),
        })
    }
}

/// Old and new entries side by side, those of one address together if they are of one kind.
fn pairs(old: &ChunkedVec<Entry>, new: &ChunkedVec<Entry>) -> Vec<(Option<Id>, Option<Id>)> {
    let mut languages: HashMap<&str, usize> = HashMap::new();
    for entry in new.iter().chain(old.iter()) {
        let next = languages.len();
        languages.entry(&entry.lang).or_insert(next);
    }
    let order = |entry: &Entry| languages[&*entry.lang];
    let (mut was, mut is) = (old.iter().enumerate().peekable(), new.iter().enumerate().peekable());
    let mut pairs = Vec::with_capacity(new.len());
    loop {
        let next = match (was.peek(), is.peek()) {
            (Some((_, was)), Some((_, is))) => order(was).cmp(&order(is)).then_with(|| was.out.cmp(&is.out)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return pairs,
        };
        let one = if next.is_le() { was.next() } else { None };
        let other = if next.is_ge() { is.next() } else { None };
        match (one, other) {
            (Some((was, old)), Some((is, new))) if !is_like(old, new) => {
                pairs.extend([(Some(was), None), (None, Some(is))])
            }
            (was, is) => pairs.push((was.map(|(was, _)| was), is.map(|(is, _)| is))),
        }
    }
}

/// Whether the same page is shown. Those that docent made are made anew.
fn is_same(old: &Entry, new: &Entry) -> bool {
    let made = || old.synthetic && new.synthetic && old.page.outline == new.page.outline;
    Arc::ptr_eq(&old.page, &new.page) || made()
}

fn is_like(old: &Entry, new: &Entry) -> bool {
    (old.fallback, old.synthetic, &old.page.outline.source) == (new.fallback, new.synthetic, &new.page.outline.source)
}
