//! A project on disk, its site, and the way of a site into its folder: what every command that builds goes through, and
//! what a program that uses docent as a library begins with.
//!
//! In: a folder, and [`Settings`] that are laid over its configuration. Out: a [`Project`].
//!
//! 1. [`Project::open`] reads the configuration; [`Project::sources`] takes the snapshot.
//! 2. [`build()`] makes the [`Site`] of it; nothing is rendered yet.
//! 3. [`publish()`] renders every file, looks through it if the site is for an audience ([`Proof`]), and writes all of
//!    them or none ([`Target`]).

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

pub mod bare;
mod pictures;
mod proof;
mod site;
mod target;

pub use proof::{Proof, is_leak};
pub use site::{Publishable, Site, Stage, build, build_for, publish};
pub use target::{Ended, Manner, Options, Target, for_nobody_else};

use crate::config::{self, Config};
use crate::content::{ContentDir, is_page_name};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::source::fingerprints::Fingerprints;
use crate::source::{self, Sources, git, scan};
use std::env;
use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A project on disk.
#[derive(Debug)]
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Its configuration, with the settings laid over it.
    pub config: Config,
    /// The configuration's file as messages name it, and its text.
    config_text: (String, String),
    /// Whether the fingerprints of large files are kept for the next run: who only looks writes nothing.
    pub remembers: bool,
}

/// Where a project is.
#[derive(Clone, Debug)]
pub struct Located {
    /// Its folder.
    pub root: PathBuf,
    /// Its configuration file.
    pub file: PathBuf,
    /// That file as messages name it.
    pub name: String,
    /// Without the file, these settings hold.
    pub instead: Option<String>,
    /// What was guessed of them, for the user.
    pub guessed: Option<String>,
}

/// What is laid over the configuration: what a command line says of one build.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Address of the published site.
    pub base_url: Option<String>,
    /// Drafts are built too.
    pub drafts: bool,
    /// Whom the site is for.
    pub audience: Option<String>,
    /// The day that decides which reviews are due; today in UTC unless it is given.
    pub today: Option<Date>,
}

/// Why a project cannot be opened.
#[derive(Debug)]
pub struct Unreadable {
    /// What is wrong with the configuration file.
    pub problems: Vec<Diagnostic>,
    /// All of it in a sentence.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Unreadable {}

impl From<String> for Unreadable {
    fn from(message: String) -> Self {
        Self { problems: Vec::new(), message }
    }
}

impl Project {
    /// Opens the project in a folder. Without a `docent.yaml` the defaults hold.
    ///
    /// # Errors
    /// The file cannot be read, or is no configuration of docent.
    pub fn open(root: &Path) -> Result<Self, Unreadable> {
        let (root, file, name) = (root.to_owned(), root.join(config::FILE), config::FILE.to_owned());
        Self::read(Located { root, file, name, instead: Some(String::new()), guessed: None }, &Settings::default())
    }

    /// Reads a project that has been found.
    ///
    /// # Errors
    /// As [`Project::open`], and if the settings contradict the configuration.
    pub fn read(located: Located, settings: &Settings) -> Result<Self, Unreadable> {
        let Located { root, file, name, instead, guessed: _ } = located;
        let errors = |problems| Unreadable { problems, message: format!("{name} has errors") };
        let text = match fs::read_to_string(&file) {
            Ok(text) => text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned),
            Err(error) => match instead {
                Some(settings) if error.kind() == io::ErrorKind::NotFound => settings,
                _ if error.kind() == io::ErrorKind::InvalidData => {
                    return Err(errors(scan::read_chosen(&name, &file).err().into_iter().collect()));
                }
                _ => return Err(format!("{}: {error}", file.display()).into()),
            },
        };
        let mut config = Config::parse(&name, &text).map_err(errors)?;
        settings.lay(&mut config)?;
        Ok(Self { root, config, config_text: (name, text), remembers: false })
    }

