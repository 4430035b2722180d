//! The links of all pages, and the same links seen from where they lead: kept from build to build.
//!
//! In: which entries have to be read again. Out: [`LinkGraph`], in which their links are new, and with them the lists of
//! the pages that they lead to or led to. A first build reads all entries into empty lists: there is no other way. Where
//! the structure is made anew, links that mean what they meant are taken from the last lists ([`kept`]).

pub mod kept;

use super::links::sought::Sought;
use super::links::{LinkInputs, Links, Target, index, resolve};
use super::{Entry, Id};
use crate::chunked_vec::ChunkedVec;
use crate::diagnostic::Diagnostic;
use kept::Kept;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What all links mean, by entry.
#[derive(Clone, Debug, Default)]
pub struct LinkGraph {
    /// By the order of the links.
    pub targets: ChunkedVec<Vec<Target>>,
    /// By the order of the fields that name pages.
    pub fields: ChunkedVec<Vec<Target>>,
    /// By the order of the pages that views name.
    pub named: ChunkedVec<Vec<Target>>,
    /// The files that pages lead to, by their paths below `content/`.
    pub files: ChunkedVec<Vec<Arc<str>>>,
    /// What is wrong with them.
    pub faults: ChunkedVec<Vec<Diagnostic>>,
    /// Who links to each entry, in its language, without itself, by title.
    pub backlinks: ChunkedVec<Vec<Id>>,
    /// How many other entries lead to each, in any language.
    pub incoming: ChunkedVec<u32>,
    /// Entries that show other pages.
    pub embedding: BTreeSet<Id>,
    /// Whose headings and blocks were looked at.
    asked: ChunkedVec<Vec<u32>>,
    /// Under which names pages were looked for.
    sought: ChunkedVec<Sought>,
}

/// A link from one entry to another: to, from. Sorted, it tells who leads to each.
type Lead = (u32, u32);

impl LinkGraph {
    /// Of entries whose links have not been read.
    pub fn empty(entries: usize) -> Self {
        let targets: ChunkedVec<Vec<Target>> = (0..entries).map(|_| Vec::new()).collect();
        Self {
            fields: targets.clone(),
            named: targets.clone(),
            targets,
            files: (0..entries).map(|_| Vec::new()).collect(),
            faults: (0..entries).map(|_| Vec::new()).collect(),
            backlinks: (0..entries).map(|_| Vec::new()).collect(),
            incoming: (0..entries).map(|_| 0).collect(),
            embedding: BTreeSet::new(),
            asked: (0..entries).map(|_| Vec::new()).collect(),
            sought: (0..entries).map(|_| Sought::default()).collect(),
        }
    }

    /// Entries that looked at the places of one of these.
    pub fn askers(&self, of: &BTreeSet<u32>) -> Vec<Id> {
        // Most edits leave all headings and blocks as they were.
        if of.is_empty() {
            return Vec::new();
        }
        let asked = |(_, asked): &(Id, &Vec<u32>)| asked.iter().any(|id| of.contains(id));
        self.asked.iter().enumerate().filter(asked).map(|(id, _)| id).collect()
    }

    /// Reads the links of these entries again, but for those that are `kept`. `ranks` is the order of all entries by
    /// title. Tells which other entries more or fewer links lead to.
    pub fn read(&mut self, ground: LinkInputs<'_>, ranks: &[u32], ids: &[Id], kept: Option<&Kept<'_>>) -> Vec<Id> {
        let known = |id: Id| kept.and_then(|kept| kept.links(id));
        let read = |id: &Id| known(*id).unwrap_or_else(|| resolve(ground, &ground.entries[*id]));
        let read: Vec<Links> = ids.par_iter().map(read).collect();
        let (mut lost, mut gained) = (Vec::new(), Vec::new());
        for (id, links) in ids.iter().zip(read) {
            let before = self.leads(*id);
            self.put(*id, links);
            let now = self.leads(*id);
            lost.extend(before.difference(&now).map(|to| (*to, index(*id))));
            gained.extend(now.difference(&before).map(|to| (*to, index(*id))));
        }
        self.lose(&lost);
        self.gain(gained.clone(), ranks, ground.entries);
        let touched: BTreeSet<Id> = lost.iter().chain(&gained).map(|(to, _)| *to as Id).collect();
        touched.into_iter().collect()
    }

    /// Reads the links of entries that have fewer than a moment ago: what is wrong with those that are gone, and what
    /// they asked, stays.
    pub fn read_on(&mut self, ground: LinkInputs<'_>, ranks: &[u32], ids: &[Id]) {
        let before = |id: &Id| (self.faults[*id].clone(), self.asked[*id].clone(), self.sought[*id].clone());
        let before: Vec<_> = ids.iter().map(before).collect();
        self.read(ground, ranks, ids, None);
        for (id, (faults, asked, sought)) in ids.iter().zip(before) {
            *self.faults.at_mut(*id) = faults;
            *self.asked.at_mut(*id) = asked;
            *self.sought.at_mut(*id) = sought;
        }
    }

    fn put(&mut self, id: Id, links: Links) {
        let embeds = links.targets.iter().any(|target| matches!(target, Target::Embed(..)));
        if embeds {
            self.embedding.insert(id)
        } else {
            self.embedding.remove(&id)
        };
        *self.targets.at_mut(id) = links.targets;
        *self.fields.at_mut(id) = links.fields;
        *self.named.at_mut(id) = links.named;
        *self.files.at_mut(id) = links.files;
        *self.faults.at_mut(id) = links.diagnostics;
        *self.asked.at_mut(id) = links.asked;
        *self.sought.at_mut(id) = links.sought;
    }

    /// The other entries that one leads to.
    fn leads(&self, id: Id) -> BTreeSet<u32> {
        let targets = self.targets[id].iter().chain(&self.fields[id]).chain(&self.named[id]);
        targets.filter_map(Target::page).filter(|to| *to != id).map(index).collect()
    }

    fn lose(&mut self, leads: &[Lead]) {
        for (to, from) in leads {
            *self.incoming.at_mut(*to as Id) -= 1;
            self.backlinks.at_mut(*to as Id).retain(|id| *id != *from as Id);
        }
    }

    fn gain(&mut self, mut leads: Vec<Lead>, ranks: &[u32], entries: &ChunkedVec<Entry>) {
        leads.par_sort_unstable_by_key(|(to, from)| (*to, ranks[*from as Id]));
        for leads in leads.chunk_by(|a, b| a.0 == b.0) {
            let to = leads[0].0 as Id;
            *self.incoming.at_mut(to) += index(leads.len());
            let shown = |from: &Id| entries[*from].page.outline.is_listed() && entries[*from].lang == entries[to].lang;
            let new: Vec<Id> = leads.iter().map(|(_, from)| *from as Id).filter(shown).collect();
            let list = self.backlinks.at_mut(to);
            if list.is_empty() {
                *list = new;
                continue;
            }
            for from in new {
                let at = list.partition_point(|other| ranks[*other] < ranks[from]);
                list.insert(at, from);
            }
        }
    }
}
