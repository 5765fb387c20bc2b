//! All facts of a viewpoint, and those of one thing.

use schema::{DelegationPoint, LeaseId, OrganisationId, ReallocationId};
use std::collections::BTreeMap;

use super::{FactKey, FactKind, FactValue, Thing, Viewpoint, told::budget_part};

/// The facts of a viewpoint.
pub type Facts = BTreeMap<FactKey, FactValue>;

impl Viewpoint<'_> {
    /// All facts that hold here. Persons, municipalities and imports have none: they are registered
    /// once, or are the ledger's own. Nor have the figures of an index, which are of no thing.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        for thing in self.things() {
            for key in self.keys(thing) {
                facts.extend(self.told(&key).value.map(|value| (key, value)));
            }
        }
        facts
    }

    /// All things that are known, whatever the date.
    fn things(&self) -> impl Iterator<Item = Thing> {
        let state = self.state;
        let organisations = state.organisations().keys().copied().map(Thing::Organisation);
        organisations
            .chain(state.units().keys().copied().map(Thing::Unit))
            .chain(state.buildings().keys().copied().map(Thing::Building))
            .chain(state.levels().keys().copied().map(Thing::Level))
            .chain(state.spaces().keys().copied().map(Thing::Space))
            .chain(state.resources().keys().copied().map(Thing::Resource))
            .chain(state.hubs().keys().copied().map(Thing::Hub))
            .chain(state.memberships().keys().copied().map(Thing::Membership))
            .chain(state.reallocations().keys().copied().map(Thing::Reallocation))
            .chain(state.transitions().keys().copied().map(Thing::Transition))
            .chain(state.preconditions().keys().copied().map(Thing::Precondition))
            .chain(state.bases().keys().copied().map(Thing::DecisionBasis))
            .chain(state.leases().keys().copied().map(Thing::Lease))
            .chain(state.costs().keys().copied().map(Thing::Cost))
            .chain(state.invoices().keys().copied().map(Thing::Invoice))
    }

    /// The facts that a thing may have here.
    pub(super) fn keys(&self, thing: Thing) -> impl Iterator<Item = FactKey> + use<> {
        let single = kinds(thing).iter().map(move |kind| FactKey::of(thing, *kind));
        single.chain(self.parts(thing))
    }

    /// The facts of which a thing has several.
    fn parts(&self, thing: Thing) -> Vec<FactKey> {
        match thing {
            Thing::Organisation(id) => self.parts_of_organisation(id),
            Thing::Reallocation(id) => self.parts_of_reallocation(id),
            Thing::Lease(id) => self.notices_of_lease(id),
            Thing::Transition(id) => {
                let known = self.state.transition(&id);
                let reached = known.into_iter().flat_map(|known| known.reached.keys());
                let part = |number: &u16| u64::from(*number);
                reached
                    .map(|it| FactKey { thing, kind: FactKind::Milestone, part: part(it) })
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    fn parts_of_organisation(&self, id: OrganisationId) -> Vec<FactKey> {
        let points = self.state.delegations_of(id).map(|(point, _)| point);
        let part = |point: &DelegationPoint| FactKey::part_named(point.to_string().as_bytes());
        let key = |kind| move |part| FactKey { thing: id.into(), kind, part };
        let budgets = self.state.budgets_of(id).map(|(key, _)| budget_part(key));
        let delegated = points.map(part).map(key(FactKind::Delegation));
        delegated.chain(budgets.map(key(FactKind::Budget))).collect()
    }

    fn notices_of_lease(&self, id: LeaseId) -> Vec<FactKey> {
        let Some(known) = self.state.lease(&id) else { return Vec::new() };
        let parts = known.notices.iter().map(|notice| notice.revision.number());
        parts.map(|part| FactKey { thing: id.into(), kind: FactKind::Notice, part }).collect()
    }

    fn parts_of_reallocation(&self, id: ReallocationId) -> Vec<FactKey> {
        let Some(known) = self.state.reallocation(&id) else { return Vec::new() };
        let key = |kind| move |part| FactKey { thing: id.into(), kind, part };
        let decided = known.decisions.iter().map(|decided| decided.revision.number());
        let done = known.done.keys().map(|number| u64::from(*number));
        let doubted = known.doubts.iter().flat_map(|doubt| &doubt.moves);
        let settled = known.settled.keys().map(|it| FactKey::part_named(it.uuid().as_bytes()));
        decided
            .map(key(FactKind::Decision))
            .chain(done.map(key(FactKind::Move)))
            .chain(doubted.map(|number| u64::from(*number)).map(key(FactKind::Doubt)))
            .chain(settled.map(key(FactKind::Settled)))
            .collect()
    }
}

/// The facts of which a thing has one at most.
const fn kinds(thing: Thing) -> &'static [FactKind] {
    use FactKind::*;
    match thing {
        Thing::Organisation(_) => &[Description, End, VatTreatment, ClosedThrough],
        Thing::Unit(_) | Thing::Lease(_) | Thing::Cost(_) => &[Description, End],
        Thing::Building(_) => &[Description, End, CommonKey],
        Thing::Invoice(_) => &[Description],
        Thing::Level(_) => &[Description, Drawing, End],
        Thing::Space(_) => &[Description, Category, Hub, Released, Lost, End],
        Thing::Resource(_) => &[Description, Place, Allocation, End],
        Thing::Hub(_) => &[Description, PlannedOpening, Opening, Open, Capacity, End, Tariff],
        Thing::Membership(_) => &[Unit, Terms, Doubt],
        Thing::Reallocation(_) => &[Proposal, Status],
        Thing::Transition(_) | Thing::Precondition(_) => &[Description, End],
        Thing::DecisionBasis(_) => &[Sealed],
    }
}
