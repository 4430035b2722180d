//! Attribute lists that are not shown: behind an image, a link or a span (`![](x.png){width=300}`, `[x](y){target=_blank}`),
//! at the end of a line or alone on it (`{: .class }`), as kramdown, Material and others write them. Of an image, width and
//! height count ([`super::super::images`] asks for them), of a heading its id; all else is left out.
//!
//! In: a body. Out: what takes the place of each list, which is nearly always nothing; and later, which of them the parser
//! took for something else, such as code.

use super::shadow::{Edit, Put, Shadow};
use super::{Change, Found, What};
use crate::byte_scan;
use crate::markdown::attributes::{self, Attributes};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashSet;
use std::ops::Range;

/// Where a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Right behind what ends there.
    Span,
    /// At the end of a line, a cell, or alone on its lines.
    Text,
    /// At the end of a heading, or below it.
    Heading,
}

/// All lists of a body.
pub fn find(body: &str) -> Vec<Change> {
    let (mut found, mut line): (Vec<Change>, Range<usize>) = (Vec::new(), 0..0);
    for at in byte_scan::each(body.as_bytes(), b'{') {
        let done = found.last().map_or(0, |change| change.edit.range.end);
        if let Some(last) = found.last_mut().filter(|last| last.what == What::List(Place::Span) && at == done)
            && let Some(list) = attributes::parse(&body[at..]).filter(Attributes::is_certain)
        {
            // One list behind another: `{style="x"}{width=240}`.
            last.edit.range.end += list.len;
        } else if at >= done
            && let Some(change) = change(body, at, done, &mut line)
        {
            found.push(change);
        }
    }
    found
}

/// The line that a place stands on, which is that of the last place or below it: a long line is looked for once.
fn line_at(body: &str, at: usize, last: &mut Range<usize>) -> Range<usize> {
    let is_end = |c: char| matches!(c, '\n' | '\r');
    if at > last.end || last.start >= last.end {
        let start = body[last.end..at].rfind(is_end).map_or(last.end, |feed| last.end + feed + 1);
        *last = start..body[at..].find(is_end).map_or(body.len(), |length| at + length);
    }
    last.clone()
}

/// What the lists right behind a place say, if there are some that are not shown.
pub fn behind(body: &str, at: usize) -> Option<Attributes<'_>> {
    let rest = body.get(at..)?;
    let rest = rest.strip_prefix("[]").filter(|_| body[..at].ends_with(']')).unwrap_or(rest);
    let before = body[..body.len() - rest.len()].chars().next_back()?;
    let mut all = attributes::parse(rest).filter(|list| is_span(before, list))?;
    let mut end = all.len;
    while let Some(list) = attributes::parse(&rest[end..]).filter(Attributes::is_certain) {
        all.pairs.extend(list.pairs);
        end += list.len;
    }
    Some(all)
}

/// Whether a list may belong to what ends with a character. Behind `_` and `*` formulas have braces, too.
fn is_span(before: char, list: &Attributes<'_>) -> bool {
    let named = list.colon || list.id.is_some() || !list.classes.is_empty();
    match before {
        ')' | ']' => named || list.is_certain(),
        '`' | '*' | '_' | '~' | '>' => named,
        _ => false,
    }
}

/// A list, and what stands around it on its line.
struct Listed<'b> {
    body: &'b str,
    list: Attributes<'b>,
    range: Range<usize>,
    line: Range<usize>,
    lead: &'b str,
    rest: &'b str,
    /// The line above, with all above it, if no other list stands there.
    above: Option<&'b str>,
}

fn change(body: &str, at: usize, done: usize, line: &mut Range<usize>) -> Option<Change> {
    let listed = Listed::at(body, at, done, line)?;
    let (range, put, place) = if listed.is_alone() {
        listed.alone()?
    } else if listed.rest.is_empty() && is_heading(listed.lead) {
        listed.in_heading()?
    } else {
        listed.in_text()?
    };
    let edit = Edit { range, put };
    Some(Change { edit, line: listed.line, indent: String::new(), apart: false, what: What::List(place) })
}

impl<'b> Listed<'b> {
    /// `done`: where the last list ends, and nothing is looked for.
    fn at(body: &'b str, at: usize, done: usize, last: &mut Range<usize>) -> Option<Self> {
        // Most braces are those of code: they stand behind a letter.
        let before = body[..at].chars().next_back().unwrap_or('\n');
        if !matches!(before, ')' | ']' | '`' | '*' | '_' | '~' | '>' | ' ' | '\t' | '\n' | '\r') {
            return None;
        }
        let list = attributes::parse(&body[at..])?;
        let range = at..at + list.len;
        let line = line_at(body, at, last);
        let start = line.start.max(done);
        let above = body[..line.start].strip_suffix('\n').map(|above| above.strip_suffix('\r').unwrap_or(above));
        let above = above.filter(|above| above.len() >= done);
        let (lead, rest) = (&body[start..at], body[range.end..line.end.max(range.end)].trim());
        Some(Self { body, list, range, line, lead, rest, above })
    }

