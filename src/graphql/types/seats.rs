//! The seats of a hub, date by date, and the memberships that wait for them.

use async_graphql::{
    Object, Result, SimpleObject,
    connection::{Connection, Edge, EmptyFields},
};
use projections::{Seats, SeatsFrom, seats_over_time};
use schema::{Date, HubId};

use super::{Reallocation, reallocation::ProposedMembership, values::Week};
use crate::graphql::{
    connection::{PageAsked, cursor},
    enums,
    pin::{Pin, SharedPin},
    scalars,
};

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
    /// How many people it holds at a time; absent where not recorded.
    capacity: Option<u32>,
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
            capacity: seats.capacity.map(|capacity| capacity.people),
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

/// The seats of a hub from a date, until the next on which they are others.
#[derive(SimpleObject, Debug)]
pub struct HubSeatsFrom {
    /// The first date on which they are these.
    from: scalars::Date,
    /// As they are: what was reported done.
    actual: HubSeats,
    /// As they are planned: actual, and what is approved at its date.
    planned: HubSeats,
    /// As they would be planned if every proposal that waits for a decision were approved as it stands.
    /// Nothing of that is reserved.
    if_approved: HubSeats,
}

impl From<&SeatsFrom> for HubSeatsFrom {
    fn from(seats: &SeatsFrom) -> Self {
        Self {
            from: seats.from.into(),
            actual: (&seats.actual).into(),
            planned: (&seats.planned).into(),
            if_approved: (&seats.if_approved).into(),
        }
    }
}

/// A page of the seats of a hub over time, in the order of the dates.
pub(super) type SeatsOverTime = Connection<String, HubSeatsFrom, EmptyFields, EmptyFields>;

/// The seats on `from` and later, or after the date of the cursor that is asked for: counted no further
/// than the page goes.
pub(super) fn over_time(
    pin: &Pin,
    hub: HubId,
    from: Date,
    asked: &PageAsked,
) -> Result<SeatsOverTime> {
    let count = asked.count()?.count;
    let after: Option<Date> = asked.after()?;
    let seats = seats_over_time(&pin.state, hub, after.unwrap_or(from));
    let mut seats = seats.skip(usize::from(after.is_some()));
    let shown = seats.by_ref().take(count);
    let edges = shown.map(|seats| Edge::new(cursor(seats.from), (&seats).into())).collect();
    let mut page = Connection::new(after.is_some(), seats.next().is_some());
    page.edges = edges;
    Ok(page)
}

/// A membership of a proposal that waits for a decision.
#[derive(Debug)]
pub struct WaitingMembership {
    pin: SharedPin,
    waiting: projections::WaitingMembership,
}

impl WaitingMembership {
    pub(super) fn new(pin: &SharedPin, waiting: projections::WaitingMembership) -> Self {
        Self { pin: pin.clone(), waiting }
    }
}

/// A membership of a proposal that waits for a decision: shown, and not reserved.
#[Object]
impl WaitingMembership {
    /// The reallocation that would bring it.
    async fn reallocation(&self) -> Result<Reallocation> {
        Reallocation::named(&self.pin, self.waiting.reallocation)
    }

    /// What is proposed.
    async fn proposed(&self) -> ProposedMembership {
        ProposedMembership::new(&self.pin, &self.waiting.proposed)
    }

    /// From when it would hold: with the first move as that is planned, and not before its own date.
    async fn from(&self) -> scalars::Date {
        self.waiting.from.into()
    }

    /// The seats of the hub on that date as they are planned, without it.
    async fn seats(&self) -> HubSeats {
        (&self.waiting.seats(&self.pin.state)).into()
    }

    /// The seats of the hub on that date if it came, with all else that its reallocation proposes.
    #[graphql(complexity = "100 + child_complexity")]
    async fn seats_if_approved(&self) -> HubSeats {
        (&self.waiting.seats_if_approved(&self.pin.state)).into()
    }
}
