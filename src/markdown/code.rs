//! Code blocks, coloured at build time with a dozen classes. The only file that names syntect.
//!
//! In: source and info string. Out: HTML, and a message when a block was too much for the highlighter.
//! The grammars are regular expressions of others: some take seconds on a hostile line, so a block is bounded in
//! bytes, in bytes a line, and in processor time: what other programs do on the machine must not change a page.

use super::{escape, fence};
use cpu_time::ThreadTime;
use std::sync::LazyLock;
use std::time::Duration;
use syntect::dumps;
use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};

/// Made by `cargo xtask grammars`, whose tests compare it with its sources. Without grammars code has no colours.
static SYNTAXES: LazyLock<SyntaxSet> =
    LazyLock::new(|| dumps::from_uncompressed_data(include_bytes!("grammars.bin")).unwrap_or_default());

/// Larger blocks are data, not examples; highlighting 64 KB takes about 0.1 s.
const MAX_BLOCK: usize = 64 * 1024;
/// Longer lines are minified or generated.
const MAX_LINE: usize = 1000;
/// The last resort against a grammar that backtracks.
const MAX_TIME: Duration = Duration::from_millis(200);
const TOO_SLOW: &str = "highlighting this code block takes too long: it is shown without highlighting";

/// HTML of a code block. `info` is what stands behind the fence: a language, and words that other tools read.
pub fn html(source: &str, info: &str, highlight: bool) -> (String, Option<String>) {
    let fence::Info { lang, title } = fence::info(info);
    // Not asked without need: the first question reads all grammars.
    let syntax = if highlight { syntax(lang) } else { None };
    let (inside, problem) = match syntax {
        // A grammar is compiled while its first block is read. Where that alone took too long, a build gave other bytes
        // than the next: the second reading is free of it.
        Some(syntax) => match coloured(source, syntax).or_else(|error| again(error, source, syntax)) {
            Ok(html) => (html, None),
            Err(message) => (escape(source), Some(message)),
        },
        None => (escape(source), None),
    };
    let lang = escape(lang);
    // A title says more than the name of a language, which stands beside it.
    let name = title.map_or_else(String::new, |title| format!("<span class=\"code-title\">{}</span>", escape(title)));
    let label = match (lang.is_empty(), name.is_empty()) {
        (true, true) => String::new(),
        _ => format!("<span class=\"code-lang\">{name}{lang}</span>"),
    };
    let class = if lang.is_empty() { String::new() } else { format!(" class=\"language-{lang}\"") };
    (format!("<div class=\"code\">{label}<pre><code{class}>{inside}</code></pre></div>\n"), problem)
}

fn again(error: String, source: &str, syntax: &SyntaxReference) -> Result<String, String> {
    if error == TOO_SLOW { coloured(source, syntax) } else { Err(error) }
}

fn syntax(lang: &str) -> Option<&'static SyntaxReference> {
    let plain = ["", "text", "txt", "plain", "plaintext", "output", "console"];
    if plain.contains(&lang) {
        return None;
    }
    SYNTAXES.find_syntax_by_token(lang)
}

fn coloured(source: &str, syntax: &SyntaxReference) -> Result<String, String> {
    if source.len() > MAX_BLOCK {
        return Err(format!("this code block is longer than {MAX_BLOCK} bytes: it is shown without highlighting"));
    }
    let mut painter = Painter::default();
    let mut state = ParseState::new(syntax);
    let started = ThreadTime::try_now().ok();
    for line in source.split_inclusive('\n') {
        if line.len() > MAX_LINE {
            return Err(format!(
                "a line of this code block is longer than {MAX_LINE} bytes: it is shown without highlighting"
            ));
        }
        let ops =
            state.parse_line(line, &SYNTAXES).map_err(|e| format!("this code block cannot be highlighted: {e}"))?;
        painter.line(line, &ops);
        if started.and_then(|start| start.try_elapsed().ok()).is_some_and(|time| time > MAX_TIME) {
            return Err(TOO_SLOW.to_owned());
        }
    }
    Ok(painter.finish())
}

/// Writes text with `<span>`s for the innermost scope that has a class.
#[derive(Default)]
struct Painter {
    out: String,
    stack: ScopeStack,
    open: Option<&'static str>,
}

impl Painter {
    fn line(&mut self, line: &str, ops: &[(usize, ScopeStackOp)]) {
        let mut done = 0;
        for (at, op) in ops {
            self.text(&line[done..*at]);
            done = *at;
            // An operation that does not fit the stack is a fault of the grammar: ignore it.
            let _ = self.stack.apply(op);
        }
        self.text(&line[done..]);
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let class = self.stack.as_slice().iter().rev().find_map(|scope| class(*scope));
        // White space needs no colour: a span may go on over it.
        if class != self.open && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.out.push_str("<span class=\"hl-");
                self.out.push_str(class);
                self.out.push_str("\">");
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

    fn finish(mut self) -> String {
        self.close();
        self.out
    }
}

/// Scope prefixes and their classes, most special first. Twelve classes are what a reader can tell apart.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    let table = [
        ("markup.inserted", "i"),
        ("markup.deleted", "d"),
        ("comment", "c"),
        ("punctuation.definition.comment", "c"),
        ("punctuation.definition.string", "s"),
        ("string", "s"),
        ("constant", "n"),
        ("entity.name.tag", "g"),
        ("entity.other.attribute-name", "a"),
        ("entity.name.function", "f"),
        ("support.function", "f"),
        ("variable.function", "f"),
        ("entity.name", "t"),
        ("support", "t"),
        ("storage.type", "t"),
        ("keyword.operator", "o"),
        ("keyword", "k"),
        ("storage", "k"),
        ("variable.parameter", "v"),
        ("variable.other.member", "v"),
        ("punctuation", "p"),
        ("markup.heading", "k"),
        ("markup.bold", "k"),
    ];
    let scope = |(name, class): &(&str, &'static str)| Scope::new(name).ok().map(|scope| (scope, *class));
    table.iter().filter_map(scope).collect()
});

fn class(scope: Scope) -> Option<&'static str> {
    CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class)
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
    fn each_of_these_languages_has_colours() {
        for (lang, source) in [
            ("powershell", "Get-Item -Path $x\n"),
            ("js", "let a = 1;\n"),
            ("ts", "let a: number = 1;\n"),
            ("python", "def f(): pass\n"),
            ("bash", "if true; then echo; fi\n"),
            ("yaml", "a: 1\n"),
            ("json", "{\"a\": 1}\n"),
            ("sql", "SELECT 1\n"),
        ] {
            let (out, problem) = html(source, lang, true);
            assert!(problem.is_none() && out.contains("hl-"), "{lang}: {out}");
        }
    }

    #[test]
    fn an_info_string_cannot_break_out() {
        let (out, _) = html("x", "\"><script>alert(1)</script>", true);
        assert!(!out.contains("<script>"), "{out}");
    }

    #[test]
    fn what_is_too_long_is_plain_with_a_message() {
        assert!(html(&"x".repeat(MAX_LINE + 1), "rust", true).1.is_some());
        assert!(html(&"x\n".repeat(MAX_BLOCK), "rust", true).1.is_some());
    }
}
