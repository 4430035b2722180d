//! `defaults`: what the page of a folder says for the pages in it.
//!
//! In: the map behind the key, read as a front matter of its own. Out: [`Defaults`], and problems at their places in it.
//! [`crate::page::inherited`] finds out which pages they hold for.

use super::reader::{is_empty, spell_at};
use super::{CODE, FrontMatter, Reader, hiding, read_map};
use crate::diagnostic::{At, Finding};
use crate::page::keys::KEYS;
use crate::page::types::OWNER;
use crate::yaml::{self, Step};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The key.
pub const DEFAULTS: &str = "defaults";

/// Keys that are of one page: if many had them, each would be wrong.
const OF_ONE_PAGE: [&str; 11] = [
    "title",
    "slug",
    "aliases",
    "redirect_from",
    "translation_key",
    "translated_from",
    "reviewed_content",
    "nav",
    "questions",
    "minor",
    DEFAULTS,
];

/// Whether a folder may set a key for its pages.
pub fn is_handed_down(key: &str) -> bool {
    !OF_ONE_PAGE.contains(&key)
}

/// What a folder's page says for the pages in the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Defaults {
    /// The keys of every page.
    pub keys: FrontMatter,
    /// Which of them it says something of.
    pub said: Vec<String>,
    /// The rest: fields of types.
    pub fields: Map<String, Value>,
}

impl Defaults {
    /// Whether it says something of a key that every page may have.
    pub fn says(&self, key: &str) -> bool {
        self.said.iter().any(|said| said == key)
    }

    /// Of what it says only what keeps pages from readers.
    pub fn hiding(&self) -> Self {
        let said: Vec<String> = self.said.iter().filter(|key| hiding::OWN.contains(&key.as_str())).cloned().collect();
        let FrontMatter { draft, unlisted, search, .. } = self.keys;
        let audience = self.keys.audience.clone();
        Self {
            keys: FrontMatter { draft, unlisted, search, audience, ..FrontMatter::default() },
            said,
            fields: Map::new(),
        }
    }
}

impl Reader {
    /// What the page hands down to those in its folder.
    pub(super) fn defaults(&mut self) -> Option<Arc<Defaults>> {
        let value = self.value(DEFAULTS)?;
        let Value::Object(mut map) = value else {
            let told = format!("`defaults` is {}, not a mapping", yaml::found(&value));
            self.hidden(
                &[Step::Key(DEFAULTS.into())],
                told,
                "indent the keys for all pages of the folder below `defaults:`",
            );
            return None;
        };
        for key in OF_ONE_PAGE {
            if map.shift_remove(key).is_some() {
                let steps = [Step::Key(DEFAULTS.into()), Step::Key(key.into())];
                let told = format!("`{key}` is different on each page: a folder cannot set it");
                self.refuse(&steps, told, "write it on the pages themselves");
            }
        }
        let said = |key: &&str| map.get(*key).is_some_and(|value| !is_empty(value));
        let said = KEYS.iter().map(|key| key.name).filter(said).map(str::to_owned).collect();
        let mut inner = Self::new(map);
        let keys = read_map(&mut inner);
        self.problems.extend(inner.problems.into_iter().map(|problem| problem.moved(below)));
        Some(Arc::new(Defaults { keys, said, fields: inner.map }))
    }
}

/// The texts that numbers and truths were written as, in keys that want texts.
pub(super) fn spell(map: &mut Map<String, Value>, format: super::Format, text: &str) {
    let Some(Value::Object(inner)) = map.get(DEFAULTS) else { return };
    let mut ways = Vec::new();
    for key in KEYS.iter().filter(|key| super::reader::is_text(key.shape)) {
        if let Some(value) = inner.get(key.name) {
            let mut way = vec![Step::Key(DEFAULTS.into()), Step::Key(key.name.into())];
            super::reader::unwritten(value, &mut way, &mut ways);
        }
    }
    spell_at(map, &ways, format, text);
}

/// The place of a value in it, as a place in the front matter.
pub fn below(at: At) -> At {
    let inside = |way: Vec<Step>| [vec![Step::Key(DEFAULTS.into())], way].concat();
    match at {
        At::Field(way) => At::Field(inside(way)),
        At::Text(way, text, range) => At::Text(inside(way), text, range),
        At::Words(way, words) => At::Words(inside(way), words),
        other => other,
    }
}

/// On a page that is not that of a folder.
pub fn misplaced() -> Finding {
    let steps = [Step::Key(DEFAULTS.into())];
    Finding::at_field(CODE, &steps, "`defaults` is read only from the page of a folder")
        .hint("move it to the `index.md` of the folder whose pages it is for")
}

/// A key of it that nobody reads: docent alone knows `defaults`, so it was meant as one of docent's, and may hide pages.
pub fn unknown(key: &str, known: &[&str]) -> Finding {
    let steps = [Step::Key(DEFAULTS.into()), Step::Name(key.to_owned())];
    let message = format!("`{}` is neither a key of every page nor a field of a type", yaml::short(key));
    let error = Finding::at_field(if hiding::is_one(key) { CODE } else { "unknown-key" }, &steps, message);
    match crate::diagnostic::closest(key, known.iter().copied()) {
        Some(near) => error.hint(format!("did you mean `{near}`?")).fix(key, near),
        None => error.hint("remove it, or put keys of your own under `extra:`"),
    }
}

