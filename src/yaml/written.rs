//! Where a character of a text stands in the YAML that it was written in.
//!
//! In: the YAML, where the text begins in it, the text as it was read, an offset in that. Out: an offset in the YAML.
//! Quotes, escapes, indentation and line breaks are written, but not read: the two are walked side by side, and what is
//! in the YAML only is passed over. An escape such as `\x41` moves the place to the next character that is the same.

/// The place in `yaml` of the character at `offset` in `text`.
pub fn written(yaml: &str, start: usize, text: &str, offset: usize) -> usize {
    let mut at = start.min(yaml.len());
    match yaml.as_bytes().get(at) {
        Some(b'"' | b'\'') => at += 1,
        // `|` and `>` with what is said of the block: its text begins on the next line.
        Some(b'|' | b'>') => at = yaml[at..].find('\n').map_or(yaml.len(), |end| at + end + 1),
        _ => {}
    }
    for (here, c) in text.char_indices() {
        let rest = &yaml[at..];
        let skipped = if c.is_whitespace() { 0 } else { rest.find(c).unwrap_or(0) };
        at += skipped;
        if here >= offset {
            return at;
        }
        at += if c.is_whitespace() {
            let white = rest.len() - rest.trim_start().len();
            // One space for a folded line break with its indentation; else as many as are written.
            let folded = rest[..white].contains('\n');
            if folded { white } else { rest.chars().next().map_or(0, char::len_utf8) }
        } else {
            yaml[at..].chars().next().map_or(0, char::len_utf8)
        };
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_write_a_text() {
        for (yaml, text) in [
            ("f: a == b", "a == b"),
            ("f: 'x == ''b'''", "x == 'b'"),
            ("f: \"x == \\\"b\\\"\"", "x == \"b\""),
            ("f: >\n  a and\n  b", "a and b"),
            ("f: |\n  a and\n  b\n", "a and\nb\n"),
            ("f: a and\n   b", "a and b"),
            ("f: ж == й", "ж == й"),
        ] {
            for (offset, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                let at = written(yaml, 3, text, offset);
                assert_eq!(yaml[at..].chars().next(), Some(c), "{yaml:?} at {offset}");
            }
            let last = text.trim_end().char_indices().next_back().map_or(0, |(at, _)| at);
            let behind: &str = &yaml[written(yaml, 3, text, last)..];
            assert!(behind.chars().count() <= 4, "{yaml:?}: {behind:?}");
        }
    }
}
