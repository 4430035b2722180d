//! `docent mv OLD NEW`: renames a page or a folder, and rewrites what leads to it.
//!
//! In: a [`Plan`] made in memory. Out: the files under their new names, or as they were: new texts are written aside
//! first, then everything is renamed, and a rename that fails undoes those before it. At no moment is a page missing.

use super::console::{Reporter, count};
use super::locate;
use super::out::write;
use super::{CONTENT, Format, Global, MvArgs, USAGE};
use crate::pipeline::Memo;
use crate::project::Project;
use crate::refactor::moves::Request;
use crate::refactor::plan::{Edit, Plan, Refusal, plan};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Plans, tells, renames.
pub fn run(global: &Global, args: &MvArgs) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let project = locate::open(global, None, &report)?;
    let (sources, _) = project.sources(&project.output_dir(None));
    let (old, new) = (inside(&project, &args.old)?, inside(&project, &args.new)?);
    let request = Request { old: &old, new: &new, only: args.only.as_deref() };
    let plan = match plan(&project.config, &sources, &mut Memo::keeping(), request) {
        Ok(plan) => plan,
        Err(Refusal::Usage(message)) => return Err(message),
        Err(Refusal::Content(problems)) => {
            report.diagnostics(&problems);
            report.closing(&format!("nothing was renamed: the rename would cause {}", count(problems.len(), "error")));
            return Ok(ExitCode::from(CONTENT));
        }
    };
    if global.format == Format::Json || args.dry_run {
        write(&if global.format == Format::Json { as_json(&plan) } else { human(&plan) });
    }
    if !args.dry_run {
        if let Err(message) = apply(&project.root, &plan) {
            super::console::failure(&format!("{message}: nothing was renamed"));
            return Ok(ExitCode::from(USAGE));
        }
        report.closing(&closing(&plan));
    }
    Ok(ExitCode::SUCCESS)
}

/// A path as typed in a folder below the project's, from the project's.
fn inside(project: &Project, typed: &str) -> Result<String, String> {
    let here = std::env::current_dir().map_err(|e| format!("the working folder cannot be read: {e}"))?;
    let root = fs::canonicalize(&project.root).map_err(|e| format!("{}: {e}", project.root.display()))?;
    let content = &project.config.content_dir;
    let is_in = |below: &&Path| content.is_root() || below.starts_with(content.dir());
    let below = here.strip_prefix(&root).ok().filter(is_in);
    let slash = if typed.ends_with('/') { "/" } else { "" };
    let path = match below {
        Some(below) if content.is_root() || !content.holds(typed) => normal(&below.join(typed)),
        _ if Path::new(typed).is_absolute() => Path::new(typed).strip_prefix(&root).map(normal).unwrap_or_default(),
        _ => normal(Path::new(typed)),
    };
    path.to_str().map(|path| format!("{path}{slash}")).ok_or_else(|| format!("`{typed}` is not UTF-8"))
}

/// The path without `.` and `..`, as far as they can be resolved in it.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if out.file_name().is_some() => drop(out.pop()),
            part => out.push(part),
        }
    }
    out
}

fn human(plan: &Plan) -> String {
    let mut out = String::new();
    for (old, new) in &plan.moves.steps {
        out.push_str(&format!("rename {old} -> {new}\n"));
    }
    for (path, Edit { told, .. }) in &plan.edits {
        for change in told {
            let old = if change.old.is_empty() { String::new() } else { format!("`{}` -> ", change.old) };
            out.push_str(&format!("edit   {path}:{} {old}`{}`\n", change.line, change.new));
        }
    }
    out.push_str(&format!("{} (nothing was written)\n", counted(plan)));
    out
}

fn as_json(plan: &Plan) -> String {
    let renames: Vec<_> = plan.moves.steps.iter().map(|(old, new)| json!({"old": old, "new": new})).collect();
    let edits = plan.edits.iter().flat_map(|(path, edit)| {
        edit.told.iter().map(move |c| json!({"file": path, "line": c.line, "old": c.old, "new": c.new}))
    });
    format!("{}\n", json!({"renames": renames, "edits": edits.collect::<Vec<_>>()}))
}

