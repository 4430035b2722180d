//! The texts of a front matter: what a reader sees, with the way to each.
//!
//! In: the common keys, the type's fields. Out: title, description, questions, and the texts of the fields; not the names
//! of pages, ids, other names of the page, or spellings that are listed because they are wrong.

use super::front_matter::FrontMatter;
use super::types::{FieldLink, FieldStep, steps};
use crate::yaml::Step;
use serde_json::{Map, Value};
use std::ops::Range;

/// Keys whose texts no reader sees.
const UNSEEN: [&str; 5] = ["id", "mark", "avoid", "page", "icon"];

/// A text and the way to it.
pub type Placed<'a> = (Vec<Step>, &'a str);

/// The texts, in the order of the keys.
pub fn texts<'a>(front: &'a FrontMatter, fields: &'a Map<String, Value>, links: &[FieldLink]) -> Vec<Placed<'a>> {
    // Without `..`: of a new key somebody has to say whether readers see it.
    let FrontMatter {
        title,
        description,
        questions,
        kind: _,
        tags: _,
        order: _,
        draft: _,
        unlisted: _,
        audience: _,
        owner: _,
        owners: _,
        defaults: _,
        date: _,
        updated: _,
        minor: _,
        last_reviewed_on: _,
        review_in: _,
        reviewed_by: _,
        reviewed_content: _,
        status: _,
        superseded_by: _,
        aliases: _,
        redirect_from: _,
        addresses: _,
        translation_key: _,
        translated_from: _,
        slug: _,
        template: _,
        search: _,
        glossary: _,
        nav: _,
        extra: _,
    } = front;
    let mut all = Vec::new();
    for (key, text) in [("title", title), ("description", description)] {
        all.extend(text.as_deref().map(|text| (vec![Step::Key(key.into())], text)));
    }
    for (index, question) in questions.iter().enumerate() {
        for (key, text) in [("q", &question.q), ("a", &question.a)] {
            let way = vec![Step::Key("questions".into()), Step::Index(index), Step::Key(key.into())];
            all.push((way, text.as_str()));
        }
    }
    let mut way = Vec::new();
    fields.iter().for_each(|(key, value)| inside(FieldStep::Key(key.clone()), value, links, &mut way, &mut all));
    all
}

/// Words told of one front matter at most.
pub const MOST_TOLD: usize = 20;

fn inside<'a>(
    step: FieldStep,
    value: &'a Value,
    links: &[FieldLink],
    way: &mut Vec<FieldStep>,
    all: &mut Vec<Placed<'a>>,
) {
    if matches!(&step, FieldStep::Key(key) if UNSEEN.contains(&key.as_str())) {
        return;
    }
    way.push(step);
    match value {
        Value::String(text) if links.iter().all(|link| link.path != *way) => all.push((steps(way), text)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| inside(FieldStep::Index(index), item, links, way, all));
        }
        Value::Object(map) => {
            map.iter().for_each(|(key, item)| inside(FieldStep::Key(key.clone()), item, links, way, all));
        }
        _ => {}
    }
    way.pop();
}

/// How far the surroundings of a word are looked at, in bytes: a page may be one text without a space.
const AROUND: usize = 256;

/// Whether a word is a part of a bare address: https://x.org/word, word@x.org.
pub fn is_address(text: &str, word: &Range<usize>) -> bool {
    let whole = |at: &usize| text.is_char_boundary(*at);
    let from = (word.start.saturating_sub(AROUND)..=word.start).find(whole).unwrap_or(word.start);
    let to = (word.end..=text.len().min(word.end + AROUND)).rev().find(whole).unwrap_or(word.end);
    let start = text[from..word.start].rfind(char::is_whitespace).map_or(from, |at| from + at);
    let end = text[word.end..to].find(char::is_whitespace).map_or(to, |at| word.end + at);
    text[start..end].contains("://") || text[start..end].contains('@')
}
