//! Obsidian: sizes of pictures, tags in the text, names with spaces around, callouts with metadata.
//!
//! In: a place in a text. Out: `![[a.png|300]]` as `![[a.png]]{width=300}`, `[!tip|right]` as `[!tip]`, and `#tag` among
//! the tags of the page. Blocks that ask a database of notes are told.

use super::cursor::REACH;
use super::engine::Engine;
use super::inline::Taken;
use super::{Dialect, NOTHING, Tool};
use crate::byte_scan;

pub(super) const TOOL: Tool = Tool {
    dialect: Dialect::Obsidian,
    triggers: &[
        "![[",
        "[[.",
        "^[",
        ".base]]",
        ".canvas]]",
        "[[^",
        "```dataview",
        "```base",
        "```query",
        "```tasks",
        "```button",
        "```meta-bind",
    ],
    block: Some(block),
    inline: Some((b"![#^", inline)),
    fence: Some(fence),
    ..NOTHING
};

/// Languages of blocks that show the answer to a question.
const QUERIES: [&str; 10] = [
    "dataview",
    "dataviewjs",
    "base",
    "query",
    "tasks",
    "button",
    "meta-bind",
    "meta-bind-button",
    "datacards",
    "tracker",
];

fn fence(engine: &mut Engine<'_>, info: &str) {
    let lang = info.trim().split([' ', '{', ',']).next().unwrap_or_default();
    if QUERIES.contains(&lang) {
        let message = format!("docent does not run `{lang}` blocks; this one is shown as code");
        engine.tell(engine.at..engine.line_end, message, "show pages with docent's own views, or write the result");
    }
}

/// `[!tip|right]`: what stands behind the line is for a theme.
fn block(engine: &mut Engine<'_>) -> bool {
    let line = engine.rest();
    let Some(inside) = line.strip_prefix("[!").filter(|_| engine.quotes > 0) else { return false };
    let Some((name, _)) = inside.split_once(']').filter(|(name, _)| name.contains('|')) else { return false };
    let (kind, _) = name.split_once('|').unwrap_or((name, ""));
    let at = engine.at;
    engine.keep_to(at + 2 + kind.trim_end().len());
    engine.skip_to(at + 2 + name.len());
    engine.keep_to(engine.line_end);
    true
}

fn inline(engine: &mut Engine<'_>, at: usize) -> Taken {
    match &engine.body.as_bytes()[at..] {
        [b'!', b'[', b'[', ..] => embed(engine, at),
        [b'!', b'[', ..] => picture(engine, at),
        [b'[', b'[', ..] => link(engine, at),
        [b'#', ..] => tag(engine, at),
        _ => Taken::No,
    }
}

/// `300` or `300x200`, as docent writes it.
fn size(text: &str) -> Option<String> {
    let number = |text: &str| !text.is_empty() && text.len() < 6 && text.bytes().all(|b| b.is_ascii_digit());
    match text.trim().split_once('x') {
        Some((width, height)) if number(width) && number(height) => Some(format!("{{width={width} height={height}}}")),
        None if number(text.trim()) => Some(format!("{{width={}}}", text.trim())),
        _ => None,
    }
}

const PICTURES: [&str; 9] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "ico"];
const FILES: [&str; 12] = ["pdf", "mp4", "webm", "mov", "mp3", "ogg", "wav", "m4a", "flac", "mkv", "ogv", "3gp"];

