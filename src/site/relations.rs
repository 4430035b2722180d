//! Who names whom in a field: the inverse of every field that names a page.
//!
//! In: entries and what their fields mean. Out: [`Relations`]: for a page, the fields of other pages that lead to it;
//! for a language and a type, its pages. Only listed pages of the same language count, and no stand-ins for missing
//! translations: their fields are another language's words. Fields stand in the front matter, so an edited body leaves all this as it is.

use super::links::Target;
use super::{Entry, Id};
use crate::chunked_vec::ChunkedVec;
use crate::page::SUPERSEDED;
use crate::page::types::FieldStep;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A field that names a page: whose it is, and its number among those of that page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relation {
    /// The page with the field.
    pub from: Id,
    /// Number among its `field_links`.
    pub link: usize,
}

/// What the fields of all pages say.
#[derive(Debug, Default)]
pub struct Relations {
    /// By the page that is named, in the order of the site. Most pages are not.
    to: HashMap<Id, Vec<Relation>>,
    /// By language and type.
    by_type: BTreeMap<Arc<str>, BTreeMap<String, Vec<Id>>>,
}

impl Relations {
    /// Collects them in one walk.
    pub fn new(entries: &ChunkedVec<Entry>, field_targets: &ChunkedVec<Vec<Target>>) -> Self {
        let mut all = Self::default();
        for (id, entry) in entries.iter().enumerate().filter(|(_, e)| counts(e)) {
            if let Some(kind) = &entry.page.outline.front.kind {
                let types = all.by_type.entry(entry.lang.clone()).or_default();
                types.entry(kind.clone()).or_default().push(id);
            }
            for (link, target) in field_targets[id].iter().enumerate() {
                if let Target::Page(to, _) = target
                    // That a page takes another's place is told on that one.
                    && entry.page.outline.field_links[link].path != [FieldStep::Key(SUPERSEDED.into())]
                    && *to as Id != id
                    && entries[*to as Id].lang == entry.lang
                {
                    all.to.entry(*to as Id).or_default().push(Relation { from: id, link });
                }
            }
        }
        all
    }

    /// The fields that name a page, in the order of the site.
    pub fn to(&self, id: Id) -> &[Relation] {
        self.to.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The pages of a type in a language, in the order of the site.
    pub fn of_type(&self, lang: &str, kind: &str) -> &[Id] {
        self.by_type.get(lang).and_then(|types| types.get(kind)).map_or(&[], Vec::as_slice)
    }
}

/// Whether a page is in lists, and in its own language.
pub fn counts(entry: &Entry) -> bool {
    entry.is_own() && entry.page.outline.is_listed()
}
