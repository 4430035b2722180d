//! The schema of the front matter for editors.
//!
//! In: the types. Out: one JSON Schema: the keys of every page, and each type's fields where `type` says so.

use super::Types;
use crate::page::keys;
use serde_json::{Map, Value, json};

/// One JSON Schema for editors: the keys of every page, and each type's fields where `type` says so.
pub fn editor_schema(types: &Types) -> Value {
    let mut properties: Map<String, Value> =
        keys::KEYS.iter().map(|key| (key.name.to_owned(), keys::schema(key, types))).collect();
    let mut rules = Vec::new();
    for (name, declared) in &types.all {
        rules.push(
            json!({"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": declared.schema}),
        );
        let own = declared.schema.get("properties").and_then(Value::as_object);
        for (key, schema) in own.into_iter().flatten() {
            // A field of two types is described by each type's rule; here it only has to be known.
            let known = properties.contains_key(key);
            properties.insert(key.clone(), if known { json!({}) } else { schema.clone() });
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "docent front matter",
        "type": "object",
        "properties": properties,
        "allOf": rules,
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::keys::tests::samples;

    #[test]
    fn the_schema_allows_what_is_read() {
        let theme = crate::theme::load(&crate::config::Config::default(), &crate::source::Sources::default()).0;
        let (types, _) = Types::read(&theme.types);
        for key in &keys::KEYS {
            let (right, wrong) = samples(key.shape);
            let validator = jsonschema::validator_for(&keys::schema(key, &types)).unwrap();
            let value = |text: &str| crate::yaml::parse(&format!("a: {text}")).unwrap()["a"].clone();
            assert!(validator.is_valid(&value(right)) && !validator.is_valid(&value(wrong)), "{}", key.name);
        }
    }
}
