//! Code blocks, coloured at build time with a dozen classes.
//!
//! In: source and info string. Out: HTML, and where and why colours end early.
//!
//! 1. `fence::info` reads the language and the title behind the fence.
//! 2. [`languages`] finds the grammar of that name.
//! 3. [`colours`] reads the lines with it, as far as its limits let it.
//! 4. A [`Painter`] writes the text with `<span>`s.

mod classes;
mod colours;
mod languages;

use super::{escape, fence};
use colours::Line;
use std::ops::Range;

/// Why a block, or the rest of it, has no colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    pub message: String,
    /// The line from which on there are none, in the bytes of the block.
    pub place: Range<usize>,
}

/// HTML of a code block. `info` is what stands behind the fence: a language, and words that other tools read.
pub(super) fn html(source: &str, info: &str, highlight: bool) -> (String, Option<Plain>) {
    let fence::Info { lang, title } = fence::info(info);
    // Not asked without need: the first question reads the names of all grammars.
    let language = if highlight { languages::named(lang) } else { None };
    let (lines, plain) = language.map_or_else(Default::default, |language| colours::lines(source, language));
    let inside = painted(source, &lines);
    let lang = escape(lang);
    // A title says more than the name of a language, which stands beside it.
    let name = title.map_or_else(String::new, |title| format!("<span class=\"code-title\">{}</span>", escape(title)));
    let label = match (lang.is_empty(), name.is_empty()) {
        (true, true) => String::new(),
        _ => format!("<span class=\"code-lang\">{name}{lang}</span>"),
    };
    let class = if lang.is_empty() { String::new() } else { format!(" class=\"language-{lang}\"") };
    (format!("<div class=\"code\">{label}<pre><code{class}>{inside}</code></pre></div>\n"), plain)
}

/// The text with the colours of its first lines; the others have none.
fn painted(source: &str, lines: &[Line]) -> String {
    let mut painter = Painter { out: String::with_capacity(source.len() * 2), open: None };
    let mut done = 0;
    for line in lines {
        for part in &line.parts {
            let range = line.start + part.range.start..line.start + part.range.end;
            painter.text(&source[done..range.start], None);
            painter.text(&source[range.clone()], part.class);
            done = range.end;
        }
    }
    painter.text(&source[done..], None);
    painter.close();
    painter.out
}

/// Writes text with `<span>`s around what has a class.
struct Painter {
    out: String,
    open: Option<&'static str>,
}

impl Painter {
    fn text(&mut self, text: &str, class: Option<&'static str>) {
        // White space needs no colour: a span may go on over it, and over the end of a line.
        if class != self.open && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.out.extend(["<span class=\"hl-", class, "\">"]);
            }
            self.open = class;
        }
        let _ = pulldown_cmark_escape::escape_html(&mut self.out, text);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("</span>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_escaped_and_coloured() {
        let (out, problem) = html("let a = \"<b>\"; // x\n", "rust", true);
        assert!(problem.is_none());
        assert!(out.contains("<span class=\"hl-t\">let</span>"), "{out}");
        assert!(out.contains("&lt;b&gt;") && !out.contains("<b>"), "{out}");
    }

    #[test]
    fn an_info_string_cannot_break_out() {
        let (out, _) = html("x", "\"><script>alert(1)</script>", true);
        assert!(!out.contains("<script>"), "{out}");
    }

    #[test]
    fn a_span_goes_on_over_white_space() {
        let (out, _) = html("/* a\n\n b */\n", "js", true);
        assert_eq!(out.matches("<span class=\"hl-c\">").count(), 1, "{out}");
    }

    #[test]
    fn carriage_returns_stay() {
        let (out, _) = html("let a;\r\nlet b;\r\n", "js", true);
        assert_eq!(out.matches("\r\n").count(), 2, "{out}");
    }
}
