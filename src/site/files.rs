//! Files beside pages that are published, and warnings for those that are not.
//!
//! In: the snapshot, and the files that pages lead to. Out: the paths to copy. Content is not trusted: a file that a
//! browser would run when it is opened, or a web server, is left out ([`kinds`]).
//!
//! - A site for everybody publishes all files but those that only drafts lead to.
//! - Where the project's own folder is that of the pages (`content_dir: .`), it also holds sources, settings and tools:
//!   there, as in a site for an audience, only files are published that something leads to.
//! - A site for an audience publishes a file because something that it shows leads there: a link, an image, raw HTML, a
//!   field, `include` in `docent.yaml`, or a style sheet or picture that is published itself. What nobody leads to may
//!   belong to what is hidden, and nothing tells whether it does.

mod kinds;

use super::audience::Hidden;
use super::glossary;
use super::links::Target;
use crate::chunked_vec::ChunkedVec;
use crate::config::Config;
use crate::content::{self, ContentDir, is_page_name};
use crate::diagnostic::{Diagnostic, Finding, Severity};
use crate::document;
use crate::source::{Content, File, Sources};
use crate::url::{check_output_path, decode, join};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The files that are copied.
#[derive(Clone, Debug, Default)]
pub struct Copied {
    /// Their paths below `content/`.
    pub files: Arc<Vec<String>>,
    /// What is wrong with the others.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// What the choice depends on.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    /// The snapshot.
    pub sources: &'a Sources,
    /// The configuration.
    pub config: &'a Config,
    /// What the site may not show.
    pub hidden: &'a Hidden,
    /// By entry, the files that pages lead to.
    pub used: &'a ChunkedVec<Vec<Arc<str>>>,
    /// The files that drafts lead to.
    pub by_drafts: &'a BTreeSet<Arc<str>>,
}

/// Chooses them.
pub fn copied(chosen: Chosen<'_>) -> Copied {
    let Chosen { sources, config, hidden, by_drafts, .. } = chosen;
    let used = leads(chosen);
    let (mut files, mut diagnostics) = (Vec::new(), Vec::new());
    for (path, file) in sources.content(&config.content_dir).filter(|(path, _)| is_beside(path)) {
        let used = used.contains(path);
        let for_nobody = if chooses(config) { !used } else { !used && by_drafts.contains(path) };
        match refused(&config.content_dir, path, file, used) {
            Some(problem) => diagnostics.push(problem),
            None if for_nobody || hidden.hides_file(path, config) => {}
            None => files.push(path.to_owned()),
        }
    }
    Copied { files: files.into(), diagnostics: diagnostics.into() }
}

/// Whether a file is published only if something leads to it.
fn chooses(config: &Config) -> bool {
    config.audience.is_some() || config.content_dir.is_root()
}

/// Why the file is not published, if it is not: an error if a page uses it.
fn refused(content: &ContentDir, path: &str, file: &File, used: bool) -> Option<Diagnostic> {
    let unsafe_path = check_output_path(&content::published(path)).err().map(kinds::refuse);
    let refusal = unsafe_path.or_else(|| kinds::refusal(path, &file.content))?;
    let message = format!("the file is not published: {}", refusal.message);
    let severity = if used { Severity::Error } else { Severity::Warning };
    let text = if let Content::Text(text) = &file.content { text } else { "" };
    let refusal = Finding { severity, message, ..refusal }.hint(kinds::advice(path));
    Some(document::told(&content.path(path), text, refusal))
}

/// Neither a page nor a glossary.
fn is_beside(path: &str) -> bool {
    !is_page_name(path) && !glossary::file::is_one(path)
}

/// The files that something shown leads to.
fn leads(chosen: Chosen<'_>) -> BTreeSet<&str> {
    let Chosen { sources, config, used, .. } = chosen;
    let mut leads: BTreeSet<&str> = used.iter().flatten().map(|path| &**path).collect();
    // In a site for everybody it only decides what is an error and what a warning.
    if !chooses(config) {
        return leads;
    }
    leads.extend(sources.content(&config.content_dir).map(|(path, _)| path).filter(|path| config.includes(path)));
    let mut open: Vec<&str> = leads.iter().copied().collect();
    while let Some(path) = open.pop() {
        open.extend(inside(sources, &config.content_dir, path).into_iter().filter(|file| leads.insert(file)));
    }
    leads
}

/// Files that a style sheet, a picture or a list of captions names: words between quotes, brackets and spaces that are
/// the path of a file.
fn inside<'s>(sources: &'s Sources, content: &ContentDir, path: &str) -> Vec<&'s str> {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let text = sources.text(&content.path(path)).filter(|_| ["css", "svg", "json", "txt"].contains(&ending.as_str()));
    let words = text.into_iter().flat_map(|text| text.split(['"', '\'', '(', ')', ' ', '\n', '\r', '\t', ',']));
    let names = words.filter(|word| word.contains('.') && word.len() < 300);
    let files = names.filter_map(|word| join(path, &decode(word.split(['#', '?']).next().unwrap_or_default())));
    files.filter_map(|file| content.inside(sources.files.key(&content.path(&file))?)).collect()
}

/// The file that a link means.
pub(super) fn file_of(target: &Target) -> Option<&str> {
    if let Target::File(path) = target { Some(path) } else { None }
}
