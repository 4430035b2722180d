//! One build after the other, for as long as the project is followed: for the preview, and for `build --watch`.
//!
//! In: a project that is followed, and how its configuration is read. Out: [`Rebuilt`], after each change.
//!
//! 1. The configuration is read from the snapshot. One that cannot be read leaves the site as it was, with the problem.
//! 2. The site is built by [`pipeline::build`], with the memo kept. A panic is a problem too.

use super::watch::Follow;
use crate::config::{self, Config};
use crate::content::ContentDir;
use crate::diagnostic::Diagnostic;
use crate::output::Bytes;
use crate::outputs::{Output, RenderMemo};
use crate::pipeline::{self, Memo};
use crate::problems::Problems;
use crate::source::{self, Sources};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Reads the configuration from the snapshot.
pub type Configure = dyn Fn(&Sources) -> Result<Config, Vec<Diagnostic>> + Send;

/// A project, built again and again.
pub struct Rebuilds {
    follow: Follow,
    configure: Box<Configure>,
    memo: Memo,
    change: Option<Vec<String>>,
}

/// What one build made.
pub struct Rebuilt {
    /// The files that changed; none for the first build, which reads them all.
    pub change: Option<Vec<String>>,
    /// The configuration, and the site: either may be impossible to read.
    pub config: Option<Config>,
    /// The site, unless its configuration or its templates cannot be read.
    pub made: Option<BuiltSite>,
    /// What is wrong.
    pub problems: Problems,
    /// The snapshot.
    pub sources: Sources,
    /// What building left, for builds of texts that are not saved.
    pub memo: Memo,
}

impl Rebuilds {
    /// Nothing is built yet.
    pub fn new(follow: Follow, configure: Box<Configure>) -> Self {
        Self { follow, configure, memo: Memo::keeping(), change: None }
    }

    /// Builds what the snapshot holds.
    pub fn build(&mut self) -> Rebuilt {
        let change = self.change.take();
        let mut sources = self.follow.sources().clone();
        let configured = (self.configure)(&sources);
        if let Ok(config) = &configured
            && self.follow.configured(config)
        {
            sources = self.follow.sources().clone();
        }
        let unreadable = self.follow.diagnostics();
        let Made { config, made, problems } = make(configured, &sources, unreadable, &mut self.memo);
        Rebuilt { change, config, made, problems, sources, memo: self.memo.beside() }
    }

    /// Waits until something changed. `tell` hears why changes are noticed later than they could be.
    pub fn wait(&mut self, tell: impl Fn(&str)) {
        loop {
            if let Some(notice) = self.follow.notice() {
                tell(&notice);
            }
            if let Some(change) = self.follow.next(None) {
                self.change = Some(change.names);
                return;
            }
        }
    }
}

/// A folder that was moved away leaves the site as it was.
fn no_pages(sources: &Sources, content: &ContentDir) -> Option<Diagnostic> {
    let dir = content.dir();
    let error = Diagnostic::error("no-pages", dir, format!("there is no page in the folder {dir}/"));
    let index = content.path("index.md");
    (!source::has_pages(sources, content)).then(|| error.hint(format!("restore the folder, or create {index}")))
}

/// A site of a snapshot, or why there is none.
pub struct Made {
    /// The configuration, if it can be read.
    pub config: Option<Config>,
    /// The site, unless its configuration or its templates cannot be read.
    pub made: Option<BuiltSite>,
    /// What is wrong.
    pub problems: Problems,
}

/// Builds a snapshot. `unreadable`: what of the disk is not in it. A panic is told as a problem.
pub fn make(
    configured: Result<Config, Vec<Diagnostic>>,
    sources: &Sources,
    unreadable: Vec<Diagnostic>,
    memo: &mut Memo,
) -> Made {
    let config = match configured {
        Ok(config) => config,
        Err(problems) => {
            let problems = Problems::default().with([unreadable, problems].concat());
            return Made { config: None, made: None, problems };
        }
    };
    let (output, problems) = match no_pages(sources, &config.content_dir) {
        None => output(&config, sources, memo),
        Some(problem) => (None, Problems::default().with(vec![problem])),
    };
    let made = output.map(|output| BuiltSite { output, memo: memo.render.clone() });
    let problems = problems.and(config.adjust(unreadable));
    Made { config: Some(config), made, problems }
}

fn output(config: &Config, sources: &Sources, memo: &mut Memo) -> (Option<Output>, Problems) {
    let build = AssertUnwindSafe(|| pipeline::build(config, sources, memo));
    catch_unwind(build).unwrap_or_else(|_| (None, Problems::default().with(vec![panicked(config::FILE)])))
}

/// An output and the memo that it renders with.
#[derive(Debug)]
pub struct BuiltSite {
    /// The site.
    pub output: Output,
    /// Its memo.
    pub memo: RenderMemo,
}

impl BuiltSite {
    /// Renders a file. A panic is told as a problem, and the file is empty.
    pub fn render(&self, path: &str) -> Option<(Bytes, Arc<[Diagnostic]>)> {
        let render = AssertUnwindSafe(|| self.output.bytes(path, &self.memo));
        catch_unwind(render).unwrap_or_else(|_| {
            let file = self.output.source_of(path).unwrap_or(path);
            Some((Bytes::Memory(Arc::default()), [panicked(file)].into()))
        })
    }

    /// What rendering a file finds; a panic too.
    pub fn problems(&self, path: &str) -> Arc<[Diagnostic]> {
        let render = AssertUnwindSafe(|| self.output.problems(path, &self.memo));
        catch_unwind(render).unwrap_or_else(|_| [panicked(self.output.source_of(path).unwrap_or(path))].into())
    }
}

/// A fault of docent itself.
pub fn panicked(file: &str) -> Diagnostic {
    let error = Diagnostic::error("panic", file, "docent crashed on this file; see the message in the terminal");
    error.hint("this is a bug in docent: please report it with the file")
}
