//! `docent explain PATH`: what docent knows of a page.

use super::project::Project;
use super::report::{Reporter, write};
use super::{Format, Global};
use crate::pipeline::Memo;
use crate::refactor::explain::{explain, human};
use std::process::ExitCode;

/// Reads the project, and tells.
pub fn run(global: &Global, path: &str) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let project = Project::open(global, None, &report)?;
    let (sources, _) = project.sources(&project.output_dir(None));
    let page = explain(&project.config, &sources, &mut Memo::keeping(), path)?;
    let text = match global.format {
        Format::Json => serde_json::to_string(&page).map_err(|error| error.to_string())? + "\n",
        Format::Human | Format::Csv | Format::Ics => human(&page),
    };
    write(&text);
    Ok(ExitCode::SUCCESS)
}
