//! The lines of a block that are more than text: marked, new, gone, numbered, typed or answered.
//!
//! In: the code, its language, and the words behind its fence. Out: the code as it is shown, and what each line is.
//!
//! 1. Comments that mark lines are taken out: `// highlight-next-line`, `// [!code ++]`.
//! 2. In a `diff` of another language the signs become marks.
//! 3. What [`Marks`] and [`session`] say is added.

use super::marks::{Mark, Marks};
use super::session::{self, Said};
use std::ops::Range;

/// A line, with its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub mark: Option<Mark>,
    pub said: Option<Said>,
}

/// A block whose lines are more than text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// What is shown.
    pub text: String,
    pub lines: Vec<Line>,
    /// The number of the first line, if numbers are shown.
    pub numbers: Option<usize>,
    /// Whether lines are boxes: for a session they need not be.
    pub boxes: bool,
    /// Where lines of the text stand in the source.
    origins: Vec<usize>,
}

impl Lines {
    /// The lines of a block; none if they are only text.
    pub(super) fn of(source: &str, lang: &str, words: &str, of_diff: bool) -> Option<Self> {
        let marks = Marks::of(words);
        let commented = source.contains("[!code") || source.contains("highlight-") || source.contains("!mark");
        let said = session::lines(source, lang);
        if marks.is_empty() && !commented && said.is_none() && !of_diff {
            return None;
        }
        let mut lines = Self { numbers: marks.numbers, ..Self::default() };
        lines.read(source, of_diff, commented);
        for (number, line) in lines.lines.iter_mut().enumerate() {
            line.mark = line.mark.or_else(|| marks.line(number + 1));
        }
        if let Some(said) = said.filter(|said| said.len() == lines.lines.len()) {
            lines.lines.iter_mut().zip(said).for_each(|(line, said)| line.said = Some(said));
        }
        lines.boxes = lines.numbers.is_some() || lines.lines.iter().any(|line| line.mark.is_some());
        let changed = lines.boxes || lines.text != source || lines.lines.iter().any(|line| line.said.is_some());
        changed.then_some(lines)
    }

    fn read(&mut self, source: &str, of_diff: bool, commented: bool) {
        let mut comments = Comments::default();
        let mut at = 0;
        for line in source.split_inclusive('\n') {
            let origin = at;
            at += line.len();
            let mut mark = None;
            let mut shown = line.to_owned();
            if commented {
                let Some((rest, said)) = comments.line(line) else { continue };
                (shown, mark) = (rest, said);
            }
            if of_diff {
                let (rest, said) = without_sign(&shown);
                (shown, mark) = (rest.to_owned(), mark.or(said));
            }
            self.text.push_str(&shown);
            self.origins.push(origin);
            self.lines.push(Line { mark, said: None });
        }
    }

    /// A place of the text as a place of the source: its line.
    pub(super) fn in_source(&self, place: &Range<usize>, source: &str) -> Range<usize> {
        let number = self.text[..place.start.min(self.text.len())].matches('\n').count();
        let start = self.origins.get(number).copied().unwrap_or(0);
        let end = source[start..].find('\n').map_or(source.len(), |length| start + length);
        start..end
    }
}

/// A line of a diff without its sign.
fn without_sign(line: &str) -> (&str, Option<Mark>) {
    match line.as_bytes().first() {
        Some(b'+') => (&line[1..], Some(Mark::New)),
        Some(b'-') => (&line[1..], Some(Mark::Gone)),
        Some(b' ') => (&line[1..], None),
        _ => (line, None),
    }
}

/// Comments that mark lines, and how long they still do.
#[derive(Default)]
struct Comments {
    /// Of Docusaurus: until its end.
    open: Option<Mark>,
    /// For so many lines.
    left: Option<(Mark, usize)>,
}

/// Words of Docusaurus, alone in a comment on a line.
const DOCUSAURUS: [(&str, Option<Mark>); 3] =
    [("highlight-next-line", Some(Mark::Marked)), ("highlight-start", Some(Mark::Marked)), ("highlight-end", None)];

impl Comments {
    /// What is left of a line, and its mark; none if the line was only a comment.
    fn line(&mut self, line: &str) -> Option<(String, Option<Mark>)> {
        if let Some(word) = alone(line) {
            match word {
                "highlight-next-line" => self.left = Some((Mark::Marked, 1)),
                "highlight-start" => self.open = Some(Mark::Marked),
                _ => self.open = None,
            }
            return None;
        }
        let (rest, said) = match behind(line) {
            Some((rest, said)) => (rest, Some(said)),
            None => (line.to_owned(), None),
        };
        if let Some(Some((mark, count))) = said {
            self.left = Some((mark, count));
            // A comment of its own is about the lines below it.
            if rest.trim().is_empty() {
                return None;
            }
        }
        let mark = self.left.map(|(mark, _)| mark).or(self.open);
        self.left = self.left.filter(|(_, left)| *left > 1).map(|(mark, left)| (mark, left - 1));
        Some((rest, mark))
    }
}

