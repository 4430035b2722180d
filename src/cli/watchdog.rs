//! Looks at the clock and at the memory while templates render: the pure middle has no clock, and a template can loop
//! for ever, or double a string until nothing is left.
//!
//! In: what is being rendered. Out: the end of what takes too much:
//!
//! - of the program, for a single build: nothing has been published then, and the folder that was being written is removed
//!   by the next build;
//! - of the rendering, where the program is to go on: it ends with an error at its next turn of a loop. One call of a
//!   filter is no loop: `replace`, `join` or `indent` that makes gigabytes of a few letters at once ends the program all
//!   the same, before the whole memory is taken.

use super::CONTENT;
use super::console::Reporter;
use crate::diagnostic::Diagnostic;
use crate::render::templates::Templates;
use crate::render::templates::cancellation::{HINT, Rendering, Running};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// A page takes well under a millisecond; nothing honest takes this long.
const LIMIT: Duration = Duration::from_secs(4);
/// What may be added to the memory while a page is rendered.
const MEMORY: usize = 512 * 1024 * 1024;
/// So much was added though the rendering was told to stop: the program ends. A doubling that is under way when it is told
/// adds as much again, and a tab, the page itself and the work behind may render one page at once.
const TOO_MUCH: usize = 6 * MEMORY;
/// A rendering that is younger did not fill the memory.
const SUSPECT: Duration = Duration::from_millis(40);
/// Memory fills at some gigabytes a second: seldom looks would come too late.
const LOOK: Duration = Duration::from_millis(10);

/// What ends when a rendering takes too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// The program.
    Program,
    /// The rendering.
    Rendering,
}

/// Runs `work` while the clock is watched.
pub fn guarded<T>(running: &Running, ends: Ends, report: Reporter, work: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut looks = Looks::new(ends, report);
            while !done.load(Relaxed) {
                thread::park_timeout(LOOK);
                looks.look(running.now(), running, &done);
            }
        });
        let result = work();
        done.store(true, Relaxed);
        watch.thread().unpark();
        result
    })
}

/// Watches the templates of a program that goes on, and sleeps while nothing is rendered.
pub struct Watchdog {
    templates: Arc<Mutex<Vec<Weak<Templates>>>>,
    thread: Thread,
}

impl Watchdog {
    /// Begins to watch.
    pub fn start(report: Reporter) -> io::Result<Self> {
        let templates: Arc<Mutex<Vec<Weak<Templates>>>> = Arc::default();
        let own = templates.clone();
        let watch = move || {
            let mut looks = Looks::new(Ends::Rendering, report);
            loop {
                let all: Vec<_> = own.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let mut idle = true;
                for templates in all.iter().filter_map(Weak::upgrade) {
                    let now = templates.running.now();
                    idle &= now.is_empty();
                    looks.look(now, &templates.running, &AtomicBool::new(false));
                }
                // A rendering that began meanwhile has left a token: this returns at once.
                if idle { thread::park() } else { thread::sleep(LOOK) }
            }
        };
        let thread = thread::Builder::new().name("watchdog".to_owned()).spawn(watch)?.thread().clone();
        Ok(Self { templates, thread })
    }

    /// Watches these too. Older ones are forgotten with the last build that has them.
    pub fn add(&self, templates: &Arc<Templates>) {
        let mut all = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|known| known.strong_count() > 0);
        if !all.iter().any(|known| known.as_ptr() == Arc::as_ptr(templates)) {
            templates.running.wake(self.thread.clone());
            all.push(Arc::downgrade(templates));
            self.thread.unpark();
        }
    }
}

/// What was seen so far.
struct Looks {
    ends: Ends,
    report: Reporter,
    seen: BTreeMap<u64, Seen>,
}

/// A rendering as it was first seen.
struct Seen {
    since: Instant,
    memory: usize,
    told: bool,
    /// The round of looks that saw it last.
    last: Instant,
}

impl Looks {
    fn new(ends: Ends, report: Reporter) -> Self {
        Self { ends, report, seen: BTreeMap::new() }
    }

    /// Looks once.
    fn look(&mut self, now: Vec<Rendering>, running: &Running, done: &AtomicBool) {
        if now.is_empty() {
            return;
        }
        let (time, memory) = (Instant::now(), memory().unwrap_or(0));
        for rendering in now {
            let first = || Seen { since: time, memory, told: false, last: time };
            let seen = self.seen.entry(rendering.serial).or_insert_with(first);
            seen.last = time;
            let grown = memory.saturating_sub(seen.memory);
            let full = grown > MEMORY;
            if time - seen.since <= (if full { SUSPECT } else { LIMIT }) || done.load(Relaxed) {
                continue;
            }
            let why = why(full, &rendering.subject);
            if self.ends == Ends::Program || grown > TOO_MUCH {
                give_up(&rendering, why, self.report);
            }
            if !seen.told {
                running.stop(&rendering, &why);
                seen.told = true;
            }
        }
        self.seen.retain(|_, seen| seen.last.elapsed() < LIMIT);
    }
}

/// Bytes of memory that the process holds. Where the system does not tell (only Linux does, in a file), only the
/// clock is watched.
fn memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()? * 1024)
}

fn why(full: bool, page: &str) -> String {
    if full {
        format!("the template needs more than {} MB of memory for {page}", MEMORY / 1024 / 1024)
    } else {
        format!("the template takes longer than {} s for {page}", LIMIT.as_secs())
    }
}

fn give_up(rendering: &Rendering, why: String, report: Reporter) -> ! {
    report.diagnostics(&[Diagnostic::error("template", &rendering.template, why).hint(HINT)]);
    process::exit(CONTENT.into());
}