fn ending(name: &str) -> String {
    let name = name.split(['#', '|', '\\']).next().unwrap_or_default().trim();
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

/// The inside of `[[...]]` that begins here.
fn inside(engine: &Engine<'_>, at: usize) -> Option<(usize, usize)> {
    let line = engine.near(at);
    let end = line.find("]]")?;
    (!line[2..end].contains("[[")).then_some((at + 2, at + end))
}

fn embed(engine: &mut Engine<'_>, at: usize) -> Taken {
    let Some((start, end)) = inside(engine, at + 1) else { return Taken::No };
    let body = engine.body;
    let name = &body[start..end];
    let ending = ending(name);
    if PICTURES.contains(&ending.as_str()) {
        let Some((before, last)) = name.rsplit_once('|') else { return Taken::No };
        let Some(size) = size(last) else { return Taken::No };
        engine.keep_to(start + before.trim_end_matches('\\').len());
        engine.skip_to(end);
        engine.keep_to(end + 2);
        engine.put(&size);
        return Taken::Text;
    }
    if ["base", "canvas"].contains(&ending.as_str()) || FILES.contains(&ending.as_str()) {
        return file(engine, at, end, &ending);
    }
    let before = engine.before(at).trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+'));
    let behind = engine.near(end + 2).trim();
    let block_id =
        behind.strip_prefix('^').is_some_and(|id| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    if (before.is_empty() || is_number(before)) && (behind.is_empty() || block_id) {
        return apart(engine, at, end + 2);
    }
    // In a sentence it is a link, which the links tell.
    Taken::No
}

/// A page on a line of its own is a block of its own: an empty line stands above and below.
fn apart(engine: &mut Engine<'_>, at: usize, end: usize) -> Taken {
    let (above, below) = touches(engine.body, at - engine.before(at).len(), at, engine.line_end);
    if !above && !below {
        return Taken::No;
    }
    engine.keep_to(at);
    let line = ["\n", &engine.prefix()].concat();
    if above {
        engine.put(&line);
    }
    engine.keep_to(engine.line_end.max(end));
    if below {
        engine.put(&["\n", line.trim_start_matches('\n').trim_end()].concat());
    }
    Taken::Text
}

fn is_number(text: &str) -> bool {
    text.trim_end_matches(['.', ')']).bytes().all(|b| b.is_ascii_digit())
}

/// Whether lines of text stand directly above and below. Items begin blocks of their own.
fn touches(body: &str, start: usize, at: usize, end: usize) -> (bool, bool) {
    let item = body[start..at].contains(['-', '*', '+', '.', ')']);
    let above = body[..start].trim_end_matches('\n').trim_end_matches('\r');
    let direct = body[above.len()..start].matches('\n').count() == 1;
    let above = above.rsplit('\n').next().unwrap_or_default();
    let below = body[end..].trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
    let below = below.split('\n').next().unwrap_or_default();
    let text = |line: &str| {
        let line = line.trim().trim_start_matches(['>', ' ']);
        let marks = ['#', '|', '<', ':', '`', '{', '=', '?', '%'];
        !line.is_empty() && !line.starts_with(marks) && super::cursor::list_marker(line).is_none()
    };
    (direct && !item && text(above), text(below))
}

/// A file in the place of a page: a link to it; `.base` and `.canvas` are Obsidian's alone.
fn file(engine: &mut Engine<'_>, at: usize, end: usize, ending: &str) -> Taken {
    if ["base", "canvas"].contains(&ending) {
        let message = format!("docent does not show `.{ending}` files; this is a link to the file");
        engine.tell(at..end + 2, message, "show pages with docent's own views, or a picture of it");
    }
    engine.keep_to(at);
    engine.skip_to(at + 1);
    engine.keep_to(end + 2);
    Taken::Text
}

/// `![a|200](b.png)`
fn picture(engine: &mut Engine<'_>, at: usize) -> Taken {
    let line = engine.near(at);
    let Some(close) = line.find("](").filter(|close| !line[2..*close].contains(['[', ']'])) else { return Taken::No };
    let Some((alt, last)) = line[2..close].rsplit_once('|') else {
        // `![300](b.png)` is the same in Obsidian.
        return Taken::No;
    };
    let Some((size, end)) = size(last).zip(address_end(&line[close + 2..])) else { return Taken::No };
    engine.keep_to(at + 2 + alt.trim_end_matches('\\').len());
    engine.skip_to(at + close);
    engine.keep_to(at + close + 2 + end);
    engine.put(&size);
    Taken::Text
}

/// Where the brackets around an address close.
pub(super) fn address_end(text: &str) -> Option<usize> {
    let mut depth = 1;
    for (at, b) in text.bytes().enumerate() {
        depth += match b {
            b'(' => 1,
            b')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// `[[ page#^id | words ]]`: without the spaces.
fn link(engine: &mut Engine<'_>, at: usize) -> Taken {
    let Some((start, end)) = inside(engine, at) else { return Taken::No };
    let body = engine.body;
    let (name, words) =
        body[start..end].split_once('|').map_or((&body[start..end], None), |(name, words)| (name, Some(words)));
    let escape = if name.ends_with('\\') { 1 } else { 0 };
    let bare = name[..name.len() - escape].trim();
    if bare.is_empty() || (bare.len() + escape == name.len() && words.is_none_or(|words| words.trim() == words)) {
        return Taken::No;
    }
    engine.keep_to(start);
    let from = start + (name.len() - name.trim_start().len());
    engine.keep_only(from..from + bare.len());
    if let Some(words) = words {
        let bar = start + name.len();
        engine.keep_only(bar - escape..bar + 1);
        let first = bar + 1 + (words.len() - words.trim_start().len());
        engine.keep_only(first..first + words.trim().len());
    }
    engine.skip_to(end);
    engine.keep_to(end + 2);
    Taken::Text
}

/// Whether a letter of a tag.
fn is_tag(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '/') || (!c.is_ascii() && !c.is_whitespace() && !is_mark(c))
}

/// Punctuation that no tag has.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' | '«' | '»' | '\u{ff1a}'..='\u{ff20}')
}

/// `#tag/sub` behind white space. A number is none, nor is a colour.
fn tag(engine: &mut Engine<'_>, at: usize) -> Taken {
    let before = engine.body[..at].chars().next_back();
    if before.is_some_and(|c| !c.is_whitespace()) {
        return Taken::No;
    }
    let text = engine.near(at + 1);
    let length = text.find(|c| !is_tag(c)).unwrap_or(text.len());
    let name = text[..length].trim_end_matches(['/', '-']);
    let colour = matches!(name.len(), 3 | 4 | 6 | 8)
        && name.bytes().all(|b| b.is_ascii_hexdigit())
        && (name.bytes().any(|b| b.is_ascii_digit()) || name.bytes().all(|b| b == name.as_bytes()[0]));
    let word = name.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '/' | '-' | '_'));
    let line = [engine.before(at), engine.near(at)].concat();
    let line = line.as_str();
    let definition = line.trim_start().starts_with('[') && line.contains("]: ");
    if definition || is_about_channels(line) {
        return Taken::No;
    }
    if !word || colour || text[length..].starts_with(['#', '(', '=']) {
        return Taken::No;
    }
    if !engine.reading.tags.iter().any(|tag| tag == name) {
        engine.reading.tags.push(name.to_owned());
    }
    engine.pass(at + 1 + length);
    Taken::Text
}

/// A line about channels of a chat, which have the same mark.
fn is_about_channels(line: &str) -> bool {
    let words = ["slack", "channel", "mattermost", "discord", "канал"];
    let lower = line.to_lowercase();
    words.iter().any(|word| lower.contains(word))
}

/// Whether a body may have tags, or callouts with metadata.
pub(super) fn may_hold(body: &str) -> bool {
    let barred = |at: usize, most: usize| body[at..].bytes().take(most).take_while(|b| *b != b']').any(|b| b == b'|');
    byte_scan::matches(body, "[!").any(|at| barred(at, 40))
        || byte_scan::matches(body, "![").any(|at| barred(at, REACH))
        || byte_scan::matches(body, "[[").any(|at| has_spaces(&body[at + 2..]))
        || may_hold_tags(body)
}

/// Whether the inside of `[[...]]`, which begins here, has spaces at an end of the name or of the words.
fn has_spaces(text: &str) -> bool {
    let end = text.bytes().take(REACH).position(|b| matches!(b, b']' | b'\n')).unwrap_or_default();
    let inside = &text[..end];
    inside.split('|').map(|part| part.trim_end_matches('\\')).any(|part| part.trim().len() < part.len())
}

fn may_hold_tags(body: &str) -> bool {
    let bytes = body.as_bytes();
    let is = |at: usize| {
        let before = at == 0 || bytes[at - 1].is_ascii_whitespace();
        before && bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80 || *b == b'_')
    };
    byte_scan::each(bytes, b'#').any(is)
}
