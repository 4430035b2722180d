//! `docent review PATH...`: somebody has read the page against reality. Writes the day, what the page said, and who.
//!
//! In: paths of pages, or of folders of pages. Out: their front matter with `last_reviewed_on` and `reviewed_content`, with `--by` also
//! `reviewed_by`; all else in the files stays as it is. If one page cannot be stamped, none is.

use super::console::{Reporter, count};
use super::locate;
use super::schema::types;
use super::{Global, ReviewArgs};
use crate::content::is_page_name;
use crate::fingerprint::Fingerprint;
use crate::page::inherited::FolderDefaults;
use crate::page::{self, Rules, edit};
use crate::project::Project;
use crate::source::scan::is_leftover;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Stamps the pages.
pub fn run(global: &Global, args: &ReviewArgs) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let project = locate::open(global, None, &report)?;
    let types = types(&project)?;
    let (sources, _) = project.sources(&project.output_dir(None));
    let alone = Rules { config: &project.config, types: &types, sources: None, defaults: None };
    let defaults = FolderDefaults::of_all(&sources, alone);
    let rules = Rules { defaults: Some(&defaults), ..alone };
    let mut pages = Vec::new();
    for path in &args.paths {
        pages.extend(files(&project, path)?);
    }
    pages.sort();
    pages.dedup();
    let stamped = pages.into_iter().map(|file| stamp(&project, rules, file, args)).collect::<Result<Vec<_>, _>>()?;
    for (file, text) in &stamped {
        fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    report.closing(&format!("marked {} as reviewed", count(stamped.len(), "page")));
    Ok(ExitCode::SUCCESS)
}

/// The file of a page, and its text with the stamp.
fn stamp(project: &Project, rules: Rules<'_>, file: PathBuf, args: &ReviewArgs) -> Result<(PathBuf, String), String> {
    let root = fs::canonicalize(&project.root).unwrap_or_default();
    let named = |message: String| format!("{}: {message}", file.strip_prefix(&root).unwrap_or(&file).display());
    let text = fs::read_to_string(&file).map_err(|error| named(error.to_string()))?;
    let day = args.today.or(project.config.today).ok_or("the system clock gives no date: use --today")?;
    let source = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
    let content = content(&text, &source, rules);
    let mut stamped = edit::set(&text, "last_reviewed_on", day.to_string()).map_err(named)?;
    stamped = edit::set(&stamped, "reviewed_content", content.written()).map_err(named)?;
    if let Some(by) = &args.by {
        stamped = edit::set(&stamped, "reviewed_by", by.as_str()).map_err(named)?;
    } else if page_of(&text, &source, rules).outline.front.reviewed_by.is_some() {
        return Err(named("the page names its last reviewer: name the new one with --by NAME".to_owned()));
    }
    Ok((file, stamped))
}

fn content(text: &str, source: &str, rules: Rules<'_>) -> Fingerprint {
    page_of(text, source, rules).outline.content
}

fn page_of(text: &str, source: &str, rules: Rules<'_>) -> page::Page {
    page::parse(source, &text.into(), Fingerprint::default(), rules)
}

/// The pages that a path means: a file, a path without ending, or all pages of a folder; from the working folder, from
/// the project's, in the default language. Only what stands in `content/`.
fn files(project: &Project, path: &Path) -> Result<Vec<PathBuf>, String> {
    let missing = || format!("{}: no such page or folder in {}/", path.display(), project.config.content_dir.dir());
    let content = fs::canonicalize(project.root.join(project.config.content_dir.dir())).map_err(|_| missing())?;
    let language = content.join(&project.config.default_language);
    let folders = [Path::new("").to_owned(), project.root.clone(), content.clone(), language];
    let with_endings = |path: &PathBuf| {
        ["md", "mdx", "markdown", "qmd"].map(|ending| PathBuf::from(format!("{}.{ending}", path.display())))
    };
    let tried: Vec<PathBuf> = folders.iter().map(|folder| folder.join(path)).collect();
    let found = |path: PathBuf| fs::canonicalize(path).ok().filter(|path| path.starts_with(&content));
    let is_page = |path: &PathBuf| path.is_file() && is_page_name(&path.to_string_lossy());
    let page = tried.iter().cloned().chain(tried.iter().flat_map(with_endings)).filter_map(found).find(is_page);
    if let Some(page) = page {
        return Ok(vec![page]);
    }
    let folder = tried.iter().cloned().filter_map(found).find(|path| path.is_dir()).ok_or_else(missing)?;
    let mut pages = Vec::new();
    below(&folder, &mut pages).map_err(|error| format!("{}: {error}", path.display()))?;
    if pages.is_empty() { Err(format!("{}: the folder contains no page", path.display())) } else { Ok(pages) }
}

/// All pages of a folder; links are not followed.
fn below(folder: &Path, pages: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        match () {
            () if is_leftover(&entry.file_name()) => {}
            () if kind.is_dir() => below(&path, pages)?,
            () if kind.is_file() && is_page_name(&path.to_string_lossy()) => pages.push(path),
            () => {}
        }
    }
    Ok(())
}
