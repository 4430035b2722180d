//! Behind the pages that are asked for: all others are rendered, for their problems, and the search index is made.
//!
//! In: the newest build. Out: what rendering found, told to all tabs; the index that the search asks. The work has a
//! pool of its own, half the cores, and stops when there is a newer build: a page that is asked for never waits for it.
//! The index of a large site waits until somebody searches: it takes as much memory as the rest of the preview, and most
//! previews are never searched.

use super::build::{Build, lock};
use super::preview::Preview;
use crate::diagnostic::Diagnostic;
use crate::workspace::rebuild::BuiltSite;
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread;

/// Files that are rendered between two looks for a newer build.
const BATCH: usize = 64;

/// The index of a site with more pages is not made before somebody searches.
const READY: usize = 4_000;

/// Works on the builds that come, on the newest one only, until no more can come.
pub fn work(preview: &Preview, builds: &Receiver<Arc<Build>>) {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let name = |index| format!("behind {index}");
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads((cores / 2).max(1)).thread_name(name).build() else {
        return;
    };
    while let Ok(build) = builds.recv() {
        let build = builds.try_iter().last().unwrap_or(build);
        if let Some(made) = &build.made {
            pool.install(|| one(preview, &build, made));
        }
    }
}

fn one(preview: &Preview, build: &Build, made: &Arc<BuiltSite>) {
    let is_newest = || preview.build().is_some_and(|newest| newest.id == build.id);
    let paths: Vec<&str> = made.output.paths().collect();
    let mut found = Vec::new();
    for batch in paths.chunks(BATCH) {
        if !is_newest() {
            return;
        }
        let problems = batch.par_iter().map(|path| made.problems(path));
        found.extend(problems.collect::<Vec<_>>().iter().flat_map(|problems| problems.iter().cloned()));
    }
    made.memo.checks.end_pass();
    tell(preview, build, found);
    let is_wanted = || preview.searchable.is_used() || made.output.site.entries.len() <= READY;
    if is_newest() && is_wanted() {
        // Asked for outside of the pages' way: the first to ask makes it.
        let _ = made.output.search_index(&made.memo);
        preview.searchable.add(made);
    }
}

fn tell(preview: &Preview, build: &Build, found: Vec<Diagnostic>) {
    let any = !found.is_empty();
    *lock(&build.later) = found;
    if any {
        preview.tell_again();
    }
}
