//! A tag or a term gets another name.
//!
//! In: the configuration, the snapshot, the old name and the new one. Out: [`Changes`] by file, or the reason why it cannot
//! be done.
//!
//! - A tag changes in the front matter of every page of its language, in what folders say for their pages (`defaults`), and
//!   in the filters of views. Two spellings with one slug are one tag: all of them change.
//! - A term changes where it is defined. Texts use it in all its forms, which nobody can rewrite for their authors: its old
//!   name stays as another name of it, and every mention leads where it led.

use super::headings::Changes;
use super::rewrite::Change;
use crate::config::Config;
use crate::page::front_matter::defaults::DEFAULTS;
use crate::page::front_matter::{Format, split};
use crate::page::{edit, place};
use crate::site::glossary::file;
use crate::site::tags::tag_slug;
use crate::source::Sources;
use crate::yaml::edit::{as_written, extent};
use crate::yaml::{Step, locate};
use serde_json::{Map, Value};
use std::ops::Range;

/// The key of tags.
const TAGS: &str = "tags";

/// Where a text of the front matter stands in its file, with its quotes, and the text.
pub type Written = (Range<usize>, String);

/// The tags that a file writes, with their places.
///
/// # Errors
/// Some of them are written in a form that cannot be changed alone.
pub fn tags(text: &str) -> Result<Vec<Written>, String> {
    let (found, _) = split(text);
    let values = found.values(text).unwrap_or_default();
    let mut ways = ways(&values, &[]);
    if let Some(Value::Object(below)) = values.get(DEFAULTS) {
        ways.extend(self::ways(below, &[Step::Key(DEFAULTS.to_owned())]));
    }
    let yaml = &text[found.yaml.clone()];
    let written = |(steps, tag): (Vec<Step>, String)| {
        let place = extent(yaml, &steps, &tag).filter(|_| found.format == Format::Yaml);
        let place = place.ok_or_else(|| format!("the tag `{tag}` is written in a form that docent cannot change"))?;
        Ok((found.yaml.start + place.start..found.yaml.start + place.end, tag))
    };
    ways.into_iter().map(written).collect()
}

fn ways(map: &Map<String, Value>, above: &[Step]) -> Vec<(Vec<Step>, String)> {
    let way = |index: Option<usize>| {
        let key = Step::Key(TAGS.to_owned());
        above.iter().cloned().chain([key]).chain(index.map(Step::Index)).collect::<Vec<_>>()
    };
    match map.get(TAGS) {
        Some(Value::String(one)) => vec![(way(None), one.clone())],
        Some(Value::Array(all)) => {
            let texts = all.iter().enumerate().filter_map(|(at, tag)| Some((way(Some(at)), tag.as_str()?.to_owned())));
            texts.collect()
        }
        _ => Vec::new(),
    }
}

/// Plans another name of a tag, in the pages of a language.
///
/// # Errors
/// The name is none, or a file writes the tag in a form that cannot be changed alone.
pub fn rename_tag(config: &Config, sources: &Sources, lang: &str, old: &str, new: &str) -> Result<Changes, String> {
    let (slug, new) = (tag_slug(old, config), new.trim());
    if new.is_empty() || new.contains(['\n', '\r']) {
        return Err("a tag needs a name, in one line".to_owned());
    }
    let mut all = Changes::new();
    for (name, _) in sources.content(&config.content_dir) {
        let path = config.content_dir.path(name);
        let Some(text) = sources.text(&path).filter(|_| config.content_dir.is_page(&path)) else { continue };
        // Most pages have none, and are not read for them.
        if !text.contains(TAGS) || place(&path, config).0 != lang {
            continue;
        }
        let meant = |tag: &str| tag_slug(tag, config) == slug;
        let change = |range: Range<usize>, new: String| Change { old: text[range.clone()].to_owned(), range, new };
        let tags = match tags(text) {
            Ok(tags) => tags.into_iter().filter(|(_, tag)| meant(tag)).collect(),
            Err(why) if text.contains(old) => {
                return Err(format!("{path}: {why}: change it by hand, then rename again"));
            }
            Err(_) => Vec::new(),
        };
        let mut changes: Vec<Change> = tags
            .into_iter()
            .map(|(range, _)| {
                let new = as_written(&text[range.clone()], new);
                change(range, new)
            })
            .collect();
        changes.extend(in_filters(text, meant).into_iter().map(|range| change(range, new.to_owned())));
        if !changes.is_empty() {
            all.insert(path, changes);
        }
    }
    Ok(all)
}

/// The tags that filters of views name: what stands in quotes in a line that asks for tags.
fn in_filters(text: &str, meant: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let (mut found, mut at, mut fence) = (Vec::new(), 0, None::<&str>);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(['>', ' ']);
        let mark = &bare[..bare.len() - bare.trim_start_matches(['`', '~']).len()];
        match fence {
            None if mark.len() >= 3 && bare[mark.len()..].trim_start().starts_with("view") => fence = Some(mark),
            Some(open) if mark.starts_with(open) => fence = None,
            Some(_) if bare.starts_with("filter") && bare.contains(TAGS) => {
                found.extend(
                    quoted(line)
                        .into_iter()
                        .filter(|range| meant(&line[range.clone()]))
                        .map(|range| at + range.start..at + range.end),
                );
            }
            _ => {}
        }
        at += line.len();
    }
    found
}

