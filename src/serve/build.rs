//! A build as it is served: the site with its memo, what is wrong with it, the files that were asked for.
//!
//! In: what [`crate::pipeline::build`] made. Out: rendered files, with a panic told as a problem of its file; the sites
//! whose index is made.

use crate::config::Config;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::fingerprint::Fingerprint;
use crate::lsp::called::Called;
use crate::output::Bytes;
use crate::pipeline::Memo;
use crate::problems::Problems;
use crate::source::Sources;
use crate::workspace::rebuild::{BuiltSite, Rebuilt};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Errors after which a page is not what its author wrote. Any other error (a broken link) leaves it whole.
const HALF: [&str; 10] = [
    "front-matter",
    "front-matter-value",
    "field",
    "unknown-key",
    "unreadable",
    "too-large",
    "nesting",
    "template",
    "panic",
    "config",
];

/// One build.
#[derive(Debug)]
pub struct Build {
    /// Its number, from 1.
    pub id: u64,
    /// The site, of this build or of an earlier one; none when there never was one.
    pub made: Option<Arc<BuiltSite>>,
    /// The last site without any error.
    pub whole: Option<Arc<BuiltSite>>,
    /// The snapshot.
    pub sources: Sources,
    /// The configuration, if it could be read.
    pub config: Option<Config>,
    /// What building left, for builds of texts that are not saved.
    pub memo: Memo,
    /// What its pages are called: made when somebody writes a link.
    pub called: OnceLock<Called>,
    /// What building found.
    pub diagnostics: Problems,
    /// What rendering the pages behind found.
    pub later: Mutex<Vec<Diagnostic>>,
    /// Files that were asked for, as they were served.
    pub shown: Mutex<HashMap<String, Arc<Shown>>>,
}

/// A file as it is served.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Whether there is such a file.
    pub found: bool,
    /// The bytes; HTML without its tag.
    pub bytes: Bytes,
    /// Of the bytes.
    pub hash: String,
    /// What rendering found.
    pub problems: Arc<[Diagnostic]>,
}

/// The sites whose index is made, the newest first. The one before stays: a tab may hold names of its files.
#[derive(Debug, Default)]
pub struct Searchable(Mutex<Vec<Arc<BuiltSite>>>);

impl Searchable {
    /// The bytes of a file of an index.
    pub fn find(&self, path: &str) -> Option<Bytes> {
        let sites = lock(&self.0).clone();
        sites.iter().find_map(|made| Some(made.output.bytes(path, &made.memo)?.0))
    }

    /// One more.
    pub fn add(&self, made: &Arc<BuiltSite>) {
        let mut sites = lock(&self.0);
        if !sites.iter().any(|known| Arc::ptr_eq(known, made)) {
            sites.insert(0, made.clone());
            sites.truncate(2);
        }
    }

    /// Whether there is one: then the next index is made behind each build.
    pub fn is_used(&self) -> bool {
        !lock(&self.0).is_empty()
    }
}

impl Build {
    /// A build that nobody has asked anything of.
    pub fn new(id: u64, made: Option<Arc<BuiltSite>>, whole: Option<Arc<BuiltSite>>, rebuilt: Rebuilt) -> Self {
        let Rebuilt { config, problems: diagnostics, sources, memo, .. } = rebuilt;
        let (called, later, shown) = (OnceLock::new(), Mutex::default(), Mutex::default());
        Self { id, made, whole, sources, config, memo, called, diagnostics, later, shown }
    }

    /// Everything known to be wrong, in order.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.to_vec();
        all.extend(lock(&self.later).iter().cloned());
        diagnostic::sort(&mut all);
        all
    }

    /// Whether a file cannot be read as a whole page.
    pub fn is_half(&self, source: Option<&str>) -> bool {
        let Some(source) = source else { return false };
        self.diagnostics.errors() > 0 && self.diagnostics.of(source).any(is_half)
    }
}

/// Whether a problem makes its page half a page.
pub fn is_half(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error && HALF.contains(&problem.code)
}

/// Whether a path is a page.
pub fn is_html(path: &str) -> bool {
    path.ends_with(".html")
}

impl Shown {
    /// A file that was rendered.
    pub fn of(bytes: Bytes, problems: Arc<[Diagnostic]>) -> Self {
        let hash = match &bytes {
            Bytes::Memory(bytes) => Fingerprint::of_bytes(bytes).to_string(),
            Bytes::Disk(_) => String::new(),
        };
        Self { found: true, bytes, hash, problems }
    }
}

/// A panic elsewhere leaves these maps whole.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
