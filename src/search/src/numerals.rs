//! Numbers as others write them: 1000000, 1,000,000 and 1 000 000; 1.5 and 1,5.
//!
//! In: a piece of a question without spaces. Out: the ways to write it, each as words of the index: digits that a
//! dot joins are one word, those that something else parts stand in a row.

use crate::gather::gather;

/// Numbers of more digits are identifiers.
const MOST_DIGITS: usize = 15;

/// The ways to write a number, as it was typed first; none, if it is no number or there is but one. A number without
/// separators has others only if `unknown`: `2024` is a year.
pub fn spellings(typed: &str, unknown: bool) -> Vec<Vec<String>> {
    let number = typed.trim_end_matches(['.', ',', '?', '!', ';', ':', ')']);
    let runs = gather(number.split(['.', ',', '\'', '\u{2019}']));
    let digits: usize = runs.iter().map(|run| run.len()).sum();
    let are_digits = |run: &&str| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit());
    if digits > MOST_DIGITS || !runs.iter().all(are_digits) {
        return Vec::new();
    }
    let solid = runs.concat();
    let (row, dotted) = match runs.as_slice() {
        [run] if unknown && run.len() > 3 && !run.starts_with('0') => (groups(run), false),
        [first, rest @ ..] if is_grouped(first, rest) => (runs, false),
        [_, _] => (runs, true),
        _ => return Vec::new(),
    };
    let joined = vec![row.join(".")];
    let mut all = vec![gather(row.iter().map(|run| (*run).to_owned())), joined];
    all.extend((!dotted).then(|| vec![solid]));
    let own = all.iter().position(|words| words.len() == 1 && words[0] == number).unwrap_or(0);
    all.swap(0, own);
    all
}

/// Whether digits are grouped by thousands.
fn is_grouped(first: &str, rest: &[&str]) -> bool {
    !rest.is_empty() && first.len() < 4 && !first.starts_with('0') && rest.iter().all(|run| run.len() == 3)
}

/// The digits of a number in groups of three, from its end.
fn groups(number: &str) -> Vec<&str> {
    let mut groups = Vec::new();
    let (mut from, mut to) = (0, (number.len() + 2) % 3 + 1);
    while let Some(group) = number.get(from..to) {
        groups.push(group);
        (from, to) = (to, to + 3);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: &str) -> Vec<String> {
        spellings(typed, true).into_iter().map(|words| words.join(" ")).collect()
    }

    #[test]
    fn numbers_have_other_spellings() {
        for (typed, expected) in [
            ("1000000", &["1000000", "1.000.000", "1 000 000"][..]),
            ("1,000,000", &["1 000 000", "1.000.000", "1000000"]),
            ("1.000.000", &["1.000.000", "1 000 000", "1000000"]),
            ("10'000?", &["10 000", "10.000", "10000"]),
            ("25000", &["25000", "25.000", "25 000"]),
            ("1,5", &["1 5", "1.5"]),
            ("1.5", &["1.5", "1 5"]),
            ("100", &[]),
            ("007123", &[]),
            ("1.2.3", &[]),
            ("1234567890123456", &[]),
            ("v1.5", &[]),
            (",", &[]),
            ("", &[]),
        ] {
            assert_eq!(told(typed), expected, "{typed}");
        }
        assert!(spellings("2024", false).is_empty());
    }
}
