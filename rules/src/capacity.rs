//! What a hub has promised, and what it can promise.
//!
//! Two bounds hold on every date, on the planned basis (approvals reserve, proposals do not):
//! promised seats of a weekday stay within the recorded capacity, and guaranteed workstations
//! within the counted workstations that are flexible in the hub.

use projections::{Basis, Portfolio, Seats};
use schema::{Date, HubId, Weekday};
use std::collections::BTreeSet;

use crate::{HubLimitExceeded, NoCapacity, Rejection, SeatsNotCounted};

/// Checks a hub on every date from `from` onwards.
pub(crate) fn check_hub(state: &Portfolio, hub: HubId, from: Date) -> Result<(), Rejection> {
    dates(state, hub, from).into_iter().try_for_each(|on| check_on(state, hub, on))
}

fn check_on(state: &Portfolio, hub: HubId, on: Date) -> Result<(), Rejection> {
    let seats = Seats::of(state, hub, on, Basis::Planned);
    if seats.promised.peak() == 0 {
        return Ok(());
    }
    let Some(capacity) = seats.capacity else {
        return Err(Rejection::new("", NoCapacity { hub: hub.to_string(), on }));
    };
    for weekday in Weekday::ALL {
        let promised = seats.promised.on(weekday);
        if promised > capacity.people {
            let (hub, limit) = (hub.to_string(), capacity.people);
            return Err(Rejection::new("", HubLimitExceeded { hub, on, weekday, promised, limit }));
        }
        let guaranteed = seats.guaranteed_workstations.on(weekday);
        if guaranteed > seats.counted_workstations {
            let counted = seats.counted_workstations;
            let assumed = seats.assumed_workstations;
            let hub = hub.to_string();
            let reason = SeatsNotCounted { hub, on, weekday, guaranteed, counted, assumed };
            return Err(Rejection::new("", reason));
        }
    }
    Ok(())
}

/// `from`, and every later date on which promises, capacity or workstations of the hub may change.
fn dates(state: &Portfolio, hub: HubId, from: Date) -> BTreeSet<Date> {
    let mut dates = BTreeSet::from([from]);
    for membership in state.memberships_of(hub) {
        dates.extend(membership.terms.changes_after(from, Basis::Planned));
    }
    if let Some(hub) = state.hub(&hub) {
        let set = hub.capacity.entries().iter().map(|entry| entry.from);
        dates.extend(set.filter(|date| *date > from));
    }
    for space in state.spaces_ever_of(hub) {
        for resource in state.resources_ever_in(space.id) {
            dates.extend(resource.allocation.changes_after(from, Basis::Planned));
            dates.extend(resource.place.changes_after(from, Basis::Planned));
            let described = resource.descriptions.entries().iter().map(|entry| entry.from);
            let retired = resource.retired.as_ref().map(|retired| retired.from);
            dates.extend(described.chain(retired).filter(|date| *date > from));
        }
    }
    dates
}
