//! What a floor plan adds up to: areas by measure, spaces by mode, workstations by grade.

use schema::ResourceKind;
use std::collections::BTreeMap;

use crate::{AreaTotals, FloorPlan, Mode, ResourceOnPlan};

/// What a floor plan adds up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanTotals {
    /// The areas of its spaces, each measure by itself.
    pub areas: AreaTotals,
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
        let mut modes: BTreeMap<Mode, usize> = BTreeMap::new();
        for space in &self.spaces {
            *modes.entry(space.mode).or_default() += 1;
            for workstation in space.resources.iter().filter(is_workstation) {
                let counted = workstation.description.grade.is_counted();
                totals.counted_workstations += usize::from(counted);
                totals.assumed_workstations += usize::from(!counted);
            }
        }
        totals.modes = modes.into_iter().collect();
        totals.areas = AreaTotals::of(self.spaces.iter().map(|space| &*space.description));
        totals
    }
}

fn is_workstation(resource: &&ResourceOnPlan) -> bool {
    resource.description.kind == ResourceKind::Workstation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Basis, SpaceOnPlan};
    use schema::{Area, Areas, Category, Date, Measure, SpaceDescription};
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
            lost: false,
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
        let under = |measure| totals.areas.under(&measure);
        let told = [Measure::Loa, Measure::AsModelled].map(under).map(|total| {
            (total.square_metres.to_string(), total.spaces_with_it, total.spaces_in_all)
        });
        assert_eq!(told, [("10.25".to_owned(), 1, 3), ("10".to_owned(), 2, 3)]);
        assert_eq!(totals.modes, [(Mode::Fixed, 1), (Mode::Vacant, 2)]);
    }
}
