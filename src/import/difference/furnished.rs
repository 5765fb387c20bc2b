//! What a new space holds, and by which ids what stands in a space is known.

use projections::Portfolio;
use schema::{
    AllocationAssign, BuildingId, Date, Designation, Grade, ImportPart, OrganisationId,
    ResourceAdd, ResourceId, ResourceKind, ResourcesMove, SpaceId,
};
use std::collections::BTreeSet;

use crate::import::plan::{Plan, PlannedSpace, Workstations};

/// What a new space holds.
pub(super) fn furnished(
    state: &Portfolio,
    planned: &PlannedSpace,
    owner: OrganisationId,
    from: Date,
) -> Vec<ImportPart> {
    let (space, building) = (&planned.add, planned.building);
    let mut parts: Vec<ImportPart> = Vec::new();
    let mut occupied: Vec<ResourceId> = Vec::new();
    if planned.room {
        let room = room(space.space, space.number.clone(), owner, from, planned.seen_on);
        occupied.push(room.resource);
        parts.push(room.into());
    }
    let as_a_whole = planned.room;
    let numbered = |nth: u32| space.number.as_ref().and_then(|number| numbered(number, nth));
    let add = |resource, number, grade, position| ResourceAdd {
        resource,
        space: space.space,
        from,
        kind: ResourceKind::Workstation,
        owner,
        number,
        name: None,
        grade,
        position,
    };
    let mut workstations = Vec::new();
    match &planned.workstations {
        Workstations::NotStated => {}
        Workstations::Each { desks, on } => {
            let mut carried = Vec::new();
            for desk in desks {
                let Found { resource, there } = find_desk(state, building, &desk.key, from);
                if there {
                    carried.push(resource);
                } else {
                    let grade = counted(*on, from);
                    workstations.push(add(resource, desk.number.clone(), grade, desk.position));
                }
            }
            if !carried.is_empty() {
                let (to, reason) = (space.space, None);
                parts.push(ResourcesMove { resources: carried, to, from, reason }.into());
            }
        }
        Workstations::Assumed { count, .. } | Workstations::Counted { count, .. } => {
            let grade = planned.workstations.grade().expect("their grade is stated with them");
            workstations.extend((1..=*count).map(|nth| {
                let resource = workstation_id(space.space, nth);
                add(resource, numbered(nth), grade.clone(), None)
            }));
        }
    }
    if !as_a_whole {
        occupied.extend(workstations.iter().map(|workstation| workstation.resource));
    }
    parts.extend(workstations.into_iter().map(Into::into));
    if let Some(unit) = planned.occupant {
        parts.extend(
            occupied.into_iter().map(|resource| AllocationAssign { resource, unit, from }.into()),
        );
    }
    parts
}

/// A room that a file shows: nothing about it is assumed.
pub(super) fn room(
    space: SpaceId,
    number: Option<Designation>,
    owner: OrganisationId,
    from: Date,
    today: Date,
) -> ResourceAdd {
    ResourceAdd {
        resource: ResourceId::derived(space.uuid(), "room"),
        space,
        from,
        kind: ResourceKind::Room,
        owner,
        number,
        name: None,
        grade: counted(today, from),
        position: None,
    }
}

pub(super) fn counted(seen_on: Date, from: Date) -> Grade {
    Grade::Counted { on: seen_on.min(from) }
}

pub(super) fn workstation_id(space: SpaceId, nth: u32) -> ResourceId {
    ResourceId::derived(space.uuid(), &format!("workstation/{nth}"))
}

/// A desk by its key, and whether it stands anywhere in the building on a date.
pub(super) struct Found {
    pub(super) resource: ResourceId,
    pub(super) there: bool,
}

/// A desk keeps its id wherever in the building it stands. One that was gone and has come back is
/// another, and the next one that is free.
pub(super) fn find_desk(state: &Portfolio, building: BuildingId, key: &str, on: Date) -> Found {
    let mut nth = 1;
    loop {
        let resource = ResourceId::derived(building.uuid(), &format!("desk/{key}/{nth}"));
        match state.resource(&resource) {
            None => return Found { resource, there: false },
            Some(known) if known.retired.as_ref().is_none_or(|retired| on < retired.from) => {
                return Found { resource, there: true };
            }
            Some(_) => nth += 1,
        }
    }
}

pub(super) fn numbered(space: &Designation, nth: u32) -> Option<Designation> {
    format!("{space}-{nth}").parse().ok()
}

/// Every desk that a plan shows by itself.
pub(super) fn desks_of(plan: &Plan, state: &Portfolio) -> BTreeSet<ResourceId> {
    let desks = plan.spaces.iter().flat_map(|space| {
        match &space.workstations {
            Workstations::Each { desks, .. } => desks.as_slice(),
            Workstations::NotStated
            | Workstations::Assumed { .. }
            | Workstations::Counted { .. } => &[],
        }
        .iter()
        .map(|desk| find_desk(state, space.building, &desk.key, plan.from).resource)
    });
    desks.collect()
}
