//! Of what part of a portfolio key figures are asked: its people, spaces and resources.

use rust_decimal::Decimal;
use schema::{
    BuildingId, Date, Measure, MunicipalityCode, OrganisationId, ResourceKind, SpaceId, UnitId,
};
use std::{collections::BTreeMap, sync::Arc};

use super::apportioned::apportioned;
use crate::{Allocation, Basis, Building, Headcounts, Portfolio, Resource, Space};

/// A part of a portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole of it.
    Portfolio,
    /// The people of an organisation, the spaces that they occupy, and the resources that it owns.
    Organisation(OrganisationId),
    /// A building, and the people who have their workstations in it.
    Building(BuildingId),
    /// The buildings in a municipality, and the people of the units that are at home in it.
    Municipality(MunicipalityCode),
}

/// A part of a portfolio on a date and basis.
pub(super) struct Scoped<'a> {
    state: &'a Portfolio,
    headcounts: &'a Headcounts,
    scope: &'a Scope,
    pub(super) on: Date,
    pub(super) basis: Basis,
    /// For a building: in which buildings each unit has how many fixed workstations.
    seated: BTreeMap<UnitId, BTreeMap<BuildingId, u64>>,
}

impl<'a> Scoped<'a> {
    pub(super) fn new(
        state: &'a Portfolio,
        headcounts: &'a Headcounts,
        scope: &'a Scope,
        on: Date,
        basis: Basis,
    ) -> Self {
        let seated = match scope {
            Scope::Building(_) => seated(state, on, basis),
            Scope::Portfolio | Scope::Organisation(_) | Scope::Municipality(_) => BTreeMap::new(),
        };
        Self { state, headcounts, scope, on, basis, seated }
    }

    /// The part of so many people of a unit that belongs here.
    pub(super) fn part(&self, unit: UnitId, people: u64) -> u64 {
        let belongs = match self.scope {
            Scope::Portfolio => true,
            Scope::Organisation(id) => self.headcounts.organisation(unit) == Some(*id),
            Scope::Municipality(code) => self.headcounts.home(unit) == Some(code),
            Scope::Building(building) => {
                let Some(weights) = self.seated.get(&unit) else { return 0 };
                let part = apportioned(people.into(), weights).get(building).copied();
                // A part is no larger than the whole, which is a u64.
                return part.map_or(0, |part| u64::try_from(part).unwrap_or(people));
            }
        };
        if belongs { people } else { 0 }
    }

    /// The resources of a kind that belong here.
    pub(super) fn resources(&self, kind: ResourceKind) -> impl Iterator<Item = &'a Arc<Resource>> {
        let Self { state, scope, on, basis, .. } = *self;
        state.resources().values().filter(move |resource| {
            let described = resource.descriptions.at(on).filter(|_| resource.exists(on));
            described.is_some_and(|described| described.kind == kind)
                && has(state, scope, resource, on, basis)
        })
    }

    /// The area of the spaces that belong here, and how many of them have none under the measure; no
    /// area where none of them has one.
    pub(super) fn area(&self, measure: &Measure) -> (Option<Decimal>, usize) {
        let (mut sum, mut with, mut without) = (Decimal::ZERO, 0, 0);
        for space in self.state.spaces().values().filter(|space| space.exists(self.on)) {
            let area = space.descriptions.at(self.on).and_then(|known| known.areas.under(measure));
            match (self.part_of_space(space, area.map(schema::SquareMetres::decimal)), area) {
                (None, _) => {}
                (Some(part), Some(_)) => {
                    sum += part;
                    with += 1;
                }
                (Some(_), None) => without += 1,
            }
        }
        (known_area(sum, with, without), without)
    }

    /// The part of a space's area that belongs here; none where the space does not.
    fn part_of_space(&self, space: &Space, area: Option<Decimal>) -> Option<Decimal> {
        let area = area.unwrap_or_default();
        let belongs = match self.scope {
            Scope::Portfolio => true,
            Scope::Organisation(id) => {
                let occupants = self.occupants(space.id);
                occupants.get(id)?;
                return Some(divided(area, &occupants, id));
            }
            Scope::Building(id) => building_of(self.state, space.id)?.id == *id,
            Scope::Municipality(code) => {
                let building = building_of(self.state, space.id)?;
                stands_in(building, code, self.on)
            }
        };
        belongs.then_some(area)
    }

    /// The organisations whose units have something fixed in a space, with how much.
    fn occupants(&self, space: SpaceId) -> BTreeMap<OrganisationId, u64> {
        let mut occupants = BTreeMap::new();
        for resource in self.state.resources_ever_in(space).filter(|it| it.exists(self.on)) {
            let here = resource.place.at(self.on, self.basis) == Some(&space);
            if let Some(Allocation::Fixed(unit)) = resource.allocation.at(self.on, self.basis)
                && let Some(organisation) = self.headcounts.organisation(*unit).filter(|_| here)
            {
                *occupants.entry(organisation).or_default() += 1;
            }
        }
        occupants
    }
}

