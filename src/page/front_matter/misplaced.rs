//! What is plainly meant as front matter and is not read as one: below a comment or an empty line, indented, in another
//! format, with the line ends of another system. Its keys would be shown as text, and what they hide too.
//!
//! In: a page's text. Out: an error at the line that opens it; a warning, if nothing in it hides the page.
//!
//! A block is meant when it stands between two lines of the same kind (`---`, `+++`, braces) and one of its lines is a
//! key that docent knows. Examples in code are passed over.

use super::{CODE, SYNTAX, hiding};
use crate::byte_scan::{self, Words};
use crate::diagnostic::{At, Finding, Severity};
use crate::markdown::code_lines::outside_of_code;
use crate::page::invisible::is_nothing;
use crate::page::keys::NAMES;
use std::ops::Range;
use std::sync::LazyLock;

/// Lines of a block that are looked at for a key or its end.
const MOST: usize = 200;

/// Keys that keep a page from readers: a second block with one of them is no text, wherever it stands.
const HIDING: [&str; 4] = ["draft", "unlisted", "audience", "search"];

/// Without any of these nothing is meant as a block.
static FENCES: LazyLock<Words> = LazyLock::new(|| Words::new(["--", "+++", "{", "\u{2013}", "\u{2014}", "\u{2212}"]));

/// Ends of lines in some system, YAML or Unicode.
const LINE_ENDS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

const AS_YAML: &str = "write it as YAML between --- lines: `title: A title`";

/// Bytes of a text in JSON that are read.
const MAX_BYTES: usize = 64 << 10;

/// In a page without front matter: the first block that is meant as one.
pub(super) fn found(text: &str, bom: usize) -> Option<Finding> {
    let error = block_meant(text, bom)?;
    let At::Bytes(range) = &error.at else { return Some(error) };
    let end = text.floor_char_boundary((range.start + MAX_BYTES).min(text.len()));
    let block: String = text[range.start..end].split_inclusive(LINE_ENDS).take(MOST).collect();
    let shown = Finding { severity: Severity::Warning, ..error.clone().of(SYNTAX) };
    Some(if hiding::may_stand_in(&block) { error } else { shown })
}

fn block_meant(text: &str, bom: usize) -> Option<Finding> {
    if let Some(place) = bare(&text[bom..]) {
        let range = bom + place.start..bom + place.end;
        let error = Finding::error(CODE, At::Bytes(range), "front matter without --- lines is ignored");
        return Some(error.hint("add a line that contains only --- above it, and one below"));
    }
    if let Some(place) = json(&text[bom..]) {
        let range = bom + place.start..bom + place.end;
        return Some(Finding::error(CODE, At::Bytes(range), "this front matter is not valid JSON").hint(AS_YAML));
    }
    if let Some(place) = fenced(&text[bom..]) {
        let range = bom + place.start..bom + place.end;
        let error = Finding::error(CODE, At::Bytes(range), "a front matter in a block of code is not read");
        return Some(error.hint("write --- in the place of the two lines of the fence, at the top of the file"));
    }
    let (place, fence) = block(&text[bom..], &NAMES, text[bom..].trim_start_matches(is_blank).starts_with("---"))?;
    let range = bom + place.start..bom + place.end;
    let above = text[bom..range.start].trim();
    let line = text[range.clone()].trim_end();
    let (message, hint) = match fence {
        "+++" => {
            ("the front matter does not begin with +++ at the top of the file", "remove everything before the +++")
        }
        "{" => ("this front matter is not valid JSON, or not at the top of the file", AS_YAML),
        _ if line != "---" => ("the front matter does not begin with ---", "write only --- on the first line"),
        _ if above.is_empty() && lone_return(text, range.end) => {
            ("this file has single carriage returns as line endings", "save the file with Unix or Windows line endings")
        }
        _ => ("the front matter is not at the top of the file", "remove everything before the first ---"),
    };
    Some(Finding::error(CODE, At::Bytes(range.start..range.start + line.len()), message).hint(hint))
}

