//! Answers as JSON: the few shapes that the browser reads, written without a library (serde would be a quarter of the
//! engine's size).

use std::fmt::Write;

/// Appends a string with its quotes.
pub fn string(out: &mut String, text: &str) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends a number.
pub fn number(out: &mut String, number: u32) {
    let _ = write!(out, "{number}");
}

/// Appends a list; `each` writes one item.
pub fn list<T>(out: &mut String, items: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut String, T)) {
    out.push('[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        each(out, item);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped() {
        let mut out = String::new();
        list(&mut out, ["a\"b\\", "\n\u{1}я"], string);
        number(&mut out, 7);
        assert_eq!(out, "[\"a\\\"b\\\\\",\"\\n\\u0001я\"]7");
    }
}
