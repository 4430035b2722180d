//! The schema of the front matter for editors.
//!
//! In: the types. Out: one JSON Schema: the keys of every page, each type's fields where `type` says so, and the keys of
//! other programs, which docent reads as its own. It allows what is read ([`super::lenient`]).

use super::Types;
use crate::page::front_matter::foreign;
use crate::page::keys;
use serde_json::{Map, Value, json};

/// One JSON Schema for editors: the keys of every page, and each type's fields where `type` says so.
pub fn editor_schema(types: &Types) -> Value {
    let mut properties: Map<String, Value> =
        keys::KEYS.iter().map(|key| (key.name.to_owned(), keys::schema(key, types))).collect();
    let mut rules = Vec::new();
    for (name, declared) in &types.all {
        rules.push(
            json!({"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": loosened(&Value::Object(declared.schema.clone()))}),
        );
        let own = declared.schema.get("properties").and_then(Value::as_object);
        for (key, schema) in own.into_iter().flatten() {
            // A field of two types is described by each type's rule; here it only has to be known.
            let known = properties.contains_key(key);
            properties.insert(key.clone(), if known { json!({}) } else { loosened(schema) });
        }
    }
    for row in &foreign::FOREIGN {
        for name in row.names {
            let told = json!({"description": format!("{}: {}", row.tools, row.meaning.words())});
            properties.entry(*name).or_insert(told);
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

/// A schema that also allows what is read as what it asks for: a number where a text is wanted, one value where a list
/// is, nothing.
fn loosened(schema: &Value) -> Value {
    let mut loose = schema.clone();
    if let Some(properties) = loose.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(|schema| *schema = loosened(schema));
    }
    if let Some(items) = loose.get_mut("items") {
        *items = loosened(items);
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => loose["type"] = json!(["string", "number", "boolean", "null"]),
        Some("array") => {
            loose["type"] = json!(["array", "null"]);
            if let Some(items) = loose.get("items").cloned() {
                return json!({"anyOf": [loose, items]});
            }
        }
        Some(kind @ ("boolean" | "integer" | "number")) => loose["type"] = json!([kind, "string", "null"]),
        _ => {}
    }
    loose
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::keys::tests::samples;

    #[test]
    fn the_schema_allows_what_is_read() {
        let theme = crate::theme::load(&crate::config::Config::default(), &crate::source::Sources::default()).0;
        let (types, _) = Types::read(&theme);
        for key in &keys::KEYS {
            let (right, wrong) = samples(key.shape);
            let validator = jsonschema::validator_for(&keys::schema(key, &types)).unwrap();
            let value = |text: &str| crate::yaml::parse(&format!("a: {text}")).unwrap()["a"].clone();
            assert!(validator.is_valid(&value(right)) && !validator.is_valid(&value(wrong)), "{}", key.name);
        }
    }
}
