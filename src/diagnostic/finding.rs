//! What is wrong, before anybody looked where it stands in the file.
//!
//! In: what a reader of a page, a setting, a view or a drawing knows: a place in what it reads. Out: a [`Finding`], which
//! `document` alone turns into a [`super::Diagnostic`]: it knows the file, where its YAML and its body begin, and what
//! was cut out of it.

use super::{Severity, closest, did_you_mean};
use std::ops::Range;

/// One step on the way to a value of YAML.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The value under a key.
    Key(String),
    /// An item of a list.
    Index(usize),
    /// The key itself, last step only.
    Name(String),
}

/// Where something is wrong, as its reader counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// In the file as a whole.
    File,
    /// At bytes of what was read: a file, or a part of one that is read alone.
    Bytes(Range<usize>),
    /// At bytes of a page's body.
    Body(Range<usize>),
    /// At bytes of its YAML.
    Yaml(Range<usize>),
    /// At a value of its YAML, or at a key.
    Field(Vec<Step>),
    /// At a part of the text that a value holds: the way to it, the text as it was read, bytes of that.
    Text(Vec<Step>, String, Range<usize>),
    /// At the first such words from the beginning of a value on.
    Words(Vec<Step>, String),
}

impl At {
    /// The bytes that are meant, if they are known: of the file, of its body or of its YAML.
    pub fn bytes(&self) -> Option<&Range<usize>> {
        match self {
            Self::Bytes(range) | Self::Body(range) | Self::Yaml(range) => Some(range),
            Self::File | Self::Field(_) | Self::Text(..) | Self::Words(..) => None,
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// See [`super::Diagnostic::code`].
    pub code: &'static str,
    /// See [`Severity`].
    pub severity: Severity,
    /// Where.
    pub at: At,
    /// What is wrong, lower case, without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// What to write instead, where that is known exactly.
    pub fix: Option<Box<Replacement>>,
}

/// What should stand in the place of something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Replacement {
    /// Where the old text stands, if it is not all that the finding points at.
    pub at: Option<At>,
    /// What must stand there for the replacement to be right.
    pub old: String,
    /// What should stand there.
    pub new: String,
}

impl Finding {
    /// An error.
    pub fn error(code: &'static str, at: At, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, at, message: message.into(), hint: None, fix: None }
    }

    /// A warning.
    pub fn warning(code: &'static str, at: At, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, at, message) }
    }

    /// At a value of YAML, or a key.
    pub fn at_field(code: &'static str, steps: &[Step], message: impl Into<String>) -> Self {
        Self::error(code, At::Field(steps.to_vec()), message)
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Adds the hint, if there is one.
    #[must_use]
    pub fn maybe_hint(self, hint: Option<String>) -> Self {
        Self { hint: hint.or(self.hint.clone()), ..self }
    }

    /// Under another code: what is wrong with YAML is wrong with a page, a type, a glossary.
    #[must_use]
    pub fn of(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    /// Says what to write instead of what it points at.
    #[must_use]
    pub fn fix(self, old: &str, new: impl Into<String>) -> Self {
        let replacement = Replacement { at: None, old: old.to_owned(), new: new.into() };
        Self { fix: Some(Box::new(replacement)), ..self }
    }

    /// Says where its replacement goes, if it has one.
    #[must_use]
    pub fn fixed_at(mut self, at: At) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.at = Some(at);
        }
        self
    }

    /// What may have been meant with a word that it points at: the nearest of those that are known, to be written
    /// instead, or all of them.
    #[must_use]
    pub fn suggest<'a>(self, word: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.collect();
        let told = self.maybe_hint(did_you_mean(word, known.iter().copied()));
        match closest(word, known) {
            Some(near) => told.fix(word, near),
            None => told,
        }
    }

    /// Somewhere: it was said of a part that is read alone, and whoever read the whole knows where that stands.
    #[must_use]
    pub fn placed(self, at: At) -> Self {
        Self { at, ..self }
    }

    /// Somewhere else, and its replacement with it.
    #[must_use]
    pub fn moved(mut self, to: impl Fn(At) -> At) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.at = fix.at.take().map(&to);
        }
        Self { at: to(self.at), ..self }
    }
}
