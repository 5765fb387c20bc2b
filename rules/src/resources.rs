//! Resources.

use projections::{Allocation, Basis, Resource};
use schema::{
    Grade, ResourceAdd, ResourceAdded, ResourceDescription, ResourceId, ResourceRetire,
    ResourceRetired, ResourceRevise, ResourceRevised, SpaceId, Subject,
};

use crate::{
    Rejection, allocations, capacity, carried,
    doubts::{Dependants, Fact},
    fates, find, hubs,
    levels::{in_use, not_retired},
    occupancy,
    recording::Recording,
    spaces,
};

pub(crate) fn add(recording: &mut Recording<'_>, add: &ResourceAdd) -> Result<(), Rejection> {
    let ResourceAdd { resource, space, from, kind, owner, position, .. } = *add;
    let state = &recording.state;
    find::unused(state.resource(&resource).is_some(), "resource", ResourceId::WORD, resource)?;
    find::lasting_space(state, SpaceId::WORD, space, from)?;
    find::lasting_organisation(state, "owner", owner, from)?;
    spaces::not_released(state, SpaceId::WORD, space, from)?;
    spaces::not_lost(state, SpaceId::WORD, space, from)?;
    counted_already(recording, &add.grade)?;
    let name = recording.seal_any("description.name", add.name.as_ref());
    recording.push(ResourceAdded {
        resource,
        space,
        from,
        description: ResourceDescription {
            kind,
            owner,
            number: add.number.clone(),
            name,
            grade: add.grade.clone(),
            position,
        },
    });
    occupancy::check_categories(&recording.state, space, from)
}

/// What is counted has been counted: until then it is assumed.
fn counted_already(recording: &Recording<'_>, grade: &Grade) -> Result<(), Rejection> {
    match grade {
        Grade::Counted { on } => hubs::not_later_than_today(recording, "grade.counted.on", *on),
        Grade::Assumed { .. } => Ok(()),
    }
}

pub(crate) fn revise(
    recording: &mut Recording<'_>,
    revise: &ResourceRevise,
) -> Result<(), Rejection> {
    let ResourceRevise { resource, from, .. } = *revise;
    let known = find::standing_resource(&recording.state, "resource", resource, from)?;
    let Some(former) = known.descriptions.nearest(from) else { return Ok(()) };
    let name = revise.name.as_ref().map(|text| recording.seal("description.name", text));
    let description = ResourceDescription {
        kind: former.kind,
        owner: revise.owner.unwrap_or(former.owner),
        number: revise.number.clone().or(former.number.clone()),
        name: name.or(former.name),
        grade: revise.grade.clone().unwrap_or_else(|| former.grade.clone()),
        position: revise.position.clone().or(former.position),
    };
    // One that stays may have ended since: what it owns is its successor's.
    if let Some(owner) = revise.owner {
        find::lasting_organisation(&recording.state, "owner", owner, from)?;
    }
    if description == **former {
        return Ok(());
    }
    if description.grade != former.grade {
        counted_already(recording, &description.grade)?;
    }
    let before = recording.state.clone();
    let no_longer_counted = former.grade.is_counted() && !description.grade.is_counted();
    for (from, description) in carried::on(&known.descriptions, from, description) {
        recording.push(ResourceRevised { resource, from, description });
    }
    if no_longer_counted {
        for hub in hubs_of(&known) {
            capacity::check_no_worse(&before, &recording.state, hub, from)?;
        }
    }
    Ok(())
}

/// A fact: what relied on the resource is put in doubt.
pub(crate) fn retire(
    recording: &mut Recording<'_>,
    retire: &ResourceRetire,
) -> Result<(), Rejection> {
    let fact = settle_and_retire(recording, retire)?;
    fact.doubts(recording, Dependants::of_resource(retire.resource))
}

/// Part of a decision on the space in which it stands: what is promised is kept.
pub(crate) fn retire_with_space(
    recording: &mut Recording<'_>,
    retire: &ResourceRetire,
) -> Result<(), Rejection> {
    let ResourceRetire { resource, from, .. } = *retire;
    allocations::not_moved_later(&recording.state, Subject::Resource(resource))?;
    let before = recording.state.clone();
    settle_and_retire(recording, retire)?;
    let known = find::resource(&recording.state, "resource", resource)?;
    for hub in hubs_of(&known) {
        capacity::check_no_worse(&before, &recording.state, hub, from)?;
    }
    Ok(())
}

fn settle_and_retire(
    recording: &mut Recording<'_>,
    retire: &ResourceRetire,
) -> Result<Fact, Rejection> {
    let ResourceRetire { resource, from, .. } = *retire;
    let known = find::resource(&recording.state, "resource", resource)?;
    not_retired(known.retired.as_ref(), "resource", ResourceId::WORD, resource)?;
    find::standing_resource(&recording.state, "resource", resource, from)?;
    if let Some(fate) = retire.allocation {
        fates::settle_allocation(recording, resource, from, fate)?;
    }
    let known = find::resource(&recording.state, "resource", resource)?;
    for on in known.allocation.dates_from(from, Basis::Actual) {
        match known.allocation.at(on, Basis::Actual) {
            Some(Allocation::Fixed(unit)) => {
                return Err(in_use(ResourceId::WORD, resource, unit, on));
            }
            // It joined the hub after the date on which it is said to have gone.
            Some(Allocation::Flexible(hub)) if on > from => {
                return Err(in_use(ResourceId::WORD, resource, hub, on));
            }
            Some(Allocation::Flexible(_) | Allocation::Vacant) | None => {}
        }
    }
    let fact = Fact::next(recording);
    let reason = recording.seal_any("reason", retire.reason.as_ref());
    recording.push(ResourceRetired { resource, from, reason });
    Ok(fact)
}

/// The hubs in which a resource is flexible on any date and basis.
pub(crate) fn hubs_of(resource: &Resource) -> impl Iterator<Item = schema::HubId> + '_ {
    let actual = resource.allocation.actual().entries().iter();
    let planned = resource.allocation.pending().iter().map(|pending| &pending.entry);
    actual.chain(planned).filter_map(|entry| match entry.value {
        Allocation::Flexible(hub) => Some(hub),
        Allocation::Fixed(_) | Allocation::Vacant => None,
    })
}
