//! Where values and keys stand in a YAML text.
//!
//! In: the text and the ways to some values. Out: a range each. The parser keeps no positions of values, but its errors
//! have some: a value is asked for as what it is not.
//!
//! 1. One walk for all ways ([`Walk`]). Before a value is read it is asked for as an enum, which the parser refuses with
//!    the value's place and without taking the value ([`Peek`]). A key that is looked for is refused when it was taken.
//! 2. An alias is taken when it is asked for as anything. So a text that may have one is walked for each way, up to the
//!    value, and the walk fails there ([`Seek`]).

use super::windows::masked;
use super::words::{offsets, place_told, token};
use super::{Step, first_line};
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

/// Ways that get a place: of more, nobody reads that many.
const MOST: usize = 1000;

/// Walks through a text that has aliases, and bytes read by them.
const MOST_WALKS: usize = 20;
const MOST_READ: usize = 128 * 1024;

/// Where a value (or, by [`Step::Name`], a key) stands. Falls back to the deepest step that exists.
pub fn locate(text: &str, way: &[Step]) -> Range<usize> {
    locate_all(text, &[way]).pop().flatten().unwrap_or_else(|| first_line(text))
}

/// The same for many ways. Those that come after very many have no place.
pub fn locate_all(text: &str, ways: &[&[Step]]) -> Vec<Option<Range<usize>>> {
    let text = &*masked(text);
    if text.contains('&') && text.contains('*') {
        let most = (MOST_READ / text.len().max(1)).clamp(2, MOST_WALKS);
        return ways.iter().enumerate().map(|(nth, way)| (nth < most).then(|| seek(text, way))).collect();
    }
    let placed = &ways[..ways.len().min(MOST)];
    let found = RefCell::new(vec![None; ways.len()]);
    let wanted = placed.iter().enumerate().map(|(number, rest)| Wanted { number, rest }).collect();
    // Of a text that cannot be read to its end the places up to there are known.
    let _ = Walk { wanted, found: &found }.deserialize(serde_yaml::Deserializer::from_str(text));
    let (root, offsets) = (OnceCell::new(), offsets(text));
    let place = |(number, told): (usize, Option<(usize, usize)>)| match told {
        _ if number >= MOST => None,
        Some((line, column)) => Some(token(text, offsets.of(text, line, column))),
        None => Some(root.get_or_init(|| seek(text, &[])).clone()),
    };
    found.into_inner().into_iter().enumerate().map(place).collect()
}

/// A way that is looked for, and what is left of it here.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    number: usize,
    rest: &'a [Step],
}

/// Line and column of each way, as far as it was found.
type Places = RefCell<Vec<Option<(usize, usize)>>>;

/// Walks through a value, and notes where the ways lead that go through it.
struct Walk<'a> {
    wanted: Vec<Wanted<'a>>,
    found: &'a Places,
}

impl<'a> Walk<'a> {
    /// Notes a place.
    fn note(&self, of: &[Wanted<'_>], place: Option<(usize, usize)>) {
        let mut found = self.found.borrow_mut();
        of.iter().for_each(|wanted| found[wanted.number] = place.or(found[wanted.number]));
    }

    /// The walk through a value below.
    fn below(&self, inside: Vec<Wanted<'a>>) -> Self {
        let wanted = inside.into_iter().filter(|wanted| !wanted.rest.is_empty()).collect();
        Self { wanted, found: self.found }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.wanted.is_empty() {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ());
        }
        deserializer.deserialize_any(self)
    }
}