/// The sum of the areas of so many spaces with one; none where there are spaces and none of them has an
/// area: that nothing is known is not 0.
pub(in crate::views) fn known_area(sum: Decimal, with: usize, without: usize) -> Option<Decimal> {
    (with > 0 || without == 0).then(|| sum.normalize())
}

/// One organisation's part of an area, to the square millimetre.
pub(in crate::views) fn divided(
    area: Decimal,
    occupants: &BTreeMap<OrganisationId, u64>,
    id: &OrganisationId,
) -> Decimal {
    const SQUARE_MILLIMETRES: u32 = 6;
    let mut whole = area;
    whole.rescale(SQUARE_MILLIMETRES);
    // An area is 0 or more, and has at most six decimals.
    let parts = apportioned(whole.mantissa().unsigned_abs(), occupants);
    let part = parts.get(id).copied().unwrap_or_default();
    // A part is no larger than the whole, which is an i128.
    let part = i128::try_from(part).unwrap_or(whole.mantissa());
    Decimal::from_i128_with_scale(part, SQUARE_MILLIMETRES)
}

/// Whether a resource belongs to a scope on a date and basis.
pub(super) fn has(
    state: &Portfolio,
    scope: &Scope,
    resource: &Resource,
    on: Date,
    basis: Basis,
) -> bool {
    let building = || building_of(state, *resource.place.at(on, basis)?);
    match scope {
        Scope::Portfolio => true,
        Scope::Organisation(id) => state.resource_owner(resource, on) == Some(*id),
        Scope::Building(id) => building().is_some_and(|building| building.id == *id),
        Scope::Municipality(code) => {
            building().is_some_and(|building| stands_in(building, code, on))
        }
    }
}

fn building_of(state: &Portfolio, space: SpaceId) -> Option<&Arc<Building>> {
    state.building(&state.level(&state.space(&space)?.level)?.building)
}

fn stands_in(building: &Building, code: &MunicipalityCode, on: Date) -> bool {
    let described = building.descriptions.at(on);
    described.is_some_and(|described| described.municipality.as_ref() == Some(code))
}

/// In which buildings each unit has how many fixed workstations.
fn seated(
    state: &Portfolio,
    on: Date,
    basis: Basis,
) -> BTreeMap<UnitId, BTreeMap<BuildingId, u64>> {
    let mut seated: BTreeMap<UnitId, BTreeMap<BuildingId, u64>> = BTreeMap::new();
    for resource in state.resources().values().filter(|resource| resource.exists(on)) {
        let kind = resource.descriptions.at(on).map(|described| described.kind);
        if let Some(Allocation::Fixed(unit)) = resource.allocation.at(on, basis)
            && kind == Some(ResourceKind::Workstation)
            && let Some(place) = resource.place.at(on, basis)
            && let Some(building) = building_of(state, *place)
        {
            *seated.entry(*unit).or_default().entry(building.id).or_default() += 1;
        }
    }
    seated
}
