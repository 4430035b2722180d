//! A site on its way to its folder: what `build` does once, and `build --watch` after each change.
//!
//! In: where the site goes and on what terms; a site. Out: how it ended, and what rendering found.

use super::console::Reporter;
use super::leak_check::Proof;
use super::watchdog::Ends;
use super::{ExportArgs, OutputArgs, export, project, watchdog};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::index::bulk::Engine;
use crate::outputs::{Output, RenderMemo};
use crate::publish::steps::Steps;
use crate::publish::{self, Failure, Published, Terms};
use crate::workspace::interrupt::Interrupt;
use std::path::{Path, PathBuf};

/// Where a site goes, and on what terms.
pub struct Target {
    /// The folder.
    pub folder: PathBuf,
    /// The project's folder, for what is not to be published.
    root: PathBuf,
    audience: Option<String>,
    strict: bool,
    verify: bool,
    recovered: bool,
    export: Option<(PathBuf, Engine)>,
}

/// A site that can be published.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The site.
    pub output: &'a Output,
    /// What it renders with.
    pub memo: &'a RenderMemo,
    /// Its configuration.
    pub config: &'a Config,
}

/// Refuses a folder that is another audience's, by what lies there or by the settings: what is written there would be
/// published with that site.
fn for_nobody_else(folder: &Path, root: &Path, config: &Config) -> Result<(), String> {
    if config.audiences.is_empty() {
        return publish::guard_audience(folder, None, &[]);
    }
    if let Some((name, theirs)) = config.outputs_of_others().find(|(_, own)| publish::is_in(folder, &root.join(own))) {
        let (folder, hint) = (folder.display(), "choose a folder beside it with `--output-dir`");
        return Err(format!("{folder}: the site for `{name}` goes to {theirs}, so {hint}"));
    }
    let inside = publish::foreign(folder).unwrap_or_default();
    publish::guard_audience(folder, config.audience.as_deref(), &inside)
}

/// How it is published.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// Who is told.
    pub report: Reporter,
    /// What may stop it.
    pub interrupt: &'a Interrupt,
    /// What ends when a template takes too much.
    pub ends: Ends,
}

/// How it ended.
pub enum Ended {
    /// The site is published; the proof has looked through it.
    Published(Published, Box<Proof>),
    /// The content has errors, or what counts as one: the folder is as it was.
    Refused,
    /// The disk refused, and this is why.
    Failed(String),
}

impl Target {
    /// The folders are refused before anything is built, if they are not ours to replace.
    pub fn of(
        root: &Path,
        config: &Config,
        strict: bool,
        out: &OutputArgs,
        export: &ExportArgs,
    ) -> Result<Self, String> {
        let folder = project::output_dir(root, config, out.output_dir.as_deref());
        publish::guard(&folder, root, std::env::home_dir().as_deref())?;
        // Before anything else is asked of the folder: it may be half of a site, or none.
        let recovered = publish::recover(&folder, Steps::default())?;
        for_nobody_else(&folder, root, config)?;
        let export = export::wanted(export, &folder, root)?;
        if let Some((beside, _)) = &export {
            let named = |problem: String| problem.replace("--output-dir", "--search-export-dir");
            for_nobody_else(beside, root, config).map_err(named)?;
        }
        let (root, audience) = (root.to_owned(), config.audience.clone());
        Ok(Self { folder, root, audience, strict, verify: out.verify, recovered, export })
    }

    /// What the user should know of the folder.
    pub fn notes(&self) -> Vec<String> {
        let note = || {
            format!("{}: an earlier build was interrupted here; it has been completed or undone", self.folder.display())
        };
        self.recovered.then(note).into_iter().collect()
    }

    /// Whether these problems keep a site from being published.
    pub fn refuses(&self, errors: usize, problems: usize) -> bool {
        errors > 0 || (self.strict && problems > 0)
    }

    /// Renders and publishes; what rendering found comes with it.
    pub fn publish(&self, site: Site<'_>, manner: Manner<'_>) -> (Ended, Vec<Diagnostic>) {
        let proof = Proof::new(site.output, site.config);
        let (result, problems) = match self.render(site, manner, &proof) {
            Ok((published, problems)) => (Ok(Some(published)), problems),
            Err(Failure::Content(problems)) => (Ok(None), problems),
            Err(Failure::Disk(message)) => (Err(format!("{message}: nothing was published")), Vec::new()),
            Err(Failure::Half(message)) => {
                let why = "only part of the site was published; the next build will complete it";
                (Err(format!("{message}: {why}")), Vec::new())
            }
        };
        let noted = result.and_then(|published| {
            let leaks = if published.is_some() { &[][..] } else { &problems };
            proof.write(&self.root, published.is_some(), leaks).map(|()| published)
        });
        let ended = match noted {
            Ok(Some(published)) => Ended::Published(published, Box::new(proof)),
            Ok(None) => Ended::Refused,
            Err(message) => Ended::Failed(message),
        };
        (ended, problems)
    }

    fn render(
        &self,
        Site { output, memo, .. }: Site<'_>,
        Manner { report, interrupt, ends }: Manner<'_>,
        proof: &Proof,
    ) -> Result<(Published, Vec<Diagnostic>), Failure> {
        let foreign = proof.foreign(&self.folder)?;
        if !foreign.is_empty() {
            return Err(Failure::Content(foreign));
        }
        let search = output.search_paths(memo);
        if let Some(problem) = output.search_problem(memo) {
            return Err(Failure::Disk(format!("could not build the search index: {problem}")));
        }
        let paths: Vec<&str> = output.paths().chain(search.iter().map(String::as_str)).collect();
        let (audience, verify) = (self.audience.as_deref(), self.verify);
        let copied: Vec<_> = output.copied().collect();
        let terms = Terms { strict: self.strict, verify, audience, copied: &copied, steps: Steps::default() };
        let bar = report.progress(paths.len());
        let result = watchdog::guarded(&output.templates.running, ends, report, || {
            let made = |path: &str| output.bytes(path, memo).filter(|_| !interrupt.is_asked());
            publish::publish(&self.folder, &paths, &|path| proof.checked(path, made(path)), terms, &|| bar.inc(1))
        });
        bar.finish_and_clear();
        result
    }

    /// Writes what may be found beside the site, if that is wanted.
    pub fn export(&self, site: Site<'_>, proof: &Proof, report: Reporter) -> Result<(), String> {
        let Some((folder, engine)) = &self.export else { return Ok(()) };
        export::write(site.output, (folder, *engine), report, proof)
    }
}
