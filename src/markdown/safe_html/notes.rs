//! What is told of HTML that is not written as its author meant it: once a page for each name.
//!
//! In: a name and its place. Out: [`Note`]s.

use std::collections::BTreeSet;
use std::ops::Range;

/// What an author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The code of the diagnostic.
    pub code: &'static str,
    /// Where it stands in the body.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// The notes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub all: Vec<Note>,
    told: BTreeSet<String>,
}

const MARKDOWN: &str =
    "write it as Markdown, or set `markdown.raw_html: allow` in docent.yaml if you trust every author";

impl Notes {
    fn tell(&mut self, code: &'static str, range: Range<usize>, message: String, hint: impl Into<String>) {
        if self.told.insert(message.clone()) {
            self.all.push(Note { code, range, message, hint: hint.into() });
        }
    }

    /// A tag that is no HTML. `name`: as written.
    pub fn foreign(&mut self, name: &str, range: Range<usize>) {
        let hint = format!("write `` `<{name}>` `` if you mean these letters, or remove it");
        self.tell("foreign-syntax", range, format!("`<{name}>` is not HTML: it is shown as text"), hint);
    }

    /// What begins like a tag and has no end.
    pub fn open(&mut self, name: &str, range: Range<usize>) {
        let hint = "close it with `>`, or write it as code: `` `<` ``";
        self.tell("raw-html", range, format!("`{name}` has no end: it is shown as text"), hint);
    }

    /// An element that is left out: alone, or with what stands in it.
    pub fn left_out(&mut self, name: &str, range: Range<usize>, whole: bool) {
        let what = if whole { "so is all that stands in it" } else { "what stands in it is shown" };
        self.tell("raw-html", range, format!("`<{name}>` is left out; {what}"), MARKDOWN);
    }

    /// `<?php ... ?>`, `<!DOCTYPE html>`.
    pub fn declaration(&mut self, name: &str, range: Range<usize>) {
        self.tell(
            "raw-html",
            range,
            format!("`{name}` is left out, with all up to its `>`"),
            "remove it, or write it as code",
        );
    }

    /// An element that cannot stand where it does.
    pub fn misplaced(&mut self, name: &str, range: Range<usize>) {
        let message = format!("`<{name}>` cannot stand here and is left out; what stands in it is shown");
        self.tell("raw-html", range, message, "correct the HTML around it, or write it as Markdown");
    }

    /// An attribute that is left out.
    pub fn attribute(&mut self, name: &str, range: Range<usize>) {
        self.tell("raw-html", range, format!("the attribute `{name}` is left out"), MARKDOWN);
    }

    /// A frame that became a link.
    pub fn framed(&mut self, host: Option<&str>, range: Range<usize>) {
        let (message, hint) = match host {
            Some(host) => (
                format!("`<iframe>` of `{host}` is shown as a link"),
                format!("to show it on the page, add `{host}` to `embeds` in docent.yaml"),
            ),
            None => (
                "`<iframe>` is shown as a link".to_owned(),
                "only pages of `https` sites that `embeds` names are shown on a page".to_owned(),
            ),
        };
        self.tell("raw-html", range, message, hint);
    }
}