    fn is_alone(&self) -> bool {
        let marks = |c: char| matches!(c, ' ' | '\t' | '>');
        let identified = self.list.id.is_some() && !self.list.pairs.is_empty();
        let named = self.list.colon || !self.list.classes.is_empty() || identified;
        named && self.rest.is_empty() && self.lead.chars().all(marks)
    }

    /// The last line above.
    fn line_above(&self) -> &'b str {
        self.above.and_then(|above| above.lines().next_back()).unwrap_or_default()
    }

    /// Alone on its line: the line goes. The id of a heading above goes into it.
    fn alone(&self) -> Option<(Range<usize>, Vec<Put>, Place)> {
        let above = self.line_above();
        if let Some(end) = self.above.map(str::len)
            && self.list.id.is_some()
            && is_heading(above)
            && !above.ends_with('}')
        {
            return Some((end..self.line.end, vec![Put::New(heading(&self.list))], Place::Heading));
        }
        // What is indented as code is would be code.
        let is_code = self.lead.ends_with("    ") && above.trim().is_empty();
        let feed = if self.body[self.line.end..].starts_with("\r\n") { 2 } else { 1 };
        let end = self.body.len().min(self.line.end + feed);
        (!is_code).then(|| (self.line.start..end, Vec::new(), Place::Text))
    }

    /// Behind a heading the parser reads ids and classes by itself, and nothing else.
    fn in_heading(&self) -> Option<(Range<usize>, Vec<Put>, Place)> {
        let pairs = &self.list.pairs;
        let valued = !pairs.is_empty() && pairs.iter().all(|pair| pair.range.len() > pair.key.len());
        let foreign = self.list.colon || valued;
        foreign.then(|| (self.with_space(), vec![Put::New(heading(&self.list))], Place::Heading))
    }

    fn in_text(&self) -> Option<(Range<usize>, Vec<Put>, Place)> {
        let before = self.body[..self.range.start].chars().next_back()?;
        let only_id = self.list.classes.is_empty() && self.list.pairs.is_empty();
        if is_span(before, &self.list) && !(only_id && is_task(self.lead)) {
            return Some((self.range.clone(), Vec::new(), Place::Span));
        }
        let last = self.rest.is_empty() || self.rest.starts_with('|');
        // The id of a task is its own, on whatever line of it.
        let no_task = || !["[ ]", "[x]", "[X]"].iter().any(|mark| byte_scan::contains(self.body, mark));
        let named = self.list.colon || (only_id && self.list.id.is_some() && no_task());
        let tail = last && self.lead.ends_with([' ', '\t']) && named;
        tail.then(|| (self.with_space(), Vec::new(), Place::Text))
    }

    /// The list and the space before it.
    fn with_space(&self) -> Range<usize> {
        self.range.start - (self.lead.len() - self.lead.trim_end().len())..self.range.end
    }
}

/// Whether a line begins a heading, behind marks of quotes and items.
fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let rest = text.trim_start_matches('#');
    rest.len() < text.len() && rest.starts_with([' ', '\t'])
}

/// `{#id}` at the end of a task is its own.
fn is_task(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '>']);
    ["- [", "* [", "+ ["].iter().any(|mark| text.starts_with(mark))
}

/// What the parser reads behind a heading: id and classes.
fn heading(list: &Attributes<'_>) -> String {
    let id = list.id.map(|id| format!("#{}", id.replace('\\', "")));
    let classes = list.classes.iter().map(|class| format!(".{class}"));
    let all: Vec<String> = id.into_iter().chain(classes).collect();
    if all.is_empty() { String::new() } else { format!(" {{{}}}", all.join(" ")) }
}

