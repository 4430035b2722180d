//! Numbers and truths as they were written: `2024.10` keeps its zero, `0x10` is no 16.
//!
//! In: a YAML text, and the ways to values that are no texts. Out: what is written there, of each that is written plainly.

use super::{Step, locate_all, parse};
use serde_json::Value;

/// Values that are looked for in one text: each may take a walk through it.
const MOST: usize = 40;

/// What is written at the ends of these ways. `None`: a tag, an alias, or one of too many.
pub fn spellings(text: &str, ways: &[Vec<Step>]) -> Vec<Option<String>> {
    let looked = &ways[..ways.len().min(MOST)];
    let places = locate_all(text, &looked.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let plain = |written: &&str| parse(&format!("k: {written}\n")).is_ok_and(|map| map.get("k").is_some_and(is_scalar));
    let written = |place| text.get::<std::ops::Range<usize>>(place).map(str::trim);
    let found = places.into_iter().map(|place| {
        let written = place.and_then(written).filter(|written| !written.starts_with(['!', '&', '*']));
        written.filter(plain).map(str::to_owned)
    });
    found.chain(std::iter::repeat(None)).take(ways.len()).collect()
}

fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::Number(_) | Value::Bool(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_was_written() {
        let key = |key: &str| vec![Step::Key(key.into())];
        let text = "a: 2024.10 # why\nb: 0x10\nc: [1.0, 007]\nd: !!int 5\ne: &x 6\nf: True\ng: {h: 1_000}\ni: 1e3\n";
        let ways = [
            key("a"),
            key("b"),
            vec![Step::Key("c".into()), Step::Index(0)],
            vec![Step::Key("c".into()), Step::Index(1)],
            key("d"),
            key("f"),
            key("i"),
        ];
        let found = spellings(text, &ways);
        let found: Vec<&str> = found.iter().map(|written| written.as_deref().unwrap_or("-")).collect();
        assert_eq!(found, ["2024.10", "0x10", "1.0", "-", "-", "True", "1e3"]);
    }
}
