//! YAML, read strictly: duplicate keys and hostile nesting are refused, and every refusal has a position.
//!
//! In: text. Out: an ordered map ([`parse`]) or a struct ([`read`]), else a [`Fault`] with a byte offset. [`locate`]
//! finds the position of a value that parsed well but means nothing (an unknown key, a wrong type).
//! The only file that names serde_yaml, here its maintained continuation.

use crate::diagnostic::closest;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::fmt;
use std::ops::Range;

/// Why YAML could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Byte range in the YAML text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// One step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value under a key.
    Key(String),
    /// An item of a list.
    Index(usize),
    /// The key itself, last step only.
    Name(String),
}

/// Deepest nesting of `[`, `{` or `- ` that is read. The parser takes quadratic time on deep nesting (80 KB of
/// `{a: ` took 3.2 s), and no handbook nests its front matter deeper than a handful.
const MAX_DEPTH: usize = 64;

/// Reads a mapping; an empty text is an empty mapping.
pub fn parse(text: &str) -> Result<Map<String, Value>, Fault> {
    check_depth(text)?;
    let strict: Option<Strict> = serde_yaml::from_str(text).map_err(|e| fault(text, &e))?;
    match strict.map(|s| s.0) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(Fault {
            range: first_line(text),
            message: "expected keys with values".into(),
            hint: Some("write one `key: value` on each line".into()),
        }),
    }
}

/// Reads a struct; unknown keys are the struct's business (`deny_unknown_fields`).
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    // The strict pass first: it knows duplicate keys and depth.
    let map = parse(text)?;
    let source = if map.is_empty() { "{}" } else { text };
    serde_yaml::from_str(source).map_err(|e| fault(text, &e))
}

/// Where a value (or, by [`Step::Name`], a key) stands. Falls back to the deepest step that exists.
pub fn locate(text: &str, path: &[Step]) -> Range<usize> {
    let mut path = path;
    loop {
        let seek = Seek(path);
        let found = seek.deserialize(serde_yaml::Deserializer::from_str(text)).err();
        match (found.and_then(|e| e.location()), path) {
            (Some(at), _) => return token(text, at.index()),
            (None, []) => return first_line(text),
            (None, [shorter @ .., _]) => path = shorter,
        }
    }
}

fn fault(text: &str, error: &serde_yaml::Error) -> Fault {
    let full = error.to_string();
    let message = full.split(" at line ").next().unwrap_or(&full).to_owned();
    let range = match error.location() {
        Some(at) => token(text, at.index()),
        // The parser gives no position for aliases that expand too far: point at the first one.
        None => first_alias(text).unwrap_or_else(|| first_line(text)),
    };
    let hint = hint(&message, &text[range.clone()]);
    Fault { range, message, hint }
}

/// What to do about the messages that people meet.
fn hint(message: &str, token: &str) -> Option<String> {
    if let Some(rest) = message.split("unknown field `").nth(1) {
        let mut names = rest.split('`').step_by(2);
        let word = names.next()?;
        return did_you_mean(word, names);
    }
    let advice = [
        ("mapping values are not allowed", "put a text that contains `: ` in quotes"),
        ("cannot start any token", "indent with spaces, never tabs; put a text that begins with @, ` or % in quotes"),
        (
            "did not find expected key",
            "indent all keys alike, and put a text that begins with a quote wholly in quotes",
        ),
        ("did not find expected ',' or", "close the bracket, or put the text in quotes"),
        ("unexpected end of stream", "close the quote"),
        ("duplicate key", "keep one of the two"),
        ("repetition limit", "write the values out instead of using & and *"),
        ("recursion limit", "write it flatter"),
        ("unknown anchor", "put a text that begins with * in quotes"),
        ("while scanning an anchor", "put a text that begins with & in quotes"),
        ("while scanning an alias", "put a text that begins with * in quotes"),
        ("more than one document", "remove the second `---`"),
    ];
    let found = advice.iter().find(|(part, _)| message.contains(part)).map(|(_, hint)| (*hint).to_owned());
    found.or_else(|| token.contains('\t').then(|| "indent with spaces, never tabs".to_owned()))
}

/// "did you mean `x`?", or the list of what is known when nothing is near.
pub fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.collect();
    match closest(word, known.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if known.is_empty() => None,
        None => Some(format!("known here: {}", known.join(", "))),
    }
}

/// Refuses deep nesting before the parser sees it.
fn check_depth(text: &str) -> Result<(), Fault> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            // `- - - -` and `? ? ?` nest without brackets, one level each.
            b'\n' => depth = depth.saturating_sub(nested_dashes(text, at)),
            b'-' | b'?' if starts_nested(text, at) => depth += 1,
            _ => {}
        }
        if depth > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(Fault {
                range: at..at + 1,
                message,
                hint: Some("write it flatter, or put the text in quotes".into()),
            });
        }
    }
    Ok(())
}

/// A `-` or `?` followed by a space, in the run of such marks that begins a line.
fn starts_nested(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes.get(at + 1), Some(b' ')) && line_before(text, at).bytes().all(|b| matches!(b, b' ' | b'-' | b'?'))
}

fn nested_dashes(text: &str, line_end: usize) -> usize {
    line_before(text, line_end).bytes().take_while(|b| matches!(b, b' ' | b'-' | b'?')).filter(|b| *b != b' ').count()
}

fn line_before(text: &str, at: usize) -> &str {
    &text[text[..at].rfind('\n').map_or(0, |i| i + 1)..at]
}

