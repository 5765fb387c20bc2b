//! Buildings and levels in words.

use schema::{
    BuildingAdded, BuildingPlaneSet, BuildingRetired, BuildingRevised, LevelAdded, LevelDrawn,
    LevelRetired, LevelRevised,
};

use super::{
    Narrator,
    language::told,
    revised::{differing, former},
    words,
};

impl Narrator<'_> {
    pub(super) fn building_added(&self, e: &BuildingAdded) -> String {
        let (name, from) = (self.shown(e.description.name), e.from);
        let owner = self.organisation(e.description.owner, from);
        told!(
            self.language,
            "Added the building {name}, owned by {owner}, from {from}",
            "Byggnaden {name}, som ägs av {owner}, lades till från och med {from}"
        )
    }

    pub(super) fn building_revised(&self, e: &BuildingRevised) -> String {
        let known = self.state.building(&e.building);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| {
            differing([
                self.text_changed(
                    self.word("name", "namn"),
                    &self.shown(was.name),
                    &self.shown(is.name),
                ),
                self.text_changed(
                    self.word("owner", "ägare"),
                    &self.organisation(was.owner, e.from.previous_day()),
                    &self.organisation(is.owner, e.from),
                ),
                self.value_changed(
                    self.word("municipality", "kommun"),
                    was.municipality.as_ref(),
                    is.municipality.as_ref(),
                ),
                self.differs(was.address != is.address, "another address", "ny adress"),
                self.differs(was.position != is.position, "another position", "nytt läge"),
            ])
        });
        let name = self.shown(was.map_or(is.name, |was| was.name));
        let called = told!(self.language, "the building {name}", "byggnaden {name}");
        self.revised(&called, e.from, &changes)
    }

    pub(super) fn building_retired(&self, e: &BuildingRetired) -> String {
        let (building, from) = (self.building(e.building, e.from), e.from);
        told!(
            self.language,
            "{building} leaves the portfolio on {from}",
            "{building} lämnar beståndet den {from}"
        )
    }

    pub(super) fn building_plane_set(&self, e: &BuildingPlaneSet) -> String {
        let (building, projection) = (self.building(e.building, self.today), &e.plane.projection);
        let north = self.language.decimal(e.plane.origin.latitude);
        let east = self.language.decimal(e.plane.origin.longitude);
        told!(
            self.language,
            "The levels of {building} lie on the plane {projection} around {north}° north, \
             {east}° east",
            "Planen i {building} ritas i projektionen {projection} kring {north}° nordlig bredd, \
             {east}° östlig längd"
        )
    }

    pub(super) fn level_added(&self, e: &LevelAdded) -> String {
        let (level, from) = (self.the_level(e.level, e.from), e.from);
        told!(self.language, "Added {level} from {from}", "{level} lades till från och med {from}")
    }

    pub(super) fn level_revised(&self, e: &LevelRevised) -> String {
        let known = self.state.level(&e.level);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| {
            let (low, high) = (was.elevation_mm, is.elevation_mm);
            let height = told!(
                self.language,
                "height {low} mm becomes {high} mm",
                "höjd {low} mm blir {high} mm"
            );
            differing([
                self.text_changed(
                    self.word("name", "namn"),
                    &self.shown(was.name),
                    &self.shown(is.name),
                ),
                (low != high).then_some(height),
            ])
        });
        let on = if was.is_some() { e.from.previous_day() } else { e.from };
        self.revised(&self.the_level(e.level, on), e.from, &changes)
    }

    pub(super) fn level_retired(&self, e: &LevelRetired) -> String {
        let (level, from) = (self.the_level(e.level, e.from), e.from);
        told!(
            self.language,
            "{level} is gone from {from}",
            "{level} finns inte längre från och med {from}"
        )
    }

    pub(super) fn level_drawn(&self, e: &LevelDrawn) -> String {
        let (level, from) = (self.the_level(e.level, e.from), e.from);
        let (part, parts) = (e.part + 1, e.parts);
        let strokes = self.language.counted(e.strokes.len(), &words::STROKE);
        told!(
            self.language,
            "Drew {level} from {from}, part {part} of {parts}, {strokes}",
            "{level} ritades från och med {from}, del {part} av {parts}, {strokes}"
        )
    }
}
