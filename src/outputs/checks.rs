//! Files that are rendered only for what is wrong with them: `docent check`, and the pages of a preview that no tab shows.
//!
//! In: a path. Out: what rendering it found; its bytes are dropped. A preview keeps what it found and not the bytes: the
//! HTML of 50,000 pages is 2 GB, of which a tab shows one page.

use super::routes::Route;
use super::{Made, Output, RenderMemo};
use crate::diagnostic::Diagnostic;
use crate::memo::Table;
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What rendering found, by what was rendered.
#[derive(Debug)]
pub struct Checks {
    table: Table<Arc<[Diagnostic]>>,
    /// Counts passes through a whole site: one that an edit interrupts leaves what earlier ones found.
    passes: AtomicU64,
}

impl Checks {
    /// Remembers.
    pub fn keeping() -> Self {
        Self { table: Table::keeping(), passes: AtomicU64::new(0) }
    }

    /// Forgets at once.
    pub fn forgetting() -> Self {
        Self { table: Table::forgetting(), passes: AtomicU64::new(0) }
    }

    /// All files of a site were looked at: what concerned none of them is dropped.
    pub fn end_pass(&self) {
        let pass = self.passes.fetch_add(1, Relaxed);
        self.table.drop_older_than(pass);
    }
}

impl Output {
    /// What rendering a file finds. What is copied, or written without a template, has no problems.
    pub fn problems(&self, path: &str, memo: &RenderMemo) -> Arc<[Diagnostic]> {
        let none = Arc::default();
        let route = self.layout.routes.get(path).filter(|route| has_view(route));
        let Some(Made::View(view, template)) = route.and_then(|route| self.made(path, route)) else { return none };
        let Checks { table, passes } = &*memo.checks;
        let key = || view.fingerprint(self.fingerprint);
        table.get(passes.load(Relaxed), key, || self.rendered(path, &view, &template).diagnostics)
    }

    /// Renders everything and keeps nothing: what `docent check` does. `tick` is called after each file.
    pub fn check(&self, memo: &RenderMemo, tick: &(dyn Fn() + Sync)) -> Vec<Diagnostic> {
        let paths: Vec<&str> = self.paths().collect();
        let render = |path: &&str| {
            let problems = self.bytes(path, memo).map(|(_, problems)| problems);
            tick();
            problems
        };
        let found: Vec<_> = paths.par_iter().filter_map(render).collect();
        found.iter().flat_map(|problems| problems.iter().cloned()).collect()
    }
}

/// Whether a template has a part in a file.
fn has_view(route: &Route) -> bool {
    match route {
        Route::Page(_)
        | Route::Tag(..)
        | Route::Tags(_)
        | Route::Search(_)
        | Route::Progress(_)
        | Route::Changes(_)
        | Route::Redirect(_)
        | Route::NotFound(_)
        | Route::Languages => true,
        // Its pages are looked at one by one.
        Route::Print(..)
        | Route::Copy(_)
        | Route::Source(_)
        | Route::Asset(_)
        | Route::Sitemap
        | Route::Robots
        | Route::Host(_)
        | Route::Llms
        | Route::Sections(_)
        | Route::Feed(_) => false,
    }
}
