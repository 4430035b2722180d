//! What a schema says against a page's fields, in plain words.
//!
//! In: a validator, its schema, the fields. Out: problems, each with the way to the value, what is wrong, what to do.

use super::FIELD;
use crate::diagnostic::Finding;
use crate::yaml::{Step, found, short};
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError, Validator};
use serde_json::{Map, Value};

/// What is said, what to do, and what to write in the place of the text if that is known.
struct Words {
    message: String,
    hint: Option<String>,
    write: Option<String>,
}

impl From<(String, Option<String>)> for Words {
    fn from((message, hint): (String, Option<String>)) -> Self {
        Self { message, hint, write: None }
    }
}

/// Nobody corrects more at once, and a list of 30,000 wrong items has as many.
const MOST: usize = 200;

/// What the schema says against the fields, up to [`MOST`] problems.
pub fn problems(validator: &Validator, schema: &Map<String, Value>, fields: &Map<String, Value>) -> Vec<Finding> {
    let instance = Value::Object(fields.clone());
    if validator.is_valid(&instance) {
        return Vec::new();
    }
    let schema = Value::Object(schema.clone());
    validator.iter_errors(&instance).take(MOST).flat_map(|error| report(&error, &schema, &instance)).collect()
}

fn report(error: &ValidationError<'_>, schema: &Value, instance: &Value) -> Vec<Finding> {
    let steps = pointer(&error.instance_path().to_string(), instance);
    if let Kind::AdditionalProperties { unexpected } = error.kind() {
        let known = known(schema, &steps);
        return unexpected.iter().map(|name| unknown(name, &steps, &known)).collect();
    }
    let Words { message, hint, write } = words(error, &subject(&steps));
    let told = Finding::at_field(FIELD, &steps, message).maybe_hint(hint);
    vec![match (error.instance().as_str(), write) {
        (Some(old), Some(new)) => told.fix(old, new),
        _ => told,
    }]
}

/// `/skills/0/level` as steps. The value tells items of a list from keys that are numbers.
fn pointer(path: &str, instance: &Value) -> Vec<Step> {
    let mut here = Some(instance);
    let mut step = |part: &str| {
        let name = part.replace("~1", "/").replace("~0", "~");
        let items = here.and_then(Value::as_array);
        match (items, name.parse()) {
            (Some(items), Ok(index)) => {
                here = items.get::<usize>(index);
                Step::Index(index)
            }
            _ => {
                here = here.and_then(|value| value.get(&name));
                Step::Key(name)
            }
        }
    };
    path.split('/').skip(1).map(&mut step).collect()
}

/// The value as a sentence begins with it: `` `level` ``, ``item 2 of `skills` ``.
fn subject(steps: &[Step]) -> String {
    match steps {
        [.., Step::Key(key)] => format!("`{}`", short(key)),
        [rest @ .., Step::Index(index)] => format!("item {} of {}", index + 1, subject(rest)),
        _ => "the front matter".to_owned(),
    }
}

fn unknown(name: &str, at: &[Step], known: &[&str]) -> Finding {
    let mut steps = at.to_vec();
    steps.push(Step::Name(name.to_owned()));
    let message = format!("`{}` is not a field of {}", short(name), subject(at));
    Finding::at_field(FIELD, &steps, message).suggest(name, known.iter().copied())
}

/// The names that the schema knows at a place.
fn known<'a>(schema: &'a Value, steps: &[Step]) -> Vec<&'a str> {
    let into = |schema: &'a Value, step: &Step| match step {
        Step::Index(_) => schema.get("items"),
        Step::Key(key) | Step::Name(key) => {
            schema.get("properties").and_then(|p| p.get(key)).or_else(|| schema.get("additionalProperties"))
        }
    };
    let here = steps.iter().try_fold(schema, into);
    let names = here.and_then(|s| s.get("properties")).and_then(Value::as_object);
    names.into_iter().flat_map(|names| names.keys().map(String::as_str)).collect()
}

