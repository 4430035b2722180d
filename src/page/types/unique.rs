//! Values that may stand only once in a page: the schema keyword `unique: true`.
//!
//! In: a schema and the fields. Out: a problem for each value that stands a second time in the same place of the
//! schema: two items of a checklist with one id would share a reader's tick.

use super::{FIELD, FieldStep, each_text, steps};
use crate::diagnostic::Finding;
use crate::yaml;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The values that stand twice.
pub fn problems(schema: &Map<String, Value>, fields: &Map<String, Value>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    each_text(schema, fields, &mut |schema, text, path| {
        let unique = schema.get("unique").and_then(Value::as_bool) == Some(true);
        if unique && !seen.insert((keys(path), text.to_owned())) {
            found.push(twice(text, path));
        }
    });
    found
}

fn twice(text: &str, path: &[FieldStep]) -> Finding {
    let keys = keys(path);
    let name = keys.last().map_or("value", String::as_str);
    let message = format!("the `{name}` `{}` appears twice on this page", yaml::short(text));
    Finding::at_field(FIELD, &steps(path), message).hint(format!("give this one another `{name}`"))
}

/// The place in the schema: the way without the numbers of items.
fn keys(path: &[FieldStep]) -> Vec<String> {
    let key = |step: &FieldStep| if let FieldStep::Key(key) = step { Some(key.clone()) } else { None };
    path.iter().filter_map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_unique_in_its_place_of_the_schema_whatever_list_it_stands_in() {
        let id = json!({"type": "string", "unique": true});
        let items = json!({"items": {"properties": {"id": id, "to": {"type": "string"}}}});
        let schema = json!({"properties": {"a": {"items": {"properties": {"b": items}}}, "c": items}});
        let fields = json!({
            "a": [{"b": [{"id": "x", "to": "x"}]}, {"b": [{"id": "x", "to": "x"}]}],
            "c": [{"id": "x"}],
        });
        let found = problems(schema.as_object().unwrap(), fields.as_object().unwrap());
        let messages: Vec<&str> = found.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(messages, ["the `id` `x` appears twice on this page"]);
    }
}
