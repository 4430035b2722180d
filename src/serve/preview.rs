//! What is served: the newest build, the pages that were asked for, and the last good ones.
//!
//! In: builds, one after the other, and a path. Out: [`Shown`]: the bytes of the file, its hash, its problems.
//!
//! 1. A page is rendered when it is asked for, once a build.
//! 2. A page with an error that makes it half a page (front matter that cannot be read, a template that fails) is shown
//!    as it was when it was whole: as this preview showed it, else as the last build without an error has it.
//! 3. HTML gets its one tag.

use super::build::{Build, Searchable, Shown, is_half, is_html, lock};
use super::edit::desk::Desk;
use super::editor::Editor;
use super::guard::Hosts;
use crate::diagnostic;
use crate::output::Bytes;
use crate::outputs::SEARCH;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Pages that are remembered as they were when they were good.
const GOOD: usize = 256;

/// The running preview.
#[derive(Debug)]
pub struct Preview {
    /// Who may ask.
    pub hosts: Hosts,
    /// Who knows it has loaded a page of this preview.
    pub token: String,
    /// What opens a file.
    pub editor: Option<Editor>,
    /// What is edited in the browser; none where nothing is.
    pub desk: Option<Desk>,
    /// The project's folder, with all links resolved.
    pub root: PathBuf,
    /// Counts what there is to tell, and holds the newest build.
    pub news: watch::Sender<News>,
    /// The sites that can be searched.
    pub searchable: Searchable,
    good: Mutex<HashMap<String, Good>>,
}

/// The newest build, and how often there was something to tell.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// Grows with each build and with each result of rendering behind.
    pub number: u64,
    /// The build.
    pub build: Option<Arc<Build>>,
}

#[derive(Clone, Debug)]
struct Good {
    bytes: Bytes,
    source: Option<String>,
}

impl Preview {
    /// A preview without a build.
    pub fn new(hosts: Hosts, token: String, editor: Option<Editor>, desk: Option<Desk>, root: PathBuf) -> Self {
        let news = watch::Sender::new(News::default());
        Self { hosts, token, editor, desk, root, news, searchable: Searchable::default(), good: Mutex::default() }
    }

    /// The newest build.
    pub fn build(&self) -> Option<Arc<Build>> {
        self.news.borrow().build.clone()
    }

    /// A new build is served from now on.
    pub fn publish(&self, build: Arc<Build>) {
        self.news.send_modify(|news| {
            news.number += 1;
            news.build = Some(build);
        });
    }

    /// There is more to tell of the newest build.
    pub fn tell_again(&self) {
        self.news.send_modify(|news| news.number += 1);
    }

    /// A file of a build as it is served. Files of the search index are those of the newest index that is made: no page
    /// waits for the next one. The first index of a large site is made here, when somebody searches.
    pub fn shown(&self, build: &Build, path: &str) -> Arc<Shown> {
        let is_page = || build.made.as_ref().is_some_and(|made| made.output.has(path));
        if path.starts_with(SEARCH) && !is_page() {
            return Arc::new(self.searched(build, path));
        }
        if let Some(shown) = lock(&build.shown).get(path) {
            return shown.clone();
        }
        let shown = Arc::new(self.show(build, path));
        lock(&build.shown).insert(path.to_owned(), shown.clone());
        shown
    }

    fn searched(&self, build: &Build, path: &str) -> Shown {
        if let Some(bytes) = self.searchable.find(path) {
            return Shown::of(bytes, [].into());
        }
        let shown = self.show(build, path);
        if let Some(made) = build.made.as_ref().filter(|_| shown.found) {
            self.searchable.add(made);
        }
        shown
    }

    fn show(&self, build: &Build, path: &str) -> Shown {
        let made = build.made.as_ref();
        let rendered = made.and_then(|made| made.render(path));
        let source = made.and_then(|made| made.output.source_of(path)).map(str::to_owned);
        let Some((bytes, problems)) = rendered else {
            return self.absent(build, path);
        };
        let half = build.is_half(source.as_deref()) || problems.iter().any(|p| is_half(p) && is_html(path));
        if !half {
            self.remember(path, Good { bytes: bytes.clone(), source });
            return Shown::of(bytes, problems);
        }
        match self.good(build, path) {
            Some(good) => Shown::of(good, problems),
            None => Shown::of(bytes, problems),
        }
    }

    /// A path that the site does not have: a page that became unreadable may have had it.
    fn absent(&self, build: &Build, path: &str) -> Shown {
        let good = lock(&self.good).get(path).cloned();
        if let Some(good) = good.filter(|good| build.made.is_none() || build.is_half(good.source.as_deref())) {
            return Shown::of(good.bytes, [].into());
        }
        let made = build.made.as_ref();
        let page = made.filter(|_| is_html(path)).and_then(|made| made.render("404.html"));
        let (bytes, problems) = page.unwrap_or_else(|| (Bytes::Memory(Arc::default()), [].into()));
        Shown { found: false, ..Shown::of(bytes, problems) }
    }

    fn good(&self, build: &Build, path: &str) -> Option<Bytes> {
        let good = lock(&self.good).get(path).cloned();
        good.map(|good| good.bytes).or_else(|| {
            let (bytes, problems) = build.whole.as_ref()?.render(path)?;
            (diagnostic::errors(&problems) == 0).then_some(bytes)
        })
    }

    fn remember(&self, path: &str, good: Good) {
        let mut all = lock(&self.good);
        if all.len() >= GOOD && !all.contains_key(path) {
            all.clear();
        }
        all.insert(path.to_owned(), good);
    }
}
