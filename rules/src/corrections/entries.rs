//! Entries of the state: what an event made, by its cause, and how the same is recorded once more.

use projections::{Allocation, Basis, Membership, Portfolio, Resource};
use schema::{
    AllocationAssigned, AllocationEnded, AllocationsTransferred, CostId, Date, DecisionTaken,
    Event, HubCapacity, HubCapacitySet, HubId, HubOpened, HubSpaceAdded, HubSpaceRemoved, LeaseId,
    MembershipChanged, MembershipEnded, MembershipGranted, MembershipId, MembershipTerms, Move,
    MoveDone, ReallocationId, ResourceId, ResourcesMoved, Revision, SpaceId, Subject, UnitId,
    Voided, VoidedEntry,
};
use std::{collections::BTreeMap, sync::Arc};

use super::{
    costs::{self, OfCost},
    leases::{self, OfLease},
};
use crate::{
    HubNotOpen, InvalidValue, MembershipNotInForce, Rejection,
    allocations::free_for,
    find,
    hubs::{not_closed, serves_other},
    reallocations,
};

/// What an entry says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Says {
    /// A move was carried out.
    Done(ReallocationId, Move),
    /// A resource was given to somebody or to nobody.
    Allocated(ResourceId, Allocation),
    /// A resource went over from one unit to another.
    HandedOver {
        /// The resource.
        resource: ResourceId,
        /// Who had it.
        unit: UnitId,
        /// Who has it from then.
        to: UnitId,
    },
    /// A resource stood in a space.
    Stands(ResourceId, SpaceId),
    /// A hub was open.
    Opened(HubId),
    /// A space served a hub, or none.
    Serves(SpaceId, Option<HubId>),
    /// A hub held so many.
    Holds(HubId, HubCapacity),
    /// A unit was a member, or no longer.
    Member(MembershipId, Option<Arc<MembershipTerms>>),
    /// Something of a lease.
    OfLease(LeaseId, OfLease),
    /// Something of a cost.
    OfCost(CostId, OfCost),
}

/// The moves that were carried out, by the events that report them.
pub(super) struct MovesDone(BTreeMap<Revision, (ReallocationId, u16)>);

impl MovesDone {
    pub(super) fn of(state: &Portfolio) -> Self {
        let reallocations = state.reallocations().values();
        let done = reallocations.flat_map(|known| {
            let done = known.done.iter();
            done.map(|(number, done)| (done.revision, (known.id, *number)))
        });
        Self(done.collect())
    }

    /// The entry that an event made: the whole move where it reports one.
    pub(super) fn entry(&self, revision: Revision, entry: VoidedEntry) -> Voided {
        let done = self.0.get(&revision);
        let entry = done.map_or(entry, |(reallocation, number)| VoidedEntry::Move {
            reallocation: *reallocation,
            number: *number,
        });
        Voided { revision, entry }
    }
}

