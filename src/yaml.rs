//! YAML, read strictly: duplicate keys and hostile nesting are refused, and every refusal has a position.
//!
//! In: text. Out: an ordered map ([`parse`]) or a struct ([`read`]), else a [`Finding`] at bytes of the text. [`locate`]
//! finds the position of a value that parsed well but means nothing (an unknown key, a wrong type).
//! The only room that names serde_yaml, here its maintained continuation.

mod depth;
pub mod edit;
mod positions;
mod spelling;
mod tags;
mod windows;
mod words;
mod written;

pub use crate::diagnostic::{Step, did_you_mean};
pub use positions::{locate, locate_all};
pub use spelling::spellings;
pub use words::{found, short};
pub use written::written;

use crate::byte_scan::is_strange;
use crate::diagnostic::{At, Finding};
use serde::de::DeserializeOwned;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::ops::Range;
use words::token;

/// Reads a mapping; an empty text is an empty mapping.
pub fn parse(text: &str) -> Result<Map<String, Value>, Finding> {
    match value(text)? {
        Value::Null => Ok(Map::new()),
        Value::Object(map) => Ok(map),
        other => {
            let message = format!("{} where a mapping is expected", found(&other));
            Err(wrong(first_line(text), message).hint("write one `key: value` on each line"))
        }
    }
}

/// Reads a list; an empty text is an empty list.
pub fn parse_list(text: &str) -> Result<Vec<Value>, Finding> {
    match value(text)? {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => Ok(items),
        other => {
            let message = format!("{} where a list is expected", found(&other));
            Err(wrong(first_line(text), message).hint("begin each item with `- `"))
        }
    }
}

fn value(text: &str) -> Result<Value, Finding> {
    match windows::masked(text) {
        Cow::Borrowed(text) => plain_value(text),
        Cow::Owned(masked) => plain_value(&masked).map(windows::unmask),
    }
}

fn plain_value(text: &str) -> Result<Value, Finding> {
    check_depth(text)?;
    if let Some(at) = tags::renamed(text) {
        return Err(wrong(at..at + 4, "a line cannot begin with `%`").hint("quote a value that begins with %"));
    }
    let value = read_strictly(text)?;
    if let Some(marked) = tags::marked(text) {
        tags::Untagged.deserialize(serde_yaml::Deserializer::from_str(&marked)).map_err(|e| fault(text, &e))?;
    }
    Ok(value)
}

fn read_strictly(text: &str) -> Result<Value, Finding> {
    // Without aliases a text holds no more values and characters than this.
    let budget = Cell::new(4 * text.len() + 1000);
    let value = serde_yaml::Deserializer::from_str(text).deserialize_option(Strict(&budget));
    value.map_err(|e| fault(text, &e))
}

/// Escapes in double quotes make characters that nobody can type, and that HTML and XML do not allow.
fn check_characters<E: de::Error>(text: &str) -> Result<(), E> {
    if text.contains(is_strange) { Err(E::custom("control characters are not allowed")) } else { Ok(()) }
}

/// Reads a struct; unknown keys are the struct's business (`deny_unknown_fields`).
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Finding> {
    // The strict pass first: it knows duplicate keys and depth.
    let map = parse(text)?;
    let source = if map.is_empty() { "{}" } else { text };
    serde_yaml::from_str(source).map_err(|e| fault(text, &e))
}

/// Whoever reads the text says what it is: under this code nothing is told.
const CODE: &str = "yaml";

fn wrong(range: Range<usize>, message: impl Into<String>) -> Finding {
    Finding::error(CODE, At::Yaml(range), message)
}

fn fault(text: &str, error: &serde_yaml::Error) -> Finding {
    let full = error.to_string();
    if let Some(rest) = full.split("unknown field `").nth(1) {
        let mut names = rest.split('`').step_by(2);
        let range = token(text, error.location().map_or(0, |at| at.index()));
        let name = names.next().unwrap_or_default();
        let key = At::Yaml(range.start..range.start + name.len());
        return wrong(range, format!("unknown key `{}`", short(name))).suggest(name, names).fixed_at(key);
    }
    words::explain(text, &full, error.location().map(|at| at.index()))
}

/// Whether a text can be read.
pub fn is_valid(text: &str) -> bool {
    value(text).is_ok()
}

/// Refuses deep nesting before the parser sees it.
fn check_depth(text: &str) -> Result<(), Finding> {
    let Some(at) = depth::too_deep(text) else { return Ok(()) };
    let message = format!("nested deeper than {} levels", depth::MAX_DEPTH);
    Err(wrong(at..at + 1, message).hint("reduce the nesting, or quote the value"))
}

fn first_line(text: &str) -> Range<usize> {
    token(text, text.len() - text.trim_start().len())
}

/// Reads a value in which no mapping has a key twice. The budget falls with every value and every character, so
/// aliases cannot make much of little.
#[derive(Clone, Copy)]
struct Strict<'a>(&'a Cell<usize>);

