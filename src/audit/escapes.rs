//! Characters that are written by others: entities, percent signs, escapes of JSON, JavaScript and CSS, base64.
//!
//! In: a text. Out: the text that somebody reads out of it. Nothing here fails: what is no escape stays as it is.

use crate::index::encoding::from_base64;
use crate::markdown::raw_html;
use std::borrow::Cow;

/// Entities, percent signs and escapes of JSON and JavaScript, undone.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let coded = ['&', '%', '\\'];
    if !text.contains(coded) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(coded) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let read = match rest.as_bytes()[0] {
            b'&' => entity(rest, &mut out),
            b'%' => percent(rest, &mut out),
            _ => escape(rest, &mut out),
        };
        if read == 0 {
            out.push_str(&rest[..1]);
        }
        rest = &rest[read.max(1)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(text: &str, out: &mut String) -> usize {
    let Some(end) = text.bytes().take(12).position(|b| b == b';') else { return 0 };
    let name = &text[1..end];
    let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => n.parse().ok(),
    });
    let found = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => number.and_then(char::from_u32),
    };
    match found {
        Some(c) => out.push(c),
        // The two thousand others, as a browser knows them.
        None => match raw_html::entity(&text[..=end]) {
            Some(decoded) => out.push_str(&decoded),
            None => return 0,
        },
    }
    end + 1
}

fn percent(text: &str, out: &mut String) -> usize {
    let codes = text.as_bytes().chunks_exact(3).take_while(|three| three[0] == b'%');
    let bytes: Vec<u8> = codes.map_while(|three| hex(&three[1..])).map(|n| n as u8).collect();
    let Ok(read) = std::str::from_utf8(&bytes) else { return 0 };
    out.push_str(read);
    3 * bytes.len()
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

fn escape(text: &str, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let code = |at: usize| bytes.get(at..at + 4).and_then(hex);
    match bytes.get(1) {
        Some(b'u') if bytes.get(2) == Some(&b'{') => braced(text, out),
        Some(b'x') => match bytes.get(2..4).and_then(hex) {
            Some(code) => {
                out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                4
            }
            None => 0,
        },
        Some(b'0'..=b'7') => {
            let digits = bytes[1..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
            let code = u32::from_str_radix(&text[1..=digits], 8).ok().and_then(char::from_u32);
            out.push(code.unwrap_or('\u{fffd}'));
            digits + 1
        }
        Some(b'u') => {
            let Some(first) = code(2) else { return 0 };
            let second = (bytes.get(6..8) == Some(b"\\u")).then(|| code(8)).flatten();
            let pair = second.filter(|low| (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(low));
            let c = pair.map_or(first, |low| 0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00));
            out.push(char::from_u32(c).unwrap_or('\u{fffd}'));
            if pair.is_some() { 12 } else { 6 }
        }
        Some(b'n' | b'r' | b't') => {
            out.push('\n');
            2
        }
        _ => 0,
    }
}

/// `\u{4d}`
fn braced(text: &str, out: &mut String) -> usize {
    let Some(end) = text.bytes().take(12).position(|b| b == b'}') else { return 0 };
    let code = u32::from_str_radix(&text[3..end], 16).ok().and_then(char::from_u32);
    code.map_or(0, |c| {
        out.push(c);
        end + 1
    })
}

/// Shorter than this, base64 is a word like others.
const LEAST: usize = 16;

/// Bytes that stand in a text as base64: in addresses of data, in mails, between quotes. Line breaks do not count.
pub(super) fn encoded(text: &str) -> Vec<Vec<u8>> {
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_');
    let plain = |part: &str| part.replace('-', "+").replace('_', "/");
    let words = text.split(|c: char| !is_code(c)).filter(|word| word.len() >= LEAST && !word.contains("//"));
    let mut all: Vec<Vec<u8>> = words.filter_map(|word| from_base64(&plain(word))).collect();
    all.extend(lines(text, &is_code).into_iter().filter_map(|lines| from_base64(&lines)));
    all
}

/// Lines of base64 that follow each other, as mails have them.
fn lines(text: &str, is_code: &impl Fn(char) -> bool) -> Vec<String> {
    let mut all = vec![String::new()];
    for line in text.lines().map(str::trim) {
        let full = line.len() >= LEAST && line.chars().all(is_code);
        match all.last_mut().filter(|_| full || line.ends_with('=')) {
            Some(last) => last.push_str(line),
            None => all.push(String::new()),
        }
    }
    all.retain(|lines| lines.len() > 76);
    all
}

/// The text in other readings, where it has what they undo: quoted-printable, folded lines, joined strings, RTF, CSS.
pub(super) fn otherwise(text: &str) -> Vec<Vec<u8>> {
    let rtf = text.starts_with("{\\rtf").then(|| rtf(text).into_bytes());
    let css = text.contains('\\').then(|| css(text).into_bytes());
    let folded = text.starts_with("BEGIN:").then(|| text.replace("\r\n ", "").replace("\n ", "").into_bytes());
    [quoted_printable(text), rtf, css, folded, joined(text)].into_iter().flatten().collect()
}

/// `"a" + "b"`
fn joined(text: &str) -> Option<Vec<u8>> {
    let quote = |c: char| matches!(c, '"' | '\'' | '`');
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('+').filter(|_| text.contains('+'));
    out.push_str(parts.next()?);
    for part in parts {
        let (before, behind) = (out.trim_end(), part.trim_start());
        if before.ends_with(quote) && behind.starts_with(quote) {
            out.truncate(before.len() - 1);
            out.push_str(&behind[1..]);
        } else {
            out.push('+');
            out.push_str(part);
        }
    }
    Some(decoded(&out).into_owned().into_bytes())
}

/// `\u1078?` and `\'e6` of RTF, whose one-byte letters are those of Windows.
fn rtf(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match part[..digits].parse().ok().and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                out.push_str(part[digits..].strip_prefix('?').unwrap_or(&part[digits..]));
            }
            None => out.push_str(part),
        }
    }
    out
}

/// `\4d` and `\00004d ` of CSS.
fn css(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        match u32::from_str_radix(&part[..digits], 16).ok().and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                out.push_str(part[digits..].strip_prefix(' ').unwrap_or(&part[digits..]));
            }
            None => out.push_str(part),
        }
    }
    out
}

/// `=D0=A1` and soft line ends of quoted-printable, undone; none if the text has nothing of the kind.
fn quoted_printable(text: &str) -> Option<Vec<u8>> {
    if !text.contains("=\n") && !text.contains("=\r\n") && !text.to_ascii_lowercase().contains("quoted-printable") {
        return None;
    }
    let joined = text.replace("=\r\n", "").replace("=\n", "");
    let (mut out, mut rest) = (Vec::with_capacity(joined.len()), joined.as_bytes());
    while let [first, more @ ..] = rest {
        let code = (*first == b'=').then(|| more.get(..2).and_then(hex)).flatten();
        out.push(code.map_or(*first, |code| code as u8));
        rest = if code.is_some() { &more[2..] } else { more };
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_code_is_read() {
        let cases = [
            ("a&amp;b &#1089;&#x435;", "a&b се"),
            ("%D1%81%d0%b5 100% %zz", "се 100% %zz"),
            (r"\u0441\u0435 \ud83d\ude00 \/ \q", "се 😀 \\/ \\q"),
            ("&unknown; &", "&unknown; &"),
        ];
        cases.iter().for_each(|(coded, plain)| assert_eq!(decoded(coded), *plain, "{coded}"));
    }
}
