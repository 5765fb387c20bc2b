//! A space is allocated as a whole or by workstation, never both; and only what its category allows.

use projections::{Allocation, Basis, Portfolio, Resource};
use schema::{AllocatedAs, Category, Date, ReallocationId, ResourceKind, SpaceId, Subject};
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    AllocatedBothWays, NoPlaceFor, Rejection, RoomExistsAlready,
    allocations::{breaks, named},
};

/// Checks a space on every date from `from` onwards, on both bases. What a reallocation other than
/// the one that is `decided` on has planned is not to be broken, and is named.
pub(crate) fn check_space(
    state: &Portfolio,
    space: SpaceId,
    from: Date,
    decided: Option<ReallocationId>,
) -> Result<(), Rejection> {
    for basis in [Basis::Actual, Basis::Planned] {
        for on in dates(state, space, from, basis) {
            if let Some((room, workstation)) = both_ways(state, space, on, basis) {
                not_planned_by_others([room, workstation], on, basis, decided)?;
                return Err(allocated_both_ways(space, on, room, workstation));
            }
        }
    }
    Ok(())
}

/// The room and a workstation in it, where both are given to somebody.
pub(crate) fn both_ways(
    state: &Portfolio,
    space: SpaceId,
    on: Date,
    basis: Basis,
) -> Option<(&Resource, &Resource)> {
    let taken = |kind: ResourceKind| {
        standing(state, space, on, basis).find(|resource| {
            let allocation = resource.allocation.at(on, basis);
            kind_of(resource, on) == Some(kind)
                && allocation.is_some_and(|allocation| *allocation != Allocation::Vacant)
        })
    };
    Some((taken(ResourceKind::Room)?, taken(ResourceKind::Workstation)?))
}

fn not_planned_by_others(
    resources: [&Resource; 2],
    on: Date,
    basis: Basis,
    decided: Option<ReallocationId>,
) -> Result<(), Rejection> {
    for resource in resources.into_iter().filter(|_| basis == Basis::Planned) {
        let due = resource.allocation.due(on);
        if let Some(due) = due.filter(|due| Some(due.by.reallocation) != decided) {
            let subject = named(Subject::Resource(resource.id));
            return Err(breaks(subject, due.by, due.entry.from));
        }
    }
    Ok(())
}

pub(crate) fn allocated_both_ways(
    space: SpaceId,
    on: Date,
    room: &Resource,
    workstation: &Resource,
) -> Rejection {
    let (room, workstation) = (room.id.to_string(), workstation.id.to_string());
    let space = space.to_string();
    Rejection::new("", AllocatedBothWays { space, on, room, workstation })
}

/// Checks that what stands in a space from `from` onwards is what its category allows, and that the
/// space is one room at most.
pub(crate) fn check_categories(
    state: &Portfolio,
    space: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    for basis in [Basis::Actual, Basis::Planned] {
        for on in dates(state, space, from, basis) {
            let described = state.space(&space).and_then(|known| known.descriptions.nearest(on));
            let Some(category) = described.map(|description| description.category) else {
                continue;
            };
            let mut room = None;
            for resource in standing(state, space, on, basis) {
                let Some(kind) = kind_of(resource, on) else { continue };
                if !has_place(category, kind) {
                    return Err(no_place(space, kind, category));
                }
                if kind == ResourceKind::Room
                    && let Some(first) = room.replace(resource.id)
                {
                    let (space, resource) = (space.to_string(), first.to_string());
                    return Err(Rejection::new("kind", RoomExistsAlready { space, resource }));
                }
            }
        }
    }
    Ok(())
}

fn has_place(category: Category, kind: ResourceKind) -> bool {
    match kind {
        ResourceKind::Equipment => true,
        ResourceKind::Room => category.allocatable_as_whole(),
        // A desk in a meeting room or at a counter is unusual and exists; in a corridor it is an error.
        ResourceKind::Workstation => category.allocated_as() != AllocatedAs::Common,
    }
}

fn no_place(space: SpaceId, kind: ResourceKind, category: Category) -> Rejection {
    let (kind, space, category) = (kind.to_string(), space.to_string(), category.to_string());
    Rejection::new("space", NoPlaceFor { kind, space, category })
}

fn kind_of(resource: &Resource, on: Date) -> Option<ResourceKind> {
    resource.descriptions.nearest(on).map(|description| description.kind)
}

/// The resources that stand in a space on a date and basis.
pub(crate) fn standing(
    state: &Portfolio,
    space: SpaceId,
    on: Date,
    basis: Basis,
) -> impl Iterator<Item = &Arc<Resource>> {
    state
        .resources_ever_in(space)
        .filter(move |resource| resource.exists(on) && resource.place.at(on, basis) == Some(&space))
}

/// `from`, and every later date on which something about the space may change.
fn dates(state: &Portfolio, space: SpaceId, from: Date, basis: Basis) -> BTreeSet<Date> {
    let mut dates = BTreeSet::from([from]);
    for resource in state.resources_ever_in(space) {
        dates.extend(resource.descriptions.begins().filter(|begins| *begins > from));
        dates.extend(resource.allocation.changes_after(from, basis));
        dates.extend(resource.place.changes_after(from, basis));
    }
    if let Some(space) = state.space(&space) {
        let described = space.descriptions.entries().iter().map(|entry| entry.from);
        dates.extend(described.filter(|date| *date > from));
    }
    dates
}
