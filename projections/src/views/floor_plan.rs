//! The floor plan: a level on a date and basis, with what is only planned marked as such.

use schema::{
    AllocatedAs, Category, Date, Fate, HubId, LevelId, ReallocationId, ResourceDescription,
    ResourceId, Revision, SpaceDescription, SpaceId, UnitId,
};
use serde::Serialize;
use std::{collections::BTreeSet, sync::Arc};

use crate::{Allocation, Basis, PlannedBy, Portfolio, Resource, Space};

/// How a space is used, from the allocations of what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// Something in it is fixed to a unit, and nothing is flexible.
    Fixed,
    /// Something in it is flexible or it serves a hub, and nothing is fixed.
    Flexible,
    /// Something in it is fixed and something flexible.
    Mixed,
    /// It could be given, and nothing in it is given to anybody.
    Vacant,
    /// Nothing stands in it, and nothing can be given: common to all who use the building.
    Common,
    /// It is given up: nobody in the portfolio uses it any longer.
    Released,
}

/// A resource as it stands on the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceOnPlan {
    /// Which.
    pub id: ResourceId,
    /// What it is.
    pub description: Arc<ResourceDescription>,
    /// To whom it is given.
    pub allocation: Allocation,
}

/// An approved move that is not yet done and concerns a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedChange {
    /// For when it is planned.
    pub planned_on: Date,
    /// By which reallocation.
    pub reallocation: ReallocationId,
    /// The number of its move.
    pub number: u16,
    /// The resource that is moved; none for the space itself.
    pub resource: Option<ResourceId>,
    /// What is to become of it.
    pub fate: Fate,
    /// Whether it leaves this space for another.
    pub leaves: bool,
    /// The event that put the move in doubt; absent where none did.
    pub doubted: Option<Revision>,
}

/// A space on the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct SpaceOnPlan {
    /// Which.
    pub id: SpaceId,
    /// What it is.
    pub description: Arc<SpaceDescription>,
    /// How it is used.
    pub mode: Mode,
    /// Whether nobody can use it for the time being.
    pub lost: bool,
    /// The units that have something in it, fixed.
    pub occupants: Vec<UnitId>,
    /// The hub that it serves.
    pub hub: Option<HubId>,
    /// What stands in it.
    pub resources: Vec<ResourceOnPlan>,
    /// What is approved for it and not yet done, whatever the date asked for.
    pub planned: Vec<PlannedChange>,
}

/// A level on a date and basis.
#[derive(Clone, Debug, PartialEq)]
pub struct FloorPlan {
    /// Which level.
    pub level: LevelId,
    /// On which date.
    pub on: Date,
    /// On which basis.
    pub basis: Basis,
    /// Its spaces, by number, then id.
    pub spaces: Vec<SpaceOnPlan>,
}

impl FloorPlan {
    /// Draws up the plan of a level.
    pub fn of(state: &Portfolio, level: LevelId, on: Date, basis: Basis) -> Self {
        let standing = state.spaces_of(level).filter(|space| space.exists(on));
        let mut spaces: Vec<_> =
            standing.filter_map(|space| SpaceOnPlan::of(state, space, on, basis)).collect();
        spaces.sort_by(|a, b| (&a.description.number, a.id).cmp(&(&b.description.number, b.id)));
        Self { level, on, basis, spaces }
    }
}

impl SpaceOnPlan {
    /// Draws up one space; none on a date on which it is not there.
    pub fn of(state: &Portfolio, space: &Space, on: Date, basis: Basis) -> Option<Self> {
        let description = Arc::clone(space.descriptions.at(on).filter(|_| space.exists(on))?);
        let ever: Vec<&Arc<Resource>> = state.resources_ever_in(space.id).collect();
        let resources: Vec<ResourceOnPlan> = ever
            .iter()
            .filter(|resource| resource.place.at(on, basis) == Some(&space.id))
            .filter_map(|resource| on_plan(resource, on, basis))
            .collect();
        let hub = space.hub.at(on, basis).copied().flatten();
        let released = space.is_released(on, basis);
        let used = mode(&resources, hub, description.category);
        let occupants = BTreeSet::from_iter(resources.iter().filter_map(fixed_to));
        Some(Self {
            id: space.id,
            mode: if released { Mode::Released } else { used },
            lost: space.is_lost(on),
            description,
            occupants: occupants.into_iter().collect(),
            hub,
            planned: planned(state, space, &ever),
            resources,
        })
    }
}

fn on_plan(resource: &Resource, on: Date, basis: Basis) -> Option<ResourceOnPlan> {
    let description = resource.descriptions.at(on).filter(|_| resource.exists(on))?;
    let allocation = *resource.allocation.at(on, basis)?;
    Some(ResourceOnPlan { id: resource.id, description: Arc::clone(description), allocation })
}

fn fixed_to(resource: &ResourceOnPlan) -> Option<UnitId> {
    match resource.allocation {
        Allocation::Fixed(unit) => Some(unit),
        Allocation::Flexible(_) | Allocation::Vacant => None,
    }
}

fn mode(resources: &[ResourceOnPlan], hub: Option<HubId>, category: Category) -> Mode {
    let common = resources.is_empty() && category.allocated_as() == AllocatedAs::Common;
    let is = |wanted: fn(&Allocation) -> bool| resources.iter().any(|r| wanted(&r.allocation));
    let fixed = is(|allocation| matches!(allocation, Allocation::Fixed(_)));
    let flexible = hub.is_some() || is(|allocation| matches!(allocation, Allocation::Flexible(_)));
    match (fixed, flexible) {
        (true, true) => Mode::Mixed,
        (true, false) => Mode::Fixed,
        (false, true) => Mode::Flexible,
        (false, false) if common => Mode::Common,
        (false, false) => Mode::Vacant,
    }
}

fn planned(state: &Portfolio, space: &Space, ever: &[&Arc<Resource>]) -> Vec<PlannedChange> {
    let of_space = space.planned_moves().filter_map(|(by, on)| change(state, by, on, None, false));
    let of_resources = ever.iter().flat_map(|resource| of_resource(state, resource, space.id));
    let mut planned: Vec<PlannedChange> = of_space.chain(of_resources).collect();
    planned.sort_unstable_by_key(|change| {
        (change.planned_on, change.reallocation, change.number, change.resource)
    });
    planned
}

/// A resource's pending moves as the space sees them: from it, into it or where it stands.
fn of_resource<'a>(
    state: &'a Portfolio,
    resource: &'a Resource,
    space: SpaceId,
) -> impl Iterator<Item = PlannedChange> + 'a {
    resource.allocation.pending().iter().filter_map(move |pending| {
        let on = pending.entry.from;
        let stands_here = resource.place.at(on, Basis::Actual) == Some(&space);
        let destination = resource.place.at(on, Basis::Planned) == Some(&space);
        let leaves = stands_here && !destination;
        (stands_here || destination)
            .then(|| change(state, pending.by, on, Some(resource.id), leaves))
            .flatten()
    })
}

fn change(
    state: &Portfolio,
    by: PlannedBy,
    planned_on: Date,
    resource: Option<ResourceId>,
    leaves: bool,
) -> Option<PlannedChange> {
    let PlannedBy { reallocation, number } = by;
    let known = state.reallocation(&reallocation)?;
    let fate = known.find_move(number)?.fate;
    let doubted = known.move_doubted(number);
    Some(PlannedChange { planned_on, reallocation, number, resource, fate, leaves, doubted })
}
