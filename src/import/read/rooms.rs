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
    HEIGHTS_ASSUMED, folded,
    recorded::Recorded,
    storeys,
};

/// The rule by which a list's workstations are assumed where it is not said that they were counted.
const WORKSTATIONS_STATED: &str = "list-1";

/// The workstations of one room, at most: several times the largest open-plan offices that are built.
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
    let mut listing = Listing {
        target,
        plan,
        brought: BTreeMap::new(),
        levels: BTreeMap::new(),
        recorded: Recorded::on(target.from, target.state, target.texts),
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
    /// The buildings that come with the list, by name.
    brought: BTreeMap<String, Brought>,
    levels: BTreeMap<(BuildingId, String), LevelId>,
    recorded: Recorded,
    /// Rooms and workstations so far.
    size: u32,
    /// Rows beyond what one list may bring.
    beyond: usize,
}

/// A building that comes with the list.
struct Brought {
    building: BuildingId,
    /// Its owner as the first row calls it.
    owner: Option<String>,
    /// Whether it has been said that other rows name another owner.
    is_disputed: bool,
}

impl Listing<'_> {
    fn add(&mut self, row: &RoomRow) {
        if !self.has_room_for(row) {
            return;
        }
        let Some(building) = self.building(row) else { return };
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
            self.plan.notes.push(HEIGHTS_ASSUMED.to_owned());
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
        if self.brought.contains_key(&key) {
            return self.brought_before(row, &key);
        }
        match (self.recorded.buildings(&key), self.target.building) {
            ([], _) => self.bring(row, name, key),
            ([only], _) => Some(*only),
            (several, Some(meant)) if several.contains(&meant) => Some(meant),
            (several, _) => {
                let why = format!(
                    "{} buildings of the portfolio are called {}; give the one that is \
                     meant by its reference (--building)",
                    several.len(),
                    name.as_str()
                );
                self.refuse(row, &why);
                None
            }
        }
    }

    /// A building that an earlier row brought. It has one owner.
    fn brought_before(&mut self, row: &RoomRow, key: &str) -> Option<BuildingId> {
        let brought = self.brought.get_mut(key)?;
        let owner = row.owner.as_ref().map(|owner| folded(owner.as_str()));
        if owner.is_some() && owner != brought.owner && !brought.is_disputed {
            brought.is_disputed = true;
            self.plan.notes.push(format!(
                "Row {}: it names another owner than the first row of its building, whose owner \
                 the building has.",
                row.row
            ));
        }
        Some(brought.building)
    }

    fn bring(&mut self, row: &RoomRow, name: &Text, key: String) -> Option<BuildingId> {
        let owner = self.owner(row, name)?;
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
        let owner = row.owner.as_ref().map(|owner| folded(owner.as_str()));
        self.brought.insert(key, Brought { building, owner, is_disputed: false });
        Some(building)
    }

    /// Who owns a building that comes with the list: whom the row names, else whom the request names.
    fn owner(&mut self, row: &RoomRow, building: &Text) -> Option<OrganisationId> {
        let why = match &row.owner {
            None if self.target.owner.is_some() => return self.target.owner,
            None => format!(
                "the building {} is not in the portfolio; add it first, or say who owns what comes \
                 with the list (--owner, or a column)",
                building.as_str()
            ),
            Some(owner) => match self.recorded.organisations(&folded(owner.as_str())) {
                [only] => return Some(*only),
                [] => format!(
                    "the building {} is new and its owner {} is not in the portfolio; register the \
                     organisation first, or name one that is there",
                    building.as_str(),
                    owner.as_str()
                ),
                several => format!(
                    "the building {} is new and {} organisations are called {}; name its owner by \
                     reference",
                    building.as_str(),
                    several.len(),
                    owner.as_str()
                ),
            },
        };
        self.refuse(row, &why);
        None
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
