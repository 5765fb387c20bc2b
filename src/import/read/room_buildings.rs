//! The buildings that a list of rooms names: recorded ones, and new ones with their owners. A name that
//! could be that of several is not guessed.

use lists::RoomRow;
use schema::{BuildingAdd, BuildingId, OrganisationId, Text};
use std::collections::BTreeMap;

use super::{super::plan::Plan, folded, recorded::Recorded, rooms::RoomsTarget};

/// The buildings of a list so far.
pub(super) struct RoomBuildings<'a> {
    target: &'a RoomsTarget<'a>,
    recorded: &'a Recorded,
    /// Those that come with the list, by name.
    brought: BTreeMap<String, Brought>,
}

/// A building that comes with the list.
struct Brought {
    building: BuildingId,
    /// Its owner as the first row calls it.
    owner: Option<String>,
    /// Whether it has been said that other rows name another owner.
    is_disputed: bool,
}

impl<'a> RoomBuildings<'a> {
    /// None yet.
    pub(super) const fn new(target: &'a RoomsTarget<'a>, recorded: &'a Recorded) -> Self {
        Self { target, recorded, brought: BTreeMap::new() }
    }

    /// The building of a row: recorded under its name, new with the list, or the one that is meant
    /// where the row names none. Otherwise why there is none.
    pub(super) fn of(&mut self, row: &RoomRow, plan: &mut Plan) -> Result<BuildingId, String> {
        let meant = self.target.building;
        let Some(name) = &row.building else {
            let none = || "it names no building; give one (--building) or a column".to_owned();
            return meant.ok_or_else(none);
        };
        let key = folded(name.as_str());
        if let Some(brought) = self.brought.get_mut(&key) {
            plan.notes.extend(brought.disputed_by(row));
            return Ok(brought.building);
        }
        match (self.recorded.buildings(&key), meant) {
            ([], _) => self.bring(row, name, key, plan),
            ([only], _) => Ok(*only),
            (several, Some(meant)) if several.contains(&meant) => Ok(meant),
            (several, _) => Err(format!(
                "{} buildings of the portfolio are called {}; give the one that is meant by its \
                 reference (--building)",
                several.len(),
                name.as_str()
            )),
        }
    }

    fn bring(
        &mut self,
        row: &RoomRow,
        name: &Text,
        key: String,
        plan: &mut Plan,
    ) -> Result<BuildingId, String> {
        let owner = self.owner(row, name)?;
        let building = BuildingId::derived(self.target.portfolio.uuid(), &key);
        plan.buildings.push(BuildingAdd {
            building,
            from: self.target.from,
            global_id: None,
            name: name.clone(),
            owner,
            municipality: None,
            address: None,
            position: None,
        });
        let brought = Brought { building, owner: owner_called(row), is_disputed: false };
        self.brought.insert(key, brought);
        Ok(building)
    }

    /// Who owns a building that comes with the list: whom the row names, else whom the request names.
    fn owner(&self, row: &RoomRow, building: &Text) -> Result<OrganisationId, String> {
        let building = building.as_str();
        let Some(owner) = &row.owner else {
            return self.target.owner.ok_or_else(|| {
                format!(
                    "the building {building} is not in the portfolio; add it first, or say who owns \
                     what comes with the list (--owner, or a column)"
                )
            });
        };
        let owner = owner.as_str();
        match self.recorded.organisations(&folded(owner)) {
            [only] => Ok(*only),
            [] => Err(format!(
                "the building {building} is new and its owner {owner} is not in the portfolio; \
                 register the organisation first, or name one that is there"
            )),
            several => Err(format!(
                "the building {building} is new and {} organisations are called {owner}; name its \
                 owner by reference",
                several.len()
            )),
        }
    }
}

impl Brought {
    /// What is said, once, where a later row names another owner: a building has one.
    fn disputed_by(&mut self, row: &RoomRow) -> Option<String> {
        let owner = owner_called(row);
        if owner.is_none() || owner == self.owner || self.is_disputed {
            return None;
        }
        self.is_disputed = true;
        Some(format!(
            "Row {}: it names another owner than the first row of its building; the building came in \
             with the owner of the first.",
            row.row
        ))
    }
}

fn owner_called(row: &RoomRow) -> Option<String> {
    row.owner.as_ref().map(|owner| folded(owner.as_str()))
}
