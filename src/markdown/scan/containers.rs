//! What the first reading tells of containers: those that nothing closes, and those that docent does not know.
//!
//! In: the place of a container, and what [`own_syntax`](super::super::own_syntax) found wrong. Out: findings, and the ids
//! of containers.

use super::Scanner;
use crate::markdown::containers::{self, Kind, Opening};
use crate::markdown::ids;
use crate::markdown::own_syntax::Told;
use std::ops::Range;

impl<'a> Scanner<'a> {
    /// Lines of colons that nothing closes or that close nothing.
    pub(super) fn own_syntax(&mut self, told: Vec<Told>) {
        for told in told {
            match told {
                Told::Open(range) => {
                    let message = format!("`{}` is not closed: it lasts to the end", self.line(&range));
                    let hint = "end it with a line of as many colons: `:::`";
                    self.problem(false, "container", range, message, hint);
                }
                Told::Stray(range) => {
                    let message = "this line of colons closes nothing; it is shown as text".to_owned();
                    let hint = "remove it, or open a block above it: `:::note`";
                    self.problem(false, "container", range, message, hint);
                }
            }
        }
    }

    /// The first words of a line, for a message.
    fn line(&self, range: &Range<usize>) -> &'a str {
        let line = self.text[range.clone()].trim();
        let opening = containers::open(line).map_or(line.len(), |opening| opening.name_end());
        &line[..opening]
    }

    /// A container begins (or a quote, of which nothing is asked).
    pub(super) fn container(&mut self, range: Range<usize>) {
        let text = self.text;
        if self.options.commonmark {
            return self.containers.push(None);
        }
        let opening = containers::open(&text[range.clone()]);
        let within = self.containers.last().copied().flatten();
        self.containers.push(opening.as_ref().map(|opening| opening.kind));
        let Some(opening) = opening else { return self.check_callout(range) };
        let line = range.start..range.start + text[range].lines().next().map_or(0, str::len);
        self.container_ids.extend(opening.attributes.id.filter(|id| ids::is_free(id)).map(str::to_owned));
        self.told_container(&opening, within, line);
    }

    fn told_container(&mut self, opening: &Opening<'_>, within: Option<Kind>, line: Range<usize>) {
        match opening.kind {
            Kind::Unknown => {
                let message = format!("`:::{}` is no block of docent's; its content is shown", opening.name);
                self.problem(false, "foreign-syntax", line, message, containers::KNOWN);
            }
            Kind::Tab if within != Some(Kind::Tabs) => {
                let message = "`:::tab` stands in no `:::tabs`; it is shown as a block".to_owned();
                let hint = "write `::::tabs` above the first tab and `::::` below the last one";
                self.problem(false, "container", line, message, hint);
            }
            _ => {}
        }
    }
}
