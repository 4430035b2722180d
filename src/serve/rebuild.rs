//! One build after the other, for as long as the project is followed: for the preview, and for `build --watch`.
//!
//! In: a project that is followed, and how its configuration is read. Out: [`Rebuilt`], after each change; the preview's
//! [`Loop`] publishes it to the tabs.
//!
//! 1. The configuration is read from the snapshot. One that cannot be read leaves the site as it was, with the problem.
//! 2. The site is built by [`pipeline::build`], with the memo kept. A panic is a problem too.
//! 3. The build is published; what is behind the pages that are asked for is handed to [`super::behind`].

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::build::{Build, Made, panicked};
use super::preview::Preview;
use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::outputs::Output;
use crate::pipeline::{self, Memo};
use crate::problems::Problems;
use crate::source::watch::Follow;
use crate::source::{self, Sources};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

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
    pub made: Option<Made>,
    /// What is wrong.
    pub problems: Problems,
    /// The snapshot.
    pub sources: Sources,
}

impl Rebuilds {
    /// Nothing is built yet.
    pub fn new(follow: Follow, configure: Box<Configure>) -> Self {
        Self { follow, configure, memo: Memo::keeping(), change: None }
    }

    /// Builds what the snapshot holds.
    pub fn build(&mut self) -> Rebuilt {
        let (sources, unreadable) = (self.follow.sources().clone(), self.follow.diagnostics());
        let change = self.change.take();
        match (self.configure)(&sources) {
            Ok(config) => {
                self.follow.use_git_dates(config.git_dates);
                let (output, problems) = match no_pages(&sources) {
                    None => make(&config, &sources, &mut self.memo),
                    Some(problem) => (None, Problems::default().with(vec![problem])),
                };
                let made = output.map(|output| Made { output, memo: self.memo.render.clone() });
                let problems = problems.and(config.adjust(unreadable));
                Rebuilt { change, config: Some(config), made, problems, sources }
            }
            Err(problems) => {
                let problems = Problems::default().with([unreadable, problems].concat());
                Rebuilt { change, config: None, made: None, problems, sources }
            }
        }
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
fn no_pages(sources: &Sources) -> Option<Diagnostic> {
    let error = Diagnostic::error("no-pages", "content", "there is no page in the folder content/");
    (!source::has_pages(sources)).then(|| error.hint("bring the folder back, or write content/index.md"))
}

fn make(config: &Config, sources: &Sources, memo: &mut Memo) -> (Option<Output>, Problems) {
    let build = AssertUnwindSafe(|| pipeline::build(config, sources, memo));
    catch_unwind(build).unwrap_or_else(|_| (None, Problems::default().with(vec![panicked(config::FILE)])))
}

/// What happened, for the terminal.
#[derive(Debug)]
pub enum Said<'a> {
    /// The address of the preview.
    Listening(&'a str),
    /// A build, the files that changed (none for the first build), and how long it took.
    Built(&'a Build, Option<&'a [String]>, Duration),
    /// Something that the user should know.
    Notice(&'a str),
}

/// What the preview's loop needs.
pub struct Loop {
    /// The preview.
    pub preview: Arc<Preview>,
    /// The project.
    pub rebuilds: Rebuilds,
    /// Tells the terminal.
    pub tell: Arc<dyn Fn(Said<'_>) + Send + Sync>,
    /// Who works behind.
    pub behind: Sender<Arc<Build>>,
}

impl Loop {
    /// Builds, and builds again after each change.
    pub fn run(mut self) {
        let mut state = State::default();
        loop {
            let started = Instant::now();
            let mut rebuilt = self.rebuilds.build();
            let change = rebuilt.change.take();
            let build = Arc::new(state.next(rebuilt));
            self.preview.publish(build.clone());
            (self.tell)(Said::Built(&build, change.as_deref(), started.elapsed()));
            // Nobody works behind when the program ends.
            let _ = self.behind.send(build);
            self.rebuilds.wait(|notice| (self.tell)(Said::Notice(notice)));
        }
    }
}

/// What one build of the preview leaves to the next.
#[derive(Default)]
struct State {
    id: u64,
    made: Option<Arc<Made>>,
    whole: Option<Arc<Made>>,
}

impl State {
    fn next(&mut self, rebuilt: Rebuilt) -> Build {
        self.id += 1;
        self.made = rebuilt.made.map(Arc::new).or(self.made.take());
        if rebuilt.problems.errors() == 0 {
            self.whole.clone_from(&self.made);
        }
        Build::new(self.id, self.made.clone(), self.whole.clone(), rebuilt.sources, rebuilt.problems)
    }
}
