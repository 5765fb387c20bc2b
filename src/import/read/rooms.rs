//! A list of rooms as a plan.

use lists::{RoomList, RoomRow};
use projections::{Portfolio, Texts};
use schema::{
    AllocatedAs, AssumptionRule, BuildingAdd, BuildingId, Date, Invalid, LevelAdd, LevelId,
    OrganisationId, PortfolioId, SpaceAdd, Text, UnitId,
};
use std::collections::BTreeMap;

use super::{
    super::plan::{Plan, PlannedSpace, Stated, Subject, Workstations, level_name, space_id},
    HEIGHTS_ASSUMED, STOREY_MM,
};

/// The rule by which a list's workstations are assumed where it is not said that they were counted.
const WORKSTATIONS_STATED: &str = "list-1";

const STATED: Stated =
    Stated { number: true, name: true, function: true, outline: false, codes: false, seats: true };

/// Where a list of rooms goes.
#[derive(Clone)]
pub(in crate::import) struct RoomsTarget<'a> {
    /// The portfolio, within which new buildings have their ids.
    pub(in crate::import) portfolio: PortfolioId,
    /// What is recorded.
    pub(in crate::import) state: &'a Portfolio,
    /// What it is called.
    pub(in crate::import) texts: &'a (dyn Texts + Sync),
    /// From when what the list says holds.
    pub(in crate::import) from: Date,
    /// Who owns buildings that come with the list.
    pub(in crate::import) owner: Option<OrganisationId>,
    /// The building of rows that name none.
    pub(in crate::import) building: Option<BuildingId>,
    /// When the workstations of the list were counted; none where they are as somebody stated them.
    pub(in crate::import) counted_on: Option<Date>,
    /// When what the list shows counts as seen: today at the latest.
    pub(in crate::import) seen_on: Date,
}

/// Plans a list of rooms.
pub(in crate::import) fn of_rooms(
    list: &RoomList,
    target: &RoomsTarget<'_>,
) -> Result<Plan, Invalid> {
    let format = if list.report.format.starts_with("CSV") { "CSV rooms 1" } else { "XLSX rooms 1" };
    let mut plan = Plan::new(Subject::Rooms, format.parse()?, target.from);
    if target.counted_on.is_none() {
        plan.notes.push(format!(
            "{WORKSTATIONS_STATED}: workstations are as the list states them, and count as assumed \
             until they are counted (--counted-on DATE says that the list is a count)."
        ));
    }
    let mut listing = Listing {
        target,
        plan,
        buildings: BTreeMap::new(),
        levels: BTreeMap::new(),
        recorded: recorded_buildings(target),
        units: units_by_name(target),
    };
    for row in &list.rows {
        listing.add(row);
    }
    listing.stack_levels();
    Ok(listing.plan)
}

struct Listing<'a> {
    target: &'a RoomsTarget<'a>,
    plan: Plan,
    buildings: BTreeMap<String, BuildingId>,
    levels: BTreeMap<(BuildingId, String), LevelId>,
    recorded: BTreeMap<String, BuildingId>,
    units: BTreeMap<String, Vec<NamedUnit>>,
}

/// A unit with what its organisation is called: its name, and its number where it has one.
struct NamedUnit {
    unit: UnitId,
    organisation: Vec<String>,
}

