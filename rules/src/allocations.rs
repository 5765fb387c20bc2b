//! Fixed allocations: given to a unit, and ended.

use projections::{Allocation, Basis, PlannedBy, Portfolio, Resource};
use schema::{
    AllocationAssign, AllocationAssigned, AllocationEnd, AllocationEnded, Date, Subject, UnitId,
};

use crate::{
    BreaksApproved, IsFlexible, Rejection, TakenByUnit, find, occupancy, recording::Recording,
    spaces,
};

pub(crate) fn assign(
    recording: &mut Recording<'_>,
    assign: &AllocationAssign,
) -> Result<(), Rejection> {
    let AllocationAssign { resource, unit, from } = *assign;
    let known = find::standing_resource(&recording.state, "resource", resource, from)?;
    find::lasting_unit(&recording.state, "unit", unit, from)?;
    let has_it = |on| known.allocation.at(on, Basis::Actual) == Some(&Allocation::Fixed(unit));
    if known.allocation.dates_from(from, Basis::Actual).all(has_it) {
        return Ok(());
    }
    not_moved_later(&recording.state, Subject::Resource(resource))?;
    free_for(&known, unit, from)?;
    usable(&recording.state, &known, from)?;
    recording.push(AllocationAssigned { resource, unit, from });
    check_places(&recording.state, &known, from)
}

/// No space in which a resource stands from a date on is released or planned to be, or is lost when it
/// comes to stand there.
fn usable(state: &Portfolio, resource: &Resource, from: Date) -> Result<(), Rejection> {
    let mut places = resource.place.dates_from(from, Basis::Actual);
    places.try_for_each(|on| match resource.place.at(on, Basis::Actual) {
        Some(&space) => spaces::not_released(state, "resource", space, on)
            .and_then(|()| spaces::not_lost(state, "resource", space, on)),
        None => Ok(()),
    })
}

/// Each space in which a resource stands from a date on is allocated one way.
pub(crate) fn check_places(
    state: &Portfolio,
    resource: &Resource,
    from: Date,
) -> Result<(), Rejection> {
    let places = resource.place.dates_from(from, Basis::Actual);
    let places = places.filter_map(|on| Some((on, *resource.place.at(on, Basis::Actual)?)));
    places.into_iter().try_for_each(|(on, space)| occupancy::check_space(state, space, on, None))
}

/// A resource is free for a unit when nobody else has it from `from` onwards.
pub(crate) fn free_for(resource: &Resource, unit: UnitId, from: Date) -> Result<(), Rejection> {
    for on in resource.allocation.dates_from(from, Basis::Actual) {
        let Some(held) = resource.allocation.entry_at(on, Basis::Actual) else { continue };
        match held.value {
            Allocation::Fixed(other) if other != unit => {
                let (resource, unit, from) =
                    (resource.id.to_string(), other.to_string(), held.from);
                return Err(Rejection::new("resource", TakenByUnit { resource, unit, from }));
            }
            Allocation::Flexible(hub) => {
                let (resource, hub) = (resource.id.to_string(), hub.to_string());
                return Err(Rejection::new("resource", IsFlexible { resource, hub, on }));
            }
            Allocation::Fixed(_) | Allocation::Vacant => {}
        }
    }
    Ok(())
}

pub(crate) fn end(recording: &mut Recording<'_>, end: &AllocationEnd) -> Result<(), Rejection> {
    let AllocationEnd { resource, from } = *end;
    let known = find::standing_resource(&recording.state, "resource", resource, from)?;
    match known.allocation.at(from, Basis::Actual) {
        Some(Allocation::Fixed(_)) => {
            not_moved_later(&recording.state, Subject::Resource(resource))?;
            recording.push(AllocationEnded { resource, from });
            Ok(())
        }
        Some(Allocation::Flexible(hub)) => {
            let (resource, hub) = (resource.to_string(), hub.to_string());
            Err(Rejection::new("resource", IsFlexible { resource, hub, on: from }))
        }
        Some(Allocation::Vacant) | None => Ok(()),
    }
}

/// Rejects a decision on what an approved reallocation moves.
pub(crate) fn not_moved_later(state: &Portfolio, subject: Subject) -> Result<(), Rejection> {
    let pending = match subject {
        Subject::Resource(id) => state
            .resource(&id)
            .and_then(|known| known.allocation.pending().first())
            .map(|pending| (pending.by, pending.entry.from)),
        Subject::Space(id) => state.space(&id).and_then(|known| known.planned_moves().next()),
    };
    match pending {
        None => Ok(()),
        Some((by, planned_on)) => Err(breaks(named(subject), by, planned_on)),
    }
}

/// Rejects what would break an approved reallocation.
pub(crate) fn breaks(subject: String, by: PlannedBy, planned_on: Date) -> Rejection {
    let (reallocation, number) = (by.reallocation.to_string(), by.number.into());
    Rejection::new("", BreaksApproved { subject, reallocation, number, planned_on })
}

/// A subject as messages name it.
pub(crate) fn named(subject: Subject) -> String {
    match subject {
        Subject::Resource(resource) => format!("{resource:?}"),
        Subject::Space(space) => format!("{space:?}"),
    }
}
