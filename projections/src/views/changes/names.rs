//! What things are called on a date, in either language.

use schema::{
    BuildingId, Commitment, Date, HubId, LevelId, MembershipId, OrganisationId, ReallocationId,
    ResourceId, ResourceKind, SpaceId, UnitId,
};

use super::Thing;
use crate::{Basis, Language, Portfolio, Texts};

/// Names things as a state knows them.
pub(super) struct Namer<'a> {
    pub(super) state: &'a Portfolio,
    pub(super) texts: &'a dyn Texts,
    pub(super) language: Language,
}

impl Namer<'_> {
    /// The one of two words that is in the language.
    pub(super) fn word<'w>(&self, english: &'w str, swedish: &'w str) -> &'w str {
        self.language.of(english, swedish)
    }

    pub(super) fn thing(&self, thing: Thing, on: Date, basis: Basis) -> String {
        match thing {
            Thing::Organisation(id) => {
                let word = self.word("the organisation", "organisationen");
                format!("{word} {}", self.organisation(id, on))
            }
            Thing::Unit(id) => {
                format!("{} {}", self.word("the unit", "enheten"), self.unit(id, on))
            }
            Thing::Building(id) => {
                format!("{} {}", self.word("the building", "byggnaden"), self.building(id, on))
            }
            Thing::Level(id) => {
                format!("{} {}", self.word("the level", "planet"), self.level(id, on))
            }
            Thing::Space(id) => self.space(id, on),
            Thing::Resource(id) => self.resource(id, on, basis),
            Thing::Hub(id) => self.the_hub(id, on),
            Thing::Membership(id) => self.membership(id, on),
            Thing::Reallocation(id) => self.title(id),
        }
    }

    pub(super) fn text(&self, commitment: Commitment) -> String {
        self.texts.shown(commitment).to_string()
    }

    fn unknown(&self) -> String {
        self.word("[not in this portfolio]", "[inte i detta bestånd]").to_owned()
    }

    pub(super) fn organisation(&self, id: OrganisationId, on: Date) -> String {
        let known = self.state.organisation(&id).and_then(|known| known.descriptions.nearest(on));
        known.map_or_else(|| self.unknown(), |known| self.text(known.name))
    }

    pub(super) fn unit(&self, id: UnitId, on: Date) -> String {
        let known = self.state.unit(&id).and_then(|known| known.descriptions.nearest(on));
        known.map_or_else(|| self.unknown(), |known| self.text(known.name))
    }

    fn building(&self, id: BuildingId, on: Date) -> String {
        let known = self.state.building(&id).and_then(|known| known.descriptions.nearest(on));
        known.map_or_else(|| self.unknown(), |known| self.text(known.name))
    }

    /// A level, with its building where there are several.
    fn level(&self, id: LevelId, on: Date) -> String {
        let Some(level) = self.state.level(&id) else { return self.unknown() };
        let name = level.descriptions.nearest(on);
        let name = name.map_or_else(|| self.unknown(), |known| self.text(known.name));
        if self.state.buildings().len() == 1 {
            return name;
        }
        format!("{name} {} {}", self.word("in", "i"), self.building(level.building, on))
    }

    pub(super) fn space(&self, id: SpaceId, on: Date) -> String {
        let Some(space) = self.state.space(&id) else { return self.unknown() };
        let described = space.descriptions.nearest(on);
        let number = described.and_then(|known| known.number.as_ref());
        let name = described.and_then(|known| known.name.or(known.function));
        let called = match (number, name.map(|name| self.text(name))) {
            (Some(number), Some(name)) => {
                format!("{} {number} ({name})", self.word("space", "utrymme"))
            }
            (Some(number), None) => format!("{} {number}", self.word("space", "utrymme")),
            (None, Some(name)) => format!("{} {name}", self.word("the space", "utrymmet")),
            (None, None) => {
                self.word("a space without number", "ett utrymme utan nummer").to_owned()
            }
        };
        format!("{called}, {}", self.level(space.level, on))
    }

    fn resource(&self, id: ResourceId, on: Date, basis: Basis) -> String {
        let Some(resource) = self.state.resource(&id) else { return self.unknown() };
        let described = resource.descriptions.nearest(on);
        let what = described.map_or_else(|| self.unknown(), |known| self.kind(known.kind).into());
        let number = described.and_then(|known| known.number.as_ref());
        let called = number.map_or_else(|| what.clone(), |number| format!("{what} {number}"));
        let place = resource.place.at(on, basis).or_else(|| resource.place.actual().nearest(on));
        let Some(place) = place else { return called };
        format!("{called} {} {}", self.word("in", "i"), self.space(*place, on))
    }

    pub(super) fn kind(&self, kind: ResourceKind) -> &'static str {
        match (kind, self.language) {
            (ResourceKind::Workstation, Language::English) => "workstation",
            (ResourceKind::Workstation, Language::Swedish) => "arbetsplats",
            (ResourceKind::Room, Language::English) => "the room as a whole",
            (ResourceKind::Room, Language::Swedish) => "rummet som helhet",
            (ResourceKind::Equipment, Language::English) => "equipment",
            (ResourceKind::Equipment, Language::Swedish) => "utrustning",
        }
    }

    fn hub(&self, id: HubId, on: Date) -> String {
        let hub = self.state.hub(&id);
        hub.map_or_else(|| self.unknown(), |hub| self.text(hub.description(on).name))
    }

    pub(super) fn the_hub(&self, id: HubId, on: Date) -> String {
        format!("{} {}", self.word("the hub", "noden"), self.hub(id, on))
    }

    fn membership(&self, id: MembershipId, on: Date) -> String {
        let Some(known) = self.state.membership(&id) else { return self.unknown() };
        let (unit, hub) = (self.unit(known.unit(on), on), self.the_hub(known.hub, on));
        match self.language {
            Language::English => format!("the membership of {unit} in {hub}"),
            Language::Swedish => format!("medlemskapet för {unit} i {hub}"),
        }
    }

    fn title(&self, id: ReallocationId) -> String {
        let known = self.state.reallocation(&id);
        let title = known.map_or_else(|| self.unknown(), |known| self.text(known.proposal.title));
        format!("{} “{title}”", self.word("the reallocation", "omfördelningen"))
    }
}
