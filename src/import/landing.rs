//! Pages that are data: landing pages and questions in YAML (Diplodoc, DocFX), and the front of a page in its front matter
//! (`hero`, `features`: VitePress, Starlight).
//!
//! In: the value. Out: Markdown, and what the proof looks for. Titles are headings, texts are paragraphs, what has an
//! address is a link; how it was laid out is lost.

use super::plan::{Body, Kind, Plan};
use super::proof::{Facts, markdown};
use super::tree::{self, Tree};
use super::{front, nav, settings};
use serde_json::Value;

/// Keys of names, texts, questions and addresses.
const TITLES: [&str; 5] = ["title", "name", "text", "question", "label"];
const TEXTS: [&str; 8] =
    ["summary", "description", "tagline", "details", "answer", "subtitle", "additionalInfo", "content"];
const LINKS: [&str; 4] = ["url", "href", "link", "uid"];
/// Keys that say how a page looks, or that are for machines.
const LOOKS: [&str; 16] = [
    "metadata",
    "meta",
    "background",
    "image",
    "icon",
    "theme",
    "colSizes",
    "type",
    "head",
    "analytics",
    "img",
    "media",
    "lang",
    "logo",
    "animation",
    "banner",
];
/// Nesting that is read.
const MAX_DEPTH: usize = 12;

/// Plans a page of a YAML file.
pub fn page(tree: &Tree, plan: &mut Plan, from: &str, to: &str) {
    let Some(value) = tree.text(from).map(settings::yaml).filter(Value::is_object) else { return };
    let first = &value["blocks"][0]["title"];
    let meta = settings::text(&value, "metadata.title").or_else(|| settings::text(&value, "meta.title"));
    let title = settings::text(&value, "title")
        .or_else(|| first.as_str().map(str::to_owned))
        .or_else(|| settings::text(first, "text"));
    let title = title.or(meta).unwrap_or_else(|| nav::humanised(tree::name(tree::stem(from))));
    let mut body = String::new();
    write(&value, 1, 0, &mut body);
    let head = format!("# {title}\n");
    let body = body.strip_prefix(&head).unwrap_or(&body);
    let text = format!("---\ntitle: {}\n---\n{body}", nav::scalar(&title));
    let mut facts = Facts::default();
    gather(&value, 0, &mut facts);
    if let Some(file) = plan.add(from, to, Kind::Page, Body::Text(text)) {
        file.facts = Some(facts);
    }
}

/// Writes what stands in the front matter of front pages into their text.
pub fn fronts(tree: &Tree, plan: &mut Plan) {
    for file in plan.files.iter_mut().filter(|file| file.kind == Kind::Page && file.facts.is_none()) {
        let Some(text) = tree.text(&file.from).filter(|text| text.contains("hero:") || text.contains("features:"))
        else {
            continue;
        };
        let keys = settings::front_matter(text);
        let is_front =
            keys.get("hero").is_some_and(Value::is_object) || keys.get("layout").is_some_and(|layout| layout == "home");
        let Some((_, inside, rest)) = front::split(text.trim_start_matches('\u{feff}')).filter(|_| is_front) else {
            continue;
        };
        let mut own = String::new();
        let mut facts = markdown::read(text);
        for key in ["hero", "features"] {
            if let Some(value) = keys.get(key) {
                write(value, 2, 0, &mut own);
                gather(value, 0, &mut facts);
            }
        }
        if own.trim().is_empty() {
            continue;
        }
        let at = text.len() - rest.len();
        file.body = Body::Text(format!("{}\n{}\n{}", &text[..at], own.trim(), rest));
        file.facts = Some(facts);
        let _ = inside;
    }
}

/// The first of some keys that holds a text; `title: {text: ...}` is one too.
fn first<'a>(value: &'a Value, keys: &[&str]) -> Option<&'a str> {
    keys.iter()
        .find_map(|key| value[*key].as_str().or_else(|| value[*key]["text"].as_str()))
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

fn write(value: &Value, level: usize, depth: usize, out: &mut String) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| write(item, level, depth + 1, out)),
        Value::Object(map) => {
            let title_key = TITLES.iter().find(|key| first(value, &[key]).is_some()).copied();
            let title = title_key.and_then(|key| first(value, &[key]));
            match (title, first(value, &LINKS)) {
                (Some(title), Some(link)) => {
                    let gap = if out.ends_with(")\n") { "" } else { "\n" };
                    out.push_str(&format!("{gap}- [{}]({})\n", line(title), link.replace(' ', "%20")));
                }
                (Some(title), None) if is_long(title) => out.push_str(&format!("\n{title}\n")),
                (Some(title), None) => out.push_str(&format!(
                    "{}{} {}\n",
                    if out.is_empty() { "" } else { "\n" },
                    "#".repeat(level.min(6)),
                    line(title)
                )),
                (None, _) => {}
            }
            for (key, inner) in map.iter().filter(|(key, _)| !LOOKS.contains(&key.as_str())) {
                let is_text = TEXTS.contains(&key.as_str()) || (key == "text" && title_key != Some("text"));
                match inner {
                    Value::String(text) if is_text => out.push_str(&format!("\n{}\n", text.trim())),
                    Value::Array(_) | Value::Object(_) if title_key != Some(key.as_str()) => {
                        write(inner, level + usize::from(title.is_some()), depth + 1, out);
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// A text of several lines is no heading.
fn is_long(text: &str) -> bool {
    text.contains('\n') || text.len() > 160
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the proof looks for: every text under a key that readers see.
fn gather(value: &Value, depth: usize, facts: &mut Facts) {
    match value {
        Value::Array(items) if depth <= MAX_DEPTH => items.iter().for_each(|item| gather(item, depth + 1, facts)),
        Value::Object(map) if depth <= MAX_DEPTH => {
            for (key, inner) in map.iter().filter(|(key, _)| !LOOKS.contains(&key.as_str())) {
                match inner {
                    Value::String(text) if TITLES.contains(&key.as_str()) || TEXTS.contains(&key.as_str()) => {
                        let read = markdown::read(text);
                        facts.runs.extend(read.runs);
                        facts.links.extend(read.links);
                        facts.codes.extend(read.codes);
                    }
                    _ => gather(inner, depth + 1, facts),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landing_pages_are_pages() {
        let yaml = "title: T\nsummary: S s\nmetadata: {title: no}\nlandingContent:\n  - title: Card\n    linkLists:\n      - linkListType: overview\n        links:\n          - text: L 1\n            url: a.md\n          - text: L 2\n            url: b.md\n";
        let mut out = String::new();
        write(&settings::yaml(yaml), 1, 0, &mut out);
        assert_eq!(out, "# T\n\nS s\n\n## Card\n\n- [L 1](a.md)\n- [L 2](b.md)\n");
        let faq = "sections:\n  - name: Part\n    questions:\n      - question: Why?\n        answer: |\n          Because.\n";
        let mut out = String::new();
        write(&settings::yaml(faq), 2, 0, &mut out);
        assert_eq!(out, "## Part\n\n### Why?\n\nBecause.\n");
    }
}
