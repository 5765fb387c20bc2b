//! What a move must find where and when it is made.

use projections::{Allocation, Basis, Hub, Portfolio, Resource};
use schema::{Date, HubId, Move, ReallocationId, SpaceId, Subject};
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    ApprovedElsewhere, HubNotOpen, IsFlexible, NotInHub, Rejection, TakenByUnit,
    allocations::named, find, hubs::serves_other, occupancy, recording::Recording,
};

/// Checks a move of a proposal that has just been approved, against what is planned.
pub(super) fn check_planned(
    recording: &Recording<'_>,
    reallocation: ReallocationId,
    planned: &Move,
) -> Result<(), Rejection> {
    not_approved_elsewhere(&recording.state, reallocation, planned)?;
    check(recording, reallocation, planned, planned.planned_on, Basis::Planned)
}

/// Checks a move that has just been reported done, against what is.
pub(super) fn check_carried_out(
    recording: &Recording<'_>,
    reallocation: ReallocationId,
    carried_out: &Move,
    on: Date,
) -> Result<(), Rejection> {
    check(recording, reallocation, carried_out, on, Basis::Actual)
}

fn not_approved_elsewhere(
    state: &Portfolio,
    reallocation: ReallocationId,
    planned: &Move,
) -> Result<(), Rejection> {
    let others: Vec<_> = match planned.subject {
        Subject::Resource(id) => state
            .resource(&id)
            .map(|known| known.allocation.pending().iter().map(|pending| pending.by).collect()),
        Subject::Space(id) => state
            .space(&id)
            .map(|known| known.hub.pending().iter().map(|pending| pending.by).collect()),
    }
    .unwrap_or_default();
    match others.iter().find(|by| by.reallocation != reallocation) {
        None => Ok(()),
        Some(by) => Err(Rejection::new(
            "subject",
            ApprovedElsewhere {
                subject: named(planned.subject),
                reallocation: by.reallocation.to_string(),
                number: by.number.into(),
            },
        )),
    }
}

fn check(
    recording: &Recording<'_>,
    reallocation: ReallocationId,
    made: &Move,
    on: Date,
    basis: Basis,
) -> Result<(), Rejection> {
    let hub = find::hub(&recording.state, "hub", made.fate.hub())?;
    open_from(&hub, on, basis)?;
    let resource = match made.subject {
        Subject::Space(space) => return check_space(recording, space, hub.id, on, basis),
        Subject::Resource(resource) => resource,
    };
    let former = find::standing_resource(recording.before, "subject", resource, on)?;
    not_flexible_before(&former, on)?;
    not_given_later(&former, on)?;
    let moved = find::standing_resource(&recording.state, "subject", resource, on)?;
    stands_in_hub(&recording.state, &moved, hub.id, on, basis)?;
    has_its_place(&recording.state, &moved, on, basis, reallocation)
}

/// The hub is open on the date, and no end of it is set.
fn open_from(hub: &Hub, on: Date, basis: Basis) -> Result<(), Rejection> {
    let closes = hub.closed.as_ref().map(|closed| closed.from);
    if hub.is_open(on, basis) && closes.is_none() {
        return Ok(());
    }
    let at = closes.map_or(on, |closes| closes.max(on));
    Err(Rejection::new("hub", HubNotOpen { hub: hub.id.to_string(), on: at }))
}

fn check_space(
    recording: &Recording<'_>,
    space: SpaceId,
    hub: HubId,
    on: Date,
    basis: Basis,
) -> Result<(), Rejection> {
    let former = find::lasting_space(recording.before, "subject", space, on)?;
    for date in former.hub.dates_from(on, basis) {
        if let Some(Some(other)) = former.hub.at(date, basis).filter(|&at| *at != Some(hub)) {
            return Err(serves_other("subject", space, *other, date));
        }
    }
    Ok(())
}

fn not_flexible_before(former: &Resource, on: Date) -> Result<(), Rejection> {
    match former.allocation.at(on, Basis::Actual) {
        Some(Allocation::Flexible(hub)) => {
            let (resource, hub) = (former.id.to_string(), hub.to_string());
            Err(Rejection::new("subject", IsFlexible { resource, hub, on }))
        }
        Some(Allocation::Fixed(_) | Allocation::Vacant) | None => Ok(()),
    }
}

/// Nobody is given the resource after it becomes flexible.
fn not_given_later(former: &Resource, on: Date) -> Result<(), Rejection> {
    for later in former.allocation.changes_after(on, Basis::Actual) {
        match former.allocation.at(later, Basis::Actual) {
            Some(Allocation::Fixed(unit)) => {
                let (resource, unit) = (former.id.to_string(), unit.to_string());
                let reason = TakenByUnit { resource, unit, from: later };
                return Err(Rejection::new("subject", reason));
            }
            Some(Allocation::Flexible(hub)) => {
                let (resource, hub) = (former.id.to_string(), hub.to_string());
                return Err(Rejection::new("subject", IsFlexible { resource, hub, on: later }));
            }
            Some(Allocation::Vacant) | None => {}
        }
    }
    Ok(())
}

/// The spaces in which the resource stands from then on serve the hub on every date on which the
/// resource is there.
fn stands_in_hub(
    state: &Portfolio,
    moved: &Arc<Resource>,
    hub: HubId,
    on: Date,
    basis: Basis,
) -> Result<(), Rejection> {
    let mut dates = BTreeSet::from_iter(moved.place.dates_from(on, basis));
    while let Some(date) = dates.pop_first() {
        let Some(&place) = moved.place.at(date, basis).filter(|_| moved.exists(date)) else {
            continue;
        };
        let space = find::standing_space(state, "space", place, date)?;
        if space.hub.at(date, basis) != Some(&Some(hub)) {
            let (space, hub) = (place.to_string(), hub.to_string());
            return Err(Rejection::new("space", NotInHub { space, hub, on: date }));
        }
        dates.extend(space.hub.changes_after(date, basis));
    }
    Ok(())
}

/// Each space in which the resource stands from then on takes it.
fn has_its_place(
    state: &Portfolio,
    moved: &Arc<Resource>,
    on: Date,
    basis: Basis,
    reallocation: ReallocationId,
) -> Result<(), Rejection> {
    for date in moved.place.dates_from(on, basis) {
        if let Some(&space) = moved.place.at(date, basis) {
            occupancy::check_categories(state, space, date)?;
            occupancy::check_space(state, space, date, Some(reallocation))?;
        }
    }
    Ok(())
}
