//! A call in each turn of a template's loops: the engine runs a loop to its end, and only a function that it calls can end
//! the rendering from within.
//!
//! In: a template's text. Out: [`Counted`]: the text with `{{ __turn() }}` at the beginning of the body of each `for` and
//! of each component (a component that calls itself is a loop too), and `__turn(of=...)` around the value of a list
//! comprehension; and the way back from its columns to those of the text that somebody wrote.
//!
//! The calls stand on the lines that are there, so lines keep their numbers. A text that cannot be read is left as it is:
//! the engine tells what is wrong.

/// The function that is called.
pub const TURN: &str = "__turn";

/// A place in a template: line and column from 1, length on that line.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// In characters, at least 1.
    pub length: usize,
}

/// A template with its calls.
#[derive(Debug, Default)]
pub struct Counted {
    /// What the engine reads.
    pub text: String,
    calls: Vec<Call>,
}

/// A call, where it stands in the counted text.
#[derive(Debug)]
struct Call {
    line: usize,
    /// From 1.
    column: usize,
    length: usize,
    /// The tag that it is for, in the text that was written.
    tag: Spot,
}

/// What is put into a text: where, what, and the tag that it is for.
type Insert = (usize, &'static str, (usize, usize));

/// Puts the calls in.
pub fn counted(text: &str) -> Counted {
    let (mut inserts, mut at) = (Vec::new(), 0);
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        let end = match text.as_bytes().get(start + 1) {
            Some(b'#') => text[start + 2..].find("#}").map(|end| start + end + 4),
            Some(b'%') => raw(text, start).or_else(|| tag(text, start, "%}", &mut inserts)),
            Some(b'{') => tag(text, start, "}}", &mut inserts),
            _ => Some(start + 1),
        };
        let Some(end) = end else { break };
        at = end;
    }
    inserts.sort_by_key(|(at, ..)| *at);
    Counted::of(text, &inserts)
}

/// The end of `{% raw %}...{% endraw %}`, if one begins here.
fn raw(text: &str, start: usize) -> Option<usize> {
    let mut at = named(text, start, "raw")?;
    loop {
        let next = at + text[at..].find("{%")?;
        match named(text, next, "endraw") {
            Some(end) => return Some(end),
            None => at = next + 2,
        }
    }
}

