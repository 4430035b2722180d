//! Bytes as letters and back: base64 (RFC 4648). The only file that names the crate.
//!
//! In: bytes, or a text that may stand for some. Out: the other of the two.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Writes with padding, and reads what others wrote, for whom padding and the last bits count for nothing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// Appends bytes as base64.
pub fn to_base64(out: &mut String, bytes: &[u8]) {
    BASE64.encode_string(bytes, out);
}

/// The bytes that base64 stands for; none if the text is something else.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    // One digit is less than a byte: what was cut off is no reason to read nothing.
    let whole = digits.len() - usize::from(digits.len() % 4 == 1);
    BASE64.decode(digits.get(..whole)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (text, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            let mut out = String::new();
            to_base64(&mut out, text.as_bytes());
            assert_eq!(out, expected);
            assert_eq!(from_base64(&out).as_deref(), Some(text.as_bytes()));
        }
    }

    #[test]
    fn what_others_wrote_carelessly_is_read() {
        for (text, bytes) in [
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmE", "fooba"),
            ("Zm9vYmE==", "fooba"),
            ("Zm9vYmF", "fooba"),
            ("Zm9vY", "foo"),
            ("Zm9vYg====", "foob"),
            ("Z", ""),
            ("====", ""),
        ] {
            assert_eq!(from_base64(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        for text in ["not base64!", "Zm9v=YmE", "Zm9v\nYmE", "Zm9_", "Жm9v", "Zm9vЖ"] {
            assert_eq!(from_base64(text), None, "{text}");
        }
    }
}
