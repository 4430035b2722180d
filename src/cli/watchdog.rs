//! Looks at the clock while templates render: the pure middle has none, and a template can loop for ever.
//!
//! In: what is being rendered. Out: an error and the end of the program when one rendering takes too long. Nothing
//! has been published then; the folder that was being written is removed by the next build.

use super::CONTENT;
use super::report::Reporter;
use crate::diagnostic::Diagnostic;
use crate::render::templates::Running;
use std::collections::BTreeMap;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

/// A page takes well under a millisecond; nothing honest takes this long.
const LIMIT: Duration = Duration::from_secs(4);
const LOOK: Duration = Duration::from_millis(100);

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
    let mut seen: BTreeMap<u64, Instant> = BTreeMap::new();
    while !done.load(Relaxed) {
        thread::park_timeout(LOOK);
        let now = running.now();
        seen.retain(|serial, _| now.iter().any(|(other, ..)| other == serial));
        for (serial, template, page) in now {
            let since = seen.entry(serial).or_insert_with(Instant::now);
            if since.elapsed() > LIMIT && !done.load(Relaxed) {
                give_up(&template, &page, report);
            }
        }
    }
}

fn give_up(template: &str, page: &str, report: Reporter) -> ! {
    let message = format!("the template takes longer than {} s for {page}", LIMIT.as_secs());
    let error = Diagnostic::error("template", &format!("templates/{template}"), message);
    report.diagnostics(&[error.hint("look for a loop in it that does not end, or that grows with each turn")]);
    process::exit(CONTENT.into());
}
