//! The two clocks: the civil date in force, and the instant of recording.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

use crate::{Invalid, Weekday};

const YEAR_MIN: i32 = 1900;
const YEAR_MAX: i32 = 2199;

/// A civil date in the portfolio's time zone, from 1900-01-01 to 2199-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date(NaiveDate);

impl Date {
    /// The first day of the calendar.
    pub const FIRST: Self = Self::of(YEAR_MIN, 1, 1);
    /// The last day of the calendar.
    pub const LAST: Self = Self::of(YEAR_MAX, 12, 31);

    const fn of(year: i32, month: u32, day: u32) -> Self {
        // Asked when the program is built.
        Self(NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar"))
    }

    /// A date, refused outside 1900 to 2199.
    pub fn new(date: NaiveDate) -> Result<Self, Invalid> {
        if (YEAR_MIN..=YEAR_MAX).contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err(invalid_date(&date.to_string()))
        }
    }

    /// The civil date itself.
    pub const fn naive(self) -> NaiveDate {
        self.0
    }

    /// The day after, or the same on the last day of the calendar.
    #[must_use]
    pub fn next_day(self) -> Self {
        self.0.checked_add_days(Days::new(1)).and_then(|day| Self::new(day).ok()).unwrap_or(self)
    }

    /// The day before, or the same on the first day of the calendar.
    #[must_use]
    pub fn previous_day(self) -> Self {
        self.0.checked_sub_days(Days::new(1)).and_then(|day| Self::new(day).ok()).unwrap_or(self)
    }

    /// The same day so many months later; the last of that month where it has no such day. None beyond
    /// the calendar.
    pub fn plus_months(self, months: u32) -> Option<Self> {
        self.0.checked_add_months(Months::new(months)).and_then(|day| Self::new(day).ok())
    }

    /// The same day so many months before; the last of that month where it has no such day. None
    /// before the calendar.
    pub fn minus_months(self, months: u32) -> Option<Self> {
        self.0.checked_sub_months(Months::new(months)).and_then(|day| Self::new(day).ok())
    }

    /// The first day of its month.
    pub fn first_of_month(self) -> Self {
        // Every month has a first day.
        Self(self.0.with_day(1).unwrap_or(self.0))
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// How many days later another date is; 0 where it is not later.
    pub fn days_until(self, other: Self) -> u32 {
        u32::try_from((other.0 - self.0).num_days()).unwrap_or(0)
    }

    /// The weekday.
    pub fn weekday(self) -> Weekday {
        Weekday::from_monday(self.0.weekday().num_days_from_monday())
    }
}

fn invalid_date(given: &str) -> Invalid {
    Invalid::new("date", given, "a date from 1900-01-01 to 2199-12-31, written YYYY-MM-DD")
}

impl FromStr for Date {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let date = civil_date(text.as_bytes()).ok_or_else(|| invalid_date(text))?;
        Self::new(date)
    }
}

/// The date in `YYYY-MM-DD`. Every event has several: read digit by digit, an order of magnitude
/// faster than by a format, and there is one spelling.
fn civil_date(text: &[u8]) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// The instant in `YYYY-MM-DDTHH:MM:SS.ffffffZ`, without leap seconds.
fn civil_instant(text: &[u8]) -> Option<NaiveDateTime> {
    let (date, time) = text.split_at_checked(10)?;
    let &[b'T', h1, h2, b':', m1, m2, b':', s1, s2, b'.', ref fraction @ .., b'Z'] = time else {
        return None;
    };
    let fraction = (fraction.len() == 6).then_some(fraction).and_then(number)?;
    let (hour, minute) = (number(&[h1, h2])?, number(&[m1, m2])?);
    civil_date(date)?.and_hms_micro_opt(hour, minute, number(&[s1, s2])?, fraction)
}

/// The number that at most nine digits, and nothing else, spell.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
    })
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An instant in UTC to the microsecond.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Instant {
    microseconds: i64,
}

const INSTANT_FORMAT: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

impl Instant {
    /// The instant that many microseconds after 1970-01-01T00:00:00Z, refused outside 1900 to 2199.
    pub fn from_microseconds(microseconds: i64) -> Result<Self, Invalid> {
        DateTime::<Utc>::from_timestamp_micros(microseconds)
            .filter(|instant| (YEAR_MIN..=YEAR_MAX).contains(&instant.year()))
            .map(|_| Self { microseconds })
            .ok_or_else(|| invalid_instant(&microseconds.to_string()))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn microseconds(self) -> i64 {
        self.microseconds
    }

    /// The instant with an offset of any time zone, as RFC 3339 writes it.
    pub fn parse_rfc3339(text: &str) -> Result<Self, Invalid> {
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| invalid_instant(text))?;
        Self::from_microseconds(instant.timestamp_micros())
    }

    /// The same instant for chrono.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::<Utc>::from_timestamp_micros(self.microseconds)
            // The constructor asked the same question.
            .expect("an instant is within chrono's range")
    }
}

fn invalid_instant(given: &str) -> Invalid {
    Invalid::new(
        "instant",
        given,
        "an instant from 1900 to 2199 such as 2026-11-23T09:30:00.000000Z",
    )
}

impl FromStr for Instant {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let instant = civil_instant(text.as_bytes()).ok_or_else(|| invalid_instant(text))?;
        Self::from_microseconds(instant.and_utc().timestamp_micros())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.utc().format(INSTANT_FORMAT))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

written_as_text!(Date, {
    "type": "string",
    "format": "date",
    "description": "A civil date in the portfolio's time zone"
});
written_as_text!(Instant, {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z$",
    "description": "An instant in UTC with six fractional digits"
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_spelling() {
        assert_eq!("2027-03-01".parse::<Date>().unwrap().to_string(), "2027-03-01");
        for wrong in ["2027-3-1", "+2027-03-01", "2027-02-30", "1899-12-31", "2200-01-01", ""] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
        for ten_characters in ["+2027-3-01", "2027- 3-01", "2027-03- 1", "2027/03/01"] {
            assert!(ten_characters.parse::<Date>().is_err(), "{ten_characters}");
        }
    }

    #[test]
    fn instants_have_six_fractional_digits() {
        let text = "2026-11-23T09:30:00.000001Z";
        assert_eq!(text.parse::<Instant>().unwrap().to_string(), text);
        for wrong in [
            "2026-11-23T09:30:00Z",
            "2026-11-23T 9:30:00.000001Z",
            "2026-11-23T23:59:60.000000Z",
            "2026-11-23T09:30:00.0000001",
            "2026-11-23T09:30:00.0000001Z",
            "2026-11-23T24:00:00.000000Z",
            "2026-11-23 09:30:00.000000Z",
            "1899-12-31T23:59:59.999999Z",
            "2026-11-23T09:30:00.00000éZ",
        ] {
            assert!(wrong.parse::<Instant>().is_err(), "{wrong}");
        }
        assert_eq!(
            Instant::parse_rfc3339("2026-11-23T10:30:00+01:00").unwrap().to_string(),
            "2026-11-23T09:30:00.000000Z"
        );
    }
}
