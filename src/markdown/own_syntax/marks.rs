//! `==marked==` text. The parser has no event for it; that of `~subscript~`, which docent does not have, stands for it.
//!
//! In: events with the places of the body. Out: the same, with the equals signs gone where they mark something. As for
//! `_emphasis_`, they begin before a word and end behind one, and both in the same paragraph and span: `a == b` and
//! `a==b` say that something is equal.

use super::Found;
use crate::byte_scan;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Whether a body may have such marks: one that begins and one that ends.
pub fn any(body: &str) -> bool {
    let mut begun = false;
    for at in runs(body) {
        let (begins, ends) = flanks(body, at);
        if begun && ends {
            return true;
        }
        begun |= begins;
    }
    false
}

/// Where exactly two equals signs stand.
fn runs(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    byte_scan::matches(text, "==").filter(|at| {
        let around = [at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at + 2)];
        !around.contains(&Some(&b'='))
    })
}

/// Whether signs at a place can begin and end a mark, by the characters around them.
fn flanks(body: &str, at: usize) -> (bool, bool) {
    let before = body[..at].chars().next_back().unwrap_or(' ');
    let behind = body[at + 2..].chars().next().unwrap_or(' ');
    let word = |c: char| c.is_ascii_alphanumeric();
    let open = |inner: char, outer: char| {
        !inner.is_whitespace() && (inner.is_alphanumeric() || !outer.is_alphanumeric()) && !word(outer) && outer != '\\'
    };
    (open(behind, before), open(before, behind) && before != '\\')
}

/// Where signs stand in the events: of which event, and where in it.
#[derive(Clone, Copy, Debug)]
struct Sign {
    event: usize,
    at: usize,
}

/// Puts marks into events.
pub fn put(body: &str, events: Vec<Found>) -> Vec<Found> {
    let pairs = pairs(body, &events);
    if pairs.is_empty() {
        return events;
    }
    let mut signs: Vec<(Sign, bool, Range<usize>)> = Vec::with_capacity(pairs.len() * 2);
    for (open, close) in pairs {
        let range = place(&events, open)..place(&events, close) + 2;
        signs.push((open, true, range.clone()));
        signs.push((close, false, range));
    }
    signs.sort_by_key(|(sign, ..)| (sign.event, sign.at));
    let mut out = Vec::with_capacity(events.len() + signs.len() * 2);
    let mut signs = signs.into_iter().peekable();
    for (number, (event, range)) in events.into_iter().enumerate() {
        let Event::Text(text) = &event else {
            out.push((event, range));
            continue;
        };
        let mut done = 0;
        while let Some((sign, opens, mark)) = signs.next_if(|(sign, ..)| sign.event == number) {
            piece(&mut out, text, &range, done..sign.at);
            let tag = if opens { Event::Start(Tag::Subscript) } else { Event::End(TagEnd::Subscript) };
            out.push((tag, mark));
            done = sign.at + 2;
        }
        match done {
            0 => out.push((event, range)),
            _ => piece(&mut out, text, &range, done..text.len()),
        }
    }
    out
}

fn place(events: &[Found], sign: Sign) -> usize {
    events[sign.event].1.start + sign.at
}

fn piece(out: &mut Vec<Found>, text: &CowStr<'static>, range: &Range<usize>, part: Range<usize>) {
    if !part.is_empty() {
        let place = range.start + part.start..range.start + part.end;
        out.push((Event::Text(text[part].to_owned().into()), place));
    }
}

/// The signs that belong together. In each element the first that begins waits for one that ends.
fn pairs(body: &str, events: &[Found]) -> Vec<(Sign, Sign)> {
    let (mut found, mut open, mut verbatim) = (Vec::new(), vec![None], 0_usize);
    for (number, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                open.push(None);
                verbatim += usize::from(is_verbatim(tag) || verbatim > 0);
            }
            Event::End(_) => {
                open.pop();
                verbatim = verbatim.saturating_sub(1);
            }
            // What is written with escapes or entities has pieces of its own.
            Event::Text(text) if verbatim == 0 && body.get(range.clone()) == Some(text) => {
                for at in runs(text) {
                    let (begins, ends) = flanks(body, range.start + at);
                    let sign = Sign { event: number, at };
                    match open.last_mut() {
                        Some(waiting @ Some(_)) if ends => found.extend(waiting.take().map(|open| (open, sign))),
                        Some(waiting @ None) if begins => *waiting = Some(sign),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether signs in it are text.
fn is_verbatim(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => true,
        Tag::Link { link_type, .. } | Tag::Image { link_type, .. } => {
            matches!(link_type, LinkType::Autolink | LinkType::Email | LinkType::WikiLink { has_pothole: false })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Markdown;
    use crate::markdown::{HtmlInput, Views, Words, html};

    fn shown(text: &str) -> String {
        let words = Words::default();
        let world = HtmlInput {
            title: None,
            lang: "en",
            ids: &[],
            blocks: &[],
            links: &[],
            terms: &[],
            embeds: &[],
            words: &words,
            views: Views::default(),
            first_line: None,
        };
        html(text, world, &Markdown::default()).body.trim().replace("<p>", "").replace("</p>", "")
    }

    #[test]
    fn marks() {
        let cases = [
            ("==a==", "<mark>a</mark>"),
            ("x ==a *b* c== y", "x <mark>a <em>b</em> c</mark> y"),
            ("**==a==** *==b==*, (==c==)", "<strong><mark>a</mark></strong> <em><mark>b</mark></em>, (<mark>c</mark>)"),
            ("==a\nb==.", "<mark>a\nb</mark>."),
            ("==**a**==, ==\"b\"==", "<mark><strong>a</strong></mark>, <mark>“b”</mark>"),
            ("слово ==метка==, 中文==标记==中文", "слово <mark>метка</mark>, 中文<mark>标记</mark>中文"),
            ("[==a==](b)", "<a href=\"b\"><mark>a</mark></a>"),
            ("==a== ==b== ==c", "<mark>a</mark> <mark>b</mark> ==c"),
            ("==a `x==` b==", "<mark>a <code>x==</code> b</mark>"),
        ];
        cases.iter().for_each(|(text, expected)| assert_eq!(shown(text), *expected, "{text}"));
    }

    #[test]
    fn equals_signs_that_mark_nothing() {
        let same = [
            "a == b and c == d",
            "a==b and c==d",
            "==== x ====",
            "=== x ===",
            "== a ==",
            "==a",
            "a== b ==c",
            "f(x)==1",
        ];
        same.iter().for_each(|text| assert_eq!(shown(text), *text));
        assert_eq!(shown("\\==a=="), "==a==");
        assert_eq!(shown("*==a*=="), "<em>==a</em>==");
        assert!(!shown("```\n==a==\n```").contains("<mark>") && !shown("`==a==` $x==1==$").contains("<mark>"));
        assert!(!shown("x\n==\n\ny\n==").contains("mark"));
    }
}
