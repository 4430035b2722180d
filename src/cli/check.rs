//! `docent check`: all that `build` does, without writing; with `--external`, links to other sites are asked for too.

use super::build::detail;
use super::console::{Reporter, count, seconds, warnings};
use super::links;
use super::locate;
use super::watchdog::Ends;
use super::{BuildArgs, ExternalArgs, Global, errors_code, watchdog};
use crate::diagnostic::{self, merged};
use crate::project::{Proof, Site, build_for};
use crate::publish;
use std::process::ExitCode;
use std::time::Instant;

/// Builds, renders, and tells what is wrong.
pub fn run(global: &Global, args: &BuildArgs, external: ExternalArgs) -> Result<ExitCode, String> {
    let started = Instant::now();
    let report = Reporter::new(global).strict(args.strict);
    let project = locate::open(global, Some(args), &report)?;
    publish::guard(
        &project.output_dir(None),
        &project.root,
        &project.config.content_dir,
        std::env::home_dir().as_deref(),
    )?;
    let Site { output, mut diagnostics, memo } = build_for(&project, &project.output_dir(None), &detail(&report))?;
    let (mut pages, mut outside) = (0, None);
    if let Some(output) = output {
        pages = output.page_count();
        let bar = report.progress(output.paths().count());
        let proof = Proof::new(&output, &project.config);
        let check = || proof.check(&output, &memo, &|| bar.inc(1));
        let problems = watchdog::guarded(&output.templates.running, Ends::Program, report, check);
        bar.finish_and_clear();
        diagnostics = merged(diagnostics, problems);
        if external.external {
            let (told, line) = links::check(&project, &output, external, report)?;
            diagnostics = merged(diagnostics, told);
            outside = Some(line);
        }
    }
    report.diagnostics(&diagnostics);
    let errors = diagnostic::errors(&diagnostics);
    let told = if errors == 0 { "no errors".to_owned() } else { count(errors, "error") };
    report.closing(&format!(
        "checked {} in {}: {told}, {}",
        count(pages, "page"),
        seconds(started.elapsed()),
        warnings(&diagnostics)
    ));
    outside.iter().for_each(|line| report.closing(line));
    let failed = errors > 0 || (args.strict && !diagnostics.is_empty());
    Ok(if failed { errors_code(&diagnostics) } else { ExitCode::SUCCESS })
}