impl Strict<'_> {
    fn spend<E: de::Error>(self, cost: usize) -> Result<(), E> {
        let left = self.0.get().checked_sub(cost + 1).ok_or_else(|| E::custom("repetition limit exceeded"))?;
        self.0.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number, true or false, a list or a mapping")
    }

    fn visit_bool<E: de::Error>(self, v: bool) -> Result<Value, E> {
        self.spend(0).map(|()| Value::Bool(v))
    }
    fn visit_i64<E: de::Error>(self, v: i64) -> Result<Value, E> {
        self.spend(0).map(|()| v.into())
    }
    fn visit_u64<E: de::Error>(self, v: u64) -> Result<Value, E> {
        self.spend(0).map(|()| v.into())
    }
    // A number that no computer counts with is a text: a phone number, a mark.
    fn visit_i128<E: de::Error>(self, v: i128) -> Result<Value, E> {
        self.spend(0).map(|()| Value::String(v.to_string()))
    }
    fn visit_u128<E: de::Error>(self, v: u128) -> Result<Value, E> {
        self.spend(0).map(|()| Value::String(v.to_string()))
    }
    fn visit_f64<E: de::Error>(self, v: f64) -> Result<Value, E> {
        self.spend(0)?;
        let text = if v.is_nan() {
            ".nan"
        } else if v > 0.0 {
            ".inf"
        } else {
            "-.inf"
        };
        Ok(serde_json::Number::from_f64(v).map_or_else(|| Value::String(text.to_owned()), Value::Number))
    }
    fn visit_str<E: de::Error>(self, v: &str) -> Result<Value, E> {
        check_characters(v)?;
        self.spend(v.len()).map(|()| Value::String(v.to_owned()))
    }
    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.spend(0).map(|()| Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        self.spend(0)?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.spend(0)?;
        let mut fields = Map::new();
        while let Some(key) = map.next_key_seed(NewKey(&fields))? {
            self.spend(key.len())?;
            fields.insert(key, map.next_value_seed(self)?);
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
            return Err(E::custom(format_args!("duplicate key `{}`", short(key))));
        }
        check_characters(key)?;
        Ok(key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(finding: &Finding) -> usize {
        let At::Yaml(range) = &finding.at else { panic!("{finding:?}") };
        range.start
    }

    #[test]
    fn duplicate_keys_are_refused_at_the_second() {
        let fault = parse("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert_eq!((start(&fault), fault.hint.as_deref()), (10, Some("keep one of the two")));
    }

    #[test]
    fn a_tag_of_another_kind_of_value_is_refused_and_a_text_that_looks_like_one_is_not() {
        for tagged in [
            "a: !!binary aGVsbG8=\n",
            "a: !!binary |\n  aGVsbG8=\n",
            "a: [x, !!binary aGk=]\n",
            "a: {!!binary aGk=: 1}\n",
            "!!binary a: 1\n",
            "a: !<tag:yaml.org,2002:binary> aGk=\n",
            "a: !!set {x, y}\n",
            "a: !!omap [x: 1]\n",
            "a: !!pairs [x: 1]\n",
            "a: !!python/object:os.system x\n",
            "a: &b !!binary aGk=\n",
            "%TAG ! tag:yaml.org,2002:\n---\na: !binary aGk=\n",
        ] {
            assert!(parse(tagged).is_err(), "{tagged}");
        }
        for text in [
            "a: well !!binary is a word\n",
            "a: '!!binary x'\n",
            "a: |\n  !!binary x\n  !<y>\n  %TAG z\n",
            "a: b # !!binary\n",
            "a: \"!!set\"\nb!!: 1\n",
            "a: !!str 5\n",
            "a: !!int 5\n",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
        }
        let fault = parse("x: 1\na: !!binary aGk=\n").unwrap_err();
        assert_eq!(start(&fault), 8);
    }

    #[test]
    fn characters_that_escapes_make_are_refused_where_they_stand() {
        for escape in [
            "\\0",
            "\\x00",
            "\\a",
            "\\b",
            "\\e",
            "\\v",
            "\\f",
            "\\x7f",
            "\\u0000",
            "\\U0000001b",
            "\\N",
            "\\x9b",
            "\\uffff",
        ] {
            for text in [
                format!("x: 1\na: \"y{escape}\"\n"),
                format!("x: 1\n\"y{escape}\": 1\n"),
                format!("a: [\"{escape}\"]\n"),
            ] {
                let fault = parse(&text).expect_err(&text);
                assert!(fault.message.contains("control character"), "{text}: {fault:?}");
            }
        }
        assert_eq!(parse("a: \"\\t\\n\\u00e9\"\n").unwrap()["a"], "\t\n\u{e9}");
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
        assert!(start(&fault) > 30 && fault.hint.is_some(), "{fault:?}");
    }
}
