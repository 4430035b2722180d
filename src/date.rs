//! Days of the calendar.
//!
//! In: `2026-05-12` (ISO 8601, the only form that reads the same everywhere), or seconds since 1970. Out: a [`Date`].
//! Nothing here asks the clock: what day it is comes from outside.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`; a time behind it is allowed and dropped. `None` if there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        let separators = day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-';
        let digits = |range: Range<usize>| day.get(range).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
        let date = Self {
            year: digits(0..4)?.parse().ok()?,
            month: digits(5..7)?.parse().ok()?,
            day: digits(8..10)?.parse().ok()?,
        };
        let whole = separators && (rest.is_empty() || rest.starts_with(['T', ' ']));
        (whole && date.exists()).then_some(date)
    }

    /// The day on which a second since 1970 lies, in UTC.
    pub fn at_second(seconds: u64) -> Self {
        Self::from_days(i64::try_from(seconds / 86_400).unwrap_or(i64::MAX))
    }

    /// Days since 1970-01-01, negative before it.
    pub fn days(self) -> i64 {
        // Years that begin in March end with the leap day; eras of 400 years are all alike (Howard Hinnant, "chrono-
        // Compatible Low-Level Date Algorithms", days_from_civil).
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The reverse of [`Self::days`]; what lies outside the years 0 to 9999 is moved to their edge.
    pub fn from_days(days: i64) -> Self {
        let days = days.clamp(-719_528, 2_932_896) + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = (shifted + 2) % 12 + 1;
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        // All three are in range after the clamp.
        Self { year: year as u16, month: month as u8, day: day as u8 }
    }

    /// The same day so many months later, or the last one of a shorter month: 31 January and one month is 28 February.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let all = i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        let (year, month) = ((all / 12).min(9999) as u16, (all % 12 + 1) as u8);
        Self { year, month, day: self.day.min(last_day(year, month)) }
    }

    /// So many days later.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        Self::from_days(self.days() + i64::from(days))
    }

    /// Whole months from `self` to a later day.
    pub fn months_to(self, later: Self) -> u32 {
        let months = |date: Self| i64::from(date.year) * 12 + i64::from(date.month);
        let all = (months(later) - months(self)).max(0) as u32;
        if self.plus_months(all) > later { all.saturating_sub(1) } else { all }
    }

    fn exists(self) -> bool {
        (1..=last_day(self.year, self.month)).contains(&self.day)
    }
}

/// A span of the calendar, such as how long a review holds: `6 months`, `3 weeks`, `1 year`, `10 days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    months: u32,
    days: u32,
}

impl Span {
    /// Reads a number and a unit.
    pub fn parse(text: &str) -> Option<Self> {
        let (n, unit) = text.split_once(' ')?;
        let n: u32 = n.parse().ok().filter(|n| (1..=999).contains(n))?;
        let (months, days) = match unit.trim().trim_end_matches('s') {
            "day" => (0, n),
            "week" => (0, 7 * n),
            "month" => (n, 0),
            "year" => (12 * n, 0),
            _ => return None,
        };
        Some(Self { months, days })
    }

    /// The day that lies so long after another.
    pub fn after(self, day: Date) -> Date {
        day.plus_months(self.months).plus_days(self.days)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || serde::de::Error::custom(format!("`{text}` is not a duration such as `6 months`"));
        Self::parse(&text).ok_or_else(wrong)
    }
}

fn last_day(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a date such as 2026-05-31")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn days_exist() {
        assert!(Date::parse("2024-02-29").is_some());
        assert!(Date::parse("2026-05-12T10:00:00Z").is_some());
        for wrong in
            ["2023-02-29", "2026-13-01", "2026-00-01", "12.05.2026", "2026-5-1", "2026-05-1x", "+026-05-12", ""]
        {
            assert!(Date::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_is_counted_and_found_again() {
        assert_eq!((day("1970-01-01").days(), day("2026-11-25").days()), (0, 20_782));
        let mut before = Date::from_days(day("1799-12-31").days());
        for number in day("1800-01-01").days()..day("2201-01-01").days() {
            let date = Date::from_days(number);
            assert!(date.exists() && date > before && date.days() == number, "{date}");
            before = date;
        }
        assert_eq!(Date::at_second(1_795_601_982), day("2026-11-25"));
        for wild in [i64::MIN, i64::MAX] {
            assert!(Date::from_days(wild).exists());
        }
    }

    #[test]
    fn spans_have_a_number_and_a_unit() {
        let after = |text: &str| Span::parse(text).map(|span| span.after(day("2026-01-31")).to_string());
        let spans = [
            ("1 month", "2026-02-28"),
            ("6 months", "2026-07-31"),
            ("3 weeks", "2026-02-21"),
            ("1 year", "2027-01-31"),
            ("10 days", "2026-02-10"),
        ];
        spans.iter().for_each(|(text, end)| assert_eq!(after(text).as_deref(), Some(*end), "{text}"));
        for wrong in ["", "6", "months", "six months", "0 days", "-1 year", "6months", "6 moons", "1000 years"] {
            assert!(Span::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn months_end_where_months_end() {
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
        assert_eq!(day("2023-11-30").plus_months(15), day("2025-02-28"));
        assert_eq!(day("2024-02-29").plus_months(12), day("2025-02-28"));
        assert_eq!(day("2026-12-31").plus_days(1), day("2027-01-01"));
        for (from, to, months) in [
            ("2026-01-31", "2026-02-27", 0),
            ("2026-01-31", "2026-02-28", 1),
            ("2026-05-12", "2026-05-11", 0),
            ("2025-12-15", "2026-03-14", 2),
            ("2025-12-15", "2026-03-15", 3),
        ] {
            assert_eq!(day(from).months_to(day(to)), months, "{from} {to}");
        }
    }
}
