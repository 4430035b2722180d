//! `docent new TYPE PATH`: a page of a type, from the type's archetype.

use super::Global;
use super::console::Reporter;
use super::locate;
use super::schema::types;
use crate::content::is_page_name;
use crate::page::spoken;
use crate::pipeline::{self, Memo};
use crate::project::Project;
use crate::source::scan::is_leftover;
use crate::url::{check_output_path, nfc};
use crate::yaml::did_you_mean;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

/// What asks for a page without a type.
const PLAIN: &str = "page";

/// Writes the page; never over a file that exists.
pub fn run(global: &Global, kind: &str, path: &Path, title: Option<String>) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let project = locate::open(global, None, &report)?;
    let types = types(&project)?;
    let declared = types.all.get(kind);
    if declared.is_none() && kind != PLAIN {
        let hint = did_you_mean(kind, types.all.keys().map(String::as_str).chain([PLAIN])).unwrap_or_default();
        return Err(format!("there is no type `{kind}`: {hint}"));
    }
    let inside = place(&project, path)?;
    let target = project.root.join(&inside);
    let stem = target.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let title = title.unwrap_or_else(|| spoken(&stem));
    let of_type = if declared.is_some() { format!("type: {kind}\n") } else { String::new() };
    let fallback = format!("---\ntitle: {{{{ title }}}}\n{of_type}---\n\n");
    let archetype = declared.and_then(|declared| declared.archetype.as_deref()).unwrap_or(&fallback);
    let text = archetype.replace("{{ title }}", &quoted(&title));
    usable(&project, &inside, &text)?;
    write(&target, &text)?;
    report.closing(&format!("wrote {}", target.strip_prefix(&project.root).unwrap_or(&target).display()));
    Ok(ExitCode::SUCCESS)
}

/// The file that a path means: as given from the root, from the working folder, or inside the default language.
fn place(project: &Project, path: &Path) -> Result<PathBuf, String> {
    let root = fs::canonicalize(&project.root).unwrap_or_else(|_| project.root.clone());
    let path = path.strip_prefix(&root).or_else(|_| path.strip_prefix(&project.root)).unwrap_or(path);
    let content = content(project);
    let refuse = |what: &str| Err(format!("{}: {what}", path.display()));
    if path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        return refuse(&format!("the page must be in {}/", project.config.content_dir.dir()));
    }
    if path.as_os_str().is_empty() || path.to_string_lossy().ends_with('/') {
        return refuse("name the page too, such as roles/designer");
    }
    if let Some(ending) = other_ending(path) {
        return refuse(&format!("the file name of a page ends in .md: leave out `.{ending}`"));
    }
    let inside = match locate::from_here(project, path) {
        // Directly in the folder of pages the languages' folders are still to be found.
        Some(path) if path.parent() != Some(content) => path,
        _ => below_content(project, path),
    };
    Ok(if is_page_name(&inside.to_string_lossy()) { inside } else { PathBuf::from(format!("{}.md", inside.display())) })
}

/// The folder of pages, from the project's.
fn content(project: &Project) -> &Path {
    Path::new(project.config.content_dir.prefix().trim_end_matches('/'))
}

fn below_content(project: &Project, path: &Path) -> PathBuf {
    let path: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let content = content(project);
    if content != Path::new("") && path.starts_with(content) {
        path
    } else if project.config.is_multilingual() && !starts_with_language(project, &path) {
        content.join(&project.config.default_language).join(path)
    } else {
        content.join(path)
    }
}

/// `html` of `roles/b.html`; nothing of `roles/v1.2`.
fn other_ending(path: &Path) -> Option<&str> {
    let ending = path.extension()?.to_str()?;
    (!is_page_name(&path.to_string_lossy()) && ending.chars().all(|c| c.is_ascii_alphabetic())).then_some(ending)
}

/// Refuses a file that a build would not read, or would refuse because of its name.
fn usable(project: &Project, inside: &Path, text: &str) -> Result<(), String> {
    let name = nfc(&inside.to_string_lossy().replace('\\', "/"));
    let refuse = |why: String| Err(format!("{name}: {why}"));
    if inside.iter().any(is_leftover) {
        return refuse("a file with this name is skipped as hidden or as a backup: choose another name".to_owned());
    }
    if let Err(why) = check_output_path(&name) {
        return refuse(format!("{why}: choose another name"));
    }
    if project.root.join(inside).exists() {
        return refuse("the file already exists: choose another name, or edit it".to_owned());
    }
    let (mut sources, _) = project.sources(&project.output_dir(None));
    sources.insert_text(&name, text);
    let (_, problems) = pipeline::build(&project.config, &sources, &mut Memo::forgetting());
    let of_names = ["path", "collision", "duplicate-page", "redirect"];
    match problems.iter().find(|problem| problem.file == name && of_names.contains(&problem.code)) {
        Some(problem) => refuse(format!("{}: choose another name", problem.message)),
        None => Ok(()),
    }
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
    let named = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => format!("{}: the file already exists", target.display()),
        _ => format!("{}: {error}", target.display()),
    };
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(named)?;
    }
    let mut file = File::create_new(target).map_err(named)?;
    file.write_all(text.as_bytes()).map_err(named)
}
