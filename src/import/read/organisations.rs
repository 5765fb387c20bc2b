//! The organisations of a list of units: recorded ones, by number or else by name, and new ones.

use lists::UnitRow;
use projections::{Organisation, Portfolio, Texts};
use schema::{Date, OrganisationId, OrganisationNumber, OrganisationRegister, PortfolioId, Text};
use std::{collections::BTreeMap, sync::Arc};

use super::{super::plan::Plan, folded};

/// The organisations of a list so far.
pub(super) struct Organisations<'a> {
    portfolio: PortfolioId,
    state: &'a Portfolio,
    texts: &'a dyn Texts,
    from: Date,
    /// The number that some row of the list gives for a name.
    numbers: BTreeMap<String, &'a OrganisationNumber>,
    /// By number, else by name.
    found: BTreeMap<String, OrganisationId>,
}

impl<'a> Organisations<'a> {
    /// None yet, for a list of these rows.
    pub(super) fn new(
        portfolio: PortfolioId,
        state: &'a Portfolio,
        texts: &'a dyn Texts,
        from: Date,
        rows: &'a [UnitRow],
    ) -> Self {
        // The reader has refused a second number for a name.
        let numbers = rows.iter().filter_map(|row| {
            let name = row.organisation.as_ref()?;
            Some((folded(name.as_str()), row.organisation_number.as_ref()?))
        });
        let numbers = numbers.collect();
        Self { portfolio, state, texts, from, numbers, found: BTreeMap::new() }
    }

    /// The organisation of a row, which is registered where it is new; none, and the plan says why,
    /// where it cannot be told.
    pub(super) fn of(&mut self, row: &'a UnitRow, plan: &mut Plan) -> Option<OrganisationId> {
        match self.find(row, plan) {
            Ok(organisation) => Some(organisation),
            Err(why) => {
                plan.left_out.push(format!("row {}: {why}", row.row));
                None
            }
        }
    }

    fn find(&mut self, row: &'a UnitRow, plan: &mut Plan) -> Result<OrganisationId, String> {
        let name = row.organisation.as_ref();
        let of_name = || self.numbers.get(&folded(name?.as_str())).copied();
        let number = row.organisation_number.as_ref().or_else(of_name);
        let called = number.map(ToString::to_string);
        let Some(called) = called.or_else(|| name.map(|name| name.as_str().to_owned())) else {
            return Err("it names no organisation".to_owned());
        };
        let key = folded(&called);
        if let Some(known) = self.found.get(&key) {
            return Ok(*known);
        }
        let organisation = match self.recorded(number, name)? {
            Some(known) => {
                plan.notes.extend(self.called_otherwise(known, number, name));
                known.id
            }
            None => {
                let register = self.new_one(&called, number, name)?;
                let organisation = register.organisation;
                plan.organisations.push(register);
                organisation
            }
        };
        self.found.insert(key, organisation);
        Ok(organisation)
    }

    /// The one recorded under the number; else under the name, if it is not under another number.
    fn recorded(
        &self,
        number: Option<&OrganisationNumber>,
        name: Option<&Text>,
    ) -> Result<Option<&'a Organisation>, String> {
        let numbered = |known: &Organisation| {
            let described = known.descriptions.at(self.from);
            described.and_then(|described| described.number.clone())
        };
        let standing: Vec<&'a Arc<Organisation>> =
            self.state.organisations().values().filter(|known| known.exists(self.from)).collect();
        let of_number = standing
            .iter()
            .find(|known| number.is_some_and(|number| numbered(known).as_ref() == Some(number)));
        if let Some(known) = of_number {
            return Ok(Some(known));
        }
        let Some(name) = name else { return Ok(None) };
        let asked = folded(name.as_str());
        let mut named = standing.into_iter().filter(|known| {
            (number.is_none() || numbered(known).is_none())
                && self.name(known).is_some_and(|name| folded(&name) == asked)
        });
        match (named.next(), named.next()) {
            (Some(_), Some(_)) => Err(format!(
                "more than one organisation of the portfolio is called {}; give its number",
                name.as_str()
            )),
            (known, _) => Ok(known.map(|known| &**known)),
        }
    }

    fn name(&self, known: &Organisation) -> Option<Arc<str>> {
        self.texts.text(known.descriptions.at(self.from)?.name)
    }

    /// What is the same by its number under another name: a list revises no organisation.
    fn called_otherwise(
        &self,
        known: &Organisation,
        number: Option<&OrganisationNumber>,
        name: Option<&Text>,
    ) -> Option<String> {
        let (number, is, was) = (number?, name?.as_str(), self.name(known)?);
        (folded(&was) != folded(is)).then(|| {
            format!(
                "The organisation {number} is recorded as {was}; the list calls it {is} \
                 (organisationRevise)."
            )
        })
    }

    fn new_one(
        &self,
        called: &str,
        number: Option<&OrganisationNumber>,
        name: Option<&Text>,
    ) -> Result<OrganisationRegister, String> {
        let organisation = OrganisationId::derived(self.portfolio.uuid(), called);
        if self.state.organisation(&organisation).is_some() {
            return Err(format!(
                "the organisation {called} is in the portfolio, but not on {}; name its successor, \
                 or take the row out",
                self.from
            ));
        }
        let Some(name) = name else {
            return Err(format!(
                "the organisation {called} is not in the portfolio and has no name here"
            ));
        };
        let (name, number) = (name.clone(), number.cloned());
        Ok(OrganisationRegister { organisation, from: self.from, name, number })
    }
}