/// What an entry says, and from when; nothing where there is no such entry.
pub(super) fn said(state: &Portfolio, voided: &Voided) -> Vec<(Date, Says)> {
    let Voided { revision, entry } = *voided;
    match entry {
        VoidedEntry::Move { reallocation, number } => {
            let known = state.reallocation(&reallocation);
            let done = known.and_then(|known| {
                let done = known.done.get(&number).filter(|done| done.revision == revision)?;
                Some((done.on, Says::Done(reallocation, *known.find_move(number)?)))
            });
            done.into_iter().collect()
        }
        VoidedEntry::Allocation { resource } => {
            state.resource(&resource).map_or_else(Vec::new, |known| given(known, revision))
        }
        VoidedEntry::Place { resource } => {
            let known = state.resource(&resource);
            let entries = known.into_iter().flat_map(|known| known.place.actual().entries());
            let made = entries.filter(|entry| entry.revision == revision);
            made.map(|entry| (entry.from, Says::Stands(resource, entry.value))).collect()
        }
        VoidedEntry::HubOpening { hub } => {
            let opened = state.hub(&hub).and_then(|known| known.opened);
            let made = opened.filter(|opened| opened.revision == revision);
            made.map(|opened| (opened.from, Says::Opened(hub))).into_iter().collect()
        }
        VoidedEntry::HubSpace { space } => {
            let known = state.space(&space);
            let entries = known.into_iter().flat_map(|known| known.hub.actual().entries());
            let made = entries.filter(|entry| entry.revision == revision);
            made.map(|entry| (entry.from, Says::Serves(space, entry.value))).collect()
        }
        VoidedEntry::HubCapacity { hub } => {
            let known = state.hub(&hub);
            let entries = known.into_iter().flat_map(|known| known.capacity.entries());
            let made = entries.filter(|entry| entry.revision == revision);
            made.map(|entry| (entry.from, Says::Holds(hub, entry.value))).collect()
        }
        VoidedEntry::Membership { membership } => {
            let known = state.membership(&membership);
            let entries = known.into_iter().flat_map(|known| known.terms.actual().entries());
            let made = entries.filter(|entry| entry.revision == revision);
            made.map(|entry| (entry.from, Says::Member(membership, entry.value.clone()))).collect()
        }
        VoidedEntry::LeaseSigning { lease }
        | VoidedEntry::LeaseAmendment { lease }
        | VoidedEntry::LeaseNotice { lease }
        | VoidedEntry::LeaseEnd { lease } => {
            let said = state.lease(&lease).and_then(|known| leases::said(known, voided));
            said.map(|(from, says)| (from, Says::OfLease(lease, says))).into_iter().collect()
        }
        VoidedEntry::Cost { cost }
        | VoidedEntry::CostRevision { cost }
        | VoidedEntry::CostEnd { cost } => {
            let said = state.cost(&cost).and_then(|known| costs::said(known, voided));
            said.map(|(from, says)| (from, Says::OfCost(cost, says))).into_iter().collect()
        }
    }
}

/// What an event says of to whom a resource was given.
fn given(known: &Resource, revision: Revision) -> Vec<(Date, Says)> {
    let entries = known.allocation.actual().entries();
    let mut made = entries.iter().enumerate().filter(|(_, entry)| entry.revision == revision);
    let Some((place, first)) = made.next() else { return Vec::new() };
    let resource = known.id;
    let former = place.checked_sub(1).map(|before| entries[before].value);
    match (former, first.value) {
        // Nobody is given what another has: it went over, and wherever that had it later too.
        (Some(Allocation::Fixed(unit)), Allocation::Fixed(to)) if unit != to => {
            vec![(first.from, Says::HandedOver { resource, unit, to })]
        }
        _ => std::iter::once((place, first))
            .chain(made)
            .map(|(_, entry)| (entry.from, Says::Allocated(resource, entry.value)))
            .collect(),
    }
}

/// The decisions that an event put into the register.
pub(super) fn decisions_at(state: &Portfolio, revision: Revision) -> Vec<DecisionTaken> {
    let recorded = state.decisions().filter(|known| known.revision == revision);
    recorded.map(|known| (*known.decision).clone()).collect()
}

/// The event that records the same from a date, where it fits the state; else why it does not.
/// `decisions` are those on which it rests.
pub(super) fn again(
    state: &Portfolio,
    says: &Says,
    on: Date,
    decisions: Vec<DecisionTaken>,
) -> Result<Event, Rejection> {
    match says {
        Says::Done(reallocation, made) => {
            let (reallocation, carried_out) = (*reallocation, *made);
            Ok(MoveDone { reallocation, carried_out, on }.into())
        }
        Says::Allocated(resource, allocation) => allocated(state, *resource, *allocation, on),
        Says::HandedOver { resource, unit, to } => handed_over(state, *resource, [*unit, *to], on),
        Says::Stands(resource, to) => {
            find::standing_resource(state, "", *resource, on)?;
            find::standing_space(state, "", *to, on)?;
            let (resources, to, reason) = (vec![*resource], *to, None);
            Ok(ResourcesMoved { resources, to, from: on, reason }.into())
        }
        Says::Opened(hub) => {
            not_closed(&*find::hub(state, "hub", *hub)?, on)?;
            Ok(HubOpened { hub: *hub, on }.into())
        }
        Says::Serves(space, hub) => serves(state, *space, *hub, on),
        Says::Holds(hub, capacity) => {
            not_closed(&*find::hub(state, "hub", *hub)?, on)?;
            Ok(HubCapacitySet { hub: *hub, from: on, capacity: *capacity }.into())
        }
        Says::Member(membership, terms) => {
            let known = find::membership(state, "membership", *membership)?;
            member(state, &known, terms.as_deref(), on, decisions)
        }
        Says::OfLease(lease, says) => leases::again(state, *lease, says, on, decisions),
        Says::OfCost(cost, says) => costs::again(state, *cost, says, on),
    }
}