fn words(error: &ValidationError<'_>, of: &str) -> Words {
    let value = error.instance();
    let plain = match error.kind() {
        Kind::Enum { options } => return choice(of, value, options),
        Kind::Pattern { pattern } => return spelling(of, value, pattern),
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            (format!("{of} has no `{name}`"), Some(format!("add `{name}:`")))
        }
        Kind::Type { kind } => {
            (format!("{of} is {}, not {}", found(value), wanted(kind)), Some(advice(kind, value).to_owned()))
        }
        Kind::MinItems { limit } => {
            let items = value.as_array().map_or(0, Vec::len);
            (
                format!("{of} has {items} of at least {limit} items"),
                Some("add what is missing, or remove the key".into()),
            )
        }
        Kind::MinLength { limit: 1 } => (format!("{of} is empty"), Some("write a string, or remove the key".into())),
        Kind::Minimum { limit } => (format!("{of} is {value}; the minimum is {limit}"), None),
        Kind::Maximum { limit } => (format!("{of} is {value}; the maximum is {limit}"), None),
        _ => (format!("{of}: {}", short(&error.to_string())), None),
    };
    plain.into()
}

fn choice(of: &str, value: &Value, options: &Value) -> Words {
    let options: Vec<&str> = options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let quotes = if matches!(value, Value::Bool(_) | Value::Number(_)) { ", in quotes" } else { "" };
    let near = value.as_str().and_then(|word| crate::diagnostic::closest(word, options.iter().copied()));
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of these{quotes}: {}", options.join(", ")),
    };
    let message = format!("{of} is {}, which is not an allowed value", found(value));
    Words { message, hint: Some(hint), write: near.map(str::to_owned) }
}

fn spelling(of: &str, value: &Value, pattern: &str) -> Words {
    if pattern == "^[a-z0-9-]+$" {
        let slug = value.as_str().map(|text| crate::url::slug(text, crate::url::Slugs::Ascii));
        let write = slug.map(|s| s.replace('_', "-")).filter(|s| !s.is_empty() && s.is_ascii());
        let hint = write.as_ref().map(|s| format!("write `{}`", short(s)));
        let hint = hint.or_else(|| Some("write a short name such as first-call".to_owned()));
        let message = format!("{of} is {}; only a-z, 0-9 and - are allowed", found(value));
        return Words { message, hint, write };
    }
    (format!("{of} is {}, which does not match {pattern}", found(value)), None).into()
}

fn wanted(kind: &TypeKind) -> String {
    let word = |kind: JsonType| match kind {
        JsonType::String => "a string",
        JsonType::Array => "a list",
        JsonType::Object => "a mapping",
        JsonType::Integer => "an integer",
        JsonType::Number => "a number",
        JsonType::Boolean => "true or false",
        JsonType::Null => "nothing",
    };
    match kind {
        TypeKind::Single(one) => word(*one).to_owned(),
        TypeKind::Multiple(all) => all.iter().map(word).collect::<Vec<_>>().join(" or "),
    }
}

fn advice(kind: &TypeKind, value: &Value) -> &'static str {
    match (kind, value) {
        (TypeKind::Single(JsonType::String), Value::Object(_)) => "quote a value that contains `: `",
        (TypeKind::Single(JsonType::String), Value::Number(_) | Value::Bool(_)) => "put it in quotes",
        (TypeKind::Single(JsonType::String), Value::Array(_)) => "write a single value, without brackets or dashes",
        (TypeKind::Single(JsonType::Array), _) => "write each item on its own line, beginning with `- `",
        (TypeKind::Single(JsonType::Object), _) => "write `key: value` on lines of their own, indented",
        (TypeKind::Single(JsonType::Integer), _) => "write an integer, without quotes",
        (TypeKind::Single(JsonType::Boolean), _) => "write true or false, without quotes",
        _ => "write the value, or remove the key",
    }
}