/// Below a front matter: another one that would hide the page.
pub(super) fn second(text: &str, body: usize) -> Option<Finding> {
    if !HIDING.iter().any(|key| byte_scan::contains(&text[body..], key)) {
        return None;
    }
    let (place, _) = block(&text[body..], &HIDING, false)?;
    let range = body + place.start..body + place.end;
    if is_in_shortcode(&text[body..range.start]) {
        return None;
    }
    let error = Finding::error(CODE, At::Bytes(range), "a second front matter is ignored");
    Some(error.hint("move its keys into the one at the top"))
}

/// Whether a text ends with a line that opens a shortcode: what stands in `{{< code >}}` is an example, as in Hugo's own
/// documentation.
fn is_in_shortcode(above: &str) -> bool {
    let line = above.trim_end().rsplit('\n').next().unwrap_or_default().trim();
    (line.starts_with("{{<") || line.starts_with("{{%"))
        && line.ends_with("}}")
        && !line[3..].trim_start().starts_with('/')
}

fn lone_return(text: &str, at: usize) -> bool {
    text[at..].starts_with('\r') && !text[at..].starts_with("\r\n")
}

/// White space, or what cannot be seen.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_nothing(c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Which fence a line was meant as: dashes of any length, whatever a word processor made of them.
fn fence(line: &str) -> Option<&'static str> {
    // Nearly every line of every page is asked: most begin with what begins no fence.
    if line.as_bytes().first().is_some_and(|first| first.is_ascii_graphic() && !b"-+{".contains(first)) {
        return None;
    }
    let line = line.trim_start_matches(is_blank);
    if !line.starts_with(|c: char| is_dash(c) || matches!(c, '+' | '{')) {
        return None;
    }
    let line = line.trim_end_matches(is_blank);
    let dashes = |line: &str| line.chars().all(is_dash);
    match line {
        "+++" => Some("+++"),
        "{" | "{{" => Some("{"),
        line if line.len() > 1 && line.chars().count() < 12 && dashes(line) => Some("---"),
        _ => None,
    }
}

/// Keys on the first lines, one of which would hide the page.
fn bare(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let lines = text[start..].split(LINE_ENDS).take_while(|line| !line.trim().is_empty() && fence(line).is_none());
    let keys: Vec<&str> = lines.take(MOST).collect();
    let hides = keys.first().is_some_and(|line| is_key(line, &NAMES)) && keys.iter().any(|line| is_key(line, &HIDING));
    hides.then(|| start..start + keys[0].len())
}

/// Braces above all text with a key in them, on one line or several: `{"title": "A title", "draft": true}`.
fn json(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches(|c| is_blank(c) || c == ';').len();
    let rest = text[start..text.floor_char_boundary((start + MAX_BYTES).min(text.len()))].trim_end();
    let line = line_at(text, start);
    let first = rest.strip_prefix('{').map(|_| &text[line.clone()])?;
    let read = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>().next();
    let known = |key: &String| NAMES.contains(&key.to_lowercase().as_str());
    let meant = match read {
        Some(Ok(serde_json::Value::Object(map))) => map.keys().any(known),
        // Without quotes, as YAML has it.
        _ => first.contains('}') && !first.starts_with("{:") && first.contains(':') && is_key(first, &NAMES),
    };
    meant.then_some(line)
}

/// A block of code above all text that holds nothing but keys, one of which would hide the page.
fn fenced(text: &str) -> Option<Range<usize>> {
    let line = line_at(text, Unseen::of(text).end);
    let open = text[line.clone()].trim();
    let mark = ["```", "~~~"].into_iter().find(|mark| open.starts_with(mark))?;
    let info = open.trim_start_matches(['`', '~']).trim().to_lowercase();
    let info = info.trim_matches(['{', '}', '.', '-']);
    let formats = ["", "yaml", "yml", "json", "toml", "front-matter", "frontmatter", "front matter", "md", "markdown"];
    if !formats.contains(&info) {
        return None;
    }
    let inside = below(text, &line).take_while(|line| !line.trim_start().starts_with(mark)).take(MOST);
    let keys: Vec<&str> = inside.filter(|line| fence(line).is_none() && line.trim() != "}").collect();
    let first = keys.first().is_some_and(|line| is_key(line, &NAMES));
    (first && keys.iter().any(|line| keys_in(line))).then_some(line)
}

