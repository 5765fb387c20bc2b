//! A list of rooms as a plan.

use lists::{RoomList, RoomRow};
use projections::{Portfolio, Texts};
use schema::{
    AllocatedAs, AssumptionRule, BuildingId, Date, Invalid, LevelAdd, LevelId, OrganisationId,
    PortfolioId, SpaceAdd, Text, UnitId,
};
use std::collections::BTreeMap;

use super::{
    super::plan::{Plan, PlannedSpace, Stated, Subject, Workstations, level_name, space_id},
    folded,
    recorded::Recorded,
    room_buildings::RoomBuildings,
    storeys,
};

/// The rule by which a list's workstations are assumed where it is not said that they were counted.
const WORKSTATIONS_STATED: &str = "list-1";

/// The workstations of one room, at most. A larger figure is taken for one in the wrong column.
const ROOM_WORKSTATIONS_MAX: u32 = 500;
/// Rooms and workstations of one list together, at most: what the service holds and records within its
/// bounds of memory and time.
const LIST_SIZE_MAX: u32 = 200_000;

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
    let recorded = Recorded::on(target.from, target.state, target.texts);
    let mut listing = Listing {
        target,
        plan,
        buildings: RoomBuildings::new(target, &recorded),
        levels: BTreeMap::new(),
        recorded: &recorded,
        size: 0,
        beyond: 0,
    };
    for row in &list.rows {
        listing.add(row);
    }
    Ok(listing.finish(!list.report.rejected.is_empty()))
}

struct Listing<'a> {
    target: &'a RoomsTarget<'a>,
    plan: Plan,
    buildings: RoomBuildings<'a>,
    levels: BTreeMap<(BuildingId, String), LevelId>,
    recorded: &'a Recorded,
    /// Rooms and workstations so far.
    size: u32,
    /// Rows beyond what one list may bring.
    beyond: usize,
}

impl Listing<'_> {
    fn add(&mut self, row: &RoomRow) {
        if !self.has_room_for(row) {
            return;
        }
        let building = match self.buildings.of(row, &mut self.plan) {
            Ok(building) => building,
            Err(why) => return self.refuse(row, &why),
        };
        self.size = self.size.saturating_add(size(row));
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

    /// Whether a row keeps within the bounds: a figure in the wrong column is easily a million.
    fn has_room_for(&mut self, row: &RoomRow) -> bool {
        if let Some(stated) = row.workstations.filter(|stated| *stated > ROOM_WORKSTATIONS_MAX) {
            self.refuse(
                row,
                &format!(
                    "{stated} workstations in one room; at most {ROOM_WORKSTATIONS_MAX} are accepted"
                ),
            );
            return false;
        }
        if self.beyond > 0 || self.size.saturating_add(size(row)) > LIST_SIZE_MAX {
            self.beyond += 1;
            return false;
        }
        true
    }

    fn finish(mut self, rejected: bool) -> Plan {
        if self.beyond > 0 {
            self.plan.left_out.push(format!(
                "{} rows: one list brings at most {LIST_SIZE_MAX} rooms and workstations together; \
                 give these rows in another list, of levels that this one does not name",
                self.beyond
            ));
        }
        storeys::stack(&mut self.plan.levels);
        if !self.plan.levels.is_empty() {
            self.plan.assume_heights();
        }
        self.plan.incomplete = rejected || !self.plan.left_out.is_empty();
        self.plan
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

    /// The unit of that name, of the organisation that the row names where it names one.
    fn unit(&mut self, row: &RoomRow, unit: &Text) -> Option<UnitId> {
        let organisation = row.organisation.as_ref().map(|called| folded(called.as_str()));
        let known = self.recorded.units(&folded(unit.as_str()), organisation.as_deref());
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

/// How many rooms and workstations a row brings.
fn size(row: &RoomRow) -> u32 {
    row.workstations.unwrap_or(0).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::Commitment;
    use std::{fmt::Write as _, sync::Arc};

    struct NoTexts;

    impl Texts for NoTexts {
        fn text(&self, _: Commitment) -> Option<Arc<str>> {
            None
        }
    }

    #[test]
    fn rows_beyond_what_one_list_may_bring_are_left_out_and_said_once() {
        let mut content = String::from("Plan;Rumsnr;Rumstyp;Arbetsplatser\n");
        for number in 1..=402 {
            writeln!(content, "1;{number};Kontorslandskap;500").unwrap();
        }
        let options = lists::Options::default();
        let list = lists::read_rooms(content.as_bytes(), "rum.csv", &options).unwrap();
        let from = "2026-02-01".parse().unwrap();
        let target = RoomsTarget {
            portfolio: uuid::Uuid::from_u128(1).into(),
            state: &Portfolio::default(),
            texts: &NoTexts,
            from,
            owner: None,
            building: Some(uuid::Uuid::from_u128(2).into()),
            counted_on: None,
            seen_on: from,
        };
        let plan = of_rooms(&list, &target).unwrap();
        assert_eq!(plan.spaces.len(), 399);
        assert_eq!(plan.left_out.len(), 1, "{:?}", plan.left_out);
        assert!(plan.left_out[0].starts_with("3 rows: "), "{:?}", plan.left_out);
        assert!(plan.incomplete);
    }
}
