//! Writes what an import has planned: beside the source, or with `git mv` into it.
//!
//! In: a plan. Out: files of the new project.

use crate::cli::init::HEAD;
use crate::import::nav;
use crate::import::plan::{Body, Plan, Planned};
use crate::import::{Kind, Leaf, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where things are on the disk.
pub(super) struct Place<'a> {
    /// The source.
    pub source: &'a Path,
    /// The new project.
    pub dest: &'a Path,
    /// They are the same folder.
    pub in_place: bool,
}

/// `handbook` is imported to `handbook-docent`.
pub(super) fn beside(source: &Path) -> Result<PathBuf, String> {
    let full = fs::canonicalize(source).map_err(|error| format!("{}: {error}", source.display()))?;
    let mut name = full.file_stem().or(full.file_name()).ok_or("choose a folder with DEST")?.to_owned();
    name.push("-docent");
    Ok(full.with_file_name(name))
}

/// Refuses a folder that has something in it, and one inside the source.
pub(super) fn refuse(source: &Path, dest: &Path) -> Result<(), String> {
    if fs::symlink_metadata(dest).is_ok_and(|data| !data.is_dir()) {
        return Err(format!("{}: there is a file of this name; choose another DEST", dest.display()));
    }
    let is_git = |entry: &fs::DirEntry| entry.file_name() == ".git";
    if fs::read_dir(dest).is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| !is_git(&entry)))) {
        return Err(format!("{}: the folder is not empty; choose another DEST", dest.display()));
    }
    let source = fs::canonicalize(source).map_err(|error| format!("{}: {error}", source.display()))?;
    let above = dest.ancestors().find_map(|folder| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        fs::canonicalize(folder).ok()
    });
    if above.is_some_and(|above| above.starts_with(&source)) && source.is_dir() {
        let hint = "choose a DEST beside it, or use --in-place";
        return Err(format!("{}: this folder is inside the source; {hint}", dest.display()));
    }
    Ok(())
}

/// The text that a page will have.
pub(super) fn text<'a>(file: &'a Planned, tree: &'a Tree) -> Option<&'a str> {
    match &file.body {
        Body::Text(text) => Some(text),
        Body::Copy => tree.text(&file.from),
        Body::Bytes(_) => None,
    }
}

/// Writes all files and the configuration.
pub(super) fn project(place: &Place<'_>, plan: &Plan, tree: &Tree) -> Result<(), String> {
    for file in &plan.files {
        safe(&file.to)?;
        let target = place.dest.join(&file.to);
        if place.in_place {
            moved(place, file)?;
        }
        let changed = matches!(tree.get(&file.from), Some(Leaf::Text { converted: Some(_), .. }));
        match &file.body {
            Body::Text(text) => over(&target, text)?,
            Body::Bytes(bytes) => write(&target, bytes)?,
            Body::Copy => match tree.get(&file.from) {
                Some(Leaf::Text { text, .. }) if changed => over(&target, text)?,
                Some(Leaf::Bytes(bytes)) => write(&target, bytes)?,
                Some(Leaf::Text { text, .. }) if place.source.is_file() => over(&target, text)?,
                _ if place.in_place => {}
                _ => copy(&place.source.join(&file.from), &target)?,
            },
        }
    }
    over(&place.dest.join(crate::config::FILE), &configuration(plan, &[]))
}

/// A path that stays in the project, whatever a source calls its files.
fn safe(path: &str) -> Result<(), String> {
    let leaves = path.starts_with('/')
        || path.contains(['\0', '\\'])
        || path.split('/').any(|part| part == ".." || part.is_empty());
    if leaves { Err(format!("`{path}` leads out of the project")) } else { Ok(()) }
}

/// Moves a file in the source, by git where it knows the file.
fn moved(place: &Place<'_>, file: &Planned) -> Result<(), String> {
    let (from, to) = (place.dest.join(&file.from), place.dest.join(&file.to));
    if file.from == file.to || !from.is_file() {
        return Ok(());
    }
    folder_of(&to)?;
    let git = Command::new("git").arg("-C").arg(place.dest).args(["mv", "--"]).arg(&file.from).arg(&file.to).output();
    if git.is_ok_and(|done| done.status.success()) {
        return Ok(());
    }
    fs::rename(&from, &to).map_err(|error| format!("{}: {error}", from.display()))
}