fn closing(plan: &Plan) -> String {
    format!("renamed {}", counted(plan))
}

fn counted(plan: &Plan) -> String {
    let places = plan.edits.values().map(|edit| edit.told.len()).sum();
    let (files, edited) = (count(plan.moves.files.len(), "file"), count(plan.edits.len(), "file"));
    format!("{files}, {} in {edited}", count(places, "change"))
}

/// Renames that were done, to be undone in reverse when one fails.
struct Journal {
    done: Vec<(PathBuf, PathBuf)>,
}

impl Journal {
    fn rename(&mut self, from: PathBuf, to: PathBuf) -> Result<(), String> {
        fs::rename(&from, &to).map_err(|error| format!("{}: {error}", from.display()))?;
        self.done.push((from, to));
        Ok(())
    }

    fn undo(&mut self) {
        for (from, to) in self.done.drain(..).rev() {
            // What cannot be undone stays where the message of the first failure leads.
            let _ = fs::rename(to, from);
        }
    }
}

/// Writes the plan, all or nothing.
fn apply(root: &Path, plan: &Plan) -> Result<(), String> {
    let mut aside = Vec::new();
    let mut journal = Journal { done: Vec::new() };
    let result = write_aside(root, plan, &mut aside).and_then(|()| exchange(root, plan, &aside, &mut journal));
    if result.is_err() {
        journal.undo();
    }
    // After a success the old texts, after a failure the new ones: whatever stands beside.
    for (path, text) in &aside {
        let _ = fs::remove_file(text);
        for file in [path, plan.moves.path(path)] {
            let _ = fs::remove_file(root.join(file).with_file_name(beside(path, "old")));
        }
    }
    if result.is_ok() {
        plan.moves.steps.iter().for_each(|(old, _)| remove_empty(root, old));
    }
    result
}

/// `.designer.md.docent-new`: hidden, so that nothing takes it for a page.
fn beside(path: &str, what: &str) -> String {
    format!(".{}.docent-{what}", path.rsplit('/').next().unwrap_or_default())
}

fn write_aside(root: &Path, plan: &Plan, aside: &mut Vec<(String, PathBuf)>) -> Result<(), String> {
    for (path, edit) in &plan.edits {
        let file = root.join(path);
        let new = file.with_file_name(beside(path, "new"));
        let named = |error: std::io::Error| format!("{}: {error}", file.display());
        for taken in [&new, &file.with_file_name(beside(path, "old"))] {
            if fs::symlink_metadata(taken).is_ok() {
                let why = "docent needs this name temporarily; move the file";
                return Err(format!("{}: {why}", taken.display()));
            }
        }
        aside.push((path.clone(), new.clone()));
        // A copy first: it has the rights of the file.
        fs::copy(&file, &new).map_err(named)?;
        fs::write(&new, &edit.text).map_err(named)?;
    }
    Ok(())
}

fn exchange(root: &Path, plan: &Plan, aside: &[(String, PathBuf)], journal: &mut Journal) -> Result<(), String> {
    for (path, new) in aside {
        let file = root.join(path);
        let old = file.with_file_name(beside(path, "old"));
        if fs::hard_link(&file, &old).is_ok() {
            journal.done.push((file.clone(), old));
            fs::rename(new, &file).map_err(|error| format!("{}: {error}", file.display()))?;
        } else {
            // No links here: for a moment nothing has the name.
            journal.rename(file.clone(), old)?;
            journal.rename(new.clone(), file)?;
        }
    }
    for (old, new) in &plan.moves.steps {
        let to = root.join(new);
        if to.exists() {
            return Err(format!("{new} already exists"));
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        journal.rename(root.join(old), to)?;
    }
    Ok(())
}

/// Folders that nothing is left in go, as git would have them go.
fn remove_empty(root: &Path, old: &str) {
    let mut folder = old.rsplit_once('/').map(|(folder, _)| folder);
    while let Some(path) = folder.filter(|path| path.matches('/').count() > 0) {
        if fs::remove_dir(root.join(path)).is_err() {
            return;
        }
        folder = path.rsplit_once('/').map(|(folder, _)| folder);
    }
}
