//! What becomes of resources: moved within their building, or gone with their allocation settled.

use projections::{Allocation, Basis, Resource};
use schema::{
    AllocationAssign, AllocationEnded, AllocationFate, Date, Destination, ResourceFate, ResourceId,
    ResourceKind, ResourceRetire, ResourceRevise, ResourcesMove, ResourcesMoved, SpaceId, Subject,
    Text, limits::REFERENCES_MAX,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    NotInHub, OtherBuilding, Rejection, RoomStaysInPlace,
    allocations::{self, not_moved_later},
    drawings::at_most,
    find, occupancy,
    recording::Recording,
    resources,
};

pub(crate) fn move_resources(
    recording: &mut Recording<'_>,
    moved: &ResourcesMove,
) -> Result<(), Rejection> {
    let ResourcesMove { to, from, .. } = *moved;
    at_most(moved.resources.len(), REFERENCES_MAX, "resources moved together", "resources")?;
    let named = moved.resources.iter().enumerate();
    let resources = named.map(|(index, resource)| (format!("resources.{index}"), *resource));
    let resources = resources.collect();
    let going = Going { to, at: "to".to_owned(), from, resources };
    going.move_there(recording, moved.reason.as_ref())
}

/// Resources that go to one space, and where the command names each of them and the space.
struct Going {
    to: SpaceId,
    at: String,
    from: Date,
    resources: Vec<(String, ResourceId)>,
}

impl Going {
    fn move_there(
        &self,
        recording: &mut Recording<'_>,
        reason: Option<&Text>,
    ) -> Result<(), Rejection> {
        let Self { to, from, .. } = *self;
        find::lasting_space(&recording.state, &self.at, to, from)?;
        let mut resources = BTreeSet::new();
        for (at, resource) in &self.resources {
            let stands_there = check_movable(recording, *resource, to, from)
                .map_err(|rejection| rejection.within(at))?;
            if !stands_there {
                resources.insert(*resource);
            }
        }
        if resources.is_empty() {
            return Ok(());
        }
        let reason = recording.seal_any("reason", reason);
        let listed = resources.iter().copied().collect();
        recording.push(ResourcesMoved { resources: listed, to, from, reason });
        for resource in resources {
            forget_position(recording, resource, from)?;
        }
        occupancy::check_categories(&recording.state, to, from)
            .and_then(|()| occupancy::check_space(&recording.state, to, from, None))
            .map_err(|rejection| Rejection { path: self.at.clone(), ..rejection })
    }
}

/// Whether the resource stands there already; rejected where it cannot be moved there.
fn check_movable(
    recording: &Recording<'_>,
    resource: ResourceId,
    to: SpaceId,
    from: Date,
) -> Result<bool, Rejection> {
    let state = &recording.state;
    let known = find::standing_resource(state, "", resource, from)?;
    let place = known.place.at(from, Basis::Actual).copied();
    if place == Some(to) {
        return Ok(true);
    }
    let described = known.descriptions.at(from);
    if described.is_some_and(|description| description.kind == ResourceKind::Room) {
        let resource = resource.to_string();
        return Err(Rejection::new("", RoomStaysInPlace { resource }));
    }
    not_moved_later(state, Subject::Resource(resource))?;
    if let Some(place) = place {
        same_building(recording, resource, place, to)?;
    }
    serves_its_hub(recording, &known, to, from)?;
    Ok(false)
}

fn same_building(
    recording: &Recording<'_>,
    resource: ResourceId,
    place: SpaceId,
    to: SpaceId,
) -> Result<(), Rejection> {
    let building = |space| -> Result<_, Rejection> {
        let space = find::space(&recording.state, "to", space)?;
        Ok(find::level(&recording.state, "to", space.level)?.building)
    };
    let (building, other) = (building(place)?, building(to)?);
    if building == other {
        return Ok(());
    }
    let (resource, building, other) =
        (resource.to_string(), building.to_string(), other.to_string());
    Err(Rejection::new("", OtherBuilding { resource, building, other }))
}

