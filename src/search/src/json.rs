//! Answers as JSON: the few shapes that the browser reads, written without a library (serde would be a quarter of the
//! engine's size, and the standard formatting another sixth).

/// Appends a string with its quotes.
pub fn string(out: &mut String, text: &str) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => {
                out.push_str("\\u00");
                hex(out, u32::from(c), 2);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends a number.
pub fn number(out: &mut String, number: u32) {
    if number > 9 {
        self::number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Appends the last hexadecimal digits of a number.
pub fn hex(out: &mut String, number: u32, digits: u32) {
    let digit = |n: u32| char::from_digit(number >> (4 * n) & 15, 16);
    out.extend((0..digits).rev().filter_map(digit));
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