macro_rules! passed_over {
    ($($method:ident($($kind:ty)?)),*) => { $(fn $method<E: de::Error>(self $(, _: $kind)?) -> Result<(), E> { Ok(()) })* };
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    passed_over!(visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str), visit_unit());

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut items: HashMap<usize, Vec<Wanted<'_>>> = HashMap::new();
        for &Wanted { number, rest } in &self.wanted {
            if let [Step::Index(index), rest @ ..] = rest {
                items.entry(*index).or_default().push(Wanted { number, rest });
            }
        }
        for index in 0.. {
            let more = match items.remove(&index) {
                None => seq.next_element::<IgnoredAny>()?.is_some(),
                Some(inside) => match seq.next_element_seed(Peek)? {
                    None => false,
                    Some(place) => {
                        self.note(&inside, place);
                        seq.next_element_seed(self.below(inside))?.is_some()
                    }
                },
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut names, mut values) = (HashMap::new(), HashMap::new());
        for &Wanted { number, rest } in &self.wanted {
            match rest {
                [Step::Name(name), ..] => push(&mut names, name, Wanted { number, rest: &[] }),
                [Step::Key(key), rest @ ..] => push(&mut values, key, Wanted { number, rest }),
                _ => {}
            }
        }
        while let Some((key, place)) = map.next_key_seed(NamedKey(&names))? {
            self.note(names.get(&*key).map_or(&[], Vec::as_slice), place);
            let Some(inside) = values.remove(&*key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            self.note(&inside, map.next_value_seed(Peek)?);
            map.next_value_seed(self.below(inside))?;
        }
        Ok(())
    }
}

/// What is wanted in a mapping, by its key.
type ByKey<'a> = HashMap<&'a str, Vec<Wanted<'a>>>;

fn push<'a>(all: &mut ByKey<'a>, key: &'a str, wanted: Wanted<'a>) {
    all.entry(key).or_default().push(wanted);
}

/// Where the next value stands. It is not taken, unless it is an alias.
struct Peek;

impl<'de> DeserializeSeed<'de> for Peek {
    type Value = Option<(usize, usize)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let refused = deserializer.deserialize_enum("", &[], Refused).err();
        Ok(refused.and_then(|error| place_told(&error.to_string())))
    }
}

/// Takes nothing.
struct Refused;

impl<'de> Visitor<'de> for Refused {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing")
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(de::Error::custom("here"))
    }
}

/// A key, and where it stands if it is looked for: then it is refused, which takes it.
struct NamedKey<'a>(&'a ByKey<'a>);

impl<'de> DeserializeSeed<'de> for NamedKey<'_> {
    type Value = (String, Option<(usize, usize)>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let mut key = String::new();
        let told = deserializer.deserialize_str(Key { wanted: self.0, key: &mut key });
        match told {
            Err(error) if self.0.contains_key(&*key) => Ok((key, place_told(&error.to_string()))),
            told => told.map(|()| (key, None)),
        }
    }
}

struct Key<'a> {
    wanted: &'a ByKey<'a>,
    key: &'a mut String,
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        key.clone_into(self.key);
        if self.wanted.contains_key(key) { Err(E::custom("here")) } else { Ok(()) }
    }
}

