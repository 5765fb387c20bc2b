//! Weekdays, and numbers that differ by weekday.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{Invalid, limits::COUNT_MAX};

/// A weekday.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// All seven, Monday first (ISO 8601).
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    pub(crate) fn from_monday(days: u32) -> Self {
        Self::ALL[days as usize % 7]
    }

    fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A number for each weekday, Monday first: people attending, or seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "[u32; 7]")]
pub struct WeekCount([u32; 7]);

impl WeekCount {
    /// Seven numbers, Monday first, each at most a million.
    pub fn new(days: [u32; 7]) -> Result<Self, Invalid> {
        match days.iter().find(|&&count| count > COUNT_MAX) {
            None => Ok(Self(days)),
            Some(count) => {
                Err(Invalid::new("number for a weekday", count, format!("0 to {COUNT_MAX}")))
            }
        }
    }

    /// The number on `weekday`.
    pub fn on(&self, weekday: Weekday) -> u32 {
        self.0[weekday.index()]
    }

    /// The seven numbers, Monday first.
    pub const fn days(&self) -> [u32; 7] {
        self.0
    }

    /// The largest of the seven.
    pub fn peak(&self) -> u32 {
        self.0.into_iter().max().unwrap_or(0)
    }

    /// The sums by weekday. Saturates, which no sum of real seats comes near.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|day| self.0[day].saturating_add(other.0[day])))
    }
}

impl TryFrom<[u32; 7]> for WeekCount {
    type Error = Invalid;

    fn try_from(days: [u32; 7]) -> Result<Self, Invalid> {
        Self::new(days)
    }
}
