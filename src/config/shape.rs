//! What each key of `docent.yaml` must hold, in people's words.
//!
//! In: the file as a mapping. Out: a [`Finding`] for each key that nobody knows and each value of another form,
//! all of them at once: what serde would say of the first names types of Rust.

use super::{CODE, images, nav};
use crate::date::Span;
use crate::diagnostic::{At, Finding};
use crate::dialects::NAMES;
use crate::yaml::{self, Step, found};
use serde_json::{Map, Value};

/// What may stand behind a key.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Text,
    /// A text; the key alone means that there is none.
    MaybeText,
    Flag,
    Texts,
    /// A text, or a list of them.
    TextOrTexts,
    /// A text, or names with a text each.
    TextOrEach,
    /// A list of names, or names with a text each.
    TextsOrEach,
    OneOf(&'static [&'static str]),
    /// A list of words that are known.
    SomeOf(&'static [&'static str]),
    Span,
    /// A number of bytes with its unit.
    Size,
    /// Keys that are known.
    Table(&'static [Key]),
    /// Names of one's own, each with known keys, or alone.
    Named(&'static [Key]),
    /// Names of one's own with values of one kind.
    Each(&'static Shape),
    /// A list as [`nav`] reads it.
    Nav,
    Anything,
}

/// A key, what it holds, and how it may be written.
type Key = (&'static str, Shape, &'static str);

/// Every key at the top of the file.
const KEYS: [Key; 35] = [
    ("title", Shape::Text, "title: Handbook"),
    ("description", Shape::Text, "description: How we work"),
    ("site_id", Shape::MaybeText, "site_id: handbook"),
    ("base_url", Shape::MaybeText, "base_url: https://example.com/handbook/"),
    ("default_language", Shape::Text, "default_language: en"),
    ("languages", Shape::Named(&LANGUAGE), "languages: {en: {name: English}}"),
    ("theme", Shape::MaybeText, "theme: ours"),
    ("brand", Shape::Table(&BRAND), "brand: {logo: brand/logo.svg, accent: \"#0b6e4f\"}"),
    ("content_dir", Shape::Text, "content_dir: docs"),
    ("include_dirs", Shape::Texts, "include_dirs: [snippets]"),
    ("output_dir", Shape::Text, "output_dir: public"),
    ("slugs", Shape::OneOf(&["ascii", "unicode"]), "slugs: unicode"),
    ("markdown", Shape::Table(&MARKDOWN), "markdown: {typography: true}"),
    ("nav", Shape::Nav, "nav: [index.md, Guides: [guides/first.md]]"),
    ("images", Shape::Table(&IMAGES), "images: {max_size: 5 MB}"),
    ("search", Shape::Table(&SEARCH), "search: {enabled: true}"),
    ("glossary", Shape::Flag, "glossary: true"),
    ("spelling", Shape::Each(&Shape::Text), "spelling: {e-mail: email}"),
    ("diagnostics", Shape::Each(&Shape::OneOf(&["error", "warning", "ignore"])), "diagnostics: {orphan: ignore}"),
    ("link_base", Shape::MaybeText, "link_base: /docs/"),
    ("link_schemes", Shape::TextsOrEach, "link_schemes: [slack]"),
    ("external_links", Shape::Table(&EXTERNAL), "external_links: {ignore: [linkedin.com]}"),
    ("hosts", Shape::SomeOf(&super::hosts::NAMES), "hosts: [netlify]"),
    ("embeds", Shape::Texts, "embeds: [youtube, video.example.com]"),
    ("link_previews", Shape::Flag, "link_previews: true"),
    ("git_dates", Shape::Flag, "git_dates: true"),
    ("changes", Shape::Flag, "changes: true"),
    ("edit_url", Shape::MaybeText, "edit_url: https://git.example.com/edit/main/{path}"),
    ("feedback", Shape::MaybeText, "feedback: \"mailto:docs@example.com?subject={title}\""),
    ("audiences", Shape::Named(&AUDIENCE), "audiences: {internal: , client: {output_dir: public-client}}"),
    ("default_audience", Shape::Texts, "default_audience: [internal]"),
    ("include", Shape::Texts, "include: [CNAME, .well-known]"),
    ("review_in", Shape::Each(&Shape::Span), "review_in: {default: 6 months}"),
    ("print", Shape::SomeOf(&super::print::NAMES), "print: [paths]"),
    ("extra", Shape::Each(&Shape::Anything), "extra: {phone: \"112\"}"),
];

const BRAND: [Key; 10] = [
    ("logo", Shape::MaybeText, "logo: brand/logo.svg"),
    ("logo_dark", Shape::MaybeText, "logo_dark: brand/logo-dark.svg"),
    ("logo_only", Shape::Flag, "logo_only: true"),
    ("accent", Shape::MaybeText, "accent: \"#0b6e4f\""),
    ("accent_dark", Shape::MaybeText, "accent_dark: \"#7bd3b0\""),
    ("font", Shape::TextOrTexts, "font: brand/Inter.woff2"),
    ("css", Shape::MaybeText, "css: brand/brand.css"),
    ("favicon", Shape::MaybeText, "favicon: brand/icon.svg"),
    ("image", Shape::MaybeText, "image: brand/card.png"),
    ("footer", Shape::TextOrEach, "footer: © Example Ltd"),
];

const LANGUAGE: [Key; 4] = [
    ("name", Shape::MaybeText, "name: English"),
    ("title", Shape::MaybeText, "title: Handbook"),
    ("description", Shape::MaybeText, "description: How we work"),
    ("nav", Shape::Nav, "nav: [index.md, Guides: [guides/first.md]]"),
];

const AUDIENCE: [Key; 2] = [
    ("base_url", Shape::MaybeText, "base_url: https://help.example.com/"),
    ("output_dir", Shape::MaybeText, "output_dir: public-client"),
];

const MARKDOWN: [Key; 9] = [
    ("raw_html", Shape::OneOf(&["safe", "escape", "allow"]), "raw_html: safe"),
    ("typography", Shape::Flag, "typography: true"),
    ("highlight", Shape::Flag, "highlight: true"),
    ("diagrams", Shape::Flag, "diagrams: true"),
    ("math", Shape::Flag, "math: true"),
    ("linkify", Shape::Flag, "linkify: true"),
    ("heading_links", Shape::Flag, "heading_links: true"),
    ("dialects", Shape::SomeOf(&NAMES), "dialects: [obsidian, comments]"),
    ("commonmark", Shape::Flag, "commonmark: false"),
];

const IMAGES: [Key; 3] = [
    ("resize", Shape::Flag, "resize: true"),
    ("strip_metadata", Shape::Flag, "strip_metadata: true"),
    ("max_size", Shape::Size, "max_size: 5 MB"),
];

const SEARCH: [Key; 4] = [
    ("enabled", Shape::Flag, "enabled: true"),
    ("offline", Shape::Flag, "offline: true"),
    ("related_words", Shape::Flag, "related_words: true"),
    ("remote", Shape::Table(&REMOTE), "remote: {url: https://search.example.com, index: handbook}"),
];

const EXTERNAL: [Key; 2] = [
    ("ignore", Shape::Texts, "ignore: [linkedin.com, \"https://jira.example.com/browse/\"]"),
    ("allow", Shape::Texts, "allow: [wiki.corp.example, \"*.corp.example\"]"),
];

const REMOTE: [Key; 3] = [
    ("url", Shape::Text, "url: https://search.example.com"),
    ("index", Shape::TextOrTexts, "index: handbook"),
    ("engine", Shape::OneOf(&["elasticsearch", "opensearch", "quickwit"]), "engine: elasticsearch"),
];

/// The keys at the top of the file.
pub fn keys() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(name, ..)| *name)
}

