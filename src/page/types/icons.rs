//! Values that name an icon: the schema keyword `icon: true`.
//!
//! In: a schema, the fields, the icons that there are. Out: a problem for each value that names none of them.

use super::{FIELD, each_text, look, steps};
use crate::diagnostic::Finding;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The icons that there are not.
pub fn problems(schema: &Map<String, Value>, fields: &Map<String, Value>, icons: &BTreeSet<String>) -> Vec<Finding> {
    let mut found = Vec::new();
    each_text(schema, fields, &mut |schema, text, path| {
        let named = schema.get("icon").and_then(Value::as_bool) == Some(true);
        if named && !icons.contains(text) {
            found.push(look::unknown(text, icons, &steps(path), FIELD));
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_icon_that_there_is_not_is_told_where_it_stands() {
        let schema =
            json!({"properties": {"doors": {"items": {"properties": {"icon": {"type": "string", "icon": true}}}}}});
        let fields = json!({"doors": [{"icon": "star"}, {"icon": "stra"}], "icon": "nothing"});
        let icons = BTreeSet::from(["star".to_owned()]);
        let found = problems(schema.as_object().unwrap(), fields.as_object().unwrap(), &icons);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "there is no icon `stra`");
        assert_eq!(found[0].hint.as_deref(), Some("did you mean `star`?"));
    }
}
