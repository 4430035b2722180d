//! One build after the other, for as long as the project is followed.
//!
//! In: a project that is followed, and how its configuration is read. Out: builds, published to the preview.
//!
//! 1. The configuration is read from the snapshot. One that cannot be read leaves the site as it was, with the problem.
//! 2. The site is built by [`pipeline::build`], with the memo kept. A panic is a problem too.
//! 3. The build is published; what is behind the pages that are asked for is handed to [`super::behind`].

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::preview::{Build, Made, Preview, panicked};
use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::pipeline::{self, Memo, Output};
use crate::problems::Problems;
use crate::source::Sources;
use crate::source::watch::Follow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// Reads the configuration from the snapshot.
pub type Configure = dyn Fn(&Sources) -> Result<Config, Vec<Diagnostic>> + Send;

/// What happened, for the terminal.
#[derive(Debug)]
pub enum Said<'a> {
    /// The address of the preview.
    Listening(&'a str),
    /// A build, its problems, its pages, the files that changed, and how long it took.
    Built(&'a Build, usize, Duration),
    /// Something that the user should know.
    Notice(&'a str),
}

/// What the loop needs.
pub struct Loop {
    /// The preview.
    pub preview: Arc<Preview>,
    /// The project.
    pub follow: Follow,
    /// How the configuration is read.
    pub configure: Box<Configure>,
    /// Tells the terminal.
    pub tell: Arc<dyn Fn(Said<'_>) + Send + Sync>,
    /// Who works behind.
    pub behind: Sender<Arc<Build>>,
}

impl Loop {
    /// Builds, and builds again after each change.
    pub fn run(mut self) {
        let mut memo = Memo::keeping();
        let mut state = State { id: 0, made: None, whole: None };
        let mut files = self.follow.sources().files.len();
        loop {
            let started = Instant::now();
            let unreadable = self.follow.diagnostics();
            let build = Arc::new(state.build(self.follow.sources(), unreadable, &*self.configure, &mut memo));
            self.preview.publish(build.clone());
            (self.tell)(Said::Built(&build, files, started.elapsed()));
            // Nobody works behind when the program ends.
            let _ = self.behind.send(build);
            loop {
                if let Some(notice) = self.follow.notice() {
                    (self.tell)(Said::Notice(&notice));
                }
                if let Some(change) = self.follow.next(None) {
                    files = change.files;
                    break;
                }
            }
        }
    }
}

/// What one build leaves to the next.
struct State {
    id: u64,
    made: Option<Arc<Made>>,
    whole: Option<Arc<Made>>,
}

impl State {
    fn build(
        &mut self,
        sources: &Sources,
        unreadable: Vec<Diagnostic>,
        configure: &Configure,
        memo: &mut Memo,
    ) -> Build {
        self.id += 1;
        let problems = match configure(sources).map(|config| (make(&config, sources, memo), config)) {
            Ok(((output, problems), config)) => {
                let made = output.map(|output| Arc::new(Made { output, memo: memo.clone() }));
                self.made = made.or(self.made.take());
                problems.and(config.adjust(unreadable))
            }
            Err(problems) => Problems::default().with([unreadable, problems].concat()),
        };
        if problems.errors() == 0 {
            self.whole.clone_from(&self.made);
        }
        Build::new(self.id, self.made.clone(), self.whole.clone(), sources.clone(), problems)
    }
}

fn make(config: &Config, sources: &Sources, memo: &mut Memo) -> (Option<Output>, Problems) {
    let build = AssertUnwindSafe(|| pipeline::build(config, sources, memo));
    catch_unwind(build).unwrap_or_else(|_| (None, Problems::default().with(vec![panicked(config::FILE)])))
}