/// The end of `{% name %}`, with or without dashes.
fn named(text: &str, start: usize, name: &str) -> Option<usize> {
    let inside = text[start + 2..].trim_start_matches('-').trim_ascii_start();
    let rest = inside.strip_prefix(name)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

/// Reads a tag to its end, and notes the calls that it needs.
fn tag(text: &str, start: usize, close: &'static str, inserts: &mut Vec<Insert>) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut first, mut open) = (start + 2, None, Vec::new());
    let dash = loop {
        match &bytes[at..] {
            [] => return None,
            rest if rest.starts_with(close.as_bytes()) => break false,
            [b'-', rest @ ..] if at > start + 2 && rest.starts_with(close.as_bytes()) => break true,
            [quote @ (b'"' | b'\'' | b'`'), ..] => at = string(bytes, at, *quote)?,
            [b'[' | b'(' | b'{', ..] => {
                open.push(at);
                at += 1;
            }
            [b']' | b')' | b'}', ..] => {
                open.pop();
                at += 1;
            }
            [c, ..] if c.is_ascii_alphabetic() || *c == b'_' => {
                let end = word(bytes, at);
                let list = open.last().filter(|open| bytes[**open] == b'[');
                if let (b"for", Some(list)) = (&bytes[at..end], list) {
                    inserts.push((list + 1, "__turn(of=", (*list, end)));
                    inserts.push((at, ") ", (*list, end)));
                }
                first.get_or_insert(&text[at..end]);
                at = end;
            }
            _ => at += 1,
        }
    };
    let end = at + close.len() + usize::from(dash);
    if close == "%}" && matches!(first, Some("for" | "component")) {
        inserts.push((end, if dash { "{{- __turn() -}}" } else { "{{ __turn() }}" }, (start, end)));
    }
    Some(end)
}

/// Behind the end of a string.
fn string(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    while *bytes.get(at)? != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    Some(at + 1)
}

fn word(bytes: &[u8], start: usize) -> usize {
    let end = bytes[start..].iter().position(|c| !c.is_ascii_alphanumeric() && *c != b'_');
    end.map_or(bytes.len(), |length| start + length)
}

impl Counted {
    fn of(text: &str, inserts: &[Insert]) -> Self {
        let mut counted = Self { text: String::with_capacity(text.len() + 16 * inserts.len()), calls: Vec::new() };
        let mut at = 0;
        for (place, call, (start, end)) in inserts {
            counted.text.push_str(&text[at..*place]);
            let (line, column) = place_at(&counted.text);
            let (tag_line, tag_column) = place_at(&text[..*start]);
            let length = text[*start..*end].lines().next().map_or(1, |line| line.chars().count());
            let tag = Spot { line: tag_line, column: tag_column, length };
            counted.calls.push(Call { line, column, length: call.len(), tag });
            counted.text.push_str(call);
            at = *place;
        }
        counted.text.push_str(&text[at..]);
        counted
    }

    /// Where a place of the counted text is in the text that was written. A place in a call is that of its tag.
    pub fn written(&self, spot: Spot) -> Spot {
        let mut column = spot.column;
        for call in self.calls.iter().filter(|call| call.line == spot.line && call.column <= spot.column) {
            if spot.column < call.column + call.length {
                return call.tag;
            }
            column -= call.length;
        }
        Spot { column, ..spot }
    }
}

/// Line and column of the end of a text, from 1.
fn place_at(text: &str) -> (usize, usize) {
    let line = text.matches('\n').count() + 1;
    let begin = text.rfind('\n').map_or(0, |at| at + 1);
    (line, text[begin..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        counted(text).text
    }

    #[test]
    fn loops_and_components_call_in_each_turn() {
        assert_eq!(text("{% for a in b %}x{% endfor %}"), "{% for a in b %}{{ __turn() }}x{% endfor %}");
        assert_eq!(text("{%- for a in b -%} x"), "{%- for a in b -%}{{- __turn() -}} x");
        assert_eq!(text("{% component c(a=\"%}\") %}x"), "{% component c(a=\"%}\") %}{{ __turn() }}x");
        assert_eq!(text("{{ [a.b for a in b if a] }}"), "{{ [__turn(of=a.b ) for a in b if a] }}");
        let nested = "{% set x = [[y for y in a[0]] for a in f(b=[1])] %}";
        assert_eq!(text(nested), "{% set x = [__turn(of=[__turn(of=y ) for y in a[0]] ) for a in f(b=[1])] %}");
    }

    #[test]
    fn what_is_no_loop_stays() {
        for same in [
            "{# {% for a in b %} #}{ {% if for_all %}{{ a['for'] }}{% endif %}",
            "{% raw %}{% for a in b %}{{ [a for a in b] }}{%- endraw -%} {% endfor %}",
            "{{ \"[a for \\\" a\" }} {% for a in b",
            "{{ a ",
            "{% raw %} {{",
            "{#",
            "{",
            "{{ form(id=1) }} для {{ ч }}",
        ] {
            assert_eq!(text(same), same);
        }
    }

    #[test]
    fn places_lead_back_to_what_was_written() {
        let text = "é\n{% for a in b %}{% for c in d %}{{ e }}{% endfor %}";
        let counted = counted(text);
        let line = |text: &str| text.lines().nth(1).unwrap_or_default().to_owned();
        let column = |text: &str, what: &str| line(text).find(what).unwrap_or_default() + 1;
        let at = |column| counted.written(Spot { line: 2, column, length: 1 }).column;
        for what in ["for a", "for c", "e }}", "{% endfor"] {
            assert_eq!(at(column(&counted.text, what)), column(text, what), "{what}");
        }
        assert_eq!(at(column(&counted.text, "__turn")), 1);
        let second = line(&counted.text).rfind("__turn").unwrap_or_default() + 1;
        assert_eq!(at(second), column(text, "{% for c"));
        assert_eq!(counted.written(Spot { line: 1, column: 1, length: 1 }).column, 1);
    }
}
