//! What a portfolio fixes once: its currency and its time zone.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

use crate::{Date, Instant, Invalid};

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Currency([u8; 3]);

impl FromStr for Currency {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(Invalid::new(
                "currency",
                text,
                "three capital letters of ISO 4217, such as SEK",
            )),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|&letter| write!(f, "{}", char::from(letter)))
    }
}

/// A time zone of the IANA database. The portfolio's civil dates are dates in it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TimeZone(Tz);

impl TimeZone {
    /// The civil date at `instant` in this zone.
    pub fn date_at(self, instant: Instant) -> Result<Date, Invalid> {
        Date::new(instant.utc().with_timezone(&self.0).date_naive())
    }
}

impl FromStr for TimeZone {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let accepted = "a name of the IANA time zone database, such as Europe/Stockholm";
        text.parse().map(Self).map_err(|_| Invalid::new("time zone", text, accepted))
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

written_as_text!(Currency, { "type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217" });
written_as_text!(TimeZone, { "type": "string", "description": "A name of the IANA time zone database" });
