//! What the words behind a fence say about lines: which are marked, new or gone, and whether they have numbers.
//!
//! In: the words, as docent and other programs write them: `{1,3-5}`, `hl_lines="2 4"`, `ins={3}`, `showLineNumbers`,
//! `linenums="5"`, `{linenos=inline hl_lines=[1,"6-8"] linenostart=199}`, `{.numberLines startFrom="3"}`,
//! `:line-numbers=2`. Out: [`Marks`]. Lines are counted from 1, whatever number is shown beside them.

use super::super::fence::value;
use std::ops::RangeInclusive;

/// What a line is beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Marked,
    New,
    Gone,
}

/// What is said about the lines of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    lines: Vec<(Mark, RangeInclusive<usize>)>,
    /// The number of the first line, if numbers are shown.
    pub numbers: Option<usize>,
}

/// Names of lists of lines.
const LISTS: [(&str, Mark); 13] = [
    ("hl_lines", Mark::Marked),
    ("hl-lines", Mark::Marked),
    ("emphasize-lines", Mark::Marked),
    ("code-line-numbers", Mark::Marked),
    ("data-line", Mark::Marked),
    ("highlight", Mark::Marked),
    ("mark", Mark::Marked),
    ("ins", Mark::New),
    ("add", Mark::New),
    ("added", Mark::New),
    ("del", Mark::Gone),
    ("rem", Mark::Gone),
    ("removed", Mark::Gone),
];

/// Words that ask for numbers; behind some stands the first of them.
const NUMBERS: [&str; 10] = [
    "showLineNumbers",
    "show-line-numbers",
    "lineNumbers",
    "line-numbers",
    "linenums",
    "linenos",
    "numberLines",
    "number-lines",
    "code-line-numbers",
    "showlinenumbers",
];

/// Where the number of the first line stands, if not there.
const FIRST: [&str; 6] = ["linenostart", "startLineNumber", "startFrom", "start-from", "lineno-start", "startfrom"];

/// Most lines that a list may name: more are a slip.
const MOST: usize = 10_000;

impl Marks {
    pub(super) fn of(words: &str) -> Self {
        let mut marks = Self { lines: Vec::new(), numbers: numbers(words) };
        for (name, mark) in LISTS {
            marks.add(mark, value(words, name).unwrap_or_default());
        }
        bare(words).for_each(|list| marks.add(Mark::Marked, list));
        marks
    }

    fn add(&mut self, mark: Mark, list: &str) {
        self.lines.extend(ranges(list).unwrap_or_default().into_iter().map(|lines| (mark, lines)));
    }

    /// The mark of a line; what changes a line counts before what only shows it.
    pub(super) fn line(&self, number: usize) -> Option<Mark> {
        let all = || self.lines.iter().filter(|(_, lines)| lines.contains(&number)).map(|(mark, _)| *mark);
        all().find(|mark| *mark != Mark::Marked).or_else(|| all().next())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.numbers.is_none()
    }
}

/// Lists in braces that have no name before them: `{1,3-5}`.
fn bare(words: &str) -> impl Iterator<Item = &str> {
    words.match_indices('{').filter_map(|(at, _)| {
        let before = words[..at].chars().next_back();
        let quoted = words[..at].matches('"').count() % 2 == 1;
        let named = quoted || before == Some('=') || NUMBERS.iter().any(|name| words[..at].ends_with(name));
        let list = words[at + 1..].split_once('}')?.0;
        (!named).then_some(list)
    })
}

/// `1 3-5`, `1,3-5`, `1,"3-5"`, `2..4`: none if it is no list of lines.
fn ranges(list: &str) -> Option<Vec<RangeInclusive<usize>>> {
    let parts =
        list.split([',', ' ', '|']).map(|part| part.trim_matches(['"', '\'', ' '])).filter(|part| !part.is_empty());
    parts.map(range).collect()
}

fn range(part: &str) -> Option<RangeInclusive<usize>> {
    let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number <= MOST);
    match part.split_once("..").or_else(|| part.split_once('-')) {
        Some((from, to)) => Some(number(from)?..=number(to.trim_start_matches('='))?),
        None => number(part).map(|line| line..=line),
    }
}

