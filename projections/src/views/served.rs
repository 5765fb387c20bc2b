//! What a unit has in hubs, over all its memberships, against the people whom it has: more is told, not
//! forbidden, for a unit spread over several hubs may serve the same people in each.

use schema::{Date, HubId, UnitId, WeekCount, Weekday};
use std::collections::BTreeSet;

use crate::{Basis, Headcounts, Portfolio};

/// What a unit has in hubs on a date and basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// How many memberships of it hold.
    pub memberships: usize,
    /// In how many hubs.
    pub hubs: usize,
    /// People served by them, added up.
    pub people_served: u64,
    /// Its people, with those of all its parts.
    pub people: u64,
    /// Seats promised to it by weekday, guaranteed and shared, in all hubs.
    pub promised: WeekCount,
    /// Its people present by weekday, Monday first, with those of its parts; none where that is
    /// recorded of none of them.
    pub attending: Option<[u64; 7]>,
    /// Of how many of them, the unit itself among them, attendance is not recorded.
    pub attendance_unknown: usize,
}

impl Served {
    /// Adds up the memberships of a unit.
    pub fn of(state: &Portfolio, unit: UnitId, on: Date, basis: Basis) -> Self {
        let headcounts = Headcounts::of(state, on);
        let (attending, attendance_unknown) = headcounts.attending_with_parts(unit);
        let mut served = Self {
            memberships: 0,
            hubs: 0,
            people_served: 0,
            people: headcounts.with_parts(unit),
            promised: WeekCount::default(),
            attending,
            attendance_unknown,
        };
        let mut hubs: BTreeSet<HubId> = BTreeSet::new();
        for membership in state.memberships().values().filter(|it| it.unit(on) == unit) {
            if let Some(Some(terms)) = membership.terms.at(on, basis) {
                served.memberships += 1;
                served.people_served += u64::from(terms.people_served);
                served.promised = served.promised.plus(&terms.promised());
                hubs.insert(membership.hub);
            }
        }
        served.hubs = hubs.len();
        served
    }

    /// Whether more people are served than there are.
    pub const fn serves_more_than_there_are(&self) -> bool {
        self.people_served > self.people
    }

    /// The people present on a weekday; none where not known.
    pub fn attending_on(&self, weekday: Weekday) -> Option<u64> {
        let mut days = Weekday::ALL.into_iter().zip(self.attending?);
        days.find_map(|(day, present)| (day == weekday).then_some(present))
    }
}
