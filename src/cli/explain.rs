//! `docent explain PATH`: what docent knows of a page.

use super::console::Reporter;
use super::locate;
use super::out::write;
use super::{Format, Global};
use crate::pipeline::Memo;
use crate::refactor::explain::{explain, human};
use std::path::Path;
use std::process::ExitCode;

/// Reads the project, and tells.
pub fn run(global: &Global, path: &str) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let project = locate::open(global, None, &report)?;
    let (sources, _) = project.sources(&project.output_dir(None));
    let here = locate::from_here(&project, Path::new(path)).map(|path| path.to_string_lossy().replace('\\', "/"));
    let here =
        here.filter(|path| ["", ".md", "/index.md"].iter().any(|end| sources.text(&format!("{path}{end}")).is_some()));
    let page = explain(&project.config, &sources, &mut Memo::keeping(), here.as_deref().unwrap_or(path))?;
    let text = match global.format {
        Format::Json => serde_json::to_string(&page).map_err(|error| error.to_string())? + "\n",
        Format::Human | Format::Csv | Format::Ics => human(&page),
    };
    write(&text);
    Ok(ExitCode::SUCCESS)
}
