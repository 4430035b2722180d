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

/// Whether bytes have a word among them.
pub fn holds(bytes: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(bytes, word).is_some()
}

/// Some words, each of which may stand in any text, and all of which are rare: to know that none does takes less than
/// one look at each byte. Each word is looked for at its rarest byte, three such bytes at once: of 82 words in pages that
/// have none of them this takes 8 instructions a byte, an automaton 15 and more.
#[derive(Debug)]
pub struct Words {
    /// The bytes that are looked for.
    bytes: Vec<u8>,
    /// By a byte: the words that are looked for there, and where in them it stands.
    at: Vec<Vec<(usize, &'static [u8])>>,
}

/// Bytes of marks, the rarest in texts first; letters follow them.
const RARE: &[u8] = b"%^@$~{}|+?#=!<>;&_:[]`\"'()-*/";

impl Words {
    /// Looks for these.
    pub fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        let mut at = vec![Vec::new(); 256];
        let rank = |byte: &u8| RARE.iter().position(|rare| rare == byte).unwrap_or(RARE.len());
        for word in words.into_iter().map(str::as_bytes) {
            let rarest = word.iter().enumerate().min_by_key(|(_, byte)| rank(byte));
            rarest.into_iter().for_each(|(offset, byte)| at[usize::from(*byte)].push((offset, word)));
        }
        Self { bytes: (0..=u8::MAX).filter(|byte| !at[usize::from(*byte)].is_empty()).collect(), at }
    }

    /// Whether one of them stands in a text.
    pub fn stand_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let is = |at: usize| self.stands_at(bytes, at);
        self.bytes.chunks(3).any(|three| {
            let [a, b, c] = [three[0], three[three.len() / 2], three[three.len() - 1]];
            any_of(bytes, [a, b, c]).any(is)
        })
    }

    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        self.at[usize::from(bytes[at])].iter().any(|(offset, word)| {
            let found = at.checked_sub(*offset).and_then(|start| bytes.get(start..start + word.len()));
            // The last byte tells nearly always.
            found.is_some_and(|found| found.last() == word.last() && found == *word)
        })
    }
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
    fn words_are_found_as_they_are_by_one_look_for_each() {
        let all = ["{{", "ab", "]: #", "%%", "import ", "é{", "<"];
        let words = Words::new(all);
        for text in [
            "",
            "a",
            "{",
            "{a{",
            "x{{",
            "b ab",
            "]: ",
            "]: #",
            "%a%",
            "%%",
            "mport import",
            "import ",
            "{é{",
            "é",
            "#",
            "<",
        ] {
            assert_eq!(words.stand_in(text), all.iter().any(|word| text.contains(word)), "{text}");
        }
    }

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
