//! What fields and their values are called in a page's language.
//!
//! In: a schema, the theme's words. Out: texts. A field is called by the schema's `label`, else by the word of its name
//! in `i18n` (`field_mission`, `mission`); a value that the schema lists by `<field>_<value>` (`level_required`), as in the templates of the types.

use crate::i18n::Strings;
use crate::page::spoken;
use crate::page::types::in_language;
use serde_json::Value;

/// Where names come from: the language's words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labels<'a> {
    pub(super) strings: Option<&'a Strings>,
    pub(super) lang: &'a str,
}

/// A plain value as a text.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

impl<'a> Labels<'a> {
    /// What a field is called.
    pub(super) fn field(self, schema: Option<&Value>, name: &str) -> String {
        let own = schema.and_then(|schema| in_language(schema, "label", self.lang));
        // A word with a number in it counts things: it is not the field's name.
        let known = || self.text(&format!("field_{name}")).or_else(|| self.text(name));
        let word = || known().filter(|word| !word.contains('{'));
        own.or_else(word).map_or_else(|| spoken(name), str::to_owned)
    }

    /// A value in words: one that the schema lists, a number with its unit; `None` for what authors write themselves.
    pub(super) fn word(self, schema: Option<&Value>, name: &str, value: &Value) -> Option<String> {
        let text = plain(value);
        match value {
            Value::String(_) if schema.is_some_and(|schema| schema.get("enum").is_some()) => {
                Some(self.text(&format!("{name}_{text}")).map_or(text, str::to_owned))
            }
            Value::Number(n) => {
                let counted = self.strings.and_then(|s| s.text(name, n.as_i64())).filter(|word| word.contains("{n}"));
                let named = || format!("{}: {text}", self.field(schema, name));
                Some(counted.map_or_else(named, |word| word.replace("{n}", &text)))
            }
            _ => None,
        }
    }

    /// A word of the theme's.
    pub(super) fn say(self, key: &str) -> String {
        self.text(key).unwrap_or(key).to_owned()
    }

    /// A day as people write it.
    pub(super) fn day(self, iso: &str) -> String {
        self.strings.map_or_else(|| iso.to_owned(), |strings| strings.day(iso))
    }

    fn text(self, key: &str) -> Option<&'a str> {
        self.strings?.text(key, None)
    }
}
