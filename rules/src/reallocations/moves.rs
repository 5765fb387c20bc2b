//! What a move must find where and when it is made.

use projections::{Allocation, Basis, Hub, Portfolio, Resource};
use schema::{Date, Fate, HubId, Move, ReallocationId, SpaceId, Subject, UnitId};
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    ApprovedElsewhere, HubNotOpen, IsFlexible, NotInHub, Rejection, SpaceReleased, StillInUse,
    TakenByUnit, allocations::named, capacity, find, hubs::serves_other, occupancy,
    recording::Recording, resources, spaces,
};

/// Checks a move of a proposal that has just been approved, against what is planned.
pub(super) fn check_planned(
    recording: &Recording<'_>,
    reallocation: ReallocationId,
    planned: &Move,
) -> Result<(), Rejection> {
    not_approved_elsewhere(&recording.state, reallocation, planned)?;
    let (before, state) = (recording.before, &recording.state);
    check(before, state, reallocation, planned, planned.planned_on, Basis::Planned)
}

/// Whether a move that is still to be done could be done as planned or, where it is overdue, today.
pub(crate) fn holds(
    state: &Portfolio,
    reallocation: ReallocationId,
    planned: &Move,
    today: Date,
) -> bool {
    let on = planned.planned_on.max(today);
    check(state, state, reallocation, planned, on, Basis::Planned).is_ok()
}

/// Checks a move that has just been reported done, against what is.
pub(super) fn check_carried_out(
    recording: &Recording<'_>,
    reallocation: ReallocationId,
    carried_out: &Move,
    on: Date,
) -> Result<(), Rejection> {
    let (before, state) = (recording.before, &recording.state);
    check(before, state, reallocation, carried_out, on, Basis::Actual)
}

/// Checks a move that is to be recorded as done once more, against what is without it and with it.
pub(crate) fn could_be_done(
    before: &Portfolio,
    state: &Portfolio,
    reallocation: ReallocationId,
    made: &Move,
    on: Date,
) -> Result<(), Rejection> {
    check(before, state, reallocation, made, on, Basis::Actual)
}

/// Whether another approved reallocation moves the same.
pub(crate) fn is_moved_by_another(
    state: &Portfolio,
    reallocation: ReallocationId,
    planned: &Move,
) -> bool {
    not_approved_elsewhere(state, reallocation, planned).is_err()
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
        Subject::Space(id) => {
            state.space(&id).map(|known| known.planned_moves().map(|(by, _)| by).collect())
        }
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
    before: &Portfolio,
    state: &Portfolio,
    reallocation: ReallocationId,
    made: &Move,
    on: Date,
    basis: Basis,
) -> Result<(), Rejection> {
    match (made.subject, made.fate) {
        (Subject::Space(space), Fate::Released { .. }) => {
            check_released(before, state, space, on, basis)
        }
        (Subject::Space(space), Fate::Converted { hub } | Fate::Relocated { hub, .. }) => {
            open_from(&*find::hub(state, "hub", hub)?, on, basis)?;
            usable(state, "subject", space, on, basis)?;
            check_space(before, space, hub, on, basis)
        }
        (Subject::Resource(resource), Fate::Returned { unit, .. }) => {
            find::lasting_unit(state, "unit", unit, on)?;
            let former = find::standing_resource(before, "subject", resource, on)?;
            given_to_no_other(&former, unit, on)?;
            for hub in resources::hubs_of(&former) {
                capacity::check_no_worse(before, state, hub, on)
                    .map_err(|rejection| rejection.within("subject"))?;
            }
            let moved = find::standing_resource(state, "subject", resource, on)?;
            has_its_place(state, &moved, on, basis, reallocation)
        }
        (Subject::Resource(resource), Fate::Converted { hub } | Fate::Relocated { hub, .. }) => {
            open_from(&*find::hub(state, "hub", hub)?, on, basis)?;
            let former = find::standing_resource(before, "subject", resource, on)?;
            not_flexible_before(&former, on)?;
            not_given_later(&former, on)?;
            let moved = find::standing_resource(state, "subject", resource, on)?;
            stands_in_hub(state, &moved, hub, on, basis)?;
            has_its_place(state, &moved, on, basis, reallocation)
        }
        // A proposal does not say so.
        (Subject::Space(_), Fate::Returned { .. })
        | (Subject::Resource(_), Fate::Released { .. }) => Ok(()),
    }
}