impl Listing<'_> {
    fn add(&mut self, row: &RoomRow) {
        let Some(building) = self.building(row) else { return };
        let level = self.level(building, row);
        let level_key = row.level.as_ref().map_or("", |level| level.as_str());
        let number = row.number.as_ref().map(ToString::to_string);
        let called = number.or_else(|| row.name.as_ref().map(|name| name.as_str().to_owned()));
        // The reader has refused rows with neither number nor name.
        let called = called.unwrap_or_else(|| row.row.to_string());
        let add = SpaceAdd {
            space: space_id(building, &format!("list/{level_key}/{called}")),
            level,
            from: self.target.from,
            global_id: None,
            number: row.number.clone(),
            name: row.name.clone(),
            function: row.function.clone(),
            category: row.category,
            polygon: None,
            height_mm: None,
            areas: row.areas.clone(),
            seats: row.capacity,
            codes: Vec::new(),
        };
        let occupant = row.unit.as_ref().and_then(|unit| self.unit(row, unit));
        let stated = Stated {
            name: row.name.is_some(),
            function: row.function.is_some(),
            seats: row.capacity.is_some(),
            ..STATED
        };
        let workstations = self.workstations(row);
        self.plan.spaces.push(PlannedSpace {
            building,
            seen_on: self.target.seen_on,
            stated,
            room: add.category.allocatable_as_whole(),
            add,
            workstations,
            occupant,
        });
    }

    fn workstations(&mut self, row: &RoomRow) -> Workstations {
        let common = row.category.allocated_as() == AllocatedAs::Common;
        let stated = row.workstations.filter(|_| !common);
        if let Some(count) = row.workstations.filter(|count| common && *count > 0) {
            let (row, category) = (row.row, row.category);
            self.plan.notes.push(format!(
                "Row {row}: {count} workstations in a {category} did not come in: none has a place there."
            ));
        }
        let rule: AssumptionRule =
            WORKSTATIONS_STATED.parse().expect("the rule's code is one of its kind");
        match (stated, self.target.counted_on) {
            (None, _) => Workstations::NotStated,
            (Some(count), Some(on)) => Workstations::Counted { count, on },
            (Some(count), None) => Workstations::Assumed { count, rule },
        }
    }

    /// The building of a row: recorded under its name, new with the list, or the one that is meant
    /// where the row names none.
    fn building(&mut self, row: &RoomRow) -> Option<BuildingId> {
        let Some(name) = &row.building else {
            if self.target.building.is_none() {
                self.refuse(row, "it names no building; give one (--building) or a column");
            }
            return self.target.building;
        };
        let key = folded(name.as_str());
        if let Some(known) = self.buildings.get(&key).or_else(|| self.recorded.get(&key)) {
            return Some(*known);
        }
        let Some(owner) = self.target.owner else {
            self.refuse(row, &format!(
                "the building {} is not in the portfolio; add it first, or say who owns what comes \
                 with the list (--owner)",
                name.as_str()
            ));
            return None;
        };
        let building = BuildingId::derived(self.target.portfolio.uuid(), &key);
        self.plan.buildings.push(BuildingAdd {
            building,
            from: self.target.from,
            global_id: None,
            name: name.clone(),
            owner,
            municipality: None,
            address: None,
            position: None,
        });
        self.buildings.insert(key, building);
        Some(building)
    }

    fn refuse(&mut self, row: &RoomRow, why: &str) {
        self.plan.left_out.push(format!("row {}: {why}", row.row));
    }

    fn level(&mut self, building: BuildingId, row: &RoomRow) -> LevelId {
        let named = row.level.as_ref().map(Text::as_str);
        let name = level_name(named, "Level not stated");
        let key = (building, folded(name.as_str()));
        if let Some(level) = self.levels.get(&key) {
            return *level;
        }
        let level = LevelId::derived(building.uuid(), &format!("list/{}", key.1));
        self.plan.levels.push(LevelAdd {
            level,
            building,
            from: self.target.from,
            global_id: None,
            name,
            elevation_mm: 0,
        });
        self.levels.insert(key, level);
        level
    }

    /// Puts the levels of each building above one another, in the order of their names.
    fn stack_levels(&mut self) {
        let mut stacks: BTreeMap<BuildingId, Vec<usize>> = BTreeMap::new();
        for (index, level) in self.plan.levels.iter().enumerate() {
            stacks.entry(level.building).or_default().push(index);
        }
        for indices in stacks.values_mut() {
            indices.sort_by_key(|index| storey(self.plan.levels[*index].name.as_str()));
            let ground = indices
                .iter()
                .position(|index| storey(self.plan.levels[*index].name.as_str()).0 >= 0)
                .unwrap_or(0);
            for (place, index) in indices.iter().enumerate() {
                // A building has few levels.
                #[allow(clippy::cast_possible_wrap)]
                let place = place as i64 - ground as i64;
                self.plan.levels[*index].elevation_mm = place.saturating_mul(STOREY_MM);
            }
        }
        if !self.plan.levels.is_empty() {
            self.plan.notes.push(HEIGHTS_ASSUMED.to_owned());
        }
    }

    /// The unit of that name, of the organisation that the row names where it names one.
    fn unit(&mut self, row: &RoomRow, unit: &Text) -> Option<UnitId> {
        let of_it = |known: &&NamedUnit| match &row.organisation {
            None => true,
            Some(organisation) => known.organisation.contains(&folded(organisation.as_str())),
        };
        let known = self.units.get(&folded(unit.as_str())).map_or(&[][..], Vec::as_slice);
        let known: Vec<UnitId> = known.iter().filter(of_it).map(|known| known.unit).collect();
        if let [only] = known[..] {
            return Some(only);
        }
        let what = if known.is_empty() { "is not" } else { "is more than once" };
        let (row_number, name) = (row.row, unit.as_str());
        let of =
            row.organisation.as_ref().map(|organisation| format!(" of {}", organisation.as_str()));
        let of = of.unwrap_or_default();
        self.plan.notes.push(format!(
            "Row {row_number}: the unit {name}{of} {what} in the portfolio; the room came in without it."
        ));
        None
    }
}

