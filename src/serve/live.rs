//! The preview's loop: what each build leaves to the next, and who hears of it.
//!
//! In: builds ([`crate::workspace::rebuild`]). Out: each is published to the tabs; what is behind the pages that are asked
//! for is handed to [`super::background`].

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::build::Build;
use super::preview::Preview;
use crate::workspace::rebuild::{BuiltSite, Rebuilds, Rebuilt};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// What happened, for the terminal.
#[derive(Debug)]
pub enum ServerEvent<'a> {
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
    pub tell: Arc<dyn Fn(ServerEvent<'_>) + Send + Sync>,
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
            (self.tell)(ServerEvent::Built(&build, change.as_deref(), started.elapsed()));
            // Nobody works behind when the program ends.
            let _ = self.behind.send(build);
            self.rebuilds.wait(|notice| (self.tell)(ServerEvent::Notice(notice)));
        }
    }
}

/// What one build of the preview leaves to the next.
#[derive(Default)]
struct State {
    id: u64,
    made: Option<Arc<BuiltSite>>,
    whole: Option<Arc<BuiltSite>>,
}

impl State {
    fn next(&mut self, mut rebuilt: Rebuilt) -> Build {
        self.id += 1;
        self.made = rebuilt.made.take().map(Arc::new).or(self.made.take());
        if rebuilt.problems.errors() == 0 {
            self.whole.clone_from(&self.made);
        }
        Build::new(self.id, self.made.clone(), self.whole.clone(), rebuilt)
    }
}
