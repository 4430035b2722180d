//! A site on its way to its folder: what `build` does once, and `build --watch` after each change.
//!
//! In: where the site goes and on what terms; a site. Out: how it ended, and what rendering found.

use super::{Proof, Publishable, output_dir, pictures};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::publish::steps::Steps;
use crate::publish::{self, Failure, Published, Terms};
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
}

/// What is asked of publishing.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder, instead of the one that the configuration names.
    pub output_dir: Option<PathBuf>,
    /// A warning counts as an error.
    pub strict: bool,
    /// The bytes of all files in the output are compared, whatever their sizes and times say.
    pub verify: bool,
}

/// Refuses a folder that is another audience's, by what lies there or by the settings: what is written there would be
/// published with that site.
///
/// # Errors
/// Whose folder it is.
pub fn for_nobody_else(folder: &Path, root: &Path, config: &Config) -> Result<(), String> {
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

/// Who follows the publishing, and may stop it.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// Is told how many files there are.
    pub begin: &'a (dyn Fn(usize) + Sync),
    /// Is told of each file.
    pub tick: &'a (dyn Fn() + Sync),
    /// Whether it is to stop: what is not made by then is not published.
    pub stops: &'a (dyn Fn() -> bool + Sync),
}

impl Default for Manner<'_> {
    fn default() -> Self {
        Self { begin: &|_| {}, tick: &|| {}, stops: &|| false }
    }
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
    ///
    /// # Errors
    /// Why the folder is not docent's to replace.
    pub fn of(root: &Path, config: &Config, options: Options) -> Result<Self, String> {
        let Options { output_dir: own, strict, verify } = options;
        let folder = output_dir(root, config, own.as_deref());
        publish::guard(&folder, root, &config.content_dir, std::env::home_dir().as_deref())?;
        // Before anything else is asked of the folder: it may be half of a site, or none.
        let recovered = publish::recover(&folder, Steps::default())?;
        for_nobody_else(&folder, root, config)?;
        let (root, audience) = (root.to_owned(), config.audience.clone());
        Ok(Self { folder, root, audience, strict, verify, recovered })
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
    pub fn publish(&self, site: Publishable<'_>, manner: Manner<'_>) -> (Ended, Vec<Diagnostic>) {
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
        Publishable { output, memo, .. }: Publishable<'_>,
        Manner { begin, tick, stops }: Manner<'_>,
        proof: &Proof,
    ) -> Result<(Published, Vec<Diagnostic>), Failure> {
        let foreign = proof.foreign(&self.folder)?;
        if !foreign.is_empty() {
            return Err(Failure::Content(foreign));
        }
        pictures::make(output, super::caches().as_deref());
        let search = output.search_paths(memo);
        if let Some(problem) = output.search_problem(memo) {
            return Err(Failure::Disk(format!("could not build the search index: {problem}")));
        }
        let paths: Vec<&str> = output.paths().chain(search.iter().map(String::as_str)).collect();
        let (audience, verify) = (self.audience.as_deref(), self.verify);
        let copied: Vec<_> = output.copied().collect();
        let terms = Terms { strict: self.strict, verify, audience, copied: &copied, steps: Steps::default() };
        begin(paths.len());
        let made = |path: &str| output.bytes(path, memo).filter(|_| !stops());
        publish::publish(&self.folder, &paths, &|path| proof.checked(path, made(path)), terms, tick)
    }
}