/// Lists that are not what they seemed: nothing ends before them, or they stand in code.
pub fn misplaced(body: &str, events: &[Found], shadow: &Shadow, changes: &[Change]) -> Vec<usize> {
    let lists: Vec<(usize, Place)> =
        changes.iter().enumerate().filter_map(|(number, change)| place(number, change)).collect();
    if lists.is_empty() {
        return Vec::new();
    }
    let ends: HashSet<usize> = events.iter().filter_map(|(event, range)| span_end(event, range)).collect();
    let verbatim = ranges(events, is_verbatim);
    let heads = ranges(events, |event| matches!(event, Event::Start(Tag::Heading { .. })));
    let is_right = |(number, place): &(usize, Place)| {
        let at = shadow.starts[*number];
        // The parser leaves the brackets behind `[name][]` out.
        let collapsed = body[..changes[*number].edit.range.start].ends_with("[]") && at > 1;
        match place {
            // Behind brackets that lead nowhere, too.
            Place::Span if body[changes[*number].edit.range.start..].starts_with("{:") => !is_within(&verbatim, at),
            Place::Span => ends.contains(&at) || (collapsed && ends.contains(&(at - 2))),
            Place::Text => !is_within(&verbatim, at),
            Place::Heading => is_within(&heads, at),
        }
    };
    lists.iter().filter(|list| !is_right(list)).map(|(number, _)| *number).collect()
}

/// Where some events stand, in order.
fn ranges(events: &[Found], is_meant: impl Fn(&Event<'_>) -> bool) -> Vec<Range<usize>> {
    let meant = events.iter().filter(|(event, _)| is_meant(event));
    let mut found: Vec<Range<usize>> = meant.map(|(_, range)| range.clone()).collect();
    found.sort_by_key(|range| range.start);
    found
}

/// Whether a place is inside of one of them, behind its beginning.
fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.start < at);
    ranges[..before].last().is_some_and(|range| at < range.end)
}

fn place(number: usize, change: &Change) -> Option<(usize, Place)> {
    if let What::List(place) = change.what { Some((number, place)) } else { None }
}

/// Where a link, an image or a span ends.
fn span_end(event: &Event<'_>, range: &Range<usize>) -> Option<usize> {
    let ends = matches!(
        event,
        Event::Code(_)
            | Event::End(TagEnd::Link | TagEnd::Image | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
    );
    ends.then_some(range.end)
}

/// Whether braces in it are shown.
fn is_verbatim(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
    )
}

#[cfg(test)]
mod tests {
    use super::super::shadow;
    use crate::config::Markdown;

    #[test]
    fn lists_are_left_out_and_nothing_else() {
        let cases = [
            ("![a](b.png){width=300} c", "![a](b.png) c"),
            ("![[b.png]]{ width=\"50%\" .x } c", "![[b.png]] c"),
            (
                "[a](b){target=_blank rel=\"_x\"}, [c][]{.d} <https://e.f>{.g}\n\n[c]: d\n",
                "[a](b), [c][] <https://e.f>\n\n[c]: d\n",
            ),
            ("`a`{.js} **b**{: .x} *c*{.x}", "`a` **b** *c*"),
            ("text\n{: .x #y}\n\nmore\n{ .z }\n{ #a b=\"c: d\" }\n", "text\n\nmore\n"),
            ("- a\n{: .x}\n- b {: .y}\n", "- a\n- b\n"),
            ("| a {: .x } | b |\n|---|---|\n| c | d |\n{: .t}\n", "| a | b |\n|---|---|\n| c | d |\n"),
            ("## A {: #b .c data-x=\"y z\" }\n", "## A {#b .c}\n"),
            ("## A\n{: #b }\n\ntext", "## A {#b}\n\ntext"),
            ("```js\nx\n```\n{: .y }\n", "```js\nx\n```\n"),
            ("## A {: .no_toc }\n", "## A {.no_toc}\n"),
            ("## A {: #\\6.0 }\n", "## A {#6.0}\n"),
            ("[a][nowhere]{: .x } b\n{: .y :}\n", "[a][nowhere] b\n"),
            ("![a](b.png){style=\"border: solid;\"}{width=240px} c", "![a](b.png) c"),
            ("text {#id}\n\n1. **a** {#b}\n", "text\n\n1. **a**\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(shadow(text, &Markdown::default()).text, expected, "{text}");
        }
        let same = [
            "{like this} and (so){like this} {.x} y",
            "$\\sum_{i=1}^{n} x_{.a}$ x) {a=1}",
            "`x){.a}` ```f(x){a=1}```",
            "```\nf(){.a}\n{: .b}\nx {: .c}\n```\n",
            "    {: .x}\n",
            "- [ ] **a**{#b}\n",
            "- [ ] a\n  b {#c}\n",
            "`x {#b}`\n",
            "{{x}} {% y %} ](z){{a}} [x](y){{< b >}}",
            "## A {#b}\n\n## C {.d}\n",
            "text(see){.x}\n",
            "[no link]{.x}\n",
        ];
        same.iter().for_each(|text| assert_eq!(shadow(text, &Markdown::default()).text, *text, "{text}"));
    }
}
