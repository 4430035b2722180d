//! Code blocks, coloured at build time with a dozen classes.
//!
//! In: source and info string. Out: HTML, and where and why colours end early.
//!
//! 1. `fence::info` reads the language and the title behind the fence.
//! 2. [`lines`] tells which lines are marked, new, gone or numbered, and in a session what was typed and what answered.
//! 3. [`languages`] finds the grammar of the language's name.
//! 4. [`colours`] reads the lines with it, as far as its limits let it.
//! 5. A [`Painter`] writes the text with `<span>`s.

mod classes;
mod colours;
mod languages;
mod lines;
mod marks;
mod session;

use super::{escape, fence};
use colours::Line;
use lines::Lines;
use marks::Mark;
use session::Said;
use std::ops::Range;

/// Why a block, or the rest of it, has no colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    pub message: String,
    /// The line from which on there are none, in the bytes of the block.
    pub place: Range<usize>,
}

/// A code block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    pub html: String,
    /// Where and why colours end early.
    pub plain: Option<Plain>,
}

/// Code as readers see it: without the comments that mark its lines.
pub fn shown(source: &str) -> String {
    Lines::of(source, "", "", false).map_or_else(|| source.to_owned(), |lines| lines.text)
}

/// HTML of a code block. `info` is what stands behind the fence: a language, and words that other tools read.
pub(super) fn html(source: &str, info: &str, highlight: bool) -> Code {
    let fence::Info { lang, title } = fence::info(info);
    let (lang, of_diff) = of_diff(lang, info);
    let lined = Lines::of(source, lang, info, of_diff);
    let text = lined.as_ref().map_or(source, |lined| &lined.text);
    // Not asked without need: the first question reads the names of all grammars.
    let language = if highlight { languages::named(lang) } else { None };
    let (colours, plain) = language.map_or_else(Default::default, |language| colours::lines(text, language));
    let inside = lined.as_ref().map_or_else(|| painted(text, &colours), |lined| painted_lines(lined, &colours));
    let lang = escape(lang);
    // A title says more than the name of a language, which stands beside it.
    let name = title.map_or_else(String::new, |title| format!("<span class=\"code-title\">{}</span>", escape(title)));
    let label = match (lang.is_empty(), name.is_empty()) {
        (true, true) => String::new(),
        _ => format!("<span class=\"code-lang\">{name}{lang}</span>"),
    };
    let class = if lang.is_empty() { String::new() } else { format!(" class=\"language-{lang}\"") };
    let html = format!("<div class=\"code\">{label}<pre><code{class}>{inside}</code></pre></div>\n");
    let in_source = |plain: Plain| match &lined {
        Some(lined) => Plain { place: lined.in_source(&plain.place, source), ..plain },
        None => plain,
    };
    Code { html, plain: plain.map(in_source) }
}

/// A diff of another language: `diff lang="js"`, `diff-js`.
fn of_diff<'i>(lang: &'i str, info: &'i str) -> (&'i str, bool) {
    let other = if lang == "diff" { fence::value(info, "lang") } else { lang.strip_prefix("diff-") };
    other.filter(|other| !other.is_empty()).map_or((lang, false), |other| (other, true))
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

/// The same, with something around each line.
fn painted_lines(lined: &Lines, colours: &[Line]) -> String {
    let mut painter = Painter { out: String::with_capacity(lined.text.len() * 2), open: None };
    let mut start = 0;
    for (at, (text, line)) in lined.text.split_inclusive('\n').zip(&lined.lines).enumerate() {
        let parts: &[colours::Part] = colours.get(at).map_or(&[], |line| &line.parts);
        if lined.boxes {
            painter.out.push_str(&begin(line.mark, lined.numbers.map(|first| first + at)));
        }
        let typed = match line.said {
            Some(Said::Typed(length)) => length,
            _ => 0,
        };
        let answered = line.said == Some(Said::Answered);
        if typed > 0 {
            painter.out.push_str("<span class=\"prompt\">");
            painter.part(text, 0..typed, &[]);
            painter.out.push_str("</span>");
        } else if answered {
            painter.out.push_str("<span class=\"output\">");
        }
        // What was answered is in no language.
        painter.part(text, typed..text.len(), if answered { &[] } else { parts });
        painter.out.push_str(if answered { "</span>" } else { "" });
        painter.out.push_str(if lined.boxes { "</span>" } else { "" });
        start += text.len();
    }
    painter.text(&lined.text[start..], None);
    painter.out
}

/// The beginning of a line that is a box.
fn begin(mark: Option<Mark>, number: Option<usize>) -> String {
    let class = match mark {
        None => "line",
        Some(Mark::Marked) => "line marked",
        Some(Mark::New) => "line new",
        Some(Mark::Gone) => "line gone",
    };
    let number = number.map_or_else(String::new, |number| format!(" data-n=\"{number}\""));
    format!("<span class=\"{class}\"{number}>")
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

    /// A part of a line, with the colours that are in it, and closed.
    fn part(&mut self, line: &str, range: Range<usize>, colours: &[colours::Part]) {
        let mut done = range.start;
        for colour in colours {
            let (start, end) = (colour.range.start.max(done), colour.range.end.min(range.end));
            if start < end {
                self.text(&line[done..start], None);
                self.text(&line[start..end], colour.class);
                done = end;
            }
        }
        self.text(&line[done..range.end], None);
        self.close();
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
        let Code { html: out, plain: problem, .. } = html("let a = \"<b>\"; // x\n", "rust", true);
        assert!(problem.is_none());
        assert!(out.contains("<span class=\"hl-t\">let</span>"), "{out}");
        assert!(out.contains("&lt;b&gt;") && !out.contains("<b>"), "{out}");
    }

    #[test]
    fn an_info_string_cannot_break_out() {
        let Code { html: out, .. } = html("x", "\"><script>alert(1)</script>", true);
        assert!(!out.contains("<script>"), "{out}");
    }

    #[test]
    fn a_span_goes_on_over_white_space() {
        let Code { html: out, .. } = html("/* a\n\n b */\n", "js", true);
        assert_eq!(out.matches("<span class=\"hl-c\">").count(), 1, "{out}");
    }

    #[test]
    fn carriage_returns_stay() {
        let Code { html: out, .. } = html("let a;\r\nlet b;\r\n", "js", true);
        assert_eq!(out.matches("\r\n").count(), 2, "{out}");
    }

    #[test]
    fn lines_are_boxes_only_where_something_is_said_of_them() {
        let plain = html("a\nb\n", "text", true);
        assert!(!plain.html.contains("line"), "{plain:?}");
        let lined = html("a\nb <c>\n", "text {2} showLineNumbers", true);
        let inside =
            "<span class=\"line\" data-n=\"1\">a\n</span><span class=\"line marked\" data-n=\"2\">b &lt;c&gt;\n</span>";
        assert!(lined.html.contains(inside), "{lined:?}");
    }

    #[test]
    fn a_session_tells_prompts_and_output() {
        let session = html("$ echo a\na\n", "console", false).html;
        let inside = "<span class=\"prompt\">$ </span>echo a\n<span class=\"output\">a\n</span>";
        assert!(session.contains(inside), "{session}");
    }

    #[test]
    fn a_diff_keeps_its_language() {
        let diff = html("+let a;\n let b;\n", "diff lang=\"rust\"", true).html;
        assert!(diff.contains("<span class=\"line new\"><span class=\"hl-t\">let</span>"), "{diff}");
        assert!(diff.contains("language-rust"), "{diff}");
    }
}
