//! Days of the calendar. The only file that names the crate `time`, which knows how long months and years are.
//!
//! In: `2026-05-12` (ISO 8601, the only form that reads the same everywhere), or seconds since 1970. Out: a [`Date`].
//! Nothing here asks the clock: what day it is comes from outside.

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Iso8601;
use time::{Duration, Month, OffsetDateTime};

/// A day of the years 0 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

impl Date {
    /// Reads `YYYY-MM-DD`; a time behind it is allowed and dropped. `None` if there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        // ISO 8601 counts weeks too (`2026-W20-2`), which people do not mean.
        let spelt = matches!(day.as_bytes(), [b'0'..=b'9', _, _, _, b'-', _, _, b'-', _, _]);
        let whole = spelt && (rest.is_empty() || rest.starts_with(['T', ' ']));
        time::Date::parse(day, &Iso8601::DATE).ok().filter(|_| whole).map(Self)
    }

    /// The day on which a second since 1970 lies, in UTC; the last one that there is for what lies behind it.
    pub fn at_second(seconds: u64) -> Self {
        let moment = i64::try_from(seconds).ok().and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
        Self(moment.map_or(time::Date::MAX, OffsetDateTime::date))
    }

    /// Days from `self` to another day, negative if that is earlier.
    pub fn days_to(self, other: Self) -> i64 {
        (other.0 - self.0).whole_days()
    }

    /// The same day so many months later, or the last one of a shorter month: 31 January and one month is 28 February.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let all = self.months() + i64::from(months);
        let year = (all / 12).min(i64::from(time::Date::MAX.year())) as i32;
        let month = Month::January.nth_next((all % 12) as u8);
        let day = self.0.day().min(month.length(year));
        Self(time::Date::from_calendar_date(year, month, day).unwrap_or(time::Date::MAX))
    }

    /// So many days later.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        Self(self.0.saturating_add(Duration::days(i64::from(days))))
    }

    /// Whole months from `self` to a later day.
    pub fn months_to(self, later: Self) -> u32 {
        let all = (later.months() - self.months()).max(0) as u32;
        if self.plus_months(all) > later { all.saturating_sub(1) } else { all }
    }

    /// Months since the year 0.
    fn months(self) -> i64 {
        i64::from(self.0.year()) * 12 + i64::from(u8::from(self.0.month())) - 1
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

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
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
        for wrong in [
            "2023-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-05-00",
            "12.05.2026",
            "2026-5-1",
            "2026-05-1x",
            "+026-05-12",
            "-026-05-12",
            "2026-W20-2",
            "2026-132",
            "20260512",
            "2026 05 12",
            "2026-05-12Z",
            "２026-05-12",
            "2026-05-1²",
            "",
        ] {
            assert!(Date::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn seconds_lie_on_days_of_utc() {
        for (second, text) in [(0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02")] {
            assert_eq!(Date::at_second(second), day(text), "{second}");
        }
        assert_eq!(Date::at_second(1_795_601_982), day("2026-11-25"));
        assert_eq!(Date::at_second(u64::MAX), day("9999-12-31"));
        assert_eq!(day("9999-12-31").plus_days(1), day("9999-12-31"));
    }

    #[test]
    fn days_are_counted_and_written_as_they_are_read() {
        for (from, to, days) in [
            ("2026-05-12", "2026-05-12", 0),
            ("2024-02-28", "2024-03-01", 2),
            ("2100-02-28", "2100-03-01", 1),
            ("2000-01-01", "1999-12-31", -1),
            ("0000-01-01", "9999-12-31", 3_652_424),
        ] {
            assert_eq!(day(from).days_to(day(to)), days, "{from} {to}");
            assert_eq!([day(from).to_string(), day(to).to_string()], [from, to]);
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
