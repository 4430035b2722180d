//! Days as people and other programs write them.
//!
//! In: a text. Out: a [`Date`], if there is only one that can be meant: `2024-05-01T10:00:00+03:00`, `2024/5/1`,
//! `31.05.2024`, `May 1, 2024`. A day with slashes is one if its month cannot be taken for its day.

use crate::date::Date;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that is meant.
pub(super) fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    Date::parse(text).or_else(|| in_numbers(text)).or_else(|| in_words(text))
}

/// `05/31/2024`, as Microsoft's documentation writes the days of its own keys.
pub(super) fn month_first(text: &str) -> Option<Date> {
    let parts = numbers(text.trim(), '/')?;
    if parts[2] > 31 { day(parts[2], parts[0], parts[1]) } else { read(text) }
}

fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

/// Three numbers, whatever time stands behind them.
fn numbers(text: &str, between: char) -> Option<[u32; 3]> {
    let date = text.split([' ', 'T']).next()?;
    let parts: Vec<u32> = date.split(between).map(str::parse).collect::<Result<_, _>>().ok()?;
    parts.try_into().ok()
}

fn in_numbers(text: &str) -> Option<Date> {
    if let Some([d, m, y]) = numbers(text, '.') {
        return if d > 31 { day(d, m, y) } else { day(y, m, d).filter(|_| y > 99) };
    }
    let [a, b, c] = numbers(text, '-').or_else(|| numbers(text, '/'))?;
    match (a, b, c) {
        (32.., ..) => day(a, b, c),
        (13.., ..=12, 100..) => day(c, b, a),
        (..=12, 13.., 100..) => day(c, a, b),
        (..=12, ..=12, 100..) if a == b => day(c, a, b),
        _ => None,
    }
}

/// `May 1, 2024`, `1 May 2024`, `Wed, 01 May 2024 10:00:00 GMT`.
fn in_words(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let month = |word: &str| {
        let start = word.get(..3)?.to_ascii_lowercase();
        word.chars().all(char::is_alphabetic).then(|| MONTHS.iter().position(|month| *month == start)).flatten()
    };
    let at = words.iter().position(|word| month(word).is_some())?;
    let number = |at: usize| words.get(at)?.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse::<u32>().ok();
    let year = |at: usize| words.get(at)?.parse::<u32>().ok().filter(|year| *year > 999);
    let month = month(words[at])? as u32 + 1;
    let before = at.checked_sub(1).and_then(number).and_then(|d| Some((d, year(at + 1)?)));
    let (d, y) = before.or_else(|| Some((number(at + 1)?, year(at + 2)?)))?;
    day(y, month, d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_if_it_can_be_only_one() {
        for text in [
            "2024-05-31",
            "2024-05-31T10:00:00+03:00",
            "2024-05-31 10:00",
            " 2024-05-31 ",
            "2024-5-31",
            "2024/05/31",
            "2024.05.31",
            "31.05.2024",
            "31.5.2024 10:00",
            "31/05/2024",
            "05/31/2024",
            "31-05-2024",
            "May 31, 2024",
            "31 May 2024",
            "May 31st 2024",
            "Fri, 31 May 2024 10:00:00 GMT",
            "31 may 2024",
        ] {
            assert_eq!(read(text).map(|day| day.to_string()).as_deref(), Some("2024-05-31"), "{text}");
        }
        for text in
            ["05/06/2024", "2024", "soon", "31.02.2024", "2024-13-01", "May 2024", "1.2.24", "", "31/31/2024", "1.2"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(month_first("05/06/2024").map(|day| day.to_string()).as_deref(), Some("2024-05-06"));
    }
}
