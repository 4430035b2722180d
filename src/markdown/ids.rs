//! Ids of headings: anchors that are unique in their page.
//!
//! In: what the author wrote and the heading's text. Out: an id, and why it is not the author's, if it is not.

use crate::url::{Slugs, slug};
use std::collections::BTreeMap;

/// What is wrong and what to do.
type Refusal = (String, &'static str);

/// The ids of a page so far.
pub struct Ids {
    slugs: Slugs,
    /// How often each has been counted up.
    taken: BTreeMap<String, usize>,
}

impl Ids {
    /// None yet.
    pub fn new(slugs: Slugs) -> Self {
        Ids { slugs, taken: BTreeMap::new() }
    }

    /// The id of the next heading: the author's (`## Text {#id}`) if it can be, else one of its text.
    pub fn of(&mut self, wanted: Option<&str>, text: &str) -> (String, Option<Refusal>) {
        match wanted.map(|id| self.refused(id).map_or(Ok(id), Err)) {
            Some(Ok(id)) => {
                self.taken.insert(id.to_owned(), 0);
                (id.to_owned(), None)
            }
            Some(Err(refusal)) => (self.free(text), Some(refusal)),
            None => (self.free(text), None),
        }
    }

    fn refused(&self, id: &str) -> Option<Refusal> {
        if !is_valid(id) {
            let message = format!("the heading's id `{id}` contains a character that is not allowed");
            return Some((message, "use letters, digits, `-` and `_`"));
        }
        if is_reserved(id) {
            return Some((format!("ids that begin like `{id}` are reserved"), "choose an id that begins differently"));
        }
        let message = format!("the id `{id}` is already used by another heading on this page");
        self.taken.contains_key(id).then_some((message, "give this heading another id"))
    }

    /// The heading's slug; the second of a name gets `-1`, as in Zola.
    fn free(&mut self, text: &str) -> String {
        let mut base = slug(text, self.slugs);
        if base.is_empty() {
            base.push_str("section");
        } else if is_reserved(&base) {
            base.insert_str(0, "section-");
        }
        let mut id = base.clone();
        while self.taken.contains_key(&id) {
            let count = self.taken.entry(base.clone()).or_default();
            *count += 1;
            id = format!("{base}-{count}");
        }
        self.taken.insert(id.clone(), 0);
        id
    }
}

/// Whether an author can give an id to something that is no heading.
pub fn is_free(id: &str) -> bool {
    is_valid(id) && !is_reserved(id)
}

fn is_valid(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

/// Beginnings of ids that templates and footnotes use.
pub(super) fn is_reserved(id: &str) -> bool {
    ["d-", "fn-", "fnref-", "point-", "step-", "question-"].iter().any(|prefix| id.starts_with(prefix))
}
