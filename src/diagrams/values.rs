//! Values of attributes: numbers, styles and colours.
//!
//! In: what the library wrote. Out: numbers with two digits, declarations of a style, colours that an author chose.

use serde_json::{Value, json};

/// Colours that mark what they stand for: the slices of a pie, and notes. They are never shown.
pub(super) fn marked_colours() -> Value {
    let mut colours = json!({"noteBkgColor": NOTE, "noteBorderColor": NOTE, "lineColor": LINE});
    for number in 1..=12 {
        colours[format!("pie{number}")] = json!(format!("#0000{number:02x}"));
    }
    colours
}

/// Marks a note.
const NOTE: &str = "#000100";

/// Marks what has the colour of lines.
const LINE: &str = "#000200";

/// Whether a colour is that of lines.
pub(super) fn marks_line(colour: &str) -> bool {
    rgb(colour) == Some([0, 2, 0])
}

/// Whether a colour marks a note.
pub(super) fn marks_note(colour: &str) -> bool {
    rgb(colour) == Some([0, 1, 0])
}

/// Which slice of a pie a colour marks, from 0.
pub(super) fn slice(colour: &str) -> Option<usize> {
    match rgb(colour)? {
        [0, 0, number @ 1..=12] => Some(usize::from(number) - 1),
        _ => None,
    }
}

/// The declarations of a style: name, value, whether it is `!important` (which only an author's are).
pub(super) fn declarations(style: &str) -> impl Iterator<Item = (&str, &str, bool)> {
    style.split(';').filter_map(|part| {
        let (name, value) = part.split_once(':')?;
        let value = value.trim();
        let plain = value.strip_suffix("!important").map(str::trim_end);
        Some((name.trim(), plain.unwrap_or(value), plain.is_some()))
    })
}

/// The value of a declaration.
pub(super) fn declared<'s>(style: &'s str, name: &str) -> Option<&'s str> {
    declarations(style).filter(|(own, ..)| *own == name).map(|(_, value, _)| value).last()
}

/// A text in which all numbers have at most two digits behind the point. White space is made one blank.
pub(super) fn rounded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let length = number(rest);
        if length > 0 {
            out.push_str(&short(&rest[..length]));
            rest = &rest[length..];
        } else if first.is_whitespace() {
            out.push(' ');
            rest = rest.trim_start();
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// How many bytes of a number stand at the beginning.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(bytes.first().is_some_and(|byte| matches!(byte, b'-' | b'+')));
    let whole = digits(sign);
    let mut end = sign + whole;
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    } else if whole == 0 {
        return 0;
    }
    if bytes.get(end).is_some_and(|byte| matches!(byte, b'e' | b'E')) {
        let sign = usize::from(bytes.get(end + 1).is_some_and(|byte| matches!(byte, b'-' | b'+')));
        let power = digits(end + 1 + sign);
        end += if power > 0 { 1 + sign + power } else { 0 };
    }
    end
}

fn short(number: &str) -> String {
    let Ok(value) = number.parse::<f64>() else { return number.to_owned() };
    fixed(value)
}

/// A number with at most two digits behind the point.
pub(super) fn fixed(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if matches!(text, "-0" | "") { "0".to_owned() } else { text.to_owned() }
}

/// A colour as an author may write it: `#rgb`, `#rrggbb`, `rgb(...)`, `hsl(...)` or one of the best known names.
pub(super) fn rgb(colour: &str) -> Option<[u8; 3]> {
    let colour = colour.trim().to_ascii_lowercase();
    if let Some(digits) = colour.strip_prefix('#') {
        return hex(digits);
    }
    if let Some(inside) = colour.strip_prefix("rgb(").or_else(|| colour.strip_prefix("rgba(")) {
        let parts: Vec<f64> = numbers(inside);
        let byte = |at: usize| parts.get(at).map(|part| part.round().clamp(0.0, 255.0) as u8);
        return Some([byte(0)?, byte(1)?, byte(2)?]);
    }
    if let Some(inside) = colour.strip_prefix("hsl(").or_else(|| colour.strip_prefix("hsla(")) {
        let parts = numbers(inside);
        return Some(of_hsl(*parts.first()?, parts.get(1)? / 100.0, parts.get(2)? / 100.0));
    }
    NAMES.iter().find(|(name, _)| *name == colour).map(|(_, rgb)| *rgb)
}

