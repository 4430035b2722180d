//! Words of a filter.
//!
//! In: its text. Out: [`Token`]s with their places, or the place of what is none.

use super::fault;
use crate::diagnostic::{At, Finding};
use std::ops::Range;

/// A word or a sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name or a keyword.
    Name(String),
    /// A text in quotes, or a day.
    Text(String),
    Number(f64),
    /// `(`, `==` ...
    Sign(&'static str),
}

/// The longest ones first.
const SIGNS: [&str; 17] = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ",", ".", "=", "&"];

/// Cuts a filter into words.
pub(super) fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, Finding> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = token(&text[at..], first).map_err(|fault| moved(fault, at))?;
        tokens.push((token, at..at + length));
        at += length;
    }
    Ok(tokens)
}

fn moved(fault: Finding, by: usize) -> Finding {
    fault.moved(|at| if let At::Bytes(range) = at { At::Bytes(range.start + by..range.end + by) } else { at })
}

fn token(rest: &str, first: char) -> Result<(Token, usize), Finding> {
    if matches!(first, '"' | '\'') {
        return text(rest, first);
    }
    if let Some(day) = rest.get(..10).filter(|day| is_day(day)) {
        return Ok((Token::Text(day.to_owned()), 10));
    }
    let negative = first == '-' && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if first.is_ascii_digit() || negative {
        return number(rest);
    }
    if first.is_alphabetic() || first == '_' {
        let length = name(rest);
        return Ok((Token::Name(rest[..length].to_owned()), length));
    }
    let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
    sign.map(|sign| (Token::Sign(sign), sign.len())).ok_or_else(|| {
        let curved = matches!(first, '“' | '”' | '«' | '»' | '„');
        fault(0..first.len_utf8(), format!("`{first}` means nothing in a filter"))
            .maybe_hint(curved.then(|| "put texts in straight quotes: \"text\"".to_owned()))
    })
}

/// A text in quotes; `\` before a quote or another `\` takes it as it is.
fn text(rest: &str, quote: char) -> Result<(Token, usize), Finding> {
    let mut out = String::new();
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => {
                out.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            _ if c == quote => return Ok((Token::Text(out), at + 1)),
            _ => out.push(c),
        }
    }
    Err(fault(0..rest.len(), "the quoted string is not closed").hint(format!("close it with {quote}")))
}

fn number(rest: &str) -> Result<(Token, usize), Finding> {
    let end = |c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '_') || c.is_alphabetic());
    let length = rest.find(end).unwrap_or(rest.len());
    let word = &rest[..length];
    let plain = word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let value = word.parse::<f64>().ok().filter(|_| plain);
    value.map(|value| (Token::Number(value), length)).ok_or_else(|| {
        fault(0..length, format!("`{word}` is not a number")).hint(format!("put a string in quotes: \"{word}\""))
    })
}

/// `2026-05-12`
fn is_day(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
}

/// Letters, digits and `_`; `-` between them.
fn name(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = c == '-' && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !(c.is_alphanumeric() || c == '_' || inside) {
            return at;
        }
    }
    rest.len()
}
