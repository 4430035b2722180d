//! A file in which something may be wrong: the one spot where a finding gets its place.
//!
//! In: the file's name and text, where its YAML and its body stand, what was cut out of it; [`Finding`]s. Out: a
//! [`Diagnostic`] for each, in their order, with lines and bytes of the file as it is on the disk.
//!
//! 1. Values and keys are found by one walk through the YAML for all findings ([`yaml::locate_all`]).
//! 2. What is told of a part is moved to where the part begins.
//! 3. What may be written instead is kept if the old text stands there, byte for byte, and YAML stays YAML.
//! 4. What was read of a body is moved to what its author wrote there ([`Document::edits`]).
//! 5. The lines of the file are counted once, if anything is wrong at all ([`Lines`]); they know what was cut.

use crate::diagnostic::{At, Diagnostic, Finding, Fix, Gap, Lines, Place, Replacement, Step};
use crate::dialects::{Edit, authored};
use crate::{toml_text, yaml};
use std::ops::Range;
use std::slice;
use std::sync::OnceLock;

/// A file, and how it is divided.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Path relative to the project's root.
    pub file: &'a str,
    /// What was read of it.
    pub text: &'a str,
    /// Where the YAML stands in the text.
    pub yaml: Range<usize>,
    /// Where the body begins in the text.
    pub body: usize,
    /// Where what was read of the body is not as it stands in the text, in order.
    pub edits: &'a [Edit],
    /// What is missing in the text.
    pub gaps: Vec<Gap>,
    /// Whether something in the text was written again since it was read: bytes are not those of the file then.
    pub rewritten: bool,
    /// The lines of the text, once they were counted.
    pub lines: &'a OnceLock<Box<Lines>>,
}

/// What is wrong with a file that is all YAML, or all of one kind.
pub fn tell(file: &str, text: &str, findings: Vec<Finding>) -> Vec<Diagnostic> {
    undivided(file, text, &OnceLock::new()).tell(findings)
}

/// One thing that is wrong with such a file.
pub fn told(file: &str, text: &str, finding: Finding) -> Diagnostic {
    undivided(file, text, &OnceLock::new()).told(finding)
}

fn undivided<'a>(file: &'a str, text: &'a str, lines: &'a OnceLock<Box<Lines>>) -> Document<'a> {
    Document { file, text, yaml: 0..text.len(), body: 0, edits: &[], gaps: Vec::new(), rewritten: false, lines }
}

impl Document<'_> {
    /// Gives findings their places.
    pub fn tell(&self, mut findings: Vec<Finding>) -> Vec<Diagnostic> {
        place(&self.text[self.yaml.clone()], &mut findings, self.locate());
        findings.into_iter().map(|finding| self.at_bytes(finding)).collect()
    }

    /// The same of one.
    pub fn told(&self, mut finding: Finding) -> Diagnostic {
        place(&self.text[self.yaml.clone()], slice::from_mut(&mut finding), self.locate());
        self.at_bytes(finding)
    }

    /// Where a range of what was read is.
    pub fn place(&self, range: Range<usize>) -> Place {
        self.written(self.in_text(range))
    }

    /// Where a range of the text is.
    fn written(&self, range: Range<usize>) -> Place {
        self.lines().place(self.text, range)
    }

    /// What was read as it stands in the text: the one spot that knows that they may differ.
    fn in_text(&self, range: Range<usize>) -> Range<usize> {
        if self.edits.is_empty() { range } else { authored(self.edits, &range) }
    }

    /// What finds values in the front matter: between lines of `+++` it is TOML.
    fn locate(&self) -> Locate {
        let above = self.text[..self.yaml.start].trim_end();
        if above.ends_with("+++") { toml_text::locate_all } else { yaml::locate_all }
    }

    fn at_bytes(&self, finding: Finding) -> Diagnostic {
        let Finding { code, severity, at, message, hint, fix } = finding;
        let place = self.bytes(&at).map(|range| self.written(range));
        let fix = fix.and_then(|fix| self.fix(*fix, &at));
        Diagnostic { code, severity, file: self.file.to_owned(), place, message, hint, fix }
    }

    /// A replacement, if the old text stands there just as it was thought to.
    fn fix(&self, fix: Replacement, at: &At) -> Option<Box<Fix>> {
        let range = self.bytes(fix.at.as_ref().unwrap_or(at))?;
        let same = self.text.get(range.clone()) == Some(fix.old.as_str());
        let range = self.lines().in_file(range).filter(|_| same)?;
        Some(Box::new(Fix { range, text: fix.new }))
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Box::new(Lines::of(self.text).with_gaps(self.gaps.clone()).rewritten(self.rewritten)))
    }

    /// Where in the text; nowhere, if the file is meant or the place is not known.
    fn bytes(&self, at: &At) -> Option<Range<usize>> {
        match at {
            At::Bytes(range) => Some(range.clone()),
            At::Body(range) => Some(self.in_text(moved(range, self.body))),
            At::Yaml(range) => Some(moved(range, self.yaml.start)),
            At::File | At::Field(_) | At::Text(..) | At::Words(..) => None,
        }
    }
}

