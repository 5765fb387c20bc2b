//! Areas added up, each measure by itself, with how many of the spaces have one under it. Areas of
//! different measures are never added.

use rust_decimal::Decimal;
use schema::{BuildingId, Date, LevelId, Measure, SpaceDescription};
use std::{collections::BTreeMap, sync::Arc};

use crate::{Portfolio, Space};

/// The areas of spaces under one measure, and how far they reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaCoverage {
    /// What is measured.
    pub measure: Measure,
    /// The sum, in square metres.
    pub square_metres: Decimal,
    /// How many of the spaces have an area under this measure; the others add nothing.
    pub spaces_with_it: usize,
    /// How many spaces there are, whatever is known of them.
    pub spaces_in_all: usize,
}

/// The areas of spaces, added up under each measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaTotals {
    spaces: usize,
    sums: BTreeMap<Measure, Sum>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    square_metres: Decimal,
    spaces: usize,
}

impl AreaTotals {
    /// Adds up the areas of spaces.
    pub fn of<'a>(spaces: impl IntoIterator<Item = &'a SpaceDescription>) -> Self {
        let mut totals = Self::default();
        for space in spaces {
            totals.spaces += 1;
            for area in &space.areas {
                let sum = totals.sums.entry(area.measure.clone()).or_default();
                sum.square_metres += area.square_metres.decimal();
                sum.spaces += 1;
            }
        }
        totals
    }

    /// Those of the spaces of a level that are there on a date.
    pub fn of_level(state: &Portfolio, level: LevelId, on: Date) -> Self {
        Self::of(described(state.spaces_of(level), on))
    }

    /// Those of the spaces of a building that are there on a date.
    pub fn of_building(state: &Portfolio, building: BuildingId, on: Date) -> Self {
        let levels = state.levels_of(building);
        Self::of(described(levels.flat_map(|level| state.spaces_of(level.id)), on))
    }

    /// Those of all spaces that are there on a date.
    pub fn of_portfolio(state: &Portfolio, on: Date) -> Self {
        Self::of(described(state.spaces().values(), on))
    }

    /// These and others, which are other spaces.
    #[must_use]
    pub fn plus(&self, others: &Self) -> Self {
        let mut totals = self.clone();
        totals.spaces += others.spaces;
        for (measure, sum) in &others.sums {
            let total = totals.sums.entry(measure.clone()).or_default();
            total.square_metres += sum.square_metres;
            total.spaces += sum.spaces;
        }
        totals
    }

    /// One for each measure under which any of the spaces has an area, in the order of the measures.
    pub fn each(&self) -> Vec<AreaCoverage> {
        self.sums.keys().map(|measure| self.under(measure)).collect()
    }

    /// Under one measure; nothing added up where none of the spaces has an area under it.
    pub fn under(&self, measure: &Measure) -> AreaCoverage {
        let sum = self.sums.get(measure).copied().unwrap_or_default();
        AreaCoverage {
            measure: measure.clone(),
            square_metres: sum.square_metres.normalize(),
            spaces_with_it: sum.spaces,
            spaces_in_all: self.spaces,
        }
    }
}

