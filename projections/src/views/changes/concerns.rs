//! What belongs to a building, a level or an organisation, as a viewpoint has it.

use schema::{
    BasisId, BuildingId, LevelId, OrganisationId, ReallocationId, ResourceId, SpaceId, Subject,
    TransitionId,
};

use super::{Thing, Viewpoint};
use crate::Allocation;

/// A part of the estate to which a thing belongs or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// A building with its levels, their spaces, what stands in them, and the hubs that these serve.
    Building(BuildingId),
    /// The same of one level.
    Level(LevelId),
    /// An organisation with its units, what it owns or hosts, what is given to its units, their
    /// memberships, the reallocations on which it decided or that move or bring any of these, the bases
    /// for decisions on those, the transitions in which it takes part, and its own preconditions.
    Organisation(OrganisationId),
}

impl Within {
    /// Whether a thing belongs to it, as a viewpoint has it.
    pub fn holds(&self, viewpoint: &Viewpoint<'_>, thing: Thing) -> bool {
        match *self {
            Self::Building(building) => {
                viewpoint.is_in(thing, |level| {
                    viewpoint.state.level(&level).is_some_and(|level| level.building == building)
                }) || thing == Thing::Building(building)
            }
            Self::Level(level) => viewpoint.is_in(thing, |other| other == level),
            Self::Organisation(organisation) => viewpoint.is_of(thing, organisation),
        }
    }
}

impl Viewpoint<'_> {
    /// Whether a thing is, or is on, a level of which something holds.
    fn is_in(&self, thing: Thing, level_fits: impl Fn(LevelId) -> bool) -> bool {
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
