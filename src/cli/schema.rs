//! `docent schema`: one JSON Schema of the front matter, for editors.

use super::console::Reporter;
use super::locate;
use super::{Global, out};
use crate::page::types::{Types, editor_schema};
use crate::project::Project;
use crate::source::Sources;
use crate::theme;
use std::process::ExitCode;

/// Prints the schema of the project's types; outside a project, that of the built-in ones.
pub fn run(global: &Global) -> Result<ExitCode, String> {
    let types = match locate::open(global, None, &Reporter::new(global)) {
        Ok(project) => types(&project)?,
        Err(message) if global.root.is_some() || global.config.is_some() => return Err(message),
        Err(_) => Types::read(&theme::load(&crate::config::Config::default(), &Sources::default()).0).0,
    };
    let text = text(&types)?;
    out::write(&text);
    Ok(ExitCode::SUCCESS)
}

/// The schema as a file holds it.
pub fn text(types: &Types) -> Result<String, String> {
    serde_json::to_string_pretty(&editor_schema(types)).map(|s| s + "\n").map_err(|e| e.to_string())
}

/// The types of a project.
pub fn types(project: &Project) -> Result<Types, String> {
    let (sources, _) = project.sources(&project.output_dir(None));
    let (theme, problems) = theme::load(&project.config, &sources);
    let (types, more) = Types::read(&theme);
    match problems.iter().chain(&more).next() {
        Some(problem) => Err(format!("{}: {}", problem.file, problem.message)),
        None => Ok(types),
    }
}
