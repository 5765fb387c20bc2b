//! What a hub has promised, and what it can promise.
//!
//! Two bounds hold on every date, on the planned basis (approvals reserve, proposals do not):
//! promised seats of a weekday stay within the recorded capacity, and guaranteed workstations
//! within the counted workstations that are flexible in the hub.

use projections::{Basis, Portfolio, Seats};
use schema::{Date, HubId, ReallocationId, WeekCount, Weekday};

use crate::{HubLimitExceeded, NoCapacity, Rejection, SeatsNotCounted};

/// Checks both bounds of a hub on every date from `from` onwards.
pub(crate) fn check_hub(state: &Portfolio, hub: HubId, from: Date) -> Result<(), Rejection> {
    for on in Seats::dates_from(state, hub, from) {
        let seats = Seats::of(state, hub, on, Basis::Planned);
        within_capacity(hub, on, &seats)?;
        counted(hub, on, &seats, &seats.guaranteed_workstations)?;
    }
    Ok(())
}

/// Checks on every date from `from` onwards that a hub holds those who are promised a seat.
pub(crate) fn check_capacity(state: &Portfolio, hub: HubId, from: Date) -> Result<(), Rejection> {
    let mut dates = Seats::dates_from(state, hub, from).into_iter();
    dates.try_for_each(|on| within_capacity(hub, on, &Seats::of(state, hub, on, Basis::Planned)))
}

/// Checks on every date from `from` onwards that the workstations guaranteed in a hub by anything
/// but one reallocation are counted in it.
pub(crate) fn check_others(
    state: &Portfolio,
    hub: HubId,
    from: Date,
    except: ReallocationId,
) -> Result<(), Rejection> {
    for on in Seats::dates_from(state, hub, from) {
        let mut guaranteed = WeekCount::default();
        for membership in state.memberships_of(hub) {
            let terms = membership.terms.at(on, Basis::Planned).and_then(Option::as_ref);
            let others = terms.filter(|_| membership.reallocation != Some(except));
            guaranteed =
                others.map_or(guaranteed, |t| guaranteed.plus(&t.guaranteed_workstations()));
        }
        counted(hub, on, &Seats::of(state, hub, on, Basis::Planned), &guaranteed)?;
    }
    Ok(())
}

fn within_capacity(hub: HubId, on: Date, seats: &Seats) -> Result<(), Rejection> {
    if seats.promised.peak() == 0 {
        return Ok(());
    }
    let Some(capacity) = seats.capacity else {
        return Err(Rejection::new("", NoCapacity { hub: hub.to_string(), on }));
    };
    let over = |weekday: &Weekday| seats.promised.on(*weekday) > capacity.people;
    match Weekday::ALL.into_iter().find(over) {
        None => Ok(()),
        Some(weekday) => {
            let (promised, limit) = (seats.promised.on(weekday), capacity.people);
            let hub = hub.to_string();
            Err(Rejection::new("", HubLimitExceeded { hub, on, weekday, promised, limit }))
        }
    }
}

fn counted(hub: HubId, on: Date, seats: &Seats, guaranteed: &WeekCount) -> Result<(), Rejection> {
    let (counted, assumed) = (seats.counted_workstations, seats.assumed_workstations);
    match Weekday::ALL.into_iter().find(|weekday| guaranteed.on(*weekday) > counted) {
        None => Ok(()),
        Some(weekday) => {
            let (hub, guaranteed) = (hub.to_string(), guaranteed.on(weekday));
            let reason = SeatsNotCounted { hub, on, weekday, guaranteed, counted, assumed };
            Err(Rejection::new("", reason))
        }
    }
}
