//! Characters that nobody sees and that make one thing look like another: they turn the direction of what follows, end a
//! line, or hide between letters. In a title, a name or the words of a link each is told; in running text, where
//! right-to-left writing has need of some, only one that nothing ends: it would turn what stands behind it, too.
//!
//! In: what was read of a page. Out: warnings, each with the place of the character. See Unicode Technical Report 36.

use super::front_matter::Split;
use crate::byte_scan;
use crate::diagnostic::{At, Finding};
use crate::markdown::Scan;
use crate::yaml::Step;
use serde_json::Value;
use std::ops::Range;

/// Told of one page at most.
const MOST: usize = 20;

/// A place in the body, and what is wrong there.
type Found = (Range<usize>, String);

/// What of a page holds such characters.
pub fn problems(text: &str, split: &Split, scan: &Scan) -> Vec<Finding> {
    let (yaml, body) = (&text[split.yaml.clone()], &text[split.body..]);
    // Escapes and references write them in ASCII.
    if !yaml.contains('\\') && !body.contains("&#") && !may_hide(yaml) && !may_hide(body) {
        return Vec::new();
    }
    let mut found: Vec<Found> = names(body, scan);
    found.extend(open_turns(body));
    found.sort_by_key(|(range, _)| range.start);
    found.dedup_by_key(|(range, _)| range.start);
    let below = found.into_iter().map(|(range, message)| warning(At::Body(range), message));
    above(split).into_iter().chain(below).take(MOST).collect()
}

/// What is told of a name that does not stand in a page, if it holds such a character.
pub fn in_name(what: &str, name: &str) -> Option<String> {
    let found = first_hidden(&if name.is_ascii() { Vec::new() } else { characters(name, false) });
    found.map(|(_, c)| told(what, c))
}

/// The warning of a character in a file.
pub fn warning(at: At, message: String) -> Finding {
    let hint = "delete it, or retype the text: it may have been pasted by accident";
    Finding::warning("invisible", at, message).hint(hint)
}

/// Soft hyphens, joiners and marks of direction: inside of a word they are nothing.
pub fn is_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether there may be any: nearly no text has one.
fn may_hide(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is = |at: usize| match (bytes[at], bytes[at + 1], bytes[at + 2]) {
        (0xe2, 0x80, c) => matches!(c, 0x8b..=0x8d | 0xa8..=0xae),
        (0xe2, 0x81, c) => c >= 0xa0,
        (0xe1, b, _) => matches!(b, 0x85 | 0xa0),
        (0xe3, 0x85, c) => c == 0xa4,
        (0xf3, b, _) => b == 0xa0,
        (0xef, b, _) => b >= 0xbb,
        _ => false,
    };
    // The first bytes of the characters that are meant: each is one of three or four.
    [[0xe2, 0xe1, 0xe3], [0xef, 0xf3, 0xf3]].into_iter().any(|firsts| byte_scan::any_of(bytes, firsts).any(is))
}

/// What changes the direction of the text behind it, up to its end.
fn opens(c: char) -> bool {
    matches!(c, '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}')
}

/// What has no place in a name whatever its language. Marks of direction, joiners and soft hyphens have.
fn is_hidden(c: char) -> bool {
    opens(c)
        || matches!(c, '\u{202c}' | '\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
            | '\u{feff}' | '\u{180e}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Letters of which none is ever joined to the next or kept from it.
fn is_plain(c: Option<&(usize, char)>) -> bool {
    c.is_some_and(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}'))
}

/// The first such character of a name, and where it stands in it.
fn first_hidden(name: &[(usize, char)]) -> Option<(usize, char)> {
    let mut flag = false;
    for (index, &(at, c)) in name.iter().enumerate() {
        // The flag of Scotland is a black flag with letters that nobody sees.
        flag = c == '\u{1f3f4}' || (flag && matches!(c, '\u{e0020}'..='\u{e007f}'));
        let between = index > 0 && is_plain(name.get(index - 1)) && is_plain(name.get(index + 1));
        if (is_hidden(c) && !flag) || (between && matches!(c, '\u{200b}'..='\u{200d}')) {
            return Some((at, c));
        }
    }
    None
}

fn told(what: &str, c: char) -> String {
    let does = match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "changes the direction of the text",
        '\u{2028}' | '\u{2029}' => "ends a line",
        _ => "is hidden in it",
    };
    format!("{what} contains the invisible character U+{:04X}, which {does}", u32::from(c))
}

/// The characters of a text with their places; numeric references (`&#x202e;`) are the characters that they mean.
fn characters(text: &str, decode: bool) -> Vec<(usize, char)> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(c) = text[at..].chars().next() {
        match reference(&text[at..]).filter(|_| decode && c == '&') {
            Some((meant, length)) => {
                all.push((at, meant));
                at += length;
            }
            None => {
                all.push((at, c));
                at += c.len_utf8();
            }
        }
    }
    all
}

