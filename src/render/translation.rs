//! What a reader of a translation is told: where its original says something newer.
//!
//! In: the context and an address. Out: a part of the page's view, for stamped pages whose original has changed.

use super::context::RenderContext;
use super::view::{Behind, Place};
use crate::page::translated::{Part, changes, original_language};
use crate::site::Id;
use crate::url::{encode, relative};

/// Sections that are named; of more the number is told.
const MOST: usize = 5;

impl RenderContext<'_> {
    /// How far a translation is behind its original, if it is.
    pub(super) fn behind(self, id: Id) -> Option<Behind> {
        let entry = self.entry(id);
        let stamp = &entry.page.outline.front.translated_from;
        let lang = original_language(stamp).filter(|_| !entry.fallback)?;
        let original = self.site.original(id, self.config)?;
        let outline = self.outline(original);
        // The stamp is of the whole original: readers who see less of it are not to be told of what they do not see.
        if outline.partial || outline.unlinked {
            return None;
        }
        let changes = changes(stamp, outline);
        if changes.is_empty() {
            return None;
        }
        let url = relative(&entry.out, &self.entry(original).out);
        let (top, below): (Vec<&Part<'_>>, Vec<&Part<'_>>) =
            changes.changed.iter().chain(&changes.added).partition(|part| part.heading.is_none());
        // In the order of the original: those that are new stand among the others.
        let mut headings: Vec<_> = below.iter().filter_map(|part| part.heading).collect();
        headings.sort_by_key(|heading| heading.range.start);
        let top = (!top.is_empty()).then(|| Place { title: String::new(), url: url.clone() });
        let place = |id: &str, text: &str| Place { title: text.to_owned(), url: format!("{url}#{}", encode(id)) };
        let total = usize::from(top.is_some()) + headings.len();
        let below = headings.iter().map(|heading| place(&heading.id, &self.heading(original, heading)));
        let sections = top.into_iter().chain(below);
        Some(Behind {
            lang: lang.to_owned(),
            name: self.config.language(lang).and_then(|l| l.name.clone()).unwrap_or_else(|| lang.to_owned()),
            url: url.clone(),
            sections: sections.take(MOST).collect(),
            total,
        })
    }
}
