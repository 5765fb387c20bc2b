//! A list of units as a plan.

use lists::{UnitList, UnitRow};
use projections::{Portfolio, Texts};
use schema::{
    Date, Invalid, OrganisationId, OrganisationRegister, PortfolioId, Text, UnitId, UnitRegister,
};
use std::collections::BTreeMap;

use super::super::plan::{Plan, Subject};

/// Plans a list of units.
pub(in crate::import) fn of_units(
    list: &UnitList,
    portfolio: PortfolioId,
    state: &Portfolio,
    texts: &dyn Texts,
    from: Date,
) -> Result<Plan, Invalid> {
    let format = if list.report.format.starts_with("CSV") { "CSV units 1" } else { "XLSX units 1" };
    let plan = Plan::new(Subject::Units, format.parse()?, from);
    let mut listing =
        Listing { portfolio, state, texts, from, plan, organisations: BTreeMap::new() };
    let rows: BTreeMap<u32, &UnitRow> = list.rows.iter().map(|row| (row.row, row)).collect();
    let mut added = BTreeMap::new();
    for row in &list.rows {
        listing.add(row, &rows, &mut added);
    }
    Ok(listing.plan)
}

struct Listing<'a> {
    portfolio: PortfolioId,
    state: &'a Portfolio,
    texts: &'a dyn Texts,
    from: Date,
    plan: Plan,
    organisations: BTreeMap<String, OrganisationId>,
}

impl Listing<'_> {
    /// Adds a row's unit after those that it is part of. The reader has refused parents that go round
    /// in circles.
    fn add(
        &mut self,
        row: &UnitRow,
        rows: &BTreeMap<u32, &UnitRow>,
        added: &mut BTreeMap<u32, Option<UnitId>>,
    ) -> Option<UnitId> {
        if let Some(unit) = added.get(&row.row) {
            return *unit;
        }
        let parent = row.parent.and_then(|parent| rows.get(&parent));
        let parent = parent.and_then(|parent| self.add(parent, rows, added));
        let unit = self.organisation(row).map(|organisation| {
            let (unit, municipality) = (self.unit(row, organisation), self.municipality(row));
            self.plan.units.push(UnitRegister {
                unit,
                from: self.from,
                name: row.unit.clone(),
                organisation,
                parent,
                headcount: row.headcount,
                attendance: row.attendance,
                municipality,
            });
            unit
        });
        added.insert(row.row, unit);
        unit
    }

    /// The unit recorded under the row's name in its organisation, else the one that the row's code
    /// names.
    fn unit(&self, row: &UnitRow, organisation: OrganisationId) -> UnitId {
        let code = row.code.as_ref().unwrap_or(&row.unit).as_str();
        let by_code = UnitId::derived(organisation.uuid(), code);
        let named = || {
            let units = self.state.units().values().filter(|unit| unit.exists(self.from));
            let mut named = units.filter(|unit| {
                unit.descriptions.at(self.from).is_some_and(|known| {
                    known.organisation == organisation
                        && self.texts.text(known.name).is_some_and(|n| *n == *row.unit.as_str())
                })
            });
            let first = named.next();
            first.filter(|_| named.next().is_none()).map(|unit| unit.id)
        };
        if self.state.unit(&by_code).is_some() { by_code } else { named().unwrap_or(by_code) }
    }

    fn organisation(&mut self, row: &UnitRow) -> Option<OrganisationId> {
        let number = row.organisation_number.as_ref();
        let name = row.organisation.as_ref();
        let key = number.map(ToString::to_string).or_else(|| name.map(|n| n.as_str().to_owned()));
        let Some(key) = key else {
            let refusal = format!("row {}: it names no organisation", row.row);
            self.plan.left_out.push(refusal);
            return None;
        };
        if let Some(known) = self.organisations.get(&key) {
            return Some(*known);
        }
        let recorded = self.state.organisations().values().find(|known| {
            known.exists(self.from)
                && known.descriptions.at(self.from).is_some_and(|described| match number {
                    Some(number) if described.number.is_some() => {
                        described.number.as_ref() == Some(number)
                    }
                    _ => name.is_some_and(|name| {
                        self.texts.text(described.name).is_some_and(|n| *n == *name.as_str())
                    }),
                })
        });
        let organisation = recorded.map(|known| known.id).or_else(|| self.register(row, &key))?;
        self.organisations.insert(key, organisation);
        Some(organisation)
    }

    fn register(&mut self, row: &UnitRow, key: &str) -> Option<OrganisationId> {
        let Some(name) = &row.organisation else {
            let refusal = format!(
                "row {}: the organisation {key} is not in the portfolio and has no name here",
                row.row
            );
            self.plan.left_out.push(refusal);
            return None;
        };
        let organisation = OrganisationId::derived(self.portfolio.uuid(), key);
        self.plan.organisations.push(OrganisationRegister {
            organisation,
            from: self.from,
            name: Text::clone(name),
            number: row.organisation_number.clone(),
        });
        Some(organisation)
    }

    /// A municipality that the portfolio does not have is said, and left out.
    fn municipality(&mut self, row: &UnitRow) -> Option<schema::MunicipalityCode> {
        let code = row.municipality.clone()?;
        if self.state.municipality(&code).is_some() {
            return Some(code);
        }
        self.plan.notes.push(format!(
            "Row {}: the municipality {code} is not in the portfolio (municipalityAdd); the unit \
             came in without it.",
            row.row
        ));
        None
    }
}