/// What is flexible in a hub stays within its spaces.
fn serves_its_hub(
    recording: &Recording<'_>,
    known: &Resource,
    to: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    let space = find::space(&recording.state, "to", to)?;
    let dates: BTreeSet<Date> = known
        .allocation
        .dates_from(from, Basis::Actual)
        .chain(space.hub.changes_after(from, Basis::Actual))
        .collect();
    for on in dates {
        let Some(Allocation::Flexible(hub)) = known.allocation.at(on, Basis::Actual) else {
            continue;
        };
        // Where it is moved on again before that, the later place answers for itself.
        let moved_on = known.place.changes_after(from, Basis::Actual).iter().any(|d| *d <= on);
        if !moved_on && space.hub.at(on, Basis::Actual) != Some(&Some(*hub)) {
            let (space, hub) = (to.to_string(), hub.to_string());
            return Err(Rejection::new("", NotInHub { space, hub, on }));
        }
    }
    Ok(())
}

/// What has been carried elsewhere no longer stands where it was drawn.
fn forget_position(
    recording: &mut Recording<'_>,
    resource: ResourceId,
    from: Date,
) -> Result<(), Rejection> {
    let known = find::resource(&recording.state, "", resource)?;
    if known.descriptions.at(from).is_none_or(|description| description.position.is_none()) {
        return Ok(());
    }
    let position = schema::Change::Remove;
    resources::revise(recording, &ResourceRevise { position, ..unchanged(resource, from) })
}

fn unchanged(resource: ResourceId, from: Date) -> ResourceRevise {
    ResourceRevise {
        resource,
        from,
        owner: None,
        number: schema::Change::Keep,
        name: schema::Change::Keep,
        grade: None,
        position: schema::Change::Keep,
    }
}

/// Settles what becomes of single resources, each named at its place in the command's list.
pub(crate) fn settle(
    recording: &mut Recording<'_>,
    from: Date,
    fates: &[(usize, &ResourceFate)],
) -> Result<(), Rejection> {
    at_most(fates.len(), REFERENCES_MAX, "resources settled together", "")?;
    // One event for all that go to one space.
    let mut moved: BTreeMap<SpaceId, Going> = BTreeMap::new();
    for (index, fate) in fates {
        if let Destination::MovesTo(to) = fate.destination {
            let first = || Going { to, at: format!("{index}.to"), from, resources: Vec::new() };
            let going = moved.entry(to).or_insert_with(first);
            going.resources.push((index.to_string(), fate.resource));
        }
    }
    for going in moved.values() {
        going.move_there(recording, None)?;
    }
    for (index, fate) in fates {
        if let Destination::Retires { allocation } = fate.destination {
            let resource = fate.resource;
            let retire = ResourceRetire { resource, from, reason: None, allocation };
            resources::retire(recording, &retire)
                .map_err(|rejection| rejection.within(&index.to_string()))?;
        }
    }
    Ok(())
}

/// Settles the fixed allocations of a resource that is gone from a date on.
pub(crate) fn settle_allocation(
    recording: &mut Recording<'_>,
    resource: ResourceId,
    from: Date,
    fate: AllocationFate,
) -> Result<(), Rejection> {
    let known = find::resource(&recording.state, "resource", resource)?;
    for (on, unit) in fixed_from(&known, from) {
        if let AllocationFate::GoesTo(other) = fate {
            let assign = AllocationAssign { resource: other, unit, from: on };
            allocations::assign(recording, &assign)
                .map_err(|rejection| rejection.within("allocation.goesTo"))?;
        }
        recording.push(AllocationEnded { resource, from: on });
    }
    Ok(())
}

/// The units to which a resource is given from a date on, each with the first day.
pub(crate) fn fixed_from(known: &Arc<Resource>, from: Date) -> Vec<(Date, schema::UnitId)> {
    let mut given: Vec<(Date, schema::UnitId)> = Vec::new();
    let mut before = None;
    for on in known.allocation.dates_from(from, Basis::Actual) {
        let unit = match known.allocation.at(on, Basis::Actual) {
            Some(Allocation::Fixed(unit)) => Some(*unit),
            Some(Allocation::Vacant | Allocation::Flexible(_)) | None => None,
        };
        if let Some(unit) = unit.filter(|unit| before != Some(*unit)) {
            given.push((on, unit));
        }
        before = unit;
    }
    given
}
