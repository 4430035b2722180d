//! What is asked of every byte of every page, where nearly none answers: bytes and words by `memchr`, many bytes at once,
//! and [`places`], where three bytes in a row are what is looked for.
//!
//! In: a text or its bytes, and what is looked for; for [`places`] a question without a jump in it. Out: where it
//! stands, in order. For the question the bytes are asked 64 together, as often as is known beforehand and without a way
//! out in the middle, so that the compiler asks sixteen at once: to look at each byte of a page for two such questions
//! was a twentieth of a build.

/// Where a text has a byte first.
pub fn find(text: &str, byte: u8) -> Option<usize> {
    memchr::memchr(byte, text.as_bytes())
}

/// Whether a text has a word in it.
pub fn contains(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}

/// Where a word stands in a text, in order.
pub fn matches<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    memchr::memmem::find_iter(text.as_bytes(), word.as_bytes())
}

/// Where one of three bytes stands, in order.
pub fn any_of<'t>(bytes: &'t [u8], [a, b, c]: [u8; 3]) -> impl Iterator<Item = usize> + 't {
    memchr::memchr3_iter(a, b, c, bytes)
}

/// Where a byte stands, in order.
pub fn each<'t>(bytes: &'t [u8], byte: u8) -> impl Iterator<Item = usize> + 't {
    memchr::memchr_iter(byte, bytes)
}

/// Bytes that are asked together.
const TOGETHER: usize = 64;

/// Where the first of three bytes stands for which the answer is yes.
pub fn places(bytes: &[u8], is: impl Fn(u8, u8, u8) -> bool) -> Vec<usize> {
    let (mut found, mut start) = (Vec::new(), 0);
    while let Some(row) = bytes[start..].first_chunk::<{ TOGETHER + 2 }>() {
        let yes = |at: usize| is(row[at], row[at + 1], row[at + 2]);
        if (0..TOGETHER).fold(0, |any, at| any | u8::from(yes(at))) > 0 {
            found.extend((0..TOGETHER).filter(|at| yes(*at)).map(|at| start + at));
        }
        start += TOGETHER;
    }
    let rest = bytes[start..].windows(3).enumerate().filter(|(_, row)| is(row[0], row[1], row[2]));
    found.extend(rest.map(|(at, _)| start + at));
    found
}

/// Whether a character is one that no text may hold: nobody can type it, and neither HTML nor XML allows it.
pub fn is_strange(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_wherever_it_stands() {
        let is = |a: u8, b: u8, c: u8| (a == b'a') & (b == b'b') & (c == b'c');
        for before in 0..3 * TOGETHER {
            for behind in [0, 1, TOGETHER] {
                let text = format!("{}abc{}abc", "-".repeat(before), "-".repeat(behind));
                assert_eq!(places(text.as_bytes(), is), [before, before + 3 + behind], "{before} {behind}");
            }
        }
        for short in ["", "a", "ab", "abd"] {
            assert!(places(short.as_bytes(), is).is_empty(), "{short}");
        }
    }
}
