//! What a revision changes, from what to what.

use schema::{
    BuildingRevised, Date, HubRevised, LevelRevised, ResourceRevised, Revision, SpaceRevised,
    SpacesReshaped,
};
use std::{fmt, sync::Arc};

use super::{Narrator, capital};
use crate::Timeline;

/// What held on a date before the event at a revision.
pub(super) fn former<T>(timeline: &Timeline<Arc<T>>, on: Date, at: Revision) -> Option<&T> {
    let before = timeline.entries().iter().filter(|entry| entry.from <= on && entry.revision < at);
    before.max_by_key(|entry| entry.order()).map(|entry| &*entry.value)
}

/// The changes that there are.
pub(super) fn differing<const N: usize>(changes: [Option<String>; N]) -> Vec<String> {
    changes.into_iter().flatten().collect()
}

/// A text that was another.
pub(super) fn texts(what: &str, was: &str, is: &str) -> Option<String> {
    (was != is).then(|| format!("{what} {was} becomes {is}"))
}

/// A value that was another, or was not, or is no more.
pub(super) fn values<T: PartialEq + fmt::Display>(
    what: &str,
    was: Option<&T>,
    is: Option<&T>,
) -> Option<String> {
    match (was, is) {
        (Some(was), Some(is)) if was != is => Some(format!("{what} {was} becomes {is}")),
        (None, Some(is)) => Some(format!("{what} becomes {is}")),
        (Some(was), None) => Some(format!("{what} {was} is taken away")),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// What a unit is part of, that was part of another, or was not, or is no more.
pub(super) fn parts(was: Option<String>, is: Option<String>) -> Option<String> {
    match (was, is) {
        (Some(was), Some(is)) if was != is => Some(format!("part of {is}, no longer of {was}")),
        (None, Some(is)) => Some(format!("part of {is}")),
        (Some(was), None) => Some(format!("no longer part of {was}")),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// A thing that is described anew: what changes.
pub(super) fn sentence(called: &str, from: Date, changes: &[String]) -> String {
    if changes.is_empty() {
        format!("Described {called} anew from {from}")
    } else {
        capital(&format!("{called} from {from}: {}", changes.join(", ")))
    }
}

impl Narrator<'_> {
    pub(super) fn building_revised(&self, e: &BuildingRevised) -> String {
        let known = self.state.building(&e.building);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| {
            differing([
                texts("name", &self.texts.shown(was.name), &self.texts.shown(is.name)),
                texts(
                    "owner",
                    &self.organisation(was.owner, e.from.previous_day()),
                    &self.organisation(is.owner, e.from),
                ),
                values("municipality", was.municipality.as_ref(), is.municipality.as_ref()),
                (was.address != is.address).then(|| "another address".to_owned()),
                (was.position != is.position).then(|| "another position".to_owned()),
            ])
        });
        let name = self.texts.shown(was.map_or(is.name, |was| was.name));
        sentence(&format!("the building {name}"), e.from, &changes)
    }

    pub(super) fn level_revised(&self, e: &LevelRevised) -> String {
        let known = self.state.level(&e.level);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| {
            let (low, high) = (was.elevation_mm, is.elevation_mm);
            differing([
                texts("name", &self.texts.shown(was.name), &self.texts.shown(is.name)),
                (low != high).then(|| format!("height {low} mm becomes {high} mm")),
            ])
        });
        let on = if was.is_some() { e.from.previous_day() } else { e.from };
        sentence(&format!("the level {}", self.level(e.level, on)), e.from, &changes)
    }

    pub(super) fn space_revised(&self, e: &SpaceRevised) -> String {
        let known = self.state.space(&e.space);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| {
            let name = |name: Option<schema::Commitment>| name.map(|name| self.texts.shown(name));
            differing([
                values("number", was.number.as_ref(), is.number.as_ref()),
                values("name", name(was.name).as_ref(), name(is.name).as_ref()),
                values("function", name(was.function).as_ref(), name(is.function).as_ref()),
                values("category", Some(&was.category), Some(&is.category)),
                values("number of seats", was.seats.as_ref(), is.seats.as_ref()),
                (was.polygon != is.polygon).then(|| "another outline".to_owned()),
                (was.height_mm != is.height_mm).then(|| "another height".to_owned()),
                (was.areas != is.areas).then(|| areas(was, is)),
                (was.codes != is.codes).then(|| "other codes".to_owned()),
            ])
        });
        // By the number that it had: the one that it gets stands among the changes.
        let on = if was.is_some() { e.from.previous_day() } else { e.from };
        sentence(&self.space(e.space, on), e.from, &changes)
    }

    pub(super) fn resource_revised(&self, e: &ResourceRevised) -> String {
        let known = self.state.resource(&e.resource);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| {
            let grade = |of: &schema::ResourceDescription| {
                if of.grade.is_counted() { "counted" } else { "assumed" }
            };
            differing([
                values("number", was.number.as_ref(), is.number.as_ref()),
                texts(
                    "owner",
                    &self.organisation(was.owner, e.from.previous_day()),
                    &self.organisation(is.owner, e.from),
                ),
                texts("grade", grade(was), grade(is)),
                (was.name != is.name).then(|| "another name".to_owned()),
                (was.position != is.position).then(|| "another position".to_owned()),
            ])
        });
        let on = if was.is_some() { e.from.previous_day() } else { e.from };
        sentence(&self.resource(e.resource, on), e.from, &changes)
    }

    pub(super) fn hub_revised(&self, e: &HubRevised) -> String {
        let known = self.state.hub(&e.hub);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| {
            differing([
                texts("name", &self.texts.shown(was.name), &self.texts.shown(is.name)),
                texts(
                    "host",
                    &self.organisation(was.host, e.from.previous_day()),
                    &self.organisation(is.host, e.from),
                ),
                values("municipality", was.municipality.as_ref(), is.municipality.as_ref()),
                (was.services != is.services).then(|| "other services".to_owned()),
                (was.opening_hours != is.opening_hours).then(|| "other opening hours".to_owned()),
            ])
        });
        let name = self.texts.shown(was.map_or(is.name, |was| was.name));
        sentence(&format!("the hub {name}"), e.from, &changes)
    }

    pub(super) fn spaces_reshaped(&self, e: &SpacesReshaped) -> String {
        let were = self.spaces(&e.spaces, e.from.previous_day());
        let into = self.spaces(&e.into, e.from);
        let what = match (e.spaces.len(), e.into.len()) {
            (1, 1) => format!("{were} is redrawn as {into}"),
            (1, _) => format!("{were} is split into {into}"),
            (_, 1) => format!("{were} are merged into {into}"),
            _ => format!("{were} are redrawn as {into}"),
        };
        let level = e.spaces.first().and_then(|space| self.state.space(space));
        let level = level.map(|space| format!(", {}", self.level(space.level, e.from)));
        capital(&format!("{what}{} on {}", level.unwrap_or_default(), e.from))
    }
}

/// The areas that differ, each under its measure.
fn areas(was: &schema::SpaceDescription, is: &schema::SpaceDescription) -> String {
    let of = |areas: &schema::Areas| {
        let shown = areas.iter().map(|area| format!("{} m² {}", area.square_metres, area.measure));
        shown.collect::<Vec<_>>()
    };
    let (was, is) = (of(&was.areas), of(&is.areas));
    let gone: Vec<String> = was.iter().filter(|area| !is.contains(area)).cloned().collect();
    let new: Vec<String> = is.iter().filter(|area| !was.contains(area)).cloned().collect();
    match (gone.as_slice(), new.as_slice()) {
        ([], new) => format!("area {} is added", new.join(", ")),
        (gone, []) => format!("area {} is taken away", gone.join(", ")),
        (gone, new) => format!("area {} becomes {}", gone.join(", "), new.join(", ")),
    }
}
