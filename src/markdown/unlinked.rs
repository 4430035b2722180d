//! A text without some of its links: words stay, embedded pages go, and with them the definitions that nothing refers to
//! any more. Lines keep their numbers, so what is told of the text is told of the file; only an item of nothing but an
//! embedded page goes with its line, since an empty one would set the items of its list apart.
//!
//! In: a body, and the links that lead nowhere. Out: the body as its author would have written it without them.

use super::destinations::{Destination, Form, destinations};
use super::{Link, LinkKind, containers, own_syntax};
use crate::config::Markdown;
use pulldown_cmark::{Event, LinkType, Parser, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Takes the links out.
pub fn unlinked<'l>(text: &str, links: impl Iterator<Item = &'l Link>, options: &Markdown) -> String {
    let mut links: Vec<&Link> = links.collect();
    links.sort_by_key(|link| (link.range.start, link.range.end));
    // From the end, the inner ones first.
    let mut put: Vec<Put> = Vec::new();
    for link in links.into_iter().rev() {
        let embed = matches!(link.kind, LinkKind::Embed { .. });
        let whole = if embed { with_its_marks(text, link.range.clone()) } else { link_range(text, link) };
        let behind = put.iter().rposition(|(range, _)| range.start >= whole.end);
        let inside = put.split_off(behind.map_or(0, |last| last + 1));
        let words = link_words(&with(text, whole.clone(), &inside), link.kind);
        let words = if follows_marks(text, whole.start) { plain(&words) } else { words };
        put.push((whole, words));
    }
    without_definitions(&with(text, 0..text.len(), &put), options)
}

/// Takes the fragments off some links, by their numbers: `[words](page.md#part)` becomes `[words](page.md)`.
pub fn without_fragments(text: &str, links: &BTreeSet<usize>, options: &Markdown) -> String {
    let written = destinations(text, options).into_iter().enumerate();
    let chosen = written.filter_map(|(number, place)| place.filter(|_| links.contains(&number)));
    // A definition may be that of several links.
    let fragments: BTreeMap<usize, usize> = chosen.filter_map(|place| fragment(text, &place)).collect();
    let mut out = text.to_owned();
    fragments.into_iter().rev().for_each(|(start, end)| out.replace_range(start..end, ""));
    out
}

/// Where the fragment of a destination stands; in a wikilink `^id` alone is one.
fn fragment(text: &str, Destination { range, form }: &Destination) -> Option<(usize, usize)> {
    let written = &text[range.clone()];
    let short = || written.find('^').filter(|_| *form == Form::Wiki);
    let start = written.find('#').or_else(short)?;
    Some((range.start + written[..start].trim_end().len(), range.end))
}

/// What takes the place of a range.
type Put = (Range<usize>, String);

/// A part of a text in which others have taken the place of ranges, the last of them first.
fn with(text: &str, part: Range<usize>, put: &[Put]) -> String {
    let (mut out, mut at) = (String::new(), part.start);
    for (range, words) in put.iter().rev() {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(words);
        at = range.end;
    }
    out + text.get(at..part.end).unwrap_or_default()
}

/// Where a link stands. The parser leaves the brackets behind `[name][]` out.
pub fn link_range(text: &str, link: &Link) -> Range<usize> {
    let Range { start, end } = link.range;
    let collapsed = matches!(link.kind, LinkKind::Link | LinkKind::Image) && text[start..end].ends_with(']');
    start..if collapsed && text[end..].starts_with("[]") { end + 2 } else { end }
}

/// An embedded page with the marks of the quote or item that holds nothing else, and of an item with the end of its line.
fn with_its_marks(text: &str, embed: Range<usize>) -> Range<usize> {
    let marks = before(text, embed.start);
    let end = text[embed.end..].find('\n').map_or(text.len(), |at| embed.end + at);
    if marks.trim().is_empty() || !is_marks(marks) || !text[embed.end..end].trim().is_empty() {
        return embed;
    }
    let item = marks.trim_end().ends_with(['-', '*', '+', '.', ')']);
    embed.start - marks.len()..if item { text.len().min(end + 1) } else { end }
}

/// Whether a link is the attribute of a card: `href=page.md`.
pub fn is_attribute(source: &str) -> bool {
    source.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("href="))
}

/// The words that lead where the attribute at a place says: the title of its card, as it is written.
pub fn card_title(body: &str, attribute: usize) -> Option<&str> {
    let start = body[..attribute].rfind(['\n', '\r']).map_or(0, |feed| feed + 1);
    let line = &body[start + body[start..attribute].find(":::")?..];
    Some(&line[containers::open(line)?.title?])
}

/// What a reader sees of a link, as Markdown; nothing for an embedded page, and for the attribute of a card.
pub fn link_words(source: &str, kind: LinkKind) -> String {
    if is_attribute(source) {
        return String::new();
    }
    let words = match kind {
        LinkKind::Wiki { .. } => wiki_words(source),
        LinkKind::Embed { .. } | LinkKind::Html { .. } => return String::new(),
        LinkKind::Link | LinkKind::Image => {
            let words = reference_words(source).or_else(|| Some(source.rsplit_once("](")?.0));
            words.and_then(|words| words.trim_start_matches('!').strip_prefix('['))
        }
    };
    let words = words.unwrap_or(source);
    // Its address may have stood on lines of its own.
    let gone = source.matches('\n').count() - words.matches('\n').count().min(source.matches('\n').count());
    format!("{words}{}", "\n".repeat(gone))
}