/// The number of the first line, if numbers are asked for.
fn numbers(words: &str) -> Option<usize> {
    let asked = NUMBERS.iter().find_map(|name| Some((word(words, name)?, *name)))?;
    let given = value(words, asked.1).unwrap_or(asked.0);
    let given = given.trim_matches(['{', '}', '"', '\'']);
    // In Quarto a list of lines stands behind this name, and numbers stand beside all.
    let off = matches!(given, "false" | "none" | "off" | "no");
    let first = FIRST.iter().find_map(|name| value(words, name)).and_then(|first| first.parse().ok());
    let own = given.parse::<usize>().ok().filter(|_| asked.1 != "code-line-numbers");
    (!off).then(|| first.or(own).unwrap_or(1).min(1_000_000))
}

/// What stands directly behind a word: empty, or `{5}`.
fn word<'w>(words: &'w str, name: &str) -> Option<&'w str> {
    let found = words.match_indices(name).find(|(at, _)| {
        let before = words[..*at].chars().next_back();
        let after = words[at + name.len()..].chars().next();
        before.is_none_or(|c| " \t,{:.".contains(c)) && after.is_none_or(|c| " \t,}{=".contains(c))
    });
    let rest = &words[found?.0 + name.len()..];
    let braces = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    Some(braces.map_or("", |(inside, _)| inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_all_programs() {
        // Words; marked, new, gone lines of ten; the first number.
        let cases = [
            ("js {1,3-5}", "1345", "", "", None),
            ("js{2}", "2", "", "", None),
            ("{1,2}", "12", "", "", None),
            ("py hl_lines=\"2 4-5\" linenums=\"1\"", "245", "", "", Some(1)),
            ("py linenums=\"7\"", "", "", "", Some(7)),
            ("js showLineNumbers", "", "", "", Some(1)),
            ("js {1} showLineNumbers{5}", "1", "", "", Some(5)),
            ("js showLineNumbers=false", "", "", "", None),
            ("js ins={3} del={1-2} {5}", "5", "3", "12", None),
            ("js mark={4} startLineNumber=9 showLineNumbers", "4", "", "", Some(9)),
            ("go {linenos=inline hl_lines=[1,\"6-8\"] linenostart=199}", "1678", "", "", Some(199)),
            ("go {linenos=false}", "", "", "", None),
            ("go {linenos=table,hl_lines=[2]}", "2", "", "", Some(1)),
            ("{.rust .numberLines startFrom=\"3\"}", "", "", "", Some(3)),
            ("ts:line-numbers {1}", "1", "", "", Some(1)),
            ("ts:line-numbers=2", "", "", "", Some(2)),
            ("ts:no-line-numbers {2}", "2", "", "", None),
            ("{.python code-line-numbers=\"1,3\"}", "13", "", "", Some(1)),
            ("python code-line-numbers=\"false\"", "", "", "", None),
            ("{r, echo=FALSE}", "", "", "", None),
            ("rust,ignore", "", "", "", None),
            ("js title=\"{1}.js\"", "", "", "", None),
            ("js {a,b}", "", "", "", None),
            ("js {1-99999999}", "", "", "", None),
            ("text mark=\"word\"", "", "", "", None),
            ("js {2..3}", "23", "", "", None),
            ("py emphasize-lines=\"1,3\" lineno-start=\"4\" linenos", "13", "", "", Some(4)),
            ("", "", "", "", None),
        ];
        for (words, marked, new, gone, numbers) in cases {
            let marks = Marks::of(words);
            let of = |mark| {
                (1..10).filter(|line| marks.line(*line) == Some(mark)).map(|line| line.to_string()).collect::<String>()
            };
            let found = (of(Mark::Marked), of(Mark::New), of(Mark::Gone), marks.numbers);
            assert_eq!(found, (marked.to_owned(), new.to_owned(), gone.to_owned(), numbers), "{words}");
        }
    }
}
