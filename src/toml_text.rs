//! TOML, read as YAML is: into an ordered map, every refusal with a position. The only file that names the crate `toml`.
//!
//! In: text. Out: a map ([`parse`]), else a [`Finding`] at bytes of the text; where a value or a key stands
//! ([`locate_all`]), and numbers as they were written ([`spellings`]). Dates are the texts that they are written as.

use crate::byte_scan::is_strange;
use crate::diagnostic::{At, Finding, Step};
use serde_json::{Map, Number, Value};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Whoever reads the text says what it is: under this code nothing is told.
const CODE: &str = "toml";

/// Reads a table.
pub fn parse(text: &str) -> Result<Map<String, Value>, Finding> {
    let read = DeTable::parse(text).map_err(|error| {
        let range = error.span().unwrap_or(0..0);
        let line = error.message().lines().next().unwrap_or_default().to_owned();
        told(text, range, format!("this is not TOML: {line}"))
    })?;
    table(text, read.get_ref())
}

fn told(text: &str, range: Range<usize>, message: String) -> Finding {
    let end = range.end.min(text.len());
    let start = range.start.min(end);
    Finding::error(CODE, At::Yaml(start..end), message).hint("write `key = \"value\"` on each line; quote every text")
}

fn table(text: &str, read: &DeTable<'_>) -> Result<Map<String, Value>, Finding> {
    let mut map = Map::new();
    for (key, value) in read {
        clean(text, key.get_ref(), key.span())?;
        map.insert(key.get_ref().clone().into_owned(), plain(text, value)?);
    }
    Ok(map)
}

fn plain(text: &str, value: &Spanned<DeValue<'_>>) -> Result<Value, Finding> {
    Ok(match value.get_ref() {
        DeValue::String(string) => {
            clean(text, string, value.span())?;
            string.as_ref().into()
        }
        DeValue::Integer(number) => integer(number.as_str(), number.radix()),
        DeValue::Float(number) => {
            let read = number.as_str().replace('_', "").parse().ok().and_then(Number::from_f64);
            read.map_or_else(|| number.as_str().into(), Value::Number)
        }
        DeValue::Boolean(truth) => (*truth).into(),
        DeValue::Datetime(day) => day.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| plain(text, item)).collect::<Result<_, _>>()?,
        DeValue::Table(inner) => Value::Object(table(text, inner)?),
    })
}

/// One that no computer counts with is a text.
fn integer(digits: &str, radix: u32) -> Value {
    let digits = digits.replace('_', "");
    i64::from_str_radix(&digits, radix).map_or_else(|_| digits.into(), Into::into)
}

/// Escapes make characters that nobody can type.
fn clean(text: &str, string: &str, place: Range<usize>) -> Result<(), Finding> {
    if !string.contains(is_strange) {
        return Ok(());
    }
    let message = "there is an invisible control character here".to_owned();
    Err(told(text, place, message).hint("delete it, or the escape that produces it"))
}

/// Where values (or, by [`Step::Name`], keys) stand; of a way that leads nowhere, where it ends.
pub fn locate_all(text: &str, ways: &[&[Step]]) -> Vec<Option<Range<usize>>> {
    let Ok(read) = DeTable::parse(text) else { return vec![None; ways.len()] };
    ways.iter().map(|way| locate(text, read.get_ref(), way)).collect()
}

fn locate(text: &str, root: &DeTable<'_>, way: &[Step]) -> Option<Range<usize>> {
    let (first, rest) = way.split_first()?;
    let (key, mut value) = entry(root, first)?;
    let mut place = if matches!(first, Step::Name(_)) { key } else { value.span() };
    for step in rest {
        let below = match (value.get_ref(), step) {
            (DeValue::Array(items), Step::Index(index)) => items.get(*index).map(|item| (item.span(), item)),
            (DeValue::Table(inner), step) => entry(inner, step),
            _ => None,
        };
        let Some((key, inner)) = below else { break };
        place = if matches!(step, Step::Name(_)) { key } else { inner.span() };
        value = inner;
    }
    // A table has the range of its header or of all that stands in it: its first line is enough.
    let line = text[place.clone()].find('\n').map_or(place.end, |end| place.start + end);
    Some(place.start..line)
}

fn entry<'t, 'i>(table: &'t DeTable<'i>, step: &Step) -> Option<(Range<usize>, &'t Spanned<DeValue<'i>>)> {
    let (Step::Key(name) | Step::Name(name)) = step else { return None };
    table.iter().find(|(key, _)| key.get_ref() == name).map(|(key, value)| (key.span(), value))
}

/// Numbers, truths and dates as they are written.
pub fn spellings(text: &str, ways: &[Vec<Step>]) -> Vec<Option<String>> {
    let places = locate_all(text, &ways.iter().map(Vec::as_slice).collect::<Vec<_>>());
    places.into_iter().map(|place| Some(text.get(place?)?.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "title = \"Foo: bar\"\nweight = 1_0\nversion = 1.10\ndate = 2024-05-01T10:00:00Z\n\
        tags = [\"a\", 2021]\n[extra]\nhuge = 99999999999999999999\nnone = nan\n[taxonomies]\ncategories = [\"b\"]\n";

    fn key(name: &str) -> Step {
        Step::Key(name.into())
    }

    #[test]
    fn a_table_is_a_map() {
        let map = parse(TEXT).unwrap();
        let expected = r#"{"title":"Foo: bar","weight":10,"version":1.1,"date":"2024-05-01T10:00:00Z","tags":["a",2021],"extra":{"huge":"99999999999999999999","none":"nan"},"taxonomies":{"categories":["b"]}}"#;
        assert_eq!(Value::Object(map).to_string(), expected);
    }

    #[test]
    fn values_keys_and_faults_have_places() {
        let at = |way: &[Step]| TEXT[locate_all(TEXT, &[way])[0].clone().unwrap()].to_owned();
        assert_eq!(at(&[key("tags"), Step::Index(1)]), "2021");
        assert_eq!(at(&[Step::Name("weight".into())]), "weight");
        assert_eq!(at(&[key("taxonomies"), key("categories"), Step::Index(0)]), "\"b\"");
        assert_eq!(at(&[key("title"), Step::Index(0)]), "\"Foo: bar\"");
        assert_eq!(spellings(TEXT, &[vec![key("version")]]), [Some("1.10".to_owned())]);
        for (text, at) in [("a = 1\nb = \n", "b"), ("a = 1\na = 2\n", "a = 2"), ("a = \"x\\u0000\"\n", "\"x")] {
            let fault = parse(text).unwrap_err();
            let start = fault.at.bytes().unwrap().start;
            let wanted = text.rfind(at).unwrap();
            assert!((wanted..wanted + 6).contains(&start), "{text}: {fault:?}");
        }
    }
}