fn hex(digits: &str) -> Option<[u8; 3]> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pair = |text: &str| u8::from_str_radix(text, 16).ok();
    let double = |at: usize| pair(&digits[at..=at].repeat(2));
    match digits.len() {
        3 | 4 => Some([double(0)?, double(1)?, double(2)?]),
        6 | 8 => Some([pair(&digits[..2])?, pair(&digits[2..4])?, pair(&digits[4..6])?]),
        _ => None,
    }
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
    parts.filter_map(|part| part.parse().ok()).collect()
}

fn of_hsl(hue: f64, saturation: f64, lightness: f64) -> [u8; 3] {
    let part = |n: f64| {
        let k = (n + hue.rem_euclid(360.0) / 30.0) % 12.0;
        let strength = saturation * lightness.min(1.0 - lightness);
        let value = lightness - strength * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        (value * 255.0).round().clamp(0.0, 255.0) as u8
    };
    [part(0.0), part(8.0), part(4.0)]
}

/// The colour of letters that can be read on another.
pub(super) fn ink([red, green, blue]: [u8; 3]) -> &'static str {
    let light = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
    if luminance > 0.179 { "#1b1b1b" } else { "#fff" }
}

const NAMES: [(&str, [u8; 3]); 30] = [
    ("black", [0, 0, 0]),
    ("white", [255, 255, 255]),
    ("red", [255, 0, 0]),
    ("green", [0, 128, 0]),
    ("blue", [0, 0, 255]),
    ("yellow", [255, 255, 0]),
    ("orange", [255, 165, 0]),
    ("purple", [128, 0, 128]),
    ("pink", [255, 192, 203]),
    ("gray", [128, 128, 128]),
    ("grey", [128, 128, 128]),
    ("lightgray", [211, 211, 211]),
    ("lightgrey", [211, 211, 211]),
    ("darkgray", [169, 169, 169]),
    ("silver", [192, 192, 192]),
    ("lightblue", [173, 216, 230]),
    ("lightgreen", [144, 238, 144]),
    ("lightyellow", [255, 255, 224]),
    ("lightpink", [255, 182, 193]),
    ("cyan", [0, 255, 255]),
    ("magenta", [255, 0, 255]),
    ("lime", [0, 255, 0]),
    ("navy", [0, 0, 128]),
    ("teal", [0, 128, 128]),
    ("brown", [165, 42, 42]),
    ("gold", [255, 215, 0]),
    ("salmon", [250, 128, 114]),
    ("coral", [255, 127, 80]),
    ("violet", [238, 130, 238]),
    ("beige", [245, 245, 220]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let cases = [
            ("M129.0385,28L140.1,-0.0000000000000004", "M129.04,28L140.1,0"),
            ("translate(1.999999, 2)", "translate(2, 2)"),
            ("1e-16 1.5e2", "0 150"),
            ("\n  M0 1\n  v-48.123\n", "M0 1 v-48.12"),
            ("a-1.005z", "a-1z"),
        ];
        cases.iter().for_each(|(text, short)| assert_eq!(rounded(text), *short, "{text}"));
    }

    #[test]
    fn colours_are_read() {
        assert_eq!(rgb("#9f6"), Some([0x99, 0xff, 0x66]));
        assert_eq!(rgb("rgb(1, 2, 3)"), Some([1, 2, 3]));
        assert_eq!(rgb("hsl(120, 100%, 50%)"), Some([0, 255, 0]));
        assert_eq!(rgb("White"), Some([255, 255, 255]));
        assert_eq!(rgb("url(#x)"), None);
        assert_eq!(slice("rgb(0, 0, 3)"), Some(2));
        assert!(marks_note(NOTE));
        assert_eq!((ink([255, 255, 0]), ink([0, 0, 128])), ("#1b1b1b", "#fff"));
    }

    #[test]
    fn a_style_says_what_is_the_authors() {
        let all: Vec<_> = declarations(";fill:#9f6 !important; stroke: none;;").collect();
        assert_eq!(all, [("fill", "#9f6", true), ("stroke", "none", false)]);
    }
}