fn recorded_buildings(target: &RoomsTarget<'_>) -> BTreeMap<String, BuildingId> {
    let standing = target.state.buildings().values().filter(|known| known.exists(target.from));
    standing
        .filter_map(|known| {
            let described = known.descriptions.at(target.from)?;
            Some((folded(&target.texts.text(described.name)?), known.id))
        })
        .collect()
}

fn units_by_name(target: &RoomsTarget<'_>) -> BTreeMap<String, Vec<NamedUnit>> {
    let mut units: BTreeMap<String, Vec<NamedUnit>> = BTreeMap::new();
    for unit in target.state.units().values().filter(|unit| unit.exists(target.from)) {
        let Some(described) = unit.descriptions.at(target.from) else { continue };
        let Some(name) = target.texts.text(described.name) else { continue };
        let organisation = target.state.organisation(&described.organisation);
        let organisation = organisation.and_then(|known| known.descriptions.nearest(target.from));
        let called = organisation.map(|known| {
            let name = target.texts.text(known.name).map(|name| folded(&name));
            name.into_iter().chain(known.number.as_ref().map(ToString::to_string)).collect()
        });
        let organisation = called.unwrap_or_default();
        units.entry(folded(&name)).or_default().push(NamedUnit { unit: unit.id, organisation });
    }
    units
}

/// Names that people write alike are the same.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The place of a level among others by its name: cellars below, the entrance at 0, then by number.
fn storey(name: &str) -> (i64, String) {
    let folded = folded(name);
    let figures: String = folded
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .take(3)
        .collect();
    let number: i64 = figures.parse().unwrap_or(0);
    let below = ["källare", "kallare", "cellar", "basement", "souterräng", "suterräng", "-"];
    let cellar = below.iter().any(|word| folded.starts_with(word))
        || (folded.starts_with('k') && folded.len() <= 3 && !figures.is_empty());
    let attic = ["vind", "attic", "tak", "roof"].iter().any(|word| folded.starts_with(word));
    let place = match (cellar, attic) {
        (true, _) => -number.max(1),
        (false, true) => 900 + number,
        (false, false) => number,
    };
    (place, folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_put_in_the_order_in_which_people_climb_them() {
        let mut names = ["Vind", "Plan 10", "Entréplan", "Plan 2", "Källare", "K2", "Våning 1"];
        names.sort_by_key(|name| storey(name));
        let climbed = ["K2", "Källare", "Entréplan", "Våning 1", "Plan 2", "Plan 10", "Vind"];
        assert_eq!(names, climbed);
    }
}
