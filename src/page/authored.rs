//! A page whose body was written for another tool: what stands in its file, and the way there from what is read.
//!
//! In: a page's text, of which the body may be written for other tools. Out: the same text in docent's own Markdown, and
//! an [`Authored`] that knows where each byte stands in the file.

use super::includes::{self, Included};
use super::{Page, Rules};
use crate::config::Config;
use crate::diagnostic::{At, Finding, Gap};
use crate::dialects::{self, Edit, Options};
use crate::markdown::{FirstLine, Scan, section_content};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// What the author wrote.
#[derive(Clone, Debug)]
pub struct Authored {
    /// The file, without what was cut for an audience.
    pub text: Arc<str>,
    /// Where the page's text is another, in order.
    pub edits: Vec<Edit>,
}

/// A page's text as it is read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub text: Option<Arc<str>>,
    pub authored: Option<Arc<Authored>>,
    pub comments: Arc<[Arc<str>]>,
    pub tags: Vec<String>,
    pub findings: Vec<Finding>,
    /// Files that it asked for: with others the page is another.
    pub looked_at: Arc<[String]>,
}

/// Reads the syntax of other tools in a page's text. `body`: where the body begins.
pub(super) fn read(source: &str, text: &Arc<str>, body: usize, rules: Rules<'_>) -> Read {
    let Included { text: expanded, edits: first, looked_at, hidden, findings: told } =
        rules.sources.map(|sources| includes::expand(source, &text[body..], rules.config, sources)).unwrap_or_default();
    let looked_at: Arc<[String]> = looked_at.into();
    let whole = expanded.as_deref().unwrap_or(&text[body..]);
    let reading = match of_body(source, whole, rules.config) {
        None if expanded.is_none() => return Read { looked_at, findings: told, ..Read::default() },
        reading => reading.unwrap_or_default(),
    };
    let comments = reading.hidden.iter().map(|range| whole[range.clone()].into()).chain(hidden).collect();
    let both = if first.is_empty() { reading.edits } else { dialects::joined(&first, &reading.edits) };
    let moved = |edit: &Edit| Edit {
        at: body + edit.at,
        new_len: edit.new_len,
        old: body + edit.old.start..body + edit.old.end,
    };
    let edits: Vec<Edit> = both.iter().map(moved).collect();
    let by = |range: &Range<usize>| {
        let range = dialects::authored(&first, range);
        body + range.start..body + range.end
    };
    let findings = reading.findings.into_iter().map(|finding| {
        finding.moved(|at| match at {
            At::Bytes(range) => At::Bytes(by(&range)),
            other => other,
        })
    });
    // What is told of a file is told where the body asks for it: in the body as it is written.
    let told = told.into_iter().map(|finding| {
        finding.moved(|at| match at {
            At::Body(range) => At::Bytes(body + range.start..body + range.end),
            other => other,
        })
    });
    let findings = findings.chain(told).collect();
    let new = reading.text.or(expanded);
    let new: Option<Arc<str>> = new.map(|new| [&text[..body], &new].concat().into());
    let authored = new.as_ref().map(|_| Arc::new(Authored { text: text.clone(), edits }));
    Read { text: new, authored, comments, tags: reading.tags, findings, looked_at }
}

/// The same of a body that nobody is told of.
pub(super) fn body_of<'a>(source: &str, body: &'a str, rules: Rules<'_>) -> Cow<'a, str> {
    let included = rules.sources.map(|sources| includes::expand(source, body, rules.config, sources));
    let body = included.and_then(|included| included.text).map_or(Cow::Borrowed(body), Cow::Owned);
    let read = of_body(source, &body, rules.config).and_then(|reading| reading.text);
    read.map_or(body, Cow::Owned)
}

fn of_body(source: &str, body: &str, config: &Config) -> Option<dialects::Reading> {
    let markdown = &config.markdown;
    let mdx = source.to_ascii_lowercase().ends_with(".mdx");
    let options = Options { dialects: markdown.dialects, math: markdown.math, mdx };
    if markdown.commonmark { None } else { dialects::read(body, options) }
}

impl Authored {
    /// Where a range of the page's text stands in the file.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        dialects::authored(&self.edits, range)
    }

    /// What stamps and reviews keep of sections is of what the author wrote: no version of docent reads it otherwise.
    pub(super) fn stamp(&self, body: usize, scan: &mut Scan) {
        let place = |at: usize| self.place(&(body + at..body + at)).start;
        let mut end = self.text.len();
        for heading in scan.headings.iter_mut().rev() {
            let start = place(heading.range.start).min(end);
            heading.content = section_content(&self.text[start..end]);
            end = start;
        }
        let lead = &self.text[body.min(end)..end];
        scan.lead = (!lead.trim().is_empty()).then(|| section_content(lead));
    }

    /// Lines of the file that are missing in the page's text, or that it has more.
    fn gaps(&self, page: &str) -> Vec<Gap> {
        let feeds = |text: &str| text.matches('\n').count() as isize;
        let (mut lines, mut gaps) = (0, Vec::new());
        for edit in &self.edits {
            let behind = edit.at + edit.new_len;
            let more = feeds(&self.text[edit.old.clone()]) - feeds(&page[edit.at..behind]);
            lines += more;
            if more != 0 {
                gaps.push(Gap { at: behind, lines, bytes: 0 });
            }
        }
        gaps
    }
}

impl Page {
    /// What stands in the page's file, but for what was cut for an audience.
    pub fn file_text(&self) -> &Arc<str> {
        self.authored.as_ref().map_or(&self.text, |authored| &authored.text)
    }

    /// Where a range of the page's text stands in it.
    pub fn in_file(&self, range: Range<usize>) -> Range<usize> {
        self.authored.as_ref().map_or(range.clone(), |authored| authored.place(&range))
    }

    /// Where its body begins in its file.
    pub fn first_line(&self) -> FirstLine {
        FirstLine { number: self.text[..self.body].matches('\n').count() + 1, gaps: self.missing_lines() }
    }

    /// What is missing in the body, as lines of the file are counted; places are those of the body.
    pub fn missing_lines(&self) -> Vec<Gap> {
        let gaps = self.authored.as_ref().map(|authored| authored.gaps(&self.text)).unwrap_or_default();
        gaps.into_iter().map(|gap| Gap { at: gap.at.saturating_sub(self.body), ..gap }).collect()
    }

    /// The lines of the file on which the lines of another text of this page stand, which has as many: what is missing in
    /// it, so that it counts the same.
    pub fn gaps_of(&self, other: &str) -> Vec<Gap> {
        let starts = |text: &str| -> Vec<usize> {
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        };
        let (mut last, mut gaps) = (0, Vec::new());
        for (line, (old, new)) in starts(&self.text).into_iter().zip(starts(other)).enumerate() {
            let lines = self.place(old..old).line as isize - line as isize - 1;
            if lines != last {
                gaps.push(Gap { at: new, lines, bytes: 0 });
                last = lines;
            }
        }
        gaps
    }
}
