//! How far a decision reaches: what is moved, counted in workstations and rooms, and the seats that are
//! promised. Delegations are limited in both.

use projections::{Basis, Portfolio, Resource};
use schema::{Date, ResourceId, ResourceKind, SpaceId, Subject, WeekCount};
use std::collections::BTreeSet;

use crate::spaces::count;

/// How far a decision reaches.
#[derive(Clone, Copy, Default)]
pub(crate) struct Extent {
    /// Workstations, rooms and equipment that are moved.
    pub(crate) resources: u32,
    /// Seats promised on the busiest weekday.
    pub(crate) seats: u32,
}

impl Extent {
    /// The extent of promised seats.
    pub(crate) fn of_seats(promised: &WeekCount) -> Self {
        Self { resources: 0, seats: promised.peak() }
    }
}

/// How many resources are moved on these dates. A space counts as the workstations and rooms that stood in
/// it the day before, and as one where there were none; what is moved with its space and by itself counts
/// once.
pub(crate) fn resources_moved(
    state: &Portfolio,
    moves: impl IntoIterator<Item = (Subject, Date)>,
) -> u32 {
    let (mut moved, mut bare) = (BTreeSet::new(), 0);
    for (subject, on) in moves {
        match subject {
            Subject::Resource(resource) => drop(moved.insert(resource)),
            Subject::Space(space) => {
                let before = moved_with(state, space, on.previous_day());
                bare += usize::from(before.is_empty());
                moved.extend(before);
            }
        }
    }
    count(moved.len() + bare)
}

/// The workstations and rooms in a space on a day.
fn moved_with(state: &Portfolio, space: SpaceId, day: Date) -> Vec<ResourceId> {
    let stands = |resource: &Resource| {
        let here = resource.place.at(day, Basis::Planned) == Some(&space);
        let kind = resource.descriptions.nearest(day).map(|described| described.kind);
        here && resource.exists(day) && kind != Some(ResourceKind::Equipment)
    };
    let ever = state.resources_ever_in(space).filter(|resource| stands(resource));
    ever.map(|resource| resource.id).collect()
}
