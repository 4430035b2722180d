//! Files beside pages that are published, and warnings for those that are not.
//!
//! In: the snapshot, the pages that are not shown, what all links mean. Out: the paths to copy. Content is not trusted:
//! a file that a browser would run when it is opened is left out. So is what only drafts and hidden pages use.

use super::audience::{self, Hidden};
use super::glossary;
use super::links::Target;
use crate::diagnostic::{Diagnostic, Severity};
use crate::page::Page;
use crate::page::url::check_output_path;
use crate::pieces::Pieces;
use crate::source::{Content, Sources};
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
        let refused = check_output_path(path).err().or_else(|| active(path, &file.content));
        match refused {
            Some(reason) => {
                let problem = Diagnostic::error("not-copied", &name, format!("the file is not published: {reason}"));
                let severity = if used { Severity::Error } else { Severity::Warning };
                diagnostics
                    .push(Diagnostic { severity, ..problem.hint("remove it from content/, or publish it elsewhere") });
            }
            None if in_hidden_folder(&name, hidden) => diagnostics.extend(used.then(|| for_others(&name))),
            None if !used && is_hidden(path) => {}
            None => files.push(path.to_owned()),
        }
    }
    Copied { files: files.into(), diagnostics: diagnostics.into() }
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

/// Whether a browser would run the file when a reader opens it.
fn active(path: &str, content: &Content) -> Option<String> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" | "xhtml" | "xht" | "shtml" | "mht" | "mhtml" | "js" | "mjs" | "xml" | "xsl" | "xslt"
        | "swf" => Some(format!("a browser would run what is in a .{extension} file")),
        "svg" | "svgz" => match content {
            Content::Text(text) if harmless_svg(text) => None,
            _ => Some("the SVG holds a script, an event handler or foreign HTML".into()),
        },
        _ => None,
    }
}

/// Nothing in the SVG can run: looked for in its text, case-insensitively, so that a strange form is refused too.
fn harmless_svg(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words = [
        "<script",
        "foreignobject",
        "javascript:",
        "<!entity",
        "<set",
        "<handler",
        "<iframe",
        "<embed",
        "<object",
        "data:text",
        "xlink:href=\"data:",
        "<?xml-stylesheet",
    ];
    let handler = lower.match_indices("on").any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        let after = lower[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
            && after.trim_start().starts_with('=')
    });
    !handler && !lower.contains("&#") && words.iter().all(|word| !lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svgs() {
        assert!(harmless_svg("<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>"));
        for hostile in [
            "<svg onload=alert(1)>",
            "<svg><script>",
            "<svg><a xlink:href='javascript:x'>",
            "<svg\nonload\n=x>",
            "<svg><set>",
        ] {
            assert!(!harmless_svg(hostile), "{hostile}");
        }
    }
}
