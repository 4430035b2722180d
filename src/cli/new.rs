//! `docent new TYPE PATH`: a page of a type, from the type's archetype.

use super::Global;
use super::project::Project;
use super::report::Reporter;
use super::schema::types;
use crate::page::spoken;
use crate::yaml::did_you_mean;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

/// Writes the page; never over a file that exists.
pub fn run(global: &Global, kind: &str, path: &Path, title: Option<String>) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let project = Project::open(global, None, &report)?;
    let types = types(&project)?;
    let Some(declared) = types.all.get(kind) else {
        let hint = did_you_mean(kind, types.all.keys().map(String::as_str)).unwrap_or_default();
        return Err(format!("there is no type `{kind}`: {hint}"));
    };
    let target = project.root.join(place(&project, path)?);
    let stem = target.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let title = title.unwrap_or_else(|| spoken(&stem));
    let fallback = format!("---\ntitle: {{{{ title }}}}\ntype: {kind}\n---\n\n");
    let archetype = declared.archetype.as_deref().unwrap_or(&fallback);
    let text = archetype.replace("{{ title }}", &quoted(&title));
    write(&target, &text)?;
    report.closing(&format!("wrote {}", target.strip_prefix(&project.root).unwrap_or(&target).display()));
    Ok(ExitCode::SUCCESS)
}

/// The file that a path means: as given from the root, or inside the default language.
fn place(project: &Project, path: &Path) -> Result<PathBuf, String> {
    let plain = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let path = path.strip_prefix(&project.root).unwrap_or(path);
    if !plain && path.is_absolute() || path.components().any(|part| part == Component::ParentDir) {
        return Err(format!("{}: the page must stand in content/", path.display()));
    }
    let inside = if path.starts_with("content") {
        path.to_owned()
    } else if project.config.is_multilingual() && !starts_with_language(project, path) {
        Path::new("content").join(&project.config.default_language).join(path)
    } else {
        Path::new("content").join(path)
    };
    Ok(if inside.extension().is_some_and(|e| e == "md") {
        inside
    } else {
        PathBuf::from(format!("{}.md", inside.display()))
    })
}

fn starts_with_language(project: &Project, path: &Path) -> bool {
    project.config.codes().iter().any(|code| path.starts_with(code))
}

/// A title that YAML reads as the text it is.
fn quoted(title: &str) -> String {
    let plain = title.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | ',' | '.'));
    let number = title.starts_with(|c: char| !c.is_alphabetic());
    if plain && !number { title.to_owned() } else { format!("{title:?}") }
}

/// Writes a new file and the folders above it.
pub fn write(target: &Path, text: &str) -> Result<(), String> {
    let named = |error: std::io::Error| format!("{}: {error}", target.display());
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(named)?;
    }
    let mut file = File::create_new(target).map_err(named)?;
    file.write_all(text.as_bytes()).map_err(named)
}
