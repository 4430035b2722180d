//! Fields as their type wants them, in whatever form they are written.
//!
//! In: a type, the fields of a page, the text of its front matter. Out: the same fields: nothing is as if the key were not
//! there, a number where a text is wanted is that text as it was written, one value where a list is wanted is a list of
//! it, `"yes"` where true or false is wanted is true. What the schema says against the rest is told ([`super::fields`]).
//!
//! Items of lists keep their places: findings and renamings point at them.

use super::Type;
use crate::page::front_matter::{Format, is_empty, spell_at, truth};
use crate::yaml::Step;
use serde_json::{Map, Value};

/// Brings fields into the forms that the type wants.
pub fn fit(declared: &Type, fields: &mut Map<String, Value>, format: Format, text: &str) {
    let mut ways = Vec::new();
    let schema = Value::Object(declared.schema.clone());
    inside(&schema, fields, &mut Vec::new(), &mut ways);
    spell_at(fields, &ways, format, text);
}

/// The keys of a map.
fn inside(schema: &Value, map: &mut Map<String, Value>, way: &mut Vec<Step>, ways: &mut Vec<Vec<Step>>) {
    let own = |key: &str| schema.get("properties").and_then(|properties| properties.get(key));
    map.retain(|key, value| !(value.is_null() && own(key).is_some()));
    for (key, value) in map {
        if let Some(schema) = own(key).or_else(|| schema.get("additionalProperties")) {
            way.push(Step::Key(key.clone()));
            one(schema, value, way, ways);
            way.pop();
        }
    }
}

fn one(schema: &Value, value: &mut Value, way: &mut Vec<Step>, ways: &mut Vec<Vec<Step>>) {
    let wanted = wanted(schema);
    if wanted == "array" && !value.is_array() {
        let of = schema.get("items").map_or("", |items| self::wanted(items));
        let fits = if value.is_object() { of == "object" } else { !["object", "array"].contains(&of) };
        if !fits {
            return;
        }
        *value = vec![value.take()].into_iter().filter(|item| !is_empty(item)).collect();
    }
    match value {
        Value::Number(_) | Value::Bool(_) if wanted == "string" => ways.push(way.clone()),
        Value::String(text) => match (wanted, text.trim().parse::<i64>()) {
            ("boolean", _) => *value = truth(value).map_or_else(|| value.take(), Value::Bool),
            ("integer" | "number", Ok(number)) => *value = number.into(),
            _ => {}
        },
        Value::Array(items) => list(schema.get("items"), items, way, ways),
        Value::Object(map) => inside(schema, map, way, ways),
        _ => {}
    }
}

fn list(schema: Option<&Value>, items: &mut Vec<Value>, way: &mut Vec<Step>, ways: &mut Vec<Vec<Step>>) {
    while items.last().is_some_and(Value::is_null) {
        items.pop();
    }
    for (index, item) in items.iter_mut().enumerate() {
        if let Some(schema) = schema {
            way.push(Step::Index(index));
            one(schema, item, way, ways);
            way.pop();
        }
    }
}

/// What a schema wants; nothing, if it wants several things or says nothing.
fn wanted(schema: &Value) -> &str {
    let texts = |options: &Vec<Value>| options.iter().all(Value::is_string);
    let named = schema.get("type").and_then(Value::as_str);
    let of_options = schema.get("enum").and_then(Value::as_array).filter(|options| texts(options)).map(|_| "string");
    named.or(of_options).unwrap_or("")
}
