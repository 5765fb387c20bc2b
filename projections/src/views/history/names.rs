//! What things were called on a date, with what they are called now beside it.

use schema::{
    BuildingId, Date, HubId, ImportId, LevelId, MembershipId, OrganisationId, ReallocationId,
    ResourceId, ResourceKind, SpaceId, UnitId,
};
use std::collections::BTreeSet;

use super::{Narrator, language::told, words};

/// Resources that a sentence names one by one, at most.
const NAMED_MAX: usize = 3;

impl Narrator<'_> {
    pub(super) fn organisation(&self, id: OrganisationId, on: Date) -> String {
        let Some(known) = self.state.organisation(&id) else { return self.unknown() };
        let then = known.descriptions.nearest(on);
        let then = then.map_or_else(|| self.unknown(), |description| self.shown(description.name));
        let present = self.state.organisation_on(id, self.today);
        let ended = known.retired.as_ref().is_some_and(|ended| ended.from <= self.today);
        let now = self.state.organisation(&present).and_then(|present| {
            let now = present.descriptions.nearest(self.today)?;
            Some(self.shown(now.name))
        });
        match now {
            Some(now) if present != id => self.beside(&then, on, &self.now_part_of(&now)),
            Some(_) if ended => self.beside(&then, on, self.word("since gone", "har upphört")),
            Some(now) if now != then => self.beside(&then, on, &self.now(&now)),
            _ => then,
        }
    }

    pub(super) fn unit(&self, id: UnitId, on: Date) -> String {
        let Some(known) = self.state.unit(&id) else { return self.unknown() };
        let then = self.unit_then(id, on);
        if known.retired.as_ref().is_some_and(|ended| ended.from <= self.today) {
            let heirs: Vec<String> =
                self.heirs(id).into_iter().map(|heir| self.unit_then(heir, self.today)).collect();
            let now = if heirs.is_empty() {
                self.word("since dissolved", "numera upplöst").to_owned()
            } else {
                self.now_part_of(&self.language.listed(&heirs))
            };
            return self.beside(&then, on, &now);
        }
        match self.unit_then(id, self.today) {
            now if now != then => self.beside(&then, on, &self.now(&now)),
            _ => then,
        }
    }

    pub(super) fn unit_then(&self, id: UnitId, on: Date) -> String {
        let described = self.state.unit(&id).and_then(|known| known.descriptions.nearest(on));
        described.map_or_else(|| self.unknown(), |description| self.shown(description.name))
    }

    /// The units that stand for an ended one today.
    fn heirs(&self, ended: UnitId) -> BTreeSet<UnitId> {
        let (mut heirs, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![ended]);
        while let Some(id) = open.pop() {
            let unit = self.state.unit(&id).filter(|_| seen.insert(id));
            let Some(unit) = unit else { continue };
            match unit.retired.as_ref().filter(|retired| retired.from <= self.today) {
                None => {
                    heirs.insert(id);
                }
                Some(retired) => {
                    let by = unit.became.iter().filter(|became| became.from == retired.from);
                    open.extend(by.flat_map(|became| became.others.iter().copied()));
                }
            }
        }
        heirs
    }

    pub(super) fn hub(&self, id: HubId, on: Date) -> String {
        let Some(hub) = self.state.hub(&id) else { return self.hub_called(&self.unknown()) };
        let then = self.shown(hub.description(on).name);
        let now = self.shown(hub.description(self.today).name);
        let name = if now == then { then } else { self.beside(&then, on, &self.now(&now)) };
        self.hub_called(&name)
    }

    /// A hub by its name. Swedish ones are often called "Noden i ..." or "Stationsnoden", which need
    /// no other noun.
    pub(super) fn hub_called(&self, name: &str) -> String {
        let says_so = begins(name, "nod") || name.contains("noden");
        let noun = if says_so { "" } else { "noden " };
        told!(self.language, "the hub {name}", "{noun}{name}")
    }

    /// The words for the name of today.
    pub(super) fn now(&self, now: &str) -> String {
        told!(self.language, "now {now}", "numera {now}")
    }

    fn now_part_of(&self, now: &str) -> String {
        told!(self.language, "now part of {now}", "numera del av {now}")
    }

    /// A name of its time with today's beside it, where today is later.
    fn beside(&self, then: &str, on: Date, now: &str) -> String {
        if self.today > on { format!("{then} ({now})") } else { then.to_owned() }
    }

    /// A building without its noun.
    pub(super) fn building_alone(&self, id: BuildingId, on: Date) -> String {
        let building = self.state.building(&id);
        let described = building.and_then(|building| building.descriptions.nearest(on));
        described.map_or_else(|| self.unknown(), |d| self.shown(d.name))
    }

    pub(super) fn building(&self, id: BuildingId, on: Date) -> String {
        let name = self.building_alone(id, on);
        told!(self.language, "the building {name}", "byggnaden {name}")
    }

    /// A level, with its building where there are several: every building has a first floor.
    pub(super) fn level(&self, id: LevelId, on: Date) -> String {
        let Some(level) = self.state.level(&id) else { return self.unknown() };
        let described = level.descriptions.nearest(on);
        let name = described.map_or_else(|| self.unknown(), |d| self.shown(d.name));
        let building = self.state.building(&level.building);
        let building = building.filter(|_| self.state.buildings().len() > 1);
        match building.and_then(|building| building.descriptions.nearest(on)) {
            None => name,
            Some(building) => {
                let building = self.shown(building.name);
                told!(self.language, "{name} in {building}", "{name} i {building}")
            }
        }
    }

    /// A level after its noun, which a Swedish one called "Plan 3" needs no more.
    pub(super) fn the_level(&self, id: LevelId, on: Date) -> String {
        let name = self.level(id, on);
        let noun = if begins(&name, "plan") { "" } else { "planet " };
        told!(self.language, "the level {name}", "{noun}{name}")
    }

    pub(super) fn member(&self, id: MembershipId, on: Date) -> String {
        let Some(membership) = self.state.membership(&id) else { return self.unknown() };
        let (unit, hub) = (self.unit(membership.unit(on), on), self.hub(membership.hub, on));
        told!(self.language, "{unit} at {hub}", "{unit} i {hub}")
    }

    pub(super) fn title(&self, id: ReallocationId) -> String {
        let known = self.state.reallocation(&id);
        let title =
            known.map_or_else(|| self.unknown(), |known| self.shown(known.title_at(self.at)));
        self.quoted(&title)
    }

    /// A title between the quotation marks of the language.
    pub(super) fn quoted(&self, title: &str) -> String {
        told!(self.language, "“{title}”", "”{title}”")
    }

    pub(super) fn file(&self, id: ImportId) -> String {
        let import = self.state.import(&id);
        import.map_or_else(|| self.unknown(), |import| self.shown(import.file.name))
    }

    /// A space without its level.
    pub(super) fn space_alone(&self, id: SpaceId, on: Date) -> String {
        let described = self.state.space(&id).and_then(|space| space.descriptions.nearest(on));
        let Some(description) = described else { return self.unknown() };
        let name = description.name.or(description.function).map(|name| self.shown(name));
        match (&description.number, name) {
            (Some(number), Some(name)) => {
                told!(self.language, "space {number} ({name})", "utrymme {number} ({name})")
            }
            (Some(number), None) => told!(self.language, "space {number}", "utrymme {number}"),
            (None, Some(name)) => told!(self.language, "the space {name}", "utrymmet {name}"),
            (None, None) => {
                self.word("a space without number", "ett utrymme utan nummer").to_owned()
            }
        }
    }

    pub(super) fn space(&self, id: SpaceId, on: Date) -> String {
        let called = self.space_alone(id, on);
        match self.state.space(&id) {
            None => called,
            Some(space) => format!("{called}, {}", self.level(space.level, on)),
        }
    }

    /// Spaces of one level.
    pub(super) fn spaces(&self, ids: &[SpaceId], on: Date) -> String {
        let mut called: Vec<String> = ids.iter().map(|id| self.space_alone(*id, on)).collect();
        called.sort();
        self.language.listed(&called)
    }

    pub(super) fn resource(&self, id: ResourceId, on: Date) -> String {
        let Some(resource) = self.state.resource(&id) else { return self.unknown() };
        let described = resource.descriptions.nearest(on);
        let what = described.map_or_else(
            || self.word("resource", "resurs"),
            |description| self.language.resource(description.kind),
        );
        let number = described.and_then(|description| description.number.as_ref());
        let called = number.map_or_else(|| what.to_owned(), |number| format!("{what} {number}"));
        // The day before, so that a move is told from where it began.
        let place = resource.place.actual().nearest(on.previous_day());
        let place = place.map(|place| self.space(*place, on));
        place.map_or_else(
            || called.clone(),
            |place| told!(self.language, "{called} in {place}", "{called} i {place}"),
        )
    }

    /// How many there are of what.
    pub(super) fn several(&self, ids: &[ResourceId], on: Date) -> String {
        let is_workstation = |id: &ResourceId| {
            let known = self.state.resource(id).and_then(|known| known.descriptions.nearest(on));
            known.is_some_and(|known| known.kind == ResourceKind::Workstation)
        };
        let all = ids.iter().all(is_workstation);
        let what = if all { words::WORKSTATION } else { words::RESOURCE };
        self.language.counted(ids.len(), &what)
    }

    pub(super) fn resources(&self, ids: &[ResourceId], on: Date) -> String {
        if ids.len() > NAMED_MAX {
            return self.several(ids, on);
        }
        let called: Vec<String> = ids.iter().map(|id| self.resource(*id, on)).collect();
        self.language.listed(&called)
    }
}

/// Whether a name begins with a word, in capitals or not.
fn begins(name: &str, word: &str) -> bool {
    name.to_lowercase().starts_with(word)
}
