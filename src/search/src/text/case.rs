//! Small letters for capitals.
//!
//! The standard library's table is 12 KB and would be a tenth of what a browser loads. This one has the letters of
//! the languages that people write; titlecase digraphs and historical scripts stay as they are.

/// Where capitals stand: from, to, at each or each second place, and how far from there the small letters are.
const CAPITALS: [(u32, u32, u32, i32); 68] = [
    // Latin.
    (0xC0, 0xD6, 1, 32),
    (0xD8, 0xDE, 1, 32),
    (0x100, 0x12E, 2, 1),
    (0x132, 0x136, 2, 1),
    (0x139, 0x147, 2, 1),
    (0x14A, 0x176, 2, 1),
    (0x178, 0x178, 1, -121),
    (0x179, 0x17D, 2, 1),
    (0x181, 0x181, 1, 210),
    (0x182, 0x184, 2, 1),
    (0x186, 0x186, 1, 206),
    (0x189, 0x18A, 1, 205),
    (0x18B, 0x18B, 1, 1),
    (0x18E, 0x18E, 1, 79),
    (0x18F, 0x18F, 1, 202),
    (0x190, 0x190, 1, 203),
    (0x191, 0x191, 1, 1),
    (0x193, 0x193, 1, 205),
    (0x194, 0x194, 1, 207),
    (0x196, 0x196, 1, 211),
    (0x197, 0x197, 1, 209),
    (0x198, 0x198, 1, 1),
    (0x19D, 0x19D, 1, 213),
    (0x1A0, 0x1A4, 2, 1),
    (0x1AC, 0x1AC, 1, 1),
    (0x1AF, 0x1AF, 1, 1),
    (0x1B1, 0x1B2, 1, 217),
    (0x1B3, 0x1B5, 2, 1),
    (0x1B7, 0x1B7, 1, 219),
    (0x1B8, 0x1B8, 1, 1),
    (0x1CD, 0x1DB, 2, 1),
    (0x1DE, 0x1EE, 2, 1),
    (0x1F8, 0x21E, 2, 1),
    (0x222, 0x232, 2, 1),
    (0x243, 0x243, 1, -195),
    (0x244, 0x244, 1, 69),
    (0x245, 0x245, 1, 71),
    (0x246, 0x24E, 2, 1),
    // Greek.
    (0x370, 0x372, 2, 1),
    (0x386, 0x386, 1, 38),
    (0x388, 0x38A, 1, 37),
    (0x38C, 0x38C, 1, 64),
    (0x38E, 0x38F, 1, 63),
    (0x391, 0x3A1, 1, 32),
    (0x3A3, 0x3AB, 1, 32),
    // Cyrillic.
    (0x400, 0x40F, 1, 80),
    (0x410, 0x42F, 1, 32),
    (0x460, 0x480, 2, 1),
    (0x48A, 0x4BE, 2, 1),
    (0x4C0, 0x4C0, 1, 15),
    (0x4C1, 0x4CD, 2, 1),
    (0x4D0, 0x52E, 2, 1),
    // Armenian, Georgian.
    (0x531, 0x556, 1, 48),
    (0x1C90, 0x1CBA, 1, -3008),
    (0x1CBD, 0x1CBF, 1, -3008),
    // Latin with two marks, Greek with several.
    (0x1E00, 0x1E94, 2, 1),
    (0x1E9E, 0x1E9E, 1, -7615),
    (0x1EA0, 0x1EFE, 2, 1),
    (0x1F08, 0x1F0F, 1, -8),
    (0x1F18, 0x1F1D, 1, -8),
    (0x1F28, 0x1F2F, 1, -8),
    (0x1F38, 0x1F3F, 1, -8),
    (0x1F48, 0x1F4D, 1, -8),
    (0x1F59, 0x1F5F, 2, -8),
    (0x1F68, 0x1F6F, 1, -8),
    // Roman numbers; full width; Adlam.
    (0x2160, 0x216F, 1, 16),
    (0xFF21, 0xFF3A, 1, 32),
    (0x1E900, 0x1E921, 1, 34),
];

/// The small letter of a capital; of anything else, itself.
pub fn small(c: char) -> char {
    let code = c as u32;
    for &(from, to, step, distance) in &CAPITALS {
        if code <= to {
            let capital = code >= from && (code - from).is_multiple_of(step);
            return if capital { char::from_u32(code.wrapping_add_signed(distance)).unwrap_or(c) } else { c };
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_of_written_languages_are_known() {
        for c in (0x80..=0x10FFFF).filter_map(char::from_u32) {
            let lower: Vec<char> = c.to_lowercase().collect();
            let expected = if lower.len() == 1 && !left_out(c) { lower[0] } else { c };
            assert_eq!(small(c), expected, "{c:?} {:x}", c as u32);
        }
    }

    /// Phonetic and historical letters, letters that NFC makes others, digraphs in one, circled letters.
    fn left_out(c: char) -> bool {
        let latin =
            matches!(c, 'Ƈ' | 'Ɯ' | 'Ɵ' | 'Ʀ' | 'Ƨ' | 'Ʃ' | 'Ʈ' | 'Ƽ' | 'Ǆ'..='ǌ' | 'Ǳ'..='Ƿ' | 'Ƞ' | 'Ⱥ'..='Ɂ');
        let greek = matches!(c as u32, 0x376..=0x37F | 0x3CF..=0x3FF | 0x1F80..=0x1FFF);
        let signs = matches!(c as u32, 0x2126 | 0x212A | 0x212B | 0x2132 | 0x2183 | 0x24B6..=0x24CF);
        let old = matches!(c as u32, 0x10A0..=0x10CD | 0x13A0..=0x13F5 | 0x1C89 | 0x2C00..=0x2CFF | 0xA640..=0xAB6F);
        latin || greek || signs || old || matches!(c as u32, 0x10400..=0x1E8FF)
    }
}
