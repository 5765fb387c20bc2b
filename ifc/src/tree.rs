//! Which storey a space is on: the tree of wholes and parts from the building
//! down, read from its relations.

use std::collections::BTreeMap;

use super::chain;
use super::error::IfcError;
use super::model::{Building, GlobalId};
use super::place::EntityId;
use super::step::{Attribute, Record, Step};

/// What hangs in the tree, of what is read here.
const PARTS: [&str; 3] = ["IFCBUILDING", "IFCBUILDINGSTOREY", "IFCSPACE"];

/// The whole that each building, storey and space is a part of.
#[derive(Debug)]
pub(super) struct Tree {
    wholes: BTreeMap<EntityId, EntityId>,
}

/// Where a space hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// On this storey.
    Storey(EntityId),
    /// In another space.
    Space,
    /// Somewhere else, or nowhere.
    Elsewhere,
}

impl Tree {
    /// From `IfcRelAggregates`, and from `IfcRelContainedInSpatialStructure`,
    /// by which some writers put spaces on their storeys.
    pub(super) fn of(step: &Step<'_>) -> Result<Self, IfcError> {
        let mut tree = Self { wholes: BTreeMap::new() };
        for relation in step.all("IFCRELAGGREGATES") {
            let whole = relation.attribute(4, "RelatingObject")?;
            tree.hang(&whole, &relation.attribute(5, "RelatedObjects")?)?;
        }
        for relation in step.all("IFCRELCONTAINEDINSPATIALSTRUCTURE") {
            let whole = relation.attribute(5, "RelatingStructure")?;
            tree.hang(&whole, &relation.attribute(4, "RelatedElements")?)?;
        }
        Ok(tree)
    }

    fn hang(&mut self, whole: &Attribute<'_>, parts: &Attribute<'_>) -> Result<(), IfcError> {
        let whole = whole.follow_any(&["an object that has parts"])?.id();
        for part in parts.items()? {
            let part = part?.follow_any(&["an object"])?;
            if !PARTS.iter().any(|keyword| part.is(keyword)) {
                continue;
            }
            let first = *self.wholes.entry(part.id()).or_insert(whole);
            if first != whole {
                return Err(IfcError::TwoWholes {
                    place: part.place(),
                    part: part.id(),
                    first,
                    second: whole,
                });
            }
        }
        Ok(())
    }

    /// Whether `part` is in `whole`, at whatever depth.
    pub(super) fn is_within(&self, part: &Record<'_>, whole: EntityId) -> Result<bool, IfcError> {
        let mut part = *part;
        let mut seen = Vec::new();
        loop {
            if part.id() == whole {
                return Ok(true);
            }
            chain::link(&mut seen, &part, "wholes of parts")?;
            let above = self.wholes.get(&part.id()).and_then(|id| part.step().find(*id));
            match above {
                Some(above) => part = above,
                None => return Ok(false),
            }
        }
    }

    /// Where a space hangs.
    pub(super) fn hold_of(&self, space: &Record<'_>) -> Hold {
        let above = self.wholes.get(&space.id()).and_then(|id| space.step().find(*id));
        match above {
            Some(storey) if storey.is("IFCBUILDINGSTOREY") => Hold::Storey(storey.id()),
            Some(whole) if whole.is("IFCSPACE") => Hold::Space,
            _ => Hold::Elsewhere,
        }
    }

    /// The building that is asked for by its GlobalId or its name, or else the
    /// only one. Buildings that are parts of another do not count.
    pub(super) fn building<'s>(
        &self,
        step: &'s Step<'_>,
        wanted: Option<&str>,
    ) -> Result<(Record<'s>, Building), IfcError> {
        let mut found = Vec::new();
        for record in step.all("IFCBUILDING") {
            let above = self.wholes.get(&record.id()).and_then(|id| step.find(*id));
            if above.is_some_and(|whole| whole.is("IFCBUILDING")) {
                self.is_within(&record, EntityId(0))?;
                continue;
            }
            found.push((record, describe(&record)?));
            refuse_too_many(&record, found.len())?;
        }
        choose(found, wanted)
    }
}

fn refuse_too_many(record: &Record<'_>, count: usize) -> Result<(), IfcError> {
    let limit = record.step().limits().storeys;
    if count <= limit {
        return Ok(());
    }
    Err(IfcError::Limit { place: record.place(), what: "buildings", limit: limit as u64 })
}

fn describe(record: &Record<'_>) -> Result<Building, IfcError> {
    Ok(Building {
        global_id: global_id(record)?,
        name: match record.attribute(2, "Name")?.text()? {
            Some(name) => Some(name),
            None => record.attribute(7, "LongName")?.text()?,
        },
    })
}

fn choose<'s>(
    mut found: Vec<(Record<'s>, Building)>,
    wanted: Option<&str>,
) -> Result<(Record<'s>, Building), IfcError> {
    let all = || found.iter().map(|(_, one)| (one.global_id.clone(), one.name.clone())).collect();
    let mut fits = match wanted {
        None => (0..found.len()).collect(),
        Some(wanted) => fitting(&found, wanted),
    };
    match (fits.pop(), fits.is_empty(), wanted) {
        (Some(only), true, _) => Ok(found.swap_remove(only)),
        (None, _, None) => Err(IfcError::NoBuilding),
        (None, _, Some(wanted)) => {
            Err(IfcError::UnknownBuilding { wanted: wanted.to_owned(), buildings: all() })
        }
        (Some(_), false, _) => Err(IfcError::SeveralBuildings { buildings: all() }),
    }
}

/// Those with this GlobalId, or else with this name.
fn fitting(found: &[(Record<'_>, Building)], wanted: &str) -> Vec<usize> {
    let with = |fits: &dyn Fn(&Building) -> bool| -> Vec<usize> {
        (0..found.len()).filter(|index| fits(&found[*index].1)).collect()
    };
    let by_id = with(&|building| building.global_id.as_str() == wanted);
    if by_id.is_empty() {
        return with(&|building| building.name.as_deref() == Some(wanted));
    }
    by_id
}

/// The `GlobalId` of a rooted entity.
pub(super) fn global_id(record: &Record<'_>) -> Result<GlobalId, IfcError> {
    let attribute = record.attribute(0, "GlobalId")?;
    let text = attribute.text()?.unwrap_or_default();
    GlobalId::new(&text).ok_or_else(|| attribute.refused("22 characters of 0-9 A-Z a-z _ $"))
}
