//! What a hub offers, when it is open and how many it holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Date, Invalid, Weekday, limits::COUNT_MAX};

/// A service of a hub.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Service {
    /// Seats side by side for people from different organisations.
    CoWorking,
    /// A staffed reception.
    Reception,
    /// Rooms equipped for video meetings.
    Video,
    /// A studio where organisations work on one project together.
    ProjectStudio,
}

/// An interval of a weekday in which a hub is open.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpeningHours {
    /// The weekday.
    pub weekday: Weekday,
    /// Minutes after midnight at which it opens.
    pub opens_minute: u16,
    /// Minutes after midnight at which it closes, at most 1,440.
    pub closes_minute: u16,
}

impl OpeningHours {
    /// An interval within one day.
    pub fn new(weekday: Weekday, opens_minute: u16, closes_minute: u16) -> Result<Self, Invalid> {
        if opens_minute < closes_minute && closes_minute <= 24 * 60 {
            Ok(Self { weekday, opens_minute, closes_minute })
        } else {
            let given = format!("minute {opens_minute} to {closes_minute}");
            Err(Invalid::new(
                "opening hours",
                given,
                "minutes after midnight, opening before closing, at most 1440",
            ))
        }
    }
}

/// From where a capacity is known.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum CapacitySource {
    /// Counted on site.
    Counted,
    /// What fire safety allows.
    Fire,
    /// What ventilation allows.
    Ventilation,
}

/// How many people a hub holds at a time, and from where this is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HubCapacity {
    /// People at a time.
    pub people: u32,
    /// From where this is known.
    pub source: CapacitySource,
    /// When it was established.
    pub established_on: Date,
}

impl HubCapacity {
    /// A capacity of at most a million.
    pub fn new(people: u32, source: CapacitySource, established_on: Date) -> Result<Self, Invalid> {
        if people <= COUNT_MAX {
            Ok(Self { people, source, established_on })
        } else {
            Err(Invalid::new("capacity", people, format!("0 to {COUNT_MAX} people")))
        }
    }
}
