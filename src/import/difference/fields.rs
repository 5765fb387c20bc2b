//! The fields of a space in a file beside the recorded ones.

use projections::Space;
use schema::{
    Area, Areas, BuildingId, Category, Change as FieldChange, Commitment, LevelId, OrganisationId,
    SpaceDescription, SpaceId, SpaceRevise, Text,
};
use std::sync::Arc;

use super::{Compare, geometry::Outline};
use crate::import::plan::{PlannedSpace, Subject};

impl Compare<'_> {
    /// The revision that makes a recorded space what the file says. What the file does not state
    /// stays.
    pub(super) fn revision(&self, known: &Space, planned: &PlannedSpace) -> SpaceRevise {
        let (add, stated) = (&planned.add, &planned.stated);
        let described = known.descriptions.nearest(self.on);
        let areas = described.map(|known| merged(&known.areas, &add.areas));
        SpaceRevise {
            space: known.id,
            from: self.on,
            number: set(stated.number, add.number.clone()),
            name: self.set_text(stated.name, described.and_then(|d| d.name), add.name.as_ref()),
            function: self.set_text(
                stated.function,
                described.and_then(|d| d.function),
                add.function.as_ref(),
            ),
            category: Some(self.category(known, planned)),
            polygon: set(stated.outline, add.polygon.clone()),
            height_mm: set(stated.outline, add.height_mm),
            areas,
            seats: set(stated.seats, add.seats),
            codes: stated.codes.then(|| add.codes.clone()),
        }
    }

    /// The category of a recorded space as the file has it. One that the reader made out of the space's
    /// function and codes says nothing new where these are as they were: what was recorded stays.
    pub(super) fn category(&self, known: &Space, planned: &PlannedSpace) -> Category {
        let Some(was) = known.descriptions.nearest(self.on) else { return planned.add.category };
        let function = self.text_differs("", was.function, planned.add.function.as_ref());
        let codes = planned.stated.codes && was.codes != planned.add.codes;
        let derived = matches!(self.plan.subject, Subject::Building(_));
        if derived && function.is_none() && !codes { was.category } else { planned.add.category }
    }

    /// A text is sealed anew only where it differs.
    fn set_text(
        &self,
        stated: bool,
        known: Option<Commitment>,
        planned: Option<&Text>,
    ) -> FieldChange<Text> {
        if stated && self.text_differs("", known, planned).is_some() {
            set(true, planned.cloned())
        } else {
            FieldChange::Keep
        }
    }

    /// What differs, from what to what.
    pub(super) fn space_details(&self, known: &Space, planned: &PlannedSpace) -> Vec<String> {
        let Some(was) = known.descriptions.nearest(self.on) else { return Vec::new() };
        let (is, stated) = (&planned.add, &planned.stated);
        let mut details = Vec::new();
        if stated.number {
            details.extend(differs("number", was.number.as_ref(), is.number.as_ref()));
        }
        if stated.name {
            details.extend(self.text_differs("name", was.name, is.name.as_ref()));
        }
        if stated.function {
            details.extend(self.text_differs("function", was.function, is.function.as_ref()));
        }
        details.extend(differs(
            "category",
            Some(&was.category),
            Some(&self.category(known, planned)),
        ));
        if stated.outline {
            details.extend(outline_differs(was, planned));
            details.extend(differs("height in mm", was.height_mm.as_ref(), is.height_mm.as_ref()));
        }
        for area in &is.areas {
            let former = was.areas.iter().find(|known| known.measure == area.measure);
            let former = former.map(|former| &former.square_metres);
            let what = format!("area in m² {}", area.measure);
            details.extend(differs(&what, former, Some(&area.square_metres)));
        }
        if stated.seats {
            details.extend(differs("seats", was.seats.as_ref(), is.seats.as_ref()));
        }
        if stated.codes && was.codes != is.codes {
            details.push("codes".to_owned());
        }
        details
    }

    /// A text is the same when the vault says so. An erased one cannot be compared, and is not brought
    /// back by a file.
    pub(super) fn text_differs(
        &self,
        what: &str,
        recorded: Option<Commitment>,
        planned: Option<&Text>,
    ) -> Option<String> {
        let was = match recorded.map(|recorded| self.texts.text(recorded)) {
            Some(None) => return None,
            Some(Some(text)) => Some(text),
            None => None,
        };
        differs(what, was.as_deref(), planned.map(Text::as_str))
    }

    /// A planned space as people call it.
    pub(super) fn planned_called(&self, planned: &PlannedSpace) -> String {
        let level = self.plan.levels.iter().find(|level| level.level == planned.add.level);
        let level = match level {
            Some(level) => self.of_building(level.name.as_str(), level.building),
            None => self.level_called(planned.add.level),
        };
        let number = planned.add.number.as_ref().map(ToString::to_string);
        let name = planned.add.name.as_ref().map(|name| name.as_str().to_owned());
        format!("{} on {level}", number.or(name).unwrap_or_else(|| "without number".to_owned()))
    }

    /// A recorded space as people call it.
    pub(super) fn space_called(&self, id: SpaceId) -> String {
        let Some(space) = self.state.space(&id) else { return id.to_string() };
        let described = space.descriptions.nearest(self.on);
        let number = described.and_then(|d| d.number.as_ref()).map(ToString::to_string);
        let name = described.and_then(|d| d.name).map(|name| self.texts.shown(name).to_string());
        let called = number.or(name).unwrap_or_else(|| "without number".to_owned());
        format!("{called} on {}", self.level_called(space.level))
    }

    pub(super) fn level_called(&self, id: LevelId) -> String {
        let Some(level) = self.state.level(&id) else { return id.to_string() };
        let described = level.descriptions.nearest(self.on);
        let name = described.map(|known| self.texts.shown(known.name)).unwrap_or_default();
        self.of_building(&name, level.building)
    }

    /// A level's name, with its building's where the file is of several.
    pub(super) fn of_building(&self, level: &str, building: BuildingId) -> String {
        if self.plan.subject != Subject::Rooms {
            return level.to_owned();
        }
        let planned = self.plan.buildings.iter().find(|planned| planned.building == building);
        let known = self.state.building(&building);
        let known = known.and_then(|known| known.descriptions.nearest(self.on));
        let known = known.map(|known| self.texts.shown(known.name).to_string());
        let name = planned.map(|planned| planned.name.as_str().to_owned()).or(known);
        name.map_or_else(|| level.to_owned(), |name| format!("{level}, {name}"))
    }

    /// Who owns what is added on a level: the owner of its building.
    pub(super) fn owner_of_level(&self, level: LevelId) -> Option<OrganisationId> {
        let planned = self.plan.levels.iter().find(|planned| planned.level == level);
        let known = || self.state.level(&level).map(|level| level.building);
        let building = planned.map(|planned| planned.building).or_else(known)?;
        self.owner_of_building(building)
    }

    fn owner_of_building(&self, building: BuildingId) -> Option<OrganisationId> {
        let planned = self.plan.buildings.iter().find(|planned| planned.building == building);
        let known = self.state.building(&building);
        known
            .and_then(|known: &Arc<_>| self.state.building_owner(known, self.on))
            .or_else(|| planned.map(|planned| planned.owner))
    }
}

