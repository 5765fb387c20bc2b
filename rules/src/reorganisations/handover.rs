//! What goes over when units are merged, split or dissolved: allocations, memberships, open proposals.

use projections::{Basis, Membership, Reallocation, ReallocationStatus, Resource};
use schema::{
    AllocationEnded, AllocationHeir, AllocationsTransferred, Date, MembershipEnded, MembershipHeir,
    MembershipTransferred, Proposal, ProposedMembership, ReallocationAmended, ReallocationId,
    ReallocationWithdraw, ResourceId, UnitId, limits::REFERENCES_MAX,
};
use std::{collections::BTreeMap, sync::Arc};

use super::{Change, TOGETHER_MAX, valid};
use crate::{
    Rejection, TooManyEnds,
    drawings::at_most,
    fates::{Spell, fixed_from},
    find,
    memberships::not_planned,
    reallocations,
    recording::Recording,
    spaces::count,
};

/// Allocations and memberships that end with their units, at most: each is an event of some 600 bytes,
/// and so many leave a quarter of a commit to what is in doubt then.
const ENDS_MAX: usize = 600;

/// Hands over the resources that are given to the units: each named one as it is said, and what an
/// ending unit has besides to the successor that takes the rest, or to nobody where there is none.
/// Tells how many allocations end.
pub(super) fn allocations(
    recording: &mut Recording<'_>,
    change: &Change,
    named: &[AllocationHeir],
) -> Result<usize, Rejection> {
    let named = named_allocations(recording, change, named)?;
    let mut transferred: BTreeMap<(UnitId, UnitId), Vec<ResourceId>> = BTreeMap::new();
    let mut ended: Vec<(ResourceId, Date)> = Vec::new();
    for resource in recording.state.resources().values() {
        for Spell { unit, from: on, .. } in given_from(resource, change) {
            match named.get(&resource.id) {
                Some(None) => ended.push((resource.id, on)),
                Some(Some(heir)) if *heir == unit => {}
                Some(Some(heir)) => {
                    transferred.entry((unit, *heir)).or_default().push(resource.id);
                }
                None if change.ended.contains(&unit) => {
                    match change.heir(unit, || format!("{:?}", resource.id))? {
                        None => ended.push((resource.id, on)),
                        Some(heir) => {
                            transferred.entry((unit, heir)).or_default().push(resource.id);
                        }
                    }
                }
                None => {}
            }
        }
    }
    for ((unit, to), mut resources) in transferred {
        resources.dedup();
        for resources in resources.chunks(REFERENCES_MAX) {
            let resources = resources.to_vec();
            recording.push(AllocationsTransferred { unit, to, from: change.from, resources });
        }
    }
    let count = ended.len();
    for (resource, from) in ended {
        recording.push(AllocationEnded { resource, from });
    }
    Ok(count)
}

/// The units of the reorganisation to which a resource is given from its date on.
fn given_from(resource: &Arc<Resource>, change: &Change) -> Vec<Spell> {
    if resource.retired.as_ref().is_some_and(|retired| retired.from <= change.from) {
        return Vec::new();
    }
    let given = fixed_from(resource, change.from).into_iter();
    given.filter(|spell| change.units.contains(&spell.unit)).collect()
}

fn named_allocations(
    recording: &Recording<'_>,
    change: &Change,
    named: &[AllocationHeir],
) -> Result<BTreeMap<ResourceId, Option<UnitId>>, Rejection> {
    at_most(named.len(), REFERENCES_MAX, "resources named one by one", "allocations")?;
    let mut heirs = BTreeMap::new();
    for (index, heir) in named.iter().enumerate() {
        let at = format!("allocations.{index}");
        let known = find::resource(&recording.state, &at, heir.resource)?;
        let theirs = !given_from(&known, change).is_empty();
        let accepted = "one that is given to a unit that is reorganised";
        valid(theirs, &at, "resource", heir.resource, accepted)?;
        successor(change, &at, heir.unit)?;
        valid(
            heirs.insert(heir.resource, heir.unit).is_none(),
            &at,
            "resource",
            heir.resource,
            "each resource once",
        )?;
    }
    Ok(heirs)
}

fn successor(change: &Change, at: &str, unit: Option<UnitId>) -> Result<(), Rejection> {
    match unit {
        None => Ok(()),
        Some(unit) => {
            let is_one = change.into.contains(&unit);
            valid(is_one, at, "unit", unit, "one of the successors (into)")
        }
    }
}

/// Hands over the memberships of the units, likewise. Tells how many end.
pub(super) fn memberships(
    recording: &mut Recording<'_>,
    change: &Change,
    named: &[MembershipHeir],
) -> Result<usize, Rejection> {
    let mut ended = 0;
    let named = named_memberships(recording, change, named)?;
    let all: Vec<Arc<Membership>> = recording.state.memberships().values().cloned().collect();
    for membership in all.iter().filter(|membership| holds(membership, change)) {
        let unit = membership.unit(change.from);
        let id = membership.id;
        let heir = match named.get(&id) {
            Some(heir) => *heir,
            None if change.ended.contains(&unit) => change.heir(unit, || format!("{id:?}"))?,
            None => Some(unit),
        };
        match heir {
            Some(heir) if heir == unit => {}
            Some(heir) => {
                let from = change.from;
                recording.push(MembershipTransferred { membership: id, unit: heir, from });
            }
            None => {
                // A unit that goes on gives up a membership that is still to begin by amending.
                if !change.ended.contains(&unit) {
                    not_planned(&recording.state, membership)?;
                }
                ended += usize::from(end_membership(recording, membership, change.from));
            }
        }
    }
    Ok(ended)
}

