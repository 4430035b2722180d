//! Files beside pages that are published, and warnings for those that are not.
//!
//! In: the snapshot, the pages that are not shown, what all links mean. Out: the paths to copy. Content is not trusted:
//! a file that a browser would run when it is opened, or a web server, is left out ([`kinds`]). So is what only drafts and hidden pages use.

mod kinds;

use super::audience::{self, Hidden};
use super::glossary;
use super::links::Target;
use crate::diagnostic::{Diagnostic, Severity};
use crate::page::Page;
use crate::page::url::check_output_path;
use crate::pieces::Pieces;
use crate::source::{Content, File, Sources};
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

/// Chooses them. `unseen` are the pages that are not shown.
pub fn copied<'a>(
    sources: &Sources,
    unseen: impl Iterator<Item = &'a Arc<Page>>,
    hidden: &Hidden,
    targets: &Pieces<Vec<Target>>,
) -> Copied {
    let used: BTreeSet<&str> = targets.iter().flatten().filter_map(file_of).collect();
    let unseen: BTreeSet<String> = unseen.flat_map(|page| audience::used(page)).collect();
    let is_hidden = |path: &str| hidden.unused || unseen.contains(path) || hidden.files.contains(path);
    let (mut files, mut diagnostics) = (Vec::new(), Vec::new());
    for (path, file) in
        sources.below("content/").filter(|(path, _)| !path.ends_with(".md") && !glossary::file::is_one(path))
    {
        let name = format!("content/{path}");
        let used = used.contains(path);
        match refused(path, file, used) {
            Some(problem) => diagnostics.push(problem),
            None if in_hidden_folder(&name, hidden) => diagnostics.extend(used.then(|| for_others(&name))),
            None if !used && is_hidden(path) => {}
            None => files.push(path.to_owned()),
        }
    }
    Copied { files: files.into(), diagnostics: diagnostics.into() }
}

/// Why the file is not published, if it is not: an error if a page uses it.
fn refused(path: &str, file: &File, used: bool) -> Option<Diagnostic> {
    let unsafe_path = check_output_path(path).err().map(kinds::Refusal::from);
    let refusal = unsafe_path.or_else(|| kinds::refusal(path, &file.content))?;
    let message = format!("the file is not published: {}", refusal.reason);
    let problem = Diagnostic::error("not-copied", &format!("content/{path}"), message).hint(kinds::advice(path));
    let problem = match (&file.content, refusal.range) {
        (Content::Text(text), Some(range)) => problem.at(text, range),
        _ => problem,
    };
    Some(if used { problem } else { Diagnostic { severity: Severity::Warning, ..problem } })
}

fn in_hidden_folder(path: &str, hidden: &Hidden) -> bool {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    !hidden.folders.is_empty() && folders.into_iter().any(|folder| hidden.folders.contains(folder))
}

fn for_others(name: &str) -> Diagnostic {
    let message = "a page uses this file, and the section that the file stands in is for others";
    Diagnostic::error("audience", name, message).hint("move the file, or link to it only where the section is seen")
}

/// The file that a link means.
pub(super) fn file_of(target: &Target) -> Option<&str> {
    if let Target::File(path) = target { Some(path) } else { None }
}