/// Whether a move that was recorded once more fits: the rest is checked before it is recorded.
pub(super) fn fits(
    before: &Portfolio,
    state: &Portfolio,
    says: &Says,
    on: Date,
) -> Result<(), Rejection> {
    match says {
        Says::Done(reallocation, made) => {
            reallocations::could_be_done(before, state, *reallocation, made, on)
        }
        _ => Ok(()),
    }
}

fn allocated(
    state: &Portfolio,
    resource: ResourceId,
    allocation: Allocation,
    from: Date,
) -> Result<Event, Rejection> {
    let known = find::standing_resource(state, "resource", resource, from)?;
    let held = known.allocation.at(from, Basis::Actual);
    match (allocation, held) {
        (Allocation::Fixed(unit), _) => {
            find::unit_on(state, "unit", unit, from)?;
            free_for(&known, unit, from)?;
            Ok(AllocationAssigned { resource, unit, from }.into())
        }
        (Allocation::Vacant, Some(Allocation::Fixed(_))) => {
            Ok(AllocationEnded { resource, from }.into())
        }
        (Allocation::Vacant | Allocation::Flexible(_), _) => {
            Err(not_then("end of an allocation", from, "a date on which a unit has the resource"))
        }
    }
}

fn handed_over(
    state: &Portfolio,
    resource: ResourceId,
    [unit, to]: [UnitId; 2],
    from: Date,
) -> Result<Event, Rejection> {
    let known = find::standing_resource(state, "resource", resource, from)?;
    find::unit_on(state, "unit", to, from)?;
    if known.allocation.at(from, Basis::Actual) != Some(&Allocation::Fixed(unit)) {
        let accepted = "a date on which the unit has the resource that hands it over";
        return Err(not_then("handing over", from, accepted));
    }
    let resources = vec![resource];
    Ok(AllocationsTransferred { unit, to, from, resources }.into())
}

fn serves(
    state: &Portfolio,
    space: SpaceId,
    hub: Option<HubId>,
    from: Date,
) -> Result<Event, Rejection> {
    let known = find::standing_space(state, "space", space, from)?;
    let served = |on| known.hub.at(on, Basis::Actual).copied().flatten();
    let Some(hub) = hub else {
        return match served(from) {
            Some(hub) => Ok(HubSpaceRemoved { hub, space, from }.into()),
            None => Err(not_then("end of service", from, "a date on which the space serves a hub")),
        };
    };
    not_closed(&*find::hub(state, "hub", hub)?, from)?;
    let mut later = known.hub.dates_from(from, Basis::Actual);
    match later.find_map(|on| Some((on, served(on).filter(|served| *served != hub)?))) {
        Some((on, other)) => Err(serves_other("space", space, other, on)),
        None => Ok(HubSpaceAdded { hub, space, from }.into()),
    }
}

fn member(
    state: &Portfolio,
    known: &Membership,
    terms: Option<&MembershipTerms>,
    from: Date,
    decisions: Vec<DecisionTaken>,
) -> Result<Event, Rejection> {
    let membership = known.id;
    let begun = known.terms.actual().begins();
    let Some(terms) = terms.cloned() else {
        let holds = matches!(known.terms.at(from, Basis::Actual), Some(Some(_)));
        let ended = MembershipEnded { membership, from, reason: None, decisions };
        return if holds { Ok(ended.into()) } else { Err(not_in_force(membership, from)) };
    };
    let hub = find::hub(state, "hub", known.hub)?;
    if !hub.is_open(from, Basis::Planned) {
        return Err(Rejection::new("hub", HubNotOpen { hub: hub.id.to_string(), on: from }));
    }
    let unit = known.unit(from);
    find::unit_on(state, "unit", unit, from)?;
    match begun {
        None => {
            let (hub, reallocation) = (known.hub, known.reallocation);
            let granted =
                MembershipGranted { membership, hub, unit, from, terms, reallocation, decisions };
            Ok(granted.into())
        }
        Some(begun) if begun <= from => {
            Ok(MembershipChanged { membership, from, terms, decisions }.into())
        }
        Some(_) => Err(not_in_force(membership, from)),
    }
}

