//! `docent theme eject FILE`: a file of the default theme, copied into the project, where it takes the theme's place.
//!
//! In: names of files, as the default theme has them (`page.html`, `types/role.html`, `docent.css`). Out: the copies:
//! templates and types in `templates/`, the rest in the folder of the project's own theme. Without a name: the list of all.

use super::console::Reporter;
use super::{Global, locate, out};
use crate::diagnostic::closest;
use crate::project::Project;
use crate::theme;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Copies the files, none of them over one that exists.
pub fn eject(global: &Global, names: &[String]) -> Result<ExitCode, String> {
    if names.is_empty() {
        let all: Vec<String> = theme::files().map(|(name, _)| short(&name).to_owned() + "\n").collect();
        out::write(&all.concat());
        return Ok(ExitCode::SUCCESS);
    }
    let report = Reporter::new(global);
    let project = locate::open(global, None, &report)?;
    let copies = names.iter().map(|name| copy(&project, name)).collect::<Result<Vec<_>, String>>()?;
    for (path, text) in copies {
        write(&project.root.join(&path), text)?;
        report.closing(&format!("wrote {}", path.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// As people name a file: templates are meant unless they say otherwise.
fn short(name: &str) -> &str {
    name.strip_prefix("templates/").or_else(|| name.strip_prefix("assets/")).unwrap_or(name)
}

/// Where a file goes, and its text.
fn copy(project: &Project, wanted: &str) -> Result<(PathBuf, &'static str), String> {
    let is = |name: &str| short(name) == wanted || name == wanted;
    let Some((name, text)) = theme::files().find(|(name, _)| is(name)) else {
        let names: Vec<String> = theme::files().map(|(name, _)| short(&name).to_owned()).collect();
        let near = closest(wanted, names.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
        let hint = near.unwrap_or_else(|| "`docent theme eject` lists all files".to_owned());
        return Err(format!("the default theme has no file `{wanted}`: {hint}"));
    };
    if name.starts_with("templates/") {
        return Ok((PathBuf::from(name), text));
    }
    let Some(own) = &project.config.theme else {
        let hint = "write `theme: ours` into docent.yaml";
        return Err(format!("`{wanted}` can only be in a theme of your own, and the project has none: {hint}"));
    };
    Ok((PathBuf::from(format!("themes/{own}/{name}")), text))
}

fn write(path: &std::path::Path, text: &str) -> Result<(), String> {
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{}: the file exists; nothing was written over it", path.display()),
        _ => format!("{}: {error}", path.display()),
    };
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(told)?;
    File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(told)
}