/// What is released serves no hub and is given to nobody, from its day on.
fn check_released(
    before: &Portfolio,
    state: &Portfolio,
    space: SpaceId,
    on: Date,
    basis: Basis,
) -> Result<(), Rejection> {
    let known = find::lasting_space(state, "subject", space, on)?;
    let former = before.space(&space);
    if let Some(from) = former.and_then(|known| known.released.actual().begins()) {
        return Err(Rejection::new("subject", SpaceReleased { space: space.to_string(), from }));
    }
    let in_use = |by: &dyn std::fmt::Debug, on| {
        let (space, by) = (space.to_string(), format!("{by:?}"));
        Err(Rejection::new("subject", StillInUse { space, by, on }))
    };
    for date in known.hub.dates_from(on, basis) {
        if let Some(Some(hub)) = known.hub.at(date, basis) {
            return in_use(hub, date);
        }
    }
    for resource in state.resources_ever_in(space) {
        let moves = resource.place.changes_after(on, basis);
        for date in resource.allocation.dates_from(on, basis).chain(moves) {
            let here = resource.place.at(date, basis) == Some(&space) && resource.exists(date);
            let held = resource.allocation.at(date, basis);
            if here && held.is_some_and(|held| *held != Allocation::Vacant) {
                return in_use(&resource.id, date);
            }
        }
    }
    Ok(())
}

/// The space can be used on the date, and is not released then or later.
fn usable(
    state: &Portfolio,
    path: &str,
    space: SpaceId,
    on: Date,
    basis: Basis,
) -> Result<(), Rejection> {
    spaces::not_lost(state, path, space, on)?;
    let known = find::space(state, path, space)?;
    let mut dates = known.released.dates_from(on, basis);
    match dates.find(|date| known.is_released(*date, basis)) {
        None => Ok(()),
        Some(from) => Err(Rejection::new(path, SpaceReleased { space: space.to_string(), from })),
    }
}

/// What goes back to a unit is not given to another, then or later.
fn given_to_no_other(former: &Resource, unit: UnitId, on: Date) -> Result<(), Rejection> {
    for date in former.allocation.dates_from(on, Basis::Actual) {
        match former.allocation.at(date, Basis::Actual) {
            Some(Allocation::Fixed(other)) if *other != unit => {
                let (resource, unit) = (former.id.to_string(), other.to_string());
                let reason = TakenByUnit { resource, unit, from: date };
                return Err(Rejection::new("subject", reason));
            }
            Some(_) | None => {}
        }
    }
    Ok(())
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
    before: &Portfolio,
    space: SpaceId,
    hub: HubId,
    on: Date,
    basis: Basis,
) -> Result<(), Rejection> {
    let former = find::lasting_space(before, "subject", space, on)?;
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

/// Each space in which the resource stands from then on is there as long as it stands in it: one may
/// have ended, or be about to, since the move was proposed.
fn stands_in_what_is_there(
    state: &Portfolio,
    moved: &Arc<Resource>,
    on: Date,
    basis: Basis,
) -> Result<(), Rejection> {
    let mut dates = BTreeSet::from_iter(moved.place.dates_from(on, basis));
    while let Some(date) = dates.pop_first() {
        let Some(&place) = moved.place.at(date, basis).filter(|_| moved.exists(date)) else {
            continue;
        };
        let space = find::standing_space(state, "space", place, date)?;
        let ends = space.retired.as_ref().map(|retired| retired.from);
        dates.extend(ends.filter(|ends| *ends > date));
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
    if let Some(&space) = moved.place.at(on, basis) {
        usable(state, "space", space, on, basis)?;
    }
    stands_in_what_is_there(state, moved, on, basis)?;
    for date in moved.place.dates_from(on, basis) {
        if let Some(&space) = moved.place.at(date, basis) {
            occupancy::check_categories(state, space, date)?;
            occupancy::check_space(state, space, date, Some(reallocation))?;
        }
    }
    Ok(())
}
