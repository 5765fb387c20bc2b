//! What belongs to a building, a level or an organisation, as a viewpoint has it.

use schema::{
    BasisId, BuildingId, CostId, CostObject, InvoiceId, InvoiceSubject, LeaseId, LevelId,
    OrganisationId, ReallocationId, ResourceId, SpaceId, Subject, TransitionId,
};

use super::{Thing, Viewpoint};
use crate::Allocation;

/// A part of the estate to which a thing belongs or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// A building with its levels, their spaces, what stands in them, the hubs that these serve, the leases
    /// of it or of spaces in it, and the costs and invoices of any of these.
    Building(BuildingId),
    /// The same of one level.
    Level(LevelId),
    /// An organisation with its units, what it owns or hosts, what is given to its units, their
    /// memberships, the reallocations on which it decided or that move or bring any of these, the bases
    /// for decisions on those, the transitions in which it takes part, its own preconditions, the leases by
    /// which it rents or lets, and the costs and invoices in its books.
    Organisation(OrganisationId),
}

impl Within {
    /// Whether a thing belongs to it, as a viewpoint has it.
    pub fn holds(&self, viewpoint: &Viewpoint<'_>, thing: Thing) -> bool {
        match *self {
            Self::Building(building) => {
                viewpoint.is_in(thing, &|level| {
                    viewpoint.state.level(&level).is_some_and(|level| level.building == building)
                }) || viewpoint.is_of_building(thing, building)
            }
            Self::Level(level) => viewpoint.is_in(thing, &|other| other == level),
            Self::Organisation(organisation) => viewpoint.is_of(thing, organisation),
        }
    }
}