/// The place of one value by a walk that fails there, or at the deepest step that exists.
fn seek(text: &str, way: &[Step]) -> Range<usize> {
    let mut way = way;
    loop {
        let found = Seek(way).deserialize(serde_yaml::Deserializer::from_str(text)).err();
        match (found.and_then(|e| e.location()), way) {
            (Some(at), _) => return token(text, at.index()),
            (None, []) => return first_line(text),
            (None, [shorter @ .., _]) => way = shorter,
        }
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
            if leads(&self.0[0], &key) {
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

/// A key that looks like a number comes as an index from a JSON pointer.
fn leads(step: &Step, key: &str) -> bool {
    match step {
        Step::Key(wanted) => wanted == key,
        Step::Index(index) => key.parse() == Ok(*index),
        Step::Name(_) => false,
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
    use crate::yaml::parse;
    use serde_json::Value;

    fn at(text: &str, path: &[Step]) -> String {
        text[locate(text, path)].to_owned()
    }

    #[test]
    fn values_and_keys_are_found_again() {
        let text = "титул: да\na:\n  - x: 1\n    y: [p, q]\nlast: \"z\" # why\n";
        let key = |s: &str| Step::Key(s.into());
        assert_eq!(at(text, &[key("титул")]), "да");
        assert_eq!(at(text, &[key("a"), Step::Index(0), key("x")]), "1");
        assert_eq!(at(text, &[key("a"), Step::Index(0), key("y"), Step::Index(1)]), "q");
        assert_eq!(at(text, &[key("last")]), "\"z\"");
        assert_eq!(at(text, &[Step::Name("last".into())]), "last: \"z\"");
        assert_eq!(at(text, &[key("a"), Step::Index(0), Step::Name("y".into())]), "y: [p, q]");
    }

    #[test]
    fn a_missing_value_is_found_at_its_parent() {
        assert_eq!(at("a: {b: 1}\n", &[Step::Key("a".into()), Step::Key("c".into())]), "{b: 1}");
        assert_eq!(at("a: 1\n", &[Step::Key("zz".into())]), "a: 1");
    }

    /// All ways through a value, those to keys too, and some that lead nowhere.
    fn ways(value: &Value, way: &mut Vec<Step>, all: &mut Vec<Vec<Step>>) {
        all.push(way.clone());
        let deeper: Vec<(Step, Option<&Value>)> = match value {
            Value::Array(items) => items.iter().enumerate().map(|(at, item)| (Step::Index(at), Some(item))).collect(),
            Value::Object(map) => map
                .iter()
                .flat_map(|(key, item)| [(Step::Name(key.clone()), None), (Step::Key(key.clone()), Some(item))])
                .collect(),
            _ => vec![(Step::Index(3), None), (Step::Key("none".into()), None)],
        };
        for (step, value) in deeper {
            way.push(step);
            match value {
                Some(value) => ways(value, way, all),
                None => all.push(way.clone()),
            }
            way.pop();
        }
    }

    #[test]
    fn one_walk_finds_what_a_walk_for_each_finds() {
        let texts = [
            "a: 1\nb:\n- x\n-   y: {p: [], q: {}, \"r s\": ~}\n    z:\nc: [ # why\n  one, 'two, three', {k: v}]\n",
            "ключ: значение\r\nсписок:\r\n  - раз\r\n  - {два: три}\r\n",
            "- a\n-\n  - b\n  - - c\n    - d: |\n        text\n      e: >-\n        more\n",
            "? a\n: b\n? |\n  c\n: d\n",
            "!!map {a: !!str 5, b: !!seq [1, 2.5, true]}\n",
            "# note\n\n---\na: \"\\u0041 x\" # b: 1\n\"q\\\"k\": ''\n'at line 3 column 4': {at line 7 column 1: x}\n...\n",
            "a: x\u{85} y\nb: \"p\u{2028}q\"\nc: 😀 d\nd: {😀: 1}\n",
            "{}",
            "",
        ];
        for text in texts {
            let value = parse(text).map(Value::Object).or_else(|_| crate::yaml::parse_list(text).map(Value::Array));
            let mut all = Vec::new();
            // Of a text that is no YAML the two find different places: that of the fault, and the beginning.
            ways(&value.unwrap_or_else(|fault| panic!("{text:?}: {fault:?}")), &mut Vec::new(), &mut all);
            let refs: Vec<&[Step]> = all.iter().map(Vec::as_slice).collect();
            for (way, found) in refs.iter().zip(locate_all(text, &refs)) {
                assert_eq!(found, Some(seek(text, way)), "{way:?} in {text:?}");
            }
        }
    }

    #[test]
    fn an_alias_is_found_where_it_leads() {
        let text = "a: &x {b: [1, 2]}\nc: *x\nd: 4\n";
        let key = |s: &str| Step::Key(s.into());
        assert_eq!(at(text, &[key("c"), key("b"), Step::Index(1)]), "2");
        assert_eq!(at(text, &[key("d")]), "4");
        assert_eq!(at("a: R&D\nc: 2 * 3\nd: 4\n", &[key("d")]), "4");
    }

    #[test]
    fn of_very_many_the_first_have_places() {
        let text = format!("a:\n{}", "- x\n".repeat(MOST + 5));
        let ways: Vec<Vec<Step>> = (0..MOST + 5).map(|at| vec![Step::Key("a".into()), Step::Index(at)]).collect();
        let found = locate_all(&text, &ways.iter().map(Vec::as_slice).collect::<Vec<_>>());
        assert!(found[MOST - 1].is_some() && found[MOST].is_none() && found.len() == MOST + 5);
    }
}
