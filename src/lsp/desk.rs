//! The project as its author has it on the desk: the snapshot of the disk, unsaved texts over it, and the site of both.
//!
//! In: snapshots, texts as they are typed. Out: the built site and its problems, renewed by [`Desk::build`].
//!
//! 1. Unsaved texts are laid over the snapshot: to the site they are the files.
//! 2. The site is built with the memo kept, so that an edit costs what it changes. A configuration that cannot be read leaves
//!    the site as it was.
//! 3. What rendering finds comes later, page by page ([`Desk::check`]), as `docent check` would find it.

use super::called::Called;
use super::follow::Snapshot;
use super::texts;
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::pipeline::Memo;
use crate::problems::Problems;
use crate::site::{Id, Site};
use crate::source::Sources;
use crate::workspace::rebuild::{BuiltSite, Configure, Made, make};
use lsp_types::{Location, Uri};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Pages that are rendered between two looks for a message.
const BATCH: usize = 4;

/// All of it.
pub struct Desk {
    /// Ways to the project's folder: as its owner names it, and where it really is.
    pub roots: Vec<PathBuf>,
    configure: Box<Configure>,
    disk: Sources,
    unreadable: Vec<Diagnostic>,
    /// Unsaved texts, by the names of their files.
    open: BTreeMap<String, Arc<str>>,
    /// The addresses under which the client knows open files.
    addresses: BTreeMap<String, Uri>,
    memo: Memo,
    /// What plans of renames remember: they build sites that are nobody's.
    plans: Memo,
    /// The configuration of the last build that had one.
    pub config: Config,
    /// The last site.
    pub made: Option<BuiltSite>,
    /// What its pages are called: made for the first completion.
    called: OnceLock<Called>,
    /// What building found.
    pub problems: Problems,
    /// What was built.
    pub sources: Sources,
    /// What rendering found, by what was rendered.
    later: BTreeMap<String, Arc<[Diagnostic]>>,
    /// What is to be rendered yet, the last first; none before the first look at a build: an edit does not wait for the list.
    unchecked: Option<Vec<String>>,
}

impl Desk {
    /// An empty desk.
    pub fn new(roots: Vec<PathBuf>, configure: Box<Configure>) -> Self {
        Self {
            roots,
            configure,
            disk: Sources::default(),
            unreadable: Vec::new(),
            open: BTreeMap::new(),
            addresses: BTreeMap::new(),
            memo: Memo::keeping(),
            plans: Memo::keeping(),
            config: Config::default(),
            made: None,
            called: OnceLock::new(),
            problems: Problems::default(),
            sources: Sources::default(),
            later: BTreeMap::new(),
            unchecked: None,
        }
    }

    /// The disk has changed.
    pub fn take(&mut self, Snapshot { sources, unreadable }: Snapshot) {
        (self.disk, self.unreadable) = (sources, unreadable);
    }

    /// A text is open, or has changed.
    pub fn edit(&mut self, name: &str, uri: &Uri, text: String) {
        self.open.insert(name.to_owned(), text.into());
        self.addresses.insert(name.to_owned(), uri.clone());
    }

    /// A text is closed: what the disk has holds again.
    pub fn close(&mut self, name: &str) {
        self.open.remove(name);
        self.addresses.remove(name);
    }

    /// Builds what is on the desk.
    pub fn build(&mut self) {
        let mut sources = self.disk.clone();
        for (name, text) in &self.open {
            let same = sources.text(name).is_some_and(|known| known == text);
            if !same {
                sources.insert_text(name, text);
            }
        }
        let Made { config, made, problems } =
            make((self.configure)(&sources), &sources, self.unreadable.clone(), &mut self.memo);
        (self.sources, self.problems) = (sources, problems);
        if let Some(config) = config {
            self.config = config;
        }
        if let Some(made) = made {
            self.unchecked = None;
            let tree = |made: &BuiltSite| made.output.site.tree.clone();
            if !self.made.as_ref().is_some_and(|before| Arc::ptr_eq(&tree(before), &tree(&made))) {
                self.called = OnceLock::new();
            }
            self.made = Some(made);
        }
    }

    /// Renders some pages for what is wrong with them; the files of which something else is known now. None when all
    /// is known.
    pub fn check(&mut self) -> Option<BTreeSet<String>> {
        let made = self.made.as_ref()?;
        let left = self.unchecked.get_or_insert_with(|| {
            let paths: Vec<String> = made.output.paths().map(str::to_owned).collect();
            paths.into_iter().rev().collect()
        });
        if left.is_empty() {
            return None;
        }
        let mut changed = BTreeSet::new();
        for path in left.split_off(left.len().saturating_sub(BATCH)).into_iter().rev() {
            let found = made.problems(&path);
            let before =
                if found.is_empty() { self.later.remove(&path) } else { self.later.insert(path, found.clone()) };
            let before = before.unwrap_or_default();
            if before != found {
                changed.extend(before.iter().chain(found.iter()).map(|problem| problem.file.clone()));
            }
        }
        if left.is_empty() {
            made.memo.checks.end_pass();
            let gone = self.later.extract_if(.., |path, _| !made.output.has(path));
            changed.extend(gone.flat_map(|(_, found)| found.iter().map(|d| d.file.clone()).collect::<Vec<_>>()));
        }
        Some(changed)
    }

    /// All that is wrong with each of these files, in order and once. One walk for all: a first build may tell of
    /// thousands.
    pub fn problems_of<'f>(&self, files: impl IntoIterator<Item = &'f str>) -> BTreeMap<&'f str, Vec<Diagnostic>> {
        let mut all: BTreeMap<&str, Vec<Diagnostic>> = files.into_iter().map(|file| (file, Vec::new())).collect();
        for problem in self.problems.iter().chain(self.later.values().flat_map(|found| found.iter())) {
            if let Some(of_file) = all.get_mut(problem.file.as_str()) {
                of_file.push(problem.clone());
            }
        }
        all.values_mut().for_each(diagnostic::sort);
        all
    }

    /// For plans of renames.
    pub fn planning(&mut self) -> &mut Memo {
        &mut self.plans
    }

    /// Whether a file is one of the project's.
    pub fn reads(&self, name: &str) -> bool {
        let folders = [self.config.content_dir.prefix(), "templates/", "themes/"];
        name == crate::config::FILE
            || self.sources.files.contains_key(name)
            || folders.iter().any(|at| name.starts_with(at))
    }

    /// The model of the site.
    pub fn site(&self) -> Option<&Site> {
        self.made.as_ref().map(|made| &made.output.site)
    }

    /// What the pages of the site are called.
    pub fn called(&self, site: &Site) -> &Called {
        self.called.get_or_init(|| Called::of(site))
    }

    /// The page that a file is.
    pub fn page(&self, file: &str) -> Option<Id> {
        self.site()?.own_entry(file).map(|(id, _)| id)
    }

    /// What a file holds, as its author sees it.
    pub fn text(&self, file: &str) -> Option<&Arc<str>> {
        self.open.get(file).or_else(|| self.sources.text(file))
    }

    /// The address of a file, as the client calls it.
    pub fn uri(&self, file: &str) -> Option<Uri> {
        self.addresses.get(file).cloned().or_else(|| texts::uri(self.roots.first()?, file))
    }

    /// The name of the file at an address.
    pub fn name(&self, uri: &Uri) -> Option<String> {
        texts::name(&self.roots, uri)
    }

    /// A place in a file.
    pub fn location(&self, file: &str, bytes: Range<usize>) -> Option<Location> {
        let text = self.text(file).map_or("", |text| text);
        Some(Location::new(self.uri(file)?, texts::range(text, bytes)))
    }
}
