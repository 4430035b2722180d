//! `docent lsp`: the language server, for an editor that starts it.
//!
//! In: the options, and the folder that the editor has open. Out: answers over standard output, until the editor ends it.

use super::serve::{config_of, configure, follow, reading};
use super::{BuildArgs, Global};
use super::{locate, out};
use crate::lsp::{self, server::Opened};
use crate::project;
use crate::workspace::watch::Mode;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Serves.
pub fn run(global: &Global, drafts: bool, audience: Option<String>) -> Result<ExitCode, String> {
    let build = BuildArgs { base_url: None, drafts, audience, strict: false, today: None };
    lsp::run(env!("CARGO_PKG_VERSION"), out::stream(), |folder| open(global, build, folder))?;
    Ok(ExitCode::SUCCESS)
}

/// Opens the project of a folder: its own, or that of the nearest folder above that has one.
fn open(global: &Global, build: BuildArgs, folder: Option<PathBuf>) -> Result<Opened, String> {
    let found = folder.as_deref().and_then(locate::above).map(Path::to_owned).or(folder);
    let global = Global { root: global.root.clone().or(found), ..global.clone() };
    let located = locate::locate(&global)?;
    let root = fs::canonicalize(&located.root).map_err(|error| format!("{}: {error}", located.root.display()))?;
    let config = config_of(&located);
    project::has_pages_on_disk(&root, &config.content_dir)?;
    let output = project::output_dir(&root, &config, None);
    let follow = follow(&root, &located, &output, reading(&config), Mode::Events)?;
    let named = std::path::absolute(&located.root).map_err(|error| error.to_string())?;
    Ok(Opened {
        // As the editor writes it comes first: its own names of files begin so.
        roots: vec![named, root],
        configure: [configure(located.clone(), build.clone(), false), configure(located, build, false)],
        follow: Box::new(follow),
    })
}
