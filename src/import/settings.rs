//! The settings of other tools, read forgivingly: what cannot be read is no setting.
//!
//! In: YAML with tags that only Python knows, TOML, JSON with comments. Out: values.

use super::literal;
use crate::{toml_text, yaml};
use serde_json::{Map, Value};

/// Reads a file of settings by its name.
pub fn read(name: &str, text: &str) -> Value {
    match super::tree::ending(name).as_str() {
        "toml" => toml(text),
        "yml" | "yaml" | "yfm" | "pages" => yaml(text),
        "json" | "json5" | "jsonc" => serde_json::from_str(text).unwrap_or_else(|_| literal::first_object(text)),
        _ => literal::first_object(text),
    }
}

/// YAML, a mapping or a list.
pub fn yaml(text: &str) -> Value {
    let plain = without_tags(text.trim_start_matches('\u{feff}'));
    let map = || yaml::parse(&plain).ok().map(Value::Object);
    let list = || yaml::parse_list(&plain).ok().map(Value::Array);
    map().or_else(list).unwrap_or_else(|| Value::Object(top_keys(&plain)))
}

/// What can be read of YAML as a whole can't be: each top key on its own.
fn top_keys(text: &str) -> Map<String, Value> {
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines() {
        let begins = line.starts_with(|c: char| c.is_alphabetic() || c == '"' || c == '\'');
        match parts.last_mut() {
            Some(part) if !begins => *part += &format!("\n{line}"),
            _ => parts.push(line.to_owned()),
        }
    }
    parts.iter().filter_map(|part| yaml::parse(part).ok()).flatten().collect()
}

/// `!!python/name:x.y`, `!ENV [A, b]`, `!relative`: tags of other languages.
fn without_tags(text: &str) -> String {
    let line = |line: &str| {
        let Some(at) = line.find(" !").filter(|at| line[..*at].trim_end().ends_with([':', '-'])) else {
            return line.to_owned();
        };
        let tag = &line[at + 1..];
        let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
        format!("{}{}", &line[..at], &tag[end..])
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// TOML, a table.
pub fn toml(text: &str) -> Value {
    toml_text::parse(text).map_or(Value::Null, Value::Object)
}

/// The front matter of a page in any of its three forms.
pub fn front_matter(text: &str) -> Map<String, Value> {
    let text = text.trim_start_matches('\u{feff}');
    let read = match super::front::split(text) {
        Some((super::front::Form::Yaml, inside, _)) => yaml(inside),
        Some((super::front::Form::Toml, inside, _)) => toml(inside),
        Some((super::front::Form::Json, inside, _)) => serde_json::from_str(inside).unwrap_or_default(),
        None => Value::Null,
    };
    if let Value::Object(map) = read { map } else { Map::new() }
}

/// The value at a path of keys: `output.html.redirect`.
pub fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(value, |value, key| &value[key])
}

/// The text at a path of keys; numbers are texts too.
pub fn text(value: &Value, path: &str) -> Option<String> {
    match at(value, path) {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The items of a list; a text is a list of one.
pub fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        Value::String(text) => vec![text.clone()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_only_python_could_read() {
        let text = "site_name: X\nplugins:\n  - emoji:\n      gen: !!python/name:a.b.c\n      key: !ENV [A, b]\nnav:\n  - Home: index.md\n";
        let read = yaml(text);
        assert_eq!(text_of(&read, "site_name"), "X");
        assert_eq!(read["nav"][0]["Home"], "index.md");
        assert_eq!(text_of(&yaml("a: b\nc: {{ x }}\nd: e\n"), "d"), "e");
    }

    fn text_of(value: &Value, path: &str) -> String {
        text(value, path).unwrap_or_default()
    }

    #[test]
    fn front_matter_in_three_forms() {
        for page in ["---\ntitle: T\n---\n", "+++\ntitle = \"T\"\n+++\n", "{\n\"title\": \"T\"\n}\n\nx"] {
            assert_eq!(front_matter(page)["title"], "T", "{page}");
        }
        assert!(front_matter("# x\n---\ny: z\n---\n").is_empty());
    }
}