fn set<T>(stated: bool, value: Option<T>) -> FieldChange<T> {
    match value {
        _ if !stated => FieldChange::Keep,
        Some(value) => FieldChange::Set(value),
        None => FieldChange::Remove,
    }
}

fn differs<T: PartialEq + std::fmt::Display + ?Sized>(
    what: &str,
    was: Option<&T>,
    is: Option<&T>,
) -> Option<String> {
    match (was, is) {
        (Some(was), Some(is)) if was != is => Some(format!("{what} {was} becomes {is}")),
        (None, Some(is)) => Some(format!("{what} {is} is new")),
        (Some(was), None) => Some(format!("{what} {was} is gone")),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

fn outline_differs(was: &SpaceDescription, planned: &PlannedSpace) -> Option<String> {
    match (&was.polygon, &planned.add.polygon) {
        (was, is) if was == is => None,
        (Some(was), Some(is)) => {
            let likeness = Outline::of(was).likeness(&Outline::of(is));
            Some(format!("outline, {:.1} % in common", likeness * 100.0))
        }
        (None, _) => Some("outline is new".to_owned()),
        (Some(_), None) => Some("outline is gone".to_owned()),
    }
}

/// The recorded areas with those of the file in their place: a measure that the file does not state
/// stays.
fn merged(known: &Areas, stated: &Areas) -> Areas {
    let stays = |area: &&Area| stated.iter().all(|stated| stated.measure != area.measure);
    let areas = known.iter().filter(stays).chain(stated.iter()).cloned().collect();
    // Only too many of them could be refused; then nothing that is recorded is lost.
    Areas::new(areas).unwrap_or_else(|_| known.clone())
}
