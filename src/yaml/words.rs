//! What is wrong with a YAML text, in the words of somebody who does not know YAML.
//!
//! In: the parser's message, which also holds positions. Out: what to say, what to do, and where to point.
//!
//! The parser names what it expected (`did not find expected ',' or ']'`); an author wants to know what to change.

use crate::diagnostic::Finding;
use serde_json::Value;
use std::ops::Range;

/// Where the caret goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caret {
    /// Where the parser stopped.
    Stop,
    /// Where the thing began that never ended.
    Start,
    /// At the first alias: the parser names none.
    Alias,
    /// At the line that begins a second document.
    Document,
}

/// A part of the parser's message; what to say; what to do; where.
type Entry = (&'static str, &'static str, &'static str, Caret);

const QUOTE: &str = "close the quote, or use the other kind of quotes around a value that contains one";
const TAG: &str = "quote a value that begins with !";
const ANCHOR: &str = "quote a value that begins with * or &";
const ESCAPE: &str = "write \\\\ for a backslash, or use single quotes, where a backslash is only a backslash";
const DIRECTIVE: &str = "quote a value that begins with %";
const BLOCK: &str = "write only | or > there, and the text indented on the next lines";
const SECOND: &str = "remove the line";

/// The first entry whose part is found counts.
const ENTRIES: [Entry; 34] = [
    ("unexpected end of stream", "a quote is opened here and never closed", QUOTE, Caret::Start),
    ("unexpected document indicator", "a quote is opened here and never closed", QUOTE, Caret::Start),
    ("unknown escape", "a backslash in double quotes begins an escape, but this is not one", ESCAPE, Caret::Stop),
    ("hexadecimal number", "the escape in double quotes is incomplete", ESCAPE, Caret::Stop),
    ("character escape code", "the escape in double quotes is not a character", ESCAPE, Caret::Stop),
    (
        "mapping values are not allowed",
        "there is a `:` where no key is allowed",
        "quote a value that contains `: `; indent all keys equally, and write a space after the `:` of each key",
        Caret::Stop,
    ),
    (
        "could not find expected ':'",
        "this line is neither a key with a value nor part of a string",
        "write `key: value`; indent the lines of a long text, or put it in quotes",
        Caret::Start,
    ),
    (
        "did not find expected key",
        "this does not fit the keys above it",
        "indent all keys equally; quote the whole of a value that begins with a quote or a bracket",
        Caret::Stop,
    ),
    (
        "expected '-' indicator",
        "this does not fit the list above it",
        "begin each item with `- `, and indent all items equally",
        Caret::Stop,
    ),
    (
        "expected ',' or ']'",
        "the list that begins here with `[` is not closed properly",
        "put commas between the items and `]` at the end, or quote a value that begins with [",
        Caret::Start,
    ),
    (
        "expected ',' or '}'",
        "the mapping that begins here with `{` is not closed properly",
        "put commas between the keys and `}` at the end, or quote a value that begins with {",
        Caret::Start,
    ),
    (
        "block sequence entries",
        "a list cannot begin here",
        "begin it on the next line, or quote a value that begins with `- `",
        Caret::Stop,
    ),
    ("mapping keys are not allowed", "`? ` is not allowed here", "quote a value that begins with `? `", Caret::Stop),
    (
        "expected node content",
        "there is no value here",
        "remove the extra comma or bracket, or quote the value",
        Caret::Stop,
    ),
    ("comment or line break", "nothing may follow the `|` or `>` on its line", BLOCK, Caret::Stop),
    ("indentation indicator", "the number after `|` or `>` is not valid", BLOCK, Caret::Stop),
    (
        "tab character",
        "there is a tab where only spaces are allowed",
        "indent with spaces, never with tabs",
        Caret::Stop,
    ),
    ("unknown anchor", "a `*` here refers to a value marked with `&` above, but there is none", ANCHOR, Caret::Stop),
    ("scanning an anchor", "an unquoted value cannot begin with `&`", ANCHOR, Caret::Stop),
    ("scanning an alias", "an unquoted value cannot begin with `*`", ANCHOR, Caret::Stop),
    ("undefined tag handle", "an unquoted value cannot begin with `!`", TAG, Caret::Stop),
    ("scanning a tag", "an unquoted value cannot begin with `!`", TAG, Caret::Stop),
    ("parsing a tag", "an unquoted value cannot begin with `!`", TAG, Caret::Stop),
    ("empty YAML tag", "an unquoted value cannot begin with `!`", TAG, Caret::Stop),
    ("invalid type: enum", "an unquoted value cannot begin with `!`", TAG, Caret::Stop),
    ("directive", "a line cannot begin with `%`", DIRECTIVE, Caret::Stop),
    ("incompatible YAML document", "a line cannot begin with `%`", DIRECTIVE, Caret::Stop),
    ("<document start>", "", "", Caret::Document),
    ("more than one document", "", "", Caret::Document),
    ("repetition limit", "the aliases (`*name`) expand to far too much data", "write the values out", Caret::Alias),
    ("recursion limit", "nested too deep", "reduce the nesting", Caret::Stop),
    (
        "control characters",
        "there is an invisible control character here",
        "delete it (it may have been pasted by accident), or the escape that produces it",
        Caret::Stop,
    ),
    ("expected a key", "a key must be a string", "quote a key that begins with [ or {", Caret::Stop),
    ("duplicate key", "", "keep one of the two", Caret::Stop),
];

/// Explains a message of the parser; `stop` is the offset that the parser gives, if it gives one. Under the code of YAML.
pub fn explain(text: &str, full: &str, stop: Option<usize>) -> Finding {
    let bare = full.split(" at line ").next().unwrap_or(full).split(" at position ").next().unwrap_or(full);
    let stop = stop.filter(|at| *at > 0).or_else(|| position(full)).or(stop);
    if full.contains("cannot start any token") {
        return first_character(text, stop.unwrap_or_default());
    }
    let Some((_, message, hint, at)) = ENTRIES.iter().find(|(part, ..)| full.contains(part)) else {
        return told(text, stop.unwrap_or_default(), plain(bare));
    };
    let at = match at {
        Caret::Stop => stop,
        Caret::Start => Some(start(text, full).unwrap_or_default()),
        Caret::Alias => first_alias(text),
        Caret::Document => return second_document(text, stop.unwrap_or_default()),
    };
    let message = if message.is_empty() { plain(bare) } else { (*message).to_owned() };
    told(text, at.or(stop).unwrap_or_default(), message).hint(*hint)
}

/// At what stands behind an offset.
fn told(text: &str, at: usize, message: impl Into<String>) -> Finding {
    super::wrong(token(text, at), message)
}

/// A tab, or one of the characters that YAML keeps for itself.
fn first_character(text: &str, at: usize) -> Finding {
    let at = text.floor_char_boundary(at.min(text.len()));
    match text[at..].chars().next() {
        Some('\t') => {
            told(text, at, "there is a tab where only spaces are allowed").hint("indent with spaces, never with tabs")
        }
        Some(c) => told(text, at, format!("an unquoted value cannot begin with `{c}`")).hint("quote the value"),
        None => told(text, at, "the text ends too early").hint("quote the value"),
    }
}

/// The parser's own words, where the table has none.
fn plain(message: &str) -> String {
    short(message).into_owned()
}

/// `... at position 12`: how the reader of bytes tells it.
fn position(full: &str) -> Option<usize> {
    full.rsplit_once(" at position ")?.1.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// `<problem> at line 4 column 1, while scanning a quoted scalar at line 2 column 8`: the second place.
fn start(text: &str, full: &str) -> Option<usize> {
    let (_, context) = full.split_once(", while ")?;
    let (line, column) = context.rsplit_once(" at line ")?.1.split_once(" column ")?;
    offset(text, line.parse().ok()?, column.parse().ok()?)
}

/// The offset of a line and a column in characters, both from 1, as the parser counts lines.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let offsets = offsets(text);
    (1..=offsets.0.len()).contains(&line).then(|| offsets.of(text, line, column))
}

/// Where lines begin, as the parser counts them.
pub struct Offsets(Vec<usize>);

/// Looks through a text for its lines.
pub fn offsets(text: &str) -> Offsets {
    let ends = |(at, c): &(usize, char)| match c {
        '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
        '\r' => !text[at + 1..].starts_with('\n'),
        _ => false,
    };
    let behind = text.char_indices().filter(ends).map(|(at, c)| at + c.len_utf8());
    Offsets([0].into_iter().chain(behind).collect())
}

impl Offsets {
    /// The offset of a line and a column, both from 1; past the end, the end.
    pub fn of(&self, text: &str, line: usize, column: usize) -> usize {
        let start = self.0.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        let inside = text[start..].char_indices().nth(column.saturating_sub(1));
        inside.map_or(text.len(), |(at, _)| start + at)
    }
}

/// `... at line 2 column 8`: where the parser says that something stands. It says nothing of the very beginning.
pub fn place_told(full: &str) -> Option<(usize, usize)> {
    let Some((_, place)) = full.rsplit_once(" at line ") else { return Some((1, 1)) };
    let (line, column) = place.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

fn first_alias(text: &str) -> Option<usize> {
    text.match_indices('*').map(|(i, _)| i).find(|i| text[..*i].ends_with([' ', '[', ',']))
}

/// A line that begins with `---` or `...` ends a document; so does a text in quotes or brackets at the top.
fn second_document(text: &str, stop: usize) -> Finding {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("---") || line.starts_with("...") {
            return told(text, at, "this line ends the mapping, but more text follows").hint(SECOND);
        }
        at += line.len();
    }
    let message = "there is something after the end of a quoted string or a bracket";
    told(text, stop, message).hint("quote the whole value once")
}

/// What a value is, for "`order` holds the text `first`, not a whole number".
pub fn found(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.trim().is_empty() => "an empty string".to_owned(),
        Value::String(text) => format!("the string `{}`", short(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}

/// Longest piece of an author's text in a message, in characters.
const SHORT: usize = 60;

/// The beginning of a text that is too long for a message, on one line.
pub fn short(text: &str) -> std::borrow::Cow<'_, str> {
    let cut = text.char_indices().nth(SHORT).map(|(at, _)| at);
    let line = text.find(['\n', '\r']);
    match cut.into_iter().chain(line).min() {
        Some(end) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// What the caret underlines: a text in quotes, a list or keys in brackets, an item between commas, else the rest of the
/// line without the spaces at the end.
pub fn token(text: &str, start: usize) -> Range<usize> {
    // An error at the very end points past the last line feed: show the last line instead.
    let start = if start >= text.len() { text.trim_end().len() } else { text.floor_char_boundary(start) };
    let rest = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let line = rest.split(" #").next().unwrap_or(rest).trim_end();
    let end = match rest.chars().next() {
        Some('\t') => Some(1),
        Some('"' | '\'') => quoted(rest),
        Some('[' | '{') => bracketed(rest),
        _ if in_brackets(&text[..start]) => item(rest),
        _ => None,
    };
    start..start + end.unwrap_or(line.len())
}

/// The length of a text in quotes, with them; `None` if it does not end.
pub fn quoted(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match (bytes[0], bytes[at]) {
            (b'"', b'\\') => at += 1,
            (b'\'', b'\'') if bytes.get(at + 1) == Some(&b'\'') => at += 1,
            (quote, byte) if quote == byte => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The length of what stands in brackets that end on their line.
fn bracketed(line: &str) -> Option<usize> {
    let mut depth = 0;
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        match c {
            '"' | '\'' if line[..at].ends_with(['[', '{', ',', ' ']) => at += quoted(&line[at..])? - 1,
            '[' | '{' => depth += 1,
            ']' | '}' if depth == 1 => return Some(at + 1),
            ']' | '}' => depth -= 1,
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// The length of an item: up to a comma or a bracket that is not its own.
fn item(line: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        match c {
            '"' | '\'' if line[..at].ends_with(' ') => at += quoted(&line[at..])? - 1,
            '[' | '{' => at += bracketed(&line[at..])? - 1,
            ',' | ']' | '}' => break,
            _ => {}
        }
        at += c.len_utf8();
    }
    Some(line[..at].trim_end().len()).filter(|length| *length > 0)
}

/// Whether a place stands between brackets that began above it: where a value can begin, not in the middle of a text.
fn in_brackets(before: &str) -> bool {
    let (mut depth, mut last, mut quote) = (0_usize, '\n', None);
    for c in before.chars() {
        let begins = matches!(last, '\n' | ':' | '-' | '[' | '{' | ',');
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if begins => quote = Some(c),
            (None, '[' | '{') if begins => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == '\n' || !c.is_whitespace() {
            last = c;
        }
    }
    depth > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked<'t>(text: &'t str, at: &str) -> &'t str {
        &text[token(text, text.find(at).unwrap())]
    }

    #[test]
    fn a_caret_ends_where_the_value_ends() {
        let text = "see: [nope, \"a, b\", 'it''s', [x, y]] # why\nskills: [{skill: s, level: x}, {skill: \"q\"}]\n\
            title: One, two [three]\nlist: [\n  first,\n  second]\n\tend: x\n";
        let cases = [
            ("nope", "nope"),
            ("\"a,", "\"a, b\""),
            ("'it", "'it''s'"),
            ("[x, y]", "[x, y]"),
            ("[nope", "[nope, \"a, b\", 'it''s', [x, y]]"),
            ("see", "see: [nope, \"a, b\", 'it''s', [x, y]]"),
            ("level", "level: x"),
            ("x}", "x"),
            ("{skill: s", "{skill: s, level: x}"),
            ("One", "One, two [three]"),
            ("first", "first"),
            ("second", "second"),
            ("\tend", "\t"),
        ];
        cases.iter().for_each(|(at, expected)| assert_eq!(marked(text, at), *expected));
    }
}
