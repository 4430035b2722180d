//! What is being rendered now, and its end: a template that loops for ever is found by someone with a clock and ended here.
//!
//! In: renderings as they begin and end; from `cli::watchdog`, which of them take too much. Out: for the engine, in each
//! turn of a loop, whether to stop. A write does not ask: it knows no place in the template, and so the error had none.
//!
//! A template that was stopped [`MOST`] times is not rendered any more: the same loop would be found on each of 50,000
//! pages. Other templates are another [`Running`].

use crate::diagnostic::Diagnostic;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, Thread, ThreadId};

/// So often a template is stopped before it is given up.
const MOST: usize = 3;

/// Why a rendering is to stop; empty as long as it is not.
pub type Stop = Arc<OnceLock<String>>;

thread_local! {
    /// Of the rendering on this thread: the engine has no place to hand it to the functions that it calls.
    static STOP: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

/// What to do about a template that was stopped.
pub const HINT: &str = "look for a loop that never ends, or that grows with each iteration";

/// Counts the renderings of all templates.
static SERIAL: AtomicU64 = AtomicU64::new(0);

/// The renderings under way.
#[derive(Debug, Default)]
pub struct Running {
    threads: Mutex<HashMap<ThreadId, Rendering>>,
    /// Template -> how often it was stopped, and what was told the last time.
    stopped: Mutex<HashMap<String, (usize, Diagnostic)>>,
    watcher: OnceLock<Thread>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Rendering {
    /// A number that grows with each rendering.
    pub serial: u64,
    /// The template's file.
    pub template: String,
    /// The page.
    pub subject: String,
    stop: Stop,
}

impl Running {
    /// A rendering begins on this thread. What was told of its template, if it is given up.
    pub(super) fn enter(&self, template: &str, subject: &str) -> Result<Stop, Diagnostic> {
        if let Some((_, told)) = lock(&self.stopped).get(template).filter(|(times, _)| *times >= MOST) {
            return Err(told.clone());
        }
        let (serial, stop) = (SERIAL.fetch_add(1, Relaxed), Stop::default());
        let (template, subject) = (template.to_owned(), subject.to_owned());
        let rendering = Rendering { serial, template, subject, stop: stop.clone() };
        lock(&self.threads).insert(thread::current().id(), rendering);
        STOP.set(Some(stop.clone()));
        if let Some(watcher) = self.watcher.get() {
            watcher.unpark();
        }
        Ok(stop)
    }

    /// It has ended.
    pub(super) fn leave(&self) {
        STOP.set(None);
        lock(&self.threads).remove(&thread::current().id());
    }

    /// What runs, the oldest first.
    pub fn now(&self) -> Vec<Rendering> {
        let mut all: Vec<_> = lock(&self.threads).values().cloned().collect();
        all.sort_unstable_by_key(|rendering| rendering.serial);
        all
    }

    /// Ends a rendering at its next turn.
    pub fn stop(&self, rendering: &Rendering, why: &str) {
        let _ = rendering.stop.set(why.to_owned());
    }

    /// A rendering was stopped, and this is told.
    pub(super) fn stopped(&self, template: &str, told: &Diagnostic) {
        let mut stopped = lock(&self.stopped);
        let times = stopped.get(template).map_or(0, |(times, _)| *times);
        stopped.insert(template.to_owned(), (times + 1, told.clone()));
    }

    /// This thread is woken when a rendering begins.
    pub fn wake(&self, watcher: Thread) {
        let _ = self.watcher.set(watcher);
    }
}

/// Why the rendering on this thread is to stop, if it is.
pub(super) fn stopped() -> Option<String> {
    STOP.with_borrow(|stop| stop.as_ref()?.get().cloned())
}

/// A panic elsewhere leaves the maps whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
