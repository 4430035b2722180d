//! How many words there are to read.
//!
//! In: fields. Out: their words: a checklist is read in its fields.

use serde_json::{Map, Value};

/// Words of fields: a checklist is read in its fields.
pub fn words_of(fields: &Map<String, Value>) -> usize {
    fields.values().map(words).sum()
}

fn words(value: &Value) -> usize {
    match value {
        Value::String(text) => text.split_ascii_whitespace().count(),
        Value::Array(items) => items.iter().map(words).sum(),
        Value::Object(map) => map.values().map(words).sum(),
        _ => 0,
    }
}
