//! What a floor plan adds up to: areas by measure, spaces by mode, workstations by grade.

use rust_decimal::Decimal;
use schema::{Measure, ResourceKind};
use std::collections::BTreeMap;

use crate::{FloorPlan, Mode, ResourceOnPlan};

/// The areas of one measure added up. Areas of different measures are never added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaTotal {
    /// What is measured.
    pub measure: Measure,
    /// The sum, in square metres.
    pub square_metres: Decimal,
    /// How many of the spaces have an area under this measure; the others add nothing.
    pub spaces: usize,
}

/// What a floor plan adds up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanTotals {
    /// One for each measure under which any space has an area, in the order of the measures.
    pub areas: Vec<AreaTotal>,
    /// How many spaces there are in each mode, in the order of the modes; modes without are left out.
    pub modes: Vec<(Mode, usize)>,
    /// Workstations that were counted.
    pub counted_workstations: usize,
    /// Workstations that are assumed by a rule.
    pub assumed_workstations: usize,
}

impl FloorPlan {
    /// Adds it up.
    pub fn totals(&self) -> PlanTotals {
        let mut totals = PlanTotals::default();
        let mut areas: BTreeMap<&Measure, (Decimal, usize)> = BTreeMap::new();
        let mut modes: BTreeMap<Mode, usize> = BTreeMap::new();
        for space in &self.spaces {
            *modes.entry(space.mode).or_default() += 1;
            for area in &space.description.areas {
                let (sum, spaces) = areas.entry(&area.measure).or_default();
                *sum += area.square_metres.decimal();
                *spaces += 1;
            }
            for workstation in space.resources.iter().filter(is_workstation) {
                let counted = workstation.description.grade.is_counted();
                totals.counted_workstations += usize::from(counted);
                totals.assumed_workstations += usize::from(!counted);
            }
        }
        totals.modes = modes.into_iter().collect();
        totals.areas = areas.into_iter().map(|(measure, sum)| total(measure, sum)).collect();
        totals
    }
}

fn is_workstation(resource: &&ResourceOnPlan) -> bool {
    resource.description.kind == ResourceKind::Workstation
}

fn total(measure: &Measure, (square_metres, spaces): (Decimal, usize)) -> AreaTotal {
    AreaTotal { measure: measure.clone(), square_metres: square_metres.normalize(), spaces }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Basis, SpaceOnPlan};
    use schema::{Area, Areas, Category, Date, SpaceDescription};
    use std::sync::Arc;
    use uuid::Uuid;

    fn space(number: u128, mode: Mode, areas: &[(Measure, &str)]) -> SpaceOnPlan {
        let area = |(measure, value): &(Measure, &str)| Area {
            measure: measure.clone(),
            square_metres: value.parse().unwrap(),
        };
        let description = SpaceDescription {
            number: None,
            name: None,
            function: None,
            category: Category::Cell,
            polygon: None,
            height_mm: None,
            areas: Areas::new(areas.iter().map(area).collect()).unwrap(),
            seats: None,
            codes: vec![],
        };
        SpaceOnPlan {
            id: Uuid::from_u128(number).into(),
            description: Arc::new(description),
            mode,
            occupants: vec![],
            hub: None,
            resources: vec![],
            planned: vec![],
        }
    }

    #[test]
    fn areas_are_added_under_their_own_measure_only() {
        let spaces = vec![
            space(1, Mode::Fixed, &[(Measure::Loa, "10.25"), (Measure::AsModelled, "9.5")]),
            space(2, Mode::Vacant, &[(Measure::AsModelled, "0.5")]),
            space(3, Mode::Vacant, &[]),
        ];
        let on: Date = "2027-03-01".parse().unwrap();
        let level = Uuid::from_u128(9).into();
        let totals = FloorPlan { level, on, basis: Basis::Actual, spaces }.totals();
        let shown: Vec<_> = totals
            .areas
            .iter()
            .map(|total| (total.measure.to_string(), total.square_metres.to_string(), total.spaces))
            .collect();
        assert_eq!(
            shown,
            [("LOA".into(), "10.25".into(), 1), ("as modelled".into(), "10".into(), 2)]
        );
        assert_eq!(totals.modes, [(Mode::Fixed, 1), (Mode::Vacant, 2)]);
    }
}