/// What stands in quotes in a line.
fn quoted(line: &str) -> Vec<Range<usize>> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(open) = line[from..].find(['"', '\'']).map(|open| from + open) {
        let quote = &line[open..=open];
        let Some(length) = line[open + 1..].find(quote) else { break };
        found.push(open + 1..open + 1 + length);
        from = open + length + 2;
    }
    found
}

/// A term of a list, and where its name stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its place in the list.
    pub index: usize,
    /// As it is called.
    pub name: String,
    /// Where that stands, with quotes.
    pub range: Range<usize>,
}

/// The terms of a glossary's file.
pub fn listed(path: &str, text: &str) -> Vec<Listed> {
    let terms = file::terms(path, text).0.into_iter().enumerate();
    let place = |(index, term): (usize, file::Listed)| {
        let way = [Step::Index(index), Step::Key("term".to_owned())];
        let range = extent(text, &way, &term.term)?;
        Some(Listed { index, name: term.term, range })
    };
    terms.filter_map(place).collect()
}

/// Plans another name of a term of a list.
///
/// # Errors
/// The file is written in a form that cannot be changed alone.
pub fn rename_listed(path: &str, text: &str, term: &Listed, new: &str) -> Result<Changes, String> {
    let new = new.trim();
    if new.is_empty() || new.contains(['\n', '\r']) {
        return Err("a term needs a name, in one line".to_owned());
    }
    let refused = || format!("{path}: the term is written in a form that docent cannot change: change it by hand");
    let name = Change {
        range: term.range.clone(),
        old: text[term.range.clone()].to_owned(),
        new: as_written(&text[term.range.clone()], new),
    };
    let added = alias(text, term).ok_or_else(refused)?;
    let mut changes = vec![name, added];
    changes.sort_by_key(|change| change.range.start);
    let after = changes.iter().rev().fold(text.to_owned(), |mut text, change| {
        text.replace_range(change.range.clone(), &change.new);
        text
    });
    let (before, now) = (file::terms(path, text).0, file::terms(path, &after).0);
    let is_meant = before.len() == now.len()
        && now.get(term.index).is_some_and(|now| now.term == new && now.aliases.contains(&term.name));
    if is_meant { Ok(Changes::from([(path.to_owned(), changes)])) } else { Err(refused()) }
}

/// Adds the old name to the other names of a term.
fn alias(text: &str, term: &Listed) -> Option<Change> {
    let way = [Step::Index(term.index), Step::Key("aliases".to_owned())];
    let known = file::terms("", text).0.into_iter().nth(term.index)?.aliases;
    let old = as_written("", &term.name);
    let insert = |at: usize, new: String| Some(Change { range: at..at, old: String::new(), new });
    if known.is_empty() {
        let line = text[..term.range.start].rfind('\n').map_or(0, |at| at + 1);
        let key = text[line..term.range.start].find("term")?;
        let end = text[term.range.end..].find('\n').map_or(text.len(), |at| term.range.end + at);
        return insert(end, format!("\n{}aliases: [{old}]", " ".repeat(key)));
    }
    let at = locate(text, &way).start;
    if text[at..].starts_with('[') {
        insert(at + 1, format!("{old}, "))
    } else {
        let line = text[..at].rfind('\n').map_or(0, |start| start + 1);
        let item = text[at..].starts_with("- ").then(|| text[line..at].to_owned())?;
        insert(at, format!("- {old}\n{item}"))
    }
}

/// Plans another name of a term that has a page: its title changes, and its old one joins its other names.
///
/// # Errors
/// The front matter is written in a form that cannot be changed alone.
pub fn rename_page_term(text: &str, old: &str, new: &str) -> Result<String, String> {
    let titled = edit::set(text, "title", new.trim())?;
    edit::push(&titled, "aliases", old)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_a_list_keep_their_old_names() {
        let cases = [
            ("- term: Brief\n  definition: x\n", "- term: Plan\n  aliases: [Brief]\n  definition: x\n"),
            ("- definition: x\n  term: \"Brief\"\n", "- definition: x\n  term: \"Plan\"\n  aliases: [Brief]\n"),
            (
                "- term: Brief\n  aliases: [B]\n  definition: x\n",
                "- term: Plan\n  aliases: [Brief, B]\n  definition: x\n",
            ),
            (
                "- term: Brief\n  aliases:\n    - B\n  definition: x\n",
                "- term: Plan\n  aliases:\n    - Brief\n    - B\n  definition: x\n",
            ),
        ];
        for (text, wanted) in cases {
            let term = listed("glossary.yaml", text).remove(0);
            let changes = rename_listed("glossary.yaml", text, &term, "Plan").expect(text);
            let new = changes["glossary.yaml"].iter().rev().fold(text.to_owned(), |mut text, change| {
                text.replace_range(change.range.clone(), &change.new);
                text
            });
            assert_eq!(new, wanted);
        }
    }

    #[test]
    fn tags_are_found_in_every_form() {
        let text = "---\ntags: [a, \"b c\"]\ndefaults:\n  tags:\n    - d\n---\n";
        let found = tags(text).expect("tags");
        let shown: Vec<&str> = found.iter().map(|(range, _)| &text[range.clone()]).collect();
        assert_eq!(shown, ["a", "\"b c\"", "d"]);
    }
}
