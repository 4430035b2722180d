//! Tags: what YAML says a value is (`!!binary aGk=`). The parser reads only some, and passes over the others.
//!
//! In: a text. Out: the same text with the others written so that the parser refuses them where they are tags, and only
//! there: `!!binary` in the middle of a text, in quotes, or in a comment stays text.

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// What is read as it says, or as the text that it is.
const KNOWN: [&str; 8] = ["str", "int", "float", "bool", "null", "seq", "map", "timestamp"];

/// The text with tags made unknown, as long as it was: offsets hold. None if there are none.
pub fn marked(text: &str) -> Option<String> {
    let tags = text.match_indices("!!").map(|(at, _)| at).filter(|at| !is_known(&text[at + 2..]));
    let verbatim = text.match_indices("!<").map(|(at, _)| at);
    let places: Vec<usize> = tags.chain(verbatim).collect();
    let mut bytes = (!places.is_empty()).then(|| text.as_bytes().to_vec())?;
    places.iter().for_each(|at| bytes[at + 1] = b'~');
    String::from_utf8(bytes).ok()
}

/// Where a line gives tags other names: it would make `!x` any of them.
pub fn renamed(text: &str) -> Option<usize> {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    starts.into_iter().find(|at| text[*at..].starts_with("%TAG"))
}

fn is_known(rest: &str) -> bool {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || ",[]{}".contains(c));
    KNOWN.iter().any(|known| rest.strip_prefix(known).is_some_and(ends))
}

/// Walks through all values and keys, and fails where one has a tag that the parser does not know.
#[derive(Clone, Copy)]
pub struct Untagged;

impl<'de> DeserializeSeed<'de> for Untagged {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! passed_over {
    ($($method:ident($kind:ty)),*) => { $(fn $method<E: de::Error>(self, _: $kind) -> Result<(), E> { Ok(()) })* };
}

impl<'de> Visitor<'de> for Untagged {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without a tag")
    }

    passed_over!(visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_i128(i128), visit_u128(u128), visit_f64(f64));
    passed_over!(visit_str(&str));

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key_seed(self)?.is_some() {
            map.next_value_seed(self)?;
        }
        Ok(())
    }
}
