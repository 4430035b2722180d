//! Diagrams: drawn, with their source one click away.
//!
//! In: a fence in Mermaid. Out: a figure, or the code as it is written and why it could not be drawn.

use super::{Problem, Writer};
use crate::diagrams::{self, Drawing, PREFIX};
use crate::fingerprint::Fingerprint;
use crate::markdown::{code, escape};
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn diagram(&mut self, range: &Range<usize>, at: usize) -> usize {
        let source: String = self.code_texts(at).map(|(text, _)| text).collect();
        match &*diagrams::draw(&source) {
            Ok(drawing) => {
                let html = self.drawing(drawing, &source);
                // Its length is the library's business.
                self.limit += html.len();
                self.markup(html);
            }
            Err(refusal) => {
                let place = self.place_of_code(at, &refusal.place).unwrap_or_else(|| range.clone());
                let message = format!("this diagram is shown as code: {}", refusal.message);
                self.problems.push(Problem { code: "diagram", message, range: place });
                let html = code::html(&source, "mermaid", false).html;
                self.markup(html);
            }
        }
        self.ends[at] + 1
    }

    fn drawing(&mut self, drawing: &Drawing, source: &str) -> String {
        let words = self.world.words;
        let ids = self.ids_of(&drawing.svg);
        let svg = drawing.svg.replace(PREFIX, &ids);
        // The first element of a drawing describes it; a title stands before, and browsers show it as a hint.
        let svg = match &drawing.name {
            Some(name) => svg.replacen("<desc", &format!("<title id=\"{ids}t\">{}</title><desc", escape(name)), 1),
            None => {
                let label = format!("aria-label=\"{}\"", escape(&words.diagram));
                svg.replacen(&format!("aria-labelledby=\"{ids}t\""), &label, 1)
            }
        };
        let code = code::html(source, "mermaid", false).html;
        let summary = escape(&words.diagram_source);
        format!(
            "<figure class=\"diagram\"><div class=\"drawing\">{svg}</div>\
             <details><summary>{summary}</summary>{code}</details></figure>\n"
        )
    }

    /// How its ids begin: by what it shows, so that they stay when something else of the page changes.
    fn ids_of(&mut self, svg: &str) -> String {
        let hash = Fingerprint::of_bytes(svg.as_bytes()).to_string()[..8].to_owned();
        let count = self.diagrams.entry(hash.clone()).or_default();
        *count += 1;
        if *count == 1 { format!("d-g{hash}-") } else { format!("d-g{hash}-{count}-") }
    }
}
