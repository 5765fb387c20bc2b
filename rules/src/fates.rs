//! What becomes of resources whose space ends: carried elsewhere, or gone with their allocation
//! settled.

use projections::{Allocation, Basis, Resource};
use schema::{
    AllocationAssign, AllocationEnded, AllocationFate, Date, Destination, ResourceFate, ResourceId,
    ResourceRetire, SpaceId, UnitId, limits::REFERENCES_MAX,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    InvalidValue, Rejection, TakenByUnit, allocations,
    carrying::{carry, check_movable},
    drawings::at_most,
    find,
    recording::Recording,
    resources,
    spaces::{not_lost, not_released},
};

/// Settles what becomes of single resources, each with its place in the list that named it.
pub(crate) fn settle<'f>(
    recording: &mut Recording<'_>,
    from: Date,
    fates: impl Iterator<Item = (usize, &'f ResourceFate)> + Clone,
) -> Result<(), Rejection> {
    // One event for all that go to one space.
    let mut moved: BTreeMap<SpaceId, (usize, BTreeSet<ResourceId>)> = BTreeMap::new();
    for (index, fate) in fates.clone() {
        if let Destination::MovesTo(to) = fate.destination {
            let stands_there = find::lasting_space(&recording.state, "to", to, from)
                .and_then(|_| not_released(&recording.state, "to", to, from))
                .and_then(|()| not_lost(&recording.state, "to", to, from))
                .and_then(|_| check_movable(recording, fate.resource, to, from))
                .map_err(|rejection| rejection.within(&index.to_string()))?;
            if !stands_there {
                let first = || (index, BTreeSet::new());
                moved.entry(to).or_insert_with(first).1.insert(fate.resource);
            }
        }
    }
    for (to, (index, resources)) in moved {
        carry(recording, resources, to, from, None)
            .map_err(|rejection| Rejection { path: format!("{index}.to"), ..rejection })?;
    }
    for (index, fate) in fates {
        if let Destination::Retires { allocation } = fate.destination {
            let resource = fate.resource;
            let retire = ResourceRetire { resource, from, reason: None, allocation };
            resources::retire_with_space(recording, &retire)
                .map_err(|rejection| rejection.within(&index.to_string()))?;
        }
    }
    Ok(())
}

/// What is named stands in one of the `former` spaces, and is named once.
pub(crate) fn check_named(
    recording: &Recording<'_>,
    from: Date,
    fates: &[ResourceFate],
    former: &[SpaceId],
) -> Result<(), Rejection> {
    at_most(fates.len(), REFERENCES_MAX, "resources settled together", "")?;
    let mut named = BTreeSet::new();
    for (index, fate) in fates.iter().enumerate() {
        let at = index.to_string();
        let known = find::standing_resource(&recording.state, &at, fate.resource, from)?;
        let here = known.place.at(from, Basis::Actual).is_some_and(|place| former.contains(place));
        if !here || !named.insert(fate.resource) {
            let (what, given) = ("resource".to_owned(), fate.resource.to_string());
            let accepted = "one that stands in what ends or is reshaped, named once".to_owned();
            return Err(Rejection::new(at, InvalidValue { what, given, accepted }));
        }
    }
    Ok(())
}

/// Settles the fixed allocations of a resource that is gone from a date on. Another resource that
/// takes its place is given for as long.
pub(crate) fn settle_allocation(
    recording: &mut Recording<'_>,
    resource: ResourceId,
    from: Date,
    fate: AllocationFate,
) -> Result<(), Rejection> {
    let known = find::resource(&recording.state, "resource", resource)?;
    if fate == AllocationFate::GoesTo(resource) {
        let (what, given) = ("resource that takes its place".to_owned(), resource.to_string());
        let accepted = "another resource".to_owned();
        return Err(Rejection::new("allocation.goesTo", InvalidValue { what, given, accepted }));
    }
    for spell in fixed_from(&known, from) {
        if let AllocationFate::GoesTo(other) = fate {
            give_instead(recording, other, &spell)
                .map_err(|rejection| Rejection { path: "allocation.goesTo".into(), ..rejection })?;
        }
        recording.push(AllocationEnded { resource, from: spell.from });
    }
    Ok(())
}

/// Gives a resource that nobody has for the time for which another was given.
fn give_instead(
    recording: &mut Recording<'_>,
    resource: ResourceId,
    spell: &Spell,
) -> Result<(), Rejection> {
    let known = find::resource(&recording.state, "", resource)?;
    if let Some(taken) = fixed_from(&known, spell.from).first() {
        let (resource, unit) = (resource.to_string(), taken.unit.to_string());
        return Err(Rejection::new("", TakenByUnit { resource, unit, from: taken.from }));
    }
    let assign = AllocationAssign { resource, unit: spell.unit, from: spell.from };
    allocations::assign(recording, &assign)?;
    if let Some(from) = spell.until {
        recording.push(AllocationEnded { resource, from });
    }
    Ok(())
}

/// A time for which a resource is given to a unit.
pub(crate) struct Spell {
    /// To whom.
    pub(crate) unit: UnitId,
    /// The first day.
    pub(crate) from: Date,
    /// The first day on which it no longer is.
    pub(crate) until: Option<Date>,
}

/// For how long a resource is given to which units, from a date on.
pub(crate) fn fixed_from(known: &Arc<Resource>, from: Date) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    let mut before = None;
    for on in known.allocation.dates_from(from, Basis::Actual) {
        let unit = match known.allocation.at(on, Basis::Actual) {
            Some(Allocation::Fixed(unit)) => Some(*unit),
            Some(Allocation::Vacant | Allocation::Flexible(_)) | None => None,
        };
        if unit != before {
            if let Some(last) = spells.last_mut().filter(|_| before.is_some()) {
                last.until = Some(on);
            }
            spells.extend(unit.map(|unit| Spell { unit, from: on, until: None }));
        }
        before = unit;
    }
    spells
}
