//! Organisations and units in words: what they were called, and what becomes of them.

use schema::{
    OrganisationEnded, OrganisationRegistered, OrganisationRevised, UnitDescription, UnitId,
    UnitMoved, UnitRegistered, UnitRevised, UnitsReorganised,
};

use super::{
    Narrator,
    language::told,
    revised::{differing, former},
    words,
};

impl Narrator<'_> {
    pub(super) fn organisation_registered(&self, e: &OrganisationRegistered) -> String {
        let (name, from) = (self.organisation(e.organisation, e.from), e.from);
        told!(
            self.language,
            "Registered the organisation {name} from {from}",
            "Organisationen {name} registrerades från och med {from}"
        )
    }

    pub(super) fn organisation_revised(&self, e: &OrganisationRevised) -> String {
        let known = self.state.organisation(&e.organisation);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let name = self.shown(is.name);
        let changes = was.map_or_else(Vec::new, |was| {
            differing([
                self.text_changed(self.word("name", "namn"), &self.shown(was.name), &name),
                self.value_changed(
                    self.word("organisation number", "organisationsnummer"),
                    was.number.as_ref(),
                    is.number.as_ref(),
                ),
            ])
        });
        let beside = || self.organisation(e.organisation, e.from.previous_day());
        let called = match was {
            Some(was) => self.called(&self.shown(was.name), &name, beside),
            None => name,
        };
        let called = told!(self.language, "the organisation {called}", "organisationen {called}");
        self.revised(&called, e.from, &changes)
    }

    pub(super) fn organisation_ended(&self, e: &OrganisationEnded) -> String {
        let known = self.state.organisation(&e.organisation);
        let described = known.and_then(|known| known.descriptions.nearest(e.from.previous_day()));
        let name = described.map_or_else(|| self.unknown(), |known| self.shown(known.name));
        let from = e.from;
        match e.successor.map(|successor| self.organisation(successor, from)) {
            None => told!(
                self.language,
                "The organisation {name} leaves the portfolio on {from}",
                "Organisationen {name} lämnar beståndet den {from}"
            ),
            Some(successor) => told!(
                self.language,
                "The organisation {name} becomes part of {successor} on {from}",
                "Organisationen {name} uppgår i {successor} den {from}"
            ),
        }
    }

    pub(super) fn unit_registered(&self, e: &UnitRegistered) -> String {
        let (name, from) = (self.unit(e.unit, e.from), e.from);
        let organisation = self.organisation(e.description.organisation, from);
        let people = self.language.counted(e.description.headcount, &words::PERSON);
        told!(
            self.language,
            "Registered the unit {name} of {organisation} from {from}, {people}",
            "Enheten {name} inom {organisation} registrerades från och med {from}, {people}"
        )
    }

    pub(super) fn unit_revised(&self, e: &UnitRevised) -> String {
        let known = self.state.unit(&e.unit);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let name = self.shown(e.description.name);
        let changes = was.map_or_else(Vec::new, |was| self.unit_changes(was, e));
        let beside = || self.unit(e.unit, e.from.previous_day());
        let called = match was {
            Some(was) => self.called(&self.shown(was.name), &name, beside),
            None => name,
        };
        let called = told!(self.language, "the unit {called}", "enheten {called}");
        self.revised(&called, e.from, &changes)
    }

    fn unit_changes(&self, was: &UnitDescription, e: &UnitRevised) -> Vec<String> {
        let is = &e.description;
        let day_before = e.from.previous_day();
        let parent = |of: Option<UnitId>, on| of.map(|parent| self.unit_then(parent, on));
        let attendance = was.attendance != is.attendance;
        differing([
            self.text_changed(
                self.word("name", "namn"),
                &self.shown(was.name),
                &self.shown(is.name),
            ),
            self.text_changed(
                self.word("organisation", "organisation"),
                &self.organisation(was.organisation, day_before),
                &self.organisation(is.organisation, e.from),
            ),
            self.part_changed(parent(was.parent, day_before), parent(is.parent, e.from)),
            self.value_changed(
                self.word("number of people", "antal personer"),
                Some(&was.headcount),
                Some(&is.headcount),
            ),
            self.value_changed(
                self.word("municipality", "kommun"),
                was.municipality.as_ref(),
                is.municipality.as_ref(),
            ),
            self.differs(attendance, "another attendance", "annan närvaro"),
        ])
    }

    pub(super) fn unit_moved(&self, e: &UnitMoved) -> String {
        let day_before = e.from.previous_day();
        let known = self.state.unit(&e.unit);
        let former = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let left = former.map(|was| match was.parent {
            Some(parent) if was.organisation == e.description.organisation => {
                self.unit(parent, day_before)
            }
            _ => self.organisation(was.organisation, day_before),
        });
        let left = left.map(|left| told!(self.language, " from {left}", " från {left}"));
        let (left, unit, from) = (left.unwrap_or_default(), self.unit(e.unit, e.from), e.from);
        let organisation = self.organisation(e.description.organisation, from);
        let joined = e.description.parent.map(|parent| self.unit(parent, from));
        let to = match joined {
            None => organisation,
            Some(joined) => {
                told!(self.language, "{joined} of {organisation}", "{joined} inom {organisation}")
            }
        };
        told!(
            self.language,
            "Moved the unit {unit}{left} to {to} on {from}",
            "Enheten {unit} flyttades{left} till {to} den {from}"
        )
    }

    pub(super) fn units_reorganised(&self, e: &UnitsReorganised) -> String {
        let (day_before, from) = (e.from.previous_day(), e.from);
        let units = self.named(&e.units, |unit| self.unit_then(unit, day_before));
        let into = self.named(&e.into, |unit| self.unit(unit, from));
        let what = match (e.units.len(), e.into.len()) {
            (1, 0) => told!(self.language, "{units} is dissolved", "{units} upplöses"),
            (_, 0) => told!(self.language, "{units} are dissolved", "{units} upplöses"),
            (1, 1) => {
                told!(self.language, "{units} becomes part of {into}", "{units} uppgår i {into}")
            }
            (1, _) => {
                told!(self.language, "{units} is divided into {into}", "{units} delas upp i {into}")
            }
            (_, 1) => told!(
                self.language,
                "{units} are merged into {into}",
                "{units} slås samman till {into}"
            ),
            _ => told!(
                self.language,
                "{units} are reorganised into {into}",
                "{units} omorganiseras till {into}"
            ),
        };
        told!(self.language, "{what} on {from}", "{what} den {from}")
    }

    fn named(&self, units: &[UnitId], name: impl Fn(UnitId) -> String) -> String {
        let names: Vec<String> = units.iter().map(|unit| name(*unit)).collect();
        self.language.listed(&names)
    }

    /// What a thing that is described anew was called before, with today's name beside it, unless
    /// that is the one that it gets and the sentence tells anyway.
    fn called(&self, was: &str, is: &str, beside: impl Fn() -> String) -> String {
        let (beside, now) = (beside(), self.now(is));
        if was != is && beside == format!("{was} ({now})") { was.to_owned() } else { beside }
    }
}
