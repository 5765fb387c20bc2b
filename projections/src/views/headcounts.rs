//! How many people units have, without counting a unit and its parts twice.
//!
//! A unit's headcount is that of the people who are in it and in none of its parts: a list that leaves
//! a blank where the people are in the parts is read as 0, and a merger adds the headcounts up. So
//! people are added over all units. But where a unit has exactly as many people as its direct parts
//! together, it is the same people stated twice, and the unit itself is taken to have none of its own.

use schema::{Date, MunicipalityCode, OrganisationId, UnitDescription, UnitId};
use std::{collections::BTreeMap, sync::Arc};

use crate::Portfolio;

/// The people of all units on a date.
#[derive(Clone, Debug, Default)]
pub struct Headcounts {
    units: BTreeMap<UnitId, Counted>,
}

#[derive(Clone, Debug)]
struct Counted {
    described: Arc<UnitDescription>,
    organisation: OrganisationId,
    /// People of its own.
    people: u64,
}

impl Headcounts {
    /// Counts the people of all units that are there on a date.
    pub fn of(state: &Portfolio, on: Date) -> Self {
        let there = state.units().values().filter(|unit| unit.exists(on));
        let described: BTreeMap<UnitId, &Arc<UnitDescription>> =
            there.filter_map(|unit| Some((unit.id, unit.descriptions.at(on)?))).collect();
        let mut of_parts: BTreeMap<UnitId, u64> = BTreeMap::new();
        for part in described.values() {
            if let Some(parent) = part.parent {
                *of_parts.entry(parent).or_default() += u64::from(part.headcount);
            }
        }
        let counted = described.into_iter().map(|(id, unit)| {
            let stated = u64::from(unit.headcount);
            let people = if of_parts.get(&id) == Some(&stated) { 0 } else { stated };
            let organisation = state.organisation_on(unit.organisation, on);
            (id, Counted { described: Arc::clone(unit), organisation, people })
        });
        Self { units: counted.collect() }
    }

    /// Each unit with the people of its own, in the order of the ids.
    pub fn each(&self) -> impl Iterator<Item = (UnitId, u64)> {
        self.units.iter().map(|(id, counted)| (*id, counted.people))
    }

    /// The people of a unit's own.
    pub fn own(&self, unit: UnitId) -> u64 {
        self.units.get(&unit).map_or(0, |counted| counted.people)
    }

    /// The people of a unit with those of all its parts.
    pub fn with_parts(&self, unit: UnitId) -> u64 {
        let within = self.units.keys().filter(|id| self.is_within(**id, unit));
        within.map(|id| self.own(*id)).sum()
    }

    /// The people of units, or what `part` takes of each.
    pub fn people(&self, part: impl Fn(UnitId, u64) -> u64) -> u64 {
        self.each().map(|(unit, people)| part(unit, people)).sum()
    }

    /// The people of units, or what `part` takes of each, who are present on the busiest weekday; none
    /// where that is not recorded of any unit that `part` takes people of. With how many such units it
    /// is not recorded of.
    pub fn present(&self, part: impl Fn(UnitId, u64) -> u64) -> (Option<u64>, usize) {
        let (week, unknown) = self.attending(part);
        (week.and_then(|week| week.into_iter().max()), unknown)
    }

    /// The people of a unit and of all its parts who are present by weekday, Monday first; none where
    /// that is recorded of none of them. With of how many it is not recorded.
    pub fn attending_with_parts(&self, unit: UnitId) -> (Option<[u64; 7]>, usize) {
        self.attending(|part, people| if self.is_within(part, unit) { people } else { 0 })
    }

    fn attending(&self, part: impl Fn(UnitId, u64) -> u64) -> (Option<[u64; 7]>, usize) {
        let (mut week, mut known, mut unknown) = ([0_u64; 7], 0, 0);
        for (unit, counted) in &self.units {
            if part(*unit, counted.people) == 0 {
                continue;
            }
            let Some(attendance) = counted.described.attendance else {
                unknown += 1;
                continue;
            };
            known += 1;
            for (sum, present) in week.iter_mut().zip(attendance.days()) {
                *sum += part(*unit, u64::from(present));
            }
        }
        (Some(week).filter(|_| known > 0), unknown)
    }

    /// The home municipality of a unit.
    pub fn home(&self, unit: UnitId) -> Option<&MunicipalityCode> {
        self.units.get(&unit)?.described.municipality.as_ref()
    }

    /// The organisation of a unit, or its successor.
    pub fn organisation(&self, unit: UnitId) -> Option<OrganisationId> {
        self.units.get(&unit).map(|counted| counted.organisation)
    }

    /// Whether a unit is another or a part of it.
    fn is_within(&self, unit: UnitId, whole: UnitId) -> bool {
        let mut above = Some(unit);
        // No unit is part of itself; the bound holds whatever a ledger says.
        for _ in 0..=self.units.len() {
            match above {
                Some(id) if id == whole => return true,
                Some(id) => above = self.units.get(&id).and_then(|unit| unit.described.parent),
                None => return false,
            }
        }
        false
    }
}
