//! Finds the project, reads its configuration, takes the snapshot.
//!
//! In: the options. Out: a [`Project`], ready to build, or a message.

use super::console::Reporter;
use super::{BuildArgs, Global};
use crate::config::{self, Config};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::source::fingerprints::Fingerprints;
use crate::source::{self, Sources, git, scan};
use std::env;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A project on disk.
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Its configuration, with the command line laid over it.
    pub config: Config,
    /// The configuration's file as messages name it, and its text.
    config_text: (String, String),
    /// Whether the fingerprints of large files are kept for the next run: who only looks writes nothing.
    pub remembers: bool,
}

impl Project {
    /// Finds and reads the project. Problems of the configuration are told here.
    pub fn open(global: &Global, build: Option<&BuildArgs>, report: &Reporter) -> Result<Self, String> {
        let Located { root, file, name } = locate(global)?;
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error)
                if error.kind() == io::ErrorKind::NotFound && global.config.is_none() && global.root.is_some() =>
            {
                String::new()
            }
            Err(error) => return Err(format!("{}: {error}", file.display())),
        };
        let mut config = Config::parse(&name, &text).map_err(|problems| {
            report.diagnostics(&problems);
            format!("{name} has errors")
        })?;
        lay(build, &mut config)?;
        Ok(Self { root, config, config_text: (name, text), remembers: false })
    }

    /// The folder that the site is written to.
    pub fn output_dir(&self, option: Option<&Path>) -> PathBuf {
        output_dir(&self.root, &self.config, option)
    }

    /// Takes the snapshot.
    pub fn sources(&self, output: &Path) -> (Sources, Vec<Diagnostic>) {
        let known = fingerprints(&self.root);
        let (mut sources, diagnostics) = scan::scan_knowing(&self.root, output, &known);
        if self.remembers {
            known.keep(&sources);
        }
        sources.insert_text(&self.config_text.0, &self.config_text.1);
        if self.config.git_dates {
            sources.dates = git::dates(&self.root).into();
        }
        (sources, diagnostics)
    }
}

/// The fingerprints that earlier runs kept.
pub fn fingerprints(root: &Path) -> Fingerprints {
    Fingerprints::read(caches().as_deref(), root)
}

/// The user's folder for what programs can make again.
fn caches() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let own = folder("XDG_CACHE_HOME").or_else(|| folder("LOCALAPPDATA"));
    let below = if cfg!(target_vendor = "apple") { "Library/Caches" } else { ".cache" };
    let home = || env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(below));
    own.or_else(home).map(|folder| folder.join("docent"))
}

/// Says so if there is no page at all: a checkout that failed, or a folder that was moved, publishes no empty site.
pub fn has_pages(root: &Path, sources: &Sources) -> Result<(), String> {
    if source::has_pages(sources) { Ok(()) } else { Err(no_pages(root)) }
}

/// The same before anything is read: one page is enough.
pub fn has_pages_on_disk(root: &Path) -> Result<(), String> {
    if holds_page(&root.join("content")) { Ok(()) } else { Err(no_pages(root)) }
}

/// A link may lead to pages; who reads the folder says whether it is followed.
fn holds_page(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let may_hold = |entry: fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds_page(&entry.path()),
        Ok(kind) if kind.is_symlink() => true,
        _ => entry.path().extension().is_some_and(|ending| ending == "md"),
    };
    entries.into_iter().any(may_hold)
}

fn no_pages(root: &Path) -> String {
    let there = root.join("content").is_dir();
    let what = if there { "no page in the folder content/" } else { "no folder content/" };
    format!("there is {what} in {}: create content/index.md, or start a site with `docent init DIR`", root.display())
}

/// The folder that a site is written to: the option's, else that of its audience, else the project's.
pub fn output_dir(root: &Path, config: &Config, option: Option<&Path>) -> PathBuf {
    let own = config.chosen_audience().and_then(|own| own.output_dir.as_ref());
    option.map_or_else(|| root.join(own.unwrap_or(&config.output_dir)), Path::to_owned)
}

/// A path as somebody typed it in the working folder, as one of the project: what stands in `content/` may be named
/// from there, as `review` and `mv` take it.
pub fn from_here(root: &Path, typed: &Path) -> Option<PathBuf> {
    let (root, here) = (fs::canonicalize(root).ok()?, fs::canonicalize(env::current_dir().ok()?).ok()?);
    let folder = here.strip_prefix(&root).ok().filter(|folder| folder.starts_with("content"))?;
    let plain = typed.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let named = !typed.starts_with("content") && plain;
    named.then(|| folder.join(typed.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>()))
}

/// Where a project is.
pub struct Located {
    /// Its folder.
    pub root: PathBuf,
    /// Its configuration file.
    pub file: PathBuf,
    /// That file as messages name it.
    pub name: String,
}

/// Finds the project, and reads nothing.
pub fn locate(global: &Global) -> Result<Located, String> {
    let (root, file) = find(global)?;
    let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().into_owned();
    Ok(Located { root, file, name })
}

/// Lays the command line and the clock over the configuration.
pub fn lay(build: Option<&BuildArgs>, config: &mut Config) -> Result<(), String> {
    if let Some(build) = build {
        config.drafts = build.drafts;
        config.today = build.today;
        config.audience.clone_from(&build.audience);
        audience_exists(config)?;
        let own = config.chosen_audience().and_then(|own| own.base_url.clone());
        config.base_url = build.base_url.clone().or(own).or(config.base_url.take());
        if let Some(Err(message)) = config.base_url.as_deref().map(config::check_base_url) {
            return Err(format!("--base-url: {message}; write it as https://example.com/handbook/"));
        }
    }
    config.today = config.today.or_else(today);
    Ok(())
}

/// A site for an audience that nobody has named would be a site for everybody.
fn audience_exists(config: &Config) -> Result<(), String> {
    match &config.audience {
        Some(name) if !config.audiences.contains_key(name) => {
            Err(format!("--audience: there is no audience `{name}`: {}", config.known_audiences(name)))
        }
        _ => Ok(()),
    }
}

/// What the clock says, in UTC: the only place that asks.
fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Date::at_second(since.as_secs()))
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
    let found = here.ancestors().map(|folder| folder.join(config::FILE)).find(|file| file.is_file());
    let file = found.ok_or_else(|| {
        format!("there is no {} here or in a folder above; to start a site, run `docent init DIR`", config::FILE)
    })?;
    Ok((file.parent().unwrap_or(&here).to_owned(), file))
}
