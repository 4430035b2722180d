//! Finds the project that the options mean.
//!
//! In: the options. Out: a [`Project`], ready to build, or a message.

use super::console::Reporter;
use super::{BuildArgs, Global};
use crate::config;
use crate::content::ContentDir;
use crate::project::{Located, Project, Settings, bare};
use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Finds and reads the project. Problems of the configuration are told here.
pub fn open(global: &Global, build: Option<&BuildArgs>, report: &Reporter) -> Result<Project, String> {
    let settings = build.map(BuildArgs::settings).unwrap_or_default();
    let located = locate(global)?;
    tell(&located, report);
    Project::read(located, &settings).map_err(|unreadable| {
        if !unreadable.problems.is_empty() {
            report.diagnostics(&unreadable.problems);
        }
        unreadable.message
    })
}

/// Says what was guessed where there are no settings.
pub fn tell(located: &Located, report: &Reporter) {
    if let Some(guessed) = &located.guessed {
        report.closing(guessed);
        report.closing(&format!("`docent init {}` writes these settings into the folder", located.root.display()));
    }
}

impl BuildArgs {
    /// What the options lay over the configuration.
    pub fn settings(&self) -> Settings {
        let Self { base_url, drafts, audience, today, strict: _ } = self.clone();
        Settings { base_url, drafts, audience, today }
    }
}

/// A path as somebody typed it in the working folder, as one of the project: what stands in `content/` may be named
/// from there, as `review` and `mv` take it.
pub fn from_here(project: &Project, typed: &Path) -> Option<PathBuf> {
    let content = &project.config.content_dir;
    let (root, here) = (fs::canonicalize(&project.root).ok()?, fs::canonicalize(env::current_dir().ok()?).ok()?);
    let folder =
        here.strip_prefix(&root).ok().filter(|folder| content.is_root() || folder.starts_with(content.dir()))?;
    let plain = typed.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let named = (content.is_root() || !typed.starts_with(content.dir())) && plain;
    named.then(|| folder.join(typed.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>()))
}

/// Finds the project, and reads nothing.
pub fn locate(global: &Global) -> Result<Located, String> {
    let (root, file) = find(global)?;
    let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().into_owned();
    if file.exists() || global.config.is_some() || global.root.is_none() {
        return Ok(Located { root, file, name, instead: None, guessed: None });
    }
    let others = |guess: &bare::Guess| guess.content != ContentDir::default() || bare::is_of_other_tool(&root);
    let guess = bare::guess(&root).filter(others);
    let guessed = guess.as_ref().map(|guess| format!("{} has no {}: {}", root.display(), config::FILE, guess.told()));
    let instead = Some(guess.map(|guess| guess.yaml()).unwrap_or_default());
    Ok(Located { root, file, name, instead, guessed })
}

/// The nearest folder with a configuration: the folder itself, or one above it.
pub fn above(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| folder.join(config::FILE).is_file())
}

/// The project's folder and its configuration file.
fn find(global: &Global) -> Result<(PathBuf, PathBuf), String> {
    if let Some(root) = &global.root {
        if !root.is_dir() {
            return Err(format!("{}: no such folder", root.display()));
        }
        let file = global.config.clone().unwrap_or_else(|| root.join(config::FILE));
        return Ok((root.clone(), file));
    }
    if let Some(file) = &global.config {
        let root = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return Ok((root.to_owned(), file.clone()));
    }
    let here = env::current_dir().map_err(|e| format!("the working folder cannot be read: {e}"))?;
    let found = above(&here).map(|folder| folder.join(config::FILE));
    let file = found.ok_or_else(|| {
        format!("there is no {} here or in a folder above; to start a site, run `docent init DIR`; to build a folder of Markdown as it is, `docent build DIR`", config::FILE)
    })?;
    Ok((file.parent().unwrap_or(&here).to_owned(), file))
}
