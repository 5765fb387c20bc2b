//! What the values of groups of costs are called.

use super::{Narrator, language::told};
use crate::{CostKey, CostSource};

impl Narrator<'_> {
    pub(super) fn cost_key(&self, key: &CostKey) -> String {
        let on = self.today;
        match key {
            CostKey::None => String::new(),
            CostKey::Month(month) | CostKey::Adjusts(month) => month.to_string(),
            CostKey::Year(year) => year.to_string(),
            CostKey::Municipality(code) => {
                let known = self.state.municipality(code);
                known.map_or_else(|| self.unknown(), |known| self.shown(known.name))
            }
            CostKey::Building(building) => self.building_alone(*building, on),
            CostKey::Level(level) => self.level(*level, on),
            CostKey::Space(space) => self.space_alone(*space, on),
            CostKey::SpaceCategory(category) => self.language.category(*category),
            CostKey::Hub(hub) => {
                let known = self.state.hub(hub);
                known.map_or_else(|| self.unknown(), |known| self.shown(known.description(on).name))
            }
            CostKey::Organisation(organisation) => self.organisation(*organisation, on),
            CostKey::Unit(unit) => self.unit(*unit, on),
            CostKey::Line(line) => line.name(self.language),
            CostKey::Account(account) => account.to_string(),
            CostKey::Source(source) => self.cost_source(*source),
            CostKey::Bearing(bearing) => bearing.name(self.language).to_owned(),
        }
    }

    fn cost_source(&self, source: CostSource) -> String {
        let on = self.today;
        match source {
            CostSource::Lease(lease) => self.lease(lease, on),
            CostSource::Cost(cost) => {
                let known = self.state.cost(&cost).and_then(|known| known.descriptions.nearest(on));
                known.map_or_else(|| self.unknown(), |known| self.shown(known.name))
            }
            CostSource::Membership(membership) => {
                let member = self.member(membership, on);
                told!(self.language, "the membership of {member}", "medlemskapet för {member}")
            }
        }
    }
}
