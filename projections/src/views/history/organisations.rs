//! Organisations and units in words: what they were called, what becomes of them, and what goes over.

use schema::{
    Event, OrganisationEnded, OrganisationRevised, UnitMoved, UnitRevised, UnitsReorganised,
};

use super::{
    Narrator, capital,
    names::listed,
    people_in_words,
    revised::{self, differing, former},
    unknown,
};

impl Narrator<'_> {
    pub(super) fn organisational(&self, event: &Event) -> String {
        match event {
            Event::OrganisationRegistered(e) => {
                let name = self.organisation(e.organisation, e.from);
                format!("Registered the organisation {name} from {}", e.from)
            }
            Event::OrganisationRevised(e) => self.organisation_revised(e),
            Event::OrganisationEnded(e) => self.organisation_ended(e),
            Event::UnitRegistered(e) => {
                let (name, people) = (self.unit(e.unit, e.from), e.description.headcount);
                let organisation = self.organisation(e.description.organisation, e.from);
                let from = e.from;
                let people = people_in_words(people);
                format!("Registered the unit {name} of {organisation} from {from}, {people}")
            }
            Event::UnitRevised(e) => self.unit_revised(e),
            Event::UnitMoved(e) => self.unit_moved(e),
            Event::UnitsReorganised(e) => self.units_reorganised(e),
            Event::AllocationsTransferred(e) => {
                let resources = self.several(&e.resources, e.from);
                let (unit, to) = (self.unit(e.unit, e.from), self.unit(e.to, e.from));
                format!("Gave {resources} of {unit} to {to} from {}", e.from)
            }
            Event::MembershipTransferred(e) => {
                let former = self.member(e.membership, e.from.previous_day());
                let unit = self.unit(e.unit, e.from);
                format!("The membership of {former} is {unit}’s from {}", e.from)
            }
            other => other.type_name().to_owned(),
        }
    }

    fn organisation_revised(&self, e: &OrganisationRevised) -> String {
        let known = self.state.organisation(&e.organisation);
        let former = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let name = |of: &schema::OrganisationDescription| self.texts.shown(of.name);
        let changes = former.map_or_else(Vec::new, |former| {
            let (was, is) = (former, &e.description);
            differing([
                revised::texts("name", &name(was), &name(is)),
                revised::values("organisation number", was.number.as_ref(), is.number.as_ref()),
            ])
        });
        let called = former.map_or_else(
            || name(&e.description).to_string(),
            |was| {
                called(&name(was), &name(&e.description), || {
                    self.organisation(e.organisation, e.from.previous_day())
                })
            },
        );
        revised::sentence(&format!("the organisation {called}"), e.from, &changes)
    }

    fn organisation_ended(&self, e: &OrganisationEnded) -> String {
        let known = self.state.organisation(&e.organisation);
        let described = known.and_then(|known| known.descriptions.nearest(e.from.previous_day()));
        let name = described.map_or_else(unknown, |description| self.texts.shown(description.name));
        match e.successor {
            None => format!("The organisation {name} leaves the portfolio on {}", e.from),
            Some(successor) => {
                let successor = self.organisation(successor, e.from);
                format!("The organisation {name} becomes part of {successor} on {}", e.from)
            }
        }
    }

    fn unit_revised(&self, e: &UnitRevised) -> String {
        let known = self.state.unit(&e.unit);
        let former = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let name = |of: &schema::UnitDescription| self.texts.shown(of.name);
        let changes = former.map_or_else(Vec::new, |former| self.unit_changes(former, e));
        let called = former.map_or_else(
            || name(&e.description).to_string(),
            |was| {
                called(&name(was), &name(&e.description), || {
                    self.unit(e.unit, e.from.previous_day())
                })
            },
        );
        revised::sentence(&format!("the unit {called}"), e.from, &changes)
    }

    fn unit_changes(&self, was: &schema::UnitDescription, e: &UnitRevised) -> Vec<String> {
        let is = &e.description;
        let day_before = e.from.previous_day();
        let parent = |of: Option<schema::UnitId>, on| of.map(|parent| self.unit_then(parent, on));
        differing([
            revised::texts("name", &self.texts.shown(was.name), &self.texts.shown(is.name)),
            revised::texts(
                "organisation",
                &self.organisation(was.organisation, day_before),
                &self.organisation(is.organisation, e.from),
            ),
            revised::parts(parent(was.parent, day_before), parent(is.parent, e.from)),
            revised::values("number of people", Some(&was.headcount), Some(&is.headcount)),
            revised::values("municipality", was.municipality.as_ref(), is.municipality.as_ref()),
            (was.attendance != is.attendance).then(|| "another attendance".to_owned()),
        ])
    }

    fn unit_moved(&self, e: &UnitMoved) -> String {
        let day_before = e.from.previous_day();
        let known = self.state.unit(&e.unit);
        let former = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let left = former.map(|was| match was.parent {
            Some(parent) if was.organisation == e.description.organisation => {
                self.unit(parent, day_before)
            }
            _ => self.organisation(was.organisation, day_before),
        });
        let organisation = self.organisation(e.description.organisation, e.from);
        let joined = e.description.parent.map(|parent| self.unit(parent, e.from));
        let to = joined.map_or(organisation.clone(), |unit| format!("{unit} of {organisation}"));
        let left = left.map(|left| format!(" from {left}")).unwrap_or_default();
        format!("Moved the unit {}{left} to {to} on {}", self.unit(e.unit, e.from), e.from)
    }

    fn units_reorganised(&self, e: &UnitsReorganised) -> String {
        let called = |units: &[schema::UnitId], on| {
            let names: Vec<String> = units.iter().map(|unit| self.unit_then(*unit, on)).collect();
            listed(&names)
        };
        let names = |units: &[schema::UnitId]| {
            let names: Vec<String> = units.iter().map(|unit| self.unit(*unit, e.from)).collect();
            listed(&names)
        };
        let (units, into) = (called(&e.units, e.from.previous_day()), names(&e.into));
        let what = match (e.units.len(), e.into.len()) {
            (_, 0) => {
                format!("{units} {} dissolved", if e.units.len() == 1 { "is" } else { "are" })
            }
            (1, 1) => format!("{units} becomes part of {into}"),
            (1, _) => format!("{units} is divided into {into}"),
            (_, 1) => format!("{units} are merged into {into}"),
            _ => format!("{units} are reorganised into {into}"),
        };
        capital(&format!("{what} on {}", e.from))
    }
}

/// What a thing that is described anew was called before, with today's name beside it, unless that
/// is the one that it gets and the sentence tells anyway.
fn called(was: &str, is: &str, beside: impl Fn() -> String) -> String {
    let beside = beside();
    if was != is && beside == format!("{was} (now {is})") { was.to_owned() } else { beside }
}