/// How comments begin and end.
const COMMENTS: [(&str, &str); 9] =
    [("{/*", "*/}"), ("/*", "*/"), ("<!--", "-->"), ("//", ""), ("#", ""), ("--", ""), ("%", ""), (";", ""), ("'", "")];

/// The word of a line that is nothing but a comment with it.
fn alone(line: &str) -> Option<&'static str> {
    let line = line.trim();
    let inside = COMMENTS.iter().find_map(|(begin, end)| line.strip_prefix(begin)?.strip_suffix(end))?.trim();
    DOCUSAURUS.iter().map(|(word, _)| *word).find(|word| *word == inside)
}

/// A line without `// [!code ++:2]` at its end, and what that says.
fn behind(line: &str) -> Option<(String, Option<(Mark, usize)>)> {
    let at = line.find("[!code ")?;
    let inside = line[at + "[!code ".len()..].split_once(']')?;
    let before = line[..at].trim_end();
    let (begin, end) = COMMENTS.iter().find(|(begin, _)| before.ends_with(begin))?;
    let after = inside.1.trim();
    let after = after.strip_prefix(end).map_or(after, str::trim_start);
    let (word, count) = inside.0.trim().split_once(':').unwrap_or((inside.0.trim(), "1"));
    let mark = match word {
        "++" | "add" | "ins" => Some(Mark::New),
        "--" | "remove" | "del" => Some(Mark::Gone),
        "hl" | "highlight" | "focus" | "warning" | "error" => Some(Mark::Marked),
        "word" => None,
        _ => return None,
    };
    let before = before[..before.len() - begin.len()].trim_end();
    let gap = if before.is_empty() || after.is_empty() { "" } else { " " };
    let rest = [before, gap, after].concat();
    let ending = if line.ends_with('\n') { "\n" } else { "" };
    Some((rest + ending, mark.map(|mark| (mark, count.parse().unwrap_or(1)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, lang: &str, words: &str, of_diff: bool) -> Option<(String, String)> {
        let lines = Lines::of(source, lang, words, of_diff)?;
        let sign = |line: &Line| match line.mark {
            None => ' ',
            Some(Mark::Marked) => 'm',
            Some(Mark::New) => '+',
            Some(Mark::Gone) => '-',
        };
        Some((lines.text.clone(), lines.lines.iter().map(sign).collect()))
    }

    #[test]
    fn marks_of_comments() {
        let cases = [
            ("a\n// highlight-next-line\nb\nc\n", "a\nb\nc\n", " m "),
            ("# highlight-start\na\nb\n# highlight-end\nc\n", "a\nb\nc\n", "mm "),
            ("{/* highlight-next-line */}\n<a/>\n", "<a/>\n", "m"),
            ("let a; // [!code ++]\nlet b; // [!code --]\n", "let a;\nlet b;\n", "+-"),
            ("a: 1 # [!code highlight:2]\nb: 2\nc: 3\n", "a: 1\nb: 2\nc: 3\n", "mm "),
            ("<b> <!-- [!code focus] -->\n", "<b>\n", "m"),
            ("// [!code ++:2]\na\nb\nc\n", "a\nb\nc\n", "++ "),
            ("x /* [!code hl] */ y\n", "x y\n", "m"),
        ];
        cases.iter().for_each(|(source, text, signs)| {
            assert_eq!(of(source, "js", "js", false), Some(((*text).to_owned(), (*signs).to_owned())), "{source}");
        });
        assert_eq!(of("say highlight-next-line\n", "js", "js", false), None);
        assert_eq!(of("[!code x] is no mark\n", "js", "js", false), None);
    }

    #[test]
    fn a_diff_of_a_language() {
        let found = of("+let a;\n-let b;\n let c;\n", "js", "diff lang=\"js\"", true);
        assert_eq!(found, Some(("let a;\nlet b;\nlet c;\n".to_owned(), "+- ".to_owned())));
    }

    #[test]
    fn a_place_finds_its_line() {
        let source = "// highlight-next-line\na\nlong\n";
        let lines = Lines::of(source, "js", "js", false).unwrap();
        assert_eq!(&source[lines.in_source(&(2..3), source)], "long");
    }
}
