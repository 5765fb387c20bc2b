//! What differs between two descriptions, field by field.

use schema::{
    BuildingDescription, Commitment, CostDescription, HubDescription, Landlord, LevelDescription,
    OrganisationDescription, ResourceDescription, SpaceDescription, TransitionDescription,
    UnitDescription,
};
use std::fmt::Display;

use super::{FactValue, Namer, Teller};
use crate::LeaseAgreement;

impl Teller<'_> {
    /// The fields that differ, each in words.
    pub(super) fn fields(&self, was: &FactValue, is: &FactValue) -> Vec<String> {
        let differing = match (was, is) {
            (FactValue::Organisation(was), FactValue::Organisation(is)) => {
                self.of_organisations(was, is)
            }
            (FactValue::Unit(was), FactValue::Unit(is)) => self.of_units(was, is),
            (FactValue::Building(was), FactValue::Building(is)) => self.of_buildings(was, is),
            (FactValue::Level(was), FactValue::Level(is)) => self.of_levels(was, is),
            (FactValue::Space(was), FactValue::Space(is)) => self.of_spaces(&was.0, &is.0),
            (FactValue::Resource(was), FactValue::Resource(is)) => self.of_resources(was, is),
            (FactValue::Hub(was), FactValue::Hub(is)) => self.of_hubs(was, is),
            (FactValue::Transition(was), FactValue::Transition(is)) => self.of_transitions(was, is),
            (FactValue::Lease { agreed: was, .. }, FactValue::Lease { agreed: is, .. }) => {
                self.of_leases(was, is)
            }
            (FactValue::Cost(was), FactValue::Cost(is)) => self.of_costs(was, is),
            _ => Vec::new(),
        };
        let differing: Vec<String> = differing.into_iter().flatten().collect();
        if differing.is_empty() {
            // Such as the same name under another seal.
            return vec![self.word("described anew", "beskrivs på nytt").to_owned()];
        }
        differing
    }

    fn of_organisations(
        &self,
        was: &OrganisationDescription,
        is: &OrganisationDescription,
    ) -> Vec<Option<String>> {
        vec![
            self.becomes("name", "namn", &self.then.text(was.name), &self.now.text(is.name)),
            self.may_become(
                "organisation number",
                "organisationsnummer",
                was.number.as_ref(),
                is.number.as_ref(),
            ),
        ]
    }

    fn of_units(&self, was: &UnitDescription, is: &UnitDescription) -> Vec<Option<String>> {
        let (former, present) =
            (self.then.organisation(was.organisation), self.now.organisation(is.organisation));
        let moved = was.organisation != is.organisation;
        vec![
            self.becomes("name", "namn", &self.then.text(was.name), &self.now.text(is.name)),
            moved.then(|| self.both("organisation", "organisation", &former, &present)),
            (was.parent != is.parent)
                .then(|| {
                    let was = was.parent.map(|parent| self.then.unit(parent));
                    let is = is.parent.map(|parent| self.now.unit(parent));
                    self.may_become("part of", "del av", was.as_ref(), is.as_ref())
                })
                .flatten(),
            self.becomes("people", "personer", &was.headcount, &is.headcount),
            (was.attendance != is.attendance)
                .then(|| self.word("other attendance", "annan närvaro").to_owned()),
            self.may_become(
                "municipality",
                "kommun",
                was.municipality.as_ref(),
                is.municipality.as_ref(),
            ),
        ]
    }

    fn of_buildings(
        &self,
        was: &BuildingDescription,
        is: &BuildingDescription,
    ) -> Vec<Option<String>> {
        let (former, present) =
            (self.then.organisation(was.owner), self.now.organisation(is.owner));
        vec![
            self.becomes("name", "namn", &self.then.text(was.name), &self.now.text(is.name)),
            (was.owner != is.owner).then(|| self.both("owner", "ägare", &former, &present)),
            self.may_become(
                "municipality",
                "kommun",
                was.municipality.as_ref(),
                is.municipality.as_ref(),
            ),
            (was.address != is.address)
                .then(|| self.word("other address", "annan adress").to_owned()),
            (was.position != is.position)
                .then(|| self.word("other position", "annat läge").to_owned()),
        ]
    }

    fn of_levels(&self, was: &LevelDescription, is: &LevelDescription) -> Vec<Option<String>> {
        vec![
            self.becomes("name", "namn", &self.then.text(was.name), &self.now.text(is.name)),
            self.becomes("height in mm", "höjd i mm", &was.elevation_mm, &is.elevation_mm),
        ]
    }

    fn of_spaces(&self, was: &SpaceDescription, is: &SpaceDescription) -> Vec<Option<String>> {
        let was_text = |sealed: Option<Commitment>| sealed.map(|sealed| self.then.text(sealed));
        let is_text = |sealed: Option<Commitment>| sealed.map(|sealed| self.now.text(sealed));
        vec![
            self.may_become("number", "nummer", was.number.as_ref(), is.number.as_ref()),
            self.may_become("name", "namn", was_text(was.name).as_ref(), is_text(is.name).as_ref()),
            self.may_become(
                "function",
                "funktion",
                was_text(was.function).as_ref(),
                is_text(is.function).as_ref(),
            ),
            self.may_become("seats", "sittplatser", was.seats.as_ref(), is.seats.as_ref()),
            self.may_become(
                "height in mm",
                "höjd i mm",
                was.height_mm.as_ref(),
                is.height_mm.as_ref(),
            ),
            (was.polygon != is.polygon)
                .then(|| self.word("other outline", "annan kontur").to_owned()),
            (was.areas != is.areas).then(|| self.word("other areas", "andra areor").to_owned()),
            (was.codes != is.codes).then(|| self.word("other codes", "andra koder").to_owned()),
        ]
    }

    fn of_resources(
        &self,
        was: &ResourceDescription,
        is: &ResourceDescription,
    ) -> Vec<Option<String>> {
        let grade = |of: &ResourceDescription| {
            if of.grade.is_counted() {
                self.word("counted", "räknad")
            } else {
                self.word("assumed", "antagen")
            }
        };
        let (former, present) =
            (self.then.organisation(was.owner), self.now.organisation(is.owner));
        vec![
            self.becomes("kind", "slag", &self.then.kind(was.kind), &self.now.kind(is.kind)),
            self.may_become("number", "nummer", was.number.as_ref(), is.number.as_ref()),
            (was.owner != is.owner).then(|| self.both("owner", "ägare", &former, &present)),
            self.becomes("grade", "säkerhet", &grade(was), &grade(is)),
            (was.name != is.name).then(|| self.word("other name", "annat namn").to_owned()),
            (was.position != is.position)
                .then(|| self.word("other position", "annat läge").to_owned()),
        ]
    }

    fn of_hubs(&self, was: &HubDescription, is: &HubDescription) -> Vec<Option<String>> {
        let (former, present) = (self.then.organisation(was.host), self.now.organisation(is.host));
        vec![
            self.becomes("name", "namn", &self.then.text(was.name), &self.now.text(is.name)),
            (was.host != is.host).then(|| self.both("host", "värd", &former, &present)),
            self.may_become(
                "municipality",
                "kommun",
                was.municipality.as_ref(),
                is.municipality.as_ref(),
            ),
            (was.services != is.services)
                .then(|| self.word("other services", "andra tjänster").to_owned()),
            (was.opening_hours != is.opening_hours)
                .then(|| self.word("other opening hours", "andra öppettider").to_owned()),
        ]
    }

    fn of_transitions(
        &self,
        was: &TransitionDescription,
        is: &TransitionDescription,
    ) -> Vec<Option<String>> {
        vec![
            self.becomes("name", "namn", &self.then.text(was.name), &self.now.text(is.name)),
            self.becomes("goal", "mål", &self.then.text(was.goal), &self.now.text(is.goal)),
            self.becomes("end", "slut", &was.until, &is.until),
            (was.organisations != is.organisations)
                .then(|| self.word("other organisations", "andra organisationer").to_owned()),
            (was.targets != is.targets)
                .then(|| self.word("other targets", "andra målvärden").to_owned()),
            (was.milestones != is.milestones)
                .then(|| self.word("other milestones", "andra delmål").to_owned()),
        ]
    }

    /// Which terms are others.
    fn of_leases(&self, was: &LeaseAgreement, is: &LeaseAgreement) -> Vec<Option<String>> {
        let (old, new) = (&was.terms, &is.terms);
        let (former, present) =
            (landlord(&self.then, &was.landlord), landlord(&self.now, &is.landlord));
        let area = |area: &schema::Area| format!("{} m² {}", area.square_metres, area.measure);
        let premises = (old.building, &old.spaces) != (new.building, &new.spaces);
        vec![
            (was.landlord != is.landlord)
                .then(|| self.both("landlord", "hyresvärd", &former, &present)),
            self.other(old.regime != new.regime, "other regime", "annan upplåtelseform"),
            self.other(premises, "other premises", "andra lokaler"),
            self.may_become(
                "contract area",
                "avtalad area",
                old.area.as_ref().map(area).as_ref(),
                new.area.as_ref().map(area).as_ref(),
            ),
            self.becomes("rent per year", "hyra per år", &old.rent_per_year, &new.rent_per_year),
            self.other(old.index != new.index, "other index clause", "annan indexklausul"),
            self.other(old.supplements != new.supplements, "other supplements", "andra tillägg"),
            self.other(old.fit_outs != new.fit_outs, "other fit-out", "annan anpassning"),
            self.other(old.discounts != new.discounts, "other discounts", "andra rabatter"),
            self.other(old.invoicing != new.invoicing, "other invoicing", "annan fakturering"),
            self.may_become(
                "restoration",
                "återställning",
                old.restoration.as_ref(),
                new.restoration.as_ref(),
            ),
            self.may_become(
                "end of the term",
                "avtalstidens slut",
                old.to.as_ref(),
                new.to.as_ref(),
            ),
            self.may_become(
                "prolongation in months",
                "förlängning i månader",
                old.prolongation_months.as_ref(),
                new.prolongation_months.as_ref(),
            ),
            self.other(old.notices != new.notices, "other notice", "annan uppsägningstid"),
            self.other(old.breaks != new.breaks, "other break clauses", "andra förtida slut"),
        ]
    }

    fn of_costs(&self, was: &CostDescription, is: &CostDescription) -> Vec<Option<String>> {
        let (former, present) =
            (self.then.organisation(was.organisation), self.now.organisation(is.organisation));
        let (old, new) = (was.amount.amount(), is.amount.amount());
        let paid_otherwise = was.amount != is.amount && old == new;
        vec![
            self.becomes("name", "namn", &self.then.text(was.name), &self.now.text(is.name)),
            self.other(was.kind != is.kind, "other kind", "annat slag"),
            self.other(was.object != is.object, "of something else", "av något annat"),
            (was.organisation != is.organisation)
                .then(|| self.both("organisation", "organisation", &former, &present)),
            self.becomes("amount", "belopp", &old, &new),
            self.other(paid_otherwise, "paid otherwise", "betalas på annat sätt"),
            self.becomes(
                "VAT in thousandths",
                "moms i tusendelar",
                &was.vat_thousandths,
                &is.vat_thousandths,
            ),
            self.other(was.account != is.account, "other account", "annat konto"),
        ]
    }

    fn other(&self, differs: bool, english: &str, swedish: &str) -> Option<String> {
        differs.then(|| self.word(english, swedish).to_owned())
    }

    fn becomes<T: PartialEq + Display>(
        &self,
        english: &str,
        swedish: &str,
        was: &T,
        is: &T,
    ) -> Option<String> {
        (was != is).then(|| self.both(english, swedish, was, is))
    }

    fn may_become<T: PartialEq + Display>(
        &self,
        english: &str,
        swedish: &str,
        was: Option<&T>,
        is: Option<&T>,
    ) -> Option<String> {
        let what = self.word(english, swedish);
        match (was, is) {
            (Some(was), Some(is)) => self.becomes(english, swedish, was, is),
            (None, Some(is)) => Some(format!("{what} {is}")),
            (Some(was), None) => {
                Some(format!("{} {what} {was}", self.word("no longer", "inte längre")))
            }
            (None, None) => None,
        }
    }

    fn both(&self, english: &str, swedish: &str, was: &impl Display, is: &impl Display) -> String {
        let (what, becomes) = (self.word(english, swedish), self.word("becomes", "blir"));
        format!("{what} {was} {becomes} {is}")
    }
}

fn landlord(namer: &Namer<'_>, landlord: &Landlord) -> String {
    match landlord {
        Landlord::Organisation { organisation } => namer.organisation(*organisation),
        Landlord::Outside { name } => namer.text(*name),
    }
}
