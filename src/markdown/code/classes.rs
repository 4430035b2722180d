//! The class of a scope: what grammars tell about a piece of code, in the dozen kinds that a reader can tell apart.
//!
//! In: the name of a scope, such as `keyword.operator.assignment.js`. Out: a class of the theme; that it has no colour even
//! if what stands around it has one; or nothing, if the scope says nothing about colours.

use std::collections::HashMap;
use std::sync::LazyLock;

/// No colour, even inside of what has one: code in a string is code.
const NONE: &str = "";

/// Beginnings of names and their classes, most special first.
const CLASSES: [(&str, &str); 55] = [
    ("comment", "c"),
    ("constant.other.database-name", NONE),
    ("constant.other.option", "v"),
    ("constant.other.table-name", NONE),
    ("constant", "n"),
    ("entity.name.command", "f"),
    ("entity.name.function", "f"),
    ("entity.name.section.markdown", "k"),
    ("entity.name.tag", "g"),
    ("entity.name.variable.parameter", "v"),
    ("entity.name.variable", NONE),
    ("entity.name", "t"),
    ("entity.other.attribute-name", "a"),
    ("entity.other.inherited-class", "t"),
    ("keyword.operator.new", "k"),
    ("keyword.operator.expression", "k"),
    ("keyword.operator.word", "k"),
    ("keyword.operator", "o"),
    ("keyword.other.unit", "n"),
    ("keyword.type", "t"),
    ("keyword", "k"),
    ("markup.bold", "k"),
    ("markup.changed", "n"),
    ("markup.deleted", "d"),
    ("markup.heading", "k"),
    ("markup.inline.raw", "s"),
    ("markup.inserted", "i"),
    ("markup.fenced_code", NONE),
    ("meta.diff.header", "t"),
    ("meta.embedded", NONE),
    ("meta.interpolation", NONE),
    ("meta.template.expression", NONE),
    ("punctuation.definition.comment", "c"),
    ("punctuation.definition.deleted", "d"),
    ("punctuation.definition.heading", "k"),
    ("punctuation.definition.inserted", "i"),
    ("punctuation.definition.string", "s"),
    ("punctuation.definition.variable", NONE),
    ("punctuation.support", "t"),
    ("punctuation", "p"),
    ("source", NONE),
    ("storage.modifier", "k"),
    ("storage.type.number", "n"),
    ("storage.type", "t"),
    ("storage", "k"),
    ("string.unquoted.argument", NONE),
    ("string", "s"),
    ("support.function", "f"),
    ("support", "t"),
    ("text", NONE),
    ("variable.function", "f"),
    ("variable.other.member", "v"),
    ("variable.other.property", "v"),
    ("variable.other", NONE),
    ("variable.parameter", "v"),
];

type Table = HashMap<&'static str, Vec<(&'static str, Option<&'static str>)>>;

/// By the first word of a name: most scopes have a word that says nothing, or one row.
static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::new();
    for (name, class) in CLASSES {
        table.entry(first_word(name)).or_default().push((name, Some(class).filter(|class| *class != NONE)));
    }
    table
});

/// The class of a scope, or that it has none whatever stands around it.
pub(super) fn class(scope: &str) -> Option<Option<&'static str>> {
    let rows = TABLE.get(first_word(scope))?;
    rows.iter().find(|(name, _)| begins(scope, name)).map(|(_, class)| *class)
}

fn first_word(name: &str) -> &str {
    name.split_once('.').map_or(name, |(first, _)| first)
}

/// Whole words: `constant` is not the beginning of `constants.x`.
fn begins(scope: &str, name: &str) -> bool {
    scope.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_special_row_counts() {
        let cases = [
            ("keyword.operator.assignment.js", Some(Some("o"))),
            ("keyword.control.js", Some(Some("k"))),
            ("keywords.js", None),
            ("variable.language.this.js", None),
            ("meta.embedded.line.ruby", Some(None)),
            ("source.js", Some(None)),
            ("string", Some(Some("s"))),
        ];
        cases.iter().for_each(|(scope, expected)| assert_eq!(class(scope), *expected, "{scope}"));
    }

    #[test]
    fn no_row_stands_behind_one_that_hides_it() {
        for (at, (name, _)) in CLASSES.iter().enumerate() {
            let hidden = CLASSES[..at].iter().find(|(before, _)| begins(name, before));
            assert!(hidden.is_none(), "{name} is hidden by {hidden:?}");
        }
    }
}