/// From an offset to the end of its line, without the spaces at the end: what the caret underlines.
fn token(text: &str, start: usize) -> Range<usize> {
    // An error at the very end points past the last line feed: show the last line instead.
    let start = if start >= text.len() { text.trim_end().len() } else { text.floor_char_boundary(start) };
    let rest = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let value = rest.split(" #").next().unwrap_or(rest).trim_end();
    start..start + value.len()
}

fn first_line(text: &str) -> Range<usize> {
    token(text, text.len() - text.trim_start().len())
}

fn first_alias(text: &str) -> Option<Range<usize>> {
    let at = text.match_indices('*').map(|(i, _)| i).find(|i| text[..*i].ends_with([' ', '[', ',']))?;
    Some(at..at + 1)
}

/// A value in which no mapping has a key twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true or false, a list or keys with values")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_f64<E: de::Error>(self, v: f64) -> Result<Value, E> {
        let number = serde_json::Number::from_f64(v).ok_or_else(|| E::custom("not a finite number"))?;
        Ok(Value::Number(number))
    }
    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(v.to_owned()))
    }
    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(v))
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = map.next_key_seed(NewKey(&fields))? {
            let Strict(value) = map.next_value()?;
            fields.insert(key, value);
        }
        Ok(Value::Object(fields))
    }
}

/// A key that the mapping does not have yet: failing here gives the error the key's position.
struct NewKey<'a>(&'a Map<String, Value>);

impl<'de> DeserializeSeed<'de> for NewKey<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NewKey<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        if self.0.contains_key(key) {
            return Err(E::custom(format_args!("duplicate key `{key}`")));
        }
        Ok(key.to_owned())
    }
}

/// Walks to a path and fails there: the error carries the position. Succeeds when the path does not exist.
#[derive(Clone, Copy)]
struct Seek<'a>(&'a [Step]);

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.0.is_empty() { deserializer.deserialize_any(Here) } else { deserializer.deserialize_any(self) }
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Step::Index(wanted) = self.0[0] else { return drain(seq) };
        for _ in 0..wanted {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Seek(&self.0[1..]))?;
        drain(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(SeekKey(self.0))? {
            if matches!(&self.0[0], Step::Key(wanted) if *wanted == key) {
                map.next_value_seed(Seek(&self.0[1..]))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

fn drain<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

/// A key: fails on the one that a last [`Step::Name`] asks for.
struct SeekKey<'a>(&'a [Step]);

impl<'de> DeserializeSeed<'de> for SeekKey<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for SeekKey<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        if matches!(self.0, [Step::Name(wanted)] if wanted == key) {
            Err(E::custom("here"))
        } else {
            Ok(key.to_owned())
        }
    }
}

/// Fails on whatever value stands here.
struct Here;

macro_rules! here {
    ($($method:ident($($kind:ty)?)),*) => { $(fn $method<E: de::Error>(self $(, _: $kind)?) -> Result<(), E> { Err(E::custom("here")) })* };
}

impl<'de> Visitor<'de> for Here {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    here!(visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str), visit_unit());

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(de::Error::custom("here"))
    }
    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(de::Error::custom("here"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, path: &[Step]) -> String {
        text[locate(text, path)].to_owned()
    }

    #[test]
    fn values_and_keys_are_found_again() {
        let text = "титул: да\na:\n  - x: 1\n    y: [p, q]\nlast: \"z\" # why\n";
        let key = |s: &str| Step::Key(s.into());
        assert_eq!(at(text, &[key("титул")]), "да");
        assert_eq!(at(text, &[key("a"), Step::Index(0), key("x")]), "1");
        assert_eq!(at(text, &[key("a"), Step::Index(0), key("y"), Step::Index(1)]), "q]");
        assert_eq!(at(text, &[key("last")]), "\"z\"");
        assert_eq!(at(text, &[Step::Name("last".into())]), "last: \"z\"");
        assert_eq!(at(text, &[key("a"), Step::Index(0), Step::Name("y".into())]), "y: [p, q]");
    }

    #[test]
    fn a_missing_value_is_found_at_its_parent() {
        assert_eq!(at("a: {b: 1}\n", &[Step::Key("a".into()), Step::Key("c".into())]), "{b: 1}");
        assert_eq!(at("a: 1\n", &[Step::Key("zz".into())]), "a: 1");
    }

    #[test]
    fn duplicate_keys_are_refused_at_the_second() {
        let fault = parse("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert_eq!((fault.range.start, fault.hint.as_deref()), (10, Some("keep one of the two")));
    }

    #[test]
    fn deep_nesting_is_refused_quickly() {
        for hostile in ["{a: ".repeat(16_000), "[".repeat(60_000), "- ".repeat(30_000), "? ".repeat(30_000)] {
            assert!(parse(&hostile).unwrap_err().message.contains("nested deeper"));
        }
        let many_items = "- a\n".repeat(1000);
        assert!(!parse(&format!("x:\n{many_items}")).unwrap()["x"].as_array().unwrap().is_empty());
    }

    #[test]
    fn aliases_that_expand_are_refused_with_a_position() {
        let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (name, before) in ["b", "c", "d", "e", "f", "g"].iter().zip(["a", "b", "c", "d", "e", "f"]) {
            let items = vec![format!("*{before}"); 10].join(", ");
            bomb.push_str(&format!("{name}: &{name} [{items}]\n"));
        }
        let fault = parse(&bomb).unwrap_err();
        assert!(fault.range.start > 30 && fault.hint.is_some(), "{fault:?}");
    }
}