/// What the spaces are that are there on a date.
fn described<'a>(
    spaces: impl Iterator<Item = &'a Arc<Space>>,
    on: Date,
) -> impl Iterator<Item = &'a SpaceDescription> {
    let there = spaces.filter(move |space| space.exists(on));
    there.filter_map(move |space| space.descriptions.at(on)).map(|description| &**description)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cause;
    use schema::{
        Area, Areas, BuildingAdded, BuildingDescription, Category, Commitment, Event, Identity,
        Issuer, LevelAdded, LevelDescription, OrganisationDescription, OrganisationRegistered,
        Role, Salt, SpaceAdded, SpaceId, SpaceRetired,
    };
    use uuid::Uuid;

    const FROM: &str = "2026-01-01";

    fn id<Id: From<Uuid>>(number: u128) -> Id {
        Uuid::from_u128(number).into()
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn sealed() -> Commitment {
        Commitment::seal(id(1), "name", &Salt::new([7; 32]), "text")
    }

    fn description(areas: &[(&str, &str)]) -> SpaceDescription {
        let area = |&(measure, value): &(&str, &str)| Area {
            measure: measure.parse().unwrap(),
            square_metres: value.parse().unwrap(),
        };
        SpaceDescription {
            number: None,
            name: None,
            function: None,
            category: Category::Cell,
            polygon: None,
            height_mm: None,
            areas: Areas::new(areas.iter().map(area).collect()).unwrap(),
            seats: None,
            codes: vec![],
        }
    }

    fn shown(coverage: &AreaCoverage) -> String {
        let AreaCoverage { measure, square_metres, spaces_with_it, spaces_in_all } = coverage;
        format!("{measure}: {square_metres} of {spaces_with_it}/{spaces_in_all}")
    }

    #[test]
    fn areas_are_added_under_their_own_measure_with_how_many_spaces_have_one() {
        let spaces = [
            description(&[("LOA", "10.25"), ("as modelled", "9.5")]),
            description(&[("as modelled", "0.5")]),
            description(&[]),
        ];
        let totals = AreaTotals::of(&spaces);
        let each: Vec<String> = totals.each().iter().map(shown).collect();
        assert_eq!(each, ["LOA: 10.25 of 1/3", "as modelled: 10 of 2/3"]);
    }

    #[test]
    fn a_measure_that_no_space_has_covers_none_of_them() {
        let totals = AreaTotals::of(&[description(&[("LOA", "1")]), description(&[])]);
        assert_eq!(shown(&totals.under(&Measure::Bra)), "BRA: 0 of 0/2");
        assert_eq!(shown(&AreaTotals::default().under(&Measure::Bra)), "BRA: 0 of 0/0");
    }

    /// Two buildings with a level each: two spaces on the one, of which the second goes in June, and
    /// one on the other.
    fn estate() -> Portfolio {
        let (from, name) = (date(FROM), sealed());
        let (organisation, owner) = (id(10), id(10));
        let description = OrganisationDescription { name, number: None };
        let mut events: Vec<Event> =
            vec![OrganisationRegistered { organisation, from, description }.into()];
        for (building, level) in [(20, 30), (21, 31)] {
            let (municipality, address, position) = (None, None, None);
            let description = BuildingDescription { name, owner, municipality, address, position };
            let (building, level, global_id) = (id(building), id(level), None);
            events.push(BuildingAdded { building, from, global_id, description }.into());
            let description = LevelDescription { name, elevation_mm: 0 };
            events.push(LevelAdded { level, building, from, global_id: None, description }.into());
        }
        for (space, level) in [(40_u128, 30), (41, 30), (42, 31)] {
            let description = self::description(&[("LOA", "10")]);
            let (space, level, global_id) = (id(space), id(level), None);
            events.push(SpaceAdded { space, level, from, global_id, description }.into());
        }
        let space: SpaceId = id(41);
        events.push(SpaceRetired { space, from: date("2026-06-01"), reason: None }.into());
        recorded(&events)
    }

    fn recorded(events: &[Event]) -> Portfolio {
        let mut state = Portfolio::default();
        for event in events {
            let cause = Cause {
                revision: state.next_revision(),
                recorded: "2026-01-01T08:00:00.000000Z".parse().unwrap(),
                actor: Issuer { person: id(1), role: Role::Manager, identity: Identity::Asserted },
            };
            state.evolve(&cause, event).unwrap();
        }
        state
    }

    #[test]
    fn what_is_not_there_on_the_date_or_in_the_building_is_not_added() {
        let state = estate();
        let loa = |totals: AreaTotals| shown(&totals.under(&Measure::Loa));
        let (may, june) = (date("2026-05-31"), date("2026-06-01"));
        assert_eq!(loa(AreaTotals::of_portfolio(&state, may)), "LOA: 30 of 3/3");
        assert_eq!(loa(AreaTotals::of_portfolio(&state, june)), "LOA: 20 of 2/2");
        assert_eq!(loa(AreaTotals::of_building(&state, id(20), may)), "LOA: 20 of 2/2");
        assert_eq!(loa(AreaTotals::of_level(&state, id(30), june)), "LOA: 10 of 1/1");
        assert_eq!(loa(AreaTotals::of_level(&state, id(99), june)), "LOA: 0 of 0/0");
    }
}
