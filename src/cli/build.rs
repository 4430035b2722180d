//! `docent build`: the site into the output folder.

use super::project::Project;
use super::report::{Reporter, count, seconds};
use super::{BuildArgs, CONTENT, ExportArgs, Global, USAGE, export, watchdog};
use crate::diagnostic::{self, Diagnostic};
use crate::pipeline::{self, Memo, Output};
use crate::publish::{self, Failure, Published};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Builds and publishes.
pub fn run(
    global: &Global,
    args: &BuildArgs,
    output_dir: Option<&Path>,
    export: &ExportArgs,
) -> Result<ExitCode, String> {
    let started = Instant::now();
    let report = Reporter::new(global);
    let project = Project::open(global, Some(args), &report)?;
    let folder = project.output_dir(output_dir);
    publish::guard(&folder, &project.root, std::env::home_dir().as_deref())?;
    let export = export::wanted(export, &folder, &project.root)?;
    let (built, memo) = prepare(&project, &folder, &report);
    let (output, diagnostics) = built;
    let stop = diagnostic::errors(&diagnostics) > 0 || (args.strict && !diagnostics.is_empty());
    let Some(output) = output.filter(|_| !stop) else {
        report.diagnostics(&diagnostics);
        report.closing(&nothing_published(&diagnostics));
        return Ok(ExitCode::from(CONTENT));
    };
    match render(&output, &memo, &folder, args.strict, report) {
        Ok((published, problems)) => {
            let all = merged(diagnostics, problems);
            report.diagnostics(&all);
            report.closing(&closing(&output, published, &all, started));
            export.map_or(Ok(()), |(folder, engine)| export::write(&output, &folder, engine, report))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(Failure::Content(problems)) => {
            let all = merged(diagnostics, problems);
            report.diagnostics(&all);
            report.closing(&nothing_published(&all));
            Ok(ExitCode::from(CONTENT))
        }
        Err(Failure::Disk(message)) => {
            report.diagnostics(&diagnostics);
            super::report::failure(&format!("{message}: nothing was published"));
            Ok(ExitCode::from(USAGE))
        }
    }
}

/// Reads the sources and builds the model.
pub fn prepare(project: &Project, folder: &Path, report: &Reporter) -> ((Option<Output>, Vec<Diagnostic>), Memo) {
    let started = Instant::now();
    let (sources, mut diagnostics) = project.sources(folder);
    report.detail(&format!("read {} in {}", count(sources.files.len(), "file"), seconds(started.elapsed())));
    let started = Instant::now();
    // One build remembers nothing: there is no second one to remember for.
    let mut memo = Memo::forgetting();
    let (output, problems) = pipeline::build(&project.config, &sources, &mut memo);
    report.detail(&format!("modelled the site in {}", seconds(started.elapsed())));
    diagnostics = project.config.adjust(diagnostics);
    diagnostics.extend(problems);
    diagnostic::sort(&mut diagnostics);
    ((output, diagnostics), memo)
}

fn render(
    output: &Output,
    memo: &Memo,
    folder: &Path,
    strict: bool,
    report: Reporter,
) -> Result<(Published, Vec<Diagnostic>), Failure> {
    let search = output.search_paths(memo);
    if let Some(problem) = output.search_problem(memo) {
        return Err(Failure::Disk(format!("the search index could not be made: {problem}")));
    }
    let paths: Vec<&str> = output.paths().chain(search.iter().map(String::as_str)).collect();
    let bar = report.progress(paths.len());
    let result = watchdog::guarded(&output.templates.running, report, || {
        publish::publish(folder, &paths, &|path| output.bytes(path, memo), strict, &|| bar.inc(1))
    });
    bar.finish_and_clear();
    result
}

/// All problems once, in order.
pub fn merged(mut diagnostics: Vec<Diagnostic>, more: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.extend(more);
    diagnostic::sort(&mut diagnostics);
    diagnostics
}

/// What is said of the warnings.
pub fn warnings(diagnostics: &[Diagnostic]) -> String {
    match diagnostics.len() - diagnostic::errors(diagnostics) {
        0 => "no warnings".to_owned(),
        n => count(n, "warning"),
    }
}

fn closing(output: &Output, published: Published, diagnostics: &[Diagnostic], started: Instant) -> String {
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

fn nothing_published(diagnostics: &[Diagnostic]) -> String {
    format!("nothing was published: {}, {}", count(diagnostic::errors(diagnostics), "error"), warnings(diagnostics))
}
