//! Marks that never say the word `audience`, and give a part of the text the name of one: `<!-- visibility: internal -->`,
//! `[comment]: # "for: client"`, `## Heading {.internal}`, `::: internal`. Other programs read them so.
//!
//! In: a line outside of code. Out: whether it is such a mark. A text that only speaks of an audience is none: what is
//! looked at are comments of any kind, and what stands in braces, in brackets of a tag, or behind the colons of a block.
//! Code in a line and what follows a backslash are text.

use super::{BEFORE, is_the_word, without_invisible, words};
use crate::config::{Config, EVERYBODY};
use crate::diagnostic::closest;
use std::ops::Range;

/// Longer lines are texts.
const MAX_BYTES: usize = 400;

/// Words that begin a note to oneself: `<!-- TODO: client -->`.
const NOTES: [&str; 9] = ["todo", "fixme", "note", "xxx", "hack", "ask", "see", "idea", "question"];

/// Words that join names.
const JOINING: [&str; 4] = ["and", "or", "и", "или"];

/// Labels of reference definitions that are comments.
const COMMENTS: [&str; 7] = ["comment", "comments", "hidden", "hide", "note", "meta", "комментарий"];

/// Words of a key that says who sees something.
pub(in crate::page) const KEYS: [&str; 16] = [
    "visibility",
    "visible",
    "access",
    "for",
    "only",
    "show",
    "hide",
    "readers",
    "viewers",
    "scope",
    "restricted",
    "restrict",
    "private",
    "confidentiality",
    "classification",
    "видимость",
];

/// Whether a line of a body is meant as a mark.
pub(super) fn is_meant(body: &str, range: &Range<usize>, config: &Config) -> bool {
    let line = &body[range.clone()];
    if line.len() > MAX_BYTES || !line.contains(['{', '%', '<', '[', '@', ':', '!', '?', '/']) {
        return false;
    }
    let end = body.floor_char_boundary((range.end + MAX_BYTES).min(body.len()));
    // The name may stand on the next line of a comment.
    let below = if line.contains("<!--") { &body[range.end..end] } else { "" };
    if !may_name(line, config) && !may_name(below, config) {
        return false;
    }
    let plain = without_code(&without_invisible(line));
    comments(&plain, below, config).any(|text| is_for(&text, config))
        || opens(&plain, config)
        || attributes(&plain, config)
}

/// A quick no: few lines that hold a bracket name an audience.
fn may_name(text: &str, config: &Config) -> bool {
    let lower = without_invisible(text).to_lowercase();
    let worded = ["audi", "ауди"].iter().any(|part| lower.contains(part));
    worded || config.audiences.keys().any(|name| lower.contains(name))
}

/// The line without code and without what a backslash makes a text.
fn without_code(line: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(line.len()), line);
    while let Some(at) = rest.find(['`', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let ticks = &rest[..rest.len() - rest.trim_start_matches('`').len()];
        let length = match ticks.len() {
            0 => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            n => rest[n..].find(ticks).map_or(n, |end| end + 2 * n),
        };
        out.push('\u{1}');
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// What the comments of a line say, whichever way they are written; one may go on `below` the line.
fn comments<'t>(plain: &'t str, below: &'t str, config: &'t Config) -> impl Iterator<Item = String> + 't {
    let html = plain.split("<!--").skip(1).map(move |text| match text.split_once("-->") {
        Some((inside, _)) => inside.to_owned(),
        None => format!("{text}\n{}", below.split("-->").next().unwrap_or_default()),
    });
    // Those that say the word are marks, or nearly, and told of as such.
    let html = html.filter(|text| !super::is_meant(&format!("<!--{text}-->"), config));
    let start = plain.trim_start_matches(['>', ' ', '\t']);
    let marks = [
        ("%%", "%%"),
        ("{/*", "*/}"),
        ("/*", "*/"),
        ("{#", "#}"),
        ("{{/*", "*/}}"),
        ("{{!", "}}"),
        ("{::comment", "/}"),
    ];
    let others = marks.into_iter().filter_map(move |(open, close)| {
        let text = start.strip_prefix(open)?;
        Some(text.trim_end().strip_suffix(close).unwrap_or(text).trim_matches('-').to_owned())
    });
    html.chain(others).chain(definition(start))
}