/// Writes a text, also over one that is there.
pub(super) fn over(target: &Path, text: &str) -> Result<(), String> {
    write(target, text.as_bytes())
}

fn write(target: &Path, bytes: &[u8]) -> Result<(), String> {
    folder_of(target)?;
    fs::write(target, bytes).map_err(|error| format!("{}: {error}", target.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    folder_of(to)?;
    let is_file = fs::symlink_metadata(from).is_ok_and(|data| data.is_file());
    if !is_file {
        return Err(format!("{}: it is no file any more", from.display()));
    }
    fs::copy(from, to).map(drop).map_err(|error| format!("{}: {error}", from.display()))
}

fn folder_of(target: &Path) -> Result<(), String> {
    let Some(folder) = target.parent() else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// `docent.yaml`. The codes are told as warnings: what the source had is published as it was.
pub(super) fn configuration(plan: &Plan, softened: &[&str]) -> String {
    let mut out = HEAD.to_owned();
    let mut line = |key: &str, value: &str| out.push_str(&format!("{key}: {}\n", nav::scalar(value)));
    line("title", &plan.title);
    plan.description.iter().for_each(|text| line("description", text));
    let usable = |url: &&String| crate::config::check_base_url(url).is_ok();
    plan.base_url.iter().filter(usable).for_each(|url| line("base_url", url));
    plan.default_language.iter().for_each(|code| line("default_language", code));
    let base = plan
        .link_base
        .clone()
        .or_else(|| Some(plan.base_path.clone()).filter(|base| base.len() > 1 && plan.base_url.is_none()));
    base.iter().for_each(|base| line("link_base", base));
    if !plan.languages.is_empty() {
        out.push_str("languages:\n");
        for language in &plan.languages {
            out.push_str(&format!(
                "  {}:\n    name: {}\n",
                language.code,
                nav::scalar(language.name.as_deref().unwrap_or(&language.code))
            ));
            if plan.nav.keys().filter(|code| !code.is_empty()).count() > 1 {
                let items = list(plan, &language.code);
                if !items.is_empty() {
                    out.push_str(&format!("    nav:\n{}", nav::yaml(&items, 6)));
                }
            }
        }
    }
    plan.config.iter().for_each(|line| out.push_str(&format!("{line}\n")));
    if !softened.is_empty() {
        out.push_str("# The source has these: they are told as warnings until they are mended. Then remove the lines.\ndiagnostics:\n");
        softened.iter().for_each(|code| out.push_str(&format!("  {code}: warning\n")));
    }
    out.push_str(&navigation(plan));
    out
}

/// The list of a language with the places below its folder.
fn list(plan: &Plan, code: &str) -> Vec<nav::Item> {
    let folder = if code.is_empty() { "content/".to_owned() } else { format!("content/{code}/") };
    let pages = plan.files.iter().filter(|file| file.kind == Kind::Page);
    let place: BTreeMap<&str, &str> =
        pages.filter_map(|file| Some((file.from.as_str(), file.to.strip_prefix(&folder)?))).collect();
    let items =
        plan.nav.get(code).or_else(|| plan.nav.get("")).map(|items| nav::placed(items, &place, &mut Vec::new()));
    nav::shallow(nav::once(items.unwrap_or_default(), &mut BTreeSet::new()), 1)
}

/// The navigation, with the places of the new project below `content/` or below a language's folder. A list that only the
/// default language has is every language's, without the labels of pages: those are in the default language.
fn navigation(plan: &Plan) -> String {
    let default = plan.default_language.as_deref().unwrap_or_default();
    let shared = list(plan, if plan.languages.is_empty() { "" } else { default });
    let own = plan.nav.keys().filter(|code| !code.is_empty()).count();
    if plan.languages.is_empty() || own < 2 {
        let shared = if plan.languages.is_empty() { shared } else { nav::unlabelled(shared) };
        return if shared.is_empty() { String::new() } else { format!("nav:\n{}", nav::yaml(&shared, 2)) };
    }
    String::new()
}
