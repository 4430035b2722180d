//! What becomes of pictures: the `images` table of `docent.yaml`.
//!
//! In: the table. Out: the same, with a size as a number.

use serde::{Deserialize, Deserializer};

/// The table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Images {
    /// Smaller sizes are made of pictures that are wider than their place.
    pub resize: bool,
    /// What cameras and programs wrote into pictures is not published.
    pub strip_metadata: bool,
    /// A picture of more bytes is told.
    #[serde(deserialize_with = "size")]
    pub max_size: u64,
}

impl Default for Images {
    fn default() -> Self {
        Self { resize: true, strip_metadata: true, max_size: 5_000_000 }
    }
}

/// `5 MB`, `800 KB`.
pub fn bytes(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let times = match unit.trim() {
        "kb" | "k" => 1_000,
        "mb" | "m" => 1_000_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(times).filter(|size| *size > 0)
}

/// A number of bytes, for people.
pub fn written(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    if bytes < 1_000_000 { format!("{} KB", bytes.div_ceil(1_000)) } else { format!("{} MB", tenths(1_000_000)) }
}

fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    bytes(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a size; write one such as `5 MB`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_a_unit() {
        let read = |text| bytes(text);
        assert_eq!((read("5 MB"), read("800kb"), read(" 2M ")), (Some(5_000_000), Some(800_000), Some(2_000_000)));
        assert_eq!(
            [read("5"), read("MB"), read("0 MB"), read("5 GB"), read("-1 MB"), read("99999999999999999 MB")],
            [None; 6]
        );
        assert_eq!((written(5_250_000), written(800_001)), ("5.2 MB".to_owned(), "801 KB".to_owned()));
    }
}
