//! Signs that belong to a word: `#` and `+` behind it (C#, C++), `.`, `#` and `@` before it (.NET, #topic, @name).
//!
//! In: a text and where a sign or the end of a word stands. Out: whether the sign is the word's.

use super::class::{DENSE, DIGIT, LETTER, MARK, WORD, look};

/// Whether a word begins with the sign at `at`: one is behind it, and none that goes on here is before it.
#[inline]
pub(super) fn before(text: &str, at: usize) -> bool {
    let Some(&sign @ (b'.' | b'#' | b'@')) = text.as_bytes().get(at) else { return false };
    let (seen, _) = look(text, at + 1);
    let wanted = if sign == b'#' { WORD } else { LETTER };
    seen & wanted != 0 && seen & DENSE == 0 && opens(text.get(..at).unwrap_or_default())
}

/// Whether something may begin behind a text: not `name().call`, `"text".call` or `a@b`.
#[inline(never)]
fn opens(text: &str) -> bool {
    let mut before = text.chars().rev();
    match before.next() {
        None => true,
        Some('"' | '\'' | '’' | '”') => before.next().is_none_or(|c| c.is_whitespace() || c == '('),
        Some('.' | '#' | '@' | '+' | ')' | ']' | '}' | '>' | '\\' | '&' | '?' | '%' | '$' | ';' | '!' | '…') => false,
        Some(c) => super::class::of(c) & (WORD | MARK) == 0 && !super::chars::unseen(c),
    }
}

/// How many signs of the word that ends at `end` follow it.
#[inline]
pub(super) fn behind(text: &str, start: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let count = match bytes.get(end) {
        Some(b'#') => 1,
        Some(b'+') if bytes.get(end + 1) == Some(&b'+') => 2,
        Some(b'+') => 1,
        _ => return 0,
    };
    let (seen, _) = look(text, end + count);
    let more = matches!(bytes.get(end + count), Some(b'#' | b'+' | b'='));
    // C++17, C#8, but no page#anchor, 2+2 or a++b.
    let version = seen & DIGIT != 0 && (count == 2 || end - start == 1 && bytes.get(end) == Some(&b'#'));
    if more || seen & (WORD | MARK) != 0 && !version { 0 } else { count }
}
