//! `docent review PATH...`: somebody has read the page against reality. Writes the day, what the page said, and who.
//!
//! In: paths of pages. Out: their front matter with `last_reviewed_on` and `reviewed_content`, with `--by` also
//! `reviewed_by`; all else in the files stays as it is. If one page cannot be stamped, none is.

use super::project::Project;
use super::report::{Reporter, count};
use super::schema::types;
use super::{Global, ReviewArgs};
use crate::config::Config;
use crate::fingerprint::Fingerprint;
use crate::page::types::Types;
use crate::page::{self, Rules, edit};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Stamps the pages.
pub fn run(global: &Global, args: &ReviewArgs) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let project = Project::open(global, None, &report)?;
    let types = types(&project)?;
    let stamped = args.paths.iter().map(|path| stamp(&project, &types, path, args)).collect::<Result<Vec<_>, _>>()?;
    for (file, text) in &stamped {
        fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    report.closing(&format!("marked {} as reviewed", count(stamped.len(), "page")));
    Ok(ExitCode::SUCCESS)
}

/// The file of a page, and its text with the stamp.
fn stamp(project: &Project, types: &Types, path: &Path, args: &ReviewArgs) -> Result<(PathBuf, String), String> {
    let named = |message: String| format!("{}: {message}", path.display());
    let file = file(project, path).ok_or_else(|| named("there is no such page in content/".to_owned()))?;
    let text = fs::read_to_string(&file).map_err(|error| named(error.to_string()))?;
    let day = args.today.or(project.config.today).ok_or("the clock does not tell the day: use --today")?;
    let content = content(&text, &file, &project.config, types);
    let mut stamped = edit::set(&text, "last_reviewed_on", day.to_string()).map_err(named)?;
    stamped = edit::set(&stamped, "reviewed_content", content.written()).map_err(named)?;
    if let Some(by) = &args.by {
        stamped = edit::set(&stamped, "reviewed_by", by.as_str()).map_err(named)?;
    } else if page_of(&text, &file, &project.config, types).outline.front.reviewed_by.is_some() {
        return Err(named("the page says who reviewed it: say who does now, with --by NAME".to_owned()));
    }
    Ok((file, stamped))
}

fn content(text: &str, file: &Path, config: &Config, types: &Types) -> Fingerprint {
    page_of(text, file, config, types).outline.content
}

fn page_of(text: &str, file: &Path, config: &Config, types: &Types) -> page::Page {
    let source = file.to_string_lossy();
    page::parse(&source, &text.into(), Fingerprint::default(), Rules { config, types })
}

/// The page that a path means: from the working folder, or from the project's. Only what stands in `content/`.
fn file(project: &Project, path: &Path) -> Option<PathBuf> {
    let content = fs::canonicalize(project.root.join("content")).ok()?;
    let tried = [path.to_owned(), project.root.join(path), project.root.join("content").join(path)];
    let page = |path: &PathBuf| path.extension().is_some_and(|e| e == "md") && path.starts_with(&content);
    tried.iter().filter_map(|path| fs::canonicalize(path).ok()).find(page)
}