fn reference(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix("&#")?;
    let end = digits.bytes().take(9).position(|b| b == b';')?;
    let number = match digits[..end].strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits[..end].parse().ok()?,
    };
    Some((char::from_u32(number)?, end + 3))
}

/// Titles, headings and links of the body.
fn names(body: &str, scan: &Scan) -> Vec<Found> {
    let title = scan.title_range.clone().map(|range| (range, "the title"));
    let headings = scan.headings.iter().map(|heading| (heading.range.clone(), "the heading"));
    let links = scan.links.iter().map(|link| (link.range.clone(), "the link"));
    let all = title.into_iter().chain(headings).chain(links);
    let look = |(range, what): (Range<usize>, &str)| {
        let part = &body[range.clone()];
        // In code a reference is what it is written as.
        let (at, c) = first_hidden(&characters(part, !part.contains('`')))?;
        let length = part[at..].chars().next().map_or(1, char::len_utf8);
        Some((range.start + at..range.start + at + length, told(what, c)))
    };
    all.filter_map(look).collect()
}

/// In each paragraph the first character that turns the rest of it because nothing ends it.
fn open_turns(body: &str) -> Vec<Found> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for line in body.split_inclusive('\n') {
        let start = line.as_ptr() as usize - body.as_ptr() as usize;
        if line.trim().is_empty() {
            found.extend(open.drain(..).next());
            open.clear();
        }
        line.char_indices().for_each(|(at, c)| turn(&mut open, start + at, c));
    }
    found.extend(open.into_iter().next());
    let tell =
        |(at, c): (usize, char)| (at..at + c.len_utf8(), format!("{}, and is never closed", told("the text", c)));
    found.into_iter().map(tell).collect()
}

/// As the algorithm has it: an end of an isolate ends what was opened in it, an end of an embedding only that.
fn turn(open: &mut Vec<(usize, char)>, at: usize, c: char) {
    let isolates = |c: &char| matches!(c, '\u{2066}'..='\u{2068}');
    match c {
        _ if opens(c) => open.push((at, c)),
        '\u{202c}' if open.last().is_some_and(|(_, last)| !isolates(last)) => drop(open.pop()),
        '\u{2069}' => {
            if let Some(last) = open.iter().rposition(|(_, one)| isolates(one)) {
                open.truncate(last);
            }
        }
        _ => {}
    }
}

/// The texts of the front matter.
fn above(split: &Split) -> Vec<Finding> {
    let hidden = |(way, value): &(Vec<Step>, &str)| Some((way.clone(), first_hidden(&characters(value, false))?.1));
    let tell = |(way, c): (Vec<Step>, char)| {
        let key = if let Some(Step::Key(key)) = way.first() { key.as_str() } else { "front matter" };
        let message = told(&format!("`{key}`"), c);
        warning(At::Words(way, c.to_string()), message)
    };
    values(split).iter().filter_map(hidden).take(MOST).map(tell).collect()
}

/// All texts of the front matter that a reader may see, with the way to each.
fn values(split: &Split) -> Vec<(Vec<Step>, &str)> {
    let front = &split.keys;
    let key = |name: &str| vec![Step::Key(name.to_owned())];
    let one = [
        ("title", &front.title),
        ("description", &front.description),
        ("owner", &front.owner),
        ("reviewed_by", &front.reviewed_by),
    ];
    let mut all: Vec<(Vec<Step>, &str)> =
        one.into_iter().filter_map(|(name, value)| Some((key(name), value.as_deref()?))).collect();
    for (name, list) in [("tags", &front.tags), ("aliases", &front.aliases)] {
        all.extend(
            list.iter().enumerate().map(|(at, text)| ([key(name), vec![Step::Index(at)]].concat(), text.as_str())),
        );
    }
    for (at, question) in front.questions.iter().enumerate() {
        for (part, text) in [("q", &question.q), ("a", &question.a)] {
            all.push(([key("questions"), vec![Step::Index(at)], key(part)].concat(), text));
        }
    }
    for (name, value) in &split.fields {
        inside(key(name), value, &mut all);
    }
    for (name, value) in &front.extra {
        inside([key("extra"), key(name)].concat(), value, &mut all);
    }
    all
}

fn inside<'a>(way: Vec<Step>, value: &'a Value, all: &mut Vec<(Vec<Step>, &'a str)>) {
    let deeper = |step: Step| way.iter().cloned().chain([step]).collect::<Vec<_>>();
    match value {
        Value::String(text) => all.push((way, text)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| inside(deeper(Step::Index(at)), item, all))
        }
        Value::Object(map) => map.iter().for_each(|(name, item)| inside(deeper(Step::Key(name.clone())), item, all)),
        _ => {}
    }
}
