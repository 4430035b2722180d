//! Attribute lists in braces: `{#id .class key=value key="two words" flag}`, of docent's own blocks and images, and as
//! kramdown and Material write them behind links and blocks (`{: .class }`).
//!
//! In: a text that begins with the brace. Out: what the list says, and how long it is; `None` if it is no such list.

use std::ops::Range;

/// Longest list that is read, in bytes.
const MOST: usize = 1000;

/// A list. Places count from its brace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes<'t> {
    /// `#id`, the first.
    pub id: Option<&'t str>,
    /// `.class`
    pub classes: Vec<&'t str>,
    /// `key=value`, and words alone with an empty value.
    pub pairs: Vec<Pair<'t>>,
    /// It begins with `{:`, as in kramdown.
    pub colon: bool,
    /// The length with both braces.
    pub len: usize,
}

/// `key=value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<'t> {
    /// As written.
    pub key: &'t str,
    /// Without its quotes.
    pub value: &'t str,
    /// Of both.
    pub range: Range<usize>,
}

impl<'t> Attributes<'t> {
    /// The value of a key; an empty one for a word alone.
    pub fn get(&self, key: &str) -> Option<&'t str> {
        self.pair(key).map(|pair| pair.value)
    }

    /// The pair of a key.
    pub fn pair(&self, key: &str) -> Option<&Pair<'t>> {
        self.pairs.iter().find(|pair| pair.key.eq_ignore_ascii_case(key))
    }

    /// Words alone say little: `{like this}` is prose. An id, a class or a value makes a list certain.
    pub fn is_certain(&self) -> bool {
        let valued = self.pairs.iter().any(|pair| pair.range.len() > pair.key.len());
        self.id.is_some() || !self.classes.is_empty() || valued
    }
}

/// Reads a list.
pub fn parse(text: &str) -> Option<Attributes<'_>> {
    // Nothing is looked for in all of a long line, for each of its braces.
    let text = &text[..text.floor_char_boundary(MOST)];
    let mut found = Attributes::default();
    let mut at = text.strip_prefix('{').map(|_| 1)?;
    if text[at..].starts_with(':') {
        (found.colon, at) = (true, at + 1);
    }
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start_matches([' ', '\t', ',']).len();
        // kramdown: `{: .x :}`
        at += usize::from(found.colon && text[at..].starts_with(":}"));
        if text[at..].starts_with('}') {
            found.len = at + 1;
            return Some(found);
        }
        at = token(text, at, &mut found)?;
    }
}

/// Reads what begins at a place, and says where it ends.
fn token<'t>(text: &'t str, at: usize, found: &mut Attributes<'t>) -> Option<usize> {
    let rest = &text[at..];
    match rest.as_bytes().first()? {
        mark @ (b'#' | b'.') => {
            let end = at + 1 + length(&rest[1..])?;
            let name = &text[at + 1..end];
            match mark {
                b'#' => found.id = found.id.or(Some(name)),
                _ => found.classes.push(name),
            }
            Some(end)
        }
        _ => {
            let end = at + length(rest).filter(|_| rest.starts_with(|c: char| c.is_alphabetic() || c == '_'))?;
            let (value, last) = value(text, end)?;
            let (value, key) = (&text[value], &text[at..end]);
            found.pairs.push(Pair { key, value, range: at..last });
            Some(last)
        }
    }
}

/// Of a name.
fn length(text: &str) -> Option<usize> {
    // A backslash escapes a digit, as in CSS.
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '/' | '\\');
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    (length > 0).then_some(length)
}

/// The value behind a key, and where it ends with its quotes. Nothing but `=` begins one.
fn value(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let Some(rest) = text[at..].strip_prefix('=') else { return Some((at..at, at)) };
    let start = at + 1;
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let line = rest[1..].lines().next()?;
        let end = start + 1 + line.find(quote)?;
        return Some((start + 1..end, end + 1));
    }
    // `href=[[Page name]]` may hold spaces.
    let wiki = rest.strip_prefix("[[").and_then(|rest| rest.lines().next()?.find("]]"));
    let length = wiki.map_or_else(|| rest.find(|c: char| c.is_whitespace() || c == '}'), |length| Some(length + 4))?;
    Some((start..start + length, start + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let list = parse("{#a .b .c-d key=\"two words\" x='y' width=50% open}z").unwrap();
        assert_eq!((list.id, list.classes.as_slice(), list.len), (Some("a"), ["b", "c-d"].as_slice(), 49));
        assert_eq!((list.get("key"), list.get("X"), list.get("width")), (Some("two words"), Some("y"), Some("50%")));
        assert_eq!((list.get("open"), list.get("none")), (Some(""), None));
        assert_eq!(parse("{href=[[A b#c]] x}").unwrap().get("href"), Some("[[A b#c]]"));
        assert_eq!(parse("{: .x :}").map(|list| list.len), Some(8));
        assert_eq!(parse("{: #\\6.0}").and_then(|list| list.id), Some("\\6.0"));
        assert!(parse("{: .x }").unwrap().colon && parse("{:.x}").unwrap().is_certain());
        assert!(!parse("{like this}").unwrap().is_certain() && parse("{}").unwrap().len == 2);
        for none in ["x", "{", "{a", "{a=\"b}", "{a b!}", "{{x}}", "{%x%}", "{#}", "{5}", "{a=", "{.a\n"] {
            assert_eq!(parse(none), None, "{none}");
        }
    }

    #[test]
    fn hostile_lists_end() {
        assert_eq!(parse(&format!("{{{}", ".a ".repeat(1_000_000))), None);
    }
}
