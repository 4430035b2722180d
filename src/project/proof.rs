//! The proof that a site for somebody tells nothing of what is for others, around publishing.
//!
//! In: the built site. Out: a [`Proof`] through which every file goes on its way to the disk: an error comes with a file
//! that tells something, so publishing stops. `NAME.audit.json` is written into the project's folder.

use crate::audit::{AuditInput, Prover, Summary};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity, merged};
use crate::output::Bytes;
use crate::outputs::{Output, RenderMemo};
use crate::publish::{self, Failure};
use crate::theme;
use rayon::prelude::*;
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// Looks through files as they are made; for a site for nobody in particular it only hands them on.
pub struct Proof {
    prover: Option<Prover>,
    config: Config,
    files: AtomicUsize,
    bytes: AtomicU64,
}

/// `audit.json`.
#[derive(Serialize)]
struct Audit<'a> {
    /// Whether the site was published.
    published: bool,
    #[serde(flatten)]
    summary: Summary,
    /// Files and bytes that were looked through.
    files: usize,
    bytes: u64,
    /// Those that tell something.
    leaks: Vec<&'a str>,
    /// What they tell: which words, and of which source.
    found: Vec<Told<'a>>,
}

/// What a file tells: a form of `audit.json`, made from a diagnostic.
#[derive(Serialize)]
struct Told<'a> {
    file: &'a str,
    message: &'a str,
}

/// A file's bytes and problems.
type Made = Option<(Bytes, Arc<[Diagnostic]>)>;

impl Proof {
    /// Collects what is hidden.
    pub fn new(output: &Output, config: &Config) -> Self {
        let sources = output.sources();
        // The theme is read for it alone: a site for nobody in particular has nothing to prove.
        let prover = config.audience.as_ref().and_then(|_| {
            let (theme, _) = theme::load(config, sources);
            Prover::new(AuditInput { site: &output.site, config, sources, theme: &theme })
        });
        Self { prover, config: config.clone(), files: AtomicUsize::new(0), bytes: AtomicU64::new(0) }
    }

    /// Whom the site is for.
    pub fn audience(&self) -> Option<&str> {
        self.config.audience.as_deref()
    }

    /// A file, with an error if it tells something. What is looked through is what is written: files of the project are
    /// read here, once.
    pub fn checked(&self, path: &str, made: Made) -> Made {
        let (bytes, problems) = made?;
        let Some(prover) = &self.prover else { return Some((bytes, problems)) };
        let bytes: Arc<Vec<u8>> = match bytes {
            Bytes::Memory(bytes) => bytes,
            Bytes::Disk(file) => match file.read() {
                Ok(bytes) => bytes.into(),
                // Publishing will say why it cannot be read.
                Err(_) => return Some((Bytes::Disk(file), problems)),
            },
        };
        self.files.fetch_add(1, Relaxed);
        self.bytes.fetch_add(bytes.len() as u64, Relaxed);
        let told = self.config.adjust(prover.check(path, &bytes));
        let problems = if told.is_empty() { problems } else { merged(problems.to_vec(), told).into() };
        Some((Bytes::Memory(bytes), problems))
    }

    /// Renders everything, looks through it, and writes nothing. `tick` is called after each file.
    pub fn check(&self, output: &Output, memo: &RenderMemo, tick: &(dyn Fn() + Sync)) -> Vec<Diagnostic> {
        if self.prover.is_none() {
            return output.check(memo, tick);
        }
        let search = output.search_paths(memo);
        let paths: Vec<&str> = output.paths().chain(search.iter().map(String::as_str)).collect();
        let look = |path: &&str| {
            let problems = self.checked(path, output.bytes(path, memo)).map(|(_, problems)| problems.to_vec());
            tick();
            problems
        };
        paths.par_iter().filter_map(look).flatten().collect()
    }

    /// What stands in the output folder and docent did not write: it would stay beside the site.
    pub fn foreign(&self, folder: &Path) -> Result<Vec<Diagnostic>, Failure> {
        let Some(prover) = &self.prover else { return Ok(Vec::new()) };
        let mut told = Vec::new();
        for (name, path) in publish::foreign(folder)? {
            let bytes = fs::read(&path).map_err(publish::wrap(&path))?;
            told.extend(self.config.adjust(prover.check(&name, &bytes)));
        }
        Ok(told)
    }

    /// Writes the audit into the project's folder: beside the output it could lie in the folder of another site, which a
    /// server shows.
    pub fn write(&self, root: &Path, published: bool, problems: &[Diagnostic]) -> Result<(), String> {
        let Some(prover) = &self.prover else { return Ok(()) };
        let leaks = || problems.iter().filter(|problem| is_leak(problem));
        let files: Vec<&str> = leaks().map(|problem| problem.file.as_str()).collect();
        let audit = Audit {
            published,
            summary: prover.summary(),
            files: self.files.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
            leaks: files,
            found: leaks().map(|leak| Told { file: &leak.file, message: &leak.message }).collect(),
        };
        let path = root.join(format!("{}.audit.json", self.config.audience.as_deref().unwrap_or_default()));
        let text = serde_json::to_string_pretty(&audit).map_err(|error| error.to_string())? + "\n";
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// What keeps a site from being published since it could tell something.
pub fn is_leak(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error && matches!(problem.code, "leak" | "unread-file")
}
