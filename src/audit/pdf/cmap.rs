//! Which letters the numbers of a font mean: a `ToUnicode` map (PDF 32000-1, 9.10.3).
//!
//! In: its text. Out: [`CMap`]. How it is divided into lines does not count.

use std::collections::HashMap;

/// Letters by number.
#[derive(Clone, Debug, Default)]
pub(super) struct CMap {
    /// How many bytes a number has; none of a font that says nothing and has one byte a letter.
    widths: Vec<usize>,
    letters: HashMap<u32, String>,
    /// First, last, what the first one means.
    ranges: Vec<(u32, u32, Vec<u16>)>,
}

#[derive(Debug, PartialEq)]
enum Token {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(String),
}

impl CMap {
    pub(super) fn parse(text: &[u8]) -> Self {
        let mut map = Self::default();
        let tokens = tokens(text);
        let mut rest = tokens.as_slice();
        while let [first, more @ ..] = rest {
            rest = match first {
                Token::Word(word) if word == "begincodespacerange" => map.spaces(more),
                Token::Word(word) if word == "beginbfchar" => map.singles(more),
                Token::Word(word) if word == "beginbfrange" => map.spans(more),
                _ => more,
            };
        }
        if map.widths.is_empty() && !(map.letters.is_empty() && map.ranges.is_empty()) {
            map.widths = vec![2, 1];
        }
        map
    }

    fn spaces<'t>(&mut self, mut rest: &'t [Token]) -> &'t [Token] {
        while let [Token::Hex(first), Token::Hex(_), more @ ..] = rest {
            if !self.widths.contains(&first.len()) && (1..=4).contains(&first.len()) {
                self.widths.push(first.len());
            }
            rest = more;
        }
        rest
    }

    fn singles<'t>(&mut self, mut rest: &'t [Token]) -> &'t [Token] {
        while let [Token::Hex(code), Token::Hex(letters), more @ ..] = rest {
            self.letters.insert(number(code), String::from_utf16_lossy(&units(letters)));
            rest = more;
        }
        rest
    }

    fn spans<'t>(&mut self, mut rest: &'t [Token]) -> &'t [Token] {
        loop {
            match rest {
                [Token::Hex(first), Token::Hex(last), Token::Hex(letters), more @ ..] => {
                    self.ranges.push((number(first), number(last), units(letters)));
                    rest = more;
                }
                [Token::Hex(first), Token::Hex(_), Token::Open, more @ ..] => {
                    let each = more
                        .iter()
                        .map_while(|token| if let Token::Hex(letters) = token { Some(letters) } else { None });
                    let mut count = 0;
                    for letters in each {
                        self.letters
                            .insert(number(first).wrapping_add(count), String::from_utf16_lossy(&units(letters)));
                        count += 1;
                    }
                    let behind = &more[count as usize..];
                    rest = if let [Token::Close, behind @ ..] = behind { behind } else { behind };
                }
                _ => return rest,
            }
        }
    }

    /// What a string of the font says, in each width of its numbers.
    pub(super) fn read(&self, bytes: &[u8]) -> String {
        if self.widths.is_empty() {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let read =
            |width: &usize| bytes.chunks(*width).filter_map(|code| self.letter(number(code))).collect::<String>();
        self.widths.iter().map(read).collect::<Vec<_>>().join("\n")
    }

    fn letter(&self, code: u32) -> Option<String> {
        if let Some(letters) = self.letters.get(&code) {
            return Some(letters.clone());
        }
        let (first, _, letters) = self.ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&code))?;
        let mut letters = letters.clone();
        let last = letters.last_mut()?;
        *last = last.wrapping_add((code - first) as u16);
        Some(String::from_utf16_lossy(&letters))
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [one] => vec![u16::from(*one)],
        _ => bytes.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect(),
    }
}

fn tokens(text: &[u8]) -> Vec<Token> {
    let (mut all, mut rest) = (Vec::new(), text);
    while let [first, more @ ..] = rest {
        rest = match first {
            b'%' => &more[more.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(more.len())..],
            b'<' if more.first() == Some(&b'<') => &more[1..],
            b'<' => {
                let end = more.iter().position(|b| *b == b'>').unwrap_or(more.len());
                all.push(Token::Hex(hex(&more[..end])));
                more.get(end + 1..).unwrap_or_default()
            }
            b'[' | b']' => {
                all.push(if *first == b'[' { Token::Open } else { Token::Close });
                more
            }
            b if b.is_ascii_alphabetic() => {
                let end = rest.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len());
                all.push(Token::Word(String::from_utf8_lossy(&rest[..end]).into_owned()));
                &rest[end..]
            }
            _ => more,
        };
    }
    all
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = digits.iter().filter_map(|b| char::from(*b).to_digit(16)).map(|n| n as u8).collect();
    digits.chunks(2).map(|two| two[0] << 4 | two.get(1).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_do_not_count() {
        let map = "/CMapName /x def 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfrange <0001> <00FF> <0040> \
                   <0100><0101>[<0416><0451>] endbfrange 1 beginbfchar <0200> <00660069> endbfchar endcmap";
        for text in [map.to_owned(), map.replace(' ', "\n"), map.replace("> <", "><")] {
            let read = CMap::parse(text.as_bytes()).read(&[0, 2, 0, 3, 1, 0, 1, 1, 2, 0]);
            assert_eq!(read, "ABЖёfi", "{text}");
        }
    }
}