/// `[//]: # (visibility: internal)`, `[comment]: <> "for: client"`: a reference that leads nowhere.
fn definition(line: &str) -> Vec<String> {
    let Some((label, rest)) = line.strip_prefix('[').and_then(|line| line.split_once("]:")) else { return Vec::new() };
    let rest = rest.trim_start();
    let comment = words(label).all(|(word, _)| COMMENTS.contains(&word.as_str()) || word.chars().all(|c| c == '_'));
    let nowhere = ["#", "<>", "<#>", "/"].into_iter().find_map(|to| rest.strip_prefix(to));
    match nowhere.filter(|behind| behind.is_empty() || behind.starts_with(|c: char| c.is_whitespace())) {
        Some(title) if comment => vec![title.to_owned()],
        Some(title) => vec![title.to_owned(), label.to_owned()],
        None if comment => vec![rest.to_owned()],
        None => Vec::new(),
    }
}

/// A comment that names audiences and nothing else: `internal`, `visibility: internal`, `for client and internal`.
fn is_for(text: &str, config: &Config) -> bool {
    let text = without_invisible(text);
    match text.split_once([':', '=']) {
        Some((key, value)) => {
            let key: Vec<String> = words(key).map(|(word, _)| word).collect();
            let note = key.iter().any(|word| NOTES.contains(&word.as_str()));
            let worded = key.iter().any(|word| is_the_word(word));
            (1..=3).contains(&key.len()) && !note && names(value, config, worded)
        }
        None => names(&text, config, false),
    }
}

/// A text of nothing but names and small words. `nearly`: a name may be misspelt.
fn names(text: &str, config: &Config, nearly: bool) -> bool {
    let lower = text.to_lowercase();
    let all = || {
        lower.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).map(|word| word.trim_matches(['-', '_']))
    };
    let near = |word: &str| nearly && closest(word, config.audiences.keys().map(String::as_str)).is_some();
    let known = |word: &str| is_named(word, config) || near(word);
    let words = || all().filter(|word| !word.is_empty()).take(12);
    words().any(known) && words().all(|word| known(word) || is_small(word))
}

/// `internal`, `internal-only`, `for_internal`.
fn is_named(word: &str, config: &Config) -> bool {
    let joint = ['-', '_'];
    let small = |word: &str| word.is_empty() || is_small(word) || config.audiences.contains_key(word);
    let around = |name: &String, at: usize| {
        let (before, behind) = (&word[..at], &word[at + name.len()..]);
        let apart = (before.is_empty() || before.ends_with(joint)) && (behind.is_empty() || behind.starts_with(joint));
        apart && before.split(joint).chain(behind.split(joint)).all(small)
    };
    config.audiences.keys().any(|name| word.match_indices(name.as_str()).any(|(at, _)| around(name, at)))
}

fn is_small(word: &str) -> bool {
    word == EVERYBODY || BEFORE.contains(&word) || JOINING.contains(&word) || KEYS.contains(&word) || is_the_word(word)
}

/// `::: internal`, `!!! internal`, `{% if internal %}`, `<internal>`: a block for somebody.
fn opens(plain: &str, config: &Config) -> bool {
    let start = plain.trim_start_matches(['>', ' ', '\t']);
    let block = [":::", "!!!", "???", "{%", "{{<", "{{%", "{{#", "@"].iter().any(|open| start.starts_with(open));
    let element = start.starts_with('<')
        && !start.starts_with("<!")
        && start.trim_end().ends_with('>')
        && start.matches('<').count() == 1;
    (block || element) && !start.contains('\u{1}') && names(start, config, false)
}

/// `{.internal}`, `{audience=internal}`, `<div data-audience="internal">`.
fn attributes(plain: &str, config: &Config) -> bool {
    let heading = plain.trim_start().starts_with('#');
    let braces = plain.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let in_braces = braces.clone().any(|(inside, _)| {
        inside.split_whitespace().any(|item| is_class(item, config) || is_assigned(item, config, true))
    });
    let bare = |(inside, behind): (&str, &str)| {
        let alone = (heading || plain.trim_start().starts_with('{')) && behind.trim().is_empty();
        alone && !inside.trim_start().starts_with('#') && names(inside, config, false)
    };
    let tags = plain.split('<').skip(1).filter_map(|part| part.split_once('>'));
    let in_tags = |(tag, _): (&str, &str)| tag.split_whitespace().any(|item| is_assigned(item, config, false));
    in_braces || braces.clone().any(bare) || tags.into_iter().any(in_tags)
}