/// `words` of `[[page|words]]`.
pub fn wiki_words(source: &str) -> Option<&str> {
    let inside = source.strip_prefix("[[")?.strip_suffix("]]")?;
    Some(inside.split_once('|').map_or(inside, |(_, words)| words))
}

/// `[words` of `[words][name]`, `[words][]` and `[words]`.
pub fn reference_words(source: &str) -> Option<&str> {
    let written = source.strip_suffix("[]").unwrap_or(source);
    let inside = written.strip_suffix(']').filter(|_| source.trim_start_matches('!').starts_with('['))?;
    Some(inside.rsplit_once("][").map_or(inside, |(words, _)| words))
}

fn breaks(text: &str) -> String {
    "\n".repeat(text.matches('\n').count())
}

/// What stands before a place on its line.
pub fn before(text: &str, at: usize) -> &str {
    &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at]
}

/// Nothing but marks of quotes and items.
fn is_marks(text: &str) -> bool {
    text.chars().all(is_mark)
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_digit() || matches!(c, '>' | '-' | '*' | '+' | '.' | ')')
}

/// Whether nothing but such marks stands before a place on its line, which may be long.
fn follows_marks(text: &str, at: usize) -> bool {
    text[..at].chars().rev().take_while(|c| *c != '\n').all(is_mark)
}

/// Words that would begin a heading, a list or a quote are words all the same.
fn plain(words: &str) -> String {
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match words[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &words[..digits], &words[digits..]),
        Some('#' | '>' | '-' | '+' | '=' | '~' | '|' | ':') if digits == 0 => format!("\\{words}"),
        _ => words.to_owned(),
    }
}

/// The text without the definitions that no link refers to.
fn without_definitions(text: &str, options: &Markdown) -> String {
    if !text.contains("]:") {
        return text.to_owned();
    }
    let shadow = own_syntax::shadow(text, options);
    let parser = Parser::new_ext(&shadow.text, options.parser_options());
    let definitions = parser.reference_definitions().iter();
    let all: Vec<(String, Range<usize>)> =
        definitions.map(|(name, found)| (name.to_lowercase(), shadow.source(&found.span))).collect();
    let used: BTreeSet<String> = parser.filter_map(|event| reference(&event)).collect();
    let mut gone: Vec<Range<usize>> =
        all.into_iter().filter(|(name, _)| !used.contains(name)).map(|(_, range)| range).collect();
    gone.sort_by_key(|range| std::cmp::Reverse(range.start));
    let gone: Vec<Put> = gone.into_iter().map(|range| (range.clone(), breaks(&text[range]))).collect();
    with(text, 0..text.len(), &gone)
}

/// The name of the definition that a link refers to.
fn reference(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
            if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) =>
        {
            Some(id.to_lowercase())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::scan;
    use crate::url::Slugs;

    #[test]
    fn words_stay_and_lines_too() {
        let cases = [
            ("a [b *c*](x.md \"t\") d\n", "a b *c* d\n"),
            ("a [[x|b]] and [[x#y|c d]]\n", "a b and c d\n"),
            ("[b][r] [r][] [r]\n\n[r]: x.md 'T'\n\nc\n", "b r r\n\n\n\nc\n"),
            ("a\n\n![[x]]\n\nb\n", "a\n\n\n\nb\n"),
            ("- a\n- ![[x]]\n- b\n", "- a\n- b\n"),
            ("a\n\n> ![[x]]\n\nb\n", "a\n\n\n\nb\n"),
            ("[# a](x.md)\n- [1. b](x.md)\n", "\\# a\n- 1\\. b\n"),
            ("[![a](x.md) b](x.md)\n", "a b\n"),
            ("[a\nb](x.md\n'c')\n", "a\nb\n\n"),
            ("| a |\n|---|\n| [[x\\|b]] |\n", "| a |\n|---|\n| b |\n"),
            (":::card[a]{href=x.md}\nb\n:::\n", ":::card[a]{}\nb\n:::\n"),
            (":::card[a [b](x.md)]{icon=c href=[[x y]]}\n:::\n", ":::card[a b]{icon=c }\n:::\n"),
        ];
        for (text, left) in cases {
            let links = scan(text, Slugs::default(), &Markdown::default()).links;
            assert_eq!(unlinked(text, links.iter(), &Markdown::default()), left, "{text}");
        }
    }
    #[test]
    fn a_link_without_its_fragment_leads_to_the_page() {
        let cases = [
            ("a [b](x.md#y \"t\") [c](<x y.md#z>)\n", "a [b](x.md \"t\") [c](<x y.md>)\n"),
            ("[[x#y|c]] [[x #^z]] [[x^z|c]] | [[x#a\\|b]]\n", "[[x|c]] [[x]] [[x|c]] | [[x\\|b]]\n"),
            ("[b][r] [r] [c](x.md)\n\n[r]: x.md#y 'T'\n", "[b][r] [r] [c](x.md)\n\n[r]: x.md 'T'\n"),
        ];
        for (text, left) in cases {
            let all = (0..9).collect();
            assert_eq!(without_fragments(text, &all, &Markdown::default()), left, "{text}");
        }
    }
}