fn moved(range: &Range<usize>, by: usize) -> Range<usize> {
    by + range.start..by + range.end
}

/// Bytes that are read to see that replacements in a YAML text leave it one: of more nobody applies them all at once.
const MOST_READ: usize = 128 * 1024;

/// Turns what is told of values into what is told of bytes of their YAML: one walk through it for all.
pub fn place_fields(text: &str, findings: &mut [Finding]) {
    place(text, findings, yaml::locate_all);
}

/// Where the ends of ways stand in a text.
type Locate = fn(&str, &[&[Step]]) -> Vec<Option<Range<usize>>>;

fn place(text: &str, findings: &mut [Finding], locate: Locate) {
    findings.iter_mut().for_each(settle);
    let places = findings.iter_mut().flat_map(|Finding { at, fix, .. }| {
        [Some(at), fix.as_mut().and_then(|fix| fix.at.as_mut())].into_iter().flatten()
    });
    let mut places: Vec<&mut At> = places.filter(|at| way(at).is_some()).collect();
    if !places.is_empty() {
        let found = locate(text, &places.iter().filter_map(|at| way(at)).collect::<Vec<_>>());
        for (at, value) in places.iter_mut().zip(found) {
            **at = value.map_or(At::File, |value| At::Yaml(within(text, at, value)));
        }
    }
    let mut left = MOST_READ;
    for finding in findings.iter_mut().filter(|finding| finding.fix.is_some()) {
        finding.fix = finding.fix.take().filter(|fix| is_kept(text, fix, &mut left));
    }
}

/// Says where a replacement goes, if the finding is at a value or a key: at the text of it, without quotes.
fn settle(finding: &mut Finding) {
    if let (Some(fix), Some(_)) = (&mut finding.fix, way(&finding.at))
        && fix.at.is_none()
    {
        let text = |way: &Vec<Step>| At::Text(way.clone(), fix.old.clone(), 0..fix.old.len());
        fix.at = Some(if let At::Field(way) = &finding.at { text(way) } else { finding.at.clone() });
    }
}

/// Whether a replacement in YAML is right: the old text stands there, the new one means itself, and all is YAML still,
/// without a key that stands twice.
fn is_kept(yaml: &str, fix: &Replacement, left: &mut usize) -> bool {
    let Some(At::Yaml(range)) = &fix.at else { return fix.at != Some(At::File) };
    let quoted = yaml[..range.start.min(yaml.len())].ends_with(['"', '\'']);
    let fits = if quoted { !fix.new.contains(['"', '\'', '\\', '\n']) } else { yaml::edit::is_plain(&fix.new) };
    if !fits || yaml.get(range.clone()) != Some(fix.old.as_str()) || *left < yaml.len() {
        return false;
    }
    *left -= yaml.len();
    yaml::is_valid(&[&yaml[..range.start], &fix.new, &yaml[range.end..]].concat())
}

fn way(at: &At) -> Option<&[Step]> {
    match at {
        At::Field(way) | At::Text(way, ..) | At::Words(way, _) => Some(way),
        At::File | At::Bytes(_) | At::Body(_) | At::Yaml(_) => None,
    }
}

/// The part of a value that is meant.
fn within(yaml: &str, at: &At, value: Range<usize>) -> Range<usize> {
    match at {
        At::Text(_, text, range) => {
            let place = |offset| yaml::written(yaml, value.start, text, offset);
            let start = place(range.start);
            // An end of its own: a place behind the last character is that of the character, and one more.
            let last = text[..range.end].char_indices().next_back().filter(|_| range.end > range.start);
            let end = last.map_or(start, |(at, c)| place(at) + c.len_utf8());
            start..end.max(start)
        }
        At::Words(_, words) => match yaml[value.start..].find(words.as_str()) {
            Some(at) => value.start + at..value.start + at + words.len(),
            None => value,
        },
        _ => value,
    }
}
