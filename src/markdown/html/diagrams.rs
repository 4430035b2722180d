//! Diagrams: drawn, with their source one click away.
//!
//! In: a fence in Mermaid. Out: a figure, or the code as it is written and why it could not be drawn.

use super::{Problem, Writer};
use crate::diagrams::{self, Drawing, MOST_BYTES_ON_A_PAGE, MOST_ON_A_PAGE, PREFIX};
use crate::fingerprint::Fingerprint;
use crate::markdown::{code, escape, fence};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a text has of diagrams so far.
#[derive(Default)]
pub(super) struct Drawn {
    diagrams: usize,
    bytes: usize,
    /// How often each drawing stands in it.
    same: BTreeMap<String, usize>,
}

impl Writer<'_> {
    pub(super) fn diagram(&mut self, range: &Range<usize>, at: usize) -> usize {
        let source: String = self.code_texts(at).map(|(text, _)| text).collect();
        if self.drawn.diagrams >= MOST_ON_A_PAGE || self.drawn.bytes >= MOST_BYTES_ON_A_PAGE {
            self.shown_as_code(&source, "the page has too many diagrams before it", range.clone());
            return self.ends[at] + 1;
        }
        match &*diagrams::draw(&source) {
            Ok(drawing) => {
                let words = self.fence_words(at);
                let html = self.drawing(drawing, &source, fence::info(&words).title);
                // Its length is the library's business.
                self.limit += html.len();
                self.drawn.bytes += html.len();
                self.markup(html);
            }
            Err(refusal) => {
                let place = self.place_of_code(at, &refusal.place).unwrap_or_else(|| range.clone());
                self.shown_as_code(&source, &refusal.message, place);
            }
        }
        self.drawn.diagrams += 1;
        self.ends[at] + 1
    }

    fn shown_as_code(&mut self, source: &str, why: &str, range: Range<usize>) {
        let message = format!("this diagram is shown as code: {why}");
        self.problems.push(Problem { code: "diagram", message, range });
        let html = code::html(source, "mermaid", false).html;
        self.markup(html);
    }

    /// `title` is what stands behind the fence. The source is no block of code: pages with a diagram load nothing for these.
    fn drawing(&mut self, drawing: &Drawing, source: &str, title: Option<&str>) -> String {
        let words = self.world.words;
        let ids = self.ids_of(&drawing.svg);
        let svg = drawing.svg.replace(PREFIX, &ids);
        // The first element of a drawing describes it; a title stands before, and browsers show it as a hint.
        let svg = match drawing.name.as_deref().or(title) {
            Some(name) => svg.replacen("<desc", &format!("<title id=\"{ids}t\">{}</title><desc", escape(name)), 1),
            None => {
                let label = format!("aria-label=\"{}\"", escape(&words.diagram));
                svg.replacen(&format!("aria-labelledby=\"{ids}t\""), &label, 1)
            }
        };
        let summary = escape(&words.diagram_source);
        let caption = title.map_or_else(String::new, |title| format!("<figcaption>{}</figcaption>", escape(title)));
        format!(
            "<figure class=\"diagram\">{caption}<div class=\"drawing\">{svg}</div>\
             <details><summary>{summary}</summary><pre><code>{}</code></pre></details></figure>\n",
            escape(source)
        )
    }

    /// How its ids begin: by what it shows, so that they stay when something else of the page changes, and by the
    /// embedded text that it stands in.
    fn ids_of(&mut self, svg: &str) -> String {
        let hash = Fingerprint::of_bytes(svg.as_bytes()).to_string()[..8].to_owned();
        let count = self.drawn.same.entry(hash.clone()).or_default();
        *count += 1;
        let again = if *count == 1 { String::new() } else { format!("{count}-") };
        let embedded = &self.inside.number;
        if embedded.is_empty() { format!("d-g{hash}-{again}") } else { format!("d-e{embedded}-g{hash}-{again}") }
    }
}
