//! What the only cache is made of: results of pure stages, found again by what went in.
//!
//! In: a key and a function that computes the value ([`Table`]), or the next result of a stage that changes its last
//! one ([`Last`]). Out: the value, computed or remembered. A value that a whole generation (one build) did not touch
//! is dropped, so memory follows the site. What was computed is counted: the tests that say "a body edit renders one
//! page" read these counters. `pipeline::Memo` holds one of them for each stage.

use crate::fingerprint::Fingerprint;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// What a stage made last, with what it was made from. For stages that look at 50,000 things: they compare what went
/// in then and now, share what is the same, and make the rest anew, where a table would be asked 50,000 times.
#[derive(Debug)]
pub struct Last<V> {
    value: Option<V>,
    made: AtomicUsize,
    keeps: bool,
}

impl<V: Clone> Clone for Last<V> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), made: AtomicUsize::new(0), keeps: self.keeps }
    }
}

impl<V> Last<V> {
    /// Remembers.
    pub fn keeping() -> Self {
        Self { value: None, made: AtomicUsize::new(0), keeps: true }
    }

    /// Forgets at once.
    pub fn forgetting() -> Self {
        Self { keeps: false, ..Self::keeping() }
    }

    /// What was made last.
    pub fn get(&self) -> Option<&V> {
        self.value.as_ref()
    }

    /// Remembers what is made now; `made` of its parts are new.
    pub fn set(&mut self, value: V, made: usize) {
        self.made.fetch_add(made, Relaxed);
        self.value = Some(value).filter(|_| self.keeps);
    }

    /// How many parts were made anew since the last call.
    pub fn made(&self) -> usize {
        self.made.swap(0, Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_remembers_counts_and_drops_what_is_no_longer_used() {
        let table = Table::keeping();
        let key = || Fingerprint(1);
        assert_eq!(table.get(1, key, || 7), 7);
        table.drop_older_than(1);
        assert_eq!(table.get(2, key, || unreachable!()), 7);
        assert_eq!(table.counts(), (1, 1));
        table.drop_older_than(3);
        assert_eq!(table.get(3, key, || 8), 8, "a generation without it forgets it");
    }

    #[test]
    fn the_last_result_is_kept_unless_it_is_to_be_forgotten() {
        let (mut kept, mut forgotten) = (Last::keeping(), Last::forgetting());
        kept.set("a", 2);
        forgotten.set("a", 2);
        assert_eq!((kept.get(), forgotten.get()), (Some(&"a"), None));
        assert_eq!((kept.made(), kept.made(), forgotten.made()), (2, 0, 2));
    }
}
