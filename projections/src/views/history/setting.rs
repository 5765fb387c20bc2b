//! A portfolio, the people and the places in it, in words.

use schema::{MunicipalityAdded, PersonRegistered, PortfolioOpened};

use super::{Narrator, language::told};

impl Narrator<'_> {
    pub(super) fn portfolio_opened(&self, e: &PortfolioOpened) -> String {
        let (name, currency, zone) = (self.shown(e.name), e.currency, e.time_zone);
        told!(
            self.language,
            "Opened the portfolio {name}, in {currency} and the time of {zone}",
            "Beståndet {name} öppnades, med valutan {currency} och tidszonen {zone}"
        )
    }

    pub(super) fn person_registered(&self, e: &PersonRegistered) -> String {
        let name = self.shown(e.name);
        told!(self.language, "Registered {name}", "Personen {name} registrerades")
    }

    pub(super) fn municipality_added(&self, e: &MunicipalityAdded) -> String {
        let (name, code) = (self.shown(e.name), &e.municipality);
        told!(
            self.language,
            "Added the municipality {name} ({code})",
            "Kommunen {name} ({code}) lades till"
        )
    }
}
