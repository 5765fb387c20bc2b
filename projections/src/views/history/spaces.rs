//! Spaces in words.

use schema::{
    SpaceAdded, SpaceDescription, SpaceIdentified, SpaceRetired, SpaceRevised, SpacesReshaped,
};

use super::{
    Narrator,
    language::{told, with_article},
    revised::{differing, former},
};

impl Narrator<'_> {
    pub(super) fn space_added(&self, e: &SpaceAdded) -> String {
        let (space, from) = (self.space(e.space, e.from), e.from);
        let category = self.language.category(e.description.category);
        let a_category = with_article(&category);
        told!(
            self.language,
            "Added {space}, {a_category}, from {from}",
            "{space} lades till som {category} från och med {from}"
        )
    }

    pub(super) fn space_revised(&self, e: &SpaceRevised) -> String {
        let known = self.state.space(&e.space);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| self.space_changes(was, is));
        // By the number that it had: the one that it gets stands among the changes.
        let on = if was.is_some() { e.from.previous_day() } else { e.from };
        self.revised(&self.space(e.space, on), e.from, &changes)
    }

    fn space_changes(&self, was: &SpaceDescription, is: &SpaceDescription) -> Vec<String> {
        let name = |name: Option<schema::Commitment>| name.map(|name| self.shown(name));
        let category = |of: &SpaceDescription| self.language.category(of.category);
        differing([
            self.value_changed(
                self.word("number", "nummer"),
                was.number.as_ref(),
                is.number.as_ref(),
            ),
            self.value_changed(
                self.word("name", "namn"),
                name(was.name).as_ref(),
                name(is.name).as_ref(),
            ),
            self.value_changed(
                self.word("function", "funktion"),
                name(was.function).as_ref(),
                name(is.function).as_ref(),
            ),
            self.text_changed(self.word("category", "rumstyp"), &category(was), &category(is)),
            self.value_changed(
                self.word("number of seats", "antal sittplatser"),
                was.seats.as_ref(),
                is.seats.as_ref(),
            ),
            self.differs(was.polygon != is.polygon, "another outline", "ny kontur"),
            self.differs(was.height_mm != is.height_mm, "another height", "ny rumshöjd"),
            (was.areas != is.areas).then(|| self.areas_changed(was, is)),
            self.differs(was.codes != is.codes, "other codes", "nya koder"),
        ])
    }

    /// The areas that differ, each under its measure.
    fn areas_changed(&self, was: &SpaceDescription, is: &SpaceDescription) -> String {
        let of = |areas: &schema::Areas| -> Vec<String> {
            let shown = areas.iter().map(|area| {
                let metres = self.language.decimal(area.square_metres);
                format!("{metres} m² {}", self.language.measure(&area.measure))
            });
            shown.collect()
        };
        let (was, is) = (of(&was.areas), of(&is.areas));
        let gone: Vec<String> = was.iter().filter(|area| !is.contains(area)).cloned().collect();
        let new: Vec<String> = is.iter().filter(|area| !was.contains(area)).cloned().collect();
        let (lost, gained) = (gone.join(", "), new.join(", "));
        match (gone.is_empty(), new.is_empty()) {
            (true, _) => told!(self.language, "area {gained} is added", "area {gained} tillkommer"),
            (_, true) => told!(self.language, "area {lost} is taken away", "area {lost} tas bort"),
            _ => told!(self.language, "area {lost} becomes {gained}", "area {lost} blir {gained}"),
        }
    }

    pub(super) fn space_retired(&self, e: &SpaceRetired) -> String {
        let (space, from) = (self.space(e.space, e.from), e.from);
        told!(
            self.language,
            "{space} is gone from {from}",
            "{space} finns inte längre från och med {from}"
        )
    }

    pub(super) fn spaces_reshaped(&self, e: &SpacesReshaped) -> String {
        let were = self.spaces(&e.spaces, e.from.previous_day());
        let (into, from) = (self.spaces(&e.into, e.from), e.from);
        let what = match (e.spaces.len(), e.into.len()) {
            (1, 1) => {
                told!(self.language, "{were} is redrawn as {into}", "{were} ritas om till {into}")
            }
            (1, _) => {
                told!(self.language, "{were} is split into {into}", "{were} delas upp i {into}")
            }
            (_, 1) => {
                told!(
                    self.language,
                    "{were} are merged into {into}",
                    "{were} slås samman till {into}"
                )
            }
            _ => {
                told!(self.language, "{were} are redrawn as {into}", "{were} ritas om till {into}")
            }
        };
        let level = e.spaces.first().and_then(|space| self.state.space(space));
        let level = level.map(|space| format!(", {}", self.level(space.level, e.from)));
        let level = level.unwrap_or_default();
        told!(self.language, "{what}{level} on {from}", "{what}{level}, den {from}")
    }

    pub(super) fn space_identified(&self, e: &SpaceIdentified) -> String {
        let (space, name) = (self.space(e.space, self.today), &e.global_id);
        told!(
            self.language,
            "{space} is the one that the model calls {name}",
            "{space} är det som modellen kallar {name}"
        )
    }
}
