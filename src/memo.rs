//! The only cache: results of pure stages by the fingerprint of what went in.
//!
//! In: a key and a function that computes the value. Out: the value, computed or remembered. A value that a whole
//! generation (one build) did not touch is dropped, so memory follows the site. Hits and misses are counted: the
//! tests that say "a body edit renders one page" read these counters.

use crate::fingerprint::Fingerprint;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Remembered values of one stage. Shared by threads; two threads may compute one value, never a wrong one.
#[derive(Debug)]
pub struct Table<V> {
    entries: Mutex<HashMap<Fingerprint, (u64, V)>>,
    hits: AtomicUsize,
    misses: AtomicUsize,
    keeps: bool,
}

impl<V: Clone> Table<V> {
    /// A table that remembers.
    pub fn keeping() -> Self {
        Self { entries: Mutex::default(), hits: AtomicUsize::new(0), misses: AtomicUsize::new(0), keeps: true }
    }

    /// A table that forgets at once, for a build that happens once: holding 50,000 rendered pages would only cost.
    pub fn forgetting() -> Self {
        Self { keeps: false, ..Self::keeping() }
    }

    /// The value for `key`, remembered or computed now. `generation` marks it as in use. The key is a function too: a
    /// table that forgets needs none, and hashing a view costs a tenth of rendering it.
    pub fn get(&self, generation: u64, key: impl FnOnce() -> Fingerprint, compute: impl FnOnce() -> V) -> V {
        if !self.keeps {
            self.misses.fetch_add(1, Relaxed);
            return compute();
        }
        let key = key();
        if let Some((seen, value)) = self.lock().get_mut(&key) {
            // A page of an older build may be asked for while a newer one stands.
            *seen = generation.max(*seen);
            self.hits.fetch_add(1, Relaxed);
            return value.clone();
        }
        self.misses.fetch_add(1, Relaxed);
        let value = compute();
        self.lock().insert(key, (generation, value.clone()));
        value
    }

    /// How often a value was found, and how often computed, since the last call.
    pub fn counts(&self) -> (usize, usize) {
        (self.hits.swap(0, Relaxed), self.misses.swap(0, Relaxed))
    }

    /// Whether it remembers.
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// Drops what has not been in use since a generation.
    pub fn drop_older_than(&self, generation: u64) {
        self.lock().retain(|_, (seen, _)| *seen >= generation);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Fingerprint, (u64, V)>> {
        // A panic while computing leaves the map whole: nothing is computed under the lock.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A room's own tables, which the memo carries for it.
pub trait Remembers {
    /// Tables that remember.
    fn keeping() -> Self;
    /// Tables that do not.
    fn forgetting() -> Self;
}

/// One table a stage, and the number of the build that is running. A clone is a handle on the same tables, with its own
/// number: the pages of one build are rendered while the next one is made.
#[derive(Debug)]
pub struct Memo<G, P, F, H, S> {
    /// The theme, ready to use.
    pub grounds: Arc<Table<G>>,
    /// Parsed pages.
    pub pages: Arc<Table<P>>,
    /// What was found in the texts of pages.
    pub found: Arc<Table<F>>,
    /// Rendered files.
    pub files: Arc<Table<H>>,
    /// What the search index is made of. It counts its own generations.
    pub search: Arc<S>,
    generation: u64,
}

impl<G, P, F, H, S> Clone for Memo<G, P, F, H, S> {
    fn clone(&self) -> Self {
        let Self { grounds, pages, found, files, search, generation } = self;
        let (grounds, pages, found) = (grounds.clone(), pages.clone(), found.clone());
        Self { grounds, pages, found, files: files.clone(), search: search.clone(), generation: *generation }
    }
}

impl<G: Clone, P: Clone, F: Clone, H: Clone, S: Remembers> Memo<G, P, F, H, S> {
    /// Remembers from build to build, for watching.
    pub fn keeping() -> Self {
        let (grounds, pages) = (Table::keeping().into(), Table::keeping().into());
        let (found, files) = (Table::keeping().into(), Table::keeping().into());
        Self { grounds, pages, found, files, search: S::keeping().into(), generation: 0 }
    }

    /// Remembers nothing, for a single build.
    pub fn forgetting() -> Self {
        let (grounds, pages) = (Table::forgetting().into(), Table::forgetting().into());
        let (found, files) = (Table::forgetting().into(), Table::forgetting().into());
        Self { grounds, pages, found, files, search: S::forgetting().into(), generation: 0 }
    }

    /// Begins a build: what neither this one nor the one before touched is dropped.
    pub fn begin(&mut self) {
        self.grounds.drop_older_than(self.generation);
        self.pages.drop_older_than(self.generation);
        self.found.drop_older_than(self.generation);
        self.files.drop_older_than(self.generation);
        self.generation += 1;
    }

    /// The running build, for [`Table::get`].
    pub fn generation(&self) -> u64 {
        self.generation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Remembers for () {
        fn keeping() {}
        fn forgetting() {}
    }

    #[test]
    fn remembers_counts_and_drops_what_is_no_longer_used() {
        let mut memo: Memo<(), u8, (), (), ()> = Memo::keeping();
        let key = || Fingerprint(1);
        memo.begin();
        assert_eq!(memo.pages.get(memo.generation(), key, || 7), 7);
        assert_eq!(memo.pages.get(memo.generation(), key, || unreachable!()), 7);
        assert_eq!(memo.pages.counts(), (1, 1));
        memo.begin();
        memo.begin();
        assert_eq!(memo.pages.get(memo.generation(), key, || 8), 8, "a generation without it forgets it");
    }
}
