//! `docent build --watch`: the site into the output folder after each change, until Ctrl+C.
//!
//! In: the options of `build`. Out: after each change the site of that moment, published as `build` does it, and one
//! line: what changed, how many files were written, how long it took. An error leaves the published site as it is.

use super::build::{nothing_published, options, publish, told};
use super::console::{Reporter, changed, count, failure, seconds, warnings};
use super::export::Export;
use super::locate;
use super::serve::{configure, follow, reading};
use super::watchdog::Ends;
use super::{BuildArgs, ExportArgs, Global, OutputArgs, WatchArgs};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::problems::Problems;
use crate::project::{self, Ended, Project, Publishable, Target};
use crate::workspace::interrupt::Interrupt;
use crate::workspace::rebuild::{Rebuilds, Rebuilt};
use crate::workspace::watch::Mode;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Builds and publishes after each change.
pub fn run(
    global: &Global,
    args: BuildArgs,
    out: OutputArgs,
    export: ExportArgs,
    watch: &WatchArgs,
) -> Result<ExitCode, String> {
    let report = Reporter::new(global).strict(args.strict);
    // A folder that is not ours is refused now, and wrong usage ends the program as it does without `--watch`.
    let project = locate::open(global, Some(&args), &report)?;
    project::has_pages_on_disk(&project.root, &project.config.content_dir)?;
    let target = Target::of(&project.root, &project.config, options(args.strict, &out))?;
    let wanted = Export::wanted(&export, &project, &target.folder)?;
    target.notes().iter().for_each(|note| report.warning(note));
    let located = locate::locate(global)?;
    let root = std::fs::canonicalize(&located.root).map_err(|error| format!("{}: {error}", located.root.display()))?;
    let interrupt = Interrupt::listen()?;
    let mode = if watch.poll { Mode::Poll } else { Mode::Events };
    let follow = follow(&root, &located, &target.folder, reading(&project.config), mode)?;
    let strict = args.strict;
    let rebuilds = Rebuilds::new(follow(), configure(located, args, false));
    let before = Problems::default();
    Publishing { project, out, export, wanted, strict, target, report, interrupt, before }.run(rebuilds)
}

/// Where to, how it is told, and what was told last.
struct Publishing {
    project: Project,
    out: OutputArgs,
    export: ExportArgs,
    wanted: Option<Export>,
    strict: bool,
    target: Target,
    report: Reporter,
    interrupt: Arc<Interrupt>,
    before: Problems,
}

impl Publishing {
    fn run(mut self, mut rebuilds: Rebuilds) -> Result<ExitCode, String> {
        let interrupt = self.interrupt.clone();
        loop {
            let started = Instant::now();
            let rebuilt = rebuilds.build();
            if interrupt.whole(|| self.one(&rebuilt, started)).is_none() {
                return Ok(ExitCode::SUCCESS);
            }
            rebuilds.wait(|notice| self.report.warning(notice));
        }
    }

    /// Publishes one build.
    fn one(&mut self, rebuilt: &Rebuilt, started: Instant) {
        let (ended, rendered) = self.publish(rebuilt);
        if self.interrupt.is_asked() {
            return;
        }
        let all = rebuilt.problems.and(rendered);
        self.report.diagnostics(&all.since(&self.before));
        let problems = all.to_vec();
        self.before = all;
        let what = changed(rebuilt.change.as_deref(), rebuilt.sources.files.len());
        let line = match &ended {
            Ended::Failed(message) => return failure(message),
            Ended::Refused => format!("{what}: {}, in {}", nothing_published(&problems), seconds(started.elapsed())),
            Ended::Published(published, _) => {
                told(published, &self.target.folder, self.report);
                let (written, files) = (published.written, count(published.files, "file"));
                format!(
                    "{what}: {written} of {files} published in {}, {}",
                    seconds(started.elapsed()),
                    warnings(&problems)
                )
            }
        };
        self.report.closing(&line);
        if let (Ended::Published(_, proof), Some(site)) = (&ended, site(rebuilt))
            && let Some(export) = &self.wanted
            && let Err(message) = export.write(site.output, self.report, proof)
        {
            failure(&message);
        }
    }

    fn publish(&mut self, rebuilt: &Rebuilt) -> (Ended, Vec<Diagnostic>) {
        let Some(site) = site(rebuilt) else { return (Ended::Refused, Vec::new()) };
        if self.target.refuses(rebuilt.problems.errors(), rebuilt.problems.len()) {
            return (Ended::Refused, Vec::new());
        }
        match self.goes_where_it_should(site.config) {
            Ok(()) => publish(&self.target, site, self.report, Ends::Rendering, &|| self.interrupt.is_asked()),
            Err(message) => (Ended::Failed(message), Vec::new()),
        }
    }

    /// The configuration may name another folder by now.
    fn goes_where_it_should(&mut self, config: &Config) -> Result<(), String> {
        let output_dir = self.out.output_dir.as_deref();
        if project::output_dir(&self.project.root, config, output_dir) != self.target.folder {
            self.project.config = config.clone();
            self.target = Target::of(&self.project.root, config, options(self.strict, &self.out))?;
            self.wanted = Export::wanted(&self.export, &self.project, &self.target.folder)?;
        }
        Ok(())
    }
}

fn site(rebuilt: &Rebuilt) -> Option<Publishable<'_>> {
    let (made, config) = (rebuilt.made.as_ref()?, rebuilt.config.as_ref()?);
    Some(Publishable { output: &made.output, memo: &made.memo, config })
}
