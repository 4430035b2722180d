//! Texts in other encodings than UTF-8.
//!
//! In: the bytes of a text file. Out: the text, and the name of the encoding if it was another one.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};

/// Reads a text. UTF-16 is known by its mark or by its zeros; of the old encodings with one byte a letter, the one is
/// taken whose letters make words: Windows-1251 for Cyrillic, Windows-1252 for the others.
pub fn read(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let name = (encoding == UTF_16LE || encoding == UTF_16BE).then(|| encoding.name());
        return (text.into_owned(), name);
    }
    if let Some(encoding) = utf16(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0.into_owned(), Some(encoding.name()));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => {
            let encoding = if is_cyrillic(bytes) { WINDOWS_1251 } else { WINDOWS_1252 };
            (encoding.decode_without_bom_handling(bytes).0.into_owned(), Some(encoding.name()))
        }
    }
}

/// Every second byte of a text in Latin letters is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let many = head.len() / 8;
    match (zeros(0), zeros(1)) {
        (0, odd) if odd > many && odd > 1 => Some(UTF_16LE),
        (even, 0) if even > many && even > 1 => Some(UTF_16BE),
        _ => None,
    }
}

/// Cyrillic words are runs of high bytes; accents stand between Latin letters.
fn is_cyrillic(bytes: &[u8]) -> bool {
    let pairs = bytes.windows(2).filter(|pair| pair[0] >= 0xc0 && pair[1] >= 0xc0).count();
    let high = bytes.iter().filter(|byte| **byte >= 0xc0).count();
    pairs * 2 > high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_encodings_are_known() {
        let (cyrillic, ..) = WINDOWS_1251.encode("# Отпуск\n\nДва дня.");
        assert_eq!(read(&cyrillic), ("# Отпуск\n\nДва дня.".to_owned(), Some("windows-1251")));
        assert_eq!(read(b"caf\xe9 na\xefve \x96 x"), ("café naïve – x".to_owned(), Some("windows-1252")));
        let wide: Vec<u8> = "Plan für".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), ("Plan für".to_owned(), Some("UTF-16LE")));
        assert_eq!(read(&[&b"\xfe\xff"[..], &[0, b'A']].concat()), ("A".to_owned(), Some("UTF-16BE")));
        assert_eq!(read("\u{feff}é".as_bytes()), ("é".to_owned(), None));
    }
}