/// What ends with the units is recorded with them, as far as one commit takes it.
pub(super) fn ends_within_a_commit(
    allocations: usize,
    memberships: usize,
) -> Result<(), Rejection> {
    if allocations + memberships <= ENDS_MAX {
        return Ok(());
    }
    let (allocations, memberships) = (count(allocations), count(memberships));
    let reason = TooManyEnds { allocations, memberships, limit: count(ENDS_MAX) };
    Err(Rejection::new("units", reason))
}

/// Ends a membership. One that is still to begin is not ended with its unit: that the unit ends is a
/// fact, and puts it in doubt. Tells whether it ends.
fn end_membership(recording: &mut Recording<'_>, membership: &Membership, from: Date) -> bool {
    // One that begins later never does.
    let mut dates = membership.terms.dates_from(from, Basis::Actual);
    let held = |on: &Date| matches!(membership.terms.at(*on, Basis::Actual), Some(Some(_)));
    let Some(from) = dates.find(held) else { return false };
    let (reason, decisions) = (None, Vec::new());
    recording.push(MembershipEnded { membership: membership.id, from, reason, decisions });
    true
}

/// Whether a membership is one of the units' and holds, or is planned to hold, on the date or later.
fn holds(membership: &Membership, change: &Change) -> bool {
    let mut dates = membership.terms.dates_from(change.from, Basis::Planned);
    let in_force = dates.any(|on| matches!(membership.terms.at(on, Basis::Planned), Some(Some(_))));
    in_force && change.units.contains(&membership.unit(change.from))
}

fn named_memberships(
    recording: &Recording<'_>,
    change: &Change,
    named: &[MembershipHeir],
) -> Result<BTreeMap<schema::MembershipId, Option<UnitId>>, Rejection> {
    at_most(named.len(), REFERENCES_MAX, "memberships named one by one", "memberships")?;
    let mut heirs = BTreeMap::new();
    for (index, heir) in named.iter().enumerate() {
        let at = format!("memberships.{index}");
        let known = find::membership(&recording.state, &at, heir.membership)?;
        let accepted = "one that a unit that is reorganised holds";
        valid(holds(&known, change), &at, "membership", heir.membership, accepted)?;
        successor(change, &at, heir.unit)?;
        let first = heirs.insert(heir.membership, heir.unit).is_none();
        valid(first, &at, "membership", heir.membership, "each membership once")?;
    }
    Ok(heirs)
}

/// Withdraws proposals that name an ending unit.
pub(super) fn withdrawn(
    recording: &mut Recording<'_>,
    change: &Change,
    withdraw: &[ReallocationId],
) -> Result<(), Rejection> {
    at_most(withdraw.len(), TOGETHER_MAX, "proposals withdrawn together", "withdraw")?;
    for (index, &reallocation) in withdraw.iter().enumerate() {
        let at = format!("withdraw.{index}");
        let known = find::reallocation(&recording.state, &at, reallocation)?;
        let accepted = "one, named once, that would make a unit that ends a member";
        let is_one = names_ended(&known, change) && !withdraw[..index].contains(&reallocation);
        valid(is_one, &at, "reallocation", reallocation, accepted)?;
        reallocations::withdraw(recording, &ReallocationWithdraw { reallocation, reason: None })
            .map_err(|rejection| Rejection { path: at, ..rejection })?;
    }
    Ok(())
}

/// Open proposals that would make an ending unit a member name its successor. A decision on the
/// former proposal no longer holds. Without a successor they stay as their authors wrote them, and
/// are not approved as long as they name the unit.
pub(super) fn amended(recording: &mut Recording<'_>, change: &Change) -> Result<(), Rejection> {
    if change.into.is_empty() {
        return Ok(());
    }
    let open: Vec<Arc<Reallocation>> = recording
        .state
        .reallocations()
        .values()
        .filter(|known| known.status == ReallocationStatus::Proposed && names_ended(known, change))
        .cloned()
        .collect();
    for known in open {
        let proposal = renamed(&known, change)?;
        let digest = proposal
            .digest()
            // Only references in it have changed.
            .expect("a proposal has canonical bytes");
        recording.push(ReallocationAmended { reallocation: known.id, digest, proposal });
    }
    Ok(())
}

fn names_ended(known: &Reallocation, change: &Change) -> bool {
    known.proposal.memberships.iter().any(|proposed| change.ended.contains(&proposed.unit))
}

fn renamed(known: &Reallocation, change: &Change) -> Result<Proposal, Rejection> {
    let memberships = known.proposal.memberships.iter().map(|proposed| {
        if !change.ended.contains(&proposed.unit) {
            return Ok(proposed.clone());
        }
        let heir = change.heir(proposed.unit, || format!("{:?}", known.id))?;
        Ok(ProposedMembership { unit: heir.unwrap_or(proposed.unit), ..proposed.clone() })
    });
    let memberships = memberships.collect::<Result<_, Rejection>>()?;
    Ok(Proposal { memberships, ..(*known.proposal).clone() })
}
