//! Parts of other files in the text of a page: `{{#include file.md}}`, and what other tools write for it.
//!
//! In: a body, its file's name, and the files of the project ([`Sources`]). Out: the body with the texts in it, the way back
//! to the lines that asked for them, and what was looked at: when one of those files changes, the page is read again.
//!
//! 1. [`forms`] finds what asks for a file.
//! 2. The file is looked for beside the page, in the folder of pages, in the project, and where tools keep such files.
//!    Never outside of the project.
//! 3. [`parts`] takes lines, or what stands between marks. A page gives its body; a draft, or what a site for an audience
//!    may not show, gives nothing: nobody asks it whom it is for.
//! 4. The text is read in the same way, up to [`MAX_DEPTH`] files deep and to the size of a page.

mod forms;
mod parts;

use super::{audience, front_matter};
use crate::config::Config;
use crate::content::is_page_name;
use crate::diagnostic::{At, Finding, Severity};
use crate::dialects::Edit;
use crate::markdown::{MAX_BYTES, code_block};
use crate::source::Sources;
use crate::url::join;
pub use forms::asks;
use forms::{Asked, Form};
use std::ops::Range;
use std::sync::Arc;

/// Files in files.
const MAX_DEPTH: usize = 10;

/// Files of one page.
const MOST: usize = 1_000;

/// Folders in which tools keep what pages include: Jekyll, MkDocs, Diplodoc, GitBook, DocFX.
const FOLDERS: [&str; 5] = ["_includes", "includes", "snippets", "_snippets", ".gitbook/includes"];

/// A body with the texts that it asks for.
#[derive(Debug, Default)]
pub struct Included {
    /// The body; none if it asks for nothing.
    pub text: Option<String>,
    /// Where it differs from what was written.
    pub edits: Vec<Edit>,
    /// Files that were looked for, found or not.
    pub looked_at: Vec<String>,
    /// What was cut out of the files for an audience: no reader may find it.
    pub hidden: Vec<Arc<str>>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Reads the files that a body asks for.
pub fn expand(source: &str, body: &str, config: &Config, sources: &Sources) -> Included {
    if config.markdown.commonmark || !asks(body) {
        return Included::default();
    }
    let mut reader = Reader { config, sources, left: MOST, size: body.len(), found: Included::default() };
    let (text, edits) = reader.text(source, body, &mut vec![source.to_owned()], true);
    Included { text: (!edits.is_empty()).then_some(text), edits, ..reader.found }
}

/// Reads files, and knows how many are left.
struct Reader<'a> {
    config: &'a Config,
    sources: &'a Sources,
    left: usize,
    size: usize,
    found: Included,
}

