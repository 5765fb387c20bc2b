//! Which organisations a reallocation touches.

use projections::{Allocation, Basis, Portfolio, Reallocation, Resource};
use schema::{Date, HubId, Move, OrganisationId, SpaceId, Subject, UnitId};
use std::collections::BTreeSet;

/// The organisations whose occupation, resources, buildings, hubs or seats the proposal touches.
pub(super) fn by(state: &Portfolio, known: &Reallocation) -> BTreeSet<OrganisationId> {
    let mut concerned = BTreeSet::new();
    for planned in &known.proposal.moves {
        concerned.extend(by_move(state, planned));
    }
    for membership in &known.proposal.memberships {
        concerned.extend(host(state, membership.hub, membership.from));
        concerned.extend(of_unit(state, membership.unit, membership.from));
    }
    concerned
}

fn by_move(state: &Portfolio, planned: &Move) -> BTreeSet<OrganisationId> {
    let on = planned.planned_on;
    let host = planned.fate.hub().and_then(|hub| host(state, hub, on));
    let unit = planned.fate.unit().and_then(|unit| of_unit(state, unit, on));
    let mut concerned: BTreeSet<OrganisationId> = host.into_iter().chain(unit).collect();
    concerned.extend(planned.fate.space().and_then(|space| building_owner(state, space, on)));
    match planned.subject {
        Subject::Space(space) => concerned.extend(building_owner(state, space, on)),
        Subject::Resource(resource) => {
            if let Some(resource) = state.resource(&resource) {
                concerned.extend(by_resource(state, resource, on));
            }
        }
    }
    concerned
}

fn by_resource(state: &Portfolio, resource: &Resource, on: Date) -> BTreeSet<OrganisationId> {
    let owner = state.resource_owner(resource, on);
    // Who has it the day before gives it up; who would have it from the day itself goes without.
    let occupants =
        [on.previous_day(), on].map(|day| match resource.allocation.at(day, Basis::Actual) {
            Some(Allocation::Fixed(unit)) => of_unit(state, *unit, day),
            Some(Allocation::Vacant | Allocation::Flexible(_)) | None => None,
        });
    let place = resource.place.actual().nearest(on.previous_day());
    let building = place.and_then(|space| building_owner(state, *space, on));
    [owner, building].into_iter().chain(occupants).flatten().collect()
}

fn host(state: &Portfolio, hub: HubId, on: Date) -> Option<OrganisationId> {
    state.hub(&hub).map(|hub| state.hub_host(hub, on))
}

fn of_unit(state: &Portfolio, unit: UnitId, on: Date) -> Option<OrganisationId> {
    let unit = state.unit(&unit)?;
    unit.descriptions.nearest(on).map(|description| description.organisation)
}

fn building_owner(state: &Portfolio, space: SpaceId, on: Date) -> Option<OrganisationId> {
    let level = state.level(&state.space(&space)?.level)?;
    state.building_owner(state.building(&level.building)?, on)
}