/// What is wrong with the form of the file.
pub fn problems(map: &Map<String, Value>) -> Vec<Finding> {
    let mut found = Vec::new();
    table(map, &KEYS, &[], &mut found);
    found
}

/// The way from the top to a value.
type Way<'a> = &'a [&'a str];

fn table(map: &Map<String, Value>, keys: &'static [Key], way: Way<'_>, out: &mut Vec<Finding>) {
    for (name, value) in map {
        match keys.iter().find(|(known, ..)| known == name) {
            Some((_, shape, example)) => check(value, *shape, example, &[way, &[name]].concat(), out),
            None => {
                let message = format!("unknown key `{}`", yaml::short(name));
                let steps: Vec<Step> = steps(way).into_iter().chain([Step::Name(name.clone())]).collect();
                let known = keys.iter().map(|(known, ..)| *known);
                out.push(Finding::at_field(CODE, &steps, message).suggest(name, known));
            }
        }
    }
}

fn check(value: &Value, shape: Shape, example: &str, way: Way<'_>, out: &mut Vec<Finding>) {
    let fits = match (shape, value) {
        (Shape::Text | Shape::MaybeText, Value::String(_)) | (Shape::MaybeText, Value::Null) => true,
        (Shape::Flag, Value::Bool(_)) | (Shape::Anything, _) => true,
        (Shape::OneOf(choices), Value::String(text)) => choices.contains(&text.as_str()),
        (Shape::Span, Value::String(text)) => Span::parse(text).is_some(),
        (Shape::Size, Value::String(text)) => images::bytes(text).is_some(),
        (Shape::TextOrTexts | Shape::TextOrEach, Value::String(_) | Value::Null) => true,
        (Shape::Texts | Shape::TextsOrEach | Shape::TextOrTexts, Value::Array(items)) => {
            return texts(items, example, way, out);
        }
        (Shape::SomeOf(known), Value::Array(items)) => return words(items, known, example, way, out),
        (Shape::Table(keys), Value::Object(map)) => return table(map, keys, way, out),
        (Shape::Named(keys), Value::Object(map)) => return named(map, keys, example, way, out),
        (Shape::Nav, Value::Array(_) | Value::Null) => return entries(value, way, out),
        (Shape::TextsOrEach | Shape::TextOrEach, Value::Object(_)) => {
            return check(value, Shape::Each(&Shape::MaybeText), example, way, out);
        }
        (Shape::Each(inner), Value::Object(map)) => {
            return map.iter().for_each(|(name, value)| check(value, *inner, example, &[way, &[name]].concat(), out));
        }
        _ => false,
    };
    if !fits {
        let message = format!("`{}` must be {}, not {}", way.join("."), wanted(shape), found(value));
        let error = Finding::at_field(CODE, &steps(way), message).hint(hint(value, shape, example));
        out.push(match (value.as_str(), near(value, shape)) {
            (Some(written), Some(near)) => error.fix(written, near),
            _ => error,
        });
    }
}

fn named(map: &Map<String, Value>, keys: &'static [Key], example: &str, way: Way<'_>, out: &mut Vec<Finding>) {
    for (name, value) in map.iter().filter(|(_, value)| !value.is_null()) {
        check(value, Shape::Table(keys), example, &[way, &[name]].concat(), out);
    }
}

fn texts(items: &[Value], example: &str, way: Way<'_>, out: &mut Vec<Finding>) {
    for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_string()) {
        let message = format!("item {} of `{}` must be a string, not {}", index + 1, way.join("."), found(item));
        let steps: Vec<Step> = steps(way).into_iter().chain([Step::Index(index)]).collect();
        out.push(Finding::at_field(CODE, &steps, message).hint(hint(item, Shape::Text, example)));
    }
}

