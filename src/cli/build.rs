//! `docent build`: the site into the output folder.

use super::console::{Reporter, count, failure, seconds, warnings};
use super::export::Export;
use super::watchdog::{self, Ends};
use super::{BuildArgs, ExportArgs, Global, OutputArgs, USAGE, errors_code};
use super::{host, locate};
use crate::diagnostic::{self, Diagnostic, merged};
use crate::outputs::Output;
use crate::project::{self, Ended, Manner, Options, Publishable, Site, Stage, Target};
use crate::publish::Published;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How a build ended.
pub enum Built {
    /// The site is in this folder.
    Published(PathBuf),
    /// It is not, and all was told.
    Ended(ExitCode),
}

/// Builds and publishes.
pub fn run(global: &Global, args: &BuildArgs, out: &OutputArgs, export: &ExportArgs) -> Result<ExitCode, String> {
    Ok(match build(global, args, out, export)? {
        Built::Published(_) => ExitCode::SUCCESS,
        Built::Ended(code) => code,
    })
}

/// The same for who goes on with the folder.
pub fn build(global: &Global, args: &BuildArgs, out: &OutputArgs, export: &ExportArgs) -> Result<Built, String> {
    let started = Instant::now();
    let report = Reporter::new(global).strict(args.strict);
    let mut project = locate::open(global, Some(args), &report)?;
    project.remembers = true;
    let target = Target::of(&project.root, &project.config, options(args.strict, out))?;
    let export = Export::wanted(export, &project, &target.folder)?;
    target.notes().iter().for_each(|note| report.warning(note));
    let Site { output, diagnostics, memo } = project::build_for(&project, &target.folder, &detail(&report))?;
    let stop = target.refuses(diagnostic::errors(&diagnostics), diagnostics.len());
    let Some(output) = output.filter(|_| !stop) else {
        report.diagnostics(&diagnostics);
        report.closing(&nothing_published(&diagnostics));
        return Ok(Built::Ended(errors_code(&diagnostics)));
    };
    // The program ends with it, and the system takes its memory back at once: page by page it is a thirtieth of a build.
    let output = ManuallyDrop::new(output);
    let site = Publishable { output: &output, memo: &memo, config: &project.config };
    let (ended, rendered) = publish(&target, site, report, Ends::Program, &|| false);
    let all = merged(diagnostics, rendered);
    report.diagnostics(&all);
    match ended {
        Ended::Published(published, proof) => {
            told(&published, &target.folder, report);
            report.closing(&closing(&output, &published, &all, started));
            project.config.remote_note().iter().for_each(|note| report.closing(note));
            host::refusals(&project.config, &target.folder).iter().for_each(|line| report.warning(line));
            export.iter().try_for_each(|export| export.write(&output, report, &proof))?;
            Ok(Built::Published(target.folder))
        }
        Ended::Refused => {
            report.closing(&nothing_published(&all));
            Ok(Built::Ended(errors_code(&all)))
        }
        Ended::Failed(message) => {
            failure(&message);
            Ok(Built::Ended(ExitCode::from(USAGE)))
        }
    }
}

/// What is asked of publishing.
pub fn options(strict: bool, out: &OutputArgs) -> Options {
    Options { output_dir: out.output_dir.clone(), strict, verify: out.verify }
}

/// Tells how long each stage took, to who wants to know.
pub fn detail(report: &Reporter) -> impl Fn(Stage, Duration) + '_ {
    |stage, took| {
        let done = match stage {
            Stage::Read(files) => format!("read {}", count(files, "file")),
            Stage::Modelled => "modelled the site".to_owned(),
        };
        report.detail(&format!("{done} in {}", seconds(took)));
    }
}

/// Publishes under the eyes of the watchdog, with a bar.
pub fn publish(
    target: &Target,
    site: Publishable<'_>,
    report: Reporter,
    ends: Ends,
    stops: &(dyn Fn() -> bool + Sync),
) -> (Ended, Vec<Diagnostic>) {
    let bar = report.progress(0);
    let (begin, tick) = (|count| bar.set_length(count as u64), || bar.inc(1));
    let manner = Manner { begin: &begin, tick: &tick, stops };
    let published = watchdog::guarded(&site.output.templates.running, ends, report, || target.publish(site, manner));
    bar.finish_and_clear();
    published
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
