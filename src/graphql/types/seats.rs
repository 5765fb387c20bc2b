//! The seats of a hub.

use async_graphql::SimpleObject;
use projections::Seats;

use super::values::Week;
use crate::graphql::{enums, scalars};

/// Promised seats over available workstations on one weekday.
#[derive(SimpleObject, Debug)]
pub struct PromiseRatio {
    /// The weekday.
    weekday: enums::Weekday,
    /// Seats promised for it: of every kind, guaranteed and shared.
    promised: u32,
    /// Available workstations: those that are flexible in the hub and have been counted.
    available: u32,
    /// Promised over available; absent where nothing is available.
    ratio: Option<scalars::Ratio>,
}

/// What a hub has to offer and has promised on the date and basis.
#[derive(SimpleObject, Debug)]
pub struct HubSeats {
    /// Workstations flexible in it that have been counted: these are available.
    counted_workstations: u32,
    /// Workstations flexible in it that are assumed by a rule: not available until counted.
    assumed_workstations: u32,
    /// Rooms flexible in it.
    rooms: u32,
    /// Seats promised by its memberships, of every kind, guaranteed and shared.
    promised: Week,
    /// Workstations guaranteed by its memberships.
    guaranteed_workstations: Week,
    /// People served by its memberships.
    people_served: u32,
    /// Promised seats over available (counted) workstations, Monday first.
    #[graphql(complexity = "crate::graphql::connection::list(7, child_complexity)")]
    promise_ratio: Vec<PromiseRatio>,
}

impl From<&Seats> for HubSeats {
    fn from(seats: &Seats) -> Self {
        Self {
            counted_workstations: seats.counted_workstations,
            assumed_workstations: seats.assumed_workstations,
            rooms: seats.rooms,
            promised: seats.promised.into(),
            guaranteed_workstations: seats.guaranteed_workstations.into(),
            people_served: seats.people_served,
            promise_ratio: schema::Weekday::ALL.map(|weekday| ratio(seats, weekday)).into(),
        }
    }
}

fn ratio(seats: &Seats, weekday: schema::Weekday) -> PromiseRatio {
    let thousandths = seats.promise_ratio_thousandths(weekday);
    PromiseRatio {
        weekday: weekday.into(),
        promised: seats.promised.on(weekday),
        available: seats.counted_workstations,
        ratio: thousandths.map(|thousandths| scalars::Ratio { thousandths }),
    }
}