/// `.internal`, `.internal-only`, `.audience-internal`
fn is_class(item: &str, config: &Config) -> bool {
    item.strip_prefix('.').or_else(|| item.strip_prefix(":.")).is_some_and(|class| names(class, config, false))
}

/// `visibility="internal"`. In braces any key means somebody by the name of an audience; in a tag only one that says so.
fn is_assigned(item: &str, config: &Config, any: bool) -> bool {
    let Some((key, value)) = item.split_once('=') else { return false };
    let plain = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '@'));
    let means = |word: &str| is_the_word(word) || KEYS.contains(&word);
    let key_means = || words(key).any(|(word, _)| word.split('_').any(means));
    plain && !key.is_empty() && (any || key_means()) && names(value, config, key_means())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FILE;

    fn meant(line: &str) -> bool {
        let yaml = "audiences: {internal: , client: , key-account: }\ndefault_audience: [internal]\n";
        let config = Config::parse(FILE, yaml).unwrap();
        is_meant(line, &(0..line.find('\n').unwrap_or(line.len())), &config)
    }

    #[test]
    fn marks_by_name_are_meant() {
        let marks = [
            "<!-- target-audience: internal -->",
            "<!-- visibility: internal -->",
            "<!-- visible for = internal, client -->",
            "<!--\nvisibility: internal\n-->",
            "text <!-- access: key-account -->",
            "<!-- target-audience: intrnal -->",
            "[comment]: # \"audience: internal\"",
            "[comment]: <> (visibility: internal)",
            "[_]: # 'internal'",
            "[//]: # (for internal only)",
            "[//]: <> (visibility: internal)",
            "[//]: # visibility: internal",
            "[visibility: internal]: #",
            "[]: # 'internal'",
            "%% visibility: internal %%",
            "{/* visibility: internal */}",
            "{# internal #}",
            "## Heading {.internal}",
            "## Heading {audience=internal}",
            "## Heading {#id .internal-only}",
            "## Heading {internal}",
            "Text. {: .internal}",
            "{: visibility=\"internal\"}",
            "[words]{.client}",
            "> quoted {.client}",
            "::: internal",
            ":::internal",
            "::: {.internal}",
            "!!! internal",
            "{% if internal %}",
            "{{< internal >}}",
            "<internal>",
            "</internal>",
            "<div data-audience=\"internal\">",
            "<div visible-for='client'>",
            "## Не для всех {аудитория=internal}",
        ];
        let missed: Vec<&&str> = marks.iter().filter(|line| !meant(line)).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }

    #[test]
    fn texts_that_speak_of_an_audience_are_none() {
        let texts = [
            "This is internal.",
            "Our internal client: internal.",
            "- client",
            "> internal",
            "## Internal",
            "[[internal]]",
            "[internal]",
            "[internal](client.md)",
            "[client]: https://example.com/client",
            "[internal]: internal.md \"internal\"",
            "[//]: # (a note for internal use)",
            "<!-- TODO: client -->",
            "<!-- internal: check this later -->",
            "<!-- target audience: everybody who sells -->",
            "<!-- client says: internal rates apply -->",
            "Write `{.internal}` there.",
            "Write `<!-- visibility: internal -->` there.",
            "## How `{audience=internal}` works",
            "\\{.internal}",
            "\\{audience=internal}",
            "{{ client.name }} and {client_id}",
            "{{ client }}",
            "::: key",
            "<!-- key: account -->",
            "https://example.com/?audience=internal",
            "<https://example.com/?visibility=internal>",
            "<a class=\"client\" href=\"client.md\">client</a>",
            "Hello {client}, welcome",
            "## Client {#client}",
            "10:30: client meeting",
            "@client please answer",
            "![internal](internal.png)",
            "| client | internal |",
            "internal / client",
        ];
        let wrong: Vec<&&str> = texts.iter().filter(|line| meant(line)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
