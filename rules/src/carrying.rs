//! Resources that are carried into another space of their building.

use projections::{Allocation, Basis};
use schema::{
    Date, ResourceId, ResourceKind, ResourceRevise, ResourcesMove, ResourcesMoved, SpaceId,
    Subject, Text, limits::REFERENCES_MAX,
};
use std::collections::BTreeSet;

use crate::{
    NotInHub, OtherBuilding, Rejection, RoomStaysInPlace, allocations::not_moved_later,
    drawings::at_most, find, occupancy, recording::Recording, resources, spaces,
};

pub(crate) fn move_resources(
    recording: &mut Recording<'_>,
    moved: &ResourcesMove,
) -> Result<(), Rejection> {
    let ResourcesMove { to, from, .. } = *moved;
    at_most(moved.resources.len(), REFERENCES_MAX, "resources moved together", "resources")?;
    find::lasting_space(&recording.state, "to", to, from)?;
    spaces::not_released(&recording.state, "to", to, from)?;
    spaces::not_lost(&recording.state, "to", to, from)?;
    let mut resources = BTreeSet::new();
    for (index, &resource) in moved.resources.iter().enumerate() {
        let stands_there = check_movable(recording, resource, to, from)
            .map_err(|rejection| rejection.within(&format!("resources.{index}")))?;
        if !stands_there {
            resources.insert(resource);
        }
    }
    carry(recording, resources, to, from, moved.reason.as_ref())
}

/// Carries resources that can be moved into a space.
pub(crate) fn carry(
    recording: &mut Recording<'_>,
    resources: BTreeSet<ResourceId>,
    to: SpaceId,
    from: Date,
    reason: Option<&Text>,
) -> Result<(), Rejection> {
    if resources.is_empty() {
        return Ok(());
    }
    let reason = recording.seal_any("reason", reason);
    let listed = resources.iter().copied().collect();
    recording.push(ResourcesMoved { resources: listed, to, from, reason });
    for resource in resources {
        stay(recording, resource, to, from)?;
        forget_position(recording, resource, from)?;
        serves_its_hub(recording, resource, to, from)?;
    }
    occupancy::check_categories(&recording.state, to, from)
        .map_err(|rejection| Rejection { path: "to".to_owned(), ..rejection })?;
    occupancy::check_space(&recording.state, to, from, None)
}

/// Whether the resource stands there already; rejected where it cannot be moved there.
pub(crate) fn check_movable(
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

/// A resource that has been moved stays when the space that it left is reshaped later: what was
/// recorded of that took it along from there.
pub(crate) fn stay(
    recording: &mut Recording<'_>,
    resource: ResourceId,
    to: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    let known = find::resource(&recording.state, "", resource)?;
    // Where it stood before it was moved: the last place but this one.
    let entries = known.place.actual().entries();
    let before = entries.iter().filter(|entry| entry.from <= from).rev().nth(1);
    let mut left = before.map(|entry| entry.value);
    for on in known.place.changes_after(from, Basis::Actual) {
        let Some(&taken_to) = known.place.at(on, Basis::Actual) else { continue };
        let space = left.and_then(|left| recording.state.space(&left));
        let taken_along = space.is_some_and(|space| {
            let mut became = space.became.iter().filter(|became| became.from == on);
            became.any(|became| became.others.contains(&taken_to))
        });
        if !taken_along {
            return Ok(());
        }
        let (resources, reason) = (vec![resource], None);
        recording.push(ResourcesMoved { resources, to, from: on, reason });
        left = Some(taken_to);
    }
    Ok(())
}

/// What is flexible in a hub stays within its spaces.
fn serves_its_hub(
    recording: &Recording<'_>,
    resource: ResourceId,
    to: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    let known = find::resource(&recording.state, "", resource)?;
    let space = find::space(&recording.state, "to", to)?;
    let dates: BTreeSet<Date> = known
        .allocation
        .dates_from(from, Basis::Actual)
        .chain(known.place.changes_after(from, Basis::Actual))
        .chain(space.hub.changes_after(from, Basis::Actual))
        .collect();
    for on in dates.into_iter().filter(|on| known.exists(*on)) {
        let Some(Allocation::Flexible(hub)) = known.allocation.at(on, Basis::Actual) else {
            continue;
        };
        let here = known.place.at(on, Basis::Actual) == Some(&to);
        if here && space.hub.at(on, Basis::Actual) != Some(&Some(*hub)) {
            let (space, hub) = (to.to_string(), hub.to_string());
            return Err(Rejection::new("to", NotInHub { space, hub, on }));
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