impl Viewpoint<'_> {
    /// Whether a thing is, or is on, a level of which something holds.
    fn is_in(&self, thing: Thing, level_fits: &dyn Fn(LevelId) -> bool) -> bool {
        let space_fits =
            |space: SpaceId| self.state.space(&space).is_some_and(|space| level_fits(space.level));
        match thing {
            Thing::Level(level) => level_fits(level),
            Thing::Space(space) => space_fits(space),
            Thing::Resource(resource) => self.place(resource).is_some_and(space_fits),
            Thing::Hub(hub) => self.state.spaces_ever_of(hub).any(|space| {
                let serves = space.hub.at(self.on, self.basis).copied().flatten();
                serves == Some(hub) && level_fits(space.level)
            }),
            Thing::Lease(lease) => self.state.lease(&lease).is_some_and(|lease| {
                self.state.leased_spaces(lease, self.on).into_iter().any(space_fits)
            }),
            Thing::Cost(cost) => match self.cost_object(cost) {
                Some(CostObject::Space(space)) => space_fits(space),
                Some(CostObject::Hub(hub)) => self.is_in(hub.into(), level_fits),
                _ => false,
            },
            Thing::Invoice(invoice) => match self.invoice_subject(invoice) {
                Some(InvoiceSubject::Lease(lease)) => self.is_in(lease.into(), level_fits),
                Some(InvoiceSubject::Cost(cost)) => self.is_in(cost.into(), level_fits),
                Some(InvoiceSubject::Hub(hub)) => self.is_in(hub.into(), level_fits),
                Some(InvoiceSubject::Building(_)) | None => false,
            },
            Thing::Organisation(_)
            | Thing::Unit(_)
            | Thing::Building(_)
            | Thing::Membership(_)
            | Thing::Reallocation(_)
            | Thing::Transition(_)
            | Thing::Precondition(_)
            | Thing::DecisionBasis(_) => false,
        }
    }

    /// Whether a thing is a building, or of it as a whole.
    fn is_of_building(&self, thing: Thing, building: BuildingId) -> bool {
        match thing {
            Thing::Building(id) => id == building,
            Thing::Lease(id) => {
                let agreed = self.state.lease(&id).and_then(|lease| lease.agreed.nearest(self.on));
                agreed.is_some_and(|agreed| agreed.terms.building == building)
            }
            Thing::Cost(id) => self.cost_object(id) == Some(CostObject::Building(building)),
            Thing::Invoice(id) => match self.invoice_subject(id) {
                Some(InvoiceSubject::Building(id)) => id == building,
                Some(InvoiceSubject::Lease(lease)) => self.is_of_building(lease.into(), building),
                Some(InvoiceSubject::Cost(cost)) => self.is_of_building(cost.into(), building),
                Some(InvoiceSubject::Hub(_)) | None => false,
            },
            _ => false,
        }
    }

    fn cost_object(&self, id: CostId) -> Option<CostObject> {
        Some(self.state.cost(&id)?.descriptions.nearest(self.on)?.object)
    }

    fn invoice_subject(&self, id: InvoiceId) -> Option<InvoiceSubject> {
        self.state.invoice(&id)?.description.subject
    }

    fn place(&self, resource: ResourceId) -> Option<SpaceId> {
        self.state.resource(&resource)?.place.at(self.on, self.basis).copied()
    }

    fn is_of(&self, thing: Thing, organisation: OrganisationId) -> bool {
        let (state, on) = (self.state, self.on);
        let owner = match thing {
            Thing::Organisation(id) => Some(id),
            Thing::Unit(unit) => self.employer(unit),
            Thing::Building(id) => state.building(&id).and_then(|it| state.building_owner(it, on)),
            Thing::Level(id) => {
                let building = state.level(&id).and_then(|level| state.building(&level.building));
                building.and_then(|building| state.building_owner(building, on))
            }
            Thing::Space(id) => {
                let level = state.space(&id).map(|space| space.level);
                return level.is_some_and(|level| self.is_of(level.into(), organisation));
            }
            Thing::Resource(id) => return self.resource_is_of(id, organisation),
            Thing::Hub(id) => state.hub(&id).map(|hub| state.hub_host(hub, on)),
            Thing::Membership(id) => {
                state.membership(&id).and_then(|membership| self.employer(membership.unit(on)))
            }
            Thing::Reallocation(id) => return self.reallocation_is_of(id, organisation),
            Thing::Transition(id) => return self.takes_part(id, organisation),
            Thing::Precondition(id) => state.precondition(&id).and_then(|known| known.organisation),
            Thing::DecisionBasis(id) => return self.basis_is_of(id, organisation),
            Thing::Lease(id) => return self.lease_is_of(id, organisation),
            Thing::Cost(id) => {
                let described = state.cost(&id).and_then(|known| known.descriptions.nearest(on));
                described.map(|described| state.organisation_on(described.organisation, on))
            }
            Thing::Invoice(id) => state
                .invoice(&id)
                .map(|known| state.organisation_on(known.description.organisation, on)),
        };
        owner == Some(organisation)
    }

    /// The organisation of a unit.
    fn employer(&self, unit: schema::UnitId) -> Option<OrganisationId> {
        let described = self.state.unit(&unit)?.descriptions.nearest(self.on)?;
        Some(self.state.organisation_on(described.organisation, self.on))
    }

    fn resource_is_of(&self, id: ResourceId, organisation: OrganisationId) -> bool {
        let Some(resource) = self.state.resource(&id) else { return false };
        let given = match resource.allocation.at(self.on, self.basis) {
            Some(Allocation::Fixed(unit)) => self.employer(*unit),
            Some(Allocation::Flexible(_) | Allocation::Vacant) | None => None,
        };
        given == Some(organisation)
            || self.state.resource_owner(resource, self.on) == Some(organisation)
    }

    fn lease_is_of(&self, id: LeaseId, organisation: OrganisationId) -> bool {
        self.state.lease(&id).is_some_and(|lease| {
            self.state.lease_tenant(lease, self.on) == organisation
                || self.state.lease_landlord(lease, self.on) == Some(organisation)
        })
    }

    fn takes_part(&self, id: TransitionId, organisation: OrganisationId) -> bool {
        let known = self.state.transition(&id);
        let described = known.and_then(|known| known.descriptions.nearest(self.on));
        described.is_some_and(|described| described.organisations.contains(&organisation))
    }

    fn basis_is_of(&self, id: BasisId, organisation: OrganisationId) -> bool {
        let known = self.state.basis(&id);
        let alternatives = known.into_iter().flat_map(|known| &known.basis.alternatives);
        let mut proposals = alternatives.flat_map(|alternative| &alternative.proposals);
        proposals.any(|proposal| self.reallocation_is_of(proposal.reallocation, organisation))
    }

    fn reallocation_is_of(&self, id: ReallocationId, organisation: OrganisationId) -> bool {
        let Some(known) = self.state.reallocation(&id) else { return false };
        let decided = known.decisions.iter().any(|it| it.organisation == organisation);
        let moved = known.proposal.moves.iter().any(|planned| match planned.subject {
            Subject::Resource(resource) => self.resource_is_of(resource, organisation),
            Subject::Space(space) => self.is_of(space.into(), organisation),
        });
        let mut brought = known.proposal.memberships.iter();
        decided || moved || brought.any(|it| self.employer(it.unit) == Some(organisation))
    }
}
