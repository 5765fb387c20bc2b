//! What a hub has to offer and has promised on a date.

use schema::{HubCapacity, HubId, ResourceKind, WeekCount, Weekday};

use crate::{Allocation, Basis, Portfolio};
use schema::Date;
use std::collections::BTreeSet;

/// The seats of a hub on a date and basis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    /// How many it holds; none where not recorded.
    pub capacity: Option<HubCapacity>,
    /// Workstations flexible in it that have been counted: these are available.
    pub counted_workstations: u32,
    /// Workstations flexible in it that are assumed by a rule: not available until counted.
    pub assumed_workstations: u32,
    /// Rooms flexible in it.
    pub rooms: u32,
    /// Seats promised by weekday, guaranteed and shared.
    pub promised: WeekCount,
    /// Workstations guaranteed by weekday.
    pub guaranteed_workstations: WeekCount,
    /// People served by its memberships.
    pub people_served: u32,
}

impl Seats {
    /// Counts the seats of a hub.
    pub fn of(state: &Portfolio, hub: HubId, on: Date, basis: Basis) -> Self {
        let mut seats = Self {
            capacity: state.hub(&hub).and_then(|hub| hub.capacity.at(on)).copied(),
            ..Self::default()
        };
        seats.count_resources(state, hub, on, basis);
        for membership in state.memberships_of(hub) {
            if let Some(Some(terms)) = membership.terms.at(on, basis) {
                seats.promised = seats.promised.plus(&terms.promised());
                let guaranteed = terms.guaranteed_workstations();
                seats.guaranteed_workstations = seats.guaranteed_workstations.plus(&guaranteed);
                seats.people_served = seats.people_served.saturating_add(terms.people_served);
            }
        }
        seats
    }

    /// `from`, and every later date on which promises, capacity or workstations of a hub may change
    /// on the planned basis.
    pub fn dates_from(state: &Portfolio, hub: HubId, from: Date) -> BTreeSet<Date> {
        let mut dates = BTreeSet::from([from]);
        for membership in state.memberships_of(hub) {
            dates.extend(membership.terms.changes_after(from, Basis::Planned));
        }
        if let Some(hub) = state.hub(&hub) {
            let set = hub.capacity.entries().iter().map(|entry| entry.from);
            dates.extend(set.filter(|date| *date > from));
        }
        for space in state.spaces_ever_of(hub) {
            let lost = space.lost.entries().iter().map(|entry| entry.from);
            dates.extend(lost.filter(|date| *date > from));
            for resource in state.resources_ever_in(space.id) {
                dates.extend(resource.allocation.changes_after(from, Basis::Planned));
                dates.extend(resource.place.changes_after(from, Basis::Planned));
                let described = resource.descriptions.entries().iter().map(|entry| entry.from);
                let retired = resource.retired.as_ref().map(|retired| retired.from);
                dates.extend(described.chain(retired).filter(|date| *date > from));
            }
        }
        dates
    }

    fn count_resources(&mut self, state: &Portfolio, hub: HubId, on: Date, basis: Basis) {
        for space in state.spaces_ever_of(hub) {
            for resource in state.resources_ever_in(space.id) {
                let here = resource.place.at(on, basis) == Some(&space.id)
                    && resource.exists(on)
                    && !space.is_lost(on);
                let flexible =
                    resource.allocation.at(on, basis) == Some(&Allocation::Flexible(hub));
                let Some(description) = resource.descriptions.at(on) else { continue };
                match description.kind {
                    _ if !here || !flexible => {}
                    ResourceKind::Workstation if description.grade.is_counted() => {
                        self.counted_workstations += 1;
                    }
                    ResourceKind::Workstation => self.assumed_workstations += 1,
                    ResourceKind::Room => self.rooms += 1,
                    ResourceKind::Equipment => {}
                }
            }
        }
    }

    /// Promised seats over available (counted) workstations on a weekday, in thousandths; none
    /// where nothing is available.
    pub fn promise_ratio_thousandths(&self, weekday: Weekday) -> Option<u64> {
        let available = u64::from(self.counted_workstations);
        (u64::from(self.promised.on(weekday)) * 1000).checked_div(available)
    }
}
