//! Which organisations a proposal touches, and by what: each of them decides on it.

use schema::{
    BuildingId, Date, Fate, HubId, LeaseId, MembershipId, Move, OrganisationId, ResourceId,
    SpaceId, Subject, UnitId,
};
use std::collections::BTreeMap;

use crate::{Allocation, Basis, Portfolio, Reallocation, Resource};

/// By what a proposal touches an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TouchedBy {
    /// It owns the building of a space from which, into which or of which something is moved.
    OwnsBuilding(BuildingId),
    /// It rents a space that joins a hub or is released, by the lease.
    RentsSpace(LeaseId),
    /// It owns a resource that is moved.
    OwnsResource(ResourceId),
    /// A unit of it has a resource that is moved, or that stands in a space that is released.
    HasResource(UnitId, ResourceId),
    /// It runs a hub that gains, loses or promises something.
    HostsHub(HubId),
    /// A unit of it becomes a member of a hub.
    BecomesMember(UnitId, MembershipId),
    /// A unit of it gets a resource back.
    GetsBack(UnitId, ResourceId),
}

/// Why an organisation is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TouchedBecause {
    /// The number of the move that touches it; none where a membership does.
    pub number: Option<u16>,
    /// By what.
    pub by: TouchedBy,
}

/// The organisations that a proposal touches, in the order of their ids, each with the reasons in
/// the order of the moves.
pub fn touched_organisations(
    state: &Portfolio,
    known: &Reallocation,
) -> BTreeMap<OrganisationId, Vec<TouchedBecause>> {
    let mut touching = Touching { state, organisations: BTreeMap::new() };
    for planned in &known.proposal.moves {
        touching.moved(planned);
    }
    for membership in &known.proposal.memberships {
        let unit = membership.unit;
        touching.host(None, membership.hub, membership.from);
        let member = TouchedBy::BecomesMember(unit, membership.membership);
        touching.unit(None, unit, membership.from, member);
    }
    touching.organisations
}

struct Touching<'a> {
    state: &'a Portfolio,
    organisations: BTreeMap<OrganisationId, Vec<TouchedBecause>>,
}

impl Touching<'_> {
    fn add(&mut self, organisation: Option<OrganisationId>, number: Option<u16>, by: TouchedBy) {
        let Some(organisation) = organisation else { return };
        let because = TouchedBecause { number, by };
        let reasons = self.organisations.entry(organisation).or_default();
        if !reasons.contains(&because) {
            reasons.push(because);
        }
    }

    fn moved(&mut self, planned: &Move) {
        let Move { number, subject, fate, planned_on: on } = *planned;
        let number = Some(number);
        if let Some(hub) = fate.hub() {
            self.host(number, hub, on);
        }
        self.losing_hubs(number, subject, on);
        match subject {
            Subject::Space(space) => {
                self.building(number, space, on);
                self.tenants(number, space, on);
                if let Fate::Released { .. } = fate {
                    self.occupants(number, space, on);
                }
            }
            Subject::Resource(resource) => {
                if let Some(known) = self.state.resource(&resource) {
                    self.resource(number, known, on);
                }
                if let Some(unit) = fate.unit() {
                    self.unit(number, unit, on, TouchedBy::GetsBack(unit, resource));
                }
            }
        }
        if let Some(space) = fate.space() {
            self.building(number, space, on);
        }
    }

    fn resource(&mut self, number: Option<u16>, resource: &Resource, on: Date) {
        let owner = self.state.resource_owner(resource, on);
        self.add(owner, number, TouchedBy::OwnsResource(resource.id));
        if let Some(place) = resource.place.actual().nearest(on.previous_day()) {
            self.building(number, *place, on);
        }
        // Who has it the day before gives it up; who would have it from the day itself goes without.
        for day in [on.previous_day(), on] {
            self.occupant(number, resource, day);
        }
    }

    fn occupant(&mut self, number: Option<u16>, resource: &Resource, day: Date) {
        if let Some(Allocation::Fixed(unit)) = resource.allocation.at(day, Basis::Actual) {
            self.unit(number, *unit, day, TouchedBy::HasResource(*unit, resource.id));
        }
    }

    /// The units that have something in a space the day before it is given up.
    fn occupants(&mut self, number: Option<u16>, space: SpaceId, on: Date) {
        let before = on.previous_day();
        for resource in self.state.resources_ever_in(space) {
            let here = resource.place.at(before, Basis::Actual) == Some(&space);
            if here && resource.exists(before) {
                self.occupant(number, resource, before);
            }
        }
    }

    fn host(&mut self, number: Option<u16>, hub: HubId, on: Date) {
        let host = self.state.hub(&hub).map(|known| self.state.hub_host(known, on));
        self.add(host, number, TouchedBy::HostsHub(hub));
    }

    /// The hubs that have it the day before, as it is and as it is planned.
    fn losing_hubs(&mut self, number: Option<u16>, subject: Subject, on: Date) {
        let day = on.previous_day();
        for basis in [Basis::Actual, Basis::Planned] {
            if let Some(hub) = self.hub_that_has(subject, day, basis) {
                self.host(number, hub, day);
            }
        }
    }

    fn hub_that_has(&self, subject: Subject, day: Date, basis: Basis) -> Option<HubId> {
        match subject {
            Subject::Space(space) => {
                self.state.space(&space)?.hub.at(day, basis).copied().flatten()
            }
            Subject::Resource(resource) => {
                match self.state.resource(&resource)?.allocation.at(day, basis)? {
                    Allocation::Flexible(hub) => Some(*hub),
                    Allocation::Fixed(_) | Allocation::Vacant => None,
                }
            }
        }
    }

    fn unit(&mut self, number: Option<u16>, unit: UnitId, on: Date, by: TouchedBy) {
        let described = self.state.unit(&unit).and_then(|unit| unit.descriptions.nearest(on));
        self.add(described.map(|description| description.organisation), number, by);
    }

    /// Those who rent a space on the day, by whatever lease: it is their money, and what they may use.
    fn tenants(&mut self, number: Option<u16>, space: SpaceId, on: Date) {
        let Some(building) = self.building_of(space) else { return };
        for lease in self.state.leases_of(building) {
            if lease.runs(on) && self.state.leased_spaces(lease, on).contains(&space) {
                let tenant = self.state.lease_tenant(lease, on);
                self.add(Some(tenant), number, TouchedBy::RentsSpace(lease.id));
            }
        }
    }

    fn building_of(&self, space: SpaceId) -> Option<BuildingId> {
        let level = self.state.level(&self.state.space(&space)?.level)?;
        Some(level.building)
    }

    fn building(&mut self, number: Option<u16>, space: SpaceId, on: Date) {
        let building = self.building_of(space);
        let Some(building) = building.and_then(|building| self.state.building(&building)) else {
            return;
        };
        let owner = self.state.building_owner(building, on);
        self.add(owner, number, TouchedBy::OwnsBuilding(building.id));
    }
}