impl Reader<'_> {
    /// A text with what it asks for. `open`: the files that are being read.
    fn text(&mut self, source: &str, text: &str, open: &mut Vec<String>, top: bool) -> (String, Vec<Edit>) {
        let (mut out, mut edits, mut from) = (String::with_capacity(text.len()), Vec::new(), 0);
        for asked in forms::all(text) {
            let Asked { range, form } = asked;
            out.push_str(&text[from..range.start]);
            from = range.end;
            let at = out.len();
            match self.answer(source, &form, open) {
                Ok(answer) => out.push_str(&indented(&answer, indent(text, range.start))),
                // What is not there stays as it is written, and is told.
                Err(why) => {
                    out.push_str(&text[range.clone()]);
                    self.tell(&range, why, top);
                    continue;
                }
            }
            edits.push(Edit { at, new_len: out.len() - at, old: range });
        }
        out.push_str(&text[from..]);
        (out, edits)
    }

    /// What is wrong in a file that is included is told where the page asks for it.
    fn tell(&mut self, range: &Range<usize>, why: Why, top: bool) {
        let Why { message, hint, error } = why;
        let at = if top { At::Body(range.clone()) } else { At::File };
        let finding =
            if error { Finding::error("audience", at, message) } else { Finding::warning("include", at, message) };
        self.found.findings.push(finding.hint(hint));
    }

    fn answer(&mut self, source: &str, form: &Form, open: &mut Vec<String>) -> Result<String, Why> {
        let Form::File { path, part, code } = form else { return Ok(form.text()) };
        let file = self.find(source, path).ok_or_else(|| Why::missing(path))?;
        if open.contains(&file) || open.len() > MAX_DEPTH || self.left == 0 {
            return Err(Why::new(format!("`{path}` includes itself, or too many files"), "include less"));
        }
        self.left -= 1;
        self.may_show(source, &file)?;
        let whole = self.shown(&file)?;
        let taken = parts::take(&whole, part).ok_or_else(|| Why::part(path, part))?;
        self.size += taken.len();
        if self.size > MAX_BYTES {
            return Err(Why::new(format!("with `{path}` the page is larger than 5 MiB"), "include less"));
        }
        open.push(file.clone());
        let (text, _) = self.text(&file, &taken, open, false);
        open.pop();
        Ok(match code {
            Some(language) => code_block(text.trim_end_matches('\n'), language),
            None => text.trim_end_matches('\n').to_owned(),
        })
    }

    /// The file that a path means.
    fn find(&mut self, source: &str, path: &str) -> Option<String> {
        let content = &self.config.content_dir;
        let rooted = path.trim_start_matches("~/").trim_start_matches("@/").trim_start_matches('/');
        let beside = (rooted == path).then(|| join(source, path)).flatten();
        let folders = FOLDERS.iter().flat_map(|folder| [content.path(folder), (*folder).to_owned()]);
        let roots = [content.prefix().to_owned(), String::new()].into_iter().chain(folders.map(|folder| folder + "/"));
        let candidates: Vec<String> = beside.into_iter().chain(roots.filter_map(|root| join(&root, rooted))).collect();
        let found = candidates.iter().find(|file| self.sources.text(file).is_some()).cloned();
        self.found.looked_at.extend(candidates.into_iter().take_while(|file| Some(file) != found.as_ref()));
        self.found.looked_at.extend(found.clone());
        found
    }

    /// In a site for an audience a file is shown whose section is shown: that of the page itself. What lies outside of the
    /// folder of pages belongs to no section.
    fn may_show(&self, source: &str, file: &str) -> Result<(), Why> {
        let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let content = &self.config.content_dir;
        let is_near = || folder(source) == folder(file) && !content.is_page(file);
        if self.config.audience.is_none() || !content.holds(file) || is_near() {
            return Ok(());
        }
        let message = format!("a site for an audience does not include {file}: nobody knows whom it is for");
        Err(Why {
            error: true,
            ..Why::new(message, "embed the page (`![[name]]`), or keep the file next to this page")
        })
    }

    /// What of a file may be shown: of a page its body, without what is for others; of a draft nothing.
    fn shown(&mut self, file: &str) -> Result<String, Why> {
        let Some(text) = self.sources.text(file) else { return Err(Why::missing(file)) };
        if !is_page_name(file) {
            return Ok(text.to_string());
        }
        let (split, problems) = front_matter::split(text);
        if split.keys.draft && !self.config.drafts {
            return Err(Why::new(format!("{file} is a draft, so it is not included"), "publish the draft"));
        }
        let cutting = audience::cut(text, split.body, self.config);
        let for_others = self
            .config
            .audience
            .as_ref()
            .is_some_and(|audience| !split.keys.audience.is_empty() && !split.keys.audience.contains(audience));
        if for_others {
            let message = format!("{file} is for other audiences, so it is not included");
            return Err(Why { error: true, ..Why::new(message, "include it only for readers that may see it") });
        }
        let is_error = |finding: &Finding| finding.severity == Severity::Error;
        if problems.iter().chain(&cutting.problems).any(is_error) {
            return Err(Why::new(format!("{file} has errors, so it is not included"), "correct them first"));
        }
        self.found.hidden.extend(cutting.cuts.iter().map(|cut| cut.text.clone()));
        Ok(cutting.text[split.body..].to_owned())
    }
}

/// Why a file is not included.
struct Why {
    message: String,
    hint: String,
    error: bool,
}

impl Why {
    fn new(message: String, hint: &str) -> Self {
        Self { message, hint: hint.to_owned(), error: false }
    }

    fn missing(path: &str) -> Self {
        let hint = "correct the path; a folder outside of the pages is read if `include_dirs` in docent.yaml names it";
        Self::new(format!("there is no file `{path}` to include"), hint)
    }

    fn part(path: &str, part: &parts::Part) -> Self {
        Self::new(format!("`{path}` has no {part}"), "correct the name or the lines")
    }
}

/// What stands before a place on its line, if it is nothing but an indentation.
fn indent(text: &str, at: usize) -> &str {
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
    if line.trim().is_empty() { line } else { "" }
}

fn indented(text: &str, indent: &str) -> String {
    if indent.is_empty() { text.to_owned() } else { text.replace('\n', &format!("\n{indent}")) }
}