    /// The folder that the site is written to.
    pub fn output_dir(&self, option: Option<&Path>) -> PathBuf {
        output_dir(&self.root, &self.config, option)
    }

    /// Takes the snapshot; `output` is not read.
    pub fn sources(&self, output: &Path) -> (Sources, Vec<Diagnostic>) {
        let known = fingerprints(&self.root);
        let (mut sources, diagnostics) = scan::scan_knowing(&self.root, &self.config.folders(), output, &known);
        if self.remembers {
            known.keep(&sources);
        }
        sources.insert_text(&self.config_text.0, &self.config_text.1);
        if self.config.git_dates {
            sources.dates = git::dates(&self.root, &self.config.content_dir).into();
            if self.config.changes {
                sources.history = git::history(&self.root, &self.config.content_dir).into();
            }
        }
        (sources, diagnostics)
    }
}

impl Settings {
    /// Lays the settings and the clock over a configuration.
    ///
    /// # Errors
    /// There is no such audience, or the address is none.
    pub fn lay(&self, config: &mut Config) -> Result<(), String> {
        config.drafts = self.drafts;
        config.audience.clone_from(&self.audience);
        audience_exists(config)?;
        let own = config.chosen_audience().and_then(|own| own.base_url.clone());
        config.base_url = self.base_url.clone().or(own).or(config.base_url.take());
        if let Some(Err(message)) = config.base_url.as_deref().map(config::check_base_url) {
            return Err(format!("--base-url: {message}; write it as https://example.com/handbook/"));
        }
        config.today = self.today.or_else(today);
        Ok(())
    }
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
pub fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Date::at_second(since.as_secs()))
}

/// The folder that a site is written to: the option's, else that of its audience, else the project's.
pub fn output_dir(root: &Path, config: &Config, option: Option<&Path>) -> PathBuf {
    let own = config.chosen_audience().and_then(|own| own.output_dir.as_ref());
    option.map_or_else(|| root.join(own.unwrap_or(&config.output_dir)), Path::to_owned)
}

/// The fingerprints that earlier runs kept.
pub fn fingerprints(root: &Path) -> Fingerprints {
    Fingerprints::read(caches().as_deref(), root)
}

/// The user's folder for what programs can make again.
pub fn caches() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let own = folder("XDG_CACHE_HOME").or_else(|| folder("LOCALAPPDATA"));
    let below = if cfg!(target_vendor = "apple") { "Library/Caches" } else { ".cache" };
    let home = || env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(below));
    own.or_else(home).map(|folder| folder.join("docent"))
}

/// Says so if there is no page at all: a checkout that failed, or a folder that was moved, publishes no empty site.
///
/// # Errors
/// What is missing, and how to begin.
pub fn has_pages(root: &Path, content: &ContentDir, sources: &Sources) -> Result<(), String> {
    if source::has_pages(sources, content) { Ok(()) } else { Err(no_pages(root, content)) }
}

/// The same before anything is read: one page is enough.
///
/// # Errors
/// As [`has_pages`].
pub fn has_pages_on_disk(root: &Path, content: &ContentDir) -> Result<(), String> {
    if holds_page(&root.join(content.dir())) { Ok(()) } else { Err(no_pages(root, content)) }
}

/// A link may lead to pages; who reads the folder says whether it is followed.
fn holds_page(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let may_hold = |entry: fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds_page(&entry.path()),
        Ok(kind) if kind.is_symlink() => true,
        _ => entry.file_name().to_str().is_some_and(is_page_name),
    };
    entries.into_iter().any(may_hold)
}

fn no_pages(root: &Path, content: &ContentDir) -> String {
    let (dir, index) = (content.dir(), content.path("index.md"));
    let what = match root.join(dir).is_dir() {
        true if content.is_root() => "no page".to_owned(),
        true => format!("no page in the folder {dir}/"),
        false => format!("no folder {dir}/"),
    };
    format!("there is {what} in {}: create {index}, or start a site with `docent init DIR`", root.display())
}