fn not_in_force(membership: MembershipId, on: Date) -> Rejection {
    Rejection::new("from", MembershipNotInForce { membership: membership.to_string(), on })
}

fn not_then(what: &str, given: Date, accepted: &str) -> Rejection {
    let (what, given, accepted) = (what.to_owned(), given.to_string(), accepted.to_owned());
    Rejection::new("from", InvalidValue { what, given, accepted })
}

/// What was recorded later of the same thing, from a date on: what is recorded of it anew goes over
/// that.
pub(super) fn later_of_the_same(
    state: &Portfolio,
    done: &MovesDone,
    voided: &Voided,
    since: Date,
) -> Vec<Voided> {
    let mut later = Vec::new();
    let mut add = |revision: Revision, from: Date, entry: VoidedEntry| {
        if revision > voided.revision && from >= since {
            later.push(done.entry(revision, entry));
        }
    };
    let (mut resource, mut placed, mut serving, mut released) = (None, false, None, None);
    match voided.entry {
        VoidedEntry::Move { reallocation, number } => {
            let known = state.reallocation(&reallocation);
            match known.and_then(|known| known.find_move(number)) {
                Some(Move { subject: Subject::Resource(moved), fate, .. }) => {
                    (resource, placed) = (Some(*moved), fate.space().is_some());
                }
                Some(Move { subject: Subject::Space(space), fate, .. }) => match fate.hub() {
                    Some(_) => serving = Some(*space),
                    None => released = Some(*space),
                },
                None => {}
            }
        }
        VoidedEntry::Allocation { resource: given } => resource = Some(given),
        VoidedEntry::Place { resource } => {
            let known = state.resource(&resource);
            let places = known.into_iter().flat_map(|known| known.place.actual().entries());
            places.for_each(|entry| {
                add(entry.revision, entry.from, VoidedEntry::Place { resource });
            });
            return later;
        }
        VoidedEntry::HubSpace { space } => serving = Some(space),
        VoidedEntry::LeaseSigning { lease } => {
            let known = state.lease(&lease);
            return known.map_or_else(Vec::new, |known| leases::on_signing(known, voided));
        }
        VoidedEntry::Cost { cost } => {
            let known = state.cost(&cost);
            return known.map_or_else(Vec::new, |known| costs::on_recording(known, voided));
        }
        // What of a lease rests on another part of it is found by trying.
        VoidedEntry::LeaseAmendment { .. }
        | VoidedEntry::LeaseNotice { .. }
        | VoidedEntry::LeaseEnd { .. } => {}
        // Each description of a cost holds by itself, and so does its end.
        VoidedEntry::CostRevision { .. } | VoidedEntry::CostEnd { .. } => {}
        // One opening there is, and each capacity and each change of terms holds by itself.
        VoidedEntry::HubOpening { .. }
        | VoidedEntry::HubCapacity { .. }
        | VoidedEntry::Membership { .. } => {}
    }
    if let Some(known) = resource.and_then(|resource| state.resource(&resource)) {
        let resource = known.id;
        for entry in known.allocation.actual().entries() {
            add(entry.revision, entry.from, VoidedEntry::Allocation { resource });
        }
        for entry in known.place.actual().entries().iter().filter(|_| placed) {
            add(entry.revision, entry.from, VoidedEntry::Place { resource });
        }
    }
    if let Some(known) = serving.and_then(|space| state.space(&space)) {
        let space = known.id;
        for entry in known.hub.actual().entries() {
            add(entry.revision, entry.from, VoidedEntry::HubSpace { space });
        }
    }
    if let Some(known) = released.and_then(|space| state.space(&space)) {
        let space = known.id;
        for entry in known.released.actual().entries() {
            // Only a move releases.
            add(entry.revision, entry.from, VoidedEntry::HubSpace { space });
        }
    }
    later
}