/// Whether one of the keys on a line would hide the page: JSON has them all on one.
fn keys_in(line: &str) -> bool {
    line.split([',', '{']).any(|part| is_key(part, &HIDING))
}

/// The first block that is meant as front matter: its opening line, and which kind it is. `loose`: the text begins with
/// a line that begins with `---`.
fn block(text: &str, keys: &[&str], loose: bool) -> Option<(Range<usize>, &'static str)> {
    if !FENCES.stand_in(text) {
        return None;
    }
    let first = text.len() - text.trim_start_matches(is_blank).len();
    // Above all text, an indent and a longer row of dashes are slips of the hand.
    let top = loose.then(|| line_at(text, first)).filter(|line| is_meant(text, line, "---", keys));
    if let Some(line) = top {
        return Some((line, "---"));
    }
    let above = Unseen::of(text);
    outside_of_code(text).find_map(|line| {
        let fence = fence(&text[line.clone()])?;
        // Below a text, two rules around `title: x` may be two rules; what would hide the page is meant.
        let meant = if line.start <= first || above.is_all_above(line.start) {
            is_meant(text, &line, fence, keys)
        } else {
            is_meant(text, &line, fence, &HIDING) && is_all_keys(text, &line, fence)
        };
        meant.then_some((line, fence))
    })
}

/// What a text begins with that readers do not see. It is looked for once: a text may have thousands of rules.
struct Unseen {
    comments: Vec<Range<usize>>,
    end: usize,
}

impl Unseen {
    fn of(text: &str) -> Self {
        let blank = |at: usize| text.len() - text[at..].trim_start_matches(is_blank).len();
        let (mut comments, mut end) = (Vec::new(), blank(0));
        while text[end..].starts_with("<!--")
            && let Some(length) = text[end..].find("-->")
        {
            let behind = end + length + "-->".len();
            comments.push(end..behind);
            end = blank(behind);
        }
        Self { comments, end }
    }

    /// Whether readers see nothing of what stands above a place, which is in no comment itself.
    fn is_all_above(&self, place: usize) -> bool {
        let before = self.comments.partition_point(|comment| comment.start < place);
        place <= self.end && self.comments[..before].last().is_none_or(|comment| comment.end <= place)
    }
}

fn line_at(text: &str, at: usize) -> Range<usize> {
    let end = text[at..].find(LINE_ENDS).map_or(text.len(), |length| at + length);
    at..end
}

/// Whether a known key stands between the line and the one that closes its block.
fn is_meant(text: &str, line: &Range<usize>, fence: &str, keys: &[&str]) -> bool {
    let below = || below(text, line).take(MOST);
    below().any(|line| closes(line, fence)) && inside(text, line, fence).any(|line| is_key(line, keys))
}

/// In the middle of a text two rules may enclose anything: only keys, items and what is indented below them are meant.
fn is_all_keys(text: &str, line: &Range<usize>, fence: &str) -> bool {
    inside(text, line, fence).all(|line| {
        let (text, name) = (line.trim_start(), line.split([':', '=']).next().unwrap_or_default());
        text.len() < line.len()
            || text.starts_with(['-', '#', '"', ']', '}'])
            || (name.len() < line.len() && !name.contains(' '))
    })
}

/// The lines below one, without empty ones.
fn below<'t>(text: &'t str, line: &Range<usize>) -> impl Iterator<Item = &'t str> {
    text[line.end..].split(LINE_ENDS).skip(1).filter(|line| !line.trim().is_empty())
}

fn inside<'t>(text: &'t str, line: &Range<usize>, fence: &'t str) -> impl Iterator<Item = &'t str> {
    below(text, line).take(MOST).take_while(move |line| !closes(line, fence))
}

fn closes(line: &str, open: &str) -> bool {
    if open == "{" { line.trim().trim_end_matches('}').is_empty() } else { fence(line) == Some(open) }
}

fn is_key(line: &str, keys: &[&str]) -> bool {
    let name = line.trim_start_matches(is_blank).split([':', '=']).next().unwrap_or_default();
    line.trim_start_matches(is_blank).len() > name.len()
        && keys.contains(&name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '{')))
}
