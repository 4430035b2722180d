//! `docent build`: the site into the output folder.

use super::console::{Reporter, count, failure, seconds, warnings};
use super::leak_check;
use super::project::{self, Project};
use super::target::{Ended, Manner, Site, Target};
use super::watchdog::Ends;
use super::{BuildArgs, ExportArgs, Global, OutputArgs, USAGE};
use crate::diagnostic::{self, Diagnostic, merged};
use crate::outputs::{Output, RenderMemo};
use crate::pipeline::{self, Memo};
use crate::publish::Published;
use crate::workspace::interrupt::Interrupt;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Builds and publishes.
pub fn run(global: &Global, args: &BuildArgs, out: &OutputArgs, export: &ExportArgs) -> Result<ExitCode, String> {
    let started = Instant::now();
    let report = Reporter::new(global).strict(args.strict);
    let mut project = Project::open(global, Some(args), &report)?;
    project.remembers = true;
    let target = Target::of(&project.root, &project.config, args.strict, out, export)?;
    target.notes().iter().for_each(|note| report.warning(note));
    let Prepared { output, diagnostics, memo } = prepare(&project, &target.folder, &report)?;
    let stop = target.refuses(diagnostic::errors(&diagnostics), diagnostics.len());
    let Some(output) = output.filter(|_| !stop) else {
        report.diagnostics(&diagnostics);
        report.closing(&nothing_published(&diagnostics));
        return Ok(leak_check::code(&diagnostics));
    };
    // The program ends with it, and the system takes its memory back at once: page by page it is a thirtieth of a build.
    let output = ManuallyDrop::new(output);
    let site = Site { output: &output, memo: &memo, config: &project.config };
    let (ended, rendered) =
        target.publish(site, Manner { report, interrupt: &Interrupt::default(), ends: Ends::Program });
    let all = merged(diagnostics, rendered);
    report.diagnostics(&all);
    match ended {
        Ended::Published(published, proof) => {
            told(&published, &target.folder, report);
            report.closing(&closing(&output, &published, &all, started));
            target.export(site, &proof, report).map(|()| ExitCode::SUCCESS)
        }
        Ended::Refused => {
            report.closing(&nothing_published(&all));
            Ok(leak_check::code(&all))
        }
        Ended::Failed(message) => {
            failure(&message);
            Ok(ExitCode::from(USAGE))
        }
    }
}

/// A site that is ready to be rendered.
pub struct Prepared {
    /// The site, if its templates can be read.
    pub output: Option<Output>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// What it renders with.
    pub memo: RenderMemo,
}

/// Reads the sources and builds the model.
pub fn prepare(project: &Project, folder: &Path, report: &Reporter) -> Result<Prepared, String> {
    let started = Instant::now();
    let (sources, mut diagnostics) = project.sources(folder);
    report.detail(&format!("read {} in {}", count(sources.files.len(), "file"), seconds(started.elapsed())));
    if diagnostic::errors(&diagnostics) == 0 {
        project::has_pages(&project.root, &sources)?;
    }
    let started = Instant::now();
    // One build remembers nothing: there is no second one to remember for.
    let mut memo = Memo::forgetting();
    let (output, problems) = pipeline::build(&project.config, &sources, &mut memo);
    report.detail(&format!("modelled the site in {}", seconds(started.elapsed())));
    diagnostics = project.config.adjust(diagnostics);
    diagnostics.extend(problems);
    diagnostic::sort(&mut diagnostics);
    Ok(Prepared { output, diagnostics, memo: memo.render })
}

fn closing(output: &Output, published: &Published, diagnostics: &[Diagnostic], started: Instant) -> String {
    format!(
        "built {} in {} in {}: {} of {} changed, {}",
        count(output.page_count(), "page"),
        count(output.languages(), "language"),
        seconds(started.elapsed()),
        published.written,
        count(published.files, "file"),
        warnings(diagnostics)
    )
}

/// What publishing found in the output that nobody expects.
pub fn told(published: &Published, folder: &Path, report: Reporter) {
    published.notes.iter().for_each(|note| report.warning(note));
    if published.mended > 0 {
        let (files, were) = (count(published.mended, "file"), if published.mended == 1 { "was" } else { "were" });
        let line = format!("{files} {were} missing or changed in {}: written again", folder.display());
        report.warning(&line);
    }
}

/// What is said when the content does not allow it.
pub fn nothing_published(diagnostics: &[Diagnostic]) -> String {
    format!("nothing was published: {}, {}", count(diagnostic::errors(diagnostics), "error"), warnings(diagnostics))
}
