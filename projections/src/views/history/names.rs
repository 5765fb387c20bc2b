//! What things were called on a date, with what they are called now beside it.

use schema::{
    BuildingId, Date, HubId, ImportId, LevelId, MembershipId, OrganisationId, ReallocationId,
    ResourceId, ResourceKind, SpaceId, UnitId,
};
use std::{collections::BTreeSet, sync::Arc};

use super::{Narrator, plural, unknown};

/// Resources that a sentence names one by one, at most.
const NAMED_MAX: usize = 3;

impl Narrator<'_> {
    pub(super) fn organisation(&self, id: OrganisationId, on: Date) -> String {
        let Some(known) = self.state.organisation(&id) else { return unknown().to_string() };
        let then = known.descriptions.nearest(on);
        let then = then.map_or_else(unknown, |description| self.texts.shown(description.name));
        let present = self.state.organisation_on(id, self.today);
        let ended = known.retired.as_ref().is_some_and(|ended| ended.from <= self.today);
        let now = self.state.organisation(&present).and_then(|present| {
            let now = present.descriptions.nearest(self.today)?;
            Some(self.texts.shown(now.name))
        });
        match now {
            Some(now) if present != id => self.beside(&then, on, &format!("now part of {now}")),
            Some(_) if ended => self.beside(&then, on, "since gone"),
            Some(now) if now != then => self.beside(&then, on, &format!("now {now}")),
            _ => then.to_string(),
        }
    }

    pub(super) fn unit(&self, id: UnitId, on: Date) -> String {
        let Some(known) = self.state.unit(&id) else { return unknown().to_string() };
        let then = self.unit_then(id, on);
        if known.retired.as_ref().is_some_and(|ended| ended.from <= self.today) {
            let heirs: Vec<String> =
                self.heirs(id).into_iter().map(|heir| self.unit_then(heir, self.today)).collect();
            let now = if heirs.is_empty() {
                "since dissolved".to_owned()
            } else {
                format!("now part of {}", listed(&heirs))
            };
            return self.beside(&then, on, &now);
        }
        match self.unit_then(id, self.today) {
            now if now != then => self.beside(&then, on, &format!("now {now}")),
            _ => then,
        }
    }

    pub(super) fn unit_then(&self, id: UnitId, on: Date) -> String {
        let described = self.state.unit(&id).and_then(|known| known.descriptions.nearest(on));
        let name = described.map_or_else(unknown, |description| self.texts.shown(description.name));
        name.to_string()
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
        let Some(hub) = self.state.hub(&id) else { return unknown().to_string() };
        let then = self.texts.shown(hub.description(on).name);
        let now = self.texts.shown(hub.description(self.today).name);
        if now == then { then.to_string() } else { self.beside(&then, on, &format!("now {now}")) }
    }

    /// A name of its time with today's beside it, where today is later.
    fn beside(&self, then: &str, on: Date, now: &str) -> String {
        if self.today > on { format!("{then} ({now})") } else { then.to_owned() }
    }

    pub(super) fn building(&self, id: BuildingId, on: Date) -> String {
        let building = self.state.building(&id);
        let described = building.and_then(|building| building.descriptions.nearest(on));
        let name = described.map_or_else(unknown, |d| self.texts.shown(d.name));
        format!("the building {name}")
    }

    /// A level, with its building where there are several: every building has a first floor.
    pub(super) fn level(&self, id: LevelId, on: Date) -> String {
        let Some(level) = self.state.level(&id) else { return unknown().to_string() };
        let described = level.descriptions.nearest(on);
        let name = described.map_or_else(unknown, |d| self.texts.shown(d.name));
        let building = self.state.building(&level.building);
        let building = building.filter(|_| self.state.buildings().len() > 1);
        match building.and_then(|building| building.descriptions.nearest(on)) {
            None => name.to_string(),
            Some(building) => format!("{name} in {}", self.texts.shown(building.name)),
        }
    }

    pub(super) fn member(&self, id: MembershipId, on: Date) -> String {
        let Some(membership) = self.state.membership(&id) else { return unknown().to_string() };
        let (unit, hub) = (self.unit(membership.unit(on), on), self.hub(membership.hub, on));
        format!("{unit} at the hub {hub}")
    }

    pub(super) fn title(&self, id: ReallocationId) -> String {
        let known = self.state.reallocation(&id);
        let title = known.map_or_else(unknown, |known| self.texts.shown(known.title_at(self.at)));
        format!("“{title}”")
    }

    pub(super) fn file(&self, id: ImportId) -> Arc<str> {
        let import = self.state.import(&id);
        import.map_or_else(unknown, |import| self.texts.shown(import.file.name))
    }

    /// A space without its level.
    pub(super) fn space_alone(&self, id: SpaceId, on: Date) -> String {
        let described = self.state.space(&id).and_then(|space| space.descriptions.nearest(on));
        let Some(description) = described else { return unknown().to_string() };
        let name = description.name.or(description.function).map(|name| self.texts.shown(name));
        match (&description.number, name) {
            (Some(number), Some(name)) => format!("space {number} ({name})"),
            (Some(number), None) => format!("space {number}"),
            (None, Some(name)) => format!("the space {name}"),
            (None, None) => "a space without number".to_owned(),
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
        listed(&called)
    }

    pub(super) fn resource(&self, id: ResourceId, on: Date) -> String {
        let Some(resource) = self.state.resource(&id) else { return unknown().to_string() };
        let described = resource.descriptions.nearest(on);
        let what = described.map_or("resource", |description| match description.kind {
            ResourceKind::Workstation => "workstation",
            ResourceKind::Room => "the room as a whole",
            ResourceKind::Equipment => "equipment",
        });
        let number = described.and_then(|description| description.number.as_ref());
        let called = number.map_or_else(|| what.to_owned(), |number| format!("{what} {number}"));
        // The day before, so that a move is told from where it began.
        let place = resource.place.actual().nearest(on.previous_day());
        place.map_or_else(
            || called.clone(),
            |place| format!("{called} in {}", self.space(*place, on)),
        )
    }

    /// How many there are of what.
    pub(super) fn several(&self, ids: &[ResourceId], on: Date) -> String {
        let is_workstation = |id: &ResourceId| {
            let known = self.state.resource(id).and_then(|known| known.descriptions.nearest(on));
            known.is_some_and(|known| known.kind == ResourceKind::Workstation)
        };
        let what = if ids.iter().all(is_workstation) { "workstation" } else { "resource" };
        plural(ids.len(), what)
    }

    pub(super) fn resources(&self, ids: &[ResourceId], on: Date) -> String {
        if ids.len() > NAMED_MAX {
            return self.several(ids, on);
        }
        let called: Vec<String> = ids.iter().map(|id| self.resource(*id, on)).collect();
        listed(&called)
    }
}

/// Names one after the other, the last after an "and".
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
