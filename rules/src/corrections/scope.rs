//! What a correction may reach: the hubs, spaces, resources and leases of the entries that it voids and of
//! what is true instead.

use projections::Portfolio;
use schema::{Fate, HubId, LeaseId, LeaseParty, ResourceId, SpaceId, Subject, Voided, VoidedEntry};
use std::collections::BTreeSet;

use super::{entries::Says, leases::OfLease};
use crate::resources;

#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) hubs: BTreeSet<HubId>,
    pub(super) spaces: BTreeSet<SpaceId>,
    pub(super) resources: BTreeSet<ResourceId>,
    /// The leases.
    pub(super) leases: BTreeSet<LeaseId>,
    /// Those of which more than a landlord's notice is corrected, which is a fact whatever stands in its way.
    pub(super) decided_leases: BTreeSet<LeaseId>,
}

impl Scope {
    /// Of entries, and of what is said.
    pub(super) fn of<'a>(
        state: &Portfolio,
        entries: impl IntoIterator<Item = &'a Voided>,
        says: Option<&Says>,
    ) -> Self {
        let mut scope = Self::default();
        entries.into_iter().for_each(|voided| scope.add_entry(state, *voided));
        match says {
            Some(Says::Serves(_, hub)) => scope.hubs.extend(*hub),
            Some(Says::Stands(_, space)) => drop(scope.spaces.insert(*space)),
            Some(Says::OfLease(lease, OfLease::Noticed(notice)))
                if notice.party == LeaseParty::Tenant =>
            {
                scope.decided_leases.insert(*lease);
            }
            _ => {}
        }
        scope
    }

    fn add_entry(&mut self, state: &Portfolio, voided: Voided) {
        let Voided { revision, entry } = voided;
        match entry {
            VoidedEntry::Move { reallocation, number } => {
                let Some(known) = state.reallocation(&reallocation) else { return };
                if let Some(made) = known.find_move(number) {
                    self.add_subject(state, made.subject);
                    self.add_fate(made.fate);
                }
                self.hubs.extend(known.proposal.memberships.iter().map(|brought| brought.hub));
            }
            VoidedEntry::Allocation { resource } | VoidedEntry::Place { resource } => {
                self.add_subject(state, Subject::Resource(resource));
            }
            VoidedEntry::HubOpening { hub } | VoidedEntry::HubCapacity { hub } => {
                self.hubs.insert(hub);
                self.spaces.extend(state.spaces_ever_of(hub).map(|space| space.id));
            }
            VoidedEntry::HubSpace { space } => self.add_subject(state, Subject::Space(space)),
            VoidedEntry::Membership { membership } => {
                self.hubs.extend(state.membership(&membership).map(|known| known.hub));
            }
            VoidedEntry::LeaseNotice { lease } => {
                self.leases.insert(lease);
                let known = state.lease(&lease).into_iter().flat_map(|known| &known.notices);
                let mut notice = known.filter(|notice| notice.revision == revision);
                if notice.any(|notice| notice.party == LeaseParty::Tenant) {
                    self.decided_leases.insert(lease);
                }
            }
            VoidedEntry::LeaseSigning { lease }
            | VoidedEntry::LeaseAmendment { lease }
            | VoidedEntry::LeaseEnd { lease } => {
                self.leases.insert(lease);
                self.decided_leases.insert(lease);
            }
            // Nothing rests on what something costs.
            VoidedEntry::Cost { .. }
            | VoidedEntry::CostRevision { .. }
            | VoidedEntry::CostEnd { .. } => {}
        }
    }

    fn add_subject(&mut self, state: &Portfolio, subject: Subject) {
        match subject {
            Subject::Resource(resource) => {
                let Some(known) = state.resource(&resource) else { return };
                self.resources.insert(resource);
                self.spaces.extend(known.place.actual().entries().iter().map(|entry| entry.value));
                self.hubs.extend(resources::hubs_of(known));
            }
            Subject::Space(space) => {
                let Some(known) = state.space(&space) else { return };
                self.spaces.insert(space);
                self.hubs.extend(known.hub.values().copied().flatten());
            }
        }
    }

    fn add_fate(&mut self, fate: Fate) {
        self.hubs.extend(fate.hub());
        self.spaces.extend(fate.space());
    }
}
