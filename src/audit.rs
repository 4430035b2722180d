//! Proves that a site for somebody tells nothing of what is for others: names and sentences of everything that was
//! hidden, and the hidden files, are looked for in every byte of the output.
//!
//! In: the site with what is hidden from it, then each file of the output. Out: an error for each file that tells
//! something ([`Prover::check`]), and what was looked for ([`Prover::summary`]). It knows nothing of how pages are
//! hidden, so a mistake there is found here.
//!
//! 1. [`secrets`]: names and texts of all that is hidden, as they stand in the sources; [`openly`]: what shown pages, the
//!    theme and the configuration say too, which is no secret. What is left are [`mod@needles`]: names, runs of eight words,
//!    and words that no shown page has.
//! 2. [`decode`]: a file as the texts that can be read out of it, whatever it is packed in or written with ([`pdf`] too). What cannot
//!    be read is an error: nothing proves that it tells nothing.
//! 3. [`words`]: texts as words, in one pass, and the needles among them.

mod containers;
mod decode;
mod escapes;
mod markup;
mod needles;
mod openly;
mod pdf;
mod secrets;
mod words;
mod world;

use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use needles::Needles;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

pub use world::AuditInput;

/// Looks for what is hidden.
#[derive(Debug)]
pub struct Prover {
    needles: Needles,
    /// Hidden files by their bytes.
    files: BTreeMap<Fingerprint, String>,
    clean: decode::Clean,
    pages: Vec<String>,
    audience: String,
}

/// What was looked for: the part of `audit.json` that is known before the output is.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Version of docent.
    pub docent: &'static str,
    /// Whom the site is for.
    pub audience: String,
    /// Pages that are hidden, as a whole or in part.
    pub excluded_pages: Vec<String>,
    /// Files that are hidden, with the fingerprints of their bytes (XXH3-128).
    pub excluded_files: BTreeMap<String, String>,
    /// Names, words and runs of words that were looked for.
    pub needles: usize,
    /// Names that are too short to be looked for: they stand everywhere.
    pub too_short: Vec<String>,
}

impl Prover {
    /// Collects what is hidden from a site. None if it is for nobody in particular.
    pub fn new(world: AuditInput<'_>) -> Option<Self> {
        let audience = world.config.audience.clone()?;
        let partly = world.shown().into_iter().filter(|(_, page)| page.outline.partial).map(|(path, _)| path);
        let mut pages: Vec<String> = world.unshown().map(|(path, _)| path).chain(partly).map(str::to_owned).collect();
        pages.sort_unstable();
        pages.dedup();
        Some(Self { needles: needles(world), files: files(world), clean: decode::Clean::default(), pages, audience })
    }

    /// What a file of the output tells and should not.
    pub fn check(&self, path: &str, bytes: &[u8]) -> Vec<Diagnostic> {
        let mut hits = BTreeSet::new();
        if let Some(name) = self.files.get(&Fingerprint::of_bytes(bytes)) {
            hits.insert(format!("it is the file {name}"));
        }
        let mut search = self.needles.search();
        search.read(path.as_bytes());
        let unread = decode::texts(path, bytes, &self.clean, &mut search).err();
        hits.extend(if search.found.is_empty() { Vec::new() } else { self.told(path, bytes) });
        let tell = |what: &String| {
            let message = format!("this file would reveal hidden content to `{}`: {what}", self.audience);
            Diagnostic::error("leak", path, message)
                .hint("hide this content too; if it is not a secret, put it on a visible page")
        };
        hits.iter().take(MOST).map(tell).chain(unread.map(|what| unread_file(path, &what))).collect()
    }

    /// What was found in a file, with its words: only what tells something is read a second time.
    fn told(&self, path: &str, bytes: &[u8]) -> Vec<String> {
        let mut search = self.needles.telling();
        search.read(path.as_bytes());
        // What cannot be read was told the first time.
        decode::texts(path, bytes, &self.clean, &mut search).unwrap_or_default();
        search.said.iter().map(|(found, said)| self.needles.told(*found, said)).collect()
    }

    /// What is looked for.
    pub fn summary(&self) -> Summary {
        Summary {
            docent: env!("CARGO_PKG_VERSION"),
            audience: self.audience.clone(),
            excluded_pages: self.pages.clone(),
            excluded_files: self.files.iter().map(|(hash, name)| (name.clone(), hash.to_string())).collect(),
            needles: self.needles.count(),
            too_short: self.needles.too_short.clone(),
        }
    }
}

/// A file that the proof cannot look into.
fn unread_file(path: &str, what: &str) -> Diagnostic {
    let message =
        format!("docent cannot look into this file, so it cannot prove that the file reveals nothing: it is {what}");
    let hint = "publish it in a format that docent can read (Markdown, PDF, ZIP, an Office document), or take responsibility for it with `diagnostics: {unread-file: warning}` in docent.yaml";
    Diagnostic::error("unread-file", path, message).hint(hint)
}

/// What is looked for.
fn needles(world: AuditInput<'_>) -> Needles {
    let mut needles = secrets::collect(world);
    needles.without(|say| openly::say(world, say));
    needles
}

/// Hits that are told of one file.
const MOST: usize = 5;

/// Hidden files, pages too, that no shown file equals.
fn files(world: AuditInput<'_>) -> BTreeMap<Fingerprint, String> {
    let (shown, hidden) = world.files();
    let known: BTreeSet<Fingerprint> = shown.into_iter().map(|(_, file)| file.fingerprint).collect();
    let hidden = hidden.into_iter().filter(|(_, file)| !known.contains(&file.fingerprint));
    hidden.map(|(path, file)| (file.fingerprint, world.config.content_dir.path(path))).collect()
}
