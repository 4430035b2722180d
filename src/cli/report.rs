//! `docent report KIND`: a question about the whole site, answered as a table.

use super::build::detail;
use super::console::Reporter;
use super::links;
use super::locate;
use super::out::write;
use super::searches;
use super::{BuildArgs, Format, Global};
use crate::project::{Site, build_for};
use crate::report::{self, Report};
use std::path::Path;
use std::process::ExitCode;

/// Reads the project and prints the report.
pub fn run(global: &Global, args: &BuildArgs, kind: &str, file: Option<&Path>) -> Result<ExitCode, String> {
    if kind == SEARCHES {
        return searches(global, args, file);
    }
    if file.is_some() {
        return Err(format!("only `docent report {SEARCHES}` reads a file"));
    }
    if kind == LINKS {
        let format = with_dates(global.format)?;
        write(&table(&links::run(global, args)?, format));
        return Ok(ExitCode::SUCCESS);
    }
    let make = report::kind(kind)?;
    let told = Reporter::new(global);
    let project = locate::open(global, Some(args), &told)?;
    let Site { output, .. } = build_for(&project, &project.output_dir(None), &detail(&told))?;
    let output = output.ok_or("the templates have errors; run `docent check` to see them")?;
    if global.format == Format::Ics && kind != "stale" {
        return Err(NO_DATES.to_owned());
    }
    write(&match global.format {
        Format::Ics => report::calendar(output.reported()),
        format => table(&make(output.reported()), format),
    });
    Ok(ExitCode::SUCCESS)
}

const NO_DATES: &str = "--format ics is only for `docent report stale`: other reports have no dates";

/// A report in one of the formats that every report has.
fn table(report: &Report, format: Format) -> String {
    match format {
        Format::Json => report.json(),
        Format::Csv => report.csv(),
        Format::Human | Format::Ics => report.text(),
    }
}

/// The report of what other sites answered.
pub const LINKS: &str = "links";

/// A calendar has only what has a day to come.
fn with_dates(format: Format) -> Result<Format, String> {
    if format == Format::Ics { Err(NO_DATES.to_owned()) } else { Ok(format) }
}

/// The report that is made of a file, too.
pub const SEARCHES: &str = "searches";

fn searches(global: &Global, args: &BuildArgs, file: Option<&Path>) -> Result<ExitCode, String> {
    let format = with_dates(global.format)?;
    write(&table(&searches::run(global, args, file)?, format));
    Ok(ExitCode::SUCCESS)
}
