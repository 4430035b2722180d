//! What a text holds that no reader of the page sees: comments, definitions of references, notes that nobody refers to.
//! They are an author's business, and not to stand in copies of the page.
//!
//! In: a body. Out: ranges of it, in order, apart from each other. Definitions are all of them: a copy writes each
//! address where its link stands.

use super::safe_html::WHOLE as UNREAD;
use super::{definitions, own_syntax};
use crate::config::{Markdown, RawHtml};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where what is not shown stands.
pub fn unshown(text: &str, options: &Markdown) -> Vec<Range<usize>> {
    if !["<!", "<?", "]:"].iter().any(|mark| text.contains(mark)) && !holds_unread(text) {
        return Vec::new();
    }
    let shadow = own_syntax::shadow(text, options);
    let hidden = definitions::hide(&shadow.text).filter(|_| !options.commonmark);
    let parsed = hidden.as_ref().map_or(&shadow.text, |hidden| &hidden.text);
    let parser = Parser::new_ext(parsed, options.parser_options());
    let mut found: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, definition)| shadow.source(&definition.span)).collect();
    let mut notes = Notes::default();
    for (event, range) in parser.into_offset_iter() {
        let range = shadow.source(&range);
        match event {
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                found.extend(comments(text, range.clone()));
                found.extend(unread(text, range, options));
            }
            Event::Start(Tag::FootnoteDefinition(name)) => notes.begin(&name, range),
            Event::End(TagEnd::FootnoteDefinition) => notes.open = None,
            Event::FootnoteReference(name) => notes.refer(&name),
            _ => {}
        }
    }
    found.extend(notes.orphans());
    apart(text, found)
}

/// Whether there may be an element whose text no reader sees.
fn holds_unread(text: &str) -> bool {
    text.contains('<') && UNREAD.iter().any(|name| text.contains(&format!("<{name}")))
}

/// Elements that a page leaves out with all that stands in them; instructions and declarations, which browsers pass over.
fn unread(text: &str, html: Range<usize>, options: &Markdown) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), html.start);
    while let Some(start) = text[at..html.end].find('<').map(|start| at + start) {
        at = match unread_to(text, start, options) {
            Some(end) => {
                found.push(start..end);
                end
            }
            None => start + 1,
        };
        if at >= html.end {
            break;
        }
    }
    found
}

/// Where what begins here and is not shown ends.
fn unread_to(text: &str, start: usize, options: &Markdown) -> Option<usize> {
    let rest = &text[start..];
    let to = |mark: &str| rest.find(mark).map(|end| start + end + mark.len());
    let declares = rest.strip_prefix("<!").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if rest.starts_with("<?") {
        return to("?>");
    }
    if declares {
        return to(">");
    }
    let tag = |name: &&&str| {
        let behind = rest.get(1 + name.len()..).unwrap_or_default();
        rest[1..].get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && behind.starts_with(['>', ' ', '\n', '\t'])
    };
    let name = UNREAD.iter().find(tag).filter(|_| options.raw_html == RawHtml::Safe)?;
    to(&format!("</{name}>"))
}

/// Tags of raw HTML: what stands in them is written for browsers.
pub fn tags(text: &str, options: &Markdown) -> Vec<Range<usize>> {
    if !text.contains('<') {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (mut events, _) = super::Found::as_written(text, options);
    while let Some((event, range)) = events.next() {
        if matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
            let starts = text[range.clone()].match_indices('<').map(|(at, _)| range.start + at);
            found.extend(starts.map(|at| at..text[at..range.end].find('>').map_or(range.end, |end| at + end + 1)));
        }
    }
    found
}

fn comments(text: &str, html: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = html.start;
    while let Some(start) = text[at..html.end].find("<!--").map(|start| at + start) {
        // A comment that is left open lasts to the end.
        at = text[start..html.end].find("-->").map_or(html.end, |end| start + end + 3);
        found.push(start..at);
    }
    found
}

/// Footnotes, and who refers to whom.
#[derive(Default)]
struct Notes {
    all: BTreeMap<String, Vec<Range<usize>>>,
    /// From a note, or from the text, to a note.
    references: Vec<(Option<String>, String)>,
    open: Option<String>,
}

impl Notes {
    fn begin(&mut self, name: &str, range: Range<usize>) {
        self.open = Some(name.to_owned());
        self.all.entry(name.to_owned()).or_default().push(range);
    }

    fn refer(&mut self, name: &str) {
        self.references.push((self.open.clone(), name.to_owned()));
    }

    /// Notes to which no way leads from the text; of several with one name the first is the note.
    fn orphans(self) -> Vec<Range<usize>> {
        let mut from: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
        self.references.iter().for_each(|(note, to)| from.entry(note.as_deref()).or_default().push(to));
        let (mut reached, mut open) = (BTreeSet::new(), from.remove(&None).unwrap_or_default());
        while let Some(name) = open.pop() {
            if reached.insert(name) {
                open.extend(from.remove(&Some(name)).unwrap_or_default());
            }
        }
        let kept = |name: &str| usize::from(reached.contains(name));
        self.all.iter().flat_map(|(name, ranges)| ranges.iter().skip(kept(name)).cloned()).collect()
    }
}

/// The ranges in order, joined where they touch, each with its line if nothing else stands there.
fn apart(text: &str, mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (range.start, range.end));
    let mut all: Vec<Range<usize>> = Vec::new();
    for range in found {
        let alone = range.start == 0 || text[..range.start].ends_with('\n');
        let ending = text[range.end..].find(|c: char| c != ' ').map(|at| &text[range.end + at..]);
        let newline = ending.filter(|rest| alone && rest.starts_with('\n')).map(|rest| text.len() - rest.len() + 1);
        let range = range.start..newline.unwrap_or(range.end);
        match all.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => all.push(range),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_readers_see_is_left() {
        let cases = [
            ("a <!-- b --> c\n", "a  c\n"),
            ("a\n\n<!-- b\n\nc -->\n\nd\n", "a\n\n\nd\n"),
            ("`<!-- a -->`\n\n    <!-- b -->\n", "`<!-- a -->`\n\n    <!-- b -->\n"),
            ("[a][b]\n\n[b]: c.md \"d\"\n[e]: f.md\n\ng\n", "[a][b]\n\n\ng\n"),
            ("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c\n\n[^3]: d[^4]\n\n[^4]: e\n", "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c\n\n"),
            ("a <!-- open\n\nb\n", "a <!-- open\n\nb\n"),
            ("<!-- open\n\nb\n", ""),
            ("a <?php b ?> c\n\n<!b>\n\n<?b\n?>\n", "a  c\n\n\n"),
            (
                "a <script>b</script> c\n\n<style>\nb\n\nb\n</style>\n\n`<style>c</style>`\n",
                "a  c\n\n\n`<style>c</style>`\n",
            ),
            ("<template><b>b</b></template>\n", ""),
        ];
        for (text, left) in cases {
            let mut out = text.to_owned();
            unshown(text, &Markdown::default()).into_iter().rev().for_each(|range| out.replace_range(range, ""));
            assert_eq!(out, left, "{text}");
        }
    }
}
