//! What a stage made, and which state of its inputs it was made from: no stage says of another that it is out of date.
//!
//! In: [`Revisions`], of which those that a stage reads are its key. Out: its value, made again if the key is another.

/// How often each input has changed since the structure was made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Revisions {
    /// Bytes of files beside pages.
    pub files: u64,
    /// Pages that explain terms.
    pub terms: u64,
    /// Drafts.
    pub drafts: u64,
    /// Files that links lead to.
    pub linked_files: u64,
    /// Pages that fields lead to.
    pub fields: u64,
    /// Which pages embed which.
    pub embeds: u64,
}

impl Revisions {
    /// What the glossaries and all mentions are made from.
    pub(super) fn of_glossary(self) -> [u64; 2] {
        [self.files, self.terms]
    }

    /// What the files of drafts are made from.
    pub(super) fn of_drafts(self) -> [u64; 2] {
        [self.files, self.drafts]
    }

    /// What the list of copied files is made from.
    pub(super) fn of_copied(self) -> [u64; 3] {
        [self.files, self.drafts, self.linked_files]
    }
}

/// The last value of a stage, with its key.
#[derive(Clone, Debug)]
pub(super) struct Stage<K, V> {
    last: Option<(K, V)>,
}

impl<K, V> Default for Stage<K, V> {
    fn default() -> Self {
        Self { last: None }
    }
}

impl<K: PartialEq, V> Stage<K, V> {
    /// The value, whatever it was made from.
    pub(super) fn value(&self) -> Option<&V> {
        self.last.as_ref().map(|(_, value)| value)
    }

    /// The value to be changed, if it was made from this.
    pub(super) fn current(&mut self, key: &K) -> Option<&mut V> {
        self.last.as_mut().filter(|(last, _)| last == key).map(|(_, value)| value)
    }

    /// Keeps a value.
    pub(super) fn set(&mut self, key: K, value: V) {
        self.last = Some((key, value));
    }

    /// The value, made now unless it was made from this.
    pub(super) fn renew(&mut self, key: K, make: impl FnOnce() -> V) -> &V {
        let kept = self.last.take().filter(|(last, _)| *last == key);
        &self.last.insert(kept.unwrap_or_else(|| (key, make()))).1
    }
}