/// Takes one key over where the page says nothing of it. `written`: whether the page has the key at all, for those that
/// are true or false. Tells whether it was taken.
pub fn take_over(own: &mut FrontMatter, from: &FrontMatter, key: &str, written: bool) -> bool {
    fn one<T: Clone>(own: &mut Option<T>, from: &Option<T>) -> bool {
        let takes = own.is_none() && from.is_some();
        if takes {
            own.clone_from(from);
        }
        takes
    }
    fn many<T: Clone>(own: &mut Vec<T>, from: &[T]) -> bool {
        let takes = own.is_empty() && !from.is_empty();
        if takes {
            *own = from.to_vec();
        }
        takes
    }
    // What the page says in another spelling has changed the value.
    let flag = |own: &mut bool, from: bool, unsaid: bool| {
        let takes = !written && *own == unsaid && from != unsaid;
        *own = if takes { from } else { *own };
        takes
    };
    match key {
        "description" => one(&mut own.description, &from.description),
        "type" => one(&mut own.kind, &from.kind),
        "tags" => many(&mut own.tags, &from.tags),
        "order" => one(&mut own.order, &from.order),
        "draft" => flag(&mut own.draft, from.draft, false),
        "unlisted" => flag(&mut own.unlisted, from.unlisted, false),
        "audience" => many(&mut own.audience, &from.audience),
        OWNER => {
            let takes = one(&mut own.owner, &from.owner);
            if takes {
                own.owners.clone_from(&from.owners);
            }
            takes
        }
        "date" => one(&mut own.date, &from.date),
        "updated" => one(&mut own.updated, &from.updated),
        "last_reviewed_on" => one(&mut own.last_reviewed_on, &from.last_reviewed_on),
        "review_in" => one(&mut own.review_in, &from.review_in),
        "reviewed_by" => one(&mut own.reviewed_by, &from.reviewed_by),
        "status" => !written && one(&mut own.status, &from.status),
        "superseded_by" => own.status.is_some() && one(&mut own.superseded_by, &from.superseded_by),
        "template" => one(&mut own.template, &from.template),
        "search" => flag(&mut own.search, from.search, true),
        "glossary" => flag(&mut own.glossary, from.glossary, true),
        "extra" => extra(&mut own.extra, &from.extra),
        _ => false,
    }
}

/// Keys of the team's own: each that the page does not have.
fn extra(own: &mut Map<String, Value>, from: &Map<String, Value>) -> bool {
    let missing: Vec<(&String, &Value)> = from.iter().filter(|(key, _)| !own.contains_key(*key)).collect();
    let takes = !missing.is_empty();
    own.extend(missing.into_iter().map(|(key, value)| (key.clone(), value.clone())));
    takes
}

#[cfg(test)]
mod tests {
    use super::super::split;
    use super::*;
    use crate::page::keys::tests::samples;

    #[test]
    fn every_key_is_handed_down_or_refused() {
        for key in &KEYS {
            let (right, _) = samples(key.shape);
            let status = if key.name == "superseded_by" { "  status: deprecated\n" } else { "" };
            // A flag that says what holds anyway hands nothing down.
            let right = if ["search", "glossary"].contains(&key.name) { "false" } else { right };
            let (read, problems) = split(&format!("---\ndefaults:\n{status}  {}: {right}\n---\n", key.name));
            let defaults = read.keys.defaults.unwrap();
            if OF_ONE_PAGE.contains(&key.name) {
                assert!(problems.len() == 1 && defaults.said.is_empty(), "{}: {problems:?}", key.name);
                continue;
            }
            assert!(problems.is_empty() && defaults.says(key.name), "{}: {problems:?}", key.name);
            let mut own = FrontMatter { status: defaults.keys.status, ..FrontMatter::default() };
            own.status = own.status.filter(|_| key.name != "status");
            assert!(take_over(&mut own, &defaults.keys, key.name, false), "{} is not taken over", key.name);
        }
    }

    #[test]
    fn what_is_wrong_in_it_is_told_where_it_stands() {
        for (text, code, at) in [
            ("draft: maybe", CODE, "draft"),
            ("order: many", "front-matter-value", "order"),
            ("audience: []", CODE, "audience"),
            ("title: A", "front-matter-value", "title"),
            ("review_in: soon", "front-matter-value", "review_in"),
        ] {
            let (_, problems) = split(&format!("---\ntitle: a\ndefaults:\n  {text}\n---\n"));
            let steps = vec![Step::Key(DEFAULTS.into()), Step::Key(at.into())];
            assert_eq!((problems[0].code, &problems[0].at), (code, &At::Field(steps)), "{text}");
        }
        let (read, problems) = split("---\ndefaults: true\n---\n");
        assert_eq!((read.keys.defaults, problems[0].code), (None, CODE));
    }
}
