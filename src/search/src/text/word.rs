//! Where a word ends.
//!
//! In: a text and where a word starts. Out: its end, and what kinds of characters it has.

use super::class::{self, CYRILLIC, DENSE, DIGIT, JOINER, LETTER, LOWER, MARK, UNSEEN, UPPER, WORD, look};

/// Beside the flags of the characters: runs are joined.
pub(super) const JOINED: u16 = 1 << 14;
/// Beside the flags of the characters: case or digits may set parts of a run apart.
pub(super) const PARTED: u16 = 1 << 15;

/// A word has no more joiners: behind them the next one starts.
const MOST_JOINERS: usize = 32;

/// Where the word ends that starts at `start`, and the flags of its characters together.
#[inline]
pub(super) fn end_of_word(text: &str, start: usize) -> (usize, u16) {
    let (mut at, mut end, mut all, mut inner, mut last, mut joiners) = (start, start, 0, 0, 0, 0);
    loop {
        let (seen, length) = look(text, at);
        if seen & (WORD | MARK) != 0 && seen & DENSE == 0 {
            inner |= if at == start { 0 } else { seen };
            all |= seen;
            last = if seen & MARK == 0 { seen } else { last };
            end = at + length;
        } else if seen & JOINER != 0 && joiners < MOST_JOINERS && joins(text, at, last) {
            joiners += 1;
            all |= seen | if apostrophe(text, at) { 0 } else { JOINED };
        } else if seen & UNSEEN != 0 {
            all |= seen;
        } else {
            let camel = inner & UPPER != 0 && all & LOWER != 0;
            let number = all & DIGIT != 0 && all & LETTER != 0;
            return (end, if camel || number { all | PARTED } else { all });
        }
        at += length;
    }
}

/// Whether the joiner at `at` joins what stands before it, `last`, to what comes behind.
fn joins(text: &str, at: usize, last: u16) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    let joiner = rest.next();
    let mut behind = rest.map(|c| (c, class::of(c))).filter(|(_, seen)| seen & UNSEEN == 0);
    let mut behind =
        || behind.next().map_or((' ', 0), |(c, seen)| if seen & DENSE == 0 { (c, seen) } else { (' ', 0) });
    let (mut c, mut next) = behind();
    match joiner {
        Some('_') => {
            while c == '_' {
                (c, next) = behind();
            }
            next & WORD != 0
        }
        // Not git'ом, which is a word and an ending.
        Some('\'' | '\u{2019}') => last & next & LETTER != 0 && (last ^ next) & CYRILLIC == 0,
        // "A sentence.And the next" lacks a space; `Node.js`, `2.5` and т.е. do not.
        Some('.') => next & WORD != 0 && (next & UPPER == 0 || behind().1 & LOWER == 0),
        _ => next & WORD != 0,
    }
}

fn apostrophe(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(['\'', '\u{2019}']))
}