/// Words of a list, each of which is one of those that are known.
fn words(items: &[Value], known: &'static [&'static str], example: &str, way: Way<'_>, out: &mut Vec<Finding>) {
    texts(items, example, way, out);
    for (index, item) in items.iter().enumerate() {
        let Some(word) = item.as_str().filter(|word| !known.contains(word)) else { continue };
        let message = format!("`{}` has no `{}`", way.join("."), yaml::short(word));
        let steps: Vec<Step> = steps(way).into_iter().chain([Step::Index(index)]).collect();
        out.push(Finding::at_field(CODE, &steps, message).suggest(word, known.iter().copied()));
    }
}

/// The entries of a navigation.
fn entries(list: &Value, way: Way<'_>, out: &mut Vec<Finding>) {
    let (_, found) = nav::read(CODE, list);
    out.extend(found.into_iter().map(|finding| finding.moved(|at| below(&steps(way), at))));
}

/// A place that counts from a value on.
fn below(way: &[Step], at: At) -> At {
    if let At::Field(rest) = at { At::Field([way, &rest].concat()) } else { at }
}

fn steps(way: Way<'_>) -> Vec<Step> {
    way.iter().map(|name| Step::Key((*name).to_owned())).collect()
}

fn wanted(shape: Shape) -> String {
    match shape {
        Shape::Text | Shape::MaybeText => "a string".to_owned(),
        Shape::TextOrTexts => "a string or a list of strings".to_owned(),
        Shape::TextOrEach => "a string, or a mapping of strings by language".to_owned(),
        Shape::Flag => "true or false".to_owned(),
        Shape::Texts | Shape::TextsOrEach | Shape::SomeOf(_) => "a list of strings".to_owned(),
        Shape::Nav => "a list of pages".to_owned(),
        Shape::OneOf(choices) => {
            let quoted: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
            let (last, others) = quoted.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
            format!("{} or {last}", others.join(", "))
        }
        Shape::Span => "a duration such as `6 months`".to_owned(),
        Shape::Size => "a size such as `5 MB`".to_owned(),
        Shape::Table(_) | Shape::Named(_) | Shape::Each(_) | Shape::Anything => "a mapping".to_owned(),
    }
}

/// What may have been meant.
fn near(value: &Value, shape: Shape) -> Option<&'static str> {
    match (shape, value) {
        (Shape::OneOf(choices), Value::String(text)) => crate::diagnostic::closest(text, choices.iter().copied()),
        _ => None,
    }
}

fn hint(value: &Value, shape: Shape, example: &str) -> String {
    match (near(value, shape), shape, value) {
        (Some(near), ..) => format!("did you mean `{near}`?"),
        (
            _,
            Shape::Text | Shape::MaybeText | Shape::TextOrTexts | Shape::TextOrEach,
            Value::Number(_) | Value::Bool(_),
        ) => "put it in quotes".to_owned(),
        (_, Shape::Flag, Value::String(_)) => "write true or false, without quotes".to_owned(),
        _ => format!("write it as `{example}`"),
    }
}
