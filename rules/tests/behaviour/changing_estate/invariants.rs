//! What holds of a changing estate on every date.

use crate::properties::approved_is_planned;
use projections::{Allocation, Basis, Portfolio};
use schema::{
    Date, Destination, MembershipId, ReshapedSpace, ResourceFate, ResourceId, SpaceId,
    SpaceReshape, UnitId, UnitsReorganise,
};
use std::collections::{BTreeMap, BTreeSet};

use super::{BASES, dates};

/// What exists stands in a space that exists, and is given to a unit that exists.
pub(super) fn nothing_is_orphaned(state: &Portfolio, today: Date) {
    for on in dates() {
        for basis in BASES {
            for resource in state.resources().values().filter(|resource| resource.exists(on)) {
                let place = resource.place.at(on, basis).unwrap();
                let stands = state.space(place).unwrap().exists(on);
                assert!(stands, "{:?} in {place:?} on {on} {basis:?}", resource.id);
                if let Allocation::Fixed(unit) = resource.allocation.at(on, basis).unwrap() {
                    let there = state.unit(unit).unwrap().exists(on);
                    assert!(there, "{:?} with {unit:?} on {on} {basis:?}", resource.id);
                }
            }
            for membership in state.memberships().values() {
                if let Some(Some(_)) = membership.terms.at(on, basis) {
                    let unit = membership.unit(on);
                    let there = state.unit(&unit).unwrap().exists(on);
                    // What was planned for a date before today was not done then, and what is in
                    // doubt is not done as it is.
                    let brought_by = membership.reallocation.and_then(|id| state.reallocation(&id));
                    let doubted = brought_by
                        .is_some_and(|known| known.membership_doubted(membership.id).is_some());
                    let told = basis == Basis::Planned && (on < today || doubted);
                    assert!(there || told, "{:?} with {unit:?} on {on} {basis:?}", membership.id);
                }
            }
        }
    }
}

/// A unit is of an organisation that exists, which is that of the unit above it.
pub(super) fn units_are_in_their_organisation(state: &Portfolio) {
    for on in dates() {
        for unit in state.units().values().filter(|unit| unit.exists(on)) {
            let known = unit.descriptions.at(on).unwrap();
            let organisation = state.organisation(&known.organisation).unwrap();
            assert!(organisation.exists(on), "{:?} of {:?} on {on}", unit.id, organisation.id);
            let (mut above, mut seen) = (known.parent, BTreeSet::from([unit.id]));
            while let Some(parent) = above {
                assert!(seen.insert(parent), "{:?} is part of itself on {on}", unit.id);
                let parent = state.unit(&parent).unwrap();
                assert!(parent.exists(on), "{:?} under {:?} on {on}", unit.id, parent.id);
                let described = parent.descriptions.at(on).unwrap();
                assert_eq!(described.organisation, known.organisation, "{:?} on {on}", unit.id);
                above = described.parent;
            }
        }
    }
}

/// Whatever is owned is owned by an organisation that exists.
pub(super) fn owners_exist(state: &Portfolio) {
    for on in dates() {
        let exists = |owner| state.organisation(&owner).unwrap().exists(on);
        for building in state.buildings().values().filter(|building| building.exists(on)) {
            assert!(exists(state.building_owner(building, on).unwrap()), "{:?} {on}", building.id);
        }
        for resource in state.resources().values().filter(|resource| resource.exists(on)) {
            assert!(exists(state.resource_owner(resource, on).unwrap()), "{:?} {on}", resource.id);
        }
        for hub in state.hubs().values() {
            let begun = hub.descriptions.begins().is_some_and(|begins| begins <= on);
            if begun && !hub.is_closed(on) {
                assert!(exists(state.hub_host(hub, on)), "{:?} {on}", hub.id);
            }
        }
    }
}

pub(super) fn standing(
    state: &Portfolio,
    spaces: &BTreeSet<SpaceId>,
    on: Date,
) -> BTreeSet<ResourceId> {
    let there = state.resources().values().filter(|resource| resource.exists(on));
    let here =
        there.filter(|resource| spaces.contains(resource.place.at(on, Basis::Actual).unwrap()));
    here.map(|resource| resource.id).collect()
}

