//! Looks at the clock and at the memory while templates render: the pure middle has no clock, and a template can loop
//! for ever, or double a string until nothing is left.
//!
//! In: what is being rendered. Out: an error and the end of the program when one rendering takes too much. Nothing
//! has been published then; the folder that was being written is removed by the next build.

use super::CONTENT;
use super::report::Reporter;
use crate::diagnostic::Diagnostic;
use crate::render::templates::Running;
use std::collections::BTreeMap;
use std::fs;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

/// A page takes well under a millisecond; nothing honest takes this long.
const LIMIT: Duration = Duration::from_secs(4);
/// What all renderings together may add to the memory: they write to disk what they have made.
const MEMORY: usize = 512 * 1024 * 1024;
/// A rendering that is younger did not fill the memory.
const SUSPECT: Duration = Duration::from_millis(40);
/// Memory fills at some gigabytes a second: seldom looks would come too late.
const LOOK: Duration = Duration::from_millis(10);

/// Runs `work` while the clock is watched.
pub fn guarded<T>(running: &Running, report: Reporter, work: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let watch = scope.spawn(|| watch(running, &done, report));
        let result = work();
        done.store(true, Relaxed);
        watch.thread().unpark();
        result
    })
}

fn watch(running: &Running, done: &AtomicBool, report: Reporter) {
    let before = memory().unwrap_or(0);
    let mut seen: BTreeMap<u64, Instant> = BTreeMap::new();
    while !done.load(Relaxed) {
        thread::park_timeout(LOOK);
        let now = running.now();
        seen.retain(|serial, _| now.iter().any(|(other, ..)| other == serial));
        let full = memory().is_some_and(|bytes| bytes > before + MEMORY);
        let allowed = if full { SUSPECT } else { LIMIT };
        for (serial, template, page) in now {
            let since = seen.entry(serial).or_insert_with(Instant::now);
            if since.elapsed() > allowed && !done.load(Relaxed) {
                give_up(&template, &page, full, report);
            }
        }
    }
}

/// Bytes of memory that the process holds. Where the system does not tell (only Linux does, in a file), only the
/// clock is watched.
fn memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()? * 1024)
}

fn give_up(template: &str, page: &str, full: bool, report: Reporter) -> ! {
    let message = if full {
        format!("the template takes more than {} MB of memory for {page}", MEMORY / 1024 / 1024)
    } else {
        format!("the template takes longer than {} s for {page}", LIMIT.as_secs())
    };
    let error = Diagnostic::error("template", template, message);
    report.diagnostics(&[error.hint("look for a loop in it that does not end, or that grows with each turn")]);
    process::exit(CONTENT.into());
}
