//! What dollars mean in texts that were not written for docent: formulas, or the names of variables.
//!
//! In: the text of a page. Out: how many of its dollars begin a formula, and how many only a word.

/// What the dollars of pages are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dollars {
    /// Formulas that stand apart: `$$`.
    pub display: usize,
    /// Formulas in a line.
    pub inline: usize,
    /// Words that begin with a dollar: `$PATH`.
    pub words: usize,
}

impl Dollars {
    /// Counts those of a page, outside code.
    pub fn add(&mut self, text: &str) {
        if !text.contains('$') {
            return;
        }
        let mut fence: Option<&str> = None;
        for line in text.lines() {
            let bare = line.trim_start_matches([' ', '\t', '>']);
            let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
            match (fence, mark) {
                (Some(open), Some(mark)) if open == mark => fence = None,
                (None, Some(mark)) => fence = Some(mark),
                (None, None) if line.contains('$') => self.line(bare),
                _ => {}
            }
        }
    }

    fn line(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("$$") {
            let closes = rest.trim_end().ends_with("$$");
            self.display += usize::from(rest.trim().is_empty() || closes || rest.starts_with(['\\', ' ']));
            return;
        }
        let line = without_code(line);
        let mut rest = line.as_str();
        while let Some(at) = rest.find('$') {
            let escaped = rest[..at].ends_with('\\');
            let inside = &rest[at + 1..];
            rest = inside;
            if escaped || inside.starts_with(|c: char| c.is_whitespace() || c.is_ascii_digit()) || inside.is_empty() {
                continue;
            }
            match closing(inside) {
                Some(end) => {
                    self.inline += 1;
                    rest = &inside[end + 1..];
                }
                None => self.words += 1,
            }
        }
    }

    /// Whether `$` is more likely a formula than the name of a variable.
    pub fn are_formulas(self) -> bool {
        self.display + self.inline >= self.words
    }
}

/// Where a formula ends: behind a sign, and before no digit.
fn closing(inside: &str) -> Option<usize> {
    let ends = |at: &usize| {
        let (before, behind) = (&inside[..*at], &inside[at + 1..]);
        !before.is_empty()
            && !before.ends_with(char::is_whitespace)
            && !behind.starts_with(|c: char| c.is_alphanumeric() || c == '{')
    };
    inside.match_indices('$').map(|(at, _)| at).find(ends)
}

/// A line without its code.
fn without_code(line: &str) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    let last = parts.len() - 1;
    let text = parts.iter().enumerate().filter(|(at, _)| at % 2 == 0 || *at == last).map(|(_, part)| *part);
    text.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_variables() {
        for (text, display, inline, words) in [
            ("$$\nx^2\n$$\n", 2, 0, 0),
            ("$$x$$\n", 1, 0, 0),
            ("with $x$ and $y_1$.", 0, 2, 0),
            ("`$a` and `$b`", 0, 0, 0),
            ("the value $true; otherwise `$false`", 0, 0, 1),
            ("$PSItem or $_ are $null", 0, 0, 3),
            ("$5 to $10, \\$x\\$", 0, 0, 0),
            ("```\n$x$\n```\n", 0, 0, 0),
            ("`$$` is the last token", 0, 0, 0),
        ] {
            let mut dollars = Dollars::default();
            dollars.add(text);
            assert_eq!(dollars, Dollars { display, inline, words }, "{text}");
        }
    }
}