/// What stood in the spaces that were stands in their successors, but for what was told to go.
pub(super) fn lineage_conserves_resources(
    before: &Portfolio,
    asked: &SpaceReshape,
    after: &Portfolio,
) {
    let former: BTreeSet<SpaceId> = asked.spaces.iter().copied().collect();
    let into: BTreeSet<SpaceId> = asked.into.iter().map(ReshapedSpace::space).collect();
    let mut expected = standing(before, &former, asked.from);
    for fate in &asked.resources {
        let stays = match fate.destination {
            Destination::MovesTo(to) => into.contains(&to),
            Destination::Retires { .. } => false,
        };
        if !stays {
            assert!(expected.remove(&fate.resource), "{fate:?} did not stand there");
        }
    }
    assert_eq!(standing(after, &into, asked.from), expected, "{asked:?}");
    let gone = |fate: &&ResourceFate| matches!(fate.destination, Destination::Retires { .. });
    let retired: BTreeSet<ResourceId> =
        asked.resources.iter().filter(gone).map(|fate| fate.resource).collect();
    for on in dates() {
        let all = |state: &Portfolio| -> BTreeSet<ResourceId> {
            let there = state.resources().values().filter(|resource| resource.exists(on));
            there.map(|resource| resource.id).collect()
        };
        let (was, is) = (all(before), all(after));
        let missing: BTreeSet<_> = was.difference(&is).copied().collect();
        assert!(missing.is_subset(&retired) && is.is_subset(&was), "{asked:?} on {on}");
    }
}

/// What the units had is with their successors, but for what was told to end.
pub(super) fn succession_conserves_allocations(
    before: &Portfolio,
    asked: &UnitsReorganise,
    after: &Portfolio,
) {
    let units: BTreeSet<UnitId> = asked.units.iter().copied().collect();
    let into: BTreeSet<UnitId> = asked.into.iter().copied().collect();
    let named: BTreeMap<ResourceId, Option<UnitId>> =
        asked.allocations.iter().map(|heir| (heir.resource, heir.unit)).collect();
    for on in dates().filter(|on| *on >= asked.from) {
        for (id, resource) in before.resources() {
            let was = resource.allocation.at(on, Basis::Actual).copied();
            let is = after.resource(id).unwrap().allocation.at(on, Basis::Actual).copied();
            let Some(Allocation::Fixed(unit)) = was.filter(|_| resource.exists(on)) else {
                if resource.exists(on) {
                    assert_eq!(was, is, "{asked:?} on {on}");
                }
                continue;
            };
            let expected = match named.get(id).filter(|_| units.contains(&unit)) {
                Some(None) => Some(Allocation::Vacant),
                Some(Some(heir)) => Some(Allocation::Fixed(*heir)),
                None if units.contains(&unit) && !into.contains(&unit) => {
                    let heir = asked.rest.or_else(|| into.first().copied());
                    Some(heir.map_or(Allocation::Vacant, Allocation::Fixed))
                }
                None => was,
            };
            assert_eq!(is, expected, "{id:?} on {on}, {asked:?}");
        }
        for (id, membership) in before.memberships() {
            let held = |state: &Portfolio| {
                let known = state.membership(id)?;
                known.terms.at(on, Basis::Planned)?.as_ref().map(|_| known.unit(on))
            };
            let Some(was) = held(before) else { continue };
            let goes_on = !units.contains(&was) || into.contains(&was);
            let is = held(after);
            let named = asked.memberships.iter().any(|heir| heir.membership == *id);
            let withdrawn = membership.reallocation.is_some_and(|r| asked.withdraw.contains(&r));
            let expected = match is {
                Some(unit) if goes_on => unit == was,
                // Nobody takes over from a unit that is dissolved. What was only planned for it
                // stays as approved, in doubt.
                Some(unit) if into.is_empty() => unit == was && is_only_planned(after, *id, on),
                Some(unit) => into.contains(&unit),
                None => !goes_on && into.is_empty(),
            };
            assert!(expected || named || withdrawn, "{id:?} on {on}, {asked:?}");
        }
    }
}

fn is_only_planned(state: &Portfolio, membership: MembershipId, on: Date) -> bool {
    let known = state.membership(&membership).unwrap();
    !matches!(known.terms.at(on, Basis::Actual), Some(Some(_)))
}

/// Approved moves are planned, whoever their memberships have gone over to since.
pub(super) fn approved_is_planned_or_taken_over(state: &Portfolio) {
    let proposed = |known: &&std::sync::Arc<projections::Reallocation>| {
        let mut memberships = known.proposal.memberships.iter();
        memberships.all(|proposed| {
            let known = state.membership(&proposed.membership);
            known.is_none_or(|known| known.unit(proposed.from) == proposed.unit)
        })
    };
    if state.reallocations().values().all(|known| proposed(&known)) {
        approved_is_planned(state);
    }
}
